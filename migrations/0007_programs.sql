-- Programs with everything they can be.

-- A rule of RFC 5545. every_weeks and weekday stay as long as a version may run that knows only them.
ALTER TABLE programs ADD COLUMN recurrence TEXT NOT NULL DEFAULT 'FREQ=WEEKLY;INTERVAL=1;BYDAY=MO'
    CHECK (recurrence LIKE 'FREQ=%');
-- Whom it brings together, JSON as the snapshot of a round has it.
ALTER TABLE programs ADD COLUMN rules TEXT NOT NULL DEFAULT '{}';
-- Nobody is grouped with their own manager.
ALTER TABLE programs ADD COLUMN managers_apart BIGINT NOT NULL DEFAULT 0
    CHECK (managers_apart IN (0, 1));
-- Its own words, JSON: name, topic, meeting spots, invitation.
ALTER TABLE programs ADD COLUMN style TEXT NOT NULL DEFAULT '{}';

UPDATE programs SET recurrence = 'FREQ=WEEKLY;INTERVAL=' || CAST(every_weeks AS TEXT)
    || ';BYDAY=' || upper(substr(weekday, 1, 2));
