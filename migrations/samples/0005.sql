-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
INSERT INTO members (workspace_id, member_id, name, title, email, email_key, zone, standing, admin, team, department, updated_at, manager, site, changed_at, seen_at, away_until, here_anyway, fields_at)
VALUES ('T1', 'U51', 'Ivo', 'Cook', 'Ivo@example.org', 'ivo@example.org', 'Europe/Prague', 'guest', 0, 'Kitchen', NULL, 1767603600000, 'U1', 'Brno', 1767603000000, 1767603600000, 253402300799999, 1, 1767603600000);
INSERT INTO places (workspace_id, member_id, source, team, department, manager, site, kept_at) VALUES ('T1', 'U51', 2, 'Kitchen', NULL, 'U1', 'Brno', 1767603600000);
INSERT INTO places (workspace_id, member_id, source, manager, kept_at) VALUES ('T1', 'U51', 1, 'ana@example.org', 1767603600000);
INSERT INTO directories (workspace_id, began_at, further_at, field_ids) VALUES ('T1', 1767603600000, 1767603601000, '{"team":"Xf1","department":null,"manager":"Xf2","site":null}');
