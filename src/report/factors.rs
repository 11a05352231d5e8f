use super::analysis::{cell, number};
use super::chart_relations;
use super::composer::Composer;
use super::voice::capital;
use crate::analysis::{FactorExtraction, FactorRule, FactorSolution, Factors, Rotation};
use crate::document::{Cell, Chart, Column, NoteKind, Row, plain};
use crate::stats::{Caution, NotComputable, ParallelAnalysis, SamplingAdequacy};

/// Factor analysis in the order of a thesis: may the items be factored, how many
/// factors, which item belongs to which.
pub(super) fn factors(composer: &mut Composer, found: &Factors) {
    let voice = composer.voice;
    composer.section(voice.word("factor.section"));
    let given = [
        ("items", voice.count(found.items.len() as u64)),
        ("n", voice.count(found.n)),
        ("incomplete", voice.incomplete(found.missing)),
    ];
    composer.say("factor.lead", &given);
    fitness(composer, found);
    eigenvalues(composer, found);
    match &found.solution {
        Ok(solution) => loadings(composer, found, solution),
        Err(why) => cannot(composer, "factor.loadings", why),
    }
}

fn cannot(composer: &mut Composer, what: &str, why: &NotComputable) {
    let given = [
        ("question", composer.voice.word(what)),
        ("because", composer.because(why)),
    ];
    let sentence = capital(&composer.voice.say("analysis.no_result", &given));
    composer.paragraph("analysis.no_result", plain(sentence));
}

/// Items for which the measure lies below every limit of the rule for KMO.
fn inadequate(composer: &mut Composer, found: &Factors, adequacy: &SamplingAdequacy) {
    let voice = composer.voice;
    let rule = &composer.rules.adequacy;
    let Some(least) = rule.cuts.first().map(|cut| cut.from) else {
        return;
    };
    let each = found.items.iter().zip(&adequacy.each);
    let low = each.filter_map(|(id, msa)| {
        let msa = *msa.as_ref().ok().filter(|msa| **msa < least)?;
        Some(format!(
            "{} ({})",
            composer.named(id).0,
            voice.number(msa, 3)
        ))
    });
    let low: Vec<String> = low.collect();
    if !low.is_empty() {
        let given = [
            ("least", voice.number(least, 2)),
            ("list", voice.list(&low)),
            ("word", composer.of(&rule.below).to_owned()),
            ("rule", composer.of(&rule.name).to_owned()),
        ];
        composer.say("factor.msa_low", &given);
    }
}

/// KMO with its word, and Bartlett's test.
fn fitness(composer: &mut Composer, found: &Factors) {
    let voice = composer.voice;
    match &found.adequacy {
        Ok(adequacy) => {
            let rule = &composer.rules.adequacy;
            let given = [
                ("kmo", voice.number(adequacy.kmo, 3)),
                ("word", composer.of(&rule.of(adequacy.kmo)).to_owned()),
                ("rule", composer.of(&rule.name).to_owned()),
            ];
            composer.say("factor.kmo", &given);
            inadequate(composer, found, adequacy);
        }
        Err(why) => cannot(composer, "factor.adequacy", why),
    }
    match &found.sphericity {
        Ok(test) => {
            let given = [
                ("chi", voice.number(test.chi_square, 3)),
                ("df", voice.count(test.df)),
                ("p", voice.p(test.p)),
                ("determinant", scientific(composer, test.determinant)),
            ];
            composer.say("factor.bartlett", &given);
        }
        Err(why) => cannot(composer, "factor.sphericity", why),
    }
}

/// A determinant, which is often far below what three places show: `6,7 × 10⁻⁶`.
fn scientific(composer: &Composer, value: f64) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if !(value > 0.0 && value < 0.001) {
        return composer.voice.number(value, 3);
    }
    let shown = format!("{value:.1e}");
    let (digits, power) = shown.split_once("e-").unwrap_or((&shown, "0"));
    let digits = digits.parse().unwrap_or(value);
    let raised = power
        .chars()
        .filter_map(|sign| RAISED.get(sign.to_digit(10)? as usize));
    let raised: String = raised.collect();
    format!("{} × 10⁻{raised}", composer.voice.number(digits, 1))
}

