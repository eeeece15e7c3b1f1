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
    pub const PREVIEW: &str = "coffee_preview";
    pub const RUN: &str = "coffee_run";
    pub const REPORT: &str = "coffee_report";
    pub const REHEARSE: &str = "coffee_rehearse";
    pub const MET: &str = "coffee_met";
    pub const NOT_MET: &str = "coffee_not_met";
    pub const WHY: &str = "coffee_why";
    /// Value: the encounter.
    pub const WHY_OUTSIDE: &str = "coffee_why_outside";
    /// Value: the program.
    pub const WHY_NOT: &str = "coffee_why_not";
    pub const HISTORY: &str = "coffee_history";
    pub const PICK_TIME: &str = "coffee_pick_time";
    pub const CANNOT: &str = "coffee_cannot";
    pub const NO_REPLY: &str = "coffee_no_reply";
    pub const NUDGE: &str = "coffee_nudge";
    pub const SOMEBODY_ELSE: &str = "coffee_somebody_else";
    /// A menu. Value of an entry: another action and its value, `ACTION VALUE`.
    pub const MORE: &str = "coffee_more";
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
    /// How I like it, and the modals behind it. Their values say nothing.
    pub const LIKE: &str = "coffee_like";
    pub const LIKE_MORE: &str = "coffee_like_more";
    pub const HOURS: &str = "coffee_hours";
    pub const HOURS_EACH: &str = "coffee_hours_each";
    pub const NOT_WITH: &str = "coffee_not_with";
    /// Still up for coffee: yes, or a pause without an end.
    pub const STAY: &str = "coffee_stay";
    pub const REST: &str = "coffee_rest";
    /// Turn the pages of a section of App Home. Value: the section and its first thing, `SECTION FROM`.
    pub const HOME_MORE: &str = "home_more";
    pub const HOME_FIRST: &str = "home_first";
    /// What is stored about me, all of it as a file, and nothing of it any more. Their values say nothing.
    pub const STORED: &str = "home_stored";
    pub const STORED_FILE: &str = "home_stored_file";
    pub const FORGET: &str = "home_forget";
    /// For admins: the rules of the workspace. Their values say nothing.
    pub const RULES: &str = "admin_rules";
    pub const RULES_MORE: &str = "admin_rules_more";
    /// For admins: all messages of the workspace.
    pub const STOP: &str = "admin_stop";
    pub const LET_GO: &str = "admin_let_go";
    pub const WAITING: &str = "admin_waiting";
    /// For admins: whether stewards may look at topics that one person alone answers.
    pub const RADAR_ON: &str = "admin_radar_on";
    pub const RADAR_OFF: &str = "admin_radar_off";
}

/// What was pressed, and its value: an entry of a menu is an action with a value of its own.
pub fn entry<'a>(action: &'a str, value: &'a str) -> (&'a str, &'a str) {
    value.split_once(' ').filter(|_| action == action::MORE).unwrap_or((action, value))
}

/// Modals (`callback_id`).
pub mod modal {
    pub const MINE: &str = "coffee_mine";
    pub const PAUSE: &str = "coffee_pause";
    pub const SETUP: &str = "coffee_setup";
    pub const RUN: &str = "coffee_run";
    pub const MET: &str = "coffee_met";
    pub const TIME: &str = "coffee_time";
    pub const LIKE: &str = "coffee_like";
    pub const HOURS: &str = "coffee_hours";
    pub const NOT_WITH: &str = "coffee_not_with";
    pub const FORGET: &str = "home_forget";
    /// Metadata: whether all fields are shown.
    pub const RULES: &str = "admin_rules";
    /// A modal that only says something.
    pub const NOTICE: &str = "notice";
}

/// Fields of modals (`block_id`), each called what it asks for.
pub mod field {
    pub const CHANNEL: &str = "channel";
    pub const WEEKDAY: &str = "weekday";
    pub const TIME: &str = "time";
    pub const EVERY: &str = "every";
    pub const NTH: &str = "nth";
    pub const ZONE: &str = "zone";
    pub const MINIMUM: &str = "minimum";
    pub const GROUP_SIZE: &str = "group_size";
    pub const KIND: &str = "kind";
    pub const MIX: &str = "mix";
    pub const DIFFER: &str = "differ";
    pub const SHARE: &str = "share";
    pub const OVERLAP: &str = "overlap";
    pub const ODD: &str = "odd";
    pub const MANAGERS: &str = "managers";
    pub const CALLED: &str = "called";
    pub const TOPIC: &str = "topic";
    pub const WELCOME: &str = "welcome";
    pub const SPOTS: &str = "spots";
    pub const PAUSE_FOR: &str = "pause_for";
    pub const PAUSE_UNTIL: &str = "pause_until";
    pub const GAINED: &str = "gained";
    pub const RATING: &str = "rating";
    pub const STORY: &str = "story";
    pub const MEET_AT: &str = "meet_at";
    pub const ANOTHER_TIME: &str = "another_time";
    pub const SIZE: &str = "size";
    pub const MODES: &str = "modes";
    pub const TOPICS: &str = "topics";
    pub const LANGUAGES: &str = "languages";
    pub const SITE: &str = "site";
    pub const NEED: &str = "need";
    pub const MESSAGES: &str = "messages";
    pub const HOURS_FROM: &str = "hours_from";
    pub const HOURS_TO: &str = "hours_to";
    pub const HOURS_DAYS: &str = "hours_days";
    pub const NOT_WITH: &str = "not_with";
    pub const MANAGER: &str = "manager";
    pub const STARTERS: &str = "rules_starters";
    pub const CHANNELS: &str = "rules_channels";
    pub const FEATURES: &str = "rules_features";
    pub const GUESTS: &str = "rules_guests";
    pub const QUIET: &str = "rules_quiet";
    pub const CAP: &str = "rules_cap";
    pub const KEPT: &str = "rules_kept";

    /// The hours of one weekday.
    pub fn hours_on(day: chrono::Weekday) -> &'static str {
        match day {
            chrono::Weekday::Mon => "hours_mon",
            chrono::Weekday::Tue => "hours_tue",
            chrono::Weekday::Wed => "hours_wed",
            chrono::Weekday::Thu => "hours_thu",
            chrono::Weekday::Fri => "hours_fri",
            chrono::Weekday::Sat => "hours_sat",
            chrono::Weekday::Sun => "hours_sun",
        }
    }
}
