use super::limits;
use super::sav_bytes::{SavBytes, float};
use crate::error::{Place, Result};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::collections::HashMap;

/// What an SPSS file says before its cases.
pub(super) struct Dictionary<'a> {
    pub variables: Vec<Variable>,
    /// Words of eight bytes that a case takes.
    pub words: usize,
    pub compression: Compression,
    /// What is taken off a byte that stands for a number.
    pub bias: f64,
    /// Cases, where the file says how many.
    pub cases: Option<u64>,
    /// Which variable weights the cases.
    pub weight: Option<usize>,
    pub encoding: &'static Encoding,
    pub big: bool,
    /// Records of sets of variables.
    pub sets: Vec<&'a [u8]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Bytes,
    Blocks,
}

/// A column of the file.
#[derive(Debug)]
pub(super) struct Variable {
    /// Its name of eight letters, to which other records refer.
    pub short: String,
    pub name: String,
    pub label: String,
    /// Where it begins in a case, in words.
    pub word: usize,
    /// Bytes of its text; 0 for a number.
    pub width: usize,
    /// How it is shown: the number of the format.
    pub format: u8,
    pub missing: Missing,
    /// Codes that have a label. Of a text the code is the text.
    pub labels: Vec<(Code, String)>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Code {
    Number(f64),
    Text(Vec<u8>),
}

/// What the file declares to be no answer.
#[derive(Debug, Default)]
pub(super) struct Missing {
    pub range: Option<(f64, f64)>,
    pub values: Vec<[u8; 8]>,
}

/// What the records say before the encoding is known.
struct Records<'a> {
    variables: Vec<(Variable, &'a [u8], &'a [u8])>,
    /// Which variable begins at a word of the case.
    at_word: HashMap<usize, usize>,
    words: usize,
    labels: Vec<(Vec<usize>, Labels<'a>)>,
    named: Option<&'static Encoding>,
    page: i32,
    long_names: &'a [u8],
    long_widths: &'a [u8],
    long_labels: Vec<&'a [u8]>,
    sets: Vec<&'a [u8]>,
}

type Labels<'a> = Vec<([u8; 8], &'a [u8])>;

