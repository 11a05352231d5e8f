//! The colours of a theme, and how they are told apart.
//!
//! Low is warm and light, high is cool and dark: the order of lightness alone
//! tells the levels apart on a grey print, the hues on a screen, also to eyes
//! that miss one kind of cone. The tests hold the built-in themes to that.

use super::theme::Colour;
use super::theme_file::Theme;

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

pub const WHITE: Rgb = Rgb(255, 255, 255);
pub const BLACK: Rgb = Rgb(0, 0, 0);

impl Rgb {
    /// `#1a2b3c`; none for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        (digits.len() == 6).then_some(())?;
        Some(Rgb(part(0)?, part(2)?, part(4)?))
    }

    /// `#1A2B3C`
    pub fn hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

impl Theme {
    /// What a role looks like.
    pub(super) fn rgb(&self, colour: Colour) -> Rgb {
        match colour {
            Colour::Page => self.page,
            Colour::Ink => self.ink,
            Colour::Muted => self.muted,
            Colour::Hairline => self.hairline,
            Colour::Rule => self.rule,
            Colour::Track => self.track,
            Colour::Bar => self.bar,
            Colour::Navy => self.head,
            Colour::Pale => self.pale,
            Colour::Accent => self.accent,
            Colour::OnDark => self.on_dark,
            Colour::Level(at, of) => self.level(at, of),
            Colour::OnLevel(at, of) => self.on(self.level(at, of)),
            Colour::Band(at, of) => self.band(at, of),
            Colour::Series(at) => self.series(at),
            Colour::Shade(at) => blend(self.page, self.series(at), 0.22),
            Colour::Heat(value) => self.heat(value),
            Colour::OnHeat(value) => self.on(self.heat(value)),
        }
    }

    fn level(&self, at: u8, of: u8) -> Rgb {
        let (at, of) = (usize::from(at), usize::from(of));
        let half = of / 2;
        let step = |i: usize| match half {
            1 => 0.5,
            _ => i as f64 / (half as f64 - 1.0),
        };
        let [low, lower] = self.low;
        let [higher, high] = self.high;
        if at < half {
            blend(low, lower, step(at))
        } else if of % 2 == 1 && at == half {
            self.middle
        } else {
            blend(higher, high, step(at.saturating_sub(half + of % 2)))
        }
    }

    fn band(&self, at: u8, of: u8) -> Rgb {
        let place = match of {
            0 | 1 => 2.0,
            _ => 3.0 * f64::from(at) / (f64::from(of) - 1.0),
        };
        let low = (place.floor() as usize).min(2);
        match (self.bands.get(low), self.bands.get(low + 1)) {
            (Some(a), Some(b)) => blend(*a, *b, place - low as f64),
            _ => self.page,
        }
    }

    fn series(&self, at: u8) -> Rgb {
        let many = self.series.len().max(1);
        let found = self.series.get(usize::from(at) % many);
        found.copied().unwrap_or(self.bar)
    }

    fn heat(&self, value: i8) -> Rgb {
        let share = (f64::from(value) / 100.0).clamp(-1.0, 1.0);
        let [low, middle, high] = self.heat;
        if share < 0.0 {
            blend(middle, low, -share)
        } else {
            blend(middle, high, share)
        }
    }

    /// The text colour that reads best on a fill.
    fn on(&self, fill: Rgb) -> Rgb {
        let ink = contrast(self.ink, fill);
        let [white, black] = [WHITE, BLACK].map(|c| contrast(c, fill));
        if ink >= 4.5 {
            self.ink
        } else if white >= black {
            WHITE
        } else {
            BLACK
        }
    }
}

/// Contrast ratio of WCAG 2.1, from 1 to 21.
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    (a / b).max(b / a)
}

