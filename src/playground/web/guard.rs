//! Only this machine may speak to the playground. A page elsewhere that lets its own name point
//! here (DNS rebinding) still sends that name as `Host` or `Origin`.

use axum::extract::Request;
use axum::http::header::{CONTENT_SECURITY_POLICY, HOST, ORIGIN, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const POLICY: &str =
    "default-src 'self'; connect-src 'self' ws:; img-src 'self' data:; style-src 'self'";

pub(super) async fn only_loopback(request: Request, next: Next) -> Response {
    if !allowed(request.headers()) {
        return (StatusCode::FORBIDDEN, "The playground answers only this machine.\n")
            .into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn allowed(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let origin = match headers.get(ORIGIN).map(HeaderValue::to_str) {
        None => true,
        Some(origin) => {
            origin.ok().and_then(|origin| origin.strip_prefix("http://")).is_some_and(is_loopback)
        }
    };
    host.is_some_and(is_loopback) && origin
}

/// Whether `host[:port]` is this machine.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((inside, _)) => inside,
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_this_machine_is_let_in() {
        for here in ["127.0.0.1", "127.0.0.1:3838", "localhost:3838", "LOCALHOST", "[::1]:3838"] {
            assert!(is_loopback(here), "{here}");
        }
        for elsewhere in ["evil.example", "127.0.0.1.evil.example", "10.0.0.1:3838", "", "[::2]"] {
            assert!(!is_loopback(elsewhere), "{elsewhere}");
        }
    }
}
