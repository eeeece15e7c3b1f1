//! The workspaces that Klatch is in, and what it speaks to each of them with.

use crate::domain::ids::WorkspaceId;
use crate::features::Context;
use crate::store;

/// Hands out a [`Context`] with the token of a workspace.
pub(super) struct Installed {
    /// With the token of the settings.
    pub(super) own: Context,
    pub(super) workspace: WorkspaceId,
}

impl Installed {
    /// What a workspace is served with; `None` where Klatch is not installed (any more).
    ///
    /// # Errors
    /// The database failed.
    #[expect(clippy::unused_async, reason = "installations are read from the database")]
    pub(super) async fn context_of(&self, ws: &WorkspaceId) -> store::Result<Option<Context>> {
        Ok((*ws == self.workspace).then(|| self.own.clone()))
    }

    /// Which workspace an interaction of somebody in `theirs` is about.
    pub(super) fn serving(&self, _theirs: &WorkspaceId) -> WorkspaceId {
        self.workspace.clone()
    }
}
