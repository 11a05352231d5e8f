use super::limits::LONGEST_CELL;
use super::marks::Marks;

/// How delimited text is cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layout {
    pub delimiter: u8,
    /// Fields of a usual record; 0 where nobody knows yet.
    pub fields: usize,
}

/// A record within a text. Its fields lie between the delimiters in `parts`;
/// quotes are still on them ([`unquoted`]).
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub start: usize,
    pub parts: &'a [u32],
    /// Where the line end stands.
    pub end: usize,
    /// A quote that opens a field and is never closed: it is part of the text.
    pub lone_quote: Option<usize>,
}

impl Record<'_> {
    /// Start and end of each field.
    pub fn fields(&self) -> impl Iterator<Item = (usize, usize)> + Clone + '_ {
        let parts = self.parts.iter().map(|part| *part as usize);
        let starts = std::iter::once(self.start).chain(parts.clone().map(|part| part + 1));
        starts.zip(parts.chain(std::iter::once(self.end)))
    }

    /// One field of the text that the record is of; empty for a record that is
    /// shorter.
    #[inline]
    pub fn bytes<'t>(&self, text: &'t [u8], number: usize) -> &'t [u8] {
        let start = match number.checked_sub(1) {
            None => self.start,
            Some(before) => match self.parts.get(before) {
                Some(part) => *part as usize + 1,
                None => return &[],
            },
        };
        let end = self
            .parts
            .get(number)
            .map_or(self.end, |part| *part as usize);
        text.get(start..end).unwrap_or_default()
    }

    /// So many neighbouring fields from one on with the delimiters between them, if
    /// each of them is one byte long.
    #[inline]
    pub fn single_bytes<'t>(
        &self,
        text: &'t [u8],
        first: usize,
        fields: usize,
    ) -> Option<&'t [u8]> {
        let start = match first.checked_sub(1) {
            None => self.start,
            Some(before) => *self.parts.get(before)? as usize + 1,
        };
        let last = (first + fields).checked_sub(1)?;
        let inside = self.parts.get(first..last)?;
        let end = self.parts.get(last).map_or(self.end, |part| *part as usize);
        if end - start != (2 * fields).checked_sub(1)? {
            return None;
        }
        let places = (1_u32..).step_by(2).zip(inside);
        let apart = places.fold(0, |apart, (at, part)| {
            apart | (part.wrapping_sub(start as u32) ^ at)
        });
        text.get(start..end).filter(|_| apart == 0)
    }
}

/// Cuts text into records, block by block.
///
/// A quote at the start of a field opens it; the field ends at the quote that a
/// delimiter, a line end or nothing follows, and holds `""` as a quote. Where
/// no such quote comes, or other fields would have to be swallowed to reach it,
/// the opening quote is text: one wrong key must not cost a page of answers.
pub(super) struct Cutter {
    layout: Layout,
    marks: Marks,
    /// The next delimiter and the next break of `marks`.
    delimiter: usize,
    line_break: usize,
    /// Where the next record starts.
    at: usize,
    parts: Vec<u32>,
}

/// How a field in quotes ends.
enum Closing {
    /// Behind its last quote; whether it runs over several lines.
    At(usize, bool),
    Never,
    /// Not within this text.
    Later,
}

/// How a record ends.
enum Ending {
    /// Its line end, its first lone quote, and its first field of several lines.
    At {
        end: usize,
        lone_quote: Option<usize>,
        lines: Option<usize>,
    },
    Later,
}

impl Cutter {
    pub fn new(layout: Layout) -> Self {
        Cutter {
            layout,
            marks: Marks::default(),
            delimiter: 0,
            line_break: 0,
            at: 0,
            parts: Vec::new(),
        }
    }

    /// Takes a text that starts with a record.
    pub fn load(&mut self, text: &[u8]) {
        self.marks.find(text, self.layout.delimiter);
        (self.delimiter, self.line_break, self.at) = (0, 0, 0);
    }

    /// Where the first record starts that was not given.
    pub fn rest(&self) -> usize {
        self.at
    }

