//! Who may do what: one table, asked by every handler and page.

/// What somebody is, in the scope they act in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Guests, people of other organizations, deactivated accounts and bots.
    Outsider,
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
    SetUpProgram,
    ChangeProgram,
    EndProgram,
}

/// Whether somebody with `role` may do `action`.
pub fn may(role: Role, action: Action) -> bool {
    let _ = (role, action);
    todo!()
}
