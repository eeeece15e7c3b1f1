//! The shapes of an export's files, read one item after the other, so that a large day takes no more
//! memory than one message of it. What is not known is passed over; what is known and has another
//! form than Slack gives it counts as not there.
//! <https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports>

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A person of `users.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct User {
    pub(super) id: Text,
    pub(super) name: Text,
    pub(super) real_name: Text,
    pub(super) is_bot: Flag,
    pub(super) is_app_user: Flag,
    pub(super) profile: Profile,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Profile {
    pub(super) display_name: Text,
    pub(super) real_name: Text,
}

/// A channel of `channels.json` or `groups.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Channel {
    pub(super) id: Text,
    pub(super) name: Text,
    /// Where everybody is, so that its name says nothing about what is asked there.
    pub(super) is_general: Flag,
}

/// A message of a day.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Message {
    pub(super) subtype: Text,
    pub(super) ts: Text,
    pub(super) thread_ts: Text,
    /// What a change or a deletion is about.
    pub(super) deleted_ts: Text,
    pub(super) user: Text,
    pub(super) bot_id: Text,
    pub(super) text: Text,
    pub(super) edited: Edited,
    pub(super) hidden: Flag,
    pub(super) reactions: Few<Reaction>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Edited {
    pub(super) ts: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reaction {
    pub(super) name: Text,
    pub(super) users: Few<Text>,
}

/// Text; empty where something else stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text(pub(super) String);

impl Text {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A flag; not set where something else stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flag(pub(super) bool);

/// The first thousand of a list; the rest is passed over.
#[derive(Debug)]
pub(super) struct Few<T>(pub(super) Vec<T>);

/// How many items of a list within a message are kept.
const FEW: usize = 1_000;

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Takes anything that JSON has, and keeps what its type says.
struct Anything<T>(PhantomData<T>);

/// What becomes of each thing that JSON has: nothing, unless the type wants it.
trait Kept: Default {
    fn text(_: String) -> Self {
        Self::default()
    }

    fn flag(_: bool) -> Self {
        Self::default()
    }
}

impl Kept for Text {
    fn text(text: String) -> Self {
        Self(text)
    }
}

impl Kept for Flag {
    fn flag(flag: bool) -> Self {
        Self(flag)
    }
}

impl<'de, T: Kept> Visitor<'de> for Anything<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<T, E> {
        Ok(T::text(text))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<T, E> {
        Ok(T::flag(flag))
    }

    fn visit_i64<E>(self, _: i64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<T, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(T::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(T::default())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Anything(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Anything(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Few<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct List<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
            type Value = Few<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_unit<E>(self) -> Result<Few<T>, E> {
                Ok(Few::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Few<T>, A::Error> {
                let mut kept = Vec::new();
                while kept.len() < FEW {
                    match list.next_element()? {
                        Some(item) => kept.push(item),
                        None => return Ok(Few(kept)),
                    }
                }
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Few(kept))
            }
        }
        from.deserialize_any(List(PhantomData))
    }
}

/// Hands the items of a JSON list to `each`, one after the other.
///
/// # Errors
/// It is no JSON, no list, or an item of it is no object; what came before was handed over.
pub(super) fn each<T>(bytes: &[u8], each: impl FnMut(T)) -> serde_json::Result<()>
where
    T: for<'de> Deserialize<'de>,
{
    struct Items<T, F>(F, PhantomData<T>);
    impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for Items<T, F> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
            while let Some(item) = list.next_element()? {
                (self.0)(item);
            }
            Ok(())
        }
    }
    // A mark at the beginning, as some editors leave it.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut read = serde_json::Deserializer::from_slice(bytes);
    read.deserialize_seq(Items(each, PhantomData))?;
    read.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> serde_json::Result<Vec<Message>> {
        let mut found = Vec::new();
        each(text.as_bytes(), |message| found.push(message)).map(|()| found)
    }

    #[test]
    fn what_is_not_known_or_has_another_form_is_passed_over() {
        let found = messages(
            r#"[{"ts": 5, "text": null, "user": {"id": "U1"}, "blocks": [{"a": [1, 2]}]},
                {"ts": "1.2", "text": "hi", "hidden": true, "reactions": null},
                {"ts": "1.3", "reactions": [{"name": "+1", "users": ["U1", 7, "U2"], "count": 3}]}]"#,
        );
        let found = found.unwrap();
        assert!(found[0].ts.is_empty() && found[0].user.is_empty());
        assert_eq!((found[1].text.0.as_str(), found[1].hidden.0), ("hi", true));
        assert_eq!(found[2].reactions.0[0].users.0.len(), 3);
    }

    #[test]
    fn what_is_no_list_of_objects_is_refused() {
        for text in ["", "{}", "[1]", "[{]", "[{}", "[{}] more", r#"["x"]"#, "\u{0}"] {
            assert!(messages(text).is_err(), "{text}");
        }
        assert!(messages(&format!("[{}", "[".repeat(100_000))).is_err());
        assert!(messages("\u{feff}[]").unwrap().is_empty());
    }

    #[test]
    fn of_a_long_list_a_thousand_are_kept() {
        let users = vec!["\"U1\""; 5_000].join(",");
        let found = messages(&format!(r#"[{{"reactions": [{{"users": [{users}]}}]}}]"#)).unwrap();
        assert_eq!(found[0].reactions.0[0].users.0.len(), FEW);
    }
}
