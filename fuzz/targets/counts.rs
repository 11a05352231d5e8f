#![no_main]
//! Count files, alone and merged with themselves.

use libfuzzer_sys::fuzz_target;
use tridharma::pipeline::Setup;
use tridharma_fuzz::{all, put};

fuzz_target!(|data: &[u8]| {
    let setup = Setup::default();
    if let Some(path) = put("hitungan.json", data) {
        all(&[&path], &setup);
        all(&[&path, &path], &setup);
    }
});
