use super::how::How;
use tridharma::analysis::{ComparisonOptions, Correlation, Dimension, Request, Target, Variable};
use tridharma::survey::{Responses, column_named};
use tridharma::{Error, ErrorKind, Result, said};

/// A question as a person writes it.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// `Y by G`
    By { of: String, by: String },
    /// `X with Y`
    With { first: String, second: String },
    /// `A,B`
    Crosstab { rows: String, columns: String },
    /// `Y ~ X1 + X2`
    Formula {
        outcome: String,
        predictors: Vec<String>,
    },
    /// `A,B` of the same respondents
    Pair { before: String, after: String },
    /// A column of waves
    Waves { by: String },
}

impl Question {
    /// Reads `Y by G`, `Y ~ X1 + X2` or `X with Y`, in either language.
    ///
    /// # Errors
    /// A text of no such form.
    pub fn parse(text: &str) -> Result<Question> {
        if text.contains('~') {
            return Question::formula(text);
        }
        let two = |words: &[&str]| words.iter().find_map(|word| split(text, word));
        if let Some((of, by)) = two(&[" menurut ", " by ", " per "]) {
            return Ok(Question::By { of, by });
        }
        if let Some((first, second)) = two(&[" dengan ", " with "]) {
            return Ok(Question::With { first, second });
        }
        Err(unclear(text))
    }

    /// Reads `A,B`.
    ///
    /// # Errors
    /// Not two names.
    pub fn crosstab(text: &str) -> Result<Question> {
        let (rows, columns) = pair(text).ok_or_else(|| {
            usage(said!(
                "tabel silang «{text}» tidak menyebut dua kolom",
                "the cross table \"{text}\" does not name two columns"
            ))
            .hint(said!(
                "contoh: --crosstab \"Jenis kelamin,Pendidikan\"",
                "for example: --crosstab \"Sex,Education\""
            ))
        })?;
        Ok(Question::Crosstab { rows, columns })
    }

    /// Reads `Y ~ X1 + X2`.
    ///
    /// # Errors
    /// A text of another form.
    pub fn formula(text: &str) -> Result<Question> {
        let (outcome, rest) = text.split_once('~').ok_or_else(|| unclear(text))?;
        let names = rest.split('+').map(|name| name.trim().to_owned());
        let predictors: Vec<String> = names.collect();
        match outcome.trim().is_empty() || predictors.iter().any(String::is_empty) {
            true => Err(unclear(text)),
            false => Ok(Question::Formula {
                outcome: outcome.trim().to_owned(),
                predictors,
            }),
        }
    }

    /// Reads a column of waves, or `A,B`.
    pub fn before_after(text: &str) -> Question {
        match pair(text) {
            Some((before, after)) => Question::Pair { before, after },
            None => Question::Waves {
                by: text.trim().to_owned(),
            },
        }
    }

    /// Every name in it.
    pub fn names(&self) -> Vec<String> {
        let names: Vec<&String> = match self {
            Question::By { of, by } => vec![of, by],
            Question::With { first, second } => vec![first, second],
            Question::Crosstab { rows, columns } => vec![rows, columns],
            Question::Pair { before, after } => vec![before, after],
            Question::Waves { by } => vec![by],
            Question::Formula {
                outcome,
                predictors,
            } => std::iter::once(outcome).chain(predictors).collect(),
        };
        names.into_iter().cloned().collect()
    }

    /// What it asks of the analysis: names are taken as
    /// `categories` or as values (`find`). A cross table counts categories, which have no distances.
    ///
    /// # Errors
    /// A name that is nothing in the data, or that does not fit the question.
    pub fn requests(
        &self,
        categories: &dyn Fn(&str) -> Result<Variable>,
        find: &dyn Fn(&str) -> Result<Variable>,
        how: &How,
    ) -> Result<Vec<Request>> {
        Ok(vec![match self {
            Question::By { of, by } => by_group(find(of)?, find(by)?, how),
            Question::With { first, second } => together(find(first)?, find(second)?, how),
            Question::Crosstab { rows, columns } => {
                crossed(categories(rows)?, categories(columns)?, how)?
            }
            Question::Formula {
                outcome,
                predictors,
            } => Request::Regress {
                outcome: find(outcome)?,
                predictors: predictors
                    .iter()
                    .map(|name| find(name))
                    .collect::<Result<_>>()?,
                options: how.regression,
            },
            Question::Pair { before, after } => {
                let (before, after) = (value(before, find)?, value(after, find)?);
                Request::Pair {
                    before,
                    after,
                    policy: how.comparison.policy,
                }
            }
            Question::Waves { by } => match find(by)? {
                Variable::Group(by) => {
                    let options = ComparisonOptions {
                        waves: true,
                        ..how.comparison.clone()
                    };
                    let compare = |of: &Target| Request::Compare {
                        by: by.clone(),
                        of: of.clone(),
                        options: options.clone(),
                    };
                    return Ok(how.targets.iter().map(compare).collect());
                }
                Variable::Value(_) => return Err(unclear(by)),
            },
        }])
    }
}

