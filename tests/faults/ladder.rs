//! One question, from its asker to its card, with a bot that dies at each step on the way: nobody is asked
//! twice, and nothing is lost.

use chrono::{DateTime, Duration, Utc};
use klatch::playground::{Fill, Message, Outcome, Trick};
use sqlx::Row as _;

use crate::breaks::Breaks;
use crate::cast::{CHANNEL, STEWARD};
use crate::effects::{connect, rows};
use crate::hand::Hand;
use crate::hours::berlin;
use crate::play::{Play, monday};
use crate::points::A_WHILE;
use crate::support::{TestDatabase, databases};

const TITLE: &str = "Can certificates be renewed early?";
const ASKER: &str = "wanda";
const EXPERTS: [&str; 2] = ["jonas", "rahul"];
/// What an answer is known by.
const ANSWER: &str = "Thirty days before.";

/// What is being done when the bot dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The question is posted.
    Head,
    /// Somebody is asked.
    Offer,
    /// They press *I can answer*, and see no answer.
    Yes,
    /// They answer in the thread, and the event is not kept.
    Reply,
    /// They answer in a window, which is posted for them.
    Post,
    /// The answer is brought to its asker.
    Carry,
    /// The asker accepts, and sees no answer.
    Accept,
    /// The bot's check mark is set.
    Mark,
}

/// Where, and for a call whether Slack has done it: the answer never comes.
const CUTS: [(Step, Trick); 13] = [
    (Step::Head, Trick::Silence),
    (Step::Head, Trick::SilenceAfter),
    (Step::Offer, Trick::Silence),
    (Step::Offer, Trick::SilenceAfter),
    (Step::Yes, Trick::Silence),
    (Step::Reply, Trick::Silence),
    (Step::Post, Trick::Silence),
    (Step::Post, Trick::SilenceAfter),
    (Step::Carry, Trick::Silence),
    (Step::Carry, Trick::SilenceAfter),
    (Step::Accept, Trick::Silence),
    (Step::Mark, Trick::Silence),
    (Step::Mark, Trick::SilenceAfter),
];

struct Ladder {
    play: Play,
    step: Step,
    trick: Trick,
}

/// Day after the first Tuesday, and the time in Berlin.
fn at(day: i64, hour: u32, minute: u32) -> DateTime<Utc> {
    berlin(monday(1) + Duration::days(1 + day), hour, minute)
}

impl Ladder {
    async fn begin(database: TestDatabase, (step, trick): (Step, Trick)) -> Self {
        println!("{step:?}, {trick:?}");
        let mut play = Play::begin_with(database, 40, Breaks::none()).await;
        let playground = play.world.playground.clone();
        playground.command(STEWARD, CHANNEL, "/ask", "setup").await.expect("a modal");
        assert_eq!(playground.submit_form(STEWARD, &[]).await, Ok(Outcome::Updated));
        play.world.settle().await.expect("a community");
        for person in EXPERTS {
            playground.command(person, CHANNEL, "/ask", "expert").await.expect("a modal");
            let fields = [("willing", Fill::from("yes")), ("topics", Fill::from("certificates"))];
            assert_eq!(playground.submit_form(person, &fields).await, Ok(Outcome::Updated));
        }
        play.advance_to(at(0, 20, 0)).await;
        Self { play, step, trick }
    }

    /// Time passes until then; if this is the step, the bot dies at its next call of the method.
    async fn until(&mut self, step: Step, method: &str, end: DateTime<Utc>) {
        if self.step == step {
            let died = self.play.cut_held(method, self.trick, end).await;
            assert!(died, "{step:?}: {method} was not called");
            self.play.world.crash_bot();
            self.play.crash().await;
        }
        self.play.advance_to(end).await;
    }

    /// Somebody does something; if this is the step, the bot dies before it has written that down, and they
    /// do it again.
    async fn deed<F: Future>(&mut self, step: Step, deed: impl Fn() -> F) -> F::Output {
        if self.step == step {
            let hand = Hand::on(&self.play.database);
            let answered = tokio::time::timeout(A_WHILE, deed()).await;
            assert!(answered.is_err(), "{step:?}: nothing can be written down");
            self.play.world.crash_bot();
            drop(hand);
            self.play.crash().await;
        }
        deed().await
    }

    fn dm(&self, person: &str) -> Vec<Message> {
        let playground = &self.play.world.playground;
        let bot = playground.bot().expect("a bot").id;
        let place = playground.dm_with_bot(person).expect("a chat");
        let all = playground.messages(person, &place).into_iter();
        all.filter(|message| message.author == bot && message.only_for.is_none()).collect()
    }

    fn count(&self, person: &str, words: &str) -> usize {
        self.dm(person).iter().filter(|message| message.text.contains(words)).count()
    }

    /// The messages of the question's thread, its head first.
    fn thread(&self) -> Vec<Message> {
        let playground = &self.play.world.playground;
        let all = playground.messages(STEWARD, CHANNEL);
        let heads: Vec<&Message> = all
            .iter()
            .filter(|it| !it.is_reply() && it.only_for.is_none() && it.text.contains(TITLE))
            .collect();
        let [head] = heads.as_slice() else { panic!("{} heads", heads.len()) };
        let of_it = |it: &&Message| it.thread_ts.as_ref() == Some(&head.ts) && it.is_reply();
        let replies: Vec<Message> = all.iter().filter(of_it).cloned().collect();
        [vec![(*head).clone()], replies].concat()
    }

