use super::*;

fn no_environment(_: &str) -> Option<String> {
    None
}

fn read(text: &str) -> Result<Config, Told> {
    Config::read(text, "klatch.toml", no_environment)
}

#[test]
fn the_example_file_holds_the_defaults_and_every_setting() {
    let example = include_str!("../../klatch.example.toml");
    assert_eq!(read(example).unwrap(), Config::default());
    for key in KEYS {
        let name = key.rsplit('.').next().unwrap();
        let stands = example
            .lines()
            .any(|line| line.trim_start_matches("# ").starts_with(&format!("{name} = ")));
        assert!(stands, "{key} is missing in klatch.example.toml");
    }
    for (variable, _) in VARIABLES {
        assert!(example.contains(variable), "{variable} is missing in klatch.example.toml");
    }
}

#[test]
fn every_key_is_a_setting() {
    let sample = |key: &str| match key {
        "database_url" => "sqlite://other.db",
        "slack_api_url" => "https://slack-gov.com/api/",
        "commands.coffee" => "/kaffee",
        "commands.ask" => "/frage",
        "commands.story" => "/geschichte",
        "commands.community" => "/gemeinschaft",
        "mode" => "http",
        "log_format" => "json",
        "listen" => "127.0.0.1:3000",
        "public_url" => "https://klatch.example.com/",
        "secret_key" => "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "people.guests" => "true",
        "erase_after_days" => "7",
        _ => "debug",
    };
    for key in KEYS {
        let mut config = Config::default();
        config.set(key, sample(key).to_owned(), key).unwrap();
        assert_ne!(config, Config::default(), "{key} changes nothing");
    }
}

#[test]
fn the_environment_wins_over_the_file() {
    let environment = |name: &str| match name {
        "DATABASE_URL" => Some("postgres://db/klatch".to_owned()),
        "KLATCH_LOG" => Some(String::new()),
        _ => None,
    };
    let text = "database_url = 'sqlite://a.db'\nlog = 'warn'\n[commands]\ncoffee = '/kaffee'";
    let config = Config::read(text, "klatch.toml", environment).unwrap();
    assert_eq!(config.database_url.reveal(), "postgres://db/klatch");
    assert_eq!(config.log, "warn", "an empty variable is none");
    assert_eq!(config.commands.coffee, "/kaffee");
}

#[test]
fn an_unknown_setting_is_an_error_that_names_the_likely_one() {
    let told = read("databse_url = 'sqlite://a.db'").unwrap_err().to_string();
    assert_eq!(
        told,
        "klatch.toml has a setting that Klatch does not know: databse_url. \
         Did you mean database_url?"
    );
    let told = read("[commands]\ncofee = '/coffee'").unwrap_err().to_string();
    assert!(told.contains("commands.cofee") && told.contains("commands.coffee?"), "{told}");
    let told = read("coffee = '/coffee'").unwrap_err().to_string();
    assert!(told.contains("Did you mean commands.coffee?"), "{told}");
    let told = read("[zebra]\nstripes = 3").unwrap_err().to_string();
    assert!(told.contains("zebra") && told.contains("klatch.example.toml"), "{told}");
}

#[test]
fn swapped_tokens_are_noticed_and_never_shown() {
    let told = read("slack_bot_token = 'xapp-1-secret'").unwrap_err().to_string();
    assert!(told.contains("xoxb-") && !told.contains("secret"), "{told}");
    let config = read("slack_bot_token = 'xoxb-secret'").unwrap();
    assert!(!format!("{config:?}").contains("xoxb"));
}

#[test]
fn a_broken_file_is_named_by_its_line_without_quoting_it() {
    let told = read("log = 'info'\nslack_bot_token = xoxb-secret").unwrap_err().to_string();
    assert!(told.starts_with("klatch.toml, line 2, is no TOML"), "{told}");
    assert!(!told.contains("secret"), "{told}");
}

#[test]
fn values_that_make_no_sense_are_refused() {
    for text in [
        "log = 3",
        "commands = 'coffee'",
        "database_url = 'mysql://db'",
        "slack_api_url = 'http://slack.com/api'",
        "slack_api_url = 'slack.com'",
        "commands.coffee = 'coffee'",
        "commands.coffee = '/Coffee time'",
        "mode = 'carrier pigeon'",
        "listen = '3000'",
        "secret_key = 'short'",
        "people.guests = 'perhaps'",
        "erase_after_days = -1",
    ] {
        assert!(read(text).is_err(), "{text}");
    }
    let here = read("slack_api_url = 'http://127.0.0.1:3838/api/'").unwrap();
    assert_eq!(here.slack_api_url, "http://127.0.0.1:3838/api");
}

#[test]
fn a_named_file_must_be_there_and_the_usual_one_need_not() {
    let told = Config::load(Some(Path::new("/nowhere/klatch.toml")), no_environment);
    assert!(told.unwrap_err().to_string().starts_with("/nowhere/klatch.toml cannot be read"));
}

#[test]
fn a_mistyped_level_does_not_silence_the_log() {
    for fine in ["info", "WARN", "off", "info,klatch=debug", "warn,klatch::queue=trace"] {
        assert!(values::log_filter(fine, "KLATCH_LOG").is_ok(), "{fine}");
    }
    for odd in ["verbose", "((", "info,klatch", "warn, klatch=info"] {
        let told = values::log_filter(odd, "KLATCH_LOG").unwrap_err().to_string();
        assert!(told.starts_with("KLATCH_LOG is nothing that the log can go by. Write"), "{told}");
    }
}
