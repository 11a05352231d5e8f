use super::ask::Ask;
use super::chart;
use super::chart_look::{Format, Look};
use super::options::Source;
use clap::ArgMatches;
use std::path::Path;
use tridharma::pipeline::ReportFile;
use tridharma::report::Recipe;
use tridharma::{Error, ErrorKind, Result, said};

/// A figure of the list in a survey file or a recipe: its line, and what the
/// line asks for.
pub struct Listed {
    line: String,
    matches: ArgMatches,
}

/// The figures that the survey file and the recipe list, each written like the
/// options of the `chart` command: `likert --by "Jenis layanan" --sorted`.
///
/// # Errors
/// A line that names no kind of figure, or an option that does not exist.
pub fn listed(ask: &Ask, source: &Source, recipe: Option<&Recipe>) -> Result<Vec<Listed>> {
    let own = source.survey.figures.iter();
    let lines = own.chain(recipe.into_iter().flat_map(|recipe| &recipe.figures));
    lines
        .map(|line| {
            let command = chart::bare_command(ask.tongue).no_binary_name(true);
            let matches = command.try_get_matches_from(words(line));
            let matches = matches.map_err(|error| refused(line, &error))?;
            Ok(Listed {
                line: line.clone(),
                matches,
            })
        })
        .collect()
}

/// The files of listed figures: picture, drawing and data. A figure that cannot
/// be made from these answers is told and left out.
///
/// # Errors
/// A column or an option that is wrong whatever the answers are.
pub fn files(ask: &Ask, source: &Source, all: &[Listed]) -> Result<Vec<ReportFile>> {
    let mut files = Vec::new();
    for (number, listed) in (1..).zip(all) {
        let own = Ask {
            matches: &listed.matches,
            tongue: ask.tongue,
            quiet: true,
        };
        let mut source = source.clone();
        let by = own.texts("by");
        if !by.is_empty() {
            source.setup.wish.by = by;
        }
        let document = match chart::figure(&own, &mut source) {
            Ok((document, _)) => document,
            Err(error) if error.kind() == ErrorKind::NoAnswers => {
                let line = &listed.line;
                let why = error.say(ask.tongue.language);
                ask.tell(
                    format!("gambar «{line}» tidak dibuat: {why}"),
                    format!("the figure \"{line}\" was not made: {why}"),
                );
                continue;
            }
            Err(error) => return Err(error),
        };
        let kind = own.text("kind").unwrap_or_default();
        let name = match own.path("out") {
            Some(out) => stem(&out),
            None => format!("gambar-{number}-{kind}"),
        };
        let look = Look::of(&own)?;
        for (ending, format) in [
            ("svg", Format::Svg),
            ("png", Format::Png),
            ("csv", Format::Csv),
        ] {
            let (bytes, _) = look.bytes(&document, format)?;
            files.push((format!("figures/{name}.{ending}"), bytes));
        }
    }
    Ok(files)
}

/// The name of a file without its folder and its ending.
fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// A line as a shell cuts it: at spaces outside double quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for sign in line.chars() {
        match sign {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            sign if sign.is_whitespace() && !quoted => words.extend(word.take()),
            sign => word.get_or_insert_default().push(sign),
        }
    }
    words.extend(word);
    words
}

fn refused(line: &str, error: &clap::Error) -> Error {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    let why = first.trim_start_matches("error: ").to_owned();
    Error::new(
        ErrorKind::Invalid,
        said!(
            "gambar «{line}» dalam daftar figures tidak dapat dibaca",
            "the figure \"{line}\" of the list figures cannot be read"
        ),
    )
    .because(why)
    .hint(said!(
        "tulis seperti pada perintah chart, misalnya \"likert --by Layanan --sorted\"; lihat tridharma chart --help",
        "write it as for the command chart, for instance \"likert --by Service --sorted\"; see tridharma chart --help"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_as_a_shell_cuts_it() {
        let line = "  likert --by \"Jenis layanan\"  --title \"\" --sorted";
        let cut = ["likert", "--by", "Jenis layanan", "--title", "", "--sorted"];
        assert_eq!(words(line), cut);
        assert!(words("  ").is_empty());
    }
}
