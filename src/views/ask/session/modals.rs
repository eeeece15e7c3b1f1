//! The modals of whoever plans a session, and of whoever asks and votes.

use chrono_tz::Tz;
use serde_json::json;
use slack_morphism::prelude::*;

use super::Told;
use super::names::{action, field, modal as name};
use crate::domain::ids::{CommunityId, MemberId};
use crate::domain::locale::Locale;
use crate::domain::session::{LENGTHS, MOST_TEXT, Session, SessionQuestion, Stage, USUAL_LENGTH};
use crate::views::Voice;
use crate::views::ask::answer::quoted;
use crate::views::kit::{
    button, buttons, choice, context, count, divider, input, modal, plain, primary, section,
    select, shorten,
};
use crate::views::when;

/// The longest sentence about a session, in characters.
pub const MOST_ABOUT: usize = 500;
/// Questions on one page.
pub const PAGE: usize = 10;

/// What is known when a session is planned.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// Those that somebody tends, by name; never empty.
    pub communities: &'a [(CommunityId, String)],
    pub community: Option<CommunityId>,
    pub expert: Option<&'a MemberId>,
    pub about: &'a str,
    /// Where the steward lives.
    pub zone: Tz,
    /// With the field behind *More*.
    pub more: bool,
}

/// Planning a session.
pub fn setup(voice: &Voice, draft: &Draft<'_>) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = vec![section(
        "One colleague answers what the others most want to know. They are asked first; it is \
         announced when they say yes, and then questions and votes come in until the day.",
    )];
    let mut known = None;
    if let [(only, _)] = draft.communities {
        known = Some(*only);
    } else {
        let choices = draft.communities.iter().take(100);
        let choices = choices.map(|(id, name)| choice(id.to_string(), &shorten(name, 75)));
        let chosen = draft.community.map(|id| id.to_string());
        let select = select(field::COMMUNITY, choices.collect(), chosen.as_deref());
        blocks.push(input(field::COMMUNITY, "Community", select).into());
    }
    let mut expert = SlackBlockUsersSelectElement::new().with_action_id(field::EXPERT.into());
    if let Some(member) = draft.expert {
        expert = expert.with_initial_user(member.to_string());
    }
    let when = SlackBlockDateTimePickerElement::new().with_action_id(field::WHEN.into());
    let mut about = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::ABOUT.into())
        .with_multiline(true)
        .with_max_length(u64::try_from(MOST_ABOUT).unwrap_or(500))
        .with_placeholder(plain("What can people ask about?"));
    if !draft.about.is_empty() {
        about = about.with_initial_value(shorten(draft.about, MOST_ABOUT));
    }
    blocks.extend([
        input(field::EXPERT, "Who answers?", expert).into(),
        input(field::WHEN, "When?", when).into(),
        context(format!("By the clock in {}; the others see theirs.", when::city(draft.zone))),
    ]);
    // Three fields to begin with.
    if draft.more || known.is_some() {
        blocks.push(input(field::ABOUT, "A sentence about it", about).with_optional(true).into());
    }
    if draft.more {
        let minutes = |minutes: &u32| choice(minutes.to_string(), &format!("{minutes} minutes"));
        let usual = USUAL_LENGTH.to_string();
        let length = select(field::LENGTH, LENGTHS.iter().map(minutes).collect(), Some(&usual));
        blocks.push(input(field::LENGTH, "How long?", length).into());
    } else {
        blocks.push(buttons("more", [button(action::MORE, "More…", "more")]));
    }
    SlackView::Modal(
        modal(name::SETUP, "Ask me anything", "Cancel", blocks)
            .with_submit(plain("Ask them"))
            .with_private_metadata(json!({ "community": known, "more": draft.more }).to_string()),
    )
}

