//! A visitor's way through the demo, as the card of hints proposes it.

use fantoccini::key::Key;

use crate::page::Page;
use crate::stage::play;

#[tokio::test]
async fn a_visitor_has_a_coffee() {
    play("walk", async |page| {
        page.act_as("omar", "Omar Haddad").await;
        page.act_as("nina", "Nina Petersen").await;
        join(page).await;
        let introduction = read_who_one_meets(page).await;
        say_that_they_met(page, &introduction).await;
        rest_from_home(page).await;
        come_back(page).await;
    })
    .await;
}

async fn ticked(page: &Page, hint: &str) {
    page.see(&format!("[data-hint={hint}][data-done=true]"), "").await;
}

pub(crate) async fn join(page: &Page) {
    page.go_to("coffee").await;
    page.press("[data-composer=conversation]", "").await;
    page.keys("/cof").await;
    page.see(".choice.active", "/coffee").await;
    page.keys("\u{e004}jo").await;
    page.see(".choice", "/coffee join").await;
    page.keys(&(Key::Tab + "")).await;
    page.until("document.activeElement.value === '/coffee join'").await;
    page.keys(&(Key::Enter + "")).await;
    let answer = page.see(".message.ephemeral", "Welcome to coffee!").await;
    assert!(answer.text().await.unwrap().contains("Only visible to you"));
    ticked(page, "join").await;
}

/// Lets time come to the introduction; gives the name of its conversation.
pub(crate) async fn read_who_one_meets(page: &Page) -> String {
    page.gone(".entry.unread[data-kind=group]").await;
    for _ in 0..60 {
        let now = page.next().await;
        let unread =
            page.ask("document.querySelector('.entry.unread[data-kind=group]') !== null").await;
        if unread == true {
            // On Monday, unless one of the two had another message that day.
            let days = ["Mon, Oct 19", "Tue, Oct 20", "Wed, Oct 21"];
            assert!(days.iter().any(|day| now.starts_with(day)), "{now}");
            break;
        }
    }
    let name = page.words(".entry.unread[data-kind=group] .entry-name").await;
    page.press(".entry.unread[data-kind=group]", "").await;
    page.see(".message", "would you say hello first?").await;
    page.gone(".entry.unread[data-kind=group]").await;
    ticked(page, "monday").await;
    name
}

pub(crate) async fn say_that_they_met(page: &Page, introduction: &str) {
    page.press(".message button[aria-label='More actions']", "").await;
    page.press(".menu-item", "We met").await;
    page.see(".modal h2", "You met!").await;
    page.keys("Omar knows a shortcut").await;
    page.press(".modal [data-submit]", "Keep it").await;
    page.gone(".modal").await;
    page.see(".message", "Nina says that you met.").await;
    page.see(".talk-title h2", introduction).await;
    ticked(page, "met").await;
}

async fn rest_from_home(page: &Page) {
    page.press(".entry[data-app=home]", "").await;
    page.see(".home", "You said you met.").await;
    page.press(".home button", "Skip the next").await;
    page.see(".home", "and are back for the round after").await;
    page.press(".home button", "Count me in").await;
    page.see(".home", "You're in. The next round opens").await;
}

/// A reload and a broken connection change nothing of where one is and who.
async fn come_back(page: &Page) {
    page.press("[data-pane-close]", "").await;
    page.act_as("kofi", "Kofi").await;
    page.go_to("random").await;
    page.reload().await;
    page.see(".act-as-name", "Kofi").await;
    page.see(".talk-title h2", "random").await;
    page.write("Still here").await;
    page.see(".message", "Still here").await;

    page.run("window.sockets.at(-1).close()").await;
    page.until("window.sockets.length > 1 && window.sockets.at(-1).readyState === 1").await;
    page.gone(".offline").await;
    page.see(".act-as-name", "Kofi").await;
    page.write("And here again").await;
    page.see(".message", "And here again").await;
}
