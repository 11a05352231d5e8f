//! A font of the user's own in place of the program's.

use crate::error::{Error, ErrorKind, Place, Result};
use crate::said;
use ab_glyph::{Font, FontVec};
use resvg::usvg::fontdb::{Database, Source};
use std::cell::RefCell;
use std::sync::Arc;

/// The letters of a theme: a font, and its bold one.
pub struct Typeface {
    family: String,
    /// Regular and bold; regular twice where no bold one was given.
    files: [Arc<Vec<u8>>; 2],
    faces: [FontVec; 2],
}

impl Typeface {
    /// A font from the bytes of TrueType or OpenType files; their names are told
    /// in errors.
    ///
    /// # Errors
    /// A file that is no font, and a bold font of another family.
    pub fn of(regular: (&str, Vec<u8>), bold: Option<(&str, Vec<u8>)>) -> Result<Typeface> {
        let (name, bytes) = regular;
        let family = family(name, &bytes)?;
        let (heavy_name, heavy) = bold.unwrap_or_else(|| (name, bytes.clone()));
        let other = self::family(heavy_name, &heavy)?;
        if other != family {
            return Err(Error::new(
                ErrorKind::Invalid,
                said!(
                    "huruf tebal ini dari keluarga «{other}», bukan «{family}»",
                    "this bold font is of the family \"{other}\", not \"{family}\""
                ),
            )
            .at(Place::file(heavy_name))
            .hint(said!(
                "pakai berkas tebal dari huruf yang sama, atau hapus font_bold",
                "take the bold file of the same font, or leave font_bold out"
            )));
        }
        Ok(Typeface {
            family,
            faces: [face(name, bytes.clone())?, face(heavy_name, heavy.clone())?],
            files: [Arc::new(bytes), Arc::new(heavy)],
        })
    }

    /// The name by which programs find it.
    pub fn family(&self) -> &str {
        &self.family
    }

    /// The files, regular and bold.
    pub fn files(&self) -> [&[u8]; 2] {
        [self.files[0].as_slice(), self.files[1].as_slice()]
    }

    /// Adds it to the fonts a picture is drawn with.
    pub(super) fn add_to(&self, database: &mut Database) {
        for file in &self.files {
            let file: Arc<Vec<u8>> = Arc::clone(file);
            database.load_font_source(Source::Binary(file));
        }
    }

    /// Advance of a letter in em; none for a letter it lacks, which the font of
    /// the program draws.
    fn advance(&self, letter: char, bold: bool) -> Option<f64> {
        let [regular, heavy] = &self.faces;
        let face = if bold { heavy } else { regular };
        let glyph = face.glyph_id(letter);
        let em = face.units_per_em()?;
        (glyph.0 != 0).then(|| f64::from(face.h_advance_unscaled(glyph) / em))
    }
}

impl PartialEq for Typeface {
    fn eq(&self, other: &Self) -> bool {
        self.files == other.files
    }
}

impl std::fmt::Debug for Typeface {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Typeface").field(&self.family).finish()
    }
}

thread_local! {
    static NOW: RefCell<Option<Arc<Typeface>>> = const { RefCell::new(None) };
}

/// Paints with texts measured in a font. It is a matter of one thread from
/// beginning to end, so that no painter has to hand it on.
pub(super) fn measured_in<T>(typeface: Option<&Arc<Typeface>>, paint: impl FnOnce() -> T) -> T {
    let before = NOW.replace(typeface.cloned());
    let painted = paint();
    NOW.set(before);
    painted
}

/// Advance of a letter in the font of the theme that is being painted.
pub(super) fn own_advance(letter: char, bold: bool) -> Option<f64> {
    NOW.with_borrow(|now| now.as_ref()?.advance(letter, bold))
}

fn family(name: &str, bytes: &[u8]) -> Result<String> {
    let mut database = Database::new();
    database.load_font_data(bytes.to_vec());
    let found = database.faces().next();
    let family = found.and_then(|face| face.families.first());
    family
        .map(|(family, _)| family.clone())
        .ok_or_else(|| no_font(name))
}

fn face(name: &str, bytes: Vec<u8>) -> Result<FontVec> {
    FontVec::try_from_vec(bytes).map_err(|error| no_font(name).because(error))
}

fn no_font(name: &str) -> Error {
    Error::new(
        ErrorKind::Unreadable,
        said!("berkas ini bukan huruf", "this file is no font"),
    )
    .at(Place::file(name))
    .hint(said!(
        "pakai berkas .ttf atau .otf",
        "take a file .ttf or .otf"
    ))
}
