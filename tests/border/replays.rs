//! Somebody who listened in sends Slack's own requests again.

use chrono::TimeDelta;
use klatch::config::Mode;

use crate::house::House;
use crate::rows::{difference, rows};
use crate::support::databases;

#[tokio::test]
async fn replayed_requests_repeat_their_answers_and_nothing_else() {
    for database in databases().await {
        let mut house = House::of_one(database, Mode::Http).await;
        house.start_bot().await;
        let playground = house.playground();
        house.begin_coffee(&playground).await;
        playground.open_home("priya").unwrap();
        house.settle().await;
        let passed = house.gate.passed();
        for kind in ["app_home_opened", "command=%2Fcoffee", "view_submission", "block_actions"] {
            let is = |body: &[u8]| String::from_utf8_lossy(body).contains(kind);
            assert!(passed.iter().any(|one| is(&one.body)), "{kind} came by");
        }
        // The same process remembers; a second one finds them in the database.
        house.start_bot().await;
        let before = rows(&house.database).await;
        for bot in 0..2 {
            let to = house.bots[bot].app.address().unwrap();
            for one in &passed {
                let (status, answer) = house.gate.again(one, to).await;
                let body = String::from_utf8_lossy(&one.body);
                assert_eq!(status, one.status, "bot {bot}: {body}");
                // Opening a modal changes nothing, so no receipt is kept: its trigger is used up.
                if bot == 0 || !body.contains("text=setup") {
                    assert_eq!(answer, one.answer, "bot {bot}: {body}");
                }
            }
            house.settle().await;
            let after = rows(&house.database).await;
            assert_eq!(difference(&before, &after), [""; 0], "bot {bot}");
        }
        let stale = house.figure("klatch_refused_requests_total", "stale").await;
        assert_eq!(stale, 0);
        house.move_clock(house.clock.now() + TimeDelta::seconds(301));
        for one in &passed {
            assert_eq!(house.gate.again(one, one.to).await.0, 401, "five minutes later");
        }
        assert!(playground.faults().is_empty(), "{:?}", playground.faults());
        house.stop_bot().await;
        house.stop_bot().await;
    }
}
