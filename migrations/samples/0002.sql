-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
INSERT INTO programs (workspace_id, program_id, channel, steward, every_weeks, weekday, hour, zone, group_size, minimum, next_opening, rounds, invitation, private, ended, created_at)
VALUES ('T1', '019b8d57-b180-7000-8000-000000000011', 'C1', 'U1', 2, 'Mon', '09:30', 'Europe/Berlin', 2, 6, '2026-01-12', 1, '1767603600.000100', 0, 0, 1767603600000);
INSERT INTO stewards (workspace_id, program_id, member_id) VALUES ('T1', '019b8d57-b180-7000-8000-000000000011', 'U1');
INSERT INTO participations (workspace_id, program_id, member_id, joined_at, has_left, pause_rounds, skips, trios, last_trio)
VALUES ('T1', '019b8d57-b180-7000-8000-000000000011', 'U1', 1767603600000, 0, 2, '2026-01-12', 1, 1);
INSERT INTO participations (workspace_id, program_id, member_id, joined_at, has_left, pause_until, trios)
VALUES ('T1', '019b8d57-b180-7000-8000-000000000011', 'U2', 1767603600000, 1, '2026-02-01', 0);
INSERT INTO rounds (workspace_id, round_id, program_id, number, opens_on, reminder_on, check_in_on, seed, algorithm, snapshot, state)
VALUES ('T1', '019b8d57-b180-7000-8000-000000000012', '019b8d57-b180-7000-8000-000000000011', 1, '2026-01-05', '2026-01-12', '2026-01-16', '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', 'plain/1', '{}', 'paired');
INSERT INTO coffee_groups (workspace_id, group_id, round_id, program_id, opener, question, because, conversation, introduction)
VALUES ('T1', '019b8d57-b180-7000-8000-000000000013', '019b8d57-b180-7000-8000-000000000012', '019b8d57-b180-7000-8000-000000000011', 'U1', 3, '[{"pair":["U1","U2"],"rule":"never_met"},{"pair":["U1","U2"],"rule":{"longest_ago":4}}]', 'G1', '1767603600.000200');
INSERT INTO group_members (workspace_id, group_id, member_id, position) VALUES ('T1', '019b8d57-b180-7000-8000-000000000013', 'U1', 0);
INSERT INTO group_members (workspace_id, group_id, member_id, position) VALUES ('T1', '019b8d57-b180-7000-8000-000000000013', 'U2', 1);
INSERT INTO answers (workspace_id, group_id, member_id, met, gained, answered_at)
VALUES ('T1', '019b8d57-b180-7000-8000-000000000013', 'U1', 1, 'a recipe', 1767603600000);
