use super::args::{one_of, path, text};
use super::ask::{Ask, base_name, read_text};
use super::resampling;
use super::tongue::Tongue;
use clap::{Arg, ArgAction};
use tridharma::analysis::{
    ComparisonOptions, Correlation, CrosstabOptions, GroupTest, ModelKind, PairMethod, Policy,
    RegressionOptions, Request, TableTest, Target,
};
use tridharma::pipeline::SurveyFile;
use tridharma::report::{Rules, Schools};
use tridharma::{Error, ErrorKind, Result, said};

/// How questions are answered: the tests and models a user fixed, and the rules.
pub struct How {
    pub targets: Vec<Target>,
    pub correlate: Option<Correlation>,
    pub table: CrosstabOptions,
    pub regression: RegressionOptions,
    pub comparison: ComparisonOptions,
}

const CONFIDENCE: f64 = 0.95;

impl How {
    pub fn of(ask: &Ask, rules: &Rules, targets: &[Target]) -> How {
        let test = ask.text("test");
        let post_hoc = ask.text("post-hoc");
        How {
            targets: targets.to_vec(),
            correlate: ask.text("correlate").map(|kind| match kind.as_str() {
                "pearson" => Correlation::Pearson,
                _ => Correlation::Spearman,
            }),
            table: CrosstabOptions {
                test: match test.as_deref() {
                    Some("chi-square") => Some(TableTest::ChiSquareIndependence),
                    Some("fisher") => Some(TableTest::FisherFreemanHalton),
                    _ => None,
                },
                confidence: CONFIDENCE,
                policy: rules.crosstab.policy(),
                small: None,
            },
            regression: RegressionOptions {
                model: ask.text("model").map(|model| match model.as_str() {
                    "logistic" => ModelKind::LogisticRegression,
                    "ordinal" => ModelKind::OrdinalRegression,
                    _ => ModelKind::LinearRegression,
                }),
                confidence: CONFIDENCE,
            },
            comparison: ComparisonOptions {
                test: test.as_deref().and_then(group_test),
                confidence: CONFIDENCE,
                policy: rules.route.policy(),
                pairs: post_hoc.as_deref() != Some("none"),
                permute: resampling::asked(ask, "permute"),
                waves: false,
                pair_method: post_hoc.and_then(|name| PairMethod::named(&name)),
            },
        }
    }

    /// A comparison of the groups of a column.
    pub fn compare(&self, by: &str, of: &Target) -> Request {
        Request::Compare {
            by: by.to_owned(),
            of: of.clone(),
            options: self.comparison.clone(),
        }
    }
}

fn group_test(name: &str) -> Option<GroupTest> {
    Some(match name {
        "welch" => GroupTest::WelchTTest,
        "student" => GroupTest::StudentTTest,
        "mann-whitney" => GroupTest::MannWhitney,
        "mann-whitney-exact" => GroupTest::MannWhitneyExact,
        "anova" => GroupTest::AnovaOneway,
        "kruskal-wallis" => GroupTest::KruskalWallis,
        _ => return None,
    })
}

/// An option that fixes a test or a model for which nothing was asked is refused:
/// silence would let it be taken for granted.
///
/// # Errors
/// `--test`, `--model` or `--post-hoc` without a question it could answer.
pub fn refuse_idle(ask: &Ask, requests: &[Request]) -> Result<()> {
    let any = |is: fn(&Request) -> bool| requests.iter().any(is);
    let compared = any(|request| matches!(request, Request::Compare { .. }));
    let crossed = any(|request| matches!(request, Request::Crosstab { .. }));
    let regressed = any(|request| matches!(request, Request::Regress { .. }));
    let groups = ("--compare KOLOM", "--compare COLUMN");
    let tables = ("--crosstab A,B", "--crosstab A,B");
    let models = ("--regress \"Y ~ X\"", "--regress \"Y ~ X\"");
    let test = ask.text("test");
    let (tested, of_test) = match test.as_deref().and_then(group_test) {
        Some(_) => (compared, groups),
        None => (crossed, tables),
    };
    let fixed = [
        ("test", test, tested, of_test),
        ("model", ask.text("model"), regressed, models),
        ("post-hoc", ask.text("post-hoc"), compared, groups),
    ];
    for (option, value, answered, (id, en)) in fixed {
        let Some(value) = value.filter(|_| !answered) else {
            continue;
        };
        return Err(Error::new(
            ErrorKind::Usage,
            said!(
                "--{option} {value} tidak terpakai: tidak ada pertanyaan yang dijawab dengannya",
                "--{option} {value} is not used: no question is answered by it"
            ),
        )
        .hint(said!(
            "tambahkan {id}, atau hapus --{option}",
            "add {en}, or leave out --{option}"
        )));
    }
    Ok(())
}

