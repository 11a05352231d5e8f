//! Keeps the rules of the house: who imports whom, one door per dependency,
//! sizes, no panics. The table of rooms is the one of ARCHITECTURE.md, so that
//! the text and the code cannot part. Each failure says what to do.

#[path = "architecture/rooms.rs"]
mod rooms;
#[path = "architecture/source.rs"]
mod source;

use rooms::{Room, dependencies, dev_dependencies, rooms};
use source::{Source, files, functions, line_of, places, read, sources};
use std::collections::BTreeSet;

/// Lines of a file without its tests, and of a function: what we aim at, and
/// what fails.
const FILE: (usize, usize) = (300, 400);
const FUNCTION: (usize, usize) = (40, 60);

/// Rooms that may open files.
const DOORS_TO_FILES: [&str; 4] = ["read", "write", "cli", "web"];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 10] = [
    "util", "utils", "helper", "helpers", "common", "misc", "type", "types", "manager", "shared",
];

/// Fails with every sentence, if there is one.
fn none(broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

fn at(source: &Source, place: usize) -> String {
    format!("{}:{}", source.path, line_of(&source.code, place))
}

/// The names right after every `crate::`, braces opened: `crate::{a::X, b}` is
/// a and b.
fn imported(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (start, _) in code.match_indices("crate::") {
        let rest = &code[start + "crate::".len()..];
        let first = |text: &str| -> String {
            let text = text.trim_start();
            text.chars().take_while(|&c| source::is_word(c)).collect()
        };
        let Some(list) = rest.trim_start().strip_prefix('{') else {
            found.push((start, first(rest)));
            continue;
        };
        let (mut depth, mut item) = (1, true);
        for (i, letter) in list.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => item = true,
                _ if letter.is_whitespace() => {}
                _ if item => {
                    found.push((start, first(&list[i..])));
                    item = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

fn room_of<'a>(rooms: &'a [Room], source: &Source) -> Option<&'a Room> {
    rooms.iter().find(|room| room.name == source.room)
}

#[test]
fn every_room_is_in_the_table() {
    let rooms = rooms();
    let known: BTreeSet<String> = rooms.iter().map(|room| room.name.clone()).collect();
    let there: BTreeSet<String> = sources()
        .iter()
        .map(|source| source.room.clone())
        .filter(|room| room != "lib" && room != "main")
        .collect();
    let missing = there
        .difference(&known)
        .map(|room| format!("src/{room} is new: give it a row in the table of ARCHITECTURE.md"));
    let gone = known
        .difference(&there)
        .filter(|room| !rooms::SHARED.contains(&room.as_str()))
        .map(|room| format!("src/{room} is gone: take its row out of ARCHITECTURE.md"));
    none(missing.chain(gone).collect());
}

#[test]
fn rooms_import_only_what_the_table_allows() {
    let rooms = rooms();
    let mut broken = Vec::new();
    for source in sources() {
        let Some(room) = room_of(&rooms, source) else {
            continue;
        };
        for (place, name) in imported(&source.code) {
            let is_room = rooms.iter().any(|other| other.name == name);
            if is_room && name != room.name && !room.may_import(&name) {
                broken.push(format!(
                    "{}: `{}` may not import `{name}`. Move what both need to a room below, or hand the value in as an argument; the table is in ARCHITECTURE.md",
                    at(source, place),
                    room.name,
                ));
            }
        }
    }
    none(broken);
}

/// `super::super::` and the `super::` of a `mod.rs` leave the room unseen by
/// the table.
#[test]
fn no_way_around_the_table() {
    let mut broken = Vec::new();
    for source in sources() {
        let up = match source.path.ends_with("/mod.rs") {
            true => "super::",
            false => "super::super::",
        };
        for (place, _) in source.code.match_indices(up) {
            broken.push(format!(
                "{}: `{up}` leaves the room; write `crate::room::…`",
                at(source, place)
            ));
        }
    }
    none(broken);
}

/// The program is a user of the library like any other.
#[test]
fn the_command_line_uses_the_library_by_its_name() {
    let mut broken = Vec::new();
    for source in sources() {
        let program = matches!(source.room.as_str(), "main" | "cli");
        if program {
            for (place, name) in imported(&source.code) {
                if name != "cli" {
                    broken.push(format!(
                        "{}: write `tridharma::{name}`, not `crate::{name}`",
                        at(source, place)
                    ));
                }
            }
        } else {
            for (place, _) in source.code.match_indices("tridharma::") {
                broken.push(format!(
                    "{}: inside the library write `crate::`, not `tridharma::`",
                    at(source, place)
                ));
            }
        }
        if source.room == "main" {
            for (place, _) in places(&source.code, "mod") {
                if !source.code[place..].starts_with("mod cli;") {
                    broken.push(format!(
                        "{}: main.rs holds `mod cli;` alone; a room belongs into lib.rs",
                        at(source, place)
                    ));
                }
            }
        }
    }
    none(broken);
}

#[test]
fn every_dependency_is_in_the_table_once() {
    let rooms = rooms();
    let listed: Vec<&String> = rooms.iter().flat_map(|room| &room.dependencies).collect();
    let mut broken = Vec::new();
    for name in dependencies() {
        match listed.iter().filter(|l| ***l == name).count() {
            1 => {}
            0 => broken.push(format!(
                "{name} is in Cargo.toml only: name it in ARCHITECTURE.md, in the row of the one room that imports it"
            )),
            _ => broken.push(format!(
                "{name} stands in several rows of ARCHITECTURE.md: keep the one room that wraps it"
            )),
        }
    }
    for name in listed {
        if !dependencies().contains(name) {
            broken.push(format!(
                "{name} is no dependency any more: take it out of ARCHITECTURE.md"
            ));
        }
    }
    none(broken);
}

/// Where a crate is named in code: `csv::`, `use csv;`, `extern crate csv`.
fn uses(source: &Source, dependency: &str) -> Vec<usize> {
    let name = dependency.replace('-', "_");
    // A file that declares a module of that name means the module.
    if source.code.contains(&format!("mod {name};")) {
        return Vec::new();
    }
    places(&source.code, &name)
        .filter(|(place, before)| {
            let path = source.code[place + name.len()..].starts_with("::");
            let import = before.trim_end().ends_with("use");
            (path || import) && !before.ends_with("::") && !before.ends_with('.')
        })
        .map(|(place, _)| place)
        .collect()
}

#[test]
fn each_dependency_has_one_door() {
    let rooms = rooms();
    let mut broken = Vec::new();
    for name in dependencies() {
        let Some(door) = rooms.iter().find(|room| room.dependencies.contains(&name)) else {
            continue;
        };
        let mut used = false;
        for source in sources() {
            for place in uses(source, &name) {
                used = true;
                if source.room != door.name && door.name != rooms::EVERY_ROOM {
                    broken.push(format!(
                        "{}: `{name}` is imported in `{}` only; call a function of that room",
                        at(source, place),
                        door.name
                    ));
                }
            }
        }
        if !used {
            broken.push(format!(
                "{name}: nothing in src uses it; take it out of Cargo.toml and ARCHITECTURE.md"
            ));
        }
    }
    none(broken);
}

#[test]
fn tests_alone_use_the_test_dependencies() {
    let mut broken = Vec::new();
    for name in dev_dependencies() {
        for source in sources() {
            for place in uses(source, &name) {
                broken.push(format!(
                    "{}: `{name}` is there for tests only",
                    at(source, place)
                ));
            }
        }
    }
    none(broken);
}

#[test]
fn few_rooms_open_files_and_none_the_network() {
    let mut broken = Vec::new();
    for source in sources() {
        let mut forbid = |word: &str, what: &str| {
            for (place, _) in places(&source.code, word) {
                broken.push(format!("{}: `{word}`: {what}", at(source, place)));
            }
        };
        if !DOORS_TO_FILES.contains(&source.room.as_str()) {
            for word in ["fs", "File", "OpenOptions"] {
                forbid(
                    word,
                    "only read, write and cli open files; take text or bytes as an argument",
                );
            }
        }
        for word in ["TcpStream", "TcpListener", "UdpSocket"] {
            forbid(word, "data never leave the computer");
        }
        if source.room != "cli" {
            for word in ["SystemTime", "Instant"] {
                forbid(
                    word,
                    "the same command gives the same bytes; take the date from the user",
                );
            }
        }
    }
    none(broken);
}

#[test]
fn files_and_functions_stay_small() {
    let mut broken = Vec::new();
    let mut judge = |what: String, lines: usize, (aim, limit): (usize, usize), advice: &str| {
        if lines > limit {
            broken.push(format!("{what}: {lines} lines, at most {limit}; {advice}"));
        } else if lines > aim {
            println!("note: {what}: {lines} lines, we aim at {aim}");
        }
    };
    for source in sources() {
        let path = &source.path;
        judge(
            path.clone(),
            source.lines,
            FILE,
            "move one thing it does to a file of its own",
        );
        for f in functions(&source.code) {
            judge(
                format!("{path}:{} fn {}", f.line, f.name),
                f.lines,
                FUNCTION,
                "give its steps names of their own",
            );
        }
    }
    none(broken);
}

#[test]
fn nothing_panics_on_a_user() {
    const CALLS: [&str; 8] = [
        ".unwrap()",
        ".expect(",
        ".unwrap_err()",
        "panic!",
        "unreachable!",
        "todo!",
        "unimplemented!",
        "dbg!",
    ];
    let mut broken = Vec::new();
    for source in sources() {
        for call in CALLS {
            for (place, _) in source.code.match_indices(call) {
                broken.push(format!(
                    "{}: `{call}`: return an Error with a place and a hint, or a value that makes sense",
                    at(source, place)
                ));
            }
        }
    }
    none(broken);
}

/// `1 - cdf` is 0 below 1e-16; an upper tail is asked for as such.
#[test]
fn no_tail_by_subtraction() {
    let mut broken = Vec::new();
    for source in sources() {
        for (place, before) in places(&source.code, "cdf") {
            if is_subtracted(before) {
                broken.push(format!(
                    "{}: a tail by subtraction; use the survival function `sf`",
                    at(source, place)
                ));
            }
        }
    }
    none(broken);
}

/// Whether code ends in `1 - ` and the object a method is called on.
fn is_subtracted(before: &str) -> bool {
    let mut depth = 0;
    let object = |c: char| {
        depth += i32::from(c == ')') - i32::from(c == '(');
        depth > 0 || c == '(' && depth == 0 || source::is_word(c) || matches!(c, '.' | ':' | '&')
    };
    let rest = before.trim_end_matches(object).trim_end();
    let Some(left) = rest.strip_suffix('-') else {
        return false;
    };
    let number = left
        .trim_end()
        .rsplit(|c: char| !source::is_word(c) && c != '.')
        .next();
    matches!(number, Some("1" | "1." | "1.0" | "1f64" | "1.0_f64"))
}

#[test]
fn tails_by_subtraction_are_recognised() {
    for found in [
        "1.0 - normal.",
        "p = 1.0 - Normal::new(0.0, 1.0).",
        "(1 - d.",
        "2.0 * (1. - self.inner.",
    ] {
        assert!(is_subtracted(found), "{found}");
    }
    for other in ["11.0 - normal.", "normal.", "n - 1.0 * d.", "x1 - d."] {
        assert!(!is_subtracted(other), "{other}");
    }
}

#[test]
fn folders_are_flat_and_names_say_something() {
    let mut broken = Vec::new();
    for path in files("src") {
        if path.split('/').count() > 3 {
            broken.push(format!(
                "{path}: never deeper than src/room/file; make it a file of its room"
            ));
        }
        let words = path.trim_end_matches(".rs").split(['/', '_']);
        for word in words.filter(|word| EMPTY_NAMES.contains(word)) {
            broken.push(format!("{path}: `{word}` says nothing; name what it does"));
        }
    }
    none(broken);
}

/// The first item that is no import is what the file is for.
#[test]
fn files_open_with_their_public_item() {
    let mut broken = Vec::new();
    for source in sources() {
        let is_module = source.path.ends_with("/mod.rs") || source.room == "main";
        let item = source.code.lines().enumerate().find(|(_, line)| {
            // A file of public methods opens with an impl.
            let line = line
                .strip_prefix("    ")
                .filter(|l| l.starts_with("pub"))
                .unwrap_or(line);
            let word = line.split([' ', '(']).next().unwrap_or_default();
            matches!(word, "pub" | "fn" | "struct" | "enum" | "trait")
        });
        if let Some((line, text)) = item
            && !text.trim_start().starts_with("pub")
            && !is_module
        {
            broken.push(format!(
                "{}:{}: `{}` stands before the public item; the important thing first",
                source.path,
                line + 1,
                text.trim_end_matches(" {")
            ));
        }
    }
    none(broken);
}

#[test]
fn every_instrument_names_its_source() {
    let mut broken = Vec::new();
    let instruments: Vec<String> = files("surveys")
        .into_iter()
        .filter(|path| path.ends_with(".toml") && path.split('/').count() == 2)
        .collect();
    assert!(!instruments.is_empty(), "no instruments in surveys/");
    for path in instruments {
        let table: toml::Table = read(&path)
            .parse()
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        let source = table.get("source").and_then(toml::Value::as_str);
        if source.is_none_or(|text| text.trim().is_empty()) {
            broken.push(format!(
                "{path}: add `source = \"…\"` with the regulation or publication it comes from"
            ));
        }
    }
    none(broken);
}

#[test]
fn nothing_is_left_open() {
    let mut broken = Vec::new();
    let marks = [["TO", "DO"], ["FIX", "ME"], ["#[ign", "ore"]].map(|halves| halves.concat());
    let code = files("src").into_iter().chain(files("tests"));
    for path in code.filter(|path| path.ends_with(".rs")) {
        for (number, line) in read(&path).lines().enumerate() {
            for mark in marks.iter().filter(|mark| line.contains(mark.as_str())) {
                broken.push(format!(
                    "{path}:{}: `{mark}`: finish it, or open an issue and take the mark out",
                    number + 1
                ));
            }
        }
    }
    none(broken);
}

/// The reader of sources is held to text where it could go wrong.
#[test]
fn strings_comments_and_tests_are_no_code() {
    let text = r##"
fn a<'a>(x: &'a str) -> char { // } panic!
    let _ = ("}\" todo!", r#"" } "#, '}', '\'', b'{', /* /* } */ } */ x);
    'x'
}
trait T { fn declared(&self); }
#[cfg(test)]
mod tests { fn b() { panic!() } }
"##;
    let code = source::blanked(text);
    assert_eq!(code.lines().count(), text.lines().count());
    assert!(!code.contains("todo!"), "{code}");
    let found: Vec<(String, usize, usize)> = functions(&code)
        .into_iter()
        .map(|f| (f.name, f.line, f.lines))
        .collect();
    let expected = [("a".to_owned(), 2, 4), ("b".to_owned(), 8, 1)];
    assert_eq!(found, expected);
}

#[test]
fn grouped_imports_are_seen() {
    let names: Vec<String> = imported("use crate::{read::{A, B}, error::C}; crate::count::d()")
        .into_iter()
        .map(|(_, name)| name)
        .collect();
    assert_eq!(names, ["read", "error", "count"]);
}
