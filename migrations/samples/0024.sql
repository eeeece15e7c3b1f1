-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
UPDATE stories SET fell_through = 1 WHERE workspace_id = 'T1' AND story_id = '019b8d57-b180-7000-8000-000000000701';
INSERT INTO round_sums (workspace_id, round_id, program_id, story_id, figures, channel, message) VALUES ('T1', '019b8d57-b180-7000-8000-0000000000f1', '019b8d57-b180-7000-8000-0000000000e1', '019b8d57-b180-7000-8000-000000000701', '{"number":1,"people":6,"groups":3,"met":2,"said":3,"gained":1,"across_teams":3}', 'C1', '1768816800.000200');
INSERT INTO thanks_drawn (workspace_id, job_id, thanks_id, drawn_at) VALUES ('T1', '019b8d57-b180-7000-8000-000000000901', '019b8d57-b180-7000-8000-000000000801', 1767607200000);
