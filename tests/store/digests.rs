//! Digests, and what they are made of.

use chrono::{NaiveTime, TimeDelta, Weekday};
use klatch::domain::digest::{Edition, Kind, Picture, Rhythm, Shows, Window, Wish};
use klatch::domain::ids::MemberId;
use klatch::domain::people::Standing;
use klatch::domain::question::{Asker, Privacy, Question, Source, State};
use klatch::domain::story::{State as Told, Story};
use klatch::store::transaction;

use crate::asking::{community, given, minutes, question, spot};
use crate::given::{answer, day, id, introduced, joined, keep, profile, program, round, who, ws};
use crate::stories::story;
use crate::support::{on_both, start};

fn edition(number: u32, date: &str) -> Edition {
    Edition {
        community: id(1),
        date: day(date),
        number,
        kind: Kind::Report,
        window: Window { since: minutes(0), until: minutes(600) },
        job: id(50 + u64::from(number)),
        spot: None,
        picture: None,
        stories: Vec::new(),
    }
}

#[tokio::test]
async fn when_a_digest_comes_is_kept() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            assert_eq!(tx.digest_rhythm(&ws(), id(1)).await?, None);
            let usual = Rhythm::usual(chrono_tz::Asia::Kathmandu);
            let at = NaiveTime::from_hms_opt(16, 30, 0).unwrap();
            let other = Rhythm { on: false, weekday: Weekday::Sun, at, ..usual };
            for rhythm in [usual, other] {
                tx.keep_digest_rhythm(&ws(), id(1), &rhythm).await?;
                assert_eq!(tx.digest_rhythm(&ws(), id(1)).await?, Some(rhythm));
            }
            assert_eq!(tx.digest_rhythm(&"T2".into(), id(1)).await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_digest_is_written_down_once_and_stands_somewhere() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            assert_eq!(tx.last_digest(&ws(), id(1)).await?, None);
            let mut stories = vec![id(101), id(100)];
            stories.sort_unstable();
            let first = Edition { stories, ..edition(1, "2026-01-08") };
            assert!(tx.insert_digest(&ws(), &first).await?);
            assert!(!tx.insert_digest(&ws(), &first).await?, "once a date");
            let picture = Picture {
                file: "F1".to_owned(),
                alt: "Five weeks.".to_owned(),
                shows: Shows::Weeks,
                key: None,
            };
            let second = Edition { picture: Some(picture.clone()), ..edition(2, "2026-01-15") };
            let second = Edition { stories: vec![id(100)], ..second };
            assert!(tx.insert_digest(&ws(), &second).await?);
            assert_eq!(tx.last_digest(&ws(), id(1)).await?, Some(second.clone()));
            let both = [(id(1), second.date), (id(1), first.date)];
            assert_eq!(tx.digests_telling(&ws(), id(100)).await?, both);
            let at = (id(1), first.date);
            tx.digest_stands(&ws(), at, &spot("7.000100")).await?;
            let stands = Edition { spot: Some(spot("7.000100")), ..first };
            assert_eq!(tx.digest(&ws(), at).await?, Some(stands));
            let key = Some("Team 2: 営業部".to_owned());
            let other = Picture { shows: Shows::Ties, key, ..picture };
            for picture in [Some(other), None] {
                let at = (id(1), second.date);
                tx.keep_digest_picture(&ws(), at, picture.as_ref()).await?;
                assert_eq!(tx.digest(&ws(), at).await?.unwrap().picture, picture);
            }
            tx.drop_digest(&ws(), (id(1), second.date)).await?;
            assert_eq!(tx.digest(&ws(), (id(1), second.date)).await?, None);
            assert_eq!(tx.digests_telling(&ws(), id(100)).await?, [at]);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn digests_are_found_by_what_they_are_about() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            let window = |from, to| Window { since: minutes(from), until: minutes(to) };
            let of_value = Picture {
                file: "F1".to_owned(),
                alt: "Value of stories.".to_owned(),
                shows: Shows::Value,
                key: None,
            };
            let first = Edition { window: window(0, 10), ..edition(1, "2026-01-08") };
            let second = Edition {
                window: window(10, 20),
                picture: Some(of_value),
                ..edition(2, "2026-01-15")
            };
            let quiet = Edition {
                kind: Kind::Question,
                window: window(20, 30),
                ..edition(3, "2026-01-22")
            };
            for it in [&first, &second, &quiet] {
                tx.insert_digest(&ws(), it).await?;
            }
            for (time, dates) in [
                (window(9, 10), vec![first.date]),
                (window(10, 11), vec![second.date]),
                (window(5, 25), vec![second.date, first.date]),
                (window(20, 60), vec![]),
            ] {
                assert_eq!(tx.digests_about(&ws(), id(1), time).await?, dates, "{time:?}");
            }
            let found = tx.digests_of_value(&ws(), id(1), window(5, 20)).await?;
            assert_eq!(found, [second.date]);
            assert_eq!(tx.digests_of_value(&ws(), id(1), window(21, 60)).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn everybody_says_how_they_would_have_it() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            let (ana, bo) = (who("U-ana"), who("U-bo"));
            tx.keep_digest_wish(&ws(), id(1), &bo, Some(Wish::Nothing)).await?;
            tx.keep_digest_wish(&ws(), id(1), &ana, Some(Wish::Nothing)).await?;
            tx.keep_digest_wish(&ws(), id(1), &ana, Some(Wish::Message)).await?;
            let all = [(ana.clone(), Wish::Message), (bo.clone(), Wish::Nothing)];
            assert_eq!(tx.digest_wishes(&ws(), id(1)).await?, all);
            assert_eq!(tx.digest_wishes_of(&ws(), &ana).await?, [(id(1), Wish::Message)]);
            tx.keep_digest_wish(&ws(), id(1), &ana, None).await?;
            assert_eq!(tx.digest_wishes_of(&ws(), &ana).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

/// A question that got its first answer then, if it did.
fn asked(seed: u64, answered: Option<i64>) -> Question {
    Question {
        first_answer_at: answered.map(minutes),
        link: Some(format!("https://slack.com/archives/C1/p{seed}")),
        asked_at: minutes(5),
        ..question(seed, "U-ana")
    }
}

#[tokio::test]
async fn questions_of_a_window_are_found() {
    on_both(async |it| {
        let all = [
            asked(101, Some(10)),
            Question {
                privacy: Privacy::Anonymous,
                asker: Asker::Sealed("x".to_owned()),
                ..asked(102, Some(59))
            },
            asked(103, Some(60)),
            asked(104, Some(9)),
            Question { privacy: Privacy::Private, ..asked(105, Some(20)) },
            Question { state: State::Withdrawn, ..asked(106, Some(20)) },
            Question { source: Source::Imported, ..asked(107, Some(20)) },
            Question { community: Some(id(2)), ..asked(108, Some(20)) },
            asked(109, None),
            Question { asked_at: minutes(2), ..asked(110, None) },
            Question { privacy: Privacy::Private, ..asked(111, None) },
            Question { state: State::Closed, ..asked(112, None) },
            Question { asked_at: minutes(60), ..asked(113, None) },
        ];
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            for question in &all {
                tx.insert_question(&ws(), question).await?;
            }
            let window = Window { since: minutes(10), until: minutes(60) };
            let mut answered = tx.answered_between(&ws(), id(1), window).await?;
            answered.sort_by(|a, b| a.link.cmp(&b.link));
            let ids: Vec<_> = answered.iter().map(|it| it.id).collect();
            assert_eq!(ids, [id(101), id(102)]);
            assert!(answered.iter().all(|it| !it.private && it.link.is_some()));
            assert_eq!(answered[0].topic.as_deref(), Some("certificates"));
            let waiting = tx.waiting_at(&ws(), id(1), minutes(60)).await?;
            let ids: Vec<_> = waiting.iter().map(|it| it.id).collect();
            assert_eq!(ids, [id(110), id(109)]);
            let weeks = tx.asked_and_answered(&ws(), id(1), minutes(5)).await?;
            let answered = weeks.iter().filter(|(_, answered)| *answered).count();
            assert_eq!((weeks[0], weeks.len(), answered), ((minutes(60), false), 7, 4));
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn coffees_are_told_when_somebody_first_says_that_they_took_place() {
    on_both(async |it| {
        let ours = program(1);
        let elsewhere = klatch::domain::coffee::Program { channel: "C9".into(), ..program(2) };
        let one = round(&ours, 1, "2026-01-05");
        let other = round(&elsewhere, 2, "2026-01-05");
        let groups = [
            introduced(&one, 11, &["U-ana", "U-bo"]),
            introduced(&one, 12, &["U-cy", "U-di"]),
            introduced(&one, 13, &["U-eve", "U-finn"]),
        ];
        let theirs = introduced(&other, 14, &["U-gus", "U-hana"]);
        let at = |group, name, met, after| klatch::domain::coffee::Answer {
            at: minutes(after),
            ..answer(group, name, met)
        };
        keep(&it.store, &ours, &[(one.clone(), groups.to_vec())]).await.unwrap();
        keep(&it.store, &elsewhere, &[(other.clone(), vec![theirs.clone()])]).await.unwrap();
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            for said in [
                at(&groups[0], "U-ana", true, 20),
                at(&groups[0], "U-bo", false, 30),
                // Known since the window before.
                at(&groups[1], "U-cy", true, 5),
                at(&groups[1], "U-di", true, 20),
                at(&groups[2], "U-eve", false, 20),
                at(&theirs, "U-gus", true, 20),
            ] {
                tx.keep_answer(&ws(), &said).await?;
            }
            let window = Window { since: minutes(10), until: minutes(60) };
            let met = tx.met_between(&ws(), &"C1".into(), window).await?;
            let people: Vec<_> = met.coffees.iter().map(|it| it.people.clone()).collect();
            let said = [(who("U-ana"), Some(true)), (who("U-bo"), Some(false))];
            assert_eq!(people, [said.to_vec()]);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn stories_count_from_when_they_were_published() {
    on_both(async |it| {
        let at = |seed, published: Option<i64>, state| Story {
            published_at: published.map(minutes),
            fell_through: false,
            state,
            ..story(seed)
        };
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            for story in [
                at(101, Some(10), Told::Claimed),
                at(102, Some(59), Told::Confirmed),
                at(103, Some(60), Told::Confirmed),
                at(104, None, Told::Confirmed),
                at(105, Some(20), Told::Withdrawn),
            ] {
                tx.insert_story(&ws(), &story).await?;
            }
            let window = Window { since: minutes(10), until: minutes(60) };
            let published = tx.published_between(&ws(), id(1), window).await?;
            assert_eq!(published, [id(102), id(101)]);
            let mut stories = tx.these_stories(&ws(), &[id(102), id(999), id(101)]).await?;
            stories.sort_by_key(|it| it.told_at);
            let both = [(101, 10, Told::Claimed), (102, 59, Told::Confirmed)];
            assert_eq!(stories, both.map(|(seed, after, state)| at(seed, Some(after), state)));
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_is_new_and_where_they_are_known() {
    on_both(async |it| {
        let (later, program) = (start() + TimeDelta::days(3), program(1));
        keep(&it.store, &program, &[]).await.unwrap();
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_community(&ws(), &community()).await?;
            let bot =
                klatch::domain::people::Profile { standing: Standing::Bot, ..profile("U-robo") };
            tx.keep_profiles(&ws(), &[profile("U-old")], start()).await?;
            let new = ["U-ana", "U-bo", "U-cy", "U-di"].map(profile);
            let all = [&new[..], &[bot]].concat();
            tx.keep_profiles(&ws(), &all, later).await?;
            for it in &all {
                tx.keep_arrival(&ws(), &it.member, later).await?;
            }
            let window = |since, until| Window { since, until };
            let minute = TimeDelta::minutes(1);
            let came = tx.came_between(&ws(), window(later, later + minute)).await?;
            let people: Vec<MemberId> = came.iter().map(|(_, member)| member.clone()).collect();
            assert_eq!(people, ["U-ana", "U-bo", "U-cy", "U-di"].map(who));
            assert_eq!(tx.came_between(&ws(), window(start(), later)).await?, []);
            assert_eq!(tx.came_at(&ws(), &who("U-ana")).await?, Some(later));
            assert_eq!(tx.came_at(&ws(), &who("U-nobody")).await?, None);

            tx.keep_participation(&ws(), &joined(&program, "U-ana")).await?;
            tx.insert_question(&ws(), &question(100, "U-bo")).await?;
            let private = Question { privacy: Privacy::Private, ..question(101, "U-di") };
            tx.insert_question(&ws(), &private).await?;
            tx.insert_answer(&ws(), &given(200, 100, "U-cy")).await?;
            let known = tx.known_in(&ws(), (id(1), &"C1".into()), &people).await?;
            assert_eq!(known.into_iter().collect::<Vec<_>>(), ["U-ana", "U-bo", "U-cy"].map(who));
            let none = tx.known_in(&ws(), (id(2), &"C2".into()), &people).await?;
            assert!(none.is_empty());
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
