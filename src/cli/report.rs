use super::args::{one_of, path, switch, text};
use super::ask::{Ask, base_name, read_text};
use super::options::{Source, with_source};
use super::screen_options::{comments_option, write_comments};
use super::tongue::Tongue;
use super::{chart_list, how, questions, recipe};
use clap::{Arg, ArgAction, Command, value_parser};
use std::path::{Path, PathBuf};
use tridharma::analysis::Study;
use tridharma::document::Image;
use tridharma::pipeline::{
    ReportFile, ReportFormat, Surveyed, analyse, report_files, shapes, survey,
};
use tridharma::report::{Material, Plan, Rules, Voice};
use tridharma::{Error, ErrorKind, Place, Result, said, write};

/// The `report` command.
pub fn command(t: Tongue) -> Command {
    let command = Command::new("report")
        .visible_alias("laporan")
        .about(t.say(
            "seluruh laporan: DOCX, PDF, HTML, buku kerja, poster, gambar",
            "the whole report: DOCX, PDF, HTML, workbook, poster, figures",
        ))
        .args(output_options(t))
        .args(content_options(t))
        .args(questions::options(t))
        .arg(comments_option(t));
    with_source(command, t)
}

/// Where the report goes and in which formats.
fn output_options(t: Tongue) -> Vec<Arg> {
    let formats = ["docx", "pdf", "html", "xlsx", "poster", "figures", "md"];
    let out = t.say(
        "folder laporan (bawaan: laporan)",
        "folder of the report (default: laporan)",
    );
    let only = t.say(
        "hanya bentuk ini: docx, pdf, html, xlsx, poster, figures, md",
        "only these: docx, pdf, html, xlsx, poster, figures, md",
    );
    let threads = t.say(
        "jumlah utas (hasilnya sama)",
        "number of threads (the result is the same)",
    );
    vec![
        path("out", "DIR", out)
            .default_value("laporan")
            .hide_default_value(true),
        switch(
            "force",
            t.say("ganti folder yang sudah ada", "replace an existing folder"),
        ),
        one_of("formats", "docx,pdf,…", formats, only).value_delimiter(','),
        text("threads", "N", threads).value_parser(value_parser!(u64).range(1..=64)),
    ]
}

/// What the report says beyond the answers.
fn content_options(t: Tongue) -> Vec<Arg> {
    let previous = t.say(
        "study.json periode lalu, atau CSV periode;ikm;n; boleh diulang",
        "an earlier study.json, or a CSV period,index,n; may be repeated",
    );
    let before = t.say(
        "rencana tindak lanjut periode lalu",
        "the last period's follow-up plan",
    );
    vec![
        text(
            "unit",
            "NAME",
            t.say("nama unit pelayanan", "name of the service unit"),
        ),
        path("previous", "FILE", previous).action(ArgAction::Append),
        path(
            "plan",
            "TOML",
            t.say("rencana tindak lanjut", "follow-up plan"),
        ),
        path("previous-plan", "TOML", before),
        path(
            "logo",
            "PNG|JPEG",
            t.say("lambang kantor", "the office's logo"),
        ),
        path(
            "words",
            "TOML",
            t.say("kata laporan sendiri", "own words of the report"),
        ),
    ]
}

pub fn run(ask: &Ask) -> Result<()> {
    let mut source = Source::of(ask)?;
    source.setup.latest_period = true;
    let out = ask.path("out").unwrap_or_else(|| PathBuf::from("laporan"));
    make(ask, &source, &out, ask.flag("force"))
}

/// Computes and writes a report folder.
pub fn make(ask: &Ask, source: &Source, out: &Path, force: bool) -> Result<()> {
    // A folder that cannot be used costs a second now, not the whole work.
    write::check_folder(out, force)?;
    let voice = voice(ask)?;
    let rules = how::rules(ask, &source.survey)?;
    let (surveyed, study) = studied(ask, source, &rules)?;
    let material = Material {
        recipe: recipe::recipe(ask)?,
        apa: how::apa(ask),
        answers: surveyed
            .listing
            .as_ref()
            .map(|listing| (&surveyed.responses, listing)),
        shapes: shapes(&study, &surveyed, &source.setup),
        logo: logo(ask, source)?,
        plan: plan(ask, source, "plan", &source.survey.plan)?,
        previous_plan: plan(ask, source, "previous-plan", &source.survey.previous_plan)?,
    };
    tell_strangers(ask, &material, &study);
    let figures = chart_list::listed(ask, source, material.recipe.as_ref())?;
    let threads = match ask.number("threads") {
        Some(threads) => usize::try_from(threads).unwrap_or(1),
        None => std::thread::available_parallelism().map_or(1, usize::from),
    };
    let mut files = report_files(&study, &material, &voice, &rules, &formats(ask), threads)?;
    if formats(ask).contains(&ReportFormat::Figures) {
        files.extend(chart_list::files(ask, source, &figures)?);
    }
    write::folder(out, &files, force)?;
    ask.tell_period(&source.setup, &surveyed);
    tell(ask, &study, out, &files);
    Ok(())
}

