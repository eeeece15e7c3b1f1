//! People who were brought together outside of any round.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sqlx::any::AnyRow;

use super::programs::saved;
use super::query::{Bind, row};
use super::rounds::{from_hex, to_hex};
use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::encounter::{Encounter, MetOutside, Occasion};
use crate::domain::ids::{EncounterId, MemberId, WorkspaceId};
use crate::domain::now::Together;

macro_rules! encounters {
    ($condition:literal) => {
        concat!(
            "SELECT e.encounter_id, e.kind, e.seed, e.opener, e.question, e.met_again, \
             e.conversation, e.introduction, e.made_at, e.ends_at, \
             one.member_id AS one, two.member_id AS two FROM encounters AS e \
             JOIN encounter_members AS one ON one.workspace_id = e.workspace_id \
             AND one.encounter_id = e.encounter_id AND one.position = 0 \
             JOIN encounter_members AS two ON two.workspace_id = e.workspace_id \
             AND two.encounter_id = e.encounter_id AND two.position = 1 \
             WHERE e.workspace_id = $1 AND ",
            $condition
        )
    };
}

impl Tx {
    /// Writes two people down who are to be introduced.
    pub async fn insert_encounter(&mut self, ws: &WorkspaceId, it: &Encounter) -> Result<()> {
        self.sql(
            "INSERT INTO encounters (workspace_id, encounter_id, kind, seed, opener, question, \
             met_again, conversation, introduction, made_at, ends_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(ws)
        .bind(it.id)
        .bind(name_of(it.occasion))
        .bind(to_hex(&it.seed))
        .bind(&it.opener)
        .bind(it.question)
        .bind(it.again)
        .bind(it.conversation.as_ref())
        .bind(it.introduction.as_ref())
        .bind(it.made_at)
        .bind(it.ends_at)
        .run()
        .await?;
        let members = (0_u32..).zip(&it.members);
        let members = members.map(|(at, member)| row![ws, it.id, member, at, false]).collect();
        self.sql_batch(
            "INSERT INTO encounter_members (workspace_id, encounter_id, member_id, position, met)",
            members,
            "",
        )
        .await?;
        Ok(())
    }

    /// To change it, use [`Tx::lock_encounter`].
    pub async fn encounter(
        &mut self,
        ws: &WorkspaceId,
        id: EncounterId,
    ) -> Result<Option<Encounter>> {
        let row = self.sql(encounters!("e.encounter_id = $2")).bind(ws).bind(id).one().await?;
        row.as_ref().map(read).transpose()
    }

    /// The last one that somebody was introduced in since that moment.
    pub async fn latest_encounter(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        since: DateTime<Utc>,
    ) -> Result<Option<Encounter>> {
        let row = self
            .sql(encounters!(
                "e.made_at >= $3 AND e.introduction IS NOT NULL \
                 AND (one.member_id = $2 OR two.member_id = $2) \
                 ORDER BY e.made_at DESC, e.encounter_id DESC LIMIT 1"
            ))
            .bind(ws)
            .bind(member)
            .bind(since)
            .one()
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Those that somebody was introduced in, the newest first.
    pub async fn encounters_of(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        limit: u32,
    ) -> Result<Vec<Encounter>> {
        let rows = self
            .sql(encounters!(
                "e.introduction IS NOT NULL AND (one.member_id = $2 OR two.member_id = $2) \
                 ORDER BY e.made_at DESC, e.encounter_id DESC LIMIT $3"
            ))
            .bind(ws)
            .bind(member)
            .bind(limit)
            .all()
            .await?;
        each(&rows, read)
    }

    /// Reads an encounter that nobody else can change until this transaction ends.
    pub async fn lock_encounter(
        &mut self,
        ws: &WorkspaceId,
        id: EncounterId,
    ) -> Result<Option<Encounter>> {
        let lock = self.sql(
            "UPDATE encounters SET version = version + 1 \
             WHERE workspace_id = $1 AND encounter_id = $2",
        );
        if lock.bind(ws).bind(id).did().await? { self.encounter(ws, id).await } else { Ok(None) }
    }

    /// Keeps where the two of a locked encounter were introduced. Nothing else of it changes.
    pub async fn save_encounter(&mut self, ws: &WorkspaceId, it: &Encounter) -> Result<()> {
        let save = self.sql(
            "UPDATE encounters SET conversation = $3, introduction = $4 \
             WHERE workspace_id = $1 AND encounter_id = $2",
        );
        let (conversation, introduction) = (it.conversation.as_ref(), it.introduction.as_ref());
        let save = save.bind(ws).bind(it.id).bind(conversation).bind(introduction);
        saved("an encounter", save.did().await?)
    }

    /// Two people are not introduced after all.
    pub async fn drop_encounter(&mut self, ws: &WorkspaceId, id: EncounterId) -> Result<()> {
        for text in [
            "DELETE FROM encounter_members WHERE workspace_id = $1 AND encounter_id = $2",
            "DELETE FROM encounters WHERE workspace_id = $1 AND encounter_id = $2",
        ] {
            self.sql(text).bind(ws).bind(id).run().await?;
        }
        Ok(())
    }

    /// Somebody says that they met; `false` if they are none of the two.
    pub async fn met_outside(
        &mut self,
        ws: &WorkspaceId,
        id: EncounterId,
        member: &MemberId,
    ) -> Result<bool> {
        let met = self.sql(
            "UPDATE encounter_members SET met = 1 \
             WHERE workspace_id = $1 AND encounter_id = $2 AND member_id = $3",
        );
        met.bind(ws).bind(id).bind(member).did().await
    }

    /// Who of an encounter said that they met, by id.
    pub async fn who_met(&mut self, ws: &WorkspaceId, id: EncounterId) -> Result<Vec<MemberId>> {
        let rows = self.sql(
            "SELECT member_id FROM encounter_members \
             WHERE workspace_id = $1 AND encounter_id = $2 AND met = 1 ORDER BY member_id",
        );
        each(&rows.bind(ws).bind(id).all().await?, |row| row.id("member_id"))
    }

    /// All who met outside of any round, as one of the two said; the newest last.
    pub async fn meetings_outside(&mut self, ws: &WorkspaceId) -> Result<Vec<MetOutside>> {
        let rows = self
            .sql(encounters!("(one.met = 1 OR two.met = 1) ORDER BY e.made_at, e.encounter_id"));
        let all = each(&rows.bind(ws).all().await?, read)?;
        let met = |it: Encounter| MetOutside { on: it.made_at.date_naive(), members: it.members };
        Ok(all.into_iter().map(met).collect())
    }

    /// When somebody was introduced to these people last: only those whom they were introduced to.
    /// Of a round it is the beginning of its date that counts.
    pub async fn together(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        others: &[MemberId],
    ) -> Result<BTreeMap<MemberId, Together>> {
        let list: Vec<_> = others.iter().map(Bind::value).collect();
        let mut all = BTreeMap::<MemberId, Together>::new();
        let rounds = self
            .sql_list(
                row![ws, member],
                "SELECT theirs.member_id, MAX(r.opens_on) AS opens_on FROM group_members AS own \
                 JOIN coffee_groups AS g ON g.workspace_id = own.workspace_id \
                 AND g.group_id = own.group_id AND g.introduction IS NOT NULL \
                 JOIN rounds AS r ON r.workspace_id = g.workspace_id AND r.round_id = g.round_id \
                 JOIN group_members AS theirs ON theirs.workspace_id = own.workspace_id \
                 AND theirs.group_id = own.group_id \
                 WHERE own.workspace_id = $1 AND own.member_id = $2 AND theirs.member_id IN",
                list.clone(),
                "GROUP BY theirs.member_id",
            )
            .await?;
        for row in &rounds {
            let at = row.day("opens_on")?.and_time(NaiveTime::MIN).and_utc();
            all.entry(row.id("member_id")?).or_default().last = Some(at);
        }
        let outside = self
            .sql_list(
                row![ws, member],
                "SELECT theirs.member_id, MAX(e.made_at) AS made_at \
                 FROM encounter_members AS own \
                 JOIN encounters AS e ON e.workspace_id = own.workspace_id \
                 AND e.encounter_id = own.encounter_id \
                 JOIN encounter_members AS theirs ON theirs.workspace_id = own.workspace_id \
                 AND theirs.encounter_id = own.encounter_id \
                 WHERE own.workspace_id = $1 AND own.member_id = $2 AND theirs.member_id IN",
                list,
                "GROUP BY theirs.member_id",
            )
            .await?;
        for row in &outside {
            let at: DateTime<Utc> = row.time("made_at")?;
            let both = all.entry(row.id("member_id")?).or_default();
            both.outside = Some(at);
            both.last = both.last.max(Some(at));
        }
        all.remove(member);
        Ok(all)
    }

    /// How often each of these was asked to say hello first outside of a round: only those who were.
    pub async fn openers_outside(
        &mut self,
        ws: &WorkspaceId,
        members: &[MemberId],
    ) -> Result<Vec<(MemberId, u32)>> {
        let rows = self
            .sql_in(
                ws,
                "SELECT opener, COUNT(*) AS times FROM encounters \
                 WHERE workspace_id = $1 AND opener IN",
                members.iter().map(Bind::value).collect(),
                "GROUP BY opener ORDER BY opener",
            )
            .await?;
        each(&rows, |row| Ok((row.id("opener")?, row.number("times")?)))
    }

    /// Every first question that these people were introduced with outside of rounds, and when.
    pub async fn questions_outside(
        &mut self,
        ws: &WorkspaceId,
        members: &[MemberId],
    ) -> Result<Vec<(MemberId, u32, NaiveDate)>> {
        let rows = self
            .sql_in(
                ws,
                "SELECT m.member_id, e.question, e.made_at FROM encounter_members AS m \
                 JOIN encounters AS e \
                 ON e.workspace_id = m.workspace_id AND e.encounter_id = m.encounter_id \
                 WHERE m.workspace_id = $1 AND m.member_id IN",
                members.iter().map(Bind::value).collect(),
                "ORDER BY m.member_id, e.made_at, e.question",
            )
            .await?;
        let on = |row: &AnyRow| -> Result<NaiveDate> { Ok(row.time("made_at")?.date_naive()) };
        each(&rows, |row| Ok((row.id("member_id")?, row.number("question")?, on(row)?)))
    }
}

fn name_of(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::Now => "now",
        Occasion::Welcome => "welcome",
    }
}

fn read(row: &AnyRow) -> Result<Encounter> {
    let kind = row.text("kind")?;
    let all = [Occasion::Now, Occasion::Welcome];
    Ok(Encounter {
        id: row.parsed("encounter_id")?,
        occasion: all
            .into_iter()
            .find(|occasion| name_of(*occasion) == kind)
            .ok_or_else(|| Error::unreadable("kind", "not one of those known"))?,
        seed: from_hex(&row.text("seed")?)
            .ok_or_else(|| Error::unreadable("seed", "not 64 hexadecimal digits"))?,
        members: [row.id("one")?, row.id("two")?],
        opener: row.id("opener")?,
        question: row.number("question")?,
        again: row.flag("met_again")?,
        conversation: row.maybe_id("conversation")?,
        introduction: row.maybe_id("introduction")?,
        made_at: row.time("made_at")?,
        ends_at: row.time("ends_at")?,
    })
}
