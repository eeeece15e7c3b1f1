//! Who would rather have it in a message, or nothing of it.

use super::{asked, community_in, rust, since_coffee, story, zed};
use crate::domain::question::Privacy;

#[tokio::test]
async fn somebody_has_it_as_a_message_while_they_work() {
    let world = rust().await;
    world.advance_to("Wed 12:00").await;
    asked(&world, "How do I pin a future?", Privacy::Open, 3, true).await;
    world.advance_to("Thu 10:01").await;
    let said = world.press("eve", "#rust", "Send it to me as well").await;
    assert!(said.contains("I also send you the digest of rust"), "{said}");
    assert!(!world.dm("eve").contains("This week"), "from the next one on");
    world.advance_to("Wed 12:00").await;
    asked(&world, "How do I unpin it?", Privacy::Open, 3, true).await;
    story(&world).await;
    world.advance_to("Thu 12:00").await;
    let mine = world.dm("eve");
    assert!(mine.contains("This week in rust"), "{mine}");
    assert!(mine.contains("1 question answered · 1 story."), "{mine}");
    assert!(!mine.contains("unpin") && !mine.contains("migration"), "links, no copies: {mine}");
    assert!(!world.dm("gus").contains("This week"), "nobody else asked for it");
    let home = world.home("gus").await;
    assert!(home.contains("the latest digest"), "one reads it from one's own page: {home}");
    let said = world.press("eve", "dm", "Only in the channel").await;
    assert!(said.contains("in its channel, as everybody"), "{said}");
}

#[tokio::test]
async fn whoever_wants_nothing_of_it_is_not_mentioned() {
    let world = rust().await;
    world.advance_to("Wed 12:00").await;
    asked(&world, "How do I pin a future?", Privacy::Open, 3, true).await;
    world.advance_to("Thu 10:01").await;
    world.playground().arrive(zed());
    world.settle().await;
    world.playground().join_channel("zed", "#rust").unwrap();
    world.press("zed", "#rust", "Leave me out of it").await;
    world.advance_to("Wed 12:00").await;
    asked(&world, "How do I unpin it?", Privacy::Open, 3, true).await;
    world.advance_to("Thu 10:01").await;
    let rust = since_coffee(&world, "gus", "#rust");
    assert!(rust.contains("unpin") && !rust.contains("Say hi"), "{rust}");
}

#[tokio::test]
async fn people_of_other_organizations_get_no_messages() {
    let world = rust().await;
    world.advance_to("Wed 12:00").await;
    world.advance_to("Thu 10:01").await;
    let said = world.press("hana", "#rust", "Send it to me as well").await;
    assert!(said.contains("for members of this workspace"), "{said}");
}

#[tokio::test]
async fn whoever_left_a_private_channel_reads_nothing_of_it_any_more() {
    let world = community_in("#secret").await;
    world.advance_to("Wed 12:00").await;
    asked(&world, "What are the numbers?", Privacy::Open, 3, true).await;
    world.advance_to("Thu 10:01").await;
    for person in ["eve", "finn"] {
        let said = world.press(person, "#secret", "Send it to me as well").await;
        assert!(said.contains("I also send you the digest of secret"), "{said}");
    }
    let home = world.home("eve").await;
    assert!(home.contains("Digest of secret"), "{home}");
    world.playground().leave_channel("eve", "#secret").unwrap();
    world.advance_to("Wed 12:00").await;
    asked(&world, "And the other numbers?", Privacy::Open, 3, true).await;
    world.advance_to("Fri 18:00").await;
    assert!(world.dm("finn").contains("This week in secret"), "{}", world.dm("finn"));
    assert!(!world.dm("eve").contains("This week in secret"), "{}", world.dm("eve"));
    let home = world.home("eve").await;
    assert!(!home.contains("secret"), "{home}");
}
