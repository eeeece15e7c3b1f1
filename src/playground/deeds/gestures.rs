//! Commands, presses and modals: what somebody waits for.

use serde_json::Value;

use super::{Asking, DeedError, Fill, Outcome, Press, Spot, find, forms};
use crate::playground::Playground;
use crate::playground::hub::Asked;
use crate::playground::json;
use crate::playground::state::views::View;
use crate::playground::state::{Change, World};

impl Playground {
    /// Somebody types a slash command: `command("ana", "#coffee", "/coffee", "join")`. The
    /// conversation is an id, `#name`, or `dm` for their direct message with the bot.
    ///
    /// # Errors
    /// They cannot write there, there is no such command, or the app did not answer.
    pub async fn command(
        &self,
        person: &str,
        conversation: &str,
        command: &str,
        words: &str,
    ) -> Result<Outcome, DeedError> {
        if conversation == "dm" {
            self.dm_with_bot(person)?;
        }
        self.ask(|world| {
            let person = world.actor(person)?.id.clone();
            let place = world.writable(&person, conversation)?.id.clone();
            if world.app.command(command).is_none() || !world.oauth.installed {
                let known = format!("{command} is not a valid command.");
                return Err(DeedError::NotPossible(known));
            }
            if !world.granted("commands") {
                return Err(DeedError::NotPossible(format!("{command} may not be used.")));
            }
            Ok(Asking {
                payload: world.command_payload(&person, &place, command, words),
                asked: Asked::Command {
                    person,
                    conversation: place,
                    words: format!("{command} {words}").trim().to_owned(),
                },
                label: command.to_owned(),
            })
        })
        .await
    }

    /// Somebody presses or chooses something, given exactly.
    ///
    /// # Errors
    /// It is not there (any more), or the app did not answer.
    pub async fn press(
        &self,
        person: &str,
        spot: &Spot,
        press: &Press,
    ) -> Result<Outcome, DeedError> {
        self.ask(|world| {
            let person = world.actor(person)?.id.clone();
            let payload = world.press_payload(&person, spot, press)?;
            Ok(Asking { asked: Asked::Press, payload, label: world.app.name.clone() })
        })
        .await
    }

    /// Somebody presses the button with that label or `action_id`, or chooses that entry of an
    /// overflow menu, in the newest message there that they see it in.
    ///
    /// # Errors
    /// There is no such button, or the app did not answer.
    pub async fn press_button(
        &self,
        person: &str,
        conversation: &str,
        button: &str,
    ) -> Result<Outcome, DeedError> {
        self.press_newest(person, conversation, button, |blocks| find::button(blocks, button)).await
    }

    /// Somebody chooses an option (by label or value) of the select with that `action_id`, in the
    /// newest message there that has it.
    ///
    /// # Errors
    /// There is no such select or option, or the app did not answer.
    pub async fn choose(
        &self,
        person: &str,
        conversation: &str,
        action_id: &str,
        option: &str,
    ) -> Result<Outcome, DeedError> {
        let choice = |blocks: &[Value]| find::choice(blocks, action_id, option);
        self.press_newest(person, conversation, action_id, choice).await
    }

    async fn press_newest(
        &self,
        person: &str,
        conversation: &str,
        wanted: &str,
        finder: impl Fn(&[Value]) -> Option<Press>,
    ) -> Result<Outcome, DeedError> {
        let (person, spot, press) = {
            let world = self.world();
            let person = world.actor(person)?.id.clone();
            let place = world.place(&person, conversation)?.id.clone();
            let (spot, press) = world.newest(&person, &place, finder).ok_or_else(|| {
                DeedError::NotFound(format!("There is no button {wanted} in {conversation}."))
            })?;
            (person, spot, press)
        };
        self.press(&person, &spot, &press).await
    }

    /// Somebody presses a button of their top modal, or, where none is open, of their Home tab.
    ///
    /// # Errors
    /// There is no such button, or the app did not answer.
    pub async fn press_in_view(&self, person: &str, button: &str) -> Result<Outcome, DeedError> {
        self.press_view(person, button, |blocks| find::button(blocks, button)).await
    }

