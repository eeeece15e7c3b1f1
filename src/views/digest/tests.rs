//! Everything about digests, with the worst that people write, and as narrow as a phone.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};
use slack_morphism::prelude::{SlackMessageContent, SlackView};
use uuid::Uuid;

use super::message::{Frame, question, report, short};
use super::{answers, notes, quiet, settings, wishes};
use crate::domain::community::Community;
use crate::domain::digest::{
    Ahead, Digest, Item, Line, MOST_BLOCKS, Rhythm, Thanked, Told, Waiting, Wish,
};
use crate::domain::question::Spot;
use crate::domain::story::State;
use crate::views::Voice;

fn community(name: &str) -> Community {
    Community {
        id: Uuid::from_u128(1).into(),
        channel: "C0000000001".into(),
        name: name.to_owned(),
        stewards: vec!["U1".into()],
        began_at: DateTime::UNIX_EPOCH,
        ended_at: None,
    }
}

fn rhythm() -> Rhythm {
    Rhythm::usual(Tz::America__Argentina__Buenos_Aires)
}

fn frame<'a>(community: &'a Community, rhythm: &'a Rhythm, weeks: u32) -> Frame<'a> {
    let (name, channel) = (&community.name, &community.channel);
    Frame { community: community.id, name, channel, rhythm, weeks, picture: None }
}

/// All there can be, in words of this kind.
fn full(text: &str) -> Digest {
    let at: DateTime<Utc> = "2026-11-26T14:00:00Z".parse().unwrap();
    let spot = || Spot { channel: "C0000000001".into(), message: "1795078800.000100".into() };
    let line = || Line {
        title: text.repeat(9),
        link: "https://slack.com/archives/C0000000001/p1795078800000100?a=1&b=2".to_owned(),
    };
    let waiting = |weeks| Waiting { line: line(), topic: Some(text.to_owned()), weeks };
    let story = |state, named: bool| Told {
        id: Uuid::from_u128(7).into(),
        happened: text.repeat(60),
        state,
        helped: named.then(|| text.to_owned()),
        helpers: if named { vec![text.repeat(2); 3] } else { Vec::new() },
        spot: spot(),
    };
    let id = Uuid::from_u128(9);
    let thanks = Thanked { at, id: id.into(), from: text.into(), to: text.into(), spot: spot() };
    let expert = text.to_owned();
    Digest {
        items: vec![
            Item::Answered { count: 5_000, listed: vec![line(); 5] },
            Item::Waiting { count: 1_000, listed: (0..5).map(waiting).collect() },
            Item::Coffees { met: 5_000, across: Some(4_999), team_pairs: Some(700) },
            Item::Stories {
                count: 50,
                told: vec![
                    story(State::Evidenced, true),
                    story(State::Confirmed, false),
                    story(State::Claimed, true),
                ],
            },
            Item::Thanks { count: 9, listed: vec![thanks; 5] },
            Item::Newcomers { hello: vec!["U0000000001".into(); 5], more: 900 },
            Item::Ahead(Ahead { starts_at: at, id: id.into(), expert, spot: spot() }),
        ],
    }
}

/// Every message there is.
pub(crate) fn messages(voice: &Voice, nasty: &str) -> Vec<SlackMessageContent> {
    let (long, rhythm) = (community(&nasty.repeat(3)), rhythm());
    let spot = Spot { channel: "C0000000001".into(), message: "1795078800.000100".into() };
    let mut all = Vec::new();
    for weeks in [1, 2, 5] {
        let frame = frame(&long, &rhythm, weeks);
        let full = full(nasty);
        all.push(report(voice, frame, &full));
        all.push(report(voice, frame, &Digest::default()));
        all.push(short(voice, frame, &full, &spot));
        all.push(short(voice, frame, &Digest::default(), &spot));
        all.extend((0..quiet::COUNT).map(|key| question(voice, frame, key)));
    }
    all.push(notes::quiet_weeks(voice, &long));
    all.extend([answers::help(voice), answers::which(voice), answers::gone(voice)]);
    all.extend([answers::nothing_to_publish(voice), answers::not_for_you(voice)]);
    all.push(answers::stewards_only(voice, &long));
    let wished = [None, Some(Wish::Message), Some(Wish::Nothing)];
    all.extend(wished.map(|wish| wishes::kept(voice, &long, wish)));
    let date = NaiveDate::from_ymd_opt(2026, 11, 26);
    all.extend([date, None].map(|next| settings::kept(voice, &rhythm, next)));
    all
}

