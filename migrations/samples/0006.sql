-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
UPDATE coffee_groups SET repeats = '[{"pair":["U1","U2"],"round":1}]', because = '[{"pair":["U1","U2"],"rule":"other_team"},{"pair":["U1","U2"],"rule":"overlap","minutes":420}]' WHERE workspace_id = 'T1';
