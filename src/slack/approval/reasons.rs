//! The table itself.

use super::Reason;

macro_rules! reasons {
    ($($name:literal: $feature:literal, $arrives:literal, $stored:literal, $without:literal;)+) => {
        &[$(Reason {
            name: $name,
            feature: $feature,
            arrives: $arrives,
            stored: $stored,
            without: $without,
        }),+]
    };
}

/// Every scope, in the manifest's order.
pub const SCOPES: &[Reason] = reasons! {
    "commands":
        "`/coffee`, `/ask`, and the entries in Slack's menus (shortcuts)",
        "the words after the command, who typed it and where; of a shortcut of a message that message",
        "what follows from it (joined, left, paused), not the words; of `/ask` and the shortcuts what \
         somebody then sends in a form",
        "the commands and the shortcuts are unknown to Slack";
    "chat:write":
        "introductions, reminders, questions and answers of Klatch",
        "the id of each message it sent",
        "that id",
        "Klatch cannot say anything";
    "im:write":
        "writes to one person",
        "the id of the direct message",
        "nothing beyond the job that needed it",
        "nobody can be told anything in private";
    "mpim:write":
        "opens the group message in which people are introduced",
        "the id of the group message",
        "that id",
        "nobody can be introduced";
    "im:history":
        "what somebody writes to Klatch itself begins a question; finds its own message again when Slack's \
         answer was lost, so as not to send it twice",
        "messages in the direct message with Klatch, and nowhere else; when an answer was lost, at most \
         15 of the minutes around it",
        "the words, until they are worked off (seconds), and as a question once somebody asks it",
        "Klatch does not answer when it is written to, and may tell somebody something twice";
    "app_mentions:read":
        "answers when it is mentioned",
        "messages that mention @Klatch",
        "who wrote, where and when, not the words",
        "Klatch does not answer when it is mentioned";
    "channels:read":
        "knows whether a public channel can have coffee",
        "its name, whether it is archived or shared with another organization",
        "the channel's id, and whether it is private",
        "coffee cannot be set up";
    "groups:read":
        "the same for private channels that Klatch was invited to",
        "as `channels:read`",
        "as `channels:read`",
        "no coffee in private channels";
    "channels:join":
        "joins the public channel in which somebody sets coffee up",
        "nothing",
        "nothing",
        "somebody must invite Klatch to the channel first";
    "users:read":
        "names, time zones, and who is a guest, a bot or deactivated",
        "the workspace's directory",
        "of each person: id, name, title, time zone, kind of account, whether they are an admin, and \
         until when their status says that they are away",
        "Klatch cannot start: it knows nobody";
    "users:read.email":
        "finds people again in a list of teams (a CSV file) by their address",
        "e-mail addresses in the directory",
        "the address",
        "no teams from a list";
    "users.profile:read":
        "teams, departments, managers and sites from custom profile fields",
        "profiles with their custom fields",
        "the four fields that the settings name, and no other",
        "no teams from profile fields";
    "usergroups:read":
        "teams from user groups",
        "user groups with their members",
        "the name of the group that is somebody's team",
        "no teams from user groups";
    "team:read":
        "the workspace's name, and the labels of its profile fields",
        "as said",
        "the name",
        "profile fields cannot be found by their labels";
    "channels:history":
        "answers that people write in the thread of a question that Klatch posted; finds its own message \
         again when Slack's answer was lost, so as not to post it twice",
        "the messages of the channels that Klatch is in (see `message.channels`); when an answer was lost, \
         at most 15 messages of the minutes around it",
        "answers in the threads of its own questions; of all other messages nothing",
        "a button to answer with; an invitation may appear twice, or the sum of a round be missing";
    "groups:history":
        "the same in private channels that Klatch was invited to",
        "as `channels:history`",
        "as `channels:history`",
        "as `channels:history`";
    "reactions:read":
        "a check mark that accepts an answer",
        "the reactions in the conversations that Klatch is in (see `reaction_added`)",
        "a check mark under an answer to one of its questions; of all other reactions nothing",
        "a button to accept with";
    "reactions:write":
        "sets that check mark, and takes it off an answer that is not accepted any more",
        "nothing",
        "nothing",
        "no check mark on an accepted answer";
    "files:write":
        "a calendar file in a coffee chat, once its people have picked a time; the picture of a \
         digest",
        "nothing",
        "the id of that picture's file, and it in words, with its digest",
        "no calendar file, only links to fill an entry in; digests without pictures";
    "pins:write":
        "pins a community's charter (a later version)",
        "nothing",
        "nothing",
        "the charter is not pinned";
};

