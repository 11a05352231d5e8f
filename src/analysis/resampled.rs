use super::respondent::{Target, answers};
use super::steps::Steps;
use super::{IndexOptions, Weight};
use crate::stats::{
    BcaCorrection, Bootstrap, BootstrapLimit, BootstrapOptions, BootstrapStatistic, Exact,
    Interval, LimitForm, NotComputable, Observations, Outcome, Sample, bootstrap, bootstrap_limit,
    bootstrap_limit_index,
};
use crate::survey::{GroupRole, Responses, Words};
use serde::{Deserialize, Serialize};

/// Whether replicates are drawn or computed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resampling {
    /// The limit of infinitely many replicates, computed without random error
    /// where that can be done, and drawn elsewhere.
    #[default]
    Limit,
    /// Drawn from a seed.
    Seeded,
}

/// How resampling was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResamplingOptions {
    pub resampling: Resampling,
    pub replicates: u64,
    pub seed: u64,
}

/// The bootstrap of the index in total and per group, of the mean of the
/// respondents' own index, and of the mean of each item.
///
/// # Question
/// How far may the index be off, without a formula for its standard error?
///
/// # Formula
/// [`bootstrap`] where replicates are drawn, [`bootstrap_limit`] where their limit is
/// computed. The index is `Σ weight·mean of the item × 100/max`. Where no answer is
/// missing and all weights are equal it is a mean over respondents, which both take.
/// With missing answers the index takes its linearised form
/// ([`bootstrap_limit_index`]), under both, and the mean of the respondents' own index
/// (mean of the answers given × 100/max), another number then, is given beside it.
/// What has no limit (fewer than 50 respondents on no common step) is drawn;
/// [`Replicates`] says what was done.
///
/// # Assumes
/// Respondents are a simple random sample of many; answers missing at random enough
/// for a mean of those given.
///
/// # When not
/// Of a handful of respondents: what never occurred among them cannot be drawn.
/// Finite populations are not taken into account; the t interval of the index is.
///
/// # Example
/// ```
/// use tridharma::analysis::{IndexOptions, Resampling, ResamplingOptions, resampled};
/// # use tridharma::survey::Responses;
/// # let responses = Responses { items: vec![], groups: vec![], patterns: vec![] };
/// let options = ResamplingOptions { resampling: Resampling::Limit, replicates: 10_000, seed: 1 };
/// let found = resampled(&responses, &[], &IndexOptions::default(), options, 0.95);
/// assert!(found.rows[0].index.is_err());
/// ```
///
/// # Checked against
/// `resampling` of the reference cases (numpy, whole-number convolution, scipy), and
/// seeded draws against limits.
///
/// # References
/// Those of [`bootstrap`] and [`bootstrap_limit`].
pub fn resampled(
    responses: &Responses,
    by: &[usize],
    index: &IndexOptions,
    options: ResamplingOptions,
    confidence: f64,
) -> Resampled {
    let ask = Ask {
        options,
        confidence,
        weight: &index.weight,
    };
    let whole = Steps::of(responses, None, &Target::Index);
    let mut rows = Vec::new();
    if let Some(all) = whole.groups.first() {
        rows.push(ask.row(None, responses, all, whole.unit));
    }
    for &group in by {
        let Some(spec) = responses.groups.get(group) else {
            continue;
        };
        let steps = Steps::of(responses, Some(group), &Target::Index);
        let parts = responses.split(group);
        for (value, part) in &parts {
            let at = value.map(|value| value as usize);
            let sample = match at {
                Some(at) => steps.groups.get(at),
                None => Some(&steps.blank),
            };
            let Some(sample) = sample.filter(|sample| sample.n() + sample.missing > 0) else {
                continue;
            };
            let name = ResampledGroup {
                role: spec.role,
                by: spec.header.clone(),
                value: at.and_then(|at| spec.values.get(at).cloned()),
            };
            rows.push(ask.row(Some(name), part, sample, steps.unit));
        }
    }
    let items = responses.items.iter().map(|item| {
        let steps = Steps::of(responses, None, &Target::Item(item.id.clone()));
        let sample = steps.groups.into_iter().next().unwrap_or_default();
        ResampledItem {
            item: item.id.clone(),
            mean: ask.mean(&sample, 1.0),
        }
    });
    Resampled {
        options,
        confidence,
        items: items.collect(),
        rows,
    }
}

/// Result of [`resampled`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resampled {
    pub options: ResamplingOptions,
    pub confidence: f64,
    /// The total first, then group after group.
    pub rows: Vec<ResampledRow>,
    /// Means of the answers to each item, in total.
    pub items: Vec<ResampledItem>,
}

/// The index of all, or of one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResampledRow {
    /// None is the total.
    pub group: Option<ResampledGroup>,
    pub index: Outcome<Replicated>,
    /// The mean of the respondents' own index, where it is not the index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondents: Option<Outcome<Replicated>>,
}

/// A value of a group column; none is left blank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResampledGroup {
    pub role: GroupRole,
    pub by: String,
    pub value: Option<Words>,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResampledItem {
    /// Its id.
    pub item: String,
    pub mean: Outcome<Replicated>,
}

/// How replicates came about.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "replicates", rename_all = "snake_case")]
pub enum Replicates {
    /// Drawn; in `undefined` of them the statistic does not exist.
    Seeded {
        number: u64,
        seed: u64,
        undefined: u64,
    },
    /// Infinitely many, computed.
    Limit { form: LimitForm },
    /// Infinitely many of the linearised index.
    Linearised,
}

