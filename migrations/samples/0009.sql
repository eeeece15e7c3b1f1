-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
UPDATE coffee_groups SET offered = '[1767790800000,1767864600000]', meets_at = 1767790800000, times_picked = 2, formed_on = '2026-01-07', nudged = 1 WHERE workspace_id = 'T1';
UPDATE answers SET rating = 3, story = 1 WHERE workspace_id = 'T1';
INSERT INTO withdrawals (workspace_id, round_id, member_id, group_id, why, withdrawn_at)
VALUES ('T1', '019b8d57-b180-7000-8000-000000000012', 'U2', '019b8d57-b180-7000-8000-000000000013', 'else', 1767603600000);
