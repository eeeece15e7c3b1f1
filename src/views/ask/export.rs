//! Knowledge cards as a file: for a wiki, a spreadsheet or a program. Pure, and the same for the same
//! cards in the same order.

use std::fmt::Write as _;

use serde_json::json;

use crate::domain::card::{CardInFull, CardState, Origin};
use crate::domain::locale::Locale;

/// In which form cards leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A page with a heading for each card.
    Markdown,
    /// A row for each card, safe to be opened in a spreadsheet.
    Csv,
    /// A list of objects.
    Json,
}

impl Format {
    /// What a file of it is called at its end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// All cards as one text.
pub fn cards(locale: Locale, cards: &[CardInFull], format: Format) -> String {
    match format {
        Format::Markdown => markdown(locale, cards),
        Format::Csv => csv(cards),
        Format::Json => json_of(cards),
    }
}

fn day(at: chrono::DateTime<chrono::Utc>) -> String {
    at.format("%Y-%m-%d").to_string()
}

fn kind(card: &CardInFull) -> &'static str {
    match card.card.origin {
        Origin::Answer { .. } => "answer",
        Origin::Kept => "kept",
        Origin::Session { .. } => "session",
    }
}

fn json_of(cards: &[CardInFull]) -> String {
    let one = |it: &CardInFull| {
        json!({
            "id": it.card.id,
            "kind": kind(it),
            "title": it.card.title,
            "details": it.details,
            "answer": it.card.text,
            "asked_by": it.asked_by,
            "answered_by": it.answered_by,
            "community": it.community,
            "topic": it.topic,
            "state": it.card.state.as_str(),
            "made_on": day(it.card.made_at),
            "review_on": day(it.card.review_at),
            "solved_too": it.solved_too,
            "link": it.card.link,
        })
    };
    let all: Vec<_> = cards.iter().map(one).collect();
    format!("{:#}\n", json!(all))
}

const COLUMNS: [&str; 14] = [
    "id",
    "kind",
    "title",
    "details",
    "answer",
    "asked_by",
    "answered_by",
    "community",
    "topic",
    "state",
    "made_on",
    "review_on",
    "solved_too",
    "link",
];

fn csv(cards: &[CardInFull]) -> String {
    let mut file = csv::Writer::from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = file.write_record(COLUMNS);
    for it in cards {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let row = [
            it.card.id.to_string(),
            kind(it).to_owned(),
            it.card.title.clone(),
            it.details.clone(),
            it.card.text.clone(),
            text(&it.asked_by),
            it.answered_by.clone(),
            text(&it.community),
            text(&it.topic),
            it.card.state.as_str().to_owned(),
            day(it.card.made_at),
            day(it.card.review_at),
            it.solved_too.to_string(),
            text(&it.card.link),
        ];
        let _ = file.write_record(row.iter().map(|cell| harmless(cell)));
    }
    let bytes = file.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A spreadsheet runs what begins with these signs as a formula; behind an apostrophe it is text.
/// <https://owasp.org/www-community/attacks/CSV_Injection>
pub(in crate::views) fn harmless(cell: &str) -> String {
    let risky = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', '|', '%'];
    let begins = cell.starts_with(risky) || cell.trim_start().starts_with(risky);
    if begins { format!("'{cell}") } else { cell.to_owned() }
}

fn markdown(locale: Locale, cards: &[CardInFull]) -> String {
    let Locale::English = locale;
    let mut page = String::from("# What we know\n");
    for it in cards {
        let _ = write!(page, "\n## {}\n", inline(&it.card.title));
        if !it.details.trim().is_empty() && it.details.trim() != it.card.title.trim() {
            let quoted = blocks(&it.details).replace('\n', "\n> ");
            let _ = write!(page, "\n> {}\n", quoted.replace("> \n", ">\n"));
        }
        let _ = write!(page, "\n{}\n\n", blocks(&it.card.text));
        let _ = writeln!(page, "*{}*", under(it));
        if let Some(link) = it.card.link.as_deref().and_then(link) {
            let _ = write!(page, "\n{link}\n");
        }
    }
    page
}

/// Who, where and when.
fn under(it: &CardInFull) -> String {
    let mut said = match &it.asked_by {
        Some(asker) => format!("Asked by {}, answered by ", inline(asker)),
        None => "By ".to_owned(),
    };
    said.push_str(&inline(&it.answered_by));
    if let Some(community) = &it.community {
        let _ = write!(said, " in {}", inline(community));
    }
    let _ = write!(said, ", {}", day(it.card.made_at));
    match it.solved_too {
        0 => {}
        1 => said.push_str("; solved it for 1 other person"),
        more => {
            let _ = write!(said, "; solved it for {more} others");
        }
    }
    if it.card.state == CardState::Stale {
        said.push_str("; nobody has confirmed lately that it still holds");
    }
    said
}

/// Text of several lines: code between fences stays code, everything else is plain text.
pub(in crate::views) fn blocks(text: &str) -> String {
    let parts: Vec<&str> = text.split("```").collect();
    let closed = parts.len() % 2 == 1;
    let mut written: Vec<String> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let is_last_and_open = !closed && at + 1 == parts.len();
        if at % 2 == 1 && !is_last_and_open {
            // No row of backticks in it is as long as what is around it.
            let longest = part.split(|sign| sign != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(usize::max(3, longest + 1));
            written.push(format!("{fence}\n{}\n{fence}", part.trim_matches('\n')));
        } else if !part.trim().is_empty() {
            written.push(paragraphs(part));
        }
    }
    written.join("\n\n")
}

fn paragraphs(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.trim().lines() {
        lines.push(inline(line.trim()));
    }
    let mut written = String::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        written.push_str(&line);
        match lines.peek() {
            // A backslash at its end keeps a line's end within a paragraph.
            Some(next) if !line.is_empty() && !next.is_empty() => written.push_str("\\\n"),
            Some(_) => written.push('\n'),
            None => {}
        }
    }
    written
}

