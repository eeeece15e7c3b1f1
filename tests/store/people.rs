//! The directory and the workspaces.

use chrono::TimeDelta;
use klatch::domain::people::{Profile, Standing};
use klatch::store::{Placement, transaction};

use crate::given::{profile, who, ws};
use crate::support::{on_both, start};

#[tokio::test]
async fn a_workspace_is_kept_and_renamed() {
    on_both(async |given| {
        let both = [("Acme", "B1"), ("Acme Corp", "B2")];
        for (name, bot) in both {
            transaction!(given.store, |tx| tx
                .keep_workspace(&ws(), name, &who(bot), start())
                .await)
            .await
            .unwrap();
        }
        let mut tx = given.store.read().await.unwrap();
        let kept = tx.workspace(&ws()).await.unwrap().unwrap();
        assert_eq!((kept.name.as_str(), kept.bot.as_str()), ("Acme Corp", "B2"));
        assert_eq!(tx.workspaces().await.unwrap(), [kept]);
        assert_eq!(tx.workspace(&"T2".into()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn profiles_come_and_change_and_places_stay() {
    on_both(async |given| {
        let store = &given.store;
        let ana = Profile { email: Some("Ána@Example.org ".to_owned()), ..profile("U-ana") };
        let bo = Profile { email: None, zone: None, title: Some("Cook".into()), ..profile("U-bo") };
        transaction!(store, |tx| {
            tx.keep_profiles(&ws(), &[bo.clone(), ana.clone()], start()).await?;
            let team = |email: &str, team: &str, department: Option<&str>| Placement {
                email: email.to_owned(),
                team: Some(team.to_owned()),
                department: department.map(str::to_owned),
            };
            let placements = [
                team("ána@example.org", "Old", Some("Tech")),
                team(" ÁNA@EXAMPLE.ORG", "Core", None),
                team("nobody@example.org", "None", None),
            ];
            assert_eq!(tx.place_in_teams(&ws(), &placements[..1]).await?, 1);
            assert_eq!(tx.place_in_teams(&ws(), &placements).await?, 1);
            assert_eq!(tx.place_in_teams(&"T2".into(), &placements).await?, 0);
            Ok(())
        })
        .await
        .unwrap();

        let moved = Profile { name: "Ana B.".into(), standing: Standing::Guest, ..ana.clone() };
        transaction!(store, |tx| tx
            .keep_profiles(&ws(), std::slice::from_ref(&moved), start())
            .await)
        .await
        .unwrap();

        let mut tx = store.read().await.unwrap();
        let kept = tx.member(&ws(), &ana.member).await.unwrap().unwrap();
        assert_eq!(kept.profile, moved);
        assert_eq!(kept.team.as_deref(), Some("Core"));
        assert_eq!(kept.department.as_deref(), Some("Tech"), "a blank leaves what stands");
        let asked = [who("U-zoe"), bo.member.clone(), ana.member.clone(), bo.member.clone()];
        let found = tx.members(&ws(), &asked).await.unwrap();
        assert_eq!(found.iter().map(|it| &it.profile).collect::<Vec<_>>(), [&moved, &bo]);
        assert_eq!(tx.members(&ws(), &[]).await.unwrap(), []);
        assert_eq!(tx.member(&"T2".into(), &ana.member).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_whole_company_goes_in_at_once() {
    on_both(async |given| {
        let everybody: Vec<_> = (0..1234).map(|n| profile(&format!("U{n:05}"))).collect();
        let ids: Vec<_> = everybody.iter().map(|it| it.member.clone()).collect();
        let kept = transaction!(given.store, |tx| {
            tx.keep_profiles(&ws(), &everybody, start()).await?;
            tx.members(&ws(), &ids).await
        })
        .await
        .unwrap();
        assert_eq!(kept.into_iter().map(|it| it.profile).collect::<Vec<_>>(), everybody);
    })
    .await;
}

#[tokio::test]
async fn the_last_time_somebody_opened_home_counts() {
    on_both(async |given| {
        let ana = who("U-ana");
        let later = start() + TimeDelta::milliseconds(1);
        transaction!(given.store, |tx| {
            assert_eq!(tx.home_opened_at(&ws(), &ana).await?, None);
            tx.home_opened(&ws(), &ana, later).await?;
            tx.home_opened(&ws(), &ana, start()).await?;
            assert_eq!(tx.home_opened_at(&ws(), &ana).await?, Some(later));
            assert_eq!(tx.home_opened_at(&"T2".into(), &ana).await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
