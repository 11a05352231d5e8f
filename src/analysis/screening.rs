use super::{IndexOptions, mahalanobis, satisfaction_index};
use crate::decimal::Decimal;
use crate::stats::{NotComputable, Outcome, chi_square_quantile};
use crate::survey::{Listing, Response, Responses};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Answers that may have been given without care, and the index without them.
///
/// # Question
/// How many respondents ticked one box in a row, answered faster than one can
/// read, came twice, or answered as nobody else does; and does it matter?
///
/// # Formula
/// Longest run: the most equal answers one behind the other, in the order of the
/// items; a missing answer ends a run. Long: at least half of the items.
/// Variability: the standard deviation (n − 1) of a respondent's answers, of those
/// with at least two. Distance: Mahalanobis D² of complete answers, flagged above
/// the χ² quantile at an upper tail of 0.001 with one degree of freedom per item.
/// Too fast: less than two seconds per item between start and end. Repeated: a row
/// equal to an earlier one in every cell. Duplicate: the identifier of an earlier
/// respondent.
///
/// # Assumes
/// `given`: answers as ticked, in the order of `responses` (of the index); [`mahalanobis`].
///
/// # When not
/// Who is content with everything answers in a straight line. Each flag is a reason
/// to look, and nothing is removed for it unless asked.
///
/// # Checked against
/// Hand counts and numpy (`tests/reference/make/careless.py`, `tests/careless.rs`).
///
/// # References
/// A. W. Meade & S. B. Craig, Identifying careless responses in survey data,
/// Psychological Methods 17 (2012) 437–455 (distance, long string); P. G. Curran,
/// Methods for the detection of carelessly invalid responses in survey data,
/// Journal of Experimental Social Psychology 66 (2016) 4–19 (half of the items);
/// A. M. Dunn, E. D. Heggestad, L. R. Shanock & N. Theilgard, Intra-individual
/// response variability as an indicator of insufficient effort responding, Journal
/// of Business and Psychology 33 (2018) 105–121; J. L. Huang, P. G. Curran, J.
/// Keeney, E. M. Poposki & R. P. DeShon, Detecting and deterring insufficient effort
/// responding to surveys, Journal of Business and Psychology 27 (2012) 99–114 (two
/// seconds per item).
pub fn screening(
    responses: &Responses,
    given: &Responses,
    rows: Option<(&Listing, &RowFlags)>,
    options: &IndexOptions,
) -> Screening {
    let distances = distances(given);
    let mut flags = Vec::new();
    for what in [Screen::StraightLine, Screen::LongString, Screen::Distance] {
        let Some(of) = asked(given, &distances, what) else {
            continue;
        };
        let flagged: Vec<bool> = flagged(given, &distances, what);
        let n = count(responses, &flagged);
        let rest = without(responses, &flagged);
        flags.push(flag(what, n, of, &rest, options));
    }
    if let Some((listing, rows)) = rows {
        for what in [Screen::Fast, Screen::Repeated, Screen::Duplicate] {
            if let Some(flagged) = rows.of(what) {
                let n = flagged.iter().filter(|flagged| **flagged).count() as u64;
                let rest = without_rows(responses, listing, flagged).0;
                flags.push(flag(what, n, flagged.len() as u64, &rest, options));
            }
        }
    }
    Screening {
        n: responses.n(),
        items: responses.items.len() as u64,
        longest: longest(given),
        variability: variability(given),
        distance: distances.map(|found| found.facts),
        flags,
        by_id: false,
    }
}

/// What may be careless about an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Screen {
    /// Every item answered, all alike.
    StraightLine,
    /// A run of at least half of the items.
    LongString,
    /// Far from the centre of all answers.
    Distance,
    /// Less than two seconds per item.
    Fast,
    /// A row equal to an earlier one in every cell.
    Repeated,
    /// The identifier of an earlier respondent.
    Duplicate,
}

/// How carefully the answers were given; nothing is removed for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Screening {
    pub n: u64,
    pub items: u64,
    /// Respondents whose longest run of equal answers is 0, 1, 2 … items.
    pub longest: Vec<u64>,
    pub variability: Outcome<Variability>,
    pub distance: Outcome<Distances>,
    /// What was looked for, also where nothing was found.
    pub flags: Vec<Flagged>,
    /// Whether rows were put together by an identifier, which tells who came twice.
    #[serde(default)]
    pub by_id: bool,
}

