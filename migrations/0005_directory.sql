-- The directory: where people belong and who says so, who is away, and how far its reading has come.

ALTER TABLE members ADD COLUMN manager TEXT;
ALTER TABLE members ADD COLUMN site TEXT;
-- When Slack says it was changed last; 0 = not known.
ALTER TABLE members ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0
    CHECK (changed_at BETWEEN 0 AND 253402300799999);
-- When Slack last showed that the account is there.
ALTER TABLE members ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0
    CHECK (seen_at BETWEEN 0 AND 253402300799999);
-- What their status says: away until then; the last moment of all = while it stands.
ALTER TABLE members ADD COLUMN away_until BIGINT CHECK (away_until BETWEEN 0 AND 253402300799999);
-- They want coffee all the same, as long as that status stays.
ALTER TABLE members ADD COLUMN here_anyway BIGINT NOT NULL DEFAULT 0 CHECK (here_anyway IN (0, 1));
-- When their custom profile fields were read last; 0 = never.
ALTER TABLE members ADD COLUMN fields_at BIGINT NOT NULL DEFAULT 0
    CHECK (fields_at BETWEEN 0 AND 253402300799999);

UPDATE members SET seen_at = updated_at;

-- Where somebody belongs, by source: 1 the operator's list, 2 profile fields, 3 user groups. What
-- counts of it stands in members.
CREATE TABLE places (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    source BIGINT NOT NULL CHECK (source BETWEEN 1 AND 3),
    team TEXT,
    department TEXT,
    -- A member's id, or an email as it is compared.
    manager TEXT,
    site TEXT,
    kept_at BIGINT NOT NULL CHECK (kept_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, member_id, source)
);

CREATE INDEX places_kept ON places (workspace_id, source, kept_at);

CREATE TABLE directories (
    workspace_id TEXT NOT NULL PRIMARY KEY,
    -- The reading of users.list that is under way: when it began, and when it last came further.
    began_at BIGINT CHECK (began_at BETWEEN 0 AND 253402300799999),
    further_at BIGINT CHECK (further_at BETWEEN 0 AND 253402300799999),
    -- The ids of the profile fields that say where people belong, JSON.
    field_ids TEXT,
    CHECK ((began_at IS NULL) = (further_at IS NULL))
);
