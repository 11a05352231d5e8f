use super::answer::{stands_for_nothing, whole_number};
use super::code::id_at;
use super::code_issues::{Touched, shown};
use super::fold::fold;
use super::personal::HIDDEN;
use super::personal_content::is_somebodys;
use super::{Group, GroupSpec, Issue, IssueKind, MappedGroup, Words};
use crate::count::Tally;
use std::collections::BTreeMap;

/// A group column read: its values in the order to print, and which value each
/// text of the column became.
pub(super) struct GroupReader {
    pub group: Group,
    column: u32,
    value_of: Vec<Option<u32>>,
    /// Numbers outside every range of the form.
    outside: Vec<usize>,
    bounds: (i16, i16),
}

impl GroupReader {
    pub fn new(mapped: &MappedGroup, tally: &Tally, column: usize) -> GroupReader {
        let texts: &[String] = tally
            .columns
            .get(column)
            .map_or(&[], |column| &column.values);
        let (plain, codes) = without_codes(texts).unwrap_or_default();
        let texts = if plain.is_empty() { texts } else { &plain };
        let mut counts = vec![0u64; texts.len()];
        for pattern in tally.patterns() {
            if let Some(count) = id_at(pattern, column).and_then(|id| counts.get_mut(id)) {
                *count += pattern.count;
            }
        }
        let spec = mapped.spec.as_ref().filter(|spec| applies(spec, texts));
        let sorted = Sorted::of(texts, &codes, spec);
        let (values, place_of) = sorted.values(texts, &counts, spec);
        GroupReader {
            value_of: sorted
                .of_text
                .iter()
                .map(|text| place_of.get(text.as_ref()?).copied())
                .collect(),
            outside: sorted.outside,
            bounds: spec.map_or((0, 0), bounds),
            column: mapped.column,
            group: Group {
                role: mapped.role,
                header: mapped.header.clone(),
                column: mapped.column,
                values,
            },
        }
    }

    /// The value each text of the column became.
    pub fn values(&self) -> &[Option<u32>] {
        &self.value_of
    }

    /// Numbers that no box covers: an age of 250.
    pub fn issues(&self, tally: &Tally, column: usize, issues: &mut Vec<Issue>) {
        let texts: &[String] = tally
            .columns
            .get(column)
            .map_or(&[], |column| &column.values);
        for &id in &self.outside {
            let mut touched = Touched::default();
            let rows = tally
                .patterns()
                .filter(|pattern| id_at(*pattern, column) == Some(id));
            rows.for_each(|pattern| touched.add(pattern, Some(self.column)));
            let kind = IssueKind::OutsideScale {
                value: texts.get(id).map_or_else(String::new, |text| shown(text)),
                min: self.bounds.0,
                max: self.bounds.1,
            };
            issues.push(touched.issue(kind, Some(&self.group.header)));
        }
    }
}

/// The least and the largest number the boxes cover.
fn bounds(spec: &GroupSpec) -> (i16, i16) {
    let least = spec.ranges.iter().map(|range| range.0).min().unwrap_or(0);
    let largest = spec.ranges.iter().map(|range| range.1).max().unwrap_or(0);
    let narrow = |number| i16::try_from(number).unwrap_or(i16::MAX);
    (narrow(least), narrow(largest))
}

/// Where a text belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A box of the form.
    Box(usize),
    /// A value of its own, by its folded text; numbers in their order.
    Own(Option<i64>, String),
}

struct Sorted {
    of_text: Vec<Option<Kind>>,
    outside: Vec<usize>,
}

impl Sorted {
    fn of(texts: &[String], codes: &[i64], spec: Option<&GroupSpec>) -> Sorted {
        let boxes = spec.map(spellings).unwrap_or_default();
        let ranges = spec.map_or(&[][..], |spec| &spec.ranges);
        let mut outside = Vec::new();
        let of_text = texts
            .iter()
            .enumerate()
            .map(|(id, text)| {
                if let Some(&place) = boxes.get(&key(text)) {
                    return Some(Kind::Box(place));
                }
                let folded = fold(text);
                if stands_for_nothing(&folded) {
                    return None;
                }
                let number = number_of(text);
                match number {
                    Some(number) if !ranges.is_empty() => {
                        let place = ranges.iter().position(|range| within(number, *range));
                        if place.is_none() {
                            outside.push(id);
                        }
                        place.map(Kind::Box)
                    }
                    _ => {
                        let own = codes.get(id).copied();
                        Some(Kind::Own(own.or(leading_number(&folded)), key(text)))
                    }
                }
            })
            .collect();
        Sorted { of_text, outside }
    }

