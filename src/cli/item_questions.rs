use super::args::{one_of, switch, text};
use super::ask::Ask;
use super::questions::header;
use super::tongue::Tongue;
use clap::{Arg, ArgAction, value_parser};
use tridharma::analysis::{
    Dimension, FactorExtraction, FactorOptions, Request, Rotation, Variable,
};
use tridharma::pipeline::{Setup, items_named};
use tridharma::survey::Responses;
use tridharma::{Error, ErrorKind, Result, said};

/// Questions about the items themselves, and what an instrument of its own kind
/// allows.
pub fn options(t: Tongue) -> Vec<Arg> {
    let mut all = factor_options(t);
    all.extend(pair_options(t));
    all
}

/// Factor analysis.
fn factor_options(t: Tongue) -> Vec<Arg> {
    let factor = t.say(
        "analisis faktor semua butir, atau butir/dimensi ini: B1:B12 atau X1,X2",
        "factor analysis of all items, or of these items or dimensions: B1:B12 or X1,X2",
    );
    let convergent = t.say(
        "validitas konvergen dan diskriminan dimensi (--dimension): AVE, CR, Fornell–Larcker, HTMT",
        "convergent and discriminant validity of the dimensions (--dimension): AVE, CR, Fornell–Larcker, HTMT",
    );
    let count = t.say(
        "jumlah faktor (bawaan: menurut analisis paralel)",
        "number of factors (default: by parallel analysis)",
    );
    let extraction = t.say(
        "ekstraksi faktor: minres (bawaan), ml, atau pca (bawaan SPSS)",
        "extraction of factors: minres (default), ml, or pca (the default of SPSS)",
    );
    let rotation = t.say(
        "rotasi faktor (bawaan varimax)",
        "rotation of factors (default varimax)",
    );
    let extractions = ["minres", "ml", "pca"];
    let rotations = ["varimax", "promax", "none"];
    vec![
        text("factor", "ITEMS", factor)
            .num_args(0..=1)
            .default_missing_value(""),
        switch("convergent", convergent),
        text("factor-count", "N", count).value_parser(value_parser!(u64).range(1..=60)),
        one_of("extraction", "minres|ml|pca", extractions, extraction),
        one_of("rotation", "varimax|promax|none", rotations, rotation),
    ]
}

/// Items in pairs, and a question about recommending.
fn pair_options(t: Tongue) -> Vec<Arg> {
    let importance = t.say(
        "kinerja dan kepentingan, untuk IPA dan CSI: B1:B5=B6:B10",
        "performance and importance, for IPA and CSI: B1:B5=B6:B10",
    );
    let servqual = t.say(
        "persepsi dan harapan, untuk kesenjangan SERVQUAL: B1:B5=B6:B10",
        "perception and expectation, for SERVQUAL gaps: B1:B5=B6:B10",
    );
    let kano = t.say(
        "pertanyaan bila ada dan bila tidak ada, untuk Kano: B1:B5=B6:B10 (kode tertinggi = suka; balik dengan --reverse)",
        "questions with and without the quality, for Kano: B1:B5=B6:B10 (highest code = like; turn with --reverse)",
    );
    let nps = t.say(
        "Net Promoter Score dari pertanyaan 0 sampai 10: butir atau kolom; boleh diulang",
        "net promoter score of a question on 0 to 10: an item or a column; may be repeated",
    );
    vec![
        text("importance", "ITEMS=ITEMS", importance),
        text("servqual", "ITEMS=ITEMS", servqual),
        text("kano", "ITEMS=ITEMS", kano),
        text("nps", "COLUMN", nps).action(ArgAction::Append),
    ]
}

/// What they ask.
pub fn requests(
    ask: &Ask,
    responses: &Responses,
    setup: &Setup,
    dimensions: &[Dimension],
) -> Result<Vec<Request>> {
    let mut requests: Vec<Request> = Vec::new();
    if let Some(text) = &setup.factor {
        requests.push(Request::Factors {
            items: factored(responses, text, dimensions)?,
            options: factor_wish(ask),
        });
    }
    if setup.convergent {
        requests.push(convergent(dimensions)?);
    }
    if let Some(text) = &setup.importance {
        let (performance, importance) = pairs(responses, text)?;
        requests.push(Request::Importance {
            performance,
            importance,
        });
    }
    if let Some(text) = &setup.servqual {
        let (perception, expectation) = pairs(responses, text)?;
        requests.push(Request::Gap {
            perception,
            expectation,
            dimensions: dimensions.to_vec(),
        });
    }
    if let Some(text) = &setup.kano {
        let (functional, dysfunctional) = pairs(responses, text)?;
        requests.push(Request::Kano {
            functional,
            dysfunctional,
        });
    }
    for name in &setup.nps {
        let of = match Variable::named(name, responses, &[]) {
            Some(of) => of,
            None => Variable::Group(header(name, responses)?),
        };
        requests.push(Request::Recommendation(of));
    }
    Ok(requests)
}

fn convergent(dimensions: &[Dimension]) -> Result<Request> {
    match dimensions.is_empty() {
        true => Err(Error::new(
            ErrorKind::Usage,
            said!(
                "--convergent memerlukan dimensi",
                "--convergent needs dimensions"
            ),
        )
        .hint(said!(
            "sebutkan butirnya: --dimension X1=B1:B5 --dimension X2=B6:B10",
            "name their items: --dimension X1=B1:B5 --dimension X2=B6:B10"
        ))),
        false => Ok(Request::Constructs(dimensions.to_vec())),
    }
}

fn factor_wish(ask: &Ask) -> FactorOptions {
    FactorOptions {
        extraction: match ask.text("extraction").as_deref() {
            Some("ml") => FactorExtraction::MaximumLikelihood,
            Some("pca") => FactorExtraction::Components,
            _ => FactorExtraction::Minres,
        },
        rotation: match ask.text("rotation").as_deref() {
            Some("promax") => Rotation::Promax,
            Some("none") => Rotation::None,
            _ => Rotation::Varimax,
        },
        factors: ask.number("factor-count"),
        seed: ask.number("seed").unwrap_or(1),
        ..FactorOptions::default()
    }
}

/// All items, or those of the names and dimensions given.
fn factored(responses: &Responses, text: &str, dimensions: &[Dimension]) -> Result<Vec<String>> {
    if text.trim().is_empty() {
        return Ok(responses.items.iter().map(|item| item.id.clone()).collect());
    }
    let mut ids: Vec<String> = Vec::new();
    for name in text.split(',') {
        let mut all = dimensions.iter();
        let found = match all.find(|d| d.name.eq_ignore_ascii_case(name.trim())) {
            Some(dimension) => dimension.items.clone(),
            None => items_named(responses, name)?,
        };
        for id in found {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    Ok(ids)
}

/// `B1:B5=B6:B10`: as many items on either side.
fn pairs(responses: &Responses, text: &str) -> Result<(Vec<String>, Vec<String>)> {
    let (first, second) = text.split_once('=').unwrap_or((text, ""));
    let both = (
        items_named(responses, first)?,
        items_named(responses, second)?,
    );
    match both.0.len() == both.1.len() {
        true => Ok(both),
        false => Err(Error::new(
            ErrorKind::Usage,
            said!(
                "«{text}»: jumlah butir di kedua sisi berbeda",
                "\"{text}\": the two sides have different numbers of items"
            ),
        )
        .hint(said!(
            "pasangkan setiap butir: B1:B5=B6:B10",
            "pair every item: B1:B5=B6:B10"
        ))),
    }
}
