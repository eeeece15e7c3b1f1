//! Stories, and what somebody contributed, as files. Pure, and the same for the same in the same order.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde_json::json;
use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::domain::story::Source;
use crate::views::Voice;
use crate::views::ask::export::{Format, blocks, harmless, inline};
use crate::views::kit::{count, list, message, section};
use crate::views::story::follow_up::cycle;
use crate::views::story::list::{kind, state, worth};
use crate::views::story::mine::Contributions;
use crate::views::story::wins::Face;

/// To who asked for a file: it is on its way, or not theirs to have.
pub fn exporting(voice: &Voice, may: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match may {
        true => "On its way: the file comes into our direct message.".to_owned(),
        false => format!(
            "Files of stories are for whoever tends a community, and for admins. `{} list` shows \
             what you may read, and `{} contributions` gives you your own.",
            voice.story, voice.story
        ),
    };
    message(&text, vec![section(&text)])
}

/// It is not known what sort of file they mean.
pub fn which_format(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let story = &voice.story;
    let text = format!("`{story} export markdown`, `{story} export csv` or `{story} export json`?");
    message(&text, vec![section(&text)])
}

/// What is said beside a file of stories.
pub fn comment(voice: &Voice, stories: u32) -> String {
    let Locale::English = voice.locale;
    format!(
        "{}: those that you may read today. Names stand in it only where people agreed; who takes \
         a story back is in no later file, so please keep no old ones.",
        count(stories, "story", "stories")
    )
}

/// What is said beside what somebody contributed.
pub fn comment_mine(voice: &Voice) -> &'static str {
    let Locale::English = voice.locale;
    "What you contributed, for you alone."
}

fn day(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d").to_string()
}

/// Stories as one text.
pub fn stories(voice: &Voice, faces: &[Face], format: Format) -> String {
    match format {
        Format::Markdown => markdown(voice, faces),
        Format::Csv => csv(faces),
        Format::Json => json_of(faces),
    }
}

const COLUMNS: [&str; 20] = [
    "id",
    "told_on",
    "community",
    "helped",
    "helpers",
    "happened",
    "changed",
    "came_of_it",
    "kind",
    "goal",
    "state",
    "cycle",
    "measure",
    "low",
    "likely",
    "high",
    "confidence",
    "attribution",
    "evidence",
    "source",
];

fn source(face: &Face) -> &'static str {
    match face.story.source {
        Source::Told => "told",
        Source::Question(_) => "question",
        Source::Coffee(_) => "coffee",
        Source::Message(_) => "message",
    }
}

