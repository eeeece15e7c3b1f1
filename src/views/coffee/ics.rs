//! A meeting as a file that every calendar reads: iCalendar, RFC 5545. One event with times in UTC,
//! no invitation to answer: nobody's calendar writes back.

use chrono::{DateTime, Utc};

use super::meeting::Entry;
use crate::domain::ids::GroupId;

/// A line holds at most so many bytes, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// The file for a group's picked time. `pick` counts the picks, from 1: a calendar that knows the
/// group's event already takes the file with the higher number in its place.
pub fn file(entry: &Entry, group: GroupId, pick: u32, made: DateTime<Utc>) -> String {
    let time = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Klatch//Coffee//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{group}@klatch"),
        format!("DTSTAMP:{}", time(made)),
        format!("SEQUENCE:{}", pick.saturating_sub(1)),
        format!("DTSTART:{}", time(entry.from)),
        format!("DTEND:{}", time(entry.to)),
        format!("SUMMARY:{}", text(&entry.title)),
        format!("DESCRIPTION:{}", text(&entry.about)),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| folded(line)).collect()
}

/// A value of type TEXT (RFC 5545, 3.3.11). Other control characters are not allowed in it.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for sign in value.chars() {
        match sign {
            '\\' | ';' | ',' => out.extend(['\\', sign]),
            '\n' => out.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

/// A line with its end, in pieces where it is too long; no character is cut in two.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 2);
    let mut room = LINE;
    for sign in line.chars() {
        if sign.len_utf8() > room {
            out.push_str("\r\n ");
            // The blank in front counts.
            room = LINE - 1;
        }
        room -= sign.len_utf8();
        out.push(sign);
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn at(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, day, hour, minute, 0).unwrap()
    }

    fn entry(title: &str) -> Entry {
        let (from, to) = (at(24, 13, 0), at(24, 13, 30));
        Entry { title: title.to_owned(), about: "Half an hour, no agenda.".to_owned(), from, to }
    }

    #[test]
    fn a_file_is_as_the_standard_has_it() {
        let group = Uuid::from_u128(9).into();
        let file = file(&entry("Coffee: Ana, Kofi"), group, 2, at(23, 9, 0));
        assert_eq!(
            file.split("\r\n").collect::<Vec<_>>(),
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//Klatch//Coffee//EN",
                "CALSCALE:GREGORIAN",
                "BEGIN:VEVENT",
                "UID:00000000-0000-0000-0000-000000000009@klatch",
                "DTSTAMP:20261123T090000Z",
                "SEQUENCE:1",
                "DTSTART:20261124T130000Z",
                "DTEND:20261124T133000Z",
                "SUMMARY:Coffee: Ana\\, Kofi",
                "DESCRIPTION:Half an hour\\, no agenda.",
                "END:VEVENT",
                "END:VCALENDAR",
                "",
            ]
        );
    }

    #[test]
    fn nobodys_name_adds_a_line() {
        let nasty = "Ana\r\nBEGIN:VALARM\nATTACH;X=1:\\evil\u{7}";
        let file = file(&entry(nasty), Uuid::nil().into(), 1, at(23, 9, 0));
        assert!(!file.contains("\r\nBEGIN:VALARM") && !file.contains('\u{7}'), "{file}");
        assert!(file.contains("SUMMARY:Ana\\nBEGIN:VALARM\\nATTACH\\;X=1:\\\\evil\r\n"), "{file}");
    }

    proptest! {
        #[test]
        fn lines_are_short_and_unfold_to_what_was_written(title in "\\PC{0,200}") {
            let file = file(&entry(&title), Uuid::nil().into(), 1, at(23, 9, 0));
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= LINE, "{line}");
                prop_assert!(!line.contains(['\r', '\n']));
            }
            let whole = file.replace("\r\n ", "");
            let summary = format!("\r\nSUMMARY:{}\r\n", text(&title));
            prop_assert!(whole.contains(&summary));
        }
    }
}
