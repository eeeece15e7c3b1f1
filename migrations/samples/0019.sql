INSERT INTO workspace_rules (workspace_id, starters, channels, off, guests, quiet, weekly_cap, retention) VALUES ('T1', 'admins', '["C1"]', '["coffee"]', 0, '[["2026-12-21","2027-01-03"]]', 2, 12);
