-- How the person of a referral was found, so that it can be looked at again; and whether they were reminded.
CREATE TABLE routings (
    workspace_id TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    -- Of chance, 64 hexadecimal digits.
    seed TEXT NOT NULL CHECK (length(seed) = 64),
    -- Who stood in which place, as JSON. Of an anonymous question nothing: who is missing would tell.
    ranking TEXT NOT NULL,
    reminded_at BIGINT CHECK (reminded_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, referral_id),
    FOREIGN KEY (workspace_id, referral_id) REFERENCES referrals (workspace_id, referral_id)
);

CREATE INDEX question_answers_written ON question_answers (workspace_id, written_at);
CREATE INDEX questions_community ON questions (workspace_id, community_id, asked_at);
