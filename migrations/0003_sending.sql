-- Sending: what a job calls, who asked to slow down, and what is held back.

-- The methods of Slack's Web API that a job is likely to call, separated by spaces: what its pace
-- goes by. Empty: none, or queued by a version that did not say so.
ALTER TABLE jobs ADD COLUMN calls TEXT NOT NULL DEFAULT '';

UPDATE jobs SET calls = 'chat.postMessage' WHERE state = 'waiting'
    AND kind IN ('introduce_group', 'remind_group', 'check_in', 'sum_up', 'invite', 'greet');
UPDATE jobs SET calls = 'conversations.open chat.postMessage' WHERE state = 'waiting'
    AND kind = 'tell';
UPDATE jobs SET calls = 'chat.update' WHERE state = 'waiting'
    AND kind IN ('refresh_invitation', 'show_met');

-- Slack asked not to call a method before a time; '*' is every method, when it refuses the token.
CREATE TABLE pauses (
    workspace_id TEXT NOT NULL,
    method TEXT NOT NULL CHECK (method <> ''),
    paused_until BIGINT NOT NULL CHECK (paused_until BETWEEN 0 AND 253402300799999),
    reason TEXT NOT NULL,
    PRIMARY KEY (workspace_id, method)
);

-- Nothing is posted while a row stands here; the workspace '*' is all of them.
CREATE TABLE holds (
    workspace_id TEXT NOT NULL PRIMARY KEY CHECK (workspace_id <> ''),
    held_by TEXT NOT NULL,
    held_at BIGINT NOT NULL CHECK (held_at BETWEEN 0 AND 253402300799999)
);
