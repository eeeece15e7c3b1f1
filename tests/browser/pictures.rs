//! The README's pictures, taken anew with
//! `cargo test --test browser -- --ignored pictures`.

use std::path::Path;

use crate::page::Page;
use crate::stage::play;
use crate::telling::the_digest;
use crate::walk::{join, read_who_one_meets, say_that_they_met};

#[tokio::test]
#[ignore = "writes docs/images"]
async fn pictures_for_the_readme() {
    play("pictures", async |page| {
        page.screen(1400, 900, "light").await;
        join(page).await;
        let introduction = read_who_one_meets(page).await;
        page.write("Hello! Our new release calendar, quietly. And you?").await;
        for _ in 0..4 {
            page.next().await;
            if page.ask("document.querySelector('.thread-line') !== null").await == true {
                break;
            }
        }
        page.press(".thread-line", "").await;
        page.see("#pane .message", "Have you found a time yet?").await;
        take(page, "demo-introduction").await;

        page.press("[data-pane-close]", "").await;
        say_that_they_met(page, &introduction).await;
        page.press(".entry[data-app=home]", "").await;
        page.see(".home", "You said you met.").await;
        page.screen(1400, 900, "dark").await;
        take(page, "demo-home").await;

        the_digest(page).await;
        page.screen(1400, 900, "light").await;
        the_digest(page).await;
        page.run("document.querySelector('.full-image').scrollIntoView({ block: 'end' })").await;
        take(page, "demo-digest").await;
        page.act_as("ana", "Ana Ruiz").await;
        page.press(".entry[data-app=home]", "").await;
        page.see(".home", "Workspace settings").await;
        page.screen(1400, 900, "dark").await;
        page.run(
            "[...document.querySelectorAll('.home button')]\
             .find((one) => one.textContent.includes('Workspace settings'))\
             .scrollIntoView({ block: 'end' })",
        )
        .await;
        take(page, "demo-steward").await;
    })
    .await;
}

async fn take(page: &Page, name: &str) {
    page.run("document.activeElement.blur()").await;
    page.gone(".notice").await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/images");
    std::fs::write(folder.join(format!("{name}.png")), page.picture().await).expect("a picture");
}
