//! What a steward filled in, read with suspicion: a payload can hold anything.

use chrono::{NaiveTime, Weekday};
use chrono_tz::Tz;

use crate::domain::ids::ChannelId;
use crate::domain::schedule::Cadence;
use crate::event::Form;
use crate::views::coffee::setup::{FieldProblem, Suggested};
use crate::views::names::field;

/// A form that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The channel that was picked; none when a program is changed.
    pub channel: Option<ChannelId>,
    pub cadence: Cadence,
    pub minimum: u32,
}

/// Reads a form. Fields that were not shown keep what was suggested.
pub fn read(
    form: &Form,
    suggested: &Suggested,
    channel_needed: bool,
) -> Result<Filled, Vec<(&'static str, FieldProblem)>> {
    let mut problems = Vec::new();
    let channel = form.get(field::CHANNEL).map(ChannelId::new);
    if channel_needed && channel.is_none() {
        problems.push((field::CHANNEL, FieldProblem::NoChannel));
    }
    let base = suggested.cadence;
    let mut fields = Fields { form, problems };
    let weekday = fields.read(field::WEEKDAY, FieldProblem::Weekday, base.weekday, |text| {
        text.parse::<Weekday>().ok()
    });
    let at = fields.read(field::TIME, FieldProblem::Time, base.at, |text| {
        NaiveTime::parse_from_str(text, "%H:%M").ok()
    });
    let every_weeks = fields.read(field::EVERY, FieldProblem::Every, base.every_weeks, |text| {
        text.parse().ok().filter(|weeks| (1..=4).contains(weeks))
    });
    let zone = fields.read(field::ZONE, FieldProblem::Zone, base.zone, zone);
    let minimum = fields.read(field::MINIMUM, FieldProblem::Minimum, suggested.minimum, |text| {
        text.parse().ok().filter(|people| (2..=1000).contains(people))
    });
    let problems = fields.problems;
    if problems.is_empty() {
        let cadence = Cadence { every_weeks, weekday, at, zone };
        Ok(Filled { channel, cadence, minimum })
    } else {
        Err(problems)
    }
}

/// A form that is read field by field; what makes no sense is noted and the reading goes on, so that
/// all problems are shown at once.
struct Fields<'a> {
    form: &'a Form,
    problems: Vec<(&'static str, FieldProblem)>,
}

impl Fields<'_> {
    fn read<T>(
        &mut self,
        name: &'static str,
        problem: FieldProblem,
        fallback: T,
        parse: impl Fn(&str) -> Option<T>,
    ) -> T {
        let Some(text) = self.form.get(name) else { return fallback };
        parse(text.trim()).unwrap_or_else(|| {
            self.problems.push((name, problem));
            fallback
        })
    }
}

/// A zone as people type it: case, spaces and a bare city are forgiven.
fn zone(text: &str) -> Option<Tz> {
    let wanted = text.replace(' ', "_");
    let same = |name: &str| name.eq_ignore_ascii_case(&wanted);
    let named = chrono_tz::TZ_VARIANTS.iter().find(|zone| same(zone.name()));
    let city = || {
        chrono_tz::TZ_VARIANTS.iter().find(|zone| {
            zone.name().contains('/') && zone.name().rsplit('/').next().is_some_and(same)
        })
    };
    named.or_else(city).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested() -> Suggested {
        let cadence = Cadence {
            every_weeks: 1,
            weekday: Weekday::Mon,
            at: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
            zone: Tz::Europe__Berlin,
        };
        Suggested { cadence, minimum: 6 }
    }

    fn form(fields: &[(&str, &str)]) -> Form {
        let entry = |(name, value): &(&str, &str)| ((*name).to_owned(), vec![(*value).to_owned()]);
        Form(fields.iter().map(entry).collect())
    }

    #[test]
    fn three_fields_are_enough() {
        let filled = form(&[("channel", "C1"), ("weekday", "Tue"), ("time", "10:30")]);
        let filled = read(&filled, &suggested(), true).unwrap();
        assert_eq!(filled.channel, Some("C1".into()));
        assert_eq!(filled.cadence.weekday, Weekday::Tue);
        assert_eq!(filled.cadence.zone, Tz::Europe__Berlin);
        assert_eq!(filled.minimum, 6);
    }

    #[test]
    fn a_zone_is_understood_as_people_type_it() {
        assert_eq!(zone("europe/berlin"), Some(Tz::Europe__Berlin));
        assert_eq!(zone("New York"), Some(Tz::America__New_York));
        assert_eq!(zone("lagos"), Some(Tz::Africa__Lagos));
        assert_eq!(zone("Berlinn"), None);
        assert_eq!(zone(""), None);
    }

    #[test]
    fn all_that_makes_no_sense_is_said_at_once() {
        let filled = form(&[
            ("weekday", "Caturday"),
            ("time", "25:00"),
            ("every", "9"),
            ("zone", "Mars/Olympus"),
            ("minimum", "1"),
        ]);
        let problems = read(&filled, &suggested(), true).unwrap_err();
        let fields: Vec<&str> = problems.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["channel", "weekday", "time", "every", "zone", "minimum"]);
    }
}
