use crate::analysis::{
    Comparison, Correlation, Crosstab, FactorExtraction, Factors, Finding, GroupTest, Model,
    PairMethod, Paired, Rotation, Study, TableTest, Weighted, WeightedAnswer, WeightedComparison,
};

/// The methods whose numbers a study prints, by the names of their cards, each
/// once, in the order they come.
pub(super) fn methods(study: &Study) -> Vec<&'static str> {
    let mut all: Vec<&'static str> = Vec::new();
    let findings = study.entries.iter().filter_map(|e| e.outcome.as_ref().ok());
    for name in findings.flat_map(of_finding) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    if study.multiplicity.is_some_and(|m| m.tests > 1) {
        all.push("p_adjust");
    }
    all
}

/// The methods of one finding.
pub(super) fn of_finding(finding: &Finding) -> Vec<&'static str> {
    match finding {
        Finding::Index(_) | Finding::Earlier(_) => vec!["satisfaction_index"],
        Finding::Change(_) => vec!["change"],
        Finding::SampleSize { .. } => vec!["required_sample"],
        Finding::Description(_) => vec!["descriptives"],
        Finding::Reliability(_) => vec!["cronbach_alpha"],
        Finding::Validity(_) => vec!["item_total"],
        Finding::Scale(_) => vec!["item_total", "cronbach_alpha", "omega"],
        Finding::Normality(_) => vec!["shapiro_wilk", "lilliefors"],
        Finding::SuccessiveIntervals { .. } => vec!["successive_intervals"],
        Finding::Importance(_) => vec!["importance_performance", "customer_satisfaction_index"],
        Finding::Gap(_) => vec!["service_gap"],
        Finding::Factors(found) => of_factors(found),
        Finding::Constructs(_) => vec!["convergent_validity", "heterotrait_monotrait"],
        Finding::Kano(_) => vec!["kano"],
        Finding::Recommendation(_) => vec!["net_promoter_score"],
        Finding::Weighted(found) => of_design(found),
        Finding::Comparison(found) => of_groups(found),
        Finding::Correlations(found) => vec![match found.kind {
            Correlation::Spearman => "spearman",
            Correlation::Pearson => "pearson",
        }],
        Finding::Crosstab(found) => of_table(found),
        Finding::Regression(found) => of_model(&found.model),
        Finding::Trend(found) => {
            let mut all = vec!["jonckheere_terpstra", "mann_kendall", "sen_slope"];
            all.extend(found.upper_half.as_ref().map(|_| "cochran_armitage"));
            all.extend(
                found
                    .interrupted
                    .as_ref()
                    .map(|_| "interrupted_time_series"),
            );
            all
        }
        Finding::Bootstrap(_) => vec!["bootstrap"],
        Finding::Paired(found) => of_pair(found),
        Finding::Quality(_) => vec!["quality"],
        Finding::Screening(found) => {
            let distance = found.distance.as_ref().ok().map(|_| "mahalanobis");
            std::iter::once("screening").chain(distance).collect()
        }
        Finding::Frequencies(_) | Finding::Multiple(_) => Vec::new(),
    }
}

fn of_model(model: &Model) -> Vec<&'static str> {
    match model {
        Model::LinearRegression { assumptions, .. } => {
            let mut all = vec![
                "linear_regression",
                "shapiro_wilk",
                "lilliefors",
                "collinearity",
                "glejser",
                "breusch_pagan",
                "durbin_watson",
                "linearity_test",
            ];
            all.extend(assumptions.is_uneven(0.05).then_some("influence"));
            all
        }
        Model::LogisticRegression(_) => vec!["logistic_regression"],
        Model::OrdinalRegression(_) => vec!["ordinal_regression"],
    }
}

fn of_groups(found: &Comparison) -> Vec<&'static str> {
    let route = &found.route;
    let mut all = vec![group_test(route.chosen)];
    all.extend(route.beside.map(group_test));
    all.push("levene");
    let permutation = found.permutation.iter().flatten();
    all.extend(permutation.map(|test| test.as_test().method()));
    if let Some(Ok(pairs)) = &found.pairs {
        all.push(match pairs.method {
            PairMethod::DunnHolm => "dunn",
            PairMethod::GamesHowell => "games_howell",
            PairMethod::TukeyHsd => "tukey_hsd",
        });
    }
    all
}