/// Every event. What one brings and is not named under "stored" is thrown away on arrival.
pub const EVENTS: &[Reason] = reasons! {
    "app_home_opened":
        "draws App Home",
        "who opened it",
        "when it was opened last",
        "App Home stays empty";
    "app_mention":
        "answers a mention",
        "the message that mentions Klatch",
        "who, where and when; the words are thrown away on arrival",
        "a mention stays unanswered";
    "message.im":
        "a direct message to Klatch begins a question",
        "messages to Klatch",
        "as `im:history`",
        "a message to Klatch stays unanswered";
    "message.channels":
        "answers in the thread of a question that Klatch posted, also when they are changed or deleted",
        "all messages of the public channels that Klatch is in",
        "answers in the threads of its own questions, with who wrote them; everything else is thrown away \
         in the first two steps, before the database and the log",
        "a button to answer with";
    "message.groups":
        "the same in private channels that Klatch was invited to",
        "as `message.channels`",
        "as `message.channels`",
        "as `message.channels`";
    "reaction_added":
        "a check mark by the asker accepts an answer",
        "all reactions in the conversations that Klatch is in",
        "a check mark under an answer to one of its questions; everything else is thrown away in the first \
         two steps",
        "a button to accept with";
    "reaction_removed":
        "the same, when it is taken back",
        "as `reaction_added`", "as `reaction_added`", "as `reaction_added`";
    "team_join":
        "knows somebody new, and asks them once whether they would like a welcome coffee",
        "their profile",
        "as `users:read`; when they joined and whether they said yes",
        "new people can take part from the next day on, and are not welcomed";
    "user_change":
        "keeps names, zones and deactivated accounts current",
        "the profile of whoever changed it",
        "as `users:read`",
        "changes are known from the next day on";
    "user_profile_changed":
        "the same for profile fields",
        "the profile of whoever changed it",
        "as `users:read` and `users.profile:read`",
        "changes are known from the next day on";
    "user_status_changed":
        "who is away is not introduced",
        "the status of whoever changed it",
        "until when it says that they are away, not the status",
        "whoever is away is known from the next day on";
    "channel_archive":
        "ends coffee where it cannot go on",
        "the channel's id",
        "that coffee ended there",
        "a round fails before it ends";
    "channel_deleted":
        "the same", "the channel's id", "that coffee ended there", "a round fails before it ends";
    "channel_left":
        "the same, when Klatch is taken out of a channel",
        "the channel's id", "that coffee ended there", "a round fails before it ends";
    "group_archive":
        "the same for private channels",
        "the channel's id", "that coffee ended there", "a round fails before it ends";
    "group_deleted":
        "the same for private channels",
        "the channel's id", "that coffee ended there", "a round fails before it ends";
    "group_left":
        "the same for private channels",
        "the channel's id", "that coffee ended there", "a round fails before it ends";
    "member_left_channel":
        "what was asked in a private channel is not shown to whoever left it",
        "who left which channel, of every channel that Klatch is in",
        "that somebody left a private channel that has a community; all else is thrown away at once",
        "whoever was known to be in it sees its questions and cards until they are deactivated";
    "app_uninstalled":
        "ends all work when Klatch is taken out",
        "that it happened",
        "when; the data is erased after the time in the settings",
        "Klatch goes on until Slack refuses its token";
    "tokens_revoked":
        "ends all work when its token is revoked",
        "whose tokens",
        "when",
        "Klatch goes on until Slack refuses its token";
    "subteam_created":
        "keeps teams from user groups current",
        "the user group",
        "as `usergroups:read`",
        "changes are known from the next day on";
    "subteam_updated":
        "the same", "the user group", "as `usergroups:read`", "changes are known from the next day on";
    "subteam_members_changed":
        "the same",
        "who came and went", "as `usergroups:read`", "changes are known from the next day on";
};
