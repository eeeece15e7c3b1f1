//! The names of answers and cards: what the views print and the features listen for.

/// Buttons (`action_id`).
pub mod action {
    /// Value: the question.
    pub const ANSWER: &str = "answer_question";
    /// Value: the question.
    pub const ACCEPT: &str = "answer_accept";
    /// Value: the question and the answer, `QUESTION ANSWER`.
    pub const THAT_ANSWERS: &str = "answer_that";
    /// Value: the question and the answer, `QUESTION ANSWER`.
    pub const REPLY: &str = "answer_reply";
    /// What its author does with an answer that they gave in a window. Value: the answer.
    pub const EDIT_ANSWER: &str = "answer_edit";
    pub const WITHDRAW_ANSWER: &str = "answer_withdraw";
    /// What somebody does with words of theirs that an import read. Value: the question.
    pub const TAKE_BACK_QUESTION: &str = "answer_take_back_question";
    /// Value: the question and the answer, `QUESTION ANSWER`.
    pub const TAKE_BACK_ANSWER: &str = "answer_take_back";
    /// Value: the card.
    pub const CARD: &str = "card_open";
    pub const SOLVED: &str = "card_solved";
    pub const STILL_TRUE: &str = "card_still_true";
    pub const EDIT: &str = "card_edit";
    pub const TAKE_BACK: &str = "card_take_back";
    /// What its author says to a card that somebody proposed. Value: the card.
    pub const KEEP_IT: &str = "card_keep_it";
    pub const KEEP_EDIT: &str = "card_keep_edit";
    pub const KEEP_NOT: &str = "card_keep_not";
    /// Their values say nothing.
    pub const CARDS: &str = "card_list";
    pub const DUE: &str = "card_due";
    /// A date is picked in a modal that is open: it comes with the modal.
    pub const REVIEW: &str = "review";
    pub const EXPORT_TEXT: &str = "card_export_text";
    pub const EXPORT_TABLE: &str = "card_export_table";
}

/// Modals (`callback_id`).
pub mod modal {
    /// Metadata: the question.
    pub const ANSWER: &str = "answer_question";
    /// Metadata: the question.
    pub const ACCEPT: &str = "answer_accept";
    /// Metadata: the answer.
    pub const EDIT_ANSWER: &str = "answer_edit";
    /// Metadata: the question and the answer.
    pub const REPLY: &str = "answer_reply";
    /// Metadata: the card.
    pub const CARD: &str = "card";
    /// Metadata: the card.
    pub const EDIT: &str = "card_edit";
    pub const DUE: &str = "card_due";
    /// Metadata: the message, as JSON.
    pub const KEEP: &str = "card_keep";
}

/// Fields of modals (`block_id`), each called what it asks for.
pub mod field {
    pub const ANSWER: &str = "answer";
    pub const WHICH: &str = "which";
    pub const OTHERWISE: &str = "otherwise";
    pub const REPLY: &str = "reply";
    pub const TITLE: &str = "card_title";
    pub const TEXT: &str = "card_text";
    pub const COMMUNITY: &str = "community";
    pub const REVIEW: &str = "review";
}
