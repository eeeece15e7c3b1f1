//! What happens in the people directory: fields, guests, user groups.

use std::collections::BTreeSet;

use super::DeedError;
use crate::playground::Playground;
use crate::playground::state::groups::Group;

impl Playground {
    /// A field of somebody's profile changes: `Team`, `Department`, `Manager` (a handle) or `Site`.
    ///
    /// # Errors
    /// There is no such person or field.
    pub fn set_field(&self, person: &str, label: &str, value: &str) -> Result<(), DeedError> {
        if !matches!(label, "Team" | "Department" | "Manager" | "Site") {
            return Err(DeedError::NotFound(format!("No profile has a field {label}.")));
        }
        self.update_profile(person, |person| {
            let field = match label {
                "Team" => &mut person.team,
                "Department" => &mut person.department,
                "Manager" => &mut person.manager,
                _ => &mut person.site,
            };
            value.clone_into(field);
        })
    }

    /// An admin makes somebody a guest (in several channels), or a member again.
    ///
    /// # Errors
    /// There is no such person.
    pub fn make_guest(&self, person: &str, guest: bool) -> Result<(), DeedError> {
        self.update_profile(person, |person| person.is_restricted = guest)
    }

    /// An admin switches an account on again.
    ///
    /// # Errors
    /// There is no such person.
    pub fn reactivate(&self, person: &str) -> Result<(), DeedError> {
        self.update_profile(person, |person| person.deleted = false)
    }

    /// Somebody makes a user group with these people in it, by handle or id. Its id.
    ///
    /// # Errors
    /// One of them is not there.
    pub fn make_group(
        &self,
        handle: &str,
        name: &str,
        people: &[&str],
    ) -> Result<String, DeedError> {
        let users = self.ids_of(people)?;
        let mut world = self.world();
        let (id, now) = (world.ids.next("S"), world.now());
        let group = Group {
            id: id.clone(),
            handle: handle.to_owned(),
            name: name.to_owned(),
            users,
            created: now,
            updated: now,
            disabled: false,
        };
        world.groups.insert(id.clone(), group.clone());
        world.group_event("subteam_created", &group);
        Ok(id)
    }

    /// The people of a user group are others from now on.
    ///
    /// # Errors
    /// There is no such group, or one of the people is not there.
    pub fn set_group(&self, handle: &str, people: &[&str]) -> Result<(), DeedError> {
        let users = self.ids_of(people)?;
        self.change_group(handle, |group| group.users = users)
    }

    /// A user group is switched off.
    ///
    /// # Errors
    /// There is no such group.
    pub fn disable_group(&self, handle: &str) -> Result<(), DeedError> {
        self.change_group(handle, |group| group.disabled = true)
    }

    fn change_group(&self, handle: &str, change: impl FnOnce(&mut Group)) -> Result<(), DeedError> {
        let mut world = self.world();
        let now = world.now();
        let group = world.groups.values_mut().find(|group| group.handle == handle);
        let group =
            group.ok_or_else(|| DeedError::NotFound(format!("There is no group @{handle}.")))?;
        let before = group.clone();
        change(group);
        group.updated = now;
        let group = group.clone();
        world.group_event("subteam_updated", &group);
        world.group_members_event(&group, &before);
        Ok(())
    }

    fn ids_of(&self, people: &[&str]) -> Result<BTreeSet<String>, DeedError> {
        let world = self.world();
        people.iter().map(|who| Ok(world.actor(who)?.id.clone())).collect()
    }
}
