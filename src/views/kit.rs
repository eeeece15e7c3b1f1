//! Block Kit in few words: the parts that the views are made of.

use slack_morphism::prelude::*;

use crate::domain::ids::FileId;
use crate::domain::locale::Locale;
use crate::views::names::action;

/// Text that people wrote, made harmless inside mrkdwn: without this, `<!channel>`, mentions and
/// links could be injected. <https://docs.slack.dev/messaging/formatting-message-text#escaping>
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// At most `limit` characters, cut at a word and marked with an ellipsis.
pub fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    let at_word = kept.rfind(char::is_whitespace).filter(|at| *at > kept.len() / 2);
    let kept = at_word.and_then(|at| kept.get(..at)).unwrap_or(&kept);
    format!("{}…", kept.trim_end())
}

/// The same with a capital letter at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}", letters.as_str())
}

/// Names one after the other: `Ana`, `Ana and Bo`, `Ana, Bo and Cy`.
pub fn list(locale: Locale, names: &[String]) -> String {
    let Locale::English = locale;
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A number as one writes it in a sentence: in words up to twelve.
pub fn number(locale: Locale, n: u32) -> String {
    let Locale::English = locale;
    const WORDS: [&str; 13] = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let word = usize::try_from(n).ok().and_then(|n| WORDS.get(n));
    word.map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// `1 person`, `3 people`.
pub fn count(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Text without any marks, for labels and titles.
pub fn plain(text: impl Into<String>) -> SlackBlockPlainTextOnly {
    text.into().into()
}

/// The heading of a page.
pub fn header(text: &str) -> SlackBlock {
    SlackHeaderBlock::new(plain(shorten(text, 150))).into()
}

/// A paragraph of mrkdwn. What people wrote must have gone through [`escape`].
pub fn section(text: impl Into<String>) -> SlackBlock {
    SlackSectionBlock::new().with_text(markdown(text)).into()
}

/// Small print under something.
pub fn context(text: impl Into<String>) -> SlackBlock {
    let text = shorten_marked(&text.into(), 2_000);
    SlackContextBlock::new(vec![SlackBlockMarkDownText::new(text).into()]).into()
}

/// A picture that was uploaded before, and what it shows in words: for those who do not see it, and
/// while it loads.
pub fn picture(file: &FileId, alt: &str) -> SlackBlock {
    let file = SlackFileIdOrUrl::from(SlackFileId::from(file.as_str()));
    let source = SlackImageUrlOrFile::SlackFile { slack_file: file };
    SlackImageBlock::new(source, shorten(alt, 2_000)).into()
}

/// A line between two things.
pub fn divider() -> SlackBlock {
    SlackDividerBlock::new().into()
}

/// A row of buttons. `name` is the row's `block_id`, unique within its message or view.
pub fn buttons(
    name: impl Into<String>,
    row: impl IntoIterator<Item = SlackBlockButtonElement>,
) -> SlackBlock {
    SlackActionsBlock::new(row.into_iter().map(Into::into).collect())
        .with_block_id(name.into().into())
        .into()
}

/// A button: the meaning first, at most 20 characters, so that phones show it whole.
pub fn button(action: &str, label: &str, value: impl Into<String>) -> SlackBlockButtonElement {
    SlackBlockButtonElement::new(plain(label))
        .with_action_id(action.into())
        .with_value(value.into())
}

/// A menu of further actions: each entry is an action, its label and its value.
pub fn more(row: &[(&str, &str, &str)]) -> SlackBlockOverflowElement {
    let entry =
        |(action, label, value): &(&str, &str, &str)| choice(format!("{action} {value}"), label);
    SlackBlockOverflowElement::new(row.iter().map(entry).collect())
        .with_action_id(action::MORE.into())
}

/// A row of buttons with a menu behind them.
pub fn buttons_and_more(
    name: impl Into<String>,
    row: impl IntoIterator<Item = SlackBlockButtonElement>,
    more: SlackBlockOverflowElement,
) -> SlackBlock {
    let row = row.into_iter().map(SlackActionBlockElement::from);
    SlackActionsBlock::new(row.chain([more.into()]).collect())
        .with_block_id(name.into().into())
        .into()
}

/// The one button of a message that most people will want.
pub fn primary(button: SlackBlockButtonElement) -> SlackBlockButtonElement {
    button.with_style(SlackBlockButtonStyle::Primary)
}

/// A button whose press is asked about first.
pub fn confirmed(
    button: SlackBlockButtonElement,
    title: &str,
    text: impl Into<String>,
    yes: &str,
    no: &str,
) -> SlackBlockButtonElement {
    button.with_confirm(SlackBlockConfirmItem::new(
        plain(title),
        markdown(text),
        plain(yes),
        plain(no),
    ))
}

/// A field of a modal. Its name is both `block_id` and `action_id`, so that Slack keeps what was
/// typed when the modal is drawn again.
pub fn input(
    name: &str,
    label: &str,
    element: impl Into<SlackInputBlockElement>,
) -> SlackInputBlock {
    SlackInputBlock::new(plain(label), element.into()).with_block_id(name.into())
}

/// One of the choices of a [`select`]: what comes back, and what is read.
pub fn choice(
    value: impl Into<String>,
    label: &str,
) -> SlackBlockChoiceItem<SlackBlockPlainTextOnly> {
    SlackBlockChoiceItem::new(plain(label), value.into())
}

/// One of few.
pub fn select(
    name: &str,
    choices: Vec<SlackBlockChoiceItem<SlackBlockPlainTextOnly>>,
    chosen: Option<&str>,
) -> SlackBlockStaticSelectElement {
    let chosen = choices.iter().find(|choice| Some(choice.value.as_str()) == chosen).cloned();
    let select =
        SlackBlockStaticSelectElement::new().with_action_id(name.into()).with_options(choices);
    match chosen {
        Some(chosen) => select.with_initial_option(chosen),
        None => select,
    }
}

/// A message: blocks, and the text that notifications and screen readers use.
pub fn message(text: impl Into<String>, blocks: Vec<SlackBlock>) -> SlackMessageContent {
    SlackMessageContent::new().with_text(shorten(&text.into(), 3_900)).with_blocks(blocks)
}

/// A modal that can be sent when `submit` is given.
pub fn modal(name: &str, title: &str, close: &str, blocks: Vec<SlackBlock>) -> SlackModalView {
    SlackModalView::new(plain(title), blocks).with_callback_id(name.into()).with_close(plain(close))
}

fn markdown(text: impl Into<String>) -> SlackBlockText {
    SlackBlockMarkDownText::new(shorten_marked(&text.into(), 3_000)).into()
}

/// As [`shorten`], without a mention or an escaped sign that is cut in two.
fn shorten_marked(text: &str, limit: usize) -> String {
    let short = shorten(text, limit);
    let Some(kept) = short.strip_suffix('…').filter(|_| short != text) else { return short };
    let opened = kept.rfind('<').filter(|at| kept.rfind('>').is_none_or(|closed| closed < *at));
    let escaped = kept.rfind('&').filter(|at| kept.rfind(';').is_none_or(|closed| closed < *at));
    let cut = [opened, escaped].into_iter().flatten().min().unwrap_or(kept.len());
    format!("{}…", kept.get(..cut).unwrap_or(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_cannot_ping_a_channel() {
        assert_eq!(escape("<!channel> & <@U1>"), "&lt;!channel&gt; &amp; &lt;@U1&gt;");
    }

    #[test]
    fn a_long_text_is_not_cut_within_a_sign_or_a_mention() {
        assert_eq!(shorten_marked("aaaaaaaa &amp; b", 12), "aaaaaaaa…");
        assert_eq!(shorten_marked("aaaaaaaaaa&amp;b", 14), "aaaaaaaaaa…");
        assert_eq!(shorten_marked("aaaaaaaaaa<@U1>bbbb", 14), "aaaaaaaaaa…");
        assert_eq!(shorten_marked("a &amp; b", 9), "a &amp; b");
    }

    #[test]
    fn a_picture_is_a_file_and_words() {
        let block = picture(&FileId::new("F1"), "Three weeks: 1 & 2.");
        assert_eq!(
            serde_json::to_value(block).unwrap(),
            serde_json::json!({
                "type": "image", "slack_file": { "id": "F1" }, "alt_text": "Three weeks: 1 & 2.",
            })
        );
    }

    #[test]
    fn names_read_as_one_says_them() {
        let names = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            list(Locale::English, &names)
        };
        assert_eq!(names(&["Ana"]), "Ana");
        assert_eq!(names(&["Ana", "Bo"]), "Ana and Bo");
        assert_eq!(names(&["Ana", "Bo", "Cy"]), "Ana, Bo and Cy");
    }

    #[test]
    fn a_long_text_ends_at_a_word() {
        assert_eq!(shorten("one two three four", 12), "one two…");
        assert_eq!(shorten("short", 12), "short");
        assert_eq!(shorten("ééééééééééééééé", 5), "éééé…");
    }
}
