use super::Chosen;
use crate::read::{NoticeKind, Sheet};
use crate::survey::{Issue, IssueKind};

/// What a file says of its cells that concerns the columns taken.
pub(super) fn notices(chosen: &Chosen, sheet: &Sheet) -> Vec<Issue> {
    let header = |column: u32| {
        let mut headers = chosen.table.columns.iter();
        let header = headers.find(|header| header.column == column);
        header.map(|header| header.text.clone())
    };
    let taken = |column: u32| chosen.columns.contains(&Some(column));
    let issue = |notice: &crate::read::Notice| {
        let (kind, column) = match notice.kind {
            NoticeKind::DeclaredMissing { column } if !taken(column) => return None,
            NoticeKind::DeclaredMissing { column } => (IssueKind::DeclaredMissing, header(column)),
            NoticeKind::CaseWeights { column } => (IssueKind::CaseWeights, header(column)),
        };
        let (row, at) = notice.first;
        Some(Issue {
            kind,
            column,
            answers: notice.times,
            first: Some(sheet.rows.place(row, at)),
        })
    };
    sheet.notices.iter().filter_map(issue).collect()
}
