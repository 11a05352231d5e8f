use crate::error::{Error, ErrorKind, Result};
use crate::said;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes a folder whole or not at all: into a new folder beside it, which then
/// takes its place. An existing folder is replaced only when forced, and is
/// put back when the exchange fails (a file held open by another program).
///
/// # Errors
/// A folder that exists (not forced) or cannot be written; nothing is lost.
pub fn folder(out: &Path, files: &[(String, Vec<u8>)], force: bool) -> Result<()> {
    check_folder(out, force)?;
    let parent = parent(out);
    fs::create_dir_all(&parent).map_err(|e| unwritable(&parent, e))?;
    let new = tempfile::Builder::new()
        .prefix(".tridharma-")
        .tempdir_in(&parent)
        .map_err(|e| unwritable(&parent, e))?;
    let inner = new.path().join("laporan");
    fs::create_dir(&inner).map_err(|e| unwritable(out, e))?;
    for (name, bytes) in files {
        let path = inner.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|e| unwritable(&path, e))?;
        }
        fs::write(&path, bytes).map_err(|e| unwritable(&path, e))?;
    }
    exchange(&inner, out, &new.path().join("lama"))
}

/// Writes one file whole or not at all.
///
/// # Errors
/// It exists (not forced), or cannot be written.
pub fn file(out: &Path, bytes: &[u8], force: bool) -> Result<()> {
    let shown = out.display();
    if out.exists() && !force {
        return Err(Error::new(
            ErrorKind::Unwritable,
            said!(
                "berkas {shown} sudah ada",
                "the file {shown} exists already"
            ),
        )
        .hint(said!(
            "pilih nama lain dengan --out, atau --force untuk menggantinya",
            "choose another name with --out, or --force to replace it"
        )));
    }
    let parent = parent(out);
    fs::create_dir_all(&parent).map_err(|e| unwritable(&parent, e))?;
    let folder = tempfile::Builder::new()
        .prefix(".tridharma-")
        .tempdir_in(&parent)
        .map_err(|e| unwritable(&parent, e))?;
    let new = folder.path().join("baru");
    fs::write(&new, bytes).map_err(|e| unwritable(out, e))?;
    fs::rename(&new, out).map_err(|e| held_open(out, e))
}

/// Whether a folder could be written there, before the work is done.
///
/// # Errors
/// It exists and is not empty (not forced), or is a file.
pub fn check_folder(out: &Path, force: bool) -> Result<()> {
    let shown = out.display();
    if out.is_file() {
        return Err(Error::new(
            ErrorKind::Unwritable,
            said!(
                "{shown} adalah berkas, bukan folder",
                "{shown} is a file, not a folder"
            ),
        )
        .hint(said!(
            "pilih nama lain dengan --out",
            "choose another name with --out"
        )));
    }
    check_name(out)?;
    let used = out.is_dir() && fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    if used && !force {
        return Err(Error::new(
            ErrorKind::Unwritable,
            said!(
                "folder {shown} sudah ada",
                "the folder {shown} exists already"
            ),
        )
        .hint(said!(
            "pilih nama lain dengan --out, atau --force untuk menggantinya",
            "choose another name with --out, or --force to replace it"
        )));
    }
    if used && force && !is_report(out) {
        return Err(Error::new(
            ErrorKind::Unwritable,
            said!(
                "folder {shown} memuat berkas yang bukan dari laporan, jadi tidak diganti",
                "the folder {shown} holds files that are not of a report, so it is not replaced"
            ),
        )
        .hint(said!(
            "pilih nama lain dengan --out",
            "choose another name with --out"
        )));
    }
    Ok(())
}

/// A report takes the place of a folder, so it needs one with a name that is
/// no link to another.
fn check_name(out: &Path) -> Result<()> {
    let shown = out.display();
    if out.file_name().is_none() {
        return Err(Error::new(
            ErrorKind::Unwritable,
            said!(
                "{shown} tidak bernama, jadi laporan tidak dapat menggantikannya",
                "{shown} has no name of its own, so a report cannot take its place"
            ),
        )
        .hint(said!(
            "sebutkan folder baru, misalnya --out laporan",
            "name a new folder, --out laporan for example"
        )));
    }
    if out.is_symlink() {
        return Err(Error::new(
            ErrorKind::Unwritable,
            said!(
                "{shown} adalah tautan ke folder lain",
                "{shown} is a link to another folder"
            ),
        )
        .hint(said!(
            "sebutkan folder yang sebenarnya dengan --out",
            "name the folder itself with --out"
        )));
    }
    Ok(())
}

/// Only a folder this program wrote, and that holds nothing else, is ever
/// replaced: what a person put there is never lost.
fn is_report(out: &Path) -> bool {
    const OURS: [&str; 9] = [
        "study.json",
        "laporan.docx",
        "laporan.pdf",
        "laporan.html",
        "laporan.md",
        "hitung.xlsx",
        "publikasi.png",
        "publikasi.pdf",
        "figures",
    ];
    let ours = |entry: fs::DirEntry| OURS.iter().any(|name| entry.file_name() == *name);
    let entries = fs::read_dir(out).map(|entries| entries.flatten().all(ours));
    out.join("study.json").is_file() && !out.is_symlink() && entries.unwrap_or(false)
}

fn parent(out: &Path) -> PathBuf {
    match out.parent() {
        Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
        Some(parent) => parent.to_path_buf(),
        None => PathBuf::from("."),
    }
}

/// Puts `new` where `out` is, keeping the old one until that worked.
fn exchange(new: &Path, out: &Path, old: &Path) -> Result<()> {
    if !out.exists() {
        return fs::rename(new, out).map_err(|e| unwritable(out, e));
    }
    fs::rename(out, old).map_err(|e| held_open(out, e))?;
    fs::rename(new, out).map_err(|error| {
        // Nothing may be lost: the old folder goes back to its place.
        let _ = fs::rename(old, out);
        unwritable(out, error)
    })
}

fn unwritable(path: &Path, error: std::io::Error) -> Error {
    let shown = path.display();
    Error::new(
        ErrorKind::Unwritable,
        said!("{shown} tidak dapat ditulis", "{shown} cannot be written"),
    )
    .because(error)
    .hint(said!(
        "pilih folder lain dengan --out, misalnya di Documents",
        "choose another folder with --out, for example in Documents"
    ))
}

fn held_open(path: &Path, error: std::io::Error) -> Error {
    let shown = path.display();
    Error::new(
        ErrorKind::Unwritable,
        said!(
            "folder {shown} sedang dipakai program lain, jadi tidak diganti; isinya tetap utuh",
            "the folder {shown} is in use by another program, so it was not replaced; nothing is lost"
        ),
    )
    .because(error)
    .hint(said!(
        "tutup berkas laporan di Word atau Excel, lalu ulangi",
        "close the report's files in Word or Excel, then try again"
    ))
}
