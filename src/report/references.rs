use super::cards::Cards;
use super::composer::Composer;
use super::methods::methods;
use super::rule_source::RuleSource;
use crate::document::plain;
use std::collections::{BTreeMap, BTreeSet};

/// The sources of the methods and cut-offs that the chapter uses, in the order of the
/// alphabet, for its list of references.
pub(super) fn references(composer: &mut Composer) {
    let cards = Cards::built_in().unwrap_or_else(|_| Cards(Default::default()));
    let known = Works::built_in();
    // Bands of an index are a rule of their own.
    let graded = (!composer.study.survey.bands.is_empty()).then_some("grade_of");
    let used = methods(composer.study).into_iter().chain(graded);
    let used = used.filter_map(|name| cards.0.get(name));
    let mut all: BTreeSet<&str> = used.flat_map(|card| known.full(&card.works)).collect();
    let rules = super::named_rules::named_rules(composer);
    all.extend(rules.iter().flat_map(|rule| known.of_rule(rule.source)));
    if all.is_empty() {
        return;
    }
    let mut works: Vec<&str> = all.into_iter().collect();
    works.sort_by_key(|work| place(work));
    let works = lettered(&works).into_iter().map(plain).collect();
    composer.section(composer.voice.word("thesis.references"));
    composer.say("thesis.references_lead", &[]);
    composer.list(false, works);
}

/// The works of `reports/references.toml` as a list of references prints them.
struct Works(BTreeMap<String, String>);

impl Works {
    fn built_in() -> Works {
        let text = include_str!("../../reports/references.toml");
        Works(toml::from_str(text).unwrap_or_default())
    }

    fn full(&self, keys: &[String]) -> Vec<&str> {
        let found = keys.iter().filter_map(|key| self.0.get(key));
        found.map(String::as_str).collect()
    }

    /// Those of a rule; a rule of the user's own, in one text, is printed as it stands.
    fn of_rule<'a>(&'a self, source: &'a RuleSource) -> Vec<&'a str> {
        match source {
            RuleSource::One(text) => vec![text.trim()],
            _ => self.full(source.works()),
        }
    }
}

/// Works of the same authors and year as `(1974a)` and `(1974b)`.
fn lettered(works: &[&str]) -> Vec<String> {
    let opening = |work: &str| work.split_once(").").map(|(opening, _)| opening.to_owned());
    let same = |(at, work): (usize, &&str)| {
        let own = opening(work);
        let alike = |other: &&&str| own.is_some() && opening(other) == own;
        let before = works.iter().take(at).filter(alike).count();
        match works.iter().filter(alike).count() {
            0 | 1 => (*work).to_owned(),
            _ => {
                let letter = ('a'..='z').nth(before).map(String::from);
                work.replacen(").", &format!("{}).", letter.unwrap_or_default()), 1)
            }
        }
    };
    works.iter().enumerate().map(same).collect()
}

/// Where a work stands in the alphabet: by the surname, behind initials; letters with
/// a mark stand with those without, and the sign before a last author counts nothing.
fn place(work: &str) -> String {
    let initial = |word: &&str| word.ends_with('.') && word.chars().count() <= 3;
    let words = work.split_whitespace().skip_while(initial);
    let words: Vec<&str> = words.filter(|word| *word != "&").collect();
    let bare = |letter| match letter {
        'á' | 'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'ó' | 'ö' | 'ô' | 'ø' => 'o',
        'ú' | 'ü' => 'u',
        'š' => 's',
        other => other,
    };
    words.join(" ").to_lowercase().chars().map(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Rules;

    /// Cards that name the works of other cards, or count and nothing else.
    const WITHOUT: [&str; 9] = [
        "correlations",
        "design_totals",
        "frequency_table",
        "linearity_test",
        "paired",
        "permuted",
        "regression",
        "resampled",
        "top_box",
    ];

    #[test]
    fn every_card_names_works_that_its_source_names_too() {
        let known = Works::built_in();
        assert!(known.0.len() > 200);
        let mut used = BTreeSet::new();
        for (name, card) in Cards::built_in().unwrap().0 {
            assert_eq!(card.works.is_empty(), WITHOUT.contains(&&*name), "{name}");
            for key in card.works {
                assert!(known.0.contains_key(&key), "{name}: no work {key}");
                let (surname, year) = key.split_once(' ').unwrap();
                let year = year.split(' ').next().unwrap();
                let is_named = surname == "PermenPANRB" || card.source.contains(year);
                let is_named = is_named && card.source.contains(surname);
                assert!(is_named, "{name}: {key} is not in {}", card.source);
                used.insert(key);
            }
        }
        for text in [
            include_str!("../../reports/rules/default.toml"),
            include_str!("../../reports/rules/schools.toml"),
        ] {
            for line in text
                .lines()
                .filter_map(|l| l.strip_prefix("source.works = "))
            {
                for key in line.trim_matches(['[', ']']).split(", ") {
                    let key = key.trim_matches('"');
                    assert!(known.0.contains_key(key), "no work {key}");
                    used.insert(key.to_owned());
                }
            }
            assert!(
                !text.contains("\nsource = "),
                "a rule without the keys of its works"
            );
        }
        let idle: Vec<&String> = known.0.keys().filter(|key| !used.contains(*key)).collect();
        assert!(idle.is_empty(), "nothing names {idle:?}");
    }

    #[test]
    fn works_of_one_year_are_lettered() {
        let works = [
            "Brown, M. (1974). Robust tests.",
            "Brown, M. (1974). The small sample.",
            "Brown, W. (1910). Some.",
        ];
        assert_eq!(
            lettered(&works),
            [
                "Brown, M. (1974a). Robust tests.",
                "Brown, M. (1974b). The small sample.",
                "Brown, W. (1910). Some.",
            ]
        );
    }

    #[test]
    fn a_rule_of_the_users_own_is_printed_as_it_stands() {
        let known = Works::built_in();
        let own = RuleSource::One("Pedoman fakultas (2026). ".into());
        assert_eq!(known.of_rule(&own), ["Pedoman fakultas (2026)."]);
        let rules = Rules::built_in().unwrap();
        let works = known.of_rule(&rules.reliability.source);
        assert!(works[0].starts_with("Ghozali, I. (2018)."), "{works:?}");
        assert!(known.of_rule(&rules.change.source).is_empty());
        assert!(place("W. G. Cochran, Sampling") < place("Cronbach (1951)"));
        assert!(place("Särndal, C.-E. (1992)") < place("Sawilowsky, S. S. (2009)"));
        let [alone, three, two] = [
            "Lumley, T. (2010)",
            "Lumley, T., Diehr, P., & Chen, L. (2002)",
            "Lumley, T., & Scott, A. J. (2013)",
        ];
        assert!(place(alone) < place(three) && place(three) < place(two));
    }
}
