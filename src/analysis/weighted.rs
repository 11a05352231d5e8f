use super::respondent::Target;
use super::variable::{Variable, group};
use super::weighted_answers::{Wanted, WeightedAnswer, WeightedQuestions, wish};
use super::weighted_shares::{WeightedShares, shares};
use crate::stats::{
    Design, DesignAnova, DesignChiSquare, DesignEstimate, DesignEstimates, DesignOptions,
    DesignPair, DesignPattern, DesignRankOptions, DesignRankTest, DesignSizes, DesignTTest,
    NotComputable, Outcome, PopulationMargin, RakingOptions, design_anova, design_chi_square,
    design_means, design_pairs, design_rank_test, design_sizes, design_t_test, rake,
};
use crate::survey::{Group, Response, Responses, Words};
use serde::{Deserialize, Serialize};

/// How respondents were drawn: headers of the columns that say so, and known
/// totals of the population.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DesignColumns {
    /// How many of the population a respondent stands for.
    pub weight: Option<String>,
    pub strata: Option<String>,
    pub cluster: Option<String>,
    /// Size of the population of the respondent's stratum.
    pub population: Option<String>,
    /// Known totals: column, value, total. Weights are raked to them.
    pub margins: Vec<(String, String, f64)>,
}

impl DesignColumns {
    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        *self == DesignColumns::default()
    }

    /// Every column it names.
    pub fn headers(&self) -> Vec<String> {
        let own = [&self.weight, &self.strata, &self.cluster, &self.population];
        let mut all: Vec<String> = own.into_iter().flatten().cloned().collect();
        for (column, _, _) in &self.margins {
            if !all.contains(column) {
                all.push(column.clone());
            }
        }
        all
    }
}

/// Means, and questions about groups, with weights, strata and clusters.
///
/// # Question
/// What do the means and tests say of the population, given how respondents were
/// drawn?
///
/// # Formula
/// Weighted means with Taylor's linearisation within strata and clusters; tests of
/// groups on the same variances (t, F, rank sums by Lumley and Scott), of tables by
/// Rao and Scott, of correlations and of linear regressions by linearisation. Kish's effective n is `(Σw)²/Σw²`.
///
/// # Assumes
/// The columns say how respondents were drawn.
///
/// # When not
/// Self-chosen respondents: weights then mend known margins, nothing else.
///
/// # Example
/// ```
/// use tridharma::analysis::{DesignColumns, WeightedQuestions, weighted};
/// # use tridharma::survey::Responses;
/// # let responses = Responses { items: vec![], groups: vec![], patterns: vec![] };
/// let columns = DesignColumns { weight: Some("bobot".to_owned()), ..DesignColumns::default() };
/// assert!(weighted(&responses, &columns, &WeightedQuestions::default(), 0.95).is_err());
/// ```
///
/// # Checked against
/// `survey_design` of the reference cases (R survey).
///
/// # References
/// Lumley (2010), *Complex Surveys*. Kish (1965), *Survey Sampling*. Rao and Scott
/// (1984), *Annals of Statistics* 12, 46.
///
/// # Errors
/// [`NotComputable::NotGiven`] for a column that is not there,
/// [`NotComputable::OutOfRange`] for a weight or a population that is no number;
/// those of the design.
pub fn weighted(
    responses: &Responses,
    columns: &DesignColumns,
    questions: &WeightedQuestions,
    confidence: f64,
) -> Outcome<Weighted> {
    let mut targets = vec![Target::Index];
    let items = responses.items.iter();
    targets.extend(items.map(|item| Target::Item(item.id.clone())));
    let mut wanted: Vec<Wanted> = targets
        .iter()
        .cloned()
        .map(|of| Wanted::Of(Variable::Value(of)))
        .collect();
    wanted.extend(characteristics(responses, columns).map(Wanted::Of));
    let described = wanted.clone();
    let at = wanted.len();
    for (of, by) in &questions.groups {
        wanted.push(Wanted::Of(Variable::Value(of.clone())));
        wanted.push(Wanted::Of(Variable::Group(by.clone())));
    }
    let places = wish(responses, questions, &mut wanted);
    let (design, raked) = design(responses, columns, &wanted)?;
    let means = design_means(&design, &[0], confidence)?;
    Ok(Weighted {
        columns: columns.clone(),
        rows: targets
            .iter()
            .enumerate()
            .map(|(at, target)| mean_of(responses, &design, target, at, confidence))
            .collect::<Outcome<_>>()?,
        shares: described
            .iter()
            .zip(0..)
            .filter_map(|(of, at)| match of {
                Wanted::Of(of) => shares(responses, &design, (of, at), confidence),
                Wanted::Level(..) => None,
            })
            .collect(),
        raking_rounds: raked,
        answers: places
            .into_iter()
            .map(|asked| asked.answered(&design, confidence))
            .collect(),
        comparisons: questions
            .groups
            .iter()
            .enumerate()
            .map(|(place, (of, by))| compared(responses, &design, (of, by), at + 2 * place))
            .collect(),
        design: means,
    })
}

