use clap::{Arg, ArgAction, value_parser};
use std::path::PathBuf;

/// An option with a text.
pub fn text(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// An option with a path.
pub fn path(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    text(name, value, help).value_parser(value_parser!(PathBuf))
}

/// An option with one of a few words, which its value name lists.
pub fn one_of<const N: usize>(
    name: &'static str,
    value: &'static str,
    words: [&'static str; N],
    help: &'static str,
) -> Arg {
    text(name, value, help)
        .value_parser(words)
        .hide_possible_values(true)
}

/// A switch.
pub fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
}
