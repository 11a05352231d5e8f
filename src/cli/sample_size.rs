use super::ask::Ask;
use super::options::with_format;
use super::output;
use super::tongue::Tongue;
use clap::{Arg, Command, value_parser};
use tridharma::Result;
use tridharma::analysis::{margin_of_error, required_sample, stratified_allocation};
use tridharma::report::{Voice, because, sample_document};
use tridharma::{Error, ErrorKind, said};

/// The `sample-size` command.
pub fn command(t: Tongue) -> Command {
    let command = Command::new("sample-size")
        .visible_alias("sampel")
        .about(t.say(
            "jumlah responden: Krejcie–Morgan, Slovin, Cochran, dan margin yang dicapai",
            "how many respondents: Krejcie–Morgan, Slovin, Cochran, and the margin reached",
        ))
        .arg(
            Arg::new("population")
                .value_name("N")
                .required(true)
                .value_parser(value_parser!(u64).range(1..))
                .help(t.say("jumlah penerima layanan", "how many are served")),
        )
        .arg(
            Arg::new("margin")
                .long("margin")
                .value_name("0.05")
                .default_value("0.05")
                .hide_default_value(true)
                .help(t.say(
                    "kesalahan yang ditoleransi (bawaan 0.05)",
                    "margin of error (default 0.05)",
                )),
        )
        .arg(
            Arg::new("confidence")
                .long("confidence")
                .value_name("0.95")
                .default_value("0.95")
                .hide_default_value(true)
                .help(t.say(
                    "taraf kepercayaan (bawaan 0.95)",
                    "confidence (default 0.95)",
                )),
        )
        .arg(
            Arg::new("reached")
                .long("reached")
                .value_name("n")
                .value_parser(value_parser!(u64))
                .help(t.say(
                    "responden yang didapat: margin yang dicapai",
                    "respondents obtained: the margin reached",
                )),
        )
        .arg(
            Arg::new("strata")
                .long("strata")
                .value_name("620,410,…")
                .value_delimiter(',')
                .value_parser(value_parser!(u64))
                .help(t.say(
                    "bagi sampel menurut ukuran tiap layanan",
                    "split the sample over services of these sizes",
                )),
        );
    with_format(command, t)
}

pub fn run(ask: &Ask) -> Result<()> {
    let population = ask.number("population").unwrap_or(1);
    let margin = share(ask, "margin")?;
    let confidence = share(ask, "confidence")?;
    let voice = Voice::new(ask.tongue.language);
    let required = required_sample(population, margin, 0.5, confidence).map_err(|why| {
        let because = because(&voice, &why);
        Error::new(
            ErrorKind::Usage,
            said!(
                "tidak dapat dihitung karena {because}",
                "not computable, because {because}"
            ),
        )
    })?;
    let reached = ask
        .number("reached")
        .map(|n| (n, margin_of_error(n, Some(population), confidence)));
    let strata: Vec<u64> = match ask.matches.try_get_many::<u64>("strata") {
        Ok(Some(values)) => values.copied().collect(),
        _ => Vec::new(),
    };
    let shares = stratified_allocation(&strata, None, required.krejcie_morgan_rounded);
    let document = sample_document(&required, reached, &shares, &voice);
    match ask.text("format").as_deref() {
        Some("json") => output::json(&serde_json::json!({
            "required": required,
            "reached": reached.map(|(n, margin)| serde_json::json!({"n": n, "margin": margin})),
            "strata": shares,
        })),
        Some("csv") => output::text(&tridharma::write::csv(&document)),
        Some("md") => output::text(&tridharma::write::markdown(&document)),
        _ => output::terminal(&document),
    }
    Ok(())
}

/// A share strictly between 0 and 1, with a point or a comma.
fn share(ask: &Ask, name: &str) -> Result<f64> {
    let text = ask.text(name).unwrap_or_default();
    let value: Option<f64> = text.replace(',', ".").parse().ok();
    value.filter(|v| *v > 0.0 && *v < 1.0).ok_or_else(|| {
        Error::new(
            ErrorKind::Usage,
            said!(
                "--{name} {text} bukan angka antara 0 dan 1",
                "--{name} {text} is no number between 0 and 1"
            ),
        )
        .hint(said!("tulis misalnya 0.05", "write for example 0.05"))
    })
}
