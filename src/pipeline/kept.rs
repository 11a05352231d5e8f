use super::open::SAMPLE;
use crate::count::{CountFile, CountedSource, Tally};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::read::{self, Book, Digest, Format, Header, Rows, Sheet, Table};
use crate::said;
use crate::survey::{ColumnSample, Instrument, Issue, KnownMapping, MappingWish};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;

/// What a count file says beside its counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CountedSurvey {
    pub instrument: CountedWith,
    pub mapping: KnownMapping,
    /// Whether a title of its sources says that the data are simulated.
    pub simulated: bool,
    /// What was odd about the files that were counted.
    pub issues: Vec<Issue>,
}

/// The instrument answers were counted for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountedWith {
    /// One of the program's.
    Named(String),
    /// The TOML of one's own.
    Text { file: String, text: String },
}

/// A count file that was opened.
pub(super) struct Kept {
    file: Arc<str>,
    digest: Digest,
    pub instrument: Instrument,
    pub counts: CountFile<CountedSurvey>,
}

/// What stays known of a count file once its counts are taken.
pub struct FromCounts {
    pub sources: Vec<CountedSource>,
    pub issues: Vec<Issue>,
    pub simulated: bool,
    pub respondents: u64,
}

impl Kept {
    /// Opens a file if it is a count file.
    pub fn open(path: &Path) -> Result<Option<Kept>> {
        let Some(found) = read::count_text(path)? else {
            return Ok(None);
        };
        let counts: CountFile<CountedSurvey> = CountFile::parse(&found.file, &found.text)?;
        let instrument = match &counts.survey.instrument {
            CountedWith::Named(name) => Instrument::named(name),
            CountedWith::Text { file, text } => Instrument::parse(file, text),
        };
        let place = Place::file(found.file.clone());
        let kept = Kept {
            instrument: instrument.map_err(|error| error.at(place.clone()))?,
            file: found.file,
            digest: found.digest,
            counts,
        };
        let (columns, _) = kept.samples();
        let known = &kept.counts.survey.mapping;
        let mapping = known.mapping(&kept.instrument, &columns, &MappingWish::default());
        mapping.map_err(|error| error.at(place))?;
        Ok(Some(kept))
    }

    /// Refuses to read answers with another instrument than they were counted for.
    pub fn check_instrument(&self, instrument: &Instrument) -> Result<()> {
        if *instrument == self.instrument {
            return Ok(());
        }
        let (own, other) = (&self.instrument.id, &instrument.id);
        Err(Error::new(
            ErrorKind::Usage,
            said!(
                "hitungan ini dibuat untuk instrumen {own}, bukan {other}",
                "these counts were made for the instrument {own}, not {other}"
            ),
        )
        .at(Place::file(self.file.clone()))
        .hint(said!(
            "hilangkan --instrument, atau hitung ulang dari berkas jawabannya",
            "leave --instrument out, or count again from the answers"
        )))
    }

    /// The TOML of an instrument that is not the program's own.
    pub fn text(&self) -> Option<(String, String)> {
        match &self.counts.survey.instrument {
            CountedWith::Named(_) => None,
            CountedWith::Text { file, text } => Some((file.clone(), text.clone())),
        }
    }

    /// A book that holds no rows, with a table of the columns counted.
    pub fn book(&self) -> (Book, Table) {
        let width = self.counts.tally.columns.len();
        let width = u32::try_from(width).unwrap_or(u32::MAX);
        let book = Book {
            file: self.file.clone(),
            digest: self.digest.clone(),
            carries: Default::default(),
            format: Format::Counts,
            sheets: vec![Sheet::of(Rows::new(self.file.clone(), None, 0, width))],
        };
        let columns = self.counts.tally.columns.iter().map(|column| Header {
            column: column.column,
            text: column.header.clone(),
            group: None,
        });
        let table = Table {
            header: (0, 0),
            body: Default::default(),
            columns: columns.collect(),
            left_out: Vec::new(),
        };
        (book, table)
    }

    /// The columns counted, as the mapping sees them, and for each the respondents
    /// who filled it.
    pub fn samples(&self) -> (Vec<ColumnSample>, Vec<u64>) {
        let tally = &self.counts.tally;
        let rows = tally.total();
        let columns = tally.columns.iter().enumerate();
        let all = columns.map(|(at, column)| {
            let counts = counts_of(tally, at, column.values.len());
            let counted = column.values.iter().zip(counts);
            let mut values: Vec<(String, u64)> = counted
                .filter(|(text, count)| !text.is_empty() && *count > 0)
                .map(|(text, count)| (text.clone(), count))
                .collect();
            let distinct = values.len() as u64;
            let filled: u64 = values.iter().map(|(_, count)| count).sum();
            values
                .sort_by(|one, other| (Reverse(one.1), &one.0).cmp(&(Reverse(other.1), &other.0)));
            values.truncate(SAMPLE);
            let sample = ColumnSample {
                column: column.column,
                header: column.header.clone(),
                group: None,
                values,
                rows,
                distinct,
            };
            (sample, filled)
        });
        all.unzip()
    }

    /// What stays known once its counts are taken.
    pub fn facts(&self) -> FromCounts {
        FromCounts {
            sources: self.counts.sources.clone(),
            issues: self.counts.survey.issues.clone(),
            simulated: self.counts.survey.simulated,
            respondents: self.counts.tally.total(),
        }
    }
}

/// How often each text of a column occurs.
fn counts_of(tally: &Tally, column: usize, texts: usize) -> Vec<u64> {
    let mut counts = vec![0_u64; texts];
    for pattern in tally.patterns() {
        let id = pattern.ids.get(column).copied().unwrap_or(0);
        if let Some(count) = counts.get_mut(id as usize) {
            *count += pattern.count;
        }
    }
    counts
}
