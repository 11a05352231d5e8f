use super::grid::Grid;
use super::header::{numbers_columns, reads_as_header, repeated_share};
use super::profile::Profile;
use super::sample::LOOKED_AT;
use super::total::{is_computed, is_named_total, is_total};
use super::{Area, Header, LeftOut, RowRuns, WhyLeftOut};

/// The rows of respondents below a header, and what stands between them.
pub(super) struct Body {
    pub rows: RowRuns,
    pub left_out: Vec<LeftOut>,
    /// The row behind the last one that belongs to the table.
    pub end: u32,
    /// Whether rows that are not kept could change anything.
    pub certain: bool,
}

/// Rows at the end of a body that may be computed from those above.
const TAIL: usize = 12;

/// Collects the respondents below a header.
///
/// Rows joined to the header without a blank row are respondents unless they
/// say that they are totals. After a blank row or a total a row has to look
/// like the rows before it; a new header ends the table.
pub(super) fn find_body(grid: &Grid, headers: &[Header], header: (u32, u32)) -> Body {
    let mut finder = Finder {
        grid,
        headers,
        profile: Profile::new(headers),
        body: Body {
            rows: RowRuns::default(),
            left_out: Vec::new(),
            end: header.1.saturating_add(1),
            certain: true,
        },
        waiting: Vec::new(),
    };
    let segments = Segments {
        grid,
        headers,
        next: header.1.saturating_add(1),
    };
    let mut first = true;
    for segment in segments {
        if finder.starts_table(&segment, first) {
            break;
        }
        match first {
            true => finder.take_first(&segment),
            false => finder.take_further(&segment),
        }
        first = false;
    }
    finder.trim_tail();
    finder.finish()
}

struct Finder<'a> {
    grid: &'a Grid<'a>,
    headers: &'a [Header],
    profile: Profile,
    body: Body,
    /// Rows after a gap that are respondents only if more follow.
    waiting: Vec<u32>,
}

/// Runs of rows without a blank one between them.
struct Segments<'a> {
    grid: &'a Grid<'a>,
    headers: &'a [Header],
    next: u32,
}

impl Iterator for Segments<'_> {
    type Item = Vec<u32>;

    fn next(&mut self) -> Option<Vec<u32>> {
        let mut segment = Vec::new();
        for row in self.grid.rows_from(self.next) {
            self.next = row.saturating_add(1);
            if has_cells(self.grid, self.headers, row) {
                segment.push(row);
            } else if !segment.is_empty() {
                break;
            }
        }
        (!segment.is_empty()).then_some(segment)
    }
}

/// Whether a row has cells that count: in columns with a header, or a name in
/// front of them.
pub(super) fn has_cells(grid: &Grid, headers: &[Header], row: u32) -> bool {
    let last = headers.last().map_or(0, |header| header.column);
    grid.filled(row).any(|(column, _)| column <= last)
}

/// What the first rows below a header hold; rows named as totals do not count
/// unless most are.
pub(super) fn first_profile(grid: &Grid, headers: &[Header], segment: &[u32]) -> Profile {
    let sample = segment.get(..LOOKED_AT).unwrap_or(segment);
    let is_named = |row: &&u32| is_named_total(grid, **row);
    let (named, plain): (Vec<u32>, Vec<u32>) = sample.iter().partition(is_named);
    let mut profile = Profile::new(headers);
    match named.len() > plain.len() {
        true => profile.add(grid, sample),
        false => profile.add(grid, &plain),
    }
    profile
}

/// Whether a row says the headers again.
pub(super) fn repeats_header(grid: &Grid, headers: &[Header], row: u32) -> bool {
    let (mut same, mut other) = (0, 0);
    for header in headers {
        let text = grid.cell(row, header.column);
        if text.is_empty() {
            continue;
        }
        let begins = text.as_bytes().first() == header.text.as_bytes().first();
        match begins && text.split_whitespace().eq(header.text.split(' ')) {
            true => same += 1,
            false => other += 1,
        }
        if other * 4 > headers.len() {
            return false;
        }
    }
    let grouped = headers.iter().any(|header| header.group.is_some());
    let enough = if grouped { 2 } else { 3 };
    same >= enough.min(headers.len()) && other * 4 <= same
}

