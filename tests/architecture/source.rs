//! The sources as text: comments and string contents blanked, test code cut.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A source file of the program.
pub struct Source {
    /// `src/stats/exact.rs`, with `/` on every system.
    pub path: String,
    /// The folder below `src`; the file's own stem for a file at the root.
    pub room: String,
    /// The file, without comments, contents of strings and test code; every
    /// line is still on its line.
    pub code: String,
    /// Lines, test code not counted.
    pub lines: usize,
}

/// A function and how many lines it takes from `fn` to its closing brace.
pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

/// The folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A text file of the project.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path))
        .unwrap_or_else(|error| panic!("{path} cannot be read: {error}"))
        .replace("\r\n", "\n")
}

/// Every file below a folder of the project, sorted, with `/` on every system.
pub fn files(folder: &str) -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => walk(&path, found),
                false => found.push(path),
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    let mut names: Vec<String> = found
        .iter()
        .filter_map(|path| path.strip_prefix(root()).ok())
        .map(|path| path.to_string_lossy().replace('\\', "/"))
        .collect();
    names.sort();
    names
}

/// The sources of the program; files that hold tests alone are not among them.
pub fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(read_sources)
}

fn read_sources() -> Vec<Source> {
    let mut tests = Vec::new();
    let mut sources = Vec::new();
    for path in files("src").into_iter().filter(|p| p.ends_with(".rs")) {
        let text = read(&path);
        let (code, cut, modules) = without_tests(&blanked(&text));
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        tests.extend(modules.iter().map(|name| format!("{folder}/{name}.rs")));
        let room = path.split('/').nth(1).unwrap_or_default();
        sources.push(Source {
            room: room.trim_end_matches(".rs").to_owned(),
            code,
            lines: text.lines().count() - cut,
            path,
        });
    }
    sources.retain(|source| !tests.contains(&source.path));
    assert!(sources.len() > 10, "the sources were not found");
    sources
}

/// The text with comments and the contents of strings as blanks.
pub fn blanked(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let (end, keep) = piece(&letters, at);
        for (offset, &letter) in letters[at..end].iter().enumerate() {
            let kept = letter == '\n' || offset < keep || (keep > 0 && offset + 1 == end - at);
            out.push(if kept { letter } else { ' ' });
        }
        at = end;
    }
    out
}

/// Where the comment, string, character or plain letter at `at` ends, and how
/// many of its first letters are code.
fn piece(letters: &[char], at: usize) -> (usize, usize) {
    let next = |i: usize| letters.get(at + i).copied().unwrap_or(' ');
    let find = |from: usize, stop: &dyn Fn(usize) -> bool| {
        (from..letters.len())
            .find(|&i| stop(i))
            .unwrap_or(letters.len())
    };
    match (next(0), next(1)) {
        ('/', '/') => (find(at, &|i| letters[i] == '\n'), 0),
        ('/', '*') => (block_comment(letters, at), 0),
        ('"', _) => (quoted(letters, at + 1, '"'), 1),
        ('r', '"' | '#') if !word_before(letters, at) => {
            let hashes = letters[at + 1..].iter().take_while(|&&c| c == '#').count();
            if next(hashes + 1) != '"' {
                return (at + 1, 1);
            }
            let closes = |i: usize| {
                letters[i] == '"'
                    && (1..=hashes).all(|h| letters.get(i + h).is_some_and(|&c| c == '#'))
            };
            let end = find(at + hashes + 2, &closes) + hashes + 1;
            (end.min(letters.len()), hashes + 2)
        }
        ('\'', '\\') => (quoted(letters, at + 1, '\''), 1),
        ('\'', _) if next(2) == '\'' => (at + 3, 1),
        _ => (at + 1, 1),
    }
}

fn word_before(letters: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| letters.get(i));
    // `br"…"` is a raw string too.
    before.is_some_and(|&c| is_word(c) && c != 'b')
}

fn quoted(letters: &[char], mut at: usize, quote: char) -> usize {
    while at < letters.len() && letters[at] != quote {
        at += if letters[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(letters.len())
}

fn block_comment(letters: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at < letters.len() {
        match (letters[at], letters.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at.min(letters.len())
}

/// The code without what stands under `#[cfg(test)]`, how many lines that was,
/// and the names of the modules that are files of their own.
fn without_tests(code: &str) -> (String, usize, Vec<String>) {
    const MARK: &str = "#[cfg(test)]";
    let (mut rest, mut out) = (code, String::new());
    let (mut cut, mut modules) = (0, Vec::new());
    while let Some((before, after)) = rest.split_once(MARK) {
        let end = item_end(after);
        let item = &after[..end];
        let file = item.trim().strip_suffix(';').map(str::trim);
        if let Some(name) = file.and_then(|m| m.rsplit_once("mod ")).map(|(_, n)| n) {
            modules.push(name.trim().to_owned());
        }
        let lines = item.matches('\n').count();
        cut += lines + 1;
        out.push_str(before);
        out.push_str(&"\n".repeat(lines));
        rest = &after[end..];
    }
    (out + rest, cut, modules)
}

/// Where the item that starts here ends: at its `;` or its closing brace.
fn item_end(code: &str) -> usize {
    let mut depth = 0;
    for (at, letter) in code.char_indices() {
        match letter {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(letter, ';' | '}') {
            return at + 1;
        }
    }
    code.len()
}

/// Every function with a body in code that has been [`blanked`].
pub fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for (at, _) in places(code, "fn") {
        let name: String = code[at + 2..]
            .trim_start()
            .chars()
            .take_while(|&c| is_word(c))
            .collect();
        let item = &code[at..at + item_end(&code[at..])];
        // Without a name it is a type (`fn(u8) -> u8`), without a brace a
        // declaration.
        if !name.is_empty() && item.ends_with('}') {
            found.push(Function {
                name,
                line: line_of(code, at),
                lines: item.matches('\n').count() + 1,
            });
        }
    }
    found
}

/// Every place where a word stands as a whole word, with what stands before it.
pub fn places<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    code.match_indices(word).filter_map(move |(at, _)| {
        let (before, after) = (&code[..at], &code[at + word.len()..]);
        let whole = !before.ends_with(is_word) && !after.starts_with(is_word);
        whole.then_some((at, before))
    })
}

pub fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

pub fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}
