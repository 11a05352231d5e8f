use super::composer::{Composer, capital};
use super::methods::methods;
use super::rule_source::RuleSource;

/// The rules by which this study calls and decides things, with their sources.
pub(super) fn named_rules<'a>(composer: &Composer<'a>) -> Vec<NamedRule<'a>> {
    let (rules, voice) = (composer.rules, composer.voice);
    let used = methods(composer.study);
    let decided = [
        ("validity", &rules.validity.source, &["item_total"][..]),
        (
            "reliability",
            &rules.reliability.source,
            &["cronbach_alpha"],
        ),
        ("route", &rules.route.source, &ROUTED),
        ("crosstab", &rules.crosstab.source, &["nominal_association"]),
        (
            "assumptions",
            &rules.assumptions.source,
            &["linear_regression"],
        ),
        ("classes", &rules.classes.source, &["descriptives"]),
        ("alike", &rules.alike.source, &["cronbach_alpha"]),
        ("adequacy", &rules.adequacy.source, &["sampling_adequacy"]),
        ("loading", &rules.loading.source, &["sampling_adequacy"]),
        ("csi", &rules.csi.source, &["customer_satisfaction_index"]),
        (
            "convergent",
            &rules.convergent.source,
            &["convergent_validity"],
        ),
        (
            "discriminant",
            &rules.discriminant.source,
            &["convergent_validity"],
        ),
    ];
    let decided = decided.into_iter().filter_map(|(key, source, methods)| {
        let is_used = methods.iter().any(|method| used.contains(method));
        is_used.then(|| NamedRule {
            name: capital(&voice.word(&format!("rule.{key}"))),
            key: key.to_owned(),
            source,
        })
    });
    let effects: Vec<&str> = used.iter().filter_map(|method| effect(method)).collect();
    let sizes = rules.effects.iter();
    let sizes = sizes.filter(|(effect, _)| effects.contains(&effect.as_str()));
    let sizes = sizes.map(|(effect, rule)| NamedRule {
        name: voice.word(&format!("effect.{effect}")),
        key: format!("effects.{effect}"),
        source: &rule.source,
    });
    decided.chain(sizes).collect()
}

/// A rule as a chapter prints it.
pub(super) struct NamedRule<'a> {
    /// What it is called.
    pub name: String,
    /// Where a file of rules has it.
    pub key: String,
    pub source: &'a RuleSource,
}

/// Methods of which one is chosen by what the data look like.
const ROUTED: [&str; 3] = ["levene", "nominal_association", "wilcoxon_signed_rank"];

/// The effect a method prints.
fn effect(method: &str) -> Option<&'static str> {
    Some(match method {
        "welch_t_test" | "student_t_test" => "cohen_d",
        "paired_t_test" => "cohen_dz",
        "mann_whitney" | "mann_whitney_exact" | "wilcoxon_signed_rank" => "rank_biserial",
        "welch_anova" | "anova_oneway" => "eta_squared",
        "kruskal_wallis" => "epsilon_squared",
        "chi_square_independence" | "fisher_exact" | "fisher_freeman_halton" => "cramer_v",
        "pearson" | "spearman" => "pearson_r",
        "linear_regression" => "r_squared",
        _ => return None,
    })
}
