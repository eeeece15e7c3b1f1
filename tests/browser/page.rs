//! The page in the words of its stories. Every wait ends with what one waited for, or fails after
//! [`PATIENCE`] and says what it was.

use std::time::Duration;

use axum::http::Method;
use fantoccini::Client;
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// How long one looks for something that must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits in the page itself, from frame to frame, until there is a last visible element of this
/// kind with these words in it.
const LOOK: &str = r"
const [css, words, patience, done] = arguments;
const end = performance.now() + patience;
const shown = (node) => node.checkVisibility() && node.getClientRects().length > 0;
const look = () => {
  const found = [...document.querySelectorAll(css)]
    .filter((node) => shown(node) && node.textContent.includes(words));
  if (found.length > 0) done(found.at(-1));
  else if (performance.now() > end) done(null);
  else setTimeout(look, 10);
};
look();
";

/// The same for something that is true.
const UNTIL: &str = r"
const [patience, done] = arguments;
const end = performance.now() + patience;
const look = () => {
  if (CONDITION) done(true);
  else if (performance.now() > end) done(false);
  else setTimeout(look, 10);
};
look();
";

/// Keeps the page's sockets, so that a story can break them, and what they brought: what is
/// overtaken before the next frame is never drawn.
const KEEP_SOCKETS: &str = r"
window.sockets = [];
window.heard = [];
const Real = window.WebSocket;
window.WebSocket = class extends Real {
  constructor(...given) {
    super(...given);
    window.sockets.push(this);
    this.addEventListener('message', ({ data }) => window.heard.push(data));
  }
};
";

/// The page in a browser.
#[derive(Debug)]
pub(crate) struct Page {
    browser: Client,
    address: String,
}

impl Page {
    pub(crate) fn of(browser: Client, address: &str) -> Self {
        Self { browser, address: address.to_owned() }
    }

    /// Goes to the page as a new visitor does, or to a place in it (`#as=…`).
    pub(crate) async fn open(&self, place: &str) {
        self.cdp("Page.addScriptToEvaluateOnNewDocument", json!({"source": KEEP_SOCKETS})).await;
        self.browser.goto(&format!("{}/{place}", self.address)).await.expect("the page");
        self.see("body[data-ready]", "").await;
    }

    pub(crate) async fn reload(&self) {
        self.browser.refresh().await.expect("the page again");
        self.see("body[data-ready]", "").await;
    }

    /// The last visible element of a kind that has these words in it, as soon as there is one.
    pub(crate) async fn see(&self, css: &str, words: &str) -> Element {
        let asked = vec![json!(css), json!(words), json!(patience())];
        let found = self.browser.execute_async(LOOK, asked).await.expect("a look at the page");
        let reference =
            found.as_object().and_then(|one| one.values().next()).and_then(Value::as_str);
        let reference = reference.unwrap_or_else(|| panic!("nobody sees {css:?} with {words:?}"));
        Element::from_element_id(self.browser.clone(), reference.to_owned().into())
    }

    /// The words of an element that is seen.
    pub(crate) async fn words(&self, css: &str) -> String {
        self.see(css, "").await.text().await.expect("words")
    }

    /// Presses what is seen there. What is redrawn at the same moment is looked for again.
    pub(crate) async fn press(&self, css: &str, words: &str) {
        let mut why = None;
        for _ in 0..10 {
            match self.see(css, words).await.click().await {
                Ok(()) => return,
                Err(error) => why = Some(error),
            }
        }
        panic!("{css:?} with {words:?} cannot be pressed: {why:?}");
    }

    /// Waits until something is true, which is said in the page's own language.
    pub(crate) async fn until(&self, condition: &str) {
        let script = UNTIL.replace("CONDITION", condition);
        let came = self.browser.execute_async(&script, vec![json!(patience())]).await;
        assert_eq!(came.expect("a look at the page"), json!(true), "it never came: {condition}");
    }

