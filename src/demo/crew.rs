//! The invented people: they say hello, meet or do not, ask and answer, and press buttons, by a seed.
//! Whoever the visitor plays is left alone.

mod asking;
mod lines;
mod telling;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use self::lines::{ANSWERS, HELLOS, USEFUL};
use crate::clock::Chance;
use crate::error::Told;
use crate::playground::{Kind, Message, Playground};
use crate::views::names::action;

/// What somebody will do.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Deed {
    Say {
        person: String,
        conversation: String,
        text: &'static str,
    },
    /// Press a button under the introduction or the check-in, and maybe tell what it was good for.
    Press {
        person: String,
        conversation: String,
        action: &'static str,
        useful: Option<&'static str>,
    },
    /// Ask one of the riddles.
    Ask {
        person: String,
        riddle: usize,
    },
    /// Look at what the bot asked them, as it stands then, and come back so many times.
    Consider {
        person: String,
        conversation: String,
        ts: String,
        looks: u8,
    },
    /// Answer the question with that title.
    Answer {
        person: String,
        title: String,
    },
    /// Tell what the answer of that helper was worth.
    Tell {
        person: String,
        helper: String,
        tale: usize,
    },
    /// Press a button of a message about a story.
    Agree {
        person: String,
        conversation: String,
        label: &'static str,
    },
    /// Open one's own page, and take the story back.
    LookBack {
        person: String,
    },
    Regret {
        person: String,
    },
    /// Accept an answer by a check mark.
    Check {
        person: String,
        conversation: String,
        ts: String,
    },
}

/// A press that the story tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pressed {
    pub person: String,
    pub label: &'static str,
}

/// The people whom nobody plays.
pub struct Crew {
    playground: Playground,
    chance: Chance,
    /// Whom the visitor plays first; the crew never acts for them.
    visitor: Option<String>,
    plans: BTreeMap<(DateTime<Utc>, u64), Deed>,
    planned: u64,
    seen: String,
    pressed: Vec<Pressed>,
    /// The channel in which questions are asked, once there is one.
    community: Option<String>,
    /// Who asked what, by its title.
    asked: BTreeMap<String, String>,
}

impl Crew {
    pub fn new(playground: Playground, chance: Chance, visitor: Option<String>) -> Self {
        Self {
            playground,
            chance,
            visitor,
            plans: BTreeMap::new(),
            planned: 0,
            seen: String::new(),
            pressed: Vec::new(),
            community: None,
            asked: BTreeMap::new(),
        }
    }

    /// When somebody does something next.
    pub fn next(&self) -> Option<DateTime<Utc>> {
        self.plans.keys().next().map(|(at, _)| *at)
    }

    /// Looks at what is new, and plans what people will do about it.
    pub fn notice(&mut self, now: DateTime<Utc>) {
        for message in self.playground.messages_after(&self.seen) {
            self.seen.clone_from(&message.ts);
            if message.is_reply() {
                if has_button(&message, action::NOT_MET) {
                    self.plan_check_in(&message, now);
                }
            } else if has_button(&message, action::MET) {
                self.plan_coffee(&message, now);
            } else {
                self.notice_asking(&message, now);
                self.notice_telling(&message, now);
            }
        }
    }

    /// Somebody pressed something on the story's behalf.
    pub fn note(&mut self, person: &str, label: &'static str) {
        self.pressed.push(Pressed { person: person.to_owned(), label });
    }

    /// What was pressed since this was asked last.
    pub fn pressed(&mut self) -> Vec<Pressed> {
        std::mem::take(&mut self.pressed)
    }

    /// Does everything that is due.
    ///
    /// # Errors
    /// Somebody could not do what they meant to: the bot did not answer.
    pub async fn act(&mut self, now: DateTime<Utc>) -> Result<(), Told> {
        while let Some(entry) = self.plans.first_entry() {
            if entry.key().0 > now {
                break;
            }
            let deed = entry.remove();
            self.perform(now, &deed).await?;
        }
        Ok(())
    }

    async fn perform(&mut self, now: DateTime<Utc>, deed: &Deed) -> Result<(), Told> {
        match deed {
            Deed::Say { person, conversation, text } => {
                // A conversation that was closed meanwhile is no reason to stop the demo.
                let _ = self.playground.say(person, conversation, text);
            }
            Deed::Press { person, conversation, action: button, useful } => {
                // By its label: it may be in a menu.
                let label = if *button == action::MET { "We met" } else { "Not this time" };
                let pressed = self.playground.press_button(person, conversation, label).await;
                pressed.map_err(|error| Told::new(error.to_string(), "Look at the bot's log."))?;
                self.note(person, label);
                self.tell_what_was_useful(person, *useful).await?;
            }
            Deed::Ask { person, riddle } => self.ask(person, *riddle).await?,
            Deed::Consider { person, conversation, ts, looks } => {
                self.consider(now, person, [conversation, ts], *looks).await?;
            }
            Deed::Answer { person, title } => self.answer(now, person, title).await?,
            Deed::Tell { person, helper, tale } => self.tell(now, person, helper, *tale).await?,
            Deed::Agree { person, conversation, label } => {
                self.agree(person, conversation, label).await?;
            }
            Deed::LookBack { person } => self.look_back(person)?,
            Deed::Regret { person } => self.regret(person).await?,
            Deed::Check { person, conversation, ts } => self.check(person, conversation, ts),
        }
        Ok(())
    }

