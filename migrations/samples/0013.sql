-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
INSERT INTO drafts (workspace_id, draft_id, body, written_at) VALUES ('T1', '019b8d57-b180-7000-8000-000000000301', 'How do we rotate the staging certificates?', 1767603600000);
UPDATE communities SET private = 1 WHERE workspace_id = 'T1' AND community_id = '019b8d57-b180-7000-8000-000000000201';
