//! How I like it: what people wish for themselves, and who learns of it.

use serde_json::Value;

use crate::domain::ids::MemberId;
use crate::domain::pairing::{Person, Request};
use crate::domain::people::{Belongs, Source};
use crate::features::tests::world::TestWorld;
use crate::playground::{Fill, Kind};
use crate::transaction;

/// Several values in one field; the modal that is seen then.
async fn submit(world: &TestWorld, person: &str, fields: &[(&str, Fill)]) -> String {
    world.playground().submit_form(person, fields).await.unwrap();
    world.settle().await;
    world.modal(person)
}

/// What the pairing of the round that runs was asked.
async fn asked(world: &TestWorld) -> Request {
    let (workspace, program) = (world.workspace(), world.programs().await.remove(0));
    let mut tx = world.store().read().await.unwrap();
    let round = tx.current_round(&workspace, program.id).await.unwrap().unwrap();
    tx.request(&workspace, round.id).await.unwrap().unwrap()
}

fn person<'a>(request: &'a Request, world: &TestWorld, name: &str) -> &'a Person {
    request.people.iter().find(|it| it.member == world.id(name)).unwrap()
}

async fn reports_to(world: &TestWorld, person: &str, manager: &str) {
    let (store, workspace) = (world.store(), world.workspace());
    let manager = Some(world.id(manager).to_string());
    let place = (world.id(person), Belongs { manager, ..Belongs::default() });
    let now = world.world.clock.now();
    transaction!(store, |tx| tx
        .keep_places(&workspace, Source::File, std::slice::from_ref(&place), now)
        .await)
    .await
    .unwrap();
}

