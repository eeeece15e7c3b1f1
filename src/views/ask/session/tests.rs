//! Every message and view of a session, with the worst that people can be called and write.

use chrono::{DateTime, Duration};
use chrono_tz::Tz;
use slack_morphism::prelude::{SlackMessageContent, SlackView};
use uuid::Uuid;

use super::channel::{Listed, announcement, called_off, moved, opening, question, recap};
use super::desk::{Desk, News, desk};
use super::modals::{Draft, Seen, all, ask, asked, date, left, planned, see, setup};
use super::notes::{answered, begins, invitation, no_questions, not_invited, off, reminder};
use super::{Told, one_line};
use crate::domain::ids::{ChannelId, CommunityId, MemberId, QuestionId};
use crate::domain::question::Asker;
use crate::domain::radar::{Alone, Carried, Radar};
use crate::domain::session::{Session, SessionQuestion, Silence, Stage, State, WhyOff};
use crate::views::Voice;
use crate::views::ask::answer::quoted;
use crate::views::ask::radar;

fn session(state: State, nasty: &str) -> Session {
    Session {
        id: Uuid::from_u128(1).into(),
        community: Uuid::from_u128(2).into(),
        steward: "U0000000001".into(),
        expert: "U0000000002".into(),
        about: nasty.repeat(20),
        starts_at: DateTime::UNIX_EPOCH + Duration::days(20_000),
        minutes: 60,
        state,
        proposed: None,
        announcement: None,
        people: None,
        current: None,
        turns: 4,
        silence: Silence::Unasked,
        planned_at: DateTime::UNIX_EPOCH,
    }
}

fn brought(number: u128, nasty: &str) -> SessionQuestion {
    SessionQuestion {
        id: Uuid::from_u128(number).into(),
        session: Uuid::from_u128(1).into(),
        asker: Asker::Forgotten,
        text: format!("{nasty}\n{}", "<".repeat(1_900)),
        stage: Stage::Waiting,
        votes: 4_000_000_000,
        asked_at: DateTime::UNIX_EPOCH,
    }
}

fn states(nasty: &str) -> Vec<Session> {
    let states = [State::Invited, State::Collecting, State::Live, State::Paused, State::Ended];
    let mut all: Vec<Session> = states.into_iter().map(|it| session(it, nasty)).collect();
    all.extend(WhyOff::ALL.map(|why| session(State::Cancelled(why), nasty)));
    let at = DateTime::UNIX_EPOCH + Duration::days(20_001);
    all.push(Session { proposed: Some(at), ..session(State::Invited, nasty) });
    all.push(Session { announcement: Some("1.2".into()), ..session(State::Invited, nasty) });
    all
}

/// Every message, of people of that name.
pub(crate) fn messages(voice: &Voice, nasty: &str, name: &str) -> Vec<SlackMessageContent> {
    let channel = ChannelId::new("C0000000001");
    let mut all = Vec::new();
    let text = nasty.repeat(3);
    let link = "https://slack.com/archives/C1/p1";
    let listed = |answered| Listed { text: &text, link: Some(link), answered };
    for session in states(nasty) {
        let told = Told {
            session: &session,
            expert: name,
            steward: Some(name),
            channel: &channel,
            zone: Tz::Asia__Tokyo,
        };
        let asked = brought(7, nasty);
        let many: Vec<_> = (0..100).map(|number| listed(number % 2 == 0)).collect();
        all.extend([0, 1, 100].map(|questions| announcement(voice, &told, questions)));
        all.extend([opening(voice, &told, 0), opening(voice, &told, 3), moved(voice, &told)]);
        all.extend([None, Some(name)].map(|asker| question(voice, &told, &asked, asker)));
        all.extend([recap(voice, &told, &[], 0), recap(voice, &told, &many, 7)]);
        all.extend([invitation(voice, &told), reminder(voice, &told, 2)]);
        all.extend([no_questions(voice, &told), begins(voice, &told, 1)]);
        all.push(not_invited(voice, &told));
        all.extend(answered(voice, &told));
        for why in WhyOff::ALL {
            all.extend([called_off(voice, &told, why), off(voice, &told, why)]);
        }
    }
    all.extend([radar::off(voice), radar::not_a_steward(voice)]);
    all
}

/// Every view, of people of that name.
pub(crate) fn views(voice: &Voice, nasty: &str, name: &str) -> Vec<SlackView> {
    let channel = ChannelId::new("C0000000001");
    let questions: Vec<SessionQuestion> = (1..=100).map(|it| brought(it, nasty)).collect();
    let own: Vec<QuestionId> = questions.iter().map(|it| it.id).collect();
    let mut views = Vec::new();
    for session in states(nasty) {
        let told = Told {
            session: &session,
            expert: name,
            steward: None,
            channel: &channel,
            zone: Tz::UTC,
        };
        let many: Vec<Told<'_>> = (0..1).map(|_| told.clone()).collect();
        for page in [0, 4, 9, 99] {
            let (votes, own) = (&own[..50], &own);
            let seen = Seen { told: &told, waiting: &questions, asked: 3, votes, own, page };
            views.push(see(voice, &seen));
        }
        for (next, tends) in [(None, true), (questions.first(), false)] {
            for news in [None, Some(News::Asked), Some(News::Skipped), Some(News::GoneOn)] {
                let asker = Some(name);
                let (waiting, asked, is_expert) = (100, 1, !tends);
                let it = Desk { told: &told, next, asker, waiting, asked, is_expert, tends, news };
                views.push(desk(voice, &it));
            }
        }
        views.extend([true, false].map(|few| ask(voice, &told, few)));
        views.extend([true, false].map(|expert| date(voice, &told, expert)));
        views.extend([all(voice, &many, true), all(voice, &[], false), planned(voice, &told)]);
        views.push(asked(voice, &session));
    }
    views.push(left(voice, &questions));
    views.extend(setups(voice, nasty));
    views.extend(radars(voice, nasty, name));
    views
}

fn setups(voice: &Voice, nasty: &str) -> Vec<SlackView> {
    let communities: Vec<(CommunityId, String)> =
        (0..120).map(|it| (Uuid::from_u128(it).into(), nasty.repeat(4))).collect();
    let expert = MemberId::new("U0000000001");
    let draft = |communities, more| Draft {
        communities,
        community: None,
        expert: Some(&expert),
        about: "Certificates.",
        zone: Tz::America__Argentina__Buenos_Aires,
        more,
    };
    vec![setup(voice, &draft(&communities, true)), setup(voice, &draft(&communities[..1], false))]
}

fn radars(voice: &Voice, nasty: &str, name: &str) -> Vec<SlackView> {
    let alone = Alone { topic: nasty.repeat(60), member: "U0000000001".into(), questions: 3 };
    let carried = Carried { topic: nasty.repeat(60), people: 9, by: 2 };
    let full = Radar { alone: vec![alone; 40], unnamed: Some(10), carried: vec![carried; 40] };
    [Radar::default(), full].map(|it| radar::radar(voice, &it, |_| name.to_owned())).to_vec()
}

#[test]
fn what_people_wrote_is_a_quote_and_pings_nobody() {
    assert_eq!(quoted(" a <!here>\n\nb ", 99), "&gt; a &lt;!here&gt;\n&gt; \n&gt; b");
    assert_eq!(quoted("one two three", 9), "&gt; one two…");
    assert_eq!(one_line("a\n b  & c", 99), "a b &amp; c");
}
