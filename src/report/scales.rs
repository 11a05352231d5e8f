use super::analysis::{bound, cell, number, p_cell, target};
use super::chart_spread::bare_plane;
use super::composer::Composer;
use super::scale_cautions::{alike, loose};
use super::validity::{other_rule, validity_rows, validity_rule};
use crate::analysis::{Entry, Finding, Importance, Normality, Scale, Validity};
use crate::document::{Cell, Chart, Column, Content, PlanePoint, Row};
use crate::stats::{ImportancePerformance, Outcome, Quadrant, SuccessiveIntervals};

/// Validity of the items of each dimension, in one table.
pub(super) fn validity(composer: &mut Composer) {
    let voice = composer.voice;
    composer.section(voice.word("analysis.validity"));
    let columns = vec![
        Column::words(voice.word("column.dimension"), 14),
        Column::marks(voice.word("column.code"), 6),
        Column::words(voice.word("column.item_name"), 28),
        Column::numbers(voice.word("column.r"), 9),
        Column::numbers(voice.word("column.r_table"), 9),
        Column::numbers(voice.word("column.p"), 8),
        Column::numbers(voice.word("column.corrected"), 10),
        Column::words(voice.word("column.verdict"), 12),
    ];
    let mut rows = Vec::new();
    let mut leads: Vec<&Validity> = Vec::new();
    for scale in found(composer) {
        let title = name(composer, scale);
        match &scale.validity {
            Ok(found) => {
                leads.extend(found.critical.is_ok().then_some(found));
                for (at, mut cells) in validity_rows(composer, found).into_iter().enumerate() {
                    let first = match at {
                        0 => Cell::words(title.clone()),
                        _ => Cell::empty(),
                    };
                    cells.insert(0, first);
                    rows.push(Row::body(cells));
                }
            }
            Err(why) => rows.push(none(composer, title, why, columns.len())),
        }
    }
    lead(composer, &leads);
    let caption = voice.word("analysis.validity_caption");
    composer.table("Validitas", caption, columns, rows);
}

/// What the critical r rests on: one number of respondents, or one for each variable.
fn lead(composer: &mut Composer, found: &[&Validity]) {
    let voice = composer.voice;
    let counts = || found.iter().map(|found| found.total.n);
    let (Some(first), Some(least), Some(most)) = (found.first(), counts().min(), counts().max())
    else {
        return;
    };
    if least == most {
        return validity_rule(composer, first);
    }
    let given = [
        ("least", voice.count(least)),
        ("most", voice.count(most)),
        ("alpha", voice.number(first.alpha, 2)),
    ];
    composer.say("analysis.r_table_each", &given);
    other_rule(composer);
}

fn none(
    composer: &Composer,
    title: String,
    why: &crate::stats::NotComputable,
    columns: usize,
) -> Row {
    let mut cells = vec![
        Cell::words(title),
        Cell::empty(),
        Content::None(composer.because(why)).into(),
    ];
    cells.resize_with(columns, Cell::empty);
    Row::body(cells)
}

fn found<'a>(composer: &Composer<'a>) -> Vec<&'a Scale> {
    let entries = composer.study.entries.iter();
    entries
        .filter_map(|entry| match &entry.outcome {
            Ok(Finding::Scale(scale)) => Some(&**scale),
            _ => None,
        })
        .collect()
}

fn name(composer: &Composer, scale: &Scale) -> String {
    match &scale.name {
        Some(name) => name.clone(),
        None => composer.voice.word("thesis.all_items"),
    }
}

