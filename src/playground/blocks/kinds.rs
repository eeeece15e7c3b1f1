//! The kinds of blocks and elements, and the fields that each may have.

/// The fields of a view that an app may send.
pub(super) const VIEW_KEYS: &[&str] = &[
    "type",
    "title",
    "blocks",
    "close",
    "submit",
    "private_metadata",
    "callback_id",
    "clear_on_close",
    "notify_on_close",
    "external_id",
    "submit_disabled",
];

/// A kind of block or element: its name and its fields, without `type`, `block_id`, `action_id`.
type Fields = (&'static str, &'static [&'static str]);

/// Blocks.
pub(super) const BLOCKS: &[Fields] = &[
    ("actions", &["elements"]),
    ("context", &["elements"]),
    ("divider", &[]),
    ("header", &["text", "level"]),
    ("image", &["alt_text", "image_url", "slack_file", "title"]),
    ("input", &["label", "element", "dispatch_action", "hint", "optional"]),
    ("rich_text", &["elements"]),
    ("section", &["text", "fields", "accessory", "expand"]),
    ("markdown", &["text"]),
];

const OPTIONS: &[&str] =
    &["options", "option_groups", "initial_option", "confirm", "placeholder", "focus_on_load"];

/// Elements.
pub(super) const ELEMENTS: &[Fields] = &[
    ("button", &["text", "url", "value", "style", "confirm", "accessibility_label"]),
    ("checkboxes", &["options", "initial_options", "confirm", "focus_on_load"]),
    ("radio_buttons", &["options", "initial_option", "confirm", "focus_on_load"]),
    ("overflow", &["options", "confirm"]),
    ("image", &["alt_text", "image_url", "slack_file"]),
    ("static_select", OPTIONS),
    (
        "multi_static_select",
        &[
            "options",
            "option_groups",
            "initial_options",
            "confirm",
            "max_selected_items",
            "placeholder",
            "focus_on_load",
        ],
    ),
    ("users_select", &["initial_user", "confirm", "focus_on_load", "placeholder"]),
    (
        "multi_users_select",
        &["initial_users", "confirm", "max_selected_items", "focus_on_load", "placeholder"],
    ),
    (
        "conversations_select",
        &[
            "initial_conversation",
            "default_to_current_conversation",
            "confirm",
            "response_url_enabled",
            "filter",
            "focus_on_load",
            "placeholder",
        ],
    ),
    (
        "multi_conversations_select",
        &[
            "initial_conversations",
            "default_to_current_conversation",
            "confirm",
            "max_selected_items",
            "filter",
            "focus_on_load",
            "placeholder",
        ],
    ),
    (
        "channels_select",
        &["initial_channel", "confirm", "response_url_enabled", "focus_on_load", "placeholder"],
    ),
    (
        "multi_channels_select",
        &["initial_channels", "confirm", "max_selected_items", "focus_on_load", "placeholder"],
    ),
    ("datepicker", &["initial_date", "confirm", "focus_on_load", "placeholder"]),
    ("timepicker", &["initial_time", "confirm", "focus_on_load", "placeholder", "timezone"]),
    ("datetimepicker", &["initial_date_time", "confirm", "focus_on_load"]),
    (
        "plain_text_input",
        &[
            "initial_value",
            "multiline",
            "min_length",
            "max_length",
            "dispatch_action_config",
            "focus_on_load",
            "placeholder",
        ],
    ),
    (
        "number_input",
        &[
            "is_decimal_allowed",
            "initial_value",
            "min_value",
            "max_value",
            "dispatch_action_config",
            "focus_on_load",
            "placeholder",
        ],
    ),
    (
        "email_text_input",
        &["initial_value", "dispatch_action_config", "focus_on_load", "placeholder"],
    ),
    (
        "url_text_input",
        &["initial_value", "dispatch_action_config", "focus_on_load", "placeholder"],
    ),
];

/// The fields that a kind may have.
pub(super) fn fields(table: &[Fields], kind: &str) -> Option<&'static [&'static str]> {
    table.iter().find(|(name, _)| *name == kind).map(|(_, fields)| *fields)
}

/// Whether an element may stand there: `actions`, `section` or `input`.
pub(super) fn fits(element: &str, place: &str) -> bool {
    let input_only = matches!(
        element,
        "plain_text_input" | "number_input" | "email_text_input" | "url_text_input"
    );
    match place {
        "input" => !matches!(element, "button" | "overflow" | "image"),
        "section" => !input_only && element != "datetimepicker",
        _ => !input_only && element != "image",
    }
}
