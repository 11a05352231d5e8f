use super::args::{one_of, switch, text};
use super::ask::Ask;
use super::design;
use super::how::{self, How};
use super::item_questions;
use super::question::{Question, no_variable, variable};
use super::recipe::{of_recipe, recipe};
use super::tongue::Tongue;
use clap::{Arg, ArgAction};
use std::path::Path;
use tridharma::analysis::{DesignColumns, Dimension, Request, Target, Variable, WeightedQuestions};
use tridharma::pipeline::{Setup, Understanding, dimensions, understand};
use tridharma::report::Rules;
use tridharma::survey::{GroupRole, Responses, column_named};
use tridharma::{Error, ErrorKind, Result, column_letters, said};

/// What may be asked of a survey, and how.
pub fn options(t: Tongue) -> Vec<Arg> {
    let under = |heading: &'static str, options: Vec<Arg>| {
        let options = options.into_iter();
        options.map(move |option| option.help_heading(heading))
    };
    let mut asked = question_options(t);
    asked.extend(more_options(t));
    let questions = t.say("Pertanyaan", "Questions");
    let items = t.say("Butir dan instrumen", "Items and instruments");
    let how = t.say("Cara menjawab", "How they are answered");
    let design = t.say("Rancangan sampel", "Design of the sample");
    under(questions, asked)
        .chain(under(items, item_questions::options(t)))
        .chain(under(how, how::options(t)))
        .chain(under(design, design::options(t)))
        .collect()
}

fn question_options(t: Tongue) -> Vec<Arg> {
    let many = |arg: Arg| arg.action(ArgAction::Append);
    let question = t.say(
        "pertanyaan: \"Y menurut G\", \"Y ~ X1 + X2\", \"X dengan Y\"; boleh diulang",
        "a question: \"Y by G\", \"Y ~ X1 + X2\", \"X with Y\"; may be repeated",
    );
    let compare = t.say(
        "bandingkan kelompok pada kolom ini; boleh diulang",
        "compare the groups of this column; may be repeated",
    );
    let on = t.say(
        "yang dibandingkan: butir, dimensi, index, sum (bawaan: index); boleh diulang",
        "what is compared: item, dimension, index, sum (default: index); may be repeated",
    );
    let crosstab = t.say(
        "tabel silang dua kolom atau butir, dengan ujinya; boleh diulang",
        "cross table of two columns or items, with its test; may be repeated",
    );
    let regress = t.say(
        "regresi \"Y ~ X1 + X2\" dengan uji asumsinya; boleh diulang",
        "regression \"Y ~ X1 + X2\" with its assumptions; may be repeated",
    );
    let pair = t.say(
        "sebelum dan sesudah: kolom gelombang, atau dua butir/dimensi A,B dari responden yang sama",
        "before and after: a column of waves, or two items/dimensions A,B of the same respondents",
    );
    let dimension = t.say(
        "butir yang dijumlahkan bersama: X1=B1:B5,B7; boleh diulang",
        "items that are summed together: X1=B1:B5,B7; may be repeated",
    );
    vec![
        many(text("question", "TEXT", question)),
        many(text("compare", "COLUMN", compare)),
        many(text("on", "ITEM|index|sum", on)),
        many(text("crosstab", "A,B", crosstab)),
        many(text("regress", "FORMULA", regress)),
        many(text("before-after", "COLUMN|A,B", pair)),
        many(text("dimension", "NAME=ITEMS", dimension)),
    ]
}

/// Trends, interval values, and what a whole chapter holds.
fn more_options(t: Tongue) -> Vec<Arg> {
    let trend = t.say(
        "tren menurut periode (bawaan: kolom periode)",
        "trend over periods (default: the column of periods)",
    );
    let event = t.say(
        "periode pertama sesudah suatu peristiwa, untuk --trend",
        "the first period after an event, for --trend",
    );
    let msi = t.say(
        "nilai interval tiap butir (metode interval berurutan)",
        "interval values of each item (method of successive intervals)",
    );
    let scores = t.say(
        "nilai butir dalam pertanyaan: kode jawaban (codes, bawaan) atau nilai interval MSI (msi)",
        "what items count as in questions: codes of answers (codes, default) or interval values by MSI (msi)",
    );
    let tables = t.say(
        "bentuk tabel: kebiasaan skripsi (thesis, bawaan) atau APA 7 (apa)",
        "layout of tables: customary in theses (thesis, default) or APA 7 (apa)",
    );
    let recipe = t.say(
        "susunan: skm, skripsi, atau berkas resep sendiri",
        "what it holds: skm, skripsi, or an own recipe file",
    );
    vec![
        text("trend", "COLUMN", trend)
            .num_args(0..=1)
            .default_missing_value(""),
        text("event", "PERIOD", event),
        switch("msi", msi),
        one_of("scores", "codes|msi", ["codes", "msi"], scores),
        text("recipe", "NAME|TOML", recipe),
        one_of("tables", "thesis|apa", ["thesis", "apa"], tables),
    ]
}

