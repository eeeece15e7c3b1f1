//! What one does with messages, with the mouse and without: react, change, take back, send a file
//! along; and what the app offers for them.

use fantoccini::key::Key;

use crate::page::Page;
use crate::stage::play;

const NEWEST: &str = ".messages > .message:last-of-type";

#[tokio::test]
async fn a_message_is_marked_changed_and_taken_back() {
    play("words", async |page| {
        page.go_to("random").await;
        page.write("Who knows the ketle?").await;
        page.see(NEWEST, "ketle").await;

        page.press(NEWEST, "ketle").await;
        page.press(&format!("{NEWEST} [data-focus=check]"), "").await;
        page.see(".reaction[aria-pressed=true]", "1").await;
        page.press(".reaction[data-reaction=white_check_mark]", "").await;
        page.gone(".reaction").await;

        with_key(page, "r").await;
        page.press(".menu-item", "tada").await;
        page.see(".reaction[data-reaction=tada]", "1").await;

        with_key(page, "m").await;
        page.press(".menu-item", "Edit").await;
        page.fill("[data-editor]", "Who knows the kettle?").await;
        page.keys(&(Key::Enter + "")).await;
        page.see(NEWEST, "Who knows the kettle?").await;
        page.see(&format!("{NEWEST} .edited"), "").await;
        page.until(&format!("document.activeElement.matches('{NEWEST}')")).await;

        with_key(page, "m").await;
        page.press(".menu-item", "Delete…").await;
        page.press("[data-confirm] [data-yes]", "").await;
        page.gone(".reaction").await;
        page.until("!document.body.textContent.includes('Who knows the kettle?')").await;
    })
    .await;
}

async fn with_key(page: &Page, key: &str) {
    page.run(&format!("document.querySelector('{NEWEST}').focus()")).await;
    page.keys(key).await;
    page.see(".menu", "").await;
}

#[tokio::test]
async fn a_file_goes_along_and_shortcuts_are_offered() {
    play("along", async |page| {
        page.go_to("random").await;
        page.press("[data-more=conversation]", "").await;
        page.see(".menu-item", "Attach a file…").await;
        page.see(".menu-item", "Ask a question").await;
        page.keys(&(Key::Escape + "")).await;
        page.gone(".menu").await;
        page.run(
            "const files = new DataTransfer();
            files.items.add(new File(['# Kettle'], 'kettle.md'));
            const picker = document.querySelector('#talk [data-attach]');
            picker.files = files.files;
            picker.dispatchEvent(new Event('change'));",
        )
        .await;
        page.see(".sending .file", "kettle.md").await;
        page.write("How to descale it").await;
        page.see(".message .file", "kettle.md").await;
        page.gone(".sending").await;

        page.press("[data-composer=conversation]", "").await;
        page.keys("/").await;
        page.see(".choice", "/ask").await;
        page.see(".choice", "Ask a question").await;
        page.keys(&(Key::Escape + "")).await;
        page.gone(".choice").await;

        page.press(".messages > .message", "How to descale it").await;
        page.press(".messages > .message:last-of-type [data-focus=more]", "").await;
        for shortcut in
            ["Ask an expert about this", "Solved it for me too", "Keep for the community"]
        {
            page.see(".menu-item", shortcut).await;
        }
    })
    .await;
}
