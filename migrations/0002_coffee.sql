-- Coffee: programs, who is in them, their rounds, and who met whom.

CREATE TABLE programs (
    workspace_id TEXT NOT NULL,
    program_id TEXT NOT NULL CHECK (length(program_id) = 36),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    channel TEXT NOT NULL,
    steward TEXT NOT NULL,
    every_weeks BIGINT NOT NULL CHECK (every_weeks BETWEEN 1 AND 12),
    weekday TEXT NOT NULL CHECK (weekday IN ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')),
    -- 'HH:MM' in the zone.
    hour TEXT NOT NULL CHECK (length(hour) = 5),
    zone TEXT NOT NULL CHECK (zone <> ''),
    group_size BIGINT NOT NULL CHECK (group_size BETWEEN 2 AND 6),
    minimum BIGINT NOT NULL CHECK (minimum BETWEEN 2 AND 1000),
    next_opening TEXT NOT NULL CHECK (length(next_opening) = 10),
    rounds BIGINT NOT NULL CHECK (rounds BETWEEN 0 AND 4294967295),
    invitation TEXT,
    -- Of a private channel: only who is in it learns of it.
    private BIGINT NOT NULL CHECK (private IN (0, 1)),
    ended BIGINT NOT NULL CHECK (ended IN (0, 1)),
    created_at BIGINT NOT NULL CHECK (created_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, program_id)
);

CREATE TABLE stewards (
    workspace_id TEXT NOT NULL,
    program_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    PRIMARY KEY (workspace_id, program_id, member_id),
    FOREIGN KEY (workspace_id, program_id) REFERENCES programs (workspace_id, program_id)
);

CREATE TABLE participations (
    workspace_id TEXT NOT NULL,
    program_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    joined_at BIGINT NOT NULL CHECK (joined_at BETWEEN 0 AND 253402300799999),
    has_left BIGINT NOT NULL CHECK (has_left IN (0, 1)),
    pause_until TEXT CHECK (length(pause_until) = 10),
    pause_rounds BIGINT CHECK (pause_rounds BETWEEN 0 AND 4294967295),
    skips TEXT CHECK (length(skips) = 10),
    trios BIGINT NOT NULL CHECK (trios BETWEEN 0 AND 4294967295),
    last_trio BIGINT CHECK (last_trio BETWEEN 0 AND 4294967295),
    PRIMARY KEY (workspace_id, program_id, member_id),
    FOREIGN KEY (workspace_id, program_id) REFERENCES programs (workspace_id, program_id),
    CHECK (pause_until IS NULL OR pause_rounds IS NULL)
);

CREATE INDEX participations_of_member ON participations (workspace_id, member_id);

CREATE TABLE rounds (
    workspace_id TEXT NOT NULL,
    round_id TEXT NOT NULL CHECK (length(round_id) = 36),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    program_id TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number BETWEEN 1 AND 4294967295),
    opens_on TEXT NOT NULL CHECK (length(opens_on) = 10),
    reminder_on TEXT NOT NULL CHECK (length(reminder_on) = 10),
    check_in_on TEXT NOT NULL CHECK (length(check_in_on) = 10),
    seed TEXT NOT NULL CHECK (length(seed) = 64),
    algorithm TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('opened', 'paired', 'closed')),
    PRIMARY KEY (workspace_id, round_id),
    FOREIGN KEY (workspace_id, program_id) REFERENCES programs (workspace_id, program_id)
);

CREATE UNIQUE INDEX rounds_date ON rounds (workspace_id, program_id, opens_on);
CREATE INDEX rounds_number ON rounds (workspace_id, program_id, number);

CREATE TABLE coffee_groups (
    workspace_id TEXT NOT NULL,
    group_id TEXT NOT NULL CHECK (length(group_id) = 36),
    version BIGINT NOT NULL DEFAULT 0 CHECK (version BETWEEN 0 AND 9000000000000000),
    round_id TEXT NOT NULL,
    program_id TEXT NOT NULL,
    opener TEXT NOT NULL,
    question BIGINT NOT NULL CHECK (question BETWEEN 0 AND 4294967295),
    -- A list of reasons, JSON.
    because TEXT NOT NULL,
    conversation TEXT,
    introduction TEXT,
    PRIMARY KEY (workspace_id, group_id),
    FOREIGN KEY (workspace_id, round_id) REFERENCES rounds (workspace_id, round_id)
);

CREATE INDEX coffee_groups_round ON coffee_groups (workspace_id, round_id, group_id);
CREATE INDEX coffee_groups_program ON coffee_groups (workspace_id, program_id);

CREATE TABLE group_members (
    workspace_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    -- Their place in the group: 0 is the first.
    position BIGINT NOT NULL CHECK (position BETWEEN 0 AND 5),
    PRIMARY KEY (workspace_id, group_id, member_id),
    FOREIGN KEY (workspace_id, group_id) REFERENCES coffee_groups (workspace_id, group_id)
);

CREATE INDEX group_members_of_member ON group_members (workspace_id, member_id);

CREATE TABLE answers (
    workspace_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    met BIGINT NOT NULL CHECK (met IN (0, 1)),
    gained TEXT,
    answered_at BIGINT NOT NULL CHECK (answered_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, group_id, member_id),
    FOREIGN KEY (workspace_id, group_id) REFERENCES coffee_groups (workspace_id, group_id)
);
