//! What a session says in its community's channel.

use slack_morphism::prelude::*;

use super::names::action;
use super::{Told, one_line};
use crate::domain::locale::Locale;
use crate::domain::session::{SessionQuestion, State, WhyOff};
use crate::views::Voice;
use crate::views::ask::answer::quoted;
use crate::views::kit::{button, buttons, context, count, escape, message, primary, section};
use crate::views::when;

/// How many questions a recap lists.
const MOST_LISTED: usize = 20;

/// The announcement, with how many questions there are so far.
pub fn announcement(voice: &Voice, told: &Told<'_>, questions: u32) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let (expert, when) = (told.expert(), told.when(voice.locale));
    let minutes = told.session.minutes;
    let date = match told.session.state {
        State::Collecting => format!("{when}, {minutes} minutes, here in the channel."),
        State::Invited => "The date is being agreed on anew; your questions and votes stay.".into(),
        State::Live => "It's on: the questions come below, one by one.".to_owned(),
        State::Paused => "It's on, with a short break.".to_owned(),
        State::Ended => "It's over. Thank you all!".to_owned(),
        State::Cancelled(why) => off(voice, told, why),
    };
    let mut blocks =
        vec![section(format!(":raised_hand: *Ask me anything: {expert}*\n{date}{}", told.about()))];
    if told.session.takes_questions() {
        let id = told.id();
        blocks.push(buttons(
            "session",
            [
                primary(button(action::ASK, "Ask a question", &id)),
                button(action::SEE, "See and vote", &id),
            ],
        ));
        let so_far = match questions {
            0 => "No questions yet: yours can be the first.".to_owned(),
            n => format!("{} so far.", count(n, "question", "questions")),
        };
        let by =
            told.steward.map_or_else(String::new, |name| format!(" {} planned it.", escape(name)));
        blocks.push(context(format!(
            "{so_far} Ask under your name or anonymously; what most of you vote for comes first.{by}"
        )));
    }
    message(format!("Ask me anything with {expert}: {date}"), blocks)
}

/// The hour has come.
pub fn opening(voice: &Voice, told: &Told<'_>, questions: u32) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let expert = &told.session.expert;
    let waiting = match questions {
        0 => "No questions yet, so ask away:".to_owned(),
        n => format!("{} so far;", count(n, "question", "questions")),
    };
    let text = format!(
        ":wave: *It's time: ask <@{expert}> anything.* {waiting} each comes as a message of its own, \
         and its thread is the place for answers and for asking back."
    );
    let id = told.id();
    let blocks = vec![
        section(text),
        buttons(
            "session",
            [button(action::ASK, "Ask a question", &id), button(action::SEE, "See and vote", id)],
        ),
    ];
    message(format!("It's time: ask {} anything.", told.expert()), blocks)
}

/// A question, as the head of its thread. `asker` is what they are called; `None` is anonymous.
pub fn question(
    voice: &Voice,
    told: &Told<'_>,
    asked: &SessionQuestion,
    asker: Option<&str>,
) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let who = match asker {
        Some(name) => format!("{} asks", escape(name)),
        None => "Somebody asks anonymously".to_owned(),
    };
    let votes = match asked.votes {
        0 => String::new(),
        n => format!(" · {}", count(n, "vote", "votes")),
    };
    let text = quoted(&asked.text, 2_100);
    let blocks = vec![
        section(text),
        context(format!(
            ":question: {who}{votes}. {}, would you answer in the thread?",
            told.expert()
        )),
    ];
    message(format!("{who}: “{}”.", one_line(&asked.text, 200)), blocks)
}

/// It takes place at another time.
pub fn moved(voice: &Voice, told: &Told<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let (expert, when) = (told.expert(), told.when(voice.locale));
    let text = format!(
        ":calendar: *Ask me anything with {expert}* has a new date: {when}. Your questions and votes \
         stay."
    );
    message(format!("A new date for Ask me anything with {expert}."), vec![section(text)])
}

/// It does not take place.
pub fn called_off(voice: &Voice, told: &Told<'_>, why: WhyOff) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = format!("*Ask me anything with {}:* {}", told.expert(), off(voice, told, why));
    let plain = format!("Ask me anything with {} does not take place.", told.expert());
    let ask = format!("What you wanted to know you can ask any time: `{} …`", voice.ask);
    message(plain, vec![section(text), context(ask)])
}

/// Why, in words that blame nobody.
pub(super) fn off(voice: &Voice, told: &Told<'_>, why: WhyOff) -> String {
    let Locale::English = voice.locale;
    let when = when::moment(voice.locale, told.session.starts_at, told.zone);
    match why {
        WhyOff::NoQuestions => {
            format!("Nobody had a question this time, so {when} stays free. Another time!")
        }
        WhyOff::Declined
        | WhyOff::Unanswered
        | WhyOff::CalledOff
        | WhyOff::SteppedBack
        | WhyOff::ExpertLeft
        | WhyOff::ChannelLost => {
            format!("It can't take place as planned ({when}). Another time!")
        }
    }
}

/// A question that was asked, in the recap.
#[derive(Clone, Debug)]
pub struct Listed<'a> {
    pub text: &'a str,
    /// Where its thread is.
    pub link: Option<&'a str>,
    pub answered: bool,
}

/// What came of it. `left` is how many questions were not reached.
pub fn recap(
    voice: &Voice,
    told: &Told<'_>,
    asked: &[Listed<'_>],
    left: u32,
) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let expert = told.expert();
    let all = u32::try_from(asked.len()).unwrap_or(u32::MAX);
    let answered = asked.iter().filter(|it| it.answered).count();
    let answered = u32::try_from(answered).unwrap_or(u32::MAX);
    let sum = match (all, answered) {
        (0, _) => "No question was asked this time.".to_owned(),
        (1, 1) => "One question, answered.".to_owned(),
        (n, done) if n == done => format!("{n} questions, all answered."),
        (n, done) => format!("{}, {done} answered.", count(n, "question", "questions")),
    };
    let plain = format!("That was Ask me anything with {expert}. {sum} Thank you!");
    let head = format!("*That was Ask me anything with {expert}.* {sum} Thank you!");
    let mut lines: Vec<String> = asked.iter().take(MOST_LISTED).map(line).collect();
    if asked.len() > MOST_LISTED {
        lines.push(format!("… and {} more.", asked.len() - MOST_LISTED));
    }
    let mut blocks = vec![section(head)];
    blocks.extend(lines.chunks(8).map(|part| section(part.join("\n"))));
    if answered > 0 {
        let cards = format!("What was answered is kept: find it with `{} search …`.", voice.ask);
        blocks.push(context(cards));
    }
    if left > 0 {
        let left = match left {
            1 => "One question was not reached.".to_owned(),
            n => format!("{n} questions were not reached."),
        };
        blocks.push(section(left));
        blocks.push(buttons("left", [button(action::LEFT, "See them", told.id())]));
    }
    message(plain, blocks)
}

fn line(it: &Listed<'_>) -> String {
    let text = one_line(it.text, 120);
    let text = match it.link {
        Some(link) => format!("<{}|{}>", escape(link), text.replace('|', "¦")),
        None => text,
    };
    let mark = if it.answered { ":white_check_mark:" } else { ":hourglass:" };
    format!("{mark} {text}{}", if it.answered { "" } else { " _(no answer yet)_" })
}
