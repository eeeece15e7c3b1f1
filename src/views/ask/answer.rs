//! Answers on their way: the modal, the thread, and the two direct messages that a private question
//! lives in.

use slack_morphism::prelude::*;

use crate::domain::ids::{AnswerId, QuestionId};
use crate::domain::locale::Locale;
use crate::domain::question::{Answer, Privacy, Question};
use crate::views::Voice;
use crate::views::ask::asking::head::parts;
use crate::views::ask::asking::names as asking;
use crate::views::ask::names::answers::{action, field, modal as name};
use crate::views::ask::own::edit_row;
use crate::views::kit::{
    button, buttons, context, escape, input, message, modal, plain, primary, section, shorten,
};

/// The most characters that a modal's field takes.
pub const LONGEST: usize = 3_000;

/// What people wrote, cut to so many characters and made harmless.
pub fn quote(text: &str, limit: usize) -> String {
    escape(&shorten(text.trim(), limit))
}

/// The same as a quotation. Slack takes a line for one that begins with an escaped sign, too.
pub fn quoted(text: &str, limit: usize) -> String {
    let text = quote(text, limit);
    text.lines().map(|line| format!("&gt; {line}")).collect::<Vec<_>>().join("\n")
}

/// What people wrote, made harmless, in as many parts as it needs.
pub fn whole(text: &str) -> impl Iterator<Item = SlackBlock> {
    parts(&shorten(text.trim(), LONGEST)).into_iter().map(section)
}

/// A message's first words without marks, as a sentence that can be read aloud.
pub fn aloud(text: &str) -> String {
    let text = text.replace('*', "").replace(":sparkles: ", "");
    let text = text.trim();
    if text.ends_with(['.', '!', '?', ')']) { text.to_owned() } else { format!("{text}.") }
}

/// A link with words of ours, or only the words where it is none.
pub fn link(to: Option<&str>, label: &str) -> String {
    let safe = |to: &&str| {
        (to.starts_with("https://") || to.starts_with("http://"))
            && !to.contains(['<', '>', '|', ' ', '\n'])
    };
    match to.filter(safe) {
        Some(to) => format!("<{}|{label}>", to.replace('&', "&amp;")),
        None => label.to_owned(),
    }
}

/// Both ids of an answer's buttons.
pub fn both(question: QuestionId, answer: AnswerId) -> String {
    format!("{question} {answer}")
}

/// What would you say?
pub fn answer_modal(voice: &Voice, question: &Question) -> SlackView {
    let Locale::English = voice.locale;
    let where_to = match question.privacy {
        Privacy::Private => "Only whoever asks reads it, with your name.",
        Privacy::Open | Privacy::Anonymous => {
            "I put it into the question's thread, with your name."
        }
    };
    let text = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::ANSWER.into())
        .with_multiline(true)
        .with_max_length(3_000);
    let mut blocks = vec![section(format!("*{}*", escape(&question.title)))];
    if !question.details.trim().is_empty() {
        blocks.push(section(quote(&question.details, 1_500)));
    }
    blocks.push(input(field::ANSWER, "Your answer", text).into());
    blocks.push(context(where_to));
    SlackView::Modal(
        modal(name::ANSWER, "Answer", "Not now", blocks)
            .with_submit(plain("Send"))
            .with_private_metadata(question.id.to_string()),
    )
}

/// To whoever answered: what became of it, and where it can still be changed.
pub fn sent(voice: &Voice, question: &Question, answer: AnswerId) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = if question.privacy == Privacy::Private || question.thread.is_none() {
        "*Thank you.* Your answer is on its way to whoever asked.".to_owned()
    } else {
        let thread = link(question.link.as_deref(), "the thread");
        format!("*Thank you.* Your answer goes into {thread}.")
    };
    message("Thank you. Your answer is on its way.", vec![section(text), edit_row(answer)])
}

/// To the asker: somebody answered.
pub fn carried(
    voice: &Voice,
    question: &Question,
    answer: &Answer,
    author: &str,
) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let author = escape(author);
    // In private the new words come as a message of their own: nothing else would tell of them.
    let did = match (question.privacy, answer.edited_at) {
        (Privacy::Private, Some(_)) => "changed their answer to your question",
        _ => "answered your question",
    };
    let head = format!("*{author} {did}* “{}”", escape(&question.title));
    let value = both(question.id, answer.id);
    let accept = primary(button(action::THAT_ANSWERS, "That answers it", &value));
    let reply = match question.privacy {
        Privacy::Open => None,
        Privacy::Private => Some(button(action::REPLY, "Reply", &value)),
        // Into the thread, as from whoever asked.
        Privacy::Anonymous => Some(button(asking::action::REPLY, "Reply", question.id.to_string())),
    };
    let look = button(asking::action::KEEP_LOOKING, "Keep looking", question.id.to_string());
    let mut blocks = vec![section(head)];
    blocks.extend(whole(&answer.text));
    blocks.push(buttons(format!("carried:{}", answer.id), [accept, look].into_iter().chain(reply)));
    let rest = match (question.privacy, question.link.as_deref()) {
        (Privacy::Private, _) => "Nobody else reads this.".to_owned(),
        _ if question.thread.is_none() => "It stands in no thread, only here.".to_owned(),
        (Privacy::Anonymous, to) => format!(
            "It also stands in {}. Reply here, not there: there you would do so under your name.",
            link(to, "the thread")
        ),
        (Privacy::Open, to) => format!(
            "It stands in {}. A :white_check_mark: of yours there accepts it, too.",
            link(to, "the thread")
        ),
    };
    blocks.push(context(rest));
    message(format!("{author} {did} “{}”.", escape(&question.title)), blocks)
}

