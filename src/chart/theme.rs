//! Colours, type sizes and strokes of every chart.
//!
//! Low is warm and light, high is cool and dark: the order of lightness alone
//! tells the levels apart on a grey print, the hues on a screen, also to eyes
//! that miss one kind of cone. The tests hold it to that.

use super::measure::POINT;

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

pub const WHITE: Colour = Colour(255, 255, 255);
pub const BLACK: Colour = Colour(0, 0, 0);
/// Text, whiskers, points.
pub const INK: Colour = Colour(0x14, 0x20, 0x2b);
/// Text that stands back: titles of axes and columns, notes.
pub const MUTED: Colour = Colour(0x4a, 0x57, 0x64);
/// Thin lines that only guide the eye.
pub const HAIRLINE: Colour = Colour(0xd3, 0xd9, 0xdf);
/// A fine line on [`TRACK`].
pub const RULE: Colour = Colour(0xbf, 0xc8, 0xd1);
/// The empty part of a bar that stands for a whole.
pub const TRACK: Colour = Colour(0xec, 0xef, 0xf2);
/// Bars of values.
pub const BAR: Colour = Colour(0x6a, 0x9b, 0xc3);
/// Head of the poster, the big number.
pub const NAVY: Colour = Colour(0x12, 0x3a, 0x63);
/// Text on [`NAVY`] that stands back a little.
pub const PALE: Colour = Colour(0xc9, 0xda, 0xea);
/// The one thing set against all others: the unit's own index.
pub const ACCENT: Colour = Colour(0xa8, 0x4c, 0x0b);

/// Width of thin guiding lines, in mm.
pub const FINE: f64 = 0.15;
/// Width of whiskers and of lines that carry meaning, in mm.
pub const STRONG: f64 = 0.35;

/// Size, weight and colour of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// In points.
    pub size: f64,
    pub bold: bool,
    pub colour: Colour,
}

impl Type {
    pub const fn plain(size: f64) -> Self {
        Type {
            size,
            bold: false,
            colour: INK,
        }
    }

    pub const fn strong(size: f64) -> Self {
        Type {
            bold: true,
            ..Type::plain(size)
        }
    }

    pub const fn muted(size: f64) -> Self {
        Type::plain(size).coloured(MUTED)
    }

    pub const fn coloured(self, colour: Colour) -> Self {
        Type { colour, ..self }
    }

    /// From one baseline to the next, in mm.
    pub fn line(self) -> f64 {
        self.size * POINT * 1.26
    }

    /// From the top of a line to its baseline, in mm.
    pub fn ascent(self) -> f64 {
        self.size * POINT * 0.98
    }

    /// Height of a capital letter, in mm.
    pub fn capital(self) -> f64 {
        self.size * POINT * 0.714
    }

    /// Width of a line of this type, in mm.
    pub fn width(self, text: &str) -> f64 {
        super::measure::width(text, self.size, self.bold)
    }

    /// A text in lines of this type no wider than `room` mm.
    pub fn wrap(self, text: &str, room: f64) -> Vec<String> {
        super::measure::wrap(text, self.size, self.bold, room)
    }
}

/// Colours of answer levels from the lowest to the highest.
pub fn levels(count: usize) -> Vec<Colour> {
    const LOW: [Colour; 2] = [Colour(0xf9, 0xd9, 0xab), Colour(0xdf, 0x92, 0x40)];
    const MIDDLE: Colour = Colour(0x8b, 0x8b, 0x89);
    const HIGH: [Colour; 2] = [Colour(0x3d, 0x77, 0xaa), NAVY];
    let half = count / 2;
    let step = |i: usize| match half {
        1 => 0.5,
        _ => i as f64 / (half as f64 - 1.0),
    };
    let mut colours: Vec<Colour> = (0..half).map(|i| blend(LOW[0], LOW[1], step(i))).collect();
    if count % 2 == 1 {
        colours.push(MIDDLE);
    }
    colours.extend((0..half).map(|i| blend(HIGH[0], HIGH[1], step(i))));
    colours
}

