//! A bot that is away for hours and days: what was due comes late, once, and by day; what is over
//! does not come.

use chrono::{DateTime, Duration, Utc};

use crate::cast::first;
use crate::checker::{Excuses, assert_kept};
use crate::effects::assert_once;
use crate::hours::{all_work, berlin, berlin_day, minute};
use crate::play::{Play, monday};
use crate::seen::{Seen, What, unasked};
use crate::support::databases;

impl Play {
    /// The bot is away from one moment to another; people do nothing meanwhile.
    async fn away(&mut self, from: DateTime<Utc>, to: DateTime<Utc>) {
        self.advance_to(from).await;
        self.world.stop_bot().await;
        self.move_clock(to);
        self.world.start_bot().await.expect("it starts");
    }

    fn seen_on(&self, what: What, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Seen> {
        let all = unasked(&self.world.playground).into_iter();
        all.filter(|seen| seen.what == what && (from..to).contains(&seen.at)).collect()
    }
}

/// Nine o'clock passes without the bot: the round opens when it is back, and all are introduced at
/// a time at which they work, if there is one.
#[tokio::test]
async fn a_morning_without_the_bot_is_made_up_for() {
    for database in databases().await {
        let mut play = Play::begin(database, 5).await;
        play.join(&first()).await;
        let day = monday(2);
        play.away(berlin(day, 8, 55), berlin(day, 12, 0)).await;
        let back = play.seen_on(What::Introduction, berlin(day, 8, 0), berlin(day, 12, 1));
        assert!(!back.is_empty(), "nobody is introduced when the bot is back");
        assert!(back.iter().all(|seen| minute(seen.at) == berlin(day, 12, 0)), "{back:#?}");
        play.advance_to_round(5).await;
        // Whoever does not work together that afternoon meets on the next day.
        let late = Excuses { late: Duration::hours(27), ..assert_once(&mut play).await };
        assert_kept(&play, Excuses { crowded: true, ..late });
        for week in [1, 3, 4] {
            let nine = berlin(monday(week), 9, 0);
            let all = play.seen_on(What::Introduction, nine, nine + Duration::days(7));
            assert!(all.iter().all(|seen| berlin_day(seen.at) == monday(week)), "{all:#?}");
        }
        play.assert_well().await;
    }
}

/// Away from a Friday over the next round to the Monday after it: that round is left out.
#[tokio::test]
async fn ten_days_without_the_bot_cost_one_round() {
    for database in databases().await {
        let mut play = Play::begin(database, 6).await;
        play.join(&first()).await;
        let (from, to) = (berlin(monday(1), 17, 0), berlin(monday(2), 17, 0));
        play.advance_to(from + Duration::days(3)).await;
        play.away(from + Duration::days(3), to + Duration::days(6)).await;
        // The round that nobody opened is not one of the story's.
        assert_eq!(play.weeks.remove(1).day, monday(2));
        play.skipped += 1;
        play.advance_to_round(5).await;
        let missed = play.seen_on(What::Introduction, from, berlin(monday(3), 8, 59));
        assert!(missed.is_empty(), "{missed:#?}");
        let twice = assert_once(&mut play).await.twice;
        let excuses =
            Excuses { late: Duration::days(10), twice, crowded: true, ..Excuses::default() };
        assert_kept(&play, excuses);
        let next =
            play.seen_on(What::Introduction, berlin(monday(3), 8, 0), berlin(monday(3), 9, 1));
        assert!(next.iter().any(|seen| seen.at == berlin(monday(3), 9, 0)), "{next:#?}");
    }
}

/// Back in the middle of the night: what was due by day waits for the next day.
#[tokio::test]
async fn what_was_missed_by_day_is_not_sent_by_night() {
    for database in databases().await {
        let mut play = Play::begin(database, 9).await;
        play.join(&first()).await;
        // Introductions that were planned for the afternoon, then reminders, then check-ins.
        for (days, hour) in [(0, 10), (2, 8), (4, 8)] {
            let day = monday(2) + Duration::days(days);
            let night = berlin(day + Duration::days(1), 3, 0);
            play.away(berlin(day, hour, 0), night).await;
        }
        play.advance_to(berlin(monday(3), 8, 0)).await;
        let week =
            play.seen_on(What::Introduction, berlin(monday(2), 9, 0), berlin(monday(3), 8, 0));
        assert_eq!(week.iter().map(|seen| seen.readers.len()).sum::<usize>(), 24);
        let all = unasked(&play.world.playground);
        let at_night = all.iter().filter(|seen| !seen.readers.is_empty()).filter(|seen| {
            let hour = berlin(berlin_day(seen.at), 9, 0);
            !all_work(&seen.readers, seen.at) && minute(seen.at) != hour
        });
        let at_night: Vec<&Seen> = at_night.collect();
        assert!(at_night.is_empty(), "{at_night:#?}");
        assert_once(&mut play).await;
    }
}
