//! What happens between two other things: a modal that is open while the round starts, a second
//! click, an event that comes twice, an account that is switched off.

use chrono::Duration;
use klatch::playground::{Outcome, Playground};

use crate::cast::{CHANNEL, STEWARD, first};
use crate::checker::assert_kept;
use crate::effects::assert_once;
use crate::hours::{all_work, berlin, berlin_day};
use crate::play::{Play, Said, monday};
use crate::seen::{Seen, What, unasked};
use crate::support::databases;

fn all_of(playground: &Playground, what: What) -> Vec<Seen> {
    unasked(playground).into_iter().filter(|seen| seen.what == what).collect()
}

#[tokio::test]
async fn modals_that_were_open_when_the_round_opened_do_no_harm() {
    for database in databases().await {
        let mut play = Play::begin(database, 21).await;
        let people = play.world.playground.clone();
        play.join(&first()).await;
        play.advance_to(berlin(monday(2), 8, 55)).await;
        let opened = people.command("bruno", CHANNEL, "/coffee", "").await;
        assert_eq!(opened, Ok(Outcome::Done));
        let opened = people.command(STEWARD, CHANNEL, "/coffee", "setup").await;
        assert_eq!(opened, Ok(Outcome::Done));
        play.advance_to(berlin(monday(2), 9, 5)).await;
        // The button skips the round that has opened by now, not the one after it.
        let pressed = people.press_in_view("bruno", "coffee_skip").await;
        assert_eq!(pressed, Ok(Outcome::Done));
        // Saved as it was: the next round is a week later, and this one goes on.
        assert_eq!(people.submit_form(STEWARD, &[]).await, Ok(Outcome::Updated));
        play.advance_to_round(3).await;
        let excuses = assert_once(&mut play).await;
        assert_kept(&play, excuses);
        play.assert_well().await;
    }
}

#[tokio::test]
async fn a_second_click_changes_nothing() {
    for database in databases().await {
        let mut play = Play::begin(database, 22).await;
        play.quiet = true;
        let people = play.world.playground.clone();
        play.join(&first()).await;
        let again = people.press_button("bruno", CHANNEL, "Join coffee").await;
        assert_eq!(again, Ok(Outcome::Done));
        play.advance_to(berlin(monday(1), 18, 0)).await;
        let group = all_of(&people, What::Introduction).remove(0);
        let person = group.readers.first().expect("a reader").clone();
        let press = || people.press_button(&person, &group.conversation, "We met");
        let (one, other) = tokio::join!(press(), press());
        assert_eq!((one, other), (Ok(Outcome::Done), Ok(Outcome::Done)));
        let (at, met) = (play.world.clock.now(), true);
        play.said.push(Said { at, person, conversation: group.conversation, met });
        play.advance_to(berlin(monday(2), 8, 57)).await;
        let excuses = assert_once(&mut play).await;
        assert_kept(&play, excuses);
        play.assert_well().await;
    }
}

#[tokio::test]
async fn an_event_that_is_delivered_twice_is_answered_once() {
    for database in databases().await {
        let play = Play::begin(database, 23).await;
        let people = play.world.playground.clone();
        for _ in 0..3 {
            people.say("bruno", "dm", "Hello, who are you?").expect("a word");
            people.redeliver();
            people.disconnect();
            people.redeliver();
            play.world.settle().await.expect("all is acknowledged");
        }
        let bot = people.bot().expect("a bot").id;
        let answers = people.messages("bruno", "dm");
        let answers = answers.iter().filter(|message| message.author == bot).count();
        assert_eq!(answers, 3, "three questions");
    }
}

/// Between the pairing and the introduction an account is switched off.
#[tokio::test]
async fn whose_partner_has_left_reads_so_by_day() {
    for database in databases().await {
        let mut play = Play::begin(database, 24).await;
        play.quiet = true;
        let people = play.world.playground.clone();
        play.join(&first()).await;
        play.advance_to(berlin(monday(1), 9, 30)).await;
        let introduced = all_of(&people, What::Introduction);
        let waits = ["gwen", "quinn", "wanda", "eduardo", "paulo"]
            .into_iter()
            .find(|person| !introduced.iter().any(|seen| seen.readers.contains(*person)));
        let gone = waits.expect("somebody overseas who waits for the afternoon");
        people.deactivate(gone).expect("an account");
        play.advance_to(berlin(monday(1) + Duration::days(1), 18, 0)).await;
        let introduced = all_of(&people, What::Introduction);
        assert_eq!(introduced.len(), 11);
        assert!(introduced.iter().all(|seen| !seen.readers.contains(gone)), "{introduced:#?}");
        let notes = all_of(&people, What::Note);
        let [note] = notes.as_slice() else { panic!("one of them is told: {notes:#?}") };
        assert_eq!(berlin_day(note.at), monday(1), "{note:#?}");
        assert!(all_work(&note.readers, note.at), "{note:#?}");
        assert!(!introduced.iter().any(|seen| seen.readers == note.readers));
        play.everybody.leave(gone);
        play.advance_to_round(3).await;
        let second = all_of(&people, What::Introduction);
        let second = second.iter().filter(|seen| seen.at >= berlin(monday(2), 9, 0));
        let readers: usize = second.map(|seen| seen.readers.len()).sum();
        assert_eq!(readers, 23, "all but {gone}");
        play.assert_well().await;
    }
}

/// The third of a trio, or one of its pair, is switched off: the other two meet.
#[tokio::test]
async fn a_trio_that_loses_somebody_is_a_pair() {
    for database in databases().await {
        let mut play = Play::begin(database, 25).await;
        play.quiet = true;
        let people = play.world.playground.clone();
        // Three who have no common hour before the afternoon.
        play.join(&["gwen", "quinn", "anke"]).await;
        people.command(STEWARD, CHANNEL, "/coffee", "setup").await.expect("a modal");
        people.press_in_view(STEWARD, "coffee_setup_more").await.expect("more fields");
        people.until("more fields", |it| it.modal_of(STEWARD).is_some()).await.expect("a modal");
        let fewer = people.submit_form(STEWARD, &[("minimum", "3".into())]).await;
        assert_eq!(fewer, Ok(Outcome::Updated));
        play.advance_to(berlin(monday(1), 9, 30)).await;
        assert_eq!(all_of(&people, What::Introduction).len(), 0);
        people.deactivate("quinn").expect("an account");
        play.advance_to(berlin(monday(1), 18, 0)).await;
        let introduced = all_of(&people, What::Introduction);
        let [pair] = introduced.as_slice() else { panic!("one group: {introduced:#?}") };
        assert_eq!(pair.readers.iter().map(String::as_str).collect::<Vec<_>>(), ["anke", "gwen"]);
        assert!(!pair.text.contains("Quinn"), "{pair:#?}");
        let blocks = people.messages("anke", &pair.conversation).remove(0).blocks;
        let said = serde_json::to_string(&blocks).expect("blocks");
        assert!(!said.contains("UQUINN"), "{said}");
        assert!(all_of(&people, What::Note).is_empty(), "nobody needs to hear of it");
        play.assert_well().await;
    }
}
