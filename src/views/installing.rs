//! What somebody reads in their browser who installs Klatch.

use crate::domain::locale::Locale;

/// A page of a few sentences. Nothing in it is escaped yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub title: String,
    pub sentences: Vec<String>,
    /// What it says, and where it leads.
    pub link: Option<(String, String)>,
}

fn page(title: &str, sentences: &[&str]) -> Page {
    let sentences = sentences.iter().map(|&sentence| sentence.to_owned()).collect();
    Page { title: title.to_owned(), sentences, link: None }
}

fn again(page: Page) -> Page {
    Page { link: Some(("Start again".to_owned(), "/slack/install".to_owned())), ..page }
}

/// It worked.
pub fn welcome(locale: Locale, workspace: &str, link: &str) -> Page {
    let Locale::English = locale;
    let title = format!("Klatch is in {workspace}");
    Page {
        link: Some(("Open Slack".to_owned(), link.to_owned())),
        ..page(
            &title,
            &[
                "Open Slack and look for Klatch under Apps: its Home tab says what it can do.",
                "Nothing is sent to anybody before somebody sets coffee up in a channel.",
            ],
        )
    }
}

/// They said no.
pub fn denied(locale: Locale) -> Page {
    let Locale::English = locale;
    again(page("Nothing was installed", &["You said no, and that is fine. Nothing is kept."]))
}

/// The `state` is forged, used, too old, or of another browser.
pub fn stale(locale: Locale) -> Page {
    let Locale::English = locale;
    again(page(
        "This link does not work any more",
        &[
            "Installing has to be finished within ten minutes, once, in the browser it was begun in.",
            "Nothing was changed.",
        ],
    ))
}

/// An organization tried to install it for all of its workspaces.
pub fn whole_organization(locale: Locale) -> Page {
    let Locale::English = locale;
    again(page(
        "Klatch is installed workspace by workspace",
        &[
            "You chose your whole organization. Klatch cannot serve that yet, so nothing was installed.",
            "Please start again and choose one workspace.",
        ],
    ))
}

/// Slack gave something that cannot be used.
pub fn refused(locale: Locale, reference: &str) -> Page {
    let Locale::English = locale;
    let told = format!("If it happens again, tell whoever runs Klatch: ref {reference}.");
    again(page(
        "That didn't work",
        &["Slack did not confirm the installation, so nothing was kept.", &told],
    ))
}

/// Slack or the database is not there.
pub fn unreachable(locale: Locale, reference: &str) -> Page {
    let Locale::English = locale;
    let told = format!(
        "Please try again in a minute. If it goes on, tell whoever runs Klatch: ref {reference}."
    );
    again(page("That didn't work right now", &[&told]))
}
