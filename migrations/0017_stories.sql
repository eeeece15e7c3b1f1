-- Value stories: what a community was good for, told and confirmed by the people it helped.

CREATE TABLE stories (
    workspace_id TEXT NOT NULL,
    story_id TEXT NOT NULL CHECK (length(story_id) = 36),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    -- Whose it is; NULL for one that was told outside of any community.
    community_id TEXT,
    teller TEXT NOT NULL CHECK (teller <> ''),
    -- Who was helped: only they can confirm it.
    helped TEXT NOT NULL CHECK (helped <> ''),
    happened TEXT NOT NULL CHECK (happened <> ''),
    changed TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('support', 'bridge', 'capability', 'collaboration', 'scale')),
    -- One of the organization's own goals, as it was called then.
    goal TEXT,
    state TEXT NOT NULL CHECK (state IN ('claimed', 'confirmed', 'evidenced', 'withdrawn')),
    cycle TEXT NOT NULL CHECK (cycle IN (
        'immediate', 'potential', 'applied', 'realized', 'transformative'
    )),
    -- What it was worth, as a range: minutes where the measure is NULL, otherwise what that names.
    measure TEXT,
    value_low BIGINT CHECK (value_low BETWEEN 0 AND 1000000),
    value_likely BIGINT CHECK (value_likely BETWEEN 0 AND 1000000),
    value_high BIGINT CHECK (value_high BETWEEN 0 AND 1000000),
    value_before BIGINT CHECK (value_before BETWEEN 0 AND 1000000),
    value_after BIGINT CHECK (value_after BETWEEN 0 AND 1000000),
    confidence BIGINT CHECK (confidence BETWEEN 0 AND 100),
    attribution BIGINT CHECK (attribution BETWEEN 0 AND 100),
    evidence TEXT,
    source TEXT NOT NULL CHECK (source IN ('told', 'question', 'coffee', 'message')),
    -- A question or a coffee group.
    about TEXT,
    -- The message that it was saved from.
    source_channel TEXT,
    source_message TEXT,
    -- Where it stands, once it was published.
    channel TEXT,
    message TEXT,
    told_at BIGINT NOT NULL CHECK (told_at BETWEEN 0 AND 253402300799999),
    -- When it came into its state.
    since BIGINT NOT NULL CHECK (since BETWEEN 0 AND 253402300799999),
    published_at BIGINT CHECK (published_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, story_id),
    CHECK ((value_low IS NULL) = (value_likely IS NULL)),
    CHECK ((value_low IS NULL) = (value_high IS NULL)),
    CHECK ((value_low IS NULL) = (confidence IS NULL)),
    CHECK ((value_low IS NULL) = (attribution IS NULL))
);

CREATE INDEX stories_told ON stories (workspace_id, told_at);
CREATE INDEX stories_community ON stories (workspace_id, community_id, told_at);

-- Who is in a story, and what they agreed to.
CREATE TABLE story_people (
    workspace_id TEXT NOT NULL,
    story_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    part TEXT NOT NULL CHECK (part IN ('teller', 'helped', 'helper', 'author')),
    -- Who may read it, as far as they are concerned; NULL until they said so.
    audience TEXT CHECK (audience IN ('us', 'community', 'leaders', 'everyone')),
    named BIGINT NOT NULL DEFAULT 0 CHECK (named IN (0, 1)),
    -- They took themselves out then.
    out_at BIGINT CHECK (out_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, story_id, member_id),
    FOREIGN KEY (workspace_id, story_id) REFERENCES stories (workspace_id, story_id)
);

CREATE INDEX story_people_member ON story_people (workspace_id, member_id);