/// Eigenvalues beside those of random data, and how many factors that makes.
fn eigenvalues(composer: &mut Composer, found: &Factors) {
    let voice = composer.voice;
    let components = match &found.components {
        Ok(components) => components,
        Err(why) => {
            cannot(composer, "factor.eigenvalues", why);
            return;
        }
    };
    let columns = vec![
        Column::marks(voice.word("factor.component"), 11),
        Column::numbers(voice.word("figure.eigenvalue"), 13),
        Column::numbers(voice.word("factor.variance"), 14),
        Column::numbers(voice.word("factor.cumulative"), 14),
        Column::numbers(voice.word("factor.random_mean"), 15),
        Column::numbers(voice.word("factor.random_p95"), 15),
    ];
    let random = found.parallel.as_ref().ok();
    let mut sum = 0.0;
    let both = components.eigenvalues.iter().zip(&components.shares);
    let rows = both.enumerate().map(|(at, (value, share))| {
        sum += share;
        let of_random = |all: fn(&ParallelAnalysis) -> &Vec<f64>| {
            let value = random.and_then(|found| all(found).get(at));
            value.map_or_else(Cell::empty, |value| number(*value, 3))
        };
        Row::body(vec![
            Cell::count(at as u64 + 1),
            number(*value, 3),
            number(share * 100.0, 2),
            number(sum * 100.0, 2),
            of_random(|found| &found.random_mean),
            of_random(|found| &found.random_p95),
        ])
    });
    let rows: Vec<Row> = rows.collect();
    composer.table(
        "Nilai eigen",
        voice.word("factor.eigen_caption"),
        columns,
        rows,
    );
    if let Err(why) = &found.parallel {
        cannot(composer, "factor.parallel", why);
    }
    let same = found.number == components.above_mean;
    let key = match found.rule {
        FactorRule::Asked => "factor.number_asked",
        FactorRule::Parallel if same => "factor.number_both",
        FactorRule::Parallel => "factor.number_parallel",
        FactorRule::One => "factor.number_one",
    };
    let given = [
        ("number", voice.count(found.number)),
        ("kaiser", voice.count(components.above_mean)),
    ];
    composer.say(key, &given);
}

/// The scree plot, for documents that hold figures.
pub(super) fn scree(composer: &mut Composer, found: &Factors) {
    let Ok(parallel) = &found.parallel else {
        return;
    };
    let voice = composer.voice;
    let chart = chart_relations::scree(voice, parallel);
    let first = parallel.observed.iter().take(3);
    let first: Vec<String> = first.map(|value| voice.number(*value, 3)).collect();
    let given = [
        ("kept", voice.count(parallel.by_p95)),
        ("first", voice.list(&first)),
    ];
    let alt = voice.say("factor.scree_alt", &given);
    composer.figure(
        "scree",
        voice.word("figure.scree"),
        alt,
        Chart::Scree(chart),
    );
}

/// The rotated loadings, and which factor each item belongs to.
fn loadings(composer: &mut Composer, found: &Factors, solution: &FactorSolution) {
    let voice = composer.voice;
    let count = solution.sums_of_squares.len();
    // One factor has nothing to turn.
    let turned = match count {
        0 | 1 => "factor.unrotated",
        _ => rotation(found.rotation),
    };
    let given = [
        ("extraction", voice.word(extraction(found.extraction))),
        ("rotation", voice.word(turned)),
    ];
    composer.say("factor.method", &given);
    let mut columns = vec![
        Column::marks(voice.word("column.code"), 6),
        Column::words(voice.word("column.item_name"), 28),
        Column::numbers("MSA", 8),
    ];
    columns.extend((1..=count).map(|at| Column::numbers(format!("F{at}"), 8)));
    columns.push(Column::numbers(voice.word("factor.communality"), 12));
    columns.push(Column::marks(voice.word("factor.factor"), 8));
    let each = found.adequacy.as_ref().ok().map(|found| &found.each);
    let mut rows: Vec<Row> = Vec::new();
    let items = found.items.iter().zip(&solution.loadings);
    for (at, (id, own)) in items.enumerate() {
        let (code, name) = composer.named(id);
        let msa = each.and_then(|each| each.get(at));
        let mut cells = vec![
            Cell::words(code),
            Cell::words(name),
            msa.map_or_else(Cell::empty, |msa| cell(voice, msa, 3)),
        ];
        cells.extend(own.iter().map(|loading| number(*loading, 3)));
        let communality = solution.communalities.get(at);
        cells.push(communality.map_or_else(Cell::empty, |h| number(*h, 3)));
        cells.push(Cell::words(belongs(composer, own)));
        rows.push(Row::body(cells));
    }
    rows.extend(sums(composer, solution));
    let cut = voice.number(composer.rules.loading.from, 2);
    let mut notes = vec![plain(voice.say("factor.loading_note", &[("cut", cut)]))];
    if found.rotation == Rotation::Promax && count > 1 {
        notes.push(plain(voice.word("factor.pattern_note")));
    }
    let caption = voice.word("factor.loadings_caption");
    composer.table_with("Muatan faktor", caption, Vec::new(), columns, rows, notes);
    correlated(composer, solution);
    fit(composer, found, solution);
    for caution in &solution.cautions {
        cautioned(composer, found, caution);
    }
}

