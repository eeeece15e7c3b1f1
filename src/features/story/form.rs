//! What somebody filled in, read with suspicion: a payload can hold anything.

use std::collections::BTreeMap;

use crate::domain::ids::MemberId;
use crate::domain::story::amount::{Amount, Problem, Saved, amount, saved};
use crate::domain::story::deeds::is_evidence;
use crate::domain::story::{Audience, Claim, Kind, LONGEST_TEXT};
use crate::event::{Form, Modal};
use crate::views::Voice;
use crate::views::story::figures;
use crate::views::story::modals::{LONGEST_GOAL, no_link};
use crate::views::story::names::field;
use crate::views::story::telling::{
    Carried, Filled, LINE, MOST_HELPERS, NAMED, USUAL_ATTRIBUTION, USUAL_CONFIDENCE, Wrong, wrong,
};

/// What the modal carried along.
pub fn carried_of(modal: &Modal) -> Carried {
    serde_json::from_str(&modal.metadata).unwrap_or_default()
}

/// Reads a form as it was typed.
pub fn read(carried: &Carried, form: &Form) -> Filled {
    let text = |name: &str, most: usize| -> String {
        form.get(name).unwrap_or_default().trim().chars().take(most).collect()
    };
    let line = |name: &str| {
        let text = text(name, LINE);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut helpers: Vec<MemberId> =
        form.all(field::HELPERS).iter().take(MOST_HELPERS).map(MemberId::new).collect();
    helpers.sort();
    helpers.dedup();
    let goal = text(field::GOAL, LONGEST_GOAL);
    let (audience, named) = consent(form);
    let helped = form.get(field::HELPED).map(MemberId::new);
    let community = form.get(field::COMMUNITY).and_then(|id| id.parse().ok());
    Filled {
        happened: text(field::HAPPENED, LONGEST_TEXT),
        helpers,
        saved: line(field::SAVED),
        changed: text(field::CHANGED, LONGEST_TEXT),
        at_least: line(field::AT_LEAST),
        at_most: line(field::AT_MOST),
        confidence: percent(form.get(field::CONFIDENCE)).unwrap_or(USUAL_CONFIDENCE),
        attribution: percent(form.get(field::ATTRIBUTION)).unwrap_or(USUAL_ATTRIBUTION),
        kind: kind(form.get(field::KIND)),
        goal: (!goal.is_empty()).then_some(goal),
        audience,
        named,
        // The fields that are not shown yet have nothing to say.
        helped: if carried.more { helped } else { carried.helped.clone() },
        // Where the field is shown, an empty one says: none.
        community: if carried.picks_community { community } else { carried.community },
        evidence: text(field::EVIDENCE, 1_000),
    }
}

/// Who may read it, and whether by name: as is usual where nothing was chosen.
pub fn consent(form: &Form) -> (Audience, bool) {
    let chosen = form.get(field::AUDIENCE);
    let audience = Audience::ALL.into_iter().find(|it| chosen == Some(it.as_str()));
    let named = form.get(field::NAMED).is_none_or(|it| it == NAMED);
    (audience.unwrap_or(Audience::Community), named)
}

fn kind(chosen: Option<&str>) -> Kind {
    Kind::ALL.into_iter().find(|it| chosen == Some(it.as_str())).unwrap_or(Kind::Support)
}

fn percent(chosen: Option<&str>) -> Option<u8> {
    chosen.and_then(|it| it.parse().ok()).filter(|it| *it <= 100)
}

/// What can be written down of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub claim: Option<Claim>,
    pub helped: MemberId,
    pub helpers: Vec<MemberId>,
    pub evidence: Option<String>,
}

/// Looks at what was typed; `Err` are sentences at the fields.
pub fn check(
    voice: &Voice,
    filled: &Filled,
    teller: &MemberId,
) -> Result<Checked, BTreeMap<String, String>> {
    let mut problems = BTreeMap::new();
    let mut at = |name: &str, sentence: String| {
        problems.insert(name.to_owned(), sentence);
    };
    if filled.happened.is_empty() {
        at(field::HAPPENED, wrong(voice, Wrong::Empty).to_owned());
    }
    let helped = filled.helped.clone().unwrap_or_else(|| teller.clone());
    let helpers: Vec<MemberId> =
        filled.helpers.iter().filter(|it| **it != helped).cloned().collect();
    if filled.helpers.is_empty() {
        at(field::HELPERS, wrong(voice, Wrong::Alone).to_owned());
    } else if filled.helpers.contains(&helped) {
        let which = if helped == *teller { Wrong::HelpedMyself } else { Wrong::HelpedThemselves };
        at(field::HELPERS, wrong(voice, which).to_owned());
    }
    let claim = match claim(filled) {
        Ok(claim) => claim,
        Err((name, why)) => {
            let sentence = match why {
                Why::Amount(problem) => figures::problem(voice, problem),
                Why::Order => wrong(voice, Wrong::Order),
                Why::OnlyEnds => wrong(voice, Wrong::OnlyEnds),
            };
            at(name, sentence.to_owned());
            None
        }
    };
    let evidence = (!filled.evidence.is_empty()).then(|| filled.evidence.clone());
    if evidence.as_deref().is_some_and(|it| !is_evidence(it)) {
        at(field::EVIDENCE, no_link(voice));
    }
    if problems.is_empty() {
        Ok(Checked { claim, helped, helpers, evidence })
    } else {
        Err(problems)
    }
}

