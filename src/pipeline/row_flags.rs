use super::comments::cell;
use super::{Setup, Surveyed, Understanding};
use crate::analysis::RowFlags;
use crate::error::Place;
use crate::survey::{Mapping, Personal, Unused, WhyUnused};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// Seconds a respondent needs for an item at least.
const SECONDS: i64 = 2;

/// Flags of single rows: answered too fast, repeated, come before. None where the
/// rows are not at hand.
///
/// Identifiers are compared by two hashes with keys of this run; none of them is
/// kept.
pub(super) fn row_flags(
    understanding: &Understanding,
    surveyed: &Surveyed,
    setup: &Setup,
) -> Option<RowFlags> {
    let mapping = understanding.mapping.as_ref().ok()?;
    let held = understanding
        .chosen
        .iter()
        .all(|chosen| chosen.counted.is_none());
    if !held || setup.counts.is_some() {
        return None;
    }
    let listing = surveyed.listing.as_ref()?;
    let rows = Flagging {
        understanding,
        places: listing.rows.iter().map(|(place, _)| place).collect(),
        keys: (RandomState::new(), RandomState::new()),
    };
    let seen = rows.identifiers(mapping);
    Some(RowFlags {
        fast: rows.fast(mapping),
        repeated: rows.repeated(mapping),
        duplicate: seen.as_deref().map(later),
        earlier: seen.map(|seen| {
            let turned: Vec<_> = seen.into_iter().rev().collect();
            let mut flags = later(&turned);
            flags.reverse();
            flags
        }),
    })
}

/// A text as nobody can read it.
type Hidden = Option<(u64, u64)>;

struct Flagging<'a> {
    understanding: &'a Understanding,
    places: Vec<&'a Place>,
    keys: (RandomState, RandomState),
}

impl Flagging<'_> {
    fn texts<'b>(&'b self, unused: &'b Unused) -> impl Iterator<Item = &'b str> {
        let places = self.places.iter();
        places.map(|place| cell(self.understanding, place, unused.column, &unused.header))
    }

    fn hidden(&self, text: &str) -> Hidden {
        let plain: String = text
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        // One telephone number is written in three ways.
        let digits = plain.bytes().all(|byte| byte.is_ascii_digit());
        let bare = plain.strip_prefix("62").or(plain.strip_prefix('0'));
        let plain = bare.filter(|_| digits).unwrap_or(&plain);
        let some = plain.chars().count() >= 4;
        some.then(|| (self.keys.0.hash_one(plain), self.keys.1.hash_one(plain)))
    }

    /// The identifiers of the best column for it: most respondents have one of
    /// their own.
    fn identifiers(&self, mapping: &Mapping) -> Option<Vec<Hidden>> {
        let sorts = [
            Personal::Identity,
            Personal::Email,
            Personal::Phone,
            Personal::Code,
        ];
        let of = |sort: &Personal| {
            let sort = WhyUnused::Personal(*sort);
            mapping
                .unused
                .iter()
                .filter(move |unused| unused.why == sort)
        };
        let columns = sorts.iter().flat_map(of);
        columns
            .map(|unused| self.texts(unused).map(|text| self.hidden(text)).collect())
            .find(|hidden: &Vec<Hidden>| {
                let given = hidden.iter().flatten().count();
                let again = later(hidden).iter().filter(|again| **again).count();
                given * 2 > hidden.len() && again * 2 < given
            })
    }

    /// Rows equal to an earlier one in every cell, where a time or a person stands
    /// in them: answers alone repeat without meaning anything.
    fn repeated(&self, mapping: &Mapping) -> Option<Vec<bool>> {
        let telling =
            |unused: &&Unused| matches!(unused.why, WhyUnused::Time | WhyUnused::Personal(_));
        mapping.unused.iter().find(telling)?;
        let running: Vec<u32> = mapping
            .unused
            .iter()
            .filter(|unused| unused.why == WhyUnused::Number)
            .map(|unused| unused.column)
            .collect();
        let hidden = |place: &&Place| -> Hidden {
            let books = self
                .understanding
                .books
                .iter()
                .zip(&self.understanding.chosen);
            let mut here = books.filter_map(|(book, chosen)| Some(&chosen.sheet(book)?.rows));
            let rows = here
                .find(|rows| *rows.file() == place.file && rows.sheet() == place.sheet.as_ref())?;
            let cells: Vec<(u32, &str)> = rows
                .filled(place.row?)
                .filter(|(column, _)| !running.contains(column))
                .collect();
            Some((self.keys.0.hash_one(&cells), self.keys.1.hash_one(&cells)))
        };
        let all: Vec<Hidden> = self.places.iter().map(hidden).collect();
        Some(later(&all))
    }

    /// Rows answered faster than one can read, by their start and end or by a
    /// column of seconds.
    fn fast(&self, mapping: &Mapping) -> Option<Vec<bool>> {
        let named = |names: &[&str]| {
            let known = |unused: &&Unused| names.contains(&plain(&unused.header).as_str());
            mapping.unused.iter().find(known)
        };
        let least = SECONDS * i64::try_from(mapping.items.len()).ok()?;
        let taken: Vec<Option<i64>> = match (named(&STARTS), named(&ENDS)) {
            (Some(start), Some(end)) => {
                let both = self.texts(start).zip(self.texts(end));
                both.map(|(start, end)| Some(seconds(end)? - seconds(start)?))
                    .collect()
            }
            _ => {
                let texts = self.texts(named(&TAKEN)?);
                texts
                    .map(|text| text.replace(',', ".").parse::<f64>().ok().map(|s| s as i64))
                    .collect()
            }
        };
        let known = taken.iter().flatten().filter(|taken| **taken >= 0).count();
        let fast = |taken: &Option<i64>| taken.is_some_and(|taken| (0..least).contains(&taken));
        (known * 2 > taken.len()).then(|| taken.iter().map(fast).collect())
    }
}

