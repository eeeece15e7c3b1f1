//! Questions, who is asked, what is answered and kept.

use chrono::{DateTime, TimeDelta, Utc};
use klatch::domain::card::{Card, CardState, Origin};
use klatch::domain::community::Community;
use klatch::domain::expert::{Expert, Willing};
use klatch::domain::question::{Answer, Asker, Privacy, Question, Source, Spot, State};
use klatch::domain::referral::{Referral, ReferralState};
use klatch::store::{Asked, AskerReply, Proposal, Routing, transaction};
use uuid::Uuid;

use crate::given::{id, who, ws};
use crate::support::{on_both, start};

pub(crate) fn minutes(after: i64) -> DateTime<Utc> {
    start() + TimeDelta::minutes(after)
}

pub(crate) fn spot(message: &str) -> Spot {
    Spot { channel: "C1".into(), message: message.into() }
}

pub(crate) fn community() -> Community {
    Community {
        id: id(1),
        channel: "C1".into(),
        name: "platform".to_owned(),
        stewards: vec![who("U-ada"), who("U-lena")],
        began_at: minutes(0),
        ended_at: None,
    }
}

pub(crate) fn question(seed: u64, asker: &str) -> Question {
    Question {
        id: id(seed),
        community: Some(id(1)),
        asker: Asker::Known(who(asker)),
        privacy: Privacy::Open,
        title: "How do we rotate the certificates?".to_owned(),
        details: "Without downtime.".to_owned(),
        topic: Some("certificates".to_owned()),
        urgent: false,
        state: State::Routing,
        source: Source::Asked,
        thread: None,
        link: None,
        asked_at: minutes(i64::try_from(seed).unwrap()),
        since: minutes(1),
        first_answer_at: None,
        accepted: None,
        otherwise: None,
    }
}

pub(crate) fn given(seed: u64, question: u64, author: &str) -> Answer {
    Answer {
        id: id(seed),
        question: id(question),
        author: who(author),
        text: "Two at a time.".to_owned(),
        spot: Some(spot(&format!("1767603600.{seed:06}"))),
        likes: 2,
        accepted_at: None,
        written_at: minutes(i64::try_from(seed).unwrap()),
        edited_at: None,
        deleted_at: None,
    }
}

fn referral(seed: u64, question: u64, member: &str, rung: u32) -> Referral {
    Referral {
        id: id(seed),
        question: id(question),
        member: who(member),
        rung,
        state: ReferralState::Offered,
        because: "[]".to_owned(),
        made_at: minutes(i64::from(rung)),
        offered_at: Some(minutes(2)),
        due_at: Some(minutes(240)),
        ended_at: None,
        handed_to: None,
        spot: Some(spot("1767603600.000900")),
    }
}

pub(crate) fn card(seed: u64, origin: Origin) -> Card {
    Card {
        id: id(seed),
        origin,
        community: Some(id(1)),
        title: "How do we rotate the certificates?".to_owned(),
        text: "Two at a time.".to_owned(),
        owner: who("U-bo"),
        link: Some("https://example.slack.com/archives/C1/p1".to_owned()),
        state: CardState::Current,
        made_at: minutes(i64::try_from(seed).unwrap()),
        review_at: minutes(100),
    }
}

