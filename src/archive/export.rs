//! An export: which channels it has, and the questions in them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::package::{Limits, Package, joined, shown};
use super::raw;
use super::text::{Names, readable};
use super::threads::{self, LeftOut, Message, Question, State};
use crate::domain::ids::ChannelId;
use crate::error::{Told, unquoted};

/// A standard Slack export that was opened. Direct messages in it are never looked into.
#[derive(Debug)]
pub struct Export {
    package: Package,
    /// The folder that everything is in, where somebody packed it again; mostly none.
    home: String,
    channels: Vec<Channel>,
    names: Names,
    bots: BTreeSet<String>,
    /// People as the export calls them.
    people: usize,
}

/// A channel of an export.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Channel {
    pub id: ChannelId,
    /// Without `#`.
    pub name: String,
    /// Only its members can read it in Slack.
    pub private: bool,
    /// Everybody is in it.
    pub general: bool,
    /// Files, one for each day on which somebody wrote.
    pub days: usize,
    /// Of these files, unpacked, in bytes.
    pub size: u64,
}

/// What a channel has, once all of it was read and is whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Messages of any kind.
    pub messages: u64,
    pub questions: u64,
    pub answers: u64,
    /// Days that cannot be read; see [`Export::forgive`].
    pub broken: Vec<String>,
}

/// What is read of a channel.
#[derive(Debug, Default)]
struct Reading {
    messages: u64,
    alone: u64,
    threaded: Vec<Message>,
    /// Messages that a later entry says are deleted.
    deleted: BTreeSet<String>,
    kept: usize,
    broken: Vec<String>,
}

impl Export {
    /// Opens an export and looks over what is in it.
    ///
    /// # Errors
    /// One sentence: it is not there, not whole, not safe, or no export of Slack's.
    pub fn open(path: &Path) -> Result<Self, Told> {
        Self::open_within(path, Limits::default())
    }

    pub(super) fn open_within(path: &Path, limits: Limits) -> Result<Self, Told> {
        let mut package = Package::open(path, limits)?;
        let home = home_of(&package)?;
        let (mut names, mut bots) = (Names::default(), BTreeSet::new());
        let users = ["users.json", "org_users.json"];
        for file in users {
            read_list(&mut package, &home, file, |user: raw::User| {
                if user.is_bot.0 || user.is_app_user.0 {
                    bots.insert(user.id.0.clone());
                }
                let all = [user.profile.display_name, user.profile.real_name, user.real_name];
                let name = all.into_iter().chain([user.name]).find(|name| !name.is_empty());
                names.people.extend(name.map(|name| (user.id.0, name.0)));
            })?;
        }
        let mut channels = Vec::new();
        for (file, private) in [("channels.json", false), ("groups.json", true)] {
            read_list(&mut package, &home, file, |channel: raw::Channel| {
                let name = &channel.name.0;
                if !is_id(&channel.id.0) || name.is_empty() || name.chars().any(char::is_control) {
                    return;
                }
                names.channels.insert(channel.id.0.clone(), channel.name.0.clone());
                channels.push(Channel {
                    id: ChannelId::new(channel.id.0),
                    name: channel.name.0,
                    private,
                    general: channel.is_general.0,
                    days: 0,
                    size: 0,
                });
            })?;
        }
        channels.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        channels.dedup_by(|a, b| a.id == b.id);
        let people = names.people.len();
        let mut export = Self { package, home, channels: Vec::new(), names, bots, people };
        for channel in &mut channels {
            let folder = export.folder(channel);
            let days: Vec<&str> =
                export.package.files_in(&folder).filter(|file| is_day(file)).collect();
            channel.days = days.len();
            channel.size = days.iter().map(|day| export.package.size_of(&folder, day)).sum();
        }
        export.channels = channels;
        Ok(export)
    }

    /// All channels, by name.
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// How many people and bots the export knows.
    pub fn people(&self) -> usize {
        self.people
    }

    /// What somebody is called in the export.
    pub fn name_of(&self, id: &str) -> Option<&str> {
        self.names.people.get(id).map(String::as_str)
    }

    /// The channels that were named, by name (with or without `#`) or by id. Private ones only if that
    /// is wished for expressly: what is imported can be found by everybody who may search.
    ///
    /// # Errors
    /// One sentence that names what is not there, and the nearest that is.
    pub fn choose(&self, named: &[String], private: bool) -> Result<Vec<Channel>, Told> {
        let mut chosen = BTreeMap::new();
        for name in named {
            let bare = name.trim().trim_start_matches('#');
            let is_it = |channel: &&Channel| channel.name == bare || channel.id.as_str() == bare;
            let Some(channel) = self.channels.iter().find(is_it) else {
                return Err(self.unknown(bare));
            };
            if channel.private && !private {
                return Err(Told::new(
                    format!(
                        "#{} is private, and what is imported can be found by everybody.",
                        channel.name
                    ),
                    "Leave it out, or say --private as well if its members agree.",
                ));
            }
            chosen.insert(channel.name.clone(), channel.clone());
        }
        Ok(chosen.into_values().collect())
    }

