use super::characteristic::{Characteristic, months};
use super::{Setup, Surveyed, Understanding, survey};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::language::Language;
use crate::report::{AnonymityFacts, Done};
use crate::said;
use crate::survey::{Group, GroupRole, Mapping, WhyUnused, classes, k_anonymous};
use std::collections::BTreeMap;

/// How a copy that may be shared is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnonymiseOptions {
    /// Respondents that share each combination of characteristics, at least.
    pub k: usize,
    /// Running pseudonyms instead of dropping what names a person.
    pub pseudonyms: bool,
    /// Remarks with persons masked instead of none.
    pub comments: bool,
    /// The language of the boxes of a form.
    pub language: Language,
}

/// A copy that may be shared: headers, rows in an order of their own, and what
/// was done.
pub struct Anonymised {
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub facts: AnonymityFacts,
}

/// Makes a copy of the respondents that may be shared: answers as they are,
/// characteristics coarsened to k-anonymity, dates to months; everything else is
/// left out. The rows are sorted by their content, so that nobody is known by the
/// order of arrival. The index of the copy is that of the source.
///
/// # Errors
/// What [`survey`] says; fewer respondents than `k`, in all or in a period; rows
/// that stand for several respondents; more than 100,000 of them.
pub fn anonymise(
    understanding: &Understanding,
    setup: &Setup,
    options: &AnonymiseOptions,
) -> Result<Anonymised> {
    let surveyed = survey(understanding, setup)?;
    let mapping = match &understanding.mapping {
        Ok(mapping) => mapping,
        Err(error) => return Err(error.clone()),
    };
    if setup.counts.is_some() {
        return Err(counted());
    }
    let mut copy = Copy::of(understanding, mapping, &surveyed, options)?;
    copy.characteristics(&surveyed)?;
    copy.months();
    copy.coarsen()?;
    copy.items(&surveyed);
    copy.persons();
    Ok(copy.finish())
}

/// A column of the copy: where it stood, its cells, and what was done to it.
pub(super) struct Made {
    pub column: u32,
    pub header: String,
    pub cells: Vec<String>,
    pub done: Done,
    pub changed: u64,
}

/// A respondent: the file by its position, the row, the response.
pub(super) struct Respondent {
    pub file: usize,
    pub row: u32,
    pub response: usize,
}

pub(super) struct Copy<'a> {
    pub understanding: &'a Understanding,
    pub mapping: &'a Mapping,
    pub options: &'a AnonymiseOptions,
    pub respondents: Vec<Respondent>,
    /// The class that is never changed: the period.
    pub fixed: Vec<u32>,
    pub quasi: Vec<Characteristic>,
    pub made: Vec<Made>,
    pub facts: AnonymityFacts,
}

