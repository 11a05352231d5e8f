use super::palette::{Rgb, WHITE, contrast};
use super::typeface::Typeface;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::language::Said;
use crate::nesting;
use crate::said;
use std::sync::Arc;

/// The look of a chart: its colours and the size of its text. Every key of a
/// theme file replaces one field.
///
/// ```
/// use tridharma::chart::Theme;
/// let own = Theme::parse("fakultas.toml", "size = 1.2\naccent = \"#8A1538\"")?;
/// assert_eq!(own.size, 1.2);
/// assert!(Theme::parse("fakultas.toml", "ink = \"#EEEEEE\"").is_err());
/// # Ok::<(), tridharma::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// How many times as large as usual text is set, from 0.93 to 4.
    pub size: f64,
    /// A font of one's own.
    pub typeface: Option<Arc<Typeface>>,
    /// Lines over the colours of answer levels, for a print without colour.
    pub patterns: bool,
    pub page: Rgb,
    pub ink: Rgb,
    pub muted: Rgb,
    pub hairline: Rgb,
    pub rule: Rgb,
    pub track: Rgb,
    pub bar: Rgb,
    pub head: Rgb,
    pub pale: Rgb,
    pub accent: Rgb,
    /// Text on `head` and `accent`.
    pub on_dark: Rgb,
    /// Answer levels below the middle, from the lowest to the last.
    pub low: [Rgb; 2],
    pub middle: Rgb,
    /// Answer levels above the middle, from the first to the highest.
    pub high: [Rgb; 2],
    /// Grade bands; other numbers of bands lie between.
    pub bands: [Rgb; 4],
    /// Things of equal rank, in order.
    pub series: Vec<Rgb>,
    /// Heat maps: −1, 0 and 1.
    pub heat: [Rgb; 3],
}

impl Default for Theme {
    fn default() -> Self {
        Theme {
            size: 1.0,
            typeface: None,
            patterns: false,
            page: WHITE,
            ink: Rgb(0x14, 0x20, 0x2b),
            muted: Rgb(0x4a, 0x57, 0x64),
            hairline: Rgb(0xd3, 0xd9, 0xdf),
            rule: Rgb(0xbf, 0xc8, 0xd1),
            track: Rgb(0xec, 0xef, 0xf2),
            bar: Rgb(0x6a, 0x9b, 0xc3),
            head: Rgb(0x12, 0x3a, 0x63),
            pale: Rgb(0xc9, 0xda, 0xea),
            accent: Rgb(0xa8, 0x4c, 0x0b),
            on_dark: WHITE,
            low: [Rgb(0xf9, 0xd9, 0xab), Rgb(0xe8, 0xa4, 0x5c)],
            middle: Rgb(0x86, 0x86, 0x84),
            high: [Rgb(0x2f, 0x6a, 0x9e), Rgb(0x12, 0x3a, 0x63)],
            bands: [
                Rgb(0xfd, 0xf3, 0xe6),
                Rgb(0xf4, 0xea, 0xdc),
                Rgb(0xe0, 0xe8, 0xf0),
                Rgb(0xc9, 0xda, 0xea),
            ],
            series: vec![
                Rgb(0x12, 0x3a, 0x63),
                Rgb(0xc8, 0x74, 0x1c),
                Rgb(0x4d, 0x9a, 0xc9),
                Rgb(0x55, 0x55, 0x55),
                Rgb(0x8a, 0x8a, 0x8a),
            ],
            heat: [
                Rgb(0xb3, 0x5f, 0x0c),
                Rgb(0xf7, 0xf7, 0xf5),
                Rgb(0x12, 0x4a, 0x80),
            ],
        }
    }
}

impl Theme {
    /// Light text on a dark page, for a screen.
    pub fn dark() -> Self {
        Theme {
            page: Rgb(0x12, 0x18, 0x1f),
            ink: Rgb(0xee, 0xf2, 0xf6),
            muted: Rgb(0xaa, 0xb6, 0xc2),
            hairline: Rgb(0x33, 0x3e, 0x4a),
            rule: Rgb(0x46, 0x53, 0x60),
            track: Rgb(0x1f, 0x29, 0x33),
            bar: Rgb(0x4a, 0x82, 0xb4),
            head: Rgb(0x1d, 0x4a, 0x78),
            accent: Rgb(0xb8, 0x5a, 0x10),
            high: [Rgb(0x31, 0x6c, 0x9f), Rgb(0x1c, 0x48, 0x76)],
            bands: [
                Rgb(0x2b, 0x24, 0x1c),
                Rgb(0x25, 0x25, 0x24),
                Rgb(0x1b, 0x28, 0x35),
                Rgb(0x1c, 0x33, 0x49),
            ],
            series: vec![
                Rgb(0x9c, 0xc8, 0xee),
                Rgb(0xf0, 0xa0, 0x50),
                Rgb(0x4d, 0x8f, 0xc9),
                WHITE,
                Rgb(0xb0, 0x70, 0x40),
            ],
            heat: [
                Rgb(0xe0, 0x8a, 0x3a),
                Rgb(0x22, 0x2b, 0x35),
                Rgb(0x6b, 0xb0, 0xea),
            ],
            ..Theme::default()
        }
    }

    /// A theme file: `base = "dark"` or none, `size`, `patterns`, and colours
    /// as `"#1A2B3C"` (lists for `low`, `high`, `bands`, `series`, `heat`).
    ///
    /// # Errors
    /// TOML that does not parse, a key that does not exist, a text that is no
    /// colour, and text that could not be read on its ground.
    pub fn parse(file: &str, text: &str) -> Result<Theme> {
        Theme::parse_with(file, text, &|name| Err(no_place(name)))
    }

