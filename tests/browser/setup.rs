//! A steward sets coffee up; whoever mistypes or may not join is told so kindly.

use fantoccini::key::Key;

use crate::page::Page;
use crate::stage::play;

const ZONE: &str = ".modal [data-block=zone] input";
const MINIMUM: &str = ".modal [data-block=minimum] input";

#[tokio::test]
async fn a_steward_sets_coffee_up() {
    play("setup", async |page| {
        page.act_as("ana", "Ana Ruiz").await;
        page.go_to("general").await;
        page.write("/coffee setup").await;
        page.press(".modal button", "More…").await;
        page.see(ZONE, "").await;

        page.fill(ZONE, "Europe/Atlantis").await;
        page.fill(MINIMUM, "4").await;
        page.press(".modal [data-submit]", "Start").await;
        page.see(".modal [data-block=zone] .input-error", "I don't know that zone").await;
        assert_eq!(page.value(ZONE).await, "Europe/Atlantis");
        assert_eq!(page.value(MINIMUM).await, "4");

        page.fill(ZONE, "Europe/Lisbon").await;
        page.press(".modal [data-submit]", "Start").await;
        page.see(".modal", "Coffee is set up in").await;
        page.until("window.heard.some((frame) => frame.includes('One moment'))").await;
        page.press(".modal [data-close]", "").await;
        page.gone(".modal").await;
        let invitation = page.see(".message", "Coffee with somebody new").await;
        assert!(invitation.text().await.unwrap().contains("Lisbon"));
    })
    .await;
}

#[tokio::test]
async fn a_slip_is_answered_with_the_nearest_and_a_guest_kindly() {
    play("slips", async |page| {
        page.go_to("coffee").await;
        page.write("/coffee jion").await;
        page.see(".message.ephemeral", "Did you mean /coffee join?").await;
        page.write("/cofee join").await;
        page.see(".composer-line.fault", "/cofee is not a command here").await;

        page.act_as("zoe", "Zoe Marchetti").await;
        page.go_to("coffee").await;
        page.press(".message button", "Join coffee").await;
        page.see(".message.ephemeral", "full members for now").await;
        assert_eq!(page.ask("document.querySelectorAll('.notice-fault').length").await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_is_typed_stays_text_unless_it_names_somebody() {
    play("mentions", async |page| {
        page.go_to("random").await;
        says(page, "(@Omar Haddad) & <b>, <!channel>").await;
        page.see(".message .mention", "@Omar Haddad").await;
        page.see(".message", "(@Omar Haddad) & <b>, <!channel>").await;
        says(page, "a@channel.example").await;
        page.see(".message", "a@channel.example").await;
        page.gone(".message .mention-all").await;
        says(page, "Hello @channel!").await;
        page.see(".message .mention-all", "@channel").await;
    })
    .await;
}

/// Writes with the keyboard alone, and takes none of the completions.
async fn says(page: &Page, text: &str) {
    page.press("[data-composer=conversation]", "").await;
    page.keys(text).await;
    page.keys(&(Key::Escape + "")).await;
    page.gone(".choices").await;
    page.keys(&(Key::Enter + "")).await;
    page.until("document.activeElement.value === ''").await;
}
