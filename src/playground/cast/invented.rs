//! Juniper Works, a company that does not exist.

use super::{Cast, Channel, Person};

/// Handle, name, title, team, department, zone.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const PEOPLE: &[Row] = &[
    ("ana", "Ana Ruiz", "Onboarding lead", "onboarding", "People", "Europe/Berlin"),
    ("kofi", "Kofi Mensah", "Data engineer", "data", "Engineering", "Africa/Lagos"),
    ("priya", "Priya Raman", "Site reliability", "platform", "Engineering", "Asia/Kolkata"),
    ("lena", "Lena Hoffmann", "Backend engineer", "platform", "Engineering", "Europe/Berlin"),
    ("omar", "Omar Haddad", "Build engineer", "platform", "Engineering", "Europe/London"),
    ("jun", "Jun Tanaka", "Product designer", "design", "Product", "Asia/Tokyo"),
    ("marta", "Marta Figueiredo", "UX researcher", "design", "Product", "Europe/Lisbon"),
    ("noah", "Noah Williams", "Account manager", "sales", "Revenue", "America/New_York"),
    ("bea", "Beatriz Souza", "Support engineer", "support", "Customers", "America/Sao_Paulo"),
    ("ife", "Ifeoma Okafor", "Analytics lead", "data", "Engineering", "Africa/Lagos"),
    ("tomas", "Tomás Novák", "Security engineer", "platform", "Engineering", "Europe/Prague"),
    ("grace", "Grace Kim", "Controller", "finance", "Operations", "America/New_York"),
    ("ravi", "Ravi Shankar", "Machine learning", "data", "Engineering", "Asia/Kolkata"),
    ("elif", "Elif Demir", "Illustrator", "design", "Product", "Europe/Istanbul"),
    ("sam", "Sam O'Connor", "Sales engineer", "sales", "Revenue", "Europe/London"),
    ("yuki", "Yuki Sato", "Support lead", "support", "Customers", "Asia/Tokyo"),
    ("dora", "Dóra Szabó", "Payroll", "finance", "Operations", "Europe/Budapest"),
    ("luis", "Luís Almeida", "Mobile engineer", "apps", "Engineering", "Europe/Lisbon"),
    ("mei", "Mei Lin", "Frontend engineer", "apps", "Engineering", "Asia/Singapore"),
    ("aisha", "Aisha Bello", "Recruiter", "onboarding", "People", "Africa/Lagos"),
    ("carlos", "Carlos Mendes", "Customer success", "support", "Customers", "America/Sao_Paulo"),
    ("nina", "Nina Petersen", "Product manager", "apps", "Product", "Europe/Berlin"),
    ("zoe", "Zoe Marchetti", "Summer intern", "data", "Engineering", "America/New_York"),
    ("pat", "Pat Delgado", "Left in spring", "sales", "Revenue", "America/New_York"),
    ("hana", "Hana Novotná", "Agency contact", "", "", "Europe/Prague"),
    ("birch", "Birch", "Deploys things", "", "", "UTC"),
];

/// About two dozen people in several teams and zones, two of them admins, with a guest, somebody
/// from outside, a deactivated account and another bot; channels with some talk in them.
pub fn invented() -> Cast {
    let mut people: Vec<Person> = PEOPLE.iter().map(person).collect();
    for person in &mut people {
        match person.name.as_str() {
            "ana" | "grace" => person.is_admin = true,
            "zoe" => person.is_restricted = true,
            "pat" => person.deleted = true,
            "hana" => {
                person.is_stranger = true;
                person.email = "hana@willow.example".to_owned();
            }
            "birch" => {
                person.is_bot = true;
                person.email.clear();
            }
            "jun" => {
                person.status_emoji = ":art:".to_owned();
                person.status_text = "Drawing until noon".to_owned();
            }
            _ => {}
        }
    }
    Cast { workspace: "Juniper Works".to_owned(), people, channels: channels() }
}

fn person(row: &Row) -> Person {
    let (name, real_name, title, team, department, tz) = *row;
    Person {
        name: name.to_owned(),
        real_name: real_name.to_owned(),
        display_name: real_name.split(' ').next().unwrap_or_default().to_owned(),
        title: title.to_owned(),
        email: format!("{name}@juniper.example"),
        tz: tz.to_owned(),
        team: team.to_owned(),
        department: department.to_owned(),
        ..Person::default()
    }
}

fn channels() -> Vec<Channel> {
    let old = Channel { archived: true, ..Channel::public("old-project", "Done and dusted") };
    let partners = Channel { shared: true, ..Channel::public("partners", "With Willow Agency") };
    let money = Channel { private: true, ..Channel::public("budget", "Numbers, quietly") };
    vec![
        Channel::public("general", "For everybody at Juniper Works")
            .saying("grace", "Expense reports for this month are open until Friday.")
            .saying("ana", "Please welcome Mei and Luís, who joined the apps team!")
            .saying("mei", "Thank you! Where do people usually meet each other here?"),
        Channel::public("coffee", "Meet somebody new over coffee")
            .with(&[
                "ana", "kofi", "priya", "lena", "omar", "jun", "marta", "bea", "ife", "ravi",
                "yuki", "luis", "mei", "aisha", "nina", "sam", "zoe",
            ])
            .saying("nina", "I've been here two years and never met anyone from data.")
            .saying("ife", "We don't bite. Half of us are remote, so nobody meets us."),
        Channel::public("rust", "Borrowing, lending, building")
            .with(&["lena", "priya", "kofi", "omar", "tomas", "ravi", "luis"])
            .saying("kofi", "Rewrote the nightly import: forty minutes down to three.")
            .saying("lena", "Nice! How do you handle the retries?"),
        Channel::public("random", "Everything else")
            .saying("elif", "Somebody left a very good sourdough in the Berlin kitchen.")
            .saying("lena", "There was a sourdough."),
        old.with(&["omar", "tomas", "nina"]).saying("omar", "Shipped. Closing this one."),
        partners
            .with(&["noah", "sam", "hana", "ana"])
            .saying("hana", "The new visuals are in the folder."),
        money.with(&["grace", "dora", "ana"]).saying("dora", "The travel line looks fine now."),
        Channel::public("how-to", "Questions, and the colleagues who know")
            .saying("bea", "Who would know why the nightly import stops on some days?")
            .saying("marta", "I always ask three people until somebody knows the fourth."),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_invented_company_has_all_kinds_of_people_and_channels() {
        let cast = invented();
        assert!((22..=30).contains(&cast.people.len()));
        assert_eq!(cast.people.iter().filter(|person| person.is_admin).count(), 2);
        for kind in [
            |p: &Person| p.is_restricted,
            |p: &Person| p.is_stranger,
            |p: &Person| p.deleted,
            |p: &Person| p.is_bot,
        ] {
            assert_eq!(cast.people.iter().filter(|person| kind(person)).count(), 1);
        }
        assert!(cast.people.iter().all(|person| person.tz.parse::<chrono_tz::Tz>().is_ok()));
        let handles: BTreeSet<_> = cast.people.iter().map(|person| &person.name).collect();
        assert_eq!(handles.len(), cast.people.len());
        assert!(cast.channels.iter().all(|channel| !channel.said.is_empty()));
        assert!(cast.channels.iter().any(|channel| channel.archived));
        assert!(cast.channels.iter().any(|channel| channel.shared));
        assert!(cast.channels.iter().any(|channel| channel.private));
    }
}
