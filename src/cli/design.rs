use super::args::{path, text};
use super::ask::{Ask, base_name, read_text};
use super::tongue::Tongue;
use clap::Arg;
use std::path::Path;
use tridharma::analysis::DesignColumns;
use tridharma::pipeline::SurveyFile;
use tridharma::{Error, ErrorKind, Place, Result, said};

/// How respondents were drawn.
pub fn options(t: Tongue) -> Vec<Arg> {
    vec![
        text(
            "weights",
            "COLUMN",
            t.say("kolom bobot responden", "column of respondents' weights"),
        ),
        text(
            "strata",
            "COLUMN",
            t.say("kolom strata", "column of the strata"),
        ),
        text(
            "cluster",
            "COLUMN",
            t.say("kolom klaster", "column of the clusters"),
        ),
        text(
            "stratum-population",
            "COLUMN",
            t.say(
                "kolom jumlah populasi strata responden",
                "column with the population of the respondent's stratum",
            ),
        ),
        path(
            "margins",
            "CSV",
            t.say(
                "jumlah populasi yang diketahui (kolom;nilai;jumlah), bobot disesuaikan (raking)",
                "known totals of the population (column;value;total), weights are raked to them",
            ),
        ),
    ]
}

/// What the options and the survey file say; options win.
pub fn design(ask: &Ask, survey: &SurveyFile, folder: &Path) -> Result<DesignColumns> {
    let file = &survey.design;
    let margins = match ask.path("margins") {
        Some(path) => Some(path),
        None => file.margins.as_ref().map(|name| folder.join(name)),
    };
    Ok(DesignColumns {
        weight: ask.text("weights").or(file.weight.clone()),
        strata: ask.text("strata").or(file.strata.clone()),
        cluster: ask.text("cluster").or(file.cluster.clone()),
        population: ask.text("stratum-population").or(file.population.clone()),
        margins: match margins {
            Some(path) => totals(&base_name(&path), &read_text(&path)?)?,
            None => Vec::new(),
        },
    })
}

/// `column;value;total` a line; a first line without a number is the header.
fn totals(file: &str, text: &str) -> Result<Vec<(String, String, f64)>> {
    let mut all = Vec::new();
    for (row, line) in (0_u32..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let mark = if line.contains(';') { ';' } else { ',' };
        let fields: Vec<&str> = line
            .split(mark)
            .map(|f| f.trim().trim_matches('"'))
            .collect();
        match fields.as_slice() {
            [] | [""] => {}
            [column, value, total] => match total.replace(',', ".").parse::<f64>() {
                Ok(total) if total.is_finite() && total > 0.0 => {
                    all.push(((*column).to_owned(), (*value).to_owned(), total));
                }
                _ if row == 0 => {}
                _ => return Err(no_total(file, row)),
            },
            _ => return Err(no_total(file, row)),
        }
    }
    Ok(all)
}

fn no_total(file: &str, row: u32) -> Error {
    Error::new(
        ErrorKind::Invalid,
        said!(
            "baris ini bukan kolom;nilai;jumlah",
            "this line is not column;value;total"
        ),
    )
    .at(Place {
        row: Some(row),
        ..Place::file(file)
    })
    .hint(said!(
        "contoh: Jenis kelamin;Perempuan;620",
        "for example: Sex;Female;620"
    ))
}
