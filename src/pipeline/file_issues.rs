use super::Understanding;
use super::facts::sources;
use crate::error::{Place, Result};
use crate::language::Language;
use crate::survey::{Issue, IssueKind, Mapping};
use std::collections::BTreeMap;

/// What is odd about several files together: columns that one of them lacks or
/// that were paired by their order, files given twice or skipped.
pub(super) fn file_issues(understanding: &Understanding, mapping: &Mapping) -> Result<Vec<Issue>> {
    let mut issues = Vec::new();
    let issue = |kind, file: &std::sync::Arc<str>, answers: u64, column: Option<&String>| Issue {
        kind,
        column: column.cloned(),
        answers,
        first: Some(Place::file(file.clone())),
    };
    let items = mapping.items.iter().map(|item| &item.header);
    let headers: Vec<&String> = items
        .chain(mapping.groups.iter().map(|group| &group.header))
        .collect();
    for (book, chosen) in understanding.books.iter().zip(&understanding.chosen) {
        let respondents = chosen.respondents();
        let lacking = headers.iter().zip(&chosen.columns);
        let lacking = lacking.filter(|(_, column)| column.is_none());
        let lacking = lacking.map(|(header, _)| *header).chain(&chosen.lacks);
        issues.extend(
            lacking
                .map(|header| issue(IssueKind::NotInFile, &book.file, respondents, Some(header))),
        );
        if chosen.by_order {
            issues.push(issue(
                IssueKind::JoinedByOrder,
                &book.file,
                respondents,
                None,
            ));
        }
    }
    let counts = understanding
        .chosen
        .iter()
        .any(|chosen| chosen.from_counts.is_some());
    issues.extend(match counts {
        true => same_sources(understanding)?,
        false => same_files(understanding)?,
    });
    for (file, why) in &understanding.skipped {
        // The words are Indonesian in every language of the report, as those of
        // an error that is kept in `study.json` have to be one text.
        let why = why.say(Language::Id);
        let why = why.lines().next().unwrap_or_default().to_owned();
        issues.push(issue(IssueKind::FileSkipped { why }, file, 0, None));
    }
    Ok(issues)
}

/// Files with the bytes of one before.
fn same_files(understanding: &Understanding) -> Result<Vec<Issue>> {
    let mut issues = Vec::new();
    let files = understanding.books.iter().zip(&understanding.chosen);
    for (at, (book, chosen)) in files.enumerate() {
        for before in understanding.books.iter().take(at) {
            if book.digest.same(&before.digest)? {
                issues.push(Issue {
                    kind: IssueKind::SameFile {
                        other: before.file.to_string(),
                    },
                    column: None,
                    answers: chosen.respondents(),
                    first: Some(Place::file(book.file.clone())),
                });
                break;
            }
        }
    }
    Ok(issues)
}

/// Tables that count files, or a count file and a file, hold twice.
fn same_sources(understanding: &Understanding) -> Result<Vec<Issue>> {
    let mut issues = Vec::new();
    let mut met = BTreeMap::new();
    for source in sources(understanding, false)? {
        let key = (source.sha256, source.sheet);
        let Some(other) = met.get(&key) else {
            met.insert(key, source.file);
            continue;
        };
        issues.push(Issue {
            kind: IssueKind::SameFile {
                other: String::clone(other),
            },
            column: None,
            answers: source.respondents,
            first: Some(Place::file(source.file)),
        });
    }
    Ok(issues)
}
