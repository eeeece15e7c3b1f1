//! The drawer that shows what goes between bot and workspace.

use fantoccini::key::Key;

use crate::stage::play;

#[tokio::test]
async fn the_traffic_is_shown_and_a_bad_day_can_be_made() {
    play("traffic", async |page| {
        page.press(".entry[data-app=home]", "").await;
        page.see(".home", "").await;
        page.press("[data-traffic-open]", "").await;
        page.see(".traffic-rows summary", "views.publish").await;
        page.see(".traffic-rows summary", "app_home_opened").await;
        page.run("document.querySelector('.traffic-rows summary').click()").await;
        page.see(".traffic-body pre", "{").await;
        let secrets =
            "/xox[abe]|xapp|ticket=/.test(document.querySelector('.traffic').textContent)";
        assert_eq!(page.ask(secrets).await, false);
        let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(file.join("traffic-light.png"), page.picture().await).unwrap();

        page.run("document.querySelector('#traffic-what').value = 'doubled'").await;
        page.run("document.querySelector('#traffic-often').value = '0.5'").await;
        page.press("[data-misbehave]", "").await;
        page.see(".notice", "Watch the bot cope.").await;

        page.screen(360, 740, "dark").await;
        let wide = "document.querySelector('.traffic').scrollWidth > innerWidth";
        assert_eq!(page.ask(wide).await, false);
        std::fs::write(file.join("traffic-dark.png"), page.picture().await).unwrap();
        page.keys(&(Key::Escape + "")).await;
        page.gone(".traffic").await;
        page.run("document.activeElement.blur()").await;
        page.keys("t").await;
        page.see(".traffic", "Traffic").await;
    })
    .await;
}
