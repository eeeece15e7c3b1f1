//! Every message and view of a story, with the worst that people can be called and write.

use chrono::DateTime;
use slack_morphism::prelude::{SlackMessageContent, SlackView};
use uuid::Uuid;

use super::answers::{self, Done};
use super::modals::{Wish, link_modal, say_modal, settings_modal};
use super::notes::Asked;
use super::page::{Mine, all, page};
use super::telling::{Carried, Choices, Filled, tell_modal};
use super::words::Told;
use super::{notes, post, report};
use crate::domain::ids::MemberId;
use crate::domain::story::deeds::{No, people};
use crate::domain::story::ledger::{Beside, Cost, Rate, Rules, sum};
use crate::domain::story::{Audience, Claim, Concerned, Cycle, Kind, Part, Source, State, Story};
use crate::views::Voice;

fn story(number: u128, state: State, nasty: &str) -> Story {
    let helpers: Vec<MemberId> =
        (10..20).map(|it| MemberId::new(format!("U00000000{it}"))).collect();
    let me = MemberId::new(format!("U{number:010}"));
    let mut people = people(&me, &me, &helpers, None);
    for one in &mut people {
        (one.audience, one.named) = (Some(Audience::Everyone), true);
    }
    let nasty = format!("{nasty}\n").repeat(60);
    Story {
        id: Uuid::from_u128(number).into(),
        community: None,
        teller: me.clone(),
        helped: me,
        people,
        happened: nasty.chars().take(2_000).collect(),
        changed: Some(nasty.chars().take(2_000).collect()),
        kind: Kind::Scale,
        goal: Some(nasty.lines().next().unwrap().repeat(2)),
        claim: Some(Claim {
            measure: None,
            low: 1,
            likely: 1_000_000,
            high: 1_000_000,
            before: Some(1_000_000),
            after: Some(0),
            confidence: 20,
            attribution: 100,
        }),
        state,
        cycle: Cycle::Immediate,
        evidence: Some(format!("https://wiki.example/{}", "&".repeat(470))),
        source: Source::Told,
        post: None,
        told_at: DateTime::UNIX_EPOCH,
        since: DateTime::UNIX_EPOCH,
        published_at: None,
        fell_through: false,
    }
}

fn told(state: State, nasty: &str, name: &str) -> Told {
    let quote = Some((Some(name.to_owned()), nasty.repeat(40)));
    let question = Some("https://juniper.example/archives/C1/p1".to_owned());
    let (helped, helpers) = (Some(name.to_owned()), vec![name.to_owned(); 9]);
    Told { story: story(1, state, nasty), helped, helpers, colleagues: 1, quote, question }
}

fn bare(state: State) -> Told {
    let mut story = story(1, state, "It worked.");
    (story.claim, story.goal, story.changed, story.evidence) = (None, None, None, None);
    for one in &mut story.people {
        (one.audience, one.named) = (None, false);
    }
    let (helped, helpers, quote, question) = (None, Vec::new(), None, None);
    Told { story, helped, helpers, colleagues: 10, quote, question }
}

/// Every message, of people of that name.
pub(crate) fn messages(voice: &Voice, nasty: &str, name: &str) -> Vec<SlackMessageContent> {
    let mut all = vec![
        answers::help(voice),
        answers::unknown_word(voice, nasty, "report"),
        answers::not_for_you(voice),
        answers::not_an_admin(voice),
        answers::gone(voice),
        post::gone(voice),
        report::report(voice, 90, &[], 0),
        report::report(voice, 90, &sums(nasty), 5),
        report::no_such_community(voice, nasty, &vec![nasty.repeat(9); 30]),
        report::no_such_community(voice, nasty, &[]),
    ];
    all.extend([No::NotInIt, No::NotYours, No::Withdrawn].map(|no| answers::no(voice, no)));
    for state in State::ALL {
        for told in [told(state, nasty, name), bare(state)] {
            all.push(post::post(voice, &told));
            all.push(notes::confirm(voice, &told, name));
            all.push(answers::reworded(voice, &told.story));
            for (author, words) in [(true, true), (false, true), (false, false)] {
                let asked = Asked { teller: name, community: Some(nasty), author, words };
                all.push(notes::consent(voice, &told, asked));
            }
            all.push(notes::thanks(voice, &told, Some("https://slack.com/archives/C1/p1")));
            all.push(answers::told(voice, &told, &vec![name.to_owned(); 11]));
            all.push(answers::told(voice, &told, &[]));
            for done in [
                Done::Confirmed,
                Done::NotMe,
                Done::Withdrawn,
                Done::Out,
                Done::Agreed,
                Done::Linked,
                Done::Unlinked,
                Done::AsBefore,
            ] {
                all.push(answers::done(voice, &told.story, done, Some(Part::Helped)));
            }
        }
    }
    all
}

