//! However days are cut and mixed, and whatever comes twice, the questions are the same.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::*;

/// Messages of some threads: who wrote, in which thread, which text, with which reactions.
fn messages() -> impl Strategy<Value = Vec<Value>> {
    let texts = prop::sample::select(vec![
        "How do I mock time in a test?",
        "We deployed the release to production",
        "Pass a clock in wherever time is asked for",
        "ok",
        "<@U1> has the answer to that, I think",
    ]);
    let kinds = prop::sample::select(vec!["", "", "", "", "tombstone", "bot_message"]);
    let reactions = prop::sample::select(vec!["white_check_mark", "+1", "eyes"]);
    let message = (0..4_u32, 0..6_u32, 1..5_u32, texts, kinds, reactions, 0..5_u32, any::<bool>());
    prop::collection::vec(message, 0..24).prop_map(|all| {
        let of = |(thread, place, by, text, kind, reaction, from, edited): (
            u32,
            u32,
            u32,
            &str,
            &str,
            &str,
            u32,
            bool,
        )| {
            let root = format!("17000000{thread}0.000000");
            let ts = format!("17000000{thread}{place}.000000");
            let mut message = said(&ts, &root, &format!("U{by}"), text);
            if !kind.is_empty() {
                message["subtype"] = json!(kind);
            }
            if edited {
                message["edited"] = json!({"ts": format!("17100000{by}0.000000")});
            }
            message["reactions"] = json!([{"name": reaction, "users": [format!("U{from}")]}]);
            message
        };
        all.into_iter().map(of).collect()
    })
}

fn days_of(messages: &[Value], cuts: &[usize]) -> Pack {
    let mut days = vec![Vec::new(); 5];
    for (message, cut) in messages.iter().zip(cuts.iter().cycle()) {
        days[*cut].push(message.clone());
    }
    let mut pack = Pack::usual();
    for (day, messages) in days.into_iter().enumerate() {
        pack = pack.with(&format!("rust/2023-11-1{day}.json"), &Value::Array(messages));
    }
    pack
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_questions_do_not_depend_on_how_days_are_cut(
        (given, mixed) in messages().prop_flat_map(|given| {
            (Just(given.clone()), Just(given).prop_shuffle())
        }),
        cuts in prop::collection::vec(0..5_usize, 1..9),
        again in 0..3_usize,
    ) {
        let questions = |messages: &[Value], cuts: &[usize]| {
            let mut export = days_of(messages, cuts).open().map_err(|told| {
                TestCaseError::fail(told.to_string())
            })?;
            let rust = export.choose(&["rust".into()], false).unwrap();
            Ok::<_, TestCaseError>(export.questions(&rust[0], || {}).unwrap())
        };
        let twice: Vec<Value> =
            mixed.iter().chain(mixed.iter().take(again * 4)).cloned().collect();
        let (plain, left_out) = questions(&given, &[0])?;
        let (cut, also_left_out) = questions(&twice, &cuts)?;
        prop_assert_eq!(&plain, &cut);
        prop_assert_eq!(left_out, also_left_out);
        for question in plain {
            prop_assert!(!question.answers.is_empty());
            prop_assert!(question.answers.iter().filter(|it| it.accepted).count() <= 1);
            for answer in &question.answers {
                prop_assert!(answer.accepted || answer.author != question.asker);
                prop_assert_ne!(&answer.ts, &question.ts);
            }
        }
    }
}
