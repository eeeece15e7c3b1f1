//! What people read, and take along.

use super::{anas, change, told, with_community};
use crate::domain::story::{Audience, State, Story};

#[tokio::test]
async fn everybody_reads_what_is_theirs_to_read() {
    let world = with_community().await;
    let us = anas(&world, 1, "Between us.", Audience::Us).await;
    let open = anas(&world, 2, "The certificates are renewed.", Audience::Everyone).await;
    let leaders = anas(&world, 3, "For leaders.", Audience::Leaders).await;
    let leaders = Story { community: None, ..leaders };
    told(&world, &[&us, &open, &leaders]).await;
    let list = world.slash("di", "#rust", "/story", "list").await;
    assert!(list.contains("The certificates are renewed."), "{list}");
    assert!(!list.contains("Between us.") && !list.contains("For leaders."), "{list}");
    assert!(list.contains("Ana, helped by Bo"), "{list}");
    let read = world.click("di", "Read").await;
    assert!(read.contains("6 hours to 10 hours") && read.contains("80 % sure"), "{read}");
    world.close("di");
    let ana = world.slash("ana", "#rust", "/story", "mine").await;
    assert!(ana.contains("Between us.") && ana.contains("For leaders."), "{ana}");
    let ada = world.slash("ada", "#rust", "/story", "list").await;
    assert!(ada.contains("For leaders.") && !ada.contains("Between us."), "{ada}");
    let gil = world.slash("gil", "#rust", "/story", "list").await;
    assert!(!gil.contains("certificates are"), "a guest reads nothing: {gil}");
}

#[tokio::test]
async fn words_and_filters_find_stories_on_several_pages() {
    let world = with_community().await;
    let mut all = Vec::new();
    for n in 0..12 {
        all.push(anas(&world, 10 + n, &format!("Story number {n}."), Audience::Everyone).await);
    }
    all[3].happened = "The <!here> certificates.".to_owned();
    told(&world, &all.iter().collect::<Vec<_>>()).await;
    let found = world.slash("di", "#rust", "/story", "list CERTIFICATES").await;
    assert!(found.contains("certificates.") && !found.contains("Story number"), "{found}");
    let everything = world.submit("di", [("words", "")]).await;
    assert_eq!(everything.matches("[Read]").count(), 8, "{everything}");
    let older = world.click("di", "Older").await;
    assert_eq!(older.matches("[Read]").count(), 4, "{older}");
    assert!(older.contains("Newer") && !older.contains("Older"), "{older}");
    let more = world.click("di", "More filters").await;
    assert!(more.contains("How sure"), "{more}");
    let none = world.submit("di", [("state", "evidenced")]).await;
    assert!(none.contains("Nothing like that."), "{none}");
}

#[tokio::test]
async fn whoever_tends_takes_along_what_they_may_read() {
    let world = with_community().await;
    let open = anas(&world, 1, "=SUM(A1) worked.", Audience::Everyone).await;
    let gone = anas(&world, 2, "Not for you.", Audience::Everyone).await;
    told(&world, &[&open, &gone]).await;
    change(&world, gone.id, |it| it.state = State::Withdrawn).await;
    let refused = world.slash("di", "#rust", "/story", "export csv").await;
    assert!(refused.contains("for whoever tends a community"), "{refused}");
    let which = world.slash("ada", "#rust", "/story", "export xlsx").await;
    assert!(which.contains("export json"), "{which}");
    for format in ["csv", "json", "markdown"] {
        let said = world.slash("ada", "#rust", "/story", &format!("export {format}")).await;
        assert!(said.contains("On its way"), "{said}");
    }
    let dm = world.dm("ada");
    for name in ["stories.csv", "stories.json", "stories.md"] {
        assert!(dm.contains(name), "{dm}");
    }
    assert!(dm.contains("1 story: those that you may read today."), "{dm}");
}

#[tokio::test]
async fn contributions_are_for_oneself_alone() {
    let world = with_community().await;
    let it = anas(&world, 1, "Bo's script did it.", Audience::Everyone).await;
    told(&world, &[&it]).await;
    let ts = world.say("bo", "#rust", "Two at a time.").await;
    world.shortcut_on("ana", "story_thanks", "#rust", &ts).await;
    world.submit("ana", [("sentence", "You saved my day")]).await;
    world.close("ana");
    let window = world.slash("bo", "#rust", "/story", "contributions").await;
    assert!(
        window.contains("Bo's script did it.") && window.contains("You saved my day"),
        "{window}"
    );
    world.click("bo", "Send me a file").await;
    assert!(world.dm("bo").contains("my-contributions-2026-11-19.md"), "{}", world.dm("bo"));
    world.close("bo");
    let empty = world.slash("di", "#rust", "/story", "contributions").await;
    assert!(empty.contains("Nothing here yet."), "{empty}");
}
