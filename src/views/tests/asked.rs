//! What somebody reads who may be asked a question, with the worst that people write.

use chrono::{TimeZone, Utc};
use slack_morphism::prelude::{SlackBlock, SlackMessageContent, SlackView};
use uuid::Uuid;

use super::{NASTY, name};
use crate::domain::answer_times::AnswerTimes;
use crate::domain::expert::Willing;
use crate::domain::question::{Asker, Privacy, Question, Source, State};
use crate::domain::referral::{Referral, ReferralState};
use crate::views::Voice;
use crate::views::ask::beyond;
use crate::views::ask::offer::{Offered, Reason, referral as drawn, reminder};
use crate::views::ask::replies::{self, CannotName, Pressed};
use crate::views::ask::report::{CommunityTimes, report};

fn question(privacy: Privacy) -> Question {
    let at = Utc.with_ymd_and_hms(2026, 11, 19, 9, 0, 0).unwrap();
    Question {
        id: Uuid::from_u128(71).into(),
        community: Some(Uuid::from_u128(72).into()),
        asker: Asker::Known("U1".into()),
        privacy,
        title: NASTY.repeat(40),
        details: format!("{}\n```{}", NASTY.repeat(300), NASTY.repeat(300)),
        topic: Some("a & b".to_owned()),
        urgent: true,
        state: State::Routing,
        source: Source::Asked,
        thread: None,
        link: Some("https://example.slack.com/archives/C1/p1?a=1&b=2".to_owned()),
        asked_at: at,
        since: at,
        first_answer_at: None,
        accepted: None,
        otherwise: None,
    }
}

fn referral(number: u128, state: ReferralState, offered: bool) -> Referral {
    let at = Utc.with_ymd_and_hms(2026, 11, 19, 9, 0, 0).unwrap();
    Referral {
        id: Uuid::from_u128(number).into(),
        question: Uuid::from_u128(71).into(),
        member: "U2".into(),
        rung: 1,
        state,
        because: "[]".to_owned(),
        made_at: at,
        offered_at: offered.then_some(at),
        due_at: Some(at),
        ended_at: None,
        handed_to: None,
        spot: None,
    }
}

/// All that stands in direct messages about a question, and in answers to presses.
pub(super) fn referrals(voice: &Voice) -> Vec<SlackMessageContent> {
    let mut all = Vec::new();
    let long = name(1);
    let reasons = [
        vec![Reason::Answered(vec![NASTY.repeat(20); 3]), Reason::HandedOver(name(2))],
        vec![Reason::Named, Reason::Topic],
        vec![Reason::Declared, Reason::Title],
        vec![Reason::Community, Reason::Present],
        vec![Reason::Growing],
        vec![],
    ];
    for privacy in [Privacy::Open, Privacy::Private, Privacy::Anonymous] {
        let question = question(privacy);
        for reasons in &reasons {
            for decided in [None, Some(Willing::Yes), Some(Willing::Never)] {
                let asker = (privacy != Privacy::Anonymous).then_some(long.as_str());
                let offered =
                    Offered { question: &question, asker, channel: Some("C1"), reasons, decided };
                for state in ReferralState::ALL {
                    for was in [false, true] {
                        all.push(drawn(voice, &referral(80, state, was), &offered));
                    }
                }
                all.extend([reminder(voice, &offered), beyond::steward(voice, &offered)]);
            }
        }
        all.push(beyond::channel(voice, &question));
        let pressed = [
            Pressed::Yours,
            Pressed::YoursAlready,
            Pressed::AnsweredMeanwhile,
            Pressed::Over,
            Pressed::TooLate,
            Pressed::NotForYou,
            Pressed::HandedOver,
            Pressed::Gone,
        ];
        all.extend(pressed.map(|it| replies::pressed(voice, it, Some(&question))));
    }
    let topics = vec![NASTY.to_owned(); 40];
    all.push(beyond::left(voice, &name(3), Some(&name(4)), &topics));
    all.push(beyond::left(voice, &name(3), None, &topics));
    for willing in Willing::ALL {
        all.extend([true, false].map(|offered| replies::decided(voice, willing, offered)));
    }
    all.extend([report(voice, 90, &[]), report(voice, 90, &figures())]);
    all
}

fn figures() -> Vec<CommunityTimes> {
    let times = AnswerTimes { asked: 12, answered: 9, median: Some(75), ninetieth: None };
    let of = |times, few_answer| CommunityTimes { name: name(5), times, few_answer };
    vec![of(Some(times), false), of(Some(times), true), of(None, false)]
}

/// What App Home shows of it.
pub(super) fn asked() -> Vec<SlackBlock> {
    let voice = &Voice::default();
    let states = [ReferralState::Hello, ReferralState::Offered, ReferralState::Accepted];
    let waiting: Vec<_> = (80..)
        .zip(states.into_iter().cycle().take(9))
        .map(|(number, state)| (referral(number, state, true), question(Privacy::Open)))
        .collect();
    let mut blocks = beyond::waiting_for_me(voice, &waiting);
    blocks.extend(beyond::unanswered(voice, &name(3), &vec![question(Privacy::Open); 9]));
    blocks
}

/// The modals.
pub(super) fn modals(voice: &Voice) -> Vec<SlackView> {
    for why in [
        CannotName::Nobody,
        CannotName::Yourself,
        CannotName::Bot,
        CannotName::Outsider,
        CannotName::Asker,
        CannotName::NotKnown,
    ] {
        assert!(replies::cannot_name(voice, why).len() < 150);
    }
    vec![replies::someone_else(voice, &Uuid::from_u128(80).to_string())]
}
