//! The names that come back from Slack in an Ask me anything.

/// Buttons (`action_id`). Their value is the session, where nothing else is said.
pub mod action {
    /// The expert's answers to the invitation.
    pub const GLADLY: &str = "session_gladly";
    pub const ANOTHER_DATE: &str = "session_another_date";
    pub const NO: &str = "session_no";
    pub const STEP_BACK: &str = "session_step_back";
    /// A steward takes the date that the expert proposed.
    pub const TAKE_DATE: &str = "session_take_date";
    pub const MOVE: &str = "session_move";
    pub const CALL_OFF: &str = "session_call_off";
    /// Although nobody asked anything yet.
    pub const KEEP: &str = "session_keep";
    pub const ASK: &str = "session_ask";
    pub const SEE: &str = "session_see";
    /// Value: the session and the page, `SESSION PAGE`.
    pub const PAGE: &str = "session_page";
    pub const PAGE_BACK: &str = "session_page_back";
    /// Value: the session, the question and the page, `SESSION QUESTION PAGE`.
    pub const VOTE: &str = "session_vote";
    pub const TAKE_VOTE_BACK: &str = "session_take_vote_back";
    pub const TAKE_BACK: &str = "session_take_back";
    pub const DESK: &str = "session_desk";
    /// Leading it. Value: the session and how many turns were seen, `SESSION TURNS`.
    pub const NEXT: &str = "session_next";
    pub const SKIP: &str = "session_skip";
    pub const PAUSE: &str = "session_pause";
    pub const GO_ON: &str = "session_go_on";
    pub const END: &str = "session_end";
    /// What was not reached.
    pub const LEFT: &str = "session_left";
    /// A new one; the value says nothing.
    pub const PLAN: &str = "session_plan";
    /// The same, filled in: `MEMBER TOPIC`.
    pub const PLAN_WITH: &str = "session_plan_with";
    pub const MORE: &str = "session_more";
}

/// Modals (`callback_id`).
pub mod modal {
    pub const SETUP: &str = "session_setup";
    /// Its metadata: the session.
    pub const DATE: &str = "session_date";
    pub const ASK: &str = "session_ask";
    pub const SEE: &str = "session_see";
    pub const DESK: &str = "session_desk";
    pub const ALL: &str = "session_all";
}

/// Fields of modals (`block_id`).
pub mod field {
    pub const COMMUNITY: &str = "session_community";
    pub const EXPERT: &str = "session_expert";
    pub const WHEN: &str = "session_when";
    pub const ABOUT: &str = "session_about";
    pub const LENGTH: &str = "session_length";
    pub const QUESTION: &str = "session_question";
    pub const ANONYMOUS: &str = "session_anonymous";
}