#[tokio::test]
async fn what_somebody_wishes_is_kept_and_asked_of_the_pairing() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.command("ana", "#rust", "").await;
    insta::assert_snapshot!(world.click("ana", "How I like it…").await, @r"
    == How I like it ==
    This counts for all your coffees, from the next round on. Only you see this page; people I introduce you to read what you have in common.
    I'd rather meet: <One person: One person | Two people, where that works out>
    How I like to meet (optional): [ ] By video  [ ] By phone  [ ] On a walk  [ ] In person, at my site
      None of them: any way is fine.
    I like to talk about (optional): <rust, hiking, old films>
      Up to 10 topics, with commas between them.
    [More…] [My hours…] [Not with…]
    · *More…* has languages, your site and how many messages you want.
    [Cancel] [Save]
    ");
    insta::assert_snapshot!(world.click("ana", "More…").await, @r"
    == How I like it ==
    This counts for all your coffees, from the next round on. Only you see this page; people I introduce you to read what you have in common.
    I'd rather meet: <One person: One person | Two people, where that works out>
    How I like to meet (optional): [ ] By video  [ ] By phone  [ ] On a walk  [ ] In person, at my site
      None of them: any way is fine.
    I like to talk about (optional): <rust, hiking, old films>
      Up to 10 topics, with commas between them.
    Languages I speak (optional): <Pick languages: Bahasa Indonesia | Català | Čeština | Dansk | Deutsch | Eesti | English | Español | Euskara | Français | Gaeilge | Hrvatski | Italiano | Kiswahili | Latviešu | Lietuvių | Magyar | Nederlands | Norsk | Polski | Português | Română | Slovenčina | Slovenščina | Suomi | Svenska | Tiếng Việt | Türkçe | Ελληνικά | Български | Русский | Српски | Українська | עברית | العربية | فارسی | हिन्दी | 中文 | 日本語 | 한국어>
      None of them: any is fine.
    My site (optional): <The town or office>
      For meeting in person.
    What my coffees need (optional): <No stairs, subtitles, a quiet place…>
      Whoever I introduce you to reads this line. Empty: nobody does.
    Messages I didn't ask for: <At most 3 a week, as usual: Only my coffee: no reminders or questions | At most one a week | At most 2 a week | At most 3 a week, as usual | At most 4 a week | At most 5 a week>
      Never more than one a day.
    [My hours…] [Not with…]
    [Cancel] [Save]
    ");
    let fields = [
        ("size", Fill::from("two")),
        ("modes", Fill::from(["video", "in_person"])),
        ("topics", Fill::from("Rust, #Chess, <!channel>")),
        ("languages", Fill::from(["de", "en"])),
        ("site", Fill::from(" Berlin")),
        ("need", Fill::from("No stairs, <!here>")),
        ("messages", Fill::from("5")),
    ];
    insta::assert_snapshot!(submit(&world, "ana", &fields).await, @r"
    == How I like it ==
    :white_check_mark: *Saved.* It counts from the next round on, in all your coffees.
    [Close]
    ");
    world.close("ana");
    let again = world.command("ana", "dm", "like").await;
    assert!(again.contains("rust, chess, <!channel>"), "{again}");
    assert!(again.contains("[x] By video") && again.contains("[ ] By phone"), "{again}");
    the_pairing_is_asked(&world).await;
}

/// What Ana wished, and Bo did not.
async fn the_pairing_is_asked(world: &TestWorld) {
    world.advance_to("Mon 09:01").await;
    let request = asked(world).await;
    let ana = person(&request, world, "ana");
    assert!(ana.prefers_trio);
    assert_eq!(ana.modes, ["video", "in_person:berlin"]);
    assert_eq!(ana.languages, ["de", "en"]);
    assert_eq!(ana.interests, ["rust", "chess", "<!channel>"]);
    let coffee = world.coffee_of("bo");
    assert!(coffee.contains("Good to know for meeting Ana: No stairs, <!here>"), "{coffee}");
    assert_eq!(coffee.matches("Good to know").count(), 1, "{coffee}");
    let bo = person(&request, world, "bo");
    let plain = Person { tz: bo.tz, team: bo.team.clone(), ..Person::new(bo.member.clone()) };
    assert_eq!(*bo, Person { department: bo.department.clone(), ..plain });
}

#[tokio::test]
async fn what_cannot_be_kept_is_said_at_its_field_and_nothing_is_changed() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    world.command("ana", "#rust", "like").await;
    let many = "a,b,c,d,e,f,g,h,i,j,k";
    let fields = [("modes", "in_person"), ("topics", many)];
    insta::assert_snapshot!(world.submit("ana", fields).await, @r"
    modes: I don't know where you work. Press More… and fill in your site.
    topics: That's more than 10. Keep your favorites.
    ");
    world.close("ana");
    world.command("ana", "#rust", "like").await;
    world.click("ana", "My hours…").await;
    world.click("ana", "Each day…").await;
    let fields = [("hours_mon", "late"), ("hours_tue", "9-9"), ("hours_wed", "22-6")];
    insta::assert_snapshot!(world.submit("ana", fields).await, @r"
    hours_mon: Give a start and an end, like 09:00-17:00.
    hours_tue: These hours end where they begin.
    ");
    let (workspace, ana) = (world.workspace(), world.id("ana"));
    let mut tx = world.store().read().await.unwrap();
    assert_eq!(tx.preferences(&workspace, &ana).await.unwrap(), Default::default());
}

#[tokio::test]
async fn hours_of_ones_own_are_when_messages_come() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "cy"]).await;
    world.home("ana").await;
    world.click("ana", "How I like it…").await;
    insta::assert_snapshot!(world.click("ana", "My hours…").await, @r"
    == My hours ==
    I only write to you while you work, and look for coffee partners whose hours meet yours. These are hours in *Berlin*, as your Slack profile says.
    From: <09:00>
    To: <17:00>
      Earlier than the start: on the next morning.
    On: [x] Monday  [x] Tuesday  [x] Wednesday  [x] Thursday  [x] Friday  [ ] Saturday  [ ] Sunday
    [Each day…]
    [Cancel] [Save]
    ");
    let days = ("hours_days", Fill::from(["Tue", "Wed", "Thu"]));
    let fields = [("hours_from", Fill::from("14:00")), ("hours_to", Fill::from("22:00")), days];
    let saved = submit(&world, "ana", &fields).await;
    assert!(saved.contains("*Saved.*"), "{saved}");
    world.close("ana");
    world.advance_to("Tue 13:59").await;
    assert_eq!(world.groups_of("ana"), [""; 0], "Monday is a day off of hers");
    world.advance_to("Tue 14:01").await;
    assert!(world.coffee_of("ana").contains("meet @Cy"));
    let request = asked(&world).await;
    let hours = serde_json::to_value(&person(&request, &world, "ana").working_hours).unwrap();
    assert_eq!(hours["tue"], serde_json::json!(["14:00", "22:00"]));
    assert_eq!(hours["mon"], Value::Null);
}

#[tokio::test]
async fn a_night_shift_is_typed_day_by_day() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    world.command("ana", "#rust", "like").await;
    world.click("ana", "My hours…").await;
    insta::assert_snapshot!(world.click("ana", "Each day…").await, @r"
    == My hours ==
    I only write to you while you work, and look for coffee partners whose hours meet yours. These are hours in *Berlin*, as your Slack profile says.
    Monday (optional): <09:00-17:00>
    Tuesday (optional): <09:00-17:00>
    Wednesday (optional): <09:00-17:00>
    Thursday (optional): <09:00-17:00>
    Friday (optional): <09:00-17:00>
    Saturday (optional): <Free>
    Sunday (optional): <Free>
    · Leave a day empty if you're free. `22:00-06:00` is a night shift.
    [Cancel] [Save]
    ");
    let saved = world.submit("ana", [("hours_fri", "22-6"), ("hours_mon", "8:30 – 12")]).await;
    assert!(saved.contains("*Saved.*"), "{saved}");
    world.close("ana");
    world.command("ana", "#rust", "like").await;
    let again = world.click("ana", "My hours…").await;
    assert!(again.contains("Monday (optional): <08:30-12:00>"), "{again}");
    assert!(again.contains("Friday (optional): <22:00-06:00>"), "{again}");
}

#[tokio::test]
async fn who_is_kept_apart_stays_apart_in_every_coffee_and_both_ways() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy"]).await;
    reports_to(&world, "cy", "bo").await;
    world.command("ana", "#rust", "like").await;
    insta::assert_snapshot!(world.click("ana", "Not with…").await, @r"
    == Not with… ==
    I won't introduce you to these people, in any coffee. Only you see this list: nobody is told, and it's never given as a reason.
    Not with (optional): <Nobody>
    Nor with (optional): [ ] My manager, or people who report to me
    [Cancel] [Save]
    ");
    let (ana, bo, cy) = (world.id("ana"), world.id("bo"), world.id("cy"));
    let fields = [("not_with", bo.as_str())];
    let saved = world.submit("ana", fields).await;
    assert!(saved.contains("*Saved.*") && !saved.contains("leaves nobody"), "{saved}");
    world.close("ana");
    world.command("bo", "#rust", "like").await;
    let not_with = world.click("bo", "Not with…").await;
    assert!(!not_with.contains("Ana"), "{not_with}");
    world.submit("bo", [("manager", "apart")]).await;
    world.close("bo");
    world.advance_to("Mon 09:01").await;
    let request = asked(&world).await;
    assert_eq!(request.exclusions, [[ana.clone(), bo.clone()], [bo.clone(), cy]]);
    // Taken back, it counts no more.
    world.command("ana", "#rust", "like").await;
    let before = world.click("ana", "Not with…").await;
    assert!(before.contains("Not with (optional): <Bo>"), "{before}");
    submit(&world, "ana", &[("not_with", Fill::Nothing)]).await;
    world.advance_to("Mon 09:01").await;
    let pairs: Vec<[MemberId; 2]> = asked(&world).await.exclusions;
    assert!(!pairs.contains(&[ana, bo]), "{pairs:?}");
}

#[tokio::test]
async fn who_leaves_nobody_reads_kindly_what_would_happen() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.coffee_in("#go", ["ana", "bo", "cy"]).await;
    world.command("ana", "#rust", "like").await;
    world.click("ana", "Not with…").await;
    let bo = world.id("bo");
    insta::assert_snapshot!(world.submit("ana", [("not_with", bo.as_str())]).await, @r"
    == How I like it ==
    :white_check_mark: *Saved.* It counts from the next round on, in all your coffees.
    In #rust that leaves nobody I could introduce you to. You'd sit out there, and nobody would learn why. To meet somebody again, take a name off your list, or wait until more people join.
    [Close]
    ");
    // Bo is not told by his own list that somebody keeps apart from him.
    world.command("bo", "#rust", "like").await;
    world.click("bo", "Not with…").await;
    let saved = submit(&world, "bo", &[]).await;
    assert!(!saved.contains("leaves nobody"), "{saved}");
}

/// All that somebody sees, wherever they look, before anybody is introduced.
async fn sight(world: &TestWorld, person: &str) -> String {
    let mut seen = world.home(person).await;
    for words in ["", "like", "help", "setup"] {
        seen += &world.command(person, "#rust", words).await;
        world.close(person);
    }
    seen + &world.read(person, "#rust") + &world.dm(person)
}

#[tokio::test]
async fn nobody_else_sees_that_somebody_keeps_apart() {
    let mut seen: Vec<Vec<String>> = Vec::new();
    for keeps_apart in [false, true] {
        let world = TestWorld::new().await;
        world.coffee_in("#rust", ["ana", "bo", "cy", "di"]).await;
        world.command("ana", "#rust", "like").await;
        world.click("ana", "Not with…").await;
        let bo = if keeps_apart { Fill::from(world.id("bo").as_str()) } else { Fill::Nothing };
        submit(&world, "ana", &[("not_with", bo)]).await;
        world.close("ana");
        let mut all = Vec::new();
        for person in ["bo", "cy", "ada"] {
            all.push(sight(&world, person).await);
        }
        let workspace = world.workspace();
        let trail = world.store().read().await.unwrap().audit_trail(&workspace, 99).await.unwrap();
        all.push(trail.iter().map(|it| format!("{} {}\n", it.action, it.detail)).collect());
        seen.push(all);
        world.advance_to("Fri 17:00").await;
        for person in ["ana", "bo", "cy", "di"] {
            let home = world.home(person).await;
            let said =
                world.groups_of(person).iter().map(|it| world.read(person, it)).collect::<String>();
            let why = match world.groups_of(person).is_empty() {
                true => String::new(),
                false => world.press_in_group(person, "Why us?").await,
            };
            for text in [home, said, why, world.dm(person)] {
                let text = text.to_lowercase();
                for word in ["exclu", "not with", "apart"] {
                    assert!(!text.contains(word), "{word}: {text}");
                }
            }
        }
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn only_my_coffee_means_no_reminders_and_no_questions() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.home("ana").await;
    world.click("ana", "How I like it…").await;
    world.click("ana", "More…").await;
    world.submit("ana", [("messages", "only_coffee")]).await;
    world.close("ana");
    let home = world.home_as_it_is("ana");
    assert!(home.contains("I write to you only about your coffee, at most once a day"), "{home}");
    world.advance_to("Sun 12:00").await;
    world.advance_to("Sun 12:00").await;
    let coffee = world.coffee_of("ana");
    assert!(coffee.contains("@Ana, meet @Bo."), "{coffee}");
    assert!(
        !coffee.contains("Have you found a time") && !coffee.contains("Did you get"),
        "{coffee}"
    );
    let home = world.home("ana").await;
    assert!(home.contains("[We met] [Not this time]"), "{home}");
}

#[tokio::test]
async fn one_message_a_week_is_the_introduction() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.command("ana", "#rust", "like").await;
    world.click("ana", "More…").await;
    world.submit("ana", [("messages", "1")]).await;
    world.close("ana");
    for round in 1..=3 {
        world.advance_to("Mon 10:00").await;
        assert_eq!(world.programs().await[0].rounds, round);
    }
    world.advance_to("Sun 12:00").await;
    let group = world.group_of("ana");
    let written = world.playground().messages("ana", &group);
    let written = written.iter().filter(|it| it.only_for.is_none() && it.subtype.is_none());
    assert_eq!(written.count(), 3, "{}", world.coffee_of("ana"));
}

#[tokio::test]
async fn chats_that_are_open_stay_as_they_are() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 10:00").await;
    let places = world.playground().conversations_of("ana");
    assert_eq!(places.iter().filter(|it| it.kind == Kind::Group).count(), 1);
    world.command("ana", "#rust", "like").await;
    world.click("ana", "Not with…").await;
    let bo = world.id("bo");
    world.submit("ana", [("not_with", bo.as_str())]).await;
    assert!(world.coffee_of("bo").contains("[Pick a time]"), "nothing shows where they met");
}
