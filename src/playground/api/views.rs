//! `views`.

use serde_json::{Value, json};

use super::files::check_pictures;
use super::{Args, Refusal, Reply};
use crate::playground::blocks;
use crate::playground::json;
use crate::playground::state::World;
use crate::playground::state::views::{STACK, VIEW_BYTES, View, values};

fn answer(world: &World, id: &str) -> Reply {
    let view = world.view(id).ok_or_else(|| Refusal::because("not_found"))?;
    let names = &world.names;
    Ok(json!({"view": view.slack(&names.team, &names.app, &names.bot_id)}))
}

fn sent(args: &Args) -> Result<Value, Refusal> {
    args.nested("view")?.ok_or_else(|| {
        let message = "[ERROR] missing required field: view".to_owned();
        Refusal::malformed("invalid_arguments", vec![message])
    })
}

fn exchange(world: &mut World, args: &Args) -> Result<String, Refusal> {
    let trigger = args.required("trigger_id")?;
    let now = world.now();
    world.triggers.exchange(trigger, now).map_err(|error| match error {
        "invalid_trigger_id" => Refusal::malformed(error, Vec::new()),
        _ => Refusal::because(error),
    })
}

pub(super) fn open(world: &mut World, args: &Args) -> Reply {
    let sent = sent(args)?;
    world.check_view(&sent, "modal")?;
    let person = exchange(world, args)?;
    // A view that is opened, not pushed, begins a stack of its own.
    world.screen(&person).modals.clear();
    let id = world.push_view(&person, sent)?;
    answer(world, &id)
}

pub(super) fn push(world: &mut World, args: &Args) -> Reply {
    let sent = sent(args)?;
    world.check_view(&sent, "modal")?;
    let person = exchange(world, args)?;
    if world.screen(&person).modals.is_empty() {
        return Err(Refusal::because("not_found"));
    }
    let id = world.push_view(&person, sent)?;
    answer(world, &id)
}

pub(super) fn update(world: &mut World, args: &Args) -> Reply {
    let sent = sent(args)?;
    let external = args.text("external_id");
    let id = match (args.text("view_id"), external) {
        (Some(id), _) => id.to_owned(),
        (None, Some(external)) => world
            .screens
            .values()
            .flat_map(|screen| &screen.modals)
            .find(|view| json::text(&view.body, "external_id") == external)
            .map(|view| view.id.clone())
            .ok_or_else(|| Refusal::because("not_found"))?,
        (None, None) => args.required("view_id")?.to_owned(),
    };
    let view = world.view(&id).ok_or_else(|| Refusal::because("not_found"))?;
    if args.text("hash").is_some_and(|hash| hash != view.hash) {
        return Err(Refusal::because("hash_conflict"));
    }
    world.replace_view(&id, sent)?;
    answer(world, &id)
}

pub(super) fn publish(world: &mut World, args: &Args) -> Reply {
    let sent = sent(args)?;
    world.check_view(&sent, "home")?;
    let user = args.required("user_id")?.to_owned();
    let person = world.people.get(&user).ok_or_else(|| Refusal::because("user_not_found"))?;
    if person.deleted || person.is_bot {
        return Err(Refusal::because("not_enabled"));
    }
    let home = world.screen(&user).home.clone();
    let conflict = match (args.text("hash"), &home) {
        (Some(hash), Some(home)) => hash != home.hash,
        _ => false,
    };
    if conflict {
        return Err(Refusal::because("hash_conflict"));
    }
    let id = home.map_or_else(|| world.ids.next("V"), |home| home.id);
    let view = world.new_view(&id, &user, sent);
    world.screen(&user).home = Some(view);
    world.tell_view(&user, true);
    answer(world, &id)
}

impl World {
    /// Whether Slack would show that view.
    fn check_view(&self, sent: &Value, kind: &str) -> Result<(), Refusal> {
        if sent.to_string().len() > VIEW_BYTES {
            return Err(Refusal::malformed("view_too_large", Vec::new()));
        }
        let wrong = blocks::check_view(sent, kind);
        if !wrong.is_empty() {
            return Err(Refusal::malformed("invalid_arguments", wrong));
        }
        check_pictures(self, sent, "/view", "invalid_arguments")?;
        let external = json::text(sent, "external_id");
        let taken = !external.is_empty()
            && self
                .screens
                .values()
                .flat_map(|screen| &screen.modals)
                .any(|view| json::text(&view.body, "external_id") == external);
        if taken {
            return Err(Refusal::malformed("duplicate_external_id", Vec::new()));
        }
        Ok(())
    }

    fn new_view(&mut self, id: &str, person: &str, mut body: Value) -> View {
        let blocks = body.get("blocks").cloned().unwrap_or_default();
        let blocks = blocks::with_ids(&blocks, &mut self.ids);
        let values = values(&blocks, &Value::Null);
        json::put(&mut body, "blocks", blocks);
        let hash = self.hash();
        let (id, person) = (id.to_owned(), person.to_owned());
        View { root: id.clone(), id, person, body, values, hash, previous: None }
    }

    fn hash(&mut self) -> String {
        format!("{}.h{:06}", self.now().timestamp(), self.ids.number("hash"))
    }

    /// Puts a modal on top of somebody's stack. Its id.
    pub(crate) fn push_view(&mut self, person: &str, sent: Value) -> Result<String, Refusal> {
        self.check_view(&sent, "modal")?;
        if self.screen(person).modals.len() >= STACK {
            return Err(Refusal::malformed("push_limit_reached", Vec::new()));
        }
        let id = self.ids.next("V");
        let mut view = self.new_view(&id, person, sent);
        if let Some(below) = self.screen(person).modals.last() {
            view.previous = Some(below.id.clone());
            view.root.clone_from(&below.root);
        }
        self.screen(person).modals.push(view);
        self.tell_view(person, false);
        Ok(id)
    }

    /// Shows something else in an open view. What is filled in stays where the field stays.
    pub(crate) fn replace_view(&mut self, id: &str, sent: Value) -> Result<(), Refusal> {
        let old = self.view(id).cloned().ok_or_else(|| Refusal::because("not_found"))?;
        let kind = if old.is_home() { "home" } else { "modal" };
        let same = json::text(&old.body, "external_id") == json::text(&sent, "external_id");
        let mut checked = sent.clone();
        if same && let Some(object) = checked.as_object_mut() {
            object.remove("external_id");
        }
        self.check_view(&checked, kind)?;
        let mut view = self.new_view(id, &old.person, sent);
        view.values = values(view.blocks(), &old.values);
        view.root = old.root;
        view.previous = old.previous;
        if let Some(place) = self.view_mut(id) {
            *place = view;
        }
        self.tell_view(&old.person, kind == "home");
        Ok(())
    }
}