/// What the factors explain, below their loadings.
fn sums(composer: &Composer, solution: &FactorSolution) -> Vec<Row> {
    let line = |key: &str, values: &[f64], factor: f64, places: u8| {
        let mut cells = vec![
            Cell::empty(),
            Cell::words(composer.voice.word(key)),
            Cell::empty(),
        ];
        cells.extend(values.iter().map(|value| number(value * factor, places)));
        cells.extend([Cell::empty(), Cell::empty()]);
        Row::total(cells)
    };
    vec![
        line("factor.sums", &solution.sums_of_squares, 1.0, 3),
        line("factor.variance", &solution.shares, 100.0, 2),
    ]
}

/// The factor of the greatest loading, where it reaches the limit of the rule;
/// several where an item loads on more than one.
fn belongs(composer: &Composer, own: &[f64]) -> String {
    let from = composer.rules.loading.from;
    let high = (1..).zip(own).filter(|(_, loading)| loading.abs() >= from);
    let names: Vec<String> = high.map(|(at, _): (u64, _)| format!("F{at}")).collect();
    match names.is_empty() {
        true => "–".to_owned(),
        false => names.join(", "),
    }
}

/// How the factors correlate, where they may.
fn correlated(composer: &mut Composer, solution: &FactorSolution) {
    let Some(matrix) = &solution.correlations else {
        return;
    };
    let voice = composer.voice;
    let mut columns = vec![Column::words(voice.word("factor.factor"), 10)];
    columns.extend((1..=matrix.len()).map(|at| Column::numbers(format!("F{at}"), 9)));
    let rows = matrix.iter().enumerate().map(|(at, row)| {
        let mut cells = vec![Cell::words(format!("F{}", at + 1))];
        cells.extend(
            row.iter()
                .enumerate()
                .map(|(column, r)| match column <= at {
                    true => number(*r, 3),
                    false => Cell::empty(),
                }),
        );
        Row::body(cells)
    });
    let rows = rows.collect();
    let caption = voice.word("factor.correlations_caption");
    composer.table("Korelasi faktor", caption, columns, rows);
}

/// The test that so many factors suffice.
fn fit(composer: &mut Composer, found: &Factors, solution: &FactorSolution) {
    if found.extraction != FactorExtraction::MaximumLikelihood {
        return;
    }
    let voice = composer.voice;
    match &solution.fit {
        Ok(test) => {
            let given = [
                ("chi", voice.number(test.chi_square, 3)),
                ("df", voice.count(test.df)),
                ("p", voice.p(test.p)),
            ];
            composer.say("factor.fit", &given);
        }
        Err(why) => cannot(composer, "factor.fit_test", why),
    }
}

fn cautioned(composer: &mut Composer, found: &Factors, caution: &Caution) {
    let voice = composer.voice;
    let text = match caution {
        Caution::Heywood { variables } => {
            let at = variables.iter().map(|at| usize::try_from(*at).ok());
            let ids = at.filter_map(|at| found.items.get(at?));
            let codes: Vec<String> = ids.map(|id| composer.named(id).0).collect();
            voice.say("factor.heywood", &[("items", voice.list(&codes))])
        }
        Caution::NotConverged { iterations } => {
            let iterations = voice.count(*iterations);
            voice.say("factor.not_converged", &[("iterations", iterations)])
        }
        _ => return,
    };
    composer.note(NoteKind::Caution, text);
}

fn extraction(extraction: FactorExtraction) -> &'static str {
    match extraction {
        FactorExtraction::Minres => "factor.minres",
        FactorExtraction::MaximumLikelihood => "factor.ml",
        FactorExtraction::Components => "factor.pca",
    }
}

fn rotation(rotation: Rotation) -> &'static str {
    match rotation {
        Rotation::Varimax => "factor.varimax",
        Rotation::Promax => "factor.promax",
        Rotation::None => "factor.unrotated",
    }
}