/// The characteristics that do not tell how respondents were drawn.
fn characteristics(
    responses: &Responses,
    columns: &DesignColumns,
) -> impl Iterator<Item = Variable> {
    // More values tell respondents apart rather than kinds of them, and no table of
    // that length is read.
    const MOST: usize = 30;
    let own = columns.headers();
    let own: Vec<usize> = own
        .iter()
        .filter_map(|header| Some(group(responses, header)?.0))
        .collect();
    let groups = responses.groups.iter().enumerate();
    let groups = groups.filter(move |(at, spec)| !own.contains(at) && spec.values.len() <= MOST);
    groups.map(|(_, spec)| Variable::Group(spec.header.clone()))
}

/// The mean of one value over the respondents who have it, without and with the
/// design.
fn mean_of(
    responses: &Responses,
    design: &Design,
    target: &Target,
    at: usize,
    confidence: f64,
) -> Outcome<WeightedMean> {
    let sample = super::respondent::values(responses, target);
    let found = design_means(design, &[at], confidence)?;
    let mut estimates = found.estimates.into_iter();
    Ok(WeightedMean {
        of: target.clone(),
        n: sample.n(),
        unweighted: sample.mean().map(|mean| mean.value()),
        weighted: estimates.next().ok_or(NotComputable::NoAnswers)?,
    })
}

/// The groups of a column, with the design.
fn compared(
    responses: &Responses,
    design: &Design,
    (of, by): (&Target, &str),
    variable: usize,
) -> WeightedComparison {
    let values = group(responses, by).map_or(&[][..], |(_, group)| group.values.as_slice());
    let levels: Vec<f64> = (0..values.len()).map(|level| level as f64).collect();
    let used = design.levels(variable + 1);
    let ranks = DesignRankOptions::default();
    let kept: Vec<f64> = levels.into_iter().filter(|l| used.contains(l)).collect();
    WeightedComparison {
        of: of.clone(),
        by: by.to_owned(),
        t_test: (kept.len() == 2)
            .then(|| design_t_test(design, variable, variable + 1, &kept, 0.95)),
        anova: (kept.len() > 2).then(|| design_anova(design, variable, variable + 1, &kept)),
        rank_test: design_rank_test(design, variable, variable + 1, &kept, ranks),
        sizes: design_sizes(design, &[variable, variable + 1]).ok(),
        pairs: (kept.len() > 2).then(|| WeightedPairs {
            names: values.to_vec(),
            ranks: of.is_ordinal(),
            pairs: design_pairs(design, variable, variable + 1, &kept, of.is_ordinal()),
        }),
        table: of.is_ordinal().then(|| {
            let answers = design.levels(variable);
            design_chi_square(design, variable, &answers, variable + 1, &kept)
        }),
    }
}

