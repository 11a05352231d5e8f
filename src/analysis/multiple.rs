use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was ticked of a question with several answers.
///
/// A respondent counts once for each option, and shares are of those who answered
/// the question: together they may be more than one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MultipleAnswers {
    /// The question.
    pub of: String,
    /// Options in the order of the form, else the most frequent first.
    pub options: Vec<Ticked>,
    /// Answers in words of their own that too few gave to be shown: how many
    /// different ones, and the respondents who gave one.
    pub others: u64,
    pub other: u64,
    /// Respondents who answered the question, and all of them.
    pub answered: u64,
    pub n: u64,
}

/// An option and the respondents who ticked it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticked {
    pub name: String,
    pub count: u64,
}

impl MultipleAnswers {
    /// Counts the options of each respondent; none for one who did not answer.
    ///
    /// `known` are the options of the form, which are shown whoever ticked them.
    /// Of others those that fewer than `few` gave are put together: they may be
    /// somebody's own words.
    ///
    /// ```
    /// use tridharma::analysis::MultipleAnswers;
    /// let rows = [Some(vec!["Radio", "radio"]), Some(vec!["Koran"]), None];
    /// let known = ["Radio".to_owned(), "TV".to_owned()];
    /// let found = MultipleAnswers::count("Media", &known, 2, rows.into_iter());
    /// let counts: Vec<u64> = found.options.iter().map(|option| option.count).collect();
    /// assert_eq!((counts, found.other, found.answered, found.n), (vec![1, 0], 1, 2, 3));
    /// ```
    pub fn count<'a>(
        of: &str,
        known: &[String],
        few: u64,
        rows: impl Iterator<Item = Option<Vec<&'a str>>>,
    ) -> MultipleAnswers {
        let mut found = MultipleAnswers {
            of: of.to_owned(),
            options: Vec::new(),
            others: 0,
            other: 0,
            answered: 0,
            n: 0,
        };
        let mut counts: BTreeMap<String, (u64, &str)> = BTreeMap::new();
        // Respondents with the options of each, by their folded names.
        let mut all: Vec<Vec<String>> = Vec::new();
        for row in rows {
            found.n += 1;
            let Some(ticked) = row else {
                continue;
            };
            found.answered += 1;
            let mut own: Vec<String> = Vec::new();
            for name in ticked {
                let key = folded(name);
                if !own.contains(&key) {
                    counts.entry(key.clone()).or_insert((0, name)).0 += 1;
                    own.push(key);
                }
            }
            all.push(own);
        }
        for name in known {
            let count = counts.remove(&folded(name)).map_or(0, |(count, _)| count);
            found.options.push(Ticked {
                name: name.clone(),
                count,
            });
        }
        let rare = |count: u64| count < few;
        let mut shown: Vec<Ticked> = counts
            .values()
            .filter(|(count, _)| !rare(*count))
            .map(|(count, name)| Ticked {
                name: name.split_whitespace().collect::<Vec<_>>().join(" "),
                count: *count,
            })
            .collect();
        shown.sort_by(|one, other| (other.count, &one.name).cmp(&(one.count, &other.name)));
        found.options.extend(shown);
        let is_rare = |key: &String| counts.get(key).is_some_and(|(count, _)| rare(*count));
        found.others = counts.values().filter(|(count, _)| rare(*count)).count() as u64;
        found.other = all.iter().filter(|own| own.iter().any(is_rare)).count() as u64;
        found
    }
}

/// Options compared without case and runs of blanks.
fn folded(name: &str) -> String {
    let words = name.split_whitespace().map(str::to_lowercase);
    words.collect::<Vec<_>>().join(" ")
}
