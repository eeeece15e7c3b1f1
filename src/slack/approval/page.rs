//! `docs/approval.md`, for whoever must approve the app.

use std::fmt::Write as _;

use super::{EVENTS, Reason, SCOPES};
use crate::slack::manifest::Manifest;

const INTRO: &str = "\
<!-- Written from manifest.yml and src/slack/approval: `KLATCH_BLESS=1 cargo test --test approval`. -->

# For whoever must approve Klatch

Klatch is a Slack app that your organization runs itself. It introduces people of a channel to each
other over coffee, and takes questions to whoever knows. This page says what it asks Slack for, what arrives, what is kept, and what stops
without it. It is made from the app's manifest, and a test keeps it so.

## In short

- **It keeps no conversations but the ones it began.** It never asks for `mpim:history`, so Slack does
  not hand it the group messages in which people are introduced. Slack delivers the messages of channels
  that the bot is in; Klatch keeps those in the threads of questions that it posted itself, because they
  are the answers. Everything else is thrown away in the first two steps, before the database and the
  log: what stands in no thread at once, and what stands in another thread after one look whether that
  thread is one of its questions. A test writes such messages and looks for them in the database, its
  files and the log.
- **What people write to Klatch itself begins a question.** The words wait until they are worked off,
  which takes seconds; what looks like a question is kept for up to a week, for the button that asks it, and
  is then gone, unless somebody sends it as a question.
- **Asking anonymously** seals who asked with a key of that question alone, which is destroyed when the
  question is closed.
- **It runs on your machine.** The data is in your database. There is no telemetry and no service of
  ours; the only addresses it speaks to are listed below.
- **Taking part is everybody's own choice**, and leaving is one press.
";

const OUTRO: &str = "\
## What is kept, and for how long

| what | how long |
|---|---|
| people: Slack id, name, title, time zone, e-mail address (where granted), team and the like (where set up), kind of account | while the app is installed |
| who takes part in which coffee, who met whom in which round, and *We met* or *Not this time* with the line one may write about it | while the app is installed |
| which rounds were paired, with everything that makes the pairing explainable | while the app is installed |
| questions, their answers and the cards made of them, with who wrote them (of an anonymous question: sealed, until it is closed) | while the app is installed |
| what Slack told of (events) | until it is worked off; that it came, for 30 days more; what could not be worked off, for 30 days |
| messages to be sent: what they are about, not their text | until they are sent, and 30 days |
| who changed a setting or stopped all messages | while the app is installed |
| Slack's tokens of an installation, encrypted (AES-256-GCM) | until it is taken out |

When the app is taken out, all work ends at once and everything is erased after a set time
(`erase_after_days`, 30 unless set otherwise).

## Who sees what

- Everybody sees their own App Home, and in it whom they met.
- Everybody of a group sees \"We met\"; every other answer is between the person and the bot. Whoever set
  a coffee up sees figures, not answers.
- Whoever runs Klatch has the database. Logs hold ids of workspaces and jobs; never tokens, names,
  message texts or answers. A test looks for them.

## Connections

| from Klatch to | what for |
|---|---|
| `https://slack.com` (`slack_api_url`) | the Web API |
| `wss://*.slack.com` | Socket Mode, if it is used: no address of yours needs to be reachable |
| your database | its data |
| a collector of traces, if you set one (`OTEL_EXPORTER_OTLP_ENDPOINT`, a build feature) | times of requests, no contents |

To Klatch comes, in HTTP mode only, Slack with signed requests. `/healthz`, `/readyz` and `/metrics`
are on the same address: let your proxy pass on only `/slack/`.

## How to verify it

- `klatch check` compares what was granted with the manifest.
- Turn the log up as far as it goes (`KLATCH_LOG=trace`): no text of anybody is in it.
- `src/slack/decode` is all that reads what Slack delivers; `Method` in `src/slack/client` lists every
  method of the Web API that is called.
- `klatch hold` stops every message at once.
";

/// The page, from the manifest. What has no reason in the table is named as such; a test refuses it.
pub fn page(manifest: &Manifest) -> String {
    let mut page = format!("{INTRO}\n## What it asks for\n\n");
    let optional = manifest.optional_scopes();
    page.push_str("| scope | what for | what arrives | what is stored | without it |\n");
    page.push_str("|---|---|---|---|---|\n");
    for scope in manifest.scopes() {
        let mark = if optional.contains(scope) { " (optional)" } else { "" };
        line(&mut page, scope, mark, SCOPES);
    }
    page.push_str(
        "\nThe whole set is asked for at once, because a scope that is added later makes every \
         workspace authorize again. A workspace may refuse the optional ones: Klatch does without and \
         says so.\n\n## What Slack tells it\n\n",
    );
    page.push_str("| event | what for | what arrives | what is stored | without it |\n");
    page.push_str("|---|---|---|---|---|\n");
    for event in manifest.events() {
        line(&mut page, event, "", EVENTS);
    }
    page.push_str("\n## Commands\n\n| command | what for |\n|---|---|\n");
    for command in manifest.commands() {
        let hint = command.usage_hint.replace('|', "\\|");
        let _ = writeln!(page, "| `{}` `{hint}` | {} |", command.command, command.description);
    }
    page.push_str(
        "\nA command brings who typed it, where, and the words after it. Presses and forms bring what \
         was pressed and filled in, by whom. The words of a command are not kept; a form is kept as \
         the setting that it changes.\n\n",
    );
    page.push_str(OUTRO);
    page
}

fn line(page: &mut String, name: &str, mark: &str, reasons: &[Reason]) {
    let _ = match reasons.iter().find(|reason| reason.name == name) {
        Some(Reason { feature, arrives, stored, without, .. }) => {
            writeln!(page, "| `{name}`{mark} | {feature} | {arrives} | {stored} | {without} |")
        }
        None => writeln!(page, "| `{name}`{mark} | no reason is known | | | |"),
    };
}
