//! Reads Rust as far as the rules of the house need it: which paths a file names, on which line,
//! outside of comments, strings and tests.

use std::iter::Peekable;
use std::str::Chars;

/// A piece of source with its line. Literals and comments are gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// A path as it is named: `use a::{b, c::d}` names `a::b` and `a::c::d`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) line: usize,
    pub(crate) segments: Vec<String>,
    /// By a `use`, whose first segment is a crate or a module, never a type.
    pub(crate) by_use: bool,
}

/// Splits source into words, `::` and single signs.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut line = 1;
    let mut found = Vec::new();
    let mut rest = source.chars().peekable();
    while let Some(sign) = rest.next() {
        let text = match sign {
            '\n' => {
                line += 1;
                continue;
            }
            '/' if rest.peek() == Some(&'/') => {
                while rest.next_if(|next| *next != '\n').is_some() {}
                continue;
            }
            '/' if rest.peek() == Some(&'*') => {
                line += skip_block_comment(&mut rest);
                continue;
            }
            '"' => {
                line += skip_string(&mut rest);
                continue;
            }
            '\'' => {
                skip_char_or_lifetime(&mut rest);
                continue;
            }
            ':' if rest.next_if_eq(&':').is_some() => "::".to_owned(),
            sign if is_word(sign) => {
                let mut word = String::from(sign);
                while let Some(next) = rest.next_if(|next| is_word(*next)) {
                    word.push(next);
                }
                if matches!(word.as_str(), "r" | "br") && matches!(rest.peek(), Some('"' | '#')) {
                    line += skip_raw_string(&mut rest);
                    continue;
                }
                word
            }
            sign if sign.is_whitespace() => continue,
            sign => sign.to_string(),
        };
        found.push(Token { line, text });
    }
    found
}

fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// Each of these returns how many lines it passed.
fn skip_block_comment(rest: &mut Peekable<Chars<'_>>) -> usize {
    let (mut depth, mut lines, mut before) = (0_usize, 0, '/');
    for sign in rest.by_ref() {
        match (before, sign) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            (_, sign) => {
                lines += usize::from(sign == '\n');
                before = sign;
                continue;
            }
        }
        before = ' ';
        if depth == 0 {
            break;
        }
    }
    lines
}

fn skip_string(rest: &mut Peekable<Chars<'_>>) -> usize {
    let mut lines = 0;
    while let Some(sign) = rest.next() {
        match sign {
            '"' => break,
            '\n' => lines += 1,
            '\\' => lines += usize::from(rest.next() == Some('\n')),
            _ => {}
        }
    }
    lines
}

fn skip_raw_string(rest: &mut Peekable<Chars<'_>>) -> usize {
    let mut hashes = 0;
    while rest.next_if_eq(&'#').is_some() {
        hashes += 1;
    }
    if rest.next_if_eq(&'"').is_none() {
        return 0; // `r#type` is a word, not a string
    }
    let mut lines = 0;
    while let Some(sign) = rest.next() {
        lines += usize::from(sign == '\n');
        if sign == '"' && (0..hashes).all(|_| rest.next_if_eq(&'#').is_some()) {
            break;
        }
    }
    lines
}

fn skip_char_or_lifetime(rest: &mut Peekable<Chars<'_>>) {
    if rest.next_if_eq(&'\\').is_some() {
        rest.next();
        while rest.next_if(|sign| *sign != '\'').is_some() {}
        rest.next();
    } else if rest.peek().is_some_and(|sign| is_word(*sign)) {
        // `'a'` is a letter, `'a` a lifetime.
        while rest.next_if(|sign| is_word(*sign)).is_some() {}
        rest.next_if_eq(&'\'');
    } else {
        rest.next();
        rest.next_if_eq(&'\'');
    }
}

/// What stands under `#[cfg(test)]` is left out, whatever it is.
pub(crate) fn without_tests(tokens: &[Token]) -> Vec<Token> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let marked = MARK.iter().enumerate().all(|(ahead, mark)| is(tokens, at + ahead, mark));
        if marked {
            at = end_of_item(tokens, at + MARK.len());
        } else {
            kept.push(token.clone());
            at += 1;
        }
    }
    kept
}

