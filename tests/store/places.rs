//! Where people belong, who is away, and how far the reading of the directory has come.

use chrono::TimeDelta;
use klatch::domain::away::Away;
use klatch::domain::ids::MemberId;
use klatch::domain::people::{Belongs, FieldIds, Member, Profile, Source, Standing};
use klatch::store::{Listed, Placement, Store, transaction};

use crate::given::{joined, profile, program, who, ws};
use crate::support::{on_both, start};

fn team(name: &str) -> Belongs {
    Belongs { team: Some(name.to_owned()), ..Belongs::default() }
}

async fn member(store: &Store, name: &str) -> Member {
    store.read().await.unwrap().member(&ws(), &who(name)).await.unwrap().unwrap()
}

async fn keep(store: &Store, people: &[Profile]) {
    transaction!(store, |tx| tx.keep_profiles(&ws(), people, start()).await).await.unwrap();
}

#[tokio::test]
async fn the_list_goes_before_the_profile_and_that_before_groups() {
    on_both(async |given| {
        let store = &given.store;
        keep(store, &["U-ana", "U-bo"].map(profile)).await;
        let ana = |belongs: Belongs| [(who("U-ana"), belongs)];
        let of_profile = Belongs {
            department: Some("Tech".into()),
            manager: Some("U-bo".into()),
            site: Some("Brno".into()),
            ..team("Profile")
        };
        transaction!(store, |tx| {
            tx.keep_places(&ws(), Source::Groups, &ana(team("Group")), start()).await?;
            tx.keep_places(&ws(), Source::Profile, &ana(of_profile.clone()), start()).await?;
            tx.keep_places(&ws(), Source::File, &ana(team("File")), start()).await
        })
        .await
        .unwrap();
        let kept = member(store, "U-ana").await;
        assert_eq!(kept.team.as_deref(), Some("File"));
        assert_eq!(kept.department.as_deref(), Some("Tech"));
        assert_eq!(kept.site.as_deref(), Some("Brno"));
        assert_eq!(kept.manager, Some(who("U-bo")));

        let later = start() + TimeDelta::seconds(1);
        let drop = async |source| {
            transaction!(store, |tx| tx.drop_places(&ws(), source, later).await).await.unwrap()
        };
        assert_eq!(drop(Source::File).await, 1);
        assert_eq!(drop(Source::File).await, 0);
        assert_eq!(member(store, "U-ana").await.team.as_deref(), Some("Profile"));
        assert_eq!(drop(Source::Profile).await, 1);
        let kept = member(store, "U-ana").await;
        assert_eq!((kept.team.as_deref(), kept.manager), (Some("Group"), None));
    })
    .await;
}

#[tokio::test]
async fn a_manager_is_known_by_id_or_email_and_is_somebody_else() {
    on_both(async |given| {
        let store = &given.store;
        let by = |manager: &str| Belongs { manager: Some(manager.into()), ..Belongs::default() };
        let places = [
            (who("U-ana"), by("U-BO@Example.org ")),
            (who("U-bo"), by("u-bo@example.org")),
            (who("U-cy"), by("nobody@example.org")),
        ];
        // Known before the people are.
        transaction!(store, |tx| tx.keep_places(&ws(), Source::File, &places, start()).await)
            .await
            .unwrap();
        keep(store, &["U-ana", "U-bo", "U-cy"].map(profile)).await;
        keep(store, &["U-ana"].map(profile)).await;
        assert_eq!(member(store, "U-ana").await.manager, Some(who("U-bo")));
        assert_eq!(member(store, "U-bo").await.manager, None);
        assert_eq!(member(store, "U-cy").await.manager, None);
        let found = transaction!(store, |tx| {
            tx.members_by_email(&ws(), &["U-ANA@example.org".into(), "x@y.z".into()]).await
        });
        assert_eq!(found.await.unwrap(), [("u-ana@example.org".to_owned(), who("U-ana"))]);
    })
    .await;
}

#[tokio::test]
async fn what_is_older_never_takes_the_place_of_what_is_newer() {
    on_both(async |given| {
        let store = &given.store;
        let at = |seconds, name: &str| Profile {
            name: name.to_owned(),
            changed_at: Some(start() + TimeDelta::seconds(seconds)),
            ..profile("U-ana")
        };
        for (seconds, name, stands) in
            [(5, "Second", "Second"), (3, "First", "Second"), (5, "Again", "Again")]
        {
            keep(store, &[at(seconds, name)]).await;
            assert_eq!(member(store, "U-ana").await.profile.name, stands);
        }
    })
    .await;
}

#[tokio::test]
async fn away_ends_by_itself_and_can_be_waived_while_it_stays() {
    on_both(async |given| {
        let store = &given.store;
        let tomorrow = start() + TimeDelta::days(1);
        let away = |away| [Profile { away, ..profile("U-ana") }];
        let stay = async || {
            transaction!(store, |tx| tx.stay_here(&ws(), &who("U-ana")).await).await.unwrap()
        };
        keep(store, &away(None)).await;
        assert!(!stay().await, "there is nothing to waive");
        keep(store, &away(Some(Away::Until(tomorrow)))).await;
        assert_eq!(member(store, "U-ana").await.away(start()), Some(Away::Until(tomorrow)));
        assert_eq!(member(store, "U-ana").await.away(tomorrow), None);
        assert!(stay().await);
        keep(store, &away(Some(Away::Until(tomorrow)))).await;
        assert_eq!(member(store, "U-ana").await.away(start()), None, "the same status");
        keep(store, &away(Some(Away::WhileItStands))).await;
        assert_eq!(member(store, "U-ana").await.away(tomorrow), Some(Away::WhileItStands));
        assert!(stay().await);
        keep(store, &away(None)).await;
        keep(store, &away(Some(Away::WhileItStands))).await;
        assert!(member(store, "U-ana").await.away(start()).is_some(), "another status");
    })
    .await;
}