    /// Waits until there is no such thing to be seen.
    pub(crate) async fn gone(&self, css: &str) {
        self.until(&format!(
            "![...document.querySelectorAll({css:?})].some((one) => one.checkVisibility())"
        ))
        .await;
    }

    /// What the page answers.
    pub(crate) async fn ask(&self, question: &str) -> Value {
        let script = format!("return {question};");
        self.browser.execute(&script, vec![]).await.expect("an answer")
    }

    /// Runs a whole script, such as a library.
    pub(crate) async fn run(&self, script: &str) {
        self.browser.execute(script, vec![]).await.expect("a script that runs");
    }

    /// What a script hands to its last argument.
    pub(crate) async fn wait_for(&self, script: &str) -> Value {
        self.browser.execute_async(script, vec![]).await.expect("a script that answers")
    }

    /// Types where the focus is. Keys that are no letters are [`fantoccini::key::Key`].
    pub(crate) async fn keys(&self, keys: &str) {
        let focused = self.browser.active_element().await.expect("a focus");
        focused.send_keys(keys).await.expect("keys that arrive");
    }

    /// Writes something else into a field.
    pub(crate) async fn fill(&self, css: &str, text: &str) {
        let field = self.see(css, "").await;
        field.clear().await.expect("a field that can be emptied");
        field.send_keys(text).await.expect("keys that arrive");
    }

    /// What stands in a field.
    pub(crate) async fn value(&self, css: &str) -> String {
        let value = self.see(css, "").await.prop("value").await.expect("a field");
        value.unwrap_or_default()
    }

    /// What is on the screen, as PNG.
    pub(crate) async fn picture(&self) -> Vec<u8> {
        let aside = json!({"type": "mouseMoved", "x": 2, "y": 2});
        self.cdp("Input.dispatchMouseEvent", aside).await;
        self.browser.screenshot().await.expect("a picture")
    }

    pub(crate) async fn back(&self) {
        self.browser.back().await.expect("a way back");
    }

    /// Becomes somebody else, by the switch and its search.
    pub(crate) async fn act_as(&self, search: &str, name: &str) {
        self.press("[data-act-as]", "").await;
        self.see("[data-act-as-search]", "").await;
        self.keys(search).await;
        self.press(".person", name).await;
        self.see(".act-as-name", name).await;
    }

    /// Types into the composer and sends it.
    pub(crate) async fn write(&self, text: &str) {
        self.press("[data-composer=conversation]", "").await;
        self.keys(text).await;
        self.press("[data-send=conversation]", "").await;
    }

    /// Opens a conversation from the list.
    pub(crate) async fn go_to(&self, name: &str) {
        self.press(".entry", name).await;
        self.see(".talk-title h2", name).await;
    }

    /// Presses Next, and is there when time has arrived.
    pub(crate) async fn next(&self) -> String {
        self.press("[data-ribbon-next]", "").await;
        self.until("!document.querySelector('[data-ribbon-next]').hasAttribute('aria-busy')").await;
        self.words(".ribbon-now").await.replace('\n', " ")
    }

    /// The size of a screen, and what is preferred on it.
    pub(crate) async fn screen(&self, width: u32, height: u32, scheme: &str) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500});
        self.cdp("Emulation.setDeviceMetricsOverride", size).await;
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.cdp("Emulation.setEmulatedMedia", json!({"features": features})).await;
        self.until(&format!("innerWidth === {width}")).await;
    }

    async fn cdp(&self, method: &'static str, parameters: Value) {
        let command = DevTools { method, parameters };
        self.browser.issue_cmd(command).await.expect("a browser that does as it is told");
    }
}

fn patience() -> u64 {
    u64::try_from(PATIENCE.as_millis()).expect("a short time")
}

/// A command of the browser's developer tools, for what WebDriver has no word for.
#[derive(Debug)]
struct DevTools {
    method: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({"cmd": self.method, "params": self.parameters});
        (Method::POST, Some(body.to_string()))
    }
}
