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
    let told = sheet.notices.iter().filter_map(issue);
    told.chain(hidden_rows(chosen, sheet))
        .chain(hidden_columns(chosen, sheet))
        .collect()
}

/// Respondents in rows that a person does not see.
fn hidden_rows(chosen: &Chosen, sheet: &Sheet) -> Option<Issue> {
    let hidden = sheet.concealed.rows.runs().iter();
    let body = &chosen.table.body;
    let mut inside = hidden.flat_map(|run| body.within(run.clone())).peekable();
    let first = inside.peek()?.start;
    Some(Issue {
        kind: IssueKind::HiddenRows,
        column: None,
        answers: inside.map(|run| run.len() as u64).sum(),
        first: Some(sheet.rows.place(first, 0)),
    })
}

/// Columns with a header that a person does not see.
fn hidden_columns(chosen: &Chosen, sheet: &Sheet) -> Option<Issue> {
    let headers = || {
        let headers = chosen.table.columns.iter();
        headers.filter(|header| sheet.concealed.has_column(header.column))
    };
    let first = headers().next()?;
    let taken = headers().filter(|header| chosen.columns.contains(&Some(header.column)));
    Some(Issue {
        kind: IssueKind::HiddenColumns {
            columns: headers().count() as u64,
            taken: taken.count() as u64,
        },
        column: None,
        answers: chosen.respondents(),
        first: Some(sheet.rows.place(chosen.table.header.1, first.column)),
    })
}
