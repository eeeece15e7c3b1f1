//! How, where and about what people can meet: what they have in common, and what their program has
//! for them.

use crate::domain::locale::Locale;
use crate::domain::people::Member;
use crate::domain::plan::Style;
use crate::domain::preferences::{Mode, Preferences, language, site_key};
use crate::views::Voice;
use crate::views::kit::{escape, list, shorten};

/// At most so many places of their site are named.
const MOST_SPOTS: usize = 3;
/// Signs of them, all together.
const LONGEST_SPOTS: usize = 200;

/// One line, or nothing where nothing is known. Only what all of them say is ever said.
pub(super) fn ways(voice: &Voice, people: &[Member], style: &Style) -> Option<String> {
    let Locale::English = voice.locale;
    let all = if people.len() == 2 { "both" } else { "all" };
    let modes = in_common(people, Preferences::modes_of);
    let modes: Vec<&str> =
        Mode::ALL.into_iter().filter(|mode| has(&modes, *mode)).map(|it| how(voice, it)).collect();
    let languages = in_common(people, |person| person.preferences.languages.clone());
    let languages: Vec<String> =
        languages.iter().filter_map(|code| language(code)).map(str::to_owned).collect();
    // Everybody who reads this reads English: another language is what is worth saying.
    let worth =
        !languages.is_empty() && !languages.iter().any(|it| Some(it.as_str()) == language("en"));
    let said = [
        (!modes.is_empty()).then(|| format!("You {all} like to meet {}.", modes.join(" or "))),
        worth.then(|| format!("You {all} speak {}.", list(voice.locale, &languages))),
        spots(people, style),
        topic(voice, style),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// What a program's conversations may be about.
pub(super) fn topic(voice: &Voice, style: &Style) -> Option<String> {
    let Locale::English = voice.locale;
    style.topic.as_ref().map(|topic| format!("*Topic:* {}", escape(topic)))
}

/// Places of the site that all of them work at, unless one of them would rather not meet there.
fn spots(people: &[Member], style: &Style) -> Option<String> {
    let site = Preferences::site_of(people.first()?)?;
    let comes = |person: &Member| {
        let modes = &person.preferences.modes;
        Preferences::site_of(person).is_some_and(|own| site_key(own) == site_key(site))
            && (modes.is_empty() || modes.contains(&Mode::InPerson) || modes.contains(&Mode::Walk))
    };
    let places: Vec<&str> = style.spots_at(site).take(MOST_SPOTS).collect();
    let come = !places.is_empty() && people.iter().all(comes);
    let places = shorten(&places.join("; "), LONGEST_SPOTS);
    come.then(|| format!("*In {}:* {}.", escape(site), escape(&places)))
}

/// What all of them say, in the order of the first; nothing where one of them says nothing.
fn in_common(people: &[Member], of: impl Fn(&Member) -> Vec<String>) -> Vec<String> {
    let mut said = people.iter().map(of);
    let mut common = said.next().unwrap_or_default();
    for one in said {
        common.retain(|it| one.contains(it));
    }
    common
}

/// Meeting in person is in common only at the same site.
fn has(modes: &[String], mode: Mode) -> bool {
    modes.iter().any(|it| it.split(':').next() == Some(mode.as_str()))
}

fn how(voice: &Voice, mode: Mode) -> &'static str {
    let Locale::English = voice.locale;
    match mode {
        Mode::Video => "by video",
        Mode::Phone => "by phone",
        Mode::Walk => "on a walk",
        Mode::InPerson => "in person",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::Spot;
    use crate::views::tests::member;

    fn person(number: u32, modes: &[Mode], languages: &[&str]) -> Member {
        let preferences = Preferences {
            modes: modes.to_vec(),
            languages: languages.iter().map(|&it| it.to_owned()).collect(),
            ..Preferences::default()
        };
        Member { site: Some("Berlin".to_owned()), preferences, ..member(number) }
    }

    fn style() -> Style {
        let spot = |place: &str| Spot { site: "berlin".to_owned(), place: place.to_owned() };
        let topic = Some("side <projects>".to_owned());
        Style { topic, spots: vec![spot("kitchen, 2nd floor"), spot("roof")], ..Style::default() }
    }

    #[test]
    fn what_all_of_them_say_is_said() {
        let people = [
            person(1, &[Mode::Video, Mode::Walk], &["de", "fr"]),
            person(2, &[Mode::Phone, Mode::Walk], &["de", "en"]),
        ];
        let line = ways(&Voice::default(), &people, &style()).unwrap();
        assert_eq!(
            line,
            "You both like to meet on a walk. You both speak Deutsch. *In Berlin:* kitchen, 2nd \
             floor; roof. *Topic:* side &lt;projects&gt;"
        );
    }

    #[test]
    fn what_only_one_says_or_goes_without_saying_is_not_said() {
        let voice = Voice::default();
        let people = [person(1, &[Mode::Video], &["de", "en"]), person(2, &[], &["de", "en"])];
        let plain = Style { topic: None, ..style() };
        assert_eq!(ways(&voice, &people, &plain), None, "one of them would meet by video only");
        let mut people = [person(1, &[], &[]), person(2, &[], &["fr"])];
        let spots = "*In Berlin:* kitchen, 2nd floor; roof.".to_owned();
        assert_eq!(ways(&voice, &people, &plain), Some(spots));
        people[1].site = Some("Lagos".to_owned());
        assert_eq!(ways(&voice, &people, &plain), None);
    }
}