/// Another date: the expert's wish, or a steward's.
pub fn date(voice: &Voice, told: &Told<'_>, by_expert: bool) -> SlackView {
    let Locale::English = voice.locale;
    let when = told.when(voice.locale);
    let text = match by_expert {
        true => format!("It's planned for {when}. Which date would you rather have?"),
        false => format!(
            "It's planned for {when}. {} is asked about the new date before anybody else hears of \
             it.",
            told.expert()
        ),
    };
    let picker = SlackBlockDateTimePickerElement::new().with_action_id(field::WHEN.into());
    let blocks = vec![
        section(text),
        input(field::WHEN, "When?", picker).into(),
        context(format!("By the clock in {}.", when::city(told.zone))),
    ];
    let who = if by_expert { "expert" } else { "steward" };
    SlackView::Modal(
        modal(name::DATE, "Another date", "Never mind", blocks)
            .with_submit(plain("Propose it"))
            .with_private_metadata(format!("{} {who}", told.session.id)),
    )
}

/// Bringing a question. `few`: the community is so small that style gives people away.
pub fn ask(voice: &Voice, told: &Told<'_>, few: bool) -> SlackView {
    let Locale::English = voice.locale;
    let text = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::QUESTION.into())
        .with_multiline(true)
        .with_max_length(u64::try_from(MOST_TEXT).unwrap_or(2_000));
    let label = "Ask anonymously".to_owned();
    let option = SlackBlockChoiceItem::new(SlackBlockText::Plain(label.into()), "yes".to_owned());
    let boxes =
        SlackBlockCheckboxesElement::new(vec![option]).with_action_id(field::ANONYMOUS.into());
    let mut who = "Anonymous means: colleagues, the expert and stewards don't see who asks. Until the \
                   session ends your name is kept sealed, so that you can take the question back; \
                   till then whoever runs Klatch and its database could open it, and your company's \
                   Slack export policy applies as always. Then the key is destroyed."
        .to_owned();
    if few {
        who.push_str(
            " *Fewer than eight people may read this: how you write could give you away.*",
        );
    }
    let blocks = vec![
        input(field::QUESTION, &format!("Your question to {}", short_name(told)), text).into(),
        input(field::ANONYMOUS, "Your name", boxes).with_optional(true).into(),
        context(who),
    ];
    SlackView::Modal(
        modal(name::ASK, "Ask a question", "Cancel", blocks)
            .with_submit(plain("Ask"))
            .with_private_metadata(told.session.id.to_string()),
    )
}

/// Labels hold 2,000 characters; a name there is told short.
fn short_name(told: &Told<'_>) -> String {
    shorten(told.expert, 100)
}

/// The question is in.
pub fn asked(voice: &Voice, session: &Session) -> SlackView {
    let Locale::English = voice.locale;
    let id = session.id.to_string();
    let blocks = vec![
        section(
            ":white_check_mark: *Your question is in.* The others can vote for it, and you for \
             theirs. Until it's asked you can take it back under *See and vote*.",
        ),
        buttons("asked", [button(action::SEE, "See and vote", id)]),
    ];
    SlackView::Modal(modal(name::SEE, "Ask me anything", "Close", blocks))
}

/// What somebody sees of a session's questions.
#[derive(Clone, Debug)]
pub struct Seen<'a> {
    pub told: &'a Told<'a>,
    /// Those that wait, in their order.
    pub waiting: &'a [SessionQuestion],
    /// How many were asked already.
    pub asked: u32,
    /// What the reader votes for.
    pub votes: &'a [crate::domain::ids::QuestionId],
    /// What the reader asked.
    pub own: &'a [crate::domain::ids::QuestionId],
    /// 0 is the first.
    pub page: usize,
}

