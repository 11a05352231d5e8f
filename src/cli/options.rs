use super::args::{one_of, path, text};
use super::ask::{Ask, base_name, read_text};
use super::earlier;
use super::folder::named;
use super::label_options::{label_wishes, names, names_option};
use super::option_values::{area, rounding, weight};
use super::screen_options;
use super::shape_options::reshape;
use super::tongue::Tongue;
use clap::{Arg, ArgAction, Command, value_parser};
use std::path::{Path, PathBuf};
use tridharma::analysis::IndexOptions;
use tridharma::pipeline::{PeriodBy, Setup, SurveyFile};
use tridharma::read::TextEncoding;
use tridharma::survey::{Instrument, ItemOrder, LetterOrder};
use tridharma::{Error, ErrorKind, Result, said};

/// What a command that reads survey files was asked.
#[derive(Clone)]
pub struct Source {
    pub files: Vec<PathBuf>,
    pub setup: Setup,
    /// The survey file, if one was given, and its folder.
    pub survey: SurveyFile,
    pub folder: PathBuf,
}

/// Adds the options of every command that reads survey files.
pub fn with_source(command: Command, t: Tongue) -> Command {
    let file = Arg::new("file")
        .value_name("FILE")
        .num_args(1..)
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help(t.say(
            "berkas survei (CSV, XLSX, XLS, XLSB, ODS, SAV), berkas hitungan, folder, atau survey.toml",
            "survey file (CSV, XLSX, XLS, XLSB, ODS, SAV), count file, folder or survey.toml",
        ));
    command
        .arg(file)
        .args(place_options(t))
        .args(column_options(t))
        .args(index_options(t))
        .args(screen_options::options(t))
}

/// Which survey, and where its table stands.
fn place_options(t: Tongue) -> Vec<Arg> {
    let survey = t.say(
        "pengaturan survei (identitas kantor, kolom, periode lalu)",
        "survey settings (office, columns, earlier periods)",
    );
    let instrument = t.say(
        "instrumen: skm-2017 (bawaan), skm-2014, ikm-2004, likert-4, likert-5, likert (skala apa pun), sus, atau berkas TOML",
        "instrument: skm-2017 (default), skm-2014, ikm-2004, likert-4, likert-5, likert (any scale), sus, or a TOML file",
    );
    let header = t.say(
        "baris judul kolom (terakhir), seperti bernomor di lembar",
        "the (last) header row, as the sheet numbers it",
    );
    let form = t.say(
        "formulir XLSForm (KoboToolbox/ODK) data ini: teks pertanyaan dan pilihan jawaban",
        "the XLSForm (KoboToolbox/ODK) of these data: texts of questions and choices",
    );
    let encoding = t.say(
        "penyandian teks CSV bila huruf tampak salah: windows-1252, cp850, utf-16le, …",
        "encoding of CSV text where letters look wrong: windows-1252, cp850, utf-16le, …",
    );
    let counts = t.say(
        "kolom jumlah: setiap baris mewakili sekian responden",
        "column of counts: each row stands for so many respondents",
    );
    let long = t.say(
        "tabel panjang: setiap baris satu jawaban; kolom responden, butir, dan nilainya",
        "long table: each row is one answer; the columns of respondent, item and value",
    );
    let frequencies = t.say(
        "tabel hitungan: setiap baris satu butir, setiap kolom jumlah jawaban satu tingkat nilai",
        "counted table: each row is an item, each column the number of answers of a level",
    );
    let pair = t.say(
        "responden yang sama dalam dua gelombang: kolom identitas dan gelombang; --before-after lalu memakai uji berpasangan",
        "the same respondents in two waves: columns of identifier and wave; --before-after then uses paired tests",
    );
    vec![
        path("survey", "TOML", survey),
        text("instrument", "NAME", instrument),
        text(
            "sheet",
            "NAME",
            t.say("lembar yang dipakai", "sheet to use"),
        ),
        text("header", "ROW", header).value_parser(value_parser!(u32).range(1..)),
        text(
            "range",
            "B3:N240",
            t.say("sel yang dipakai", "cells to use"),
        ),
        path("xlsform", "XLSX", form),
        text("encoding", "NAME", encoding),
        text("counts", "COLUMN", counts),
        text("long", "id=B,item=C,value=E", long),
        text("frequencies", "item=C,levels=E:I", frequencies),
        text("pair", "id=B,wave=C", pair),
    ]
}