/// The asker writes back.
pub fn reply_modal(
    voice: &Voice,
    question: &Question,
    answer: AnswerId,
    author: &str,
) -> SlackView {
    let Locale::English = voice.locale;
    let text = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::REPLY.into())
        .with_multiline(true)
        .with_max_length(3_000);
    let who = format!("Only {} reads it.", escape(author));
    let blocks = vec![
        section(format!("*{}*", escape(&question.title))),
        input(field::REPLY, "Your reply", text).into(),
        context(who),
    ];
    SlackView::Modal(
        modal(name::REPLY, "Reply", "Not now", blocks)
            .with_submit(plain("Send"))
            .with_private_metadata(both(question.id, answer)),
    )
}

/// To the asker: their reply goes.
pub fn reply_sent(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "*On its way.* When there is an answer, you read it here.";
    message("Your reply is on its way.", vec![section(text)])
}

/// What the asker of a private question wrote back, for whoever answered.
pub fn from_asker(
    voice: &Voice,
    question: &Question,
    asker: Option<&str>,
    text: &str,
) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let who = asker.map_or_else(|| "Whoever asked".to_owned(), escape);
    let head = format!("*{who} replies* about “{}”", escape(&question.title));
    let answer = primary(button(action::ANSWER, "Answer", question.id.to_string()));
    let mut blocks = vec![section(&head)];
    blocks.extend(whole(text));
    blocks.push(buttons("from_asker", [answer]));
    message(aloud(&head), blocks)
}

/// It is over, or they may not.
pub fn cannot_answer(voice: &Voice, why: CannotAnswer, to: Option<&str>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match why {
        CannotAnswer::Gone => "That question is no longer there.".to_owned(),
        CannotAnswer::Answered => format!(
            "*It's answered meanwhile, thank you.* If you would like to add something, {} is open.",
            link(to, "the thread")
        ),
        CannotAnswer::Closed => {
            "*That question is closed.* Whoever asked needs no answer any more; thank you for \
             looking."
                .to_owned()
        }
        CannotAnswer::Own => "That's your own question. Others may answer it.".to_owned(),
        CannotAnswer::NotAsked => "That question is for the people who were asked it.".to_owned(),
        CannotAnswer::Empty => "There is nothing in it yet.".to_owned(),
    };
    message(aloud(&text), vec![section(text)])
}

/// The same at the field, so that what was written is not lost.
pub fn cannot_send(voice: &Voice, why: CannotAnswer) -> String {
    let Locale::English = voice.locale;
    match why {
        CannotAnswer::Gone => "That question is no longer there. Copy your words if you need them.",
        CannotAnswer::Answered => {
            "It was answered meanwhile. Copy your words: its thread is still open for them."
        }
        CannotAnswer::Closed => "It was closed meanwhile. Copy your words if you need them.",
        CannotAnswer::Own => "That's your own question. Others may answer it.",
        CannotAnswer::NotAsked => "That question is for the people who were asked it.",
        CannotAnswer::Empty => "There is nothing in it yet.",
    }
    .to_owned()
}

/// What became of words of somebody's that an import read.
pub fn words_gone(voice: &Voice, what: WordsGone) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match what {
        WordsGone::Gone => {
            "*Taken back.* Nobody finds it here any more. The message in Slack stays as it is."
        }
        WordsGone::Before => "It was taken back before: nothing to change.",
        WordsGone::NotYours => "Only whoever wrote it can take it back.",
    };
    message(aloud(text), vec![section(text)])
}

/// What taking one's own words back came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordsGone {
    Gone,
    Before,
    NotYours,
}

/// At the field of something that its asker wrote about a question that is over by now.
pub fn over_meanwhile(voice: &Voice) -> String {
    let Locale::English = voice.locale;
    "The question is over by now, so this can't be sent. Copy your words if you need them."
        .to_owned()
}

/// Why somebody cannot answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotAnswer {
    Gone,
    Answered,
    Closed,
    Own,
    NotAsked,
    Empty,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_quoted_and_harmless() {
        assert_eq!(quote(" <!channel>\n*a*", 99), "&lt;!channel&gt;\n*a*");
        assert_eq!(aloud("*Bo* answered “x”"), "Bo answered “x”.");
        assert_eq!(
            link(Some("https://a.example/x?a=1&b=2"), "it"),
            "<https://a.example/x?a=1&amp;b=2|it>"
        );
        for odd in ["javascript:x", "https://a|b", "https://a>b"] {
            assert_eq!(link(Some(odd), "it"), "it", "{odd}");
        }
    }
}
