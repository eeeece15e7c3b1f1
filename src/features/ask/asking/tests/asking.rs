//! A question from the modal to its thread.

use super::{all, answered, asks, community_in, latest, with_community};
use crate::domain::question::{Privacy, State};
use crate::features::tests::world::TestWorld;

#[tokio::test]
async fn a_question_comes_into_its_channel() {
    let world = with_community().await;
    insta::assert_snapshot!(world.ask("ana", "#general", "How do we rotate the certificates?").await, @r"
    == Ask a question ==
    Your question: <How do we rotate the certificates?>
    Details (optional): <What have you tried? What is it for?>
    · It's asked in *rust*.
    [More…]
    · *More…* has the topic, how urgent it is, and who may know who asks.
    [Cancel] [Ask]
    ");
    insta::assert_snapshot!(world.submit("ana", [("details", "Without <!channel> & downtime.")]).await, @r"
    == Asked ==
    *It's on its way.* Your question goes to *rust*: into its channel, and to the one person who is most likely to know.
    · My Home tab shows where it stands, and lets you take it back.
    [Close]
    ");
    world.close("ana");
    insta::assert_snapshot!(world.read("bo", "#rust"), @r"
    Klatch:
      @Klatch has joined the channel
    Klatch:
      *Ana asks:* How do we rotate the certificates?
      Without <!channel> & downtime.
      · Do you know? Answer in the thread.
        Klatch:
          *Does anybody here know?* A question of this channel is still open (its thread). A hunch or a link in its thread helps, too.
          [Answer]
    ");
    let question = latest(&world).await;
    assert!(question.link.as_deref().is_some_and(|link| link.starts_with("https://")));
    // There is nobody to ask one by one, so the channel is.
    assert_eq!((question.state, question.privacy), (State::Channel, Privacy::Open));
}

#[tokio::test]
async fn there_is_more_to_say_for_whoever_wants_to() {
    let world = with_community().await;
    world.ask("ana", "#general", "").await;
    insta::assert_snapshot!(world.click("ana", "More…").await, @r"
    == Ask a question ==
    Your question: <How do we …?>
    Details (optional): <What have you tried? What is it for?>
    · It's asked in *rust*.
    Topic (optional): <certificates>
    How urgent?: <As usual: each person has half a day: As usual: each person has half a day | Urgent: one person, then everybody>
    Who may know that you ask?: <The community, in its channel: The community, in its channel | Only whoever is asked | Nobody: ask it anonymously>
    · *Anonymous* hides you from colleagues, stewards and whoever answers. Until the question closes, whoever runs Klatch's database could still find out who asked; then the key to your name is destroyed for good. Slack's own logs, and what this workspace may export of Slack, are not in my hands. In a community of fewer than eight people, how you write gives you away. Reply in your App Home, not in the thread: there you write under your name, and it counts as an answer.
    [Cancel] [Ask]
    ");
    let fields = [
        ("title", "Who  owns\nbilling?"),
        ("topic", " billing "),
        ("urgency", "urgent"),
        ("privacy", "private"),
    ];
    insta::assert_snapshot!(world.submit("ana", fields).await, @r"
    == Asked ==
    *It's on its way.* I ask one person at a time, and carry what you two say between our chats. It stands in no channel.
    · My Home tab shows where it stands, and lets you take it back.
    [Close]
    ");
    let question = latest(&world).await;
    assert_eq!(question.title, "Who owns billing?");
    assert_eq!((question.topic.as_deref(), question.urgent), (Some("billing"), true));
    assert_eq!((question.privacy, question.thread), (Privacy::Private, None));
    assert_eq!(world.read("bo", "#rust").matches("billing").count(), 0);
}

#[tokio::test]
async fn what_was_answered_before_is_shown_first() {
    let world = with_community().await;
    let earlier = asks(&world, "bo", "How do we rotate the staging certificates?").await;
    answered(&world, &earlier, "cy", "Two at a time.\n<!here> Then reload nginx.").await;
    world.ask("ana", "#general", "rotate staging certificates?").await;
    insta::assert_snapshot!(world.submit("ana", []).await, @r"
    == Ask a question ==
    *This may be answered already.* Does one of these help?
    *How do we rotate the staging certificates?*
    > Two at a time.
    > <!here> Then reload nginx.
    [That answers it]
    ---
    Your question: <rotate staging certificates?>
    Details (optional): <What have you tried? What is it for?>
    · It's asked in *rust*.
    [More…]
    · *More…* has the topic, how urgent it is, and who may know who asks.
    [Cancel] [Ask anyway]
    ");
    insta::assert_snapshot!(world.click("ana", "That answers it").await, @r"
    == Answered ==
    *Lovely, that's the quickest way.* I count that it helped again; nothing was asked.
    [Close]
    ");
    world.close("ana");
    assert_eq!(all(&world).await, [], "nothing was asked");
    let workspace = world.workspace();
    let reuses = || async {
        let mut tx = world.store().read().await.unwrap();
        tx.reuses(&workspace, earlier.id.into()).await.unwrap()
    };
    assert_eq!(reuses().await, 1);
    // Whoever asks anyway, asks; and may ask it in other words now.
    world.ask("finn", "#general", "rotate staging certificates?").await;
    world.submit("finn", []).await;
    world.submit("finn", [("title", "Rotate staging certificates by hand?")]).await;
    assert_eq!(latest(&world).await.title, "Rotate staging certificates by hand?");
    assert_eq!(reuses().await, 1);
}

#[tokio::test]
async fn of_several_communities_one_is_picked() {
    let world = with_community().await;
    community_in(&world, "#go").await;
    world.ask("ana", "dm", "Which one?").await;
    insta::assert_snapshot!(world.submit("ana", [("title", " ")]).await, @r"
    community: Please complete this required field.
    title: Please complete this required field.
    ");
    world.close("ana");
    let shown = world.ask("ana", "#go", "Which one is faster?").await;
    assert!(shown.contains("<go: go | rust>"), "the channel's own is picked: {shown}");
    world.submit("ana", []).await;
    assert!(world.read("bo", "#go").contains("Which one is faster?"));
}

#[tokio::test]
async fn words_that_are_nearly_a_command_are_not_asked() {
    let world = with_community().await;
    insta::assert_snapshot!(world.ask("ana", "#rust", "expart").await, @"I don't know `expart`. Did you mean `/ask expert`? If it is your question, ask it in a few words more. Nothing was asked.");
    insta::assert_snapshot!(world.ask("ana", "#rust", "help").await, @r"
    *A question for somebody who knows.* I take it to one person at a time, who said yes to being asked; if nobody can help, to the whole community. What was answered before I show you first.
    `/ask` – ask, on a page with all there is to fill in
    `/ask how do we rotate the certificates?` – the same, with the first words there
    `/ask mine` – what I asked, and where it stands
    `/ask open` – what others wait for
    `/ask search certificates` – look in what is kept of earlier answers
    `/ask cards` – the newest of it, and whether it still holds
    `/ask expert` – what I can be asked, how often, and when not
    `/ask ama` – Ask me anything: those that I lead
    `/ask setup` – let a channel's people answer each other here, or change that
    For stewards:
    `/ask report` – how many questions are answered, and how fast
    `/ask export`, `/ask export csv` – what is kept, as a file
    `/ask radar` – what would leave with one person, if an admin switched it on
    [Ask a question]
    ");
    let nobody = TestWorld::new().await;
    insta::assert_snapshot!(nobody.ask("ana", "#rust", "How?").await, @r"
    *There is no community to ask yet.* It takes a channel whose people answer each other: type `/ask setup` there, and it can begin.
    [Begin one]
    ");
}

#[tokio::test]
async fn others_see_what_waits() {
    let world = with_community().await;
    insta::assert_snapshot!(world.ask("bo", "#rust", "open").await, @r"
    == Open questions ==
    No question waits. Lovely!
    [Close]
    ");
    world.close("bo");
    asks(&world, "odd", "Does <!here> & *this* ping?").await;
    asks(&world, "ana", "Who knows logical replication?").await;
    let open = world.ask("bo", "#rust", "open").await;
    assert!(open.contains("*Who knows logical replication?*"), "{open}");
    assert!(open.contains("Ana in rust, "), "{open}");
    assert!(open.contains("Does <!here> & *this* ping?"), "{open}");
}