    /// [`Theme::parse`] with a way to get at the font files that the theme
    /// names: `font = "Own-Regular.ttf"` and `font_bold`.
    ///
    /// # Errors
    /// Those of [`Theme::parse`], of reading, and of [`Typeface::of`].
    pub fn parse_with(
        file: &str,
        text: &str,
        read: &dyn Fn(&str) -> Result<Vec<u8>>,
    ) -> Result<Theme> {
        nesting::check_toml(file, text)?;
        let table: toml::Table = toml::from_str(text).map_err(|error| {
            let what = said!("berkas tema tidak dapat dibaca", "the theme cannot be read");
            Error::toml(file, text, &error, what)
        })?;
        let mut theme = match table.get("base").and_then(toml::Value::as_str) {
            Some("dark" | "gelap") => Theme::dark(),
            _ => Theme::default(),
        };
        for (key, value) in &table {
            theme.set(key, value).ok_or_else(|| refused(file, key))?;
        }
        let named = |key: &str| table.get(key).and_then(toml::Value::as_str);
        if let Some(font) = named("font") {
            let bold = match named("font_bold") {
                Some(bold) => Some((bold, read(bold)?)),
                None => None,
            };
            theme.typeface = Some(Arc::new(Typeface::of((font, read(font)?), bold)?));
        }
        match theme.unreadable() {
            None => Ok(theme),
            Some(key) => Err(too_faint(file, key)),
        }
    }

    fn set(&mut self, key: &str, value: &toml::Value) -> Option<()> {
        let one = || Rgb::parse(value.as_str()?);
        let all = || -> Option<Vec<Rgb>> {
            let list = value.as_array()?.iter();
            list.map(|v| Rgb::parse(v.as_str()?)).collect()
        };
        match key {
            "base" => {
                let known = ["light", "terang", "dark", "gelap"];
                return known.contains(&value.as_str()?).then_some(());
            }
            "size" => {
                let size = value.as_float().or(value.as_integer().map(|i| i as f64))?;
                self.size = Some(size).filter(|s| (0.93..=4.0).contains(s))?;
            }
            "font" | "font_bold" => return value.as_str().map(|_| ()),
            "patterns" => self.patterns = value.as_bool()?,
            "low" => self.low = all()?.try_into().ok()?,
            "high" => self.high = all()?.try_into().ok()?,
            "bands" => self.bands = all()?.try_into().ok()?,
            "heat" => self.heat = all()?.try_into().ok()?,
            "series" => self.series = Some(all()?).filter(|s| !s.is_empty())?,
            _ => *self.field(key)? = one()?,
        }
        Some(())
    }

    fn field(&mut self, key: &str) -> Option<&mut Rgb> {
        Some(match key {
            "page" => &mut self.page,
            "ink" => &mut self.ink,
            "muted" => &mut self.muted,
            "hairline" => &mut self.hairline,
            "rule" => &mut self.rule,
            "track" => &mut self.track,
            "bar" => &mut self.bar,
            "head" => &mut self.head,
            "pale" => &mut self.pale,
            "accent" => &mut self.accent,
            "on_dark" => &mut self.on_dark,
            "middle" => &mut self.middle,
            _ => return None,
        })
    }

    /// The first text whose contrast with its ground is below 4.5 (WCAG 2.1).
    pub fn unreadable(&self) -> Option<&'static str> {
        let grounds = self.bands.iter().chain([&self.page, &self.track]);
        for ground in grounds {
            for (key, text) in [("ink", self.ink), ("muted", self.muted)] {
                if contrast(text, *ground) < 4.5 {
                    return Some(key);
                }
            }
        }
        (contrast(self.on_dark, self.head) < 4.5).then_some("on_dark")
    }
}

fn refused(file: &str, key: &str) -> Error {
    wrong(
        file,
        said!(
            "kunci {key} pada tema tidak dikenal atau isinya bukan yang diminta",
            "the key {key} of the theme is unknown or does not hold what it should"
        ),
        said!(
            "warna ditulis \"#1A2B3C\"; low dan high berisi 2, heat 3, bands 4 warna; size 0.93 sampai 4; patterns true atau false; font dan font_bold nama berkas .ttf",
            "colours are written \"#1A2B3C\"; low and high hold 2, heat 3, bands 4 of them; size is 0.93 to 4; patterns true or false; font and font_bold name files .ttf"
        ),
    )
}

fn no_place(name: &str) -> Error {
    wrong(
        name,
        said!(
            "berkas huruf tidak dapat dibuka dari sini",
            "a font file cannot be opened from here"
        ),
        said!("pakai Theme::parse_with", "use Theme::parse_with"),
    )
}

fn too_faint(file: &str, key: &str) -> Error {
    wrong(
        file,
        said!(
            "teks {key} tidak terbaca di atas latarnya (kontras di bawah 4,5)",
            "{key} text cannot be read on its ground (contrast below 4.5)"
        ),
        said!(
            "pilih warna teks yang lebih gelap, atau latar yang lebih terang",
            "take a darker text colour, or a lighter ground"
        ),
    )
}

fn wrong(file: &str, what: Said, hint: Said) -> Error {
    let error = Error::new(ErrorKind::Invalid, what);
    error.at(Place::file(file)).hint(hint)
}
