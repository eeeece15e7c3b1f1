//! Answers to commands and presses, read by the one who asks and nobody else.

use slack_morphism::prelude::*;

use super::names::{action, field, modal as name};
use crate::domain::asking::{FIELD, LONGEST_TITLE, first};
use crate::domain::coffee::WhyNot;
use crate::domain::locale::Locale;
use crate::domain::question::{Became, Deed, Privacy, Question};
use crate::views::Voice;
use crate::views::ask::asking::head::parts;
use crate::views::ask::asking::modal::too_long;
use crate::views::kit::{
    button, buttons, context, escape, input, message, modal, plain, primary, section, shorten,
};
use crate::views::names::modal as other;

fn only(text: impl Into<String>) -> SlackMessageContent {
    let text = text.into();
    message(text.replace('*', ""), vec![section(text)])
}

/// All that can be typed.
pub fn help(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let ask = &voice.ask;
    message(
        "How asking works.",
        vec![
            section(
                "*A question for somebody who knows.* I take it to one person at a time, who said \
                 yes to being asked; if nobody can help, to the whole community. What was answered \
                 before I show you first.",
            ),
            section(format!(
                "`{ask}` – ask, on a page with all there is to fill in\n\
                 `{ask} how do we rotate the certificates?` – the same, with the first words there\n\
                 `{ask} mine` – what I asked, and where it stands\n\
                 `{ask} open` – what others wait for\n\
                 `{ask} search certificates` – look in what is kept of earlier answers\n\
                 `{ask} cards` – the newest of it, and whether it still holds\n\
                 `{ask} expert` – what I can be asked, how often, and when not\n\
                 `{ask} ama` – Ask me anything: those that I lead\n\
                 `{ask} setup` – let a channel's people answer each other here, or change that"
            )),
            section(format!(
                "For stewards:\n\
                 `{ask} report` – how many questions are answered, and how fast\n\
                 `{ask} export`, `{ask} export csv` – what is kept, as a file\n\
                 `{ask} radar` – what would leave with one person, if an admin switched it on"
            )),
            buttons("help", [primary(button(action::ASK, "Ask a question", "ask"))]),
        ],
    )
}

/// A word that is no command, and not a question either.
pub fn unknown_word(voice: &Voice, word: &str, nearest: &str) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let ask = &voice.ask;
    let word = escape(&shorten(word, 40)).replace('`', "'");
    only(format!(
        "I don't know `{word}`. Did you mean `{ask} {nearest}`? If it is your question, ask it in a \
         few words more. Nothing was asked."
    ))
}

/// Kindly no: asking is not for this account.
pub fn not_for_you(voice: &Voice, why: WhyNot) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only(match why {
        WhyNot::Guest => {
            "Questions here are for this workspace's full members. Somebody you work with can ask it \
             for you."
        }
        WhyNot::External => {
            "Questions here are for the people of this workspace, and you're from another one. \
             Somebody you work with can ask it for you."
        }
        WhyNot::Bot | WhyNot::Deactivated => "Questions here are asked by people.",
    })
}

/// Kindly no: a guest may ask at most.
pub fn not_for_guests_to_set_up(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only("A community is begun by this workspace's full members. Ask one of them, they'll be glad!")
}

/// There is nobody to ask yet.
pub fn no_community(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let ask = &voice.ask;
    message(
        "There is no community to ask yet.",
        vec![
            section(format!(
                "*There is no community to ask yet.* It takes a channel whose people answer each \
                 other: type `{ask} setup` there, and it can begin."
            )),
            buttons("no_community", [primary(button(action::SETUP, "Begin one", "new"))]),
        ],
    )
}

/// What it was about is not there.
pub fn gone(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only("That isn't there any more, so nothing was changed.")
}

/// Only its asker may do that.
pub fn not_yours(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only("Only whoever asked it can do that. Nothing was changed.")
}

/// The question has gone on its way. Of an anonymous one nothing here says which it is: this is kept
/// with the moment that somebody asked.
pub fn asked(voice: &Voice, privacy: Privacy, community: &str, cut: bool) -> SlackView {
    let Locale::English = voice.locale;
    let place = escape(community);
    let text = match privacy {
        Privacy::Open => format!(
            "*It's on its way.* Your question goes to *{place}*: into its channel, and to the one \
             person who is most likely to know."
        ),
        Privacy::Private => "*It's on its way.* I ask one person at a time, and carry what you two \
                             say between our chats. It stands in no channel."
            .to_owned(),
        Privacy::Anonymous => "*It's on its way*, without your name: within the next half hour, so \
                               that the moment doesn't tell. Follow it, reply and accept an answer \
                               only in your App Home and in our chat; what you write in its thread is \
                               under your name."
            .to_owned(),
    };
    let mut blocks = vec![section(text)];
    blocks.push(context("My Home tab shows where it stands, and lets you take it back."));
    if cut {
        blocks.push(context(too_long(voice)));
    }
    SlackView::Modal(modal(other::NOTICE, "Asked", "Close", blocks))
}

