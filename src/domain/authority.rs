//! Who may do what: one table, asked by every handler and page.

use super::people::Standing;

/// What somebody is, in the scope they act in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Guests, people of other organizations, deactivated accounts and bots.
    Outsider,
    /// A guest where the operator lets guests take part.
    Guest,
    Member,
    /// Who set the program or community up, and whom they name.
    Steward,
    Sponsor,
    /// An admin or owner of the workspace; may do whatever a steward may.
    Admin,
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    JoinProgram,
    /// Any member may start one; later a switch of the workspace can narrow that down.
    SetUpProgram,
    ChangeProgram,
    EndProgram,
    AskQuestion,
    /// Any member may begin a community in a channel.
    SetUpCommunity,
    /// Change a community or end it, plan an Ask me anything, see what it would lose with one person.
    TendCommunity,
    /// Tell what the community was good for.
    TellStory,
    /// The organization's goals, and what an hour costs.
    ChangeStories,
    /// Hold back everything that Klatch would send in the workspace.
    StopMessages,
}

/// What somebody is: their place in the workspace goes before all else, so that an account that
/// was switched off is nothing more, whatever it was before. `guests` is the operator's switch.
pub fn role_of(standing: Standing, admin: bool, is_steward: bool, guests: bool) -> Role {
    match standing {
        Standing::Guest if guests => Role::Guest,
        Standing::Guest | Standing::External | Standing::Bot | Standing::Deactivated => {
            Role::Outsider
        }
        Standing::Full if admin => Role::Admin,
        Standing::Full if is_steward => Role::Steward,
        Standing::Full => Role::Member,
    }
}

/// Whether somebody with `role` may do `action`.
pub fn may(role: Role, action: Action) -> bool {
    match (role, action) {
        (Role::Outsider, _)
        | (
            Role::Guest,
            Action::SetUpProgram
            | Action::ChangeProgram
            | Action::EndProgram
            | Action::SetUpCommunity
            | Action::TendCommunity
            | Action::ChangeStories
            | Action::StopMessages,
        )
        | (
            Role::Member | Role::Sponsor,
            Action::ChangeProgram
            | Action::EndProgram
            | Action::TendCommunity
            | Action::ChangeStories
            | Action::StopMessages,
        )
        | (Role::Steward, Action::ChangeStories | Action::StopMessages) => false,
        (Role::Guest, Action::JoinProgram | Action::AskQuestion | Action::TellStory)
        | (
            Role::Member | Role::Sponsor,
            Action::JoinProgram
            | Action::SetUpProgram
            | Action::AskQuestion
            | Action::TellStory
            | Action::SetUpCommunity,
        )
        | (
            Role::Steward | Role::Admin,
            Action::JoinProgram
            | Action::SetUpProgram
            | Action::ChangeProgram
            | Action::EndProgram
            | Action::AskQuestion
            | Action::TellStory
            | Action::SetUpCommunity
            | Action::TendCommunity,
        )
        | (Role::Admin, Action::ChangeStories | Action::StopMessages) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 6] =
        [Role::Outsider, Role::Guest, Role::Member, Role::Steward, Role::Sponsor, Role::Admin];

    #[test]
    fn the_table() {
        // In the order of ROLES: outsider, guest, member, steward, sponsor, admin.
        let table = [
            (Action::JoinProgram, [false, true, true, true, true, true]),
            (Action::SetUpProgram, [false, false, true, true, true, true]),
            (Action::ChangeProgram, [false, false, false, true, false, true]),
            (Action::EndProgram, [false, false, false, true, false, true]),
            (Action::AskQuestion, [false, true, true, true, true, true]),
            (Action::TellStory, [false, true, true, true, true, true]),
            (Action::ChangeStories, [false, false, false, false, false, true]),
            (Action::SetUpCommunity, [false, false, true, true, true, true]),
            (Action::TendCommunity, [false, false, false, true, false, true]),
            (Action::StopMessages, [false, false, false, false, false, true]),
        ];
        for (action, row) in table {
            for (role, allowed) in ROLES.into_iter().zip(row) {
                assert_eq!(may(role, action), allowed, "{role:?} {action:?}");
            }
        }
    }

    #[test]
    fn an_admin_may_whatever_a_steward_may() {
        for action in [
            Action::JoinProgram,
            Action::SetUpProgram,
            Action::ChangeProgram,
            Action::EndProgram,
            Action::AskQuestion,
            Action::SetUpCommunity,
            Action::TendCommunity,
            Action::StopMessages,
        ] {
            assert!(may(Role::Admin, action) || !may(Role::Steward, action));
        }
    }

    #[test]
    fn only_full_members_are_anything_but_outsiders() {
        for standing in [Standing::Guest, Standing::External, Standing::Bot, Standing::Deactivated]
        {
            for (admin, steward) in [(false, false), (true, false), (false, true), (true, true)] {
                assert_eq!(role_of(standing, admin, steward, false), Role::Outsider);
            }
        }
        assert_eq!(role_of(Standing::Full, false, false, false), Role::Member);
        assert_eq!(role_of(Standing::Full, false, true, false), Role::Steward);
        assert_eq!(role_of(Standing::Full, true, false, false), Role::Admin);
        assert_eq!(role_of(Standing::Full, true, true, false), Role::Admin);
        assert_eq!(role_of(Standing::Guest, true, true, true), Role::Guest);
        assert_eq!(role_of(Standing::External, true, true, true), Role::Outsider);
    }
}