/// α and ω of each dimension with the verdict of the named rule.
pub(super) fn reliability(composer: &mut Composer) {
    let voice = composer.voice;
    composer.section(voice.word("analysis.reliability"));
    let rule = composer.of(&composer.rules.reliability.name).to_owned();
    composer.say("thesis.reliability", &[("rule", rule)]);
    let columns = vec![
        Column::words(voice.word("column.dimension"), 20),
        Column::numbers(voice.word("column.items"), 8),
        Column::numbers(voice.word("column.n"), 7),
        Column::numbers("Cronbach's Alpha", 12),
        Column::words(voice.word("column.interval"), 18),
        Column::numbers("McDonald's ω", 12),
        Column::words(voice.word("column.verdict"), 16),
    ];
    let mut rows = Vec::new();
    for scale in found(composer) {
        let title = name(composer, scale);
        let alpha = match &scale.reliability {
            Ok(alpha) => alpha,
            Err(why) => {
                rows.push(none(composer, title, why, columns.len()));
                continue;
            }
        };
        let interval = match &alpha.interval {
            Ok(found) => format!(
                "{} – {}",
                bound(voice, found.low, 3),
                bound(voice, found.high, 3)
            ),
            Err(why) => composer.because(why),
        };
        let omega = scale.omega.as_ref().map_err(Clone::clone);
        let omega = omega.and_then(|omega| omega.covariance_ml.clone());
        let verdict = composer.rules.reliability.of(alpha.alpha);
        rows.push(Row::body(vec![
            Cell::words(title),
            Cell::count(alpha.variables),
            Cell::count(alpha.n),
            number(alpha.alpha, 3),
            Cell::words(interval),
            cell(voice, &omega, 3),
            Cell::words(composer.of(&verdict).to_owned()),
        ]));
    }
    let caption = voice.word("thesis.reliability_caption");
    composer.table("Reliabilitas", caption, columns, rows);
    let alphas = found(composer).into_iter().filter_map(|scale| {
        let alpha = scale.reliability.as_ref().ok()?;
        Some((name(composer, scale), alpha.alpha))
    });
    let alphas: Vec<(String, f64)> = alphas.collect();
    alike(composer, &alphas);
    loose(composer, &alphas);
    let each = found(composer).into_iter();
    let each: Vec<(String, &Scale)> = each.map(|scale| (name(composer, scale), scale)).collect();
    super::scale_items::without_each(composer, &each);
}

