//! The app as its manifest describes it: what it may do, hears of, and can be told.

use std::collections::BTreeMap;

/// A slash command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// With its slash.
    pub command: String,
    pub description: String,
    pub usage_hint: String,
}

/// What the app was granted, subscribed to, and offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct App {
    /// As people see it.
    pub name: String,
    /// The granted bot scopes.
    pub scopes: Vec<String>,
    /// The subscribed bot events, such as `app_home_opened` or `message.im`.
    pub events: Vec<String>,
    pub commands: Vec<Command>,
}

impl App {
    /// Reads the parts of a Slack manifest (YAML in block style, as `manifest.yml` is written)
    /// that matter here. Optional scopes count as granted.
    ///
    /// # Errors
    /// One sentence, when there is no name or no scope in it.
    pub fn from_manifest(yaml: &str) -> Result<Self, String> {
        let lines: Vec<Line<'_>> = yaml.lines().filter_map(Line::read).collect();
        let mut app = Self::default();
        let mut path: Vec<(usize, &str)> = Vec::new();
        for line in &lines {
            // A list may stand at its key's own indent, hence `deeper than`.
            path.retain(|(indent, _)| *indent < line.indent);
            let keys: Vec<&str> = path.iter().map(|(_, key)| *key).collect();
            match (keys.as_slice(), line.item, line.key, &line.value) {
                (["display_information"], _, Some("name"), name) => app.name.clone_from(name),
                // Optional scopes stand in both lists.
                (["oauth_config", "scopes", "bot" | "bot_optional"], true, None, scope)
                    if !app.scopes.contains(scope) =>
                {
                    app.scopes.push(scope.clone());
                }
                (["settings", "event_subscriptions", "bot_events"], true, None, event) => {
                    app.events.push(event.clone());
                }
                (["features", "slash_commands"], item, Some(key), value) => {
                    app.command_line(item, key, value);
                }
                _ => {}
            }
            if !line.item
                && line.value.is_empty()
                && let Some(key) = line.key
            {
                path.push((line.indent, key));
            }
        }
        if app.name.is_empty() {
            return Err("The manifest has no display_information.name.".to_owned());
        }
        if app.scopes.is_empty() {
            return Err("The manifest has no oauth_config.scopes.bot.".to_owned());
        }
        Ok(app)
    }

    fn command_line(&mut self, item: bool, key: &str, value: &str) {
        if item {
            self.commands.push(Command::default());
        }
        let Some(command) = self.commands.last_mut() else { return };
        let field = match key {
            "command" => &mut command.command,
            "description" => &mut command.description,
            "usage_hint" => &mut command.usage_hint,
            _ => return,
        };
        value.clone_into(field);
    }

    /// The commands by their names.
    pub(crate) fn command(&self, name: &str) -> Option<&Command> {
        self.commands.iter().find(|command| command.command == name)
    }

    /// Every command's name with its description, for the page.
    pub(crate) fn page_commands(&self) -> Vec<BTreeMap<&str, &str>> {
        self.commands
            .iter()
            .map(|command| {
                BTreeMap::from([
                    ("command", command.command.as_str()),
                    ("description", command.description.as_str()),
                    ("usage_hint", command.usage_hint.as_str()),
                ])
            })
            .collect()
    }
}

/// One line of block-style YAML.
struct Line<'a> {
    indent: usize,
    /// It begins an entry of a list.
    item: bool,
    key: Option<&'a str>,
    value: String,
}

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            return None;
        }
        let mut indent = line.len() - content.len();
        let (item, content) = match content.strip_prefix("- ") {
            // Counted deeper, so that a list at its key's indent still belongs to the key.
            Some(rest) => {
                indent += 1;
                (true, rest.trim_start())
            }
            None => (false, content),
        };
        let (key, value) = match content.split_once(':') {
            Some((key, rest)) if rest.is_empty() || rest.starts_with(' ') => (Some(key), rest),
            _ => (None, content),
        };
        Some(Self { indent, item, key, value: scalar(value.trim()) })
    }
}

/// A value without its quotes or the comment behind it.
fn scalar(value: &str) -> String {
    for quote in ['"', '\''] {
        if let Some(rest) = value.strip_prefix(quote) {
            let inside = rest.split(quote).next().unwrap_or_default();
            return inside.to_owned();
        }
    }
    let bare = value.split(" #").next().unwrap_or_default();
    if bare.starts_with('#') { String::new() } else { bare.trim_end().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"
# The app.
display_information:
  name: Klatch # what people see
features:
  bot_user:
    display_name: Klatch
  slash_commands:
    - command: /coffee
      description: "Meet somebody: over coffee"
      usage_hint: '[join | leave]'
    - command: /ask
      description: Ask
oauth_config:
  scopes:
    bot:
    - commands # everything
    - chat:write
    bot_optional:
      - users:read.email
      - chat:write
settings:
  event_subscriptions:
    bot_events:
      - app_home_opened
  socket_mode_enabled: true
"#;

    #[test]
    fn a_manifest_says_what_the_app_may_do() {
        let app = App::from_manifest(MANIFEST).unwrap();
        assert_eq!(app.name, "Klatch");
        assert_eq!(app.scopes, ["commands", "chat:write", "users:read.email"]);
        assert_eq!(app.events, ["app_home_opened"]);
        let commands: Vec<_> = app.commands.iter().map(|c| c.command.as_str()).collect();
        assert_eq!(commands, ["/coffee", "/ask"]);
        assert_eq!(app.commands[0].description, "Meet somebody: over coffee");
        assert_eq!(app.commands[0].usage_hint, "[join | leave]");
    }

    #[test]
    fn a_wrong_manifest_is_refused_in_one_sentence() {
        assert!(App::from_manifest("a: b").unwrap_err().contains("display_information.name"));
    }
}
