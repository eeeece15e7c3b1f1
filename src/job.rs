//! What is to be done later: small, named, and enough to do it from. Texts are made when a job
//! runs, never kept in it.

mod work;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::coffee::NoCoffeeHere;
use crate::domain::ids::{
    BreakId, ChannelId, EncounterId, GroupId, MemberId, MessageTs, ProgramId, RoundId,
};
use crate::domain::pacing::Call;
use crate::domain::plan::Plan;

pub use work::{Lease, Outcome, Work};

/// People whose fields one [`Job::ReadFields`] reads, one call each.
pub const FIELDS_AT_ONCE: usize = 5;

/// A piece of work that outlives the process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Write down who takes part in the round of that date.
    OpenRound {
        program: ProgramId,
        date: NaiveDate,
        /// How many minutes before the program's hour, so that the conversations of a large round
        /// are open when the hour comes.
        #[serde(default)]
        ahead: u32,
    },
    PairRound {
        round: RoundId,
    },
    /// Open a group's conversation, which nobody notices until the first message, and introduce the
    /// group at that time.
    OpenConversation {
        group: GroupId,
        then: DateTime<Utc>,
    },
    IntroduceGroup {
        group: GroupId,
    },
    RemindGroup {
        group: GroupId,
    },
    CheckIn {
        group: GroupId,
    },
    CloseRound {
        round: RoundId,
    },
    /// The short sum of a round, in the program's channel.
    SumUp {
        round: RoundId,
    },
    /// Look at the channel, join it, and only then set the program up; the steward's modal waits.
    PrepareProgram {
        setup: Setup,
    },
    /// Try the program's next round out, for the modal that waits.
    TryOut {
        program: ProgramId,
        view: String,
    },
    /// The invitation in the program's channel.
    Invite {
        program: ProgramId,
    },
    /// Keep the number of people on the invitation current.
    RefreshInvitation {
        program: ProgramId,
    },
    /// Let the others of a group see that somebody said they met.
    ShowMet {
        group: GroupId,
    },
    /// Bring those together who are still free in a round; whoever waits for it learns what came of it.
    Rematch {
        round: RoundId,
        waiting: Vec<MemberId>,
    },
    /// Put the calendar file of a picked time into the group's thread.
    ShareTime {
        group: GroupId,
        /// Which pick it is of: a later one makes it needless.
        pick: u32,
    },
    /// Take somebody off the list of those who would have a coffee now, unless they pressed again.
    EndFree {
        member: MemberId,
    },
    /// Introduce two people outside of any round.
    IntroduceTwo {
        encounter: EncounterId,
    },
    /// Let the other of the two see that somebody said they met.
    ShowTwo {
        encounter: EncounterId,
    },
    /// Tell a team when and where its break is.
    AnnounceBreak {
        id: BreakId,
    },
    /// Keep the numbers under a team's break current.
    ShowBreak {
        id: BreakId,
    },
    /// Tell one person something in their direct message.
    Tell {
        member: MemberId,
        note: Note,
    },
    /// Draw somebody's App Home again.
    PublishHome {
        member: MemberId,
    },
    /// Answer who wrote to the bot, or named it in a channel.
    Greet {
        member: MemberId,
        channel: ChannelId,
        thread: Option<MessageTs>,
    },
    /// Forget what is done with, read the directory again, and come back tomorrow.
    TidyUp,
    /// Ask Slack whether Klatch is still in, after it said that it is not.
    ConfirmToken,
    /// The next pair of tokens, before the old one ends.
    RefreshToken,
    /// The workspace took Klatch out long enough ago: nothing of it is kept.
    EraseWorkspace,
    /// One page of `users.list`.
    SyncPeople {
        cursor: Option<String>,
        /// When this reading began; `None` for its first page.
        #[serde(default)]
        began: Option<DateTime<Utc>>,
    },
    /// Find out which custom profile fields say where people belong.
    ReadFieldLabels,
    /// Read the custom profile fields of a few people, and come back for the next.
    ReadFields,
    /// Read which user groups are teams, and who is in them.
    ReadTeamGroups,
    /// Read the operator's list of where people belong.
    ReadPeopleFile,
}

/// What a steward filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// Made when the modal was sent, so that the job can run again without a second program.
    pub program: ProgramId,
    pub steward: MemberId,
    pub channel: ChannelId,
    pub plan: Plan,
    /// The modal that waits for the outcome.
    pub view: String,
}

