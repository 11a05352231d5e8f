//! The datasets of the reference cases as the library's types.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use tridharma::survey::{Item, Response, Responses, Words};

/// A CSV file with a header row; an empty field is missing.
pub struct Dataset {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Dataset {
    /// The dataset a case names.
    pub fn of(case: &Value, folder: &Path) -> Result<Dataset, String> {
        let name = case["dataset"].as_str().ok_or("no dataset")?;
        Dataset::read(&folder.join(name))
    }

    /// A file.
    pub fn read(path: &Path) -> Result<Dataset, String> {
        let place = path.display();
        let mut reader = csv::Reader::from_path(path).map_err(|e| format!("{place}: {e}"))?;
        let header = reader.headers().map_err(|e| format!("{place}: {e}"))?;
        let header = header.iter().map(str::to_owned).collect();
        let fields = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
        let rows: Result<Vec<_>, _> = reader.records().map(|r| r.map(fields)).collect();
        let rows = rows.map_err(|e| format!("{place}: {e}"))?;
        Ok(Dataset { header, rows })
    }

    /// Whether a column of that name exists, and where.
    fn position(&self, column: &str) -> Result<usize, String> {
        let found = self.header.iter().position(|name| name == column);
        found.ok_or(format!("no column {column}"))
    }

    /// The rows whose `column` holds `value`.
    pub fn only(&self, column: &str, value: &str) -> Result<Dataset, String> {
        let position = self.position(column)?;
        let rows = self.rows.iter().filter(|row| row[position] == value);
        Ok(Dataset {
            header: self.header.clone(),
            rows: rows.cloned().collect(),
        })
    }

    /// Columns as items of one scale with equal weights.
    pub fn responses(&self, items: &[String], min: i16, max: i16) -> Result<Responses, String> {
        let positions: Result<Vec<usize>, String> =
            items.iter().map(|name| self.position(name)).collect();
        let positions = positions?;
        let mut counts: BTreeMap<Vec<Option<i16>>, u64> = BTreeMap::new();
        for row in &self.rows {
            let codes = positions.iter().map(|&position| row[position].parse().ok());
            *counts.entry(codes.collect()).or_default() += 1;
        }
        let item = |(position, name): (&usize, &String)| Item {
            id: name.clone(),
            code: name.to_uppercase(),
            column: u32::try_from(*position).unwrap_or(u32::MAX),
            header: name.clone(),
            name: Words::default(),
            min,
            max,
            labels: Vec::new(),
            weight: (1, i64::try_from(items.len()).unwrap_or(i64::MAX)),
        };
        let pattern = |(codes, count): (Vec<Option<i16>>, u64)| Response {
            codes: codes.into(),
            groups: [].into(),
            count,
        };
        Ok(Responses {
            items: positions.iter().zip(items).map(item).collect(),
            groups: Vec::new(),
            patterns: counts.into_iter().map(pattern).collect(),
        })
    }
}

/// The respondents with an answer to every item.
pub fn complete(responses: &Responses) -> Responses {
    let patterns = responses.patterns.iter();
    let complete = patterns.filter(|p| p.codes.iter().all(Option::is_some));
    Responses {
        items: responses.items.clone(),
        groups: responses.groups.clone(),
        patterns: complete.cloned().collect(),
    }
}
