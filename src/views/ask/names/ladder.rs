//! The names of what somebody says who is asked: what the views print and the features listen for.

/// Buttons (`action_id`). Where nothing else is said, their value is the referral.
pub mod action {
    /// What they say to the hello.
    pub const YES: &str = "expert_yes";
    pub const MONTHLY: &str = "expert_monthly";
    pub const NEVER: &str = "expert_never";
    /// What they say to a question.
    pub const CAN: &str = "referral_can";
    pub const NOT_FOR_ME: &str = "referral_not_for_me";
    pub const SOMEONE_ELSE: &str = "referral_someone_else";
    /// Answers listens for it. Value: the question.
    pub const ANSWER: &str = "answer_question";
    /// A link: nothing is to be done.
    pub const THREAD: &str = "referral_thread";
}

/// Modals (`callback_id`).
pub mod modal {
    /// Metadata: the referral.
    pub const SOMEONE_ELSE: &str = "referral_someone_else";
}

/// Fields of modals (`block_id`).
pub mod field {
    pub const PERSON: &str = "person";
}
