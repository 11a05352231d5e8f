use super::classes::Classes;
use super::rule_source::RuleSource;
use crate::analysis::{CrosstabPolicy, RoutePolicy};
use crate::error::{Error, Result};
use crate::nesting;
use crate::said;
use crate::survey::Words;
use serde::Deserialize;

/// Named cut-offs with their source (`reports/rules`), replaceable by the user.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub extremes: Extremes,
    pub change: ChangeRule,
    pub small: Small,
    pub rows: RowsRule,
    pub validity: ValidityRule,
    pub reliability: Verdicts,
    pub route: RouteRule,
    pub figures: FigureRule,
    pub crosstab: CrosstabRule,
    pub assumptions: AssumptionRule,
    pub classes: Classes,
    pub csi: Verdicts,
    /// What the KMO measure is called.
    pub adequacy: Verdicts,
    pub loading: LoadingRule,
    /// When the items of a dimension belong together, and dimensions are two.
    pub convergent: ConvergentRule,
    pub discriminant: DiscriminantRule,
    /// From which α on items say the same thing.
    pub alike: AlikeRule,
    /// What the size of an effect is called, by the name of the effect.
    pub effects: std::collections::BTreeMap<String, Verdicts>,
}

/// How a test is chosen, with its source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteRule {
    pub alpha: f64,
    pub large: u64,
    pub small: u64,
    pub source: RuleSource,
}

impl RouteRule {
    /// As the analysis takes it.
    pub fn policy(&self) -> RoutePolicy {
        RoutePolicy {
            alpha: self.alpha,
            large: self.large,
            small: self.small,
        }
    }
}

/// Of how many respondents a figure shows what, with its source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureRule {
    /// Up to so many each is a point.
    pub points: u64,
    /// From so many on there is a box.
    pub boxes: u64,
    /// From so many on there is a violin, or a normal curve.
    pub curve: u64,
    pub source: RuleSource,
}

/// When chi-square may stand for an exact test, with its source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrosstabRule {
    pub small: f64,
    pub least: f64,
    pub share: f64,
    /// Adjusted residuals beyond this are marked.
    pub residual: f64,
    pub source: RuleSource,
}

impl CrosstabRule {
    /// As the analysis takes it.
    pub fn policy(&self) -> CrosstabPolicy {
        CrosstabPolicy {
            small: self.small,
            least: self.least,
            share: self.share,
        }
    }
}

/// Limits of the classical assumptions of a regression, with their source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssumptionRule {
    /// Level of the tests.
    pub alpha: f64,
    /// Limits of collinearity.
    pub vif: f64,
    pub tolerance: f64,
    pub source: RuleSource,
}

/// When an item is valid, with its source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValidityRule {
    /// As printed.
    pub name: Words,
    /// The least correlation with the sum of the other items; none: the plain
    /// correlation has to exceed the critical one.
    pub corrected_from: Option<f64>,
    pub source: RuleSource,
}

/// When an item belongs to a factor, with its source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoadingRule {
    /// Loadings from here on, whatever their sign.
    pub from: f64,
    pub source: RuleSource,
}

/// Least loading, AVE and composite reliability of a dimension, with their source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConvergentRule {
    /// As printed.
    pub name: Words,
    pub loading: f64,
    pub ave: f64,
    pub reliability: f64,
    pub source: RuleSource,
}

/// The HTMT, whatever its sign, from which on two dimensions are hardly two, with its
/// source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscriminantRule {
    /// As printed.
    pub name: Words,
    pub htmt: f64,
    pub source: RuleSource,
}

/// The α from which on some items may be the same question asked again, with its
/// source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlikeRule {
    /// As printed.
    pub name: Words,
    pub from: f64,
    pub source: RuleSource,
}

/// What a value is called, by the school that says so.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdicts {
    /// School and cut-off, as printed.
    pub name: Words,
    /// What a value below all cut-offs is called.
    pub below: Words,
    /// Rising.
    pub cuts: Vec<Cut>,
    pub source: RuleSource,
}

/// A value from which on something is called so.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cut {
    pub from: f64,
    pub id: String,
    pub en: String,
}

impl Verdicts {
    /// What a value is called.
    pub fn of(&self, value: f64) -> Words {
        let reached = self.cuts.iter().rev().find(|cut| value >= cut.from);
        reached.map_or_else(
            || self.below.clone(),
            |cut| Words {
                id: cut.id.clone(),
                en: cut.en.clone(),
            },
        )
    }
}

/// How many items are named lowest and highest.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extremes {
    pub count: usize,
    pub source: RuleSource,
}

/// When a change is called real.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeRule {
    pub alpha: f64,
    pub source: RuleSource,
}

/// When a group is too small to be interpreted alone.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Small {
    pub group: u64,
    pub source: RuleSource,
}

/// How many respondents an annex on paper lists.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowsRule {
    pub listed: u64,
    pub source: RuleSource,
}

impl Rules {
    /// What the size of an effect is called, and by whom: `kuat (Sugiyono 2019)`.
    /// The sign does not matter; none where no rule names it.
    pub fn label(&self, effect: &str, value: f64) -> Option<Words> {
        let rule = self.effects.get(effect)?;
        let word = rule.of(value.abs());
        Some(Words {
            id: format!("{} ({})", word.id, rule.name.id),
            en: format!("{} ({})", word.en, rule.name.en),
        })
    }

    /// The rules that ship with the program.
    ///
    /// # Errors
    /// Never with an unchanged program; a test reads them.
    pub fn built_in() -> Result<Rules> {
        Rules::parse(
            "reports/rules/default.toml",
            include_str!("../../reports/rules/default.toml"),
        )
    }

    /// Rules from a user's file.
    ///
    /// # Errors
    /// TOML that does not parse, a rule missing or unknown.
    pub fn parse(file: &str, text: &str) -> Result<Rules> {
        nesting::check_toml(file, text)?;
        toml::from_str(text).map_err(|error| {
            let what = said!("aturan tidak dapat dibaca", "the rules cannot be read");
            Error::toml(file, text, &error, what)
        })
    }
}
