use super::tongue::Tongue;

/// Examples of `analyse`, by what a person wants to know; `report` takes the same
/// questions. A test runs every one of them.
pub fn examples(t: Tongue) -> &'static str {
    t.say(ID, EN)
}

const ID: &str = r#"
Contoh (pertanyaan yang sama dapat diberikan kepada `laporan`):
  Sekali saja: simpan apa saja butirnya
    tridharma periksa skripsi.csv --instrument likert-5 --items P1:P10 --write skripsi.toml
  Apakah kuesioner layak?
    tridharma analisis jawaban.xlsx --describe --validity --reliability
    tridharma analisis skripsi.toml --factor --rotation promax
    tridharma analisis skripsi.toml --dimension X=B1:B5 --dimension Y=B6:B10 --convergent
    tridharma analisis skripsi.toml --validity --rule validity=azwar --rule alpha=nunnally
  Apakah kelompok berbeda?
    tridharma analisis jawaban.xlsx --compare "Jenis kelamin" --on index --on U1
    tridharma analisis jawaban.xlsx --question "U3 menurut Pendidikan" --post-hoc dunn
    tridharma analisis jawaban.xlsx --compare "Jenis layanan" --test kruskal-wallis --adjust bh
  Apakah dua hal berhubungan?
    tridharma analisis jawaban.xlsx --question "U1 dengan U2"
    tridharma analisis jawaban.xlsx --crosstab "Jenis kelamin,Pendidikan"
    tridharma analisis jawaban.xlsx --correlate pearson
  Apa yang berpengaruh?
    tridharma analisis skripsi.toml --dimension X=B1:B6 --dimension Y=B7:B10 --question "Y ~ X"
    tridharma analisis jawaban.xlsx --regress "indeks ~ U1 + U3" --model linear
  Sebelum, sesudah, dan dari waktu ke waktu
    tridharma analisis skripsi.toml --before-after B1,B6
    tridharma analisis skripsi.toml --before-after Gelombang
    tridharma analisis jawaban.xlsx --trend --event 2026-S1
  Kepuasan, harapan, kepentingan
    tridharma analisis skripsi.toml --importance B1:B5=B6:B10
    tridharma analisis skripsi.toml --servqual B1:B5=B6:B10
    tridharma analisis skripsi.toml --kano B1:B5=B6:B10
    tridharma analisis skripsi.toml --nps Rekomendasi
    tridharma analisis skripsi.toml --msi
    tridharma analisis skripsi.toml --scores msi --regress "B10 ~ B1 + B2"
  Sampel berbobot
    tridharma analisis skripsi.toml --weights Bobot --strata Fakultas --compare Fakultas
    tridharma analisis skripsi.toml --strata Fakultas --cluster Kelas --compare Gelombang
    tridharma analisis skripsi.toml --weights Bobot --margins populasi.csv
  Satu bab utuh
    tridharma analisis skripsi.toml --recipe skripsi --tables apa --format md
    tridharma analisis skripsi.toml --recipe skripsi --names nama.csv --by Fakultas
"#;

const EN: &str = r#"
Examples (`report` takes the same questions):
  Once: keep what the items are
    tridharma check skripsi.csv --instrument likert-5 --items P1:P10 --write skripsi.toml
  Is the questionnaire sound?
    tridharma analyse jawaban.xlsx --describe --validity --reliability
    tridharma analyse skripsi.toml --factor --rotation promax
    tridharma analyse skripsi.toml --dimension X=B1:B5 --dimension Y=B6:B10 --convergent
    tridharma analyse skripsi.toml --validity --rule validity=azwar --rule alpha=nunnally
  Do groups differ?
    tridharma analyse jawaban.xlsx --compare "Jenis kelamin" --on index --on U1
    tridharma analyse jawaban.xlsx --question "U3 by Pendidikan" --post-hoc dunn
    tridharma analyse jawaban.xlsx --compare "Jenis layanan" --test kruskal-wallis --adjust bh
  Do two things go together?
    tridharma analyse jawaban.xlsx --question "U1 with U2"
    tridharma analyse jawaban.xlsx --crosstab "Jenis kelamin,Pendidikan"
    tridharma analyse jawaban.xlsx --correlate pearson
  What does it depend on?
    tridharma analyse skripsi.toml --dimension X=B1:B6 --dimension Y=B7:B10 --question "Y ~ X"
    tridharma analyse jawaban.xlsx --regress "index ~ U1 + U3" --model linear
  Before, after, and over time
    tridharma analyse skripsi.toml --before-after B1,B6
    tridharma analyse skripsi.toml --before-after Gelombang
    tridharma analyse jawaban.xlsx --trend --event 2026-S1
  Satisfaction, expectation, importance
    tridharma analyse skripsi.toml --importance B1:B5=B6:B10
    tridharma analyse skripsi.toml --servqual B1:B5=B6:B10
    tridharma analyse skripsi.toml --kano B1:B5=B6:B10
    tridharma analyse skripsi.toml --nps Rekomendasi
    tridharma analyse skripsi.toml --msi
    tridharma analyse skripsi.toml --scores msi --regress "B10 ~ B1 + B2"
  Samples with weights
    tridharma analyse skripsi.toml --weights Bobot --strata Fakultas --compare Fakultas
    tridharma analyse skripsi.toml --strata Fakultas --cluster Kelas --compare Gelombang
    tridharma analyse skripsi.toml --weights Bobot --margins populasi.csv
  A whole chapter
    tridharma analyse skripsi.toml --recipe skripsi --tables apa --format md
    tridharma analyse skripsi.toml --recipe skripsi --names nama.csv --by Fakultas
"#;
