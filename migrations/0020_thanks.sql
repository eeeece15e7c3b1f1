-- What comes after a story: whether it held, the wins of a month, and thanks.

-- Each asking after a story, from the moment it is told.
CREATE TABLE follow_ups (
    workspace_id TEXT NOT NULL,
    story_id TEXT NOT NULL,
    -- After how many days.
    days BIGINT NOT NULL CHECK (days IN (14, 60)),
    due_at BIGINT NOT NULL CHECK (due_at BETWEEN 0 AND 253402300799999),
    -- The message that asked, once it has arrived.
    channel TEXT,
    message TEXT,
    word TEXT CHECK (word IN ('held', 'more', 'did_not_hold')),
    said_at BIGINT CHECK (said_at BETWEEN 0 AND 253402300799999),
    -- What came of it, in their words.
    came TEXT,
    PRIMARY KEY (workspace_id, story_id, days),
    FOREIGN KEY (workspace_id, story_id) REFERENCES stories (workspace_id, story_id),
    CHECK ((word IS NULL) = (said_at IS NULL)),
    CHECK ((channel IS NULL) = (message IS NULL))
);

-- The one message about a month's stories in the channel of a community.
CREATE TABLE wins (
    workspace_id TEXT NOT NULL,
    community_id TEXT NOT NULL,
    -- Its first day.
    month TEXT NOT NULL CHECK (length(month) = 10),
    -- The stories in it with their links: a list of objects.
    stories TEXT NOT NULL,
    channel TEXT NOT NULL,
    message TEXT NOT NULL,
    posted_at BIGINT NOT NULL CHECK (posted_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, community_id, month),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, community_id)
);

-- One sentence from one person to another, for a message.
CREATE TABLE thanks (
    workspace_id TEXT NOT NULL,
    thanks_id TEXT NOT NULL CHECK (length(thanks_id) = 36),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    sender TEXT NOT NULL CHECK (sender <> ''),
    thanked TEXT NOT NULL CHECK (thanked <> ''),
    body TEXT NOT NULL CHECK (body <> ''),
    -- It is said in the thread of the message, not only to who is thanked.
    shared BIGINT NOT NULL CHECK (shared IN (0, 1)),
    channel TEXT NOT NULL,
    message TEXT NOT NULL,
    -- The head of that message's thread.
    thread TEXT NOT NULL,
    said_at BIGINT NOT NULL CHECK (said_at BETWEEN 0 AND 253402300799999),
    -- Who is thanked lets this manager read it.
    manager TEXT CHECK (manager <> ''),
    manager_may_at BIGINT CHECK (manager_may_at BETWEEN 0 AND 253402300799999),
    taken_back_at BIGINT CHECK (taken_back_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, thanks_id),
    CHECK (sender <> thanked),
    CHECK ((manager IS NULL) = (manager_may_at IS NULL))
);

CREATE INDEX thanks_thanked ON thanks (workspace_id, thanked, said_at);
CREATE INDEX thanks_sender ON thanks (workspace_id, sender, said_at);

-- Where thanks stand in Slack.
CREATE TABLE thanks_heard (
    workspace_id TEXT NOT NULL,
    thanks_id TEXT NOT NULL,
    heard TEXT NOT NULL CHECK (heard IN ('dm', 'thread', 'manager')),
    channel TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (workspace_id, thanks_id, heard),
    FOREIGN KEY (workspace_id, thanks_id) REFERENCES thanks (workspace_id, thanks_id)
);
