//! Other ways to begin a question: the chat with the bot, and the menus.

use super::{latest, with_community};

#[tokio::test]
async fn what_somebody_asks_the_bot_can_be_asked() {
    let world = with_community().await;
    world.write_to_bot("ana", "How do we rotate the certificates?\nThe <@UBO> ones, <!here>").await;
    insta::assert_snapshot!(world.dm("ana"), @r"
    Ana:
      How do we rotate the certificates?
      The @Bo ones, <!here>
    Klatch:
      *Shall I ask that?*
      > How do we rotate the certificates?
      [Ask it] [Find answers]
    ");
    insta::assert_snapshot!(world.press("ana", "dm", "Find answers").await, @r"
    I found nothing like it. Somebody may know all the same.
    [Ask it]
    ");
    insta::assert_snapshot!(world.press("ana", "dm", "Ask it").await, @r"
    == Ask a question ==
    Your question: <How do we rotate the certificates?>
    Details (optional): <The Bo ones, <!here>>
    · It's asked in *rust*.
    [More…]
    · *More…* has the topic, how urgent it is, and who may know who asks.
    [Cancel] [Ask]
    ");
    insta::assert_snapshot!(world.click("ana", "More…").await, @r"
    == Ask a question ==
    Your question: <How do we rotate the certificates?>
    Details (optional): <The Bo ones, <!here>>
    · It's asked in *rust*.
    Topic (optional): <certificates>
    How urgent?: <As usual: each person has half a day: As usual: each person has half a day | Urgent: one person, then everybody>
    Who may know that you ask?: <The community, in its channel: The community, in its channel | Only whoever is asked>
    · You wrote this in our chat, under your name, so it can't be asked anonymously from here. Type `/ask` to begin anew, and leave it out of our chat.
    [Cancel] [Ask]
    ");
    world.submit("ana", []).await;
    let question = latest(&world).await;
    assert_eq!(question.details, "The Bo ones, <!here>");
    world.write_to_bot("ana", "Hello!").await;
    assert!(world.dm("ana").contains("I bring people together"));
}

#[tokio::test]
async fn a_question_about_a_message_quotes_it() {
    let world = with_community().await;
    let ts = world.say("odd", "#rust", "The build fails with <E0308> & I asked @bo").await;
    insta::assert_snapshot!(
        world.shortcut_on("ana", "Ask an expert about this", "#rust", &ts).await,
        @r"
    == Ask a question ==
    Your question: <How do we …?>
    Details (optional): <<!channel> & *Odd* wrote (https://slack.com/archives/C0002/p1795078800000001):
    > The build fails with <E0308> & I asked Bo>
    · It's asked in *rust*.
    [More…]
    · *More…* has the topic, how urgent it is, and who may know who asks.
    [Cancel] [Ask]
    "
    );
    world.submit("ana", [("title", "What does E0308 want?")]).await;
    world.close("ana");
    let channel = world.read("bo", "#rust");
    assert!(channel.contains("What does E0308 want?") && channel.contains("E0308"), "{channel}");
}

#[tokio::test]
async fn the_menu_and_app_home_open_the_same_page() {
    let world = with_community().await;
    let menu = world.shortcut("ana", "Ask a question").await;
    world.close("ana");
    world.home("ana").await;
    assert_eq!(world.click("ana", "Ask a question").await, menu);
    insta::assert_snapshot!(menu, @r"
    == Ask a question ==
    Your question: <How do we …?>
    Details (optional): <What have you tried? What is it for?>
    · It's asked in *rust*.
    [More…]
    · *More…* has the topic, how urgent it is, and who may know who asks.
    [Cancel] [Ask]
    ");
}