/// Respondents with their weights, strata and clusters.
fn design(
    responses: &Responses,
    columns: &DesignColumns,
    wanted: &[Wanted],
) -> Outcome<(Design, Option<u64>)> {
    let find = |header: &Option<String>| match header {
        Some(header) => group(responses, header)
            .map(Some)
            .ok_or(NotComputable::not_given("design")),
        None => Ok(None),
    };
    let (weight, strata) = (find(&columns.weight)?, find(&columns.strata)?);
    let (cluster, population) = (find(&columns.cluster)?, find(&columns.population)?);
    let mut margins: Vec<String> = Vec::new();
    for (column, _, _) in &columns.margins {
        if !margins.contains(column) {
            margins.push(column.clone());
        }
    }
    let mut all = wanted.to_vec();
    let of_margin = |header: &String| Wanted::Of(Variable::Group(header.clone()));
    all.extend(margins.iter().map(of_margin));
    let readers: Vec<_> = all.iter().map(|w| w.reader(responses)).collect();
    let mut patterns = Vec::new();
    for pattern in &responses.patterns {
        let number = |column: Option<(usize, &Group)>| match column {
            Some(column) => numeric(column, pattern).map(Some),
            None => Ok(None),
        };
        let code = |column: Option<(usize, &Group)>| {
            let code = column.map(|(at, _)| pattern.groups.get(at).copied().flatten());
            code.map(|code| code.ok_or_else(|| NotComputable::out_of_range("stratum")))
        };
        patterns.push(DesignPattern {
            values: readers.iter().map(|read| read(pattern)).collect(),
            weight: number(weight)?,
            strata: code(strata).transpose()?.into_iter().collect(),
            clusters: code(cluster).transpose()?.into_iter().collect(),
            population: number(population)?.into_iter().collect(),
            count: pattern.count,
        });
    }
    let design = Design::new(patterns, DesignOptions::default())?;
    if margins.is_empty() {
        return Ok((design, None));
    }
    let margins = population_margins(responses, columns, &margins, wanted.len())?;
    let raked = rake(&design, &margins, RakingOptions::default())?;
    Ok((raked.design, Some(raked.rounds)))
}

/// Known totals by the positions of their values.
fn population_margins(
    responses: &Responses,
    columns: &DesignColumns,
    names: &[String],
    first: usize,
) -> Outcome<Vec<PopulationMargin>> {
    let one = |(at, name): (usize, &String)| {
        let (_, spec) = group(responses, name).ok_or(NotComputable::not_given("design"))?;
        let known = columns
            .margins
            .iter()
            .filter(|(column, _, _)| column == name);
        let totals = known.map(|(_, value, total)| {
            let same = |words: &crate::survey::Words| {
                [&words.id, &words.en]
                    .iter()
                    .any(|w| w.trim().eq_ignore_ascii_case(value.trim()))
            };
            let place = spec.values.iter().position(same);
            Ok((
                place.ok_or(NotComputable::not_given("design"))? as f64,
                *total,
            ))
        });
        Ok(PopulationMargin {
            variable: at,
            totals: totals.collect::<Outcome<_>>()?,
        })
    };
    (first..).zip(names).map(one).collect()
}

/// The number in a cell of a column, with a comma or a point.
fn numeric((at, group): (usize, &Group), pattern: &Response) -> Outcome<f64> {
    let value = pattern.groups.get(at).copied().flatten();
    let text = value.and_then(|value| group.values.get(usize::try_from(value).ok()?));
    let number = text.and_then(|words| words.id.trim().replace(',', ".").parse().ok());
    let usable = number.filter(|n: &f64| n.is_finite() && *n >= 0.0);
    usable.ok_or_else(|| NotComputable::out_of_range("weight"))
}

/// Result of [`weighted`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weighted {
    pub columns: DesignColumns,
    /// Respondents, sum of weights, Kish's effective n and design effect.
    pub design: DesignEstimates,
    /// Rounds of raking, where totals were given.
    pub raking_rounds: Option<u64>,
    /// The index and each item.
    pub rows: Vec<WeightedMean>,
    /// Of the answers of each item, and of the values of each characteristic.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<WeightedShares>,
    pub comparisons: Vec<WeightedComparison>,
    /// Correlations, regressions and cross tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<WeightedAnswer>,
}

/// A mean without and with the design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightedMean {
    pub of: Target,
    pub n: u64,
    pub unweighted: Outcome<f64>,
    pub weighted: DesignEstimate,
}

/// A comparison of groups with the design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightedComparison {
    pub of: Target,
    pub by: String,
    /// Of two groups.
    pub t_test: Option<Outcome<DesignTTest>>,
    /// Of more than two groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anova: Option<Outcome<DesignAnova>>,
    pub rank_test: Outcome<DesignRankTest>,
    /// Of those who have the value and a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sizes: Option<DesignSizes>,
    /// Every two groups, of more than two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairs: Option<WeightedPairs>,
    /// Of single answers.
    pub table: Option<Outcome<DesignChiSquare>>,
}

/// Every two groups with the design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightedPairs {
    /// Of the groups, by their levels.
    pub names: Vec<Words>,
    /// Of ranks, otherwise of means.
    pub ranks: bool,
    pub pairs: Outcome<Vec<DesignPair>>,
}