impl<'a> Dictionary<'a> {
    /// Reads all records; leaves the bytes where the cases begin.
    ///
    /// # Errors
    /// A file that ends early or contradicts itself; more columns than a sheet has.
    pub fn read(bytes: &mut SavBytes<'a>) -> Result<Dictionary<'a>> {
        bytes.take(64)?;
        let layout = bytes.take(4)?;
        bytes.big = layout.first() == Some(&0);
        bytes.take(4)?;
        let compression = match bytes.int()? {
            0 => Compression::None,
            1 => Compression::Bytes,
            2 => Compression::Blocks,
            _ => return Err(bytes.torn()),
        };
        let weight = bytes.int()?;
        let cases = u64::try_from(bytes.int()?).ok();
        let bias = bytes.float()?;
        bytes.take(84)?;
        let mut records = Records::read(bytes)?;
        records.join_long_texts(bytes)?;
        let weight = usize::try_from(weight)
            .ok()
            .and_then(|word| word.checked_sub(1));
        Ok(Dictionary {
            weight: weight.and_then(|word| records.at_word.get(&word).copied()),
            words: records.words,
            encoding: records.encoding(),
            big: bytes.big,
            sets: std::mem::take(&mut records.sets),
            variables: records.finish(bytes),
            compression,
            bias,
            cases,
        })
    }
}

impl<'a> Records<'a> {
    fn read(bytes: &mut SavBytes<'a>) -> Result<Records<'a>> {
        let mut records = Records {
            variables: Vec::new(),
            at_word: HashMap::new(),
            words: 0,
            labels: Vec::new(),
            named: None,
            page: 0,
            long_names: b"",
            long_widths: b"",
            long_labels: Vec::new(),
            sets: Vec::new(),
        };
        loop {
            match bytes.int()? {
                2 => records.variable(bytes)?,
                3 => records.labels(bytes)?,
                6 => {
                    let lines = bytes.length()?;
                    bytes.take(lines.saturating_mul(80))?;
                }
                7 => records.extension(bytes)?,
                999 => {
                    bytes.int()?;
                    break;
                }
                _ => return Err(bytes.torn()),
            }
        }
        match records.variables.is_empty() {
            true => Err(bytes.torn()),
            false => Ok(records),
        }
    }

    fn variable(&mut self, bytes: &mut SavBytes<'a>) -> Result<()> {
        let width = bytes.int()?;
        let labelled = bytes.int()?;
        let missing = bytes.int()?;
        let print = bytes.int()?;
        bytes.int()?;
        let short = bytes.take(8)?;
        let label = match labelled {
            0 => &b""[..],
            _ => {
                let length = bytes.length()?;
                let label = bytes.take(length.next_multiple_of(4))?;
                label.get(..length).unwrap_or_default()
            }
        };
        let mut values = Vec::new();
        if !(-3..=3).contains(&missing) {
            return Err(bytes.torn());
        }
        for _ in 0..missing.unsigned_abs() {
            values.push(bytes.word().ok_or_else(|| bytes.torn())?);
        }
        let word = self.words;
        self.words += 1;
        if width < 0 {
            // The next eight bytes of a text.
            return Ok(());
        }
        let range = (missing < 0).then(|| {
            let mut ends = values.drain(..values.len().min(2));
            let mut end = || ends.next().map_or(f64::NAN, |end| float(end, bytes.big));
            (end(), end())
        });
        let variable = Variable {
            short: String::from_utf8_lossy(short).trim_end().to_uppercase(),
            name: String::new(),
            label: String::new(),
            word,
            width: usize::try_from(width).unwrap_or(0),
            format: print.to_be_bytes().get(1).copied().unwrap_or(0),
            missing: Missing { range, values },
            labels: Vec::new(),
        };
        self.at_word.insert(word, self.variables.len());
        self.variables.push((variable, short, label));
        Ok(())
    }

    fn labels(&mut self, bytes: &mut SavBytes<'a>) -> Result<()> {
        let count = bytes.length()?;
        let mut labels = Vec::new();
        for _ in 0..count {
            let code = bytes.word().ok_or_else(|| bytes.torn())?;
            let length = bytes.take(1)?.first().copied().map_or(0, usize::from);
            let padded = (length + 1).next_multiple_of(8) - 1;
            let label = bytes.take(padded)?.get(..length).unwrap_or_default();
            labels.push((code, label));
        }
        if bytes.int()? != 4 {
            return Err(bytes.torn());
        }
        let count = bytes.length()?;
        let mut words = Vec::new();
        for _ in 0..count {
            let word = usize::try_from(bytes.int()?).unwrap_or(0);
            words.extend(word.checked_sub(1));
        }
        self.labels.push((words, labels));
        Ok(())
    }

    fn extension(&mut self, bytes: &mut SavBytes<'a>) -> Result<()> {
        let subtype = bytes.int()?;
        let (size, count) = (bytes.length()?, bytes.length()?);
        let mut inside = bytes.clone();
        let content = bytes.take(size.saturating_mul(count))?;
        match subtype {
            3 if size == 4 && count >= 8 => {
                inside.take(28)?;
                self.page = inside.int()?;
            }
            7 | 19 => self.sets.push(content),
            13 => self.long_names = content,
            14 => self.long_widths = content,
            20 => self.named = Encoding::for_label(content.trim_ascii()),
            21 => self.long_labels.push(content),
            _ => {}
        }
        Ok(())
    }

    /// The encoding by its name, else by the number of its code page.
    fn encoding(&self) -> &'static Encoding {
        let page = match self.page {
            65_001 => Some(UTF_8),
            page @ 1250..=1258 => Encoding::for_label(format!("windows-{page}").as_bytes()),
            28_591 => Some(WINDOWS_1252),
            page @ 28_592..=28_606 => {
                Encoding::for_label(format!("iso-8859-{}", page - 28_590).as_bytes())
            }
            _ => None,
        };
        if let Some(encoding) = self.named.or(page) {
            return encoding;
        }
        let texts = self.variables.iter().map(|(.., label)| *label);
        let labels = self.labels.iter().flat_map(|(_, labels)| labels);
        let mut texts = texts.chain(labels.map(|(_, label)| *label));
        match texts.all(|text| std::str::from_utf8(text).is_ok()) {
            true => UTF_8,
            false => WINDOWS_1252,
        }
    }

