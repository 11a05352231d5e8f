use super::Second;
use super::chart_groups::{Drawing, group_position, needs_group, side_by_side};
use crate::analysis::{
    Bin, Correlation, Target, Twice, answers, correlations, distribution, effects, group_cross,
    values,
};
use crate::document::Chart;
use crate::error::{Error, ErrorKind, Result};
use crate::report::{ChartKind, chart_index, chart_relations, chart_spread as spread};
use crate::said;
use crate::stats::{Centre, CorrelationMatrix, NotComputable, parallel_analysis};
use crate::survey::{GroupRole, Item, Responses};

/// Draws of the parallel analysis, and their seed.
const REPLICATES: usize = 1000;
const SEED: u64 = 1;

/// The figures of values, of pairs of questions, of characteristics.
pub fn chart(drawing: &Drawing, part: &Responses) -> Result<Chart> {
    match drawing.wish.kind {
        ChartKind::Box => boxes(drawing, part),
        ChartKind::Histogram | ChartKind::Quantiles => distributions(drawing, part),
        ChartKind::Importance | ChartKind::Gap | ChartKind::Scree => {
            each(drawing, part, |part| of_pairs(drawing, part))
        }
        ChartKind::Forest => forest(drawing, part),
        ChartKind::Pyramid => pyramid(drawing, part),
        _ => Ok(heat(drawing, part)),
    }
}

/// What is shown, with its name and the bins of its histogram.
fn target(drawing: &Drawing) -> Result<(Target, String, Bin<'static>)> {
    let responses = &drawing.surveyed.responses;
    let name = drawing.wish.on.as_deref().unwrap_or("index");
    let target = Target::named(name, responses).ok_or_else(|| {
        Error::new(
            ErrorKind::NotFound,
            said!("tidak ada butir «{name}»", "there is no item \"{name}\""),
        )
        .hint(said!(
            "pakai index, sum, atau kode seperti U3",
            "take index, sum, or a code like U3"
        ))
    })?;
    let voice = drawing.voice;
    let whole = Bin::Steps {
        from: 0.0,
        step: 1.0,
    };
    let (title, bins) = match &target {
        Target::Index => (
            voice.word("figure.respondent_index"),
            index_steps(&responses.items),
        ),
        Target::Sum => (voice.word("figure.sum"), whole),
        Target::Dimension { name, .. } => (name.clone(), whole),
        Target::DimensionMean { name, .. } => (name.clone(), Bin::AtLeast(0.1)),
        // No name stands for interval values here.
        Target::Intervals(_) => (String::new(), Bin::AtLeast(0.1)),
        Target::Item(id) => {
            let item = responses.items.iter().find(|i| i.id == *id);
            let name = item.map(|i| format!("{} {}", i.code, i.name.text(voice.language)));
            (name.unwrap_or_default(), whole)
        }
    };
    Ok((target, title, bins))
}

/// The steps of the index of complete answers to items of one scale.
fn index_steps(items: &[Item]) -> Bin<'static> {
    let scales = items.iter().map(|item| (item.min, item.max));
    let one = scales.reduce(|a, b| if a == b { a } else { (0, 0) });
    match one {
        Some((min, max)) if max > 0 => Bin::Steps {
            from: 100.0 * f64::from(min) / f64::from(max),
            step: 100.0 / (f64::from(max) * items.len() as f64),
        },
        _ => Bin::AtLeast(0.5),
    }
}

fn boxes(drawing: &Drawing, part: &Responses) -> Result<Chart> {
    let (target, title, bin) = target(drawing)?;
    drawing.check_values(&target)?;
    let groups = match &drawing.wish.by {
        Some(_) => drawing.groups(part)?,
        None => vec![(drawing.everybody(part), part.clone())],
    };
    let rows = groups.into_iter().map(|(name, of)| {
        let sample = values(&of, &target);
        let found = distribution(&sample, bin);
        (name, sample, found)
    });
    let rows: Vec<_> = rows.collect();
    let rows = rows
        .iter()
        .map(|(name, sample, found)| (name.clone(), sample, found));
    let rows: Vec<_> = rows.collect();
    let ends = target.range(part);
    let mut chart = spread::boxes(drawing.voice, &drawing.rules.figures, &rows, ends, title);
    say_which_mean(drawing, part, &target, &mut chart.note);
    Ok(Chart::Box(chart))
}

