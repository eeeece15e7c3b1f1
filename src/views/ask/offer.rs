//! What somebody reads who may be asked: the hello, the question, and how it ended.

use slack_morphism::prelude::*;

use crate::domain::expert::Willing;
use crate::domain::locale::Locale;
use crate::domain::question::{Privacy, Question, State};
use crate::domain::referral::{Referral, ReferralState};
use crate::views::Voice;
use crate::views::ask::answer::quoted;
use crate::views::ask::names::ladder::action;
use crate::views::kit::{
    button, buttons, context, escape, list, message, number, primary, section, shorten,
};

/// As much of a question's details as stands in a message; its thread has them all.
const DETAILS: usize = 1_500;

/// Why somebody is asked, with the names and titles in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Titles of questions like it that they answered.
    Answered(Vec<String>),
    /// Who named them.
    HandedOver(String),
    Named,
    Topic,
    Declared,
    Title,
    Community,
    Present,
    Growing,
}

/// A question as somebody reads it who may answer it.
#[derive(Clone, Copy, Debug)]
pub struct Offered<'a> {
    /// The question.
    pub question: &'a Question,
    /// Who asks; `None` for an anonymous one.
    pub asker: Option<&'a str>,
    /// The channel of its community.
    pub channel: Option<&'a str>,
    /// The strongest first.
    pub reasons: &'a [Reason],
    /// What they said about being asked at all.
    pub decided: Option<Willing>,
}

/// Whatever stands in somebody's direct message about a question, as things are now.
pub fn referral(voice: &Voice, it: &Referral, offered: &Offered<'_>) -> SlackMessageContent {
    match it.state {
        ReferralState::Hello => hello(voice, it, offered),
        ReferralState::Offered => offer(voice, it, offered),
        ReferralState::Accepted => accepted(voice, offered),
        _ => over(voice, it, offered),
    }
}

/// The one hello: what this is and why them. The question itself is not in it.
fn hello(voice: &Voice, it: &Referral, offered: &Offered<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "May I ask you something now and then?";
    let quiet = offered.question.privacy != Privacy::Open;
    let why = why(voice, offered.reasons, !quiet);
    message(
        text,
        vec![
            section(format!(
                "*{text}* When somebody here has a question that you may know the answer to, I'd \
                 bring it to you: one person is asked at a time, you never hear of it more than \
                 three times a week, and \"Not for me\" is always fine. There is one now.{why}"
            )),
            hello_buttons(it),
            context(format!(
                "I ask this once. `{} expert` changes it whenever you like, and nobody else reads \
                 what you say.",
                voice.ask
            )),
        ],
    )
}

fn hello_buttons(it: &Referral) -> SlackBlock {
    let id = it.id.to_string();
    buttons(
        "expert",
        [
            primary(button(action::YES, "Yes, ask me", id.clone())),
            button(action::MONTHLY, "At most once a month", id.clone()),
            button(action::NEVER, "Never", id),
        ],
    )
}

fn offer(voice: &Voice, it: &Referral, offered: &Offered<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let id = it.id.to_string();
    let urgent = if offered.question.urgent { " They need it today." } else { "" };
    let why = why(voice, offered.reasons, true);
    message(
        format!("A question that may be yours: \"{}\".", title(offered)),
        vec![
            section(
                format!("*A question that may be yours.* {}{urgent}{why}", asked(voice, offered))
                    // Behind a quote it begins a line.
                    .replace("\n ", "\n"),
            ),
            buttons(
                "referral",
                [
                    primary(button(action::CAN, "I can answer", id.clone())),
                    button(action::NOT_FOR_ME, "Not for me", id.clone()),
                    button(action::SOMEONE_ELSE, "Ask someone else…", id),
                ],
            ),
            context(
                "Only you are asked right now. If you can't, nobody is told, and I ask the next \
                 person; if you can, whoever asks sees that you have it.",
            ),
        ],
    )
}

fn accepted(voice: &Voice, offered: &Offered<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let how = match thread(offered.question) {
        Some(thread) => format!("Answer in {thread}, or here:"),
        None => "Your answer goes straight to whoever asks, by this button:".to_owned(),
    };
    message(
        format!("Yours to answer: \"{}\".", title(offered)),
        vec![
            section(format!("*Thank you, it's yours.* {}\n{how}", asked(voice, offered))),
            answer_row(offered.question),
        ],
    )
}

/// The button that answers a question.
pub fn answer_row(question: &Question) -> SlackBlock {
    buttons("answer", [primary(button(action::ANSWER, "Answer", question.id.to_string()))])
}