/// The answer to an earlier question is the answer to theirs, too.
pub fn glad(voice: &Voice) -> SlackView {
    let Locale::English = voice.locale;
    let text =
        "*Lovely, that's the quickest way.* I count that it helped again; nothing was asked.";
    SlackView::Modal(modal(other::NOTICE, "Answered", "Close", vec![section(text)]))
}

/// What became of a question after its asker did something with it.
pub fn done(voice: &Voice, deed: Deed, became: Became, privacy: Privacy) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match (deed, became) {
        (_, Became::AsBefore) => "That's so already, nothing to do.",
        (_, Became::Over) => "This question is over already, so nothing was changed.",
        (Deed::Withdraw, Became::Changed) => "*Taken back.* Nobody is asked about it any more.",
        (Deed::Close, Became::Changed) => "*Closed.* Thank you for asking; it was worth a try.",
        (Deed::KeepLooking, Became::Changed) => {
            "*I keep looking.* What was answered so far stays; you can still accept it."
        }
        (Deed::KeepOpen, Became::Changed) => {
            "*It stays open.* Whoever knows may still answer; my Home tab shows it."
        }
    };
    let ended = became == Became::Changed && matches!(deed, Deed::Withdraw | Deed::Close);
    if ended && privacy == Privacy::Anonymous {
        return only(format!("{text} {FORGOTTEN}"));
    }
    only(text)
}

/// Of an anonymous question that is over.
const FORGOTTEN: &str =
    "The key to your name is destroyed: from now on nobody can find out here that you asked.";

/// The page to say a question in other words. Its metadata is the question.
pub fn rephrase_modal(voice: &Voice, question: &Question) -> SlackView {
    let Locale::English = voice.locale;
    let title = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::TITLE.into())
        .with_max_length(u64::try_from(LONGEST_TITLE).unwrap_or(150))
        .with_initial_value(first(&question.title, LONGEST_TITLE).0.to_owned());
    let details = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::DETAILS.into())
        .with_multiline(true)
        .with_max_length(u64::try_from(FIELD).unwrap_or(3_000));
    let (shown, more) = first(&question.details, FIELD);
    let details =
        if shown.is_empty() { details } else { details.with_initial_value(shown.to_owned()) };
    let mut blocks = vec![
        input(field::TITLE, "Your question", title).into(),
        input(field::DETAILS, "Details", details).with_optional(true).into(),
    ];
    if more {
        blocks.push(context("The details are longer than the field; the rest of them stays."));
    }
    SlackView::Modal(
        modal(name::REPHRASE, "In other words", "Cancel", blocks)
            .with_submit(plain("Save"))
            .with_private_metadata(question.id.to_string()),
    )
}

/// It is said in other words; `anew` is whether somebody is looked for again.
pub fn rephrased(voice: &Voice, anew: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only(match anew {
        true => "*Asked anew.* I look for somebody again.",
        false => "*Changed.* Whoever reads it next reads your new words.",
    })
}

/// The page on which the asker of an anonymous question replies. Its metadata is the question.
pub fn reply_modal(voice: &Voice, question: &Question) -> SlackView {
    let Locale::English = voice.locale;
    let text = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::REPLY.into())
        .with_multiline(true)
        .with_max_length(u64::try_from(FIELD).unwrap_or(3_000));
    let blocks = vec![
        section(format!("*{}*", escape(&shorten(&question.title, LONGEST_TITLE)))),
        input(field::REPLY, "What I post in its thread", text)
            .with_hint(plain("It is posted as \"the asker\", within half an hour."))
            .into(),
    ];
    SlackView::Modal(
        modal(name::REPLY, "Reply", "Cancel", blocks)
            .with_submit(plain("Post it"))
            .with_private_metadata(question.id.to_string()),
    )
}

/// A reply has gone on its way.
pub fn relayed(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    only(
        "*On its way*, as \"the asker\": within the next half hour, so that the moment doesn't tell.",
    )
}

/// What the asker of an anonymous question says in its thread.
pub fn the_asker_says(voice: &Voice, text: &str) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let mut blocks = vec![section("*The asker:*")];
    blocks.extend(parts(text).into_iter().map(section));
    message(format!("The asker: {}", escape(text.trim())), blocks)
}

/// Sentences at the fields of a modal.
pub fn empty_title(voice: &Voice) -> String {
    let Locale::English = voice.locale;
    "What would you like to know? A few words are enough.".to_owned()
}

/// The same of the community.
pub fn which_community(voice: &Voice) -> String {
    let Locale::English = voice.locale;
    "Pick the community that it concerns.".to_owned()
}

/// The same of a reply.
pub fn empty_reply(voice: &Voice) -> String {
    let Locale::English = voice.locale;
    "What would you like to say?".to_owned()
}
