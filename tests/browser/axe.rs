//! What keeps people out, as far as axe-core can see it.

use serde_json::{Value, json};

use crate::page::Page;
use crate::stage::{play, say};

const LOOK: &str = r"
const done = arguments[0];
// Colors that are still changing would be measured halfway.
Promise.allSettled(document.getAnimations().map((one) => one.finished))
.then(() => axe.run(document, { resultTypes: ['violations'] })).then(
  ({ violations }) => done(violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, where: nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`) }))),
  (error) => done(String(error)),
);
";

#[tokio::test]
async fn nobody_is_kept_out() {
    let Ok(path) = std::env::var("KLATCH_AXE") else {
        say("skipped: KLATCH_AXE names no axe.min.js, so nobody looks for what keeps people out");
        return;
    };
    let axe = std::fs::read_to_string(&path).expect("KLATCH_AXE is the path of axe.min.js");
    play("axe", async |page| {
        page.run(&axe).await;
        for scheme in ["light", "dark"] {
            page.screen(1400, 900, scheme).await;
            look(page, &format!("wide, {scheme}")).await;
            page.press("[data-act-as]", "").await;
            page.see("[data-act-as-search]", "").await;
            look(page, &format!("people, {scheme}")).await;
            page.press("[data-act-as]", "").await;
            page.press(".entry[data-app=home]", "").await;
            page.see(".home .block", "").await;
            look(page, &format!("Home, {scheme}")).await;
            page.press("[data-pane-close]", "").await;
            page.write("/coffee").await;
            page.see(".modal", "").await;
            look(page, &format!("modal, {scheme}")).await;
            page.press(".modal [data-close]", "").await;
            page.gone(".modal").await;
            page.screen(360, 740, scheme).await;
            look(page, &format!("narrow, {scheme}")).await;
            page.press("[data-to-list]", "").await;
            look(page, &format!("narrow list, {scheme}")).await;
            page.press(".entry", "coffee").await;
        }
    })
    .await;
}

async fn look(page: &Page, place: &str) {
    let found: Value = page.wait_for(LOOK).await;
    assert_eq!(found, json!([]), "{place}");
}