/// One line in which nothing is markup.
pub(in crate::views) fn inline(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 8);
    let mut words = text.split_inclusive(char::is_whitespace);
    let mut at_start = true;
    for word in words.by_ref() {
        let bare = word.trim_end();
        match link(bare) {
            Some(link) => written.push_str(&link),
            None => push_escaped(&mut written, bare, at_start),
        }
        if bare.len() < word.len() {
            written.push(' ');
        }
        at_start &= bare.is_empty();
    }
    written.truncate(written.trim_end().len());
    written
}

/// What leads somewhere, as a link; nothing else than the web.
fn link(word: &str) -> Option<String> {
    let web = word.starts_with("https://") || word.starts_with("http://");
    let plain = !word.contains(['<', '>', '(', ')', '[', ']', '`', '"', '\\'])
        && !word.chars().any(|sign| sign.is_whitespace() || sign.is_control());
    (web && plain).then(|| format!("<{word}>"))
}

fn push_escaped(written: &mut String, word: &str, at_start: bool) {
    let number = word.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let is_item = at_start && number.len() < word.len() && number.starts_with(['.', ')']);
    let item_sign = word.len() - number.len();
    for (at, sign) in word.char_indices() {
        let markup = matches!(
            sign,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$'
        );
        let first = at_start && at == 0 && matches!(sign, '-' | '+' | '=' | ':');
        if markup || first || (is_item && at == item_sign) {
            written.push('\\');
        }
        written.push(sign);
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    use super::*;
    use crate::domain::card::Card;
    use crate::domain::ids::{CardId, MemberId};

    fn card(number: u128, title: &str, text: &str) -> CardInFull {
        let at: DateTime<Utc> = "2026-01-05T09:00:00Z".parse().unwrap();
        let id = CardId::from(Uuid::from_u128(number));
        CardInFull {
            card: Card {
                id,
                origin: Origin::Kept,
                community: None,
                title: title.to_owned(),
                text: text.to_owned(),
                owner: MemberId::new("U1"),
                link: None,
                state: CardState::Current,
                made_at: at,
                review_at: at + chrono::TimeDelta::days(182),
            },
            details: String::new(),
            asked_by: None,
            answered_by: "Bo *Berg*".to_owned(),
            community: None,
            topic: None,
            solved_too: 0,
        }
    }

    #[test]
    fn a_page_of_cards_reads_well() {
        let mut one =
            card(1, "How do we rotate certificates?", "Two at a time:\n```\nrotate *\n```");
        one.asked_by = Some("Ana".to_owned());
        one.details = "Without <downtime>.\n\nReally.".to_owned();
        one.community = Some("#platform".to_owned());
        one.solved_too = 2;
        one.card.link = Some("https://acme.slack.com/archives/C1/p1".to_owned());
        one.card.state = CardState::Stale;
        insta::assert_snapshot!(cards(Locale::English, &[one], Format::Markdown), @r"
        # What we know

        ## How do we rotate certificates?

        > Without \<downtime\>.
        >
        > Really.

        Two at a time:

        ```
        rotate *
        ```

        *Asked by Ana, answered by Bo \*Berg\* in \#platform, 2026-01-05; solved it for 2 others; nobody has confirmed lately that it still holds*

        <https://acme.slack.com/archives/C1/p1>
        ");
    }

    #[test]
    fn what_people_wrote_is_no_markup() {
        for (text, safe) in [
            ("# not a heading", "\\# not a heading"),
            ("- no item", "\\- no item"),
            ("1. no item\n2) nor this", "1\\. no item\\\n2\\) nor this"),
            ("in 2026. Or 3.5", "in 2026. Or 3.5"),
            ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
            ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
            ("![x](https://evil.example/p.png)", "\\!\\[x\\](https://evil.example/p.png)"),
            ("see https://a.example/b_c_d now", "see <https://a.example/b_c_d> now"),
            ("    indented", "indented"),
            ("a  b", "a  b"),
            ("===\n---", "\\===\\\n\\---"),
            ("&lt; | ~~no~~ $x$", "\\&lt; \\| \\~\\~no\\~\\~ \\$x\\$"),
            ("first\n\n\nsecond", "first\n\n\nsecond"),
        ] {
            assert_eq!(blocks(text), safe, "{text}");
        }
    }

    #[test]
    fn code_stays_code_and_cannot_end_itself() {
        assert_eq!(blocks("Run ```a\n*b*``` now"), "Run\n\n```\na\n*b*\n```\n\nnow");
        assert_eq!(blocks("an ```open end"), "an\n\nopen end");
        let tricky = blocks("```one\n``two``\n# three```");
        assert!(tricky.starts_with("```\none") && tricky.ends_with("# three\n```"), "{tricky}");
    }

    #[test]
    fn a_spreadsheet_runs_nothing() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1"] {
            let file = cards(Locale::English, &[card(1, formula, "fine")], Format::Csv);
            let mut read = csv::Reader::from_reader(file.as_bytes());
            let row = read.records().next().unwrap().unwrap();
            assert_eq!(&row[2], format!("'{formula}"));
        }
        let tricky = card(1, "a \"b\", c", "one\ntwo;\n\"three\"");
        let file = cards(Locale::English, &[tricky], Format::Csv);
        let mut read = csv::Reader::from_reader(file.as_bytes());
        assert_eq!(read.headers().unwrap().len(), COLUMNS.len());
        let row = read.records().next().unwrap().unwrap();
        assert_eq!((&row[2], &row[4]), ("a \"b\", c", "one\ntwo;\n\"three\""));
        assert_eq!((&row[10], &row[12]), ("2026-01-05", "0"));
    }

    #[test]
    fn a_program_reads_every_field() {
        let text = cards(Locale::English, &[card(1, "Why?", "Because.")], Format::Json);
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut fields: Vec<&str> =
            read[0].as_object().unwrap().keys().map(String::as_str).collect();
        fields.sort_unstable();
        let mut columns = COLUMNS;
        columns.sort_unstable();
        assert_eq!(fields, columns);
        assert_eq!((&read[0]["answer"], &read[0]["asked_by"]), (&json!("Because."), &json!(null)));
        assert_eq!(cards(Locale::English, &[], Format::Json), "[]\n");
    }
}
