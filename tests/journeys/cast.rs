//! Fern & Fathom, a company that does not exist: 24 people, and two who come later.

#![allow(dead_code, reason = "each test program uses a part of it")]

use klatch::playground::{Cast, Person, cast::Channel};

/// Handle, name, team, department, zone. The first is an admin, and sets coffee up.
const PEOPLE: [[&str; 5]; 24] = [
    ["anke", "Anke", "hr", "People", "Europe/Berlin"],
    ["bruno", "Bruno", "web", "Engineering", "Europe/Berlin"],
    ["chen", "Chen", "web", "Engineering", "Asia/Tokyo"],
    ["divya", "Divya", "data", "Engineering", "Asia/Kolkata"],
    ["eduardo", "Eduardo", "support", "Customers", "America/Sao_Paulo"],
    ["fatou", "Fatou", "data", "Engineering", "Africa/Lagos"],
    ["gwen", "Gwen", "sales", "Revenue", "America/New_York"],
    ["hiro", "Hiro", "design", "Product", "Asia/Tokyo"],
    ["ines", "Ines", "design", "Product", "Europe/Lisbon"],
    ["jonas", "Jonas", "platform", "Engineering", "Europe/Berlin"],
    ["kavya", "Kavya", "support", "Customers", "Asia/Kolkata"],
    ["liam", "Liam", "sales", "Revenue", "Europe/London"],
    ["maren", "Maren", "finance", "Operations", "Europe/Berlin"],
    ["nuno", "Nuno", "web", "Engineering", "Europe/Lisbon"],
    ["olga", "Olga", "platform", "Engineering", "Europe/Warsaw"],
    ["paulo", "Paulo", "support", "Customers", "America/Sao_Paulo"],
    ["quinn", "Quinn", "finance", "Operations", "America/New_York"],
    ["rahul", "Rahul", "platform", "Engineering", "Asia/Kolkata"],
    ["sofia", "Sofia", "hr", "People", "Europe/Madrid"],
    ["tariq", "Tariq", "sales", "Revenue", "Europe/Istanbul"],
    ["uma", "Uma", "data", "Engineering", "Europe/Berlin"],
    ["viktor", "Viktor", "design", "Product", "Europe/Prague"],
    ["wanda", "Wanda", "finance", "Operations", "America/New_York"],
    ["yuki", "Yuki", "support", "Customers", "Asia/Tokyo"],
];

/// Who comes later: from the other end of the world, where the day begins before Berlin's ends.
const LATER: [[&str; 5]; 2] = [
    ["aroha", "Aroha", "web", "Engineering", "Pacific/Auckland"],
    ["zelda", "Zelda", "sales", "Revenue", "America/Los_Angeles"],
];

/// Who sets coffee up.
pub(crate) const STEWARD: &str = "anke";
/// Where coffee is.
pub(crate) const CHANNEL: &str = "#coffee";

/// Everybody, in one channel.
pub(crate) fn company() -> Cast {
    let mut people: Vec<Person> = PEOPLE.iter().chain(&LATER).map(person).collect();
    people[0].is_admin = true;
    let channels = vec![
        Channel::public("general", "For everybody"),
        Channel::public("coffee", "Meet somebody new"),
    ];
    Cast { workspace: "Fern & Fathom".to_owned(), people, channels }
}

/// The handles of the 24 who are there from the start.
pub(crate) fn first() -> Vec<&'static str> {
    PEOPLE.iter().map(|row| row[0]).collect()
}

fn person(row: &[&str; 5]) -> Person {
    let [handle, name, team, department, zone] = *row;
    Person {
        // The id is the handle, so that a failure names people.
        id: format!("U{}", handle.to_uppercase()),
        name: handle.to_owned(),
        real_name: name.to_owned(),
        display_name: name.to_owned(),
        title: format!("{team} person"),
        email: format!("{handle}@fern.example"),
        tz: zone.to_owned(),
        team: team.to_owned(),
        department: department.to_owned(),
        ..Person::default()
    }
}
