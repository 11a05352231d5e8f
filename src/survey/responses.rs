use super::{GroupRole, Short, Words};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Distinct coded answer patterns and how often each occurs.
#[derive(Debug, Clone, PartialEq)]
pub struct Responses {
    /// In file order.
    pub items: Vec<Item>,
    /// In file order.
    pub groups: Vec<Group>,
    /// Distinct patterns in a fixed order.
    pub patterns: Vec<Response>,
}

/// An item as it was found in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub id: String,
    pub code: String,
    /// Column of the sheet from 0, and its header.
    pub column: u32,
    pub header: String,
    pub name: Words,
    /// Codes run from `min` to `max`; `labels` names all of them.
    pub min: i16,
    pub max: i16,
    pub labels: Vec<Words>,
    /// Weight as an exact fraction.
    pub weight: (i64, i64),
}

/// A characteristic of respondents with its values in the order to print.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    pub role: GroupRole,
    pub header: String,
    pub column: u32,
    /// Values after folding case and spelling; unused boxes of the form too.
    pub values: Vec<Words>,
}

/// One distinct pattern.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Response {
    /// A code per item; none is missing.
    pub codes: Short<Option<i16>, 10>,
    /// Position in each group's values; none is blank.
    pub groups: Short<Option<u32>, 4>,
    pub count: u64,
}

/// How often each level of an item was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frequencies {
    /// The code of the first level.
    pub min: i16,
    /// Answers per level, unused levels too.
    pub counts: Vec<u64>,
    pub missing: u64,
}

impl Frequencies {
    /// Of an item nobody answered yet.
    fn of(item: &Item) -> Option<Frequencies> {
        let levels = usize::try_from(item.max - item.min).ok()? + 1;
        Some(Frequencies {
            min: item.min,
            counts: vec![0; levels],
            missing: 0,
        })
    }

    #[inline]
    fn add(&mut self, code: Option<i16>, count: u64) {
        let level = code.map(|code| i32::from(code) - i32::from(self.min));
        let level = level.and_then(|level| usize::try_from(level).ok());
        let slot = level.and_then(|level| self.counts.get_mut(level));
        match slot {
            Some(slot) => *slot += count,
            None => self.missing += count,
        }
    }

    /// Answers given.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Sum of the codes.
    pub fn sum(&self) -> i64 {
        self.counts
            .iter()
            .zip(i64::from(self.min)..)
            .map(|(&count, code)| {
                i64::try_from(count)
                    .unwrap_or(i64::MAX)
                    .saturating_mul(code)
            })
            .sum()
    }
}

impl Responses {
    /// Respondents.
    pub fn n(&self) -> u64 {
        self.patterns.iter().map(|p| p.count).sum()
    }

    /// The same without the items that nobody answered.
    ///
    /// ```
    /// use tridharma::survey::{Response, Responses};
    ///
    /// let nobody = Responses { items: vec![], groups: vec![], patterns: vec![] };
    /// assert!(nobody.answered_items().items.is_empty());
    /// ```
    #[must_use]
    pub fn answered_items(&self) -> Responses {
        let all = self.all_frequencies();
        let kept: Vec<bool> = all
            .iter()
            .map(|found| found.as_ref().is_some_and(|found| found.n() > 0))
            .collect();
        let mut part = self.clone();
        let mut keep = kept.iter();
        part.items.retain(|_| keep.next().copied().unwrap_or(false));
        for pattern in &mut part.patterns {
            let codes = pattern.codes.iter().zip(&kept);
            pattern.codes = codes.filter(|(_, kept)| **kept).map(|(c, _)| *c).collect();
        }
        part
    }

    /// Patterns with the same answers that stand together, whatever their groups.
    pub fn alike(&self) -> impl Iterator<Item = &[Response]> {
        self.patterns.chunk_by(|one, next| one.codes == next.codes)
    }

