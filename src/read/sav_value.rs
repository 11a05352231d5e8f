use super::calendar::date_of;
use super::sav_bytes::float;
use super::sav_cases::SYSTEM_MISSING;
use super::sav_dictionary::{Code, Missing, PART, Variable};
use encoding_rs::Encoding;
use std::borrow::Cow;
use std::collections::HashMap;

/// Turns the values of one variable into the texts of cells.
pub(super) struct Reader<'a> {
    variable: &'a Variable,
    big: bool,
    encoding: &'static Encoding,
    /// The cell of each number that has a label, by the bits of the number.
    labelled: HashMap<u64, String>,
    /// The cell of each text that has a label.
    worded: HashMap<&'a [u8], &'a str>,
}

/// What a cell of an SPSS file says.
pub(super) enum Said<'a> {
    Blank,
    /// The file declares it to be no answer.
    Missing,
    Text(Cow<'a, str>),
}

/// Days from 1582-10-14, where SPSS begins to count, to 1970-01-01.
const SPSS_EPOCH: i64 = 141_428;

impl<'a> Reader<'a> {
    pub fn new(variable: &'a Variable, big: bool, encoding: &'static Encoding) -> Self {
        let numbers = variable.labels.iter();
        let numbers: Vec<(f64, &str)> = numbers
            .filter_map(|(code, label)| match code {
                Code::Number(number) => Some((*number, label.as_str())),
                Code::Text(_) => None,
            })
            .filter(|(_, label)| label.contains(char::is_alphabetic))
            .collect();
        let answers = numbers
            .iter()
            .filter(|(number, _)| !declared(&variable.missing, *number, big));
        let codes: Vec<f64> = answers.map(|(number, _)| *number).collect();
        // Two neighbours are a yes and a no; the ends of a scale lie apart.
        let pair = match codes.as_slice() {
            [one, other] => (one - other).abs() == 1.0,
            codes => codes.len() < 2,
        };
        let cell = |(number, label): &(f64, &str)| {
            let label = one_line(label);
            let cell = match pair {
                true => label,
                false => with_code(&label, *number),
            };
            (key(*number), cell)
        };
        let worded = variable
            .labels
            .iter()
            .filter_map(|(code, label)| match code {
                Code::Text(text) if !label.is_empty() => Some((text.as_slice(), label.as_str())),
                _ => None,
            });
        Reader {
            labelled: numbers.iter().map(cell).collect(),
            worded: worded.collect(),
            variable,
            big,
            encoding,
        }
    }

    /// The cell of a case.
    pub fn cell(&self, case: &[u8]) -> Said<'_> {
        let bytes = case.get(self.variable.word * 8..).unwrap_or_default();
        match self.variable.width {
            0 => self.number(bytes),
            width => self.text(bytes, width),
        }
    }

    /// The cell of a code.
    pub fn of_code(&self, code: &Code) -> Said<'_> {
        match code {
            Code::Number(number) => self.of_number(Some(*number)),
            Code::Text(text) => match self.worded.get(text.trim_ascii_end()) {
                Some(label) => Said::Text(Cow::Borrowed(label)),
                None => {
                    let text = self.encoding.decode_without_bom_handling(text).0;
                    Said::Text(Cow::Owned(text.into_owned()))
                }
            },
        }
    }

    fn number(&self, bytes: &[u8]) -> Said<'_> {
        self.of_number(bytes.first_chunk::<8>().map(|word| float(*word, self.big)))
    }

    fn of_number(&self, number: Option<f64>) -> Said<'_> {
        let Some(number) = number.filter(|number| number.is_finite() && *number != SYSTEM_MISSING)
        else {
            return Said::Blank;
        };
        if declared(&self.variable.missing, number, self.big) {
            return Said::Missing;
        }
        match self.labelled.get(&key(number)) {
            Some(cell) => Said::Text(Cow::Borrowed(cell)),
            None => Said::Text(Cow::Owned(shown(number, self.variable.format))),
        }
    }

    fn text(&self, bytes: &[u8], width: usize) -> Said<'_> {
        let text = stretch(bytes, width);
        let text = text.trim_ascii_end();
        if text.is_empty() {
            return Said::Blank;
        }
        let start = text.get(..text.len().min(8)).unwrap_or_default();
        let missing = self.variable.missing.values.iter();
        let mut missing = missing.map(|value| value.trim_ascii_end());
        if missing.any(|value| !value.is_empty() && value == start && text.len() <= 8) {
            return Said::Missing;
        }
        match self.worded.get(text) {
            Some(label) => Said::Text(Cow::Borrowed(label)),
            None => {
                let text = self.encoding.decode_without_bom_handling(text).0;
                Said::Text(Cow::Owned(text.into_owned()))
            }
        }
    }
}

