use super::found::range;
use super::{Duplicates, Setup, SurveyFile, Understanding};
use crate::error::column_letters;
use crate::survey::{Items, MappedItem, WhyUnused};
use std::fmt::Write;

/// The understanding of files as the text of a `survey.toml`: what was guessed
/// is written down, so that it stays the same next time, and what was left out
/// is named in comments. Running with it gives the same result.
///
/// `files` are the paths as they shall stand there; `None` where no column
/// could be mapped.
pub fn recipe(
    understanding: &Understanding,
    setup: &Setup,
    files: &[String],
    old: &SurveyFile,
) -> Option<String> {
    let mapping = understanding.mapping.as_ref().ok()?;
    let mut text = String::from(
        "# Pengaturan survei, ditulis oleh `tridharma check --write`. Ubah seperlunya.\n\
         # Survey settings written by `tridharma check --write`. Change what you need.\n\n",
    );
    let quoted: Vec<String> = files.iter().map(|file| quote(file)).collect();
    let _ = writeln!(text, "files = [{}]", quoted.join(", "));
    let instrument = setup
        .instrument
        .as_deref()
        .unwrap_or(&understanding.instrument.id);
    let _ = writeln!(text, "instrument = {}", quote(instrument));
    if let Some(sheet) = sheet(understanding) {
        let _ = writeln!(text, "sheet = {}", quote(&sheet));
    }
    if let Some(header) = setup.place.header {
        let _ = writeln!(text, "header = {header}");
    }
    if let Some(area) = setup.place.range {
        let _ = writeln!(text, "range = {}", quote(&range(area)));
    }
    if let Some(form) = &setup.xlsform {
        let form = form.to_string_lossy().replace('\\', "/");
        let _ = writeln!(text, "xlsform = {}", quote(&form));
    }
    if let Some(encoding) = setup.encoding {
        let _ = writeln!(text, "encoding = {}", quote(encoding.name()));
    }
    if let Some(counts) = &setup.counts {
        let _ = writeln!(text, "counts = {}", quote(counts));
    }
    if let Some(scale) = guessed_scale(understanding, setup, &mapping.items) {
        let _ = writeln!(text, "scale = {}", quote(&scale));
    }
    items(&mut text, understanding, &mapping.items);
    groups(&mut text, understanding);
    declared(&mut text, setup);
    options(&mut text, setup, old);
    aside(&mut text, understanding);
    dimensions(&mut text, setup);
    text.push_str(&labels(setup));
    names(&mut text, setup);
    text.push_str(&multiple(setup));
    text.push_str(&reshape(setup));
    text.push_str(&office(setup));
    Some(text)
}

/// The sheet, where the book has more than one.
fn sheet(understanding: &Understanding) -> Option<String> {
    let (book, chosen) = (understanding.books.first()?, understanding.chosen.first()?);
    let sheet = chosen.sheet(book)?.rows.sheet()?;
    (book.sheets.len() > 1).then(|| sheet.to_string())
}

/// The scale that the words of the answers told: next time somebody may tick
/// fewer of them.
fn guessed_scale(
    understanding: &Understanding,
    setup: &Setup,
    items: &[MappedItem],
) -> Option<String> {
    let open = understanding.instrument.scale_open && setup.wish.labels.is_empty();
    let scale = items.first().map(|item| &item.scale).filter(|_| open)?;
    Some(format!("{}:{}", scale.min, scale.max))
}

fn items(text: &mut String, understanding: &Understanding, items: &[MappedItem]) {
    text.push_str("\n# Butir = judul kolom (atau hurufnya) / item = header of the column (or its letters)\nitems = [\n");
    let any = matches!(understanding.instrument.items, Items::Any);
    for item in items {
        let column = name_of(understanding, &item.header, item.column);
        // A battery's items have no names of their own.
        let wish = match any {
            true => column,
            false => format!("{} = {column}", item.id),
        };
        let letters = column_letters(item.column);
        let _ = writeln!(text, "  {},  # {} · {letters}", quote(&wish), item.code);
    }
    text.push_str("]\n");
}