/// The study of the files with the answers to what was asked.
fn studied(ask: &Ask, source: &Source, rules: &Rules) -> Result<(Surveyed, Study)> {
    let mut setup = source.setup.clone();
    let by = setup.wish.by.clone();
    let understanding = questions::understood(ask, &source.paths(), &mut setup)?;
    setup.screening = true;
    let surveyed = survey(&understanding, &setup)?;
    write_comments(ask, &understanding, &surveyed, &setup)?;
    let requests = questions::requests(ask, &surveyed.responses, &setup, rules)?;
    setup.wish.by = by;
    let study = analyse(
        &understanding,
        &surveyed,
        &setup,
        &requests,
        how::policy(ask),
    )?;
    Ok((surveyed, study))
}

/// Lines of a plan that are about no item would be lost silently.
fn tell_strangers(ask: &Ask, material: &Material, study: &Study) {
    for plan in [&material.plan, &material.previous_plan] {
        let strangers = plan.strangers(&study.survey.items);
        if strangers.is_empty() {
            continue;
        }
        let names = strangers.join(", ");
        let known: Vec<&str> = study.survey.items.iter().map(|i| i.id.as_str()).collect();
        let known = known.join(", ");
        ask.tell(
            format!("rencana tindak lanjut untuk «{names}» tidak dipakai: tidak ada unsur bernama itu (yang ada: {known})"),
            format!("the follow-up plan for \"{names}\" is not used: no item has that name (there are: {known})"),
        );
    }
}

fn tell(ask: &Ask, study: &Study, out: &Path, files: &[ReportFile]) {
    let issues = study.issues.len();
    let poster = formats(ask).contains(&ReportFormat::Poster);
    if poster && !files.iter().any(|(name, _)| name == "publikasi.pdf") {
        let small = study.survey.options.small_group;
        ask.tell(
            format!("poster tidak dibuat: kurang dari {small} responden, jawaban perorangan akan terbaca"),
            format!("no poster was made: with fewer than {small} respondents, single answers could be read"),
        );
    }
    if issues > 0 {
        ask.tell(
            format!("{issues} temuan pada data, lihat bagian mutu data"),
            format!("{issues} issues in the data, see the part on data quality"),
        );
    }
    let shown = out.display();
    ask.tell(
        format!("laporan ada di {shown}"),
        format!("the report is in {shown}"),
    );
}

fn formats(ask: &Ask) -> Vec<ReportFormat> {
    let all = [
        ("pdf", ReportFormat::Pdf),
        ("docx", ReportFormat::Docx),
        ("html", ReportFormat::Html),
        ("xlsx", ReportFormat::Xlsx),
        ("poster", ReportFormat::Poster),
        ("figures", ReportFormat::Figures),
        ("md", ReportFormat::Markdown),
    ];
    let asked = ask.texts("formats");
    all.into_iter()
        .filter(|(name, format)| match asked.is_empty() {
            true => *format != ReportFormat::Markdown,
            false => asked.iter().any(|a| a == name),
        })
        .map(|(_, format)| format)
        .collect()
}

fn voice(ask: &Ask) -> Result<Voice> {
    let voice = Voice::new(ask.tongue.language);
    match ask.path("words") {
        Some(path) => voice.with(&base_name(&path), &read_text(&path)?),
        None => Ok(voice),
    }
}

fn plan(ask: &Ask, source: &Source, option: &str, named: &Option<String>) -> Result<Plan> {
    let path = ask
        .path(option)
        .or_else(|| named.as_ref().map(|name| source.folder.join(name)));
    match path {
        Some(path) => Plan::parse(&base_name(&path), &read_text(&path)?),
        None => Ok(Plan::default()),
    }
}

fn logo(ask: &Ask, source: &Source) -> Result<Option<Image>> {
    let path = ask.path("logo").or_else(|| {
        let name = source.survey.logo.as_ref()?;
        Some(source.folder.join(name))
    });
    let Some(path) = path else {
        return Ok(None);
    };
    let name = base_name(&path);
    let bytes = std::fs::read(&path).map_err(|error| {
        Error::new(
            ErrorKind::NotFound,
            said!("lambang tidak dapat dibaca", "the logo cannot be read"),
        )
        .at(Place::file(name.clone()))
        .because(error)
    })?;
    let unit = source.setup.office.unit.clone().unwrap_or_default();
    match Image::new(bytes, unit) {
        Some(image) => Ok(Some(image)),
        None => Err(Error::new(
            ErrorKind::Unreadable,
            said!(
                "lambang ini bukan gambar PNG atau JPEG",
                "this logo is no PNG or JPEG picture"
            ),
        )
        .at(Place::file(name))
        .hint(said!("simpan ulang sebagai PNG", "save it again as PNG"))),
    }
}
