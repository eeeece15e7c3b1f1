-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
INSERT INTO pauses (workspace_id, method, paused_until, reason) VALUES ('T1', 'chat.postMessage', 1767603630000, 'Slack asks to slow down');
INSERT INTO holds (workspace_id, held_by, held_at) VALUES ('*', 'an operator', 1767603600000), ('T1', 'an admin', 1767603600000);