/// Whether the values of each dimension look normal, in one table.
pub(super) fn normality(composer: &mut Composer) {
    let entries = composer.study.entries.iter();
    let found: Vec<&Normality> = entries
        .filter_map(|entry| match &entry.outcome {
            Ok(Finding::Normality(found)) => Some(&**found),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        return;
    }
    let voice = composer.voice;
    composer.section(voice.word("thesis.normality"));
    let columns = vec![
        Column::words(voice.word("column.dimension"), 20),
        Column::numbers(voice.word("column.n"), 7),
        Column::numbers("D (Lilliefors)", 11),
        Column::numbers(voice.word("column.p"), 8),
        Column::numbers("W (Shapiro–Wilk)", 11),
        Column::numbers(voice.word("column.p"), 8),
        Column::words(voice.word("column.verdict"), 26),
    ];
    let alpha = composer.rules.assumptions.alpha;
    let rows = found.into_iter();
    let rows = rows.map(|found| normality_row(composer, found, alpha));
    let rows = rows.collect();
    let alpha = voice.number(alpha, 2);
    let caption = voice.say("thesis.normality_caption", &[("alpha", alpha)]);
    composer.table("Normalitas", caption, columns, rows);
    composer.say("thesis.normality_note", &[]);
    let findings = composer.study.entries.iter();
    let regressed = |entry: &Entry| matches!(entry.outcome, Ok(Finding::Regression(_)));
    if findings.clone().any(regressed) {
        composer.say("thesis.normality_regression", &[]);
    }
}

fn normality_row(composer: &Composer, found: &Normality, alpha: f64) -> Row {
    let voice = composer.voice;
    let d = found.lilliefors.as_ref().map(|t| t.d).map_err(Clone::clone);
    let p_d = found.lilliefors.as_ref().map(|t| t.p).map_err(Clone::clone);
    let w = found
        .shapiro_wilk
        .as_ref()
        .map(|t| t.w)
        .map_err(Clone::clone);
    let p_w = found
        .shapiro_wilk
        .as_ref()
        .map(|t| t.p)
        .map_err(Clone::clone);
    let verdict = match p_w.as_ref().or(p_d.as_ref()) {
        Ok(p) if *p >= alpha => voice.word("assume.normal"),
        Ok(_) => voice.word("assume.not_normal"),
        Err(_) => String::new(),
    };
    Row::body(vec![
        Cell::words(target(composer, &found.of)),
        Cell::count(found.n),
        cell(voice, &d, 3),
        p_cell(voice, &p_d),
        cell(voice, &w, 3),
        p_cell(voice, &p_w),
        Cell::words(verdict),
    ])
}

/// Codes as interval values: one row per level of an item.
pub(super) fn intervals(composer: &mut Composer, items: &[(String, Outcome<SuccessiveIntervals>)]) {
    let voice = composer.voice;
    composer.section(voice.word("thesis.msi"));
    let columns = vec![
        Column::marks(voice.word("column.code"), 7),
        Column::numbers(voice.word("column.answer"), 9),
        Column::numbers(voice.word("column.count"), 9),
        Column::numbers(voice.word("column.share"), 10),
        Column::numbers(voice.word("column.cumulative"), 10),
        Column::numbers(voice.word("column.z"), 9),
        Column::numbers(voice.word("column.density"), 10),
        Column::numbers("SV", 10),
        Column::numbers(voice.word("column.score"), 10),
    ];
    let mut rows = Vec::new();
    for (id, found) in items {
        let code = composer.named(id).0;
        match found {
            Ok(found) => rows.extend(found.levels.iter().enumerate().map(|(at, level)| {
                let first = match at {
                    0 => Cell::words(code.clone()),
                    _ => Cell::empty(),
                };
                Row::body(vec![
                    first,
                    number(level.value, 0),
                    Cell::count(level.count),
                    number(level.share, 4),
                    number(level.cumulative, 4),
                    level.z.map_or_else(Cell::empty, |z| number(z, 4)),
                    number(level.density, 4),
                    number(level.scale_value, 4),
                    number(level.score, 4),
                ])
            })),
            Err(why) => rows.push(none(composer, code, why, columns.len())),
        }
    }
    let caption = voice.word("thesis.msi_caption");
    composer.table("MSI", caption, columns, rows);
}

/// Quadrants, conformity and the customer satisfaction index.
pub(super) fn importance(composer: &mut Composer, found: &Importance) {
    let voice = composer.voice;
    composer.section(voice.word("thesis.importance"));
    match &found.quadrants {
        Ok(plane) => {
            let columns = vec![
                Column::words(voice.word("column.item_name"), 20),
                Column::numbers(voice.word("column.performance_mean"), 11),
                Column::numbers(voice.word("column.importance_mean"), 11),
                Column::numbers("Tki (%)", 10),
                Column::words(voice.word("column.quadrant"), 30),
            ];
            let rows = found
                .performance
                .iter()
                .zip(&plane.items)
                .map(|(id, point)| {
                    let quadrant = match point.quadrant {
                        Quadrant::ConcentrateHere => "thesis.quadrant_a",
                        Quadrant::KeepUp => "thesis.quadrant_b",
                        Quadrant::LowPriority => "thesis.quadrant_c",
                        Quadrant::PossibleOverkill => "thesis.quadrant_d",
                    };
                    Row::body(vec![
                        Cell::words(composer.named(id).0),
                        number(point.performance, 3),
                        number(point.importance, 3),
                        cell(voice, &point.conformity, 2),
                        Cell::words(voice.word(quadrant)),
                    ])
                });
            let rows = rows.collect();
            let given = [
                ("x", voice.number(plane.centre_performance, 3)),
                ("y", voice.number(plane.centre_importance, 3)),
            ];
            let caption = voice.say("thesis.importance_caption", &given);
            composer.table("IPA", caption, columns, rows);
            plane_figure(composer, &found.performance, plane);
        }
        Err(why) => {
            let because = composer.because(why);
            composer.say("compare.no_test", &[("because", because)]);
        }
    }
    satisfaction(composer, found);
}

/// The plane with its four fields.
fn plane_figure(composer: &mut Composer, ids: &[String], plane: &ImportancePerformance) {
    let voice = composer.voice;
    let names = ids.iter().map(|id| {
        let mut items = composer.study.survey.items.iter();
        let item = items.find(|item| item.id == *id);
        item.map_or_else(
            || (id.clone(), String::new()),
            |item| (item.code.clone(), composer.of(&item.name).to_owned()),
        )
    });
    let chart = bare_plane(voice, names, plane);
    let place = |point: &PlanePoint| {
        let field = chart.fields.get(point.field);
        format!("{}: {}", point.code, field.map_or("", String::as_str))
    };
    let places: Vec<String> = chart.points.iter().map(place).collect();
    let caption = voice.say("figure.ipa", &[("item", composer.item_word())]);
    let alt = format!("{caption}. {}. {}", places.join("; "), chart.note);
    composer.figure("ipa", caption, alt, Chart::Plane(chart));
}

/// The index weighted by importance, and what a named rule calls it.
fn satisfaction(composer: &mut Composer, found: &Importance) {
    let voice = composer.voice;
    match &found.satisfaction {
        Ok(csi) => {
            let value = voice.number(csi.percent, 2);
            let word = composer.rules.csi.of(csi.percent / 100.0);
            let given = [
                ("value", value),
                ("word", composer.of(&word).to_owned()),
                ("rule", composer.of(&composer.rules.csi.name).to_owned()),
            ];
            composer.say("thesis.csi", &given);
        }
        Err(why) => {
            let because = composer.because(why);
            composer.say("compare.no_test", &[("because", because)]);
        }
    }
}