fn group_test(test: GroupTest) -> &'static str {
    match test {
        GroupTest::WelchTTest => "welch_t_test",
        GroupTest::StudentTTest => "student_t_test",
        GroupTest::MannWhitney => "mann_whitney",
        GroupTest::MannWhitneyExact => "mann_whitney_exact",
        GroupTest::WelchAnova => "welch_anova",
        GroupTest::AnovaOneway => "anova_oneway",
        GroupTest::KruskalWallis => "kruskal_wallis",
    }
}

fn of_table(found: &Crosstab) -> Vec<&'static str> {
    let test = |test| match test {
        TableTest::ChiSquareIndependence => "chi_square_independence",
        TableTest::FisherExact => "fisher_exact",
        TableTest::FisherFreemanHalton => "fisher_freeman_halton",
        TableTest::LinearByLinear => "linear_by_linear",
    };
    let mut all = vec![test(found.route.chosen)];
    all.extend(found.route.beside.map(test));
    all.extend(["nominal_association", "column_proportions"]);
    all.extend(found.odds_ratio.as_ref().map(|_| "odds_ratio"));
    all.extend(found.ordinal.as_ref().map(|_| "ordinal_association"));
    all
}

fn of_factors(found: &Factors) -> Vec<&'static str> {
    let mut all = vec![
        "sampling_adequacy",
        "bartlett_sphericity",
        "parallel_analysis",
        match found.extraction {
            FactorExtraction::Components => "principal_components",
            _ => "factor_analysis",
        },
    ];
    all.extend(match found.rotation {
        Rotation::Varimax => Some("varimax"),
        Rotation::Promax => Some("promax"),
        Rotation::None => None,
    });
    all
}

fn of_design(found: &Weighted) -> Vec<&'static str> {
    let mut all = vec!["design_means"];
    if !found.shares.is_empty() {
        all.push("design_share");
    }
    if !found.comparisons.is_empty() {
        all.push("design_rank_test");
    }
    let compared = |has: fn(&WeightedComparison) -> bool| found.comparisons.iter().any(has);
    if compared(|c| c.t_test.is_some()) {
        all.push("design_t_test");
    }
    if compared(|c| c.anova.is_some()) {
        all.push("design_anova");
    }
    if compared(|c| c.table.is_some()) {
        all.push("design_chi_square");
    }
    if compared(|c| c.pairs.is_some()) {
        all.push("design_pairs");
    }
    if compared(|c| c.sizes.is_some()) || !found.answers.is_empty() {
        all.push("design_sizes");
    }
    all.extend(found.answers.iter().map(|answer| match answer {
        WeightedAnswer::Correlation { .. } => "design_correlation",
        WeightedAnswer::Crosstab { .. } => "design_chi_square",
        WeightedAnswer::Regression { .. } => "design_regression",
    }));
    all
}

fn of_pair(found: &Paired) -> Vec<&'static str> {
    match found.rule.is_by_ranks() {
        true => vec!["wilcoxon_signed_rank", "paired_t_test"],
        false => vec!["paired_t_test", "wilcoxon_signed_rank"],
    }
}

#[cfg(test)]
mod tests {
    use crate::report::Cards;

    #[test]
    fn every_method_that_is_printed_has_a_card() {
        let cards = Cards::built_in().expect("cards");
        let source = include_str!("methods.rs");
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        let names: Vec<&str> = code.split('"').skip(1).step_by(2).collect();
        assert!(names.len() > 40, "{names:?}");
        for name in names {
            let card = cards
                .0
                .get(name)
                .unwrap_or_else(|| panic!("no card {name}"));
            for text in [&card.name, &card.question, &card.assumes, &card.when_not] {
                assert!(!text.id.is_empty() && !text.en.is_empty(), "{name}");
            }
        }
    }
}
