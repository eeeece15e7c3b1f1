//! `klatch import`: what a Slack export has to tell is kept as questions with answers, for search and
//! for knowing who answered what. Nobody is asked anything because of it: that begins with their own
//! yes to being asked.

mod merge;

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::json;

use self::merge::{Changes, Place, merge};
use super::{Desk, OPERATOR};
use crate::archive::{self, Channel, Export, LeftOut};
use crate::domain::ids::{MemberId, QuestionId, WorkspaceId};
use crate::error::Told;
use crate::store::{self, Tx};
use crate::transaction;

/// Questions of one transaction, so that none holds others up for long.
const AT_ONCE: usize = 100;
/// How many answers one transaction may bring besides.
const ANSWERS_AT_ONCE: usize = 1_000;
/// And how many bytes of text.
const BYTES_AT_ONCE: usize = 4 * 1024 * 1024;

/// What is to be imported.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The zip.
    pub file: PathBuf,
    /// By name or id; not empty.
    pub channels: Vec<String>,
    /// Private channels may be among them.
    pub private: bool,
    /// Days that cannot be read are left out; otherwise nothing is imported then.
    pub skip_broken: bool,
    /// `https://acme.slack.com`, for links to the messages.
    pub url: Option<String>,
    /// `None` where Klatch is in one workspace only.
    pub workspace: Option<WorkspaceId>,
}

/// How far it is, for whoever waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many of a channel's days are looked through.
    Reading { channel: String, days: usize, of: usize },
    /// So many of a channel's questions are kept.
    Keeping { channel: String, questions: usize, of: usize },
}

/// What an import found, kept and left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    pub workspace: String,
    pub channels: Vec<ImportedChannel>,
    pub left_out: LeftOut,
    /// Days that could not be read, and why.
    pub broken_days: Vec<String>,
    /// It went to its end; `false` if it was asked to stop before.
    pub complete: bool,
}

/// The same of one channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportedChannel {
    pub channel: String,
    pub messages: u64,
    pub questions: u64,
    pub answers: u64,
    /// Questions that were not there before.
    pub new: u64,
    /// Questions that were there and have new or changed answers.
    pub changed: u64,
    /// Questions that were there as they are.
    pub known: u64,
}

/// What an export has, as lines, with how to name channels: read without any database.
///
/// # Errors
/// It cannot be opened.
pub fn contents(export: &Export) -> String {
    let mut text = String::new();
    let people = export.people();
    let _ = writeln!(text, "{people} people and bots, {} channels:", export.channels().len());
    for Channel { name, private, days, size, .. } in export.channels() {
        let mark = if *private { ", private" } else { "" };
        let _ = writeln!(text, "  {name}: {days} days, {} kB{mark}", size.div_ceil(1_000));
    }
    text.push_str(
        "Nothing was imported. Name the channels whose questions may be found by everybody, as in \
         --channel rust --channel data.\n",
    );
    text
}

impl Desk {
    /// Imports an export, or goes on where it stopped: what is there already stays. Before anything is
    /// kept, all of it is read once, so that a damaged export leaves nothing half done.
    ///
    /// # Errors
    /// One sentence: what is wrong with the export, with what was named, or with the database. What
    /// was kept before the database failed stays, and the same command goes on from there.
    pub async fn import(
        &self,
        wish: &Wish,
        mut progress: impl FnMut(Progress),
        stop: impl Fn() -> bool,
    ) -> Result<Imported, Told> {
        let url = wish.url.as_deref().map(base_of).transpose()?;
        let ws = self.workspace(wish.workspace.as_ref()).await?;
        let mut export = Export::open(&wish.file)?;
        let chosen = export.choose(&wish.channels, wish.private)?;
        let mut done = look_through(&mut export, &chosen, wish, &mut progress)?;
        done.workspace = ws.to_string();
        done.complete = true;
        for (channel, counted) in chosen.iter().zip(&mut done.channels) {
            let (found, left_out) = export.questions(channel, || {})?;
            done.left_out = done.left_out.and(left_out);
            let place = Place { channel, url: url.as_deref() };
            let kept = self.keep_all(&ws, &place, &found, counted, &mut progress, &stop).await;
            if !kept.map_err(store::Error::told)? {
                done.complete = false;
                break;
            }
        }
        self.tell_of_import(&ws, &done).await.map_err(store::Error::told)?;
        Ok(done)
    }

    /// `false` if it was asked to stop.
    async fn keep_all(
        &self,
        ws: &WorkspaceId,
        place: &Place<'_>,
        found: &[archive::Question],
        counted: &mut ImportedChannel,
        progress: &mut impl FnMut(Progress),
        stop: &impl Fn() -> bool,
    ) -> store::Result<bool> {
        let mut rest = found;
        while !rest.is_empty() {
            if stop() {
                return Ok(false);
            }
            let (some, after) = rest.split_at(some_of(rest));
            let changes =
                transaction!(self.store, |tx| self.keep(tx, ws, place, some).await).await?;
            counted.new += count(changes.new.len());
            counted.changed += changes.changed;
            counted.known += count(some.len()) - count(changes.new.len()) - changes.changed;
            rest = after;
            progress(Progress::Keeping {
                channel: place.channel.name.clone(),
                questions: found.len() - rest.len(),
                of: found.len(),
            });
        }
        Ok(true)
    }

