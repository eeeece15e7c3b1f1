//! Every error that Slack gives for the methods we call, and what it means for whoever called. One
//! table; `tests/contract` holds it against Slack's own lists.

/// What an error code of Slack's is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// The token does not open the door (any more): all work of the workspace waits.
    Refused,
    /// A scope is missing: the job waits until an admin adds it.
    MissingScope,
    /// The conversation is gone, or the bot may not be in it any more: its program ends and its
    /// steward is told.
    ChannelGone,
    /// The message or thread is gone: there is nothing left to do.
    MessageGone,
    /// One of the people cannot be written to: there is nothing left to do.
    Unreachable,
    /// The view was changed by somebody faster, or is not open any more.
    StaleView,
    /// The three seconds of a trigger are over, or it was used.
    Late,
    /// Slack, an admin or a policy does not allow it there: kept for the operator.
    Forbidden,
    /// What we sent is malformed or too long: our mistake, kept for the operator.
    OurMistake,
    /// Not now: again later.
    Again,
    /// Perhaps it happened: Slack says that "some aspect of the operation may have succeeded".
    InDoubt,
}

const TABLE: [(End, &[&str]); 11] = [
    (
        End::Refused,
        &[
            "account_inactive",
            "app_uninstalled",
            "invalid_auth",
            "not_allowed_token_type",
            "not_authed",
            "not_bearer_token",
            "org_login_required",
            "team_access_not_granted",
            "team_not_found",
            "token_expired",
            "token_revoked",
            "two_factor_setup_required",
        ],
    ),
    (End::MissingScope, &["missing_scope", "no_permission"]),
    (
        End::ChannelGone,
        &[
            "channel_is_archived",
            "channel_not_found",
            "is_archived",
            "is_inactive",
            "not_in_channel",
        ],
    ),
    (
        End::MessageGone,
        &[
            "already_reacted",
            "cannot_reply_to_message",
            "cant_update_message",
            "edit_window_closed",
            "message_not_found",
            "no_reaction",
            "thread_not_found",
        ],
    ),
    (
        End::Unreachable,
        &[
            "cannot_dm_bot",
            "invalid_user_combination",
            "invalid_users",
            "not_enough_users",
            "user_disabled",
            "user_not_found",
            "user_not_visible",
            "users_not_found",
        ],
    ),
    (
        End::StaleView,
        &[
            "duplicate_external_id",
            "hash_conflict",
            "not_found",
            "push_limit_reached",
            "view_not_found",
        ],
    ),
    (
        End::Late,
        &[
            "exchanged_trigger_id",
            "expired_trigger_id",
            "invalid_trigger",
            "invalid_trigger_id",
            "trigger_exchanged",
            "trigger_expired",
        ],
    ),
    (
        End::Forbidden,
        &[
            "plan_upgrade_required",
            "access_denied",
            "blocked_file_type",
            "cant_broadcast_message",
            "channel_is_limited_access",
            "ekm_access_denied",
            "enterprise_is_restricted",
            "external_channel_migrating",
            "file_type_not_allowed",
            "file_upload_size_restricted",
            "file_uploads_disabled",
            "file_uploads_except_images_disabled",
            "forbidden_team",
            "is_bot",
            "message_limit_exceeded",
            "messages_tab_disabled",
            "method_not_supported_for_channel_type",
            "not_allowed",
            "not_enabled",
            "posting_to_channel_denied",
            "restricted_action",
            "restricted_action_non_threadable_channel",
            "restricted_action_read_only_channel",
            "restricted_action_thread_locked",
            "restricted_action_thread_only_channel",
            "slack_connect_blocked_file_type",
            "slack_connect_canvas_sharing_blocked",
            "slack_connect_clip_sharing_blocked",
            "slack_connect_file_link_sharing_blocked",
            "slack_connect_file_upload_sharing_blocked",
            "slack_connect_lists_sharing_blocked",
            "no_access",
            "not_reactable",
            "storage_limit_reached",
            "thread_locked",
            "too_many_emoji",
            "too_many_members",
            "too_many_reactions",
        ],
    ),
    (
        End::OurMistake,
        &[
            "invalid_team",
            "bad_timestamp",
            "invalid_name",
            "no_item_specified",
            "no_such_subteam",
            "as_user_not_supported",
            "attachment_payload_limit_exceeded",
            "block_mismatch",
            "deprecated_endpoint",
            "draft_already_deleted",
            "draft_already_sent",
            "draft_has_conflict",
            "draft_not_found",
            "duplicate_channel_not_found",
            "duplicate_message_not_found",
            "alt_txt_too_large",
            "channels_limit_exceeded",
            "file_deleted",
            "file_is_deleted",
            "file_not_found",
            "file_share_limit_reached",
            "insecure_request",
            "invalid_arg_name",
            "invalid_arguments",
            "invalid_array_arg",
            "invalid_attachments",
            "invalid_blocks",
            "invalid_blocks_format",
            "invalid_channel",
            "invalid_charset",
            "invalid_cursor",
            "invalid_form_data",
            "invalid_json",
            "invalid_metadata_filter_keys",
            "invalid_metadata_format",
            "invalid_metadata_schema",
            "invalid_post_type",
            "invalid_ts_latest",
            "invalid_ts_oldest",
            "json_not_object",
            "limit_required",
            "list_record_comment_fetch_failed",
            "markdown_text_conflict",
            "max_file_sharing_exceeded",
            "metadata_must_be_sent_from_app",
            "metadata_too_large",
            "method_deprecated",
            "missing_args",
            "missing_argument",
            "missing_file_data",
            "missing_post_type",
            "missing_profile_id",
            "msg_blocks_too_long",
            "msg_too_long",
            "no_dual_broadcast_content_update",
            "no_text",
            "not_implemented",
            "snippet_too_large",
            "streaming_state_conflict",
            "too_many_attachments",
            "too_many_contact_cards",
            "too_many_users",
            "unable_to_share_files",
            "unknown_method",
            "unknown_snippet_type",
            "unknown_subtype",
            "users_list_not_supplied",
            "view_too_large",
        ],
    ),
    (
        End::Again,
        &[
            "accesslimited",
            "file_update_failed",
            "rate_limited",
            "ratelimited",
            "request_timeout",
            "service_unavailable",
            "team_added_to_org",
            "update_failed",
        ],
    ),
    (End::InDoubt, &["fatal_error", "internal_error"]),
];

impl End {
    /// What an error code is about; `None` for one that is not known. Such a one is kept for the
    /// operator.
    pub fn of(code: &str) -> Option<Self> {
        TABLE.iter().find(|(_, codes)| codes.contains(&code)).map(|(end, _)| *end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once() {
        let mut all: Vec<&str> =
            TABLE.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
        let many = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), many);
    }

    #[test]
    fn what_operators_ask_about_is_sorted() {
        for (code, end) in [
            ("channel_not_found", End::ChannelGone),
            ("is_archived", End::ChannelGone),
            ("user_disabled", End::Unreachable),
            ("invalid_auth", End::Refused),
            ("account_inactive", End::Refused),
            ("token_revoked", End::Refused),
            ("msg_too_long", End::OurMistake),
            ("restricted_action", End::Forbidden),
            ("ekm_access_denied", End::Forbidden),
            ("missing_scope", End::MissingScope),
        ] {
            assert_eq!(End::of(code), Some(end), "{code}");
        }
        assert_eq!(End::of("never_heard_of"), None);
    }
}
