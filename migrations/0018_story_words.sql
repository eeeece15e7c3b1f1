-- What a workspace says of its value stories, and the words of others that came along with one.

CREATE TABLE story_settings (
    workspace_id TEXT NOT NULL,
    -- The organization's own goals: a list, as JSON.
    goals TEXT NOT NULL,
    -- What one story counts at most until there is evidence, in minutes.
    cap BIGINT NOT NULL CHECK (cap BETWEEN 0 AND 1000000),
    -- What an hour costs, where an admin said so.
    currency TEXT,
    per_hour BIGINT CHECK (per_hour BETWEEN 1 AND 1000000),
    PRIMARY KEY (workspace_id),
    CHECK ((currency IS NULL) = (per_hour IS NULL))
);

-- The message that a story was saved from. Nobody but its author reads it until they agreed; without a
-- word of theirs it is forgotten.
CREATE TABLE story_quotes (
    workspace_id TEXT NOT NULL,
    story_id TEXT NOT NULL,
    author TEXT NOT NULL CHECK (author <> ''),
    words TEXT NOT NULL CHECK (words <> ''),
    saved_at BIGINT NOT NULL CHECK (saved_at BETWEEN 0 AND 253402300799999),
    agreed_at BIGINT CHECK (agreed_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, story_id),
    FOREIGN KEY (workspace_id, story_id) REFERENCES stories (workspace_id, story_id)
);

CREATE INDEX story_quotes_author ON story_quotes (workspace_id, author);
