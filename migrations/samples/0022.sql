-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
INSERT INTO community_insiders (workspace_id, community_id, member_id, inside) VALUES ('T1', '019b8d57-b180-7000-8000-000000000201', 'U3', 1);
INSERT INTO community_insiders (workspace_id, community_id, member_id, inside) VALUES ('T1', '019b8d57-b180-7000-8000-000000000201', 'U4', 0);
