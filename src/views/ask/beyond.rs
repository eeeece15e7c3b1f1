//! A question beyond single people: what the channel and the stewards read, and what App Home shows.

use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::domain::question::{Question, State};
use crate::domain::referral::{Referral, ReferralState};
use crate::views::Voice;
use crate::views::ask::names::answers::action as answers;
use crate::views::ask::names::ladder::action;
use crate::views::ask::offer::{Offered, answer_row, asked, thread};
use crate::views::kit::{
    button, buttons, context, count, escape, message, primary, section, shorten,
};

/// The most questions of a list in App Home.
pub const MOST_SHOWN: usize = 5;

/// To a whole channel, in the question's thread. It pings nobody, and holds none of the question's
/// words: those stand in its head alone, from where they go when it is taken back.
pub fn channel(voice: &Voice, question: &Question) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let ask = "Does anybody here know?";
    let open = "A question of this channel is still open";
    let place = thread(question).map(|it| format!(" ({it})")).unwrap_or_default();
    let urgent = if question.urgent { " It's needed today." } else { "" };
    let text =
        format!("*{ask}* {open}{place}.{urgent} A hunch or a link in its thread helps, too.");
    message(format!("{ask} {open}."), vec![section(text), answer_row(question)])
}

/// To a steward: nobody has answered so far.
pub fn steward(voice: &Voice, offered: &Offered<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "A question of your community is still open.";
    let place =
        thread(offered.question).map(|it| format!(" It stands in {it}.")).unwrap_or_default();
    message(
        text,
        vec![
            section(format!(
                "*{text}* {}Neither the people I asked nor the channel have answered so far. Do you \
                 know somebody who may?{place}",
                with_space(asked(voice, offered))
            )),
            answer_row(offered.question),
            context("After two working days I tell whoever asked that nobody was found yet."),
        ],
    )
}

/// To a steward: whoever asked has left, and nobody else can say which answer it was.
pub fn which_helped(voice: &Voice, question: &Question) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "Which answer helped?";
    let place = thread(question).map(|it| format!(" ({it})")).unwrap_or_default();
    let title = escape(&shorten(&question.title, 300));
    let id = question.id.to_string();
    message(
        text,
        vec![
            section(format!(
                "*{text}* Whoever asked \"{title}\"{place} has left. If you can say it, the answer \
                 becomes a card for everybody, and its author reads that it helped."
            )),
            buttons(format!("helped:{id}"), [button(answers::ACCEPT, "Say which one", id)]),
            context("In two weeks I close it without."),
        ],
    )
}

fn with_space(text: String) -> String {
    if text.ends_with('\n') { text } else { format!("{text} ") }
}

/// To a steward: somebody who answered in their community has left. `name` only if they agreed to be
/// named; `topics` are those that nobody else has answered. Without a name there is no number either: it
/// would be about one person, and whose account has just gone is no secret.
pub fn left(
    voice: &Voice,
    community: &str,
    name: Option<&str>,
    topics: &[String],
) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let who = name.map_or_else(|| "Somebody who answered questions".to_owned(), escape);
    let community = escape(community);
    let text = format!("{who} in {community} has left.");
    let which = match name {
        Some(_) => {
            let count = count(u32::try_from(topics.len()).unwrap_or(u32::MAX), "topic", "topics");
            let shown = topics.iter().take(20);
            let lines = shown.map(|topic| format!("\n• {}", escape(&shorten(topic, 80))));
            format!("For {count} nobody else has answered so far.{}", lines.collect::<String>())
        }
        None => "For some of its topics nobody else has answered so far.".to_owned(),
    };
    message(
        text.clone(),
        vec![
            section(format!(
                "*{text}* {which}\nAn *Ask me anything* \
                 or two people who learn it together may keep it in the community."
            )),
            context("What waited for their answer goes to the next person by itself."),
        ],
    )
}

/// App Home: what waits for somebody's word, the oldest first: a title, and each with its buttons.
pub fn waiting_for_me(voice: &Voice, waiting: &[(Referral, Question)]) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    if waiting.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![section("*Waiting for me*")];
    for (referral, question) in waiting {
        let id = referral.id.to_string();
        let title = escape(&shorten(&question.title, 300));
        let (text, row) = match referral.state {
            ReferralState::Hello => (
                "There is a question that you may know the answer to. May I ask you such things \
                 now and then?"
                    .to_owned(),
                vec![
                    primary(button(action::YES, "Yes, ask me", id.clone())),
                    button(action::MONTHLY, "At most once a month", id.clone()),
                    button(action::NEVER, "Never", id),
                ],
            ),
            ReferralState::Accepted => {
                let place = thread(question).map(|it| format!(" · {it}")).unwrap_or_default();
                (
                    format!("You can answer \"{title}\"{place}"),
                    vec![primary(button(action::ANSWER, "Answer", question.id.to_string()))],
                )
            }
            _ => (
                format!("\"{title}\""),
                vec![
                    primary(button(action::CAN, "I can answer", id.clone())),
                    button(action::NOT_FOR_ME, "Not for me", id.clone()),
                    button(action::SOMEONE_ELSE, "Ask someone else…", id),
                ],
            ),
        };
        blocks.push(section(text));
        blocks.push(buttons(format!("waiting {}", referral.id), row));
    }
    blocks
}

/// App Home of a steward: what nobody has answered in one community, the oldest first.
pub fn unanswered(voice: &Voice, community: &str, questions: &[Question]) -> Option<SlackBlock> {
    let Locale::English = voice.locale;
    if questions.is_empty() {
        return None;
    }
    let lines: Vec<String> = questions
        .iter()
        .take(MOST_SHOWN)
        .map(|it| {
            let stands = match it.state {
                State::Routing => "one person after the other is asked",
                State::Channel => "the channel is asked",
                State::Steward => "you are asked",
                _ => "nobody was found yet",
            };
            let place = thread(it).map(|it| format!(", {it}")).unwrap_or_default();
            format!("• {} ({stands}{place})", escape(&shorten(&it.title, 150)))
        })
        .collect();
    let more = questions.len().saturating_sub(MOST_SHOWN);
    let more = if more > 0 { "\n• … and more" } else { "" };
    Some(section(format!("*Unanswered in {}*\n{}{more}", escape(community), lines.join("\n"))))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::question::{Asker, Privacy, Source};

    #[test]
    fn the_channel_reads_none_of_the_words_that_may_be_taken_back() {
        let now = chrono::DateTime::UNIX_EPOCH;
        let question = Question {
            id: Uuid::from_u128(1).into(),
            community: None,
            asker: Asker::Forgotten,
            privacy: Privacy::Open,
            title: "Why is payroll late?".to_owned(),
            details: String::new(),
            topic: None,
            urgent: true,
            state: State::Channel,
            source: Source::Asked,
            thread: None,
            link: Some("https://juniper.slack.example/archives/C1/p1".to_owned()),
            asked_at: now,
            since: now,
            first_answer_at: None,
            accepted: None,
            otherwise: None,
        };
        let said = serde_json::to_string(&channel(&Voice::default(), &question)).unwrap();
        assert!(!said.contains("payroll"), "{said}");
        assert!(said.contains("still open (<https://juniper.slack.example"), "{said}");
    }
}