/// With blank answers the mean of the respondents' indices is not the index.
fn say_which_mean(drawing: &Drawing, part: &Responses, target: &Target, note: &mut String) {
    let mut answers = part.answers().map(|(codes, _)| codes);
    if *target == Target::Index && answers.any(|codes| codes.iter().any(Option::is_none)) {
        *note = format!("{note} {}", drawing.voice.word("figure.mean_of_indices"));
    }
}

fn distributions(drawing: &Drawing, part: &Responses) -> Result<Chart> {
    let (target, title, bin) = target(drawing)?;
    drawing.check_values(&target)?;
    let one = |of: &Responses, bin: Bin| -> Result<Chart> {
        let sample = values(of, &target);
        let found = distribution(&sample, bin).map_err(|why| drawing.refused(&why))?;
        Ok(match drawing.wish.kind {
            ChartKind::Histogram => {
                let rule = &drawing.rules.figures;
                let (voice, title) = (drawing.voice, title.clone());
                let mut chart = spread::histogram(voice, rule, &found, title);
                say_which_mean(drawing, of, &target, &mut chart.note);
                Chart::Histogram(chart)
            }
            _ => {
                let rule = &drawing.rules.route;
                let (voice, title) = (drawing.voice, title.clone());
                Chart::Quantiles(spread::quantiles(voice, rule, &found, title))
            }
        })
    };
    let whole = &drawing.surveyed.responses;
    let all = match drawing.wish.panels {
        // Panels of parts have the bins of the whole.
        Some(_) => one(whole, bin)?,
        None => one(part, bin)?,
    };
    if drawing.wish.by.is_none() && drawing.wish.panels.is_none() {
        return Ok(all);
    }
    let bins = match &all {
        Chart::Histogram(chart) => chart.bins.clone(),
        _ => Vec::new(),
    };
    let bin = match bins.is_empty() {
        true => bin,
        false => Bin::These(&bins),
    };
    if drawing.wish.by.is_none() {
        return one(part, bin);
    }
    side_by_side(drawing, drawing.groups(part)?, |of| one(of, bin))
}

/// The figure of all, or a panel for each value of the group asked for; a value
/// of which it cannot be computed has none.
fn each(
    drawing: &Drawing,
    part: &Responses,
    draw: impl Fn(&Responses) -> Result<Chart>,
) -> Result<Chart> {
    if drawing.wish.by.is_none() {
        return draw(part);
    }
    match side_by_side(drawing, drawing.groups(part)?, &draw) {
        Err(error) if error.kind() == ErrorKind::NoAnswers => draw(part),
        found => found,
    }
}

fn of_pairs(drawing: &Drawing, part: &Responses) -> Result<Chart> {
    match drawing.wish.kind {
        ChartKind::Importance => importance(drawing, &twice(drawing, part)?),
        ChartKind::Gap => gap(drawing, &twice(drawing, part)?),
        _ => scree(drawing, part),
    }
}

/// The second questions of some respondents.
fn twice(drawing: &Drawing, part: &Responses) -> Result<Twice> {
    let whole = std::ptr::eq(part, &drawing.surveyed.responses);
    let given = drawing.twice.map(|twice| match whole {
        true => twice.clone(),
        false => twice.within(part),
    });
    given.ok_or_else(|| {
        Error::new(
            ErrorKind::Usage,
            said!(
                "gambar ini memerlukan pertanyaan kedua untuk setiap butir",
                "this figure needs a second question for each item"
            ),
        )
        .hint(said!(
            "tambahkan --importance, --expectation, atau --before dengan kolomnya, misalnya --importance imp1:imp9",
            "add --importance, --expectation or --before with its columns, for instance --importance imp1:imp9"
        ))
    })
}

fn importance(drawing: &Drawing, twice: &Twice) -> Result<Chart> {
    let asked = twice.items().map_err(|why| drawing.refused(&why))?;
    let found = twice
        .plane(Centre::Mean)
        .map_err(|why| drawing.refused(&why))?;
    let items = &drawing.surveyed.responses.items;
    Ok(Chart::Plane(spread::plane(
        drawing.voice,
        items,
        &asked,
        &found,
        names(drawing),
    )))
}

fn gap(drawing: &Drawing, twice: &Twice) -> Result<Chart> {
    let asked = twice.items().map_err(|why| drawing.refused(&why))?;
    let voice = drawing.voice;
    let names = names(drawing);
    let items = &drawing.surveyed.responses.items;
    Ok(Chart::Gap(spread::gaps(voice, items, &asked, names)))
}

