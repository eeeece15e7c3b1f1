//! The example of the definition, value for value.

use serde_json::{Value, json};

use super::{Request, pair};

fn asked() -> Value {
    json!({"round": 12, "date": "2026-11-23", "seed": "00".repeat(32),
     "program": {"kind": "pairs", "group_size": 2, "mix": "across", "must_differ": null,
                 "must_share": [], "min_overlap_minutes": 0, "odd": "trio"},
     "members": [
      {"id": "U1", "team": "web", "department": "eng", "tz": "Europe/Berlin",
       "working_hours": ["09:00", "17:00"], "interests": ["rust", "chess"], "newcomer": false,
       "trios": 1, "last_trio": 9, "sat_out": null},
      {"id": "U2", "team": "data", "department": "eng", "tz": "Europe/London",
       "working_hours": ["09:00", "17:00"], "interests": ["rust"], "newcomer": true,
       "trios": 1, "last_trio": 9, "sat_out": null},
      {"id": "U3", "team": "brand", "department": "mkt", "tz": "Europe/Berlin",
       "working_hours": ["10:00", "18:00"], "interests": ["chess", "hiking"], "newcomer": false,
       "trios": 1, "last_trio": 8, "sat_out": null},
      {"id": "U4", "team": "brand", "department": "mkt", "tz": "America/New_York",
       "working_hours": ["09:00", "17:00"], "interests": ["hiking"], "newcomer": false,
       "trios": 1, "last_trio": 8, "sat_out": null},
      {"id": "U5", "team": "web", "department": "eng", "tz": "Europe/Berlin",
       "working_hours": ["09:00", "17:00"], "interests": [], "newcomer": false,
       "trios": 0, "last_trio": null, "sat_out": null}],
     "history": [{"round": 11, "groups": [["U1", "U3"], ["U2", "U4"]], "not_met": []}],
     "exclusions": [["U2", "U3"]]})
}

#[test]
fn the_example_comes_out_as_it_is_written() {
    let because = |pair: [&str; 2], rule: &str| json!({"pair": pair, "rule": rule});
    let overlap = |pair: [&str; 2], minutes: u32| json!({"pair": pair, "rule": "overlap", "minutes": minutes});
    let shared = |pair: [&str; 2], what: &str| json!({"pair": pair, "rule": "shared_interest", "what": [what]});
    let expected = json!({"groups": [
      {"members": ["U1", "U2"], "third": null, "score": 765, "repeats": [],
       "because": [because(["U1", "U2"], "other_team"), overlap(["U1", "U2"], 420),
                   shared(["U1", "U2"], "rust"), because(["U1", "U2"], "newcomer")]},
      {"members": ["U3", "U4", "U5"], "third": "U5", "score": 1900, "repeats": [],
       "because": [overlap(["U3", "U4"], 180), shared(["U3", "U4"], "hiking"),
                   because(["U3", "U5"], "other_department"), overlap(["U3", "U5"], 420),
                   because(["U4", "U5"], "other_department"), overlap(["U4", "U5"], 120)]}],
     "left_out": [],
     "summary": {"people": 5, "grouped": 5, "pairs": 1, "trios": 1, "repeats": 0,
                 "repeat_cost": 0, "score": 2665, "method": "planned", "grouped_bound": 5,
                 "repeat_cost_bound": 0, "upper_bound": 2665, "gap": 0.0, "elapsed_ms": 1}});
    for seed in 0..16_u8 {
        let mut asked = asked();
        asked["seed"] = json!(format!("{seed:02x}").repeat(32));
        let request: Request = serde_json::from_value(asked.clone()).unwrap();
        request.check().unwrap();
        assert_eq!(serde_json::to_value(&request).unwrap(), asked);
        let told = pair(&request).within(std::time::Duration::from_micros(1500));
        assert_eq!(serde_json::to_value(told).unwrap(), expected);
    }
}

fn refused(change: impl FnOnce(&mut Value)) -> String {
    let mut asked = asked();
    change(&mut asked);
    match serde_json::from_value::<Request>(asked) {
        Ok(request) => request.check().unwrap_err().to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_makes_no_sense_is_refused_by_name() {
    let says = |sentence: &str, change: &dyn Fn(&mut Value)| {
        let said = refused(change);
        assert!(said.contains(sentence), "{said}");
    };
    says("member U1 is listed twice", &|asked| asked["members"][3]["id"] = json!("U1"));
    says("an exclusion names U9", &|asked| asked["exclusions"][0][1] = json!("U9"));
    says("an exclusion names U2 twice", &|asked| asked["exclusions"][0][1] = json!("U2"));
    says("round 12 in the history", &|asked| asked["history"][0]["round"] = json!(12));
    says("groups of 7", &|asked| asked["program"]["group_size"] = json!(7));
    says("groups of 1", &|asked| asked["program"]["group_size"] = json!(1));
    says("`min_overlap_minutes` is 1441", &|asked| {
        asked["program"]["min_overlap_minutes"] = json!(1441);
    });
    says("Mars/Base", &|asked| asked["members"][0]["tz"] = json!("Mars/Base"));
    says("hours end where they begin", &|asked| {
        asked["members"][0]["working_hours"] = json!(["09:00", "09:00"]);
    });
    says("64 hexadecimal digits", &|asked| asked["seed"] = json!("00"));
    says("unknown field `sponsor`", &|asked| asked["program"]["sponsor"] = json!(true));
}

#[test]
fn people_who_have_left_may_stand_in_history_and_exclusions() {
    let mut asked = asked();
    asked["history"][0]["groups"][0][1] = json!("U77");
    asked["exclusions"] = json!([["U77", "U1"]]);
    let request: Request = serde_json::from_value(asked).unwrap();
    assert_eq!(request.check(), Ok(()));
    assert_eq!(pair(&request).summary.grouped, 5);
}
