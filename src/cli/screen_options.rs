use super::args::{one_of, path, switch, text};
use super::ask::Ask;
use super::tongue::Tongue;
use clap::{Arg, ArgAction, value_parser};
use std::path::PathBuf;
use tridharma::analysis::Screen;
use tridharma::pipeline::{
    Comment, Duplicates, Setup, SurveyFile, Surveyed, Understanding, comments,
};
use tridharma::{Error, ErrorKind, Result, said, write};

/// Whose answers count, and what the public may see.
pub fn options(t: Tongue) -> Vec<Arg> {
    let drop = t.say(
        "jangan hitung responden ini: straightline, longstring, distance, fast, repeated",
        "leave these respondents out: straightline, longstring, distance, fast, repeated",
    );
    let duplicates = t.say(
        "responden yang mengisi dua kali: keep (bawaan, semua dihitung), first, last",
        "respondents who came twice: keep (default, all count), first, last",
    );
    let public = t.say(
        "hasil untuk umum: kelompok kecil digabung, tanpa baris responden",
        "results for the public: small groups put together, no rows of respondents",
    );
    let small = t.say(
        "kelompok di bawah jumlah ini dianggap kecil (bawaan 5)",
        "groups below this number are small (default 5)",
    );
    vec![
        text("drop", "FLAGS", drop)
            .action(ArgAction::Append)
            .value_delimiter(','),
        one_of(
            "duplicates",
            "keep|first|last",
            ["keep", "first", "last"],
            duplicates,
        ),
        switch("public", public),
        text("small-group", "N", small).value_parser(value_parser!(u64).range(1..)),
    ]
}

/// Where comments go.
pub fn comments_option(t: Tongue) -> Arg {
    let comments = t.say(
        "tulis komentar ke CSV, nama dan nomor disamarkan",
        "write the comments to a CSV, names and numbers masked",
    );
    path("comments", "CSV", comments)
}

/// Takes the options over; they win over the survey file.
pub fn apply(ask: &Ask, survey: &SurveyFile, setup: &mut Setup) -> Result<()> {
    let asked = ask.texts("drop");
    let names = if asked.is_empty() {
        &survey.drop
    } else {
        &asked
    };
    setup.drop = names
        .iter()
        .map(|name| named(name))
        .collect::<Result<_>>()?;
    setup.duplicates = match ask.text("duplicates").as_deref() {
        Some("first") => Duplicates::First,
        Some("last") => Duplicates::Last,
        Some(_) => Duplicates::Keep,
        None => survey.duplicates,
    };
    setup.public = ask.flag("public") || survey.public;
    setup.small_group = ask.number("small-group").or(survey.small_group);
    if setup.looks_at_rows() || ask.path("comments").is_some() {
        setup.held = Some(u64::MAX);
    }
    Ok(())
}

fn named(name: &str) -> Result<(Screen, String)> {
    let known = [
        ("straightline", Screen::StraightLine, "straight_line"),
        ("longstring", Screen::LongString, "long_string"),
        ("distance", Screen::Distance, "distance"),
        ("fast", Screen::Fast, "fast"),
        ("repeated", Screen::Repeated, "repeated"),
    ];
    let found = known
        .iter()
        .find(|(known, ..)| known.eq_ignore_ascii_case(name.trim()));
    found.map(|(_, screen, key)| (*screen, (*key).to_owned())).ok_or_else(|| {
        Error::new(
            ErrorKind::Usage,
            said!("saringan «{name}» tidak dikenal", "the flag \"{name}\" is unknown"),
        )
        .hint(said!(
            "pilih dari straightline, longstring, distance, fast, repeated; untuk isian ganda: --duplicates",
            "choose of straightline, longstring, distance, fast, repeated; for those who came twice: --duplicates"
        ))
    })
}

/// Writes the comments where they were asked for.
pub fn write_comments(
    ask: &Ask,
    understanding: &Understanding,
    surveyed: &Surveyed,
    setup: &Setup,
) -> Result<()> {
    let Some(out) = ask.path("comments") else {
        return Ok(());
    };
    let found = comments(understanding, surveyed, setup.small(), ask.tongue.language)?;
    let t = ask.tongue;
    let titles = t.say(
        "pertanyaan,komentar,unit,layanan,periode,indeks",
        "question,comment,unit,service,period,index",
    );
    let line = |comment: &Comment| {
        let index = comment.index.map(|index| index.value().to_string());
        let cells = [
            &comment.question,
            &comment.text,
            &comment.unit,
            &comment.service,
            &comment.period,
            &index.unwrap_or_default(),
        ];
        let fields: Vec<String> = cells.iter().map(|cell| write::field(cell)).collect();
        format!("{}\n", fields.join(","))
    };
    let text: String = std::iter::once(format!("{titles}\n"))
        .chain(found.iter().map(line))
        .collect();
    write::file(&out, text.as_bytes(), ask.flag("force"))?;
    let (n, shown) = (found.len(), PathBuf::from(&out));
    let shown = shown.display();
    ask.tell(
        format!("{n} komentar ditulis ke {shown}; penyamaran tidak menemukan setiap nama, baca sebelum dibagikan"),
        format!("{n} comments are in {shown}; masking does not find every name, read them before sharing"),
    );
    Ok(())
}
