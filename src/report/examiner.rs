use super::cards::{Card, Cards};
use super::composer::{Composer, capital};
use super::methods::methods;
use super::rule_source::RuleSource;
use crate::document::{Cell, Column, Row, plain};

/// The page for an examiner: program and data, every method with its formula and
/// source, the named rules, and where the same analysis stands for R and SPSS.
pub(super) fn examiner(composer: &mut Composer) {
    let voice = composer.voice;
    composer.section(voice.word("examiner.section"));
    let made = &composer.study.made_by;
    let given = [
        ("program", made.name.clone()),
        ("version", made.version.clone()),
    ];
    composer.say("examiner.made_by", &given);
    let sources: Vec<_> = composer
        .study
        .survey
        .sources
        .iter()
        .map(|source| {
            let given = [
                ("file", source.file.clone()),
                ("hash", parted(&source.sha256)),
                ("n", voice.count(source.respondents)),
            ];
            plain(voice.say("examiner.source", &given))
        })
        .collect();
    if !sources.is_empty() {
        composer.list(false, sources);
    }
    composer.say("examiner.scripts", &[]);
    if composer.view().is_weighted() {
        composer.say("examiner.scripts_weights", &[]);
    }
    // Every card is read by a test; without them the page still stands.
    let cards = Cards::built_in().unwrap_or_else(|_| Cards(Default::default()));
    let used: Vec<&Card> = methods(composer.study)
        .into_iter()
        .filter_map(|name| cards.0.get(name))
        .collect();
    let columns = vec![
        Column::words(voice.word("column.method"), 20),
        Column::words(voice.word("column.formula"), 42),
        Column::words(voice.word("column.source"), 38),
    ];
    let rows = used.into_iter().map(|card| {
        Row::body(vec![
            Cell::words(composer.of(&card.name).to_owned()),
            Cell::words(composer.of(&card.formula).to_owned()),
            Cell::words(card.source.clone()),
        ])
    });
    let rows = rows.collect();
    composer.table("Metode", voice.word("examiner.methods"), columns, rows);
    rules(composer);
}

/// A long row of digits in parts, so that a line can end between them.
fn parted(digits: &str) -> String {
    let signs: Vec<char> = digits.chars().collect();
    let parts = signs.chunks(16).map(|part| part.iter().collect());
    parts.collect::<Vec<String>>().join(" ")
}

/// The named rules behind words and choices.
fn rules(composer: &mut Composer) {
    let items = rule_sources(composer)
        .into_iter()
        .map(|(name, source)| {
            let voice = composer.voice;
            let printed = match name.strip_prefix("effects.") {
                Some(effect) => voice.word(&format!("effect.{effect}")),
                None => capital(&voice.word(&format!("rule.{name}"))),
            };
            let given = [
                ("name", printed),
                ("key", name),
                ("source", source.text(voice.language).to_owned()),
            ];
            plain(voice.say("rule.named", &given))
        })
        .collect();
    composer.say("examiner.rules", &[]);
    composer.list(false, items);
}

/// The named rules of this study with their sources.
pub(super) fn rule_sources<'a>(composer: &Composer<'a>) -> Vec<(String, &'a RuleSource)> {
    let rules = composer.rules;
    let methods = methods(composer.study);
    let is_used = |of: &[&str]| of.iter().any(|method| methods.contains(method));
    let routes = ["levene", "nominal_association", "wilcoxon_signed_rank"];
    let list = [
        ("validity", &rules.validity.source, is_used(&["item_total"])),
        (
            "reliability",
            &rules.reliability.source,
            is_used(&["cronbach_alpha"]),
        ),
        ("route", &rules.route.source, is_used(&routes)),
        (
            "crosstab",
            &rules.crosstab.source,
            is_used(&["nominal_association"]),
        ),
        (
            "assumptions",
            &rules.assumptions.source,
            is_used(&["linear_regression"]),
        ),
        ("classes", &rules.classes.source, is_used(&["descriptives"])),
        ("alike", &rules.alike.source, is_used(&["cronbach_alpha"])),
    ];
    let list = list.into_iter().filter(|(_, _, used)| *used);
    let list = list.map(|(name, source, _)| (name, source));
    let of_dimensions = [
        ("convergent", &rules.convergent.source),
        ("discriminant", &rules.discriminant.source),
    ];
    let of_dimensions = of_dimensions
        .into_iter()
        .filter(|_| methods.contains(&"convergent_validity"));
    let used = effects(composer);
    let effects = rules.effects.iter();
    let effects = effects.filter(|(name, _)| used.contains(&name.as_str()));
    let effects = effects.map(|(name, rule)| (format!("effects.{name}"), &rule.source));
    let list = list.chain(of_dimensions);
    list.map(|(name, source)| (name.to_owned(), source))
        .chain(effects)
        .collect()
}

/// The effects the methods of the study print.
fn effects(composer: &Composer) -> Vec<&'static str> {
    let methods = methods(composer.study).into_iter();
    methods
        .filter_map(|method| {
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
        })
        .collect()
}
