//! Everything of this room, with the worst that people can write: Slack would take it, and nothing of
//! it is taken for a mark.

use serde_json::{Value, json};
use slack_morphism::prelude::{SlackMessageContent, SlackView};
use uuid::Uuid;

use super::clinic::{Clinic, InClinic, clinic};
use super::mine::{MyQuestion, MyQuestions, OpenQuestion, Stand};
use super::modal::{Carried, Filled, Own, Similar};
use super::{answers, community, expert, head, mine, modal, news};
use crate::domain::coffee::{NoCoffeeHere, WhyNot};
use crate::domain::community::Community;
use crate::domain::expert::{Expert, Willing};
use crate::domain::question::{Asker, Became, Deed, Privacy, Question, Source, Spot, State};
use crate::playground::blocks;
use crate::slack_schemas::outgoing;
use crate::views::Voice;

const NASTY: &str = "<!channel> & *x* <@U1|you> `code` ";

fn nasty(length: usize) -> String {
    NASTY.chars().cycle().take(length - 1).chain(['?']).collect()
}

fn questions() -> Vec<Question> {
    let at = chrono::DateTime::UNIX_EPOCH;
    let privacies = [Privacy::Open, Privacy::Private, Privacy::Anonymous];
    let all = State::ALL.into_iter().flat_map(|state| privacies.map(|it| (state, it)));
    let made = all.enumerate().map(|(n, (state, privacy))| Question {
        id: Uuid::from_u128(n as u128).into(),
        community: None,
        asker: Asker::Forgotten,
        privacy,
        title: nasty(150),
        details: nasty(12_000),
        topic: Some(nasty(60)),
        urgent: true,
        state,
        source: Source::Asked,
        thread: Some(Spot { channel: "C1".into(), message: "1.1".into() }),
        link: Some("https://acme.slack.com/archives/C1/p1".to_owned()),
        asked_at: at,
        since: at,
        first_answer_at: None,
        accepted: None,
        otherwise: None,
    });
    made.collect()
}

fn communities() -> Vec<Community> {
    let one = |n: u128| Community {
        id: Uuid::from_u128(n).into(),
        channel: "C1".into(),
        name: nasty(60),
        stewards: vec!["U2".into()],
        began_at: chrono::DateTime::UNIX_EPOCH,
        ended_at: None,
    };
    (0..120).map(one).collect()
}

fn messages() -> Vec<SlackMessageContent> {
    let (voice, name) = (&Voice::default(), nasty(80));
    let mut all = vec![
        answers::help(voice),
        answers::unknown_word(voice, &name, "mine"),
        answers::not_for_guests_to_set_up(voice),
        answers::no_community(voice),
        answers::gone(voice),
        answers::not_yours(voice),
        answers::relayed(voice),
        answers::rephrased(voice, true),
        answers::rephrased(voice, false),
        answers::the_asker_says(voice, &nasty(3_000)),
        community::stewards_only(voice),
        news::community_lost(voice, &"C1".into()),
        news::shall_i(voice, &name, Uuid::nil(), true),
        news::found(voice, &[], Uuid::nil()),
    ];
    let why = [WhyNot::Guest, WhyNot::External, WhyNot::Bot, WhyNot::Deactivated];
    all.extend(why.map(|why| answers::not_for_you(voice, why)));
    for deed in [Deed::Withdraw, Deed::Close, Deed::KeepOpen] {
        let became = [Became::Changed, Became::AsBefore, Became::Over];
        all.extend(became.map(|it| answers::done(voice, deed, it, Privacy::Anonymous)));
    }
    for question in questions() {
        all.push(head::head(voice, &question, Some(&name), Some(&name)));
        all.push(news::nobody(voice, &question, 3, false));
        all.push(news::nobody(voice, &question, 3, true));
        all.push(news::channel_lost(voice, &question));
    }
    all.extend(clinics(&name));
    let similar: Vec<String> = similar().iter().map(modal::one_similar).collect();
    all.push(news::found(voice, &similar, Uuid::nil()));
    for why in [NoCoffeeHere::NotFound, NoCoffeeHere::Archived, NoCoffeeHere::Private] {
        all.push(community::setup_failed(voice, &"C1".into(), why));
    }
    all
}

/// What came of *Next clinic*.
fn clinics(expert: &str) -> Vec<SlackMessageContent> {
    let there = |privacy, before| {
        let at = chrono::DateTime::UNIX_EPOCH;
        let session = Uuid::nil().into();
        let zone = chrono_tz::Tz::UTC;
        Clinic::In(InClinic { session, at, expert: Some(expert), zone, privacy, before })
    };
    let came = [
        there(Privacy::Open, true),
        there(Privacy::Anonymous, false),
        Clinic::Nowhere,
        Clinic::Full,
        Clinic::Enough,
    ];
    came.iter().map(|it| clinic(&Voice::default(), it)).collect()
}

fn similar() -> Vec<Similar> {
    let one = |n: u128| Similar {
        own: (n > 1).then(|| Own::Answer(Uuid::from_u128(n).into())),
        question: Uuid::from_u128(n).into(),
        title: nasty(150),
        link: Some("https://acme.slack.com/archives/C1/p1".to_owned()),
        answer: nasty(4_000),
    };
    (0..3).map(one).collect()
}

