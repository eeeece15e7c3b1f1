//! What the people of a session are told, and what is answered to what they press.

use slack_morphism::prelude::*;

use super::Told;
use super::names::action;
use crate::domain::locale::Locale;
use crate::domain::session::{DateProblem, State, WhyOff};
use crate::views::Voice;
use crate::views::kit::{
    button, buttons, confirmed, context, count, escape, message, primary, section,
};
use crate::views::when;

/// To the expert: would they?
pub fn invitation(voice: &Voice, told: &Told<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let channel = told.channel;
    let who = told.steward.map_or_else(|| "A steward".to_owned(), escape);
    let (when, minutes, id) = (told.when(voice.locale), told.session.minutes, told.id());
    let text = format!(
        "*Would you be up for an Ask me anything?* {who} would love to have you in <#{channel}>: \
         {when}, {minutes} minutes. People ask beforehand and vote, and on the day you answer what \
         they most want to know, in writing and at your pace.{}",
        told.about()
    );
    let blocks = vec![
        section(text),
        buttons(
            "session",
            [
                primary(button(action::GLADLY, "Gladly", &id)),
                button(action::ANOTHER_DATE, "Another date", &id),
                button(action::NO, "No, thanks", id),
            ],
        ),
        context("Nothing is announced before you say yes, and a no is fine."),
    ];
    message(format!("{who} asks: would you be up for an Ask me anything?"), blocks)
}

/// To the steward: what the expert said.
pub fn answered(voice: &Voice, told: &Told<'_>) -> Option<SlackMessageContent> {
    let Locale::English = voice.locale;
    let (expert, id, when) = (told.expert(), told.id(), told.when(voice.locale));
    let channel = told.channel;
    let (text, row) = match (told.session.state, told.session.proposed) {
        (State::Collecting, _) => (
            format!(
                "*{expert} is in:* {when}. It's announced in <#{channel}>, with the questions."
            ),
            vec![],
        ),
        (State::Invited, Some(at)) => {
            let at = when::moment(voice.locale, at, told.zone);
            (
                format!("*{expert} would gladly, on another date:* {at} instead of {when}."),
                vec![
                    primary(button(action::TAKE_DATE, "Take that date", &id)),
                    button(action::MOVE, "Another date", &id),
                    call_off(voice, &id),
                ],
            )
        }
        (State::Cancelled(WhyOff::Declined), _) => (
            format!("*{expert} can't do the Ask me anything* of {when}. Perhaps somebody else?"),
            vec![button(action::PLAN, "Plan another", "plan")],
        ),
        _ => return None,
    };
    let plain = text.replace('*', "");
    let mut blocks = vec![section(text)];
    if !row.is_empty() {
        blocks.push(buttons("session", row));
    }
    Some(message(plain, blocks))
}

/// To the steward: the expert was not asked. That may be a full week of theirs or their own wish, and
/// which of them is nobody else's.
pub fn not_invited(voice: &Voice, told: &Told<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let (expert, id, when) = (told.expert(), told.id(), told.when(voice.locale));
    let text = format!(
        "*My invitation hasn't reached {expert}.* I write to people no more often than suits them. A \
         word from you may help: in `{} ama` they can say yes to {when}.",
        voice.ask
    );
    let row = vec![button(action::MOVE, "Another date", &id), call_off(voice, &id)];
    let blocks = vec![section(text), buttons("session", row)];
    message(format!("My invitation hasn't reached {expert}."), blocks)
}

/// To the expert: it is tomorrow, or on their next working day.
pub fn reminder(voice: &Voice, told: &Told<'_>, questions: u32) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let (when, channel, id) = (told.when(voice.locale), told.channel, told.id());
    let so_far = match questions {
        0 => "No questions yet; they may still come.".to_owned(),
        n => format!("{} so far.", count(n, "question", "questions")),
    };
    let text = format!("*Your Ask me anything in <#{channel}>:* {when}. {so_far}");
    let blocks = vec![
        section(text),
        buttons("session", [button(action::SEE, "See the questions", &id), step_back(voice, &id)]),
    ];
    message("Your Ask me anything comes up.", blocks)
}

/// To the steward: nobody asked anything yet.
pub fn no_questions(voice: &Voice, told: &Told<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let (expert, when, channel) = (told.expert(), told.when(voice.locale), told.channel);
    let text = format!(
        "*No questions yet* for the Ask me anything with {expert} in <#{channel}>, {when}. A question \
         of your own often breaks the ice. If there are none by then and you say nothing, I call it \
         off kindly."
    );
    let id = told.id();
    let blocks = vec![
        section(text),
        buttons(
            "session",
            [
                primary(button(action::ASK, "Ask a question", &id)),
                button(action::KEEP, "Keep it", &id),
                call_off(voice, &id),
            ],
        ),
    ];
    message(format!("No questions yet for the Ask me anything with {expert}."), blocks)
}

