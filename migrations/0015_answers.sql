-- What is carried between two people, who proposed to keep something, and whom a card waits for.

-- What an asker wrote to whoever answered, until it has been carried there.
CREATE TABLE asker_replies (
    workspace_id TEXT NOT NULL,
    reply_id TEXT NOT NULL CHECK (length(reply_id) = 36),
    question_id TEXT NOT NULL,
    -- The answer that it replies to.
    answer_id TEXT NOT NULL,
    body TEXT NOT NULL CHECK (body <> ''),
    PRIMARY KEY (workspace_id, reply_id),
    FOREIGN KEY (workspace_id, question_id) REFERENCES questions (workspace_id, question_id)
);

-- Who proposed to keep a message, and which one it was.
CREATE TABLE card_proposals (
    workspace_id TEXT NOT NULL,
    card_id TEXT NOT NULL,
    proposed_by TEXT NOT NULL CHECK (proposed_by <> ''),
    channel TEXT NOT NULL,
    message TEXT NOT NULL,
    proposed_at BIGINT NOT NULL CHECK (proposed_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, card_id),
    FOREIGN KEY (workspace_id, card_id) REFERENCES cards (workspace_id, card_id)
);

-- A message is kept once.
CREATE UNIQUE INDEX card_proposals_message ON card_proposals (workspace_id, channel, message);

-- Who was asked whether a card still holds, and has not said so yet.
CREATE TABLE card_reviews (
    workspace_id TEXT NOT NULL,
    card_id TEXT NOT NULL,
    asked TEXT NOT NULL CHECK (asked <> ''),
    asked_at BIGINT NOT NULL CHECK (asked_at BETWEEN 0 AND 253402300799999),
    PRIMARY KEY (workspace_id, card_id),
    FOREIGN KEY (workspace_id, card_id) REFERENCES cards (workspace_id, card_id)
);
