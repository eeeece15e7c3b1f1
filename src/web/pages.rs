//! Pages of a few sentences, for a browser. No script runs on them, nobody frames them, and nothing
//! of them is kept: an address can hold a code.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::views::installing::Page;

const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// Where the pages' style is.
pub(super) const STYLE_PATH: &str = "/slack/page.css";

const STYLE: &str = "\
body { font: 18px/1.5 system-ui, sans-serif; max-width: 34em; margin: 12vh auto; padding: 0 1.2em; \
color: #3a2a20; background: #fdf8f3; }
h1 { font-size: 1.5em; line-height: 1.25; }
a { color: #7a4526; }
@media (prefers-color-scheme: dark) { body { color: #f3e9e0; background: #241a14; } a { color: #e8b48f; } }
";

/// Headers that every answer carries.
pub(super) const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// The pages' style.
pub(super) async fn style() -> Response {
    (HEADERS, [(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

/// A page as HTML.
pub(super) fn html(status: StatusCode, page: &Page) -> Response {
    let title = escape(&page.title);
    let mut body = String::new();
    for sentence in &page.sentences {
        body.push_str(&format!("<p>{}</p>\n", escape(sentence)));
    }
    if let Some((says, leads)) = &page.link {
        body.push_str(&format!("<p><a href=\"{}\">{}</a></p>\n", escape(leads), escape(says)));
    }
    let text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    );
    (status, HEADERS, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            sign => escaped.push(sign),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_become_markup() {
        assert_eq!(escape(r#"<b a="x" b='y'>&"#), "&lt;b a=&quot;x&quot; b=&#39;y&#39;&gt;&amp;");
    }
}
