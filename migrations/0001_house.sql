-- The house: who is there, what is to be done, and what happened.
--
-- One text for SQLite and PostgreSQL: TEXT and BIGINT only. Times are milliseconds since 1970,
-- dates are 'YYYY-MM-DD', flags 0 or 1, ids text. BETWEEN with two bounds also keeps text out of
-- numbers, which SQLite would store. Every key begins with the workspace.

CREATE TABLE workspaces (
    workspace_id TEXT NOT NULL PRIMARY KEY CHECK (workspace_id <> ''),
    name TEXT NOT NULL,
    bot TEXT NOT NULL,
    created_at BIGINT NOT NULL CHECK (created_at BETWEEN 0 AND 253402300799999),
    updated_at BIGINT NOT NULL CHECK (updated_at BETWEEN 0 AND 253402300799999)
);

CREATE TABLE members (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    name TEXT NOT NULL,
    title TEXT,
    email TEXT,
    -- The email as it is compared: folded by the program, since lower() differs.
    email_key TEXT,
    zone TEXT,
    standing TEXT NOT NULL
        CHECK (standing IN ('full', 'guest', 'external', 'bot', 'deactivated')),
    admin BIGINT NOT NULL CHECK (admin IN (0, 1)),
    team TEXT,
    department TEXT,
    updated_at BIGINT NOT NULL CHECK (updated_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, member_id),
    CHECK ((email IS NULL) = (email_key IS NULL))
);

CREATE INDEX members_email ON members (workspace_id, email_key);

-- Apart from members: somebody may open App Home before the directory knows them.
CREATE TABLE homes (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    opened_at BIGINT NOT NULL CHECK (opened_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, member_id)
);

CREATE TABLE jobs (
    workspace_id TEXT NOT NULL,
    job_id TEXT NOT NULL CHECK (length(job_id) = 36),
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    lane TEXT NOT NULL CHECK (lane IN ('work', 'send')),
    -- Jobs of one lane and channel end in the order of (place_at, job_id).
    channel TEXT,
    place_at BIGINT NOT NULL CHECK (place_at BETWEEN 0 AND 253402300799999),
    -- When it is tried next: place_at at first, later after an error.
    run_at BIGINT NOT NULL CHECK (run_at BETWEEN 0 AND 253402300799999),
    attempt BIGINT NOT NULL DEFAULT 0 CHECK (attempt BETWEEN 0 AND 1000000),
    lease_owner TEXT,
    lease_until BIGINT CHECK (lease_until BETWEEN 0 AND 253402300799999),
    dedup_key TEXT,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'done', 'cancelled', 'discarded')),
    -- Marked before something is sent. Marked and not finished: in doubt.
    sent_at BIGINT CHECK (sent_at BETWEEN 0 AND 253402300799999),
    doubts BIGINT NOT NULL DEFAULT 0 CHECK (doubts BETWEEN 0 AND 1000000),
    last_error TEXT,
    created_at BIGINT NOT NULL CHECK (created_at BETWEEN 0 AND 253402300799999),
    finished_at BIGINT CHECK (finished_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, job_id),
    CHECK ((lease_owner IS NULL) = (lease_until IS NULL)),
    CHECK ((state = 'waiting') = (finished_at IS NULL))
);

CREATE UNIQUE INDEX jobs_dedup ON jobs (workspace_id, dedup_key) WHERE dedup_key IS NOT NULL;
CREATE INDEX jobs_due ON jobs (workspace_id, lane, run_at, job_id) WHERE state = 'waiting';
CREATE INDEX jobs_order ON jobs (workspace_id, lane, channel, place_at, job_id)
    WHERE state = 'waiting' AND channel IS NOT NULL;
CREATE INDEX jobs_next ON jobs (run_at) WHERE state = 'waiting';
CREATE INDEX jobs_leased ON jobs (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX jobs_ended ON jobs (workspace_id, state, finished_at) WHERE state <> 'waiting';

-- Who works off a lane: one process at a time, so that a pace and an order hold for all of them.
CREATE TABLE lanes (
    workspace_id TEXT NOT NULL,
    lane TEXT NOT NULL CHECK (lane IN ('work', 'send')),
    leased_by TEXT NOT NULL,
    leased_until BIGINT NOT NULL CHECK (leased_until BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, lane)
);

CREATE TABLE inbox (
    workspace_id TEXT NOT NULL,
    event_id TEXT NOT NULL CHECK (event_id <> ''),
    payload TEXT NOT NULL,
    received_at BIGINT NOT NULL CHECK (received_at BETWEEN 0 AND 253402300799999),
    -- The order within one batch.
    position BIGINT NOT NULL CHECK (position BETWEEN 0 AND 1000000),
    next_at BIGINT NOT NULL CHECK (next_at BETWEEN 0 AND 253402300799999),
    attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 1000000),
    last_error TEXT,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'discarded')),
    done_at BIGINT CHECK (done_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, event_id),
    CHECK ((state = 'waiting') = (done_at IS NULL))
);

CREATE INDEX inbox_next ON inbox (received_at, position) WHERE state = 'waiting';
CREATE INDEX inbox_ended ON inbox (workspace_id, done_at) WHERE state <> 'waiting';

CREATE TABLE receipts (
    workspace_id TEXT NOT NULL,
    receipt_key TEXT NOT NULL CHECK (receipt_key <> ''),
    reply TEXT NOT NULL,
    kept_at BIGINT NOT NULL CHECK (kept_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, receipt_key)
);

CREATE INDEX receipts_kept ON receipts (workspace_id, kept_at);

-- A place in somebody's day for one unasked message.
CREATE TABLE nudges (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    local_day TEXT NOT NULL CHECK (length(local_day) = 10),
    claimed_by TEXT NOT NULL,
    claimed_at BIGINT NOT NULL CHECK (claimed_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, member_id, local_day)
);

CREATE INDEX nudges_day ON nudges (workspace_id, local_day);

CREATE TABLE audit (
    workspace_id TEXT NOT NULL,
    audit_id TEXT NOT NULL CHECK (length(audit_id) = 36),
    at BIGINT NOT NULL CHECK (at BETWEEN 0 AND 253402300799999),
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (workspace_id, audit_id)
);

CREATE INDEX audit_at ON audit (workspace_id, at, audit_id);