/// A column by its header; by its letters where others have the same one, or
/// where it reads like letters; as a range of one where another column is headed
/// by these very letters.
fn name_of(understanding: &Understanding, header: &str, column: u32) -> String {
    let header = header.trim();
    let headers = || understanding.columns.iter().map(|c| c.header.trim());
    let unclear = header.is_empty()
        || header.contains('=')
        || header.contains(':')
        || crate::error::column_number(header).is_some();
    let alone = headers().filter(|other| *other == header).count() == 1;
    let letters = column_letters(column);
    let taken = headers().any(|other| other.eq_ignore_ascii_case(&letters));
    match alone && !unclear {
        true => header.to_owned(),
        false if taken => format!("{letters}:{letters}"),
        false => letters,
    }
}

/// Group columns are recognised again by themselves; only those asked for are
/// settings.
fn groups(text: &mut String, understanding: &Understanding) {
    let Ok(mapping) = &understanding.mapping else {
        return;
    };
    let (asked, seen): (Vec<_>, Vec<_>) = mapping
        .groups
        .iter()
        .partition(|group| group.why == crate::survey::WhyMapped::Asked);
    let asked: Vec<String> = asked
        .iter()
        .map(|group| quote(&name_of(understanding, &group.header, group.column)))
        .collect();
    if !asked.is_empty() {
        let _ = writeln!(text, "by = [{}]", asked.join(", "));
    }
    for group in seen {
        let letters = column_letters(group.column);
        let _ = writeln!(
            text,
            "# {letters}: {} (kelompok / group)",
            comment(&group.header)
        );
    }
}

fn declared(text: &mut String, setup: &Setup) {
    let wish = &setup.wish;
    for (key, values) in [
        ("without", &wish.without),
        ("reverse", &wish.reverse),
        ("missing", &wish.missing),
    ] {
        let quoted: Vec<String> = values.iter().map(|value| quote(value)).collect();
        if !quoted.is_empty() {
            let _ = writeln!(text, "{key} = [{}]", quoted.join(", "));
        }
    }
    if wish.letters == crate::survey::LetterOrder::Falling {
        text.push_str("letters = \"falling\"\n");
    }
    if wish.order == crate::survey::ItemOrder::Form {
        text.push_str("order = \"form\"\n");
    }
}

/// Scales and words declared; tables, so they stand behind every plain key.
fn labels(setup: &Setup) -> String {
    let mut text = String::new();
    for label in &setup.wish.labels {
        text.push_str("\n[[labels]]\n");
        if let Some(scale) = &label.scale {
            let _ = writeln!(text, "scale = {}", quote(scale));
        }
        for (key, values) in [
            ("items", &label.items),
            ("words", &label.words),
            ("missing", &label.missing),
        ] {
            let quoted: Vec<String> = values.iter().map(|value| quote(value)).collect();
            if !quoted.is_empty() {
                let _ = writeln!(text, "{key} = [{}]", quoted.join(", "));
            }
        }
    }
    text
}

fn options(text: &mut String, setup: &Setup, old: &SurveyFile) {
    text.push('\n');
    let quoted: Vec<String> = old.questions.iter().map(|text| quote(text)).collect();
    if !quoted.is_empty() {
        let _ = writeln!(text, "questions = [{}]", quoted.join(", "));
    }
    for (key, value) in [
        ("importance", &old.importance),
        ("servqual", &old.servqual),
        ("kano", &old.kano),
        ("factor", &old.factor),
        ("weight", &old.weight),
        ("round", &old.round),
        ("period", &setup.period),
        ("period_from", &setup.period_from),
        ("period_by", &setup.period_by.map(|by| by.name().to_owned())),
        ("plan", &old.plan),
        ("previous_plan", &old.previous_plan),
        ("logo", &old.logo),
    ] {
        if let Some(value) = value {
            let _ = writeln!(text, "{key} = {}", quote(value));
        }
    }
    if !old.nps.is_empty() {
        let quoted: Vec<String> = old.nps.iter().map(|name| quote(name)).collect();
        let _ = writeln!(text, "nps = [{}]", quoted.join(", "));
    }
    if !old.rule.is_empty() {
        let quoted: Vec<String> = old.rule.iter().map(|rule| quote(rule)).collect();
        let _ = writeln!(text, "rule = [{}]", quoted.join(", "));
    }
    if !old.previous.is_empty() {
        let quoted: Vec<String> = old.previous.iter().map(|file| quote(file)).collect();
        let _ = writeln!(text, "previous = [{}]", quoted.join(", "));
    }
    match setup.population {
        Some(population) => {
            let _ = writeln!(text, "population = {population}");
        }
        None => text.push_str("# population = 1240  # penerima layanan / how many were served\n"),
    }
    switches(text, setup, old);
}

