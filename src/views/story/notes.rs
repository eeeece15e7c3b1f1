//! What people are told of stories in their direct message.

use slack_morphism::prelude::*;

use super::names::{WORDS_ALONG, WORDS_OUT, action};
use super::words::{Told, fitting, parts, readers_of, seen, whose};
use crate::domain::ids::QuestionId;
use crate::domain::locale::Locale;
use crate::domain::question::Question;
use crate::domain::story::Story;
use crate::views::Voice;
use crate::views::ask::answer::{aloud, link};
use crate::views::kit::{
    button, buttons, confirmed, context, escape, message, primary, section, shorten,
};

/// To whoever was helped: somebody told a story of theirs.
pub fn confirm(voice: &Voice, told: &Told, teller: &str) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let teller = escape(teller);
    let id = told.story.id.to_string();
    let mut blocks = vec![section(format!(
        ":sparkles: *Was it so?* {teller} told a story in which you were helped. Only you can say \
         whether it's right."
    ))];
    blocks.extend(parts(voice, told).into_iter().map(section));
    blocks.push(buttons(
        "confirm",
        [
            primary(button(action::YES, "Yes, that's right", seen(&told.story))),
            button(action::CHANGE, "Change it", &id),
            not_me(voice, &id),
        ],
    ));
    blocks.push(context("Nobody but the people in it reads it before you agree."));
    message(format!("{teller} told a story in which you were helped. Was it so?"), blocks)
}

/// It was not them: asked about first, since the story goes with it.
pub fn not_me(voice: &Voice, story: &str) -> SlackBlockButtonElement {
    let Locale::English = voice.locale;
    confirmed(
        button(action::NOT_ME, "Not me", story),
        "Not you?",
        "Then the story is taken back, and nobody reads it.",
        "Not me",
        "Back",
    )
}

/// What somebody is asked about who is in a story, besides the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    pub teller: &'a str,
    /// What its community is called.
    pub community: Option<&'a str>,
    /// They are in it for their message alone.
    pub author: bool,
    /// A message of theirs waits for their yes.
    pub words: bool,
}

/// To somebody else in it: is it fine?
pub fn consent(voice: &Voice, told: &Told, asked: Asked<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let teller = escape(asked.teller);
    let first = match asked.author {
        false => format!(
            ":sparkles: *You're in a story.* {teller} told how you were of help. Is that fine with you?"
        ),
        true => {
            format!(":sparkles: *{teller} would like to tell a story with a message of yours.*")
        }
    };
    let mut blocks = vec![section(first)];
    if asked.words {
        blocks.push(section(
            "Your own words below come along only if you agree to that, too; so far nobody else \
             reads them. To stay without a name, go to your App Home.",
        ));
    }
    blocks.extend(parts(voice, told).into_iter().map(section));
    blocks.push(match asked.words {
        true => words_buttons(&told.story),
        false => fine_buttons(&told.story),
    });
    blocks.push(context(format!(
        "It would be read by {}. Without a word from you, nobody but the people in it reads it, and \
         your name isn't in it. You can take yourself out at any time, in your App Home.",
        readers_of(voice, told.story.proposed(), asked.community)
    )));
    message(format!("{teller} told a story with you in it. Is that fine with you?"), blocks)
}

/// With one's name, without it, or not at all. None of it lets words of one's own come along.
pub fn fine_buttons(story: &Story) -> SlackBlock {
    let id = story.id.to_string();
    let seen = seen(story);
    buttons(
        format!("fine_{id}"),
        [
            primary(button(action::FINE, "Fine, with my name", &seen)),
            button(action::FINE_UNNAMED, "Fine, without name", &seen),
            button(action::OUT, "Take me out", &id),
        ],
    )
}

/// The same for somebody of whom a message would come along.
fn words_buttons(story: &Story) -> SlackBlock {
    let id = story.id.to_string();
    let seen = seen(story);
    buttons(
        format!("fine_{id}"),
        [
            primary(button(action::FINE, "Fine, with my words", format!("{seen} {WORDS_ALONG}"))),
            button(action::FINE_WORDLESS, "Fine, without words", format!("{seen} {WORDS_OUT}")),
            button(action::OUT, "Take me out", &id),
        ],
    )
}

/// To a helper who is named: it stands in the channel.
pub fn thanks(voice: &Voice, told: &Told, to: Option<&str>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let who = told.helped.as_deref().map_or_else(|| "Somebody".to_owned(), escape);
    let place = link(to, "its channel");
    let text = format!(
        ":sparkles: *You made a difference.* {who} told what came of your help, and it stands in \
         {place}:"
    );
    let mut blocks = vec![section(text)];
    blocks.extend(parts(voice, told).into_iter().take(1).map(section));
    let id = told.story.id.to_string();
    blocks.push(buttons("thanks", [button(action::OPEN, "Whole story", id)]));
    let heard = format!("{}: {}", whose(voice, told), fitting(&told.story.happened, 300));
    message(aloud(&format!("You made a difference. {heard}")), blocks)
}

/// To whoever accepted an answer by a check mark: what was it worth?
pub fn offer(voice: &Voice, question: &Question) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let title = escape(&shorten(&question.title, 150));
    message(
        format!("“{title}” is answered. Would you tell what it was worth?"),
        vec![
            section(format!(
                ":sparkles: *“{title}” is answered.* What would it have cost you otherwise? A few \
                 words show what your community is good for, and thank whoever helped."
            )),
            tell_button(voice, question.id),
        ],
    )
}

/// The way from an accepted answer to its story.
pub fn tell_button(voice: &Voice, question: QuestionId) -> SlackBlock {
    let Locale::English = voice.locale;
    buttons("tell_story", [button(action::TELL, "Tell the story", question.to_string())])
}
