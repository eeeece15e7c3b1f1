-- What becomes of an introduction: when the group may meet and will, who stepped back from it, and how
-- it was.

-- The times that were offered, a list of epoch milliseconds in JSON.
ALTER TABLE coffee_groups ADD COLUMN offered TEXT NOT NULL DEFAULT '[]';
-- The time they picked; NULL until then.
ALTER TABLE coffee_groups ADD COLUMN meets_at BIGINT CHECK (meets_at BETWEEN 0 AND 253402300799999);
-- How often a time was picked: calendars take the file with the highest number.
ALTER TABLE coffee_groups ADD COLUMN times_picked BIGINT NOT NULL DEFAULT 0
    CHECK (times_picked BETWEEN 0 AND 1000000);
-- The day on which it was formed, for a group of people who were left in the middle of a round.
ALTER TABLE coffee_groups ADD COLUMN formed_on TEXT CHECK (length(formed_on) = 10);
-- Whether somebody asked that the others be reminded.
ALTER TABLE coffee_groups ADD COLUMN nudged BIGINT NOT NULL DEFAULT 0 CHECK (nudged IN (0, 1));

-- How it was, 1 to 3; read by nobody but who said so.
ALTER TABLE answers ADD COLUMN rating BIGINT CHECK (rating BETWEEN 1 AND 3);
-- The useful thing may become a value story, if its author still agrees then.
ALTER TABLE answers ADD COLUMN story BIGINT NOT NULL DEFAULT 0 CHECK (story IN (0, 1));

-- Somebody does not meet their group: 'cannot' is out of the round, 'else' looks for somebody else.
CREATE TABLE withdrawals (
    workspace_id TEXT NOT NULL,
    round_id TEXT NOT NULL CHECK (length(round_id) = 36),
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    group_id TEXT NOT NULL CHECK (length(group_id) = 36),
    why TEXT NOT NULL CHECK (why IN ('cannot', 'else')),
    withdrawn_at BIGINT NOT NULL CHECK (withdrawn_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, round_id, member_id, group_id),
    FOREIGN KEY (workspace_id, group_id) REFERENCES coffee_groups (workspace_id, group_id)
);
