//! Which line a job stands in, and what it is called there.

use serde::{Deserialize, Serialize};

use super::Job;

/// The order of things to be sent: jobs of one lane never overtake each other within a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Only our own database.
    Work,
    /// Talks to Slack.
    Send,
}

impl Job {
    #[expect(clippy::too_many_lines, reason = "one exhaustive match, with an arm for each job")]
    pub fn lane(&self) -> Lane {
        match self {
            Self::OpenRound { .. }
            | Self::PairRound { .. }
            | Self::Rematch { .. }
            | Self::CloseRound { .. }
            | Self::EndFree { .. }
            | Self::Route { .. }
            | Self::SessionTurn { .. }
            | Self::FollowUp { .. }
            | Self::TidyUp
            | Self::ReadPeopleFile
            | Self::SeeOff { .. }
            // They ask Slack, but must not wait behind what is paced or held.
            | Self::ConfirmToken
            | Self::RefreshToken
            | Self::EraseWorkspace => Lane::Work,
            Self::OpenConversation { .. }
            | Self::IntroduceGroup { .. }
            | Self::RemindGroup { .. }
            | Self::CheckIn { .. }
            | Self::SumUp { .. }
            | Self::PrepareProgram { .. }
            | Self::TryOut { .. }
            | Self::Invite { .. }
            | Self::RefreshInvitation { .. }
            | Self::ShowMet { .. }
            | Self::ShareTime { .. }
            | Self::IntroduceTwo { .. }
            | Self::ShowTwo { .. }
            | Self::AnnounceBreak { .. }
            | Self::ShowBreak { .. }
            | Self::Offer { .. }
            | Self::ShowReferral { .. }
            | Self::RemindExpert { .. }
            | Self::AskChannel { .. }
            | Self::TellSteward { .. }
            | Self::TellAsker { .. }
            | Self::PostQuestion { .. }
            | Self::ShowQuestion { .. }
            | Self::Relay { .. }
            | Self::OfferToAsk { .. }
            | Self::PrepareCommunity { .. }
            | Self::PostAnswer { .. }
            | Self::Carry { .. }
            | Self::MarkAccepted { .. }
            | Self::ExportCards { .. }
            | Self::ExportMe { .. }
            | Self::SessionPost { .. }
            | Self::ShowSession { .. }
            | Self::PublishStory { .. }
            | Self::ShowStory { .. }
            | Self::ShowFollowUp { .. }
            | Self::ThankInThread { .. }
            | Self::ShowThanks { .. }
            | Self::ExportStories { .. }
            | Self::PostWins { .. }
            | Self::ShowWins { .. }
            | Self::ShowSum { .. }
            | Self::Digest { .. }
            | Self::ShowDigest { .. }
            | Self::SendDigest { .. }
            | Self::Tell { .. }
            | Self::PublishHome { .. }
            | Self::Greet { .. }
            | Self::SyncPeople { .. }
            | Self::ReadFieldLabels
            | Self::ReadFields
            | Self::ReadTeamGroups => Lane::Send,
        }
    }

    /// The name under which logs, figures and the table of jobs know it: the serde tag.
    #[expect(clippy::too_many_lines, reason = "one exhaustive match, with an arm for each job")]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::OpenRound { .. } => "open_round",
            Self::PairRound { .. } => "pair_round",
            Self::OpenConversation { .. } => "open_conversation",
            Self::IntroduceGroup { .. } => "introduce_group",
            Self::RemindGroup { .. } => "remind_group",
            Self::CheckIn { .. } => "check_in",
            Self::CloseRound { .. } => "close_round",
            Self::SumUp { .. } => "sum_up",
            Self::PrepareProgram { .. } => "prepare_program",
            Self::TryOut { .. } => "try_out",
            Self::Invite { .. } => "invite",
            Self::RefreshInvitation { .. } => "refresh_invitation",
            Self::ShowMet { .. } => "show_met",
            Self::Rematch { .. } => "rematch",
            Self::ShareTime { .. } => "share_time",
            Self::EndFree { .. } => "end_free",
            Self::IntroduceTwo { .. } => "introduce_two",
            Self::ShowTwo { .. } => "show_two",
            Self::AnnounceBreak { .. } => "announce_break",
            Self::ShowBreak { .. } => "show_break",
            Self::Route { .. } => "route",
            Self::Offer { .. } => "offer",
            Self::ShowReferral { .. } => "show_referral",
            Self::RemindExpert { .. } => "remind_expert",
            Self::AskChannel { .. } => "ask_channel",
            Self::TellSteward { .. } => "tell_steward",
            Self::TellAsker { .. } => "tell_asker",
            Self::PostQuestion { .. } => "post_question",
            Self::ShowQuestion { .. } => "show_question",
            Self::Relay { .. } => "relay",
            Self::OfferToAsk { .. } => "offer_to_ask",
            Self::PrepareCommunity { .. } => "prepare_community",
            Self::PostAnswer { .. } => "post_answer",
            Self::Carry { .. } => "carry",
            Self::MarkAccepted { .. } => "mark_accepted",
            Self::ExportCards { .. } => "export_cards",
            Self::ExportMe { .. } => "export_me",
            Self::SessionTurn { .. } => "session_turn",
            Self::SessionPost { .. } => "session_post",
            Self::ShowSession { .. } => "show_session",
            Self::PublishStory { .. } => "publish_story",
            Self::ShowStory { .. } => "show_story",
            Self::FollowUp { .. } => "follow_up",
            Self::ShowFollowUp { .. } => "show_follow_up",
            Self::ThankInThread { .. } => "thank_in_thread",
            Self::ShowThanks { .. } => "show_thanks",
            Self::ExportStories { .. } => "export_stories",
            Self::PostWins { .. } => "post_wins",
            Self::ShowWins { .. } => "show_wins",
            Self::ShowSum { .. } => "show_sum",
            Self::Digest { .. } => "digest",
            Self::ShowDigest { .. } => "show_digest",
            Self::SendDigest { .. } => "send_digest",
            Self::Tell { .. } => "tell",
            Self::PublishHome { .. } => "publish_home",
            Self::Greet { .. } => "greet",
            Self::TidyUp => "tidy_up",
            Self::ConfirmToken => "confirm_token",
            Self::RefreshToken => "refresh_token",
            Self::EraseWorkspace => "erase_workspace",
            Self::SyncPeople { .. } => "sync_people",
            Self::ReadFieldLabels => "read_field_labels",
            Self::ReadFields => "read_fields",
            Self::ReadTeamGroups => "read_team_groups",
            Self::ReadPeopleFile => "read_people_file",
            Self::SeeOff { .. } => "see_off",
        }
    }
}
