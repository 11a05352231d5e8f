use super::{Chosen, Setup};
use crate::error::{Error, ErrorKind, Place, Result, column_letters};
use crate::read::{Book, Day, DayOrder, Days, days, with_column};
use crate::said;
use crate::survey::{GroupRole, Issue, IssueKind, Mapping, WhyUnused, column_named};
use serde::{Deserialize, Serialize};

/// How long a period is that is made of dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodBy {
    /// `2026-S1`
    #[default]
    Semester,
    /// `2026-TW2`
    Quarter,
    /// `2026-03`
    Month,
    /// `2026`
    Year,
}

/// A column of periods made of a column of dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedPeriods {
    /// The column of dates, and the one made of it.
    pub from: u32,
    pub made: u32,
    header: String,
    by: PeriodBy,
    days: Days,
    /// Whether nobody asked for it by name.
    pub found: bool,
}

/// Which dates become periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PeriodWish {
    /// The column, by header or letters.
    column: String,
    by: PeriodBy,
    found: bool,
}

impl PeriodBy {
    /// The header of a column of such periods.
    fn header(self) -> &'static str {
        match self {
            PeriodBy::Semester => "Semester survei",
            PeriodBy::Quarter => "Triwulan survei",
            PeriodBy::Month => "Bulan survei",
            PeriodBy::Year => "Tahun survei",
        }
    }

    /// Its name in a survey file.
    pub(super) fn name(self) -> &'static str {
        match self {
            PeriodBy::Semester => "semester",
            PeriodBy::Quarter => "quarter",
            PeriodBy::Month => "month",
            PeriodBy::Year => "year",
        }
    }

    /// The period of a day.
    ///
    /// ```
    /// use tridharma::pipeline::PeriodBy;
    /// assert_eq!(PeriodBy::Semester.of((2026, 7, 1)), "2026-S2");
    /// assert_eq!(PeriodBy::Quarter.of((2026, 6, 30)), "2026-TW2");
    /// ```
    pub fn of(self, (year, month, _): Day) -> String {
        match self {
            PeriodBy::Semester => format!("{year}-S{}", month.div_ceil(6)),
            PeriodBy::Quarter => format!("{year}-TW{}", month.div_ceil(3)),
            PeriodBy::Month => format!("{year}-{month:02}"),
            PeriodBy::Year => year.to_string(),
        }
    }
}

impl PeriodWish {
    /// What the setup asks for.
    pub fn asked(setup: &Setup) -> Option<PeriodWish> {
        let column = setup.period_from.clone()?;
        let by = setup.period_by.or_else(|| length_of(setup));
        Some(PeriodWish {
            column,
            by: by.unwrap_or_default(),
            found: false,
        })
    }

    /// The dates to take where a period is asked for and the data have no column of
    /// periods, but one of dates.
    pub fn found(mapping: &Mapping, setup: &Setup) -> Option<PeriodWish> {
        let period = mapping
            .groups
            .iter()
            .any(|group| group.role == GroupRole::Period);
        let plain = setup.period_from.is_none() && setup.reshape.is_none() && !setup.folder;
        if period || !plain {
            return None;
        }
        let by = setup.period_by.or(length_of(setup)?.into())?;
        let mut times = mapping.unused.iter();
        let time = times.find(|unused| unused.why == WhyUnused::Time)?;
        Some(PeriodWish {
            column: column_letters(time.column),
            by,
            found: true,
        })
    }
}

/// How long the period asked for is.
fn length_of(setup: &Setup) -> Option<PeriodBy> {
    match super::period::period_span(setup.period.as_deref()?)?.2 {
        6 => Some(PeriodBy::Semester),
        3 => Some(PeriodBy::Quarter),
        1 => Some(PeriodBy::Month),
        _ => Some(PeriodBy::Year),
    }
}

