use super::analysis::{target, variable};
use super::chart_spread as spread;
use super::composer::Composer;
use super::group_figures::add;
use crate::analysis::{
    Comparison, Entry, Finding, GroupShape, QuestionShape, Regression, ResidualPlot,
};
use crate::document::{Chart, QuantileChart};

/// Groups side by side fill a page from here on.
const MOST_GROUPS: usize = 30;
/// So many points are no longer told apart.
const MOST_POINTS: usize = 3000;

/// What a lecturer looks for beside a test: the groups as boxes, the residuals of a
/// linear model against the normal distribution and against the fitted values.
/// `number` keeps the files of different questions apart.
pub(super) fn figures(
    composer: &mut Composer,
    number: usize,
    entry: &Entry,
    shape: &QuestionShape,
) {
    match (&entry.outcome, shape) {
        (Ok(Finding::Comparison(found)), QuestionShape::Groups { groups, range }) => {
            boxes(composer, number, found, (groups, *range));
        }
        (Ok(Finding::Regression(found)), QuestionShape::Residuals(plot)) => {
            residuals(composer, number, found, plot);
        }
        _ => {}
    }
}

fn boxes(
    composer: &mut Composer,
    number: usize,
    found: &Comparison,
    (groups, range): (&[GroupShape], (f64, f64)),
) {
    if groups.len() < 2 || groups.len() > MOST_GROUPS {
        return;
    }
    let rows = groups.iter().map(|group| {
        let name = composer.of(&group.name).to_owned();
        (name, &group.sample, &group.shape)
    });
    let rows: Vec<_> = rows.collect();
    let name = target(composer, &found.of);
    let given = [("of", name.clone()), ("by", found.by.trim().to_owned())];
    let caption = composer.voice.say("figure.groups_box", &given);
    let chart = spread::boxes(composer.voice, &composer.rules.figures, &rows, range, name);
    add(
        composer,
        &format!("kotak-{number}"),
        caption,
        Chart::Box(chart),
    );
}

fn residuals(composer: &mut Composer, number: usize, found: &Regression, plot: &ResidualPlot) {
    let voice = composer.voice;
    let outcome = variable(composer, &found.outcome);
    let given = [("outcome", outcome)];
    if let Ok(shape) = &plot.shape {
        let chart = spread::quantiles(
            voice,
            &composer.rules.route,
            shape,
            voice.word("figure.residual"),
        );
        let caption = voice.say("figure.residual_qq", &given);
        add(
            composer,
            &format!("residu-qq-{number}"),
            caption,
            Chart::Quantiles(chart),
        );
    }
    if plot.points.len() > MOST_POINTS {
        return;
    }
    let chart = QuantileChart {
        points: plot.points.clone(),
        line: Some((0.0, 0.0)),
        band: Vec::new(),
        outside: None,
        x_title: voice.word("figure.fitted"),
        y_title: voice.word("figure.residual"),
        note: voice.say("figure.residual_note", &[("n", voice.count(found.n))]),
    };
    let caption = voice.say("figure.residual_fitted", &given);
    add(
        composer,
        &format!("residu-{number}"),
        caption,
        Chart::Quantiles(chart),
    );
}
