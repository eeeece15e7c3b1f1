//! What stories look like in a line, and the one message about a month of them.

use chrono::NaiveDate;
use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::domain::story::Story;
use crate::views::Voice;
use crate::views::ask::answer::{link, quote};
use crate::views::kit::{context, escape, list, message, section};

/// A story with the names that may stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    pub story: Story,
    /// Who was helped, if they agreed to be named.
    pub helped: Option<String>,
    /// Those who helped and agreed to be named, in alphabetical order.
    pub helpers: Vec<String>,
    /// What its community is called.
    pub community: Option<String>,
    /// Where it can be read in a browser.
    pub link: Option<String>,
    /// What came of it, in the words of whoever was helped: the latest last.
    pub came: Vec<String>,
}

/// Stories in one message.
pub const MOST: usize = 10;

/// `October 2026`.
fn month_name(locale: Locale, month: NaiveDate) -> String {
    let Locale::English = locale;
    month.format("%B %Y").to_string()
}

/// One line of a story.
pub fn line(face: &Face) -> String {
    let words = face.story.happened.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = link(face.link.as_deref(), &quote(&words, 160));
    match &face.helped {
        Some(name) => format!("• {}: {told}", escape(name)),
        None => format!("• {told}"),
    }
}

/// The stories of a month, and thanks to those who helped. Nobody is counted, and nobody comes first
/// but by the alphabet.
pub fn wins(voice: &Voice, month: NaiveDate, faces: &[Face]) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let month = month_name(voice.locale, month);
    if faces.is_empty() {
        let text = format!("The stories of {month} that stood here were taken back.");
        return message(&text, vec![context(&text)]);
    }
    let mut lines: Vec<String> = faces.iter().take(MOST).map(line).collect();
    if faces.len() > MOST {
        lines.push(format!("… and more: `{} list` has all of them.", voice.story));
    }
    let mut blocks =
        vec![section(format!(":sparkles: *What {month} was good for*")), section(lines.join("\n"))];
    let mut helpers: Vec<String> =
        faces.iter().flat_map(|face| face.helpers.iter().cloned()).collect();
    helpers.sort_by_key(|name| name.to_lowercase());
    helpers.dedup();
    if !helpers.is_empty() {
        let named: Vec<String> = helpers.iter().map(|name| escape(name)).collect();
        let text = format!("Thank you, {}!", list(voice.locale, &named));
        blocks.push(section(text));
    }
    blocks.push(context(format!("`{}` tells another one.", voice.story)));
    message(format!("What {month} was good for."), blocks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::story::list::tests::face;

    #[test]
    fn a_month_names_helpers_by_the_alphabet_and_counts_nobody() {
        let mut one = face("It <!channel> worked.");
        one.helpers = vec!["Omar".to_owned(), "Bo & Co".to_owned()];
        one.link = Some("https://acme.slack.com/archives/C1/p1".to_owned());
        let mut two = face("Twice.");
        two.helpers = vec!["Omar".to_owned()];
        two.helped = None;
        let month = "2026-10-01".parse().unwrap();
        let content = wins(&Voice::default(), month, &[one, two]);
        let text = serde_json::to_string(&content).unwrap();
        assert!(text.contains("What October 2026 was good for"), "{text}");
        assert!(text.contains("Thank you, Bo &amp; Co and Omar!"), "{text}");
        assert!(text.contains("It &lt;!channel&gt; worked."), "{text}");
        assert_eq!(text.matches("Omar").count(), 1, "{text}");
    }
}
