//! How the invented people ask and answer.

use chrono::{DateTime, Days, Duration, NaiveTime, TimeZone, Utc};

use super::lines::{RIDDLES, Riddle, WISDOM};
use super::{Crew, Deed, has_button};
use crate::demo::stage::ZONE;
use crate::error::Told;
use crate::playground::{DeedError, Kind, Message, Outcome};
use crate::views::ask::asking::names::{field as asking, modal};
use crate::views::ask::names::answers::field as answering;
use crate::views::ask::names::ladder::action;

/// How often somebody comes back to one message.
const LOOKS: u8 = 4;
const CHECK: &str = "white_check_mark";

impl Crew {
    /// From that day on somebody asks something on Tuesdays, Thursdays and every other Friday, for so
    /// many weeks. In which channel it is asked the crew learns here.
    pub fn plan_questions(&mut self, channel: &str, from: DateTime<Utc>, weeks: u64) {
        self.community = Some(channel.to_owned());
        let first = from.with_timezone(&ZONE).date_naive();
        let days = (0..weeks * 7).filter_map(|ahead| first.checked_add_days(Days::new(ahead)));
        let asking = days.filter(|day| {
            use chrono::{Datelike, Weekday};
            match day.weekday() {
                Weekday::Tue | Weekday::Thu => true,
                Weekday::Fri => day.iso_week().week() % 2 == 0,
                _ => false,
            }
        });
        for (number, day) in asking.enumerate() {
            let Some(riddle) = RIDDLES.get(number % RIDDLES.len()) else { continue };
            let minutes = u32::try_from(self.between(15, 330)).unwrap_or_default();
            let time = NaiveTime::from_hms_opt(9 + minutes / 60, minutes % 60, 0);
            let at = time.and_then(|time| ZONE.from_local_datetime(&day.and_time(time)).earliest());
            let Some(at) = at.map(|at| at.to_utc()).filter(|at| *at > from) else { continue };
            if let Some(person) = self.able(riddle.asker) {
                self.plan(at, Deed::Ask { person, riddle: number % RIDDLES.len() });
            }
        }
    }

    /// The people who know something, each with what it is about.
    pub fn experts(&self) -> Vec<(String, &'static str)> {
        let known = |riddle: &Riddle| Some((self.able(riddle.expert)?, riddle.topic));
        RIDDLES.iter().filter_map(known).collect()
    }

    /// That person if they are here and nobody plays them; else anybody who is.
    fn able(&self, handle: &str) -> Option<String> {
        let person = self.playground.person(handle).filter(|person| !person.deleted)?;
        Some(person.id).filter(|id| Some(id) != self.visitor.as_ref())
    }

    /// A message of the bot to somebody who may know something.
    pub(super) fn notice_asking(&mut self, message: &Message, now: DateTime<Utc>) {
        if !has_button(message, action::YES) && !has_button(message, action::CAN) {
            return;
        }
        let Some(place) = self.playground.conversation(&message.conversation) else { return };
        if place.kind != Kind::Dm {
            return;
        }
        let bot = self.playground.bot().map(|bot| bot.id);
        let person = place.members.into_iter().find(|person| Some(person) != bot.as_ref());
        let Some(person) = person.filter(|person| Some(person) != self.visitor.as_ref()) else {
            return;
        };
        let at = now + Duration::minutes(self.between(5, 100));
        let (conversation, ts) = (message.conversation.clone(), message.ts.clone());
        self.plan(at, Deed::Consider { person, conversation, ts, looks: LOOKS });
    }

    /// Somebody looks at what the bot asks them, as it stands now.
    pub(super) async fn consider(
        &mut self,
        now: DateTime<Utc>,
        person: &str,
        [conversation, ts]: [&str; 2],
        looks: u8,
    ) -> Result<(), Told> {
        let messages = self.playground.messages(person, conversation);
        let Some(message) = messages.into_iter().find(|message| message.ts == ts) else {
            return Ok(());
        };
        if has_button(&message, action::YES) {
            self.push(person, conversation, "Yes, ask me").await?;
        } else if has_button(&message, action::CAN) {
            match self.between(0, 100) {
                0..75 => {
                    self.push(person, conversation, "I can answer").await?;
                    let at = now + Duration::minutes(self.between(10, 80));
                    let title = title_of(&message);
                    self.plan(at, Deed::Answer { person: person.to_owned(), title });
                }
                75..90 => self.push(person, conversation, "Not for me").await?,
                // They do not get round to it.
                _ => {}
            }
            return Ok(());
        } else {
            return Ok(());
        }
        if looks > 0 {
            let at = now + Duration::minutes(self.between(5, 40));
            let (person, conversation) = (person.to_owned(), conversation.to_owned());
            let looks = looks - 1;
            self.plan(at, Deed::Consider { person, conversation, ts: ts.to_owned(), looks });
        }
        Ok(())
    }

