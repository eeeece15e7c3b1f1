//! App Home: a person's desk.

use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::domain::quiet::Budget;
use crate::views::Voice;
use crate::views::admin::{self, AdminDesk};
use crate::views::ask::asking::mine::{self, MyQuestions};
use crate::views::ask::card::{self, KeptDesk};
use crate::views::coffee::mine::{MyProgram, my_blocks};
use crate::views::coffee::moments::{self, Moments};
use crate::views::kit::{context, escape, header, section};

/// What somebody finds on their desk.
#[derive(Clone, Debug)]
pub struct Desk<'a> {
    /// Whose desk it is.
    pub name: &'a str,
    /// Every program they can see, their own first.
    pub programs: &'a [MyProgram],
    /// Coffee outside of their rounds.
    pub moments: &'a Moments,
    /// What they asked; `None` where there is nobody to ask.
    pub questions: Option<&'a MyQuestions>,
    /// Names of the people they had coffee with, newest first.
    pub met: &'a [String],
    /// What they are asked, and what waits in the communities they tend.
    pub asked: &'a [SlackBlock],
    /// Thanks they got, and cards that wait for a word of theirs.
    pub kept: &'a KeptDesk,
    /// The value stories that they are in.
    pub stories: &'a [SlackBlock],
    /// For admins of the workspace.
    pub admin: Option<&'a AdminDesk>,
    /// How many messages they wish for.
    pub budget: Budget,
}

/// Slack takes no longer page.
const MOST_BLOCKS: usize = 100;

/// Draws the desk.
pub fn home(voice: &Voice, desk: &Desk<'_>) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = vec![header(&format!("Hello {}", desk.name))];
    blocks.extend_from_slice(desk.asked);
    blocks.push(section("*My coffee*"));
    let coffee_begins = blocks.len();
    blocks.extend(my_blocks(voice, desk.programs));
    blocks.extend(moments::blocks(voice, desk.moments));
    let coffee_ends = blocks.len();
    if let Some(questions) = desk.questions {
        blocks.extend(mine::home_blocks(voice, questions));
    }
    if !desk.met.is_empty() {
        let names: Vec<String> = desk.met.iter().map(|name| escape(name)).collect();
        blocks.push(section(format!("*Met over coffee*\n{}", names.join(" · "))));
    }
    blocks.extend(card::desk(voice, desk.kept));
    blocks.extend_from_slice(desk.stories);
    if let Some(desk) = desk.admin {
        blocks.extend(admin::desk(voice, desk));
    }
    let often = match desk.budget {
        Budget { only_coffee: true, .. } => "only about your coffee, at most once a day",
        Budget { per_week: 0 | 1, .. } => "at most once a week",
        Budget { per_week: 2, .. } => "at most once a day and twice a week",
        Budget { per_week: 3, .. } => "at most once a day and three times a week",
        Budget { per_week: 4, .. } => "at most once a day and four times a week",
        Budget { .. } => "at most once a day and five times a week",
    };
    blocks.push(context(format!(
        "Only you see this page. I write to you {often}, in your working hours, and I never read \
         coffee chats."
    )));
    // Coffee gives way: its own window has all of it.
    if let Some(over) = blocks.len().checked_sub(MOST_BLOCKS).filter(|over| *over > 0) {
        let more = context(format!("There is more: `{}` shows all of it.", voice.coffee));
        let gone = coffee_ends.saturating_sub(over + 1).max(coffee_begins)..coffee_ends;
        blocks.splice(gone, [more]);
    }
    SlackView::Home(SlackHomeView::new(blocks))
}
