//! What somebody filled in, read with suspicion: a payload can hold anything.

use crate::domain::asking::{self, LONGEST_DETAILS, LONGEST_TITLE, LONGEST_TOPIC};
use crate::domain::ids::WorkspaceId;
use crate::domain::question::Privacy;
use crate::event::{Form, Modal};
use crate::store::{self, Tx};
use crate::views::ask::asking::modal::{Carried, Filled, URGENT, privacy_name};
use crate::views::ask::asking::names::field;

/// What the modal carried along.
pub fn carried_of(modal: &Modal) -> Carried {
    serde_json::from_str(&modal.metadata).unwrap_or_default()
}

/// Reads a form, and what waits elsewhere of its details.
pub async fn read(
    tx: &mut Tx,
    ws: &WorkspaceId,
    carried: &Carried,
    form: &Form,
) -> store::Result<Filled> {
    let rest = match carried.draft {
        Some(draft) => tx.draft(ws, draft).await?.unwrap_or_default(),
        None => String::new(),
    };
    let text = |name: &str| form.get(name).unwrap_or_default();
    let title = asking::line(text(field::TITLE));
    let (title, _) = asking::first(&title, LONGEST_TITLE);
    let details = format!("{}{rest}", text(field::DETAILS));
    let (details, cut) = asking::first(&details, LONGEST_DETAILS);
    let topic = asking::line(text(field::TOPIC));
    let (topic, _) = asking::first(&topic, LONGEST_TOPIC);
    Ok(Filled {
        title: title.to_owned(),
        details: details.to_owned(),
        community: form.get(field::COMMUNITY).and_then(|id| id.parse().ok()).or(carried.only),
        topic: topic.to_owned(),
        urgent: form.get(field::URGENCY) == Some(URGENT),
        privacy: privacy(form.get(field::PRIVACY), carried.in_chat),
        cut,
    })
}

/// Open, unless something else was chosen. What stands in a chat under a name is not anonymous.
fn privacy(chosen: Option<&str>, in_chat: bool) -> Privacy {
    let all = [Privacy::Private, Privacy::Anonymous];
    let found = all.into_iter().find(|it| chosen == Some(privacy_name(*it)));
    found.filter(|it| !(in_chat && *it == Privacy::Anonymous)).unwrap_or(Privacy::Open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_offered_can_be_chosen() {
        assert_eq!(privacy(None, false), Privacy::Open);
        assert_eq!(privacy(Some("anonymous"), false), Privacy::Anonymous);
        assert_eq!(privacy(Some("anonymous"), true), Privacy::Open);
        assert_eq!(privacy(Some("private"), true), Privacy::Private);
        assert_eq!(privacy(Some("secret"), false), Privacy::Open);
    }
}
