//! *Next clinic*: its asker puts a question that nobody was found for into the next Ask me anything.

use crate::domain::ids::QuestionId;
use crate::domain::question::Deed;
use crate::event::{Interaction, Reply};
use crate::features::answer::say;
use crate::features::ask::asking::deeds::{own, told};
use crate::features::ask::session::{Brought, bring_to_clinic};
use crate::features::{Context, Result};
use crate::transaction;
use crate::views::ask::asking::answers;
use crate::views::ask::asking::clinic::{Clinic, InClinic, clinic};

/// Puts it there; the question stays open, as its answer may come before. A second press finds it
/// there, so there is no receipt, which would say when somebody who asks anonymously did it.
///
/// # Errors
/// The database; or Slack, then it may be done and only not shown.
pub async fn press(context: &Context, interaction: &Interaction, question: &str) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let voice = &context.voice;
    let Ok(id) = question.parse::<QuestionId>() else {
        return say(context, interaction, "Your question", answers::gone(voice)).await;
    };
    let brought = transaction!(context.store, |tx| {
        let mut question = match own(tx, workspace, member, id).await? {
            Ok(question) if question.state.is_open() => question,
            Ok(_) | Err(_) => return Ok(None),
        };
        let brought = bring_to_clinic(context, tx, workspace, &question, member).await?;
        if matches!(brought, Brought::In(_)) {
            question.undergo(Deed::KeepOpen, context.now());
            tx.save_question(workspace, &question).await?;
        }
        Ok(Some((brought, question.privacy)))
    })
    .await?;
    let Some((brought, privacy)) = brought else {
        return told(context, interaction, answers::gone(voice)).await;
    };
    let before = matches!(brought, Brought::Before(_));
    let content = match &brought {
        Brought::In(session) | Brought::Before(session) => {
            let mut tx = context.store.read().await?;
            let expert = tx.member(workspace, &session.expert).await?.map(|it| it.profile.name);
            let zone = tx.member(workspace, member).await?.map(|it| it.zone());
            let there = InClinic {
                session: session.id,
                at: session.starts_at,
                expert: expert.as_deref(),
                zone: zone.unwrap_or(chrono_tz::Tz::UTC),
                privacy,
                before,
            };
            clinic(voice, &Clinic::In(there))
        }
        Brought::Nowhere => clinic(voice, &Clinic::Nowhere),
        Brought::Full => clinic(voice, &Clinic::Full),
        Brought::Enough => clinic(voice, &Clinic::Enough),
    };
    told(context, interaction, content).await
}
