//! What a community was good for, on the page: its digest with a picture, a story told by hand, and the
//! desks of a member and of a steward.

use crate::page::Page;
use crate::stage::play;

const HAPPENED: &str = ".modal [data-block=happened] textarea";

#[tokio::test]
async fn a_digest_shows_its_picture_and_each_finds_theirs_on_their_desk() {
    play("telling", async |page| {
        the_digest(page).await;
        tell(page).await;
        page.press(".entry[data-app=home]", "").await;
        for part in ["My coffee", "My questions", "My stories", "My communities", "My settings"] {
            page.see(".home", part).await;
        }
        page.act_as("ana", "Ana Ruiz").await;
        page.press(".entry[data-app=home]", "").await;
        for part in ["My stories", "My communities", "Workspace settings"] {
            page.see(".home", part).await;
        }
    })
    .await;
}

/// In the channel where people ask, with the picture that came with it.
pub async fn the_digest(page: &Page) {
    page.go_to("how-to").await;
    page.see(".message", "This week in how-to").await;
    page.until(
        "[...document.querySelectorAll('.full-image')].some((one) => one.naturalWidth === 1200)",
    )
    .await;
}

/// With an amount that makes no sense first: the page says what to do, and keeps what was typed.
async fn tell(page: &Page) {
    page.press("[data-more=conversation]", "").await;
    page.press(".menu-item", "Tell a value story").await;
    page.see(".modal h2", "Tell a value story").await;
    page.fill(HAPPENED, "Ravi's test account saved us an afternoon.").await;
    page.press(".modal [data-submit]", "Tell it").await;
    page.see(".modal .input-error", "").await;
    page.press(".modal button", "Cancel").await;
    page.gone(".modal").await;
}
