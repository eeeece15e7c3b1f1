//! Pausing by a modal, for whoever would rather pick than type.

use chrono::{Days, NaiveDate};

use crate::domain::coffee::Pause;
use crate::domain::ids::ProgramId;
use crate::domain::membership::Wish;
use crate::event::{Form, Interaction, Modal, Place, Reply};
use crate::features::answer::{say, show};
use crate::features::coffee::membership;
use crate::features::coffee::target::meant;
use crate::features::{Context, Result};
use crate::views::coffee::answers;
use crate::views::coffee::pause::{UNTIL, UNTIL_BACK, pause_modal};
use crate::views::coffee::setup::{FieldProblem, problems};
use crate::views::names::field;

/// `pause` without words: asks how long.
pub async fn open(context: &Context, interaction: &Interaction, place: &Place) -> Result<Reply> {
    match meant(context, interaction, place, false).await? {
        Ok(program) => show(context, interaction, &pause_modal(&context.voice, &program)).await,
        Err(answer) => Ok(answer),
    }
}

/// The button: asks how long, for that program.
pub async fn open_for(
    context: &Context,
    interaction: &Interaction,
    program: ProgramId,
) -> Result<Reply> {
    let program = context.store.read().await?.program(&interaction.workspace, program).await?;
    match program {
        Some(program) => show(context, interaction, &pause_modal(&context.voice, &program)).await,
        None => say(context, interaction, "Coffee", answers::gone(&context.voice)).await,
    }
}

/// The modal was sent.
pub async fn submit_pause(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let Ok(program) = modal.metadata.parse::<ProgramId>() else {
        return say(context, interaction, "Coffee", answers::gone(&context.voice)).await;
    };
    let zone = membership::zone_of(context, interaction).await?;
    let today = context.now().with_timezone(&zone).date_naive();
    match read(form, today) {
        Ok(pause) => {
            membership::fulfil_from_modal(context, interaction, program, Wish::Pause(pause)).await
        }
        Err(problem) => {
            Ok(Reply::Errors(problems(&context.voice, &[(field::PAUSE_UNTIL, problem)])))
        }
    }
}

fn read(form: &Form, today: NaiveDate) -> std::result::Result<Pause, FieldProblem> {
    // A date that was picked is meant, whatever stands above it.
    let picked = form.get(field::PAUSE_UNTIL).is_some();
    let wanted = form.get(field::PAUSE_FOR).unwrap_or(UNTIL);
    if wanted == UNTIL_BACK && !picked {
        return Ok(Pause::UntilBack);
    }
    if wanted != UNTIL && !picked {
        let rounds = wanted.parse().ok().filter(|rounds| (1..=26).contains(rounds));
        return rounds.map(Pause::Rounds).ok_or(FieldProblem::NoDate);
    }
    let date = form.get(field::PAUSE_UNTIL).ok_or(FieldProblem::NoDate)?;
    let date = date.parse::<NaiveDate>().map_err(|_| FieldProblem::NoDate)?;
    let latest = today.checked_add_days(Days::new(366)).unwrap_or(NaiveDate::MAX);
    match date {
        date if date <= today => Err(FieldProblem::PastDate),
        date if date > latest => Err(FieldProblem::FarDate),
        date => Ok(Pause::Until(date)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        let entry = |(name, value): &(&str, &str)| ((*name).to_owned(), vec![(*value).to_owned()]);
        Form(fields.iter().map(entry).collect())
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_pause_is_some_rounds_or_until_a_day_to_come() {
        let today = day("2026-11-21");
        let read = |fields: &[(&str, &str)]| read(&form(fields), today);
        assert_eq!(read(&[("pause_for", "2")]), Ok(Pause::Rounds(2)));
        assert_eq!(read(&[("pause_for", "until_back")]), Ok(Pause::UntilBack));
        assert_eq!(
            read(&[("pause_for", "2"), ("pause_until", "2026-12-24")]),
            Ok(Pause::Until(day("2026-12-24"))),
            "a date that was picked is meant"
        );
        assert_eq!(
            read(&[("pause_for", "until"), ("pause_until", "2027-01-12")]),
            Ok(Pause::Until(day("2027-01-12")))
        );
        assert_eq!(read(&[("pause_for", "until")]), Err(FieldProblem::NoDate));
        assert_eq!(
            read(&[("pause_for", "until"), ("pause_until", "2026-11-21")]),
            Err(FieldProblem::PastDate)
        );
        assert_eq!(
            read(&[("pause_for", "until"), ("pause_until", "2031-01-01")]),
            Err(FieldProblem::FarDate)
        );
        assert_eq!(read(&[("pause_for", "1000")]), Err(FieldProblem::NoDate));
    }
}