/// Of the second questions and of the first.
fn names(drawing: &Drawing) -> [String; 2] {
    let voice = drawing.voice;
    match drawing.wish.second {
        Second::Importance => [
            voice.word("figure.importance"),
            voice.word("figure.performance"),
        ],
        Second::Expectation => [
            voice.word("figure.expectation"),
            voice.word("figure.perception"),
        ],
        Second::Before => [voice.word("figure.before"), voice.word("figure.after")],
    }
}

fn heat(drawing: &Drawing, part: &Responses) -> Chart {
    let found = correlations(part, Correlation::Spearman, 0.95);
    Chart::Heat(chart_relations::correlation_heat(
        (drawing.study, drawing.voice),
        &drawing.rules.small,
        &found,
        part.n(),
    ))
}

fn scree(drawing: &Drawing, part: &Responses) -> Result<Chart> {
    let items: Vec<usize> = (0..part.items.len()).collect();
    let complete = answers(part, &items).complete(&items);
    // With no more respondents than items the last eigenvalues are 0 by themselves.
    let (n, needed) = (complete.n(), items.len() as u64 + 1);
    if n < needed {
        return Err(drawing.refused(&NotComputable::TooFew { n, needed }));
    }
    let found = CorrelationMatrix::of(&complete)
        .and_then(|matrix| parallel_analysis(&matrix, complete.n(), REPLICATES, SEED))
        .map_err(|why| drawing.refused(&why))?;
    Ok(Chart::Scree(chart_relations::scree(drawing.voice, &found)))
}

fn forest(drawing: &Drawing, part: &Responses) -> Result<Chart> {
    let by = drawing.wish.by.as_deref();
    let by = by.ok_or_else(|| needs_group(ChartKind::Forest))?;
    let at = group_position(part, by)?;
    let found = effects(part, at).map_err(|why| drawing.refused(&why))?;
    let header = part.groups.get(at).map_or("", |g| g.header.as_str());
    Ok(Chart::Forest(chart_relations::forest(
        drawing.study,
        drawing.voice,
        &found,
        header,
    )))
}

fn pyramid(drawing: &Drawing, part: &Responses) -> Result<Chart> {
    let role = |role| part.groups.iter().position(|g| g.role == role);
    let rows = match &drawing.wish.by {
        Some(by) => Some(group_position(part, by)?),
        None => role(GroupRole::Age),
    };
    let sides = role(GroupRole::Sex);
    let two = sides
        .and_then(|at| part.groups.get(at))
        .map(|g| g.values.len());
    let (Some(rows), Some(sides), Some(2)) = (rows, sides, two) else {
        return Err(no_pyramid());
    };
    let panels = drawing.wish.panels.as_deref();
    let panels = panels.map(|column| group_position(part, column));
    if rows == sides || matches!(panels, Some(Ok(at)) if at == sides) {
        return Err(sides_again());
    }
    let (cells, blank) = group_cross(part, rows, sides);
    let names = |at: usize| -> Vec<String> {
        let values = part.groups.get(at).map(|g| &g.values).into_iter().flatten();
        values
            .map(|w| w.text(drawing.voice.language).to_owned())
            .collect()
    };
    let lines = names(rows).into_iter().zip(&cells);
    let lines = lines.map(|(name, cells)| {
        let side = |at: usize| cells.get(at).copied().unwrap_or(0);
        (name, side(0), side(1))
    });
    let mut two = names(sides).into_iter();
    let sides = [
        two.next().unwrap_or_default(),
        two.next().unwrap_or_default(),
    ];
    Ok(Chart::Pyramid(chart_index::pyramid(
        drawing.voice,
        lines.collect(),
        sides,
        blank,
    )))
}

fn no_pyramid() -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "piramida memerlukan kolom jenis kelamin dan kolom umur",
            "a pyramid needs a column of sex and one of age"
        ),
    )
    .hint(said!(
        "sebutkan kolom lain untuk barisnya dengan --by KOLOM",
        "name another column for its rows with --by COLUMN"
    ))
}

/// The characteristic that parts the sides was asked for rows or panels as well.
fn sides_again() -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "jenis kelamin sudah menjadi kedua sisi piramida",
            "sex is already the two sides of a pyramid"
        ),
    )
    .hint(said!(
        "sebutkan kolom lain dengan --by atau --panels",
        "name another column with --by or --panels"
    ))
}
