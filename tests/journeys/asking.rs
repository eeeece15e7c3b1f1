//! Weeks of questions, judged by what people saw: each is answered or its asker is told, nobody is asked
//! twice, and people are left in peace; also with a bot that is stopped and dies at random points.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use klatch::clock::Chance;
use klatch::playground::{Fill, Message, Outcome, Playground};

use crate::breaks::Breaks;
use crate::cast::{CHANNEL, STEWARD};
use crate::hours::{all_work, berlin, day_of};
use crate::play::{Play, monday};
use crate::seen::moment;
use crate::support::TestDatabase;
use crate::weeks::postgres;

/// Who can be asked what.
const EXPERTS: [(&str, &str); 7] = [
    ("jonas", "kubernetes, certificates"),
    ("olga", "kubernetes, backups"),
    ("rahul", "certificates, backups"),
    ("uma", "postgres"),
    ("divya", "postgres, kubernetes"),
    ("bruno", "css, certificates"),
    ("nuno", "css, postgres"),
];

/// Day after the first Monday, hour in Berlin, who asks, and what.
const QUESTIONS: [(i64, u32, &str, &str); 12] = [
    (0, 10, "gwen", "Who restarts kubernetes at night?"),
    (0, 11, "liam", "Where do certificates come from?"),
    (1, 9, "maren", "How long do backups live?"),
    (1, 15, "sofia", "Why is postgres slow on Mondays?"),
    (2, 10, "tariq", "Which css framework is ours?"),
    (3, 16, "wanda", "Can certificates be renewed early?"),
    (4, 10, "quinn", "Does kubernetes know weekends?"),
    (7, 9, "gwen", "May I read the backups myself?"),
    (7, 12, "hiro", "How does postgres sort umlauts?"),
    (8, 10, "ines", "Who waters the plants?"),
    (9, 14, "viktor", "What does css grid cost?"),
    (10, 11, "eduardo", "Are certificates paid by card?"),
];

/// What somebody does next.
#[derive(Clone, Debug)]
enum Deed {
    Ask { person: &'static str, title: &'static str },
    Reply { person: String, title: &'static str },
}

/// The weeks, and what was seen in them.
struct Story {
    play: Play,
    chance: Chance,
    deeds: BTreeMap<(DateTime<Utc>, usize), Deed>,
    /// The last message that people have looked at.
    noticed: String,
    /// The messages that brought a question to somebody.
    offers: BTreeMap<(String, &'static str), Vec<DateTime<Utc>>>,
    /// Unasked messages in direct messages.
    unasked: BTreeMap<String, Vec<(DateTime<Utc>, String)>>,
    /// What each asker read of their question.
    answered: BTreeSet<&'static str>,
    told: BTreeSet<&'static str>,
}

/// The words of a message, as they stood when it was looked at.
fn words(message: &Message) -> String {
    let blocks = message.blocks.iter().flatten().map(ToString::to_string);
    message.text.clone() + &blocks.collect::<String>()
}

fn title_in(words: &str) -> Option<&'static str> {
    QUESTIONS.into_iter().map(|(_, _, _, title)| title).find(|title| words.contains(title))
}

/// The head of a question's thread: it stands there once.
fn heads(playground: &Playground, title: &str) -> Vec<Message> {
    let bot = playground.bot().expect("a bot").id;
    let all = playground.messages(STEWARD, CHANNEL).into_iter();
    let head = |it: &Message| it.author == bot && it.only_for.is_none() && !it.is_reply();
    // The weekly digest names it again.
    let digest = |it: &Message| words(it).contains("I write this every");
    all.filter(|it| head(it) && words(it).contains(title) && !digest(it)).collect()
}

impl Story {
    async fn begin(database: TestDatabase, seed: u64, breaks: Breaks) -> Self {
        // Everybody is there before the bot begins to break.
        let mut play = Play::begin_with(database, seed, Breaks::none()).await;
        let playground = play.world.playground.clone();
        playground.command(STEWARD, CHANNEL, "/ask", "setup").await.expect("a modal");
        assert_eq!(playground.submit_form(STEWARD, &[]).await, Ok(Outcome::Updated));
        play.world.settle().await.expect("a community");
        for (person, topics) in EXPERTS {
            playground.command(person, CHANNEL, "/ask", "expert").await.expect("a modal");
            let fields = [("willing", Fill::from("yes")), ("topics", Fill::from(topics))];
            assert_eq!(playground.submit_form(person, &fields).await, Ok(Outcome::Updated));
        }
        play.world.settle().await.expect("experts");
        play.breaks = breaks;
        let mut story = Self {
            play,
            chance: Chance::seeded(seed.wrapping_mul(31)),
            deeds: BTreeMap::new(),
            noticed: String::new(),
            offers: BTreeMap::new(),
            unasked: BTreeMap::new(),
            answered: BTreeSet::new(),
            told: BTreeSet::new(),
        };
        for (day, hour, person, title) in QUESTIONS {
            let at = berlin(monday(1) + Duration::days(day), hour, 5);
            story.plan(at, Deed::Ask { person, title });
        }
        story
    }

