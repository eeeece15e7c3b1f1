//! A question as it stands in its community's channel.

use slack_morphism::prelude::*;

use super::names::action;
use crate::domain::locale::Locale;
use crate::domain::question::{Privacy, Question, State};
use crate::views::Voice;
use crate::views::kit::{button, buttons, context, escape, message, modal, section, shorten};
use crate::views::names::modal as name;

/// So much of the details stands in the channel, in characters as they are printed.
const SHOWN: usize = 1_200;
/// The parts that a page of details is made of, in characters as they are printed.
const PART: usize = 2_900;
/// A page has no more parts than this.
const MOST_PARTS: usize = 90;

/// The head of a question's thread. `asker` is the name of who asked, where everybody may know it;
/// `answered_by` the name of who wrote the accepted answer.
pub fn head(
    voice: &Voice,
    question: &Question,
    asker: Option<&str>,
    answered_by: Option<&str>,
) -> SlackMessageContent {
    let Locale::English = voice.locale;
    if question.state == State::Withdrawn {
        let text = "This question was taken back.";
        return message(text, vec![section(format!("_{text}_"))]);
    }
    let title = escape(&question.title);
    let who = asker_name(voice, question, asker);
    let mut blocks = vec![section(format!("*{who} asks:* {title}"))];
    let details = escape(question.details.trim());
    let whole = details.chars().count() <= SHOWN;
    if !details.is_empty() {
        blocks.push(section(cut(&details, SHOWN)));
    }
    if !whole {
        let read = button(action::READ, "Read it all", question.id.to_string());
        blocks.push(buttons(format!("question_{}", question.id), [read]));
    }
    blocks.push(context(foot(voice, question, answered_by)));
    message(format!("{who} asks: {title}"), blocks)
}

/// Who asks, as others may know it. Escaped.
pub fn asker_name(voice: &Voice, question: &Question, asker: Option<&str>) -> String {
    let Locale::English = voice.locale;
    let known = asker.filter(|_| question.privacy != Privacy::Anonymous);
    known.map_or_else(|| "Somebody".to_owned(), escape)
}

fn foot(voice: &Voice, question: &Question, answered_by: Option<&str>) -> String {
    let Locale::English = voice.locale;
    let mut parts = Vec::new();
    if let Some(topic) = &question.topic {
        parts.push(format!("Topic: {}", escape(topic)));
    }
    parts.push(match question.state {
        State::Answered => match answered_by {
            Some(name) => format!(":white_check_mark: Answered by {}", escape(name)),
            None => ":white_check_mark: Answered".to_owned(),
        },
        State::Closed | State::Withdrawn => {
            "Closed. Whoever knows can still add it in the thread.".to_owned()
        }
        State::Routing | State::Channel | State::Steward | State::Nobody | State::KeptOpen => {
            let urgent = if question.urgent { "Urgent · " } else { "" };
            format!("{urgent}Do you know? Answer in the thread.")
        }
    });
    parts.join(" · ")
}

/// The same length as it is printed, without a sign that is cut in two.
fn cut(escaped: &str, limit: usize) -> String {
    let short = shorten(escaped, limit);
    let Some(kept) = short.strip_suffix('…').filter(|_| short != escaped) else { return short };
    let sign = kept.rfind('&').filter(|at| kept.get(*at..).is_none_or(|it| !it.contains(';')));
    format!("{}…", kept.get(..sign.unwrap_or(kept.len())).unwrap_or(kept).trim_end())
}

/// The whole question, on a page.
pub fn whole(voice: &Voice, question: &Question, asker: Option<&str>) -> SlackView {
    let Locale::English = voice.locale;
    let who = asker_name(voice, question, asker);
    let mut blocks = vec![section(format!("*{who} asks:* {}", escape(&question.title)))];
    blocks.extend(parts(&question.details).into_iter().map(section));
    SlackView::Modal(modal(name::NOTICE, "A question", "Close", blocks))
}

/// A long text in parts that Slack takes, each escaped, cut between words where it can be.
pub(in crate::views::ask) fn parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut length = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        // A word that is longer than a part is cut into letters.
        let whole = escape(word).chars().count() <= PART;
        let pieces: Vec<String> = match whole {
            true => vec![escape(word)],
            false => word.chars().map(|sign| escape(&sign.to_string())).collect(),
        };
        for piece in pieces {
            let more = piece.chars().count();
            if length + more > PART {
                parts.push(std::mem::take(&mut part));
                length = 0;
            }
            part.push_str(&piece);
            length += more;
        }
    }
    parts.push(part);
    parts.retain(|part| !part.trim().is_empty());
    parts.truncate(MOST_PARTS);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_shown_whole_in_parts_that_fit() {
        for text in ["a b ".repeat(3_000), "&".repeat(12_000), "茶".repeat(12_000)] {
            let parts = parts(&text);
            assert!(parts.iter().all(|part| part.chars().count() <= PART));
            assert_eq!(parts.concat(), escape(&text));
        }
        assert_eq!(parts(" \n"), Vec::<String>::new());
    }

    #[test]
    fn no_sign_is_cut_in_two() {
        for limit in 5..40 {
            let text = cut(&escape("a&b&c&d&e&f&g h<i>j k&l"), limit);
            let open = text.rfind('&').is_some_and(|at| !text[at..].contains(';'));
            assert!(!open, "{text}");
        }
    }
}
