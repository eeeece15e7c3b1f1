//! The colors: those of Okabe and Ito, which people with any color vision can tell apart
//! (<https://jfly.uni-koeln.de/color/>), on warm paper that is calm beside Slack's white and its black.

use charts_rs::Color;

const fn of(rgb: u32) -> Color {
    let [_, r, g, b] = rgb.to_be_bytes();
    Color { r, g, b, a: 255 }
}

/// The paper.
pub(super) const PAPER: Color = of(0xFA_F5_EC);
/// Its edge: on Slack's white the paper alone has none.
pub(super) const EDGE: Color = of(0xDD_D2_C0);
/// What is written, and what is drawn around things.
pub(super) const INK: Color = of(0x2A_21_1B);
/// What is written beside.
pub(super) const SOFT: Color = of(0x5E_50_45);
/// Those that are told together.
pub(super) const TOGETHER: Color = of(0x9A_8F_83);

pub(super) const BLUE: Color = of(0x00_72_B2);
pub(super) const ORANGE: Color = of(0xE6_9F_00);
pub(super) const GREEN: Color = of(0x00_9E_73);

/// The seven, in an order in which neighbors differ in lightness, too.
pub(super) const WHEEL: [Color; 7] =
    [BLUE, ORANGE, GREEN, of(0xF0_E4_42), of(0xD5_5E_00), of(0x56_B4_E9), of(0xCC_79_A7)];

#[cfg(test)]
mod tests {
    use super::*;

    fn linear(color: Color) -> [f64; 3] {
        [color.r, color.g, color.b].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// WCAG 2.2, contrast ratio.
    fn contrast(one: Color, other: Color) -> f64 {
        let light = |color| {
            let [r, g, b] = linear(color);
            0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
        };
        let (one, other) = (light(one), light(other));
        one.max(other) / one.min(other)
    }

    #[test]
    fn everything_that_is_written_can_be_read() {
        for ink in [INK, SOFT] {
            assert!(contrast(ink, PAPER) >= 4.5, "{ink:?}");
        }
        // In light and in dark mode the paper has its own ground.
        assert!(contrast(INK, PAPER) >= 7.0);
        assert!(contrast(of(0x1A_1D_21), PAPER) >= 4.5, "in dark mode the paper is seen as one");
    }

    /// How a color looks to somebody without the cones for red or for green (Viénot, Brettel and Mollon
    /// 1999), as CIE L*a*b*.
    fn seen(color: Color, vision: &str) -> [f64; 3] {
        let [r, g, b] = linear(color);
        let [r, g, b] = match vision {
            "deuteranopia" => {
                let mixed = 0.29275 * r + 0.70725 * g;
                [mixed, mixed, -0.02234 * r + 0.02234 * g + b]
            }
            "protanopia" => {
                let mixed = 0.11238 * r + 0.88762 * g;
                [mixed, mixed, 0.00401 * r - 0.00401 * g + b]
            }
            _ => [r, g, b],
        };
        let x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505;
        let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        let z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089;
        let [x, y, z] = [x, y, z]
            .map(|part| if part > 0.008_856 { part.cbrt() } else { 7.787 * part + 16.0 / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn apart(one: Color, other: Color, vision: &str) -> f64 {
        let (one, other) = (seen(one, vision), seen(other, vision));
        one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt()
    }

    #[test]
    fn neighbors_differ_for_everybody() {
        for vision in ["all", "deuteranopia", "protanopia"] {
            for (at, color) in WHEEL.iter().enumerate() {
                let next = WHEEL[(at + 1) % WHEEL.len()];
                let apart = apart(*color, next, vision);
                assert!(apart > 20.0, "{color:?} and {next:?}: {apart:.0} with {vision}");
            }
            assert!(apart(BLUE, ORANGE, vision) > 40.0);
        }
    }
}