/// What its columns are.
fn column_options(t: Tongue) -> Vec<Arg> {
    let items = t.say(
        "kolom butir: D:P, KP1:KP10, atau waktu=F; boleh diulang",
        "item columns: D:P, KP1:KP10, or waktu=F; may be repeated",
    );
    let by = t.say(
        "kelompokkan menurut kolom ini; boleh diulang",
        "group by this column; may be repeated",
    );
    let order = t.say(
        "urutan U8/U9 bila kolom hanya bernomor (bawaan: peraturan)",
        "order of U8/U9 where columns are only numbered (default: regulation)",
    );
    let letters = t.say(
        "jawaban huruf: a nilai terendah (rising, bawaan) atau tertinggi (falling)",
        "answers in letters: a lowest (rising, default) or highest (falling)",
    );
    let reverse = t.say(
        "butir bernada terbalik, misalnya U3; boleh diulang",
        "item worded the other way round, U3 say; may be repeated",
    );
    let missing = t.say(
        "kode atau kata yang berarti tidak menjawab, misalnya 9,99",
        "codes or words that mean no answer, 9,99 say",
    );
    let without = t.say("abaikan kolom ini", "leave this column aside");
    let scale = t.say(
        "skala butir: 1:6, 0:10; untuk sebagian kolom D:K=1:7; boleh diulang",
        "scale of the items: 1:6, 0:10; of some columns D:K=1:7; may be repeated",
    );
    let labels = t.say(
        "kata jawaban dari yang terendah: \"Buruk|Cukup|Baik\"; untuk sebagian kolom D:K=…; boleh diulang",
        "words of the answers from the lowest: \"Bad|Fair|Good\"; of some columns D:K=…; may be repeated",
    );
    vec![
        text("items", "COLUMNS", items)
            .action(ArgAction::Append)
            .value_delimiter(','),
        text("by", "COLUMN", by).action(ArgAction::Append),
        text("without", "COLUMN", without).action(ArgAction::Append),
        one_of("order", "form|regulation", ["form", "regulation"], order),
        one_of("letters", "rising|falling", ["rising", "falling"], letters),
        text("reverse", "ITEM", reverse)
            .action(ArgAction::Append)
            .value_delimiter(','),
        text("scale", "MIN:MAX", scale).action(ArgAction::Append),
        text("labels", "WORDS", labels).action(ArgAction::Append),
        names_option(t),
        text("missing", "CODES", missing)
            .action(ArgAction::Append)
            .value_delimiter(','),
    ]
}

/// How the index is computed, and of whom.
fn index_options(t: Tongue) -> Vec<Arg> {
    let weight = t.say(
        "bobot: tepat 1/9, atau angka cetak 0.111, 0.11, 0.071",
        "weight: exact 1/9, or a printed 0.111, 0.11, 0.071",
    );
    let round = t.say(
        "pembulatan antara seperti kebiasaan sebagian kantor",
        "intermediate rounding as some offices do",
    );
    let period = t.say(
        "periode: memilih baris bila data berkolom periode, selain itu menjadi nama",
        "period: selects rows where the data have periods, otherwise a label",
    );
    let population = t.say(
        "jumlah penerima layanan pada periode ini",
        "how many were served in this period",
    );
    let from = t.say(
        "bentuk periode dari kolom tanggal ini",
        "make periods of this column of dates",
    );
    let length = t.say(
        "panjang periode dari tanggal (bawaan: seperti --period, selain itu semester)",
        "length of the periods made of dates (default: that of --period, else half a year)",
    );
    let lengths = ["semester", "quarter", "month", "year"];
    let rounds = ["none", "nrr2", "sum3"];
    vec![
        text("weight", "exact|NUMBER", weight),
        one_of("round", "none|nrr2|sum3", rounds, round),
        text("period", "PERIOD", period),
        text("period-from", "COLUMN", from),
        one_of("period-by", "semester|quarter|month|year", lengths, length),
        text("population", "N", population).value_parser(value_parser!(u64).range(1..)),
    ]
}

