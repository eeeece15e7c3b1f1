//! The modal was sent: a story is written down, or changed.

use std::collections::BTreeMap;

use crate::domain::ids::{MemberId, StoryId, WorkspaceId};
use crate::domain::people::Standing;
use crate::domain::rules::Feature;
use crate::domain::story::deeds::people;
use crate::domain::story::{Concerned, Cycle, Source, State, Story};
use crate::event::{Form, Interaction, Modal, Reply};
use crate::features::answer::{as_modal, replace};
use crate::features::context::once;
use crate::features::story::follow_up;
use crate::features::story::form::{Checked, carried_of, check, read};
use crate::features::story::shown::{Reader, ask_people, follow, name_of, told};
use crate::features::story::telling::{TITLE, may_change};
use crate::features::story::who::{can_be_asked, refused};
use crate::features::{Context, Result, ask};
use crate::store::{self, Quote, Tx};
use crate::views::admin::switched_off;
use crate::views::story::answers;
use crate::views::story::names::field;
use crate::views::story::telling::{Carried, Filled, From, Wrong, wrong};

/// Writes a story down.
///
/// # Errors
/// The database; nothing was told then.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    if let Some(no) = refused(context, interaction).await? {
        return Ok(replace(&as_modal(TITLE, no))?);
    }
    let carried = carried_of(modal);
    if carried.story.is_none() && !context.rules.is_on(Feature::Stories) {
        let off = switched_off(&context.voice, Feature::Stories);
        return Ok(replace(&as_modal(TITLE, off))?);
    }
    let filled = read(&carried, form);
    let checked = match check(&context.voice, &filled, &interaction.member) {
        Ok(checked) => checked,
        Err(problems) => return Ok(Reply::Errors(problems)),
    };
    let mut tx = context.store.read().await?;
    let problems = unknown(context, &mut tx, interaction, (&carried, &filled), &checked).await?;
    drop(tx);
    if !problems.is_empty() {
        return Ok(Reply::Errors(problems));
    }
    let reply = once!(context, interaction, |tx| {
        match carried.story {
            None => tell(context, tx, interaction, &carried, &filled, &checked).await,
            Some(id) => change(context, tx, interaction, (id, &carried), &filled, &checked).await,
        }
    })
    .await?;
    Ok(reply)
}

/// People that are none, and communities that are gone or not theirs to see.
async fn unknown(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    (carried, filled): (&Carried, &Filled),
    checked: &Checked,
) -> store::Result<BTreeMap<String, String>> {
    let workspace = &interaction.workspace;
    let mut problems = BTreeMap::new();
    let ids: Vec<MemberId> = checked.helpers.iter().chain([&checked.helped]).cloned().collect();
    let known = tx.members(workspace, &ids).await?;
    // Who left may have helped; they stay without a name.
    let person = |id: &MemberId| {
        known.iter().any(|it| it.profile.member == *id && it.profile.standing != Standing::Bot)
    };
    let elsewhere = |id: &MemberId| {
        known.iter().any(|it| it.profile.member == *id && it.profile.standing == Standing::External)
    };
    let sentence = |it| wrong(&context.voice, it).to_owned();
    for (name, people) in [
        (field::HELPERS, &checked.helpers[..]),
        (field::HELPED, std::slice::from_ref(&checked.helped)),
    ] {
        if !people.iter().all(person) {
            problems.insert(name.to_owned(), sentence(Wrong::NoPerson));
        } else if people.iter().any(elsewhere) {
            problems.insert(name.to_owned(), sentence(Wrong::Elsewhere));
        }
    }
    if let Some(id) = filled.community {
        let gone = tx.community(workspace, id).await?.is_none();
        let hidden = ask::hidden_from(tx, workspace, &interaction.member).await?;
        // The channel that they tell it in may be one of those.
        if gone || hidden.contains(&id) && carried.community != Some(id) {
            problems.insert(field::COMMUNITY.to_owned(), sentence(Wrong::NoSuchCommunity));
        }
    }
    Ok(problems)
}

/// A new story.
async fn tell(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    carried: &Carried,
    filled: &Filled,
    checked: &Checked,
) -> store::Result<Reply> {
    let (workspace, teller, now) = (&interaction.workspace, &interaction.member, context.now());
    let (source, author, draft) = match &carried.from {
        From::Told => (Source::Told, None, None),
        From::Question(id) => (Source::Question(*id), None, None),
        From::Coffee(id) => (Source::Coffee(*id), None, None),
        From::Message { spot, author, draft } => {
            (Source::Message(spot.clone()), author.clone(), *draft)
        }
    };
    let mut story = Story {
        id: context.chance.id(now),
        community: filled.community,
        teller: teller.clone(),
        helped: checked.helped.clone(),
        people: people(teller, &checked.helped, &checked.helpers, author.as_ref()),
        happened: filled.happened.clone(),
        changed: some(&filled.changed),
        kind: filled.kind,
        goal: filled.goal.clone(),
        claim: checked.claim.clone(),
        state: State::Claimed,
        cycle: Cycle::Immediate,
        evidence: checked.evidence.clone(),
        source,
        post: None,
        told_at: now,
        since: now,
        published_at: None,
        fell_through: false,
    };
    forget_who_cannot_be_asked(tx, workspace, &mut story).await?;
    // They are in it, so this cannot be refused.
    if story.agree(teller, filled.audience, filled.named).is_err() {
        tracing::warn!("a story without its teller");
    }
    tx.insert_story(workspace, &story).await?;
    if let (Some(author), Some(draft)) = (author, draft) {
        let words = match is_asked(tx, workspace, &author).await? {
            true => tx.draft(workspace, draft).await?,
            false => None,
        };
        if let Some(words) = words {
            let (saved_at, agreed_at) = (now, None);
            let quote = Quote { story: story.id, author, words, saved_at, agreed_at };
            tx.keep_story_quote(workspace, &quote).await?;
        }
        tx.drop_draft(workspace, draft).await?;
    }
    told_it(context, tx, interaction, (None, story)).await
}

