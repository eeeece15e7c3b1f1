//! The sheet that every picture is drawn on: its ground, its title, and how it becomes an image.

use charts_rs::{Canvas, Color, Rect, Text, svg_with_accessibility};
use png::{BitDepth, ColorType, DeflateCompression, Encoder, EncodingError, Filter};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, WriteOptions};

use super::fonts::{self, FAMILY, Weight};
use super::palette::{EDGE, INK, PAPER, SOFT};
use super::{Picture, SIZE};

/// The sheet in pixels.
pub(super) const WIDTH: f32 = 1_200.0;
pub(super) const HEIGHT: f32 = 675.0;
/// What stays empty at its edges.
pub(super) const MARGIN: f32 = 52.0;

/// The smallest that is written: on a phone of 360 pixels it is ten high.
pub(super) const SMALL: f32 = 32.0;
/// Names and numbers.
pub(super) const LABEL: f32 = 36.0;
const TITLE: f32 = 52.0;

/// How much of a text Slack shows to those who do not see a picture.
const ALT_MOST: usize = 1_900;

/// From where a text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// What is written, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    pub(super) size: f32,
    pub(super) weight: Weight,
    pub(super) color: Color,
    pub(super) anchor: Anchor,
}

/// Names and numbers.
pub(super) const NAME: Written =
    Written { size: LABEL, weight: Weight::Bold, color: INK, anchor: Anchor::Start };
/// What stands beside.
pub(super) const NOTE: Written =
    Written { size: SMALL, weight: Weight::Book, color: SOFT, anchor: Anchor::Start };

impl Written {
    pub(super) fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub(super) fn width(self, text: &str) -> f32 {
        fonts::width(text, self.size, self.weight)
    }

    pub(super) fn fit_middle(self, text: &str, most: f32) -> String {
        fonts::fit_middle(text, self.size, self.weight, most)
    }

    pub(super) fn fit(self, text: &str, most: f32) -> String {
        fonts::fit(text, self.size, self.weight, most)
    }
}

/// A sheet with a title that says what is found on it, and a line below that.
pub(super) struct Paper {
    pub(super) canvas: Canvas,
    title: String,
}

impl Paper {
    pub(super) fn new(title: &str, below: &str) -> Self {
        let mut paper = Self { canvas: Canvas::new(WIDTH, HEIGHT), title: title.to_owned() };
        paper.canvas.rect(Rect {
            fill: Some(PAPER.into()),
            color: Some(EDGE),
            stroke_width: Some(3.0),
            left: 1.5,
            top: 1.5,
            width: WIDTH - 3.0,
            height: HEIGHT - 3.0,
            ..Rect::default()
        });
        let heading =
            Written { size: TITLE, weight: Weight::Bold, color: INK, anchor: Anchor::Start };
        let room = WIDTH - 2.0 * MARGIN;
        paper.write(&heading.fit(title, room), MARGIN, 70.0, heading);
        paper.write(&NOTE.fit(below, room), MARGIN, 125.0, NOTE);
        paper
    }

    /// Writes something whose middle is at that height.
    pub(super) fn write(&mut self, text: &str, x: f32, middle: f32, how: Written) {
        let anchor = match how.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        self.canvas.text(Text {
            text: text.to_owned(),
            font_family: Some(FAMILY.to_owned()),
            font_size: Some(how.size),
            font_weight: (how.weight == Weight::Bold).then(|| "bold".to_owned()),
            font_color: Some(how.color),
            x: Some(x),
            // Half of the height of a capital letter below the middle.
            y: Some(middle + how.size * 0.365),
            text_anchor: Some(anchor.to_owned()),
            ..Text::default()
        });
    }

    /// The picture; `None`, with a word in the log, if the sheet cannot be drawn.
    pub(super) fn picture(self, alt: &str, key: Option<String>) -> Option<Picture> {
        let alt = cut(alt, ALT_MOST);
        match self.drawn() {
            Ok((svg, png)) => {
                let svg = svg_with_accessibility(&svg, &self.title, &alt);
                Some(Picture { svg, png, alt, key })
            }
            Err(why) => {
                tracing::error!(why, "a picture could not be drawn");
                None
            }
        }
    }

    fn drawn(&self) -> Result<(String, Vec<u8>), String> {
        let svg = self.canvas.svg().map_err(|error| error.to_string())?;
        let options = Options { fontdb: fonts::database(), ..Options::default() };
        let tree = Tree::from_str(&svg, &options).map_err(|error| error.to_string())?;
        let (width, height) = SIZE;
        let mut pixels = Pixmap::new(width, height).ok_or("no room for the pixels")?;
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        let png = encoded(&pixels).map_err(|error| error.to_string())?;
        // A hundredth of a pixel is more than anybody sees.
        let writing = WriteOptions { coordinates_precision: 2, ..WriteOptions::default() };
        Ok((tree.to_string(&writing), png))
    }
}

/// Most of a picture is paper: as such, and without what is between transparent and not, it takes half
/// of the time and two thirds of the bytes that the renderer's own way does.
fn encoded(pixels: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    let opaque: Vec<u8> = pixels
        .pixels()
        .iter()
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
        .collect();
    let mut png = Vec::new();
    let mut encoder = Encoder::new(&mut png, pixels.width(), pixels.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_filter(Filter::NoFilter);
    encoder.set_deflate_compression(DeflateCompression::Level(3));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(png)
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}