    /// The same answers as they were given, the items with these ids turned back;
    /// these themselves where no item is.
    pub fn turned_back(&self, items: &[String]) -> Cow<'_, Responses> {
        let ends = self.items.iter();
        let ends: Vec<Option<i16>> = ends
            .map(|item| {
                let turned = items.contains(&item.id);
                turned.then(|| item.min.checked_add(item.max)).flatten()
            })
            .collect();
        if ends.iter().all(Option::is_none) {
            return Cow::Borrowed(self);
        }
        let mut turned = self.clone();
        for pattern in &mut turned.patterns {
            for (code, ends) in pattern.codes.iter_mut().zip(&ends) {
                if let (Some(code), Some(ends)) = (code, ends) {
                    *code = ends.saturating_sub(*code);
                }
            }
        }
        Cow::Owned(turned)
    }

    /// The answers alone, and how many gave them; answers may come more than once.
    pub fn answers(&self) -> impl Iterator<Item = (&[Option<i16>], u64)> {
        let counted = |alike: &'_ [Response]| alike.iter().map(|p| p.count).sum();
        self.alike()
            .filter_map(move |alike| Some((&*alike.first()?.codes, counted(alike))))
    }

    /// The frequencies of one item by its position; none for a position that
    /// does not exist.
    pub fn frequencies(&self, item: usize) -> Option<Frequencies> {
        let spec = self.items.get(item)?;
        let mut found = Frequencies::of(spec)?;
        for (codes, count) in self.answers() {
            found.add(codes.get(item).copied().flatten(), count);
        }
        Some(found)
    }

    /// The frequencies of every item, in one pass; none for one without a scale.
    pub fn all_frequencies(&self) -> Vec<Option<Frequencies>> {
        let mut all: Vec<Option<Frequencies>> = self.items.iter().map(Frequencies::of).collect();
        for (codes, count) in self.answers() {
            for (found, code) in all.iter_mut().zip(codes) {
                if let Some(found) = found {
                    found.add(*code, count);
                }
            }
            for found in all.iter_mut().skip(codes.len()).flatten() {
                found.missing += count;
            }
        }
        all
    }

    /// The responses of each value of a group, by position in its values, those
    /// without respondents included; last (`None`) those who left it blank, if
    /// there are any. Empty for a group that does not exist.
    pub fn split(&self, group: usize) -> Vec<(Option<u32>, Responses)> {
        let Some(spec) = self.groups.get(group) else {
            return Vec::new();
        };
        // Of each value, and last of those who left it blank.
        let mut sizes = vec![0_usize; spec.values.len() + 1];
        let place = |pattern: &Response| match pattern.groups.get(group).copied().flatten() {
            Some(value) if (value as usize) < spec.values.len() => value as usize,
            Some(_) => usize::MAX,
            None => spec.values.len(),
        };
        for pattern in &self.patterns {
            if let Some(size) = sizes.get_mut(place(pattern)) {
                *size += 1;
            }
        }
        let mut parts: Vec<Vec<Response>> = sizes.into_iter().map(Vec::with_capacity).collect();
        for pattern in &self.patterns {
            if let Some(part) = parts.get_mut(place(pattern)) {
                part.push(pattern.clone());
            }
        }
        let values = (0..).zip(&spec.values).map(|(value, _)| Some(value));
        let parts = values.chain([None]).zip(parts);
        parts
            .filter(|(value, patterns)| value.is_some() || !patterns.is_empty())
            .map(|(value, patterns)| {
                let part = Responses {
                    items: self.items.clone(),
                    groups: self.groups.clone(),
                    patterns,
                };
                (value, part)
            })
            .collect()
    }

    /// Both together; `None` when items or groups differ.
    ///
    /// Exact, associative and commutative; responses without patterns change
    /// nothing.
    pub fn merge(mut self, other: Responses) -> Option<Responses> {
        if self.items != other.items || self.groups != other.groups {
            return None;
        }
        self.patterns.extend(other.patterns);
        self.patterns.sort();
        self.patterns.dedup_by(|next, kept| {
            let same = next.codes == kept.codes && next.groups == kept.groups;
            if same {
                kept.count += next.count;
            }
            same
        });
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn responses(rows: &[(Option<i16>, Option<i16>, Option<u32>)]) -> Responses {
        let item = |id: &str| Item {
            id: id.into(),
            code: id.to_uppercase(),
            column: 0,
            header: id.into(),
            name: Words::default(),
            min: 1,
            max: 4,
            labels: vec![Words::default(); 4],
            weight: (1, 2),
        };
        let empty = Responses {
            items: vec![item("u1"), item("u2")],
            groups: vec![Group {
                role: GroupRole::Sex,
                header: "JK".into(),
                column: 2,
                values: vec![Words::default(); 3],
            }],
            patterns: Vec::new(),
        };
        rows.iter().fold(empty.clone(), |all, row| {
            let one = Responses {
                patterns: vec![Response {
                    codes: [row.0, row.1].into(),
                    groups: [row.2].into(),
                    count: 1,
                }],
                ..empty.clone()
            };
            all.merge(one).unwrap()
        })
    }

    fn rows() -> impl Strategy<Value = Vec<(Option<i16>, Option<i16>, Option<u32>)>> {
        let code = proptest::option::of(1i16..=4);
        proptest::collection::vec((code.clone(), code, proptest::option::of(0u32..3)), 0..60)
    }

    proptest! {
        #[test]
        fn merging_halves_gives_the_whole(rows in rows(), cut in 0usize..60) {
            let cut = cut.min(rows.len());
            let (front, back) = rows.split_at(cut);
            let whole = responses(&rows);
            prop_assert_eq!(whole.n(), rows.len() as u64);
            prop_assert_eq!(responses(front).merge(responses(back)), Some(whole.clone()));
            prop_assert_eq!(responses(back).merge(responses(front)), Some(whole));
        }

        #[test]
        fn the_parts_of_a_split_merge_to_the_whole(rows in rows()) {
            let whole = responses(&rows);
            let parts = whole.split(0);
            prop_assert!(parts.len() == 3 || parts.len() == 4);
            prop_assert_eq!(parts.iter().map(|(_, part)| part.n()).sum::<u64>(), whole.n());
            let sum: i64 = parts.iter().filter_map(|(_, part)| part.frequencies(1)).map(|f| f.sum()).sum();
            prop_assert_eq!(Some(sum), whole.frequencies(1).map(|f| f.sum()));
            let merged = parts.into_iter().map(|(_, part)| part).try_fold(responses(&[]), Responses::merge);
            prop_assert_eq!(merged, Some(whole));
        }
    }

    #[test]
    fn answers_are_turned_back_and_copied_only_where_an_item_is_reversed() {
        let given = responses(&[(Some(1), Some(3), None), (None, Some(2), None)]);
        assert!(matches!(given.turned_back(&[]), Cow::Borrowed(_)));
        let turned = given.turned_back(&["u2".into()]).into_owned();
        let codes = |all: &Responses| all.patterns.iter().map(|p| p.codes.to_vec()).collect();
        let turned_codes: Vec<Vec<Option<i16>>> = codes(&turned);
        assert_eq!(turned_codes, [[None, Some(3)], [Some(1), Some(2)]]);
        assert_eq!(turned.turned_back(&["u2".into()]).into_owned(), given);
    }

    #[test]
    fn other_items_do_not_merge() {
        let one = responses(&[(Some(1), None, None)]);
        let mut other = one.clone();
        other.items.pop();
        assert_eq!(one.clone().merge(other), None);
        assert!(one.split(1).is_empty());
    }
}
