//! What is stored about a person, by what it is about: what they read before they take it along or have
//! it forgotten.

/// What entries are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Who they are, and where they belong.
    Directory,
    /// Programs, introductions, and what they said about them.
    Coffee,
    /// How they like it, and with whom not.
    Wishes,
    /// What they asked.
    Questions,
    /// What they answered, and what is kept of it.
    Answers,
    /// What they can be asked, and were.
    Expertise,
    /// What they told, and are in.
    Stories,
    Thanks,
    /// Programs, communities and sessions that they tend.
    Tending,
    /// When they were written to, and when they opened App Home.
    Messages,
    /// What they did as stewards and admins.
    Trail,
}

impl Kind {
    /// All of them, in the order in which people read them.
    pub const ALL: [Self; 11] = [
        Self::Directory,
        Self::Coffee,
        Self::Wishes,
        Self::Questions,
        Self::Answers,
        Self::Expertise,
        Self::Stories,
        Self::Thanks,
        Self::Tending,
        Self::Messages,
        Self::Trail,
    ];
}

/// What stands in the place of somebody who was forgotten.
pub const FORGOTTEN: &str = "forgotten";
