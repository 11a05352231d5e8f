use super::ask::base_name;
use std::path::Path;
use tridharma::said;
use tridharma::{Error, ErrorKind, Result};

/// Which form of an output its name asks for, by the ending.
pub fn form<T: Copy>(out: &Path, forms: &[(&str, T)]) -> Result<T> {
    let ending = out.extension().map(|e| e.to_string_lossy().to_lowercase());
    let wanted = ending.unwrap_or_default();
    let found = forms.iter().find(|(ending, _)| *ending == wanted);
    found.map(|(_, form)| *form).ok_or_else(|| {
        let endings: Vec<&str> = forms.iter().map(|(ending, _)| *ending).collect();
        no_form(&base_name(out), &endings)
    })
}

fn no_form(name: &str, endings: &[&str]) -> Error {
    let dotted: Vec<String> = endings.iter().map(|e| format!(".{e}")).collect();
    let listed = |or: &str| match dotted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {or} {last}", rest.join(", ")),
        None => String::new(),
    };
    let (atau, or) = (listed("atau"), listed("or"));
    Error::new(
        ErrorKind::Usage,
        said!(
            "nama berkas hasil «{name}» tidak berakhiran {atau}",
            "the name of the output \"{name}\" does not end in {or}"
        ),
    )
    .hint(said!(
        "perintah ini menulis {atau}; beri nama dengan akhiran itu",
        "this command writes {or}; give a name with that ending"
    ))
}
