-- Ask me anything, and what would leave with one person.

-- Whether stewards may look at topics that one person alone answers; off is not computed.
ALTER TABLE workspaces ADD COLUMN radar BIGINT NOT NULL DEFAULT 0 CHECK (radar IN (0, 1));

CREATE TABLE sessions (
    workspace_id TEXT NOT NULL,
    session_id TEXT NOT NULL CHECK (length(session_id) = 36),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    community_id TEXT NOT NULL,
    -- Who planned it.
    steward TEXT NOT NULL CHECK (steward <> ''),
    expert TEXT NOT NULL CHECK (expert <> ''),
    about TEXT NOT NULL,
    starts_at BIGINT NOT NULL CHECK (starts_at BETWEEN 0 AND 253402300799999),
    minutes BIGINT NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    state TEXT NOT NULL CHECK (state IN (
        'invited', 'collecting', 'live', 'paused', 'ended', 'cancelled'
    )),
    why_off TEXT CHECK (why_off IN (
        'declined', 'unanswered', 'called_off', 'stepped_back', 'expert_left', 'no_questions',
        'channel_lost'
    )),
    -- The date that the expert would rather have.
    proposed BIGINT CHECK (proposed BETWEEN 0 AND 253402300799999),
    announcement TEXT,
    -- In the channel when it was announced.
    people BIGINT CHECK (people BETWEEN 0 AND 4294967295),
    current_question TEXT,
    turns BIGINT NOT NULL CHECK (turns BETWEEN 0 AND 4294967295),
    silence TEXT NOT NULL CHECK (silence IN ('unasked', 'asked', 'kept')),
    planned_at BIGINT NOT NULL CHECK (planned_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, session_id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, community_id),
    CHECK ((state = 'cancelled') = (why_off IS NOT NULL))
);

CREATE INDEX sessions_state ON sessions (workspace_id, state, starts_at);

-- What people want to know. Those that are asked also stand in questions, under the same id.
CREATE TABLE session_questions (
    workspace_id TEXT NOT NULL,
    question_id TEXT NOT NULL CHECK (length(question_id) = 36),
    session_id TEXT NOT NULL,
    -- As in questions: an anonymous one is sealed with a key of its own, until the session ends.
    asker TEXT,
    sealed_asker TEXT,
    body TEXT NOT NULL CHECK (body <> ''),
    stage TEXT NOT NULL CHECK (stage IN ('waiting', 'asked', 'skipped')),
    -- Once the session is over; until then they are counted.
    votes BIGINT NOT NULL DEFAULT 0 CHECK (votes BETWEEN 0 AND 4294967295),
    asked_at BIGINT NOT NULL CHECK (asked_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, question_id),
    FOREIGN KEY (workspace_id, session_id) REFERENCES sessions (workspace_id, session_id),
    CHECK (asker IS NULL OR sealed_asker IS NULL)
);

CREATE INDEX session_questions_session ON session_questions (workspace_id, session_id, asked_at);

-- Who votes for what, until the session is over.
CREATE TABLE session_votes (
    workspace_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    session_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, question_id, member_id),
    FOREIGN KEY (workspace_id, question_id)
        REFERENCES session_questions (workspace_id, question_id)
);

CREATE INDEX session_votes_session ON session_votes (workspace_id, session_id, member_id);