/// Adds the column of periods to the chosen table. Dates that were found and not
/// asked for are left alone where they are none.
pub(super) fn add_periods(book: &mut Book, chosen: &mut Chosen, wish: &PeriodWish) -> Result<()> {
    let Some(sheet) = book.sheets.get(chosen.sheet) else {
        return Ok(());
    };
    let place = Place {
        sheet: sheet.rows.sheet().cloned(),
        ..Place::file(book.file.clone())
    };
    let columns = chosen.table.columns.iter();
    let headers = columns.map(|header| (header.column, header.text.as_str()));
    let Some(from) = column_named(headers.clone(), &wish.column) else {
        let list: Vec<&str> = headers.map(|(_, text)| text).take(12).collect();
        return Err(no_column(&wish.column, &list.join(", ")).at(place));
    };
    let header = headers
        .clone()
        .find(|(column, _)| *column == from)
        .map_or_else(String::new, |(_, text)| text.to_owned());
    let days = days(&sheet.rows, &chosen.table, from, book.carries.from_1904);
    let few = days.days * 5 < (days.days + days.unreadable) * 4 || days.days == 0;
    let mixed = matches!(days.order, DayOrder::Mixed { .. });
    if wish.found && (few || mixed) {
        return Ok(());
    }
    if let DayOrder::Mixed {
        day_first,
        month_first,
    } = days.order
    {
        let at = |row| sheet.rows.place(row, from);
        return Err(mixed_orders(&at(day_first), &at(month_first)));
    }
    if few {
        let first = days.first_unreadable.unwrap_or(chosen.table.header.1);
        return Err(no_dates(&header).at(sheet.rows.place(first, from)));
    }
    let sheet = sheet.clone();
    let of_row = |_: u32, cells: &[(u32, u32)]| {
        let (_, text) = cells.iter().find(|(column, _)| *column == from)?;
        days.of(*text).map(|day| wish.by.of(day))
    };
    let made = sheet.rows.width();
    let table = chosen.table.clone();
    let (sheet, table) = with_column(sheet, table, wish.by.header(), of_row);
    chosen.table = table;
    chosen.dated = Some(DatedPeriods {
        from,
        made,
        header,
        by: wish.by,
        days,
        found: wish.found,
    });
    if let Some(place) = book.sheets.get_mut(chosen.sheet) {
        *place = sheet;
    }
    Ok(())
}

impl DatedPeriods {
    /// What a reader should know about the periods.
    pub(super) fn issues(&self, place: impl Fn(u32, u32) -> Place) -> Vec<Issue> {
        let mut issues = Vec::new();
        let date = |(year, month, day): Day| match day {
            0 => format!("{year}-{month:02}"),
            _ => format!("{year}-{month:02}-{day:02}"),
        };
        let issue = |kind, answers, row| Issue {
            kind,
            column: Some(self.header.clone()),
            answers,
            first: Some(place(row, self.from)),
        };
        if let Some((first, last)) = self.days.span {
            let kind = IssueKind::PeriodFromDates {
                periods: format!("{}–{}", self.by.of(first), self.by.of(last)),
                from: date(first),
                to: date(last),
                order: match self.days.order {
                    DayOrder::Told | DayOrder::Mixed { .. } => "told",
                    DayOrder::DayFirst => "day_first",
                    DayOrder::MonthFirst => "month_first",
                    DayOrder::Assumed => "assumed",
                }
                .to_owned(),
            };
            issues.push(Issue {
                first: None,
                ..issue(kind, self.days.days, 0)
            });
        }
        if let Some(row) = self.days.first_unreadable {
            issues.push(issue(IssueKind::DateUnreadable, self.days.unreadable, row));
        }
        issues
    }

    /// Of the column that was made the one it was made of.
    pub(super) fn place_in_file(&self, place: &mut Place) {
        if place.column == Some(self.made) {
            place.column = Some(self.from);
        }
    }
}

fn no_column(name: &str, list: &str) -> Error {
    Error::new(
        ErrorKind::NotFound,
        said!(
            "tidak ada kolom tanggal `{name}`",
            "there is no column of dates `{name}`"
        ),
    )
    .hint(said!("kolom yang ada: {list}", "the columns are: {list}"))
}

fn no_dates(header: &str) -> Error {
    Error::new(
        ErrorKind::Invalid,
        said!(
            "sebagian besar isi kolom `{header}` bukan tanggal yang dapat dibaca",
            "most cells of the column `{header}` are no dates that can be read"
        ),
    )
    .hint(said!(
        "sebutkan kolom lain dengan --period-from, atau tulis tanggalnya seperti 2026-03-14 atau 14/03/2026",
        "name another column with --period-from, or write the dates like 2026-03-14 or 14/03/2026"
    ))
}

fn mixed_orders(day_first: &Place, month_first: &Place) -> Error {
    Error::new(
        ErrorKind::Invalid,
        said!(
            "tanggal di kolom ini bercampur: {day_first} hanya dapat dibaca dengan hari di depan, {month_first} hanya dengan bulan di depan",
            "the dates of this column are mixed: {day_first} can only be read with the day first, {month_first} only with the month first"
        ),
    )
    .at(month_first.clone())
    .hint(said!(
        "samakan cara menulis tanggal di kolom itu (mis. 2026-03-14), lalu coba lagi",
        "write the dates of that column in one way (e.g. 2026-03-14), then try again"
    ))
}
