//! What somebody wishes, as they filled it in, read with suspicion: a payload can hold anything.

use chrono::{NaiveTime, Weekday};

use crate::domain::hours::{DAYS, HoursProblem, Stretch, Week, WorkingHours};
use crate::domain::ids::MemberId;
use crate::domain::preferences::{
    LONGEST_NEED, LONGEST_WORD, MOST_APART, Mode, Preferences, WordsProblem, language, one_line,
    topics,
};
use crate::domain::quiet::Budget;
use crate::event::Form;
use crate::views::coffee::wishes::{ONLY_COFFEE, TRIO, WishProblem};
use crate::views::names::field;

/// Problems by field.
pub type Problems = Vec<(&'static str, WishProblem)>;

/// Reads "How I like it". What was not shown stays as it is in `before`; `site` is where the
/// directory has them.
///
/// # Errors
/// What makes no sense, all of it.
pub fn like(
    form: &Form,
    more: bool,
    before: Preferences,
    site: Option<&str>,
) -> Result<Preferences, Problems> {
    let mut problems = Problems::new();
    let mut wished = before;
    wished.prefers_trio = form.get(field::SIZE) == Some(TRIO);
    wished.modes = form.all(field::MODES).iter().filter_map(|name| Mode::named(name)).collect();
    wished.modes.sort_unstable();
    wished.modes.dedup();
    match topics(form.get(field::TOPICS).unwrap_or_default()) {
        Ok(topics) => wished.topics = topics,
        Err(WordsProblem::TooMany) => problems.push((field::TOPICS, WishProblem::ManyTopics)),
        Err(WordsProblem::TooLong) => problems.push((field::TOPICS, WishProblem::LongTopic)),
    }
    if more {
        wished.languages = form
            .all(field::LANGUAGES)
            .iter()
            .filter(|it| language(it).is_some())
            .cloned()
            .collect();
        wished.languages.sort_unstable();
        wished.languages.dedup();
        wished.site = line(form, field::SITE, LONGEST_WORD).filter(|own| site != Some(own));
        wished.need = line(form, field::NEED, LONGEST_NEED);
        match form.get(field::MESSAGES).map_or(Some(wished.budget), budget) {
            Some(budget) => wished.budget = budget,
            None => problems.push((field::MESSAGES, WishProblem::NoSuchChoice)),
        }
    }
    if wished.modes.contains(&Mode::InPerson) && wished.site.is_none() && site.is_none() {
        let at = if more { field::SITE } else { field::MODES };
        problems.push((at, WishProblem::NoSite));
    }
    if problems.is_empty() { Ok(wished) } else { Err(problems) }
}

/// One line of at most so many characters.
fn line(form: &Form, name: &str, limit: usize) -> Option<String> {
    let text = one_line(form.get(name)?).chars().take(limit).collect::<String>();
    let text = text.trim_end();
    (!text.is_empty()).then(|| text.to_owned())
}

fn budget(text: &str) -> Option<Budget> {
    if text == ONLY_COFFEE {
        return Some(Budget::only_coffee());
    }
    let per_week = text.parse().ok().filter(|n| (1..=Budget::MOST).contains(n))?;
    Some(Budget { per_week, only_coffee: false })
}

/// Reads "My hours": each day by itself, or the same on some days.
///
/// # Errors
/// What makes no sense, all of it.
pub fn hours(form: &Form, each: bool) -> Result<WorkingHours, Problems> {
    let week = if each { each_day(form)? } else { same(form)? };
    let at = if each { field::hours_on(Weekday::Mon) } else { field::HOURS_DAYS };
    WorkingHours::of_week(week).ok_or_else(|| vec![(at, WishProblem::NoDay)])
}

fn each_day(form: &Form) -> Result<Week, Problems> {
    let mut problems = Problems::new();
    let days = DAYS.map(|day| {
        let name = field::hours_on(day);
        let text = form.get(name).map(str::trim).filter(|text| !text.is_empty())?;
        stretch(text).map_err(|problem| problems.push((name, problem))).ok()
    });
    if problems.is_empty() { Ok(Week::of(days)) } else { Err(problems) }
}

fn same(form: &Form) -> Result<Week, Problems> {
    let time = |name| form.get(name).and_then(time_of_day).ok_or(name);
    let stretch = match (time(field::HOURS_FROM), time(field::HOURS_TO)) {
        (Ok(from), Ok(to)) => {
            Stretch::new(from, to).map_err(|_| vec![(field::HOURS_TO, WishProblem::EmptyHours)])?
        }
        (Err(name), _) | (_, Err(name)) => return Err(vec![(name, WishProblem::Hours)]),
    };
    let worked: Vec<Weekday> =
        form.all(field::HOURS_DAYS).iter().filter_map(|day| day.parse().ok()).collect();
    Ok(Week::of(DAYS.map(|day| worked.contains(&day).then_some(stretch))))
}

/// Hours as people type them: `9-17`, `09:00 – 17:30`, `22.00 to 6.00`.
fn stretch(text: &str) -> Result<Stretch, WishProblem> {
    let text = text.replace(['–', '—'], "-").replace(" to ", "-");
    let (from, to) = text.split_once('-').ok_or(WishProblem::Hours)?;
    let (from, to) = (time_of_day(from), time_of_day(to));
    let (from, to) = from.zip(to).ok_or(WishProblem::Hours)?;
    Stretch::new(from, to).map_err(|problem| match problem {
        HoursProblem::Empty(_) => WishProblem::EmptyHours,
        HoursProblem::NoTime(_) => WishProblem::Hours,
    })
}

/// `9`, `9:30`, `09.30`; `24:00` is midnight.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    let (hour, minute) = text.split_once([':', '.']).unwrap_or((text, "0"));
    let (hour, minute) = (hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?);
    if (hour, minute) == (24, 0) {
        return Some(NaiveTime::MIN);
    }
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// Reads "Not with…": whom, and whether not with one's manager or reports.
///
/// # Errors
/// More people than the list takes.
pub fn not_with(form: &Form) -> Result<(Vec<MemberId>, bool), Problems> {
    let picked: Vec<MemberId> =
        form.all(field::NOT_WITH).iter().filter(|id| is_an_id(id)).map(MemberId::new).collect();
    if picked.len() > MOST_APART {
        return Err(vec![(field::NOT_WITH, WishProblem::ManyPeople)]);
    }
    Ok((picked, form.get(field::MANAGER).is_some()))
}

/// Slack's ids of people: a letter, then digits and capital letters.
fn is_an_id(text: &str) -> bool {
    let all = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '-';
    text.starts_with(['U', 'W']) && text.len() <= 40 && text.chars().all(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(fields: &[(&str, &[&str])]) -> Form {
        let values = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
        Form(fields.iter().map(|(name, all)| ((*name).to_owned(), values(all))).collect())
    }

    fn read(fields: &[(&str, &[&str])], more: bool) -> Result<Preferences, Problems> {
        like(&form(fields), more, Preferences::default(), None)
    }

    #[test]
    fn an_empty_form_wishes_for_nothing() {
        assert_eq!(read(&[], true), Ok(Preferences::default()));
        assert_eq!(
            read(&[("size", &["one"]), ("messages", &["3"])], true),
            Ok(Preferences::default())
        );
    }

    #[test]
    fn what_is_not_shown_stays_and_what_was_emptied_goes() {
        let before = Preferences {
            topics: vec!["rust".into()],
            languages: vec!["de".into()],
            need: Some("No stairs".into()),
            ..Preferences::default()
        };
        let short = like(&form(&[]), false, before.clone(), None).unwrap();
        assert_eq!(short, Preferences { topics: vec![], ..before.clone() });
        assert_eq!(like(&form(&[]), true, before, None), Ok(Preferences::default()));
    }

    #[test]
    fn wishes_are_read() {
        let read = read(
            &[
                ("size", &["two"]),
                ("modes", &["walk", "video", "video", "carrier pigeon"]),
                ("topics", &["Rust, #chess"]),
                ("languages", &["en", "de", "xx"]),
                ("site", &["  Brno "]),
                ("need", &["No\nstairs"]),
                ("messages", &["only_coffee"]),
            ],
            true,
        )
        .unwrap();
        let expected = Preferences {
            prefers_trio: true,
            modes: vec![Mode::Video, Mode::Walk],
            languages: vec!["de".into(), "en".into()],
            topics: vec!["rust".into(), "chess".into()],
            site: Some("Brno".into()),
            need: Some("No stairs".into()),
            budget: Budget::only_coffee(),
            ..Preferences::default()
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn in_person_needs_a_place() {
        let in_person: (&str, &[&str]) = ("modes", &["in_person"]);
        assert_eq!(read(&[in_person], false), Err(vec![("modes", WishProblem::NoSite)]));
        assert_eq!(read(&[in_person], true), Err(vec![("site", WishProblem::NoSite)]));
        assert!(read(&[in_person, ("site", &["Brno"])], true).is_ok());
        let known = like(
            &form(&[in_person, ("site", &["Brno"])]),
            true,
            Preferences::default(),
            Some("Brno"),
        );
        assert_eq!(known.unwrap().site, None, "the directory says so already");
    }

    #[test]
    fn too_much_is_said_at_its_field() {
        let many = "a,b,c,d,e,f,g,h,i,j,k";
        assert_eq!(
            read(&[("topics", &[many])], false),
            Err(vec![("topics", WishProblem::ManyTopics)])
        );
        assert_eq!(
            read(&[("messages", &["9"])], true),
            Err(vec![("messages", WishProblem::NoSuchChoice)])
        );
        let many: Vec<String> = (0..51).map(|n| format!("U{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(
            not_with(&form(&[("not_with", &many)])),
            Err(vec![("not_with", WishProblem::ManyPeople)])
        );
        let odd: (&str, &[&str]) = ("not_with", &["U1", "<@U2>", "", "C1"]);
        assert_eq!(not_with(&form(&[odd])), Ok((vec!["U1".into()], false)));
    }

    #[test]
    fn hours_are_the_same_on_some_days() {
        let fields: &[(&str, &[&str])] = &[
            ("hours_from", &["09:00"]),
            ("hours_to", &["17:00"]),
            ("hours_days", &["Mon", "Tue", "Wed", "Thu", "Fri"]),
        ];
        assert_eq!(hours(&form(fields), false), Ok(WorkingHours::default()));
        let [from, to, _] = fields else { panic!() };
        assert_eq!(
            hours(&form(&[*from, *to]), false),
            Err(vec![("hours_days", WishProblem::NoDay)])
        );
        let same = ("hours_to", &["09:00"][..]);
        assert_eq!(
            hours(&form(&[*from, same]), false),
            Err(vec![("hours_to", WishProblem::EmptyHours)])
        );
        assert_eq!(hours(&form(&[*to]), false), Err(vec![("hours_from", WishProblem::Hours)]));
    }

    #[test]
    fn hours_of_each_day_are_read_as_people_type_them() {
        let typed = |text: &str| stretch(text).map(<[String; 2]>::from);
        let hours_of = |from: &str, to: &str| Ok([from.to_owned(), to.to_owned()]);
        assert_eq!(typed("9-17"), hours_of("09:00", "17:00"));
        assert_eq!(typed("09:00 – 17:30"), hours_of("09:00", "17:30"));
        assert_eq!(typed("22.00 to 6.00"), hours_of("22:00", "06:00"));
        assert_eq!(typed("16-24"), hours_of("16:00", "00:00"));
        assert_eq!(typed("9-9"), Err(WishProblem::EmptyHours));
        assert_eq!(typed("late"), Err(WishProblem::Hours));
        let week = hours(&form(&[("hours_tue", &["22-6"]), ("hours_wed", &[" "])]), true).unwrap();
        assert!(week.on(Weekday::Tue).is_some() && week.is_day_off(Weekday::Wed));
        let odd: &[(&str, &[&str])] =
            &[("hours_mon", &["x"]), ("hours_tue", &["9-17"]), ("hours_sun", &["9-9"])];
        let problems =
            vec![("hours_mon", WishProblem::Hours), ("hours_sun", WishProblem::EmptyHours)];
        assert_eq!(hours(&form(odd), true), Err(problems));
        assert_eq!(hours(&form(&[]), true), Err(vec![("hours_mon", WishProblem::NoDay)]));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_gets_an_answer(text in any::<String>()) {
            let filled = form(&[("hours_mon", &[&text]), ("topics", &[&text]), ("need", &[&text])]);
            let _ = hours(&filled, true);
            if let Ok(wished) = like(&filled, true, Preferences::default(), None) {
                prop_assert!(wished.need.is_none_or(|need| need.chars().count() <= LONGEST_NEED));
            }
        }
    }
}