/// The questions with their votes, the next one first.
pub fn see(voice: &Voice, seen: &Seen<'_>) -> SlackView {
    let Locale::English = voice.locale;
    let id = seen.told.session.id;
    let pages = seen.waiting.len().div_ceil(PAGE).max(1);
    let page = seen.page.min(pages - 1);
    let mut blocks = vec![section(format!(
        "*Ask me anything: {}*\nMost votes come first; of as many, the older question. Only the \
         number of votes shows, never whose they are.",
        seen.told.expert()
    ))];
    if seen.waiting.is_empty() {
        blocks.push(section("No question waits. Yours can be the next."));
    }
    for it in seen.waiting.iter().skip(page * PAGE).take(PAGE) {
        blocks.push(divider());
        blocks.push(section(format!(
            "{}\n{}",
            quoted(&it.text, 1_000),
            count(it.votes, "vote", "votes")
        )));
        let value = format!("{id} {} {page}", it.id);
        let mut row = vec![match seen.votes.contains(&it.id) {
            true => button(action::TAKE_VOTE_BACK, "Take my vote back", &value),
            false => button(action::VOTE, "I want to know, too", &value),
        }];
        if seen.own.contains(&it.id) {
            row.push(button(action::TAKE_BACK, "Take it back", &value));
        }
        blocks.push(buttons(format!("q{}", it.id), row));
    }
    let mut row = Vec::new();
    if page > 0 {
        row.push(button(action::PAGE_BACK, "Before", format!("{id} {}", page - 1)));
    }
    if page + 1 < pages {
        row.push(button(action::PAGE, "More", format!("{id} {}", page + 1)));
    }
    if !row.is_empty() {
        blocks.push(divider());
        blocks.push(buttons("pages", row));
    }
    if seen.asked > 0 {
        blocks.push(context(format!("{} asked already.", seen.asked)));
    }
    SlackView::Modal(modal(name::SEE, "See and vote", "Close", blocks))
}

/// What was not reached, for whoever wants to ask it now.
pub fn left(voice: &Voice, questions: &[SessionQuestion]) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = vec![section(format!(
        "These were not reached. If one is yours, or you would like to know as well, ask it any \
         time: `{} …`",
        voice.ask
    ))];
    let waiting = questions.iter().filter(|it| it.stage != Stage::Asked);
    for it in waiting.take(40) {
        blocks.push(divider());
        let votes = count(it.votes, "vote", "votes");
        blocks.push(section(format!("{}\n{votes}", quoted(&it.text, 1_000))));
    }
    SlackView::Modal(modal(name::ALL, "Not reached", "Close", blocks))
}

/// All sessions that somebody has to do with.
pub fn all(voice: &Voice, sessions: &[Told<'_>], plans: bool) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = Vec::new();
    if sessions.is_empty() {
        blocks.push(section(
            "*Ask me anything:* one colleague answers what the others most want to know. None is \
             planned that you lead.",
        ));
    }
    for told in sessions.iter().take(20) {
        let id = told.id();
        let when = told.when(voice.locale);
        let channel = told.channel;
        blocks.push(section(format!("*{}* in <#{channel}>, {when}", told.expert())));
        blocks.push(buttons(
            format!("s{id}"),
            [button(action::DESK, "Open", &id), button(action::SEE, "See and vote", &id)],
        ));
    }
    if plans {
        let plan = button(action::PLAN, "Plan one", "plan");
        blocks.push(buttons("plan", [if sessions.is_empty() { primary(plan) } else { plan }]));
    } else {
        blocks.push(context(
            "A community's stewards plan them: tell one whom you would like to ask.",
        ));
    }
    SlackView::Modal(modal(name::ALL, "Ask me anything", "Close", blocks))
}

/// The expert is asked now.
pub fn planned(voice: &Voice, told: &Told<'_>) -> SlackView {
    let Locale::English = voice.locale;
    let text = format!(
        ":white_check_mark: *{} is asked now,* as soon as their day has room for a message. When they \
         say yes it's announced in <#{}>, and you read what they said.",
        told.expert(),
        told.channel
    );
    SlackView::Modal(modal(name::ALL, "Ask me anything", "Close", vec![section(text)]))
}

/// At a field: what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No community was chosen, or it is not theirs.
    Community,
    /// Nobody was chosen, or no member of this workspace.
    Expert,
    /// Nothing was written.
    Empty,
    /// The session has as many questions as it can take.
    Full,
    /// They have asked as many as one can.
    Enough,
    /// The session ended while they wrote.
    Over,
}

/// In words.
pub fn problem(voice: &Voice, problem: Problem) -> String {
    let Locale::English = voice.locale;
    match problem {
        Problem::Community => "Pick a community that you tend.",
        Problem::Expert => "Pick a member of this workspace who can answer here.",
        Problem::Empty => "Write what you would like to know.",
        Problem::Full => {
            "There are a hundred questions already. Vote for one that is close to yours."
        }
        Problem::Enough => "You have asked five. Leave some room for the others.",
        Problem::Over => {
            "It is over by now, so this can't be asked. Copy your words if you need them."
        }
    }
    .to_owned()
}
