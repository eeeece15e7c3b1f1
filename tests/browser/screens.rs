//! A phone in a dark room: one part at a time, and everything fits.

use crate::page::Page;
use crate::stage::play;

#[tokio::test]
async fn a_phone_shows_one_part_at_a_time() {
    play("phone", async |page| {
        let light = background(page).await;
        page.screen(360, 740, "dark").await;
        let dark = background(page).await;
        assert!(brightness(&light) > 200 && brightness(&dark) < 60, "{light} and {dark}");

        fits(page).await;
        page.press("[data-to-list]", "").await;
        page.see(".entry", "coffee").await;
        page.gone("#talk").await;
        fits(page).await;

        page.press(".entry", "coffee").await;
        page.see(".message", "Coffee with somebody new").await;
        page.gone("#sidebar").await;
        fits(page).await;
        page.press(".message button", "Join coffee").await;
        page.see(".message.ephemeral", "Welcome to coffee!").await;
        fits(page).await;
        above_the_composer(page).await;

        page.press("[data-to-list]", "").await;
        page.press(".entry[data-app=home]", "").await;
        page.see(".home", "You're in.").await;
        page.gone("#talk").await;
        fits(page).await;
        page.press(".home button", "Pause…").await;
        page.see(".modal", "").await;
        fits(page).await;
        page.press(".modal [data-close]", "").await;
        page.gone(".modal").await;
        page.press("[data-pane-back]", "").await;
        page.see("#talk", "").await;
        page.back().await;
        page.see(".home", "You're in.").await;
    })
    .await;
}

/// Nothing sticks out to the side.
async fn fits(page: &Page) {
    let wide = "document.documentElement.scrollWidth > innerWidth";
    let out = "[...document.querySelectorAll('.btn, .message, .entry, .talk-head, .field')]\
               .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)\
               .map((one) => one.outerHTML.slice(0, 200))";
    assert_eq!(page.ask(wide).await, false);
    assert_eq!(page.ask(out).await, serde_json::json!([]));
}

/// The newest message is not hidden behind the composer.
async fn above_the_composer(page: &Page) {
    page.until(
        "document.querySelector('.message:last-of-type').getBoundingClientRect().bottom \
         <= document.querySelector('.composer').getBoundingClientRect().top + 1",
    )
    .await;
}

async fn background(page: &Page) -> String {
    let color = page.ask("getComputedStyle(document.body).backgroundColor").await;
    color.as_str().expect("a color").to_owned()
}

/// The mean of `rgb(1, 2, 3)`.
fn brightness(color: &str) -> u32 {
    let numbers =
        color.split(|sign: char| !sign.is_ascii_digit()).filter_map(|one| one.parse::<u32>().ok());
    numbers.sum::<u32>() / 3
}
