-- What the admins of a workspace decided for all of it. No row: nothing was decided.
CREATE TABLE workspace_rules (
    workspace_id TEXT NOT NULL PRIMARY KEY CHECK (workspace_id <> ''),
    -- Who may start programs and communities.
    starters TEXT NOT NULL CHECK (starters IN ('everyone', 'admins')),
    -- Where, a list in JSON; NULL is anywhere.
    channels TEXT,
    -- Features that are switched off, a list in JSON.
    off TEXT NOT NULL,
    -- Guests may take part, as far as the operator lets them.
    guests BIGINT NOT NULL CHECK (guests IN (0, 1)),
    -- First and last days without unasked messages, a list in JSON.
    quiet TEXT NOT NULL,
    -- The most unasked messages a week for one person; NULL is as they wish.
    weekly_cap BIGINT CHECK (weekly_cap BETWEEN 1 AND 5),
    -- Months after which what is over is deleted; NULL is never.
    retention BIGINT CHECK (retention BETWEEN 1 AND 120)
);
