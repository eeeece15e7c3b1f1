-- Of whom it was seen that they are in a community's private channel, or that they left it. It says not when:
-- that could be held against what was asked there anonymously.
CREATE TABLE community_insiders (
    workspace_id TEXT NOT NULL,
    community_id TEXT NOT NULL,
    member_id TEXT NOT NULL CHECK (member_id <> ''),
    inside BIGINT NOT NULL CHECK (inside IN (0, 1)),
    PRIMARY KEY (workspace_id, community_id, member_id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, community_id)
);

CREATE INDEX community_insiders_member ON community_insiders (workspace_id, member_id);
