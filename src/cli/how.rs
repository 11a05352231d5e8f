use super::ask::Ask;
use super::resampling;
use tridharma::analysis::{
    ComparisonOptions, Correlation, CrosstabOptions, GroupTest, ModelKind, PairMethod, Policy,
    RegressionOptions, Request, TableTest, Target,
};
use tridharma::report::Rules;

/// How questions are answered: the tests and models a user fixed, and the rules.
pub struct How {
    pub targets: Vec<Target>,
    pub correlate: Option<Correlation>,
    pub table: CrosstabOptions,
    pub regression: RegressionOptions,
    pub comparison: ComparisonOptions,
}

const CONFIDENCE: f64 = 0.95;

impl How {
    pub fn of(ask: &Ask, rules: &Rules, targets: &[Target]) -> How {
        let test = ask.text("test");
        let post_hoc = ask.text("post-hoc");
        How {
            targets: targets.to_vec(),
            correlate: ask.text("correlate").map(|kind| match kind.as_str() {
                "pearson" => Correlation::Pearson,
                _ => Correlation::Spearman,
            }),
            table: CrosstabOptions {
                test: match test.as_deref() {
                    Some("chi-square") => Some(TableTest::ChiSquareIndependence),
                    Some("fisher") => Some(TableTest::FisherFreemanHalton),
                    _ => None,
                },
                confidence: CONFIDENCE,
                policy: rules.crosstab.policy(),
                small: None,
            },
            regression: RegressionOptions {
                model: ask.text("model").map(|model| match model.as_str() {
                    "logistic" => ModelKind::LogisticRegression,
                    "ordinal" => ModelKind::OrdinalRegression,
                    _ => ModelKind::LinearRegression,
                }),
                confidence: CONFIDENCE,
            },
            comparison: ComparisonOptions {
                test: test.as_deref().and_then(group_test),
                confidence: CONFIDENCE,
                policy: rules.route.policy(),
                pairs: post_hoc.as_deref() != Some("none"),
                permute: resampling::asked(ask, "permute"),
                pair_method: post_hoc.and_then(|name| PairMethod::named(&name)),
            },
        }
    }

    /// A comparison of the groups of a column.
    pub fn compare(&self, by: &str, of: &Target) -> Request {
        Request::Compare {
            by: by.to_owned(),
            of: of.clone(),
            options: self.comparison.clone(),
        }
    }
}

fn group_test(name: &str) -> Option<GroupTest> {
    Some(match name {
        "welch" => GroupTest::WelchTTest,
        "student" => GroupTest::StudentTTest,
        "mann-whitney" => GroupTest::MannWhitney,
        "mann-whitney-exact" => GroupTest::MannWhitneyExact,
        "anova" => GroupTest::AnovaOneway,
        "kruskal-wallis" => GroupTest::KruskalWallis,
        _ => return None,
    })
}

/// How p values of several questions are adjusted.
pub fn policy(ask: &Ask) -> Policy {
    match ask.text("adjust").as_deref() {
        Some("bh") => Policy::BenjaminiHochberg,
        Some("none") => Policy::None,
        _ => Policy::Holm,
    }
}
