//! What somebody asked, and where it stands.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use slack_morphism::prelude::*;

use super::clinic::clinic_button;
use super::names::action;
use crate::domain::asking::LONGEST_TITLE;
use crate::domain::locale::Locale;
use crate::domain::question::{Privacy, Question, State};
use crate::views::Voice;
use crate::views::ask::names::answers;
use crate::views::kit::{
    button, buttons, confirmed, context, escape, modal, primary, section, shorten,
};
use crate::views::names::modal as name;
use crate::views::when;

/// How far a question has come, as its asker may know it: nobody learns who said no, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Nobody has it.
    Looking,
    /// Somebody thinks about it.
    Considered {
        until: Option<DateTime<Utc>>,
    },
    /// Somebody said that they can answer.
    Taken {
        by: String,
        since: Option<DateTime<Utc>>,
        until: Option<DateTime<Utc>>,
    },
    Channel,
    Steward,
    Nobody,
    KeptOpen,
    Answered,
    Closed,
}

/// A question of whoever looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyQuestion {
    pub question: Question,
    /// What its community is called.
    pub community: Option<String>,
    pub stand: Stand,
    /// How many answers it has.
    pub answers: u32,
    /// Nobody was found, and an Ask me anything could take it.
    pub clinic: bool,
}

/// What stands on somebody's desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyQuestions {
    /// The open ones first, each kind with its newest first.
    pub questions: Vec<MyQuestion>,
    /// Their zone, for times where Slack prints none.
    pub zone: Tz,
}

/// App Home's part: its title, each question, and what stands below them. `None` of it where there is no
/// community to ask.
pub fn home_parts(
    voice: &Voice,
    mine: &MyQuestions,
) -> (Vec<SlackBlock>, Vec<Vec<SlackBlock>>, Vec<SlackBlock>) {
    let Locale::English = voice.locale;
    let things = match mine.questions.is_empty() {
        true => vec![question_blocks(voice, mine)],
        false => mine.questions.iter().map(|it| one(voice, it, mine.zone)).collect(),
    };
    let foot = buttons(
        "ask",
        [
            button(action::ASK, "Ask a question", "ask"),
            button(action::OPEN, "Open questions", "open"),
            button(action::EXPERT, "What I can be asked", "expert"),
        ],
    );
    (vec![section("*My questions*")], things, vec![foot])
}

/// The page of `mine`.
pub fn mine_modal(voice: &Voice, mine: &MyQuestions) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = question_blocks(voice, mine);
    blocks.push(buttons("ask", [primary(button(action::ASK, "Ask a question", "ask"))]));
    SlackView::Modal(modal(name::NOTICE, "My questions", "Close", blocks))
}

fn question_blocks(voice: &Voice, mine: &MyQuestions) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    if mine.questions.is_empty() {
        return vec![section(
            "You have no open question. Whatever you'd ask a colleague, if you only knew which one: \
             ask it here.",
        )];
    }
    mine.questions.iter().flat_map(|it| one(voice, it, mine.zone)).collect()
}

fn one(voice: &Voice, mine: &MyQuestion, zone: Tz) -> Vec<SlackBlock> {
    let question = &mine.question;
    let text = format!("{}\n{}", titled(voice, question), stands(voice, mine, zone));
    let mut blocks = vec![section(text)];
    let mut row = own_buttons(voice, question);
    if mine.clinic {
        row.insert(0, clinic_button(voice, &question.id.to_string()));
    }
    if mine.answers > 0 && question.state.is_open() {
        let id = question.id.to_string();
        if question.first_answer_at.is_some() {
            row.insert(0, button(action::KEEP_LOOKING, "Keep looking", &id));
        }
        row.insert(0, primary(button(answers::action::ACCEPT, "Accept an answer", id)));
    }
    if !row.is_empty() {
        blocks.push(buttons(format!("question_{}", question.id), row));
    }
    blocks
}

/// The title, as a link where there is one, and who may know who asks.
fn titled(voice: &Voice, question: &Question) -> String {
    let Locale::English = voice.locale;
    let title = escape(&shorten(&question.title, LONGEST_TITLE));
    let title = match &question.link {
        Some(link) => format!("*<{link}|{}>*", title.replace('|', "¦")),
        None => format!("*{title}*"),
    };
    match question.privacy {
        Privacy::Open => title,
        Privacy::Private => format!("{title} (in private)"),
        Privacy::Anonymous => format!("{title} (anonymous)"),
    }
}

