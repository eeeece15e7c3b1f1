//! Pictures: data in, a chart out, as SVG and as PNG. Pure: the same data gives the same bytes on every
//! machine. The fonts are embedded, so no font of a machine's own is asked for.
//!
//! What a picture shows is never told by color alone: every part has its name or its number beside it.
//! No person is ever in one.

mod fonts;
mod palette;
mod paper;
mod ties;
mod value;
mod weeks;
mod words;

#[cfg(test)]
mod tests;

pub use ties::ties;
pub use value::{Amounts, Worth, value};
pub use weeks::{Week, weeks};

/// A chart, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// As SVG: what is written in it is drawn as shapes, so that it needs no font.
    pub svg: String,
    /// As PNG of 1200 × 675 pixels, less than 200 kB.
    pub png: Vec<u8>,
    /// What it shows in words, for those who do not see it: at most 1,900 characters.
    pub alt: String,
    /// The names that could not be drawn, with what stands for them: `Team 3: 営業部`. To be shown
    /// beside the picture; `None` where there are none.
    pub key: Option<String>,
}

/// How wide and how high a picture is, in pixels.
pub const SIZE: (u32, u32) = (1_200, 675);
