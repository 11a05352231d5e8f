use std::ops::Range;

/// Rows of a sheet in ascending order, kept as runs: a table of a million rows
/// in one piece costs as much as one of three.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowRuns {
    runs: Vec<Range<u32>>,
}

impl RowRuns {
    /// Adds a row behind the last one.
    pub fn push(&mut self, row: u32) {
        self.push_run(row..row.saturating_add(1));
    }

    /// Adds a run behind the last row.
    pub fn push_run(&mut self, run: Range<u32>) {
        match self.runs.last_mut() {
            _ if run.start >= run.end => {}
            Some(last) if last.end == run.start => last.end = run.end,
            _ => self.runs.push(run),
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.runs.iter().map(|run| run.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The first row.
    pub fn first(&self) -> Option<u32> {
        self.runs.first().map(|run| run.start)
    }

    /// The last row.
    pub fn last(&self) -> Option<u32> {
        self.runs.last().map(|run| run.end - 1)
    }

    /// Every row.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = u32> + Clone + '_ {
        self.runs.iter().cloned().flatten()
    }

    /// The runs.
    pub fn runs(&self) -> &[Range<u32>] {
        &self.runs
    }

    /// Those rows that lie in a run, as runs.
    pub fn within(&self, rows: Range<u32>) -> impl Iterator<Item = Range<u32>> + '_ {
        let behind = self.runs.partition_point(|run| run.end <= rows.start);
        let runs = self.runs.get(behind..).unwrap_or_default().iter();
        let end = rows.end;
        let runs = runs.take_while(move |run| run.start < end);
        runs.map(move |run| run.start.max(rows.start)..run.end.min(rows.end))
    }

    /// Whether any row lies in a range, both ends included.
    pub fn touches(&self, first: u32, last: u32) -> bool {
        let behind = self.runs.partition_point(|run| run.end <= first);
        self.runs.get(behind).is_some_and(|run| run.start <= last)
    }

    /// Takes the last row off.
    pub(super) fn pop(&mut self) -> Option<u32> {
        let last = self.runs.last_mut()?;
        last.end -= 1;
        let row = last.end;
        if last.start == last.end {
            self.runs.pop();
        }
        Some(row)
    }

    /// The rows of both.
    pub(super) fn union(&self, other: &RowRuns) -> RowRuns {
        let mut all: Vec<Range<u32>> = [self.runs.as_slice(), &other.runs].concat();
        all.sort_unstable_by_key(|run| (run.start, run.end));
        let mut both = RowRuns::default();
        for run in all {
            let start = both.runs.last().map_or(0, |last| last.end).max(run.start);
            both.push_run(start..run.end.max(start));
        }
        both
    }
}

impl FromIterator<u32> for RowRuns {
    fn from_iter<T: IntoIterator<Item = u32>>(rows: T) -> Self {
        let mut runs = RowRuns::default();
        rows.into_iter().for_each(|row| runs.push(row));
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn runs_are_the_rows_they_were_made_of(
            one in prop::collection::btree_set(0_u32..60, 0..40),
            other in prop::collection::btree_set(0_u32..60, 0..40),
            (first, more) in (0_u32..60, 0_u32..9),
        ) {
            let made = |rows: &BTreeSet<u32>| rows.iter().copied().collect::<RowRuns>();
            let runs = made(&one);
            prop_assert!(runs.iter().eq(one.iter().copied()));
            prop_assert_eq!(runs.len(), one.len());
            prop_assert_eq!(runs.first(), one.first().copied());
            prop_assert_eq!(runs.last(), one.last().copied());
            prop_assert_eq!(runs.touches(first, first + more), one.range(first..=first + more).next().is_some());
            let both: BTreeSet<u32> = one.union(&other).copied().collect();
            prop_assert_eq!(runs.union(&made(&other)), made(&both));
            let mut shorter = runs.clone();
            prop_assert_eq!(shorter.pop(), one.last().copied());
            prop_assert_eq!(shorter.len(), one.len().saturating_sub(1));
        }
    }
}