    fn plan(&mut self, at: DateTime<Utc>, deed: Deed) {
        let number = self.deeds.len() + self.offers.len() * 100;
        self.deeds.insert((at, number), deed);
    }

    fn below(&self, end: u32) -> u32 {
        u32::from_le_bytes(self.chance.bytes()) % end
    }

    /// Every two hours until then: the bot does what is due, people look and do something.
    async fn until(&mut self, end: DateTime<Utc>) {
        while self.play.world.clock.now() < end {
            let next = self.play.world.clock.now() + Duration::hours(2);
            self.play.advance_to(next.min(end)).await;
            self.look().await;
            let now = self.play.world.clock.now();
            while let Some(entry) = self.deeds.first_entry().filter(|it| it.key().0 <= now) {
                let deed = entry.remove();
                self.perform(deed).await;
                self.play.advance_to(self.play.world.clock.now() + Duration::minutes(1)).await;
            }
        }
    }

    async fn perform(&mut self, deed: Deed) {
        let playground = self.play.world.playground.clone();
        match deed {
            Deed::Ask { person, title } => {
                let command = playground.command(person, CHANNEL, "/ask", title);
                self.play.interrupted(command).await;
                playground.command(person, CHANNEL, "/ask", title).await.expect("a modal");
                // What was answered before may be shown first.
                for _ in 0..2 {
                    let sent = playground.submit_form(person, &[]).await;
                    assert_eq!(sent, Ok(Outcome::Updated), "{person} asks {title:?}");
                    let modal = playground.modal_of(person).expect("how it went");
                    let said = playground.render_text(person, &modal);
                    if said.contains("It's on its way.") {
                        break;
                    }
                }
                close(&playground, person);
            }
            Deed::Reply { person, title } => {
                let head = heads(&playground, title).remove(0);
                playground.reply(&person, CHANNEL, &head.ts, "Like this.").expect("an answer");
            }
        }
    }

    /// Everybody reads what is new in their chat with the bot.
    async fn look(&mut self) {
        let playground = self.play.world.playground.clone();
        let bot = playground.bot().expect("a bot").id;
        for message in playground.messages_after(&self.noticed) {
            self.noticed.clone_from(&message.ts);
            let place = playground.conversation(&message.conversation).expect("a place");
            if message.author != bot || message.only_for.is_some() || !place.is_direct() {
                continue;
            }
            let reader = place.members.iter().find(|id| **id != bot).expect("a reader");
            let person = playground.person(reader).expect("somebody").name;
            let words = words(&message);
            let is_offer = message.text.starts_with("A question that may be yours");
            // The reasons of an offer name other questions; its first words name its own.
            let title = title_in(if is_offer { &message.text } else { &words });
            let at = moment(&message.ts);
            if let Some(title) = title.filter(|_| is_offer) {
                self.offers.entry((person.clone(), title)).or_default().push(at);
                self.consider(&person, title).await;
            }
            let for_the_asker = title.filter(|_| !is_offer);
            match for_the_asker {
                Some(title) if message.text.contains("answered your question") => {
                    self.answered.insert(title);
                    self.accept(&person).await;
                    continue;
                }
                Some(title) if message.text.starts_with("Nobody yet.") => {
                    self.told.insert(title);
                    self.press(&person, "Close").await;
                    continue;
                }
                _ => self.unasked.entry(person).or_default().push((at, message.text)),
            }
        }
    }

