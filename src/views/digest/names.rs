//! The names that come back from Slack about digests.

/// Buttons (`action_id`). Their value is the community.
pub mod action {
    /// A message besides, nothing of it, or as everybody has it.
    pub const BY_MESSAGE: &str = "digest_by_message";
    pub const NOTHING: &str = "digest_nothing";
    pub const IN_CHANNEL: &str = "digest_in_channel";
    /// For stewards: when it comes, and how it would look now.
    pub const SETTINGS: &str = "digest_settings";
    pub const PREVIEW: &str = "digest_preview";
    /// What communities can do. Value: nothing.
    pub const HELP: &str = "digest_help";
}

/// Modals (`callback_id`).
pub mod modal {
    pub const SETTINGS: &str = "digest_settings";
}

/// Fields of modals (`block_id`).
pub mod field {
    pub const WEEKDAY: &str = "weekday";
    pub const TIME: &str = "time";
    pub const ZONE: &str = "zone";
}