/// The output forms of an analysing command.
pub fn with_format(command: Command, t: Tongue) -> Command {
    let help = t.say(
        "bentuk keluaran (bawaan text)",
        "form of the output (default text)",
    );
    let forms = ["text", "json", "csv", "md"];
    command.arg(one_of("format", "text|json|csv|md", forms, help))
}

impl Source {
    /// Collects what the options and a `survey.toml` say; options win.
    pub fn of(ask: &Ask) -> Result<Source> {
        let mut files = ask.paths("file");
        let mut survey_path = ask.path("survey");
        if survey_path.is_none()
            && let [only] = files.as_slice()
            && only
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("toml"))
        {
            survey_path = files.pop();
        }
        let (survey, folder) = match &survey_path {
            Some(path) => (
                SurveyFile::parse(&base_name(path), &read_text(path)?)?,
                path.parent().map(Path::to_path_buf).unwrap_or_default(),
            ),
            None => (SurveyFile::default(), PathBuf::new()),
        };
        if files.is_empty() {
            files = survey.files.iter().map(|f| folder.join(f)).collect();
        }
        let mut setup = setup(ask, &survey, &folder)?;
        let named = named(files)?;
        setup.folder = named.folder;
        if !named.others.is_empty() {
            let others = named.others.join(", ");
            ask.tell(
                format!("bukan berkas survei, tidak dibaca: {others}"),
                format!("no survey files, not read: {others}"),
            );
        }
        Ok(Source {
            files: named.files,
            setup,
            survey,
            folder,
        })
    }

    /// The files as the pipeline wants them.
    pub fn paths(&self) -> Vec<&Path> {
        self.files.iter().map(PathBuf::as_path).collect()
    }
}

fn setup(ask: &Ask, survey: &SurveyFile, folder: &Path) -> Result<Setup> {
    let mut setup = Setup {
        instrument: ask.text("instrument").or(survey.instrument.clone()),
        period: ask.text("period").or(survey.period.clone()),
        period_from: ask.text("period-from").or(survey.period_from.clone()),
        period_by: period_by(ask).or(survey.period_by),
        population: ask.number("population").or(survey.population),
        office: survey.office.clone(),
        ..Setup::default()
    };
    place(ask, survey, &mut setup)?;
    let encoding = ask.text("encoding").or(survey.encoding.clone());
    setup.encoding = encoding
        .map(|name| TextEncoding::named(&name))
        .transpose()?;
    setup.counts = ask.text("counts").or(survey.counts.clone());
    setup.reshape = reshape(ask, survey)?;
    setup.multiple = survey.multiple.clone();
    let form = survey.xlsform.as_ref().map(|form| folder.join(form));
    setup.xlsform = ask.path("xlsform").or(form);
    let either = |own: Vec<String>, file: &[String]| match own.is_empty() {
        true => file.to_vec(),
        false => own,
    };
    setup.wish.items = either(ask.texts("items"), &survey.items);
    setup.wish.by = either(ask.texts("by"), &survey.by);
    setup.wish.without = either(ask.texts("without"), &survey.without);
    setup.wish.order = match ask.text("order").as_deref() {
        Some("form") => ItemOrder::Form,
        Some(_) => ItemOrder::Regulation,
        None => survey.order,
    };
    setup.wish.letters = match ask.text("letters").as_deref() {
        Some("falling") => LetterOrder::Falling,
        Some(_) => LetterOrder::Rising,
        None => survey.letters,
    };
    setup.wish.reverse = either(ask.texts("reverse"), &survey.reverse);
    setup.wish.missing = either(ask.texts("missing"), &survey.missing);
    setup.dimensions = dimensions(ask, survey)?;
    setup.design = super::design::design(ask, survey, folder)?;
    ask_questions(&mut setup, ask, survey);
    setup.wish.labels = label_wishes(ask, survey);
    setup.names = names(ask, survey)?;
    setup.index = IndexOptions {
        weight: weight(ask.text("weight").or(survey.weight.clone()).as_deref())?,
        round: rounding(ask.text("round").or(survey.round.clone()).as_deref())?,
        population: setup.population,
    };
    if let Some(unit) = ask.text("unit") {
        setup.office.unit = Some(unit);
    }
    screen_options::apply(ask, survey, &mut setup)?;
    load_instrument(&mut setup, folder)?;
    setup.earlier = earlier::all(ask, survey, folder)?;
    Ok(setup)
}

