//! What an admin says of the stories of a workspace: its goals, the cap, and what an hour costs.

use std::collections::BTreeMap;

use crate::domain::story::amount::amount;
use crate::domain::story::ledger::{Rate, Rules};
use crate::event::{Form, Interaction, Reply};
use crate::features::answer::{as_modal, replace, say, show};
use crate::features::context::once;
use crate::features::story::telling::TITLE;
use crate::features::story::who::is_admin;
use crate::features::{Context, Result};
use crate::store::StorySettings;
use crate::views::Voice;
use crate::views::story::answers::not_an_admin;
use crate::views::story::modals::{LONGEST_GOAL, MOST_GOALS, Wrong, settings_modal, wrong};
use crate::views::story::names::field;

/// Opens the modal, for admins.
///
/// # Errors
/// The database, or Slack.
pub async fn open(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let mut tx = context.store.read().await?;
    if !is_admin(&mut tx, workspace, &interaction.member).await? {
        drop(tx);
        return say(context, interaction, TITLE, not_an_admin(&context.voice)).await;
    }
    let StorySettings { goals, rules } = tx.story_settings(workspace).await?;
    drop(tx);
    show(context, interaction, &settings_modal(&context.voice, &goals, &rules)).await
}

/// Keeps what was filled in, with a line in the audit trail.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn submit(context: &Context, interaction: &Interaction, form: &Form) -> Result<Reply> {
    let settings = match read(&context.voice, form) {
        Ok(settings) => settings,
        Err(problems) => return Ok(Reply::Errors(problems)),
    };
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        if !is_admin(tx, workspace, member).await? {
            return replace(&as_modal(TITLE, not_an_admin(&context.voice)));
        }
        tx.keep_story_settings(workspace, &settings).await?;
        let rate = settings.rules.rate.as_ref();
        let detail = serde_json::json!({
            "goals": settings.goals.len(),
            "cap": settings.rules.cap,
            "per_hour": rate.map(|rate| rate.per_hour),
        });
        let target = workspace.as_str();
        context.audit(tx, workspace, member, "story_settings", target, &detail).await?;
        Ok(Reply::CloseModal)
    })
    .await?;
    Ok(reply)
}

fn read(
    voice: &Voice,
    form: &Form,
) -> std::result::Result<StorySettings, BTreeMap<String, String>> {
    let mut problems = BTreeMap::new();
    let mut at = |name: &str, what| {
        problems.insert(name.to_owned(), wrong(voice, what));
    };
    let mut goals: Vec<String> = Vec::new();
    for line in form.get(field::GOALS).unwrap_or_default().lines() {
        let goal = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !goal.is_empty() && !goals.contains(&goal) {
            goals.push(goal);
        }
    }
    if goals.len() > MOST_GOALS {
        at(field::GOALS, Wrong::TooManyGoals);
    } else if goals.iter().any(|goal| goal.chars().count() > LONGEST_GOAL) {
        at(field::GOALS, Wrong::LongGoal);
    }
    let cap = amount(form.get(field::CAP).unwrap_or_default());
    let cap = cap.ok().filter(|it| it.measure.is_none()).map(|it| it.number);
    if cap.is_none() {
        at(field::CAP, Wrong::Cap);
    }
    let typed = form.get(field::RATE).unwrap_or_default().trim();
    let rate = rate(typed);
    if !typed.is_empty() && rate.is_none() {
        at(field::RATE, Wrong::Rate);
    }
    let Some(cap) = cap.filter(|_| problems.is_empty()) else { return Err(problems) };
    Ok(StorySettings { goals, rules: Rules { cap, rate } })
}

/// `EUR 60` or `60 EUR`: one to five letters, and a whole number up to a million.
fn rate(typed: &str) -> Option<Rate> {
    let (first, second) = typed.split_once(char::is_whitespace)?;
    let (first, second) = (first.trim(), second.trim());
    let of = |currency: &str, number: &str| {
        let letters = currency.chars().count();
        let fits = (1..=5).contains(&letters) && currency.chars().all(char::is_alphabetic);
        let per_hour = number.parse().ok().filter(|it| (1..=1_000_000).contains(it))?;
        fits.then(|| Rate { currency: currency.to_uppercase(), per_hour })
    };
    of(first, second).or_else(|| of(second, first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(entries: &[(&str, &str)]) -> Form {
        Form(entries.iter().map(|(k, v)| ((*k).to_owned(), vec![(*v).to_owned()])).collect())
    }

    #[test]
    fn goals_are_lines_and_a_rate_has_a_currency() {
        let voice = Voice::default();
        let goals = (field::GOALS, " Fewer  outages\n\nFewer outages\nAt home sooner");
        let all = form(&[goals, (field::CAP, "5 days"), (field::RATE, "eur 60")]);
        let read_all = read(&voice, &all).unwrap();
        assert_eq!(read_all.goals, ["Fewer outages", "At home sooner"]);
        let rate = Some(Rate { currency: "EUR".to_owned(), per_hour: 60 });
        assert_eq!(read_all.rules, Rules { cap: 2_400, rate });
        let cases = [
            (vec![(field::CAP, "3 tickets")], field::CAP),
            (vec![(field::CAP, "1 h"), (field::RATE, "60")], field::RATE),
            (vec![(field::CAP, "1 h"), (field::RATE, "EUR -1")], field::RATE),
            (vec![(field::CAP, "1 h"), (field::RATE, "<b> 1")], field::RATE),
        ];
        for (entries, name) in cases {
            let problems = read(&voice, &form(&entries)).unwrap_err();
            assert_eq!(problems.keys().collect::<Vec<_>>(), [name]);
        }
    }
}
