//! Every message and view there is, with the worst that people can be called.

mod tended;

use chrono::{NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use serde_json::{Value, json};
use slack_morphism::prelude::{SlackMessageContent, SlackView};
use uuid::Uuid;

use super::Voice;
use super::admin::{AdminDesk, Held, Waiting, not_an_admin, nothing_to_do, waiting};
use super::coffee::invitation::{RoundSum, invitation, round_sum};
use super::coffee::mine::{Absence, MyGroup, MyProgram, my_coffee};
use super::coffee::moments::Moments;
use super::coffee::setup::FieldProblem;
use super::coffee::{answers, meeting, notes, pause, setup, thread};
use super::greeting::hello;
use crate::domain::coffee::{Answer, Group, Participation, Pause, Program, WhyNot};
use crate::domain::meeting::{Meeting, Rating};
use crate::domain::membership::Did;
use crate::domain::pairing::{Reason, Repeat, Rule, Rules};
use crate::domain::people::{Member, Profile, Standing};
use crate::domain::plan::Style;
use crate::domain::preferences::Preferences;
use crate::domain::rules::WorkspaceRules;
use crate::domain::schedule::Cadence;
use crate::domain::wording::PauseProblem;
use crate::playground::blocks;
use crate::slack_schemas::outgoing;

mod asked;
mod desks;
mod introductions;
mod moments;

use asked::referrals;
use introductions::{introductions, meetings, second_tries};
use tended::wrong_channels;

const NASTY: &str = "<!channel> & *x* <@U1|you> `code` ";

/// As long as Slack lets names be, and full of marks.
fn name(number: u32) -> String {
    NASTY.chars().cycle().take(78).collect::<String>() + &format!("{number:02}")
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

pub(crate) fn program(number: u128, rounds: u32) -> Program {
    Program {
        id: Uuid::from_u128(number).into(),
        channel: format!("C{number:010}").as_str().into(),
        steward: "U0000000001".into(),
        cadence: Cadence::weekly(
            3,
            Weekday::Wed,
            NaiveTime::from_hms_opt(9, 30, 0).unwrap(),
            Tz::America__Argentina__Buenos_Aires,
        ),
        rules: Rules::default(),
        managers_apart: false,
        style: Style::default(),
        minimum: 1_000,
        next_opening: day(),
        rounds,
        invitation: None,
        private: false,
        ended: false,
        created_at: Utc.with_ymd_and_hms(2026, 11, 19, 9, 0, 0).unwrap(),
    }
}

pub(crate) fn member(number: u32) -> Member {
    Member {
        profile: Profile {
            member: format!("U{number:010}").as_str().into(),
            name: name(number),
            title: Some(NASTY.repeat(5)),
            email: None,
            zone: Some([Tz::Europe__Berlin, Tz::Asia__Tokyo, Tz::UTC][number as usize % 3]),
            standing: Standing::Full,
            admin: false,
            away: None,
            changed_at: None,
        },
        team: Some(NASTY.repeat(3)),
        department: Some(NASTY.to_owned()),
        manager: None,
        site: Some(NASTY.repeat(3)),
        here_anyway: false,
        came_at: None,
        preferences: Preferences::default(),
    }
}

fn group(size: u32) -> (Group, Vec<Member>) {
    let people: Vec<Member> = (1..=size).map(member).collect();
    let members: Vec<_> = people.iter().map(|person| person.profile.member.clone()).collect();
    let pair = [members[0].clone(), members[1].clone()];
    let rules = [
        Rule::OtherDepartment,
        Rule::OtherTeam,
        Rule::SameTeam,
        Rule::Overlap { minutes: 225 },
        Rule::SharedInterest { what: vec![NASTY.to_owned(), "chess".to_owned()] },
        Rule::Newcomer,
    ];
    let group = Group {
        id: Uuid::from_u128(9).into(),
        round: Uuid::from_u128(8).into(),
        program: Uuid::from_u128(7).into(),
        opener: members[0].clone(),
        members,
        question: 3,
        because: rules.into_iter().map(|rule| Reason { pair: pair.clone(), rule }).collect(),
        repeats: vec![Repeat { pair: pair.clone(), round: 3 }],
        conversation: None,
        introduction: None,
        meeting: Meeting::default(),
    };
    (group, people)
}

fn my_program(number: u128, pause: Pause, answer: Option<bool>) -> MyProgram {
    let (mut group, mut others) = group(3);
    group.id = Uuid::from_u128(1_000 + number).into();
    others.remove(0);
    let program = program(number, 3);
    let joined = program.created_at;
    let mine = Participation::new(program.id, "U0000000001".into(), joined);
    MyProgram {
        mine: Some(Participation { pause, ..mine }),
        people: 4_321,
        not_introduced: None,
        team_break: number.is_multiple_of(5).then(|| (name(6), program.created_at)),
        no_room: number % 2 == 1,
        group: Some(MyGroup {
            group,
            others,
            answer,
            zone: Tz::Asia__Tokyo,
            waited: number.is_multiple_of(2),
        }),
        steward: true,
        why_not: [None, None, Some(WhyNot::Guest)][number as usize % 3],
        away: [None, Some(Absence::WhileItStands), Some(Absence::Until(day()))]
            [number as usize % 3],
        program,
    }
}

fn all_my_programs() -> Vec<MyProgram> {
    let pauses = [Pause::None, Pause::Until(day()), Pause::Rounds(1), Pause::Rounds(26)];
    let answers = [None, Some(true), Some(false)];
    (0..60)
        .map(|number| {
            let at = number as usize;
            my_program(number, pauses[at % 4], answers[at % 3])
        })
        .collect()
}

fn short_answers(voice: &Voice) -> Vec<SlackMessageContent> {
    let dids = [
        Did::Joined,
        Did::AlreadyIn,
        Did::Left,
        Did::WasNotIn,
        Did::Paused,
        Did::Resumed,
        Did::WasNotPaused,
        Did::Skipped,
        Did::Unskipped,
        Did::WasNotSkipping,
        Did::OtherDate,
        Did::Ended,
    ];
    let problems = [
        PauseProblem::Missing,
        PauseProblem::Unclear,
        PauseProblem::NoSuchDay,
        PauseProblem::Past(day()),
        PauseProblem::TooFar,
        PauseProblem::Rounds,
    ];
    let refusals = [WhyNot::Guest, WhyNot::External, WhyNot::Bot, WhyNot::Deactivated];
    let mut all: Vec<_> = all_my_programs()[..12]
        .iter()
        .flat_map(|mine| dids.map(|did| answers::done(voice, did, mine)))
        .collect();
    all.extend(problems.iter().map(|problem| answers::unclear_pause(voice, problem)));
    all.extend(refusals.map(|why| answers::not_for_you(voice, why)));
    all.extend([
        answers::unknown_word(voice, &NASTY.repeat(90), Some("join")),
        answers::unknown_word(voice, NASTY, None),
        answers::no_program(voice),
        answers::not_in_this_one(voice),
        answers::not_known_yet(voice),
        answers::not_your_group(voice),
        answers::gone(voice),
        not_an_admin(voice),
        nothing_to_do(voice),
        answers::stewards_only(voice),
        answers::not_this_time(voice),
        answers::help(voice),
    ]);
    all
}

fn messages() -> Vec<SlackMessageContent> {
    let voice = &Voice::default();
    let (group, _) = group(3);
    let (fresh, running) = (program(1, 0), program(2, 7));
    let ended = Program { ended: true, ..program(3, 7) };
    let long = name(1);
    let mut all = short_answers(voice);
    all.extend(introductions(voice));
    all.extend(second_tries(voice));
    all.extend(moments::messages(voice));
    all.extend(referrals(voice));
    all.extend([true, false].map(|waited| thread::reminder(voice, &group, waited)));
    all.extend([thread::check_in(voice, &group), hello(voice)]);
    all.push(notes::waiting(voice, &group, &fresh.channel));
    all.extend([None, Some(&fresh.channel)].map(|it| notes::called_off(voice, it)));
    for asked in [false, true] {
        all.extend([&fresh, &ended].map(|program| notes::nobody_free(voice, program, asked)));
    }
    for program in [&fresh, &running, &ended] {
        all.extend([0, 1, 5_000].map(|people| invitation(voice, program, people, Some(&long))));
        let sums = [(1, 0, 0), (1, 1, 1), (4, 2, 3), (4, 4, 4), (9, 2, 4)];
        all.extend(sums.map(|(groups, met, across_teams)| {
            let (people, said, gained) = (groups * 2 + 1, groups, groups);
            let sum = RoundSum { number: 9, people, groups, met, said, gained, across_teams };
            round_sum(voice, program, sum, None)
        }));
        all.extend([0, 1, 3].map(|people| notes::too_few(voice, program, people)));
    }
    all.push(notes::channel_lost(voice, &fresh.channel));
    all.extend(wrong_channels().map(|why| notes::setup_failed(voice, &fresh.channel, why)));
    all.extend(tended::messages(voice));
    all.push(notes::partner_gone(voice, &[name(1), name(2)]));
    all.extend(super::ask::session::tests::messages(voice, NASTY, &name(1)));
    all.extend(super::digest::tests::messages(voice, NASTY));
    all.extend(super::story::tests::messages(voice, NASTY, &name(1)));
    all
}

fn all_waiting() -> Vec<Waiting> {
    let kind = |number: u32| Waiting {
        kind: format!("kind_{number}"),
        count: 5_000,
        oldest: chrono::DateTime::UNIX_EPOCH,
    };
    (0..50).map(kind).collect()
}

fn views() -> Vec<SlackView> {
    let voice = &Voice::default();
    let many = all_my_programs();
    let met: Vec<String> = (0..120).map(name).collect();
    let (program, long) = (program(1, 4), name(1));
    let held = Held { by: Some("UADMIN".into()), since: chrono::DateTime::UNIX_EPOCH, ours: true };
    let said = Answer {
        gained: Some("<!channel> ".repeat(90)),
        rating: Some(Rating::Fine),
        story: true,
        ..Answer::new(Uuid::from_u128(1).into(), "U1".into(), true, program.created_at)
    };
    let (admin, moments) = (
        AdminDesk { held: Some(held), radar: false, rules: WorkspaceRules::default() },
        moments::all(),
    );
    let mut all = vec![
        my_coffee(voice, &[], &Moments::default()),
        my_coffee(voice, &many, &moments),
        waiting(voice, &[]),
        waiting(voice, &all_waiting()),
        pause::pause_modal(voice, &program),
        thread::gained(voice, Uuid::from_u128(1).into(), None, true),
        thread::gained(voice, Uuid::from_u128(1).into(), Some(&said), false),
    ];
    all.extend(desks::desks(voice, &long, &many, &moments, &met, &admin));
    let (group, _) = group(3);
    for meeting in meetings() {
        let group = Group { meeting, ..group.clone() };
        for meanwhile in [None, group.meeting.at] {
            let (zone, now) = (Tz::America__Argentina__Buenos_Aires, program.created_at);
            let pick = meeting::Pick { group: &group, zone, now, meanwhile };
            all.push(meeting::pick_time(voice, &pick));
        }
    }
    all.extend(desks::windows(voice));
    all.extend(tended::setup_modals(voice));
    all.extend(tended::views(voice));
    all.extend(asked::modals(voice));
    all.extend(super::coffee::wishes::examples(voice, NASTY));
    all.extend(super::ask::session::tests::views(voice, NASTY, &long));
    all.extend(super::digest::tests::views(voice, NASTY));
    all.extend(super::story::tests::views(voice, NASTY, &long));
    all
}

fn all_json() -> Vec<(Value, bool)> {
    let messages = messages().into_iter().map(|message| (json!(message), true));
    messages.chain(views().into_iter().map(|view| (json!(view), false))).collect()
}

/// Every object in it.
fn objects(value: &Value) -> Vec<&Value> {
    let inside = match value {
        Value::Array(items) => items.iter().flat_map(objects).collect(),
        Value::Object(fields) => fields.values().flat_map(objects).collect(),
        _ => Vec::new(),
    };
    let own = value.is_object().then_some(value);
    own.into_iter().chain(inside).collect()
}

fn buttons(value: &Value) -> Vec<&Value> {
    objects(value).into_iter().filter(|object| object["type"] == "button").collect()
}

#[test]
fn slack_would_take_all_of_it() {
    for (view, is_message) in all_json() {
        let wrong = if is_message {
            blocks::check_message(&view["blocks"])
        } else {
            blocks::check_view(&view, view["type"].as_str().unwrap())
        };
        assert_eq!(wrong, Vec::<String>::new(), "{view:#}");
        let kind = if is_message { "message" } else { "view" };
        assert_eq!(outgoing::faults(kind, &view, false), Vec::<String>::new(), "{view:#}");
        if is_message {
            assert!(blocks::text_length(&view["blocks"]) < 10_000, "{view:#}");
        }
    }
}

#[test]
fn every_message_has_a_text_that_can_be_read_aloud() {
    for (message, _) in all_json().iter().filter(|(_, is_message)| *is_message) {
        let text = message["text"].as_str().unwrap_or_default();
        assert!((10..4_000).contains(&text.chars().count()), "{message:#}");
        assert!(!text.starts_with([':', '*']) && text.ends_with(['.', '!', '?', ')']), "{text}");
    }
}

#[test]
fn buttons_are_few_and_short_and_begin_with_their_meaning() {
    for (view, is_message) in all_json() {
        let buttons = buttons(&view);
        for button in &buttons {
            let label = button["text"]["text"].as_str().unwrap();
            assert!(label.chars().count() <= 20, "{label}");
            assert!(label.starts_with(char::is_uppercase), "{label}");
            let first = label.split(' ').next().unwrap();
            assert!(
                !["The", "A", "An", "Please", "Click", "Press", "OK"].contains(&first),
                "{label}"
            );
        }
        if is_message {
            let primary = buttons.iter().filter(|button| button["style"] == "primary").count();
            assert!(buttons.len() <= 3 && primary <= 1, "{view:#}");
        }
    }
}

#[test]
fn nothing_that_people_wrote_is_taken_for_a_mark() {
    for (view, _) in all_json() {
        let marked = objects(&view).into_iter().filter(|object| object["type"] == "mrkdwn");
        let texts = marked.chain([&view]).filter_map(|object| object["text"].as_str());
        for text in texts {
            assert!(!text.contains("<!") || text.contains("<!date^"), "{text}");
            assert!(!text.contains("<@U1|"), "{text}");
            assert_eq!(text.matches('<').count(), text.matches('>').count(), "{text}");
        }
    }
}

#[test]
fn a_modal_starts_with_at_most_three_fields() {
    for (view, _) in all_json().iter().filter(|(view, _)| view["type"] == "modal") {
        let fields = view["blocks"].as_array().unwrap().iter();
        let fields = fields.filter(|block| block["type"] == "input").count();
        let more = view["private_metadata"].as_str().is_some_and(|it| it.contains("\"more\":true"));
        assert!(fields <= 3 || more, "{view:#}");
    }
}

#[test]
fn every_problem_of_a_field_is_a_sentence_that_helps() {
    let problems = [
        FieldProblem::NoChannel,
        FieldProblem::Weekday,
        FieldProblem::Time,
        FieldProblem::Every,
        FieldProblem::Zone,
        FieldProblem::Minimum,
        FieldProblem::Choice,
        FieldProblem::BuddySize,
        FieldProblem::Name,
        FieldProblem::Long,
        FieldProblem::Spots(7),
        FieldProblem::PastDate,
        FieldProblem::NoDate,
        FieldProblem::FarDate,
    ];
    for problem in problems {
        let sentence = setup::problem(&Voice::default(), problem);
        assert!(sentence.ends_with('.') && sentence.len() < 100, "{sentence}");
        assert!(sentence.contains("Pick") || sentence.contains("Give") || sentence.contains("Try"));
    }
}
