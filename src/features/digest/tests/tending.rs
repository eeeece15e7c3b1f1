//! A steward sees to it.

use super::{asked, command, last, rust, since_coffee};
use crate::domain::question::Privacy;
use crate::views::digest::names::field;

#[tokio::test]
async fn a_steward_chooses_another_hour_and_looks_at_it_before() {
    let world = rust().await;
    let page = command(&world, "ada", "#rust", "digest").await;
    assert!(page.contains("Thursday") && page.contains("Europe/Berlin"), "{page}");
    let wrong = [(field::ZONE, "Middle Earth"), (field::WEEKDAY, "Mon")];
    let said = world.submit("ada", wrong).await;
    assert!(said.contains("I don't know that zone"), "{said}");
    let fields = [(field::WEEKDAY, "Mon"), (field::TIME, "16:30"), (field::ZONE, "lisbon")];
    let said = world.submit("ada", fields).await;
    assert!(said.contains("every Monday at 16:30 (Lisbon)"), "{said}");
    world.close("ada");
    asked(&world, "How do I pin a future?", Privacy::Open, 0, false).await;
    world.advance_to("Mon 17:00").await;
    let preview = command(&world, "ada", "#rust", "digest preview").await;
    assert!(preview.contains("1 still open") && preview.contains("pin a future"), "{preview}");
    assert!(last(&world).await.is_none(), "nothing is written");
    assert_eq!(since_coffee(&world, "gus", "#rust"), "", "nor is it posted");
    world.advance_to("Mon 17:31").await;
    let rust = since_coffee(&world, "gus", "#rust");
    assert!(rust.contains("1 still open"), "{rust}");
    world.advance_to("Sun 12:00").await;
    assert_eq!(last(&world).await.unwrap().number, 1, "not on Thursday as well");
}

#[tokio::test]
async fn a_digest_can_be_switched_off() {
    let world = rust().await;
    command(&world, "ada", "#rust", "digest").await;
    let said = world.submit("ada", [(field::WEEKDAY, "Not at all")]).await;
    assert!(said.contains("The digest is off."), "{said}");
    world.close("ada");
    world.advance_to("Wed 12:00").await;
    world.advance_to("Fri 12:00").await;
    assert!(last(&world).await.is_none());
}

#[tokio::test]
async fn others_do_not_tend_it() {
    let world = rust().await;
    for words in ["digest", "digest preview"] {
        let said = command(&world, "gus", "#rust", words).await;
        assert!(said.contains("for those who tend it"), "{said}");
    }
    let said = command(&world, "gus", "#general", "digest").await;
    assert!(said.contains("Which community?"), "{said}");
    let said = command(&world, "gus", "#general", "").await;
    assert!(said.contains("digest preview"), "{said}");
    // Ada tends one: she is understood anywhere.
    let said = command(&world, "ada", "#general", "digest preview").await;
    assert!(said.contains("One sentence in the thread"), "{said}");
}
