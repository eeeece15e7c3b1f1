//! A steward takes along what a community keeps.

use super::{asks, head, with_community};
use crate::features::tests::world::TestWorld;

/// The file that came with somebody's last message of the bot.
fn file(world: &TestWorld, person: &str) -> Option<String> {
    world.dm(person);
    let messages = world.playground().messages(person, "dm");
    messages.iter().rev().find_map(|it| world.playground().file_of(it))
}

/// Ana asks, Bo answers, and she accepts it.
async fn kept() -> TestWorld {
    let world = with_community().await;
    let title = ("title", "=Why rotate | certificates?");
    let asked = asks(&world, "ana", [title]).await;
    let answer = world.reply_in_thread("bo", "#rust", &head(&asked), "# Two at a time").await;
    world.react("ana", "#rust", &answer, "white_check_mark").await;
    world
}

#[tokio::test]
async fn the_file_comes_into_their_direct_message() {
    let world = kept().await;
    let said = world.ask("ada", "#general", "export").await;
    assert!(said.contains("*On its way.* The file comes into your direct message"), "{said}");
    let page = file(&world, "ada").unwrap();
    assert!(page.contains("Why rotate") && page.contains("\\# Two at a time"), "{page}");
    assert!(page.contains("Bo") && page.contains("rust"), "{page}");
    assert!(world.dm("ada").contains("Here is what your communities keep: 1 card."));
    world.ask("ada", "#general", "export csv").await;
    let table = file(&world, "ada").unwrap();
    assert!(table.lines().next().unwrap().contains("title"), "{table}");
    assert!(table.contains("'=Why rotate"), "no table program counts with it: {table}");
    let workspace = world.workspace();
    let trail = world.store().read().await.unwrap().audit_trail(&workspace, 9).await.unwrap();
    let exports = trail.iter().filter(|it| it.action == "cards_exported").count();
    assert_eq!(exports, 2);
}

#[tokio::test]
async fn nobody_else_takes_them_along() {
    let world = kept().await;
    let said = world.ask("cy", "#general", "export").await;
    assert_eq!(said, "Only a community's stewards and admins can take its cards along.");
    assert_eq!(file(&world, "cy"), None);
}
