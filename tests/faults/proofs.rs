//! What a bot that died left behind: whether it died where it was meant to.

use sqlx::Row as _;

use crate::effects::{connect, rows};
use crate::play::{Play, monday};
use crate::points::Point;
use crate::seen::{self, What};

const WORKED_OFF: &str = "SELECT COUNT(*) AS number FROM inbox WHERE state <> 'waiting'";

/// How things stood before.
pub(crate) struct Before {
    /// The bot's last message.
    last: String,
    /// Those that were worked off.
    events: i64,
    receipts: i64,
}

/// A job that was leased when the bot died.
struct InHand {
    kind: String,
    id: String,
    /// Whether it was about to send something.
    marked: bool,
}

impl Play {
    pub(crate) async fn before(&self) -> Before {
        let last = seen::unasked(&self.world.playground).pop().map(|seen| seen.ts);
        Before {
            last: last.unwrap_or_default(),
            events: self.count(WORKED_OFF).await,
            receipts: self.count("SELECT COUNT(*) AS number FROM receipts").await,
        }
    }

    /// Whether what the bot left behind is what it leaves when it dies there.
    pub(crate) async fn died_at(&self, point: Point, round: i64, before: &Before) -> bool {
        let in_hand = self.in_hand().await;
        let holds = |kind: &str| in_hand.iter().any(|job| job.kind == kind);
        let sends = |what| in_hand.iter().find(|job| job.marked && job.kind == kind_of(what));
        let new = seen::after(&self.world.playground, &before.last);
        let arrived = |id: &str| new.iter().any(|seen| seen.job == id);
        match point {
            Point::Opened => self.state(round).await.as_deref() == Some("opened"),
            Point::Paired => {
                let introduced = new.iter().any(|seen| seen.what == What::Introduction);
                self.state(round).await.as_deref() == Some("paired") && !introduced
            }
            Point::Claimed | Point::Conversation => {
                holds("open_conversation") || holds("introduce_group")
            }
            Point::Marked(what) => sends(what).is_some_and(|job| !arrived(&job.id)),
            Point::Said(what) | Point::Unwritten(what) => {
                sends(what).is_some_and(|job| arrived(&job.id))
            }
            Point::Directory => holds("sync_people"),
            Point::Event => before.events == self.count(WORKED_OFF).await,
            Point::Reply => {
                before.receipts == self.count("SELECT COUNT(*) AS number FROM receipts").await
            }
            Point::Anywhere | Point::Away => true,
        }
    }

    async fn count(&self, query: &'static str) -> i64 {
        rows(&mut connect(self).await, query).await[0].get("number")
    }

    /// How a round stands; `None` if there is none on that day.
    async fn state(&self, round: i64) -> Option<String> {
        let rounds = "SELECT opens_on, state FROM rounds";
        let day = monday(round).to_string();
        let rounds = rows(&mut connect(self).await, rounds).await.into_iter();
        let mut rounds = rounds.filter(|row| row.get::<String, _>("opens_on") == day);
        rounds.next().map(|row| row.get("state"))
    }

    async fn in_hand(&self) -> Vec<InHand> {
        let leased = "SELECT job_id, kind, sent_at FROM jobs \
             WHERE state = 'waiting' AND lease_until IS NOT NULL";
        let jobs = rows(&mut connect(self).await, leased).await.into_iter().map(|row| InHand {
            kind: row.get("kind"),
            id: row.get("job_id"),
            marked: row.get::<Option<i64>, _>("sent_at").is_some(),
        });
        jobs.collect()
    }
}

/// The job that says it.
fn kind_of(what: What) -> &'static str {
    match what {
        What::Introduction => "introduce_group",
        What::Reminder => "remind_group",
        What::CheckIn => "check_in",
        What::Note => "tell",
        What::Invitation => "invite",
        What::Sum => "sum_up",
    }
}
