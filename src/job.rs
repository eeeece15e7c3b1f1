//! What is to be done later: small, named, and enough to do it from. Texts are made when a job
//! runs, never kept in it.

mod after;
mod asking;
mod kept;
mod lanes;
mod sending;
mod session;
mod story;
mod work;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::coffee::NoCoffeeHere;
use crate::domain::ids::{
    AnswerId, BreakId, ChannelId, CommunityId, EncounterId, GroupId, MemberId, MessageTs,
    ProgramId, QuestionId, ReferralId, RoundId, SessionId, StoryId, ThanksId,
};
use crate::domain::plan::Plan;
use crate::domain::story::follow_up::After;

pub use after::{AboutThanks, StoryFile};
pub use asking::{CommunitySetup, ForSteward, News};
pub use kept::{Carried, KeptNote};
pub use lanes::Lane;
pub use sending::WhenInDoubt;
pub use session::{AboutSession, Posting, Turn};
pub use story::StoryNote;
pub use work::{ATTEMPTS, Lease, Outcome, Work};

/// People whose fields one [`Job::ReadFields`] reads, one call each.
pub const FIELDS_AT_ONCE: usize = 5;

/// Stories that one [`Job::PostWins`] asks a link for, one call each.
pub const LINKS_AT_ONCE: usize = 10;

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
    /// Draw that sum again: the story in it changed.
    ShowSum {
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
    /// Put a question into its community's channel: the head of its thread.
    PostQuestion {
        question: QuestionId,
    },
    /// Draw the head of a question's thread again.
    ShowQuestion {
        question: QuestionId,
    },
    /// Do what is next about a question: ask somebody, the channel, the stewards, or wait.
    Route {
        question: QuestionId,
    },
    /// Say hello to somebody who may be asked, or bring them the question.
    Offer {
        referral: ReferralId,
    },
    /// Draw what somebody was asked again: it is over, or they said something.
    ShowReferral {
        referral: ReferralId,
    },
    /// Remind somebody, once, that they said they can answer.
    RemindExpert {
        referral: ReferralId,
    },
    /// Let a whole channel know that a question of it is open.
    AskChannel {
        question: QuestionId,
    },
    /// Tell whoever tends a community something about its questions.
    TellSteward {
        member: MemberId,
        about: ForSteward,
    },
    /// Tell whoever asked a question what became of it. Who that is is found out when it runs.
    TellAsker {
        question: QuestionId,
        news: News,
    },
    /// Put what the asker of an anonymous question wrote into its thread.
    Relay {
        question: QuestionId,
        draft: Uuid,
    },
    /// Ask somebody who wrote to the bot whether that is to be asked.
    OfferToAsk {
        channel: ChannelId,
        draft: Uuid,
    },
    /// Look at the channel, join it, and only then begin the community; the steward's modal waits.
    PrepareCommunity {
        setup: CommunitySetup,
    },
    /// Put an answer that was given in a modal into its question's thread, or draw it again there.
    PostAnswer {
        answer: AnswerId,
    },
    /// Bring something from one side of a question to the other. Who asked is found out when it runs.
    Carry {
        question: QuestionId,
        what: Carried,
    },
    /// Set the bot's own check mark under an answer if it is the accepted one; otherwise take it off.
    MarkAccepted {
        answer: AnswerId,
    },
    /// Send what communities keep to whoever tends them, as a file.
    ExportCards {
        member: MemberId,
        /// A table; otherwise text.
        table: bool,
    },
    /// Send somebody all that is stored about them, as a file.
    ExportMe {
        member: MemberId,
    },
    /// A moment of an Ask me anything has come.
    SessionTurn {
        session: SessionId,
        turn: Turn,
        /// When the session was to begin then: moved since, there is nothing to do.
        begins: DateTime<Utc>,
    },
    /// Post something of an Ask me anything in its community's channel.
    SessionPost {
        session: SessionId,
        what: Posting,
    },
    /// Keep the announcement of an Ask me anything current.
    ShowSession {
        session: SessionId,
    },
    /// Put a value story into its community's channel.
    PublishStory {
        story: StoryId,
    },
    /// Draw a story's message again: as its people wish it now, or that it was taken back.
    ShowStory {
        story: StoryId,
    },
    /// A story was told so long ago: ask whoever was helped whether it held.
    FollowUp {
        story: StoryId,
        after: After,
    },
    /// Draw that question again: they said something.
    ShowFollowUp {
        story: StoryId,
        after: After,
    },
    /// Say thanks in the thread of the message that they are for.
    ThankInThread {
        thanks: ThanksId,
    },
    /// Draw thanks again wherever they stand.
    ShowThanks {
        thanks: ThanksId,
    },
    /// Send somebody the stories that they may read, or what they contributed, as a file.
    ExportStories {
        member: MemberId,
        what: StoryFile,
    },
    /// The stories of a month, in their community's channel.
    PostWins {
        community: CommunityId,
        /// Its first day.
        month: NaiveDate,
    },
    /// Draw that message again: a story in it changed.
    ShowWins {
        community: CommunityId,
        month: NaiveDate,
    },
    /// Publish the weekly digest of a community, if it is due.
    Digest {
        community: CommunityId,
        /// The date that it was queued for; what is due may be a later one by then.
        date: NaiveDate,
    },
    /// Draw a digest again: of its stories one changed.
    ShowDigest {
        community: CommunityId,
        date: NaiveDate,
    },
    /// Bring a digest to somebody who would rather have it in a message.
    SendDigest {
        member: MemberId,
        community: CommunityId,
        date: NaiveDate,
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
    /// Somebody was found gone by a reading of the directory: what waited for them moves on.
    SeeOff {
        member: MemberId,
    },
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
    /// Their community could not go on: its channel is gone.
    CommunityLost { channel: ChannelId },
    /// The community could not begin, and nobody was looking at the modal any more.
    CommunitySetupFailed { channel: ChannelId, why: NoCoffeeHere },
    /// There is nobody for their welcome coffee any more.
    NoWelcome,
    /// About what they answered, or what is kept of it.
    Kept { what: KeptNote },
    /// Something about a value story that they are in.
    Story {
        story: StoryId,
        what: StoryNote,
        /// The words that it asks about ([`Story::wording`](crate::domain::story::Story::wording)); told
        /// in others since, there is another note. `None` where it asks nothing.
        #[serde(default)]
        wording: Option<u64>,
    },
    /// They accepted an answer by a check mark: what was it worth?
    StoryOffer { question: QuestionId },
    /// Did their story hold?
    FollowUp { story: StoryId, after: After },
    /// Something about a word of thanks.
    Thanks { thanks: ThanksId, what: AboutThanks },
    /// Nothing happened in their community for two weeks in a row.
    QuietWeeks { community: CommunityId },
    /// Something about an Ask me anything.
    Session { session: SessionId, what: AboutSession },
}
