#![no_main]
//! Survey settings: whatever parses is used on a small file.

use libfuzzer_sys::fuzz_target;
use tridharma::pipeline::{Setup, SurveyFile};
use tridharma_fuzz::file;

const ANSWERS: &str = "No,Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Pengaduan,Sarana,Jenis Kelamin,jumlah\n\
1,4,3,2,4,3,3,4,4,3,L,2\n2,3,3,1,4,b,3,4,,3,P,1\n3,1,2,3,4,4,9,4,4,2,L,5\n";

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(survey) = SurveyFile::parse("survey.toml", text) else {
        return;
    };
    let mut setup = Setup {
        counts: survey.counts,
        period: survey.period,
        population: survey.population,
        office: survey.office,
        small_group: survey.small_group,
        ..Setup::default()
    };
    setup.place.sheet = survey.sheet;
    setup.place.header = survey.header;
    setup.wish.items = survey.items;
    setup.wish.by = survey.by;
    setup.wish.without = survey.without;
    setup.wish.order = survey.order;
    setup.wish.letters = survey.letters;
    setup.wish.reverse = survey.reverse;
    setup.wish.missing = survey.missing;
    file("jawaban.csv", ANSWERS.as_bytes(), &setup);
});
