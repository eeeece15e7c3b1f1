-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
INSERT INTO story_settings (workspace_id, goals, cap, currency, per_hour) VALUES ('T1', '["Fewer outages"]', 2400, 'EUR', 60);
INSERT INTO story_quotes (workspace_id, story_id, author, words, saved_at, agreed_at) VALUES ('T1', '019b8d57-b180-7000-8000-000000000702', 'U2', 'Two nodes at a time.', 1767607200000, NULL);
