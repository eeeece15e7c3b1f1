//! An admin stops all messages from App Home, and lets them go again.

use super::world::TestWorld;

async fn is_held(world: &TestWorld) -> bool {
    world.store().read().await.unwrap().is_held(&world.workspace()).await.unwrap()
}

#[tokio::test]
async fn only_admins_can_stop_messages() {
    let world = TestWorld::new().await;
    assert!(!world.home("ana").await.contains("Stop all messages"));
    let page = world.home("ada").await;
    assert!(page.contains("[Stop all messages]"), "{page}");
}

#[tokio::test]
async fn messages_are_stopped_and_let_go_with_a_trace() {
    let world = TestWorld::new().await;
    world.home("ada").await;
    let stopped = world.click("ada", "Stop all messages").await;
    assert!(stopped.contains("*All messages are stopped.* @Ada stopped them"), "{stopped}");
    assert!(stopped.contains("[Let them go] [See what waits]"), "{stopped}");
    assert!(is_held(&world).await);

    // Another admin, whose page was drawn before, is told how it is.
    let other = world.home("max").await;
    assert!(other.contains("@Ada stopped them"), "{other}");
    let waiting = world.click("max", "See what waits").await;
    assert!(waiting.starts_with("== What waits =="), "{waiting}");
    assert!(waiting.contains("Nothing waits."), "{waiting}");
    world.close("max");

    let free = world.click("max", "Let them go").await;
    assert!(free.contains("[Stop all messages]"), "{free}");
    assert!(!is_held(&world).await);
    let late = world.click("ada", "Let them go").await;
    assert!(late.contains("Somebody was faster"), "{late}");
    world.close("ada");

    let store = world.store();
    let mut tx = store.read().await.unwrap();
    let trail = tx.audit_trail(&world.workspace(), 10).await.unwrap();
    let lines: Vec<_> = trail.iter().map(|line| (&line.actor, line.action.as_str())).collect();
    assert_eq!(
        lines,
        [(&world.id("max"), "messages_released"), (&world.id("ada"), "messages_held")]
    );
}

#[tokio::test]
async fn what_the_operator_holds_is_not_an_admins_to_let_go() {
    let world = TestWorld::new().await;
    let store = world.store();
    let now = world.world.clock.now();
    crate::transaction!(store, |tx| tx.hold(None, "operator", now).await).await.unwrap();
    let page = world.home("ada").await;
    assert!(page.contains("Whoever runs me stopped them"), "{page}");
    assert!(page.contains("[See what waits]") && !page.contains("Let them go"), "{page}");
}
