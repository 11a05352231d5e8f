use super::calendar::{date_of, days_of_month};
use super::{Rows, Table};
use std::collections::HashMap;

/// The days that the cells of a column name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// For each text of the sheet that stands in the column its day.
    of_text: HashMap<u32, Day>,
    pub order: DayOrder,
    /// Cells that name no day, and the row of the first; blank ones aside.
    pub unreadable: u64,
    pub first_unreadable: Option<u32>,
    /// Cells that name a day, and the earliest and the latest of them.
    pub days: u64,
    pub span: Option<(Day, Day)>,
}

/// Year, month and, where it is given, day.
pub type Day = (u16, u8, u8);

/// Whether the day stands before the month in a column of dates in digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// Every cell says it itself (`2026-03-14`, `14 Maret 2026`).
    Told,
    /// A number above 12 proves that the day comes first, or the month.
    DayFirst,
    MonthFirst,
    /// Nothing in the column proves it: the day comes first, as in Indonesia.
    Assumed,
    /// Some cells can only be read with the day first, others only with the month
    /// first; the rows of one of each.
    Mixed {
        day_first: u32,
        month_first: u32,
    },
}

/// What a text says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Day(Day),
    /// Two numbers, of which one is the day, and the year.
    Either(u8, u8, u16),
}

/// Reads a column of dates or time stamps. Day or month first is decided over the
/// whole column; a time and a zone behind the date are left as they are written.
///
/// Read are `2026-03-14` with or without a time, `2026/03/14 9:41:05 AM GMT+7`,
/// `14/03/2026 09.41`, `14-03-26`, `14.03.2026`, `14 Maret 2026`, `Sabtu, 14 Mar
/// 2026 pukul 09.41`, `March 14, 2026`, `2026-03` and `Maret 2026`, `20260314` and
/// the numbers by which a workbook counts days (from 1904 where `from_1904`).
pub fn days(rows: &Rows, table: &Table, column: u32, from_1904: bool) -> Days {
    let mut met: HashMap<u32, (u64, u32)> = HashMap::new();
    for row in rows.kept_of(&table.body).flatten() {
        let text = rows.text(row, column);
        if text != 0 {
            met.entry(text).or_insert((0, row)).0 += 1;
        }
    }
    let read = |text: &u32| moment(rows.texts().get(*text), from_1904);
    let moments: HashMap<u32, Option<Moment>> =
        met.keys().map(|text| (*text, read(text))).collect();
    let order = order(&met, &moments);
    let mut days = Days {
        of_text: HashMap::new(),
        order,
        unreadable: 0,
        first_unreadable: None,
        days: 0,
        span: None,
    };
    for (text, (times, row)) in &met {
        let day = moments.get(text).copied().flatten();
        let Some(day) = day.and_then(|moment| moment.day(order)) else {
            days.unreadable += times;
            let first = days.first_unreadable.map_or(*row, |first| first.min(*row));
            days.first_unreadable = Some(first);
            continue;
        };
        days.days += times;
        let (least, most) = days.span.unwrap_or((day, day));
        days.span = Some((least.min(day), most.max(day)));
        days.of_text.insert(*text, day);
    }
    days
}

impl Days {
    /// The day that a text of the sheet names, by its number.
    pub fn of(&self, text: u32) -> Option<Day> {
        self.of_text.get(&text).copied()
    }
}

impl Moment {
    fn day(self, order: DayOrder) -> Option<Day> {
        match self {
            Moment::Day(day) => Some(day),
            Moment::Either(one, other, year) => {
                let (day, month) = match order {
                    DayOrder::MonthFirst => (other, one),
                    _ => (one, other),
                };
                valid(i64::from(year), u32::from(month), u32::from(day))
            }
        }
    }
}

