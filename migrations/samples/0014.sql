-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
INSERT INTO routings (workspace_id, referral_id, seed, ranking, reminded_at) VALUES ('T1', '019b8d57-b180-7000-8000-000000000203', '0707070707070707070707070707070707070707070707070707070707070707', '[]', 1767605400000);
