//! Everything by keyboard, and one sees where one is.

use fantoccini::key::Key;

use crate::page::Page;
use crate::stage::play;

#[tokio::test]
async fn nobody_needs_a_mouse() {
    play("keyboard", async |page| {
        page.run("document.activeElement.blur()").await;
        page.keys("/").await;
        page.until("document.activeElement.value === '/'").await;
        page.keys("coffee").await;
        press(page, Key::Enter).await;
        page.see(".modal h2", "").await;
        page.until("document.activeElement.closest('dialog') !== null").await;
        press(page, Key::Tab).await;
        focus_shows(page).await;
        press(page, Key::Escape).await;
        page.gone(".modal").await;
        page.until("document.activeElement.matches('[data-composer]')").await;

        page.keys("Good morning").await;
        press(page, Key::Enter).await;
        page.see(".message", "Good morning").await;
        page.until("document.activeElement.value === ''").await;

        walk_the_messages(page).await;
        jump(page).await;
        switch_person(page).await;
    })
    .await;
}

/// Arrows go from message to message, Enter opens a thread, Escape closes it and leads back.
async fn walk_the_messages(page: &Page) {
    page.run("document.querySelector('.message:last-of-type').focus()").await;
    press(page, Key::Up).await;
    page.until("document.activeElement.matches('.message:not(:last-of-type)')").await;
    focus_shows(page).await;
    press(page, Key::Down).await;
    page.until("document.activeElement.matches('.message:last-of-type')").await;
    press(page, Key::Enter).await;
    page.see("#pane [data-composer=thread]", "").await;
    page.until("document.activeElement.matches('[data-composer=thread]')").await;
    page.keys("And to you").await;
    press(page, Key::Enter).await;
    page.see("#pane .message", "And to you").await;
    press(page, Key::Escape).await;
    page.gone("#pane").await;
    page.until("document.activeElement.matches('.message:last-of-type')").await;
    page.see(".thread-line", "1 reply").await;
}

/// Ctrl+K goes anywhere by its name.
async fn jump(page: &Page) {
    page.keys(&format!("{}k", char::from(Key::Control))).await;
    page.see("[data-jump]", "").await;
    page.keys("rand").await;
    press(page, Key::Enter).await;
    page.see(".talk-title h2", "random").await;
    page.gone("[data-jump]").await;
}

async fn switch_person(page: &Page) {
    page.run("document.querySelector('[data-act-as]').focus()").await;
    press(page, Key::Enter).await;
    page.until("document.activeElement.matches('[data-act-as-search]')").await;
    page.keys("kof").await;
    press(page, Key::Enter).await;
    page.see(".act-as-name", "Kofi").await;
    page.until("document.activeElement.matches('[data-act-as]')").await;
}

async fn press(page: &Page, key: Key) {
    page.keys(&(key + "")).await;
}

async fn focus_shows(page: &Page) {
    let outline = "(({outlineStyle, outlineWidth}) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2)\
                   (getComputedStyle(document.activeElement))";
    assert_eq!(page.ask(outline).await, true);
}
