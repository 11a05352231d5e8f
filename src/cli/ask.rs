use super::tongue::Tongue;
use clap::ArgMatches;
use std::path::PathBuf;
use tridharma::pipeline::{Setup, Surveyed};
use tridharma::{Error, ErrorKind, Place, Result, said};

/// The options of one command, and how to speak to who gave them.
pub struct Ask<'a> {
    pub matches: &'a ArgMatches,
    pub tongue: Tongue,
    pub quiet: bool,
}

impl Ask<'_> {
    /// An option's text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.matches.try_get_one::<String>(name).ok()?.cloned()
    }

    /// An option's texts.
    pub fn texts(&self, name: &str) -> Vec<String> {
        match self.matches.try_get_many::<String>(name) {
            Ok(Some(values)) => values.cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// An option's whole number.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.matches.try_get_one::<u64>(name).ok()?.copied()
    }

    /// A path.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.matches.try_get_one::<PathBuf>(name).ok()?.cloned()
    }

    /// Paths.
    pub fn paths(&self, name: &str) -> Vec<PathBuf> {
        match self.matches.try_get_many::<PathBuf>(name) {
            Ok(Some(values)) => values.cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a switch is on.
    pub fn flag(&self, name: &str) -> bool {
        self.matches.try_get_one::<bool>(name).ok().flatten() == Some(&true)
    }

    /// Says which period was taken where the data hold several and none was asked for.
    pub fn tell_period(&self, setup: &Setup, surveyed: &Surveyed) {
        if let (Some(period), None, false) =
            (&surveyed.period, &setup.period, surveyed.others.is_empty())
        {
            self.tell(
                format!("data memuat beberapa periode; ini tentang {period} (ubah dengan --period, atau --period semua)"),
                format!("the data hold several periods; this is on {period} (change with --period, or --period all)"),
            );
        }
    }

    /// A message on standard error, unless they were switched off.
    pub fn tell(&self, id: String, en: String) {
        if !self.quiet {
            eprintln!(
                "{}",
                tridharma::Said::new(id, en).text(self.tongue.language)
            );
        }
    }
}

/// Reads a text file the user named.
pub fn read_text(path: &std::path::Path) -> Result<String> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|error| {
        Error::new(
            ErrorKind::NotFound,
            said!(
                "berkas {shown} tidak dapat dibaca",
                "the file {shown} cannot be read"
            ),
        )
        .because(error)
        .hint(said!(
            "periksa nama dan foldernya",
            "check its name and folder"
        ))
    })?;
    String::from_utf8(bytes).map_err(|error| {
        Error::new(
            ErrorKind::Unreadable,
            said!("berkas ini bukan teks UTF-8", "this file is no UTF-8 text"),
        )
        .at(Place::file(base_name(path)))
        .because(error)
    })
}

/// The last part of a path.
pub fn base_name(path: &std::path::Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
