//! Thanks from one person to another.

use slack_morphism::prelude::*;

use crate::domain::ids::ChannelId;
use crate::domain::locale::Locale;
use crate::domain::thanks::{LONGEST, NoThanks, Thanks};
use crate::views::Voice;
use crate::views::ask::answer::aloud;
use crate::views::kit::{
    button, buttons, context, escape, input, list, message, modal, plain, section, shorten,
};
use crate::views::story::names::after::{action, field, modal as name};

/// Said in the thread of the message.
pub const IN_THREAD: &str = "thread";
/// Said to nobody but who is thanked.
pub const JUST_THEM: &str = "them";

/// Thanks with the names that stand in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub thanks: Thanks,
    /// Who said them.
    pub from: String,
    /// Who is thanked.
    pub to: String,
    /// The manager who could read them, or may.
    pub manager: Option<String>,
}

/// One sentence, and where it is said.
pub struct Form<'a> {
    /// Who is thanked.
    pub to: &'a str,
    /// Comes back when it is sent.
    pub metadata: &'a str,
    /// Whether the message is in a channel, where it can be said in a thread.
    pub channel: bool,
    /// The thread is of a question whose asker is not to be known.
    pub anonymous: bool,
}

/// The modal: five seconds.
pub fn modal_of(voice: &Voice, form: &Form<'_>) -> SlackView {
    let Locale::English = voice.locale;
    let sentence = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::SENTENCE.into())
        .with_max_length(LONGEST as u64)
        .with_placeholder(plain("Your script saved me a whole afternoon"));
    let mark = |value: &str, label: &str| {
        SlackBlockChoiceItem::new(SlackBlockText::Plain(label.into()), value.to_owned())
    };
    let alone = mark(JUST_THEM, "Just them");
    let mut places = vec![alone.clone()];
    if form.channel {
        places.push(mark(IN_THREAD, "In the thread"));
    }
    let place = SlackBlockRadioButtonsElement::new(places)
        .with_action_id(field::WHERE.into())
        .with_initial_option(alone);
    let mut blocks = vec![
        input(field::SENTENCE, "One sentence", sentence)
            .with_hint(plain(format!(
                "It goes to {} with your name. They may let their manager read it.",
                shorten(form.to, 80)
            )))
            .into(),
        input(field::WHERE, "Who hears it?", place).into(),
    ];
    if form.anonymous {
        blocks.push(context(
            ":warning: This question was asked anonymously. Whoever reads your thanks may think \
             that it was yours.",
        ));
    }
    SlackView::Modal(
        modal(name::THANKS, "Say thanks", "Not now", blocks)
            .with_submit(plain("Say it"))
            .with_private_metadata(form.metadata.to_owned()),
    )
}

/// At the field of the sentence: there is none.
pub fn no_sentence(voice: &Voice) -> &'static str {
    let Locale::English = voice.locale;
    "A few words, please."
}

/// Why nobody can be thanked.
pub fn refused(voice: &Voice, why: NoThanks) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match why {
        NoThanks::Yourself => "You wrote that yourself. Well done, all the same!",
        NoThanks::Nobody => "An app wrote that, or I don't know who did: there is nobody to thank.",
        NoThanks::Left => "Whoever wrote that has left, so I cannot bring it to them.",
        NoThanks::Elsewhere => {
            "Whoever wrote that belongs to another organization, and I cannot write to them. A \
             reply of yours reaches them."
        }
        NoThanks::Before => "You've thanked them for this before. They know!",
        NoThanks::Enough => "That's a lot of thanks for one day. Tomorrow is another.",
        NoThanks::NotForYou => {
            "Only members of this workspace say thanks with me. A reply of yours works, too."
        }
    };
    message(text, vec![section(text)])
}

/// To who said it: it is on its way.
pub fn sent(voice: &Voice, to: &str, thanks: &Thanks) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let to = escape(to);
    let text = match thanks.shared {
        true => format!("*Said.* It goes into the thread in a moment, and {to} is told."),
        false => format!(
            "*Said.* {to} finds it in App Home at once, and in a message as soon as their day has \
             room for one."
        ),
    };
    message(aloud(&text), vec![section(text), take_back_row(voice, thanks)])
}

