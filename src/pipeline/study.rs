use super::facts::facts;
use super::held_back::hold_back;
use super::only_counts::only_counts;
use super::sanity::{check_population, check_weight};
use super::screened::{as_given, screen};
use super::{Setup, Surveyed, Understanding, multiple, period_key};
use crate::analysis::{
    About, ChangeOptions, Earlier, Entry, Finding, MadeBy, SCHEMA, SatisfactionIndex, Study,
    change, grade_of, group_table, margin_of_error, quality, required_sample, satisfaction_index,
};
use crate::error::Result;
use crate::stats::Outcome;
use crate::survey::{Group, GroupRole, Responses, column_named};

/// The sampling error and confidence the regulation's table is made for.
const MARGIN: f64 = 0.05;
const CONFIDENCE: f64 = 0.95;

/// The Study of a survey: the index in total, per group and per period, the
/// profile, the sample, the quality of the answers, the changes.
pub fn study(understanding: &Understanding, surveyed: &Surveyed, setup: &Setup) -> Result<Study> {
    let mapping = match &understanding.mapping {
        Ok(mapping) => mapping,
        Err(error) => return Err(error.clone()),
    };
    let most = understanding.only_counts();
    if most.is_none() {
        check_population(surveyed, setup)?;
    }
    check_weight(mapping, setup)?;
    let facts = facts(understanding, mapping, surveyed, setup)?;
    let mut options = setup.index.clone();
    options.population = setup.population;
    let bands = &facts.bands;
    let index = |responses: &Responses, population: Option<u64>| {
        let mut options = options.clone();
        options.population = population;
        let found = satisfaction_index(responses, bands, &options);
        match most {
            Some(most) => found.map(|index| only_counts(index, most)),
            None => found,
        }
    };
    let total = index(&surveyed.responses, setup.population);
    let mut entries = vec![entry(
        About::Total,
        total.clone().map(|i| Finding::Index(Box::new(i))),
    )];
    if most.is_none() {
        let quality = Finding::Quality(quality(&as_given(understanding, &surveyed.responses)));
        entries.push(entry(About::Total, Ok(quality)));
        entries.extend(sample(&surveyed.responses, setup));
    }
    if setup.screening && most.is_none() {
        let found = screen(understanding, surveyed, setup).map(Box::new);
        entries.extend(found.map(|found| entry(About::Total, Ok(Finding::Screening(found)))));
    }
    entries.extend(profile(&surveyed.responses, setup));
    entries.extend(several(understanding, surveyed, setup)?);
    entries.extend(groups(&surveyed.responses, setup, &|part| {
        index(part, None)
    }));
    let mut setup = setup.clone();
    for earlier in &mut setup.earlier {
        let grade = grade_of(earlier.printed, bands).map(|band| band.grade.clone());
        earlier.grade = earlier.grade.take().or(grade);
    }
    entries.extend(periods(surveyed, &setup, &total, &|part| index(part, None)));
    Ok(Study {
        schema: SCHEMA,
        made_by: MadeBy {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        survey: facts,
        issues: surveyed.issues.clone(),
        entries,
        multiplicity: None,
    })
}

fn entry(about: About, outcome: Outcome<Finding>) -> Entry {
    Entry {
        about,
        outcome,
        adjusted: None,
    }
}

/// What the sample had to be and what it reached, where the population is known.
fn sample(responses: &Responses, setup: &Setup) -> Option<Entry> {
    let population = setup.population?;
    let n = responses.n();
    let required = required_sample(population, MARGIN, 0.5, CONFIDENCE);
    Some(entry(
        About::Total,
        required.map(|required| Finding::SampleSize {
            required,
            reached: margin_of_error(n, Some(population), CONFIDENCE),
            n,
        }),
    ))
}

/// Characteristics of respondents; a column of weights or of a score is none.
fn profile(responses: &Responses, setup: &Setup) -> Vec<Entry> {
    let design = &setup.design;
    let numbers = [&design.weight, &design.cluster, &design.population];
    let aside: Vec<&String> = numbers.into_iter().flatten().chain(&setup.nps).collect();
    let is_aside = |group: &Group| {
        let letters = crate::error::column_letters(group.column);
        let names = [group.header.trim(), letters.as_str()];
        let mut aside = aside.iter();
        aside.any(|name| {
            names
                .iter()
                .any(|own| own.eq_ignore_ascii_case(name.trim()))
        })
    };
    (0..responses.groups.len())
        .filter(|&i| {
            responses
                .groups
                .get(i)
                .is_some_and(|g| g.role != GroupRole::Period && !is_aside(g))
        })
        .filter_map(|i| group_table(responses, i))
        .map(|table| entry(About::Total, Ok(Finding::Frequencies(table))))
        .collect()
}

/// Questions with several answers, where the rows of the respondents are at hand.
fn several(
    understanding: &Understanding,
    surveyed: &Surveyed,
    setup: &Setup,
) -> Result<Vec<Entry>> {
    if setup.lean {
        return Ok(Vec::new());
    }
    let found = multiple(understanding, surveyed, setup)?.into_iter();
    let found = found
        .map(|(question, found)| entry(About::Several(question), found.map(Finding::Multiple)));
    Ok(found.collect())
}

/// The index of each value of the unit, the service, and what the user asked for.
fn groups(
    responses: &Responses,
    setup: &Setup,
    index: &dyn Fn(&Responses) -> Outcome<SatisfactionIndex>,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (position, group) in responses.groups.iter().enumerate() {
        let asked = asked_for(setup, &group.header, group.column);
        let usual = matches!(group.role, GroupRole::Service | GroupRole::Unit);
        if !asked && (setup.asked_groups_only || !usual) {
            continue;
        }
        let first = entries.len();
        for (value, part) in responses.split(position) {
            if part.n() == 0 {
                continue;
            }
            let about = About::Group {
                role: group.role,
                by: group.header.clone(),
                value: value.and_then(|v| group.values.get(v as usize).cloned()),
            };
            entries.push(entry(
                about,
                index(&part).map(|i| Finding::Index(Box::new(i))),
            ));
        }
        if setup.public {
            hold_back(entries.get_mut(first..).unwrap_or_default(), setup.small());
        }
    }
    entries
}

fn asked_for(setup: &Setup, header: &str, column: u32) -> bool {
    let named = |asked: &String| column_named(std::iter::once((column, header)), asked);
    let mut asked = setup.wish.by.iter();
    asked.any(|asked| named(asked).is_some())
}

/// Earlier periods, from the data and from what was given, and each change to
/// the next one.
fn periods(
    surveyed: &Surveyed,
    setup: &Setup,
    total: &Outcome<SatisfactionIndex>,
    index: &dyn Fn(&Responses) -> Outcome<SatisfactionIndex>,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut series: Vec<Earlier> = setup.earlier.clone();
    let now = surveyed.period.clone().unwrap_or_default();
    for (name, responses) in &surveyed.others {
        let found = index(responses);
        if let Ok(found) = &found
            && !series.iter().any(|e| same_period(&e.period, name))
        {
            series.push(as_earlier(name, found));
        }
        let about = About::Period(name.clone());
        entries.push(entry(about, found.map(|i| Finding::Index(Box::new(i)))));
    }
    let key = period_key(&now);
    series.retain(|e| key.is_none() || period_key(&e.period) < key);
    series.sort_by(|a, b| {
        (period_key(&a.period), &a.period).cmp(&(period_key(&b.period), &b.period))
    });
    entries.extend(series.iter().map(|e| {
        entry(
            About::Period(e.period.clone()),
            Ok(Finding::Earlier(e.clone())),
        )
    }));
    if let (Some(last), Ok(total)) = (series.last(), total) {
        let options = ChangeOptions {
            confidence: CONFIDENCE,
        };
        let about = About::Change {
            from: last.period.clone(),
            to: now.clone(),
        };
        let found = change(last, &as_earlier(&now, total), options);
        entries.push(entry(about, Ok(Finding::Change(found))));
    }
    entries
}

fn same_period(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || period_key(a).is_some_and(|key| period_key(b) == Some(key))
}

pub(super) fn as_earlier(period: &str, index: &SatisfactionIndex) -> Earlier {
    Earlier {
        period: period.to_owned(),
        index: index.exact,
        printed: index.printed,
        grade: index.grade.clone(),
        n: Some(index.n),
        standard_error: index.standard_error.as_ref().ok().copied(),
        df: index.standard_error.is_ok().then_some(index.df),
        interval: index.interval.as_ref().ok().copied(),
    }
}