/// Every modal there is.
pub(crate) fn views(voice: &Voice, nasty: &str) -> Vec<SlackView> {
    let on = rhythm();
    let off = Rhythm { on: false, ..on };
    [on, off].map(|it| settings::page(voice, &community(&nasty.repeat(3)), &it)).into()
}

fn blocks(content: &SlackMessageContent) -> Vec<Value> {
    json!(content)["blocks"].as_array().cloned().unwrap_or_default()
}

#[test]
fn a_full_digest_is_short_and_has_room_for_its_picture() {
    let (voice, community, rhythm) = (Voice::default(), community("platform"), rhythm());
    let digest = report(&voice, frame(&community, &rhythm, 1), &full("A line of words. "));
    assert!(blocks(&digest).len() < MOST_BLOCKS, "{}", blocks(&digest).len());
}

/// A phone shows about 45 characters in a line at 360 pixels: nothing is wider than a few lines, no
/// button's label is cut, and the title is read whole.
#[test]
fn a_digest_is_read_on_a_phone() {
    let (voice, community, rhythm) = (Voice::default(), community("platform"), rhythm());
    let digest = report(&voice, frame(&community, &rhythm, 2), &full("A line of words. "));
    for block in blocks(&digest) {
        let text = block["text"]["text"].as_str().unwrap_or_default();
        if block["type"] == "header" {
            assert_eq!(text, "The last two weeks in platform");
        }
        for line in text.lines() {
            let link = line.find("<https").map_or(0, |at| line[at..].find('|').unwrap_or(0));
            assert!(line.chars().count() - link <= 420, "{line}");
        }
        for element in block["elements"].as_array().into_iter().flatten() {
            let label = element["text"]["text"].as_str().unwrap_or_default();
            assert!(element["type"] == "mrkdwn" || label.chars().count() <= 20, "{label}");
        }
    }
}

#[test]
fn only_newcomers_are_mentioned_and_notifications_name_nobody() {
    let (voice, community, rhythm) = (Voice::default(), community("a <!here>"), rhythm());
    for digest in [
        report(&voice, frame(&community, &rhythm, 1), &full("<@U7> & <!channel> ")),
        short(
            &voice,
            frame(&community, &rhythm, 1),
            &full("<@U7> & <!channel> "),
            &Spot { channel: "C1".into(), message: "1.000100".into() },
        ),
    ] {
        let all: String = blocks(&digest)
            .iter()
            .filter(|it| it["type"] != "header")
            .map(|it| it["text"]["text"].as_str().unwrap_or_default().to_owned())
            .collect();
        assert!(!all.contains("<!channel>") && !all.contains("<!here>"), "{all}");
        assert!(!all.replace("<@U0000000001>", "").contains("<@"), "{all}");
        assert!(!json!(digest)["text"].as_str().unwrap().contains("U7"));
    }
}

#[test]
fn a_message_of_ones_own_holds_links_and_no_words_of_anybody() {
    let (voice, community, rhythm) = (Voice::default(), community("platform"), rhythm());
    let spot = Spot { channel: "C1".into(), message: "1.000100".into() };
    let mine = short(&voice, frame(&community, &rhythm, 1), &full("secret"), &spot);
    let text = json!(mine).to_string();
    assert!(!text.contains("secret"), "{text}");
    assert!(text.contains("|Read it in the channel>"), "{text}");
}
