-- What follows a story, and thanks: where its words stand, what did not hold, and what a message told.

-- Whoever was helped said that it did not hold: its claim is kept and counts nowhere.
ALTER TABLE stories ADD COLUMN fell_through BIGINT NOT NULL DEFAULT 0 CHECK (fell_through IN (0, 1));

-- Of a message that is deleted it is asked whether a story was saved from it.
CREATE INDEX stories_source ON stories (workspace_id, source_channel, source_message);

-- The sums of rounds that tell a story: its words go from there when they go. A round is kept no longer
-- than the workspace wishes, so its figures stand here as they were told.
CREATE TABLE round_sums (
    workspace_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    program_id TEXT NOT NULL,
    story_id TEXT NOT NULL,
    -- An object of numbers.
    figures TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- NULL while it is on its way.
    message TEXT,
    PRIMARY KEY (workspace_id, round_id),
    FOREIGN KEY (workspace_id, story_id) REFERENCES stories (workspace_id, story_id)
);

CREATE INDEX round_sums_story ON round_sums (workspace_id, story_id);

-- Thanks that a job put into a message, before it was sent.
CREATE TABLE thanks_drawn (
    workspace_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    thanks_id TEXT NOT NULL,
    drawn_at BIGINT NOT NULL CHECK (drawn_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, job_id, thanks_id),
    FOREIGN KEY (workspace_id, thanks_id) REFERENCES thanks (workspace_id, thanks_id)
);