/// To the expert: it is time.
pub fn begins(voice: &Voice, told: &Told<'_>, questions: u32) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let channel = told.channel;
    let waiting = match questions {
        0 => "No question waits yet; they can come now.".to_owned(),
        n => format!("{} you.", count(n, "question waits for", "questions wait for")),
    };
    let text = format!(
        "*It's time for your Ask me anything in <#{channel}>.* {waiting} *Next question* puts the one \
         with the most votes into the channel; you answer in its thread, then come back for the next."
    );
    let row = [primary(button(action::DESK, "Next question", told.id()))];
    message("It's time for your Ask me anything.", vec![section(text), buttons("session", row)])
}

/// To the expert or a steward: it does not take place.
pub fn off(voice: &Voice, told: &Told<'_>, why: WhyOff) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let (expert, when, channel) = (told.expert(), told.when(voice.locale), told.channel);
    let reason = match why {
        WhyOff::Declined => format!("{expert} can't this time."),
        WhyOff::Unanswered if told.session.proposed.is_some() => {
            "No date was agreed on in time.".to_owned()
        }
        WhyOff::Unanswered => format!("{expert} hadn't found the time to say yes."),
        WhyOff::CalledOff => "A steward called it off.".to_owned(),
        WhyOff::SteppedBack => format!("{expert} can't come after all."),
        WhyOff::ExpertLeft => format!("{expert}'s account was switched off."),
        WhyOff::NoQuestions => "Nobody had a question this time.".to_owned(),
        WhyOff::ChannelLost => "Its channel is gone.".to_owned(),
    };
    let text = format!(
        "*The Ask me anything with {expert} in <#{channel}>, {when}, doesn't take place.* {reason}"
    );
    message(format!("The Ask me anything with {expert} doesn't take place."), vec![section(text)])
}

/// What is answered to a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Gladly,
    Declined,
    SteppedBack,
    DateTaken,
    /// The steward reads of the date that the expert proposed.
    Proposed,
    /// The expert is asked about the new date.
    Moved,
    CalledOff,
    Kept,
    /// The question was taken back.
    TakenBack,
    /// It went on meanwhile.
    Over,
    /// Only the expert may do that.
    NotTheExpert,
    /// Only a steward of the community may do that.
    NotASteward,
    /// Only the expert and the stewards lead it.
    NotLeading,
    /// Guests and people of other organizations do not take part.
    NotForYou,
    /// The directory does not know them yet.
    NotKnownYet,
}

/// It was done, or why not.
pub fn said(voice: &Voice, said: Said) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match said {
        Said::Gladly => {
            "Lovely! It's announced in the channel now. I'll remind you the working day before."
        }
        Said::Declined => "That's fine. Nothing was announced; the steward reads that it's a no.",
        Said::SteppedBack => "That's fine. The channel reads that it can't take place.",
        Said::DateTaken => "It's that date then: it's announced in the channel now.",
        Said::Proposed => "Noted. The steward reads which date you would rather have.",
        Said::Moved => "Noted. The expert is asked about the new date first.",
        Said::CalledOff => "It's called off. Whoever needs to know reads so.",
        Said::Kept => "It stays. Questions can still come, also on the day.",
        Said::TakenBack => "Your question is taken back, and nothing of it is kept.",
        Said::Over => "That has gone on meanwhile, so nothing was changed.",
        Said::NotTheExpert => "Only the expert of this Ask me anything can say that.",
        Said::NotASteward => "Only a steward of the community can do that.",
        Said::NotLeading => "Only the expert and the community's stewards lead it.",
        Said::NotForYou => {
            "Ask me anything is for the members of this workspace, so nothing was changed."
        }
        Said::NotKnownYet => {
            "I don't know you yet; I'm reading the workspace's directory. Try again in a minute."
        }
    };
    message(text, vec![section(text)])
}

/// At the field, why a date cannot be.
pub fn date_problem(voice: &Voice, problem: DateProblem) -> String {
    let Locale::English = voice.locale;
    match problem {
        DateProblem::Missing => "Pick a day and a time.",
        DateProblem::Soon => "People need time to ask: pick a time at least an hour ahead.",
        DateProblem::Far => "That's a long way off. Pick one within the next four months.",
    }
    .to_owned()
}

/// Asked about first.
pub(super) fn call_off(voice: &Voice, id: &str) -> SlackBlockButtonElement {
    let Locale::English = voice.locale;
    confirmed(
        button(action::CALL_OFF, "Call it off", id),
        "Call it off?",
        "Whoever needs to know reads that it doesn't take place, and the questions are closed.",
        "Call it off",
        "Keep it",
    )
}

pub(super) fn step_back(voice: &Voice, id: &str) -> SlackBlockButtonElement {
    let Locale::English = voice.locale;
    confirmed(
        button(action::STEP_BACK, "Can't make it", id),
        "You can't make it?",
        "The channel and the steward read that it doesn't take place. You need not say why.",
        "Can't make it",
        "I'll be there",
    )
}
