use super::cards::Cards;
use super::composer::Composer;
use super::methods::methods;
use crate::document::plain;
use std::collections::{BTreeMap, BTreeSet};

/// The sources of the methods and cut-offs that the chapter uses, in the order of the
/// alphabet, for its list of references.
pub(super) fn references(composer: &mut Composer) {
    let cards = Cards::built_in().unwrap_or_else(|_| Cards(Default::default()));
    let known = Works::built_in();
    let mut all: BTreeSet<String> = BTreeSet::new();
    for name in methods(composer.study) {
        let source = cards.0.get(name).map(|card| card.source.as_str());
        all.extend(source.into_iter().flat_map(parts));
    }
    for source in super::examiner::rule_sources(composer) {
        // What follows the first work says what others think.
        all.extend(parts(source.1).into_iter().take(1));
    }
    if all.is_empty() {
        return;
    }
    composer.section(composer.voice.word("thesis.references"));
    composer.say("thesis.references_lead", &[]);
    let full: BTreeSet<String> = all.iter().flat_map(|work| known.full(work)).collect();
    let mut works = alike_once(full.into_iter().collect());
    works.sort_by_key(|work| place(work));
    composer.list(false, works.into_iter().map(plain).collect());
}

/// The works of `reports/references.toml` as a list of references prints them.
struct Works(BTreeMap<String, String>);

impl Works {
    fn built_in() -> Works {
        let text = include_str!("../../reports/references.toml");
        Works(toml::from_str(text).unwrap_or_default())
    }

    /// The works a short reference names; the reference itself where none is known.
    fn full(&self, short: &str) -> Vec<String> {
        let names = |key: &str| key.split(' ').all(|word| has_word(short, word));
        let known = self.0.iter().filter(|(key, _)| names(key));
        let known: Vec<String> = known.map(|(_, text)| text.clone()).collect();
        match known.is_empty() {
            true => vec![short.to_owned()],
            false => known,
        }
    }
}

fn has_word(text: &str, word: &str) -> bool {
    let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at + word.len()..));
        is_apart(before.and_then(|b| b.chars().next_back()))
            && is_apart(after.and_then(|a| a.chars().next()))
    })
}

/// The works a source names: each has a year in brackets.
fn parts(source: &str) -> Vec<String> {
    let mut works: Vec<String> = Vec::new();
    for piece in outside_brackets(source) {
        works.extend(sentences(&piece).into_iter().filter(|work| has_year(work)));
    }
    works.iter().map(|work| without_remark(work)).collect()
}

/// A source cut at its semicolons, but for those of a remark in brackets.
fn outside_brackets(source: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut depth = 0_usize;
    for letter in source.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match pieces.last_mut() {
            Some(last) if letter != ';' || depth > 0 => last.push(letter),
            _ => pieces.push(String::new()),
        }
    }
    pieces.iter().map(|piece| piece.trim().to_owned()).collect()
}

/// A work without what is said of it in brackets at its end.
fn without_remark(work: &str) -> String {
    let work = work.trim().trim_end_matches(['.', ';']).trim_end();
    let cut = work.ends_with(')').then(|| work.rfind(" (")).flatten();
    let (head, tail) = work
        .split_at_checked(cut.unwrap_or(work.len()))
        .unwrap_or((work, ""));
    match has_year(head) && !has_year(tail) {
        true => head.trim_end_matches('.').to_owned(),
        false => work.to_owned(),
    }
}

/// Where a work stands in the alphabet: by the surname, behind initials.
fn place(work: &str) -> String {
    let initial = |word: &&str| word.ends_with('.') && word.chars().count() <= 3;
    let words: Vec<&str> = work.split_whitespace().skip_while(initial).collect();
    words.join(" ").to_lowercase()
}

/// A piece cut before each sentence that opens with a name and soon has a year; titles
/// with full stops stay whole.
fn sentences(piece: &str) -> Vec<String> {
    let mut works = vec![String::new()];
    for sentence in piece.split_inclusive(". ") {
        let opens = sentence.starts_with(char::is_uppercase)
            && sentence
                .find('(')
                .is_some_and(|at| at < 60 && has_year(sentence));
        let has_work = works.last().is_some_and(|work| has_year(work));
        match works.last_mut() {
            Some(last) if !(opens && has_work) => last.push_str(sentence),
            _ => works.push(sentence.to_owned()),
        }
    }
    works
}

