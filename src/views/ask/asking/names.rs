//! The names that come back from Slack when somebody asks.

/// Buttons (`action_id`). Their value is the question that they are about, where nothing else is said.
pub mod action {
    /// Opens the modal. Its value says nothing.
    pub const ASK: &str = "ask_ask";
    /// Shows the seldom-needed fields of the modal. Its value says nothing.
    pub const ASK_MORE: &str = "ask_ask_more";
    /// Value: what they wrote to the bot.
    pub const ASK_IT: &str = "ask_ask_it";
    /// Value: what they wrote to the bot.
    pub const FIND: &str = "ask_find";
    /// Value: the earlier question whose answer helps.
    pub const THAT_ANSWERS: &str = "ask_that_answers";
    /// Opens a question in full.
    pub const READ: &str = "ask_read";
    pub const WITHDRAW: &str = "ask_withdraw";
    pub const CLOSE: &str = "ask_close";
    pub const KEEP_OPEN: &str = "ask_keep_open";
    pub const KEEP_LOOKING: &str = "ask_keep_looking";
    pub const REPHRASE: &str = "ask_rephrase";
    /// Into the next Ask me anything.
    pub const CLINIC: &str = "ask_clinic";
    /// The asker of an anonymous question says something in its thread.
    pub const REPLY: &str = "ask_reply";
    /// What I can be asked. Its value says nothing.
    pub const EXPERT: &str = "ask_expert";
    /// Shows the seldom-needed fields of that page. Its value says nothing.
    pub const EXPERT_MORE: &str = "ask_expert_more";
    pub const MINE: &str = "ask_mine";
    pub const OPEN: &str = "ask_open";
    pub const HELP: &str = "ask_help";
    /// For stewards. Their values say nothing.
    pub const REPORT: &str = "ask_report";
    pub const RADAR: &str = "ask_radar";
    pub const SESSIONS: &str = "ask_sessions";
    /// Value: the community that is changed, or a word that is none.
    pub const SETUP: &str = "ask_setup";
    /// Value: the community.
    pub const END: &str = "ask_end_community";
}

/// Modals (`callback_id`).
pub mod modal {
    pub const ASK: &str = "ask_ask";
    pub const REPHRASE: &str = "ask_rephrase";
    pub const REPLY: &str = "ask_reply";
    pub const EXPERT: &str = "ask_expert";
    pub const COMMUNITY: &str = "ask_community";
}

/// Fields of modals (`block_id`), each called what it asks for.
pub mod field {
    pub const TITLE: &str = "title";
    pub const DETAILS: &str = "details";
    pub const COMMUNITY: &str = "community";
    pub const TOPIC: &str = "topic";
    pub const URGENCY: &str = "urgency";
    pub const PRIVACY: &str = "privacy";
    pub const REPLY: &str = "reply";
    pub const CHANNEL: &str = "channel";
    pub const NAME: &str = "name";
    pub const STEWARDS: &str = "stewards";
    pub const WILLING: &str = "willing";
    pub const TOPICS: &str = "topics";
    pub const COMMUNITIES: &str = "communities";
    pub const PER_WEEK: &str = "per_week";
    pub const PAUSED_UNTIL: &str = "paused_until";
    pub const MAY_BE_NAMED: &str = "may_be_named";
}
