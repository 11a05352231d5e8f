#![no_main]
//! Delimited text in any encoding; the first byte chooses how it is read.

use libfuzzer_sys::fuzz_target;
use tridharma::pipeline::Setup;
use tridharma_fuzz::file;

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else {
        return;
    };
    let mut setup = Setup {
        lean: choice & 1 == 1,
        // Nothing is held: the file is counted while it is read.
        held: (choice & 2 == 2).then_some(0),
        latest_period: choice & 4 == 4,
        counts: (choice & 8 == 8).then(|| "jumlah".to_string()),
        ..Setup::default()
    };
    if choice & 16 == 16 {
        setup.instrument = Some("likert-5".to_string());
    }
    file("jawaban.csv", bytes, &setup);
});
