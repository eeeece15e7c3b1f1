//! A cast from a file: one's own company instead of the invented one.

use std::collections::BTreeSet;
use std::io::Read;

use chrono_tz::Tz;
use serde_json::Value;

use super::super::json::{flag, text};
use super::{Cast, Person};

const COLUMNS: [&str; 5] = ["name", "email", "team", "department", "zone"];

/// People from a CSV with the header `name,email,team,department,zone`, in any order; further
/// columns are left alone. Only `name` must be there and filled in.
///
/// # Errors
/// One sentence that names the line.
pub fn from_csv(reader: impl Read) -> Result<Cast, String> {
    let mut csv = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(reader);
    let header = csv.headers().map_err(|error| wrong_line(&error))?.clone();
    let place = |wanted: &str| {
        header
            .iter()
            .position(|column| column.trim_start_matches('\u{feff}').eq_ignore_ascii_case(wanted))
    };
    if place("name").is_none() {
        let known = COLUMNS.join(",");
        return Err(format!("Line 1: there is no column `name`; expected the header {known}."));
    }
    let places = COLUMNS.map(place);
    let mut people = Vec::new();
    let mut handles = BTreeSet::new();
    for record in csv.records() {
        let record = record.map_err(|error| wrong_line(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let [name, email, team, department, zone] =
            places.map(|place| place.and_then(|p| record.get(p)).unwrap_or_default().to_owned());
        if name.is_empty() {
            return Err(format!("Line {line}: the name is empty."));
        }
        if !email.is_empty() && !email.contains('@') {
            return Err(format!("Line {line}: {email} is not an e-mail address."));
        }
        if !zone.is_empty() && zone.parse::<Tz>().is_err() {
            return Err(format!(
                "Line {line}: {zone} is not a time zone such as Europe/Berlin or America/New_York."
            ));
        }
        let tz = if zone.is_empty() { "UTC".to_owned() } else { zone };
        let handle = handle(&email, &name, &mut handles);
        people.push(Person {
            name: handle,
            real_name: name,
            email,
            team,
            department,
            tz,
            ..Person::default()
        });
    }
    if people.is_empty() {
        return Err("Line 2: there is nobody in the file.".to_owned());
    }
    Ok(Cast::with_usual_channels("Your company", admin_first(people)))
}

fn wrong_line(error: &csv::Error) -> String {
    let line = error.position().map_or(1, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("Line {line}: {len} columns instead of {expected_len}.")
        }
        csv::ErrorKind::Utf8 { .. } => format!("Line {line}: the text is not UTF-8."),
        csv::ErrorKind::Io(error) => format!("Line {line}: it cannot be read ({error})."),
        _ => format!("Line {line}: it is not CSV."),
    }
}

/// A handle that nobody else has: from the address, or the name.
fn handle(email: &str, name: &str, taken: &mut BTreeSet<String>) -> String {
    let from = email.split('@').next().filter(|part| !part.is_empty()).unwrap_or(name);
    let base: String = from
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { '.' })
        .collect();
    let mut handle = base.clone();
    let mut number = 2;
    while !taken.insert(handle.clone()) {
        handle = format!("{base}{number}");
        number += 1;
    }
    handle
}

/// Somebody has to be able to set things up.
fn admin_first(mut people: Vec<Person>) -> Vec<Person> {
    if !people.iter().any(|person| person.is_admin)
        && let Some(first) = people.iter_mut().find(|person| !person.deleted && !person.is_bot)
    {
        first.is_admin = true;
    }
    people
}

/// People from an answer of `users.list`, or from an export's `users.json`.
///
/// # Errors
/// One sentence that names the line, or the entry.
pub fn from_users_json(mut reader: impl Read) -> Result<Cast, String> {
    let mut content = String::new();
    reader
        .read_to_string(&mut content)
        .map_err(|error| format!("Line 1: it cannot be read ({error})."))?;
    let value: Value = serde_json::from_str(&content)
        .map_err(|error| format!("Line {}: it is not JSON.", error.line()))?;
    let users = value.as_array().or_else(|| value.get("members").and_then(Value::as_array));
    let users = users.ok_or(
        "Line 1: expected a list of users, or an answer of users.list with `members` in it.",
    )?;
    let mut people = Vec::new();
    let mut handles = BTreeSet::new();
    for (number, user) in users.iter().enumerate() {
        let id = text(user, "id");
        if id == "USLACKBOT" {
            continue;
        }
        let person =
            person(user).filter(|person| handles.insert(person.id.clone())).ok_or_else(|| {
                let line = line_of(&content, id);
                format!("Line {line}: user {} has no id or name, or comes twice.", number + 1)
            })?;
        people.push(person);
    }
    if people.is_empty() {
        return Err("Line 1: there is nobody in the file.".to_owned());
    }
    Ok(Cast::with_usual_channels("Your company", admin_first(people)))
}

