//! mrkdwn as plain text: mentions, links, dates.

use chrono::{DateTime, Datelike, TimeDelta};
use chrono_tz::Tz;

use super::Reader;

impl Reader<'_> {
    /// The text with its tokens replaced; `*bold*` and the like stay as they are written.
    pub(super) fn marked(&self, text: &str) -> String {
        let mut shown = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('<') {
            shown.push_str(before);
            match after.split_once('>') {
                Some((token, behind)) => {
                    shown.push_str(&self.token(token));
                    rest = behind;
                }
                None => {
                    shown.push('<');
                    rest = after;
                }
            }
        }
        shown.push_str(rest);
        shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    fn token(&self, token: &str) -> String {
        let (target, label) = match token.split_once('|') {
            Some((target, label)) => (target, Some(label)),
            None => (token, None),
        };
        if let Some(person) = target.strip_prefix('@') {
            return format!("@{}", self.name(person));
        }
        if let Some(channel) = target.strip_prefix('#') {
            let name = self.world.conversations.get(channel).map(|c| c.name.as_str());
            return format!("#{}", name.or(label).unwrap_or(channel));
        }
        if let Some(date) = target.strip_prefix("!date^") {
            let shown = self.date(date);
            return shown.unwrap_or_else(|| label.unwrap_or_default().to_owned());
        }
        if let Some(special) = target.strip_prefix('!') {
            return label.map_or_else(|| format!("@{special}"), str::to_owned);
        }
        label.unwrap_or(target).to_owned()
    }

    /// `1764576000^{date_short_pretty} at {time}`, perhaps with `^link` behind it.
    fn date(&self, token: &str) -> Option<String> {
        let mut parts = token.splitn(3, '^');
        let seconds: i64 = parts.next()?.parse().ok()?;
        let pattern = parts.next()?;
        let at = DateTime::from_timestamp(seconds, 0)?.with_timezone(&self.zone);
        let mut shown = pattern.to_owned();
        for name in [
            "date_num",
            "date",
            "date_short",
            "date_long",
            "date_pretty",
            "date_short_pretty",
            "date_long_pretty",
            "day_divider_pretty",
            "time",
            "time_secs",
            "ago",
        ] {
            let key = format!("{{{name}}}");
            if shown.contains(&key) {
                shown = shown.replace(&key, &self.date_part(at, name));
            }
        }
        Some(shown)
    }

    fn date_part(&self, at: DateTime<Tz>, name: &str) -> String {
        let near = |otherwise: &str| {
            let today = self.now.with_timezone(&self.zone).date_naive();
            match (at.date_naive() - today).num_days() {
                0 => "today".to_owned(),
                1 => "tomorrow".to_owned(),
                -1 => "yesterday".to_owned(),
                _ => self.date_part(at, otherwise),
            }
        };
        match name {
            "date_num" => at.format("%Y-%m-%d").to_string(),
            "date" => format!("{} {}, {}", at.format("%B"), ordinal(at.day()), at.year()),
            "date_short" => at.format("%b %-d, %Y").to_string(),
            "date_long" => {
                format!("{} {}, {}", at.format("%A, %B"), ordinal(at.day()), at.year())
            }
            "date_pretty" => near("date"),
            "date_short_pretty" => near("date_short"),
            "day_divider_pretty" if at.year() == self.now.with_timezone(&self.zone).year() => {
                near("date_long").replace(&format!(", {}", at.year()), "")
            }
            "date_long_pretty" | "day_divider_pretty" => near("date_long"),
            "time" => at.format("%-I:%M %p").to_string(),
            "time_secs" => at.format("%-I:%M:%S %p").to_string(),
            _ => ago(self.now.with_timezone(&self.zone) - at),
        }
    }
}

fn ordinal(day: u32) -> String {
    let ending = match (day % 10, day % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

fn ago(past: TimeDelta) -> String {
    let (amount, unit) = match past.abs() {
        span if span.num_days() > 0 => (span.num_days(), "day"),
        span if span.num_hours() > 0 => (span.num_hours(), "hour"),
        span => (span.num_minutes(), "minute"),
    };
    let plural = if amount == 1 { "" } else { "s" };
    if past < TimeDelta::zero() {
        format!("in {amount} {unit}{plural}")
    } else {
        format!("{amount} {unit}{plural} ago")
    }
}
