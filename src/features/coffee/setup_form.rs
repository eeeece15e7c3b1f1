//! What a steward filled in, read with suspicion: a payload can hold anything.

use chrono::{NaiveTime, Weekday};
use chrono_tz::Tz;

use crate::domain::ids::ChannelId;
use crate::domain::pairing::{Common, Kind, Mix, Odd, Unit};
use crate::domain::plan::{
    GROUP_SIZES, LONGEST_TOPIC, LONGEST_WELCOME, MINIMUMS, Plan, Style, read_spots,
};
use crate::domain::schedule::{Nth, Recurrence};
use crate::event::Form;
use crate::views::coffee::setup::FieldProblem;
use crate::views::coffee::setup::fields::{NONE, OVERLAPS, YES, common_name, rhythm};
use crate::views::names::field;

/// What a form says, as far as it makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The channel that was picked; none when a program is changed.
    pub channel: Option<ChannelId>,
    pub plan: Plan,
    /// By field what makes no sense; the plan has there what stood before.
    pub problems: Vec<(&'static str, FieldProblem)>,
}

/// Reads a form. Fields that were not shown keep what the plan says; `all` of them were shown after
/// *More*. `usual` is what an invitation says anyway.
pub fn read(form: &Form, plan: &Plan, all: bool, usual: &str) -> Filled {
    let channel = form.get(field::CHANNEL).map(ChannelId::new);
    let mut fields = Fields { form, problems: Vec::new() };
    let mut plan = plan.clone();
    read_dates(&mut fields, &mut plan);
    plan.minimum = fields.read(field::MINIMUM, FieldProblem::Minimum, plan.minimum, |text| {
        text.parse().ok().filter(|people| MINIMUMS.contains(people))
    });
    if all {
        read_rules(&mut fields, &mut plan);
        plan.style = read_style(&mut fields, &plan.style, usual);
    }
    Filled { channel, plan, problems: fields.problems }
}

fn read_dates(fields: &mut Fields<'_>, plan: &mut Plan) {
    let base = plan.cadence;
    let weekday = fields.read(field::WEEKDAY, FieldProblem::Weekday, base.weekday(), |text| {
        text.parse::<Weekday>().ok()
    });
    plan.cadence.at = fields.read(field::TIME, FieldProblem::Time, base.at, |text| {
        NaiveTime::parse_from_str(text, "%H:%M").ok()
    });
    let before = match base.recurrence {
        Recurrence::Monthly { nth, .. } => nth,
        Recurrence::Weekly { .. } => Nth::First,
    };
    let nth = fields
        .read(field::NTH, FieldProblem::Every, before, |text| text.parse().ok().and_then(Nth::of));
    let every = |text: &str| {
        let recurrence = match text.strip_prefix('m') {
            Some(months) => Recurrence::Monthly { every: months.parse().ok()?, nth, weekday },
            None => Recurrence::Weekly { every: text.parse().ok()?, weekday },
        };
        recurrence.checked().ok()
    };
    // With the day and the place in the month that were filled in.
    let as_before = every(&rhythm(base.recurrence)).unwrap_or(base.recurrence);
    plan.cadence.recurrence = fields.read(field::EVERY, FieldProblem::Every, as_before, every);
    plan.cadence.zone = fields.read(field::ZONE, FieldProblem::Zone, base.zone, zone);
}