/// Pale colours of grade bands from the lowest to the highest.
pub fn bands(count: usize) -> Vec<Colour> {
    const STOPS: [Colour; 4] = [
        Colour(0xfd, 0xf3, 0xe6),
        Colour(0xf4, 0xea, 0xdc),
        Colour(0xe0, 0xe8, 0xf0),
        Colour(0xc9, 0xda, 0xea),
    ];
    let place = |i: usize| match count {
        0 | 1 => 2.0,
        _ => 3.0 * i as f64 / (count as f64 - 1.0),
    };
    let colour = |at: f64| {
        let low = (at.floor() as usize).min(2);
        let pair = (STOPS.get(low), STOPS.get(low + 1));
        match pair {
            (Some(a), Some(b)) => blend(*a, *b, at - low as f64),
            _ => WHITE,
        }
    };
    (0..count).map(|i| colour(place(i))).collect()
}

/// The text colour that reads best on a fill.
pub fn on(fill: Colour) -> Colour {
    let [ink, white, black] = [INK, WHITE, BLACK].map(|c| contrast(c, fill));
    if ink >= 4.5 {
        INK
    } else if white >= black {
        WHITE
    } else {
        BLACK
    }
}

/// Contrast ratio of WCAG 2.1, from 1 to 21.
pub fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    (a / b).max(b / a)
}

