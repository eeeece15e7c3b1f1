-- What the picture of a digest shows, and what stands beside it for names that cannot be drawn. Without
-- a picture both say nothing.
ALTER TABLE digests ADD COLUMN picture_of TEXT
    CHECK (picture_of IN ('ties', 'weeks', 'value'));
ALTER TABLE digests ADD COLUMN picture_key TEXT;

-- Until now only its words said what a picture shows.
UPDATE digests SET picture_of = CASE
    WHEN picture_alt LIKE 'Coffee ties%' THEN 'ties'
    WHEN picture_alt LIKE 'Value of stories%' THEN 'value'
    ELSE 'weeks' END
WHERE picture IS NOT NULL;
