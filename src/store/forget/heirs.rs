//! Who tends what somebody who is forgotten tended alone: an admin. What is in a private channel goes only
//! to one who is known to be in it, because a steward reads all of it; otherwise nobody tends it, until an
//! admin in that channel does.

/// Communities. Inside is who was seen there last.
pub(super) const OF_COMMUNITIES: &str = "INSERT INTO community_stewards (workspace_id, community_id, member_id) \
     SELECT s.workspace_id, s.community_id, MIN(m.member_id) FROM community_stewards AS s \
     JOIN communities AS c ON c.workspace_id = s.workspace_id AND c.community_id = s.community_id \
     JOIN members AS m ON m.workspace_id = s.workspace_id AND m.admin = 1 \
     AND m.standing = 'full' AND m.member_id <> $2 \
     WHERE s.workspace_id = $1 AND s.member_id = $2 AND NOT EXISTS \
     (SELECT 1 FROM community_stewards AS other WHERE other.workspace_id = s.workspace_id \
     AND other.community_id = s.community_id AND other.member_id <> $2) \
     AND (c.private = 0 OR EXISTS (SELECT 1 FROM community_insiders AS i \
     WHERE i.workspace_id = s.workspace_id AND i.community_id = s.community_id \
     AND i.member_id = m.member_id AND i.inside = 1)) \
     GROUP BY s.workspace_id, s.community_id ON CONFLICT DO NOTHING";

/// Programs. Inside is who was seen in its community last, or, of whom that says nothing, who is in it.
pub(super) const OF_PROGRAMS: &str = "INSERT INTO stewards (workspace_id, program_id, member_id) \
     SELECT s.workspace_id, s.program_id, MIN(m.member_id) FROM stewards AS s \
     JOIN programs AS p ON p.workspace_id = s.workspace_id AND p.program_id = s.program_id \
     JOIN members AS m ON m.workspace_id = s.workspace_id AND m.admin = 1 \
     AND m.standing = 'full' AND m.member_id <> $2 \
     WHERE s.workspace_id = $1 AND s.member_id = $2 AND NOT EXISTS \
     (SELECT 1 FROM stewards AS other WHERE other.workspace_id = s.workspace_id \
     AND other.program_id = s.program_id AND other.member_id <> $2) \
     AND (p.private = 0 OR COALESCE((SELECT MIN(i.inside) FROM community_insiders AS i \
     JOIN communities AS c ON c.workspace_id = i.workspace_id \
     AND c.community_id = i.community_id AND c.channel_id = p.channel \
     WHERE i.workspace_id = s.workspace_id AND i.member_id = m.member_id), \
     (SELECT MAX(1 - j.has_left) FROM participations AS j WHERE j.workspace_id = s.workspace_id \
     AND j.program_id = s.program_id AND j.member_id = m.member_id), 0) = 1) \
     GROUP BY s.workspace_id, s.program_id ON CONFLICT DO NOTHING";
