use super::grid::Grid;
use super::header::covers;
use super::{Area, Header, trimmed};

/// The columns that have a header, from its rows.
pub(super) fn headers(grid: &Grid, (first, last): (u32, u32)) -> Vec<Header> {
    let columns = grid.area.first_column..=grid.area.last_column;
    let mut headers = Vec::new();
    for column in columns {
        let mut rows = (first..=last).rev();
        let Some(row) = rows.find(|&row| !grid.cell(row, column).is_empty()) else {
            continue;
        };
        let mut groups: Vec<String> = Vec::new();
        for above in first..row {
            if let Some(title) = group_title(grid, above, row, column) {
                groups.push(one_line(title));
            }
        }
        headers.push(Header {
            column,
            text: one_line(grid.cell(row, column)),
            group: (!groups.is_empty()).then(|| groups.join(" › ")),
        });
    }
    headers
}

/// The group title of a row that covers a column: by its merge where the row
/// has any, else the next title to the left that has headers below it.
fn group_title<'a>(grid: &Grid<'a>, row: u32, header: u32, column: u32) -> Option<&'a str> {
    let wide = |merge: &&Area| merge.first_column < merge.last_column;
    if grid.merges_at(row).any(|merge| wide(&merge)) {
        let merge = grid.merges_at(row).find(|merge| covers(merge, column))?;
        let title = grid.cell(merge.first_row, merge.first_column);
        return (!title.is_empty()).then_some(title);
    }
    let mut left = grid.filled(row).rev();
    let (start, title) = left.find(|(start, _)| *start <= column)?;
    let has_headers = !grid.cell(header, start).is_empty();
    has_headers.then_some(trimmed(title))
}

/// A text with line breaks and runs of blanks folded to one blank.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
