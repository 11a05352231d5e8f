use super::Response;
use crate::count::{Pattern, ordered};
use std::ops::Range;

/// The patterns of a tally in codes, in the tally's order.
pub(super) struct CodedRows {
    items: usize,
    groups: usize,
    /// The codes of each pattern, one behind the other; none is missing.
    codes: Vec<Option<i16>>,
    values: Vec<Option<u32>>,
    counts: Vec<u64>,
}

impl CodedRows {
    /// Reads each pattern: `codes` by item and `values` by group for each text of
    /// their columns, items before groups.
    pub fn of<'a>(
        patterns: impl ExactSizeIterator<Item = Pattern<'a>>,
        codes: &[Vec<Option<i16>>],
        values: &[&[Option<u32>]],
    ) -> CodedRows {
        let mut rows = CodedRows {
            items: codes.len(),
            groups: values.len(),
            codes: Vec::with_capacity(patterns.len() * codes.len()),
            values: Vec::with_capacity(patterns.len() * values.len()),
            counts: Vec::with_capacity(patterns.len()),
        };
        for pattern in patterns {
            let ids = pattern.ids.iter().map(|id| *id as usize);
            let coded = codes.iter().zip(ids.clone());
            let coded = coded.map(|(codes, id)| codes.get(id).copied().flatten());
            rows.codes.extend(coded);
            let valued = values.iter().zip(ids.skip(codes.len()));
            let valued = valued.map(|(values, id)| values.get(id).copied().flatten());
            rows.values.extend(valued);
            rows.counts.push(pattern.count);
        }
        rows
    }

    /// The codes of each pattern; none for one without any answer.
    pub fn answered(&self) -> impl Iterator<Item = Option<&[Option<i16>]>> {
        (0..self.counts.len()).map(|row| {
            let codes = self.codes_of(row);
            codes.iter().any(Option::is_some).then_some(codes)
        })
    }

    /// Whether a pattern has any answer.
    pub fn is_answered(&self, row: usize) -> bool {
        self.codes_of(row).iter().any(Option::is_some)
    }

    /// Equal responses as one, in a fixed order, and which one each pattern
    /// became; none for a pattern without any answer.
    pub fn gathered(&self) -> (Vec<Response>, Vec<Option<u32>>) {
        let answered = self.answered().enumerate();
        let rows: Vec<usize> = answered
            .filter_map(|(row, codes)| codes.map(|_| row))
            .collect();
        let lowest = self.codes.iter().flatten().min().copied().unwrap_or(0);
        let code = |code: &Option<i16>| code.map_or(0, |code| u32::from(code.abs_diff(lowest)) + 1);
        let value = |value: &Option<u32>| value.map_or(0, |value| value.saturating_add(1));
        let mut ids = Vec::with_capacity(rows.len() * (self.items + self.groups));
        for &row in &rows {
            ids.extend(self.codes_of(row).iter().map(code));
            ids.extend(self.values_of(row).iter().map(value));
        }
        let mut responses: Vec<Response> = Vec::new();
        let mut response_of = vec![None; self.counts.len()];
        let mut before = None;
        for at in ordered(&ids, self.items + self.groups, rows.len()) {
            let Some(&row) = rows.get(at as usize) else {
                continue;
            };
            let same = |before: usize| {
                self.codes_of(before) == self.codes_of(row)
                    && self.values_of(before) == self.values_of(row)
            };
            let count = self.counts.get(row).copied().unwrap_or(0);
            match responses.last_mut() {
                Some(last) if before.is_some_and(same) => last.count += count,
                _ => responses.push(Response {
                    codes: self.codes_of(row).into(),
                    groups: self.values_of(row).into(),
                    count,
                }),
            }
            before = Some(row);
            if let Some(of) = response_of.get_mut(row) {
                *of = u32::try_from(responses.len() - 1).ok();
            }
        }
        (responses, response_of)
    }

    fn codes_of(&self, row: usize) -> &[Option<i16>] {
        self.codes.get(part(row, self.items)).unwrap_or_default()
    }

    fn values_of(&self, row: usize) -> &[Option<u32>] {
        self.values.get(part(row, self.groups)).unwrap_or_default()
    }
}

fn part(row: usize, width: usize) -> Range<usize> {
    row * width..(row + 1) * width
}
