//! The communities that somebody sees, and what is planned in them.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use slack_morphism::prelude::SlackBlock;

use crate::domain::community::Community;
use crate::domain::expert::Expert;
use crate::domain::ids::{CommunityId, MemberId, WorkspaceId};
use crate::domain::question::Spot;
use crate::domain::session::{Session, State};
use crate::features::ask;
use crate::store::{self, Tx};
use crate::views::Voice;
use crate::views::home::{MyCommunity, Next, communities};

/// What several sections of one page go by.
pub(super) struct Around {
    /// Those that they see, by name.
    pub(super) seen: Vec<Community>,
    /// The next session of each, that people know of.
    pub(super) next: BTreeMap<CommunityId, Session>,
    /// Communities with any session that is to come, also one that its expert only thinks about.
    pub(super) planned: Vec<CommunityId>,
    experts: BTreeMap<MemberId, String>,
    digests: BTreeMap<CommunityId, Spot>,
}

impl Around {
    pub(super) async fn look(
        tx: &mut Tx,
        workspace: &WorkspaceId,
        member: &MemberId,
    ) -> store::Result<Self> {
        let seen = ask::visible(tx, workspace, member, None).await?;
        let (mut next, mut planned) = (BTreeMap::new(), Vec::new());
        if !seen.is_empty() {
            for session in tx.open_sessions(workspace).await? {
                planned.push(session.community);
                // An invitation is between the expert and the steward.
                if session.state != State::Invited {
                    next.entry(session.community).or_insert(session);
                }
            }
        }
        let experts: Vec<MemberId> = next.values().map(|it| it.expert.clone()).collect();
        let experts = tx.members(workspace, &experts).await?;
        let experts = experts.into_iter().map(|it| (it.profile.member, it.profile.name)).collect();
        let digests = match seen.is_empty() {
            true => BTreeMap::new(),
            false => tx.latest_digests(workspace).await?,
        };
        Ok(Self { seen, next, planned, experts, digests })
    }

    /// Their own first: those that they tend, then those in which they can be asked.
    pub(super) fn communities(
        &self,
        voice: &Voice,
        member: &MemberId,
        expert: Option<&Expert>,
        zone: Tz,
    ) -> Vec<SlackBlock> {
        let mut mine: Vec<MyCommunity> = self
            .seen
            .iter()
            .map(|it| MyCommunity {
                id: it.id,
                name: it.name.clone(),
                channel: it.channel.clone(),
                tends: it.stewards.contains(member),
                answers: expert.is_some_and(|expert| expert.communities.contains(&it.id)),
                digest: self.digests.get(&it.id).map(Spot::link),
                next: self.next.get(&it.id).map(|session| self.told(session)),
            })
            .collect();
        mine.sort_by_key(|it| (!it.tends, !it.answers, it.next.is_none()));
        communities(voice, &mine, zone)
    }

    fn told(&self, session: &Session) -> Next {
        let with = self.experts.get(&session.expert).cloned();
        Next {
            session: session.id,
            with: with.unwrap_or_else(|| "your colleague".to_owned()),
            about: session.about.clone(),
            begins: session.starts_at,
            state: session.state,
        }
    }
}
