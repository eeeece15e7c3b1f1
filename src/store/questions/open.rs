//! Questions that wait for an answer.

use chrono::{DateTime, Utc};

use super::read;
use crate::domain::ids::{CommunityId, MemberId, WorkspaceId};
use crate::domain::question::Question;
use crate::store::row::{Fields, each};
use crate::store::{Result, Tx};

/// The states of [`crate::domain::question::State::is_open`].
macro_rules! open {
    ($condition:literal) => {
        questions!(
            "state IN ('routing', 'channel', 'steward', 'nobody', 'kept_open') \
             AND source = 'asked' AND ",
            $condition
        )
    };
}

impl Tx {
    /// All of them, the newest first; what is kept between two people, too.
    pub async fn open_questions(&mut self, ws: &WorkspaceId, limit: u32) -> Result<Vec<Question>> {
        let open = self.sql(open!("TRUE ORDER BY asked_at DESC, question_id DESC LIMIT $2"));
        each(&open.bind(ws).bind(limit).all().await?, read)
    }

    /// What was asked or imported and answered, and is not kept between two people: the newest first.
    pub async fn answered_questions(
        &mut self,
        ws: &WorkspaceId,
        limit: u32,
    ) -> Result<Vec<Question>> {
        let answered = self.sql(questions!(
            "state = 'answered' AND privacy <> 'private' \
             ORDER BY asked_at DESC, question_id DESC LIMIT $2"
        ));
        each(&answered.bind(ws).bind(limit).all().await?, read)
    }

    /// The anonymous ones, the newest first: whose they are is found out by unsealing them.
    pub async fn open_anonymous(&mut self, ws: &WorkspaceId, limit: u32) -> Result<Vec<Question>> {
        let open = self
            .sql(open!("privacy = 'anonymous' ORDER BY asked_at DESC, question_id DESC LIMIT $2"));
        each(&open.bind(ws).bind(limit).all().await?, read)
    }

    /// The anonymous ones of which nobody can find out any more who asked, the oldest first.
    pub async fn open_forgotten(&mut self, ws: &WorkspaceId, limit: u32) -> Result<Vec<Question>> {
        let open = self.sql(open!(
            "privacy = 'anonymous' AND sealed_asker IS NULL \
             ORDER BY asked_at, question_id LIMIT $2"
        ));
        each(&open.bind(ws).bind(limit).all().await?, read)
    }

    /// The anonymous ones that were asked by then, the oldest first.
    pub async fn anonymous_before(
        &mut self,
        ws: &WorkspaceId,
        then: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Question>> {
        let open = self.sql(open!(
            "privacy = 'anonymous' AND asked_at <= $2 ORDER BY asked_at, question_id LIMIT $3"
        ));
        each(&open.bind(ws).bind(then).bind(limit).all().await?, read)
    }

    /// What somebody asked under their name and still waits for.
    pub async fn open_questions_of(
        &mut self,
        ws: &WorkspaceId,
        asker: &MemberId,
    ) -> Result<Vec<Question>> {
        let open = self.sql(open!("asker = $2 ORDER BY asked_at, question_id"));
        each(&open.bind(ws).bind(asker).all().await?, read)
    }

    /// What waits in a community.
    pub async fn open_questions_in(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
    ) -> Result<Vec<Question>> {
        let open = self.sql(open!("community_id = $2 ORDER BY asked_at, question_id"));
        each(&open.bind(ws).bind(community).all().await?, read)
    }

    /// A community of a private channel is shown to those who are in it.
    pub async fn hide_community(&mut self, ws: &WorkspaceId, id: CommunityId) -> Result<()> {
        let hide = self.sql(
            "UPDATE communities SET private = 1 WHERE workspace_id = $1 AND community_id = $2",
        );
        hide.bind(ws).bind(id).run().await?;
        Ok(())
    }

    /// The communities of private channels.
    pub async fn hidden_communities(&mut self, ws: &WorkspaceId) -> Result<Vec<CommunityId>> {
        let hidden = self
            .sql("SELECT community_id FROM communities WHERE workspace_id = $1 AND private = 1");
        let mut hidden: Vec<CommunityId> =
            each(&hidden.bind(ws).all().await?, |row| row.parsed("community_id"))?;
        hidden.sort_unstable();
        Ok(hidden)
    }
}
