use super::Instrument;

impl Instrument {
    /// The text of a new instrument with `k` items on a 1–4 scale, to be filled
    /// in; it parses and validates as it is.
    ///
    /// ```
    /// # use tridharma::survey::Instrument;
    /// let text = Instrument::skeleton("kepuasan-perpustakaan", 3);
    /// let instrument = Instrument::parse("baru.toml", &text)?;
    /// assert_eq!(instrument.id, "kepuasan-perpustakaan");
    /// # Ok::<(), tridharma::Error>(())
    /// ```
    pub fn skeleton(name: &str, k: u16) -> String {
        let name: String = name
            .chars()
            .filter(|sign| !sign.is_control() && *sign != '"' && *sign != '\\')
            .collect();
        let name = match name.trim() {
            "" => "instrumen-baru",
            name => name,
        };
        let mut text = HEAD.replace("NAME", name);
        for number in 1..=k.max(1) {
            text.push_str(&ITEM.replace("NUMBER", &number.to_string()));
        }
        text.push_str(TAIL);
        text
    }
}

const HEAD: &str = r#"# Instrumen baru. Ganti isian di bawah, lalu periksa: tridharma instruments validate
# A new instrument. Change what is below, then: tridharma instruments validate
# Penjelasan setiap kunci / every key explained: tridharma instruments show skm-2017

id = "NAME"                          # nama singkat, tidak berubah / short name, stays
title.id = "NAME"                    # judul / title
title.en = "NAME"
index_name.id = "Indeks Kepuasan"
index_name.en = "Satisfaction Index"
index_short = "IK"
item_word.id = "butir"
item_word.en = "item"
# public_service = true              # kantor pelayanan: laporan menurut peraturan SKM / a public office: the report of the SKM regulations
# Wajib: dari mana instrumen ini. / Required: where this instrument comes from.
source = "Disusun sendiri / made by ourselves"

[scale]
min = 1
max = 4
labels.id = ["Tidak puas", "Kurang puas", "Puas", "Sangat puas"]
labels.en = ["Not satisfied", "Less satisfied", "Satisfied", "Very satisfied"]
# Kata lain yang dipakai / other words in use. `*` = kata apa pun / any word.
variants = [
  ["Tidak *", "Kurang *", "*", "Sangat *"],
]

# Nilai mutu. Hapus bagian ini bila tidak ada. / Grades; remove if there are none.
[grades]
source = "Disusun sendiri / made by ourselves"
bands = [
  { grade = "D", from = 25.00, to = 64.99, word = { id = "Tidak baik", en = "Not good" } },
  { grade = "C", from = 65.00, to = 76.60, word = { id = "Kurang baik", en = "Less good" } },
  { grade = "B", from = 76.61, to = 88.30, word = { id = "Baik", en = "Good" } },
  { grade = "A", from = 88.31, to = 100.00, word = { id = "Sangat baik", en = "Very good" } },
]

"#;

const ITEM: &str = r#"[[items]]
id = "butir-NUMBER"                  # kata, bukan nomor, lebih baik / a word is better
code = "BNUMBER"
name.id = "Butir NUMBER"             # nama pendek untuk tabel / short name for tables
name.en = "Item NUMBER"
question.id = "Pertanyaan NUMBER?"
question.en = "Question NUMBER?"
headers = ["butir NUMBER", "pertanyaan NUMBER"]  # kata pengenal judul kolom / words of the header

"#;

const TAIL: &str = r#"# Ciri responden / what the form asks about respondents.
[[groups]]
role = "sex"
name.id = "Jenis Kelamin"
name.en = "Sex"
headers = ["jenis kelamin", "jk", "gender"]
values = [
  { id = "Laki-laki", en = "Male", also = ["L", "Pria"] },
  { id = "Perempuan", en = "Female", also = ["P", "Wanita"] },
]
"#;