#[tokio::test]
async fn a_community_lives_once_in_a_channel() {
    on_both(async |it| {
        let one = community();
        transaction!(it.store, |tx| {
            assert!(tx.insert_community(&ws(), &one).await?);
            assert!(!tx.insert_community(&ws(), &Community { id: id(2), ..one.clone() }).await?);
            assert_eq!(tx.community(&ws(), one.id).await?, Some(one.clone()));
            assert_eq!(tx.community_in(&ws(), &one.channel).await?, Some(one.clone()));
            assert_eq!(tx.communities(&ws()).await?, std::slice::from_ref(&one));
            let mut ended = tx.lock_community(&ws(), one.id).await?.unwrap();
            ended.stewards = vec![who("U-lena")];
            ended.ended_at = Some(minutes(5));
            tx.save_community(&ws(), &ended).await?;
            assert_eq!(tx.community(&ws(), one.id).await?, Some(ended));
            assert_eq!(tx.community_in(&ws(), &one.channel).await?, None);
            assert!(tx.insert_community(&ws(), &Community { id: id(2), ..one.clone() }).await?);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_question_is_asked_answered_and_kept() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            let before = tx.seq(&ws()).await?;
            let asked = question(10, "U-ana");
            tx.insert_question(&ws(), &asked).await?;
            tx.insert_question(&ws(), &question(11, "U-ana")).await?;
            assert_eq!(tx.seq(&ws()).await?, before + 2);
            let of_ana = tx.questions_of(&ws(), &who("U-ana"), 9).await?;
            assert_eq!(of_ana, [question(11, "U-ana"), asked.clone()]);
            let mut locked = tx.lock_question(&ws(), asked.id).await?.unwrap();
            locked.thread = Some(spot("1767603600.000500"));
            locked.state = State::Answered;
            locked.accepted = Some(id(20));
            locked.otherwise = Some("A day.".to_owned());
            tx.save_question(&ws(), &locked).await?;
            assert_eq!(tx.question(&ws(), asked.id).await?, Some(locked.clone()));
            let there = spot("1767603600.000500");
            let found = tx.question_in_thread(&ws(), &there.channel, &there.message).await?;
            assert_eq!(found, Some(locked));

            let answer = given(20, 10, "U-bo");
            assert!(tx.insert_answer(&ws(), &answer).await?);
            let again = Answer { id: id(21), ..answer.clone() };
            assert!(!tx.insert_answer(&ws(), &again).await?, "one message is one answer");
            assert_eq!(tx.given_answer(&ws(), answer.id).await?, Some(answer.clone()));
            assert_eq!(
                tx.answer_at(&ws(), answer.spot.as_ref().unwrap()).await?,
                Some(answer.clone())
            );
            assert_eq!(tx.answers_to(&ws(), &[asked.id]).await?, std::slice::from_ref(&answer));
            let gone = Answer { deleted_at: Some(minutes(30)), ..answer.clone() };
            tx.save_answer(&ws(), &gone).await?;
            assert_eq!(tx.answers_to(&ws(), &[asked.id]).await?, []);

            let origin = Origin::Answer { question: asked.id, answer: answer.id };
            let kept = card(30, origin.clone());
            assert!(tx.insert_card(&ws(), &kept).await?);
            assert!(!tx.insert_card(&ws(), &card(31, origin)).await?, "a question has one card");
            assert!(tx.insert_card(&ws(), &card(32, Origin::Kept)).await?);
            assert_eq!(tx.card(&ws(), kept.id).await?, Some(kept.clone()));
            assert_eq!(tx.card_of(&ws(), asked.id).await?, Some(kept.clone()));
            let shown: Vec<_> =
                tx.shown_cards(&ws(), 9).await?.iter().map(|card| card.id).collect();
            assert_eq!(shown, [id(32), kept.id]);
            let mut locked = tx.lock_card(&ws(), kept.id).await?.unwrap();
            locked.state = CardState::Retired;
            tx.save_card(&ws(), &locked).await?;
            assert_eq!(tx.shown_cards(&ws(), 9).await?.len(), 1);
            assert_eq!(tx.shown_cards_in(&ws(), &[id(1)]).await?, [id(32)]);
            assert_eq!(tx.shown_cards_in(&ws(), &[id(99)]).await?, []);
            assert_eq!(tx.shown_cards_in(&ws(), &[]).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn whom_it_solved_it_for_too_is_counted_once() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            let asked = question(10, "U-ana");
            tx.insert_question(&ws(), &asked).await?;
            let about = Uuid::from(asked.id);
            assert!(tx.keep_reuse(&ws(), about, &who("U-cy"), minutes(40)).await?);
            assert!(!tx.keep_reuse(&ws(), about, &who("U-cy"), minutes(41)).await?);
            assert_eq!(tx.reuses(&ws(), about).await?, 1);
            let several = tx.reuses_of(&ws(), &[about, Uuid::nil()]).await?;
            assert_eq!(several, [(about, 1)].into());
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_key_of_an_anonymous_question_is_kept_until_it_is_destroyed() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            let sealed = Asker::Sealed("v1.a.b.c".to_owned());
            let asked =
                Question { asker: sealed, privacy: Privacy::Anonymous, ..question(10, "-") };
            tx.insert_question(&ws(), &asked).await?;
            assert_eq!(tx.question(&ws(), asked.id).await?, Some(asked.clone()));
            tx.keep_key(&ws(), asked.id, "secret").await?;
            assert_eq!(tx.key(&ws(), asked.id).await?.as_deref(), Some("secret"));
            assert!(tx.destroy_key(&ws(), asked.id).await?);
            assert!(!tx.destroy_key(&ws(), asked.id).await?);
            assert_eq!(tx.key(&ws(), asked.id).await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn nobody_is_asked_the_same_question_twice() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_question(&ws(), &question(10, "U-ana")).await?;
            let (bo, cy) = (referral(40, 10, "U-bo", 1), referral(41, 10, "U-cy", 2));
            assert!(tx.insert_referral(&ws(), &bo).await?);
            assert!(!tx.insert_referral(&ws(), &referral(42, 10, "U-bo", 3)).await?);
            assert!(tx.insert_referral(&ws(), &cy).await?);
            assert_eq!(tx.referrals(&ws(), id(10)).await?, [bo.clone(), cy.clone()]);
            assert_eq!(tx.open_referrals(&ws(), &who("U-bo")).await?, std::slice::from_ref(&bo));
            let mut locked = tx.lock_referral(&ws(), bo.id).await?.unwrap();
            locked.state = ReferralState::HandedOver;
            locked.handed_to = Some(who("U-cy"));
            tx.save_referral(&ws(), &locked).await?;
            assert_eq!(tx.referral(&ws(), bo.id).await?, Some(locked));
            assert_eq!(tx.open_referrals(&ws(), &who("U-bo")).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_somebody_said_about_being_asked_is_kept() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            assert_eq!(tx.expert(&ws(), &who("U-bo")).await?, None);
            let mut bo = tx.lock_expert(&ws(), &who("U-bo")).await?;
            assert_eq!(bo, Expert::unasked(who("U-bo")));
            bo.willing = Some(Willing::Monthly);
            bo.topics = vec!["certificates".to_owned()];
            bo.communities = vec![id(1)];
            bo.paused_until = Some(minutes(99));
            tx.save_expert(&ws(), &bo).await?;
            assert_eq!(tx.lock_expert(&ws(), &who("U-bo")).await?, bo);
            let cy = tx.lock_expert(&ws(), &who("U-cy")).await?;
            let both = [who("U-bo"), who("U-cy"), who("U-di")];
            assert_eq!(tx.experts_among(&ws(), &both).await?, [bo.clone(), cy]);
            assert_eq!(tx.willing_experts(&ws()).await?, [bo.clone()]);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_deciding_whom_to_ask_needs_to_know() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_question(&ws(), &question(10, "U-ana")).await?;
            tx.insert_question(&ws(), &question(11, "U-ana")).await?;
            let (bo, cy) = (referral(40, 10, "U-bo", 1), referral(41, 10, "U-cy", 2));
            tx.insert_referral(&ws(), &bo).await?;
            let declined = ReferralState::Declined;
            tx.insert_referral(&ws(), &Referral { state: declined, ..cy.clone() }).await?;
            tx.insert_referral(&ws(), &referral(42, 11, "U-bo", 2)).await?;
            let asked = |member: &str, open, week, first, month| Asked {
                member: who(member),
                open,
                week,
                first,
                month,
            };
            let all = tx.asked_lately(&ws(), minutes(1), minutes(0)).await?;
            assert_eq!(all, [asked("U-bo", 2, 1, 0, 2), asked("U-cy", 0, 1, 0, 1)]);
            let all = tx.asked_lately(&ws(), minutes(0), minutes(0)).await?;
            assert_eq!(all, [asked("U-bo", 2, 2, 1, 2), asked("U-cy", 0, 1, 0, 1)]);
            let both = [id(10), id(11)];
            assert_eq!(tx.declined_among(&ws(), &both).await?, [(id(10), who("U-cy"), None)]);
            assert_eq!(tx.these_questions(&ws(), &both).await?.len(), 2);

            let ranking = r#"[{"member":"U-bo"}]"#.to_owned();
            let routing = Routing { referral: bo.id, seed: [0xa7; 32], ranking, reminded_at: None };
            tx.keep_routing(&ws(), &routing).await?;
            tx.was_reminded(&ws(), bo.id, minutes(7)).await?;
            let reminded = Routing { reminded_at: Some(minutes(7)), ..routing };
            assert_eq!(tx.routings(&ws(), id(10)).await?, [reminded]);
            assert_eq!(tx.routings(&ws(), id(11)).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_a_community_is_told_of_its_answers() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_question(&ws(), &question(10, "U-ana")).await?;
            let other = Question { topic: Some("backups".to_owned()), ..question(11, "U-ana") };
            let closed =
                Question { state: State::Answered, first_answer_at: Some(minutes(20)), ..other };
            tx.insert_question(&ws(), &closed).await?;
            tx.insert_answer(&ws(), &given(20, 11, "U-bo")).await?;
            assert_eq!(tx.unanswered(&ws(), &[id(1), id(2)], 9).await?, [id(10)]);
            assert_eq!(tx.unanswered(&ws(), &[id(2)], 9).await?, []);
            let since = tx.asked_since(&ws(), id(1), minutes(10), 9).await?;
            let ends: Vec<_> = since.iter().map(|it| (it.first_answer_at, it.over_at)).collect();
            assert_eq!(ends, [(Some(minutes(20)), Some(minutes(1))), (None, None)]);
            assert_eq!(tx.answerers_since(&ws(), id(1), minutes(0)).await?, [who("U-bo")]);
            tx.insert_answer(&ws(), &given(21, 11, "U-cy")).await?;
            let recent = tx.recent_answers(&ws(), minutes(0), 9).await?;
            let authors: Vec<_> = recent.iter().map(|it| it.author.as_str()).collect();
            assert_eq!(authors, ["U-cy", "U-bo"]);
            assert_eq!(recent[0].topic.as_deref(), Some("backups"));
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_kept_is_proposed_and_looked_after() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            tx.insert_question(&ws(), &question(10, "U-ana")).await?;
            let helped = Answer { accepted_at: Some(minutes(9)), ..given(20, 10, "U-bo") };
            assert!(tx.insert_answer(&ws(), &helped).await?);
            assert_eq!(tx.accepted_of(&ws(), &who("U-bo"), 9).await?, [helped]);
            let unseen = Answer { spot: None, ..given(21, 10, "U-bo") };
            assert!(tx.insert_answer(&ws(), &unseen).await?);
            let own = tx.threadless_answers_of(&ws(), &who("U-bo"), minutes(-9), 9).await?;
            assert_eq!(own, [unseen]);

            let kept = card(32, Origin::Kept);
            assert!(tx.insert_card(&ws(), &kept).await?);
            let at = spot("1767603600.000700");
            let proposal =
                Proposal { card: kept.id, by: who("U-cy"), spot: at.clone(), at: minutes(3) };
            assert!(tx.keep_proposal(&ws(), &proposal).await?);
            assert!(!tx.keep_proposal(&ws(), &proposal).await?);
            assert_eq!(tx.proposal(&ws(), kept.id).await?, Some(proposal));
            assert_eq!(tx.card_at(&ws(), &at).await?, Some(kept.clone()));
            assert_eq!(tx.cards_owned(&ws(), &who("U-bo"), 9).await?, std::slice::from_ref(&kept));
            assert_eq!(tx.cards_due(&ws(), minutes(99), 9).await?, []);
            assert_eq!(tx.cards_due(&ws(), minutes(100), 9).await?, std::slice::from_ref(&kept));
            tx.review_asked(&ws(), &[kept.id], &who("U-bo"), minutes(101)).await?;
            tx.review_asked(&ws(), &[kept.id], &who("U-bo"), minutes(102)).await?;
            assert_eq!(tx.review_of(&ws(), kept.id).await?, Some(minutes(101)));
            tx.end_review(&ws(), kept.id).await?;
            assert_eq!(tx.review_of(&ws(), kept.id).await?, None);

            let reply = AskerReply {
                id: id(50),
                question: id(10),
                answer: id(20),
                text: "And on Windows?".to_owned(),
            };
            tx.keep_reply(&ws(), &reply).await?;
            assert_eq!(tx.reply(&ws(), reply.id).await?, Some(reply.clone()));
            tx.drop_reply(&ws(), reply.id).await?;
            assert_eq!(tx.reply(&ws(), reply.id).await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
