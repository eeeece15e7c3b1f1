//! What people in a story do with it by one press: confirm it, agree to it, take it or themselves back.

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{MemberId, StoryId, WorkspaceId};
use crate::domain::story::deeds::No;
use crate::domain::story::{Audience, State, Story};
use crate::event::{Gesture, Interaction, Origin, Reply};
use crate::features::answer::{Surface, as_modal, redraw, say, surface, whisper};
use crate::features::context::once;
use crate::features::story::shown::follow;
use crate::features::story::telling::TITLE;
use crate::features::{Context, Result, home};
use crate::store::{self, Tx};
use crate::views::story::answers::{self, Done};
use crate::views::story::names::{WORDS_ALONG, WORDS_OUT, action};

/// What is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Confirm,
    NotMe,
    /// As far as they saw when they pressed; by name or not, and what they say of their own words.
    Agree(Audience, bool, Said),
    Out,
    Withdraw,
}

/// A press of somebody in a story; `None` if it is none of these.
///
/// # Errors
/// The database, or Slack.
pub async fn press(
    context: &Context,
    interaction: &Interaction,
    pressed: &str,
    value: &str,
) -> Result<Option<Reply>> {
    let (story, seen, wording) = read(value);
    let deed = match pressed {
        action::YES => Deed::Confirm,
        action::NOT_ME => Deed::NotMe,
        action::FINE | action::FINE_WORDLESS => {
            Deed::Agree(seen, true, said(value.split(' ').nth(3)))
        }
        action::FINE_UNNAMED => Deed::Agree(seen, false, said(value.split(' ').nth(3))),
        action::OUT => Deed::Out,
        action::WITHDRAW => Deed::Withdraw,
        _ => return Ok(None),
    };
    if surface(interaction) == Surface::Home {
        home::looked_at(context, interaction).await?;
    }
    let reply = once!(context, interaction, |tx| {
        let Some(id) = story else { return whisper(&answers::gone(&context.voice)) };
        let content = does(context, tx, interaction, (id, wording), deed).await?;
        whisper(&content)
    })
    .await?;
    shown(context, interaction, reply).await.map(Some)
}

/// What a button of a yes carries: the story, who may read it, and its words as they were then. The
/// other buttons carry the story alone.
pub fn read(value: &str) -> (Option<StoryId>, Audience, Option<u64>) {
    let mut parts = value.split(' ');
    let story = parts.next().and_then(|id| id.parse().ok());
    let seen = parts.next().unwrap_or_default();
    let seen = Audience::ALL.into_iter().find(|it| it.as_str() == seen).unwrap_or(Audience::Us);
    let wording = parts.next().and_then(|it| u64::from_str_radix(it, 16).ok());
    (story, seen, wording)
}

/// Shows what was done wherever they are looking.
async fn shown(context: &Context, interaction: &Interaction, reply: Reply) -> Result<Reply> {
    let Reply::Ephemeral(body) = reply else { return Ok(reply) };
    match &interaction.what {
        Gesture::Press { origin: Origin::Home, .. } => home::redraw(context, interaction).await,
        Gesture::Press { origin: Origin::Modal { modal, .. }, .. } => {
            let content: SlackMessageContent = serde_json::from_value(body)?;
            redraw(context, modal, &as_modal(TITLE, content)).await
        }
        _ => say(context, interaction, TITLE, serde_json::from_value(body)?).await,
    }
}

async fn does(
    context: &Context,
    tx: &mut Tx,
    interaction: &Interaction,
    (id, wording): (StoryId, Option<u64>),
    deed: Deed,
) -> store::Result<SlackMessageContent> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let (voice, now) = (&context.voice, context.now());
    let Some(mut story) = tx.lock_story(workspace, id).await? else {
        return Ok(answers::gone(voice));
    };
    let reader = story.person(member).map(|one| one.part);
    let says_yes = matches!(deed, Deed::Confirm | Deed::Agree(..));
    // A yes is to the words that stood there when it was pressed.
    if says_yes && reader.is_some() && wording != Some(story.wording()) {
        return Ok(answers::reworded(voice, &story));
    }
    let outcome = match deed {
        Deed::Confirm => story.confirm(member, now).map(|did| (did, Done::Confirmed)),
        Deed::NotMe => not_me(&mut story, member, now).map(|did| (did, Done::NotMe)),
        Deed::Agree(audience, named, _) => {
            story.agree(member, audience, named).map(|did| (did, Done::Agreed))
        }
        Deed::Out => story.leave(member, now).map(|did| (did, Done::Out)),
        Deed::Withdraw => story.withdraw(member, now).map(|did| (did, Done::Withdrawn)),
    };
    let (did, done) = match outcome {
        Ok(outcome) => outcome,
        Err(no) => return Ok(answers::no(voice, no)),
    };
    // Their words come along, or go, whatever else changed.
    let words = words(context, tx, workspace, member, (&story, deed)).await?;
    if !did && !words {
        return Ok(answers::done(voice, &story, Done::AsBefore, reader));
    }
    tx.save_story(workspace, &story).await?;
    follow(context, tx, workspace, &story).await?;
    Ok(answers::done(voice, &story, done, reader))
}

/// Only whoever was helped can say that it was not them; the story goes with it.
fn not_me(
    story: &mut Story,
    member: &MemberId,
    now: chrono::DateTime<chrono::Utc>,
) -> std::result::Result<bool, No> {
    if story.state == State::Withdrawn {
        return Err(No::Withdrawn);
    }
    if story.helped != *member {
        return Err(No::NotYours);
    }
    story.leave(member, now)
}

/// The words of a message go with what their author says. Whether anything became of them.
pub async fn words(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    (story, deed): (&Story, impl Into<Said>),
) -> store::Result<bool> {
    let Some(quote) = tx.story_quote(workspace, story.id).await? else { return Ok(false) };
    if quote.author != *member {
        return Ok(false);
    }
    match deed.into() {
        Said::Yes => tx.agree_to_story_quote(workspace, story.id, member, context.now()).await,
        Said::Out => tx.drop_story_quote(workspace, story.id).await,
        Said::Nothing => Ok(false),
    }
}

/// What somebody said, as far as their own words are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Yes,
    Out,
    Nothing,
}

/// What a button or a field says of somebody's own words: where it says nothing of them, they stay where
/// they are.
pub fn said(choice: Option<&str>) -> Said {
    match choice {
        Some(WORDS_ALONG) => Said::Yes,
        Some(WORDS_OUT) => Said::Out,
        _ => Said::Nothing,
    }
}

impl From<Deed> for Said {
    fn from(deed: Deed) -> Self {
        match deed {
            Deed::Confirm => Self::Nothing,
            Deed::Agree(_, _, said) => said,
            Deed::NotMe | Deed::Out | Deed::Withdraw => Self::Out,
        }
    }
}
