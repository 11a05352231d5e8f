//! The datasets of the reference cases as columns of text and numbers.

use serde_json::Value;
use std::path::Path;

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
    pub fn position(&self, column: &str) -> Result<usize, String> {
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

    /// A column as numbers; an empty or unreadable field is missing.
    pub fn column(&self, name: &str) -> Result<Vec<Option<f64>>, String> {
        let position = self.position(name)?;
        let rows = self.rows.iter();
        Ok(rows.map(|row| row[position].parse().ok()).collect())
    }

    /// A column as it is written; an empty field is missing.
    pub fn texts(&self, name: &str) -> Result<Vec<Option<String>>, String> {
        let position = self.position(name)?;
        let text = |row: &Vec<String>| Some(row[position].clone()).filter(|t| !t.is_empty());
        Ok(self.rows.iter().map(text).collect())
    }

    /// The rows as they stand.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }
}
