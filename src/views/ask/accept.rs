//! Accepting an answer, and the thanks for it.

use slack_morphism::prelude::*;

use crate::domain::ids::AnswerId;
use crate::domain::locale::Locale;
use crate::domain::question::{Answer, Privacy, Question};
use crate::views::Voice;
use crate::views::ask::answer::{aloud, link, quote};
use crate::views::ask::names::answers::{field, modal as name};
use crate::views::kit::{
    choice, context, escape, input, message, modal, plain, section, select, shorten,
};

/// Answers to choose from: the newest of more.
pub const CHOICES: usize = 20;

/// The longest "otherwise", in characters.
pub const OTHERWISE: usize = 300;

/// Which answer was it? With the one question that is asked before it closes.
pub fn accept_modal(
    voice: &Voice,
    question: &Question,
    answers: &[(Answer, String)],
    chosen: Option<AnswerId>,
) -> SlackView {
    let Locale::English = voice.locale;
    let label = |(answer, author): &(Answer, String)| {
        let text = answer.text.split_whitespace().collect::<Vec<_>>().join(" ");
        choice(answer.id.to_string(), &shorten(&format!("{author}: {text}"), 75))
    };
    let from = answers.len().saturating_sub(CHOICES);
    let choices: Vec<_> = answers.iter().skip(from).map(label).collect();
    let only = answers.first().filter(|_| answers.len() == 1).map(|(answer, _)| answer.id);
    let chosen = chosen.or(question.accepted).or(only).map(|id| id.to_string());
    let which = select(field::WHICH, choices, chosen.as_deref());
    let otherwise = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::OTHERWISE.into())
        .with_placeholder(plain("an afternoon · a ticket to the vendor · nothing much"))
        .with_max_length(300);
    let otherwise = input(field::OTHERWISE, "What would this have cost you otherwise?", otherwise)
        .with_optional(true)
        .with_hint(plain("A rough guess is fine. It counts towards what asking is worth; your name is not shown with it."));
    let blocks = vec![
        section(format!("*{}*", escape(&question.title))),
        input(field::WHICH, "Which answer helped?", which).into(),
        otherwise.into(),
    ];
    SlackView::Modal(
        modal(name::ACCEPT, "That answers it", "Not yet", blocks)
            .with_submit(plain("Accept"))
            .with_private_metadata(question.id.to_string()),
    )
}

/// To the asker: it is accepted.
pub fn accepted(voice: &Voice, author: &str, kept: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let author = escape(author);
    let kept = match kept {
        true => format!(
            " Question and answer are kept as a card, so that the next one who wonders finds them \
             with `{} search`.",
            voice.ask
        ),
        false => String::new(),
    };
    let text = format!("*Lovely.* I thank {author} for you.{kept}");
    message("Lovely, that is answered.", vec![section(text)])
}

/// Why somebody cannot accept an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotAccept {
    /// The question or the answer is no longer there.
    Gone,
    NotYours,
    /// It was closed or taken back.
    Closed,
    /// Nobody has answered it.
    NoAnswers,
    /// It was anonymous and is over: who asked is not known any more.
    Forgotten,
}

/// It cannot be accepted.
pub fn cannot_accept(voice: &Voice, why: CannotAccept) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match why {
        CannotAccept::Gone => "That answer is no longer there.",
        CannotAccept::NotYours => "Only whoever asked can say which answer helped.",
        CannotAccept::Closed => {
            "That question is closed, so there is nothing to accept. Ask it anew if you still wonder."
        }
        CannotAccept::NoAnswers => "Nobody has answered it yet.",
        CannotAccept::Forgotten => {
            "It is answered, and who asked is forgotten: nothing about it can be changed any more."
        }
    };
    message(text, vec![section(text)])
}

/// To whoever answered: it helped.
pub fn thanks(voice: &Voice, question: &Question, asker: Option<&str>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let asker = asker.map_or_else(|| "Whoever asked".to_owned(), escape);
    let title = escape(&question.title);
    let text = format!(
        ":sparkles: *Your answer helped.* {asker} accepted it for “{title}”{}.",
        match question.link.as_deref() {
            Some(to) => format!(" ({})", link(Some(to), "the thread")),
            None => String::new(),
        }
    );
    let card = format!(
        "It is kept as a card with your name. `{} cards` shows it; there you can change it or take \
         it back.",
        voice.ask
    );
    let mut blocks = vec![section(text)];
    if question.privacy != Privacy::Private {
        blocks.push(context(card));
    }
    message(format!("Your answer to “{title}” helped."), blocks)
}

/// An answer is gone: to its asker; of the accepted one also to a steward.
pub fn taken_back(voice: &Voice, question: &Question, to_asker: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let title = escape(&question.title);
    let text = match to_asker {
        true if question.state.is_open() => format!(
            "An answer to “{title}” was taken back by whoever wrote it. The question is still open."
        ),
        true if question.privacy == Privacy::Private => format!(
            "The answer that you accepted for “{title}” was taken back by whoever wrote it. The \
             question stays answered."
        ),
        true => format!(
            "The answer that you accepted for “{title}” was taken back by whoever wrote it. The \
             question stays answered, and its card is not shown any more."
        ),
        false => format!(
            "The accepted answer to “{title}” was taken back by whoever wrote it, so its card is \
             not shown any more."
        ),
    };
    message(aloud(&text), vec![section(text)])
}

/// A line of App Home's thanks.
pub fn thanks_line(question: &Question) -> String {
    let title = escape(&shorten(&question.title, 100));
    format!("• {}", link(question.link.as_deref(), &title))
}

/// The start of an answer, for a list.
pub fn beginning(text: &str) -> String {
    quote(text, 200)
}
