//! A picture in a message: seen, and told to those who do not see it.

use std::path::Path;

use chrono::{NaiveDate, TimeDelta};
use klatch::clock::Chance;
use klatch::config::Secret;
use klatch::domain::ids::ChannelId;
use klatch::domain::locale::Locale;
use klatch::pictures::{Week, weeks};
use klatch::playground::cast;
use klatch::slack::client::Client;
use klatch::views::kit;

use crate::stage::play_at;
use crate::workspace::workspace;

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_stands_in_a_message_in_light_and_in_dark() {
    let playground = workspace(cast::invented()).await;
    let slack = Client::new(&playground.api_url(), &Secret::new(playground.bot_token())).unwrap();
    let channel = ChannelId::new(playground.conversation("#general").unwrap().id);
    slack.join(&channel).await.unwrap();
    let monday = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let quarter: Vec<Week> = (0..12_u32)
        .map(|at| Week {
            begins: monday + TimeDelta::weeks(at.into()),
            asked: at * 7 % 11,
            answered: at * 7 % 11 / 2,
        })
        .collect();
    let picture = weeks(Locale::English, &quarter).unwrap();
    let file = slack.upload_unshared("weeks.png", &picture.png).await.unwrap();
    let said = kit::message(
        "Our quarter",
        vec![kit::section("*Our quarter*"), kit::picture(&file, &picture.alt)],
    );
    let job = Chance::seeded(3).id(chrono::DateTime::UNIX_EPOCH);
    slack.post(&channel, None, said, job).await.unwrap();

    play_at(playground.page_url().trim_end_matches('/'), "shown", async |page| {
        page.go_to("general").await;
        page.see(".message .full-image", "").await;
        page.until(
            "[...document.querySelectorAll('.full-image')].some((one) => one.naturalWidth === 1200)",
        )
        .await;
        let told = page.ask("document.querySelector('.full-image').alt").await;
        assert_eq!(told, picture.alt);
        for looks in ["light", "dark"] {
            page.screen(1400, 900, looks).await;
            page.see(".message .full-image", "").await;
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("shown-{looks}.png"));
            std::fs::write(path, page.picture().await).unwrap();
        }
    })
    .await;
}