    /// Presses a button that may have gone meanwhile.
    pub(super) async fn push(
        &mut self,
        person: &str,
        conversation: &str,
        label: &'static str,
    ) -> Result<(), Told> {
        let pressed = self.playground.press_button(person, conversation, label).await;
        if pressed.is_ok() {
            self.note(person, label);
        }
        went(pressed).map(|_| ())
    }

    /// Somebody asks, by the command; what was answered before they have read already.
    pub(super) async fn ask(&mut self, person: &str, riddle: usize) -> Result<(), Told> {
        let Some(riddle) = RIDDLES.get(riddle) else { return Ok(()) };
        let playground = self.playground.clone();
        playground.dm_with_bot(person).map_err(|error| told(&error))?;
        went(playground.command(person, "dm", "/ask", riddle.title).await)?;
        self.playground
            .until("the form", |it| it.modal_of(person).is_some())
            .await
            .map_err(late)?;
        let mut fields = vec![(asking::TITLE, riddle.title.into())];
        if !riddle.details.is_empty() {
            fields.push((asking::DETAILS, riddle.details.into()));
        }
        let mut sent = playground.submit_form(person, &fields).await;
        let again = |it: &Result<Outcome, DeedError>| {
            matches!(it, Ok(Outcome::Updated))
                && playground.modal_of(person).is_some_and(|view| view.callback_id() == modal::ASK)
        };
        if again(&sent) {
            sent = playground.submit_form(person, &[]).await;
        }
        went(sent)?;
        self.asked.insert(riddle.title.to_owned(), person.to_owned());
        self.note(person, "Ask");
        self.leave(person)
    }

    /// Somebody answers in the question's thread, or where it has none, by the button.
    pub(super) async fn answer(
        &mut self,
        now: DateTime<Utc>,
        person: &str,
        title: &str,
    ) -> Result<(), Told> {
        let riddle = RIDDLES.iter().find(|riddle| riddle.title == title);
        let text = riddle.map_or_else(|| self.one_of(&WISDOM), |riddle| riddle.answer);
        let Some(channel) = self.community.clone() else { return Ok(()) };
        let heads = self.playground.messages(person, &channel);
        let head = heads.iter().rev().find(|message| {
            !message.is_reply() && !title.is_empty() && message.text.ends_with(title)
        });
        let Some(head) = head else {
            went(self.playground.press_button(person, "dm", "Answer").await)?;
            if self.playground.modal_of(person).is_some() {
                let fields = [(answering::ANSWER, text.into())];
                went(self.playground.submit_form(person, &fields).await)?;
            }
            return self.leave(person);
        };
        let Ok(ts) = self.playground.reply(person, &channel, &head.ts, text) else {
            return Ok(());
        };
        if let Some(asker) = self.asked.get(title).cloned()
            && self.between(0, 100) < 85
        {
            let at = now + Duration::minutes(self.between(10, 200));
            self.plan_tale(&asker, person, title, at);
            self.plan(at, Deed::Check { person: asker, conversation: channel, ts });
        }
        Ok(())
    }

    /// Who asked sets a check mark under the answer.
    pub(super) fn check(&mut self, person: &str, conversation: &str, ts: &str) {
        // Whoever took it back meanwhile is not thanked.
        if self.playground.react(person, conversation, ts, CHECK).is_ok() {
            self.note(person, ":white_check_mark:");
        }
    }

    /// Closes what is still open on somebody's screen.
    pub(super) fn leave(&self, person: &str) -> Result<(), Told> {
        match self.playground.modal_of(person) {
            Some(modal) => {
                self.playground.close_view(person, &modal.id, true).map_err(|error| told(&error))
            }
            None => Ok(()),
        }
    }
}

/// What a message of the bot is about: its text for notifications ends with the title, in quotes.
fn title_of(message: &Message) -> String {
    let title = message.text.split_once(": ").map(|(_, title)| title).unwrap_or_default();
    let title = title.strip_suffix('.').unwrap_or(title);
    title.trim_matches(['"', '“', '”']).to_owned()
}

/// What is no longer there is no reason to stop the demo; an answer that does not come is.
pub(super) fn went<T>(deed: Result<T, DeedError>) -> Result<Option<T>, Told> {
    match deed {
        Ok(done) => Ok(Some(done)),
        Err(DeedError::NotFound(_) | DeedError::NotPossible(_)) => Ok(None),
        Err(error) => Err(told(&error)),
    }
}

pub(super) fn told(error: &DeedError) -> Told {
    Told::new(error.to_string(), "Look at the bot's log.")
}

pub(super) fn late(why: String) -> Told {
    Told::new(why, "Look at the bot's log.")
}