/// Relative luminance of WCAG 2.1, from 0 to 1.
fn luminance(colour: Rgb) -> f64 {
    let [r, g, b] = linear(colour);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Linear light of the three channels, from 0 to 1 (IEC 61966-2-1).
fn linear(Rgb(r, g, b): Rgb) -> [f64; 3] {
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
fn blend(a: Rgb, b: Rgb, share: f64) -> Rgb {
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    Rgb(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

#[cfg(test)]
mod tests {
    use super::super::theme;
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
    fn least_step(colours: &[Rgb]) -> f64 {
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

    fn lightness(colours: &[Rgb]) -> Vec<f64> {
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

    fn themes() -> [(&'static str, Theme); 2] {
        [("light", Theme::default()), ("dark", Theme::dark())]
    }

    fn colours(theme: &Theme, roles: &[Colour]) -> Vec<Rgb> {
        roles.iter().map(|role| theme.rgb(*role)).collect()
    }

    #[test]
    fn levels_differ_to_every_eye_and_on_grey_paper() {
        for (count, step, grey) in [
            (2, 25.0, 25.0),
            (3, 12.0, 12.0),
            (4, 11.0, 12.0),
            (5, 11.0, 11.0),
            (7, 5.5, 5.0),
        ] {
            for (name, theme) in themes() {
                let colours = colours(&theme, &theme::levels(count));
                assert_eq!(colours.len(), count);
                let found = least_step(&colours);
                assert!(found >= step, "{name}, {count} levels: {found}");
                for pair in lightness(&colours).windows(2) {
                    assert!(
                        pair[0] - pair[1] >= grey,
                        "{name}, {count} levels: {pair:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn bands_differ_and_darken_upwards_on_paper() {
        let theme = Theme::default();
        for count in 2..=5 {
            let colours = colours(&theme, &theme::bands(count));
            let found = least_step(&colours);
            assert!(
                found >= if count < 5 { 1.8 } else { 1.4 },
                "{count} bands: {found}"
            );
            for pair in lightness(&colours).windows(2) {
                assert!(pair[0] - pair[1] >= 1.2, "{count} bands: {pair:?}");
            }
        }
    }

    /// Any two, since lines of a radar or bars of groups may stand side by side.
    #[test]
    fn series_differ_to_every_eye_and_on_grey_paper() {
        for (name, theme) in themes() {
            let all: Vec<Colour> = (0..5).map(Colour::Series).collect();
            let all = colours(&theme, &all);
            for (i, a) in all.iter().enumerate() {
                for (j, b) in all.iter().enumerate().skip(i + 1) {
                    let found = least_step(&[*a, *b]);
                    assert!(found >= 9.0, "{name}, series {i} and {j}: {found}");
                }
                assert!(contrast(*a, theme.page) >= 3.0, "{name}, series {i}");
            }
        }
    }

    #[test]
    fn a_heat_map_gets_darker_or_lighter_to_both_ends() {
        for (name, theme) in themes() {
            for ends in [[0i8, 50, 100], [0, -50, -100]] {
                let steps = colours(&theme, &ends.map(Colour::Heat));
                assert!(least_step(&steps) >= 12.0, "{name} {}", least_step(&steps));
            }
            let ends = colours(&theme, &[Colour::Heat(-100), Colour::Heat(100)]);
            assert!(least_step(&ends) >= 18.0, "{name} {}", least_step(&ends));
        }
    }

    #[test]
    fn every_text_reads_on_its_ground() {
        for (name, theme) in themes() {
            let fits = |text: Colour, ground: Colour| {
                let found = contrast(theme.rgb(text), theme.rgb(ground));
                assert!(found >= 4.5, "{name}: {text:?} on {ground:?} {found}");
            };
            for count in 1..=10 {
                theme::levels(count)
                    .into_iter()
                    .for_each(|fill| fits(theme::on(fill), fill));
            }
            (-100i8..=100).for_each(|v| fits(Colour::OnHeat(v), Colour::Heat(v)));
            for ground in [theme::WHITE, theme::TRACK]
                .into_iter()
                .chain(theme::bands(4))
                .chain((0..5).map(Colour::Shade))
            {
                fits(theme::INK, ground);
            }
            for ground in theme::bands(4)
                .into_iter()
                .chain([theme::WHITE, theme::TRACK])
            {
                fits(theme::MUTED, ground);
            }
            fits(theme::ON_DARK, theme::NAVY);
            fits(theme::ON_DARK, theme::ACCENT);
            fits(theme::PALE, theme::NAVY);
            assert_eq!(theme.unreadable(), None);
            // Marks that are no text need 3 (WCAG 1.4.11).
            for mark in [theme::ACCENT, theme::INK] {
                assert!(contrast(theme.rgb(mark), theme.page) >= 3.0, "{name}");
            }
        }
        assert!((contrast(BLACK, WHITE) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn a_theme_file_says_what_is_wrong() {
        let own = Theme::parse("t.toml", "base = \"dark\"\nbar = \"#336699\"").unwrap();
        assert_eq!(
            (own.bar, own.page),
            (Rgb(0x33, 0x66, 0x99), Theme::dark().page)
        );
        for wrong in [
            "bar = \"blue\"",
            "bars = \"#112233\"",
            "size = 9",
            "low = [\"#112233\"]",
            "ink = ",
            "base = \"red\"",
        ] {
            assert!(Theme::parse("t.toml", wrong).is_err(), "{wrong}");
        }
    }
}
