//! What people wish, whom they keep apart from, and who was silent.

use chrono::{DateTime, TimeDelta, Utc};
use klatch::domain::coffee::{Outcome, Participation};
use klatch::domain::hours::{Stretch, Week, WorkingHours};
use klatch::domain::people::{Belongs, Source};
use klatch::domain::preferences::{Mode, Preferences};
use klatch::domain::quiet::Budget;
use klatch::domain::silence::Silence;
use klatch::store::{Introduced, transaction};

use crate::given::{answer, group, introduced, joined, keep, profile, program, round, who, ws};
use crate::support::{on_both, start};

fn night_shift() -> WorkingHours {
    let time = |text: &str| text.parse().unwrap();
    let night = Stretch::new(time("22:00:00"), time("06:00:00")).unwrap();
    WorkingHours::Weekly(Week { mon: Some(night), sun: Some(night), ..Week::default() })
}

fn many_wishes() -> Preferences {
    Preferences {
        prefers_trio: true,
        modes: vec![Mode::Video, Mode::InPerson],
        languages: vec!["de".into(), "en".into()],
        topics: vec!["rust".into(), "<!channel> & films".into()],
        hours: night_shift(),
        site: Some("Brno".into()),
        need: Some("A place without stairs".into()),
        budget: Budget { per_week: 1, only_coffee: true },
        manager_apart: true,
    }
}

