use super::anonymise::Made;
use crate::report::Done;
use crate::survey::{Group, GroupRole, GroupSpec, Quasi};
use std::collections::BTreeSet;

/// A characteristic of the respondents on its way into a copy.
pub(super) struct Characteristic {
    pub quasi: Quasi,
    /// Cells left blank.
    pub changed: u64,
    column: u32,
    header: String,
    /// The name of each level.
    names: Vec<String>,
    done: Done,
}

impl Characteristic {
    /// Ages in years are banded; levels have an order where all of them are
    /// boxes of the form, or ages.
    pub fn of(
        group: &Group,
        spec: Option<&GroupSpec>,
        names: Vec<String>,
        levels: Vec<Option<u32>>,
    ) -> Characteristic {
        let used: BTreeSet<u32> = levels.iter().flatten().copied().collect();
        let boxes = |level: &u32| {
            let value = group.values.get(*level as usize);
            spec.is_some_and(|spec| spec.values.iter().any(|(name, _)| Some(name) == value))
        };
        let ordered = match group.role {
            GroupRole::Age => true,
            GroupRole::Education => used.iter().all(boxes),
            _ => false,
        };
        let mut made = Characteristic {
            quasi: Quasi { levels, ordered },
            changed: 0,
            column: group.column,
            header: group.header.clone(),
            names,
            done: Done::Kept,
        };
        if group.role == GroupRole::Age {
            // The boxes of the form were applied when the ages were read.
            made.done = Done::Banded;
            made.band(&used);
        }
        made
    }

    /// Years that no box of a form covers, in tens.
    fn band(&mut self, used: &BTreeSet<u32>) {
        let year = |level: &u32| -> Option<u32> {
            let name = self.names.get(*level as usize)?;
            name.trim().parse::<u32>().ok().filter(|year| *year < 150)
        };
        if !used.iter().any(|level| year(level).is_some()) {
            return;
        }
        let bands: Vec<Option<u32>> = (0_u32..)
            .zip(&self.names)
            .map(|(at, _)| year(&at))
            .collect();
        for level in &mut self.quasi.levels {
            let band = level.and_then(|level| bands.get(level as usize).copied().flatten());
            // What is no number of years beside numbers is left blank.
            *level = band.map(|year| year / 10);
        }
        self.names = (0..15)
            .map(|ten| format!("{}–{}", ten * 10, ten * 10 + 9))
            .collect();
    }

    /// Months since the year 0, by their name `2026-03`.
    pub fn of_months(column: u32, header: &str, months: &[Option<u32>]) -> Characteristic {
        let distinct: BTreeSet<u32> = months.iter().flatten().copied().collect();
        let distinct: Vec<u32> = distinct.into_iter().collect();
        let level = |month: &Option<u32>| {
            let at = distinct.binary_search(&(*month)?).ok()?;
            u32::try_from(at).ok()
        };
        let name = |month: &u32| format!("{:04}-{:02}", month / 12, month % 12 + 1);
        Characteristic {
            quasi: Quasi {
                levels: months.iter().map(level).collect(),
                ordered: true,
            },
            changed: 0,
            column,
            header: header.to_owned(),
            names: distinct.iter().map(name).collect(),
            done: Done::Month,
        }
    }

    /// Cells that are not blank.
    pub fn filled(&self) -> u64 {
        self.quasi.levels.iter().flatten().count() as u64
    }

    /// Names levels that were joined after all of them.
    pub fn join(&mut self, joined: &[(u32, Vec<u32>)]) {
        for (first, levels) in joined {
            let all = levels
                .iter()
                .filter_map(|level| self.names.get(*level as usize));
            let name = all.map(String::as_str).collect::<Vec<_>>().join(" / ");
            if let Some(slot) = self.names.get_mut(*first as usize) {
                *slot = name;
            }
        }
        if !joined.is_empty() && self.done == Done::Kept {
            self.done = Done::Joined;
        }
    }

    pub fn made(self) -> Made {
        let name = |level: &Option<u32>| {
            let name = level.and_then(|level| self.names.get(level as usize));
            name.cloned().unwrap_or_default()
        };
        Made {
            column: self.column,
            header: self.header.clone(),
            cells: self.quasi.levels.iter().map(name).collect(),
            done: self.done,
            changed: self.changed,
        }
    }
}

/// The month of each text that is a date, in months since the year 0. Whether
/// the day or the month comes first is proved over all of them; where nothing
/// proves it, the day does.
pub(super) fn months(texts: &[String]) -> Vec<Option<u32>> {
    let dates: Vec<Option<[u32; 3]>> = texts.iter().map(|text| numbers(text)).collect();
    let year_last = |date: &&[u32; 3]| date[2] >= 1900;
    let month_first = dates
        .iter()
        .flatten()
        .filter(year_last)
        .any(|date| date[1] > 12);
    let month = |date: &Option<[u32; 3]>| {
        let [a, b, c] = (*date)?;
        let (year, month) = match (a >= 1900, c >= 1900) {
            (true, _) => (a, b),
            (_, true) => (c, if month_first { a } else { b }),
            _ => return None,
        };
        ((1..=12).contains(&month) && year < 2200).then(|| year * 12 + month - 1)
    };
    dates.iter().map(month).collect()
}

/// The first three numbers of a date.
fn numbers(text: &str) -> Option<[u32; 3]> {
    let parts = text.split(|sign: char| !sign.is_ascii_digit());
    let mut parts = parts.filter(|part| !part.is_empty()).map(str::parse::<u32>);
    let mut next = || parts.next().and_then(std::result::Result::ok);
    Some([next()?, next()?, next()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_dates_in_either_order() {
        let of = |texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
            months(&texts)
        };
        let at = |year: u32, month: u32| Some(year * 12 + month - 1);
        assert_eq!(
            of(&[
                "2026-03-09 10:11:12",
                "2024/10/10 7:16:29 PM GMT+7",
                "",
                "x 1"
            ]),
            [at(2026, 3), at(2024, 10), None, None]
        );
        assert_eq!(
            of(&["3/4/2025 9:05:00", "13/4/2025 9:05:00"]),
            [at(2025, 4), at(2025, 4)]
        );
        assert_eq!(of(&["3/4/2025", "3/14/2025"]), [at(2025, 3), at(2025, 3)]);
    }
}
