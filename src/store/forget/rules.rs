//! The rules, those of tables first that others are referred to by.

use super::{Kind, Rule, heirs};

/// Nobody is named in it.
const fn nobody(table: &'static str) -> Rule {
    Rule { table, own: None, forget: &[] }
}

/// Their own rows go.
const fn goes(
    table: &'static str,
    kind: Kind,
    own: &'static str,
    forget: &'static [&'static str],
) -> Rule {
    Rule { table, own: Some((kind, own)), forget }
}

/// Others' rows name them.
const fn named(table: &'static str, forget: &'static [&'static str]) -> Rule {
    Rule { table, own: None, forget }
}

const BY_MEMBER: &str = "member_id = $2";

pub(super) const RULES: &[Rule] = &[
    nobody("story_settings"),
    goes(
        "story_quotes",
        Kind::Stories,
        "author = $2",
        &["DELETE FROM story_quotes WHERE workspace_id = $1 AND author = $2"],
    ),
    named(
        "follow_ups",
        &["UPDATE follow_ups SET came = NULL WHERE workspace_id = $1 AND story_id IN \
         (SELECT story_id FROM stories WHERE workspace_id = $1 AND helped = $2)"],
    ),
    goes(
        "story_people",
        Kind::Stories,
        BY_MEMBER,
        &["DELETE FROM story_people WHERE workspace_id = $1 AND member_id = $2"],
    ),
    // A story of somebody else stays with those who agreed to it; one that helped them was theirs.
    goes(
        "stories",
        Kind::Stories,
        "helped = $2 OR teller = $2",
        &[
            "UPDATE stories SET happened = '(forgotten)', changed = NULL, evidence = NULL, \
         state = 'withdrawn', helped = 'forgotten' WHERE workspace_id = $1 AND helped = $2",
            "UPDATE stories SET teller = 'forgotten' WHERE workspace_id = $1 AND teller = $2",
        ],
    ),
    nobody("wins"),
    nobody("round_sums"),
    named(
        "thanks_drawn",
        &["DELETE FROM thanks_drawn WHERE workspace_id = $1 AND thanks_id IN \
         (SELECT thanks_id FROM thanks WHERE workspace_id = $1 AND thanked = $2)"],
    ),
    // Thanks that they got go; those that they said stay with whoever got them.
    named(
        "thanks_heard",
        &["DELETE FROM thanks_heard WHERE workspace_id = $1 AND thanks_id IN \
         (SELECT thanks_id FROM thanks WHERE workspace_id = $1 AND thanked = $2)"],
    ),
    goes(
        "thanks",
        Kind::Thanks,
        "sender = $2 OR thanked = $2",
        &[
            "DELETE FROM thanks WHERE workspace_id = $1 AND thanked = $2",
            "UPDATE thanks SET manager = NULL, manager_may_at = NULL \
         WHERE workspace_id = $1 AND manager = $2",
            "UPDATE thanks SET sender = 'forgotten' WHERE workspace_id = $1 AND sender = $2",
        ],
    ),
    nobody("digest_rhythms"),
    nobody("digest_stories"),
    nobody("digests"),
    goes(
        "digest_wishes",
        Kind::Wishes,
        BY_MEMBER,
        &["DELETE FROM digest_wishes WHERE workspace_id = $1 AND member_id = $2"],
    ),
    goes(
        "community_insiders",
        Kind::Directory,
        BY_MEMBER,
        &["DELETE FROM community_insiders WHERE workspace_id = $1 AND member_id = $2"],
    ),
    // What somebody began to write says not whose it is, and goes within a week.
    nobody("drafts"),
    goes(
        "session_votes",
        Kind::Answers,
        BY_MEMBER,
        &["DELETE FROM session_votes WHERE workspace_id = $1 AND member_id = $2"],
    ),
    goes(
        "session_questions",
        Kind::Questions,
        "asker = $2",
        &[
            "DELETE FROM session_votes WHERE workspace_id = $1 AND question_id IN \
         (SELECT question_id FROM session_questions \
         WHERE workspace_id = $1 AND asker = $2 AND stage = 'waiting')",
            "DELETE FROM session_questions \
         WHERE workspace_id = $1 AND asker = $2 AND stage = 'waiting'",
            "UPDATE session_questions SET asker = NULL WHERE workspace_id = $1 AND asker = $2",
        ],
    ),
    goes(
        "sessions",
        Kind::Tending,
        "expert = $2 OR steward = $2",
        &[
            "UPDATE sessions SET expert = 'forgotten' WHERE workspace_id = $1 AND expert = $2",
            "UPDATE sessions SET steward = 'forgotten' WHERE workspace_id = $1 AND steward = $2",
        ],
    ),
    goes(
        "reuses",
        Kind::Answers,
        BY_MEMBER,
        &["DELETE FROM reuses WHERE workspace_id = $1 AND member_id = $2"],
    ),
    named(
        "asker_replies",
        &["DELETE FROM asker_replies WHERE workspace_id = $1 AND question_id IN \
         (SELECT question_id FROM questions WHERE workspace_id = $1 AND asker = $2)"],
    ),
    goes(
        "card_proposals",
        Kind::Answers,
        "proposed_by = $2",
        &["UPDATE card_proposals SET proposed_by = 'forgotten' \
         WHERE workspace_id = $1 AND proposed_by = $2"],
    ),
    goes(
        "card_reviews",
        Kind::Answers,
        "asked = $2",
        &["DELETE FROM card_reviews WHERE workspace_id = $1 AND asked = $2"],
    ),
    // Their names are taken off before: who follows them needs new numbers.
    goes("cards", Kind::Answers, "owner = $2", &[]),
    goes("question_answers", Kind::Answers, "author = $2", &[]),
    named(
        "routings",
        &[
            "DELETE FROM routings WHERE workspace_id = $1 AND referral_id IN \
         (SELECT referral_id FROM referrals WHERE workspace_id = $1 AND member_id = $2)",
            "UPDATE routings SET ranking = '[]' \
         WHERE workspace_id = $1 AND REPLACE(ranking, $3, '') <> ranking AND $2 <> ''",
        ],
    ),
    goes(
        "referrals",
        Kind::Expertise,
        BY_MEMBER,
        &[
            "DELETE FROM referrals WHERE workspace_id = $1 AND member_id = $2",
            "UPDATE referrals SET handed_to = NULL WHERE workspace_id = $1 AND handed_to = $2",
        ],
    ),
    // Of anonymous questions: those that are open were closed before, which destroys their keys.
    nobody("question_keys"),
    goes(
        "questions",
        Kind::Questions,
        "asker = $2",
        &[
            "UPDATE questions SET title = '(forgotten)', details = '' \
         WHERE workspace_id = $1 AND asker = $2 AND privacy = 'private'",
            "UPDATE questions SET asker = NULL, otherwise = NULL WHERE workspace_id = $1 AND asker = $2",
        ],
    ),
    goes(
        "experts",
        Kind::Expertise,
        BY_MEMBER,
        &["DELETE FROM experts WHERE workspace_id = $1 AND member_id = $2"],
    ),
    goes(
        "community_stewards",
        Kind::Tending,
        BY_MEMBER,
        &[
            heirs::OF_COMMUNITIES,
            "DELETE FROM community_stewards WHERE workspace_id = $1 AND member_id = $2",
        ],
    ),
    nobody("communities"),
    goes(
        "encounter_members",
        Kind::Coffee,
        BY_MEMBER,
        &[
            // Two people who were brought together are one without the other.
            "DELETE FROM encounter_members WHERE workspace_id = $1 AND encounter_id IN \
         (SELECT encounter_id FROM encounter_members WHERE workspace_id = $1 AND member_id = $2)",
        ],
    ),
    named(
        "encounters",
        &["DELETE FROM encounters WHERE workspace_id = $1 AND NOT EXISTS \
         (SELECT 1 FROM encounter_members AS m WHERE m.workspace_id = encounters.workspace_id \
         AND m.encounter_id = encounters.encounter_id)"],
    ),
    goes(
        "free_now",
        Kind::Coffee,
        BY_MEMBER,
        &["DELETE FROM free_now WHERE workspace_id = $1 AND member_id = $2"],
    ),
    goes(
        "newcomers",
        Kind::Directory,
        BY_MEMBER,
        &["DELETE FROM newcomers WHERE workspace_id = $1 AND member_id = $2"],
    ),
    goes(
        "welcomers",
        Kind::Coffee,
        BY_MEMBER,
        &["DELETE FROM welcomers WHERE workspace_id = $1 AND member_id = $2"],
    ),
    nobody("unwelcoming"),
    goes(
        "withdrawals",
        Kind::Coffee,
        BY_MEMBER,
        &["DELETE FROM withdrawals WHERE workspace_id = $1 AND member_id = $2"],
    ),
    goes(
        "break_members",
        Kind::Coffee,
        BY_MEMBER,
        &["DELETE FROM break_members WHERE workspace_id = $1 AND member_id = $2"],
    ),
    named(
        "breaks",
        &["UPDATE breaks SET host = 'forgotten' WHERE workspace_id = $1 AND host = $2"],
    ),
    goes(
        "answers",
        Kind::Coffee,
        BY_MEMBER,
        &["DELETE FROM answers WHERE workspace_id = $1 AND member_id = $2"],
    ),
    goes(
        "group_members",
        Kind::Coffee,
        BY_MEMBER,
        &["DELETE FROM group_members WHERE workspace_id = $1 AND member_id = $2"],
    ),
    named(
        "coffee_groups",
        &[
            "UPDATE coffee_groups SET opener = COALESCE((SELECT MIN(m.member_id) \
         FROM group_members AS m WHERE m.workspace_id = coffee_groups.workspace_id \
         AND m.group_id = coffee_groups.group_id), 'forgotten') \
         WHERE workspace_id = $1 AND opener = $2",
            "UPDATE coffee_groups SET because = '[]' \
         WHERE workspace_id = $1 AND REPLACE(because, $3, '') <> because AND $2 <> ''",
            "UPDATE coffee_groups SET repeats = '[]' \
         WHERE workspace_id = $1 AND REPLACE(repeats, $3, '') <> repeats AND $2 <> ''",
        ],
    ),
    named(
        "pairings",
        &[
            // A round that is over cannot be paired again as it was: without them it would come out another.
            "DELETE FROM pairings WHERE workspace_id = $1 AND REPLACE(request || COALESCE(result, ''), $3, '') <> request || COALESCE(result, '') \
         AND $2 <> '' AND EXISTS (SELECT 1 FROM rounds AS r WHERE r.workspace_id = pairings.workspace_id \
         AND r.round_id = pairings.round_id AND r.state = 'closed')",
            "UPDATE pairings SET request = REPLACE(request, $3, '\"' || $4 || '\"'), \
         result = REPLACE(result, $3, '\"' || $4 || '\"') \
         WHERE workspace_id = $1 AND REPLACE(request || COALESCE(result, ''), $3, '') <> request || COALESCE(result, '') AND $2 <> ''",
        ],
    ),
    nobody("rounds"),
    goes(
        "participations",
        Kind::Coffee,
        BY_MEMBER,
        &["DELETE FROM participations WHERE workspace_id = $1 AND member_id = $2"],
    ),
    goes(
        "stewards",
        Kind::Tending,
        BY_MEMBER,
        &[heirs::OF_PROGRAMS, "DELETE FROM stewards WHERE workspace_id = $1 AND member_id = $2"],
    ),
    named(
        "programs",
        &["UPDATE programs SET steward = COALESCE((SELECT MIN(s.member_id) FROM stewards AS s \
         WHERE s.workspace_id = programs.workspace_id AND s.program_id = programs.program_id), \
         'forgotten') WHERE workspace_id = $1 AND steward = $2"],
    ),
    goes(
        "audit",
        Kind::Trail,
        "actor = $2",
        &[
            "UPDATE audit SET actor = 'forgotten' WHERE workspace_id = $1 AND actor = $2",
            "UPDATE audit SET target = 'forgotten' WHERE workspace_id = $1 AND target = $2",
            "UPDATE audit SET detail = REPLACE(detail, $3, '\"forgotten\"') \
         WHERE workspace_id = $1 AND REPLACE(detail, $3, '') <> detail AND $2 <> ''",
        ],
    ),
    goes(
        "nudges",
        Kind::Messages,
        BY_MEMBER,
        &["DELETE FROM nudges WHERE workspace_id = $1 AND member_id = $2"],
    ),
    // Answers that are repeated if Slack delivers something twice.
    named(
        "receipts",
        &["DELETE FROM receipts WHERE workspace_id = $1 AND REPLACE(reply, $2, '') <> reply"],
    ),
    named(
        "inbox",
        &["DELETE FROM inbox WHERE workspace_id = $1 AND REPLACE(payload, $3, '') <> payload \
         AND $2 <> ''"],
    ),
    nobody("lanes"),
    named(
        "jobs",
        &[
            // A second try for others goes on without them; whatever else names them is needless.
            "UPDATE jobs SET payload = REPLACE(REPLACE(REPLACE(payload, $3 || ',', ''), \
         ',' || $3, ''), $3, '') WHERE workspace_id = $1 AND kind = 'rematch' \
         AND REPLACE(payload, $3, '') <> payload AND $2 <> ''",
            "DELETE FROM jobs WHERE workspace_id = $1 AND (REPLACE(payload, $3, '') <> payload \
         OR REPLACE(':' || COALESCE(dedup_key, '') || ':', ':' || $2 || ':', '') \
         <> ':' || COALESCE(dedup_key, '') || ':' OR channel = $2)",
        ],
    ),
    goes(
        "homes",
        Kind::Messages,
        BY_MEMBER,
        &["DELETE FROM homes WHERE workspace_id = $1 AND member_id = $2"],
    ),
    goes(
        "places",
        Kind::Directory,
        BY_MEMBER,
        &[
            "DELETE FROM places WHERE workspace_id = $1 AND member_id = $2",
            "UPDATE places SET manager = NULL WHERE workspace_id = $1 AND (manager = $2 \
         OR manager IN (SELECT email_key FROM members WHERE workspace_id = $1 AND member_id = $2))",
        ],
    ),
    nobody("directories"),
    nobody("pauses"),
    named(
        "holds",
        &["UPDATE holds SET held_by = 'forgotten' WHERE workspace_id = $1 AND held_by = $2"],
    ),
    goes(
        "preferences",
        Kind::Wishes,
        BY_MEMBER,
        &["DELETE FROM preferences WHERE workspace_id = $1 AND member_id = $2"],
    ),
    goes(
        "exclusions",
        Kind::Wishes,
        BY_MEMBER,
        &[
            // Whom others would rather not meet is theirs, as long as there is somebody to meet.
            "DELETE FROM exclusions WHERE workspace_id = $1 AND (member_id = $2 OR other = $2 \
         AND NOT EXISTS (SELECT 1 FROM members AS m WHERE m.workspace_id = $1 \
         AND m.member_id = $2 AND m.standing <> 'deactivated'))",
        ],
    ),
    goes(
        "members",
        Kind::Directory,
        BY_MEMBER,
        &[
            "UPDATE members SET manager = NULL WHERE workspace_id = $1 AND manager = $2",
            "DELETE FROM members WHERE workspace_id = $1 AND member_id = $2",
        ],
    ),
    nobody("workspace_rules"),
    nobody("workspaces"),
    named(
        "installations",
        &["UPDATE installations SET installer = NULL WHERE workspace_id = $1 AND installer = $2"],
    ),
];