fn over(voice: &Voice, it: &Referral, offered: &Offered<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let ask = &voice.ask;
    let only_greeted = it.offered_at.is_none();
    let (text, again) = match it.state {
        ReferralState::Lapsed | ReferralState::Recalled
            if only_greeted && matches!(offered.decided, Some(Willing::Yes | Willing::Monthly)) =>
        {
            ("Thank you for saying yes! I'll come to you with a question.".to_owned(), false)
        }
        _ if only_greeted && offered.decided == Some(Willing::Never) => {
            (format!("I won't ask you. `{ask} expert` is there if you change your mind."), false)
        }
        ReferralState::Lapsed | ReferralState::Recalled if only_greeted => (
            "There was a question that you might have known the answer to; it's taken care of. \
             May I ask you another time?"
                .to_owned(),
            true,
        ),
        ReferralState::Declined => ("Not for you, then. Thanks for saying so!".to_owned(), false),
        ReferralState::HandedOver => ("Thank you for naming somebody.".to_owned(), false),
        ReferralState::Answered => ("You answered it. Thank you!".to_owned(), false),
        ReferralState::Lapsed => {
            ("I've gone on to the next person; no harm done.".to_owned(), false)
        }
        _ if offered.question.state == State::Withdrawn => {
            ("It was taken back meanwhile. Thank you all the same!".to_owned(), false)
        }
        _ if offered.question.first_answer_at.is_some() => {
            ("Answered meanwhile, thank you!".to_owned(), false)
        }
        _ => ("This isn't needed any more. Thank you all the same!".to_owned(), false),
    };
    let mut blocks = Vec::new();
    if !only_greeted {
        let title = title(offered);
        let link = thread(offered.question).map(|it| format!(" · {it}")).unwrap_or_default();
        blocks.push(context(format!("A question that may have been yours: {title}{link}")));
    }
    blocks.push(section(text.clone()));
    if again {
        blocks.push(hello_buttons(it));
    }
    message(text, blocks)
}

/// A gentle word to somebody who said that they can answer.
pub fn reminder(voice: &Voice, offered: &Offered<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let title = title(offered);
    let text = format!(
        "You said that you can answer *{title}*. It still waits for you; a few words are plenty. If \
         something came up, that's fine: after a working day I ask somebody else."
    );
    let mut blocks = vec![section(text.clone())];
    blocks.extend(thread(offered.question).map(context));
    blocks.push(answer_row(offered.question));
    message(text, blocks)
}

/// Who asks what.
pub(super) fn asked(voice: &Voice, offered: &Offered<'_>) -> String {
    let Locale::English = voice.locale;
    let question = offered.question;
    let who = offered.asker.map_or_else(|| "Somebody".to_owned(), escape);
    let place = match (question.privacy, offered.channel) {
        (Privacy::Private, _) => " you, in private".to_owned(),
        (_, Some(channel)) => format!(" in <#{channel}>"),
        (_, None) => String::new(),
    };
    let title = title(offered);
    let details = match quoted(&question.details, DETAILS) {
        empty if empty.is_empty() => empty,
        quotation => format!("\n{quotation}\n"),
    };
    format!("{who} asks{place}: \"{title}\"{details}")
}

fn title(offered: &Offered<'_>) -> String {
    escape(&shorten(&offered.question.title, 300))
}

/// Where the question can be read.
pub(super) fn thread(question: &Question) -> Option<String> {
    question.link.as_ref().map(|link| format!("<{}|its thread>", escape(link)))
}

/// The two strongest reasons, as sentences, each with a space before it.
fn why(voice: &Voice, reasons: &[Reason], titles: bool) -> String {
    let sentences = reasons.iter().take(2).map(|it| format!(" {}", sentence(voice, it, titles)));
    sentences.collect()
}

fn sentence(voice: &Voice, reason: &Reason, titles: bool) -> String {
    let Locale::English = voice.locale;
    match reason {
        Reason::Answered(questions) => {
            let several = u32::try_from(questions.len()).unwrap_or(u32::MAX).max(1);
            let named: Vec<String> = questions
                .iter()
                .map(|title| format!("*{}*", escape(&shorten(title, 80)).replace('*', "")))
                .collect();
            let named = match titles && !named.is_empty() {
                true => format!(" ({})", list(voice.locale, &named)),
                false => String::new(),
            };
            format!("You answered {} like it{named}.", number(voice.locale, several))
        }
        Reason::HandedOver(who) => format!("{} thinks you may know.", escape(who)),
        Reason::Named => "Somebody who was asked one like it named you.".to_owned(),
        Reason::Topic => "You answer questions on this topic these days.".to_owned(),
        Reason::Declared => "You said that you know about it.".to_owned(),
        Reason::Title => "Your title says that you may know.".to_owned(),
        Reason::Community => "You're in this community.".to_owned(),
        Reason::Present => "You've answered much lately.".to_owned(),
        Reason::Growing => "You know some of it, and are seldom asked.".to_owned(),
    }
}