    /// Fills the modal after "We met" in, or closes it.
    async fn tell_what_was_useful(
        &self,
        person: &str,
        useful: Option<&'static str>,
    ) -> Result<(), Told> {
        let Some(modal) = self.playground.modal_of(person) else { return Ok(()) };
        let told = match useful {
            Some(useful) => {
                let fields = [(crate::views::names::field::GAINED, useful.into())];
                self.playground.submit_form(person, &fields).await.map(|_| ())
            }
            None => self.playground.close_view(person, &modal.id, true),
        };
        told.map_err(|error| Told::new(error.to_string(), "Look at the bot's log."))
    }

    /// An introduction: the first says hello, another answers, most of them meet within the week.
    fn plan_coffee(&mut self, introduction: &Message, now: DateTime<Utc>) {
        let people = self.crew_of(&introduction.conversation);
        let [first, rest @ ..] = people.as_slice() else { return };
        let hello = now + Duration::minutes(self.between(5, 90));
        let text = self.one_of(&HELLOS);
        self.say(hello, first, introduction, text);
        if let Some(second) = rest.first() {
            let text = self.one_of(&ANSWERS);
            self.say(hello + Duration::minutes(self.between(3, 120)), second, introduction, text);
        }
        if self.between(0, 100) < 55 {
            let who = self.one_of_them(&people);
            let met = now + Duration::hours(self.between(26, 74));
            let useful = (self.between(0, 100) < 50).then(|| self.one_of(&USEFUL));
            self.press(met, &who, introduction, action::MET, useful);
        }
    }

    /// A check-in: some of those who have not said anything do so now.
    fn plan_check_in(&mut self, check_in: &Message, now: DateTime<Utc>) {
        let people = self.crew_of(&check_in.conversation);
        for who in people {
            let (answer, useful) = match self.between(0, 100) {
                0..45 => (action::MET, Some(self.one_of(&USEFUL))),
                45..65 => (action::NOT_MET, None),
                _ => continue,
            };
            let at = now + Duration::minutes(self.between(10, 240));
            self.press(at, &who, check_in, answer, useful);
            if answer == action::NOT_MET {
                break;
            }
        }
    }

    fn say(&mut self, at: DateTime<Utc>, person: &str, to: &Message, text: &'static str) {
        let deed =
            Deed::Say { person: person.to_owned(), conversation: to.conversation.clone(), text };
        self.plan(at, deed);
    }

    fn press(
        &mut self,
        at: DateTime<Utc>,
        person: &str,
        on: &Message,
        action: &'static str,
        useful: Option<&'static str>,
    ) {
        let deed = Deed::Press {
            person: person.to_owned(),
            conversation: on.conversation.clone(),
            action,
            useful,
        };
        self.plan(at, deed);
    }

    fn plan(&mut self, at: DateTime<Utc>, deed: Deed) {
        self.planned += 1;
        self.plans.insert((at, self.planned), deed);
    }

    /// The people of a group message whom nobody plays.
    fn crew_of(&self, conversation: &str) -> Vec<String> {
        let Some(place) = self.playground.conversation(conversation) else { return Vec::new() };
        if place.kind != Kind::Group {
            return Vec::new();
        }
        let bot = self.playground.bot().map(|bot| bot.id);
        place
            .members
            .into_iter()
            .filter(|person| Some(person) != bot.as_ref() && Some(person) != self.visitor.as_ref())
            .collect()
    }

    /// A number from `low` to below `high`.
    fn between(&self, low: i64, high: i64) -> i64 {
        let drawn = i64::from(u32::from_le_bytes(self.chance.bytes()));
        low + drawn % (high - low).max(1)
    }

    fn one_of(&self, lines: &[&'static str]) -> &'static str {
        let count = i64::try_from(lines.len()).unwrap_or(1);
        let index = usize::try_from(self.between(0, count)).unwrap_or_default();
        lines.get(index).copied().unwrap_or_default()
    }

    fn one_of_them(&self, people: &[String]) -> String {
        let count = i64::try_from(people.len()).unwrap_or(1);
        let index = usize::try_from(self.between(0, count)).unwrap_or_default();
        people.get(index).cloned().unwrap_or_default()
    }
}

fn has_button(message: &Message, action: &str) -> bool {
    let Some(blocks) = &message.blocks else { return false };
    blocks.iter().any(|block| {
        let elements = block.get("elements").and_then(serde_json::Value::as_array);
        elements.is_some_and(|elements| {
            elements.iter().any(|element| {
                element.get("action_id").and_then(serde_json::Value::as_str) == Some(action)
            })
        })
    })
}
