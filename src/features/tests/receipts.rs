//! What is delivered twice happens once, and is answered the same; workspaces never mix.

use super::world::TestWorld;
use crate::domain::ids::WorkspaceId;
use crate::event::{Form, Gesture, Interaction, Modal, Origin, Place, Reply};
use crate::playground::Fill;
use crate::router;
use crate::views::names::action;

fn join(world: &TestWorld, workspace: WorkspaceId) -> Interaction {
    let channel = world.playground().conversation("#rust").unwrap();
    Interaction {
        workspace,
        member: world.id("ana"),
        trigger: "1.2.three".to_owned(),
        what: Gesture::Command {
            name: "/coffee".to_owned(),
            words: "join".to_owned(),
            place: Place { channel: channel.id.as_str().into(), name: channel.name },
        },
    }
}

#[tokio::test]
async fn a_command_delivered_twice_is_done_once_and_answered_the_same() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    let (context, join) = (world.context(), join(&world, world.workspace()));
    let first = router::interaction(&context, &join).await.unwrap();
    let second = router::interaction(&context, &join).await.unwrap();
    assert_eq!(first, second);
    assert!(format!("{first:?}").contains("Welcome to coffee!"), "{first:?}");
    let later = Interaction { trigger: "4.5.six".to_owned(), ..join };
    let third = router::interaction(&context, &later).await.unwrap();
    assert!(format!("{third:?}").contains("joined already"), "{third:?}");
}

#[tokio::test]
async fn a_press_delivered_twice_is_answered_the_same() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    let program = world.programs().await.remove(0);
    let skip = Interaction {
        what: Gesture::Press {
            action: action::SKIP.to_owned(),
            value: Some(format!("{} {}", program.id, program.next_opening)),
            origin: Origin::Message {
                channel: program.channel.clone(),
                message: program.invitation.clone().unwrap(),
            },
        },
        ..join(&world, world.workspace())
    };
    let context = world.context();
    let first = router::interaction(&context, &skip).await.unwrap();
    assert!(matches!(first, Reply::Ephemeral(_)), "{first:?}");
    assert_eq!(router::interaction(&context, &skip).await.unwrap(), first);
}

#[tokio::test]
async fn what_broke_is_said_wherever_the_person_is_looking() {
    let world = TestWorld::new().await;
    let context = world.context();
    let typed = join(&world, world.workspace());
    let reply = crate::features::sorry(&context, &typed, "That didn't work.").await;
    assert!(matches!(reply, Reply::Ephemeral(_)), "{reply:?}");
    let modal = Modal {
        id: "V1".to_owned(),
        hash: "h".to_owned(),
        name: "coffee_setup".to_owned(),
        metadata: String::new(),
    };
    let sent = Gesture::Submit { modal, form: Form::default() };
    let sent = Interaction { what: sent, ..typed };
    let reply = crate::features::sorry(&context, &sent, "That didn't work.").await;
    assert!(matches!(reply, Reply::Replace(_)), "{reply:?}");
    // A press in App Home whose three seconds are over cannot be answered any more.
    let press = Gesture::Press { action: "x".to_owned(), value: None, origin: Origin::Home };
    let pressed = Interaction { what: press, ..sent };
    let reply = crate::features::sorry(&context, &pressed, "That didn't work.").await;
    assert_eq!(reply, Reply::Done);
    world.playground().forget_faults();
}

#[tokio::test]
async fn a_bot_without_its_database_still_answers_in_the_modal_and_on_the_page() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    world.home("ana").await;
    world.command("bo", "dm", "setup").await;
    world.store().close().await;
    let sent = [("weekday", Fill::from("Tue"))];
    let channel = world.playground().conversation("#go").unwrap().id;
    let sent = [sent, [("channel", Fill::from(channel))]].concat();
    world.playground().submit_form("bo", &sent).await.unwrap();
    world.playground().press_in_view("ana", "Leave").await.unwrap();
    world.world.app().unwrap().idle().await;
    for person in ["ana", "bo"] {
        let told = world.modal(person);
        assert!(told.contains("Something went wrong on my side."), "{person}: {told}");
        assert!(told.contains("(ref "), "{told}");
    }
}

#[tokio::test]
async fn another_workspace_neither_sees_nor_touches_this_one() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    let program = world.programs().await.remove(0);
    let elsewhere = Interaction {
        what: Gesture::Press {
            action: action::LEAVE.to_owned(),
            value: Some(program.id.to_string()),
            origin: Origin::Message { channel: "C9".into(), message: "1.2".into() },
        },
        ..join(&world, WorkspaceId::new("TOTHER"))
    };
    let reply = router::interaction(&world.context(), &elsewhere).await.unwrap();
    assert!(format!("{reply:?}").contains("no longer there"), "{reply:?}");
    let joining = join(&world, WorkspaceId::new("TOTHER"));
    let joining = Interaction { trigger: "7.8.nine".to_owned(), ..joining };
    let reply = router::interaction(&world.context(), &joining).await.unwrap();
    assert!(format!("{reply:?}").contains("no coffee in this workspace"), "{reply:?}");
    assert!(world.command("ana", "#rust", "join").await.contains("joined already"));
}