/// What the whole column proves about the order of day and month.
fn order(met: &HashMap<u32, (u64, u32)>, moments: &HashMap<u32, Option<Moment>>) -> DayOrder {
    let (mut day_first, mut month_first, mut either) = (None, None, false);
    for (text, (_, row)) in met {
        let Some(Some(Moment::Either(one, other, _))) = moments.get(text) else {
            continue;
        };
        let proof = match (*one > 12, *other > 12) {
            (true, _) => &mut day_first,
            (_, true) => &mut month_first,
            _ => {
                either |= one != other;
                continue;
            }
        };
        *proof = Some(proof.map_or(*row, |first: u32| first.min(*row)));
    }
    match (day_first, month_first) {
        (Some(day_first), Some(month_first)) => DayOrder::Mixed {
            day_first,
            month_first,
        },
        (Some(_), None) => DayOrder::DayFirst,
        (None, Some(_)) => DayOrder::MonthFirst,
        (None, None) if either => DayOrder::Assumed,
        (None, None) => DayOrder::Told,
    }
}

/// A part of a text: a number with its count of digits, or a word.
enum Part {
    Number(u32, usize),
    Month(u8),
}

/// What a text says of a day; none where it says nothing of one.
fn moment(text: &str, from_1904: bool) -> Option<Moment> {
    let text = text.trim();
    if let Some(day) = serial(text, from_1904).or_else(|| run_together(text)) {
        return Some(Moment::Day(day));
    }
    let parts = parts(text)?;
    let day = |year: u32, month: u32, day: u32| valid(i64::from(year), month, day).map(Moment::Day);
    match *parts.as_slice() {
        [
            Part::Number(year, 4),
            Part::Number(month, 1 | 2),
            Part::Number(date, 1 | 2),
        ] => day(year, month, date),
        [
            Part::Number(one, 1 | 2),
            Part::Number(other, 1 | 2),
            Part::Number(year, digits),
        ] => {
            let year = u16::try_from(whole_year(year, digits)?).ok()?;
            let (one, other) = (u8::try_from(one).ok()?, u8::try_from(other).ok()?);
            let possible = [(one, other), (other, one)].into_iter();
            let mut possible = possible.filter(|(day, month)| {
                valid(i64::from(year), u32::from(*month), u32::from(*day)).is_some()
            });
            possible.next().map(|_| Moment::Either(one, other, year))
        }
        [
            Part::Number(date, 1 | 2),
            Part::Month(month),
            Part::Number(year, digits),
        ]
        | [
            Part::Month(month),
            Part::Number(date, 1 | 2),
            Part::Number(year, digits),
        ] => day(whole_year(year, digits)?, u32::from(month), date),
        [
            Part::Number(year, 4),
            Part::Month(month),
            Part::Number(date, 1 | 2),
        ] => day(year, u32::from(month), date),
        [Part::Number(year, 4), Part::Number(month, 1 | 2)]
        | [Part::Number(month, 1 | 2), Part::Number(year, 4)] => month_alone(year, month),
        [Part::Month(month), Part::Number(year, 4)]
        | [Part::Number(year, 4), Part::Month(month)] => month_alone(year, u32::from(month)),
        _ => None,
    }
}

fn month_alone(year: u32, month: u32) -> Option<Moment> {
    let (year, month, _) = valid(i64::from(year), month, 1)?;
    Some(Moment::Day((year, month, 0)))
}

/// A day of the calendar in the years in which surveys are made.
fn valid(year: i64, month: u32, day: u32) -> Option<Day> {
    let within = (1950..=2100).contains(&year) && (1..=days_of_month(year, month)).contains(&day);
    let narrow = || {
        Some((
            u16::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        ))
    };
    within.then(narrow).flatten()
}

/// `26` as 2026, `98` as 1998.
fn whole_year(year: u32, digits: usize) -> Option<u32> {
    match (digits, year) {
        (4, year) => Some(year),
        (2, 0..70) => Some(2000 + year),
        (2, year) => Some(1900 + year),
        _ => None,
    }
}