    fn unknown(&self, name: &str) -> Told {
        let near = self.channels.iter().map(|channel| &channel.name);
        let near = near.map(|other| (strsim::jaro_winkler(name, other), other));
        let near = near.filter(|(alike, _)| *alike > 0.8).max_by(|a, b| a.0.total_cmp(&b.0));
        let remedy = match near {
            Some((_, near)) => format!("Did you mean {}?", shown(near)),
            None => "Without --channel, klatch import lists what there is.".to_owned(),
        };
        Told::new(format!("The export has no channel {}.", shown(name)), remedy)
    }

    /// Reads all of a channel and says what is in it, day by day to `each_day`. Days that cannot be
    /// read are named, not passed over in silence.
    ///
    /// # Errors
    /// The archive is damaged, or the channel too large to be taken at once.
    pub fn check(&mut self, channel: &Channel, each_day: impl FnMut()) -> Result<Checked, Told> {
        let mut reading = self.read(channel, each_day)?;
        let broken = std::mem::take(&mut reading.broken);
        let messages = reading.messages;
        let (found, _) = reading.questions(channel);
        let answers = found.iter().map(|question| question.answers.len());
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Ok(Checked {
            messages,
            questions: count(found.len()),
            answers: count(answers.sum()),
            broken,
        })
    }

    /// The questions of a channel, oldest first, and what else was there. Days that cannot be read are
    /// left out: look at [`Export::check`] first.
    ///
    /// # Errors
    /// As [`Export::check`].
    pub fn questions(
        &mut self,
        channel: &Channel,
        each_day: impl FnMut(),
    ) -> Result<(Vec<Question>, LeftOut), Told> {
        Ok(self.read(channel, each_day)?.questions(channel))
    }

    fn read(&mut self, channel: &Channel, mut each_day: impl FnMut()) -> Result<Reading, Told> {
        let folder = self.folder(channel);
        let days: Vec<String> =
            self.package.files_in(&folder).filter(|file| is_day(file)).map(str::to_owned).collect();
        let mut reading = Reading::default();
        for day in days {
            let Some(bytes) = self.package.read(&folder, &day)? else { continue };
            let outcome = reading.take(&bytes, &self.names, &self.bots);
            if let Err(error) = outcome {
                let why = unquoted(&error);
                reading.broken.push(format!("{}: {why}", shown(&joined(&folder, &day))));
            }
            if reading.kept > self.package.limits().kept {
                return Err(Told::new(
                    format!("The threads of #{} are too many to be read at once.", channel.name),
                    "Let Slack export a shorter span of time, and import one after the other.",
                ));
            }
            each_day();
        }
        Ok(reading)
    }

    /// Where the days of a channel are: in a folder of its name, or of its id.
    fn folder(&self, channel: &Channel) -> String {
        let by_name = joined(&self.home, &channel.name);
        if self.package.files_in(&by_name).next().is_some() {
            return by_name;
        }
        joined(&self.home, channel.id.as_str())
    }
}

impl Reading {
    /// Takes one day; nothing of a day that is broken.
    fn take(
        &mut self,
        bytes: &[u8],
        names: &Names,
        bots: &BTreeSet<String>,
    ) -> serde_json::Result<()> {
        let before = self.threaded.len();
        let (mut messages, mut alone, mut kept) = (0, 0, 0);
        let mut deleted = Vec::new();
        let (threaded, limit) = (&mut self.threaded, usize::MAX / 2);
        let outcome = raw::each(bytes, |message: raw::Message| {
            messages += 1;
            if !message.deleted_ts.is_empty() {
                deleted.push(message.deleted_ts.0);
            } else if message.thread_ts.is_empty() {
                alone += 1;
            } else if let Some(message) = message_of(message, names, bots) {
                kept = usize::min(kept + weight(&message), limit);
                threaded.push(message);
            }
        });
        if outcome.is_err() {
            threaded.truncate(before);
            return outcome;
        }
        self.messages += messages;
        self.alone += alone;
        self.kept = self.kept.saturating_add(kept);
        self.deleted.extend(deleted);
        outcome
    }

    fn questions(mut self, channel: &Channel) -> (Vec<Question>, LeftOut) {
        for message in &mut self.threaded {
            if self.deleted.contains(&message.ts) {
                message.state = State::Deleted;
            }
        }
        let (found, mut left_out) = threads::questions(&channel.id, self.threaded);
        left_out.alone += self.alone;
        (found, left_out)
    }
}