/// How p values of several questions are adjusted.
pub fn policy(ask: &Ask) -> Policy {
    match ask.text("adjust").as_deref() {
        Some("bh") => Policy::BenjaminiHochberg,
        Some("none") => Policy::None,
        _ => Policy::Holm,
    }
}

/// Options that fix a test, a model, an adjustment or a school of cut-offs.
pub fn options(t: Tongue) -> Vec<Arg> {
    let tests = [
        "welch",
        "student",
        "mann-whitney",
        "mann-whitney-exact",
        "anova",
        "kruskal-wallis",
        "chi-square",
        "fisher",
    ];
    let test = t.say(
        "uji yang dipakai, bukan pilihan program: welch, student, mann-whitney, mann-whitney-exact, anova, kruskal-wallis, chi-square, fisher",
        "the test to use instead of the program's choice: welch, student, mann-whitney, mann-whitney-exact, anova, kruskal-wallis, chi-square, fisher",
    );
    let model = t.say(
        "model regresi, bukan pilihan program",
        "the model of a regression instead of the program's choice",
    );
    let pairs = t.say(
        "uji lanjut antar pasangan (bawaan: menurut ujinya)",
        "pairs of groups (default: as the test asks)",
    );
    let correlate = t.say(
        "korelasi antar butir dan dengan indeks",
        "correlations of items and with the index",
    );
    let adjust = t.say(
        "penyesuaian p atas semua pertanyaan (bawaan holm)",
        "adjustment of p over all questions (default holm)",
    );
    let models = ["linear", "logistic", "ordinal"];
    let post_hoc = ["dunn", "games-howell", "tukey", "none"];
    let mut all = vec![
        one_of("test", "NAME", tests, test),
        one_of("model", "linear|logistic|ordinal", models, model),
        one_of("post-hoc", "dunn|games-howell|tukey|none", post_hoc, pairs),
        one_of(
            "correlate",
            "spearman|pearson",
            ["spearman", "pearson"],
            correlate,
        )
        .num_args(0..=1)
        .default_missing_value("spearman"),
        one_of("adjust", "holm|bh|none", ["holm", "bh", "none"], adjust),
    ];
    all.extend(rule_options(t));
    all
}

/// The cut-offs behind words and choices.
fn rule_options(t: Tongue) -> Vec<Arg> {
    vec![
        text(
            "rule",
            "FAMILY=SCHOOL",
            t.say(
                "aliran ambang, misalnya alpha=nunnally (semuanya: tridharma jelaskan aturan); boleh diulang",
                "a school of cut-offs, alpha=nunnally say (all of them: tridharma explain rules); may be repeated",
            ),
        )
        .action(ArgAction::Append),
        path(
            "rules",
            "TOML",
            t.say("ambang dan aturan sendiri", "own cut-offs"),
        ),
    ]
}

/// The rules: those of the program or an own file, with the schools chosen.
pub fn rules(ask: &Ask, survey: &SurveyFile) -> Result<Rules> {
    let mut rules = match ask.path("rules") {
        Some(path) => Rules::parse(&base_name(&path), &read_text(&path)?)?,
        None => Rules::built_in()?,
    };
    let wishes: Vec<String> = survey
        .rule
        .iter()
        .cloned()
        .chain(ask.texts("rule"))
        .collect();
    if !wishes.is_empty() {
        let schools = Schools::built_in()?;
        for wish in &wishes {
            schools.choose(&mut rules, wish)?;
        }
    }
    Ok(rules)
}

/// Whether tables shall have the layout of APA.
pub fn apa(ask: &Ask) -> bool {
    ask.text("tables").as_deref() == Some("apa")
}