/// The files understood so that every column a question names is at hand: what
/// is no item and no dimension is a characteristic.
pub fn understood(ask: &Ask, paths: &[&Path], setup: &mut Setup) -> Result<Understanding> {
    for column in ask.texts("compare") {
        let named = |by: &String| by.trim().eq_ignore_ascii_case(column.trim());
        if !setup.wish.by.iter().any(named) {
            setup.wish.by.push(column);
        }
    }
    // A column named in a question has to be found among all of them, and a report
    // or a recipe tells of the files and of everybody.
    let plain = ask.text("recipe").is_none() && ask.text("trend").is_none();
    let plain = plain && setup.multiple.is_empty();
    setup.lean = setup.asked_groups_only && plain && named(ask, setup)?.is_empty();
    if ask.text("trend").is_some() && setup.period.is_none() {
        setup.period = Some("semua".to_owned());
    }
    let understanding = understand(paths, setup)?;
    let Ok(mapping) = &understanding.mapping else {
        return Ok(understanding);
    };
    let is_group = |name: &str| {
        let same = |other: &str| other.trim().eq_ignore_ascii_case(name);
        let mut groups = mapping.groups.iter();
        groups.any(|g| same(&g.header) || same(&column_letters(g.column)))
    };
    let known = |name: &str| {
        let same = |other: &str| other.trim().eq_ignore_ascii_case(name);
        let mut items = mapping.items.iter();
        items.any(|i| same(&i.id) || same(&i.code) || same(&i.header)) || is_group(name)
    };
    let named = named(ask, setup)?;
    let asked = named.iter().filter(|name| is_group(name)).cloned();
    let asked: Vec<String> = asked.collect();
    let mut strangers: Vec<String> = Vec::new();
    for name in named.into_iter().filter(|name| !known(name)) {
        // Several questions may be about one column.
        if !strangers.iter().any(|s| s.eq_ignore_ascii_case(&name)) {
            strangers.push(name);
        }
    }
    if strangers.is_empty() {
        return Ok(understanding);
    }
    // A stranger of the same characteristic would push out one that is asked about.
    for name in strangers.into_iter().chain(asked) {
        let given = setup.wish.by.iter();
        if !given.into_iter().any(|by| by.eq_ignore_ascii_case(&name)) {
            setup.wish.by.push(name);
        }
    }
    understand(paths, setup)
}

/// Names in the questions that may be columns.
fn named(ask: &Ask, setup: &Setup) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for question in questions(ask, setup)? {
        names.extend(question.names());
    }
    names.extend(setup.design.headers());
    names.extend(setup.nps.clone());
    names.extend(ask.text("trend").filter(|column| !column.is_empty()));
    let own = ["index", "indeks", "ikm", "sum", "jumlah", "total"];
    names.retain(|name| {
        let lower = name.to_lowercase();
        let inside = lower.rsplit('(').next().unwrap_or_default();
        let inside = inside.trim_end_matches(')');
        let mut dimensions = setup.dimensions.iter();
        !own.contains(&inside) && !dimensions.any(|(d, _)| d.to_lowercase() == inside)
    });
    Ok(names)
}

/// Every question of the command line, in the order of the options.
fn questions(ask: &Ask, setup: &Setup) -> Result<Vec<Question>> {
    let mut all = Vec::new();
    for text in &setup.questions {
        all.push(Question::parse(text)?);
    }
    for text in ask.texts("crosstab") {
        all.push(Question::crosstab(&text)?);
    }
    for text in ask.texts("regress") {
        all.push(Question::formula(&text)?);
    }
    for text in ask.texts("before-after") {
        all.push(Question::before_after(&text));
    }
    Ok(all)
}

/// What the options ask, in the order a reader expects.
pub fn requests(
    ask: &Ask,
    responses: &Responses,
    setup: &Setup,
    rules: &Rules,
) -> Result<Vec<Request>> {
    let dimensions = dimensions(responses, setup)?;
    let mut requests = of_flags(ask, &dimensions);
    let recipe = recipe(ask)?;
    let scored = ask.text("scores").as_deref() == Some("msi");
    requests.extend(of_recipe(recipe.as_ref(), &dimensions, scored));
    requests.extend(item_questions::requests(
        ask,
        responses,
        setup,
        &dimensions,
    )?);
    if ask.flag("msi") || scored {
        requests.push(Request::SuccessiveIntervals);
    }
    let find = |name: &str| variable(name, responses, &dimensions);
    let value = |name: &str| {
        Ok(match find(name)? {
            Variable::Value(of) if scored => Variable::Value(of.in_intervals()),
            other => other,
        })
    };
    let mut targets = Vec::new();
    for name in ask.texts("on") {
        match value(&name)? {
            Variable::Value(target) => targets.push(target),
            Variable::Group(_) => return Err(no_variable(&name, responses, &dimensions)),
        }
    }
    if targets.is_empty() {
        targets.push(Target::Index);
    }
    let mut how = How::of(ask, rules, &targets);
    how.table.small = setup.public.then(|| setup.small());
    for column in ask.texts("compare") {
        let by = header(&column, responses)?;
        requests.extend(targets.iter().map(|of| how.compare(&by, of)));
    }
    for question in questions(ask, setup)? {
        tell_groups(ask, setup, &question);
        requests.extend(question.requests(&find, &value, &how)?);
    }
    requests.extend(of_trend(ask, responses, &targets)?);
    requests.extend(how.correlate.map(Request::Correlate));
    requests.extend(of_design(&setup.design, responses, &requests)?);
    how::refuse_idle(ask, &requests)?;
    Ok(requests)
}

