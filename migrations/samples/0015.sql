-- Rows as the program of this version writes them; tests/migrations.rs carries them on.
INSERT INTO asker_replies (workspace_id, reply_id, question_id, answer_id, body) VALUES ('T1', '019b8d57-b180-7000-8000-000000000501', '019b8d57-b180-7000-8000-000000000202', '019b8d57-b180-7000-8000-000000000204', 'And on Windows?');
INSERT INTO card_proposals (workspace_id, card_id, proposed_by, channel, message, proposed_at) VALUES ('T1', '019b8d57-b180-7000-8000-000000000205', 'U1', 'C1', '1767605400.000700', 1767607200000);
INSERT INTO card_reviews (workspace_id, card_id, asked, asked_at) VALUES ('T1', '019b8d57-b180-7000-8000-000000000205', 'U2', 1783332000000);