impl Finder<'_> {
    /// Whether a run of rows is another table with its own header.
    fn starts_table(&self, segment: &[u32], first: bool) -> bool {
        if first {
            return self.is_wider_header(segment);
        }
        for &row in segment.iter().take(5) {
            let fit = self.profile.fit(self.grid, row);
            let alien = fit.filled >= 2 && fit.alien * 10 >= fit.filled * 6;
            let header = alien && reads_as_header(self.grid, row);
            if repeats_header(self.grid, self.headers, row)
                || (header && repeated_share(self.grid, row) < 0.34)
            {
                return true;
            }
            // Only titles, of the table and of groups, stand above a header.
            if fit.filled as f64 > 0.6 * self.profile.usual_fill() {
                break;
            }
        }
        false
    }

    /// Whether the first row after a gap below the header is a header itself,
    /// and what was taken for one a note.
    fn is_wider_header(&self, segment: &[u32]) -> bool {
        let Some(&row) = segment.first() else {
            return false;
        };
        row > self.body.end
            && segment.len() > 1
            && self.grid.fill(row) > self.headers.len()
            && reads_as_header(self.grid, row)
    }

    /// The rows right below the header.
    fn take_first(&mut self, segment: &[u32]) {
        self.profile = first_profile(self.grid, self.headers, segment);
        let mut after_total = false;
        let mut next = segment.first().copied().unwrap_or(0);
        for &row in segment {
            if next < row {
                // Rows that are not kept are respondents like those before.
                self.body.rows.push_run(next..row);
                after_total = false;
            }
            next = row.saturating_add(1);
            let again = repeats_header(self.grid, self.headers, row)
                || (self.body.rows.is_empty()
                    && numbers_columns(self.grid, row, self.headers.len()));
            if again {
                self.leave_out(row, WhyLeftOut::Title);
            } else if is_total(self.grid, &self.profile, row) {
                self.leave_out(row, WhyLeftOut::Total);
                after_total = true;
            } else if after_total && !self.profile.is_like(self.grid, row) {
                self.leave_out(row, WhyLeftOut::Total);
            } else {
                self.body.rows.push(row);
                after_total = false;
            }
        }
    }

    /// Rows after a blank one: they count when some of them look like those
    /// before, and then those that look otherwise count too unless they hold
    /// much less.
    fn take_further(&mut self, segment: &[u32]) {
        let (mut like, mut unlike) = (Vec::new(), Vec::new());
        for &row in segment {
            if is_total(self.grid, &self.profile, row) {
                self.leave_out(row, WhyLeftOut::Total);
            } else if self.profile.rows() == 0 || self.profile.is_like(self.grid, row) {
                like.push(row);
            } else {
                unlike.push((row, self.profile.fit(self.grid, row)));
            }
        }
        let most = like.len() > unlike.len();
        let joining = unlike.iter().filter(|(_, fit)| {
            let full = !like.is_empty() && self.profile.is_as_full(fit);
            fit.alien == 0 || most || full
        });
        self.waiting.extend(joining.map(|(row, _)| *row));
        let skips = self
            .grid
            .rows
            .gaps()
            .any(|gap| segment.first() < Some(&gap.start));
        self.body.certain &= !skips;
        if like.is_empty() {
            return;
        }
        like.append(&mut self.waiting);
        like.sort_unstable();
        self.profile.add(self.grid, &like);
        like.iter().for_each(|row| self.body.rows.push(*row));
    }

    fn leave_out(&mut self, row: u32, why: WhyLeftOut) {
        let area = Area {
            first_row: row,
            last_row: row,
            ..self.grid.area
        };
        self.body.left_out.push(LeftOut { area, why });
    }

    /// Takes nameless totals and notes off the end of the body.
    fn trim_tail(&mut self) {
        let mut tail: Vec<u32> = self.body.rows.iter().rev().take(TAIL).collect();
        tail.reverse();
        while let Some((&row, rest)) = tail.split_first() {
            if self.is_computed(row) {
                for row in std::mem::take(&mut tail) {
                    self.body.rows.pop();
                    self.leave_out(row, WhyLeftOut::Total);
                }
                break;
            }
            tail = rest.to_vec();
        }
        if self.profile.usual_fill() < 3.0 {
            return;
        }
        while let Some(row) = self.body.rows.last() {
            if self.grid.rows.gaps().any(|gap| gap.contains(&row)) {
                self.body.certain = false;
                break;
            }
            let fit = self.profile.fit(self.grid, row);
            let most = (self.profile.usual_fill() * 0.15).max(1.0);
            if fit.filled as f64 > most || fit.alien < fit.filled {
                break;
            }
            self.body.rows.pop();
            self.leave_out(row, WhyLeftOut::OtherTable);
        }
    }

    /// Whether a row repeats the sums, means or counts of the rows above it.
    fn is_computed(&mut self, row: u32) -> bool {
        if self.profile.lacks_words(self.grid, row, None) != Some(true) {
            return false;
        }
        let above: Vec<u32> = self
            .body
            .rows
            .iter()
            .take_while(|above| *above < row)
            .collect();
        if above.len() < 3 {
            return false;
        }
        // Of rows that are not kept nobody knows the sums.
        self.body.certain &= self.grid.rows.gaps().next().is_none();
        is_computed(self.grid, &self.profile, &above, row)
    }

    fn finish(mut self) -> Body {
        let start = self.body.end;
        let left = self.body.left_out.iter().map(|left| left.area.last_row);
        if let Some(last) = left.chain(self.body.rows.last()).max() {
            self.body.end = last.saturating_add(1);
        }
        let mut blank: Option<Area> = None;
        let end = self.body.end;
        for row in self.grid.rows_from(start).take_while(|row| *row < end) {
            let joined = blank.is_some_and(|area| area.last_row.saturating_add(1) == row);
            if has_cells(self.grid, self.headers, row) || !joined {
                self.body.left_out.extend(blank.take().map(|area| LeftOut {
                    area,
                    why: WhyLeftOut::Blank,
                }));
            }
            if has_cells(self.grid, self.headers, row) {
                continue;
            }
            let area = blank.get_or_insert(Area {
                first_row: row,
                ..self.grid.area
            });
            area.last_row = row;
        }
        self.body
    }
}
