//! Modals and App Home.

use serde_json::{Value, json};
use slack_morphism::prelude::SlackView;

use super::{Client, Method, fit, unreadable};
use crate::domain::ids::MemberId;
use crate::slack::decode::text::name;
use crate::slack::failure::Failure;

impl Client {
    /// `views.open`: a modal, within three seconds of the trigger. Gives the view's id.
    ///
    /// # Errors
    /// See [`Failure`], [`Failure::is_late`] above all.
    pub async fn open_modal(&self, trigger: &str, view: &SlackView) -> Result<String, Failure> {
        let body = json!({ "trigger_id": trigger, "view": fitting(view) });
        view_id(Method::ViewsOpen, &self.write(Method::ViewsOpen, &body).await?)
    }

    /// `views.push`: another modal on top, at most three in all. Gives the new view's id.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn push_modal(&self, trigger: &str, view: &SlackView) -> Result<String, Failure> {
        let body = json!({ "trigger_id": trigger, "view": fitting(view) });
        view_id(Method::ViewsPush, &self.write(Method::ViewsPush, &body).await?)
    }

    /// `views.update`: another content for an open modal. With the `hash` of the state that was
    /// looked at, a slower update loses instead of winning.
    ///
    /// # Errors
    /// See [`Failure`], [`Failure::is_stale_view`] above all.
    pub async fn update_modal(
        &self,
        view_id: &str,
        hash: Option<&str>,
        view: &SlackView,
    ) -> Result<(), Failure> {
        let mut body = json!({ "view_id": view_id, "view": fitting(view) });
        if let (Some(hash), Some(fields)) = (hash, body.as_object_mut()) {
            fields.insert("hash".to_owned(), json!(hash));
        }
        self.write(Method::ViewsUpdate, &body).await.map(drop)
    }

    /// `views.publish`: somebody's App Home.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn publish_home(&self, member: &MemberId, view: &SlackView) -> Result<(), Failure> {
        let body = json!({ "user_id": member, "view": fitting(view) });
        self.write(Method::ViewsPublish, &body).await.map(drop)
    }
}

fn fitting(view: &SlackView) -> Value {
    let mut view = json!(view);
    fit::view(&mut view);
    view
}

fn view_id(method: Method, answer: &Value) -> Result<String, Failure> {
    name(answer.pointer("/view/id")).ok_or_else(|| unreadable(method))
}
