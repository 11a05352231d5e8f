use crate::chart::{Typeface, fonts};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// Everything the typesetter may see: one text, the files handed in with it and
/// the fonts of the program. No disk, no network, no clock.
pub(super) struct Desk {
    main: Source,
    sources: Vec<Source>,
    files: Vec<(FileId, Bytes)>,
    /// The program's fonts and one more.
    own_fonts: Option<(LazyHash<FontBook>, Vec<Font>)>,
}

// Built once a run: together they take longer than a short document.
static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(<Library as LibraryExt>::default()));
static FONTS: LazyLock<(LazyHash<FontBook>, Vec<Font>)> = LazyLock::new(|| {
    let fonts: Vec<Font> = fonts()
        .into_iter()
        .flat_map(|bytes| Font::iter(Bytes::new(bytes)))
        .collect();
    (LazyHash::new(FontBook::from_fonts(&fonts)), fonts)
});

impl Desk {
    /// A desk with the main text on it.
    pub(super) fn new(text: String) -> Result<Self> {
        Ok(Desk {
            main: Source::new(file_id("main.typ")?, text),
            sources: Vec::new(),
            files: Vec::new(),
            own_fonts: None,
        })
    }

    /// Adds a text that the main one imports.
    pub(super) fn source(mut self, name: &str, text: &str) -> Result<Self> {
        let source = Source::new(file_id(name)?, text.to_owned());
        self.sources.push(source);
        Ok(self)
    }

    /// Adds the font of a theme.
    pub(super) fn typeface(mut self, typeface: Option<&Typeface>) -> Self {
        if let Some(typeface) = typeface {
            let own = typeface.files().map(|file| Bytes::new(file.to_vec()));
            let own = own.into_iter().flat_map(Font::iter);
            let fonts: Vec<Font> = own.chain(FONTS.1.iter().cloned()).collect();
            self.own_fonts = Some((LazyHash::new(FontBook::from_fonts(&fonts)), fonts));
        }
        self
    }

    /// Adds a picture.
    pub(super) fn file(mut self, name: &str, bytes: Vec<u8>) -> Result<Self> {
        self.files.push((file_id(name)?, Bytes::new(bytes)));
        Ok(self)
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.own_fonts.as_ref().map_or(&FONTS.0, |own| &own.0)
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        std::iter::once(&self.main)
            .chain(&self.sources)
            .find(|source| source.id() == id)
            .cloned()
            .ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files
            .iter()
            .find(|(file, _)| *file == id)
            .map(|(_, bytes)| bytes.clone())
            .ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        let fonts = self.own_fonts.as_ref().map_or(&FONTS.1, |own| &own.1);
        fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_with_slash().into())
}

/// The id of a name on the desk. Ids are kept for the whole run, so names are
/// few and the same for every document.
fn file_id(name: &str) -> Result<FileId> {
    let path = VirtualPath::new(name).map_err(|error| {
        Error::new(
            ErrorKind::Internal,
            said!(
                "nama {name} tidak dapat dipakai",
                "the name {name} cannot be used"
            ),
        )
        .because(error.to_string())
    })?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}
