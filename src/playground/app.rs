//! The app as its manifest describes it: what it may do, hears of, and can be told.

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