fn of_flags(ask: &Ask, dimensions: &[Dimension]) -> Vec<Request> {
    let all = [
        ("describe", Request::Describe(dimensions.to_vec())),
        ("reliability", Request::Reliability),
        ("validity", Request::Validity),
    ];
    let asked = all.into_iter().filter(|(option, _)| ask.flag(option));
    asked.map(|(_, request)| request).collect()
}

fn of_trend(ask: &Ask, responses: &Responses, targets: &[Target]) -> Result<Vec<Request>> {
    let Some(column) = ask.text("trend") else {
        return Ok(Vec::new());
    };
    let by = period(&column, responses)?;
    let request = |of: &Target| Request::Trend {
        by: by.clone(),
        of: of.clone(),
        event: ask.text("event"),
    };
    Ok(targets.iter().map(request).collect())
}

/// Says that waves are compared as groups, where nobody said who is who.
fn tell_groups(ask: &Ask, setup: &Setup, question: &Question) {
    if matches!(question, Question::Waves { .. }) && setup.reshape.pair.is_none() {
        ask.tell(
            "gelombang dibandingkan sebagai kelompok yang terpisah; bila respondennya sama, tambahkan --pair id=KOLOM,wave=KOLOM".to_owned(),
            "the waves are compared as independent groups; for the same respondents add --pair id=COLUMN,wave=COLUMN".to_owned(),
        );
    }
}

/// Means and the comparisons asked for, with the design of the sample.
fn of_design(
    design: &DesignColumns,
    responses: &Responses,
    requests: &[Request],
) -> Result<Option<Request>> {
    if design.is_empty() {
        return Ok(None);
    }
    let mut questions = WeightedQuestions::default();
    for request in requests {
        match request {
            Request::Compare { by, of, .. } => questions.groups.push((of.clone(), by.clone())),
            Request::CorrelateTwo { first, second, .. } => {
                questions.pairs.push((first.clone(), second.clone()));
            }
            Request::Crosstab { rows, columns, .. } => {
                questions.tables.push((rows.clone(), columns.clone()));
            }
            Request::Regress {
                outcome,
                predictors,
                ..
            } => questions.models.push((outcome.clone(), predictors.clone())),
            _ => {}
        }
    }
    Ok(Some(Request::Weighted {
        columns: columns(design, responses)?,
        questions: Box::new(questions),
    }))
}

/// The columns of a design by the headers they have in the data.
fn columns(design: &DesignColumns, responses: &Responses) -> Result<DesignColumns> {
    let named = |column: &Option<String>| match column {
        Some(column) => header(column, responses).map(Some),
        None => Ok(None),
    };
    let margin = |(column, value, total): &(String, String, f64)| {
        Ok((header(column, responses)?, value.clone(), *total))
    };
    Ok(DesignColumns {
        weight: named(&design.weight)?,
        strata: named(&design.strata)?,
        cluster: named(&design.cluster)?,
        population: named(&design.population)?,
        margins: design.margins.iter().map(margin).collect::<Result<_>>()?,
    })
}

/// The column of periods: named, or the one of the data.
fn period(column: &str, responses: &Responses) -> Result<String> {
    if !column.is_empty() {
        return header(column, responses);
    }
    let mut groups = responses.groups.iter();
    let found = groups.find(|group| group.role == GroupRole::Period);
    found.map(|group| group.header.clone()).ok_or_else(|| {
        Error::new(
            ErrorKind::NotFound,
            said!(
                "data tidak berkolom periode",
                "the data have no column of periods"
            ),
        )
        .hint(said!(
            "sebutkan kolomnya: --trend KOLOM",
            "name the column: --trend COLUMN"
        ))
    })
}

/// The header of the group column a user named.
pub fn header(column: &str, responses: &Responses) -> Result<String> {
    let mut groups = responses.groups.iter();
    let headers = groups
        .clone()
        .map(|group| (group.column, group.header.as_str()));
    let named = column_named(headers, column);
    let found = groups.find(|group| Some(group.column) == named);
    found.map(|group| group.header.clone()).ok_or_else(|| {
        Error::new(
            ErrorKind::NotFound,
            said!(
                "kolom «{column}» bukan kolom kelompok",
                "the column \"{column}\" is no group column"
            ),
        )
        .hint(said!(
            "lihat kolom yang ada dengan tridharma check",
            "see the columns with tridharma check"
        ))
    })
}