/// What a person is told outside of any conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// The program could not go on: its channel is gone.
    ChannelLost { channel: ChannelId },
    /// Fewer people than the minimum on the date: the round waits.
    TooFew { program: ProgramId, people: u32 },
    /// The program could not be set up, and nobody was looking at the modal any more.
    SetupFailed { channel: ChannelId, why: NoCoffeeHere },
    /// The steward tries an introduction on themselves.
    Rehearsal { program: ProgramId },
    /// Others of the group can't make it, and nobody else is left in it. Queued by versions that looked
    /// for nobody else.
    PartnerGone { gone: Vec<MemberId> },
    /// They are without a group in the middle of a round, and nobody else is free.
    NobodyFree {
        program: ProgramId,
        /// `None` where a version queued it that did not say.
        #[serde(default)]
        round: Option<RoundId>,
    },
    /// They had agreed on a time, and the other one can't make it.
    CalledOff {
        group: GroupId,
        /// The time that they had agreed on; `None` where a version queued it that did not say.
        #[serde(default)]
        at: Option<DateTime<Utc>>,
    },
    /// Somebody of their group waits for a word.
    Waiting { group: GroupId },
    /// Several silent rounds in a row: still up for coffee?
    StillUp { program: ProgramId },
    /// That question was not answered: they are paused.
    Rested { program: ProgramId },
    /// They joined the workspace: would they like a welcome coffee?
    WelcomeCoffee,
    /// Somebody joined the workspace, and nobody welcomes newcomers.
    NobodyWelcomes,
    /// A round of team breaks came, and of those who take part no two are known to be of one team.
    NoTeams { program: ProgramId, people: u32 },
    /// There is nobody for their welcome coffee any more.
    NoWelcome,
}

/// The order of things to be sent: jobs of one lane never overtake each other within a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Only our own database.
    Work,
    /// Talks to Slack.
    Send,
}

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
    pub fn lane(&self) -> Lane {
        match self {
            Self::OpenRound { .. }
            | Self::PairRound { .. }
            | Self::Rematch { .. }
            | Self::CloseRound { .. }
            | Self::EndFree { .. }
            | Self::TidyUp
            | Self::ReadPeopleFile
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
        }
    }

    /// The methods of Slack's Web API that it is likely to call: what its pace goes by. What posts
    /// or changes a message waits while messages are held back.
    pub fn calls(&self) -> &'static [Call] {
        match self {
            Self::OpenRound { .. }
            | Self::PairRound { .. }
            | Self::Rematch { .. }
            | Self::CloseRound { .. }
            | Self::EndFree { .. }
            | Self::ReadPeopleFile
            | Self::ConfirmToken
            | Self::RefreshToken
            | Self::EraseWorkspace
            | Self::TidyUp => &[],
            Self::IntroduceGroup { .. }
            | Self::RemindGroup { .. }
            | Self::CheckIn { .. }
            | Self::SumUp { .. }
            | Self::Invite { .. }
            | Self::Greet { .. } => &[Call::PostMessage],
            Self::OpenConversation { .. } => &[Call::OpenConversation],
            Self::Tell { .. } | Self::IntroduceTwo { .. } | Self::AnnounceBreak { .. } => {
                &[Call::OpenConversation, Call::PostMessage]
            }
            Self::ShareTime { .. } => &[Call::BeginUpload, Call::ShareUpload],
            Self::RefreshInvitation { .. }
            | Self::ShowMet { .. }
            | Self::ShowTwo { .. }
            | Self::ShowBreak { .. } => &[Call::UpdateMessage],
            Self::PrepareProgram { .. } => {
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
    pub fn when_in_doubt(&self) -> WhenInDoubt {
        match self {
            Self::Invite { .. } | Self::Tell { .. } => WhenInDoubt::LookOrSendAgain,
            Self::SumUp { .. } | Self::Greet { thread: None, .. } => WhenInDoubt::LookOrLetGo,
            // A thread may be one of a coffee chat.
            Self::RemindGroup { .. }
            | Self::CheckIn { .. }
            | Self::ShareTime { .. }
            | Self::Greet { thread: Some(_), .. } => WhenInDoubt::LetGo,
            Self::OpenRound { .. }
            | Self::PairRound { .. }
            | Self::Rematch { .. }
            | Self::OpenConversation { .. }
            | Self::IntroduceGroup { .. }
            | Self::CloseRound { .. }
            | Self::PrepareProgram { .. }
            | Self::TryOut { .. }
            | Self::RefreshInvitation { .. }
            | Self::ShowMet { .. }
            | Self::EndFree { .. }
            | Self::IntroduceTwo { .. }
            | Self::ShowTwo { .. }
            | Self::AnnounceBreak { .. }
            | Self::ShowBreak { .. }
            | Self::PublishHome { .. }
            | Self::TidyUp
            | Self::ConfirmToken
            | Self::RefreshToken
            | Self::EraseWorkspace
            | Self::SyncPeople { .. }
            | Self::ReadFieldLabels
            | Self::ReadFields
            | Self::ReadTeamGroups
            | Self::ReadPeopleFile => WhenInDoubt::SendAgain,
        }
    }
}
