-- What a round's pairing was asked and what came of it, apart from the round: they are long, and
-- read only to pair, to explain and to replay.
CREATE TABLE pairings (
    workspace_id TEXT NOT NULL,
    round_id TEXT NOT NULL CHECK (length(round_id) = 36),
    -- JSON, as `klatch pair` reads it.
    request TEXT NOT NULL,
    -- Who was grouped with whom, and who was left out: JSON; NULL before it was decided.
    result TEXT,
    PRIMARY KEY (workspace_id, round_id),
    FOREIGN KEY (workspace_id, round_id) REFERENCES rounds (workspace_id, round_id)
);

INSERT INTO pairings (workspace_id, round_id, request)
SELECT workspace_id, round_id, snapshot FROM rounds
-- What older rules were asked is in words that nobody reads any more.
WHERE algorithm NOT LIKE 'plain/%';

ALTER TABLE rounds DROP COLUMN snapshot;