/// Headers of forms for the start, the end and the time taken in seconds.
const STARTS: [&str; 9] = [
    "start",
    "start time",
    "starttime",
    "startdate",
    "date started",
    "startdate date started",
    "waktu mulai",
    "jam mulai",
    "mulai",
];
const ENDS: [&str; 11] = [
    "end",
    "end time",
    "endtime",
    "completion time",
    "submitdate",
    "date submitted",
    "submitdate date submitted",
    "enddate",
    "waktu selesai",
    "jam selesai",
    "selesai",
];
const TAKEN: [&str; 6] = [
    "duration",
    "duration in seconds",
    "durasi",
    "durasi detik",
    "interviewtime",
    "interviewtime total time",
];

/// A header as small letters and digits, one blank between words.
fn plain(header: &str) -> String {
    let words = header.split(|sign: char| !sign.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

/// All but the first of what is equal.
fn later(hidden: &[Hidden]) -> Vec<bool> {
    let mut known: HashMap<(u64, u64), ()> = HashMap::new();
    let again = |hidden: &Hidden| hidden.is_some_and(|key| known.insert(key, ()).is_some());
    hidden.iter().map(again).collect()
}

/// A time stamp in seconds; of a day and month in either order alike, since both
/// ends of a respondent are written in one way.
fn seconds(text: &str) -> Option<i64> {
    if !text.contains(':') {
        return None;
    }
    let numbers: Vec<i64> = text
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .take(6)
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let (date, time) = match numbers.as_slice() {
        [date @ .., hour, minute] if numbers.len() == 2 || numbers.len() == 5 => {
            (date, [*hour, *minute, 0])
        }
        [date @ .., hour, minute, second] if numbers.len() == 3 || numbers.len() == 6 => {
            (date, [*hour, *minute, *second])
        }
        _ => return None,
    };
    let upper = text.to_uppercase();
    let [hour, minute, second] = time;
    let hour = match (upper.contains("PM"), upper.contains("AM")) {
        (true, _) if hour < 12 => hour + 12,
        (_, true) if hour == 12 => 0,
        _ => hour,
    };
    let day = match date {
        [year, month, day] if *year > 31 => days(*year, *month, *day),
        [day, month, year] => days(*year, *month, *day),
        _ => 0,
    };
    Some(((day * 24 + hour) * 60 + minute) * 60 + second)
}

/// Days of the calendar since an arbitrary one.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_forms_are_seconds_apart() {
        for (start, end, apart) in [
            (
                "2024-11-17T10:55:01.123+03:00",
                "2024-11-17T10:56:11.000+03:00",
                70,
            ),
            ("2026-02-28 23:59:59", "2026-03-01 00:00:09", 10),
            ("09:10", "09:12", 120),
        ] {
            let found = seconds(end)
                .zip(seconds(start))
                .map(|(end, start)| end - start);
            assert_eq!(found, Some(apart), "{start}");
        }
        assert_eq!(seconds("kemarin"), None);
        assert_eq!(seconds("2026-02-28"), None);
    }

    #[test]
    fn the_first_of_equals_is_not_flagged() {
        let all = [
            Some((1, 1)),
            None,
            Some((2, 2)),
            Some((1, 1)),
            None,
            Some((1, 1)),
        ];
        assert_eq!(later(&all), [false, false, false, true, false, true]);
    }
}
