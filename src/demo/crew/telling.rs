//! How the invented people tell what an answer was worth to them.

use chrono::{DateTime, Datelike, Days, Duration, NaiveTime, TimeZone, Utc, Weekday};

use super::asking::{late, told, went};
use super::{Crew, Deed, has_button};
use crate::demo::stage::ZONE;
use crate::error::Told;
use crate::playground::{Fill, Kind, Message};
use crate::views::story::names::after::action as after;
use crate::views::story::names::{action, field};

/// What came of an answer.
struct Tale {
    /// The question's title.
    title: &'static str,
    happened: &'static str,
    saved: &'static str,
    /// Whether it is taken back some days later.
    regretted: bool,
}

const TALES: [Tale; 4] = [
    Tale {
        title: "How do I rerun a failed nightly import without doubling the orders?",
        happened: "The import had stopped at night, and the customer wanted numbers. With the batch \
                   number it ran through before lunch, and not one order came twice.",
        saved: "20 minutes instead of 6 hours",
        regretted: false,
    },
    Tale {
        title: "Which certificates does the customer portal use, and who renews them?",
        happened: "I could send the customer's security team the right page the same morning, instead \
                   of asking three teams first.",
        saved: "2-4 hours",
        regretted: false,
    },
    Tale {
        title: "Why are pictures blurred on Android since the last release?",
        happened: "We would have searched in the wrong place for days. It was one line.",
        saved: "1 hour instead of 2 days",
        regretted: true,
    },
    Tale {
        title: "Where do I find interviews from before 2024?",
        happened: "Eleven interviews about the very same question were there already, so we did not \
                   ask those people again.",
        saved: "3 days",
        regretted: false,
    },
];

impl Crew {
    /// Somebody's question is answered then: perhaps they tell what that was worth, the next morning.
    pub(super) fn plan_tale(&mut self, teller: &str, helper: &str, title: &str, at: DateTime<Utc>) {
        if teller == helper {
            return;
        }
        let Some(tale) = TALES.iter().position(|tale| tale.title == title) else { return };
        let at = next_morning(at) + Duration::minutes(self.between(0, 180));
        let (person, helper) = (teller.to_owned(), helper.to_owned());
        self.plan(at, Deed::Tell { person, helper, tale });
    }

    /// A message of the bot to somebody who is in a story, or whose story it asks about.
    pub(super) fn notice_telling(&mut self, message: &Message, now: DateTime<Utc>) {
        let label = if has_button(message, action::FINE_WORDLESS) {
            "Fine, with my words"
        } else if has_button(message, action::FINE) {
            "Fine, with my name"
        } else if has_button(message, after::HELD) {
            "It held"
        } else {
            return;
        };
        let Some(place) = self.playground.conversation(&message.conversation) else { return };
        if place.kind != Kind::Dm {
            return;
        }
        let bot = self.playground.bot().map(|bot| bot.id);
        let person = place.members.into_iter().find(|person| Some(person) != bot.as_ref());
        let Some(person) = person.filter(|person| Some(person) != self.visitor.as_ref()) else {
            return;
        };
        let at = now + Duration::minutes(self.between(5, 90));
        let conversation = message.conversation.clone();
        self.plan(at, Deed::Agree { person, conversation, label });
    }

    /// Somebody tells a story, in the channel where they had asked, and confirms it at once.
    pub(super) async fn tell(
        &mut self,
        now: DateTime<Utc>,
        person: &str,
        helper: &str,
        tale: usize,
    ) -> Result<(), Told> {
        let (Some(tale), Some(channel)) = (TALES.get(tale), self.community.clone()) else {
            return Ok(());
        };
        let playground = self.playground.clone();
        if went(playground.command(person, &channel, "/story", "").await)?.is_none() {
            return Ok(());
        }
        playground.until("the form", |it| it.modal_of(person).is_some()).await.map_err(late)?;
        let fields = [
            (field::HAPPENED, tale.happened.into()),
            (field::HELPERS, Fill::from([helper])),
            (field::SAVED, tale.saved.into()),
        ];
        went(playground.submit_form(person, &fields).await)?;
        went(playground.press_in_view(person, action::YES).await)?;
        self.note(person, "Tell it");
        if tale.regretted {
            let person = person.to_owned();
            let at = now + Duration::days(6);
            self.plan(at, Deed::LookBack { person: person.clone() });
            self.plan(at + Duration::minutes(5), Deed::Regret { person });
        }
        self.leave(person)
    }

    /// Somebody presses a button of a message to them that may have gone meanwhile.
    pub(super) async fn agree(
        &mut self,
        person: &str,
        conversation: &str,
        label: &'static str,
    ) -> Result<(), Told> {
        self.push(person, conversation, label).await
    }

    /// Somebody opens their page.
    pub(super) fn look_back(&self, person: &str) -> Result<(), Told> {
        self.playground.open_home(person).map_err(|error| told(&error))
    }

    /// Somebody would rather not have told their story, and takes it back.
    pub(super) async fn regret(&mut self, person: &str) -> Result<(), Told> {
        let playground = self.playground.clone();
        if went(playground.press_in_view(person, action::OPEN).await)?.is_some()
            && went(playground.press_in_view(person, action::WITHDRAW).await)?.is_some()
        {
            self.note(person, "Take it back");
        }
        self.leave(person)
    }
}

/// Half past nine on the next working day.
fn next_morning(after: DateTime<Utc>) -> DateTime<Utc> {
    let today = after.with_timezone(&ZONE).date_naive();
    let days = (1..4).filter_map(|ahead| today.checked_add_days(Days::new(ahead)));
    let mut working = days.filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
    let time = NaiveTime::from_hms_opt(9, 30, 0).unwrap_or_default();
    let at =
        working.next().and_then(|day| ZONE.from_local_datetime(&day.and_time(time)).earliest());
    at.map_or(after, |at| at.to_utc())
}
