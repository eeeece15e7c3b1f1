//! A browser that remembers its cookie.

use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Request};
use http_body_util::{BodyExt as _, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

#[derive(Default)]
pub(crate) struct Browser {
    pub(crate) cookie: Option<String>,
}

pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Page {
    pub(crate) fn location(&self) -> url::Url {
        self.headers[LOCATION].to_str().unwrap().parse().unwrap()
    }
}

impl Browser {
    pub(crate) async fn get(&mut self, address: &str) -> Page {
        let client: Client<_, Empty<&[u8]>> = Client::builder(TokioExecutor::new()).build_http();
        let mut request = Request::get(address);
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, format!("other=1; {cookie}"));
        }
        let answer = client.request(request.body(Empty::new()).unwrap()).await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        if let Some(set) = headers.get(SET_COOKIE) {
            let set = set.to_str().unwrap();
            assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
            self.cookie = set.split(';').next().map(str::to_owned);
        }
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        Page { status, headers, text: String::from_utf8(body.to_vec()).unwrap() }
    }
}

/// The value of a word in an address.
pub(crate) fn word(address: &url::Url, key: &str) -> String {
    address.query_pairs().find(|(name, _)| name == key).unwrap().1.into_owned()
}