/// `Y by G`: groups are compared, categories are crossed, values are correlated.
fn by_group(of: Variable, by: Variable, how: &How) -> Request {
    match (of, by) {
        (Variable::Value(of), Variable::Group(by)) => how.compare(&by, &of),
        (of, by) => together(of, by, how),
    }
}

/// `X with Y`: two values are correlated, by ranks where one is a single answer.
fn together(first: Variable, second: Variable, how: &How) -> Request {
    match (first, second) {
        (Variable::Value(first), Variable::Value(second)) => {
            let ranks = first.is_ordinal() || second.is_ordinal();
            let usual = match ranks {
                true => Correlation::Spearman,
                false => Correlation::Pearson,
            };
            Request::CorrelateTwo {
                kind: how.correlate.unwrap_or(usual),
                first,
                second,
            }
        }
        (Variable::Value(of), Variable::Group(by)) | (Variable::Group(by), Variable::Value(of)) => {
            how.compare(&by, &of)
        }
        (rows, columns) => Request::Crosstab {
            rows,
            columns,
            options: how.table,
        },
    }
}

fn crossed(rows: Variable, columns: Variable, how: &How) -> Result<Request> {
    for variable in [&rows, &columns] {
        if let Variable::Value(target) = variable
            && !target.is_ordinal()
        {
            return Err(usage(said!(
                "tabel silang memerlukan kategori: butir atau kolom kelompok",
                "a cross table needs categories: items or group columns"
            ))
            .hint(said!(
                "untuk indeks atau jumlah, pakai --compare atau --question \"Y menurut G\"",
                "for the index or a sum, use --compare or --question \"Y by G\""
            )));
        }
    }
    Ok(Request::Crosstab {
        rows,
        columns,
        options: how.table,
    })
}

fn value(name: &str, find: &dyn Fn(&str) -> Result<Variable>) -> Result<Target> {
    match find(name)? {
        Variable::Value(target) => Ok(target),
        Variable::Group(_) => Err(usage(said!(
            "«{name}» adalah kelompok, bukan butir atau dimensi",
            "\"{name}\" is a group, no item or dimension"
        ))
        .hint(said!(
            "sebutkan dua butir atau dimensi dari responden yang sama",
            "name two items or dimensions of the same respondents"
        ))),
    }
}

/// What a name means, among items, dimensions and characteristics.
///
/// # Errors
/// A name that is none of them.
pub fn variable(name: &str, responses: &Responses, dimensions: &[Dimension]) -> Result<Variable> {
    if let Some(found) = Variable::named(name, responses, dimensions) {
        return Ok(found);
    }
    let mut groups = responses.groups.iter();
    let headers = groups.clone().map(|g| (g.column, g.header.as_str()));
    let named = column_named(headers, name);
    let group = groups.find(|g| Some(g.column) == named);
    match group {
        Some(group) => Ok(Variable::Group(group.header.clone())),
        None => Err(no_variable(name, responses, dimensions)),
    }
}

/// Says what there is instead.
pub fn no_variable(name: &str, responses: &Responses, dimensions: &[Dimension]) -> Error {
    let mut known: Vec<&str> = dimensions.iter().map(|d| d.name.as_str()).collect();
    known.extend(responses.items.iter().map(|item| item.id.as_str()));
    let known = known.join(", ");
    Error::new(
        ErrorKind::NotFound,
        said!(
            "tidak ada butir, dimensi, atau kolom «{name}»",
            "there is no item, dimension or column \"{name}\""
        ),
    )
    .hint(said!(
        "pilih index, sum, atau: {known}",
        "choose index, sum, or: {known}"
    ))
}

/// Two names around a word, whatever its case.
fn split(text: &str, word: &str) -> Option<(String, String)> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find(word)?;
    let (first, rest) = text.split_at_checked(at)?;
    let second = rest.get(word.len()..)?;
    let both = (first.trim().to_owned(), second.trim().to_owned());
    (!both.0.is_empty() && !both.1.is_empty()).then_some(both)
}

/// `A,B`
fn pair(text: &str) -> Option<(String, String)> {
    let (first, second) = text.split_once(',')?;
    let both = (first.trim().to_owned(), second.trim().to_owned());
    (!both.0.is_empty() && !both.1.is_empty()).then_some(both)
}

fn usage(said: tridharma::Said) -> Error {
    Error::new(ErrorKind::Usage, said)
}

fn unclear(text: &str) -> Error {
    usage(said!(
        "pertanyaan «{text}» tidak dapat dibaca",
        "the question \"{text}\" cannot be read"
    ))
    .hint(said!(
        "tulis \"Y menurut G\", \"Y ~ X1 + X2\", atau \"X dengan Y\"",
        "write \"Y by G\", \"Y ~ X1 + X2\", or \"X with Y\""
    ))
}