impl<'a> Copy<'a> {
    fn of(
        understanding: &'a Understanding,
        mapping: &'a Mapping,
        surveyed: &Surveyed,
        options: &'a AnonymiseOptions,
    ) -> Result<Copy<'a>> {
        let Some(listing) = &surveyed.listing else {
            return Err(too_many());
        };
        let files: BTreeMap<_, usize> = understanding
            .books
            .iter()
            .zip(&understanding.chosen)
            .zip(0..)
            .filter_map(|((book, chosen), at)| {
                let rows = &chosen.sheet(book)?.rows;
                Some(((rows.file().clone(), rows.sheet().cloned()), at))
            })
            .collect();
        let respondent = |(place, response): &(Place, u32)| {
            Some(Respondent {
                file: *files.get(&(place.file.clone(), place.sheet.clone()))?,
                row: place.row?,
                response: *response as usize,
            })
        };
        let respondents: Vec<Respondent> = listing.rows.iter().filter_map(respondent).collect();
        Ok(Copy {
            understanding,
            mapping,
            options,
            fixed: vec![0; respondents.len()],
            respondents,
            quasi: Vec::new(),
            made: Vec::new(),
            facts: AnonymityFacts {
                k: options.k as u64,
                ..AnonymityFacts::default()
            },
        })
    }

    /// Reads the groups of all respondents; those without a period are in no
    /// result, and not in the copy.
    fn characteristics(&mut self, surveyed: &Surveyed) -> Result<()> {
        let responses = &surveyed.responses;
        let value = |respondent: &Respondent, group: usize| -> Option<u32> {
            let pattern = responses.patterns.get(respondent.response)?;
            pattern.groups.get(group).copied().flatten()
        };
        let period = responses
            .groups
            .iter()
            .position(|g| g.role == GroupRole::Period);
        if let Some(period) = period.filter(|_| !responses.patterns.is_empty()) {
            let before = self.respondents.len();
            let known = self.respondents.iter().any(|r| value(r, period).is_some());
            self.respondents
                .retain(|r| !known || value(r, period).is_some());
            self.facts.without_period = (before - self.respondents.len()) as u64;
            self.fixed = self
                .respondents
                .iter()
                .map(|r| value(r, period).unwrap_or(0))
                .collect();
        }
        for (at, group) in responses.groups.iter().enumerate() {
            let levels = self.respondents.iter().map(|r| value(r, at)).collect();
            let spec = self
                .mapping
                .groups
                .get(at)
                .and_then(|group| group.spec.as_ref());
            let names = group
                .values
                .iter()
                .map(|v| v.text(self.options.language).to_owned());
            let characteristic = Characteristic::of(group, spec, names.collect(), levels);
            match Some(at) == period {
                true => self.made.push(characteristic.made()),
                false => self.quasi.push(characteristic),
            }
        }
        self.enough(period.and_then(|at| responses.groups.get(at)))
    }

    /// Refuses what cannot be made anonymous.
    fn enough(&self, period: Option<&Group>) -> Result<()> {
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        for class in &self.fixed {
            *sizes.entry(*class).or_default() += 1;
        }
        let k = self.options.k;
        let small = sizes.iter().find(|(_, n)| **n < k);
        let Some((class, n)) = small else {
            return Ok(());
        };
        let name = period.and_then(|group| group.values.get(*class as usize));
        let name = name.map_or_else(String::new, |words| words.id.clone());
        Err(Error::new(
            ErrorKind::Invalid,
            said!(
                "hanya {n} responden {name}, kurang dari k = {k}: salinan ini tidak akan anonim",
                "only {n} respondents {name}, fewer than k = {k}: the copy would not be anonymous"
            ),
        )
        .hint(said!(
            "pilih periode lain dengan --period, gabungkan berkasnya, atau turunkan --k",
            "choose another period with --period, join the files, or lower --k"
        )))
    }

    /// Dates of a form, to the month.
    fn months(&mut self) {
        let time = self
            .mapping
            .unused
            .iter()
            .find(|unused| unused.why == WhyUnused::Time);
        let Some(time) = time else {
            return;
        };
        let texts: Vec<String> = (0..self.respondents.len())
            .map(|at| self.text(at, time.column, &time.header).to_owned())
            .collect();
        let months = months(&texts);
        if months.iter().any(Option::is_some) {
            self.quasi.push(Characteristic::of_months(
                time.column,
                &time.header,
                &months,
            ));
        }
    }

    /// The cell of a respondent under a column of the first file, in other files
    /// under the same header.
    pub fn text(&self, respondent: usize, column: u32, header: &str) -> &'a str {
        let Some(of) = self.respondents.get(respondent) else {
            return "";
        };
        let understanding = self.understanding;
        let place = understanding
            .books
            .get(of.file)
            .zip(understanding.chosen.get(of.file));
        let Some((book, chosen)) = place else {
            return "";
        };
        let same = |known: &&crate::read::Header| known.text == header;
        let column = match of.file {
            0 => Some(column),
            _ => chosen
                .table
                .columns
                .iter()
                .find(same)
                .map(|found| found.column),
        };
        let rows = chosen.sheet(book).map(|sheet| &sheet.rows);
        rows.zip(column)
            .map_or("", |(rows, column)| rows.cell(of.row, column))
    }

    fn coarsen(&mut self) -> Result<()> {
        let mut quasi: Vec<_> = self.quasi.iter().map(|q| q.quasi.clone()).collect();
        let filled: u64 = self.quasi.iter().map(Characteristic::filled).sum();
        let joined = k_anonymous(&self.fixed, &mut quasi, self.options.k);
        let (classes, smallest) = classes(&self.fixed, &quasi);
        for ((mut characteristic, quasi), joined) in std::mem::take(&mut self.quasi)
            .into_iter()
            .zip(quasi)
            .zip(joined)
        {
            let before = characteristic.filled();
            characteristic.quasi = quasi;
            self.facts.blanked += before - characteristic.filled();
            characteristic.changed = before - characteristic.filled();
            characteristic.join(&joined);
            self.made.push(characteristic.made());
        }
        self.facts.cells = filled;
        (self.facts.classes, self.facts.smallest) = (classes as u64, smallest as u64);
        Ok(())
    }
}

fn counted() -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "baris yang mewakili beberapa responden (--counts) tidak dapat disalin per responden",
            "rows that stand for several respondents (--counts) cannot be copied one by one"
        ),
    )
    .hint(said!(
        "pakai berkas satu baris satu responden",
        "use a file of one row per respondent"
    ))
}

fn too_many() -> Error {
    Error::new(
        ErrorKind::Invalid,
        said!(
            "salinan anonim dibuat untuk paling banyak 100.000 responden",
            "an anonymous copy is made of 100,000 respondents at most"
        ),
    )
    .hint(said!(
        "bagi berkasnya, misalnya per periode",
        "split the file, by period say"
    ))
}
