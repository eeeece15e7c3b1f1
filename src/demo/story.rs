//! The demo without a browser: day and time, who sees what, what they press.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};

use chrono::{DateTime, Datelike, Utc};

use crate::demo::crew::Pressed;
use crate::demo::stage::ZONE;
use crate::playground::{Kind, Message, Playground};

/// Tells what happens, as it happens.
pub struct Story {
    out: Box<dyn Write + Send + Sync>,
    bold: bool,
    playground: Playground,
    /// Through whose eyes messages to several people are told.
    reader: String,
    /// The `ts` of the last message that was told.
    told: String,
    /// The minute that was named last.
    at: Option<String>,
    /// Kinds of messages that were told in full: the next of the kind is told in a line.
    in_full: BTreeSet<String>,
    /// Conversations whose messages were told in full: what people say there is told as well.
    followed: BTreeSet<String>,
    messages: u32,
}

impl Story {
    /// Tells to standard output; bold only on a terminal.
    pub fn aloud(playground: Playground, reader: String) -> Self {
        let out = io::stdout();
        let bold = out.is_terminal();
        Self::to(Box::new(out), bold, playground, reader)
    }

    /// Tells into anything.
    pub fn to(
        out: Box<dyn Write + Send + Sync>,
        bold: bool,
        playground: Playground,
        reader: String,
    ) -> Self {
        let told = playground.messages_after("").last().map(|message| message.ts.clone());
        Self {
            out,
            bold,
            playground,
            reader,
            told: told.unwrap_or_default(),
            at: None,
            in_full: BTreeSet::new(),
            followed: BTreeSet::new(),
            messages: 0,
        }
    }

    /// Tells what is new.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn go_on(&mut self, now: DateTime<Utc>, pressed: &[Pressed]) -> io::Result<()> {
        for Pressed { person, label } in pressed {
            self.name_time(now)?;
            writeln!(self.out, "  {} presses [{label}]", self.name(person))?;
        }
        let mut alike: BTreeMap<String, u32> = BTreeMap::new();
        for message in self.playground.messages_after(&self.told) {
            self.told.clone_from(&message.ts);
            if !self.is_from_bot(&message) {
                if self.followed.contains(&message.conversation) {
                    self.tell_line(now, &message)?;
                }
                continue;
            }
            self.messages += 1;
            if self.in_full.insert(kind_of(&message, now)) {
                self.followed.insert(message.conversation.clone());
                self.tell(now, &message)?;
            } else if message.only_for.is_none() {
                *alike.entry(first_line(&message.text)).or_default() += 1;
            }
        }
        for (line, times) in alike {
            self.name_time(now)?;
            let times = if times > 1 { format!(" ({times} times)") } else { String::new() };
            writeln!(self.out, "  {}: {line}{times}", self.bot())?;
        }
        Ok(())
    }

    /// What somebody says, in one line.
    fn tell_line(&mut self, now: DateTime<Utc>, message: &Message) -> io::Result<()> {
        self.name_time(now)?;
        let text = self.playground.render_text(&message.author, message).replace('\n', " ");
        let (place, author) = (self.place(message), self.name(&message.author));
        writeln!(self.out, "  {place} – {author}: {text}")
    }

    /// The last line.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn sum_up(&mut self, sum: &str) -> io::Result<()> {
        writeln!(self.out)?;
        let faults = self.playground.faults().len();
        let messages = self.messages;
        writeln!(self.out, "{sum}, {messages} messages of {}, {faults} faults", self.bot())?;
        self.out.flush()
    }

    fn tell(&mut self, now: DateTime<Utc>, message: &Message) -> io::Result<()> {
        self.name_time(now)?;
        let indent = if message.is_reply() { "      " } else { "    " };
        let only =
            message.only_for.as_ref().map(|who| format!(" (only {} sees it)", self.name(who)));
        let place = self.place(message);
        let author = self.name(&message.author);
        writeln!(self.out, "  {place} – {author}{}:", only.unwrap_or_default())?;
        let reader = message.only_for.as_deref().unwrap_or(&self.reader);
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

/// What makes messages of the bot alike: their rows of buttons, and the week they are of.
fn kind_of(message: &Message, now: DateTime<Utc>) -> String {
    let blocks = message.blocks.iter().flatten();
    let rows: Vec<&str> = blocks
        .filter(|block| block.get("type").and_then(serde_json::Value::as_str) == Some("actions"))
        .filter_map(|block| block.get("block_id").and_then(serde_json::Value::as_str))
        .collect();
    let week = now.with_timezone(&ZONE).iso_week().week();
    format!("{week} {} {}", rows.join(" "), message.subtype.as_deref().unwrap_or_default())
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
