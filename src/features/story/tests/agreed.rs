//! What people agreed to holds, and nothing else does: the community that they meant, their own words,
//! and being asked once.

use super::{a_minute, latest, story, tells, with_community};
use crate::domain::ids::MemberId;
use crate::domain::story::Part;
use crate::features::tests::world::TestWorld;
use crate::playground::Fill;
use crate::views::story::names::field;

const BO: (&str, &str) = ("helpers", "UBO");

/// A community in #rust and one in #go, both of Ada's.
async fn with_two() -> TestWorld {
    let world = with_community().await;
    world.ask("ada", "#go", "setup").await;
    world.submit("ada", []).await;
    world.close("ada");
    world
}

/// Opens the modal with somebody's latest story.
async fn changes(world: &TestWorld, person: &str) -> String {
    world.home(person).await;
    world.click(person, "Open").await;
    world.click(person, "Change it").await
}

async fn community_of(world: &TestWorld, person: &str) -> Option<String> {
    let id = latest(world, person).await.community?;
    let (store, workspace) = (world.store(), world.workspace());
    let it = store.read().await.unwrap().community(&workspace, id).await.unwrap();
    it.map(|it| it.name)
}

#[tokio::test]
async fn a_story_stays_in_the_community_that_people_agreed_to() {
    let world = with_two().await;
    tells(&world, "ana", "Bo's script rotated all", [BO]).await;
    world.close("ana");
    world.press("bo", "dm", "Fine, with my name").await;
    a_minute(&world).await;
    let modal = changes(&world, "ana").await;
    assert!(!modal.contains("Whose story is it?"), "{modal}");
    assert!(modal.contains("It stays a story of *rust*: others agreed to it there"), "{modal}");
    world.submit("ana", [("happened", "Bo's script rotated them all")]).await;
    assert_eq!(community_of(&world, "ana").await.as_deref(), Some("rust"));
}

#[tokio::test]
async fn who_agrees_while_it_is_moved_keeps_it_where_it_was() {
    let world = with_two().await;
    tells(&world, "ana", "Bo's script rotated all", [BO]).await;
    world.close("ana");
    let modal = changes(&world, "ana").await;
    assert!(modal.contains("Whose story is it?"), "{modal}");
    world.press("bo", "dm", "Fine, with my name").await;
    let no = world.submit("ana", [(field::COMMUNITY, "go")]).await;
    assert!(no.starts_with("community: Somebody has agreed to it where it was."), "{no}");
    assert_eq!(community_of(&world, "ana").await.as_deref(), Some("rust"));
}

#[tokio::test]
async fn a_story_that_moved_before_anybody_agreed_is_asked_about_anew() {
    let world = with_two().await;
    tells(&world, "ana", "Bo's script rotated all", [BO]).await;
    world.close("ana");
    let dm = world.dm("bo");
    assert!(dm.contains("read by the people of *rust*, in its channel"), "{dm}");
    changes(&world, "ana").await;
    world.submit("ana", [(field::COMMUNITY, "go")]).await;
    world.close("ana");
    let old = world.press("bo", "dm", "Fine, with my name").await;
    assert!(old.contains("It was told in other words since."), "{old}");
    world.advance_to("Fri 15:00").await;
    let dm = world.dm("bo");
    assert!(dm.contains("read by the people of *go*, in its channel"), "{dm}");
    world.press("bo", "dm", "Fine, with my name").await;
    a_minute(&world).await;
    assert!(world.read("di", "#go").contains("rotated all"));
    assert!(!world.read("di", "#rust").contains("rotated all"));
}

#[tokio::test]
async fn no_community_is_a_choice_as_well() {
    let world = with_community().await;
    story(&world, "ana", "Bo's script rotated all").await;
    world.click("ana", "More…").await;
    let fields = [(field::HELPERS, Fill::from("UBO")), (field::COMMUNITY, Fill::Nothing)];
    world.playground().submit_form("ana", &fields).await.unwrap();
    world.settle().await;
    world.close("ana");
    assert_eq!(latest(&world, "ana").await.community, None);
}

#[tokio::test]
async fn another_goal_asks_nobody_again_and_quick_changes_ask_once() {
    let world = with_community().await;
    tells(&world, "ana", "Bo's script rotated all", [BO]).await;
    world.close("ana");
    assert_eq!(world.dm("bo").matches("You're in a story").count(), 1);
    changes(&world, "ana").await;
    world.submit("ana", [("value_kind", "bridge")]).await;
    world.close("ana");
    world.advance_to("Fri 15:00").await;
    assert_eq!(world.dm("bo").matches("You're in a story").count(), 1, "the same words");
    for happened in ["It rotated a few", "It rotated some", "It rotated each"] {
        changes(&world, "ana").await;
        world.submit("ana", [("happened", happened)]).await;
        world.close("ana");
    }
    world.advance_to("Mon 15:00").await;
    world.advance_to("Tue 15:00").await;
    world.advance_to("Wed 15:00").await;
    let dm = world.dm("bo");
    // The first of them went out at once; of the others, which waited for a day, the last is told.
    assert_eq!(dm.matches("You're in a story").count(), 3, "{dm}");
    assert_eq!(dm.matches("It rotated each").count(), 1, "{dm}");
}