fn read_rules(fields: &mut Fields<'_>, plan: &mut Plan) {
    let rules = &mut plan.rules;
    let choice = FieldProblem::Choice;
    rules.group_size = fields.read(field::GROUP_SIZE, choice, rules.group_size, |text| {
        text.parse().ok().filter(|size| GROUP_SIZES.contains(size))
    });
    rules.kind = fields.read(field::KIND, choice, rules.kind, |text| match text {
        "pairs" => Some(Kind::Pairs),
        "buddy" => Some(Kind::Buddy),
        "break" => Some(Kind::Break),
        _ => None,
    });
    match rules.kind {
        // A break is for the whole team, of whatever size.
        Kind::Break => rules.group_size = 2,
        Kind::Buddy if rules.group_size != 2 => {
            fields.problems.push((field::GROUP_SIZE, FieldProblem::BuddySize));
        }
        Kind::Buddy | Kind::Pairs => {}
    }
    rules.mix = fields.read(field::MIX, choice, rules.mix, |text| match text {
        "across" => Some(Mix::Across),
        "any" => Some(Mix::Any),
        "within" => Some(Mix::Within),
        _ => None,
    });
    rules.must_differ = fields.read(field::DIFFER, choice, rules.must_differ, |text| match text {
        NONE => Some(None),
        "team" => Some(Some(Unit::Team)),
        "department" => Some(Some(Unit::Department)),
        _ => None,
    });
    rules.min_overlap_minutes =
        fields.read(field::OVERLAP, choice, rules.min_overlap_minutes, |text| {
            text.parse().ok().filter(|minutes| OVERLAPS.contains(minutes))
        });
    rules.odd = fields.read(field::ODD, choice, rules.odd, |text| match text {
        "trio" => Some(Odd::Trio),
        "sit_out" => Some(Odd::SitOut),
        _ => None,
    });
    // A row without a tick is not in the form.
    let ticked = fields.form.all(field::SHARE);
    let shares = |common: &Common| ticked.iter().any(|name| name == common_name(*common));
    rules.must_share = [Common::Mode, Common::Language].into_iter().filter(shares).collect();
    plan.managers_apart = fields.form.get(field::MANAGERS) == Some(YES);
}

