//! App Home, empty and as full as it can be.

use slack_morphism::prelude::SlackView;

use super::asked::asked;
use crate::domain::quiet::Budget;
use crate::views::Voice;
use crate::views::admin::AdminDesk;
use crate::views::ask::card::KeptDesk;
use crate::views::coffee::mine::MyProgram;
use crate::views::coffee::moments::Moments;
use crate::views::home::{Desk, home};

pub(super) fn desks(
    voice: &Voice,
    name: &str,
    programs: &[MyProgram],
    moments: &Moments,
    met: &[String],
    admin: &AdminDesk,
) -> [SlackView; 2] {
    let (kept, nothing) = (&KeptDesk::default(), Moments { may: true, ..Moments::default() });
    let empty = Desk {
        name,
        programs: &[],
        moments: &nothing,
        questions: None,
        met: &[],
        asked: &[],
        kept,
        stories: &[],
        admin: None,
        budget: Budget::default(),
    };
    let asked = asked();
    let full = Desk { programs, moments, met, asked: &asked, admin: Some(admin), ..empty.clone() };
    [home(voice, &empty), home(voice, &full)]
}