    async fn keep(
        &self,
        tx: &mut Tx,
        ws: &WorkspaceId,
        place: &Place<'_>,
        some: &[archive::Question],
    ) -> store::Result<Changes> {
        let community = tx.community_in(ws, &place.channel.id).await?.map(|it| it.id);
        let keys: Vec<String> = some.iter().map(merge::key).collect();
        let known = tx.imported(ws, &keys).await?;
        let ids: Vec<QuestionId> = known.iter().map(|(_, question)| question.id).collect();
        let answers = tx.all_answers_to(ws, &ids).await?;
        let changes = merge(place, community, some, known, answers, &self.chance);
        tx.insert_imported(ws, &changes.new, &changes.new_answers).await?;
        for question in &changes.questions {
            tx.save_question(ws, question).await?;
        }
        for answer in &changes.answers {
            tx.save_answer(ws, answer).await?;
        }
        Ok(changes)
    }

    async fn tell_of_import(&self, ws: &WorkspaceId, done: &Imported) -> store::Result<()> {
        let now = self.clock.now();
        let detail = json!({ "channels": done.channels, "complete": done.complete });
        let operator = MemberId::new(OPERATOR);
        transaction!(self.store, |tx| {
            let id = self.chance.id(now);
            tx.audit(ws, id, now, &operator, "archive_imported", ws.as_str(), &detail).await
        })
        .await
    }

    /// The workspace that was named, or the only one.
    pub(super) async fn workspace(&self, named: Option<&WorkspaceId>) -> Result<WorkspaceId, Told> {
        self.known(named).await?;
        if let Some(ws) = named {
            return Ok(ws.clone());
        }
        let looking = async { self.store.read().await?.workspaces().await };
        let all = looking.await.map_err(store::Error::told)?;
        match all.as_slice() {
            [only] => Ok(only.id.clone()),
            [] => Err(Told::new(
                "Klatch is in no workspace yet.",
                "Install it first, or run klatch serve once with its token.",
            )),
            several => {
                let ids: Vec<&str> = several.iter().map(|it| it.id.as_str()).collect();
                Err(Told::new(
                    format!("Klatch is in several workspaces: {}.", ids.join(", ")),
                    "Say which with --workspace.",
                ))
            }
        }
    }
}

/// Reads everything once, so that what is wrong is known before anything is kept.
fn look_through(
    export: &mut Export,
    chosen: &[Channel],
    wish: &Wish,
    progress: &mut impl FnMut(Progress),
) -> Result<Imported, Told> {
    let mut done = Imported::default();
    for channel in chosen {
        let mut days = 0;
        let checked = export.check(channel, || {
            days += 1;
            let (channel, of) = (channel.name.clone(), channel.days);
            progress(Progress::Reading { channel, days, of });
        })?;
        done.broken_days.extend(checked.broken);
        done.channels.push(ImportedChannel {
            channel: channel.name.clone(),
            messages: checked.messages,
            questions: checked.questions,
            answers: checked.answers,
            ..ImportedChannel::default()
        });
    }
    match done.broken_days.as_slice() {
        [first, rest @ ..] if !wish.skip_broken => {
            let more = match rest.len() {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            Err(Told::new(
                format!("A day of the export cannot be read: {first}{more}."),
                "Nothing was imported. Download the export again, or leave such days out with \
                 --skip-broken.",
            ))
        }
        _ => Ok(done),
    }
}

/// How many of these go into the next transaction: one at least.
fn some_of(rest: &[archive::Question]) -> usize {
    let (mut answers, mut bytes) = (0, 0);
    let fits = |question: &&archive::Question| {
        answers += question.answers.len();
        bytes += question.text.len();
        bytes += question.answers.iter().map(|answer| answer.text.len()).sum::<usize>();
        answers <= ANSWERS_AT_ONCE && bytes <= BYTES_AT_ONCE
    };
    rest.iter().take(AT_ONCE).take_while(fits).count().max(1)
}

/// The address of a workspace in a browser, without what comes after it.
fn base_of(url: &str) -> Result<String, Told> {
    let host = url.strip_prefix("https://").map(|rest| rest.trim_end_matches('/'));
    let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '.';
    match host {
        Some(host) if host.contains('.') && host.chars().all(plain) => {
            Ok(format!("https://{host}"))
        }
        _ => Err(Told::new(
            "--url is no address of a workspace.",
            "Write it as in https://acme.slack.com.",
        )),
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl Imported {
    /// For whoever reads it at a terminal.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for it in &self.channels {
            let _ = writeln!(
                text,
                "#{}: {} questions with {} answers in {} messages; {} new, {} changed, {} known before",
                it.channel, it.questions, it.answers, it.messages, it.new, it.changed, it.known
            );
        }
        let LeftOut { alone, not_asking, unanswered, by_bots, without_beginning, replies } =
            self.left_out;
        let parts = [
            (alone, "messages in no thread"),
            (not_asking, "threads that ask nothing"),
            (unanswered, "questions that nobody else answered"),
            (by_bots, "threads that a bot or an app began"),
            (without_beginning, "threads whose beginning is deleted or not in the export"),
            (replies, "replies by bots or by the asker, deleted, or too short to help"),
        ];
        let _ = writeln!(text, "Left out:");
        let before = text.len();
        for (number, what) in parts.iter().filter(|(number, _)| *number > 0) {
            let _ = writeln!(text, "  {number} {what}");
        }
        for day in &self.broken_days {
            let _ = writeln!(text, "  a day that cannot be read: {day}");
        }
        if text.len() == before {
            text.push_str("  nothing\n");
        }
        text.push_str(match self.complete {
            true => "It can be found from now on. Nobody is asked anything because of it.\n",
            false => "Stopped before its end: run the same command again and it goes on.\n",
        });
        text
    }
}
