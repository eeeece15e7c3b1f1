//! Whom to ask next: whoever was named, or else the best who may be asked.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::{MemberId, QuestionId, WorkspaceId};
use crate::domain::ladder::{MONTH, Naming, Why};
use crate::domain::people::Member;
use crate::domain::question::{Privacy, Question};
use crate::domain::referral::Referral;
use crate::domain::routing::{self, Because, Ranked, longest_wait};
use crate::features::Context;
use crate::features::ask::asker::asker;
use crate::features::ask::asking::visible;
use crate::features::ask::ladder::evidence::{self, Consent, Found, People, Person};
use crate::store::{self, Tx};

/// So many places of a ranking are kept.
const PLACES_KEPT: usize = 10;

/// Somebody who is asked next.
pub(super) struct Choice {
    pub(super) member: Member,
    /// They are asked first whether they want to be asked at all.
    pub(super) hello: bool,
    /// When: they are at work, and have room for a message that day.
    pub(super) at: DateTime<Utc>,
    pub(super) because: Vec<Why>,
    pub(super) seed: [u8; 32],
    /// Who stood in which place, as JSON.
    pub(super) ranking: String,
}

/// Picks somebody; `None` if there is nobody.
pub(super) async fn choose(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    referrals: &[Referral],
    named: Option<&Naming>,
    similar: &[Found],
) -> store::Result<Option<Choice>> {
    let seed: [u8; 32] = context.chance.bytes();
    let asker = asker(tx, workspace, question).await?;
    let barred = |member: &MemberId| {
        asker.as_ref() == Some(member) || referrals.iter().any(|it| it.member == *member)
    };
    let named = named.filter(|naming| !barred(&naming.member));
    let asked = named.map(|naming| naming.member.clone());
    let strangers = outside(tx, workspace, question, asked.as_slice()).await?;
    if let Some(naming) = named.filter(|naming| !strangers.contains(&naming.member)) {
        let ids = std::slice::from_ref(&naming.member);
        let people = evidence::people(context, tx, workspace, ids).await?;
        if let Some(person) =
            people.all.into_iter().next().filter(|it| has_room(it, question.urgent))
            && let Some(at) = person.at
        {
            let hello = person.consent == Consent::Unasked;
            let because = vec![Why::HandedOver { by: naming.by.clone() }];
            let ranking = "[]".to_owned();
            let member = person.member;
            return Ok(Some(Choice { member, hello, at, because, seed, ranking }));
        }
    }
    let evidence = evidence::gather(context, tx, workspace, question, similar).await?;
    let mut ids = evidence.who();
    ids.retain(|member| !barred(member));
    let strangers = outside(tx, workspace, question, &ids).await?;
    ids.retain(|member| !strangers.contains(member));
    let people = evidence::people(context, tx, workspace, &ids).await?;
    let first = referrals.is_empty();
    let ranked = |consent| {
        routing::rank(&evidence.request(context, question, &people, consent, seed, first)).people
    };
    let (agreed, unasked) = (ranked(Consent::Agreed), ranked(Consent::Unasked));
    let ranking = ranking(question, [&agreed, &unasked]);
    Ok(pick(&people, &agreed, &unasked).map(|(person, best, at)| Choice {
        member: person.member.clone(),
        hello: person.consent == Consent::Unasked,
        at,
        because: best.because.iter().map(Why::from).collect(),
        seed,
        ranking,
    }))
}

/// Whose channel it is not: a question of a private channel is not carried out of it.
async fn outside(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    people: &[MemberId],
) -> store::Result<BTreeSet<MemberId>> {
    let mut outside = BTreeSet::new();
    let Some(community) = question.community else { return Ok(outside) };
    if !tx.hidden_communities(workspace).await?.contains(&community) {
        return Ok(outside);
    }
    for member in people {
        let theirs = visible(tx, workspace, member, None).await?;
        if theirs.iter().all(|it| it.id != community) {
            outside.insert(member.clone());
        }
    }
    Ok(outside)
}

/// Of those who agreed the best who knows the topic; else whoever was never asked and does; else who is
/// at least around.
fn pick<'a>(
    people: &'a People,
    agreed: &'a [Ranked<QuestionId>],
    unasked: &'a [Ranked<QuestionId>],
) -> Option<(&'a Person, &'a Ranked<QuestionId>, DateTime<Utc>)> {
    let knows = |it: &&Ranked<QuestionId>| {
        it.because.iter().any(|why| !matches!(why, Because::Community | Because::Present))
    };
    let first = agreed.iter().filter(knows).chain(unasked.iter().filter(knows));
    first.chain(agreed).chain(unasked).find_map(|best| {
        let person = people.all.iter().find(|it| it.member.profile.member == best.member)?;
        Some((person, best, person.at?))
    })
}

/// Whether somebody who was named has time for a question this week.
fn has_room(person: &Person, urgent: bool) -> bool {
    let longest = longest_wait(urgent);
    let in_time = person.waits.is_some_and(|waits| evidence::hours(waits) <= longest);
    in_time && person.asked < person.cap
}

/// The best places, for whoever looks at it again. Of an anonymous question nothing: who is missing
/// among the active would tell.
fn ranking(question: &Question, lists: [&[Ranked<QuestionId>]; 2]) -> String {
    if question.privacy == Privacy::Anonymous {
        return "[]".to_owned();
    }
    let places: Vec<_> = lists
        .into_iter()
        .flat_map(|list| list.iter().take(PLACES_KEPT))
        .map(|it| {
            serde_json::json!({ "member": it.member, "score": it.score, "because": it.because })
        })
        .collect();
    serde_json::Value::Array(places).to_string()
}

/// From when on questions count as of this week, and as of this month.
pub(super) fn since(now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    (now - TimeDelta::days(routing::WEEK_DAYS), now - MONTH)
}