fn stands(voice: &Voice, mine: &MyQuestion, zone: Tz) -> String {
    let Locale::English = voice.locale;
    let clock = |at: &DateTime<Utc>| when::moment(voice.locale, *at, zone);
    let by = |until: &Option<DateTime<Utc>>| match until {
        Some(until) => format!("; if they cannot, the next is asked by {}", clock(until)),
        None => String::new(),
    };
    let community = mine.community.as_deref().map_or_else(|| "Its community".to_owned(), escape);
    let where_it_is = match &mine.stand {
        Stand::Looking => "I'm looking for the right person.".to_owned(),
        Stand::Considered { until } => format!("One person has it{}.", by(until)),
        Stand::Taken { by: name, since, until } => {
            let since = since.as_ref().map(|at| format!(" since {}", clock(at)));
            format!("{} has it{}{}.", escape(name), since.unwrap_or_default(), by(until))
        }
        Stand::Channel => format!("{community} was asked as a whole."),
        Stand::Steward => "The community's stewards look for somebody.".to_owned(),
        Stand::Nobody => "Nobody was found yet. What next?".to_owned(),
        Stand::KeptOpen => "You keep it open: whoever knows may still answer.".to_owned(),
        Stand::Answered => ":white_check_mark: Answered.".to_owned(),
        Stand::Closed => "Closed.".to_owned(),
    };
    let rests = matches!(mine.question.state, State::Routing | State::Channel | State::Steward)
        && mine.question.first_answer_at.is_some();
    let (where_it_is, answers) = match mine.answers {
        0 => (where_it_is, String::new()),
        1 if rests => ("It has an answer; I stopped looking. Your word?".to_owned(), String::new()),
        n if rests => (format!("It has {n} answers; I stopped looking. Your word?"), String::new()),
        1 if matches!(mine.stand, Stand::Answered) => (where_it_is, String::new()),
        1 => (where_it_is, " It has an answer.".to_owned()),
        n => (where_it_is, format!(" It has {n} answers.")),
    };
    let not_there = match replies_here(&mine.question) {
        true => {
            " Reply here, not in its thread: there you write under your name, and it counts as an answer."
        }
        false => "",
    };
    format!("{where_it_is}{answers}{not_there}")
}

/// Whether its asker has a way of their own into its thread.
fn replies_here(question: &Question) -> bool {
    question.privacy == Privacy::Anonymous && question.thread.is_some() && question.state.is_open()
}

/// What its asker can do with a question.
pub fn own_buttons(voice: &Voice, question: &Question) -> Vec<SlackBlockButtonElement> {
    let Locale::English = voice.locale;
    let id = question.id.to_string();
    let rephrase = || button(action::REPHRASE, "Rephrase", &id);
    let mut row = match question.state {
        State::Routing | State::Channel | State::Steward => {
            vec![rephrase(), withdraw(voice, &id)]
        }
        State::Nobody => {
            vec![rephrase(), button(action::KEEP_OPEN, "Keep open", &id), close(voice, &id)]
        }
        State::KeptOpen => vec![rephrase(), close(voice, &id)],
        State::Answered | State::Closed | State::Withdrawn => Vec::new(),
    };
    if replies_here(question) {
        row.push(button(action::REPLY, "Reply", &id));
    }
    row
}

fn withdraw(voice: &Voice, id: &str) -> SlackBlockButtonElement {
    let Locale::English = voice.locale;
    confirmed(
        button(action::WITHDRAW, "Withdraw", id),
        "Take it back?",
        "Nobody is asked about it any more, and its words go from the channel. Answers that stand \
         there stay.",
        "Withdraw",
        "Leave it",
    )
}

fn close(voice: &Voice, id: &str) -> SlackBlockButtonElement {
    let Locale::English = voice.locale;
    confirmed(
        button(action::CLOSE, "Close", id),
        "Close it?",
        "Nobody is asked about it any more.",
        "Close it",
        "Leave it",
    )
}

/// A question of somebody else that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuestion {
    pub question: Question,
    pub community: Option<String>,
    /// Who asks, where everybody may know it.
    pub asker: Option<String>,
}

/// The page of open questions; there may be `more` than these.
pub fn open_modal(voice: &Voice, open: &[OpenQuestion], more: bool, zone: Tz) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = Vec::new();
    if open.is_empty() {
        blocks.push(section("No question waits. Lovely!"));
    } else {
        blocks.push(section("*These wait for somebody who knows.* Answer in their threads."));
    }
    for it in open {
        let who = super::head::asker_name(voice, &it.question, it.asker.as_deref());
        let asked = when::moment(voice.locale, it.question.asked_at, zone);
        let place = it.community.as_deref().map(escape).map(|name| format!(" in {name}"));
        let urgent = if it.question.urgent { " · urgent" } else { "" };
        blocks.push(section(format!(
            "{}\n{who}{}, {asked}{urgent}",
            titled(voice, &it.question),
            place.unwrap_or_default()
        )));
    }
    if more {
        blocks.push(context("There are more; these are the newest."));
    }
    SlackView::Modal(modal(name::NOTICE, "Open questions", "Close", blocks))
}
