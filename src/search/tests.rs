//! What the index finds, as people would tell it.

use chrono::{DateTime, Duration, Utc};

use super::{Ask, Document, Index, Kind, View};

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn question(key: &str, title: &str, text: &str) -> Document {
    Document {
        kind: Kind::Question,
        key: key.to_owned(),
        of: key.to_owned(),
        title: title.to_owned(),
        text: text.to_owned(),
        topic: None,
        at: start(),
        author: None,
    }
}

fn answer(key: &str, of: &str, text: &str, author: &str) -> Document {
    let (of, author) = (of.to_owned(), Some(author.to_owned()));
    Document { kind: Kind::Answer, of, author, ..question(key, "", text) }
}

fn filled(documents: &[Document]) -> Index {
    let mut index = Index::in_memory().unwrap();
    for document in documents {
        index.put(document).unwrap();
    }
    index.commit(1).unwrap();
    index
}

fn like(view: &View, title: &str, text: &str) -> Vec<String> {
    let hits = view.similar(&Ask::new(title, text, Kind::Question, 10)).unwrap();
    hits.into_iter().map(|hit| hit.key).collect()
}

fn sought(view: &View, words: &str) -> Vec<String> {
    let hits = view.find(words, Kind::Question, 10).unwrap();
    hits.into_iter().map(|hit| hit.key).collect()
}

#[test]
fn what_somebody_may_not_read_takes_nobodys_place() {
    let mut documents: Vec<Document> = (0..60)
        .map(|number| question(&format!("hidden-{number:02}"), "Rotating", "Rotating, at night."))
        .collect();
    documents.push(question(
        "open",
        "On holidays",
        "Who is rotating the certificates then, and when?",
    ));
    let hidden = documents.iter().map(|it| it.key.clone()).filter(|key| key != "open").collect();
    let view = filled(&documents).view();
    for words in ["rotating", "rotating certificates"] {
        assert!(sought(&view, "rotating").iter().all(|key| key != "open"), "it is the last of all");
        let hits = view.find_but(words, Kind::Question, 5, &hidden).unwrap();
        assert_eq!(hits.into_iter().map(|hit| hit.key).collect::<Vec<_>>(), ["open"]);
    }
}

fn shelf() -> Index {
    filled(&[
        question(
            "deploy",
            "Deploying to staging fails",
            "The deployment of our service stops with a timeout.",
        ),
        question(
            "coffee",
            "Which coffee machine?",
            "We would like to buy a machine for the third floor.",
        ),
        question(
            "vpn",
            "VPN drops every hour",
            "The tunnel is gone after sixty minutes, and then staging is not reachable.",
        ),
        answer("a1", "deploy", "Raise the timeout of the health check before you deploy.", "U1"),
        answer("a2", "vpn", "Renew the key of the tunnel.", "U2"),
    ])
}

#[test]
fn a_question_finds_its_like() {
    let view = shelf().view();
    assert_eq!(like(&view, "How do I deploy to staging?", ""), ["deploy", "vpn"]);
    assert_eq!(like(&view, "Machines that make coffee", ""), ["coffee"]);
    assert_eq!(like(&view, "What is love?", ""), [""; 0]);
    let hits = view.similar(&Ask::new("deploy with a timeout", "", Kind::Answer, 5)).unwrap();
    assert_eq!((hits[0].key.as_str(), hits[0].of.as_str()), ("a1", "deploy"));
    assert_eq!(hits[0].author.as_deref(), Some("U1"));
}

#[test]
fn words_in_the_title_weigh_more() {
    let view = filled(&[
        question("below", "A question", "Something about kubernetes and other things"),
        question("above", "Something about kubernetes", "and other things, a question"),
    ])
    .view();
    assert_eq!(like(&view, "kubernetes", ""), ["above", "below"]);
}

#[test]
fn a_question_is_neither_its_own_like_nor_like_what_came_later() {
    let mut late = question("late", "Deploying to staging fails again", "");
    late.at = start() + Duration::days(1);
    let view = filled(&[
        question("early", "Deploying to staging fails", ""),
        question("own", "Deploying to staging fails", ""),
        late,
    ])
    .view();
    let mut ask = Ask::new("Deploying to staging fails", "", Kind::Question, 10);
    ask.but = Some("own");
    ask.before = Some(start() + Duration::hours(1));
    let keys: Vec<String> = view.similar(&ask).unwrap().into_iter().map(|hit| hit.key).collect();
    assert_eq!(keys, ["early"]);
}

