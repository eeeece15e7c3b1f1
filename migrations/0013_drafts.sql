-- What somebody began to ask, or replies to a question, until it has gone where it belongs. It says
-- not who wrote it: only their button or their modal knows its name.
CREATE TABLE drafts (
    workspace_id TEXT NOT NULL,
    draft_id TEXT NOT NULL CHECK (length(draft_id) = 36),
    body TEXT NOT NULL CHECK (body <> ''),
    written_at BIGINT NOT NULL CHECK (written_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, draft_id)
);

CREATE INDEX drafts_written ON drafts (workspace_id, written_at);

-- Of a private channel: only who is in it learns that there is such a community.
ALTER TABLE communities ADD COLUMN private BIGINT NOT NULL DEFAULT 0 CHECK (private IN (0, 1));
