-- What people wish for themselves, and how long they have said nothing.

-- One row a person, for all programs.
CREATE TABLE preferences (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    prefers_trio BIGINT NOT NULL CHECK (prefers_trio IN (0, 1)),
    -- Lists in JSON.
    modes TEXT NOT NULL,
    languages TEXT NOT NULL,
    topics TEXT NOT NULL,
    -- Working hours in JSON; NULL is 09:00 to 17:00, Monday to Friday.
    hours TEXT,
    -- Where they work, if not where the directory says.
    own_site TEXT,
    need TEXT,
    per_week BIGINT NOT NULL CHECK (per_week BETWEEN 1 AND 5),
    only_coffee BIGINT NOT NULL CHECK (only_coffee IN (0, 1)),
    manager_apart BIGINT NOT NULL CHECK (manager_apart IN (0, 1)),
    PRIMARY KEY (workspace_id, member_id)
);

-- Whom somebody does not want to meet. Seen by nobody else.
CREATE TABLE exclusions (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    other TEXT NOT NULL CHECK (other <> '' AND other <> member_id),
    PRIMARY KEY (workspace_id, member_id, other)
);

-- When they first stood in the directory; NULL where they may have been there before Klatch.
ALTER TABLE members ADD COLUMN came_at BIGINT CHECK (came_at BETWEEN 0 AND 253402300799999);

-- Paused until they say that they are back.
ALTER TABLE participations ADD COLUMN pause_open BIGINT NOT NULL DEFAULT 0
    CHECK (pause_open IN (0, 1));
-- The round in which they sat out last because the number was odd.
ALTER TABLE participations ADD COLUMN sat_out BIGINT CHECK (sat_out BETWEEN 0 AND 4294967295);
-- Rounds in a row in which they were introduced and said nothing; when they were asked about that,
-- and when they last pressed or typed anything.
ALTER TABLE participations ADD COLUMN silent BIGINT NOT NULL DEFAULT 0
    CHECK (silent BETWEEN 0 AND 4294967295);
ALTER TABLE participations ADD COLUMN asked_at BIGINT
    CHECK (asked_at BETWEEN 0 AND 253402300799999);
ALTER TABLE participations ADD COLUMN heard_at BIGINT
    CHECK (heard_at BETWEEN 0 AND 253402300799999);
