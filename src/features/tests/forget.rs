//! What is stored about somebody, as a file, and forgotten.

use super::world::TestWorld;

async fn trail(world: &TestWorld) -> Vec<(String, String)> {
    let mut tx = world.store().read().await.unwrap();
    let trail = tx.audit_trail(&world.workspace(), 10).await.unwrap();
    trail.into_iter().map(|line| (line.actor.as_str().to_owned(), line.action)).collect()
}

#[tokio::test]
async fn what_is_stored_is_told_in_plain_words_and_comes_as_a_file() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.home("ana").await;
    insta::assert_snapshot!(world.click("ana", "What you store…").await, @r"
    == Stored about you ==
    *This is what I have stored about you.* I don't keep what you write in channels and coffee chats, except questions that you asked me and the answers in their threads.
    • *Who you are*, 2 entries: your name, title, email, time zone and team as Slack or your company has them
    • *Coffee*, 1 entry: the programs you joined, whom you were introduced to, and what you said about it
    • *Messages*, 1 entry: the days on which I wrote to you, and when you opened this page
    [Send me all of it] [Forget me…]
    · Open questions that you asked anonymously are not counted here, and are in no file: either would tell that they are yours. Slack itself keeps its messages by the rules of your workspace, and whoever runs me keeps backups.
    [Close]
    ");
    let sent = world.click("ana", "Send me all of it").await;
    assert!(sent.contains("On its way."), "{sent}");
    world.close("ana");
    let told = world.dm("ana");
    assert!(told.contains("about-me.json"), "{told}");
    assert!(told.contains("Nobody else gets this file."), "{told}");
    assert!(!world.dm("bo").contains("about-me.json"));
}

#[tokio::test]
async fn whoever_is_forgotten_leaves_everything_and_their_partner_gets_somebody_else() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy", "di"]).await;
    world.advance_to("Mon 09:00").await;
    world.home("ana").await;
    world.click("ana", "What you store…").await;
    let asked = world.click("ana", "Forget me…").await;
    assert!(asked.contains("This cannot be taken back."), "{asked}");
    let before =
        world.groups_of("bo").len() + world.groups_of("cy").len() + world.groups_of("di").len();
    let done = world.submit("ana", []).await;
    assert!(done.contains("Forgotten."), "{done}");
    world.close("ana");
    let home = world.home_as_it_is("ana");
    assert!(home.contains("You're not in it.") && !home.contains("Met over coffee"), "{home}");
    let workspace = world.workspace();
    let mut tx = world.store().read().await.unwrap();
    for program in tx.programs(&workspace).await.unwrap() {
        let people = tx.participations(&workspace, program.id).await.unwrap();
        assert!(people.iter().all(|it| it.member != world.id("ana")));
        assert_eq!(people.len(), 3);
    }
    assert_eq!(tx.stored_about(&workspace, &world.id("ana")).await.unwrap(), []);
    drop(tx);
    world.advance_to("Mon 12:00").await;
    let after =
        world.groups_of("bo").len() + world.groups_of("cy").len() + world.groups_of("di").len();
    assert!(after >= before, "whoever is left may find somebody");
    assert_eq!(trail(&world).await[0], ("forgotten".to_owned(), "somebody_forgotten".to_owned()));
    // The next round goes on without them, and they may begin again.
    world.advance_to("Mon 09:30").await;
    assert!(!world.dm("ana").contains("meet"), "nobody introduces them");
}

#[tokio::test]
async fn a_question_of_somebody_who_is_forgotten_is_closed_and_stays_without_a_name() {
    let world = TestWorld::new().await;
    world.ask("ada", "#rust", "setup").await;
    world.submit("ada", []).await;
    world.close("ada");
    world.ask("ana", "dm", "").await;
    world.submit("ana", [("title", "Who knows lifetimes?")]).await;
    world.close("ana");
    world.home("ana").await;
    world.click("ana", "What you store…").await;
    world.click("ana", "Forget me…").await;
    world.submit("ana", []).await;
    world.close("ana");
    let workspace = world.workspace();
    let mut tx = world.store().read().await.unwrap();
    assert_eq!(tx.open_questions(&workspace, 10).await.unwrap(), []);
    assert_eq!(tx.questions_of(&workspace, &world.id("ana"), 10).await.unwrap(), []);
    drop(tx);
    world.settle().await;
}

#[tokio::test]
async fn whoever_was_forgotten_comes_back_at_night_without_being_new() {
    let world = TestWorld::new().await;
    world.advance_to("Mon 10:00").await;
    world.home("ana").await;
    world.click("ana", "What you store…").await;
    world.click("ana", "Forget me…").await;
    world.submit("ana", []).await;
    world.close("ana");
    let (workspace, ana) = (world.workspace(), world.id("ana"));
    let member = async || {
        let mut tx = world.store().read().await.unwrap();
        tx.member(&workspace, &ana).await.unwrap()
    };
    assert!(member().await.is_none());
    world.advance_to("Wed 10:00").await;
    let back = member().await.unwrap();
    assert_eq!((back.profile.name.as_str(), back.came_at), ("Ana", None), "nobody greets her");
}
