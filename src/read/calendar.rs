/// The day of the calendar (year, month, day) so many days after 1970-01-01.
///
/// After Hinnant, *chrono-compatible low-level date algorithms*; exact for every
/// year that fits.
pub(super) fn date_of(days: i64) -> (i64, u32, u32) {
    let shifted = days.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = match month_from_march {
        0..=9 => month_from_march + 3,
        _ => month_from_march - 9,
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let narrow = |number: i64| u32::try_from(number).unwrap_or(0);
    (year, narrow(month), narrow(day))
}

/// Days of a month.
pub(super) fn days_of_month(year: i64, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates_and_follow_each_other() {
        // From `date -u -d @N*86400 +%F`.
        for (days, date) in [
            (0, (1970, 1, 1)),
            (-1, (1969, 12, 31)),
            (-25_569, (1899, 12, 30)),
            (-141_428, (1582, 10, 14)),
            (11_016, (2000, 2, 29)),
            (20_513, (2026, 3, 1)),
        ] {
            assert_eq!(date_of(days), date, "{days}");
        }
        let mut before = date_of(-200_000);
        for days in -199_999..200_000 {
            let (year, month, day) = date_of(days);
            let next = match before {
                (y, m, d) if d < days_of_month(y, m) => (y, m, d + 1),
                (y, 12, _) => (y + 1, 1, 1),
                (y, m, _) => (y, m + 1, 1),
            };
            assert_eq!((year, month, day), next);
            before = next;
        }
    }
}
