-- Coffee outside of a program's rounds.

-- Who would have a coffee now, until that moment.
CREATE TABLE free_now (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    pressed_at BIGINT NOT NULL CHECK (pressed_at BETWEEN 0 AND 253402300799999),
    free_until BIGINT NOT NULL CHECK (free_until BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, member_id)
);

-- People who were brought together outside of any round.
CREATE TABLE encounters (
    workspace_id TEXT NOT NULL,
    encounter_id TEXT NOT NULL CHECK (length(encounter_id) = 36),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    kind TEXT NOT NULL CHECK (kind IN ('now', 'welcome')),
    seed TEXT NOT NULL CHECK (length(seed) = 64),
    opener TEXT NOT NULL,
    question BIGINT NOT NULL CHECK (question BETWEEN 0 AND 4294967295),
    -- They had been introduced before.
    met_again BIGINT NOT NULL CHECK (met_again IN (0, 1)),
    conversation TEXT,
    introduction TEXT,
    made_at BIGINT NOT NULL CHECK (made_at BETWEEN 0 AND 253402300799999),
    -- After this moment they are not introduced any more.
    ends_at BIGINT NOT NULL CHECK (ends_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, encounter_id)
);

CREATE TABLE encounter_members (
    workspace_id TEXT NOT NULL,
    encounter_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    position BIGINT NOT NULL CHECK (position BETWEEN 0 AND 1),
    -- They said that they met.
    met BIGINT NOT NULL CHECK (met IN (0, 1)),
    PRIMARY KEY (workspace_id, encounter_id, member_id),
    FOREIGN KEY (workspace_id, encounter_id) REFERENCES encounters (workspace_id, encounter_id)
);

CREATE INDEX encounter_members_of_member ON encounter_members (workspace_id, member_id);

-- Somebody who joined the workspace while Klatch was there, and how far their welcome has come.
CREATE TABLE newcomers (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    joined_at BIGINT NOT NULL CHECK (joined_at BETWEEN 0 AND 253402300799999),
    stage TEXT NOT NULL CHECK (stage IN ('open', 'declined', 'accepted', 'nobody')),
    PRIMARY KEY (workspace_id, member_id)
);

-- Who welcomes newcomers.
CREATE TABLE welcomers (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    since BIGINT NOT NULL CHECK (since BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, member_id)
);

-- When the stewards were told that nobody does; gone as soon as somebody does.
CREATE TABLE unwelcoming (
    workspace_id TEXT NOT NULL PRIMARY KEY,
    told_at BIGINT NOT NULL CHECK (told_at BETWEEN 0 AND 253402300799999)
);

-- The break of one team in one round.
CREATE TABLE breaks (
    workspace_id TEXT NOT NULL,
    break_id TEXT NOT NULL CHECK (length(break_id) = 36),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    round_id TEXT NOT NULL,
    program_id TEXT NOT NULL,
    team TEXT NOT NULL,
    host TEXT NOT NULL,
    starts_at BIGINT NOT NULL CHECK (starts_at BETWEEN 0 AND 253402300799999),
    -- A group message of the team, or the program's channel.
    conversation TEXT,
    message TEXT,
    PRIMARY KEY (workspace_id, break_id),
    FOREIGN KEY (workspace_id, round_id) REFERENCES rounds (workspace_id, round_id)
);

CREATE INDEX breaks_round ON breaks (workspace_id, round_id);
CREATE INDEX breaks_program ON breaks (workspace_id, program_id);

CREATE TABLE break_members (
    workspace_id TEXT NOT NULL,
    break_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    -- What they pressed last; only numbers of it are shown.
    said TEXT CHECK (said IN ('in', 'not_today', 'met')),
    PRIMARY KEY (workspace_id, break_id, member_id),
    FOREIGN KEY (workspace_id, break_id) REFERENCES breaks (workspace_id, break_id)
);
