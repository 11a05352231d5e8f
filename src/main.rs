//! The command line of Tridharma.

// A user's data must never stop the program: no indexing that can fail.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args_os())
}