/// The numbers and names of months at the start of a text, up to three; a name of
/// a weekday before them is passed over. None where another word comes first.
fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while parts.len() < 3 {
        rest = rest.trim_start_matches(|sign: char| {
            sign.is_whitespace() || matches!(sign, '/' | '-' | '.' | ',' | '–')
        });
        let Some(first) = rest.chars().next() else {
            break;
        };
        let of = |like: fn(char) -> bool| rest.find(|sign| !like(sign)).unwrap_or(rest.len());
        let end = match first {
            '0'..='9' => of(|sign| sign.is_ascii_digit()),
            _ if first.is_alphabetic() => of(char::is_alphabetic),
            _ => break,
        };
        let (here, behind) = rest.split_at(end);
        rest = behind;
        // What follows is a time of day.
        if behind.starts_with(':') {
            break;
        }
        match (here.parse::<u32>(), month(here)) {
            (Ok(number), _) => parts.push(Part::Number(number, here.len())),
            (_, Some(month)) => parts.push(Part::Month(month)),
            _ if parts.is_empty() && is_weekday(here) => {}
            // `1st`, `14th`; `T` before the time of day.
            _ if parts.len() < 3 && is_ordinal(here) => {}
            _ if parts.is_empty() => return None,
            _ => break,
        }
    }
    Some(parts)
}

fn is_ordinal(word: &str) -> bool {
    ["st", "nd", "rd", "th"].contains(&word.to_ascii_lowercase().as_str())
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 16] = [
        "senin", "selasa", "rabu", "kamis", "jumat", "jum", "sabtu", "minggu", "ahad", "mon",
        "tue", "wed", "thu", "fri", "sat", "sun",
    ];
    let word = word.to_lowercase();
    DAYS.iter().any(|day| word.starts_with(day))
}

/// The month that a word names, in full or by its first three letters.
fn month(word: &str) -> Option<u8> {
    const MONTHS: [(&str, u8); 24] = [
        ("januari", 1),
        ("january", 1),
        ("februari", 2),
        ("february", 2),
        ("pebruari", 2),
        ("maret", 3),
        ("march", 3),
        ("april", 4),
        ("mei", 5),
        ("may", 5),
        ("juni", 6),
        ("june", 6),
        ("juli", 7),
        ("july", 7),
        ("agustus", 8),
        ("august", 8),
        ("september", 9),
        ("oktober", 10),
        ("october", 10),
        ("november", 11),
        ("nopember", 11),
        ("desember", 12),
        ("december", 12),
        ("agt", 8),
    ];
    let word = word.to_lowercase();
    let begins = |name: &&(&str, u8)| word.len() >= 3 && name.0.starts_with(&word);
    // `Sept`, `Agust`, and the short form `Ags`.
    let found = MONTHS.iter().find(begins).map(|(_, month)| *month);
    found.or((word == "ags").then_some(8))
}

/// `20260314`, with or without the time of day behind it.
fn run_together(text: &str) -> Option<Day> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = matches!(digits, 8 | 12 | 14) && digits == text.len();
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let year = number(0, 4).filter(|_| whole)?;
    valid(i64::from(year), number(4, 6)?, number(6, 8)?)
}

