-- Who of a group had met before, and when last: a list in JSON, as the reasons are.
ALTER TABLE coffee_groups ADD COLUMN repeats TEXT NOT NULL DEFAULT '[]';

-- Reasons are written in another way from here on, and none was ever released.
UPDATE coffee_groups SET because = '[]';
