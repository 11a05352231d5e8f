use super::comments::cell;
use super::{PairWish, Surveyed, Understanding, period_key};
use crate::analysis::Waves;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::said;
use crate::stats::Outcome;
use crate::survey::{Group, Issue, IssueKind, Listing, column_named};
use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};

/// The respondents of two waves paired by their ids, and what could not be paired.
pub(super) struct Paired {
    pub waves: Waves,
    pub issues: Vec<Issue>,
}

/// Pairs the rows of two waves by id. Ids are compared by two hashes with keys of
/// this run; none of them is kept. An id that stands more than once in a wave is in
/// no pair: nobody can tell which of its rows belongs to the other wave.
///
/// Gives the header of the column of waves too.
///
/// # Errors
/// A column that does not exist; a column of waves without exactly two of them.
pub(super) fn paired(
    understanding: &Understanding,
    surveyed: &Surveyed,
    wish: &PairWish,
) -> Result<(String, Outcome<Paired>)> {
    let id = column(understanding, &wish.id)?;
    let wave = column(understanding, &wish.wave)?;
    let groups = &surveyed.responses.groups;
    let Some(at) = groups.iter().position(|group| group.header == wave.1) else {
        return Err(no_column(understanding, &wish.wave));
    };
    let (before, after) = match groups.get(at).and_then(|group| two(group, surveyed, at)) {
        Some(two) => two,
        None => return Err(not_two(understanding, &wave, groups.get(at))),
    };
    let held = understanding
        .chosen
        .iter()
        .all(|chosen| chosen.counted.is_none());
    let Some(listing) = surveyed.listing.as_ref().filter(|_| held) else {
        return Ok((wave.1, Err(understanding.without_rows())));
    };
    let mut met = Met::default();
    let keys = (RandomState::new(), RandomState::new());
    for (row, (place, response)) in listing.rows.iter().enumerate() {
        let pattern = surveyed.responses.patterns.get(*response as usize);
        let here = pattern.and_then(|pattern| pattern.groups.get(at).copied().flatten());
        let wave = match here {
            Some(value) if value == before => 0,
            Some(value) if value == after => 1,
            _ => continue,
        };
        let id = plain(cell(understanding, place, id.0, &id.1));
        let key = (!id.is_empty()).then(|| (keys.0.hash_one(&id), keys.1.hash_one(&id)));
        met.add(key, wave, row);
    }
    let sorted = met.sorted(listing);
    let name = |value: u32| {
        let words = groups
            .get(at)
            .and_then(|group| group.values.get(value as usize));
        words.cloned().unwrap_or_default()
    };
    let paired = Paired {
        issues: sorted.issues(listing),
        waves: Waves {
            by: wave.1.clone(),
            before: name(before),
            after: name(after),
            unmatched: sorted.alone.len() as u64,
            repeated: sorted.again.len() as u64,
            pairs: sorted.pairs,
        },
    };
    Ok((wave.1, Ok(paired)))
}

/// The rows of each hidden id in either wave, and those without an id.
#[derive(Default)]
struct Met {
    of_id: BTreeMap<(u64, u64), [Vec<usize>; 2]>,
    nameless: Vec<usize>,
}

/// Rows that are pairs, and those that are none.
struct Sorted {
    pairs: Vec<(u32, u32, u64)>,
    alone: Vec<usize>,
    again: Vec<usize>,
    /// Ids that stand twice in a wave.
    ids: u64,
    nameless: Vec<usize>,
}

impl Met {
    fn add(&mut self, key: Option<(u64, u64)>, wave: usize, row: usize) {
        let Some(key) = key else {
            self.nameless.push(row);
            return;
        };
        if let Some(rows) = self.of_id.entry(key).or_default().get_mut(wave) {
            rows.push(row);
        }
    }

    fn sorted(self, listing: &Listing) -> Sorted {
        let response = |row: usize| listing.rows.get(row).map(|(_, response)| *response);
        let mut pairs: BTreeMap<(u32, u32), u64> = BTreeMap::new();
        let (mut alone, mut again, mut ids) = (Vec::new(), Vec::new(), 0);
        for [one, other] in self.of_id.into_values() {
            match (one.as_slice(), other.as_slice()) {
                ([one], [other]) => {
                    if let (Some(one), Some(other)) = (response(*one), response(*other)) {
                        *pairs.entry((one, other)).or_default() += 1;
                    }
                }
                ([_], []) | ([], [_]) => alone.extend(one.iter().chain(&other)),
                _ => {
                    ids += 1;
                    again.extend(one.iter().chain(&other));
                }
            }
        }
        Sorted {
            pairs: pairs.into_iter().map(|((a, b), n)| (a, b, n)).collect(),
            alone,
            again,
            ids,
            nameless: self.nameless,
        }
    }
}

impl Sorted {
    fn issues(&self, listing: &Listing) -> Vec<Issue> {
        let ids = self.ids;
        let kinds = [
            (IssueKind::PairUnmatched, &self.alone),
            (IssueKind::PairRepeated { ids }, &self.again),
            (IssueKind::PairWithoutId, &self.nameless),
        ];
        let issue = |(kind, rows): (IssueKind, &Vec<usize>)| {
            let first = listing.rows.get(*rows.iter().min()?)?;
            Some(Issue {
                kind,
                column: None,
                answers: rows.len() as u64,
                first: Some(first.0.clone()),
            })
        };
        kinds.into_iter().filter_map(issue).collect()
    }
}

