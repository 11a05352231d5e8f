use super::args::{one_of, path, switch, text};
use super::ask::Ask;
use super::chart_look::{self, Format, Look};
use super::chart_wish;
use super::options::{Source, with_source};
use super::output;
use super::tongue::Tongue;
use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command};
use std::path::PathBuf;
use tridharma::document::Document;
use tridharma::pipeline::{
    ChartWish, Surveyed, asked_twice, chart, chart_group, survey, understand,
};
use tridharma::report::{ChartKind, Rules, Voice};
use tridharma::{Result, write};

/// The `chart` command.
pub fn command(t: Tongue) -> Command {
    let command = Command::new("chart")
        .visible_alias("grafik")
        .about(t.say(
            "satu gambar siap cetak: SVG, PNG, PDF, HTML, atau datanya sebagai CSV",
            "one figure ready to print: SVG, PNG, PDF, HTML, or its data as CSV",
        ))
        .args(figure_options(t));
    with_source(command, t)
        .mut_arg("file", |file| file.num_args(1))
        .arg(kind(t))
}

/// The command without the options that tell how a file is read: a line of a
/// list of figures.
pub fn bare_command(t: Tongue) -> Command {
    let by = text("by", "COLUMN", "").action(ArgAction::Append);
    Command::new("chart")
        .args(figure_options(t))
        .arg(by)
        .arg(kind(t))
}

fn figure_options(t: Tongue) -> Vec<Arg> {
    let mut all = chart_look::options(t);
    all.extend(content(t));
    all.extend(second_options(t));
    all
}

fn kind(t: Tongue) -> Arg {
    let kinds = ChartKind::ALL.map(|(_, en, id)| PossibleValue::new(en).alias(id));
    Arg::new("kind")
        .value_name("KIND")
        .required(true)
        .value_parser(kinds)
        .help(t.say(
            "jenis gambar; nama Indonesia: indeks, sebaran, batang, titik, kotak, distribusi, normalitas, kepentingan, kesenjangan, jaring, tren, peta-panas, eigen, efek, piramida, publikasi",
            "kind of figure",
        ))
}

/// What it shows.
fn content(t: Tongue) -> Vec<Arg> {
    let neutral = t.say(
        "nilai tengah pada likert: dibelah, disisihkan, atau tidak digambar",
        "middle score of likert: split, aside or left out",
    );
    vec![
        text(
            "panels",
            "COLUMN",
            t.say(
                "satu panel untuk setiap nilai kolom ini",
                "a panel for each value of this column",
            ),
        ),
        text(
            "on",
            "ITEM|index|sum",
            t.say(
                "nilai yang digambar (box, histogram, qq, likert)",
                "the value shown (box, histogram, qq, likert)",
            ),
        ),
        one_of(
            "neutral",
            "split|aside|out",
            ["split", "aside", "out"],
            neutral,
        ),
        switch(
            "grouped",
            t.say("batang berdampingan (bars)", "bars side by side (bars)"),
        ),
        switch("sorted", t.say("urut menurut nilai", "rows by value")),
        text(
            "target",
            "N",
            t.say("garis sasaran pada tren", "a target line on a trend"),
        ),
        text(
            "event",
            "PERIOD=NAME",
            t.say(
                "peristiwa sebelum sebuah periode; boleh diulang",
                "what happened before a period; may be repeated",
            ),
        )
        .action(ArgAction::Append),
    ]
}

/// What else is asked of whom: earlier periods, second questions.
fn second_options(t: Tongue) -> Vec<Arg> {
    let second = |name, help| {
        text(name, "COLUMNS", help)
            .action(ArgAction::Append)
            .value_delimiter(',')
    };
    let importance = t.say(
        "kolom kepentingan tiap butir, untuk ipa dan gap",
        "columns of each item's importance, for ipa and gap",
    );
    let expectation = t.say(
        "kolom harapan tiap butir (SERVQUAL), untuk gap dan ipa",
        "columns of each item's expectation (SERVQUAL), for gap and ipa",
    );
    let before = t.say(
        "kolom jawaban sebelumnya dari responden yang sama, untuk gap",
        "columns of earlier answers of the same respondents, for gap",
    );
    vec![
        text(
            "unit",
            "NAME",
            t.say("nama unit pelayanan", "name of the service unit"),
        ),
        path(
            "previous",
            "FILE",
            t.say(
                "periode lalu: study.json atau CSV; boleh diulang",
                "earlier periods: study.json or CSV; may be repeated",
            ),
        )
        .action(ArgAction::Append),
        second("importance", importance),
        second("expectation", expectation),
        second("before", before),
    ]
}

/// Height in mm that a page of A4 has within its margins.
const PAGE: f64 = 257.0;

pub fn run(ask: &Ask) -> Result<()> {
    let mut source = Source::of(ask)?;
    let look = Look::of(ask)?;
    let kind = ask.text("kind").unwrap_or_default();
    let out = ask.path("out");
    let out = out.unwrap_or_else(|| PathBuf::from(format!("{}.svg", chart_wish::word(&kind))));
    let format = Format::of(&out)?;
    let (document, surveyed) = figure(ask, &mut source)?;
    // A trend shows all periods.
    if ChartKind::named(&kind) != Some(ChartKind::Trend) {
        ask.tell_period(&source.setup, &surveyed);
    }
    let (bytes, height) = look.bytes(&document, format)?;
    write::file(&out, &bytes, ask.flag("force"))?;
    let shown = out.display();
    ask.tell(format!("{shown} ditulis"), format!("{shown} written"));
    if height > PAGE && matches!(format, Format::Svg | Format::Png | Format::Pdf) {
        let tall = height.round();
        ask.tell(
            format!("gambar ini {tall} mm tingginya, lebih dari satu halaman A4: kurangi baris, misalnya dengan --items atau kolom lain pada --by"),
            format!("this figure is {tall} mm tall, more than a page of A4: have fewer rows, by --items or another column of --by, say"),
        );
    }
    if let Some(figure) = document.figures().next().filter(|_| !ask.quiet) {
        output::complain(&figure.alt);
    }
    Ok(())
}

/// The figure asked for, with the table of what it shows.
pub fn figure(ask: &Ask, source: &mut Source) -> Result<(Document, Surveyed)> {
    source.setup.latest_period = true;
    source.setup.asked_groups_only = true;
    let wish = chart_wish::wish(ask)?;
    // A column of panels is a group column too.
    source.setup.wish.by.extend(wish.panels.clone());
    let (second, columns) = chart_wish::second(ask)?;
    source.setup.wish.without.extend(columns.clone());
    let understanding = understand(&source.paths(), &source.setup)?;
    let surveyed = survey(&understanding, &source.setup)?;
    let wish = ChartWish { second, ..wish };
    check_groups(&surveyed, &wish)?;
    source.setup.wish.without.retain(|c| !columns.contains(c));
    let twice = match columns.is_empty() {
        true => None,
        false => Some(asked_twice(
            &source.paths(),
            &surveyed,
            &source.setup,
            &columns,
        )?),
    };
    let voice = Voice::new(ask.tongue.language);
    let rules = Rules::built_in()?;
    source.setup.wish.by.clear();
    let document = chart(
        &understanding,
        &surveyed,
        &source.setup,
        twice.as_ref(),
        &wish,
        &voice,
        &rules,
    )?;
    Ok((document, surveyed))
}

/// Columns named for a figure have to be groups before anything is computed.
fn check_groups(surveyed: &Surveyed, wish: &ChartWish) -> Result<()> {
    for column in [&wish.by, &wish.panels].into_iter().flatten() {
        chart_group(surveyed, column)?;
    }
    Ok(())
}
