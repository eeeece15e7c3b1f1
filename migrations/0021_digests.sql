-- The weekly digest of a community: when it comes, what was published, who would have it otherwise.

-- When a community's digest comes. A community without a row has the usual hour.
CREATE TABLE digest_rhythms (
    workspace_id TEXT NOT NULL,
    community_id TEXT NOT NULL,
    is_on BIGINT NOT NULL CHECK (is_on IN (0, 1)),
    -- 1 is Monday.
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    -- Local time, such as 10:00.
    local_time TEXT NOT NULL CHECK (length(local_time) = 5),
    zone TEXT NOT NULL CHECK (zone <> ''),
    PRIMARY KEY (workspace_id, community_id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, community_id)
);

-- What was published, or would have been: one row a date.
CREATE TABLE digests (
    workspace_id TEXT NOT NULL,
    community_id TEXT NOT NULL,
    published_on TEXT NOT NULL CHECK (length(published_on) = 10),
    -- The community's first is 1.
    number BIGINT NOT NULL CHECK (number BETWEEN 1 AND 4294967295),
    -- 'question' stands for a quiet week, 'silent' for another one after it.
    kind TEXT NOT NULL CHECK (kind IN ('report', 'question', 'silent')),
    -- What it is about: from the first moment on, until before the second.
    since BIGINT NOT NULL CHECK (since BETWEEN 0 AND 253402300799999),
    until BIGINT NOT NULL CHECK (until BETWEEN 0 AND 253402300799999),
    -- The job that publishes it.
    job_id TEXT NOT NULL CHECK (length(job_id) = 36),
    -- Where it stands, once that is known.
    channel TEXT,
    message TEXT,
    -- Slack's file of its picture, and that picture in words.
    picture TEXT,
    picture_alt TEXT,
    PRIMARY KEY (workspace_id, community_id, published_on),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, community_id),
    CHECK ((picture IS NULL) = (picture_alt IS NULL))
);

-- The stories that a digest tells, so that it changes when one of them does.
CREATE TABLE digest_stories (
    workspace_id TEXT NOT NULL,
    community_id TEXT NOT NULL,
    published_on TEXT NOT NULL,
    story_id TEXT NOT NULL CHECK (length(story_id) = 36),
    PRIMARY KEY (workspace_id, community_id, published_on, story_id),
    FOREIGN KEY (workspace_id, community_id, published_on)
        REFERENCES digests (workspace_id, community_id, published_on)
);

CREATE INDEX digest_stories_story ON digest_stories (workspace_id, story_id);

-- Who would rather have a community's digest in a message to them, or nothing of it.
CREATE TABLE digest_wishes (
    workspace_id TEXT NOT NULL,
    community_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    wish TEXT NOT NULL CHECK (wish IN ('message', 'nothing')),
    PRIMARY KEY (workspace_id, community_id, member_id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, community_id)
);

CREATE INDEX digest_wishes_member ON digest_wishes (workspace_id, member_id);

-- A week of a community is found without reading all of its years.
CREATE INDEX questions_answered ON questions (workspace_id, community_id, first_answer_at)
    WHERE first_answer_at IS NOT NULL;
CREATE INDEX questions_waiting ON questions (workspace_id, community_id, asked_at)
    WHERE first_answer_at IS NULL;
CREATE INDEX answers_met ON answers (workspace_id, answered_at) WHERE met = 1;
CREATE INDEX stories_published ON stories (workspace_id, community_id, published_at)
    WHERE published_at IS NOT NULL;
CREATE INDEX members_came ON members (workspace_id, came_at) WHERE came_at IS NOT NULL;