/// The bytes of a text; one of more than 255 stands in parts of 255 bytes, each
/// filled up to whole words, of which the last is as long as is left.
fn stretch(bytes: &[u8], width: usize) -> Cow<'_, [u8]> {
    if width <= 255 {
        return Cow::Borrowed(bytes.get(..width.min(bytes.len())).unwrap_or_default());
    }
    let mut text = Vec::new();
    let parts = width.div_ceil(PART);
    for part in 0..parts {
        let start = part * 256;
        let length = (width - text.len().min(width)).min(255);
        let here = bytes.get(start..).unwrap_or_default();
        text.extend_from_slice(here.get(..length.min(here.len())).unwrap_or_default());
    }
    text.truncate(width);
    Cow::Owned(text)
}

/// Whether the file declares a number to be no answer.
fn declared(missing: &Missing, number: f64, big: bool) -> bool {
    let within = |(low, high): (f64, f64)| low <= number && number <= high;
    let mut values = missing.values.iter();
    missing.range.is_some_and(within) || values.any(|value| float(*value, big) == number)
}

/// Equal numbers have one key; -0 is 0.
fn key(number: f64) -> u64 {
    (number + 0.0).to_bits()
}

/// A label with its code behind it, unless it tells the code itself (`4 = Baik`):
/// what a code is called and what it counts stand in one cell.
pub(super) fn with_code(label: &str, code: f64) -> String {
    let whole = (0.0..1000.0).contains(&code) && code.fract() == 0.0;
    let digits = code.to_string();
    let told = label
        .strip_prefix(&digits)
        .is_some_and(|rest| !rest.starts_with(|sign: char| sign.is_alphanumeric()));
    match whole && !told {
        true => format!("{label} ({digits})"),
        false => label.to_owned(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number as its format shows it: dates and times as a person writes them,
/// anything else as its shortest decimal form.
fn shown(number: f64, format: u8) -> String {
    let seconds = number.floor() as i64;
    let (year, month, day) = date_of(seconds.div_euclid(86_400) - SPSS_EPOCH);
    let date = || format!("{year:04}-{month:02}-{day:02}");
    let time = |seconds: i64| {
        let (hours, rest) = (seconds / 3600, seconds % 3600);
        format!("{hours:02}:{:02}:{:02}", rest / 60, rest % 60)
    };
    match format {
        DATE | ADATE | JDATE | EDATE | SDATE | WKYR => date(),
        DATETIME | YMDHMS => match seconds.rem_euclid(86_400) {
            0 => date(),
            rest => format!("{} {}", date(), time(rest)),
        },
        MOYR => format!("{year:04}-{month:02}"),
        QYR => format!("{year:04}-Q{}", month.div_ceil(3)),
        TIME | DTIME | MTIME if seconds >= 0 => time(seconds),
        _ => (number + 0.0).to_string(),
    }
}

/// Numbers of the formats that show a moment.
const DATE: u8 = 20;
const TIME: u8 = 21;
const DATETIME: u8 = 22;
const ADATE: u8 = 23;
const JDATE: u8 = 24;
const DTIME: u8 = 25;
const MOYR: u8 = 28;
const QYR: u8 = 29;
const WKYR: u8 = 30;
const EDATE: u8 = 38;
const SDATE: u8 = 39;
const MTIME: u8 = 40;
const YMDHMS: u8 = 41;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_read_as_a_person_writes_them() {
        // Seconds since 1582-10-14; the days from `date -u -d @0`.
        let day = 86_400.0 * (20_513.0 + 141_428.0);
        for (number, format, text) in [
            (day, DATE, "2026-03-01"),
            (day, ADATE, "2026-03-01"),
            (day, MOYR, "2026-03"),
            (day, QYR, "2026-Q1"),
            (day, DATETIME, "2026-03-01"),
            (day + 30_660.5, DATETIME, "2026-03-01 08:31:00"),
            (30_660.0, TIME, "08:31:00"),
            (90_000.0, DTIME, "25:00:00"),
            (-5.0, TIME, "-5"),
            (3.0, 5, "3"),
            (4.5, 5, "4.5"),
            (-0.0, 5, "0"),
        ] {
            assert_eq!(shown(number, format), text, "{number} {format}");
        }
    }

    #[test]
    fn a_code_stands_behind_its_label_unless_the_label_tells_it() {
        assert_eq!(with_code("Sangat baik", 4.0), "Sangat baik (4)");
        assert_eq!(with_code("4 = Sangat baik", 4.0), "4 = Sangat baik");
        assert_eq!(with_code("4x seminggu", 2.0), "4x seminggu (2)");
        assert_eq!(with_code("Setengah", 0.5), "Setengah");
    }
}
