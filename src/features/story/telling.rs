//! The modal in which a story is told: opened from anywhere, with what is known already.

use slack_morphism::prelude::{SlackBlock, SlackView};

use crate::domain::asking::readable;
use crate::domain::community::Community;
use crate::domain::ids::{ChannelId, GroupId, MemberId, QuestionId, StoryId, WorkspaceId};
use crate::domain::question::{Asker, Question, Spot};
use crate::domain::rules::Feature;
use crate::domain::story::amount::saved;
use crate::domain::story::deeds::No;
use crate::domain::story::{Claim, LONGEST_TEXT, Source, State, Story};
use crate::event::{Form, Interaction, Modal, OnMessage, Reply};
use crate::features::answer::{redraw, say, show};
use crate::features::story::form::{carried_of, read};
use crate::features::story::who::{can_be_asked, refused};
use crate::features::{Context, Result, ask};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::kit::shorten;
use crate::views::story::figures::typed;
use crate::views::story::notes;
use crate::views::story::telling::{Carried, Choices, Filled, From, tell_modal};
use crate::views::story::{answers, telling as view};

/// What the windows are called.
pub const TITLE: &str = "Value stories";
/// Words of a message that wait for their author's yes, in characters.
const LONGEST_QUOTE: usize = 1_500;

/// Opens it, with what was typed after the command.
pub async fn open(
    context: &Context,
    interaction: &Interaction,
    words: &str,
    here: Option<&ChannelId>,
) -> Result<Reply> {
    let filled = Filled { happened: shorten(words, LONGEST_TEXT), ..Filled::default() };
    begin(context, interaction, Carried::default(), filled, here).await
}

/// Opens it from a button: about a question that was answered, or about nothing yet.
pub async fn open_about(
    context: &Context,
    interaction: &Interaction,
    question: &str,
) -> Result<Reply> {
    let Ok(id) = question.parse::<QuestionId>() else {
        return open(context, interaction, "", None).await;
    };
    let mut tx = context.store.read().await?;
    let (carried, filled) = of_question(&mut tx, interaction, id).await?;
    drop(tx);
    begin(context, interaction, carried, filled, None).await
}

/// What is known of an answered question; nothing of one that is not theirs.
async fn of_question(
    tx: &mut Tx,
    interaction: &Interaction,
    id: QuestionId,
) -> store::Result<(Carried, Filled)> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let question = tx.question(workspace, id).await?;
    let theirs = |it: &Question| it.asker == Asker::Known(member.clone());
    let Some(question) = question.filter(theirs) else {
        return Ok((Carried::default(), Filled::default()));
    };
    let answer = match question.accepted {
        Some(answer) => tx.given_answer(workspace, answer).await?,
        None => None,
    };
    let helpers: Vec<MemberId> = answer.into_iter().map(|it| it.author).collect();
    let otherwise = question.otherwise.as_deref().map(str::trim).unwrap_or_default();
    // What can be read as an amount goes where amounts go, anything else into the story.
    let amount = saved(otherwise).is_ok_and(|it| it.measure.is_none());
    let mut happened = format!("I asked: {}", question.title);
    if !otherwise.is_empty() && !amount {
        happened = format!("{happened}\nWhat it would have cost me otherwise: {otherwise}");
    }
    let filled = Filled {
        happened: shorten(&happened, LONGEST_TEXT),
        helpers: helpers.into_iter().filter(|it| it != member).collect(),
        saved: if amount { otherwise.to_owned() } else { String::new() },
        ..Filled::default()
    };
    let from = From::Question(question.id);
    Ok((Carried { from, community: question.community, ..Carried::default() }, filled))
}

