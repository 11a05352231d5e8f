use crate::analysis::{Study, Target, Variable};
use crate::survey::{Item, Listing, Responses};
use std::fmt::Write;

/// The answers of the respondents as a table of numbers, for other programs: codes
/// of the items, and the characteristics by the number of their value; a blank is
/// empty. In the order of the file where the rows are at hand.
///
/// The header is in the letters and digits every statistics program takes.
pub fn data_csv(study: &Study, responses: &Responses, listing: Option<&Listing>) -> String {
    let names = Names::of(study);
    let header: Vec<&str> = names.all().collect();
    let mut text = header.join(",");
    text.push('\n');
    let mut row = |at: usize| {
        let Some(pattern) = responses.patterns.get(at) else {
            return;
        };
        let codes = pattern.codes.iter().map(|c| c.map(i64::from));
        let groups = pattern.groups.iter().map(|g| g.map(|g| i64::from(g) + 1));
        let cells = codes.chain(groups).map(|cell| match cell {
            Some(value) => value.to_string(),
            None => String::new(),
        });
        let cells: Vec<String> = cells.collect();
        let _ = writeln!(text, "{}", cells.join(","));
    };
    match listing {
        Some(listing) => {
            let places = listing.rows.iter().map(|(_, at)| usize::try_from(*at));
            places.flatten().for_each(row);
        }
        None => {
            for (at, pattern) in responses.patterns.iter().enumerate() {
                (0..pattern.count).for_each(|_| row(at));
            }
        }
    }
    text
}

/// Names of variables that R and SPSS take: items by their codes, characteristics
/// by what their headers have of letters and digits.
pub(super) struct Names {
    items: Vec<(String, String)>,
    groups: Vec<(String, String)>,
}

impl Names {
    pub fn of(study: &Study) -> Names {
        let mut taken: Vec<String> = Vec::new();
        let mut free = |text: &str, otherwise: &str| {
            let name = identifier(text, otherwise);
            let mut unique = name.clone();
            let mut number = 2;
            while taken.iter().any(|t| t.eq_ignore_ascii_case(&unique)) {
                unique = format!("{name}_{number}");
                number += 1;
            }
            taken.push(unique.clone());
            unique
        };
        let survey = &study.survey;
        let items = survey.items.iter();
        let items = items.map(|item| (item.id.clone(), free(&item.code, "B")));
        let items = items.collect();
        let groups = survey.groups.iter();
        let groups = groups.map(|group| (group.header.clone(), free(&group.header, "G")));
        Names {
            items,
            groups: groups.collect(),
        }
    }

    /// In the order of the columns.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let both = self.items.iter().chain(&self.groups);
        both.map(|(_, name)| name.as_str())
    }

    pub fn items(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|(_, name)| name.as_str())
    }

    pub fn item(&self, id: &str) -> &str {
        let found = self.items.iter().find(|(known, _)| known == id);
        found.map_or("", |(_, name)| name)
    }

    pub fn group(&self, header: &str) -> &str {
        let found = self.groups.iter().find(|(known, _)| known == header);
        found.map_or("", |(_, name)| name)
    }

    /// What a value per respondent is called.
    pub fn target(&self, target: &Target) -> String {
        match target {
            Target::Index => "indeks".to_owned(),
            Target::Sum => "jumlah".to_owned(),
            Target::Item(id) => self.item(id).to_owned(),
            Target::Dimension { name, .. } => format!("skor_{}", identifier(name, "X")),
            Target::DimensionMean { name, .. } => format!("rata_{}", identifier(name, "X")),
            Target::Intervals(of) => format!("msi_{}", self.target(of)),
        }
    }

    pub fn variable(&self, variable: &Variable) -> String {
        match variable {
            Variable::Value(target) => self.target(target),
            Variable::Group(header) => self.group(header).to_owned(),
        }
    }

    /// Names of items by their ids.
    pub fn list(&self, ids: &[String]) -> Vec<&str> {
        ids.iter().map(|id| self.item(id)).collect()
    }
}

/// The highest code of the items.
pub(super) fn greatest(items: &[Item]) -> i16 {
    items.iter().map(|item| item.max).max().unwrap_or(1)
}

/// `"A", "B"`, as R takes names.
pub(super) fn quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    names.join(", ")
}

/// Letters, digits and underscores, a letter first, at most thirty.
fn identifier(text: &str, otherwise: &str) -> String {
    let mut name = String::new();
    for letter in text.trim().chars() {
        match letter {
            c if c.is_ascii_alphanumeric() => name.push(c),
            _ if name.ends_with('_') || name.is_empty() => {}
            _ => name.push('_'),
        }
    }
    let name: String = name.trim_end_matches('_').chars().take(30).collect();
    match name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => name,
        false => format!("{otherwise}{name}"),
    }
}
