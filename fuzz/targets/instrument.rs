#![no_main]
//! An instrument of the user's own, used on a small file.

use libfuzzer_sys::fuzz_target;
use tridharma::pipeline::Setup;
use tridharma::survey::{Instrument, simulate};
use tridharma_fuzz::file;

const ANSWERS: &str = "Persyaratan,Prosedur,Waktu,Jenis Kelamin\n4,3,2,L\n3,Mudah,1,P\n5,,7,L\n";

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(instrument) = Instrument::parse("sendiri.toml", text) else {
        return;
    };
    let _ = simulate(&instrument, 3, 1);
    let setup = Setup {
        instrument_text: Some(("sendiri.toml".to_string(), text.to_string())),
        ..Setup::default()
    };
    file("jawaban.csv", ANSWERS.as_bytes(), &setup);
});
