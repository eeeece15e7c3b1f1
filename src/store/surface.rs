#![allow(unused_variables, clippy::all)]
use super::{Result, Tx};
use crate::domain::coffee::*;
use crate::domain::ids::*;
use crate::domain::pairing::Meeting;
use crate::domain::people::*;
use crate::event::{Event, Reply};
use crate::job::{Job, Lane};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
#[derive(Clone, Debug)]
pub struct Workspace {
    pub id: WorkspaceId,
    pub name: String,
    pub bot: MemberId,
}
#[derive(Clone, Debug)]
pub struct Placement {
    pub email: String,
    pub team: Option<String>,
    pub department: Option<String>,
}
#[derive(Clone, Debug)]
pub struct Lease(String);
#[derive(Clone, Debug)]
pub struct ClaimedJob {
    pub id: JobId,
    pub job: Job,
    pub channel: Option<ChannelId>,
    pub run_at: DateTime<Utc>,
    pub attempt: u32,
    pub in_doubt: bool,
    pub lease: Lease,
}
#[derive(Clone, Debug)]
pub struct PlannedJob {
    pub id: JobId,
    pub job: Job,
    pub run_at: DateTime<Utc>,
}
#[derive(Clone, Debug)]
pub struct QueueFigures {
    pub waiting: u64,
    pub discarded: u64,
    pub in_doubt: u64,
    pub oldest: Option<TimeDelta>,
}
#[derive(Clone, Debug)]
pub struct AuditLine {
    pub id: AuditId,
    pub at: DateTime<Utc>,
    pub actor: MemberId,
    pub action: String,
    pub target: String,
    pub detail: serde_json::Value,
}
impl Tx {
    pub async fn keep_workspace(
        &mut self,
        ws: &WorkspaceId,
        name: &str,
        bot: &MemberId,
        at: DateTime<Utc>,
    ) -> Result<()> {
        todo!()
    }
    pub async fn workspace(&mut self, ws: &WorkspaceId) -> Result<Option<Workspace>> {
        todo!()
    }
    pub async fn workspaces(&mut self) -> Result<Vec<Workspace>> {
        todo!()
    }
    pub async fn keep_profiles(
        &mut self,
        ws: &WorkspaceId,
        profiles: &[Profile],
        at: DateTime<Utc>,
    ) -> Result<()> {
        todo!()
    }
    pub async fn member(
        &mut self,
        ws: &WorkspaceId,
        _memberid1: &MemberId,
    ) -> Result<Option<Member>> {
        todo!()
    }
    pub async fn members(
        &mut self,
        ws: &WorkspaceId,
        _memberid1: &[MemberId],
    ) -> Result<Vec<Member>> {
        todo!()
    }
    pub async fn place_in_teams(
        &mut self,
        ws: &WorkspaceId,
        _placement1: &[Placement],
    ) -> Result<u64> {
        todo!()
    }
    pub async fn home_opened(
        &mut self,
        ws: &WorkspaceId,
        _memberid1: &MemberId,
        at: DateTime<Utc>,
    ) -> Result<()> {
        todo!()
    }
    pub async fn home_opened_at(
        &mut self,
        ws: &WorkspaceId,
        _memberid1: &MemberId,
    ) -> Result<Option<DateTime<Utc>>> {
        todo!()
    }
    pub async fn insert_program(&mut self, ws: &WorkspaceId, _program1: &Program) -> Result<bool> {
        todo!()
    }
    pub async fn program(
        &mut self,
        ws: &WorkspaceId,
        _programid1: ProgramId,
    ) -> Result<Option<Program>> {
        todo!()
    }
    pub async fn programs(&mut self, ws: &WorkspaceId) -> Result<Vec<Program>> {
        todo!()
    }
    pub async fn lock_program(
        &mut self,
        ws: &WorkspaceId,
        _programid1: ProgramId,
    ) -> Result<Option<Program>> {
        todo!()
    }
    pub async fn save_program(&mut self, ws: &WorkspaceId, _program1: &Program) -> Result<()> {
        todo!()
    }
    pub async fn keep_steward(
        &mut self,
        ws: &WorkspaceId,
        _programid1: ProgramId,
        _memberid2: &MemberId,
    ) -> Result<()> {
        todo!()
    }
    pub async fn stewards(
        &mut self,
        ws: &WorkspaceId,
        _programid1: ProgramId,
    ) -> Result<Vec<MemberId>> {
        todo!()
    }
    pub async fn keep_participation(
        &mut self,
        ws: &WorkspaceId,
        _participation1: &Participation,
    ) -> Result<()> {
        todo!()
    }
    pub async fn participation(
        &mut self,
        ws: &WorkspaceId,
        _programid1: ProgramId,
        _memberid2: &MemberId,
    ) -> Result<Option<Participation>> {
        todo!()
    }
    pub async fn participations(
        &mut self,
        ws: &WorkspaceId,
        _programid1: ProgramId,
    ) -> Result<Vec<Participation>> {
        todo!()
    }
    pub async fn participations_of(
        &mut self,
        ws: &WorkspaceId,
        _memberid1: &MemberId,
    ) -> Result<Vec<Participation>> {
        todo!()
    }
    pub async fn participants(
        &mut self,
        ws: &WorkspaceId,
        _programid1: ProgramId,
    ) -> Result<Vec<(Participation, Member)>> {
        todo!()
    }
    pub async fn insert_round(&mut self, ws: &WorkspaceId, _round1: &Round) -> Result<bool> {
        todo!()
    }
    pub async fn round(&mut self, ws: &WorkspaceId, _roundid1: RoundId) -> Result<Option<Round>> {
        todo!()
    }
    pub async fn lock_round(
        &mut self,
        ws: &WorkspaceId,
        _roundid1: RoundId,
    ) -> Result<Option<Round>> {
        todo!()
    }
    pub async fn save_round(&mut self, ws: &WorkspaceId, _round1: &Round) -> Result<()> {
        todo!()
    }
    pub async fn current_round(
        &mut self,
        ws: &WorkspaceId,
        _programid1: ProgramId,
    ) -> Result<Option<Round>> {
        todo!()
    }
    pub async fn insert_groups(&mut self, ws: &WorkspaceId, _group1: &[Group]) -> Result<()> {
        todo!()
    }
    pub async fn group(&mut self, ws: &WorkspaceId, _groupid1: GroupId) -> Result<Option<Group>> {
        todo!()
    }
    pub async fn lock_group(
        &mut self,
        ws: &WorkspaceId,
        _groupid1: GroupId,
    ) -> Result<Option<Group>> {
        todo!()
    }
    pub async fn save_group(&mut self, ws: &WorkspaceId, _group1: &Group) -> Result<()> {
        todo!()
    }
    pub async fn groups_of_round(
        &mut self,
        ws: &WorkspaceId,
        _roundid1: RoundId,
    ) -> Result<Vec<Group>> {
        todo!()
    }
    pub async fn group_of(
        &mut self,
        ws: &WorkspaceId,
        _roundid1: RoundId,
        _memberid2: &MemberId,
    ) -> Result<Option<Group>> {
        todo!()
    }
    pub async fn groups_of_member(
        &mut self,
        ws: &WorkspaceId,
        _memberid1: &MemberId,
        limit: u32,
    ) -> Result<Vec<(Group, Round)>> {
        todo!()
    }
    pub async fn keep_answer(&mut self, ws: &WorkspaceId, _answer1: &Answer) -> Result<()> {
        todo!()
    }
    pub async fn answers(&mut self, ws: &WorkspaceId, _groupid1: GroupId) -> Result<Vec<Answer>> {
        todo!()
    }
    pub async fn answers_of_round(
        &mut self,
        ws: &WorkspaceId,
        _roundid1: RoundId,
    ) -> Result<Vec<Answer>> {
        todo!()
    }
    pub async fn meetings(
        &mut self,
        ws: &WorkspaceId,
        _programid1: ProgramId,
    ) -> Result<Vec<Meeting>> {
        todo!()
    }
    pub async fn claimed_days(
        &mut self,
        ws: &WorkspaceId,
        _memberid1: &MemberId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(NaiveDate, String)>> {
        todo!()
    }
    pub async fn claim_day(
        &mut self,
        ws: &WorkspaceId,
        _memberid1: &MemberId,
        day: NaiveDate,
        claimed_by: &str,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn claim_of(
        &mut self,
        ws: &WorkspaceId,
        _memberid1: &MemberId,
        claimed_by: &str,
    ) -> Result<Option<NaiveDate>> {
        todo!()
    }
    pub async fn release_claim(
        &mut self,
        ws: &WorkspaceId,
        _memberid1: &MemberId,
        claimed_by: &str,
    ) -> Result<()> {
        todo!()
    }
    pub async fn enqueue(
        &mut self,
        ws: &WorkspaceId,
        _job1: &Job,
        run_at: DateTime<Utc>,
        dedup_key: Option<&str>,
        channel: Option<&ChannelId>,
        id: JobId,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn claim(
        &mut self,
        ws: &WorkspaceId,
        _lane1: Lane,
        owner: &str,
        now: DateTime<Utc>,
        lease_for: TimeDelta,
        limit: u32,
    ) -> Result<Vec<ClaimedJob>> {
        todo!()
    }
    pub async fn mark_sending(
        &mut self,
        ws: &WorkspaceId,
        _jobid1: JobId,
        _lease2: &Lease,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn finish(
        &mut self,
        ws: &WorkspaceId,
        _jobid1: JobId,
        _lease2: &Lease,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn cancel(
        &mut self,
        ws: &WorkspaceId,
        _jobid1: JobId,
        _lease2: &Lease,
        reason: &str,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn retry(
        &mut self,
        ws: &WorkspaceId,
        _jobid1: JobId,
        _lease2: &Lease,
        error: &str,
        run_at: DateTime<Utc>,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn retry_in_doubt(
        &mut self,
        ws: &WorkspaceId,
        _jobid1: JobId,
        _lease2: &Lease,
        error: &str,
        run_at: DateTime<Utc>,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn snooze(
        &mut self,
        ws: &WorkspaceId,
        _jobid1: JobId,
        _lease2: &Lease,
        run_at: DateTime<Utc>,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn let_go(
        &mut self,
        ws: &WorkspaceId,
        _jobid1: JobId,
        _lease2: &Lease,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn discard(
        &mut self,
        ws: &WorkspaceId,
        _jobid1: JobId,
        _lease2: &Lease,
        error: &str,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn cancel_waiting(&mut self, ws: &WorkspaceId, dedup_key: &str) -> Result<bool> {
        todo!()
    }
    pub async fn due_lanes(&mut self, now: DateTime<Utc>) -> Result<Vec<(WorkspaceId, Lane)>> {
        todo!()
    }
    pub async fn next_due(&mut self) -> Result<Option<DateTime<Utc>>> {
        todo!()
    }
    pub async fn planned(
        &mut self,
        ws: &WorkspaceId,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<PlannedJob>> {
        todo!()
    }
    pub async fn queue_figures(&mut self, now: DateTime<Utc>) -> Result<QueueFigures> {
        todo!()
    }
    pub async fn release_lanes(&mut self, owner: &str) -> Result<()> {
        todo!()
    }
    pub async fn receive(&mut self, _event0: &[Event], at: DateTime<Utc>) -> Result<Vec<bool>> {
        todo!()
    }
    pub async fn next_events(&mut self, now: DateTime<Utc>, limit: u32) -> Result<Vec<Event>> {
        todo!()
    }
    pub async fn event_done(
        &mut self,
        ws: &WorkspaceId,
        id: &str,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn event_failed(&mut self, ws: &WorkspaceId, id: &str, error: &str) -> Result<u32> {
        todo!()
    }
    pub async fn receipt(&mut self, ws: &WorkspaceId, key: &str) -> Result<Option<Reply>> {
        todo!()
    }
    pub async fn keep_receipt(
        &mut self,
        ws: &WorkspaceId,
        key: &str,
        _reply2: &Reply,
        at: DateTime<Utc>,
    ) -> Result<()> {
        todo!()
    }
    pub async fn audit(
        &mut self,
        ws: &WorkspaceId,
        _auditid1: AuditId,
        at: DateTime<Utc>,
        actor: &MemberId,
        action: &str,
        target: &str,
        detail: &serde_json::Value,
    ) -> Result<()> {
        todo!()
    }
    pub async fn audit_trail(&mut self, ws: &WorkspaceId, limit: u32) -> Result<Vec<AuditLine>> {
        todo!()
    }
    pub async fn purge(&mut self, ws: &WorkspaceId, before: DateTime<Utc>) -> Result<u64> {
        todo!()
    }
}