fn line_of(content: &str, id: &str) -> usize {
    let before = content.rfind(id).filter(|_| !id.is_empty());
    before.and_then(|at| content.get(..at)).map_or(1, |text| text.matches('\n').count() + 1)
}

fn person(user: &Value) -> Option<Person> {
    let id = Some(text(user, "id")).filter(|id| !id.is_empty())?;
    let name = Some(text(user, "name")).filter(|name| !name.is_empty())?;
    let empty = Value::Null;
    let profile = user.get("profile").unwrap_or(&empty);
    let real_name = [text(user, "real_name"), text(profile, "real_name"), name]
        .into_iter()
        .find(|name| !name.is_empty())?;
    Some(Person {
        id: id.to_owned(),
        name: name.to_owned(),
        real_name: real_name.to_owned(),
        display_name: text(profile, "display_name").to_owned(),
        title: text(profile, "title").to_owned(),
        email: text(profile, "email").to_owned(),
        tz: text(user, "tz").to_owned(),
        status_emoji: text(profile, "status_emoji").to_owned(),
        status_text: text(profile, "status_text").to_owned(),
        status_expiration: profile.get("status_expiration").and_then(Value::as_i64).unwrap_or(0),
        deleted: flag(user, "deleted"),
        is_bot: flag(user, "is_bot"),
        is_admin: flag(user, "is_admin") || flag(user, "is_owner"),
        is_restricted: flag(user, "is_restricted"),
        is_ultra_restricted: flag(user, "is_ultra_restricted"),
        is_stranger: flag(user, "is_stranger"),
        ..Person::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_csv_in_any_order_makes_a_company() {
        let file = "zone,Name,shoe size,email,team\n\
                    Europe/Berlin,Ana Ruiz,38,ana@example.com,platform\n\
                    ,\"Osei, Kofi\",44,,data\n";
        let cast = from_csv(file.as_bytes()).unwrap();
        let ana = &cast.people[0];
        assert_eq!((ana.name.as_str(), ana.tz.as_str()), ("ana", "Europe/Berlin"));
        assert_eq!(ana.team, "platform");
        assert!(ana.is_admin);
        let kofi = &cast.people[1];
        assert_eq!((kofi.name.as_str(), kofi.tz.as_str()), ("osei..kofi", "UTC"));
        assert!(cast.channels.iter().any(|channel| channel.name == "coffee"));
    }

    #[test]
    fn a_wrong_csv_is_answered_with_its_line() {
        let read = |file: &str| from_csv(file.as_bytes()).unwrap_err();
        assert!(read("who\nAna\n").starts_with("Line 1: there is no column `name`"));
        assert_eq!(read("name,zone\nAna,Berlin\n").split(':').next(), Some("Line 2"));
        assert_eq!(read("name,zone\nAna,UTC\n,UTC\n"), "Line 3: the name is empty.");
        assert_eq!(read("name,zone\nAna,UTC,x\n"), "Line 2: 3 columns instead of 2.");
        assert!(read("name,email\nAna,ana\n").contains("not an e-mail address"));
        assert!(read("name\n").contains("nobody"));
    }

    #[test]
    fn users_list_and_an_export_are_read_alike() {
        let users = r#"[
            {"id": "USLACKBOT", "name": "slackbot"},
            {"id": "W1", "name": "egon", "real_name": "Egon Spengler", "tz": "Asia/Tokyo",
             "is_owner": true, "profile": {"email": "egon@example.com", "title": "Physicist"}}
        ]"#;
        let export = from_users_json(users.as_bytes()).unwrap();
        let listed = from_users_json(format!(r#"{{"ok":true,"members":{users}}}"#).as_bytes());
        assert_eq!(Ok(&export), listed.as_ref());
        assert_eq!(export.people.len(), 1);
        assert_eq!(export.people[0].title, "Physicist");
        assert!(export.people[0].is_admin);
    }

    #[test]
    fn a_wrong_users_file_is_answered_with_its_line() {
        let read = |file: &str| from_users_json(file.as_bytes()).unwrap_err();
        assert_eq!(read("[\n{]"), "Line 2: it is not JSON.");
        assert!(read("{}").starts_with("Line 1: expected a list"));
        assert!(read("[\n{\"id\": \"U1\"}\n]").starts_with("Line 2: user 1 has no id or name"));
    }
}