fn take_back_row(voice: &Voice, thanks: &Thanks) -> SlackBlock {
    let Locale::English = voice.locale;
    let id = thanks.id.to_string();
    buttons(format!("thanks:{id}"), [button(action::TAKE_BACK, "Take it back", &id)])
}

/// What came of a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed<'a> {
    TakenBack,
    /// It was taken back, or is not theirs.
    Gone,
    /// Their manager may read it.
    Shown(&'a str),
    /// They said so before.
    ShownBefore,
    /// It is not known who their manager is.
    NoManager,
}

/// Says what came of a press.
pub fn pressed(voice: &Voice, what: Pressed<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match what {
        Pressed::TakenBack => {
            "Taken back. Where it was read already, it is struck out in a moment.".to_owned()
        }
        Pressed::Gone => "Those thanks are not there any more.".to_owned(),
        Pressed::Shown(manager) => {
            format!("{} gets to read it, in a message from me. Enjoy it!", escape(manager))
        }
        Pressed::ShownBefore => "You've said so before: it is on its way.".to_owned(),
        Pressed::NoManager => "I don't know who your manager is, so I tell nobody.".to_owned(),
    };
    message(&text, vec![section(&text)])
}

/// The sentence, and what it was for.
fn words(voice: &Voice, said: &Said) -> String {
    let Locale::English = voice.locale;
    let place = channel_of(&said.thanks.about.channel);
    let place = place.map(|channel| format!("\n_For a message in {channel}_")).unwrap_or_default();
    format!(">{}{place}", escape(&said.thanks.text))
}

/// A channel as Slack names it to those who may know; direct messages have no name.
fn channel_of(channel: &ChannelId) -> Option<String> {
    channel.as_str().starts_with('C').then(|| format!("<#{channel}>"))
}

/// To who is thanked: all that nobody has told them yet.
pub fn to_you(voice: &Voice, all: &[Said]) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let mut names: Vec<String> =
        all.iter().filter(|said| said.thanks.stands()).map(|said| said.from.clone()).collect();
    names.dedup();
    let text = match names.is_empty() {
        true => "Thanks that were taken back.".to_owned(),
        false => format!("Thank you! says {}.", list(voice.locale, &names)),
    };
    let blocks = all.iter().flat_map(|said| block_of(voice, said)).collect();
    message(text, blocks)
}

/// Thanks in a message or on a page of who got them.
pub fn block_of(voice: &Voice, said: &Said) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    if !said.thanks.stands() {
        return vec![context("Thanks that stood here were taken back.")];
    }
    let from = escape(&said.from);
    let mut blocks = vec![section(format!(
        ":sparkling_heart: *{from} says thank you:*\n{}",
        words(voice, said)
    ))];
    let id = said.thanks.id.to_string();
    match (&said.manager, said.thanks.manager.is_some()) {
        (Some(manager), true) => {
            blocks.push(context(format!("{} may read it, too: you said so.", escape(manager))));
        }
        (Some(manager), false) => {
            let manager = escape(manager);
            blocks.push(buttons(
                format!("thanks:{id}"),
                [button(action::MANAGER, "Manager may read it", &id)],
            ));
            blocks.push(context(format!(
                "{manager} reads it only if you press that. Nobody else learns of it."
            )));
        }
        (None, _) => {}
    }
    blocks
}

/// In the thread: who is thanked is mentioned, and nobody else.
pub fn in_thread(voice: &Voice, said: &Said) -> SlackMessageContent {
    let Locale::English = voice.locale;
    if !said.thanks.stands() {
        let text = "Thanks that stood here were taken back.";
        return message(text, vec![context(text)]);
    }
    let (from, words) = (escape(&said.from), escape(&said.thanks.text));
    let text =
        format!(":sparkling_heart: {from} says thank you to <@{}>:\n>{words}", said.thanks.to);
    message(format!("{} says thank you to {}.", said.from, said.to), vec![section(text)])
}

