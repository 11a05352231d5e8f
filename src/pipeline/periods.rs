use super::answers::Surveyed;
use super::period::period_span;
use super::{Setup, period_key};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::survey::{GroupRole, Issue, IssueKind, Listing, Responses};

/// Splits by the period column, where the data have one with several values.
/// The value of the period taken is given where the data hold several.
/// Periods that were made of dates nobody pointed at (`found`) make no error: the
/// one asked for is a name where no date lies in it.
pub(super) fn select_period(
    mut all: Surveyed,
    found: bool,
    setup: &Setup,
) -> Result<(Surveyed, Option<u32>)> {
    let Some(group) = all
        .responses
        .groups
        .iter()
        .position(|g| g.role == GroupRole::Period)
    else {
        return Ok((all, None));
    };
    let periods = periods_of(&all.responses, group);
    let wanted = match &setup.period {
        Some(asked) if ["semua", "all"].contains(&asked.to_lowercase().as_str()) => {
            let all = Surveyed {
                period: None,
                ..all
            };
            return Ok((all, None));
        }
        Some(asked) => match find_period(&periods, asked) {
            Some(at) => Some(at),
            None if found => {
                all.issues.push(not_dated(asked, all.responses.n()));
                None
            }
            // The data have one period or none of that name: it is a label then.
            None if periods.len() <= 1 && setup.period_from.is_none() => None,
            None => return Err(no_such_period(asked, &periods)),
        },
        None if setup.latest_period || periods.len() == 1 => periods.len().checked_sub(1),
        None => None,
    };
    Ok(match wanted {
        Some(index) => {
            let value = periods.get(index).map(|(value, _)| *value);
            (keep_period(all, group, &periods, index, setup), value)
        }
        None => (all, None),
    })
}

/// The periods of the data with the position of their value, in the order of time.
fn periods_of(responses: &Responses, group: usize) -> Vec<(u32, String)> {
    let mut periods: Vec<(u32, String)> = responses
        .split(group)
        .into_iter()
        .filter(|(_, part)| part.n() > 0)
        .filter_map(|(value, _)| {
            let words = responses.groups.get(group)?.values.get(value? as usize)?;
            Some((value?, words.id.clone()))
        })
        .collect();
    periods.sort_by(|a, b| (period_key(&a.1), &a.1).cmp(&(period_key(&b.1), &b.1)));
    periods
}

fn find_period(periods: &[(u32, String)], asked: &str) -> Option<usize> {
    let asked = asked.trim();
    periods
        .iter()
        .position(|(_, name)| name.eq_ignore_ascii_case(asked))
        .or_else(|| {
            // Another spelling of the same period; a year is none of its halves.
            let key = period_span(asked)?;
            periods
                .iter()
                .position(|(_, name)| period_span(name) == Some(key))
        })
}

fn not_dated(asked: &str, answers: u64) -> Issue {
    Issue {
        kind: IssueKind::PeriodNotDated {
            period: asked.to_owned(),
        },
        column: None,
        answers,
        first: None,
    }
}

fn no_such_period(asked: &str, periods: &[(u32, String)]) -> Error {
    let there = periods
        .iter()
        .map(|(_, name)| name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    Error::new(
        ErrorKind::NotFound,
        said!(
            "periode {asked} tidak ada dalam data",
            "period {asked} is not in the data"
        ),
    )
    .hint(said!(
        "periode yang ada: {there}",
        "the periods there are: {there}"
    ))
}

fn keep_period(
    all: Surveyed,
    group: usize,
    periods: &[(u32, String)],
    index: usize,
    setup: &Setup,
) -> Surveyed {
    let of = |value: u32| -> (Responses, Vec<Option<u32>>) {
        let mut kept = Responses {
            items: all.responses.items.clone(),
            groups: all.responses.groups.clone(),
            patterns: Vec::new(),
        };
        let mut now_at = Vec::new();
        for pattern in &all.responses.patterns {
            let here = pattern.groups.get(group).copied().flatten() == Some(value);
            now_at.push(here.then_some(kept.patterns.len() as u32));
            if here {
                kept.patterns.push(pattern.clone());
            }
        }
        (kept, now_at)
    };
    let mut others = Vec::new();
    let mut chosen = None;
    for (i, (value, name)) in periods.iter().enumerate() {
        let (responses, now_at) = of(*value);
        match i == index {
            true => chosen = Some((name.clone(), responses, now_at)),
            false => others.push((name.clone(), responses)),
        }
    }
    let Some((name, responses, now_at)) = chosen else {
        return all;
    };
    let listing = all.listing.map(|listing| Listing {
        rows: listing
            .rows
            .into_iter()
            .filter_map(|(place, at)| Some((place, now_at.get(at as usize).copied().flatten()?)))
            .collect(),
    });
    Surveyed {
        responses,
        listing,
        issues: all.issues,
        period: Some(setup.period.clone().unwrap_or(name)),
        others,
    }
}
