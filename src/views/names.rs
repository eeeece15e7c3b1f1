//! The names that come back from Slack when somebody presses, picks or sends: what the views print
//! and the features listen for.

/// Buttons (`action_id`). Their value is the id of what they are about.
pub mod action {
    pub const JOIN: &str = "coffee_join";
    pub const LEAVE: &str = "coffee_leave";
    pub const PAUSE: &str = "coffee_pause";
    pub const RESUME: &str = "coffee_resume";
    /// Value: the program and the date that is skipped, `PROGRAM DATE`.
    pub const SKIP: &str = "coffee_skip";
    pub const UNSKIP: &str = "coffee_unskip";
    pub const SETUP: &str = "coffee_setup";
    pub const SETUP_MORE: &str = "coffee_setup_more";
    pub const END: &str = "coffee_end";
    pub const MET: &str = "coffee_met";
    pub const NOT_MET: &str = "coffee_not_met";
    pub const WHY: &str = "coffee_why";
    pub const NOW: &str = "coffee_now";
    pub const NOT_NOW: &str = "coffee_not_now";
    /// Value: two people who were introduced outside of a round.
    pub const MET_OUTSIDE: &str = "coffee_met_outside";
    /// Somebody new would like a welcome coffee, or not.
    pub const WELCOME_ME: &str = "coffee_welcome_me";
    pub const NO_WELCOME: &str = "coffee_no_welcome";
    /// Somebody welcomes newcomers, or not any more.
    pub const WELCOMING: &str = "coffee_welcoming";
    pub const NOT_WELCOMING: &str = "coffee_not_welcoming";
    /// Value: the break of somebody's team.
    pub const BREAK_IN: &str = "coffee_break_in";
    pub const BREAK_NOT_TODAY: &str = "coffee_break_not_today";
    pub const BREAK_MET: &str = "coffee_break_met";
    pub const HELP: &str = "coffee_help";
    pub const MINE: &str = "coffee_mine";
    /// For admins: all messages of the workspace.
    pub const STOP: &str = "admin_stop";
    pub const LET_GO: &str = "admin_let_go";
    pub const WAITING: &str = "admin_waiting";
}

/// Modals (`callback_id`).
pub mod modal {
    pub const MINE: &str = "coffee_mine";
    pub const PAUSE: &str = "coffee_pause";
    pub const SETUP: &str = "coffee_setup";
    pub const MET: &str = "coffee_met";
    /// A modal that only says something.
    pub const NOTICE: &str = "notice";
}

/// Fields of modals (`block_id`), each called what it asks for.
pub mod field {
    pub const CHANNEL: &str = "channel";
    pub const WEEKDAY: &str = "weekday";
    pub const TIME: &str = "time";
    pub const EVERY: &str = "every";
    pub const ZONE: &str = "zone";
    pub const MINIMUM: &str = "minimum";
    pub const PAUSE_FOR: &str = "pause_for";
    pub const PAUSE_UNTIL: &str = "pause_until";
    pub const GAINED: &str = "gained";
}