/// Past the `;` of an item, or past its braces.
fn end_of_item(tokens: &[Token], from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" if depth <= 1 => {
                // `use a::{b};` ends with its semicolon.
                return if is(tokens, at + 1, ";") { at + 2 } else { at + 1 };
            }
            "}" => depth -= 1,
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// The modules that a file declares: their names are no crates.
pub(crate) fn declared_modules(tokens: &[Token]) -> Vec<String> {
    tokens
        .windows(2)
        .filter_map(|pair| match pair {
            [word, name] if word.text == "mod" => Some(name.text.clone()),
            _ => None,
        })
        .collect()
}

/// Every path that is named, `use` or not.
pub(crate) fn paths(tokens: &[Token]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let by_use = token.text == "use";
        let start = if by_use { at + 1 } else { at };
        let start = if is(tokens, start, "::") { start + 1 } else { start };
        let begins = by_use || starts_word(tokens, start) && is(tokens, start + 1, "::");
        if begins {
            let (end, tree) = tree(tokens, start);
            found.extend(tree.into_iter().map(|(line, segments)| Named { line, segments, by_use }));
            at = end.max(at + 1);
        } else {
            at += 1;
        }
    }
    found
}

type Tree = Vec<(usize, Vec<String>)>;

/// The paths of one `a::{b, c::d}`, and where it ends.
fn tree(tokens: &[Token], start: usize) -> (usize, Tree) {
    let Some(first) = tokens.get(start) else { return (start, Vec::new()) };
    if first.text == "{" {
        let (mut at, mut all) = (start + 1, Vec::new());
        while at < tokens.len() && !is(tokens, at, "}") {
            let (end, branch) = tree(tokens, at);
            all.extend(branch);
            at = end.max(at + 1);
        }
        return (at + 1, all);
    }
    if !starts_word(tokens, start) {
        return (start, Vec::new());
    }
    if !is(tokens, start + 1, "::") {
        // `Store as Db` names `Store`.
        let end = if is(tokens, start + 1, "as") { start + 3 } else { start + 1 };
        return (end, vec![(first.line, vec![first.text.clone()])]);
    }
    let (end, branches) = tree(tokens, start + 2);
    if branches.is_empty() {
        return (end, vec![(first.line, vec![first.text.clone()])]);
    }
    let grown = branches
        .into_iter()
        .map(|(line, branch)| (line, std::iter::once(first.text.clone()).chain(branch).collect()));
    (end, grown.collect())
}

fn is(tokens: &[Token], at: usize, text: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.text == text)
}

fn starts_word(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.text.starts_with(is_word))
}

/// A path from the root of the crate, if that is where it leads: `crate::store::x` and, in a file
/// of module `a::b`, `super::super::store::x` are both `store::x`.
pub(crate) fn within_crate<'a>(module: &[String], segments: &'a [String]) -> Option<&'a [String]> {
    let (first, rest) = segments.split_first()?;
    match first.as_str() {
        "crate" | "klatch" => Some(rest),
        "super" => {
            let ups = segments.iter().take_while(|segment| *segment == "super").count();
            (ups >= module.len()).then(|| segments.get(ups..)).flatten()
        }
        _ => None,
    }
}

/// Tables of a migration: the name, the line, and the columns of the primary key.
pub(crate) fn tables(sql: &str) -> Vec<(String, usize, Vec<String>)> {
    let clean: Vec<String> = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default().to_lowercase())
        .collect();
    let mut found = Vec::new();
    for (at, line) in clean.iter().enumerate() {
        let Some(named) = line.trim_start().strip_prefix("create table ") else { continue };
        let named = named.trim_start_matches("if not exists ").trim_start();
        let name: String = named.chars().take_while(|sign| is_word(*sign)).collect();
        let body = clean.iter().skip(at).map(String::as_str).collect::<Vec<_>>().join(" ");
        let body = body.split(';').next().unwrap_or_default().to_owned();
        found.push((name, at + 1, primary_key(&body)));
    }
    found
}

fn primary_key(body: &str) -> Vec<String> {
    let columns = |list: &str| -> Vec<String> {
        list.split(',')
            .filter_map(|column| column.split_whitespace().next())
            .map(str::to_owned)
            .collect()
    };
    let body = body.replace("primary key(", "primary key (");
    if let Some((_, list)) = body.split_once("primary key (") {
        return columns(list.split(')').next().unwrap_or_default());
    }
    // `id TEXT PRIMARY KEY`: the last column that begins before it.
    let Some((before, _)) = body.split_once("primary key") else { return Vec::new() };
    let column = before.rsplit([',', '(']).next().unwrap_or_default();
    columns(column).into_iter().take(1).collect()
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
