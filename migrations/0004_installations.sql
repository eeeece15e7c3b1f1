-- Installing: which workspaces Klatch is in, with which token, and who is on the way in.

-- One row for each workspace that Klatch ever moved into and whose data is still there.
CREATE TABLE installations (
    workspace_id TEXT NOT NULL PRIMARY KEY CHECK (workspace_id <> ''),
    -- Grows with every change: whoever decided on an older one decides again.
    version BIGINT NOT NULL CHECK (version BETWEEN 1 AND 9000000000000000),
    -- Slack's id of the app, where it was said.
    app TEXT,
    -- The tokens, sealed; NULL where the token stands in the settings, and once it is given up.
    token TEXT,
    refresh_token TEXT,
    -- The token is good until then; NULL for one that does not end.
    expires_at BIGINT CHECK (expires_at BETWEEN 0 AND 253402300799999),
    -- What the workspace granted, a list in JSON.
    scopes TEXT NOT NULL,
    installer TEXT,
    installed_at BIGINT NOT NULL CHECK (installed_at BETWEEN 0 AND 253402300799999),
    -- Taken out: no token, no work, and all data is erased at erase_at.
    uninstalled_at BIGINT CHECK (uninstalled_at BETWEEN 0 AND 253402300799999),
    erase_at BIGINT CHECK (erase_at BETWEEN 0 AND 253402300799999),
    CHECK ((uninstalled_at IS NULL) = (erase_at IS NULL)),
    CHECK (uninstalled_at IS NULL OR (token IS NULL AND refresh_token IS NULL))
);

-- Somebody was sent to Slack and has not come back yet. Only hashes: who reads this table cannot
-- come back in their place.
CREATE TABLE oauth_states (
    state_hash TEXT NOT NULL PRIMARY KEY CHECK (length(state_hash) = 64),
    browser_hash TEXT NOT NULL CHECK (length(browser_hash) = 64),
    expires_at BIGINT NOT NULL CHECK (expires_at BETWEEN 0 AND 253402300799999)
);

CREATE INDEX oauth_states_end ON oauth_states (expires_at);