/// Ana saves a message of Bo's, who helped.
async fn saved() -> TestWorld {
    let world = with_community().await;
    let said = world.say("bo", "#rust", "Rotate two at a time").await;
    world.shortcut_on("ana", "Save as value story", "#rust", &said).await;
    world.submit("ana", [("happened", "It worked at once.")]).await;
    world.close("ana");
    world
}

#[tokio::test]
async fn a_helper_reads_that_their_words_wait_for_their_yes() {
    let world = saved().await;
    let it = latest(&world, "ana").await;
    assert_eq!(it.person(&world.id("bo")).unwrap().part, Part::Helper);
    let dm = world.dm("bo");
    let from = dm.rfind(":sparkles:").unwrap();
    insta::assert_snapshot!(&dm[from..], @r"
    :sparkles: *You're in a story.* Ana told how you were of help. Is that fine with you?
      Your own words below come along only if you agree to that, too; so far nobody else reads them. To stay without a name, go to your App Home.
      > It worked at once.
      Bo wrote:
      > Rotate two at a time
      :handshake: Helped by Bo
      [Fine, with my words] [Fine, without words] [Take me out]
      · It would be read by the people of *rust*, in its channel. Without a word from you, nobody but the people in it reads it, and your name isn't in it. You can take yourself out at any time, in your App Home.
    ");
    world.press("bo", "dm", "Fine, without words").await;
    a_minute(&world).await;
    let post = world.read("di", "#rust");
    assert!(post.contains("Helped by Bo") && !post.contains("Bo wrote:"), "{post}");
}

#[tokio::test]
async fn on_their_desk_nobody_gives_their_words_by_accident() {
    let world = saved().await;
    world.home("bo").await;
    world.click("bo", "Fine, with my name").await;
    a_minute(&world).await;
    let post = world.read("di", "#rust");
    assert!(post.contains("It worked at once.") && !post.contains("Bo wrote:"), "{post}");
    world.home("bo").await;
    world.click("bo", "Open").await;
    let modal = world.click("bo", "Who may read it").await;
    assert!(modal.contains("Your own message?"), "{modal}");
    world.submit("bo", [("audience", "community"), (field::WORDS, "along")]).await;
    a_minute(&world).await;
    assert!(world.read("di", "#rust").contains("Bo wrote:"), "{}", world.read("di", "#rust"));
}

#[tokio::test]
async fn people_of_other_organizations_keep_no_story_waiting() {
    let world = with_community().await;
    let no = tells(&world, "ana", "Hana knew it", [("helpers", "UHANA")]).await;
    assert!(no.starts_with("helpers: I can't ask people of other organizations"), "{no}");
    world.close("ana");
    let said = world.say("hana", "#rust", "Two at a time").await;
    let modal = world.shortcut_on("ana", "Save as value story", "#rust", &said).await;
    assert!(modal.contains("Who helped?: <Pick people>"), "{modal}");
    assert!(!modal.contains("The message comes along"), "{modal}");
    world.submit("ana", [("happened", "It worked at once."), BO]).await;
    world.close("ana");
    let it = latest(&world, "ana").await;
    let unheard: Vec<_> = it.unheard().map(|one| one.member.clone()).collect();
    assert_eq!(unheard, [MemberId::new("UBO")]);
    world.press("bo", "dm", "Fine, with my name").await;
    a_minute(&world).await;
    let post = world.read("di", "#rust");
    assert!(post.contains("It worked at once.") && !post.contains("wrote:"), "{post}");
}

#[tokio::test]
async fn an_admin_tends_nothing_of_a_private_channel_that_they_are_not_in() {
    let world = with_community().await;
    world.playground().invite("ana", "#secret", "klatch").unwrap();
    world.settle().await;
    world.ask("ana", "#secret", "setup").await;
    world.submit("ana", []).await;
    world.close("ana");
    let hers = story(&world, "ana", "report").await;
    assert!(hers.contains("*secret*"), "{hers}");
    let all = story(&world, "ada", "report").await;
    assert!(all.contains("*rust*") && !all.contains("secret"), "{all}");
    let one = story(&world, "ada", "report secret").await;
    insta::assert_snapshot!(one, @"You tend no community that is called “secret”. Yours: rust.");
    let rust = story(&world, "ada", "report #Rust").await;
    assert!(rust.contains("*rust*"), "{rust}");
    let told = story(&world, "ada", "report generation took a minute").await;
    assert!(told.contains("<report generation took a minute>"), "{told}");
}
