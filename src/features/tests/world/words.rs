//! What people write and mark, and the entries that they choose in menus.

use super::TestWorld;

impl TestWorld {
    /// Somebody chooses one of Klatch's entries in the menu of the composer, and what they see then.
    pub async fn shortcut(&self, person: &str, name: &str) -> String {
        let before = self.sight(person);
        self.playground().shortcut(person, name).await.unwrap();
        self.settle().await;
        self.new_to(person, &before)
    }

    /// The same in the menu of a message: `place` as in [`Self::press`], `ts` as what was said gave it.
    pub async fn shortcut_on(&self, person: &str, name: &str, place: &str, ts: &str) -> String {
        let before = self.sight(person);
        self.playground().message_shortcut(person, name, place, ts).await.unwrap();
        self.settle().await;
        self.new_to(person, &before)
    }

    /// Somebody writes in a conversation; the message's `ts`.
    pub async fn say(&self, person: &str, place: &str, text: &str) -> String {
        let ts = self.playground().say(person, place, text).unwrap();
        self.settle().await;
        ts
    }

    /// Somebody writes to Klatch in their direct message with it; the message's `ts`.
    pub async fn write_to_bot(&self, person: &str, text: &str) -> String {
        self.say(person, "dm", text).await
    }

    /// Somebody answers in the thread of the message at `thread`; the answer's `ts`.
    pub async fn reply_in_thread(
        &self,
        person: &str,
        place: &str,
        thread: &str,
        text: &str,
    ) -> String {
        let ts = self.playground().reply(person, place, thread, text).unwrap();
        self.settle().await;
        ts
    }

    /// Somebody puts an emoji under a message, or takes theirs away again: `"white_check_mark"`.
    pub async fn react(&self, person: &str, place: &str, ts: &str, emoji: &str) {
        self.playground().react(person, place, ts, emoji).unwrap();
        self.settle().await;
    }

    /// Somebody changes what they wrote.
    pub async fn edit(&self, person: &str, place: &str, ts: &str, text: &str) {
        self.playground().edit(person, place, ts, text).unwrap();
        self.settle().await;
    }

    /// Somebody takes back what they wrote.
    pub async fn delete(&self, person: &str, place: &str, ts: &str) {
        self.playground().delete(person, place, ts).unwrap();
        self.settle().await;
    }

    /// Somebody gives any command, and what they see then.
    pub async fn slash(&self, person: &str, place: &str, command: &str, words: &str) -> String {
        let before = self.sight(person);
        self.playground().command(person, place, command, words).await.unwrap();
        self.settle().await;
        self.new_to(person, &before)
    }
}