/// What people write themselves; all other kinds are Slack's or an app's.
const BY_PEOPLE: [&str; 4] = ["", "thread_broadcast", "file_share", "me_message"];

fn message_of(raw: raw::Message, names: &Names, bots: &BTreeSet<String>) -> Option<Message> {
    threads::instant(&raw.ts.0)?;
    threads::instant(&raw.thread_ts.0)?;
    if raw.subtype.0 == "message_changed" || (raw.hidden.0 && raw.subtype.0 != "tombstone") {
        return None;
    }
    let state = match raw.subtype.0.as_str() {
        "tombstone" => State::Deleted,
        kind if !BY_PEOPLE.contains(&kind) || !raw.bot_id.is_empty() => State::ByBot,
        _ if !is_id(&raw.user.0) || raw.user.0 == "USLACKBOT" || bots.contains(&raw.user.0) => {
            State::ByBot
        }
        _ => State::By(raw.user.0),
    };
    let (text, reactions) = match &state {
        State::By(_) => (readable(&raw.text.0, names), raw.reactions.0),
        State::ByBot | State::Deleted => Default::default(),
    };
    let mut reactions: Vec<(String, Vec<String>)> = reactions
        .into_iter()
        .map(|reaction| (reaction.name.0, reaction.users.0.into_iter().map(|by| by.0).collect()))
        .collect();
    reactions.sort();
    let (ts, thread, edited) = (raw.ts.0, raw.thread_ts.0, raw.edited.ts.0);
    Some(Message { ts, thread, edited, state, text, reactions })
}

/// About how many bytes a message takes until its thread is a question (measured).
fn weight(message: &Message) -> usize {
    let reactions = message.reactions.iter().map(|(name, by)| 64 + name.len() + by.len() * 40);
    640 + message.text.len() + reactions.sum::<usize>()
}

/// An id as Slack writes it, so that it may stand in a name and in a link.
fn is_id(id: &str) -> bool {
    (2..=24).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `2024-05-31.json`.
fn is_day(file: &str) -> bool {
    file.strip_suffix(".json").is_some_and(|day| {
        day.len() == 10
            && day.split('-').count() == 3
            && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
    })
}

/// Where the lists of an export stand: at its top, or in the only folder that it was packed with.
fn home_of(package: &Package) -> Result<String, Told> {
    let has_lists = |folder: &&str| {
        package.files_in(folder).any(|file| file == "channels.json" || file == "groups.json")
    };
    let mut homes = package.folders().filter(has_lists).map(str::to_owned);
    match (homes.next(), homes.next()) {
        (Some(home), None) => Ok(home),
        (Some(_), Some(_)) => Err(Told::new(
            format!("{} has several exports in it.", package.path().display()),
            "Give one zip as Slack made it.",
        )),
        (None, _) => Err(Told::new(
            format!("{} is no Slack export: it has no channels.json.", package.path().display()),
            "Give the zip that Slack made, with JSON in it, not text.",
        )),
    }
}

fn read_list<T>(
    package: &mut Package,
    home: &str,
    file: &str,
    each: impl FnMut(T),
) -> Result<(), Told>
where
    T: for<'de> serde::Deserialize<'de>,
{
    let Some(bytes) = package.read(home, file)? else { return Ok(()) };
    raw::each(&bytes, each).map_err(|error| {
        Told::new(
            format!("{file} in {} cannot be read: {}.", package.path().display(), unquoted(&error)),
            "Nothing was done. Download or copy the export again.",
        )
    })
}

/// The questions of some channels of an export, oldest first: what `klatch route` ranks with. Without
/// names, of all public channels.
///
/// # Errors
/// As [`Export::open`], [`Export::choose`] and [`Export::check`]; and a day that cannot be read.
pub fn history(path: &Path, named: &[String], private: bool) -> Result<Vec<Question>, Told> {
    let mut export = Export::open(path)?;
    let chosen = match named {
        [] => export.channels.iter().filter(|channel| !channel.private).cloned().collect(),
        named => export.choose(named, private)?,
    };
    let mut all = Vec::new();
    for channel in &chosen {
        let mut reading = export.read(channel, || {})?;
        if let Some(broken) = reading.broken.pop() {
            return Err(Told::new(
                format!("{broken}."),
                "Nothing was read. Download or copy the export again.",
            ));
        }
        all.extend(reading.questions(channel).0);
    }
    all.sort_by(|a, b| (a.at, &a.channel, &a.ts).cmp(&(b.at, &b.channel, &b.ts)));
    Ok(all)
}
