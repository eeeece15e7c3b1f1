-- Asking the expert: communities, their questions, who is asked, what they answer, what is kept of it.

-- What readers follow, such as the search index: raised in every transaction that writes something
-- that they show.
ALTER TABLE workspaces ADD COLUMN seq BIGINT NOT NULL DEFAULT 0 CHECK (seq BETWEEN 0 AND 9000000000000000);

-- A community of practice: the people of a channel who answer each other.
CREATE TABLE communities (
    workspace_id TEXT NOT NULL,
    community_id TEXT NOT NULL CHECK (length(community_id) = 36),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    channel_id TEXT NOT NULL CHECK (channel_id <> ''),
    -- As people call it: the channel's name, until a steward says otherwise.
    name TEXT NOT NULL CHECK (name <> ''),
    began_at BIGINT NOT NULL CHECK (began_at BETWEEN 0 AND 253402300799999),
    ended_at BIGINT CHECK (ended_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, community_id)
);

CREATE UNIQUE INDEX communities_channel ON communities (workspace_id, channel_id)
    WHERE ended_at IS NULL;

CREATE TABLE community_stewards (
    workspace_id TEXT NOT NULL,
    community_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    PRIMARY KEY (workspace_id, community_id, member_id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, community_id)
);

CREATE TABLE questions (
    workspace_id TEXT NOT NULL,
    question_id TEXT NOT NULL CHECK (length(question_id) = 36),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    -- Imported questions may be of no community.
    community_id TEXT,
    -- Of an anonymous question nobody knows the asker without its key; nor anybody once that is gone.
    asker TEXT,
    sealed_asker TEXT,
    privacy TEXT NOT NULL CHECK (privacy IN ('open', 'private', 'anonymous')),
    title TEXT NOT NULL CHECK (title <> ''),
    details TEXT NOT NULL,
    topic TEXT,
    urgent BIGINT NOT NULL CHECK (urgent IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN (
        'routing', 'channel', 'steward', 'nobody', 'kept_open', 'answered', 'closed', 'withdrawn'
    )),
    source TEXT NOT NULL CHECK (source IN ('asked', 'imported', 'session')),
    -- Its thread in its community's channel, once it stands there.
    channel TEXT,
    thread TEXT,
    -- Where it is read, if known.
    link TEXT,
    -- What an import knows it by.
    import_key TEXT,
    asked_at BIGINT NOT NULL CHECK (asked_at BETWEEN 0 AND 253402300799999),
    -- When it came into its state.
    since BIGINT NOT NULL CHECK (since BETWEEN 0 AND 253402300799999),
    first_answer_at BIGINT CHECK (first_answer_at BETWEEN 0 AND 253402300799999),
    accepted_answer TEXT,
    -- "What would this have cost you otherwise?", in the asker's words.
    otherwise TEXT,
    seq BIGINT NOT NULL CHECK (seq BETWEEN 0 AND 9000000000000000),
    PRIMARY KEY (workspace_id, question_id),
    CHECK (privacy = 'anonymous' OR sealed_asker IS NULL),
    CHECK (privacy <> 'anonymous' OR asker IS NULL)
);

CREATE UNIQUE INDEX questions_import ON questions (workspace_id, import_key)
    WHERE import_key IS NOT NULL;
CREATE INDEX questions_thread ON questions (workspace_id, channel, thread) WHERE thread IS NOT NULL;
CREATE INDEX questions_asker ON questions (workspace_id, asker, asked_at) WHERE asker IS NOT NULL;
CREATE INDEX questions_state ON questions (workspace_id, state, since);
CREATE INDEX questions_seq ON questions (workspace_id, seq);

-- The key of an anonymous question, destroyed when it closes. Apart, so that backups leave it out.
CREATE TABLE question_keys (
    workspace_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    secret TEXT NOT NULL CHECK (secret <> ''),
    PRIMARY KEY (workspace_id, question_id)
);

-- One question offered to one expert.
CREATE TABLE referrals (
    workspace_id TEXT NOT NULL,
    referral_id TEXT NOT NULL CHECK (length(referral_id) = 36),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    question_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    -- 1 is the first person who is asked.
    rung BIGINT NOT NULL CHECK (rung BETWEEN 1 AND 1000),
    state TEXT NOT NULL CHECK (state IN (
        'hello', 'offered', 'accepted', 'declined', 'handed_over', 'lapsed', 'recalled', 'answered'
    )),
    -- Why they are asked: a list, as JSON.
    because TEXT NOT NULL,
    made_at BIGINT NOT NULL CHECK (made_at BETWEEN 0 AND 253402300799999),
    -- When the offer stood in their direct message.
    offered_at BIGINT CHECK (offered_at BETWEEN 0 AND 253402300799999),
    -- Until when they may think about it.
    due_at BIGINT CHECK (due_at BETWEEN 0 AND 253402300799999),
    ended_at BIGINT CHECK (ended_at BETWEEN 0 AND 253402300799999),
    -- Whom they named.
    handed_to TEXT,
    conversation TEXT,
    message TEXT,
    PRIMARY KEY (workspace_id, referral_id),
    FOREIGN KEY (workspace_id, question_id) REFERENCES questions (workspace_id, question_id)
);