/// `(1998)`, `(2010, ch. 3)` or `(2nd ed. 2000)`
fn has_year(text: &str) -> bool {
    let is_year = |word: &str| {
        word.len() == 4
            && ["18", "19", "20"]
                .iter()
                .any(|century| word.starts_with(century))
            && word.chars().all(|c| c.is_ascii_digit())
    };
    let brackets = text.split('(').skip(1);
    let inside = brackets.filter_map(|rest| rest.split(')').next());
    inside
        .flat_map(|inside| inside.split(|c: char| !c.is_alphanumeric() && c != '.'))
        .any(is_year)
}

/// A work that opens like another is the same one with a place in it: the longer stays.
fn alike_once(works: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for work in works {
        match kept.last_mut() {
            Some(last) if work.starts_with(last.as_str()) => *last = work,
            _ => kept.push(work),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_are_cut_where_the_next_begins() {
        let found = parts(
            "Lumley (2010), Complex Surveys. Kish (1965), Survey Sampling. Rao and Scott (1984), Annals of Statistics 12, 46.",
        );
        assert_eq!(
            found,
            [
                "Lumley (2010), Complex Surveys",
                "Kish (1965), Survey Sampling",
                "Rao and Scott (1984), Annals of Statistics 12, 46"
            ]
        );
        let found =
            parts("Ghozali, I. (2018). Aplikasi. Badan Penerbit; Nunnally (1978) asks for 0.70");
        assert_eq!(found[0], "Ghozali, I. (2018). Aplikasi. Badan Penerbit");
        assert_eq!(parts("As pearson."), Vec::<String>::new());
        let found = parts(
            "Cochran (1954), Biometrics 10, 417 (expected counts; small); Tukey, Data (1977)",
        );
        assert_eq!(
            found,
            ["Cochran (1954), Biometrics 10, 417", "Tukey, Data (1977)"]
        );
        assert!(place("W. G. Cochran, Sampling") < place("Cronbach (1951)"));
        let once = alike_once(vec!["Cohen (1988) A".into(), "Cohen (1988) A, p. 3".into()]);
        assert_eq!(once, ["Cohen (1988) A, p. 3"]);
    }
    /// Works that are cited in short, for want of a certain full reference.
    const SHORT: [&str; 2] = ["Bhave (2002)", "Aritonang (2005)"];

    #[test]
    fn every_work_of_a_card_or_a_rule_is_printed_in_full() {
        let known = Works::built_in();
        assert!(known.0.len() > 200);
        let mut used = BTreeSet::new();
        let mut check = |source: &str| {
            for work in parts(source) {
                let keys = known.0.keys();
                let keys = keys.filter(|key| key.split(' ').all(|word| has_word(&work, word)));
                let keys: Vec<&String> = keys.collect();
                let short = SHORT.iter().any(|short| work.starts_with(short));
                assert!(short || !keys.is_empty(), "no work for {work}");
                used.extend(keys);
            }
        };
        for card in Cards::built_in().unwrap().0.values() {
            check(&card.source);
        }
        for text in [
            include_str!("../../reports/rules/default.toml"),
            include_str!("../../reports/rules/schools.toml"),
        ] {
            let sources = text.lines().filter(|line| line.starts_with("source"));
            sources.for_each(|line| check(line.split_once('"').unwrap().1.trim_end_matches('"')));
        }
        let idle: Vec<&String> = known.0.keys().filter(|key| !used.contains(key)).collect();
        assert!(idle.is_empty(), "nothing names {idle:?}");
    }

    #[test]
    fn a_work_is_known_by_surname_and_year() {
        let known = Works::built_in();
        let titles = |short: &str| {
            let works = known.full(short);
            works
                .iter()
                .map(|work| work.split(". ").nth(1).unwrap_or("").to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(known.full("Unknown (1999)"), ["Unknown (1999)"]);
        assert_eq!(known.full("Brown & Forsythe, JASA 69 (1974) 364").len(), 1);
        assert_eq!(
            known
                .full("Durbin & Watson, 37 (1950), 38 (1951), 58 (1971)")
                .len(),
            3
        );
        assert_eq!(
            known
                .full("Shrout, P. E., Fleiss, J. L. (1979). Intraclass")
                .len(),
            1
        );
        assert_ne!(
            titles("Kaiser (1974) Psychometrika 39"),
            titles("Kaiser & Rice (1974)")
        );
    }
}
