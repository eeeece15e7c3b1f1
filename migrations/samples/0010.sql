-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
INSERT INTO free_now (workspace_id, member_id, pressed_at, free_until) VALUES ('T1', 'U1', 1767603600000, 1767605400000);
INSERT INTO encounters (workspace_id, encounter_id, kind, seed, opener, question, met_again, conversation, introduction, made_at, ends_at) VALUES ('T1', '019b8d57-b180-7000-8000-000000000101', 'now', '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', 'U1', 3, 0, 'G1', '1767603600.000300', 1767603600000, 1767605400000);
INSERT INTO encounter_members (workspace_id, encounter_id, member_id, position, met) VALUES ('T1', '019b8d57-b180-7000-8000-000000000101', 'U1', 0, 1);
INSERT INTO encounter_members (workspace_id, encounter_id, member_id, position, met) VALUES ('T1', '019b8d57-b180-7000-8000-000000000101', 'U2', 1, 0);
INSERT INTO newcomers (workspace_id, member_id, joined_at, stage) VALUES ('T1', 'U2', 1767603600000, 'accepted');
INSERT INTO welcomers (workspace_id, member_id, since) VALUES ('T1', 'U1', 1767603600000);
INSERT INTO unwelcoming (workspace_id, told_at) VALUES ('T1', 1767603600000);
INSERT INTO breaks (workspace_id, break_id, round_id, program_id, team, host, starts_at, conversation, message) VALUES ('T1', '019b8d57-b180-7000-8000-000000000102', '019b8d57-b180-7000-8000-000000000012', '019b8d57-b180-7000-8000-000000000011', 'Core', 'U1', 1767605400000, 'C1', '1767603600.000400');
INSERT INTO break_members (workspace_id, break_id, member_id, said) VALUES ('T1', '019b8d57-b180-7000-8000-000000000102', 'U1', 'in');
INSERT INTO break_members (workspace_id, break_id, member_id) VALUES ('T1', '019b8d57-b180-7000-8000-000000000102', 'U2');