-- Nobody is asked twice.
CREATE UNIQUE INDEX referrals_once ON referrals (workspace_id, question_id, member_id);
CREATE INDEX referrals_member ON referrals (workspace_id, member_id, made_at);
CREATE INDEX referrals_made ON referrals (workspace_id, made_at);

CREATE TABLE question_answers (
    workspace_id TEXT NOT NULL,
    answer_id TEXT NOT NULL CHECK (length(answer_id) = 36),
    question_id TEXT NOT NULL,
    author TEXT NOT NULL CHECK (author <> ''),
    body TEXT NOT NULL,
    -- The message that it is.
    channel TEXT,
    message TEXT,
    likes BIGINT NOT NULL CHECK (likes BETWEEN 0 AND 1000000),
    accepted_at BIGINT CHECK (accepted_at BETWEEN 0 AND 253402300799999),
    written_at BIGINT NOT NULL CHECK (written_at BETWEEN 0 AND 253402300799999),
    edited_at BIGINT CHECK (edited_at BETWEEN 0 AND 253402300799999),
    deleted_at BIGINT CHECK (deleted_at BETWEEN 0 AND 253402300799999),
    seq BIGINT NOT NULL CHECK (seq BETWEEN 0 AND 9000000000000000),
    PRIMARY KEY (workspace_id, answer_id),
    FOREIGN KEY (workspace_id, question_id) REFERENCES questions (workspace_id, question_id)
);

CREATE UNIQUE INDEX question_answers_message ON question_answers (workspace_id, channel, message)
    WHERE message IS NOT NULL;
CREATE INDEX question_answers_question ON question_answers (workspace_id, question_id, written_at);
CREATE INDEX question_answers_author ON question_answers (workspace_id, author, written_at);
CREATE INDEX question_answers_seq ON question_answers (workspace_id, seq);

-- What the community keeps.
CREATE TABLE cards (
    workspace_id TEXT NOT NULL,
    card_id TEXT NOT NULL CHECK (length(card_id) = 36),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    kind TEXT NOT NULL CHECK (kind IN ('answer', 'kept', 'session')),
    -- An answer's question.
    question_id TEXT,
    answer_id TEXT,
    community_id TEXT,
    title TEXT NOT NULL CHECK (title <> ''),
    body TEXT NOT NULL,
    -- Who wrote it and is asked whether it still holds.
    owner TEXT NOT NULL CHECK (owner <> ''),
    link TEXT,
    -- 'proposed' until its author agreed.
    state TEXT NOT NULL CHECK (state IN ('proposed', 'current', 'stale', 'retired')),
    made_at BIGINT NOT NULL CHECK (made_at BETWEEN 0 AND 253402300799999),
    -- When its owner is asked again.
    review_at BIGINT NOT NULL CHECK (review_at BETWEEN 0 AND 253402300799999),
    seq BIGINT NOT NULL CHECK (seq BETWEEN 0 AND 9000000000000000),
    PRIMARY KEY (workspace_id, card_id)
);

CREATE UNIQUE INDEX cards_question ON cards (workspace_id, question_id) WHERE question_id IS NOT NULL;
CREATE INDEX cards_review ON cards (workspace_id, state, review_at);
CREATE INDEX cards_owner ON cards (workspace_id, owner);
CREATE INDEX cards_seq ON cards (workspace_id, seq);

-- "This solved it for me too."
CREATE TABLE reuses (
    workspace_id TEXT NOT NULL,
    -- A question, or a card without one.
    about TEXT NOT NULL CHECK (length(about) = 36),
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    reused_at BIGINT NOT NULL CHECK (reused_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, about, member_id)
);

-- What somebody can be asked, and whether they agreed to be asked at all.
CREATE TABLE experts (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    -- NULL until they answered the hello.
    willing TEXT CHECK (willing IN ('yes', 'monthly', 'never')),
    -- When the hello stood in their direct message.
    greeted_at BIGINT CHECK (greeted_at BETWEEN 0 AND 253402300799999),
    decided_at BIGINT CHECK (decided_at BETWEEN 0 AND 253402300799999),
    per_week BIGINT NOT NULL CHECK (per_week BETWEEN 0 AND 100),
    -- Lists, as JSON.
    topics TEXT NOT NULL,
    communities TEXT NOT NULL,
    paused_until BIGINT CHECK (paused_until BETWEEN 0 AND 253402300799999),
    -- They may be named where it is said who alone answers a topic.
    may_be_named BIGINT NOT NULL DEFAULT 0 CHECK (may_be_named IN (0, 1)),
    PRIMARY KEY (workspace_id, member_id)
);
