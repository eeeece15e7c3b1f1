//! App Home: a person's desk; below it a steward's garden, and the switches of an admin.

mod communities;
mod forget;
mod garden;
mod pages;
mod settings;
mod stored;

use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::admin::{self, AdminDesk};
use crate::views::ask::asking::mine::{self, MyQuestions};
use crate::views::ask::card::{self, KeptDesk};
use crate::views::coffee::mine::{MyProgram, things_of};
use crate::views::coffee::moments::{self, Moments};
use crate::views::kit::{context, escape, header, section};
use crate::views::story::home as story;

pub use communities::{MyCommunity, Next, blocks as communities};
pub use forget::{are_you_sure, forgotten, operator_forgot};
pub use garden::{Connect, Garden, Thank, blocks as garden};
pub use pages::{MOST_BLOCKS, Part, Section, Turned, laid_out, things};
pub use settings::MySettings;
pub use stored::{Stored, export_comment, file_on_its_way, stored};

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
    /// What they are asked: a title, and what waits under it.
    pub asked: &'a [SlackBlock],
    /// What they told, or are in: a title, and each with its buttons.
    pub stories: &'a [SlackBlock],
    /// Their communities: a title, and each with its buttons.
    pub communities: &'a [SlackBlock],
    /// Thanks they got, and cards that wait for a word of theirs.
    pub kept: &'a KeptDesk,
    /// What others said thanks for: a title, and each.
    pub thanks: &'a [SlackBlock],
    /// How they read what a week brought.
    pub digest: &'a [SlackBlock],
    /// What waits in the communities they tend: a title, and each with its buttons.
    pub garden: &'a [SlackBlock],
    /// For admins of the workspace.
    pub admin: Option<&'a AdminDesk>,
    /// What they set for themselves.
    pub settings: &'a MySettings,
    /// The section that shows another page than its first.
    pub turned: Option<Turned>,
}

/// So many names of people met; the window of it has all.
const MOST_MET: usize = 30;

/// Draws the desk.
pub fn home(voice: &Voice, desk: &Desk<'_>) -> SlackView {
    let Locale::English = voice.locale;
    let mut sections = vec![Section::of(Part::Asked, desk.asked.to_vec()), coffee(voice, desk)];
    if let Some(questions) = desk.questions {
        let (head, items, foot) = mine::home_parts(voice, questions);
        sections.push(Section::new(Part::Questions, head, items, foot));
    }
    sections.extend([
        stories(voice, desk),
        Section::of(Part::Communities, desk.communities.to_vec())
            .with_foot(desk.settings.asking.then(|| communities::foot(voice))),
        Section::new(Part::Kept, vec![], things(card::desk(voice, desk.kept)), vec![]),
        Section::of(Part::Thanks, desk.thanks.to_vec()),
        Section::of(Part::Digest, desk.digest.to_vec()),
        Section::new(Part::Settings, vec![], vec![], settings::blocks(voice, desk.settings)),
        tended(voice, desk),
    ]);
    if let Some(desk) = desk.admin {
        sections.push(Section::new(Part::Admin, vec![], vec![], admin::desk(voice, desk)));
    }
    let mut blocks = vec![header(&format!("Hello {}", desk.name))];
    blocks.extend(laid_out(voice, sections, MOST_BLOCKS - 2, desk.turned));
    blocks.push(context(format!(
        "Only you see this page. I write to you {}, in your working hours, and I never read coffee \
         chats.",
        settings::how_often(voice, desk.settings.budget)
    )));
    SlackView::Home(SlackHomeView::new(blocks))
}

/// Theirs on pages; telling and reading on each page.
fn stories(voice: &Voice, desk: &Desk<'_>) -> Section {
    let Locale::English = voice.locale;
    let (tells, any) = (desk.settings.telling, desk.stories.len() > 1);
    let blocks = match tells || any {
        true => desk.stories.to_vec(),
        false => vec![section("*My stories*")],
    };
    Section::of(Part::Stories, blocks).with_foot([story::foot(voice, tells, any)])
}

/// What a steward tends; an admin who tends nothing looks at all of it.
fn tended(voice: &Voice, desk: &Desk<'_>) -> Section {
    let looks = desk.admin.is_some() && !desk.communities.is_empty();
    let blocks = match desk.garden.is_empty() && looks {
        true => garden::for_admins(voice),
        false => desk.garden.to_vec(),
    };
    let foot = (!blocks.is_empty()).then(|| garden::foot(voice));
    Section::of(Part::Garden, blocks).with_foot(foot)
}

/// Programs on pages; what is outside of them, and whom one met, on each page.
fn coffee(voice: &Voice, desk: &Desk<'_>) -> Section {
    let Locale::English = voice.locale;
    let (programs, mut foot) = things_of(voice, desk.programs);
    foot.extend(moments::blocks(voice, desk.moments));
    if !desk.met.is_empty() {
        let mut names: Vec<String> =
            desk.met.iter().take(MOST_MET).map(|name| escape(name)).collect();
        if desk.met.len() > MOST_MET {
            names.push("…".to_owned());
        }
        foot.push(section(format!("*Met over coffee*\n{}", names.join(" · "))));
    }
    Section::new(Part::Coffee, vec![section("*My coffee*")], programs, foot)
}