#[tokio::test]
async fn one_reading_of_the_directory_at_a_time() {
    on_both(async |given| {
        let at = |minutes| start() + TimeDelta::minutes(minutes);
        transaction!(given.store, |tx| {
            assert!(tx.begin_listing(&ws(), at(0), at(-60)).await?);
            assert!(!tx.begin_listing(&ws(), at(10), at(-50)).await?);
            assert!(tx.continue_listing(&ws(), at(0), at(20)).await?);
            assert!(!tx.continue_listing(&ws(), at(10), at(20)).await?);
            assert!(!tx.begin_listing(&ws(), at(70), at(10)).await?, "it came further");
            assert!(tx.begin_listing(&ws(), at(90), at(30)).await?, "the first has died");
            assert!(!tx.continue_listing(&ws(), at(0), at(91)).await?);
            tx.end_listing(&ws()).await?;
            assert!(!tx.continue_listing(&ws(), at(90), at(92)).await?);
            assert!(tx.begin_listing(&ws(), at(93), at(33)).await?);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_is_on_no_page_is_gone_until_seen_again() {
    on_both(async |given| {
        let store = &given.store;
        let changed_at = Some(start());
        let foreign = Profile { standing: Standing::External, ..profile("U-ext") };
        let mut all: Vec<Profile> =
            ["U-ana", "U-bo", "U-cy"].map(|name| Profile { changed_at, ..profile(name) }).into();
        all.push(foreign);
        keep(store, &all).await;
        let began = start() + TimeDelta::days(1);
        let listed = transaction!(store, |tx| {
            tx.keep_profiles(&ws(), &all[..2], began).await?;
            let listed = tx.listed_since(&ws(), began).await?;
            let gone = tx.deactivate_unseen(&ws(), began).await?;
            Ok((listed, gone))
        });
        let (listed, gone) = listed.await.unwrap();
        assert_eq!(listed, Listed { seen: 2, missing: 1 });
        assert_eq!(gone, ["U-cy".into()]);
        let standing = async |name| member(store, name).await.profile.standing;
        assert_eq!(standing("U-bo").await, Standing::Full);
        assert_eq!(standing("U-cy").await, Standing::Deactivated);
        assert_eq!(standing("U-ext").await, Standing::External);
        keep(store, &all[2..]).await;
        assert_eq!(standing("U-cy").await, Standing::Full);
    })
    .await;
}

#[tokio::test]
async fn fields_are_read_of_those_who_take_part_and_again_after_changes() {
    on_both(async |given| {
        let store = &given.store;
        keep(store, &["U-ana", "U-bo", "U-cy"].map(profile)).await;
        let ids = FieldIds { team: Some("Xf1".into()), ..FieldIds::default() };
        transaction!(store, |tx| {
            let program = program(1);
            tx.insert_program(&ws(), &program).await?;
            for name in ["U-ana", "U-bo"] {
                tx.keep_participation(&ws(), &joined(&program, name)).await?;
            }
            assert_eq!(tx.field_ids(&ws()).await?, FieldIds::default());
            tx.keep_field_ids(&ws(), &ids).await?;
            assert_eq!(tx.field_ids(&ws()).await?, ids);
            assert_eq!(tx.unread_fields(&ws(), 1).await?, [who("U-ana")]);
            tx.fields_were_read(&ws(), &who("U-ana"), start()).await?;
            assert_eq!(tx.unread_fields(&ws(), 9).await?, [who("U-bo")]);
            let changed_at = Some(start() + TimeDelta::days(1));
            let ana = Profile { changed_at, ..profile("U-ana") };
            tx.keep_profiles(&ws(), &[ana], start()).await?;
            assert_eq!(tx.unread_fields(&ws(), 9).await?, ["U-ana", "U-bo"].map(who));
            tx.fields_were_read(&ws(), &who("U-ana"), start()).await?;
            tx.fields_were_read(&ws(), &who("U-bo"), start()).await?;
            assert_eq!(tx.unread_fields(&ws(), 9).await?, Vec::<MemberId>::new());
            tx.keep_field_ids(&ws(), &ids).await?;
            assert_eq!(tx.unread_fields(&ws(), 9).await?, [], "the same fields as before");
            tx.keep_field_ids(&ws(), &FieldIds::default()).await?;
            assert_eq!(tx.unread_fields(&ws(), 9).await?.len(), 2, "all anew");
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_was_placed_by_hand_counts_like_the_list() {
    on_both(async |given| {
        let store = &given.store;
        keep(store, &[profile("U-ana")]).await;
        let by_hand = |team: Option<&str>| Placement {
            email: "U-ana@example.org".into(),
            team: team.map(str::to_owned),
            department: None,
        };
        transaction!(store, |tx| {
            tx.place_in_teams(&ws(), &[by_hand(Some("Hand"))]).await?;
            let group = [(who("U-ana"), team("Group"))];
            tx.keep_places(&ws(), Source::Groups, &group, start()).await?;
            tx.place_in_teams(&ws(), &[by_hand(None)]).await
        })
        .await
        .unwrap();
        assert_eq!(member(store, "U-ana").await.team.as_deref(), Some("Hand"));
    })
    .await;
}
