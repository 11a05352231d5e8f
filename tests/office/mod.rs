//! LibreOffice as a second reader of what we write, where it is installed.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The files converted to another format with every formula computed anew, in
/// order; none, said aloud, where LibreOffice is missing.
pub fn converted(test: &str, to: &str, folder: &Path, files: &[PathBuf]) -> Option<Vec<PathBuf>> {
    let profile = folder.join("profile");
    std::fs::create_dir_all(profile.join("user")).expect("a profile");
    // By default LibreOffice trusts the values in the file.
    let settings = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<oor:items \
         xmlns:oor=\"http://openoffice.org/2001/registry\">\
         <item oor:path=\"/org.openoffice.Office.Calc/Formula/Load\">\
         <prop oor:name=\"OOXMLRecalcMode\" oor:op=\"fuse\"><value>0</value></prop></item>\
         </oor:items>";
    std::fs::write(profile.join("user/registrymodifications.xcu"), settings).expect("settings");
    let out = folder.join("out");
    let run = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .arg(&out)
        .args(files)
        .output();
    let Ok(run) = run else {
        println!("SKIPPED {test}: soffice is not installed");
        return None;
    };
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let made = files.iter().map(|file| {
        let name = file.file_name().expect("a name");
        out.join(name).with_extension(to)
    });
    Some(made.collect())
}