    /// Puts the parts of texts of more than 255 bytes together.
    fn join_long_texts(&mut self, bytes: &SavBytes) -> Result<()> {
        let widths = pairs(self.long_widths, &[0, b'\t']);
        for (short, width) in widths {
            let short = String::from_utf8_lossy(short).to_uppercase();
            let digits = String::from_utf8_lossy(width);
            let width: usize = digits.trim().parse().map_err(|_| bytes.torn())?;
            let first = self.variables.iter().position(|(v, ..)| v.short == short);
            let Some(first) = first else {
                continue;
            };
            let parts = width.div_ceil(PART).max(1);
            if first + parts > self.variables.len() {
                return Err(bytes.torn());
            }
            self.variables.drain(first + 1..first + parts);
            if let Some((variable, ..)) = self.variables.get_mut(first) {
                variable.width = width;
            }
        }
        self.at_word.clear();
        for (at, (variable, ..)) in self.variables.iter().enumerate() {
            self.at_word.insert(variable.word, at);
        }
        let columns = u32::try_from(self.variables.len()).unwrap_or(u32::MAX);
        limits::check_columns(columns, || Place::file(bytes.file().clone()))
    }

    /// The variables with their names and labels as text.
    fn finish(self, bytes: &SavBytes) -> Vec<Variable> {
        let encoding = self.encoding();
        let text = |bytes: &[u8]| {
            encoding
                .decode_without_bom_handling(bytes)
                .0
                .trim()
                .to_owned()
        };
        let names: HashMap<String, String> = pairs(self.long_names, b"\t")
            .map(|(short, long)| (text(short).to_uppercase(), text(long)))
            .collect();
        let at_word = self.at_word;
        let mut variables: Vec<Variable> = self
            .variables
            .into_iter()
            .map(|(variable, short, label)| Variable {
                name: names
                    .get(&variable.short)
                    .cloned()
                    .unwrap_or_else(|| text(short)),
                label: text(label),
                ..variable
            })
            .collect();
        for (words, labels) in &self.labels {
            for at in words.iter().filter_map(|word| at_word.get(word)) {
                let Some(variable) = variables.get_mut(*at) else {
                    continue;
                };
                let code = |code: [u8; 8]| match variable.width {
                    0 => Code::Number(float(code, bytes.big)),
                    _ => Code::Text(code.trim_ascii_end().to_vec()),
                };
                let labels = labels.iter();
                let labels: Vec<_> = labels.map(|(c, label)| (code(*c), text(label))).collect();
                variable.labels.extend(labels);
            }
        }
        for record in &self.long_labels {
            // What is odd here only leaves a text without its label.
            let mut record = SavBytes::new(record, bytes.file());
            record.big = bytes.big;
            while let Ok((name, labels)) = long_labels(&mut record) {
                let name = text(name).to_uppercase();
                let named = |v: &&mut Variable| v.name.to_uppercase() == name || v.short == name;
                if let Some(variable) = variables.iter_mut().find(named) {
                    let labels = labels.into_iter();
                    let labels = labels.map(|(code, label)| {
                        (Code::Text(code.trim_ascii_end().to_vec()), text(label))
                    });
                    variable.labels.extend(labels);
                }
            }
        }
        variables
    }
}

/// Bytes of a long text that each of its parts brings.
pub(super) const PART: usize = 252;

type Named<'a> = (&'a [u8], Vec<(&'a [u8], &'a [u8])>);

/// A variable of long text and the labels of its values.
fn long_labels<'a>(record: &mut SavBytes<'a>) -> Result<Named<'a>> {
    let length = record.length()?;
    let name = record.take(length)?;
    record.int()?;
    let count = record.length()?;
    let mut labels = Vec::new();
    for _ in 0..count {
        let length = record.length()?;
        let code = record.take(length)?;
        let length = record.length()?;
        labels.push((code, record.take(length)?));
    }
    Ok((name, labels))
}

/// `A=x` parted by signs.
fn pairs<'a>(record: &'a [u8], signs: &'static [u8]) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    let parts = record.split(move |byte| signs.contains(byte));
    parts.filter_map(|part| {
        let equals = part.iter().position(|byte| *byte == b'=')?;
        Some((part.get(..equals)?, part.get(equals + 1..)?))
    })
}