fn csv(faces: &[Face]) -> String {
    let mut file = csv::Writer::from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = file.write_record(COLUMNS);
    for face in faces {
        let it = &face.story;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let claim = it.worth();
        let number = |number: Option<u32>| number.map(|it| it.to_string()).unwrap_or_default();
        let measure = claim.map(|it| it.measure.clone().unwrap_or_else(|| "minutes".to_owned()));
        let row = [
            it.id.to_string(),
            day(it.told_at),
            text(&face.community),
            text(&face.helped),
            face.helpers.join(", "),
            it.happened.clone(),
            text(&it.changed),
            face.came.join("\n"),
            it.kind.as_str().to_owned(),
            text(&it.goal),
            it.state.as_str().to_owned(),
            it.cycle.as_str().to_owned(),
            measure.unwrap_or_default(),
            number(claim.map(|it| it.low)),
            number(claim.map(|it| it.likely)),
            number(claim.map(|it| it.high)),
            number(claim.map(|it| it.confidence.into())),
            number(claim.map(|it| it.attribution.into())),
            text(&it.evidence),
            source(face).to_owned(),
        ];
        let _ = file.write_record(row.iter().map(|cell| harmless(cell)));
    }
    let bytes = file.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn json_of(faces: &[Face]) -> String {
    let one = |face: &Face| {
        let it = &face.story;
        let claim = it.worth().map(|claim| {
            json!({
                "measure": claim.measure.as_deref().unwrap_or("minutes"),
                "low": claim.low,
                "likely": claim.likely,
                "high": claim.high,
                "before": claim.before,
                "after": claim.after,
                "confidence_percent": claim.confidence,
                "attribution_percent": claim.attribution,
            })
        });
        json!({
            "id": it.id.to_string(),
            "told_on": day(it.told_at),
            "community": face.community,
            "helped": face.helped,
            "helpers": face.helpers,
            "happened": it.happened,
            "changed": it.changed,
            "came_of_it": face.came,
            "kind": it.kind.as_str(),
            "goal": it.goal,
            "state": it.state.as_str(),
            "cycle": it.cycle.as_str(),
            "claim": claim,
            "evidence": it.evidence,
            "source": source(face),
        })
    };
    let all: Vec<_> = faces.iter().map(one).collect();
    format!("{:#}\n", json!(all))
}

fn markdown(voice: &Voice, faces: &[Face]) -> String {
    let Locale::English = voice.locale;
    let mut page = String::from("# Value stories\n");
    for face in faces {
        let it = &face.story;
        let title = kind(voice.locale, it.kind);
        let _ = write!(page, "\n## {title}, {}\n\n{}\n", day(it.told_at), blocks(&it.happened));
        if let Some(changed) = &it.changed {
            let _ = write!(page, "\n*What changed:* {}\n", blocks(changed));
        }
        for came in &face.came {
            let _ = write!(page, "\n*What came of it:* {}\n", blocks(came));
        }
        if let Some(claim) = it.worth() {
            let _ = write!(page, "\n*What it was worth:* {}\n", inline(&worth(voice, face, claim)));
        }
        if let Some(evidence) = &it.evidence {
            let _ = write!(page, "\n*To look at:* {}\n", inline(evidence));
        }
        let _ = write!(page, "\n*{}*\n", under(voice, face));
    }
    page
}

/// Who, where, and how sure.
fn under(voice: &Voice, face: &Face) -> String {
    let Locale::English = voice.locale;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(face.helped.as_ref().map(|name| format!("Helped: {}", inline(name))));
    if !face.helpers.is_empty() {
        let names: Vec<String> = face.helpers.iter().map(|name| inline(name)).collect();
        parts.push(format!("Thanks to {}", list(voice.locale, &names)));
    }
    parts.extend(face.community.as_ref().map(|name| inline(name)));
    parts.extend(face.story.goal.as_ref().map(|goal| format!("Serves: {}", inline(goal))));
    parts.push(state(voice.locale, face.story.state).to_owned());
    parts.push(cycle(voice.locale, face.story.cycle).to_owned());
    parts.join("; ")
}

/// What somebody contributed, as a page.
pub fn contributions(voice: &Voice, all: &Contributions) -> String {
    let Locale::English = voice.locale;
    let mut page = String::from("# What I contributed\n");
    let mut part = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let _ = write!(page, "\n## {title}\n\n");
            lines.iter().for_each(|line| {
                let _ = writeln!(page, "- {line}");
            });
        }
    };
    let answers = all.answers.iter().map(|it| {
        let too = match it.too {
            0 => String::new(),
            1 => "; it helped another person, too".to_owned(),
            n => format!("; it helped {n} others, too"),
        };
        let link = it.link.as_deref().map(|link| format!(" {}", inline(link)));
        format!("{} ({}{too}){}", inline(&it.title), day(it.on), link.unwrap_or_default())
    });
    part("Answers of mine that helped", answers.collect());
    let stories = all.stories.iter();
    let stories =
        stories.map(|it| format!("{} ({})", inline(&it.story.happened), day(it.story.told_at)));
    part("Stories I am in", stories.collect());
    let thanks = all.thanks.iter().map(|it| {
        let (from, text) = (inline(&it.from), inline(&it.thanks.text));
        format!("{from}: {text} ({})", day(it.thanks.said_at))
    });
    part("Thanks I got", thanks.collect());
    let sessions = all.sessions.iter().map(|it| {
        let about = if it.about.is_empty() { "Ask me anything" } else { it.about.as_str() };
        let place = it.community.as_ref().map(|name| format!(", {}", inline(name)));
        format!("{} ({}{})", inline(about), day(it.on), place.unwrap_or_default())
    });
    part("Sessions I held", sessions.collect());
    part("Met over coffee", all.met.iter().map(|name| inline(name)).collect());
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::story::list::tests::face;

    #[test]
    fn a_table_runs_nothing_and_has_no_names_but_those_agreed() {
        let mut one = face("=HYPERLINK(\"http://evil\")");
        one.helped = None;
        let text = stories(&Voice::default(), &[one], Format::Csv);
        assert!(text.contains("\"'=HYPERLINK(\"\"http://evil\"\")\""), "{text}");
        assert!(text.starts_with("id,told_on,community,helped,helpers,happened"), "{text}");
        assert!(!text.contains("Ana") && text.contains("Bo"), "{text}");
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        assert!(rows.records().all(|row| row.unwrap().len() == COLUMNS.len()));
    }

    #[test]
    fn a_page_has_no_markup_but_our_own() {
        let mut one = face("It *worked* <b>now</b>");
        one.story.goal = Some("Fewer # outages".to_owned());
        let text = stories(&Voice::default(), &[one], Format::Markdown);
        assert!(text.contains("It \\*worked\\* \\<b\\>now\\</b\\>"), "{text}");
        assert!(
            text.contains("Helped: Ana; Thanks to Bo; Rust; Serves: Fewer \\# outages"),
            "{text}"
        );
        assert!(text.contains("6 hours to 10 hours"), "{text}");
    }

    #[test]
    fn a_list_of_objects_is_read_back() {
        let text = stories(&Voice::default(), &[face("It worked.")], Format::Json);
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read[0]["claim"]["likely"], 590);
        assert_eq!(read[0]["helpers"], json!(["Bo"]));
        assert_eq!(read[0]["came_of_it"], json!(["Two teams use it."]));
        let mut one = face("It worked.");
        for format in [Format::Markdown, Format::Csv] {
            let text = stories(&Voice::default(), std::slice::from_ref(&one), format);
            assert!(
                text.contains("Two teams use it.")
                    && text.contains("10 hours") != text.contains("600"),
                "{text}"
            );
        }
        one.story.fell_through = true;
        let text = stories(&Voice::default(), &[one], Format::Json);
        assert!(!text.contains("590"), "it did not hold: {text}");
    }
}