/// To their manager, because who is thanked said so.
pub fn to_manager(voice: &Voice, said: &Said) -> SlackMessageContent {
    let Locale::English = voice.locale;
    if !said.thanks.stands() {
        let text = "Thanks that stood here were taken back.";
        return message(text, vec![context(text)]);
    }
    let (from, to) = (escape(&said.from), escape(&said.to));
    let text = format!(
        ":sparkling_heart: *{from} says thank you to {to}:*\n>{}",
        escape(&said.thanks.text)
    );
    let why = format!("{to} likes you to know. I tell nobody's manager anything by myself.");
    let aloud = format!("{} was thanked by {}.", said.to, said.from);
    message(aloud, vec![section(text), context(why)])
}

/// To who said it: the bot is not where it was to be said.
pub fn not_in_thread(voice: &Voice, said: &Said) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let to = escape(&said.to);
    let place = channel_of(&said.thanks.about.channel).unwrap_or_else(|| "that chat".to_owned());
    let text = format!(
        "I'm not in {place}, so I could not say your thanks in the thread. {to} gets them in \
         private instead."
    );
    message(&text, vec![section(&text), take_back_row(voice, &said.thanks)])
}

/// A line of who said thanks, with the way back.
pub fn given_line(voice: &Voice, said: &Said) -> SlackBlock {
    let Locale::English = voice.locale;
    let id = said.thanks.id.to_string();
    let text = format!("To {}: {}", escape(&said.to), escape(&shorten(&said.thanks.text, 150)));
    let back: SlackSectionBlockElement =
        SlackSectionBlockElement::Button(button(action::TAKE_BACK, "Take it back", &id));
    SlackSectionBlock::new()
        .with_text(SlackBlockMarkDownText::new(text).into())
        .with_accessory(back)
        .with_block_id(format!("given:{id}").into())
        .into()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::domain::question::Spot;

    fn said() -> Said {
        let thanks = Thanks {
            id: Uuid::from_u128(1).into(),
            from: "U1".into(),
            to: "U2".into(),
            text: "<!channel> & <@U3>, look".to_owned(),
            shared: true,
            about: Spot { channel: "C1".into(), message: "1.1".into() },
            thread: "1.0".into(),
            said_at: DateTime::UNIX_EPOCH,
            manager: None,
            taken_back_at: None,
        };
        let name = |name: &str| name.to_owned();
        Said { thanks, from: name("<!here>"), to: name("Bo"), manager: Some(name("Cy")) }
    }

    fn text(content: &SlackMessageContent) -> String {
        serde_json::to_string(&content.blocks).unwrap()
    }

    #[test]
    fn nobody_is_mentioned_but_who_is_thanked_in_the_thread() {
        let (voice, said) = (Voice::default(), said());
        let all = [said.clone()];
        let thread = text(&in_thread(&voice, &said));
        assert_eq!(thread.matches("<@").count(), 1, "{thread}");
        assert!(thread.contains("<@U2>") && thread.contains("&lt;!channel&gt; &amp;"), "{thread}");
        for other in [text(&to_you(&voice, &all)), text(&to_manager(&voice, &said))] {
            assert!(!other.contains("<@") && !other.contains("<!"), "{other}");
        }
    }

    #[test]
    fn what_was_taken_back_leaves_no_word_behind() {
        let (voice, mut said) = (Voice::default(), said());
        said.thanks.taken_back_at = Some(DateTime::UNIX_EPOCH);
        let all = [said.clone()];
        let every = [in_thread(&voice, &said), to_you(&voice, &all), to_manager(&voice, &said)];
        for content in every {
            let text = serde_json::to_string(&content).unwrap();
            assert!(!text.contains("look") && text.contains("taken back"), "{text}");
        }
    }

    #[test]
    fn under_an_anonymous_question_it_is_said_what_thanks_may_show() {
        let voice = Voice::default();
        let form = |anonymous| Form { to: "Bo", metadata: "-", channel: false, anonymous };
        let text = |form| serde_json::to_string(&modal_of(&voice, &form)).unwrap();
        assert!(text(form(true)).contains("This question was asked anonymously."));
        let plain = text(form(false));
        assert!(!plain.contains("anonymously") && !plain.contains("In the thread"), "{plain}");
    }
}
