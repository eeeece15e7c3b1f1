//! How good the ranking is on a history, beside what it is measured against.

use std::collections::BTreeSet;
use std::io::Write;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::evidence::Case;
use super::history::History;
use super::measure::{Figures, Links, Measure};
use super::replay::{Policy, Run, Terms, replay};
use crate::search::Error;

/// First offers a week to one person; without a cap there is no other limit either.
const CAPS: [Option<u32>; 5] = [None, Some(10), Some(5), Some(3), Some(1)];

/// All figures.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    /// Questions that were ranked, those that somebody else than their asker answered, and those of
    /// them where anybody who answered had answered before: nobody could know the others.
    pub(super) questions: u32,
    pub(super) judged: u32,
    pub(super) reachable: u32,
    pub(super) seed: u64,
    pub(super) caps: Vec<Capped>,
    pub(super) similar: Similar,
}

/// What comes of one cap.
#[derive(Debug, Serialize)]
pub(super) struct Capped {
    pub(super) cap: Option<u32>,
    pub(super) klatch: Figures,
    pub(super) random_active: Figures,
    pub(super) most_active: Figures,
    pub(super) bm25_document_model: Figures,
    pub(super) fused: Figures,
}

/// How well similar questions are found.
#[derive(Debug, Serialize)]
pub(super) struct Similar {
    pub(super) duplicates: Found,
    pub(super) related: Found,
}

#[derive(Debug, Serialize)]
pub(super) struct Found {
    /// Questions with such a link to an earlier one.
    pub(super) questions: u32,
    pub(super) klatch: Hits,
    pub(super) bm25: Hits,
}

#[derive(Debug, Serialize)]
pub(super) struct Hits {
    pub(super) mrr: f64,
    pub(super) success_at_3: f64,
}

/// Replays a history under every cap and with every way of ranking.
pub(super) fn summary(
    history: &History,
    from: Option<DateTime<Utc>>,
    seed: u64,
) -> Result<Summary, Error> {
    let mut counted = Counted::new(seed);
    replay(history, from, |case| {
        counted.count(case);
        Ok::<(), Error>(())
    })?;
    Ok(counted.summary(seed))
}

/// Who ranked, and how well.
type Runs = Vec<(Run, Measure)>;

struct Counted {
    questions: u32,
    judged: u32,
    reachable: u32,
    known: usize,
    /// By cap.
    runs: Vec<(Option<u32>, Runs)>,
    /// Ours and plain BM25.
    duplicates: [Links; 2],
    related: [Links; 2],
}

impl Counted {
    fn new(seed: u64) -> Self {
        let runs = CAPS.map(|cap| {
            let terms = Terms { cap, spread: cap.is_some(), seed };
            let runs = Policy::ALL.map(|policy| (Run::new(policy, terms), Measure::default()));
            (cap, Vec::from(runs))
        });
        Self {
            questions: 0,
            judged: 0,
            reachable: 0,
            known: 0,
            runs: Vec::from(runs),
            duplicates: Default::default(),
            related: Default::default(),
        }
    }

    fn count(&mut self, case: &Case<'_>) {
        self.questions += 1;
        self.judged += u32::from(!case.question.answerers().is_empty());
        self.reachable += u32::from(case.reachable);
        self.known = case.known;
        for (run, measure) in self.runs.iter_mut().flat_map(|(_, runs)| runs) {
            measure.count(case.question, &run.rank(case));
        }
        let question = case.question;
        let links =
            [(&question.duplicates, &mut self.duplicates), (&question.related, &mut self.related)];
        for (linked, [ours, plain]) in links {
            let linked: BTreeSet<&str> =
                linked.iter().map(String::as_str).filter(|id| case.is_earlier(id)).collect();
            if !linked.is_empty() {
                ours.count(&linked, &case.similar);
                plain.count(&linked, &case.plain);
            }
        }
    }

    fn summary(self, seed: u64) -> Summary {
        let known = self.known;
        let capped = |(cap, runs): (Option<u32>, Vec<(Run, Measure)>)| {
            let of = |policy: Policy| {
                let run = runs.iter().find(|(run, _)| run.policy == policy);
                run.map(|(_, measure)| measure.figures(known)).unwrap_or_default()
            };
            Capped {
                cap,
                klatch: of(Policy::Klatch),
                random_active: of(Policy::RandomActive),
                most_active: of(Policy::MostActive),
                bm25_document_model: of(Policy::Document),
                fused: of(Policy::Fused),
            }
        };
        Summary {
            questions: self.questions,
            judged: self.judged,
            reachable: self.reachable,
            seed,
            caps: self.runs.into_iter().map(capped).collect(),
            similar: Similar {
                duplicates: Found::of(&self.duplicates),
                related: Found::of(&self.related),
            },
        }
    }
}

impl Found {
    fn of([ours, plain]: &[Links; 2]) -> Self {
        let hits = |links: &Links| {
            let (mrr, success_at_3) = links.figures();
            Hits { mrr, success_at_3 }
        };
        Self { questions: ours.judged, klatch: hits(ours), bm25: hits(plain) }
    }
}

impl Summary {
    /// For people.
    pub(super) fn table(&self, out: &mut impl Write) -> std::io::Result<()> {
        let Self { questions, judged, reachable, .. } = self;
        writeln!(
            out,
            "{questions} questions; {judged} of them were answered by somebody else than their asker,\n\
             {reachable} of these by somebody who had answered before. Whoever answered was right."
        )?;
        for capped in &self.caps {
            match capped.cap {
                None => writeln!(out, "\nNo cap")?,
                Some(cap) => writeln!(
                    out,
                    "\nAt most {cap} first offers a week to one person, and a fifth of them all"
                )?,
            }
            writeln!(
                out,
                "  {:<22}{:>6}{:>6}{:>6}{:>6}{:>9}{:>9}{:>8}{:>6}",
                "", "MRR", "S@1", "S@3", "S@5", "nDCG@10", "busiest", "people", "Gini"
            )?;
            for (name, one) in capped.rows() {
                writeln!(
                    out,
                    "  {name:<22}{:>6.3}{:>6.3}{:>6.3}{:>6.3}{:>9.3}{:>8.1}%{:>8}{:>6.2}",
                    one.mrr,
                    one.success_at_1,
                    one.success_at_3,
                    one.success_at_5,
                    one.ndcg_at_10,
                    one.busiest * 100.0,
                    one.offered,
                    one.gini
                )?;
            }
        }
        writeln!(out, "\nSimilar questions")?;
        let Similar { duplicates, related } = &self.similar;
        for (name, found) in [("duplicates", duplicates), ("related", related)] {
            let Found { questions, klatch, bm25 } = found;
            writeln!(
                out,
                "  {name:<12}{questions:>5} questions   MRR {:.3}, S@3 {:.3}   plain BM25: MRR {:.3}, \
                 S@3 {:.3}",
                klatch.mrr, klatch.success_at_3, bm25.mrr, bm25.success_at_3
            )?;
        }
        Ok(())
    }
}

impl Capped {
    fn rows(&self) -> [(&'static str, &Figures); 5] {
        [
            ("klatch", &self.klatch),
            ("random active", &self.random_active),
            ("most active", &self.most_active),
            ("BM25 document model", &self.bm25_document_model),
            ("fused", &self.fused),
        ]
    }
}
