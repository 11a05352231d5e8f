//! The documents tell the truth: every command in them is one the program
//! takes, the common ones run, and every file they name is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const DOCUMENTS: [&str; 4] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(document: &str) -> String {
    fs::read_to_string(root().join(document))
        .unwrap_or_else(|error| panic!("{document}: {error}"))
        .replace("\r\n", "\n")
}

/// The lines of the code blocks, and what stands in single backquotes.
fn code(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_block = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if in_block {
            found.push(line.trim().to_owned());
        } else {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

/// The arguments of a command of ours, as a shell would split them.
fn arguments(line: &str) -> Option<Vec<String>> {
    let rest = ["tridharma ", "cargo run -- "]
        .iter()
        .find_map(|start| line.strip_prefix(start))?;
    let mut words = Vec::new();
    for (i, piece) in rest.split('"').enumerate() {
        match i % 2 {
            0 => words.extend(piece.split_whitespace().map(str::to_owned)),
            _ => words.push(piece.to_owned()),
        }
    }
    Some(words)
}

fn tridharma(arguments: &[String], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tridharma"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("TRIDHARMA_LANG")
        .output()
        .expect("the program starts")
}

/// Whether the program takes the arguments: with `--help` behind them it reads
/// them all and does nothing.
fn is_taken(arguments: &[String]) -> bool {
    let mut asked = arguments.to_vec();
    asked.push("--help".to_owned());
    tridharma(&asked, root()).status.success()
}

#[test]
fn every_command_is_taken() {
    let mut seen = 0;
    for document in DOCUMENTS {
        for line in code(&read(document)) {
            let Some(arguments) = arguments(&line) else {
                continue;
            };
            seen += 1;
            assert!(
                is_taken(&arguments),
                "{document}: the program does not take `{line}`: mend the document"
            );
        }
    }
    assert!(seen >= 8, "{seen} commands found in the documents");
    let wrong = ["report", "a.xlsx", "--no-such-option"].map(str::to_owned);
    assert!(!is_taken(&wrong), "this test cannot tell");
}

/// Options named alone in a sentence belong to some command.
#[test]
fn every_option_is_known() {
    let commands = [
        vec![],
        vec!["check"],
        vec!["index"],
        vec!["analyse"],
        vec!["report"],
        vec!["chart"],
        vec!["count"],
        vec!["anonymise"],
        vec!["explain"],
        vec!["questionnaire"],
        vec!["sample-size"],
        vec!["simulate"],
        vec!["instruments", "show"],
        vec!["instruments", "new"],
    ];
    let known: BTreeSet<String> = commands
        .iter()
        .map(|command| {
            let words = command.iter().chain(&["--help"]);
            tridharma(&words.map(|w| (*w).to_owned()).collect::<Vec<_>>(), root())
        })
        .flat_map(|output| {
            let help = String::from_utf8_lossy(&output.stdout).into_owned();
            let words = help.split(|c: char| !(c.is_alphanumeric() || c == '-'));
            let options = words.filter(|word| word.starts_with("--"));
            options.map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    for document in DOCUMENTS {
        for text in code(&read(document)) {
            if let Some(option) = text.split_whitespace().next()
                && option.starts_with("--")
            {
                assert!(
                    known.contains(option),
                    "{document}: no command has `{option}`: mend the document"
                );
            }
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).expect("a copy")),
        }
    }
}

/// What a reader pastes from the README works, and makes what it promises.
#[test]
fn the_commands_of_the_readme_run() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&root().join("surveys"), &folder.path().join("surveys"));
    let readme = read("README.md");
    let of = |title: &str| {
        let (_, section) = readme.split_once(title).expect(title);
        let section = section.split("\n## ").next().unwrap_or_default();
        let lines = code(section).into_iter();
        let commands: Vec<Vec<String>> = lines.filter_map(|line| arguments(&line)).collect();
        commands
    };
    let commands = [of("\n## From a clone\n"), of("\n## Common commands\n")].concat();
    assert!(commands.len() >= 7, "{commands:?}");
    for arguments in &commands {
        let output = tridharma(arguments, folder.path());
        assert!(
            output.status.success(),
            "tridharma {}\n{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let promised = code(
        readme
            .split_once("\n## What comes out\n")
            .expect("a section")
            .1,
    );
    let promised: Vec<&String> = promised
        .iter()
        .take_while(|name| *name != "--previous")
        .filter(|name| !name.starts_with("surveys/"))
        .collect();
    assert!(promised.len() >= 8, "{promised:?}");
    for name in promised {
        let path = folder.path().join("laporan").join(name);
        assert!(path.exists(), "README.md promises {name}");
    }
}

/// Every file a document names is there.
#[test]
fn every_path_exists() {
    let folders = ["src/", "tests/", "reports/", "surveys/", ".ci/"];
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let text = read(document);
        let links = text.split("](").skip(1).filter_map(|s| s.split(')').next());
        let pictures = text
            .split("src=\"")
            .skip(1)
            .filter_map(|s| s.split('"').next());
        let named = code(&text);
        let words = named
            .iter()
            .flat_map(|line| line.split_whitespace())
            .filter(|word| folders.iter().any(|folder| word.starts_with(folder)));
        let relative = links.chain(pictures).filter(|link| !link.contains("://"));
        for path in relative.chain(words) {
            // NAME, CODE and room stand for what the reader chooses.
            let open = path.contains("NAME") || path.contains("CODE") || path.contains("room");
            let path = path.trim_end_matches("*.toml");
            if !open && !root().join(path).exists() {
                missing.push(format!("{document}: there is no {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
}