fn views() -> Vec<SlackView> {
    let (voice, communities) = (&Voice::default(), communities());
    let mut all = Vec::new();
    let filled = Filled {
        title: nasty(150),
        details: nasty(12_000),
        community: Some(communities[3].id),
        topic: nasty(60),
        urgent: true,
        privacy: Privacy::Private,
        cut: true,
    };
    for carried in [
        Carried::default(),
        Carried { more: true, draft: Some(Uuid::nil()), ..Carried::default() },
        Carried { more: true, in_chat: true, ..Carried::default() },
    ] {
        all.push(modal::ask_modal(voice, &carried, &filled, &communities, &similar()));
        all.push(modal::ask_modal(voice, &carried, &Filled::default(), &communities[..1], &[]));
    }
    all.extend(lists());
    for question in questions().into_iter().take(3) {
        all.push(head::whole(voice, &question, Some(&nasty(80))));
        all.push(answers::rephrase_modal(voice, &question));
        all.push(answers::reply_modal(voice, &question));
    }
    for privacy in [Privacy::Open, Privacy::Private, Privacy::Anonymous] {
        all.push(answers::asked(voice, privacy, &nasty(60), true));
    }
    all.push(answers::glad(voice));
    all.extend(set_up(&communities));
    all
}

/// What somebody asked, and what waits.
fn lists() -> Vec<SlackView> {
    let voice = &Voice::default();
    let stands = [
        Stand::Considered { until: Some(chrono::DateTime::UNIX_EPOCH) },
        Stand::Taken { by: nasty(80), since: Some(chrono::DateTime::UNIX_EPOCH), until: None },
        Stand::Channel,
    ];
    let own =
        questions().into_iter().zip(stands.iter().cycle()).map(|(question, stand)| MyQuestion {
            question,
            community: Some(nasty(60)),
            stand: stand.clone(),
            answers: 2,
            clinic: true,
        });
    let mut all = Vec::new();
    let zone = chrono_tz::Tz::UTC;
    let own = MyQuestions { questions: own.take(10).collect(), zone };
    all.push(mine::mine_modal(voice, &own));
    all.push(mine::mine_modal(voice, &MyQuestions { questions: Vec::new(), zone }));
    let open = questions().into_iter().map(|question| OpenQuestion {
        question,
        community: Some(nasty(60)),
        asker: Some(nasty(80)),
    });
    all.push(mine::open_modal(voice, &open.collect::<Vec<_>>(), true, zone));
    all.push(mine::open_modal(voice, &[], false, zone));
    all
}

/// What is set, by oneself and by stewards.
fn set_up(communities: &[Community]) -> Vec<SlackView> {
    let (voice, day) = (&Voice::default(), chrono::NaiveDate::default());
    let mut all = Vec::new();
    let bo = Expert {
        willing: Some(Willing::Yes),
        topics: (0..20).map(|_| nasty(40)).collect(),
        communities: communities.iter().map(|it| it.id).collect(),
        may_be_named: true,
        ..Expert::unasked("U2".into())
    };
    for more in [true, false] {
        all.push(expert::expert_modal(voice, &bo, communities, Some(day), more));
    }
    let draft = community::CommunityDraft {
        channel: Some("C1".into()),
        name: nasty(60),
        stewards: vec!["U2".into()],
    };
    all.push(community::community_modal(voice, &draft, None));
    all.push(community::community_modal(voice, &draft, Some(&communities[0])));
    all.extend([community::busy(voice), community::ended(voice)]);
    all.push(community::ready(voice, &communities[0]));
    all.push(community::changed(voice, &communities[0]));
    all
}

fn objects(value: &Value) -> Vec<&Value> {
    let inside = match value {
        Value::Array(items) => items.iter().flat_map(objects).collect(),
        Value::Object(fields) => fields.values().flat_map(objects).collect(),
        _ => Vec::new(),
    };
    value.is_object().then_some(value).into_iter().chain(inside).collect()
}

fn pings(value: &Value) -> bool {
    let marked = objects(value).into_iter().filter(|object| object["type"] == "mrkdwn");
    let mut texts = marked.chain([value]).filter_map(|object| object["text"].as_str());
    texts.any(|text| text.replace("<!date^", "").contains("<!") || text.contains("<@U1|"))
}

#[test]
fn slack_would_take_every_message_and_nobody_is_pinged() {
    for message in messages().into_iter().map(|message| json!(message)) {
        assert_eq!(blocks::check_message(&message["blocks"]), [""; 0], "{message:#}");
        assert_eq!(outgoing::faults("message", &message, false), [""; 0], "{message:#}");
        assert!(!pings(&message), "{message:#}");
        let text = message["text"].as_str().unwrap();
        assert!((10..4_000).contains(&text.chars().count()) && !text.starts_with('*'), "{text}");
        let buttons = objects(&message).into_iter().filter(|it| it["type"] == "button");
        assert!(buttons.count() <= 4, "{message:#}");
    }
}

#[test]
fn slack_would_take_every_page_and_none_starts_with_many_fields() {
    for view in views().into_iter().map(|view| json!(view)) {
        assert_eq!(blocks::check_view(&view, "modal"), [""; 0], "{view:#}");
        assert_eq!(outgoing::faults("view", &view, false), [""; 0], "{view:#}");
        assert!(!pings(&view), "{view:#}");
        let fields = view["blocks"].as_array().unwrap().iter();
        let fields = fields.filter(|block| block["type"] == "input").count();
        let more = view["private_metadata"].as_str().is_some_and(|it| it.contains("\"more\":true"));
        assert!(fields <= 3 || more, "{view:#}");
    }
}