fn read_style(fields: &mut Fields<'_>, before: &Style, usual: &str) -> Style {
    let called = fields
        .read(field::CALLED, FieldProblem::Name, before.called.clone(), |text| text.parse().ok());
    // A topic is one line.
    let topic = fields.read(field::TOPIC, FieldProblem::Long, None, |text| {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = line.chars().count() <= LONGEST_TOPIC;
        fits.then(|| Some(line).filter(|line| !line.is_empty()))
    });
    let welcome = fields.read(field::WELCOME, FieldProblem::Long, None, |text| {
        let own = Some(text.to_owned()).filter(|text| !text.is_empty() && text != usual);
        (text.chars().count() <= LONGEST_WELCOME).then_some(own)
    });
    let spots = match read_spots(fields.form.get(field::SPOTS).unwrap_or_default()) {
        Ok(spots) => spots,
        Err(line) => {
            fields.problems.push((field::SPOTS, FieldProblem::Spots(line)));
            before.spots.clone()
        }
    };
    Style { called, topic, spots, welcome }
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
pub fn zone(text: &str) -> Option<Tz> {
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
    use crate::domain::pairing::Rules;
    use crate::domain::plan::Spot;
    use crate::domain::schedule::Cadence;

    fn plan() -> Plan {
        let at = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
        Plan {
            cadence: Cadence::weekly(1, Weekday::Mon, at, Tz::Europe__Berlin),
            minimum: 6,
            rules: Rules::default(),
            managers_apart: false,
            style: Style::default(),
        }
    }

    fn form(fields: &[(&str, &str)]) -> Form {
        let entry = |(name, value): &(&str, &str)| {
            let values = value.split('|').map(str::to_owned).collect();
            ((*name).to_owned(), values)
        };
        Form(fields.iter().map(entry).collect())
    }

    fn wrong(filled: &Filled) -> Vec<&str> {
        filled.problems.iter().map(|(field, _)| *field).collect()
    }

    #[test]
    fn three_fields_are_enough() {
        let filled = form(&[("channel", "C1"), ("weekday", "Tue"), ("time", "10:30")]);
        let filled = read(&filled, &plan(), false, "usual");
        assert_eq!(filled.channel, Some("C1".into()));
        assert_eq!(filled.plan.cadence.weekday(), Weekday::Tue);
        assert_eq!(filled.plan.cadence.zone, Tz::Europe__Berlin);
        assert_eq!(filled.plan.minimum, 6);
        assert_eq!(filled.problems, []);
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
    fn the_last_friday_of_every_other_month() {
        let fields = [("weekday", "Fri"), ("every", "m2"), ("nth", "-1")];
        let filled = read(&form(&fields), &plan(), false, "usual");
        let rule = filled.plan.cadence.recurrence;
        assert_eq!(rule.to_string(), "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR");
        // Another day alone leaves the month's rhythm as it is.
        let again = read(&form(&[("weekday", "Tue")]), &filled.plan, false, "usual");
        let rule = again.plan.cadence.recurrence;
        assert_eq!(rule.to_string(), "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1TU");
    }

    #[test]
    fn all_that_a_program_can_be() {
        let fields = [
            ("group_size", "2"),
            ("kind", "buddy"),
            ("mix", "within"),
            ("differ", "department"),
            ("share", "language|mode"),
            ("overlap", "120"),
            ("odd", "sit_out"),
            ("managers", "yes"),
            ("called", " Tea "),
            ("topic", "  side\nprojects "),
            ("welcome", "Bring <cake>"),
            ("spots", "Berlin: kitchen"),
        ];
        let plan = read(&form(&fields), &plan(), true, "usual").plan;
        assert_eq!(
            plan.rules,
            Rules {
                kind: Kind::Buddy,
                group_size: 2,
                mix: Mix::Within,
                must_differ: Some(Unit::Department),
                must_share: vec![Common::Mode, Common::Language],
                min_overlap_minutes: 120,
                odd: Odd::SitOut,
            }
        );
        assert!(plan.managers_apart);
        assert_eq!(plan.style.called.as_str(), "Tea");
        assert_eq!(plan.style.topic.as_deref(), Some("side projects"));
        assert_eq!(plan.style.welcome.as_deref(), Some("Bring <cake>"));
        let spot = Spot { site: "Berlin".to_owned(), place: "kitchen".to_owned() };
        assert_eq!(plan.style.spots, [spot]);
        // Emptied and unticked again; the usual invitation is none of one's own.
        let emptied = read(&form(&[("welcome", "usual")]), &plan, true, "usual").plan;
        assert!(!emptied.managers_apart && emptied.rules.must_share.is_empty());
        assert_eq!((emptied.style.topic, emptied.style.welcome), (None, None));
        assert_eq!(emptied.style.spots, []);
        // What was not shown stays.
        let closed = read(&form(&[("weekday", "Tue")]), &plan, false, "usual").plan;
        assert_eq!((closed.rules, closed.style), (plan.rules, plan.style));
    }

    #[test]
    fn newcomers_are_introduced_to_one_person_and_a_break_is_for_all() {
        let of_four = |kind| {
            let fields = [("group_size", "4"), ("kind", kind)];
            read(&form(&fields), &plan(), true, "usual")
        };
        assert_eq!(wrong(&of_four("buddy")), ["group_size"]);
        let team = of_four("break");
        assert_eq!((team.plan.rules.group_size, wrong(&team)), (2, vec![]));
        assert_eq!(of_four("pairs").plan.rules.group_size, 4);
    }

    #[test]
    fn all_that_makes_no_sense_is_said_at_once() {
        let filled = form(&[
            ("weekday", "Caturday"),
            ("time", "25:00"),
            ("every", "13"),
            ("nth", "5"),
            ("zone", "Mars/Olympus"),
            ("minimum", "1"),
            ("group_size", "7"),
            ("kind", "dance"),
            ("mix", "shaken"),
            ("differ", "floor"),
            ("overlap", "9999"),
            ("odd", "even"),
            ("called", "<!channel>"),
            ("topic", &"x".repeat(81)),
            ("welcome", &"x".repeat(601)),
            ("spots", "kitchen"),
        ]);
        let filled = read(&filled, &plan(), true, "usual");
        let wanted = "weekday time nth every zone minimum group_size kind mix differ overlap odd \
                      called topic welcome spots";
        assert_eq!(wrong(&filled), wanted.split(' ').collect::<Vec<_>>());
        assert_eq!(filled.plan, plan());
    }
}