/// An id as it is compared: its letters and digits in one case, parted where any
/// other sign parts them. `B-002` is `b 002`, but `1-1` is not `11`.
fn plain(text: &str) -> String {
    let parts = text.split(|sign: char| !sign.is_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" ").to_lowercase()
}

/// The earlier and the later of exactly two values that respondents have.
fn two(group: &Group, surveyed: &Surveyed, at: usize) -> Option<(u32, u32)> {
    let mut met: Vec<u32> = Vec::new();
    for pattern in &surveyed.responses.patterns {
        if let Some(value) = pattern.groups.get(at).copied().flatten()
            && !met.contains(&value)
        {
            met.push(value);
        }
    }
    let rank = |value: &u32| {
        let name = group
            .values
            .get(*value as usize)
            .map(|words| words.id.as_str());
        let name = name.unwrap_or_default();
        (told_order(name), period_key(name), *value)
    };
    met.sort_by_key(rank);
    match met.as_slice() {
        [before, after] => Some((*before, *after)),
        _ => None,
    }
}

/// Words that say which wave comes first. The short ones stand alone or before
/// "test": `premium` and `position` say nothing of time.
fn told_order(name: &str) -> u8 {
    const FIRST: [&str; 4] = ["sebelum", "before", "awal", "baseline"];
    const FIRST_SHORT: [&str; 2] = ["pre", "pra"];
    const LAST: [&str; 6] = ["sesudah", "setelah", "after", "akhir", "pasca", "endline"];
    const LAST_SHORT: [&str; 2] = ["post", "pos"];
    let name = name.to_lowercase();
    let has = |long: &[&str], short: &[&str]| {
        name.split(|sign: char| !sign.is_alphanumeric())
            .any(|word| {
                long.iter().any(|start| word.starts_with(start))
                    || short.iter().any(|start| is_short(word, start))
            })
    };
    match (has(&FIRST, &FIRST_SHORT), has(&LAST, &LAST_SHORT)) {
        (true, false) => 0,
        (false, true) => 2,
        _ => 1,
    }
}

fn is_short(word: &str, start: &str) -> bool {
    const AFTER: [&str; 6] = ["", "test", "tes", "survey", "survei", "intervensi"];
    let rest = word.strip_prefix(start);
    rest.is_some_and(|rest| AFTER.contains(&rest.trim_end_matches(char::is_numeric)))
}

fn column(understanding: &Understanding, name: &str) -> Result<(u32, String)> {
    let samples = || understanding.columns.iter();
    let headers = samples().map(|sample| (sample.column, sample.header.as_str()));
    let column = column_named(headers, name);
    let found = samples().find(|sample| Some(sample.column) == column);
    found
        .map(|sample| (sample.column, sample.header.clone()))
        .ok_or_else(|| no_column(understanding, name))
}

fn file(understanding: &Understanding, error: Error) -> Error {
    match understanding.books.first() {
        Some(book) => error.at(Place::file(book.file.clone())),
        None => error,
    }
}

fn no_column(understanding: &Understanding, name: &str) -> Error {
    let error = Error::new(
        ErrorKind::NotFound,
        said!(
            "tidak ada kolom `{name}` untuk memasangkan responden",
            "there is no column `{name}` to pair respondents by"
        ),
    );
    let error = error.hint(said!(
        "tulis --pair id=KOLOM,wave=KOLOM dengan huruf atau judul kolom dari `tridharma check`",
        "write --pair id=COLUMN,wave=COLUMN with letters or headers from `tridharma check`"
    ));
    file(understanding, error)
}

fn not_two(understanding: &Understanding, wave: &(u32, String), group: Option<&Group>) -> Error {
    let values = group.map_or(&[][..], |group| &group.values).iter();
    let list: Vec<&str> = values.take(8).map(|words| words.id.as_str()).collect();
    let (header, list) = (&wave.1, list.join(", "));
    let error = Error::new(
        ErrorKind::Invalid,
        said!(
            "kolom gelombang `{header}` harus berisi tepat dua nilai (isinya: {list})",
            "the column of waves `{header}` has to hold exactly two values (it holds: {list})"
        ),
    );
    let error = error.hint(said!(
        "pisahkan dua gelombang yang dibandingkan ke berkas tersendiri",
        "put the two waves that are compared into a file of their own"
    ));
    file(understanding, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_their_letters_and_digits_and_where_they_part() {
        assert_eq!(plain("  AB -12 "), plain("ab 12"));
        assert_ne!(plain("1-1"), plain("11"));
        assert_ne!(plain("a1"), plain("a 1"));
        assert_eq!(plain(" \u{a0} "), "");
    }

    #[test]
    fn short_words_of_time_stand_alone() {
        for name in [
            "Pre",
            "pre-test",
            "Pretest 1",
            "PRA",
            "Sebelum sosialisasi",
            "pretes",
        ] {
            assert_eq!(told_order(name), 0, "{name}");
        }
        for name in [
            "post",
            "Posttest",
            "post test",
            "Setelah",
            "Pasca-pelatihan",
            "pos2",
        ] {
            assert_eq!(told_order(name), 2, "{name}");
        }
        for name in ["Premium", "Posisi", "Prabayar", "2026", "pra dan pasca"] {
            assert_eq!(told_order(name), 1, "{name}");
        }
    }
}