/// Other words for a story that stands.
async fn change(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    (id, carried): (StoryId, &Carried),
    filled: &Filled,
    checked: &Checked,
) -> store::Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let (voice, now) = (&context.voice, context.now());
    let Some(mut story) = tx.lock_story(workspace, id).await? else {
        return replace(&as_modal(TITLE, answers::gone(voice)));
    };
    if let Err(no) = may_change(&story, member) {
        return replace(&as_modal(TITLE, answers::no(voice, no)));
    }
    let moves = carried.picks_community && story.community != filled.community;
    if moves && !story.may_move(member) {
        let sentence = wrong(voice, Wrong::CommunityStays).to_owned();
        return Ok(Reply::Errors(BTreeMap::from([(field::COMMUNITY.to_owned(), sentence)])));
    }
    let before = story.clone();
    let author = tx.story_quote(workspace, id).await?.map(|quote| quote.author);
    let again = people(&story.teller, &checked.helped, &checked.helpers, author.as_ref());
    story.people = with_words_of(&before.people, again);
    story.helped = checked.helped.clone();
    if moves {
        story.community = filled.community;
    }
    story.happened = filled.happened.clone();
    story.changed = some(&filled.changed);
    (story.kind, story.goal) = (filled.kind, filled.goal.clone());
    // Another claim has not been tried yet.
    story.fell_through &= story.claim == checked.claim;
    story.claim = checked.claim.clone();
    story.evidence = checked.evidence.clone();
    if is_reworded(&before, &story) {
        story.reword(member, now);
    }
    forget_who_cannot_be_asked(tx, workspace, &mut story).await?;
    if let Err(no) = story.agree(member, filled.audience, filled.named) {
        return replace(&as_modal(TITLE, answers::no(voice, no)));
    }
    tx.save_story(workspace, &story).await?;
    told_it(context, tx, interaction, (Some(&before), story)).await
}

/// Whether others said yes to something else than what stands there now.
fn is_reworded(before: &Story, now: &Story) -> bool {
    let words = |it: &Story| {
        let (happened, changed) = (it.happened.clone(), it.changed.clone());
        (happened, changed, it.claim.clone(), it.helped.clone(), it.evidence.clone())
    };
    words(before) != words(now) || before.community != now.community
}

/// What people said before stays; whoever took themselves out stays out.
fn with_words_of(before: &[Concerned], again: Vec<Concerned>) -> Vec<Concerned> {
    let out = before.iter().filter(|one| one.out_at.is_some());
    let mut all: Vec<Concerned> = again
        .into_iter()
        .map(|one| match before.iter().find(|it| it.member == one.member) {
            Some(it) => Concerned { part: one.part, ..it.clone() },
            None => one,
        })
        .collect();
    let gone: Vec<Concerned> =
        out.filter(|one| all.iter().all(|it| it.member != one.member)).cloned().collect();
    all.extend(gone);
    all.sort_by(|a, b| a.member.cmp(&b.member));
    all
}

/// Whoever is not here any more, of another organization, or not known is asked nothing and not named.
async fn forget_who_cannot_be_asked(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    story: &mut Story,
) -> store::Result<()> {
    let ids: Vec<MemberId> = story.people.iter().map(|one| one.member.clone()).collect();
    let known = tx.members(workspace, &ids).await?;
    let asked = |id: &MemberId| known.iter().any(|it| it.profile.member == *id && can_be_asked(it));
    for id in ids.iter().filter(|id| !asked(id)) {
        story.left_the_workspace(id);
    }
    Ok(())
}

async fn is_asked(tx: &mut Tx, workspace: &WorkspaceId, member: &MemberId) -> store::Result<bool> {
    Ok(tx.member(workspace, member).await?.as_ref().is_some_and(can_be_asked))
}

/// What follows, and what its teller reads.
async fn told_it(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    (before, story): (Option<&Story>, Story),
) -> store::Result<Reply> {
    let workspace = &interaction.workspace;
    ask_people(context, tx, workspace, before, &story).await?;
    follow_up::plan(context, tx, workspace, &story).await?;
    follow(context, tx, workspace, &story).await?;
    let mut asked = Vec::new();
    for one in story.unheard().filter(|one| one.member != interaction.member) {
        asked.extend(name_of(tx, workspace, &one.member).await?);
    }
    let told = told(tx, workspace, story, Reader::Inside(&interaction.member)).await?;
    replace(&as_modal(TITLE, answers::told(&context.voice, &told, &asked)))
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether somebody who accepted an answer has told a story of it already.
///
/// # Errors
/// The database.
pub async fn tells(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    question: crate::domain::ids::QuestionId,
) -> store::Result<bool> {
    let mine = tx.stories_with(workspace, member, 50).await?;
    Ok(mine.iter().any(|it| it.source == Source::Question(question)))
}
