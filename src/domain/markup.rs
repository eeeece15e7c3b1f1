//! What somebody wrote in Slack's markup, as people read it: plain text, which whoever shows it escapes.
//! <https://docs.slack.dev/messaging/formatting-message-text>

use super::ids::MemberId;

/// The people who are mentioned, each once, in order.
pub fn mentioned(text: &str) -> Vec<MemberId> {
    let mut people: Vec<MemberId> = Vec::new();
    for part in text.split('<').skip(1) {
        let Some((inside, _)) = part.split_once('>') else { continue };
        let Some(id) = inside.strip_prefix('@') else { continue };
        let id = MemberId::new(id.split('|').next().unwrap_or(id));
        if !people.contains(&id) {
            people.push(id);
        }
    }
    people
}

/// What is mentioned by an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mentioned<'a> {
    Person(&'a str),
    Channel(&'a str),
}

/// Mentions by `name`, where it knows one, and links as people see them, entities as the signs they
/// stand for, without signs that nobody sees; at most `limit` characters.
pub fn readable(
    text: &str,
    limit: usize,
    name: impl Fn(Mentioned<'_>) -> Option<String>,
) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        read.push_str(&decoded(before));
        match after.split_once('>') {
            // A `<` that somebody typed is `&lt;`, so this one begins a mention or a link.
            Some((inside, after)) if !inside.contains(['<', '\n']) => {
                read.push_str(&special(inside, &name));
                rest = after;
            }
            _ => {
                read.push('<');
                rest = after;
            }
        }
    }
    read.push_str(&decoded(rest));
    let seen = read.chars().filter(|sign| matches!(sign, '\n' | '\t') || !sign.is_control());
    let kept: String = seen.take(limit).collect();
    kept.trim().to_owned()
}

/// Slack's entities as the signs they stand for; it has these three and no others.
pub fn decoded(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn special(inside: &str, name: impl Fn(Mentioned<'_>) -> Option<String>) -> String {
    let (head, label) = match inside.split_once('|') {
        Some((head, label)) => (head, Some(label).filter(|label| !label.is_empty())),
        None => (inside, None),
    };
    let label = label.map(decoded);
    // Some labels and some directories have the sign in the name.
    let named = |sign: char, name: String| format!("{sign}{}", name.trim_start_matches(sign));
    if let Some(id) = head.strip_prefix('@') {
        return named('@', name(Mentioned::Person(id)).or(label).unwrap_or_else(|| id.to_owned()));
    }
    if let Some(id) = head.strip_prefix('#') {
        let known = label.or_else(|| name(Mentioned::Channel(id)));
        return named('#', known.unwrap_or_else(|| id.to_owned()));
    }
    if let Some(command) = head.strip_prefix('!') {
        // `!here`, `!subteam^S1|@team`, `!date^1392734382^{date}|18 February`.
        let command = command.split('^').next().unwrap_or(command);
        return label.unwrap_or_else(|| format!("@{command}"));
    }
    let bare = head.strip_prefix("mailto:").or_else(|| head.strip_prefix("tel:")).unwrap_or(head);
    let bare = decoded(bare);
    match label {
        // Slack makes `example.com` a link by itself, with what was typed as its label.
        Some(label) if bare.ends_with(label.trim_end_matches('…')) => bare,
        Some(label) => format!("{label} ({bare})"),
        None => bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let known = |what: Mentioned<'_>| match what {
            Mentioned::Person("U1") => Some("<Ana>".to_owned()),
            Mentioned::Channel("C2") => Some("go".to_owned()),
            Mentioned::Person(_) | Mentioned::Channel(_) => None,
        };
        readable(text, 200, known)
    }

    #[test]
    fn mentions_and_links_read_as_people_see_them() {
        assert_eq!(read("Ask <@U1> or <@U2|bo> in <#C1|rust>"), "Ask @<Ana> or @bo in #rust");
        assert_eq!(read("<#C2> <#C3|> <@U2|@bo>"), "#go #C3 @bo");
        assert_eq!(read("<!channel> <!subteam^S1|@team>"), "@channel @team");
        assert_eq!(read("<https://a.example/x|the page>"), "the page (https://a.example/x)");
        assert_eq!(
            read("<http://a.example|a.example> <mailto:a@b.c|a@b.c>"),
            "http://a.example a@b.c"
        );
        assert_eq!(read(" 1 &lt; 2 &amp;&amp; x\u{7} "), "1 < 2 && x");
        assert_eq!(read("a < b"), "a < b");
        assert_eq!(readable("éééé", 2, |_| None), "éé");
    }

    #[test]
    fn who_is_mentioned_is_found_once() {
        let ids: Vec<_> = ["U1", "U2"].map(MemberId::new).into();
        assert_eq!(mentioned("<@U1> <@U2|bo> <@U1> <#C1> <@"), ids);
    }
}