/// A message as the beginning of a story: one's own words at once, somebody else's once they agree.
pub async fn open_on(
    context: &Context,
    interaction: &Interaction,
    on: &OnMessage,
) -> Result<Reply> {
    if let Some(no) = refused(context, interaction).await? {
        return say(context, interaction, TITLE, no).await;
    }
    let mut tx = context.store.read().await?;
    let named: Vec<MemberId> =
        crate::domain::asking::named(&on.text).into_iter().take(100).map(MemberId::new).collect();
    let people = tx.members(&interaction.workspace, &named).await?;
    let asked = match &on.author {
        Some(author) => tx.member(&interaction.workspace, author).await?,
        None => None,
    };
    let asked = asked.as_ref().is_some_and(can_be_asked);
    drop(tx);
    let text = readable(&on.text, |id| {
        let person = people.iter().find(|person| person.profile.member.as_str() == id)?;
        Some(person.profile.name.clone())
    });
    let text = text.trim();
    let spot = Spot { channel: on.channel.clone(), message: on.message.clone() };
    let others = on.author.as_ref().filter(|author| **author != interaction.member);
    let mut filled = Filled::default();
    let mut draft = None;
    match others {
        None if on.author.is_some() => filled.happened = shorten(text, LONGEST_TEXT),
        None => {}
        // Nobody could ask them: their words stay where they are.
        Some(_) if !asked => {}
        Some(author) => {
            filled.helpers = vec![author.clone()];
            if !text.is_empty() {
                let (id, now) = (context.chance.id(context.now()), context.now());
                let words = shorten(text, LONGEST_QUOTE);
                let workspace = &interaction.workspace;
                transaction!(context.store, |tx| tx.keep_draft(workspace, id, &words, now).await)
                    .await?;
                draft = Some(id);
            }
        }
    }
    let author = others.filter(|_| asked).cloned();
    let from = From::Message { spot, author, draft };
    let carried = Carried { from, ..Carried::default() };
    begin(context, interaction, carried, filled, Some(&on.channel)).await
}

/// What one useful thing of a coffee becomes, in the place of its modal: they ticked the box.
pub async fn after_coffee(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    (group, gained): (GroupId, &str),
) -> store::Result<Option<SlackView>> {
    if !context.rules.is_on(Feature::Stories) {
        return Ok(None);
    }
    let Some(group) = tx.group(workspace, group).await? else { return Ok(None) };
    let program = tx.program(workspace, group.program).await?;
    let community = match &program {
        Some(program) => tx.community_in(workspace, &program.channel).await?,
        None => None,
    };
    let filled = Filled {
        happened: shorten(gained, LONGEST_TEXT),
        helpers: group.members.iter().filter(|it| *it != member).cloned().collect(),
        community: community.as_ref().map(|it| it.id),
        kind: crate::domain::story::Kind::Bridge,
        ..Filled::default()
    };
    let from = From::Coffee(group.id);
    let carried = Carried { from, community: filled.community, ..Carried::default() };
    let choices = choices(tx, workspace, member, community).await?;
    Ok(Some(tell_modal(&context.voice, &carried, &filled, &choices)))
}

/// The button after an answer was accepted.
pub fn tell_button(context: &Context, question: QuestionId) -> SlackBlock {
    notes::tell_button(&context.voice, question)
}

/// Opens it where they may tell one.
async fn begin(
    context: &Context,
    interaction: &Interaction,
    carried: Carried,
    filled: Filled,
    here: Option<&ChannelId>,
) -> Result<Reply> {
    if let Some(no) = refused(context, interaction).await? {
        return say(context, interaction, TITLE, no).await;
    }
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let community = match here {
        Some(channel) => tx.community_in(workspace, channel).await?,
        None => None,
    };
    let choices = choices(&mut tx, workspace, member, community.clone()).await?;
    drop(tx);
    let only = match &choices.communities[..] {
        [only] => Some(only.id),
        _ => None,
    };
    let community = carried.community.or(community.map(|it| it.id)).or(only);
    let carried = Carried { community, ..carried };
    let filled = Filled { community, ..filled };
    let view = tell_modal(&context.voice, &carried, &filled, &choices);
    show(context, interaction, &view).await
}

/// The communities that somebody sees, and the one that it is about; and the goals.
pub async fn choices(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    besides: Option<Community>,
) -> store::Result<Choices> {
    let mut communities = ask::visible(tx, workspace, member, None).await?;
    if let Some(it) = besides.filter(|it| !communities.contains(it)) {
        communities.push(it);
    }
    let goals = tx.story_settings(workspace).await?.goals;
    Ok(Choices { communities, goals, stays: false })
}

