-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
INSERT INTO workspaces (workspace_id, name, bot, created_at, updated_at)
VALUES ('T1', 'Acme', 'B1', 1767603600000, 1767603600000);
INSERT INTO members (workspace_id, member_id, name, title, email, email_key, zone, standing, admin, team, department, updated_at)
VALUES ('T1', 'U1', 'Ána', 'Cook', 'Ana@example.org', 'ana@example.org', 'Europe/Berlin', 'full', 1, 'Core', 'Tech', 1767603600000);
INSERT INTO members (workspace_id, member_id, name, standing, admin, updated_at)
VALUES ('T1', 'U2', 'Bo', 'guest', 0, 1767603600000);
INSERT INTO homes (workspace_id, member_id, opened_at) VALUES ('T1', 'U1', 1767603600000);
INSERT INTO jobs (workspace_id, job_id, kind, payload, lane, place_at, run_at, dedup_key, created_at)
VALUES ('T1', '019b8d57-b180-7000-8000-000000000001', 'publish_home', '{"kind":"publish_home","member":"U1"}', 'send', 1767603600000, 1767603600000, 'home U1', 1767603600000);
INSERT INTO jobs (workspace_id, job_id, kind, payload, lane, channel, place_at, run_at, attempt, state, sent_at, doubts, last_error, created_at, finished_at)
VALUES ('T1', '019b8d57-b180-7000-8000-000000000002', 'greet', '{"kind":"greet","member":"U1","channel":"D1","thread":null}', 'send', 'D1', 1767603600000, 1767603600000, 2, 'done', 1767603600000, 1, 'in doubt: not sent again', 1767603600000, 1767603600000);
INSERT INTO lanes (workspace_id, lane, leased_by, leased_until) VALUES ('T1', 'send', 'one', 1767603660000);
INSERT INTO inbox (workspace_id, event_id, payload, received_at, position, next_at)
VALUES ('T1', 'Ev1', '{"workspace":"T1","id":"Ev1","what":{"home_opened":{"member":"U1"}}}', 1767603600000, 0, 1767603600000);
INSERT INTO receipts (workspace_id, receipt_key, reply, kept_at) VALUES ('T1', 'trigger-1', '"close_modal"', 1767603600000);
INSERT INTO nudges (workspace_id, member_id, local_day, claimed_by, claimed_at) VALUES ('T1', 'U1', '2026-01-05', 'coffee', 1767603600000);
INSERT INTO audit (workspace_id, audit_id, at, actor, action, target, detail)
VALUES ('T1', '019b8d57-b180-7000-8000-000000000003', 1767603600000, 'U1', 'set_up', 'program', '{"minimum":6}');
