//! The demo without a browser: day and time, who sees what, what they press.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};

use chrono::{DateTime, Utc};

use crate::demo::crew::Pressed;
use crate::demo::stage::ZONE;
use crate::playground::{Kind, Message, Playground};

/// Tells what happens, as it happens.
pub struct Story {
    out: Box<dyn Write + Send + Sync>,
    bold: bool,
    playground: Playground,
    /// The `ts` of the last message that was told.
    told: String,
    /// The minute that was named last.
    at: Option<String>,
    /// Kinds of messages that were told in full: the next of the kind is told in a line.
    in_full: BTreeSet<String>,
    messages: u32,
}

impl Story {
    /// Tells to standard output; bold only on a terminal.
    pub fn aloud(playground: Playground) -> Self {
        let out = io::stdout();
        let bold = out.is_terminal();
        Self::to(Box::new(out), bold, playground)
    }

    /// Tells into anything.
    pub fn to(out: Box<dyn Write + Send + Sync>, bold: bool, playground: Playground) -> Self {
        let told = playground.messages_after("").last().map(|message| message.ts.clone());
        Self {
            out,
            bold,
            playground,
            told: told.unwrap_or_default(),
            at: None,
            in_full: BTreeSet::new(),
            messages: 0,
        }
    }

    /// Tells what is new.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn go_on(&mut self, now: DateTime<Utc>, pressed: &[Pressed]) -> io::Result<()> {
        let messages = self.playground.messages_after(&self.told);
        let mut alike: BTreeMap<(String, String), u32> = BTreeMap::new();
        for message in &messages {
            self.told.clone_from(&message.ts);
            self.messages += u32::from(self.is_from_bot(message));
            let kind = kind_of(message);
            if self.is_from_bot(message) && !self.in_full.insert(kind.clone()) {
                *alike.entry((kind, first_line(&message.text))).or_default() += 1;
            } else {
                self.tell(now, message)?;
            }
        }
        for ((_, line), times) in alike {
            self.name_time(now)?;
            let times = if times > 1 { format!(" (and {} more)", times - 1) } else { String::new() };
            writeln!(self.out, "  {}: {line}{times}", self.bot())?;
        }
        for Pressed { person, label } in pressed {
            self.name_time(now)?;
            writeln!(self.out, "  {} presses [{label}]", self.name(person))?;
        }
        Ok(())
    }

    /// The last line.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn sum_up(&mut self, sum: &str) -> io::Result<()> {
        writeln!(self.out)?;
        let faults = self.playground.faults().len();
        writeln!(self.out, "{sum}, {} messages, {faults} faults", self.messages)?;
        self.out.flush()
    }

    fn tell(&mut self, now: DateTime<Utc>, message: &Message) -> io::Result<()> {
        self.name_time(now)?;
        let indent = if message.is_reply() { "      " } else { "    " };
        let only = message.only_for.as_ref().map(|who| format!(" (only {} sees it)", self.name(who)));
        let place = self.place(message);
        let author = self.name(&message.author);
        writeln!(self.out, "  {place} – {author}{}:", only.unwrap_or_default())?;
        let reader = message.only_for.as_deref().unwrap_or(&message.author);
        for line in self.playground.render_text(reader, message).lines() {
            writeln!(self.out, "{indent}{line}")?;
        }
        Ok(())
    }

    fn name_time(&mut self, now: DateTime<Utc>) -> io::Result<()> {
        let at = now.with_timezone(&ZONE).format("%a %-d %b %Y, %H:%M").to_string();
        if self.at.as_ref() == Some(&at) {
            return Ok(());
        }
        if self.bold {
            writeln!(self.out, "\n\x1b[1m{at}\x1b[0m")?;
        } else {
            writeln!(self.out, "\n{at}")?;
        }
        self.at = Some(at);
        Ok(())
    }

    fn place(&self, message: &Message) -> String {
        let Some(place) = self.playground.conversation(&message.conversation) else {
            return "Somewhere".to_owned();
        };
        match place.kind {
            Kind::Channel | Kind::Private => format!("#{}", place.name),
            Kind::Dm | Kind::Group => {
                let bot = self.playground.bot().map(|bot| bot.id);
                let people = place.members.iter().filter(|who| Some(*who) != bot.as_ref());
                people.map(|who| self.name(who)).collect::<Vec<_>>().join(" and ")
            }
        }
    }

    fn is_from_bot(&self, message: &Message) -> bool {
        self.playground.bot().is_some_and(|bot| bot.id == message.author)
    }

    fn bot(&self) -> String {
        self.playground.bot().map(|bot| bot.real_name).unwrap_or_default()
    }

    fn name(&self, person: &str) -> String {
        self.playground
            .person(person)
            .map_or_else(|| person.to_owned(), |person| person.shown_name().to_owned())
    }
}

/// What makes messages of the bot alike: their rows of buttons, and whether they are in a thread.
fn kind_of(message: &Message) -> String {
    let blocks = message.blocks.iter().flatten();
    let rows: Vec<&str> = blocks
        .filter(|block| block.get("type").and_then(serde_json::Value::as_str) == Some("actions"))
        .filter_map(|block| block.get("block_id").and_then(serde_json::Value::as_str))
        .collect();
    format!("{}{}", rows.join(" "), message.subtype.as_deref().unwrap_or_default())
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