#[tokio::test]
async fn wishes_are_kept_and_come_with_the_person() {
    on_both(async |given| {
        let (ana, wished) = (who("U-ana"), many_wishes());
        let plan = program(1);
        transaction!(given.store, |tx| {
            assert_eq!(tx.preferences(&ws(), &ana).await?, Preferences::default());
            tx.keep_preferences(&ws(), &ana, &wished).await?;
            assert_eq!(tx.preferences(&ws(), &ana).await?, wished, "also before she is known");
            assert_eq!(tx.preferences(&"T2".into(), &ana).await?, Preferences::default());
            tx.keep_profiles(&ws(), &[profile("U-ana"), profile("U-bo")], start()).await?;
            assert_eq!(tx.member(&ws(), &ana).await?.unwrap().preferences, wished);
            let bo = tx.member(&ws(), &who("U-bo")).await?.unwrap();
            assert_eq!(bo.preferences, Preferences::default());
            tx.insert_program(&ws(), &plan).await?;
            tx.keep_participation(&ws(), &joined(&plan, "U-ana")).await?;
            let there = tx.participants(&ws(), plan.id).await?;
            assert_eq!(there[0].1.preferences, wished);
            let changed = Preferences { hours: WorkingHours::default(), ..wished.clone() };
            tx.keep_preferences(&ws(), &ana, &changed).await?;
            assert_eq!(tx.preferences(&ws(), &ana).await?, changed);
            tx.keep_preferences(&ws(), &ana, &Preferences::default()).await?;
            assert_eq!(tx.preferences(&ws(), &ana).await?, Preferences::default());
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn whom_somebody_keeps_apart_from_is_theirs_to_change() {
    on_both(async |given| {
        let (ana, bo, cy) = (who("U-ana"), who("U-bo"), who("U-cy"));
        transaction!(given.store, |tx| {
            let others = [cy.clone(), bo.clone(), cy.clone(), ana.clone()];
            tx.keep_apart(&ws(), &ana, &others).await?;
            tx.keep_apart(&ws(), &bo, std::slice::from_ref(&ana)).await?;
            tx.keep_apart(&"T2".into(), &ana, std::slice::from_ref(&bo)).await?;
            assert_eq!(tx.kept_apart_by(&ws(), &ana).await?, [bo.clone(), cy.clone()]);
            assert_eq!(tx.kept_apart_by(&ws(), &cy).await?, []);
            let all =
                [[ana.clone(), bo.clone()], [ana.clone(), cy.clone()], [bo.clone(), ana.clone()]];
            assert_eq!(tx.exclusions(&ws()).await?, all);
            tx.keep_apart(&ws(), &ana, &[]).await?;
            assert_eq!(tx.exclusions(&ws()).await?, [[bo.clone(), ana.clone()]]);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn managers_are_apart_where_one_of_the_two_wishes() {
    on_both(async |given| {
        let people = ["U-ana", "U-bo", "U-cy", "U-boss"];
        let reports = |name: &str| {
            let manager = Some("U-boss".to_owned());
            (who(name), Belongs { manager, ..Belongs::default() })
        };
        let apart = Preferences { manager_apart: true, ..Preferences::default() };
        transaction!(given.store, |tx| {
            tx.keep_profiles(&ws(), &people.map(profile), start()).await?;
            let places = [reports("U-ana"), reports("U-bo")];
            tx.keep_places(&ws(), Source::File, &places, start()).await?;
            let pair = |name| [who(name), who("U-boss")];
            assert_eq!(tx.managers_apart(&ws(), false).await?, [[""; 2]; 0].map(|it| it.map(who)));
            assert_eq!(tx.managers_apart(&ws(), true).await?, [pair("U-ana"), pair("U-bo")]);
            tx.keep_preferences(&ws(), &who("U-bo"), &apart).await?;
            assert_eq!(tx.managers_apart(&ws(), false).await?, [pair("U-bo")]);
            tx.keep_preferences(&ws(), &who("U-boss"), &apart).await?;
            let both = [pair("U-ana"), pair("U-bo")];
            assert_eq!(tx.managers_apart(&ws(), false).await?, both);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn only_who_was_seen_to_join_is_new() {
    on_both(async |given| {
        let later = start() + TimeDelta::days(10);
        transaction!(given.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.keep_profiles(&ws(), &[profile("U-ana"), profile("U-bo")], later).await?;
            tx.keep_arrival(&ws(), &who("U-bo"), later).await?;
            tx.keep_arrival(&ws(), &who("U-bo"), later + TimeDelta::days(9)).await?;
            tx.keep_profiles(&ws(), &[profile("U-bo")], later + TimeDelta::days(1)).await?;
            let ana = tx.member(&ws(), &who("U-ana")).await?.unwrap();
            let bo = tx.member(&ws(), &who("U-bo")).await?.unwrap();
            assert_eq!((ana.came_at, bo.came_at), (None, Some(later)), "told first, told once");
            assert!(!ana.is_newcomer(later));
            assert!(bo.is_newcomer(later + TimeDelta::days(89)));
            assert!(!bo.is_newcomer(later + TimeDelta::days(90)));
            tx.forget(&ws(), &who("U-bo"), "forgotten-1").await?;
            tx.keep_profiles(&ws(), &[profile("U-bo")], later + TimeDelta::days(1)).await?;
            let again = tx.member(&ws(), &who("U-bo")).await?.unwrap();
            assert_eq!(again.came_at, None, "the directory brings a name back, and nobody new");
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn silence_is_counted_asked_about_and_over_with_a_word() {
    on_both(async |given| {
        let (one, other) = (program(1), program(2));
        let at = |hours| -> DateTime<Utc> { start() + TimeDelta::hours(hours) };
        transaction!(given.store, |tx| {
            for plan in [&one, &other] {
                tx.insert_program(&ws(), plan).await?;
                tx.keep_participation(&ws(), &joined(plan, "U-ana")).await?;
            }
            tx.keep_participation(&ws(), &joined(&one, "U-bo")).await?;
            let both = [who("U-ana"), who("U-bo")];
            tx.count_silent(&ws(), one.id, &both).await?;
            tx.count_silent(&ws(), one.id, &both).await?;
            tx.was_asked(&ws(), one.id, &who("U-ana"), at(1)).await?;
            tx.count_not_silent(&ws(), one.id, &both[1..]).await?;
            let ana = tx.participation(&ws(), one.id, &both[0]).await?.unwrap();
            let asked = Silence { rounds: 2, asked_at: Some(at(1)), heard_at: None };
            assert_eq!(ana.silence, asked);
            let bo = tx.participation(&ws(), one.id, &both[1]).await?.unwrap();
            assert_eq!(bo.silence, Silence::default());
            tx.heard(&"T2".into(), &both[0], at(2)).await?;
            tx.heard(&ws(), &both[0], at(2)).await?;
            tx.heard(&ws(), &both[0], at(1)).await?;
            for mine in tx.participations_of(&ws(), &both[0]).await? {
                assert_eq!(mine.silence, Silence::default().heard(at(2)));
            }
            // The answer was there before the question was written down.
            tx.was_asked(&ws(), one.id, &both[0], at(1)).await?;
            let ana = tx.participation(&ws(), one.id, &both[0]).await?.unwrap();
            assert_eq!(ana.silence.asked_at, None);
            tx.sat_out(&ws(), one.id, 7, &both[..1]).await?;
            let ana = tx.participation(&ws(), one.id, &both[0]).await?.unwrap();
            assert_eq!(ana.sat_out, Some(7));
            let kept = Participation { silence: asked, ..ana };
            tx.keep_participation(&ws(), &kept).await?;
            assert_eq!(tx.participation(&ws(), one.id, &both[0]).await?, Some(kept));
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_was_introduced_in_a_round_and_what_came_of_it() {
    on_both(async |given| {
        let plan = program(1);
        let first = round(&plan, 1, "2026-01-12");
        let groups = vec![
            introduced(&first, 11, &["U-ana", "U-bo"]),
            introduced(&first, 12, &["U-cy", "U-di"]),
            introduced(&first, 13, &["U-ed", "U-fe"]),
            introduced(&first, 14, &["U-gu", "U-ha"]),
            group(&first, 15, &["U-iv", "U-jo"]),
            introduced(&first, 16, &["U-left-alone"]),
        ];
        let said = [
            answer(&groups[0], "U-ana", true),
            answer(&groups[1], "U-cy", true),
            answer(&groups[1], "U-di", false),
            answer(&groups[2], "U-ed", false),
        ];
        keep(&given.store, &plan, &[(first.clone(), groups.clone())]).await.unwrap();
        transaction!(given.store, |tx| {
            for answer in &said {
                tx.keep_answer(&ws(), answer).await?;
            }
            let found = tx.introduced_in(&ws(), first.id).await?;
            let of = |name, outcome| Introduced {
                member: who(name),
                introduction: "1767603600.000200".into(),
                outcome,
            };
            let expected = [
                of("U-ana", Outcome::Met),
                of("U-bo", Outcome::Met),
                of("U-cy", Outcome::Unknown),
                of("U-di", Outcome::Unknown),
                of("U-ed", Outcome::NotMet),
                of("U-fe", Outcome::NotMet),
                of("U-gu", Outcome::Unknown),
                of("U-ha", Outcome::Unknown),
            ];
            assert_eq!(found, expected);
            assert_eq!(tx.introduced_in(&"T2".into(), first.id).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
