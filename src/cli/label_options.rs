use super::ask::Ask;
use tridharma::pipeline::SurveyFile;
use tridharma::survey::LabelWish;

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