#[test]
fn the_same_topic_is_nearer() {
    let mut documents =
        vec![question("a", "Tests are slow", ""), question("b", "Tests are slow", "")];
    documents[1].topic = Some("Rust".to_owned());
    let view = filled(&documents).view();
    let mut ask = Ask::new("slow tests", "", Kind::Question, 10);
    assert_eq!(view.similar(&ask).unwrap()[0].key, "a");
    ask.topic = Some("rust");
    assert_eq!(view.similar(&ask).unwrap()[0].key, "b");
}

#[test]
fn what_is_changed_or_deleted_is_no_longer_found() {
    let mut index = shelf();
    let before = index.view();
    index.put(&question("coffee", "Which tea?", "For the third floor.")).unwrap();
    index.delete(Kind::Question, "vpn").unwrap();
    index.commit(2).unwrap();
    let view = index.view();
    assert_eq!(sought(&view, "coffee"), [""; 0]);
    assert_eq!(sought(&view, "tea"), ["coffee"]);
    assert_eq!(sought(&view, "tunnel"), [""; 0]);
    assert_eq!(sought(&before, "tunnel"), ["vpn"], "a view stays as it is");
    assert_eq!(index.seq(), 2);
}

#[test]
fn searching_wants_all_words_and_then_some() {
    let view = shelf().view();
    assert_eq!(sought(&view, "staging timeout"), ["deploy", "vpn"]);
    assert_eq!(sought(&view, "the third"), ["coffee"]);
}

#[test]
fn signs_of_a_query_language_are_only_signs() {
    let view = shelf().view();
    for odd in [
        "coffee AND NOT title:*",
        "\"coffee",
        "coffee~2 +(",
        "[a TO z] coffee",
        "kind:q OR coffee",
        "coffee\u{0}\u{1f}",
    ] {
        assert_eq!(sought(&view, odd).first().map(String::as_str), Some("coffee"), "{odd}");
    }
    for odd in ["", "🎉", ":tada:", "???", "*", "\\", "   ", "<@U012>"] {
        assert_eq!(sought(&view, odd), [""; 0], "{odd}");
        assert_eq!(like(&view, odd, odd), [""; 0], "{odd}");
    }
}

#[test]
fn a_question_as_long_as_a_book_is_cut_to_what_tells_most() {
    let view = shelf().view();
    let long: String = (0..5_000).map(|number| format!("word{number} ")).collect();
    assert!(long.len() > 40_000);
    assert_eq!(like(&view, "tunnel", &long), ["vpn"]);
    assert_eq!(like(&view, "", &"x".repeat(40_000)), [""; 0]);
}

#[test]
fn languages_are_told_apart_and_accents_are_not() {
    let view = filled(&[
        question("de", "Häuser streichen", "Wie kann ich die Häuser streichen, wenn es im Winter nicht mehr wärmer wird als fünf Grad?"),
        question("fr", "Réserver une salle", "Comment est-ce que je peux réserver les salles pour des réunions avec les équipes de Paris ?"),
        question("ru", "Настройка сервера", "Как настроить сервер, если у меня нет доступа и это не работает?"),
        question("zh", "部署失败怎么办", "服务器部署失败,提示超时。"),
        question("ja", "コーヒーマシンの使い方", "三階のコーヒーマシンが動きません。"),
        question("th", "เครื่องชงกาแฟเสีย", "เครื่องชงกาแฟชั้นสามเสีย"),
    ])
    .view();
    assert_eq!(like(&view, "Wann soll ich das Haus im Winter streichen und wie?", ""), ["de"]);
    assert_eq!(sought(&view, "hauser"), ["de"]);
    assert_eq!(sought(&view, "reservation salles"), ["fr"]);
    assert_eq!(sought(&view, "equipes"), ["fr"]);
    assert_eq!(like(&view, "Где настройки серверов, как это сделать и не сломать", ""), ["ru"]);
    assert_eq!(like(&view, "部署超时", ""), ["zh"]);
    assert_eq!(sought(&view, "败"), ["zh"]);
    assert_eq!(like(&view, "コーヒーを飲みたい", ""), ["ja"]);
    assert_eq!(like(&view, "กาแฟ", ""), ["th"]);
}

#[test]
fn a_folder_keeps_what_was_committed() {
    let folder = tempfile::tempdir().unwrap();
    let mut index = Index::create(folder.path()).unwrap();
    index.put(&question("kept", "Deploying", "")).unwrap();
    index.commit(7).unwrap();
    index.put(&question("lost", "Deploying", "")).unwrap();
    index.rest().unwrap();
    drop(index);
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(index.seq(), 7);
    assert_eq!(sought(&index.view(), "deploy"), ["kept"]);
}
