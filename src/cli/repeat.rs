use super::ask::Ask;
use clap::parser::ValueSource;
use std::path::Path;

/// The files and options of a command as its user would write them again, so
/// that a proposed next step works: what was asked once is asked again.
///
/// Options named in `except` are left out, and `--quiet`.
pub fn repeated(ask: &Ask, except: &[&str]) -> String {
    let mut words: Vec<String> = ask.paths("file").iter().map(|p| shown(p)).collect();
    for id in ask.matches.ids().map(clap::Id::as_str) {
        let typed = ask.matches.value_source(id) == Some(ValueSource::CommandLine);
        if !typed || matches!(id, "file" | "quiet") || except.contains(&id) {
            continue;
        }
        if ask.flag(id) {
            words.push(format!("--{id}"));
            continue;
        }
        let Ok(Some(occurrences)) = ask.matches.try_get_raw_occurrences(id) else {
            continue;
        };
        for values in occurrences {
            let values: Vec<_> = values.map(|value| value.to_string_lossy()).collect();
            words.push(format!("--{id} {}", quoted(&values.join(","))));
        }
    }
    words.join(" ")
}

/// A path as one word of a command.
pub fn shown(path: &Path) -> String {
    quoted(&path.display().to_string())
}

/// A text as one word of a command, in quotes where a shell would cut it or read
/// it otherwise.
fn quoted(text: &str) -> String {
    let plain = |sign: char| sign.is_alphanumeric() || "-_./\\:=,+@%".contains(sign);
    match text {
        _ if !text.is_empty() && text.chars().all(plain) => text.to_owned(),
        _ if text.contains(['"', '$', '`', '!']) => format!("'{}'", text.replace('\'', "'\\''")),
        _ => format!("\"{text}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_shell_reads_one_word() {
        assert_eq!(quoted("data/jawaban.xlsx"), "data/jawaban.xlsx");
        assert_eq!(quoted("id=B,item=C,value=E"), "id=B,item=C,value=E");
        assert_eq!(quoted("Hasil Survei.csv"), "\"Hasil Survei.csv\"");
        assert_eq!(quoted("Buruk|Baik"), "\"Buruk|Baik\"");
        assert_eq!(quoted("a;b"), "\"a;b\"");
        assert_eq!(quoted("LSTestQ5[SQ002]"), "\"LSTestQ5[SQ002]\"");
        assert_eq!(quoted("$HOME's"), "'$HOME'\\''s'");
        assert_eq!(quoted(""), "\"\"");
    }
}
