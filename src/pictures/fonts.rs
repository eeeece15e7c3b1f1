//! The embedded fonts: how wide words are, and what can be written at all.
//!
//! They have Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic and Georgian. A name in another script
//! cannot be drawn; `assets/fonts/README.md` says why.

use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb::{Database, Source};
use ttf_parser::Face;

/// The family that the fonts are of; there is one width of it here.
pub(super) const FAMILY: &str = "DejaVu Sans";

const BOOK: &[u8] = include_bytes!("../../assets/fonts/DejaVuSansCondensed.ttf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/DejaVuSansCondensed-Bold.ttf");

/// How many letters of a name's end are kept where it is cut in its middle.
const END: usize = 6;

/// How heavy something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Book,
    Bold,
}

/// Both fonts, for the renderer; nothing of the machine's own.
pub(super) fn database() -> Arc<Database> {
    static MADE: OnceLock<Arc<Database>> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let mut fonts = Database::new();
        fonts.load_font_source(Source::Binary(Arc::new(BOOK)));
        fonts.load_font_source(Source::Binary(Arc::new(BOLD)));
        Arc::new(fonts)
    });
    Arc::clone(made)
}

fn face(weight: Weight) -> Option<&'static Face<'static>> {
    static FACES: OnceLock<[Option<Face<'static>>; 2]> = OnceLock::new();
    let read = |bytes| Face::parse(bytes, 0).ok();
    let [book, bold] = FACES.get_or_init(|| [read(BOOK), read(BOLD)]);
    match weight {
        Weight::Book => book.as_ref(),
        Weight::Bold => bold.as_ref(),
    }
}

/// About how many pixels wide that is at that size: letters that shape each other may differ a little.
pub(super) fn width(text: &str, size: f32, weight: Weight) -> f32 {
    let Some(face) = face(weight) else { return 0.0 };
    let units: f32 = text
        .chars()
        .filter_map(|letter| face.glyph_hor_advance(face.glyph_index(letter)?))
        .map(f32::from)
        .sum();
    units * size / f32::from(face.units_per_em())
}

/// The text, cut at a letter and marked with an ellipsis where it is wider than `most` pixels.
pub(super) fn fit(text: &str, size: f32, weight: Weight, most: f32) -> String {
    if width(text, size, weight) <= most {
        return text.to_owned();
    }
    let mut kept: String = text.to_owned();
    while kept.pop().is_some() {
        let shown = format!("{}…", kept.trim_end());
        if width(&shown, size, weight) <= most {
            return shown;
        }
    }
    String::new()
}

/// The same, cut in its middle: names that begin alike are told apart by their ends.
pub(super) fn fit_middle(text: &str, size: f32, weight: Weight, most: f32) -> String {
    let letters = text.chars().count();
    let end: String = text.chars().skip(letters.saturating_sub(END)).collect();
    let mut cut = (0..letters.saturating_sub(END)).rev().map(|kept| {
        let beginning: String = text.chars().take(kept).collect();
        format!("{}…{}", beginning.trim_end(), end.trim_start())
    });
    cut.find(|shown| width(shown, size, weight) <= most).unwrap_or(end)
}

/// A name as it can be drawn: without signs that the fonts do not have, such as emoji. `None` where a
/// letter or a digit is missing: half a name is worse than none.
pub(super) fn drawable(name: &str) -> Option<String> {
    let face = face(Weight::Bold)?;
    let mut drawn = String::new();
    // Names are short; what is longer would be cut anyway.
    for letter in name.chars().take(100) {
        let known = face.glyph_index(letter).is_some();
        match (known, letter.is_whitespace() || letter.is_control()) {
            (_, true) => drawn.push(' '),
            (true, false) => drawn.push(letter),
            (false, false) if letter.is_alphanumeric() => return None,
            (false, false) => {}
        }
    }
    let words: Vec<&str> = drawn.split_whitespace().collect();
    let written = words.iter().any(|word| word.chars().any(char::is_alphanumeric));
    written.then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_many_scripts_can_be_drawn() {
        for name in
            ["Zürich Größe", "Łódź ăță", "Đặng", "Ομάδα", "Команда", "Թիմ", "צוות", "فريق", "გუნდი"]
        {
            assert_eq!(drawable(name).as_deref(), Some(name));
        }
    }

    #[test]
    fn signs_are_left_out_and_unknown_letters_are_told_elsewhere() {
        assert_eq!(drawable("Platform 🚀  team").as_deref(), Some("Platform team"));
        assert_eq!(drawable("a\u{202e}b\nc").as_deref(), Some("ab c"));
        for name in ["営業部", "Team 営業", "टीम", "🚀", "", " - "] {
            assert_eq!(drawable(name), None, "{name}");
        }
    }

    #[test]
    fn a_long_name_is_cut_where_it_would_be_too_wide() {
        let name = "Customer success and renewals of the north";
        let shown = fit(name, 36.0, Weight::Bold, 300.0);
        assert!(shown.ends_with('…') && width(&shown, 36.0, Weight::Bold) <= 300.0, "{shown}");
        let shown = fit_middle(name, 36.0, Weight::Bold, 300.0);
        assert!(shown.starts_with("Cust") && shown.ends_with("…north"), "{shown}");
        assert!(width(&shown, 36.0, Weight::Bold) <= 300.0, "{shown}");
        assert_eq!(fit("Sales", 36.0, Weight::Bold, 300.0), "Sales");
        assert!(width("Sales", 36.0, Weight::Bold) > width("Sales", 36.0, Weight::Book));
    }
}
