use super::args::path;
use super::ask::{Ask, base_name, read_text};
use super::tongue::Tongue;
use clap::Arg;
use tridharma::pipeline::SurveyFile;
use tridharma::survey::LabelWish;
use tridharma::{Error, ErrorKind, Place, Result, said};

/// Scales and words of answers; those of the command line replace those of the file.
pub fn label_wishes(ask: &Ask, survey: &SurveyFile) -> Vec<LabelWish> {
    let (scales, words) = (ask.texts("scale"), ask.texts("labels"));
    let mut wishes: Vec<LabelWish> = Vec::new();
    match scales.is_empty() {
        true => wishes.extend(survey.scale.iter().map(|scale| LabelWish {
            scale: Some(scale.clone()),
            ..LabelWish::default()
        })),
        false => wishes.extend(scales.iter().map(|text| {
            let (items, scale) = text.rsplit_once('=').unwrap_or(("", text));
            LabelWish {
                items: columns_of(items),
                scale: Some(scale.trim().to_owned()),
                ..LabelWish::default()
            }
        })),
    }
    match words.is_empty() {
        true => wishes.extend(survey.labels.iter().cloned()),
        false => wishes.extend(words.iter().map(|text| {
            // `D:K=Buruk|Baik`, but `Buruk=1|Baik=2` names no columns.
            let (first, rest) = text.split_once('|').unwrap_or((text, ""));
            let (items, first) = match first.split_once('=') {
                Some((items, word)) if word.trim().parse::<i16>().is_err() => (items, word),
                _ => ("", first),
            };
            let words = std::iter::once(first).chain(rest.split('|'));
            LabelWish {
                items: columns_of(items),
                words: words.map(|word| word.trim().to_owned()).collect(),
                ..LabelWish::default()
            }
        })),
    }
    merged(wishes)
}

/// Scale and words of the same columns are one wish: they have to fit each other.
fn merged(wishes: Vec<LabelWish>) -> Vec<LabelWish> {
    let mut all: Vec<LabelWish> = Vec::new();
    for wish in wishes {
        let mut same = all.iter_mut();
        let same = same.find(|other| {
            !wish.items.is_empty() && other.items == wish.items && other.words.is_empty()
        });
        match same.filter(|_| wish.scale.is_none()) {
            Some(other) => other.words = wish.words,
            None => all.push(wish),
        }
    }
    all
}

fn columns_of(text: &str) -> Vec<String> {
    let columns = text.split(',').map(str::trim);
    let named = columns.filter(|column| !column.is_empty());
    named.map(str::to_owned).collect()
}

/// The option for names of items to print.
pub fn names_option(t: Tongue) -> Arg {
    let names = t.say(
        "nama pendek butir untuk dicetak: CSV kode,nama per baris",
        "short names of items to print: CSV with code,name a line",
    );
    path("names", "CSV", names)
}

/// Names of items, `code,name` a line: those of the file, then those of the command
/// line.
pub fn names(ask: &Ask, survey: &SurveyFile) -> Result<Vec<(String, String)>> {
    let mut all: Vec<(String, String)> = survey.names.clone().into_iter().collect();
    let Some(path) = ask.path("names") else {
        return Ok(all);
    };
    let (file, text) = (base_name(&path), read_text(&path)?);
    for (row, line) in (0_u32..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let mark = if line.contains(';') { ';' } else { ',' };
        let fields = line.split_once(mark);
        let fields = fields.map(|(code, name)| [code, name].map(|f| f.trim().trim_matches('"')));
        let head = ["kode", "code", "butir", "item"];
        match fields {
            _ if line.trim().is_empty() => {}
            Some([code, _]) if row == 0 && head.contains(&code.to_lowercase().as_str()) => {}
            Some([code, name]) if !code.is_empty() && !name.is_empty() => {
                all.push((code.to_owned(), name.to_owned()));
            }
            _ => return Err(no_name(&file, row)),
        }
    }
    Ok(all)
}

fn no_name(file: &str, row: u32) -> Error {
    Error::new(
        ErrorKind::Invalid,
        said!("baris ini bukan kode,nama", "this line is not code,name"),
    )
    .at(Place {
        row: Some(row),
        ..Place::file(file)
    })
    .hint(said!(
        "contoh: B1,Kecepatan layanan",
        "for example: B1,Speed of service"
    ))
}