/// Relative luminance of WCAG 2.1, from 0 to 1.
fn luminance(colour: Colour) -> f64 {
    let [r, g, b] = linear(colour);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Linear light of the three channels, from 0 to 1 (IEC 61966-2-1).
fn linear(Colour(r, g, b): Colour) -> [f64; 3] {
    [r, g, b].map(|channel| {
        let v = f64::from(channel) / 255.0;
        if v <= 0.040_45 {
            v / 12.92
        } else {
            libm::pow((v + 0.055) / 1.055, 2.4)
        }
    })
}

/// From `a` (share 0) to `b` (share 1).
fn blend(a: Colour, b: Colour, share: f64) -> Colour {
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    Colour(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Machado, Oliveira and Fernandes 2009, severity 1.0, on linear light:
    /// protanopia, deuteranopia, tritanopia.
    const DEFICIENCIES: [[[f64; 3]; 3]; 3] = [
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ];

    fn seen(light: [f64; 3], matrix: [[f64; 3]; 3]) -> [f64; 3] {
        matrix.map(|row| {
            let sum: f64 = row.iter().zip(light).map(|(m, l)| m * l).sum();
            sum.clamp(0.0, 1.0)
        })
    }

    /// CIELAB (D65) of linear light.
    fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
        let x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047;
        let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        let z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883;
        let [x, y, z] = [x, y, z].map(|t: f64| {
            if t > 216.0 / 24389.0 {
                t.cbrt()
            } else {
                (24389.0 / 27.0 * t + 16.0) / 116.0
            }
        });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// CIEDE2000 (Sharma, Wu and Dalal 2005).
    fn difference([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
        let c7 = |c: f64| (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt();
        let g = 0.5 * (1.0 - c7(f64::midpoint(a1.hypot(b1), a2.hypot(b2))));
        let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
        let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
        let hue = |a: f64, b: f64| b.atan2(a).to_degrees().rem_euclid(360.0);
        let (h1, h2) = (hue(a1, b1), hue(a2, b2));
        let grey = c1 * c2 == 0.0;
        let turn = match h2 - h1 {
            _ if grey => 0.0,
            d if d > 180.0 => d - 360.0,
            d if d < -180.0 => d + 360.0,
            d => d,
        };
        let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
        let (l, c) = (f64::midpoint(l1, l2), f64::midpoint(c1, c2));
        let h = match (h1 - h2).abs() {
            _ if grey => h1 + h2,
            d if d <= 180.0 => f64::midpoint(h1, h2),
            _ if h1 + h2 < 360.0 => f64::midpoint(h1, h2) + 180.0,
            _ => f64::midpoint(h1, h2) - 180.0,
        };
        let cos = |degrees: f64| degrees.to_radians().cos();
        let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
            - 0.20 * cos(4.0 * h - 63.0);
        let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
        let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
        let rt = -2.0
            * c7(c)
            * (60.0 * (-((h - 275.0) / 25.0).powi(2)).exp())
                .to_radians()
                .sin();
        let (dl, dc, dh) = ((l2 - l1) / sl, (c2 - c1) / sc, dh / sh);
        (dl * dl + dc * dc + dh * dh + rt * dc * dh).sqrt()
    }

    /// Least difference of neighbours, to full sight and to each deficiency.
    fn least_step(colours: &[Colour]) -> f64 {
        let mut least = f64::MAX;
        for pair in colours.windows(2) {
            let [a, b] = [linear(pair[0]), linear(pair[1])];
            least = least.min(difference(lab(a), lab(b)));
            for matrix in DEFICIENCIES {
                let step = difference(lab(seen(a, matrix)), lab(seen(b, matrix)));
                least = least.min(step);
            }
        }
        least
    }

    fn lightness(colours: &[Colour]) -> Vec<f64> {
        colours.iter().map(|c| lab(linear(*c))[0]).collect()
    }

    #[test]
    fn ciede2000_gives_the_published_differences() {
        let pairs = [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
            (
                [60.2574, -34.0099, 36.2677],
                [60.4626, -34.1751, 39.4387],
                1.2644,
            ),
            (
                [2.0776, 0.0795, -1.1350],
                [0.9033, -0.0636, -0.5514],
                0.9082,
            ),
        ];
        for (a, b, expected) in pairs {
            assert!((difference(a, b) - expected).abs() < 5e-5, "{a:?} {b:?}");
        }
    }

    #[test]
    fn levels_differ_to_every_eye_and_on_grey_paper() {
        for (count, step, grey) in [
            (2, 25.0, 25.0),
            (3, 12.0, 8.0),
            (4, 12.0, 12.0),
            (5, 10.0, 8.0),
            (7, 6.0, 5.0),
        ] {
            let colours = levels(count);
            assert_eq!(colours.len(), count);
            let found = least_step(&colours);
            assert!(found >= step, "{count} levels: {found}");
            for pair in lightness(&colours).windows(2) {
                assert!(pair[0] - pair[1] >= grey, "{count} levels: {pair:?}");
            }
        }
    }

    #[test]
    fn bands_differ_and_darken_upwards() {
        for count in 2..=5 {
            let colours = bands(count);
            let found = least_step(&colours);
            assert!(
                found >= if count < 5 { 1.8 } else { 1.4 },
                "{count} bands: {found}"
            );
            for pair in lightness(&colours).windows(2) {
                assert!(pair[0] - pair[1] >= 1.2, "{count} bands: {pair:?}");
            }
        }
        assert_eq!(bands(1).len(), 1);
        assert!(bands(0).is_empty());
    }

    #[test]
    fn every_text_reads_on_its_ground() {
        for count in 1..=10 {
            for fill in levels(count) {
                assert!(contrast(on(fill), fill) >= 4.5, "{fill:?}");
            }
        }
        for fill in bands(4).into_iter().chain([WHITE, TRACK]) {
            for text in [INK, MUTED] {
                assert!(contrast(text, fill) >= 4.5, "{text:?} on {fill:?}");
            }
        }
        for fill in [NAVY, ACCENT] {
            assert!(contrast(WHITE, fill) >= 4.5);
        }
        // Marks that are no text need 3 (WCAG 1.4.11).
        assert!(contrast(INK, BAR) >= 3.0 && contrast(ACCENT, WHITE) >= 3.0);
        assert!((contrast(BLACK, WHITE) - 21.0).abs() < 1e-9);
    }
}