    /// The values to print and the place of each kind among them.
    fn values(
        &self,
        texts: &[String],
        counts: &[u64],
        spec: Option<&GroupSpec>,
    ) -> (Vec<Words>, BTreeMap<Kind, u32>) {
        let mut values: Vec<Words> = Vec::new();
        let mut places = BTreeMap::new();
        let own: Vec<&str> = self
            .of_text
            .iter()
            .filter_map(|kind| match kind {
                Some(Kind::Own(_, folded)) => Some(folded.as_str()),
                _ => None,
            })
            .collect();
        for ((name, _), place) in spec.iter().flat_map(|spec| &spec.values).zip(0..) {
            // Beside a value of the file that names it («PNS/TNI/POLRI») an
            // unused box of the form would read as if nobody belonged there.
            let folded = fold(&name.id);
            let unused = !self.of_text.contains(&Some(Kind::Box(place)));
            if unused && own.iter().any(|text| text.contains(&folded)) {
                continue;
            }
            places.insert(
                Kind::Box(place),
                u32::try_from(values.len()).unwrap_or(u32::MAX),
            );
            values.push(name.clone());
        }
        // The most frequent spelling names a value; the first one among equals.
        let mut names: BTreeMap<&Kind, BTreeMap<&str, u64>> = BTreeMap::new();
        for ((kind, text), count) in self.of_text.iter().zip(texts).zip(counts) {
            if let Some(kind @ Kind::Own(..)) = kind {
                *names
                    .entry(kind)
                    .or_default()
                    .entry(text.as_str())
                    .or_default() += count;
            }
        }
        for (kind, spellings) in names {
            let most = spellings.values().copied().max();
            let name = spellings.iter().find(|(_, count)| Some(**count) == most);
            let name = name.map_or_else(String::new, |(name, _)| one_line(name));
            places.insert(
                kind.clone(),
                u32::try_from(values.len()).unwrap_or(u32::MAX),
            );
            values.push(Words {
                id: name.clone(),
                en: name,
            });
        }
        (values, places)
    }
}

/// The values of a column that has the code of each behind it (`SMA (3)`) without
/// them, and the codes; none where one of them has none or two have the same.
fn without_codes(texts: &[String]) -> Option<(Vec<String>, Vec<i64>)> {
    let (mut plain, mut codes) = (Vec::new(), Vec::new());
    let mut words: BTreeMap<i64, String> = BTreeMap::new();
    for text in texts {
        let text = text.trim();
        let coded = || {
            let (words, code) = text.strip_suffix(')')?.rsplit_once(" (")?;
            let digits = code.len() <= 3 && code.bytes().all(|byte| byte.is_ascii_digit());
            let code = code.parse::<i64>().ok().filter(|_| digits)?;
            words
                .contains(char::is_alphabetic)
                .then(|| (words.trim_end().to_owned(), code))
        };
        let (word, code) = match coded() {
            Some(coded) => coded,
            None if text.is_empty() => (String::new(), i64::MIN),
            None => (text.to_owned(), whole_number(text)?),
        };
        let known = words.entry(code).or_insert_with(|| fold(&word));
        if *known != fold(&word) {
            return None;
        }
        plain.push(word);
        codes.push(code);
    }
    let mut distinct: Vec<&String> = words.values().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let worded = distinct
        .iter()
        .any(|word| word.contains(char::is_alphabetic));
    (worded && distinct.len() == words.len()).then_some((plain, codes))
}

/// The boxes of a form serve a column that uses at least one of them; bands of
/// the office's own make them misleading (`17–25` beside `21–30`).
fn applies(spec: &GroupSpec, texts: &[String]) -> bool {
    let boxes = spellings(spec);
    let answers = || texts.iter().filter(|text| !stands_for_nothing(&fold(text)));
    let in_box = |text: &&String| boxes.contains_key(&key(text));
    match spec.ranges.is_empty() {
        true => answers().next().is_none() || answers().any(|text| in_box(&text)),
        false => answers().all(|text| in_box(&text) || number_of(text).is_some()),
    }
}

fn spellings(spec: &GroupSpec) -> BTreeMap<String, usize> {
    let mut boxes = BTreeMap::new();
    for (place, (name, also)) in spec.values.iter().enumerate() {
        for spelling in also.iter().chain([&name.id, &name.en]) {
            boxes.insert(key(spelling), place);
        }
    }
    boxes
}

fn within(number: i64, (from, to): (u32, u32)) -> bool {
    number >= i64::from(from) && number <= i64::from(to)
}

/// How a text of a group is looked up: `S-1` is `S1`, `laki laki` is `Laki-laki`,
/// `21 th` is `21`.
fn key(text: &str) -> String {
    without_unit(&fold(text)).replace(' ', "")
}

/// `21 tahun` and `21 th` as `21`.
fn without_unit(folded: &str) -> String {
    let bare = [" tahun", " thn", " th", " years", " year"]
        .iter()
        .find_map(|unit| folded.strip_suffix(unit));
    match bare {
        Some(bare) if bare.contains(|sign: char| sign.is_ascii_digit()) => bare.to_owned(),
        _ => folded.to_owned(),
    }
}

/// The number a text is, a unit of years aside.
fn number_of(text: &str) -> Option<i64> {
    whole_number(text).or_else(|| whole_number(&without_unit(&fold(text))))
}

/// The number a text is or starts with, so that `Semester 10` follows
/// `Semester 2` and `< 20` precedes `20–30`.
fn leading_number(folded: &str) -> Option<i64> {
    let below = folded.starts_with(['<', '≤'])
        || folded.starts_with("kurang dari")
        || folded.starts_with("di bawah");
    let digits: String = folded
        .chars()
        .skip_while(|sign| !sign.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .take(9)
        .collect();
    let number: i64 = digits.parse().ok()?;
    Some(number - i64::from(below))
}

/// A value on one line; one that holds a number or an address of somebody's is
/// not said.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.iter().any(|word| is_somebodys(word)) || is_somebodys(text) {
        true => HIDDEN.to_owned(),
        false => words.join(" "),
    }
}