/// A statistic over samples drawn from the respondents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replicated {
    /// Respondents drawn from, and those without a value.
    pub n: u64,
    pub missing: u64,
    pub observed: f64,
    /// Mean of the replicates minus that.
    pub bias: f64,
    pub se: f64,
    pub percentile: Interval,
    pub bca: Outcome<Interval>,
    pub correction: Outcome<BcaCorrection>,
    pub by: Replicates,
}

struct Ask<'a> {
    options: ResamplingOptions,
    confidence: f64,
    weight: &'a Weight,
}

impl Ask<'_> {
    fn row(
        &self,
        group: Option<ResampledGroup>,
        part: &Responses,
        sample: &Sample,
        unit: f64,
    ) -> ResampledRow {
        let respondents = || self.mean(sample, unit);
        let weights = match self.weights(part) {
            Ok(weights) => weights,
            Err(why) => {
                return ResampledRow {
                    group,
                    index: Err(why),
                    respondents: None,
                };
            }
        };
        let complete = |p: &crate::survey::Response| {
            let given = p.codes.iter().flatten().count();
            given == 0 || given == p.codes.len()
        };
        let alike = weights.windows(2).all(|pair| pair.first() == pair.last());
        let as_mean = part.items.len() as f64 / 100.0;
        if alike && part.patterns.iter().all(complete) {
            // The index is the respondents' mean, under whatever weight.
            let (weight, max) = (weights.first(), part.items.first());
            let scale = weight.zip(max).map(|(w, i)| w * as_mean * f64::from(i.max));
            return ResampledRow {
                group,
                index: self.mean(sample, unit * scale.unwrap_or(1.0)),
                respondents: None,
            };
        }
        let items: Vec<usize> = (0..part.items.len()).collect();
        let all = answers(part, &items);
        let index = bootstrap_limit_index(&all, &weights, self.confidence).map(Replicated::limit);
        ResampledRow {
            group,
            index: index.or_else(|why| self.drawn_index(&all, &weights, why)),
            respondents: Some(respondents()),
        }
    }

    /// `weight·100/max` of each item.
    fn weights(&self, part: &Responses) -> Outcome<Vec<f64>> {
        let first = part.items.first().ok_or(NotComputable::NoAnswers)?;
        if part.items.iter().any(|item| item.max != first.max) || first.max <= 0 {
            return Err(NotComputable::MixedScales);
        }
        let weight = |(top, bottom): (i64, i64)| match self.weight {
            Weight::Exact => Exact::ratio(top.into(), bottom.into()),
            Weight::Printed(decimal) => Exact::from(*decimal),
        };
        let scale = Exact::ratio(100, first.max.into());
        let items = part.items.iter();
        Ok(items
            .map(|item| (weight(item.weight) * scale.clone()).value())
            .collect())
    }

    /// The mean of a sample of whole steps.
    fn mean(&self, sample: &Sample, unit: f64) -> Outcome<Replicated> {
        let given = Sample::of_units(0, sample.units().to_vec(), 0);
        let mut found = match self.options.resampling {
            Resampling::Limit => match self.limit(&given, unit) {
                // So few respondents that drawing is the only way.
                Err(NotComputable::TooFew { needed, .. }) if needed > 2 => self.drawn(&given, unit),
                found => found,
            },
            Resampling::Seeded => self.drawn(&given, unit),
        }?;
        found.missing = sample.missing;
        Ok(found)
    }

    fn limit(&self, given: &Sample, unit: f64) -> Outcome<Replicated> {
        let mut found = bootstrap_limit(given, self.confidence)?;
        found.observed *= unit;
        found.se *= unit;
        for interval in [Some(&mut found.percentile), found.bca.as_mut().ok()] {
            let ends = interval.map(|i| [&mut i.low, &mut i.high]);
            let ends = ends.into_iter().flatten().flatten();
            ends.for_each(|end| *end *= unit);
        }
        Ok(Replicated::limit(found))
    }

    fn drawn(&self, given: &Sample, unit: f64) -> Outcome<Replicated> {
        let statistic = BootstrapStatistic::Index {
            weights: vec![unit],
        };
        let drawn = bootstrap(
            &Observations::of_sample(given),
            &statistic,
            &self.bootstrap(),
        );
        drawn.map(Replicated::drawn)
    }

    fn drawn_index(
        &self,
        all: &Observations,
        weights: &[f64],
        why: NotComputable,
    ) -> Outcome<Replicated> {
        if !matches!(why, NotComputable::TooFew { needed, .. } if needed > 2) {
            return Err(why);
        }
        let statistic = BootstrapStatistic::Index {
            weights: weights.to_vec(),
        };
        bootstrap(all, &statistic, &self.bootstrap()).map(Replicated::drawn)
    }

    fn bootstrap(&self) -> BootstrapOptions {
        BootstrapOptions {
            replicates: self.options.replicates,
            seed: self.options.seed,
            confidence: self.confidence,
        }
    }
}

impl Replicated {
    fn limit(found: BootstrapLimit) -> Replicated {
        Replicated {
            n: found.n,
            missing: found.missing,
            observed: found.observed,
            bias: 0.0,
            se: found.se,
            percentile: found.percentile,
            bca: found.bca,
            correction: found.correction,
            by: match found.linearised {
                true => Replicates::Linearised,
                false => Replicates::Limit { form: found.form },
            },
        }
    }

    fn drawn(found: Bootstrap) -> Replicated {
        Replicated {
            n: found.n,
            missing: found.missing,
            observed: found.observed,
            bias: found.bias,
            se: found.se,
            percentile: found.percentile,
            bca: found.bca,
            correction: found.correction,
            by: Replicates::Seeded {
                number: found.replicates,
                seed: found.seed,
                undefined: found.undefined,
            },
        }
    }
}