/// The number by which a workbook counts days: 25,569 is 1970-01-01, in a workbook
/// of 1904 24,107.
fn serial(text: &str, from_1904: bool) -> Option<Day> {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 5 || !digits(whole) || !digits(part) {
        return None;
    }
    let days = whole.parse::<i64>().ok()? - if from_1904 { 24_107 } else { 25_569 };
    let (year, month, day) = date_of(days);
    valid(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Sheet, Where, find_tables};
    use proptest::prelude::*;

    fn read(texts: &[&str]) -> (Vec<Option<Day>>, DayOrder) {
        let mut rows = Rows::new("a.csv".into(), None, 0, 2);
        rows.push(["Waktu", "U1"]);
        for text in texts {
            rows.push([*text, "3"]);
        }
        let sheet = Sheet::of(rows);
        let place = Where {
            header: Some(1),
            ..Where::default()
        };
        let table = &find_tables(&sheet, &place)[0];
        let days = days(&sheet.rows, table, 0, false);
        let cells = (1..sheet.rows.span().end).map(|row| days.of(sheet.rows.text(row, 0)));
        (cells.collect(), days.order)
    }

    #[test]
    fn every_shape_of_a_time_stamp_names_its_day() {
        for text in [
            "2026/03/14 9:41:05 AM GMT+7",
            "2026-03-14",
            "2026-03-14 09:41:05",
            "2026-03-14T09:41:05.123+07:00",
            "14/03/2026 09.41",
            "14/03/2026 9:41:05",
            "14-03-26",
            "14.03.2026",
            "14 Maret 2026",
            "14 Mar 2026 pukul 09.41",
            "Sabtu, 14 Maret 2026 09:41 WIB",
            "14-Mar-26",
            "March 14, 2026 9:41 AM",
            "Sat, Mar 14th 2026",
            "3/14/2026 9:41:05",
            "20260314",
            "20260314094105",
            "46095",
            "46095.403530093",
        ] {
            assert_eq!(read(&[text]).0, [Some((2026, 3, 14))], "{text}");
        }
        assert_eq!(read(&["2026-03"]).0, [Some((2026, 3, 0))]);
        assert_eq!(read(&["Maret 2026"]).0, [Some((2026, 3, 0))]);
        // From 1904: 46095 - 1462, as Excel shows it.
        assert_eq!(serial("44633", true), Some((2026, 3, 14)));
        for text in [
            "kemarin",
            "31/02/2026",
            "14/03",
            "09:41:05",
            "3",
            "U1",
            "2026",
            "99/99/2026",
            "12345678",
        ] {
            assert_eq!(read(&[text]).0, [None], "{text}");
        }
    }

    #[test]
    fn the_whole_column_proves_which_number_is_the_day() {
        assert_eq!(
            read(&["03/04/2026", "04/13/2026"]),
            (
                vec![Some((2026, 3, 4)), Some((2026, 4, 13))],
                DayOrder::MonthFirst
            )
        );
        assert_eq!(
            read(&["03/04/2026", "13/04/2026"]),
            (
                vec![Some((2026, 4, 3)), Some((2026, 4, 13))],
                DayOrder::DayFirst
            )
        );
        assert_eq!(
            read(&["03/04/2026", "05/05/2026"]),
            (
                vec![Some((2026, 4, 3)), Some((2026, 5, 5))],
                DayOrder::Assumed
            )
        );
        assert_eq!(read(&["05/05/2026"]).1, DayOrder::Told);
        assert_eq!(
            read(&["01/05/2026", "13/04/2026", "04/13/2026"]).1,
            DayOrder::Mixed {
                day_first: 2,
                month_first: 3
            }
        );
    }

    proptest! {
        #[test]
        fn any_text_is_a_day_or_none(text in "[0-9a-zA-Z/:., T+-]{0,24}") {
            if let Some(moment) = moment(&text, false)
                && let Some((_, month, day)) = moment.day(DayOrder::Told)
            {
                prop_assert!((1..=12).contains(&month) && day <= 31);
            }
        }

        #[test]
        fn a_day_written_in_any_shape_is_that_day(days in 0_i64..40_000) {
            let (year, month, day) = date_of(days);
            prop_assume!((1970..2070).contains(&year));
            let names = ["Jan", "Feb", "Maret", "April", "Mei", "Juni", "Juli", "Agt", "Sept", "Okt", "November", "Des"];
            let name = names[month as usize - 1];
            let wanted = valid(year, month, day);
            for text in [
                format!("{year}-{month:02}-{day:02}T01:02:03Z"),
                format!("{day} {name} {year}"),
                format!("{name} {day}, {year} 3:04 PM"),
                format!("{year}{month:02}{day:02}"),
                format!("{}", days + 25_569),
            ] {
                let found = moment(&text, false).and_then(|moment| moment.day(DayOrder::Told));
                prop_assert_eq!(found, wanted, "{}", text);
            }
            let slashed = moment(&format!("{day}/{month}/{year} 1:02"), false);
            prop_assert_eq!(slashed.and_then(|moment| moment.day(DayOrder::DayFirst)), wanted);
        }
    }
}