/// Who is left out, and what is on or off.
fn switches(text: &mut String, setup: &Setup, old: &SurveyFile) {
    let flags = &old.drop;
    if !flags.is_empty() {
        let quoted: Vec<String> = flags.iter().map(|flag| quote(flag)).collect();
        let _ = writeln!(text, "drop = [{}]", quoted.join(", "));
    }
    match setup.duplicates {
        Duplicates::Keep => {}
        Duplicates::First => text.push_str("duplicates = \"first\"\n"),
        Duplicates::Last => text.push_str("duplicates = \"last\"\n"),
    }
    if old.convergent {
        text.push_str("convergent = true\n");
    }
    if setup.public {
        text.push_str("public = true\n");
    }
    if let Some(small) = setup.small_group {
        let _ = writeln!(text, "small_group = {small}");
    }
}

/// Columns that are not read, so that a reader of the file sees what is missing.
fn aside(text: &mut String, understanding: &Understanding) {
    let Ok(mapping) = &understanding.mapping else {
        return;
    };
    if mapping.unused.is_empty() {
        return;
    }
    text.push_str("\n# Tidak dibaca / not read:\n");
    for unused in &mapping.unused {
        let why = match unused.why {
            WhyUnused::Personal(_) => "data pribadi / personal",
            WhyUnused::Comment => "komentar / comments",
            WhyUnused::Time => "waktu / time",
            WhyUnused::Number => "nomor / number",
            WhyUnused::Computed => "hasil hitungan / computed",
            WhyUnused::Tick => "pilihan ganda / several answers",
            WhyUnused::Joined => "gabungan jawaban / answers joined",
            WhyUnused::Blank => "kosong / blank",
            WhyUnused::Other => "tidak dikenal / unknown",
        };
        let (letters, header) = (column_letters(unused.column), comment(&unused.header));
        let _ = writeln!(text, "#   {letters}: {header} ({why})");
    }
}

fn dimensions(text: &mut String, setup: &Setup) {
    if setup.dimensions.is_empty() {
        return;
    }
    text.push_str("\n[dimensions]\n");
    for (name, items) in &setup.dimensions {
        let quoted: Vec<String> = items.iter().map(|item| quote(item)).collect();
        let _ = writeln!(text, "{} = [{}]", quote(name), quoted.join(", "));
    }
}

fn names(text: &mut String, setup: &Setup) {
    if setup.names.is_empty() {
        return;
    }
    text.push_str("\n[names]\n");
    for (item, name) in &setup.names {
        let _ = writeln!(text, "{} = {}", quote(item), quote(name));
    }
}

fn multiple(setup: &Setup) -> String {
    if setup.multiple.is_empty() {
        return String::new();
    }
    let body = toml::to_string(&setup.multiple).unwrap_or_default();
    let body = body.replace("\n[", "\n[multiple.");
    let body = match body.strip_prefix('[') {
        Some(rest) => format!("[multiple.{rest}"),
        None => body,
    };
    format!("\n# Pertanyaan dengan beberapa jawaban / questions with several answers\n{body}")
}

fn reshape(setup: &Setup) -> String {
    match setup.reshape.is_none() {
        true => String::new(),
        false => {
            let body = toml::to_string(&setup.reshape).unwrap_or_default();
            format!(
                "\n# Bentuk tabel / shape of the table\n{}",
                body.replace("[", "[reshape.")
            )
        }
    }
}

fn office(setup: &Setup) -> String {
    let given = toml::Value::try_from(&setup.office).ok();
    let given = given.and_then(|value| match value {
        toml::Value::Table(table) => Some(table),
        _ => None,
    });
    let mut table = given.unwrap_or_default();
    table.retain(|_, value| match value {
        toml::Value::Array(list) => !list.is_empty(),
        toml::Value::Boolean(said) => *said,
        _ => true,
    });
    let body = toml::to_string(&table).unwrap_or_default();
    match body.is_empty() {
        true => "\n[office]\n# unit = \"Nama unit pelayanan\"\n# place = \"Kota\"\n# head = \"Nama kepala unit\"\n".to_owned(),
        false => format!("\n[office]\n{body}"),
    }
}

/// A TOML string.
fn quote(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A header as a comment of one line; long digits may be somebody's.
fn comment(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    line.join(" ").chars().take(80).collect()
}