/// Respondents with a flag, of how many, and the index (exact, printed) of the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flagged {
    pub what: Screen,
    pub n: u64,
    pub of: u64,
    pub without: Outcome<(f64, Decimal)>,
}

/// The standard deviations of the answers of each respondent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variability {
    pub n: u64,
    pub mean: f64,
    /// At 5, 25, 50, 75 and 95 per cent (type 7, as R and numpy).
    pub quantiles: [f64; 5],
}

/// What the distances were compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Distances {
    /// Respondents who answered every item.
    pub n: u64,
    pub df: u64,
    pub tail: f64,
    pub cut: f64,
    pub largest: f64,
}

/// Flags of single rows, in the order of the listing; none where they could not be
/// looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowFlags {
    pub fast: Option<Vec<bool>>,
    pub repeated: Option<Vec<bool>>,
    /// All but the first respondent of each identifier.
    pub duplicate: Option<Vec<bool>>,
    /// All but the last one.
    pub earlier: Option<Vec<bool>>,
}

impl RowFlags {
    /// The rows with a flag.
    pub fn of(&self, what: Screen) -> Option<&[bool]> {
        match what {
            Screen::Fast => self.fast.as_deref(),
            Screen::Repeated => self.repeated.as_deref(),
            Screen::Duplicate => self.duplicate.as_deref(),
            _ => None,
        }
    }
}

/// The patterns that a flag of the answers alone marks; none for a flag of rows.
pub fn flagged_patterns(responses: &Responses, what: Screen) -> Option<Vec<bool>> {
    let distances = distances(responses);
    asked(responses, &distances, what)?;
    Some(flagged(responses, &distances, what))
}

/// Responses without some rows, and the rows that are left.
pub fn without_rows(
    responses: &Responses,
    listing: &Listing,
    flagged: &[bool],
) -> (Responses, Listing) {
    let kept = listing
        .rows
        .iter()
        .zip(flagged)
        .filter(|(_, flagged)| !**flagged);
    let kept: Vec<_> = kept.map(|(row, _)| row.clone()).collect();
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for (_, response) in &kept {
        *counts.entry(*response).or_default() += 1;
    }
    let mut places = BTreeMap::new();
    let mut patterns = Vec::with_capacity(counts.len());
    for (response, count) in counts {
        if let Some(pattern) = responses.patterns.get(response as usize) {
            places.insert(response, u32::try_from(patterns.len()).unwrap_or(u32::MAX));
            patterns.push(Response {
                count,
                ..pattern.clone()
            });
        }
    }
    let rows = kept
        .into_iter()
        .filter_map(|(place, response)| Some((place, *places.get(&response)?)));
    let listing = Listing {
        rows: rows.collect(),
    };
    let responses = Responses {
        patterns,
        ..empty(responses)
    };
    (responses, listing)
}

fn empty(responses: &Responses) -> Responses {
    Responses {
        items: responses.items.clone(),
        groups: responses.groups.clone(),
        patterns: Vec::new(),
    }
}

fn without(responses: &Responses, flagged: &[bool]) -> Responses {
    let kept = responses
        .patterns
        .iter()
        .zip(flagged)
        .filter(|(_, flagged)| !**flagged);
    Responses {
        patterns: kept.map(|(pattern, _)| pattern.clone()).collect(),
        ..empty(responses)
    }
}

fn count(responses: &Responses, flagged: &[bool]) -> u64 {
    let marked = responses
        .patterns
        .iter()
        .zip(flagged)
        .filter(|(_, flagged)| **flagged);
    marked.map(|(pattern, _)| pattern.count).sum()
}

fn flag(what: Screen, n: u64, of: u64, rest: &Responses, options: &IndexOptions) -> Flagged {
    let options = IndexOptions {
        population: None,
        ..options.clone()
    };
    let index = satisfaction_index(rest, &[], &options);
    Flagged {
        what,
        n,
        of,
        without: index.map(|index| (index.exact, index.printed)),
    }
}

/// Respondents that could have a flag; none where it says nothing.
fn asked(responses: &Responses, distances: &Outcome<Found>, what: Screen) -> Option<u64> {
    let several = responses.items.len() >= 2;
    match what {
        Screen::StraightLine => several.then(|| responses.n()),
        // Half of three items is no string.
        Screen::LongString => (responses.items.len() >= 6).then(|| responses.n()),
        Screen::Distance => distances.as_ref().ok().map(|found| found.facts.n),
        _ => None,
    }
}

