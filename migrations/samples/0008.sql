-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
INSERT INTO preferences (workspace_id, member_id, prefers_trio, modes, languages, topics, hours, own_site, need, per_week, only_coffee, manager_apart)
VALUES ('T1', 'U1', 1, '["video","in_person"]', '["de","en"]', '["rust","old films"]', '{"mon":["22:00","06:00"],"tue":null,"wed":["09:00","13:00"],"thu":null,"fri":null,"sat":null,"sun":null}', 'Berlin', 'A quiet place', 2, 0, 1);
INSERT INTO preferences (workspace_id, member_id, prefers_trio, modes, languages, topics, per_week, only_coffee, manager_apart)
VALUES ('T1', 'U2', 0, '[]', '[]', '[]', 3, 1, 0);
INSERT INTO exclusions (workspace_id, member_id, other) VALUES ('T1', 'U1', 'U51');
UPDATE members SET came_at = 1767603600000 WHERE workspace_id = 'T1' AND member_id = 'U2';
UPDATE participations SET pause_until = NULL, pause_open = 1, sat_out = 1, silent = 3, asked_at = 1767603600000, heard_at = 1767603500000 WHERE workspace_id = 'T1' AND member_id = 'U2';