    async fn ask(&mut self) {
        let playground = self.play.world.playground.clone();
        playground.command(ASKER, CHANNEL, "/ask", TITLE).await.expect("a modal");
        assert_eq!(playground.submit_form(ASKER, &[]).await, Ok(Outcome::Updated));
        self.close(ASKER);
        self.until(Step::Head, "chat.postMessage", at(0, 20, 30)).await;
        assert_eq!(self.thread().len(), 1);
        self.until(Step::Offer, "chat.postMessage", at(1, 11, 0)).await;
    }

    /// Whoever was asked, and nobody else, says that they can, and does.
    async fn answer(&mut self) {
        let offered = |person: &&&str| self.count(person, "A question that may be yours") > 0;
        let asked: Vec<&&str> = EXPERTS.iter().filter(offered).collect();
        let [person] = asked.as_slice() else { panic!("{} people were asked", asked.len()) };
        assert_eq!(self.count(person, "A question that may be yours"), 1, "asked once");
        let person: &'static str = person;
        let playground = self.play.world.playground.clone();
        let press = || playground.press_button(person, "dm", "I can answer");
        assert_eq!(self.deed(Step::Yes, press).await, Ok(Outcome::Done));
        self.play.advance_to(at(1, 11, 5)).await;
        if self.step == Step::Post {
            let pressed = playground.press_button(person, "dm", "Answer").await;
            assert_eq!(pressed, Ok(Outcome::Done));
            let sent = playground.submit_form(person, &[("answer", ANSWER.into())]).await;
            assert_eq!(sent, Ok(Outcome::Updated));
            self.close(person);
            self.until(Step::Post, "chat.postMessage", at(1, 11, 30)).await;
        } else {
            self.reply(person).await;
            self.until(Step::Carry, "chat.postMessage", at(1, 11, 30)).await;
        }
    }

    async fn reply(&mut self, person: &str) {
        let playground = self.play.world.playground.clone();
        let head = self.thread().remove(0);
        if self.step != Step::Reply {
            playground.reply(person, CHANNEL, &head.ts, ANSWER).expect("an answer");
            return;
        }
        let hand = Hand::on(&self.play.database);
        playground.next("events_api", Trick::Twice);
        playground.reply(person, CHANNEL, &head.ts, ANSWER).expect("an answer");
        let settled = tokio::time::timeout(A_WHILE, self.play.world.settle()).await;
        assert!(settled.is_err(), "it cannot be kept");
        self.play.world.crash_bot();
        drop(hand);
        self.play.crash().await;
    }

    async fn accept(&mut self) {
        let playground = self.play.world.playground.clone();
        let pressed = playground.press_button(ASKER, "dm", "That answers it").await;
        assert_eq!(pressed, Ok(Outcome::Done));
        let sent = self.deed(Step::Accept, || playground.submit_form(ASKER, &[])).await;
        assert_eq!(sent, Ok(Outcome::Updated));
        self.close(ASKER);
        self.until(Step::Mark, "reactions.add", at(1, 12, 0)).await;
    }

    fn close(&self, person: &str) {
        let playground = &self.play.world.playground;
        if let Some(modal) = playground.modal_of(person) {
            playground.close_view(person, &modal.id, true).expect("it closes");
        }
    }

    async fn assert_kept(&self) {
        let (step, trick) = (self.step, self.trick);
        let why = format!("{step:?}, {trick:?}");
        assert_eq!(self.count(ASKER, "answered your question"), 1, "{why}: brought to its asker");
        let thread = self.thread();
        let said = thread.iter().filter(|it| {
            let blocks = it.blocks.iter().flatten().map(ToString::to_string).collect::<String>();
            it.text.contains(ANSWER) || blocks.contains(ANSWER)
        });
        let said: Vec<&Message> = said.collect();
        // What is posted for somebody cannot be looked for in a thread: better twice than never.
        let most = if (step, trick) == (Step::Post, Trick::SilenceAfter) { 2 } else { 1 };
        assert!((1..=most).contains(&said.len()), "{why}: answered {} times", said.len());
        let marks: usize = said.iter().map(|it| it.reactions.len()).sum();
        assert_eq!(marks, 1, "{why}: one check mark");
        let mut database = connect(&self.play).await;
        for (what, query, expected) in [
            ("answered", "SELECT COUNT(*) AS number FROM questions WHERE state = 'answered'", 1),
            ("answers", "SELECT COUNT(*) AS number FROM question_answers", 1),
            ("cards", "SELECT COUNT(*) AS number FROM cards WHERE state = 'current'", 1),
            (
                "asked twice",
                "SELECT COUNT(*) - COUNT(DISTINCT member_id) AS number FROM referrals",
                0,
            ),
            ("leases", "SELECT COUNT(*) AS number FROM jobs WHERE lease_until IS NOT NULL", 0),
            ("given up", "SELECT COUNT(*) AS number FROM jobs WHERE state = 'discarded'", 0),
            ("events", "SELECT COUNT(*) AS number FROM inbox WHERE state <> 'done'", 0),
        ] {
            let count: i64 = rows(&mut database, query).await[0].get("number");
            assert_eq!(count, expected, "{why}: {what}");
        }
    }
}

async fn dies_everywhere(database: impl AsyncFn() -> Option<TestDatabase>) {
    for cut in CUTS {
        let Some(database) = database().await else { return };
        let mut ladder = Ladder::begin(database, cut).await;
        ladder.ask().await;
        ladder.answer().await;
        ladder.accept().await;
        ladder.assert_kept().await;
    }
}

#[tokio::test]
async fn a_bot_that_dies_on_any_step_asks_nobody_twice_on_sqlite() {
    dies_everywhere(async || Some(TestDatabase::sqlite())).await;
}

#[tokio::test]
async fn a_bot_that_dies_on_any_step_asks_nobody_twice_on_postgres() {
    dies_everywhere(async || databases().await.into_iter().find(TestDatabase::is_postgres)).await;
}