fn sums(nasty: &str) -> Vec<(String, crate::domain::story::ledger::Sums)> {
    let stories: Vec<Story> = (1..=60)
        .map(|number| {
            let state = State::ALL[usize::try_from(number % 3).unwrap()];
            let mut story = story(number, state, nasty);
            if let (Some(claim), 0) = (&mut story.claim, number % 2) {
                claim.measure = Some("support calls".to_owned());
            }
            story
        })
        .collect();
    let cost = Cost::of((4_000_000_000, 4_000_000_000), &[(90, 4_000_000)]);
    let answered = (0..999).map(|it| Uuid::from_u128(it).into()).collect();
    let beside = Beside { cost, answered, readers: 4_000_000_000 };
    let rate = Some(Rate { currency: "EUR".to_owned(), per_hour: 1_000_000 });
    let rules = Rules { cap: 1_000_000, rate };
    vec![(nasty.repeat(4), sum(&stories, DateTime::UNIX_EPOCH, &beside, &rules)); 9]
}

/// Every view, of people of that name.
pub(crate) fn views(voice: &Voice, nasty: &str, name: &str) -> Vec<SlackView> {
    let mut views = vec![
        tell_modal(voice, &Carried::default(), &Filled::default(), &Choices::default()),
        settings_modal(voice, &[], &Rules::default()),
        settings_modal(voice, &vec![nasty.to_owned(); 30], &Rules::default()),
        all(voice, &[], (0, false)),
    ];
    let filled = Filled {
        happened: nasty.repeat(100),
        helpers: (0..20).map(|it| MemberId::new(format!("U{it:010}"))).collect(),
        saved: nasty.repeat(20),
        goal: Some(nasty.repeat(2)),
        ..Filled::default()
    };
    let goals = (0..30).map(|it| format!("{it} {nasty}")).collect();
    let choices = Choices { goals, ..Choices::default() };
    views.push(tell_modal(voice, &Carried { more: true, ..Carried::default() }, &filled, &choices));
    for state in State::ALL {
        for told in [told(state, nasty, name), bare(state)] {
            views.push(link_modal(voice, &told.story));
            for words in [None, Some(true)] {
                let wish = Wish { audience: Audience::Us, named: true, words };
                views.push(say_modal(voice, &told.story, wish));
            }
            for me in told.story.people.iter().take(1).chain(told.story.people.last()) {
                let me: Concerned = me.clone();
                let mine =
                    Mine { told: told.clone(), me, tends: true, came: vec![nasty.repeat(5); 2] };
                views.push(page(voice, &mine));
                let many = (1..99).map(|number| {
                    let mut mine = mine.clone();
                    mine.told.story.id = Uuid::from_u128(number).into();
                    mine
                });
                views.push(all(voice, &many.collect::<Vec<_>>(), (1, true)));
            }
        }
    }
    views
}

#[test]
fn a_desk_has_at_most_eleven_blocks_and_shows_what_waits_first() {
    let voice = Voice::default();
    let mine = |state, id: u128| {
        let mut told = bare(state);
        told.story.id = Uuid::from_u128(id).into();
        let me = told.story.person(&told.story.helped).unwrap().clone();
        Mine { told, me, tends: false, came: Vec::new() }
    };
    let many: Vec<Mine> = (1..40).map(|id| mine(State::Claimed, id)).collect();
    assert_eq!(super::page::desk(&voice, &many).len(), super::page::MOST_BLOCKS);
    assert_eq!(super::page::desk(&voice, &[]).len(), 1);
    let mut done = mine(State::Confirmed, 1);
    done.me.audience = Some(Audience::Us);
    let desk = super::page::desk(&voice, &[done, mine(State::Claimed, 2)]);
    let first = serde_json::to_string(&desk[2]).unwrap();
    assert!(first.contains("Yes, count it"), "{first}");
}

#[test]
fn whoever_told_of_others_may_go_without_taking_it_from_them() {
    let mut told = bare(State::Confirmed);
    let (helper, helped) = (MemberId::new("U-bo"), told.story.helped.clone());
    told.story.teller = helper.clone();
    let shown = |member: &MemberId| {
        let audience = Some(Audience::Us);
        let one = Concerned { member: member.clone(), audience, ..told.story.people[0].clone() };
        let mine = Mine { told: told.clone(), me: one, tends: false, came: Vec::new() };
        let view = serde_json::to_string(&page(&Voice::default(), &mine)).unwrap();
        (view.contains("\"story_out\""), view.contains("\"story_withdraw\""))
    };
    assert_eq!(shown(&helper), (true, true));
    assert_eq!(shown(&helped), (false, true), "without them there is no story");
    assert_eq!(shown(&"U-cy".into()), (true, false));
}