    /// The next record of the text loaded; none behind the last one, or where it
    /// may go on beyond the text, unless that is the `last`.
    pub fn next(&mut self, text: &[u8], last: bool) -> Option<Record<'_>> {
        let start = self.at;
        if start >= text.len() {
            return None;
        }
        let line_break = self.marks.breaks.get(self.line_break).copied();
        let end = line_break.map_or(text.len(), |at| at as usize);
        if line_break.is_none() && !last {
            return None;
        }
        if text.get(end) == Some(&b'"') {
            return self.next_quoted(text, last);
        }
        if !self.step_over(text, end, last) {
            return None;
        }
        let from = self.delimiter;
        let usual = from + self.layout.fields.saturating_sub(1);
        let before = |position: usize| self.marks.delimiters.get(position) < Some(&(end as u32));
        let inside = |position: usize| position < self.marks.delimiters.len() && before(position);
        let count = match usual > from && inside(usual - 1) && !inside(usual) {
            true => usual - from,
            false => {
                let rest = self.marks.delimiters.get(from..).unwrap_or_default();
                rest.iter().take_while(|at| (**at as usize) < end).count()
            }
        };
        self.delimiter = from + count;
        Some(Record {
            start,
            parts: self.marks.delimiters.get(from..from + count)?,
            end,
            lone_quote: None,
        })
    }

    /// Moves behind the line end of a record; false where the text does not show
    /// whether `\n` follows `\r`.
    fn step_over(&mut self, text: &[u8], end: usize, last: bool) -> bool {
        let both = text.get(end) == Some(&b'\r');
        if both && text.len() == end + 1 && !last {
            return false;
        }
        let two = both && text.get(end + 1) == Some(&b'\n');
        self.line_break += if two { 2 } else { 1 };
        self.at = end + if two { 2 } else { 1 };
        true
    }

    /// A record with a quote in it.
    fn next_quoted(&mut self, text: &[u8], last: bool) -> Option<Record<'_>> {
        let start = self.at;
        let mut parts = std::mem::take(&mut self.parts);
        let mut found = self.cut(text, last, None, &mut parts);
        let fields = self.layout.fields;
        if let Ending::At { lines, .. } = found
            && lines.is_some()
            && fields > 0
            && parts.len() + 1 != fields
        {
            // Lines that are a record each when the quote is text.
            let mut literal = Vec::new();
            let retried = self.cut(text, last, lines, &mut literal);
            if literal.len() + 1 == fields {
                (parts, found) = (literal, retried);
            }
        }
        self.parts = parts;
        let Ending::At {
            end, lone_quote, ..
        } = found
        else {
            return None;
        };
        let breaks = self.marks.breaks.get(self.line_break..).unwrap_or_default();
        let passed = breaks.iter().take_while(|at| (**at as usize) < end).count();
        let back = self.line_break;
        self.line_break += passed;
        if !self.step_over(text, end, last) {
            self.line_break = back;
            return None;
        }
        let rest = self.marks.delimiters.get(self.delimiter..);
        let rest = rest.unwrap_or_default().iter();
        self.delimiter += rest.take_while(|at| (**at as usize) < end).count();
        Some(Record {
            start,
            parts: &self.parts,
            end,
            lone_quote,
        })
    }

    /// The delimiters and the end of the record that starts here; a quote at
    /// `literal` is text.
    fn cut(&self, text: &[u8], last: bool, literal: Option<usize>, parts: &mut Vec<u32>) -> Ending {
        parts.clear();
        let (mut delimiter, mut line_break) = (self.delimiter, self.line_break);
        let (delimiters, breaks) = (&self.marks.delimiters, &self.marks.breaks);
        let (mut field, mut lone_quote, mut lines) = (self.at, None, None);
        // The next line end among the breaks.
        let mut line_end = line_break;
        loop {
            let mut from = field;
            while breaks
                .get(line_break)
                .is_some_and(|at| (*at as usize) < field)
            {
                line_break += 1;
            }
            if text.get(field) == Some(&b'"') {
                let closing = match literal == Some(field) {
                    true => Closing::Never,
                    false => self.closing(text, field, line_break, last),
                };
                match closing {
                    Closing::At(end, several) => {
                        from = end;
                        lines = lines.or(several.then_some(field));
                    }
                    Closing::Never => lone_quote = lone_quote.or(Some(field)),
                    Closing::Later => return Ending::Later,
                }
            }
            while delimiters
                .get(delimiter)
                .is_some_and(|at| (*at as usize) < from)
            {
                delimiter += 1;
            }
            let is_end = |at: u32| at as usize >= from && text.get(at as usize) != Some(&b'"');
            while breaks.get(line_end).is_some_and(|at| !is_end(*at)) {
                line_end += 1;
            }
            match (delimiters.get(delimiter), breaks.get(line_end)) {
                (Some(&part), end) if end.is_none_or(|end| part < *end) => {
                    parts.push(part);
                    field = part as usize + 1;
                    delimiter += 1;
                }
                (_, None) if !last => return Ending::Later,
                (_, end) => {
                    return Ending::At {
                        end: end.map_or(text.len(), |end| *end as usize),
                        lone_quote,
                        lines,
                    };
                }
            }
        }
    }

    /// Where a field in quotes ends; `line_break` is the position of its opening
    /// quote among the breaks.
    fn closing(&self, text: &[u8], open: usize, line_break: usize, last: bool) -> Closing {
        let mut several = false;
        let mut position = line_break + 1;
        while let Some(&at) = self.marks.breaks.get(position) {
            let at = at as usize;
            position += 1;
            if at - open > LONGEST_CELL {
                return Closing::Never;
            }
            if text.get(at) != Some(&b'"') {
                several = true;
                continue;
            }
            match text.get(at + 1) {
                Some(b'"') => position += 1,
                Some(b'\r' | b'\n') => return Closing::At(at + 1, several),
                Some(&next) if next == self.layout.delimiter => {
                    return Closing::At(at + 1, several);
                }
                None if last => return Closing::At(at + 1, several),
                None => return Closing::Later,
                Some(_) => {
                    // `"Ayu, S.H." Lestari` goes on; `"Ayu,3,"Budi` never closed.
                    let before = at.checked_sub(1).and_then(|before| text.get(before));
                    let opens = before == Some(&self.layout.delimiter);
                    return match several || opens {
                        true => Closing::Never,
                        false => Closing::At(at + 1, false),
                    };
                }
            }
        }
        match last || text.len() - open > LONGEST_CELL {
            true => Closing::Never,
            false => Closing::Later,
        }
    }
}

/// The text of a field without its quotes; a field whose quotes are not closed
/// properly is taken as it stands.
pub(super) fn unquoted(field: &str) -> std::borrow::Cow<'_, str> {
    let inner = field
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.contains('"') => inner.into(),
        Some(inner) if !inner.replace("\"\"", "").contains('"') => {
            inner.replace("\"\"", "\"").into()
        }
        _ => field.into(),
    }
}