enum Why {
    Amount(Problem),
    /// Not `low <= likely <= high`.
    Order,
    /// A range around nothing.
    OnlyEnds,
}

fn claim(filled: &Filled) -> Result<Option<Claim>, (&'static str, Why)> {
    let end = |name: &'static str, text: &str| -> Result<Option<Amount>, (&'static str, Why)> {
        if text.is_empty() {
            return Ok(None);
        }
        amount(text).map(Some).map_err(|problem| (name, Why::Amount(problem)))
    };
    let low = end(field::AT_LEAST, &filled.at_least)?;
    let high = end(field::AT_MOST, &filled.at_most)?;
    if filled.saved.is_empty() {
        return match (low, high) {
            (None, None) => Ok(None),
            _ => Err((field::SAVED, Why::OnlyEnds)),
        };
    }
    let all = saved(&filled.saved).map_err(|problem| (field::SAVED, Why::Amount(problem)))?;
    let Saved { measure, likely, before, after, .. } = all;
    for (name, end) in [(field::AT_LEAST, &low), (field::AT_MOST, &high)] {
        if end.as_ref().is_some_and(|it| it.measure != measure) {
            return Err((name, Why::Amount(Problem::Mixed)));
        }
    }
    let low = low.map_or(all.low, |it| it.number);
    let high = high.map_or(all.high, |it| it.number);
    if low > likely {
        return Err((field::AT_LEAST, Why::Order));
    }
    if high < likely {
        return Err((field::AT_MOST, Why::Order));
    }
    let (confidence, attribution) = (filled.confidence, filled.attribution);
    Ok(Some(Claim { measure, low, likely, high, before, after, confidence, attribution }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> Filled {
        Filled {
            happened: "It worked.".to_owned(),
            helpers: vec!["UBO".into()],
            saved: "10 minutes instead of 10 hours".to_owned(),
            ..Filled::default()
        }
    }

    fn problem(filled: &Filled) -> String {
        let problems = check(&Voice::default(), filled, &"UANA".into()).unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
        problems.into_iter().map(|(name, why)| format!("{name}: {why}")).collect()
    }

    #[test]
    fn three_fields_are_a_story() {
        let it = check(&Voice::default(), &filled(), &"UANA".into()).unwrap();
        let claim = it.claim.unwrap();
        assert_eq!((claim.low, claim.likely, claim.high), (590, 590, 590));
        assert_eq!((claim.confidence, claim.attribution), (80, 80));
        assert_eq!(it.helped, "UANA".into());
        let nothing = Filled { saved: String::new(), ..filled() };
        assert_eq!(check(&Voice::default(), &nothing, &"UANA".into()).unwrap().claim, None);
    }

    #[test]
    fn nobody_helps_themselves() {
        let me = Filled { helpers: vec!["UANA".into()], ..filled() };
        assert!(problem(&me).starts_with("helpers: "), "{}", problem(&me));
        let them = Filled { helped: Some("UBO".into()), ..filled() };
        assert!(problem(&them).starts_with("helpers: "));
        let nobody = Filled { helpers: Vec::new(), ..filled() };
        assert!(problem(&nobody).starts_with("helpers: "));
    }

    #[test]
    fn each_sentence_stands_at_its_field() {
        let cases = [
            (Filled { happened: String::new(), ..filled() }, "happened"),
            (Filled { saved: "-3 hours".to_owned(), ..filled() }, "saved"),
            (Filled { saved: "99999 weeks".to_owned(), ..filled() }, "saved"),
            (Filled { saved: String::new(), at_least: "1 h".to_owned(), ..filled() }, "saved"),
            (Filled { at_least: "20 hours".to_owned(), ..filled() }, "at_least"),
            (Filled { at_most: "2 hours".to_owned(), ..filled() }, "at_most"),
            (Filled { at_most: "3 tickets".to_owned(), ..filled() }, "at_most"),
            (Filled { evidence: "http://x.example".to_owned(), ..filled() }, "evidence"),
        ];
        for (filled, name) in cases {
            assert!(problem(&filled).starts_with(&format!("{name}: ")), "{name}");
        }
    }

    #[test]
    fn only_what_is_offered_can_be_chosen() {
        let form = |entries: &[(&str, &str)]| {
            let all = entries.iter().map(|(k, v)| ((*k).to_owned(), vec![(*v).to_owned()]));
            Form(all.collect())
        };
        let it = form(&[("audience", "the press"), ("confidence", "250"), ("value_kind", "x")]);
        let read = read(&Carried { more: true, ..Carried::default() }, &it);
        assert_eq!((read.audience, read.confidence), (Audience::Community, 80));
        assert_eq!((read.kind, read.named), (Kind::Support, true));
        assert!(!consent(&form(&[("named", "unnamed")])).1);
    }

    #[test]
    fn a_community_that_was_cleared_is_none() {
        let community = Some(uuid::Uuid::from_u128(7).into());
        let shown = |picks_community| Carried { community, picks_community, ..Carried::default() };
        let nothing = Form::default();
        assert_eq!(read(&shown(true), &nothing).community, None);
        assert_eq!(read(&shown(false), &nothing).community, community);
    }
}