/// What is asked of the survey, but for what only the command line can ask.
fn ask_questions(setup: &mut Setup, ask: &Ask, survey: &SurveyFile) {
    let either = |option: &str, file: &Option<String>| ask.text(option).or(file.clone());
    setup.questions = survey.questions.clone();
    setup.questions.extend(ask.texts("question"));
    setup.importance = either("importance", &survey.importance);
    setup.servqual = either("servqual", &survey.servqual);
    setup.kano = either("kano", &survey.kano);
    setup.factor = either("factor", &survey.factor);
    setup.convergent = ask.flag("convergent") || survey.convergent;
    setup.nps = match ask.texts("nps") {
        own if own.is_empty() => survey.nps.clone(),
        own => own,
    };
}

/// Where the table stands.
fn place(ask: &Ask, survey: &SurveyFile, setup: &mut Setup) -> Result<()> {
    setup.place.sheet = ask.text("sheet").or(survey.sheet.clone());
    setup.place.header = ask
        .matches
        .try_get_one::<u32>("header")
        .ok()
        .flatten()
        .copied()
        .or(survey.header);
    if let Some(range) = ask.text("range").or(survey.range.clone()) {
        setup.place.range = Some(area(&range)?);
    }
    Ok(())
}

/// How long a period is that is made of dates.
fn period_by(ask: &Ask) -> Option<PeriodBy> {
    Some(match ask.text("period-by")?.as_str() {
        "quarter" => PeriodBy::Quarter,
        "month" => PeriodBy::Month,
        "year" => PeriodBy::Year,
        _ => PeriodBy::Semester,
    })
}

/// Dimensions of the survey file, and those of the command line: `X1=B1:B5,B7`.
fn dimensions(ask: &Ask, survey: &SurveyFile) -> Result<Vec<(String, Vec<String>)>> {
    let mut all: Vec<(String, Vec<String>)> = survey.dimensions.clone().into_iter().collect();
    for text in ask.texts("dimension") {
        let (name, items) = text.split_once('=').ok_or_else(|| {
            Error::new(
                ErrorKind::Usage,
                said!(
                    "dimensi «{text}» tidak dapat dibaca",
                    "the dimension \"{text}\" cannot be read"
                ),
            )
            .hint(said!("tulis X1=B1:B5", "write X1=B1:B5"))
        })?;
        let items = items.split(',').map(|item| item.trim().to_owned());
        all.push((name.trim().to_owned(), items.collect()));
    }
    Ok(all)
}

/// An instrument named by a path is read here; the library opens none.
fn load_instrument(setup: &mut Setup, folder: &Path) -> Result<()> {
    let Some(name) = &setup.instrument else {
        return Ok(());
    };
    if Instrument::built_in().contains(&name.as_str()) || !name.ends_with(".toml") {
        return Ok(());
    }
    let path = match Path::new(name).exists() {
        true => PathBuf::from(name),
        false => folder.join(name),
    };
    setup.instrument_text = Some((base_name(&path), read_text(&path)?));
    Ok(())
}
