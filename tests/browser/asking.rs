//! A question finds the person who knows, and stays found.

use fantoccini::key::Key;

use crate::page::Page;
use crate::stage::play;

const TITLE: &str = ".modal [data-block=title] input";

#[tokio::test]
async fn a_question_is_asked_answered_and_kept() {
    play("asking", async |page| {
        page.act_as("nina", "Nina Petersen").await;
        ask(page).await;
        wait_for_the_answer(page).await;
        accept(page).await;
        find(page).await;
    })
    .await;
}

/// From the menu beside the composer.
async fn ask(page: &Page) {
    page.go_to("coffee").await;
    page.press("[data-more=conversation]", "").await;
    page.press(".menu-item", "Ask a question").await;
    page.see(".modal h2", "Ask a question").await;
    page.fill(TITLE, "Who keeps the spare keys of the kettle cupboard?").await;
    page.press(".modal [data-submit]", "Ask").await;
    page.gone(TITLE).await;
    page.see("[data-hint=ask][data-done=true]", "").await;
    page.press("[data-close-all]", "").await;
    page.gone(".modal").await;
}

/// Somebody of the crew is asked, says yes and answers, or the next one does.
async fn wait_for_the_answer(page: &Page) {
    for _ in 0..40 {
        let told = page
            .ask("[...document.querySelectorAll('.entry.unread')].some((one) => one.textContent.includes('Klatch'))")
            .await;
        if told == true {
            page.press(".entry.unread", "Klatch").await;
            let answered = page.ask("document.body.textContent.includes('That answers it')").await;
            if answered == true {
                return;
            }
        }
        page.next().await;
    }
    panic!("nobody answered");
}

async fn accept(page: &Page) {
    page.press(".message button", "That answers it").await;
    page.see(".modal h2", "That answers it").await;
    page.press(".modal [data-submit]", "Accept").await;
    page.see(".message, .modal", "Lovely.").await;
    if page.ask("document.querySelector('[data-close-all]') !== null").await == true {
        page.press("[data-close-all]", "").await;
    }
}

/// Whoever wonders next finds it.
async fn find(page: &Page) {
    page.go_to("coffee").await;
    page.press("[data-composer=conversation]", "").await;
    page.keys("/ask search kettle cupboard").await;
    page.keys(&(Key::Enter + "")).await;
    page.see(".message.ephemeral, .modal", "kettle cupboard").await;
}
