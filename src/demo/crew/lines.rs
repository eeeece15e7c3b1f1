//! What the invented people say, ask and know.

/// The first words of a coffee.
pub(super) const HELLOS: [&str; 5] = [
    "Hello! Does tomorrow at two work for you?",
    "Hi there, nice to meet you! Any time after lunch is fine for me.",
    "Hey! I'd love to hear what your team is up to. Thursday?",
    "Good morning! Shall we just take the first half hour we both have?",
    "Hi! Coffee for me, tea for you? I'll send an invite.",
];

pub(super) const ANSWERS: [&str; 4] = [
    "Perfect, see you then :coffee:",
    "Lovely idea, that works for me.",
    "Yes! I'll bring a question.",
    "Sounds good, looking forward to it.",
];

pub(super) const USEFUL: [&str; 6] = [
    "Their import runs in three minutes; I know now whom to ask how.",
    "There is a test account for payments that nobody told me about.",
    "We both write the same report every month. From now on only one of us does.",
    "A shortcut in the build that saves me ten minutes a day.",
    "I finally understand what the data team does all day.",
    "A name: the person who knows our oldest customer.",
];

/// What somebody does not know, and somebody else does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Riddle {
    pub(super) asker: &'static str,
    pub(super) title: &'static str,
    pub(super) details: &'static str,
    /// Who knows, and what it is about in one word.
    pub(super) expert: &'static str,
    pub(super) topic: &'static str,
    pub(super) answer: &'static str,
}

pub(super) const RIDDLES: [Riddle; 10] = [
    Riddle {
        asker: "bea",
        title: "How do I rerun a failed nightly import without doubling the orders?",
        details: "It stopped at two in the morning, and the customer wants their numbers today.",
        expert: "kofi",
        topic: "imports",
        answer: "Run it again with the same batch number: every order is keyed by it, so what is there \
                 already is left alone. Without a batch number it makes a new one, and that is where the \
                 doubles come from.",
    },
    Riddle {
        asker: "sam",
        title: "Which certificates does the customer portal use, and who renews them?",
        details: "A customer's security team asks, and I'd rather not guess.",
        expert: "tomas",
        topic: "certificates",
        answer: "They are renewed every 60 days by themselves. The chain is on the trust page; send them \
                 that link, and name me for everything beyond it.",
    },
    Riddle {
        asker: "mei",
        title: "Why are pictures blurred on Android since the last release?",
        details: "Only some phones, and only in the list.",
        expert: "luis",
        topic: "android",
        answer: "We ask for them at the width of the list, and some phones report it before it is \
                 measured. Ask for them after the first layout; the helper is called whenMeasured.",
    },
    Riddle {
        asker: "aisha",
        title: "Can somebody who moves to another country keep their contract?",
        details: "A candidate asked today.",
        expert: "dora",
        topic: "payroll",
        answer: "Within the EU yes, for up to six months a year; after that they get a local contract. \
                 There is a form on the payroll page, and it takes me two weeks.",
    },
    Riddle {
        asker: "marta",
        title: "Where do I find interviews from before 2024?",
        details: "I only see the newer ones in the research folder.",
        expert: "ife",
        topic: "research",
        answer: "They moved into the archive with the old tool. Search for research-2023; ask me for the \
                 password, it changes every month.",
    },
    Riddle {
        asker: "carlos",
        title: "How do I read a customer's build log without bothering the platform team?",
        details: "",
        expert: "omar",
        topic: "builds",
        answer: "Open the build and press d: that is the whole log, without the secrets. Everybody at \
                 support may.",
    },
    Riddle {
        asker: "noah",
        title: "What may I promise about our uptime?",
        details: "The customer would like five nines in the contract.",
        expert: "priya",
        topic: "uptime",
        answer: "99.9 % a month, with planned work left out. We have never been below 99.95 in two years, \
                 and you may say so, but nothing beyond 99.9 belongs in a contract.",
    },
    Riddle {
        asker: "elif",
        title: "In which colors may the logo stand on a dark ground?",
        details: "For the conference banner.",
        expert: "jun",
        topic: "brand",
        answer: "White or the light coffee, never the dark one with an outline. Both are in the brand \
                 kit under Dark.",
    },
    Riddle {
        asker: "yuki",
        title: "How do I stop the retries of one webhook?",
        details: "The customer's server is gone, and it tries every minute.",
        expert: "lena",
        topic: "webhooks",
        answer: "Set it to paused in the admin tool: waiting deliveries are kept for a week. Deleting it \
                 loses them, so only do that when they really left.",
    },
    Riddle {
        asker: "luis",
        title: "Is there a test account with many orders for load tests?",
        details: "Ten thousand would do.",
        expert: "ravi",
        topic: "test data",
        answer: "harbor@juniper.example has forty thousand, made up and refreshed on Mondays. Please \
                 leave its settings alone.",
    },
];

/// What somebody answers to a question that nobody wrote for them.
pub(super) const WISDOM: [&str; 4] = [
    "I had that last month. What helped was to begin with the smallest case and ask the log what it \
     sees. Call me if it is still odd after that.",
    "There is a page about it in the wiki, under its oldest name. The second half is out of date; I'll \
     mend it tonight.",
    "Short answer: yes, but only on weekdays. I'll show you where the switch is.",
    "We decided that in spring: the notes are pinned in this channel. In short, keep it as it is.",
];
