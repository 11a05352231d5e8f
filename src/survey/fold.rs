use super::typing::typing_distance;

/// A text without what people type differently: lower case, every sign that is
/// no letter or digit a blank, runs of blanks one, common short forms spelled
/// out (`Sgt  Tdk-Puas ` is `sangat tidak puas`). `< > ≤ ≥` stay, as words.
pub(super) fn fold(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 8);
    for sign in text.chars() {
        match sign {
            'a'..='z' | '0'..='9' => spaced.push(sign),
            'A'..='Z' => spaced.push(sign.to_ascii_lowercase()),
            ' ' => spaced.push(' '),
            '<' | '>' | '≤' | '≥' => {
                spaced.push(' ');
                spaced.push(sign);
                spaced.push(' ');
            }
            '&' => spaced.push_str(" dan "),
            _ if sign.is_alphanumeric() => spaced.extend(sign.to_lowercase()),
            // An apostrophe and the dots of `n.a.` stand inside a word.
            '\'' | '’' | '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            _ => spaced.push(' '),
        }
    }
    let mut folded = String::with_capacity(spaced.len());
    for word in spaced.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(spell_out(word));
    }
    folded
}

/// Short forms met in answers typed by hand.
fn spell_out(word: &str) -> &str {
    match word {
        "tdk" | "tak" | "gak" | "nggak" => "tidak",
        "sgt" | "sngat" => "sangat",
        "krg" | "krang" => "kurang",
        "ckp" => "cukup",
        "dgn" => "dengan",
        "utk" => "untuk",
        "pndidikan" => "pendidikan",
        _ => word,
    }
}

/// The candidates that differ little from a text, or have its words in another order or
/// among others; the nearest first.
pub(super) fn near<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = fold(word);
    let mut found: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let folded = fold(candidate);
            let distance = typing_distance(&wanted, &folded);
            let part = wanted.len() >= 3 && folded.contains(&wanted);
            let limit = wanted.chars().count().max(folded.chars().count()) / 3;
            match distance <= limit.max(1) {
                _ if part => Some((0, candidate)),
                true => Some((distance, candidate)),
                // The same words in another order, or among others.
                false if holds(&folded, &wanted) || holds(&wanted, &folded) => {
                    Some((distance, candidate))
                }
                false => None,
            }
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Whether each of two or more words is in a text.
fn holds(text: &str, words: &str) -> bool {
    let is_there = |word: &str| text.split(' ').any(|other| other == word);
    words.contains(' ') && words.split(' ').all(is_there)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_another_order_are_near() {
        let columns = ["Product price", "Rating of the product", "Rating"];
        assert_eq!(near("Product rating", columns), ["Rating of the product"]);
        assert_eq!(near("rating", columns).first(), Some(&"Rating"));
    }

    #[test]
    fn folds_what_people_type_differently() {
        assert_eq!(fold("  SANGAT\u{a0}  Sesuai. "), "sangat sesuai");
        assert_eq!(fold("Sgt Tdk-Puas"), "sangat tidak puas");
        assert_eq!(fold("Sopan & Ramah"), "sopan dan ramah");
        assert_eq!(fold("Wi\u{2011}Fi (kampus)"), "wi fi kampus");
        assert_eq!(fold(">60 th"), "> 60 th");
        assert_eq!(fold(" \n--"), "");
    }

    #[test]
    fn suggests_near_names_only() {
        let keys = ["labels", "source", "headers"];
        assert_eq!(near("lables", keys), ["labels"]);
        assert_eq!(near("Sumber", keys), Vec::<&str>::new());
        assert_eq!(
            near("layanan", ["Jenis Layanan", "Usia"]),
            ["Jenis Layanan"]
        );
    }
}
