use super::file::{CountedSource, placed_apart};
use super::times::MOST;
use super::{CountFile, Dictionary, Tally};
use crate::error::Place;
use crate::read::trimmed;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A count file as it is written, not held against itself yet.
#[derive(Deserialize)]
pub(super) struct Form<M> {
    survey: M,
    sources: Vec<CountedSource>,
    columns: Vec<Dictionary>,
    patterns: Patterns,
}

/// The numbers of all patterns, one behind the other, and how many each has.
#[derive(Default)]
struct Patterns {
    numbers: Vec<u64>,
    width: usize,
}

/// Sources by what a pattern knows of its own.
pub(super) struct SourcePlace(BTreeMap<(Arc<str>, Option<Arc<str>>), u64>);

impl SourcePlace {
    pub fn of(sources: &[CountedSource]) -> Self {
        let places = (0..).zip(sources);
        let place = |(at, source): (u64, &CountedSource)| {
            let sheet = source.sheet.as_deref().map(Arc::from);
            ((Arc::from(source.file.as_str()), sheet), at)
        };
        let mut known = BTreeMap::new();
        for (name, at) in places.map(place) {
            // Of sources with the same name the first.
            known.entry(name).or_insert(at);
        }
        SourcePlace(known)
    }

    /// The position of a place's source.
    pub fn position(&self, place: &Place) -> u64 {
        let name = (place.file.clone(), place.sheet.clone());
        self.0.get(&name).copied().unwrap_or(0)
    }
}

impl<M> Form<M> {
    /// The count file, if it does not contradict itself.
    pub fn checked(self) -> Result<CountFile<M>, &'static str> {
        let width = self.columns.len();
        if width == 0 || width > 16_384 {
            return Err("columns: 1 to 16384");
        }
        let (columns, new_ids) = sorted(self.columns);
        let places: Vec<Place> = self.sources.iter().map(place).collect();
        let given = &self.patterns;
        if !given.numbers.is_empty() && given.width != width + 3 {
            return Err("patterns: a number for each column and three more");
        }
        let mut total = 0_u64;
        let mut patterns = Vec::with_capacity(given.numbers.len() / (width + 3));
        for numbers in given.numbers.chunks(width + 3) {
            let (ids, behind) = numbers.split_at_checked(width).ok_or("patterns")?;
            let &[count, source, row] = behind else {
                return Err("patterns");
            };
            total = total.saturating_add(count);
            let source = usize::try_from(source).ok().and_then(|at| places.get(at));
            let source = source.ok_or("patterns: a source that is not there")?;
            let row = u32::try_from(row).map_err(|_| "patterns: a row beyond any sheet")?;
            let first = Place {
                row: Some(row),
                ..source.clone()
            };
            let ids = ids.iter().zip(&new_ids).map(|(id, new)| {
                let id = usize::try_from(*id).ok()?;
                new.get(id).copied()
            });
            let ids: Option<Box<[u32]>> = ids.collect();
            let ids = ids.ok_or("patterns: a value that is not there")?;
            if count > 0 {
                patterns.push((ids, count, first));
            }
        }
        if total > MOST {
            return Err("more respondents than a survey can have");
        }
        let mut sources = self.sources;
        sources.sort();
        Ok(CountFile {
            survey: self.survey,
            sources,
            tally: Tally::from_patterns(columns, patterns),
        })
    }
}

fn place(source: &CountedSource) -> Place {
    Place {
        sheet: source.sheet.as_deref().map(Arc::from),
        ..Place::file(source.file.as_str())
    }
}

/// Columns with their values in order, each once, and the new position of each
/// old one.
fn sorted(mut columns: Vec<Dictionary>) -> (Vec<Dictionary>, Vec<Vec<u32>>) {
    let mut new_ids = Vec::with_capacity(columns.len());
    placed_apart(&mut columns);
    for column in &mut columns {
        let old: Vec<String> = std::mem::take(&mut column.values);
        let old: Vec<&str> = old.iter().map(|text| trimmed(text)).collect();
        let mut values = old.clone();
        values.sort_unstable();
        values.dedup();
        let new = old.iter().map(|text| {
            let at = values.binary_search(text).unwrap_or(0);
            u32::try_from(at).unwrap_or(0)
        });
        new_ids.push(new.collect());
        column.values = values.into_iter().map(str::to_string).collect();
    }
    (columns, new_ids)
}

impl<'de> Deserialize<'de> for Patterns {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut patterns = Patterns::default();
        from.deserialize_seq(All(&mut patterns))?;
        Ok(patterns)
    }
}

/// Reads all patterns into one list.
struct All<'a>(&'a mut Patterns);

impl<'de> Visitor<'de> for All<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of patterns")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while rows.next_element_seed(One(self.0))?.is_some() {}
        Ok(())
    }
}

/// Reads one pattern behind those before.
struct One<'a>(&'a mut Patterns);

impl<'de> DeserializeSeed<'de> for One<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for One<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of whole numbers, as long as the others")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut row: A) -> Result<(), A::Error> {
        let before = self.0.numbers.len();
        while let Some(number) = row.next_element::<u64>()? {
            self.0.numbers.push(number);
        }
        let width = self.0.numbers.len() - before;
        if before == 0 {
            self.0.width = width;
        }
        match width == self.0.width && width > 0 {
            true => Ok(()),
            false => Err(serde::de::Error::invalid_length(
                width,
                &"patterns of one length",
            )),
        }
    }
}
