//! The page on which an admin lets the app in.

use std::collections::BTreeMap;

use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{Html, IntoResponse, Response};

use crate::playground::installing::turned_away;
use crate::playground::{DeedError, Playground, Town};

type Given = BTreeMap<String, String>;

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn shown(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <link rel=\"stylesheet\" href=\"/page/style.css\"></head>\
         <body><main class=\"install\"><h1>{title}</h1>{body}</main></body></html>\n"
    )
}

fn refused(error: &DeedError) -> Response {
    let body = format!("<p>{}</p>", escaped(&error.to_string()));
    (StatusCode::BAD_REQUEST, Html(shown("The app cannot be installed", &body))).into_response()
}

/// The workspace that was chosen, or the first.
fn chosen<'a>(town: &'a Town, given: &Given) -> Option<&'a Playground> {
    let team = given.get("team").and_then(|team| town.team(team));
    team.or_else(|| town.playgrounds().first())
}

/// Shows what the app asks for.
pub(super) async fn page(State(town): State<Town>, Query(given): Query<Given>) -> Response {
    let Some(playground) = chosen(&town, &given) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let request = match playground.install_request(&given) {
        Ok(request) => request,
        Err(error) => return refused(&error),
    };
    let (app, workspace, team) = {
        let world = playground.world();
        (world.app.name.clone(), world.names.workspace.clone(), world.names.team.clone())
    };
    let scopes: String =
        request.scopes.iter().map(|scope| format!("<li>{}</li>", escaped(scope))).collect();
    let fields: String = given
        .iter()
        .filter(|(key, _)| key.as_str() != "team")
        .map(|(key, value)| {
            let (key, value) = (escaped(key), escaped(value));
            format!("<input type=\"hidden\" name=\"{key}\" value=\"{value}\">")
        })
        .collect();
    let teams: String = town
        .playgrounds()
        .iter()
        .map(|one| {
            let world = one.world();
            let (id, name) = (escaped(&world.names.team), escaped(&world.names.workspace));
            let mark = if world.names.team == team { " selected" } else { "" };
            format!("<option value=\"{id}\"{mark}>{name}</option>")
        })
        .collect();
    let body = format!(
        "<p>In {} it asks for:</p><ul>{scopes}</ul><form method=\"post\">{fields}\
         <p><label>Workspace <select name=\"team\">{teams}</select></label></p>\
         <p><button name=\"answer\" value=\"allow\">Allow</button> \
         <button name=\"answer\" value=\"deny\">Cancel</button></p></form>",
        escaped(&workspace)
    );
    Html(shown(&format!("{app} wants to come in"), &body)).into_response()
}

/// Takes the answer, and sends the browser back to the app.
pub(super) async fn answer(State(town): State<Town>, Form(given): Form<Given>) -> Response {
    let Some(playground) = chosen(&town, &given) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let allowed = given.get("answer").is_some_and(|answer| answer == "allow");
    let went = playground.install_request(&given).and_then(|request| {
        if allowed { playground.let_in(&request) } else { turned_away(&request) }
    });
    match went {
        Ok(url) => (StatusCode::FOUND, [(LOCATION, url)]).into_response(),
        Err(error) => refused(&error),
    }
}