/// Shows the seldom-needed fields as well; Slack keeps what was typed in the others.
pub async fn more(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let carried = carried_of(modal);
    let filled = read(&carried, form);
    let carried = Carried { more: true, ..carried };
    let mut tx = context.store.read().await?;
    let community = match carried.community {
        Some(id) => tx.community(workspace, id).await?,
        None => None,
    };
    let choices = choices(&mut tx, workspace, member, community).await?;
    drop(tx);
    redraw(context, modal, &tell_modal(&context.voice, &carried, &filled, &choices)).await
}

/// Opens it with a story that stands, for whoever told it or was helped.
pub async fn change(
    context: &Context,
    interaction: &Interaction,
    id: Option<StoryId>,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let story = match id {
        Some(id) => tx.story(workspace, id).await?,
        None => None,
    };
    let Some(story) = story else {
        drop(tx);
        return say(context, interaction, TITLE, answers::gone(&context.voice)).await;
    };
    if let Err(no) = may_change(&story, member) {
        drop(tx);
        return say(context, interaction, TITLE, answers::no(&context.voice, no)).await;
    }
    let community = match story.community {
        Some(id) => tx.community(workspace, id).await?,
        None => None,
    };
    let choices = choices(&mut tx, workspace, member, community).await?;
    let choices = Choices { stays: !story.may_move(member), ..choices };
    drop(tx);
    let (carried, filled) = of_story(&story, member);
    show(context, interaction, &tell_modal(&context.voice, &carried, &filled, &choices)).await
}

/// Only whoever told it or was helped has a say in its words.
pub fn may_change(story: &Story, member: &MemberId) -> std::result::Result<(), No> {
    if story.person(member).is_none() {
        return Err(No::NotInIt);
    }
    if story.state == State::Withdrawn {
        return Err(No::Withdrawn);
    }
    if story.teller != *member && story.helped != *member {
        return Err(No::NotYours);
    }
    Ok(())
}

fn of_story(story: &Story, member: &MemberId) -> (Carried, Filled) {
    let from = match &story.source {
        Source::Told => From::Told,
        Source::Question(id) => From::Question(*id),
        Source::Coffee(id) => From::Coffee(*id),
        Source::Message(spot) => From::Message { spot: spot.clone(), author: None, draft: None },
    };
    let (story_id, community) = (Some(story.id), story.community);
    let helped = Some(story.helped.clone());
    let helped_before = helped.clone();
    let carried = Carried {
        more: true,
        story: story_id,
        from,
        community,
        helped: helped_before,
        ..Carried::default()
    };
    let me = story.person(member);
    let claim = story.claim.as_ref();
    let one = |number: u32| typed(number, claim.and_then(|it| it.measure.as_deref()));
    let ends = claim.filter(|it| it.low < it.likely || it.likely < it.high);
    let filled = Filled {
        happened: story.happened.clone(),
        helpers: story.helpers().cloned().collect(),
        saved: claim.map(|it| typed_again(it, &one)).unwrap_or_default(),
        changed: story.changed.clone().unwrap_or_default(),
        at_least: ends.map(|it| one(it.low)).unwrap_or_default(),
        at_most: ends.map(|it| one(it.high)).unwrap_or_default(),
        confidence: claim.map_or(view::USUAL_CONFIDENCE, |it| it.confidence),
        attribution: claim.map_or(view::USUAL_ATTRIBUTION, |it| it.attribution),
        kind: story.kind,
        goal: story.goal.clone(),
        audience: me.and_then(|it| it.audience).unwrap_or(story.proposed()),
        named: me.is_some_and(|it| it.audience.is_none() || it.named),
        helped,
        community,
        evidence: story.evidence.clone().unwrap_or_default(),
    };
    (carried, filled)
}

/// What was saved, as it can be typed again.
fn typed_again(claim: &Claim, one: &impl Fn(u32) -> String) -> String {
    match (claim.before, claim.after) {
        (Some(before), Some(after)) => format!("{} instead of {}", one(after), one(before)),
        _ => one(claim.likely),
    }
}
