-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
INSERT INTO installations (workspace_id, version, app, token, refresh_token, expires_at, scopes, installer, installed_at)
VALUES ('T1', 2, 'A1', 'v1.0011223344556677.AAAAAAAAAAAAAAAA.AAAA', 'v1.0011223344556677.AAAAAAAAAAAAAAAA.AAAA', 1767646800000, '["commands","chat:write"]', 'U1', 1767603600000);
INSERT INTO installations (workspace_id, version, scopes, installed_at, uninstalled_at, erase_at)
VALUES ('T2', 3, '[]', 1767603600000, 1767603600000, 1770195600000);
INSERT INTO oauth_states (state_hash, browser_hash, expires_at)
VALUES ('00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', 1767604200000);