    /// Some answer, some cannot, some say that they can and forget it, some say nothing.
    async fn consider(&mut self, person: &str, title: &'static str) {
        let later = self.play.world.clock.now() + Duration::minutes(i64::from(self.below(120)));
        match self.below(10) {
            0..=3 => {
                self.press(person, "I can answer").await;
                self.plan(later, Deed::Reply { person: person.to_owned(), title });
            }
            4..=6 => self.press(person, "Not for me").await,
            7 => self.press(person, "I can answer").await,
            _ => {}
        }
    }

    async fn accept(&mut self, person: &str) {
        let playground = self.play.world.playground.clone();
        self.press(person, "That answers it").await;
        // Two answers may come at once, and one press of two was enough.
        if playground.modal_of(person).is_some() {
            playground.submit_form(person, &[]).await.expect("a word of thanks");
            close(&playground, person);
        }
    }

    async fn press(&mut self, person: &str, button: &str) {
        let playground = self.play.world.playground.clone();
        self.play.interrupted(playground.press_button(person, "dm", button)).await;
        // Meanwhile it may be over, and the button gone.
        let _ = playground.press_button(person, "dm", button).await;
        self.play.world.settle().await.expect("it works");
    }

    fn assert_kept(&self) {
        let playground = &self.play.world.playground;
        let mut wrong = Vec::new();
        for (_, _, asker, title) in QUESTIONS {
            let count = heads(playground, title).len();
            if count != 1 {
                wrong.push(format!("{title:?} stands {count} times in the channel"));
            }
            if !self.answered.contains(title) && !self.told.contains(title) {
                wrong.push(format!("{asker} waits for a word about {title:?}"));
            }
            if self.offers.contains_key(&(asker.to_owned(), title)) {
                wrong.push(format!("{asker} was asked their own {title:?}"));
            }
        }
        for ((person, title), times) in &self.offers {
            if times.len() > 1 {
                wrong.push(format!("{person} was asked {title:?} at {times:?}"));
            }
            if !times.iter().all(|at| all_work(&[person.clone()].into(), *at)) {
                wrong.push(format!("{person} was asked {title:?} out of hours, at {times:?}"));
            }
        }
        for (person, said) in &self.unasked {
            let days: Vec<NaiveDate> = said.iter().map(|(at, _)| day_of(person, *at)).collect();
            for (number, day) in days.iter().enumerate() {
                let week = days[number..].iter().filter(|it| **it < *day + Duration::days(7));
                if days.get(number + 1) == Some(day) || week.count() > 3 {
                    wrong.push(format!("{person} gets too much from {day} on: {said:#?}"));
                    break;
                }
            }
        }
        let (answered, told) = (self.answered.len(), self.told.len());
        println!(
            "{answered} were answered, of {told} nobody was found, {} asked",
            self.offers.len()
        );
        assert!(wrong.is_empty(), "seed {}: {wrong:#?}", self.play.seed);
        assert!(
            answered >= 3 && self.offers.len() > QUESTIONS.len() / 2,
            "a story without a story"
        );
    }
}

fn close(playground: &Playground, person: &str) {
    if let Some(modal) = playground.modal_of(person) {
        playground.close_view(person, &modal.id, true).expect("it closes");
    }
}

async fn weeks_of_questions(database: TestDatabase, seed: u64, breaks: Breaks) {
    let disturbed = breaks.draw(2).is_some();
    let mut story = Story::begin(database, seed, breaks).await;
    // The last one has gone through everybody by then.
    story.until(berlin(monday(4), 12, 0)).await;
    story.assert_kept();
    story.play.assert_well().await;
    let crashes = story.play.breaks.crashes;
    assert!(!disturbed || crashes >= 5, "only {crashes} crashes");
}

#[tokio::test]
async fn every_question_comes_to_an_end_that_its_asker_reads() {
    weeks_of_questions(TestDatabase::sqlite(), 5, Breaks::none()).await;
}

#[tokio::test]
async fn nobody_is_asked_twice_by_a_bot_that_dies_on_sqlite() {
    weeks_of_questions(TestDatabase::sqlite(), 6, Breaks::seeded(6)).await;
}

#[tokio::test]
async fn nobody_is_asked_twice_by_a_bot_that_dies_on_postgres() {
    let Some(database) = postgres().await else { return };
    weeks_of_questions(database, 8, Breaks::seeded(8)).await;
}
