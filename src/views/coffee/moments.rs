//! Coffee outside of rounds, as it stands under somebody's programs.

use chrono::{DateTime, Utc};
use slack_morphism::prelude::*;

use crate::domain::ids::EncounterId;
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::coffee::{now, welcome};
use crate::views::kit::{button, buttons, escape, section};
use crate::views::names::action;

/// Where somebody stands outside of their programs' rounds.
#[derive(Clone, Debug, Default)]
pub struct Moments {
    /// Whether they may take part at all: guests may not by default.
    pub may: bool,
    /// They are on the list of coffee now until then.
    pub free_until: Option<DateTime<Utc>>,
    /// They are new, and have not said whether they would like a welcome coffee.
    pub invited: bool,
    /// Whether they welcome newcomers; `None` where there is no coffee for them to be welcomed to.
    pub welcomes: Option<bool>,
    /// Whom they were introduced to lately, as long as they have not said that they met.
    pub lately: Option<Lately>,
}

/// Somebody they were introduced to outside of a round.
#[derive(Clone, Debug)]
pub struct Lately {
    pub encounter: EncounterId,
    /// The other one's name.
    pub with: String,
}

/// The lines and buttons of it, for App Home and "My coffee".
pub fn blocks(voice: &Voice, moments: &Moments) -> Vec<SlackBlock> {
    let mut blocks = Vec::new();
    if let Some(lately) = &moments.lately {
        blocks.extend(lately_blocks(voice, lately));
    }
    if moments.invited {
        blocks.extend(welcome::invitation(voice));
    }
    if moments.may {
        blocks.extend(now::blocks(voice, moments.free_until));
        blocks.extend(moments.welcomes.into_iter().flat_map(|on| welcome::switch(voice, on)));
    }
    blocks
}

fn lately_blocks(voice: &Voice, lately: &Lately) -> [SlackBlock; 2] {
    let Locale::English = voice.locale;
    let with = escape(&lately.with);
    let met = button(action::MET_OUTSIDE, "We met", lately.encounter.to_string());
    [
        section(format!("I introduced you to *{with}* lately. Did it work out?")),
        buttons("lately", [met]),
    ]
}
