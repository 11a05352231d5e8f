use super::analysis::{target, variable};
use super::chart_spread as spread;
use super::composer::Composer;
use super::group_figures::add;
use crate::analysis::{
    Bin, Comparison, Entry, Finding, Model, Regression, ResidualPlot, distribution, residual_plot,
    values_by,
};
use crate::document::{Chart, QuantileChart};
use crate::survey::Responses;

/// Groups side by side fill a page from here on.
const MOST_GROUPS: usize = 30;
/// So many points are no longer told apart.
const MOST_POINTS: usize = 3000;

/// What a lecturer looks for beside a test: the groups as boxes, the residuals of a
/// linear model against the normal distribution and against the fitted values.
/// `number` keeps the files of different questions apart.
pub(super) fn figures(composer: &mut Composer, number: usize, entry: &Entry, of: &Responses) {
    match &entry.outcome {
        Ok(Finding::Comparison(found)) => groups(composer, number, found, of),
        Ok(Finding::Regression(found)) => {
            if let Model::LinearRegression { .. } = &found.model
                && let Ok(plot) = residual_plot(of, found)
            {
                residuals(composer, number, found, &plot);
            }
        }
        _ => {}
    }
}

fn groups(composer: &mut Composer, number: usize, found: &Comparison, of: &Responses) {
    let place = of.groups.iter().position(|g| g.header == found.by);
    let Some((place, group)) = place.and_then(|at| Some((at, of.groups.get(at)?))) else {
        return;
    };
    let (samples, _) = values_by(of, place, &found.of);
    let named = group.values.iter().zip(&samples).filter(|(_, s)| s.n() > 0);
    let rows = named.map(|(name, sample)| {
        let shape = distribution(sample, Bin::AtLeast(0.1));
        spread::box_row(composer.of(name).to_owned(), sample, &shape)
    });
    let rows: Vec<_> = rows.collect();
    if rows.len() < 2 || rows.len() > MOST_GROUPS {
        return;
    }
    let name = target(composer, &found.of);
    let axis = found.of.range(of);
    let given = [("of", name.clone()), ("by", found.by.trim().to_owned())];
    let caption = composer.voice.say("figure.groups_box", &given);
    let chart = spread::boxes(composer.voice, rows, axis, name);
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
    if let Ok(shape) = distribution(&plot.residuals, Bin::AtLeast(0.0)) {
        let chart = spread::quantiles(voice, &shape, voice.word("figure.residual"));
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
