//! What should not be, and happens.

use crate::event::{Form, Gesture, Interaction, Modal, Origin, Reply};
use crate::features::tests::world::TestWorld;
use crate::router;

use super::{again, all, asks, community_in, latest, with_community};
use crate::domain::question::State;

#[tokio::test]
async fn a_question_pings_nobody() {
    let world = with_community().await;
    let title = "<!channel> <@UBO> & <https://x.example|this>?";
    asks(&world, "odd", title).await;
    let messages = world.playground().messages("bo", "#rust");
    let head = messages.last().unwrap();
    assert!(!head.text.contains("<!") && !head.text.contains("<@"), "{}", head.text);
    assert!(!serde_json::to_string(&head.blocks).unwrap().contains("<!channel>"));
    assert_eq!(latest(&world).await.title, title);
}

#[tokio::test]
async fn forty_thousand_characters_are_kept_as_far_as_they_go() {
    let world = with_community().await;
    let long = format!("What is wrong here? {}", "a<b&c ".repeat(6_000));
    world.write_to_bot("ana", &long).await;
    insta::assert_snapshot!(world.dm("ana").lines().skip(2).collect::<Vec<_>>().join("\n"), @r"
    Klatch:
      *Shall I ask that?*
      > What is wrong here?
      [Ask it] [Find answers]
      · It was very long: I keep its first 12,000 characters.
    ");
    let page = world.press("ana", "dm", "Ask it").await;
    let notes: Vec<&str> = page.lines().filter(|line| line.starts_with("· ")).collect();
    insta::assert_snapshot!(notes.join("\n"), @r"
    · 2554 more characters go along; the field shows no more.
    · It was very long: I keep its first 12,000 characters.
    · It's asked in *rust*.
    · *More…* has the topic, how urgent it is, and who may know who asks.
    ");
    world.submit("ana", []).await;
    world.close("ana");
    let question = latest(&world).await;
    assert_eq!(question.title, "What is wrong here?");
    assert!(question.details.ends_with("[…]"), "it says that there was more");
    assert!((5_000..=12_000).contains(&question.details.chars().count()));
    assert!(world.read("bo", "#rust").contains("[Read it all]"));
    let whole = world.press("bo", "#rust", "Read it all").await;
    assert!(whole.matches("a<b&c").count() > 900, "all of it is there");
}

#[tokio::test]
async fn a_sign_or_a_language_without_spaces_is_a_question_too() {
    let world = with_community().await;
    for title in ["🔥", "ステージング証明書の更新方法は？"] {
        let question = asks(&world, "ana", title).await;
        assert_eq!(question.title, title);
        assert!(world.read("bo", "#rust").contains(title));
    }
}

#[tokio::test]
async fn sent_twice_it_is_asked_once_and_answered_the_same() {
    let world = with_community().await;
    let (context, community) = (world.context(), community_in_rust(&world).await);
    for (trigger, privacy) in [("1.2.open", "open"), ("1.2.anonymous", "anonymous")] {
        let before = all(&world).await.len();
        let fields = [("title", "Once?"), ("privacy", privacy), ("community", &community)];
        let field = |(name, value): (&str, &str)| (name.to_owned(), vec![value.to_owned()]);
        let sent = Interaction {
            workspace: world.workspace(),
            member: world.id("ana"),
            trigger: trigger.to_owned(),
            what: Gesture::Submit {
                modal: Modal {
                    id: "V1".to_owned(),
                    hash: "h".to_owned(),
                    name: "ask_ask".to_owned(),
                    metadata: String::new(),
                },
                form: Form(fields.into_iter().map(field).collect()),
            },
        };
        let first = router::interaction(&context, &sent).await.unwrap();
        assert!(matches!(first, Reply::Replace(_)), "{first:?}");
        assert_eq!(router::interaction(&context, &sent).await.unwrap(), first);
        assert_eq!(all(&world).await.len(), before + 1);
    }
}

async fn community_in_rust(world: &TestWorld) -> String {
    let workspace = world.workspace();
    let all = world.store().read().await.unwrap().communities(&workspace).await.unwrap();
    all[0].id.to_string()
}

#[tokio::test]
async fn when_the_channel_goes_everybody_concerned_is_told() {
    let world = with_community().await;
    let question = asks(&world, "ana", "Who owns billing?").await;
    world.playground().archive("#rust").unwrap();
    world.settle().await;
    world.advance_to("Fri 12:00").await;
    insta::assert_snapshot!(world.dm("ana"), @r"
    Klatch:
      *The channel of your question is gone, so nobody can answer there any more. You can close it and ask another community.*
      _Who owns billing?_
      [Rephrase] [Keep open] [Close]
    ");
    insta::assert_snapshot!(world.dm("ada"), @r"
    Klatch:
      I can't reach #rust any more (it was archived, deleted, or I was removed), so no questions are taken there. Whoever waits for an answer is told. `/ask setup` begins again in another channel.
    ");
    assert_eq!(again(&world, &question).await.state, State::Nobody);
    assert_eq!(again(&world, &question).await.thread, None);
    insta::assert_snapshot!(world.press("ana", "dm", "Close").await, @"*Closed.* Thank you for asking; it was worth a try.");
    assert!(world.ask("ana", "#general", "Anybody?").await.contains("no community"));
    community_in(&world, "#go").await;
}

#[tokio::test]
async fn who_leaves_waits_for_no_answer() {
    let world = with_community().await;
    let question = asks(&world, "eve", "Who owns billing?").await;
    world.playground().deactivate("eve").unwrap();
    world.settle().await;
    assert_eq!(again(&world, &question).await.state, State::Closed);
    insta::assert_snapshot!(world.read("bo", "#rust"), @r"
    Klatch:
      @Klatch has joined the channel
    Klatch (edited):
      *Eve asks:* Who owns billing?
      · Closed. Whoever knows can still add it in the thread.
        Klatch:
          *Does anybody here know?* A question of this channel is still open (its thread). A hunch or a link in its thread helps, too.
          [Answer]
    ");
}

#[tokio::test]
async fn nobody_touches_the_question_of_somebody_else() {
    let world = with_community().await;
    let question = asks(&world, "ana", "Who owns billing?").await;
    let context = world.context();
    let interaction = Interaction {
        workspace: world.workspace(),
        member: world.id("bo"),
        trigger: "1.2.3".to_owned(),
        what: Gesture::Press {
            action: "ask_withdraw".to_owned(),
            value: Some(question.id.to_string()),
            origin: Origin::Message { channel: "C1".into(), message: "1.1".into() },
        },
    };
    let reply = router::interaction(&context, &interaction).await.unwrap();
    let said = serde_json::to_string(&reply).unwrap();
    assert!(said.contains("Only whoever asked it"), "{said}");
    assert!(again(&world, &question).await.state.is_open());
}