fn flagged(responses: &Responses, distances: &Outcome<Found>, what: Screen) -> Vec<bool> {
    let items = responses.items.len();
    let patterns = responses.patterns.iter().enumerate();
    let flagged = patterns.map(|(at, pattern)| match what {
        Screen::StraightLine => items >= 2 && longest_run(&pattern.codes) == items,
        Screen::LongString => longest_run(&pattern.codes) * 2 >= items,
        Screen::Distance => distances.as_ref().is_ok_and(|found| {
            let distance = found.of.get(at).copied().flatten();
            distance.is_some_and(|distance| distance > found.facts.cut)
        }),
        _ => false,
    });
    flagged.collect()
}

/// The most equal answers one behind the other.
fn longest_run(codes: &[Option<i16>]) -> usize {
    let (mut longest, mut run, mut before) = (0, 0, None);
    for code in codes {
        run = match (code, before) {
            (None, _) => 0,
            (Some(code), Some(before)) if *code == before => run + 1,
            (Some(_), _) => 1,
        };
        before = *code;
        longest = longest.max(run);
    }
    longest
}

fn longest(responses: &Responses) -> Vec<u64> {
    let mut counts = vec![0; responses.items.len() + 1];
    for pattern in &responses.patterns {
        if let Some(count) = counts.get_mut(longest_run(&pattern.codes)) {
            *count += pattern.count;
        }
    }
    counts
}

fn variability(responses: &Responses) -> Outcome<Variability> {
    let mut values: Vec<(f64, u64)> = Vec::new();
    for pattern in &responses.patterns {
        let given: Vec<i64> = pattern
            .codes
            .iter()
            .flatten()
            .map(|code| i64::from(*code))
            .collect();
        if given.len() >= 2 {
            let k = given.len() as i64;
            let sum: i64 = given.iter().sum();
            let squares: i64 = given.iter().map(|code| code * code).sum();
            let about = k * squares - sum * sum;
            values.push(((about as f64 / (k * (k - 1)) as f64).sqrt(), pattern.count));
        }
    }
    let n: u64 = values.iter().map(|(_, count)| count).sum();
    if n == 0 {
        return Err(NotComputable::TooFewVariables {
            variables: 1,
            needed: 2,
        });
    }
    values.sort_by(|one, other| one.0.total_cmp(&other.0));
    let sum: f64 = values
        .iter()
        .map(|(value, count)| value * *count as f64)
        .sum();
    Ok(Variability {
        n,
        mean: sum / n as f64,
        quantiles: [5, 25, 50, 75, 95].map(|percent| quantile(&values, n, percent)),
    })
}

/// Type 7 of sorted values with counts.
fn quantile(values: &[(f64, u64)], n: u64, percent: u64) -> f64 {
    let value = |rank: u64| {
        let mut behind = 0;
        let found = values.iter().find(|(_, count)| {
            behind += count;
            rank < behind
        });
        found.or(values.last()).map_or(0.0, |(value, _)| *value)
    };
    let hundredths = (n - 1) * percent;
    let (rank, part) = (hundredths / 100, (hundredths % 100) as f64 / 100.0);
    let low = value(rank);
    low + part * (value(rank + 1) - low)
}

/// The distance of each pattern that is complete.
struct Found {
    of: Vec<Option<f64>>,
    facts: Distances,
}

/// Upper tail of χ² above which a distance is flagged (Meade & Craig 2012).
const TAIL: f64 = 0.001;

fn distances(responses: &Responses) -> Outcome<Found> {
    let complete = |pattern: &Response| -> Option<(Vec<i64>, u64)> {
        let codes: Option<Vec<i64>> = pattern
            .codes
            .iter()
            .map(|code| code.map(i64::from))
            .collect();
        Some((codes?, pattern.count))
    };
    let rows: Vec<(Vec<i64>, u64)> = responses.patterns.iter().filter_map(complete).collect();
    let mut found = mahalanobis(&rows)?.into_iter();
    let df = responses.items.len() as u64;
    let cut = chi_square_quantile(TAIL, df as f64).ok_or(NotComputable::Unbounded)?;
    let of: Vec<Option<f64>> = responses
        .patterns
        .iter()
        .map(|pattern| complete(pattern).and_then(|_| found.next()))
        .collect();
    let largest = of.iter().flatten().copied().fold(0.0, f64::max);
    let n = rows.iter().map(|(_, count)| count).sum();
    let facts = Distances {
        n,
        df,
        tail: TAIL,
        cut,
        largest,
    };
    Ok(Found { of, facts })
}
