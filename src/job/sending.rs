//! What a job says to Slack, and what becomes of it when the answer is lost.

use super::{FIELDS_AT_ONCE, Job, LINKS_AT_ONCE, Posting};
use crate::domain::pacing::Call;

/// A message, and a link to each of the stories in it: see [`LINKS_AT_ONCE`].
const WINS: [Call; 1 + LINKS_AT_ONCE] = {
    let mut calls = [Call::Permalink; 1 + LINKS_AT_ONCE];
    calls[0] = Call::PostMessage;
    calls
};

/// What becomes of a send of which nobody knows whether it arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenInDoubt {
    /// Better twice than never; also for calls that may be repeated without harm.
    SendAgain,
    /// Better never than twice.
    LetGo,
    /// Looked for in its conversation; sent again if it is not there, or if the bot may not read it.
    LookOrSendAgain,
    /// Looked for in its conversation; sent again only if it is not there.
    LookOrLetGo,
}

impl WhenInDoubt {
    /// Whether the message is looked for before anything is decided.
    pub fn looks(self) -> bool {
        matches!(self, Self::LookOrSendAgain | Self::LookOrLetGo)
    }
}

impl Job {
    /// The methods of Slack's Web API that it is likely to call: what its pace goes by. What posts
    /// or changes a message waits while messages are held back.
    #[expect(clippy::too_many_lines, reason = "one exhaustive match, with an arm for each job")]
    pub fn calls(&self) -> &'static [Call] {
        match self {
            Self::OpenRound { .. }
            | Self::PairRound { .. }
            | Self::Rematch { .. }
            | Self::CloseRound { .. }
            | Self::EndFree { .. }
            | Self::Route { .. }
            | Self::SessionTurn { .. }
            | Self::FollowUp { .. }
            | Self::ReadPeopleFile
            | Self::SeeOff { .. }
            | Self::ConfirmToken
            | Self::RefreshToken
            | Self::EraseWorkspace
            | Self::TidyUp => &[],
            Self::SessionPost { what: Posting::Announcement, .. } => {
                &[Call::ChannelInfo, Call::PostMessage]
            }
            Self::SessionPost { .. }
            | Self::IntroduceGroup { .. }
            | Self::RemindGroup { .. }
            | Self::CheckIn { .. }
            | Self::SumUp { .. }
            | Self::Invite { .. }
            | Self::RemindExpert { .. }
            | Self::AskChannel { .. }
            | Self::Relay { .. }
            | Self::OfferToAsk { .. }
            | Self::PublishStory { .. }
            | Self::ThankInThread { .. }
            | Self::Greet { .. } => &[Call::PostMessage],
            Self::Digest { .. } => &[Call::BeginUpload, Call::ShareUpload, Call::PostMessage],
            Self::ShowDigest { .. } => &[Call::BeginUpload, Call::ShareUpload, Call::UpdateMessage],
            Self::PostWins { .. } => &WINS,
            Self::PostQuestion { .. } => &[Call::PostMessage, Call::Permalink],
            Self::OpenConversation { .. } => &[Call::OpenConversation],
            Self::Tell { .. }
            | Self::SendDigest { .. }
            | Self::Offer { .. }
            | Self::TellSteward { .. }
            | Self::TellAsker { .. }
            | Self::Carry { .. }
            | Self::IntroduceTwo { .. }
            | Self::AnnounceBreak { .. } => &[Call::OpenConversation, Call::PostMessage],
            Self::ShareTime { .. } => &[Call::BeginUpload, Call::ShareUpload],
            Self::ExportCards { .. } | Self::ExportStories { .. } | Self::ExportMe { .. } => {
                &[Call::OpenConversation, Call::BeginUpload, Call::ShareUpload]
            }
            Self::PostAnswer { .. } => &[Call::PostMessage, Call::UpdateMessage],
            Self::MarkAccepted { .. } => &[Call::React, Call::TakeOffReaction],
            Self::RefreshInvitation { .. }
            | Self::ShowMet { .. }
            | Self::ShowTwo { .. }
            | Self::ShowQuestion { .. }
            | Self::ShowSession { .. }
            | Self::ShowStory { .. }
            | Self::ShowFollowUp { .. }
            | Self::ShowThanks { .. }
            | Self::ShowWins { .. }
            | Self::ShowSum { .. }
            | Self::ShowBreak { .. }
            | Self::ShowReferral { .. } => &[Call::UpdateMessage],
            Self::PrepareProgram { .. } | Self::PrepareCommunity { .. } => {
                &[Call::ChannelInfo, Call::JoinChannel, Call::UpdateView]
            }
            Self::TryOut { .. } => &[Call::UpdateView],
            Self::PublishHome { .. } => &[Call::PublishView],
            Self::SyncPeople { .. } => &[Call::ListPeople],
            Self::ReadFieldLabels => &[Call::ReadFieldLabels],
            Self::ReadFields => &[Call::ReadProfile; FIELDS_AT_ONCE],
            Self::ReadTeamGroups => &[Call::ListGroups, Call::ReadGroup],
        }
    }

    /// House rule for a lost answer: what stands in a channel or in the bot's own direct message is
    /// looked for. Coffee chats are not read: there an introduction is sent again, a reminder is not.
    /// What is looked for has its kind in `Tx::mark_sending`.
    #[expect(clippy::too_many_lines, reason = "one exhaustive match, with an arm for each job")]
    pub fn when_in_doubt(&self) -> WhenInDoubt {
        match self {
            Self::SumUp { .. }
            | Self::PublishStory { .. }
            | Self::PostWins { .. }
            | Self::Digest { .. }
            | Self::SendDigest { .. }
            | Self::SessionPost { what: Posting::Recap, .. }
            | Self::RemindExpert { .. }
            | Self::OfferToAsk { .. }
            | Self::Greet { thread: None, .. } => WhenInDoubt::LookOrLetGo,
            Self::Invite { .. }
            | Self::Tell { .. }
            | Self::Carry { .. }
            | Self::PostQuestion { .. }
            | Self::Offer { .. }
            | Self::TellSteward { .. }
            | Self::SessionPost { .. }
            | Self::TellAsker { .. } => WhenInDoubt::LookOrSendAgain,
            // A thread may be one of a coffee chat.
            Self::RemindGroup { .. }
            | Self::CheckIn { .. }
            | Self::ShareTime { .. }
            | Self::AskChannel { .. }
            | Self::ExportCards { .. }
            | Self::ExportStories { .. }
            | Self::ThankInThread { .. }
            | Self::ExportMe { .. }
            | Self::Greet { thread: Some(_), .. } => WhenInDoubt::LetGo,
            Self::OpenRound { .. }
            | Self::PairRound { .. }
            | Self::Rematch { .. }
            | Self::OpenConversation { .. }
            | Self::IntroduceGroup { .. }
            | Self::CloseRound { .. }
            | Self::Route { .. }
            | Self::ShowQuestion { .. }
            | Self::Relay { .. }
            | Self::PrepareCommunity { .. }
            | Self::PrepareProgram { .. }
            | Self::TryOut { .. }
            | Self::RefreshInvitation { .. }
            | Self::ShowMet { .. }
            | Self::EndFree { .. }
            | Self::ShowReferral { .. }
            | Self::IntroduceTwo { .. }
            | Self::ShowTwo { .. }
            | Self::AnnounceBreak { .. }
            | Self::ShowBreak { .. }
            | Self::PostAnswer { .. }
            | Self::MarkAccepted { .. }
            | Self::SessionTurn { .. }
            | Self::ShowSession { .. }
            | Self::ShowStory { .. }
            | Self::FollowUp { .. }
            | Self::ShowFollowUp { .. }
            | Self::ShowThanks { .. }
            | Self::ShowWins { .. }
            | Self::ShowSum { .. }
            | Self::ShowDigest { .. }
            | Self::PublishHome { .. }
            | Self::TidyUp
            | Self::ConfirmToken
            | Self::RefreshToken
            | Self::EraseWorkspace
            | Self::SyncPeople { .. }
            | Self::ReadFieldLabels
            | Self::ReadFields
            | Self::ReadTeamGroups
            | Self::ReadPeopleFile
            | Self::SeeOff { .. } => WhenInDoubt::SendAgain,
        }
    }
}