    /// Somebody chooses an option of a select in their top modal, or else in their Home tab.
    ///
    /// # Errors
    /// There is no such select or option, or the app did not answer.
    pub async fn choose_in_view(
        &self,
        person: &str,
        action_id: &str,
        option: &str,
    ) -> Result<Outcome, DeedError> {
        self.press_view(person, action_id, |blocks| find::choice(blocks, action_id, option)).await
    }

    async fn press_view(
        &self,
        person: &str,
        wanted: &str,
        finder: impl Fn(&[Value]) -> Option<Press>,
    ) -> Result<Outcome, DeedError> {
        let (person, id, press) = {
            let world = self.world();
            let person = world.actor(person)?.id.clone();
            let screen = world.screens.get(&person);
            let view = screen.and_then(|screen| screen.modals.last().or(screen.home.as_ref()));
            let missing = || DeedError::NotFound(format!("There is no button {wanted} in view."));
            let view = view.ok_or_else(missing)?;
            let press = finder(view.blocks()).ok_or_else(missing)?;
            (person, view.id.clone(), press)
        };
        self.press(&person, &Spot::View(id), &press).await
    }

    /// Somebody submits a modal with these values: `{block_id: {action_id: value}}`. What Slack's
    /// client checks itself (required fields, lengths) is refused without asking the app.
    ///
    /// # Errors
    /// The modal or a field is not there, or the app did not answer.
    pub async fn submit(
        &self,
        person: &str,
        view: &str,
        values: &Value,
    ) -> Result<Outcome, DeedError> {
        self.send_form(person, view, |view| forms::take_in(view, values)).await
    }

    /// Somebody fills fields of their top modal in, by `block_id`, and submits it:
    /// `submit_form("ana", &[("size", "3".into()), ("topics", ["Rust", "Tea"].into())])`.
    ///
    /// # Errors
    /// No modal is open, a field or option is not there, or the app did not answer.
    pub async fn submit_form(
        &self,
        person: &str,
        fields: &[(&str, Fill)],
    ) -> Result<Outcome, DeedError> {
        let view = self
            .modal_of(person)
            .ok_or_else(|| DeedError::NotFound(format!("{person} has no modal open.")))?;
        self.send_form(person, &view.id, |view| forms::fill(view, fields)).await
    }

    async fn send_form(
        &self,
        person: &str,
        view: &str,
        fill: impl FnOnce(&mut View) -> Result<(), DeedError>,
    ) -> Result<Outcome, DeedError> {
        let view = {
            let mut world = self.world();
            let person = world.actor(person)?.id.clone();
            let view = world
                .view_mut(view)
                .filter(|view| view.person == person && !view.is_home())
                .ok_or_else(|| DeedError::NotFound("That modal is no longer open.".to_owned()))?;
            fill(view)?;
            view.clone()
        };
        let wrong = forms::complaints(&view);
        if !wrong.is_empty() {
            return Ok(Outcome::Refused(wrong));
        }
        self.ask(|world| {
            Ok(Asking {
                payload: world.modal_payload("view_submission", &view),
                asked: Asked::Submit { view: view.id.clone() },
                label: world.app.name.clone(),
            })
        })
        .await
    }

    /// Somebody closes a modal; `all` closes the whole stack. The app hears of it where it asked
    /// to (`notify_on_close`); nobody waits for its answer.
    ///
    /// # Errors
    /// That modal is not open.
    pub fn close_view(&self, person: &str, view: &str, all: bool) -> Result<(), DeedError> {
        let mut world = self.world();
        let person = world.actor(person)?.id.clone();
        let modals = &mut world.screen(&person).modals;
        let position = modals
            .iter()
            .position(|open| open.id == view)
            .ok_or_else(|| DeedError::NotFound("That modal is no longer open.".to_owned()))?;
        let clears = |view: &View| json::flag(&view.body, "clear_on_close");
        let all = all || modals.get(position).is_some_and(clears);
        let closed = modals.split_off(if all { 0 } else { position });
        world.tell(Change::Modals(person));
        for view in closed.iter().rev().filter(|view| json::flag(&view.body, "notify_on_close")) {
            notify_closed(&mut world, view, all);
        }
        Ok(())
    }
}

fn notify_closed(world: &mut World, view: &View, all: bool) {
    let mut payload = world.modal_payload("view_closed", view);
    json::put(&mut payload, "is_cleared", all);
    world.send(Asked::Closed, format!("view_closed {}", view.id), payload, None);
}
