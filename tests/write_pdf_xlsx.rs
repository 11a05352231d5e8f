//! The paged and the calculating writer over one made-up report.

mod office;

use calamine::{Data, DataType, Reader, Xlsx};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;
use tridharma::document::*;
use tridharma::write::{Drawn, Picture, pdf::pdf, pdf::pdf_poster, xlsx::xlsx};
use tridharma::{Decimal, ErrorKind, Language, chart::Drawing};

const ITEMS: [&str; 9] = [
    "Persyaratan",
    "Sistem, mekanisme, dan prosedur",
    "Waktu penyelesaian",
    "Biaya/tarif",
    "Produk spesifikasi jenis pelayanan",
    "Kompetensi pelaksana",
    "Perilaku pelaksana",
    "Penanganan pengaduan, saran, dan masukan",
    "Sarana dan prasarana",
];
/// Texts that are code, markup, entities or formulas somewhere.
const NASTY: [&str; 12] = [
    "=1+1",
    "+62 812 3456",
    "-5",
    "@SUM(A1)",
    "#import \"x.typ\": *",
    "\"); #panic(\"x\") //",
    "\\u{41} \\\" $x^2$ *tebal* _miring_ <b>&amp;</b>",
    "#{ 1 + }  ]})",
    "baris satu\nbaris dua\ttab\u{0}\u{7}\u{1b}nol",
    "العربية 漢字 😀 ½ – … “kutip”",
    "'=HYPERLINK(\"http://x\")",
    "http://contoh.go.id/sangat/panjang/sekali/tanpa/spasi/agar/harus/dipatahkan/di/tengah/kata",
];

fn text(s: &str) -> Text {
    plain(s)
}

fn paragraph(s: &str) -> Block {
    Block::Paragraph {
        text: text(s),
        rule: None,
    }
}

fn heading(level: u8, number: &str, title: &str) -> Block {
    Block::Heading {
        level,
        number: number.into(),
        text: title.into(),
    }
}

fn table(id: &str, label: &str, caption: &str, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table {
        id: id.into(),
        label: label.into(),
        caption: caption.into(),
        kind: TableKind::Reading,
        groups: Vec::new(),
        columns,
        rows,
        notes: Vec::new(),
    }
}

fn round(value: f64, places: u8) -> Decimal {
    Decimal::round(value, places).unwrap()
}

fn range(rows: (usize, usize), column: usize) -> Range {
    Range {
        table: "data".into(),
        rows,
        columns: (column, column + 1),
    }
}

fn cell_of(table: &str, row: usize, column: usize) -> Expression {
    Expression::Cell {
        table: table.into(),
        row,
        column,
    }
}

/// Answer of a respondent to an item: 1 to 4, now and then blank.
fn answer(respondent: usize, item: usize) -> Option<u8> {
    let mixed = (respondent * 7 + item * 13 + respondent * item * 3) % 23;
    (mixed != 22).then_some([3, 4, 3, 4, 4, 2, 3, 4, 1, 3][mixed % 10])
}

fn data_table(respondents: usize) -> Table {
    let mut columns = vec![
        Column::marks("No", 5),
        Column::words("Jenis Kelamin", 14),
        Column::words("Layanan", 18),
    ];
    columns.extend((1..=9).map(|i| Column::marks(format!("U{i}"), 4)));
    let rows = (0..respondents)
        .map(|r| {
            let mut cells = vec![
                Cell::count(r as u64 + 1),
                Cell::words(if r % 5 < 2 { "Laki-laki" } else { "Perempuan" }),
                Cell::words(if r % 3 == 0 {
                    "KTP-el"
                } else {
                    "Akta, \"lahir\""
                }),
            ];
            cells.extend(
                (0..9).map(|i| answer(r, i).map_or(Cell::empty(), |a| Cell::count(u64::from(a)))),
            );
            Row::body(cells)
        })
        .collect();
    Table {
        kind: TableKind::Data,
        ..table("data", "Tabel A.1", "Jawaban per responden", columns, rows)
    }
}

fn cases() -> Vec<Case> {
    [(88.31, "A"), (76.61, "B"), (65.0, "C"), (25.0, "D")]
        .into_iter()
        .map(|(from, text)| Case {
            from,
            text: text.into(),
        })
        .collect()
}

fn grade(index: f64) -> &'static str {
    let shown = round(index, 2).value();
    match shown {
        v if v >= 88.31 => "A",
        v if v >= 76.61 => "B",
        v if v >= 65.0 => "C",
        _ => "D",
    }
}

/// The index per item, computed from the data table by formulas.
fn index_table(n: usize) -> Table {
    let mut rows = Vec::new();
    let mut index = 0.0;
    for (i, name) in ITEMS.iter().enumerate() {
        let answers: Vec<f64> = (0..n).filter_map(|r| answer(r, i)).map(f64::from).collect();
        let mean = answers.iter().sum::<f64>() / answers.len() as f64;
        index += mean / 9.0 * 25.0;
        let data = || range((0, n), i + 3);
        let converted =
            Expression::Product(vec![cell_of("indeks", i, 3), Expression::Number(25.0)]);
        rows.push(Row::body(vec![
            Cell::words(format!("U{}", i + 1)),
            Cell::words(*name),
            Cell::count(answers.len() as u64).derived(Expression::CountNumbers(data())),
            Cell::decimal(mean, round(mean, 3)).derived(Expression::Average(data())),
            Cell::decimal(mean * 25.0, round(mean * 25.0, 2)).derived(converted.clone()),
            Cell::words(grade(mean * 25.0)).derived(Expression::Grade(
                Box::new(Expression::Round(Box::new(converted), 2)),
                cases(),
            )),
        ]));
    }
    let shares = (0..9).map(|i| {
        Expression::Quotient(
            Box::new(Expression::Product(vec![
                cell_of("indeks", i, 3),
                Expression::Number(25.0),
            ])),
            Box::new(Expression::Number(9.0)),
        )
    });
    rows.push(Row::total(vec![
        Cell::empty(),
        Cell::words("IKM"),
        Cell::count(n as u64).derived(Expression::CountNumbers(range((0, n), 0))),
        Cell::from(Content::None(
            "rata-rata tidak dihitung untuk jumlah".into(),
        )),
        Cell::decimal(index, round(index, 2)).derived(Expression::Sum(shares.collect())),
        Cell::words(grade(index)).derived(Expression::Grade(
            Box::new(Expression::Round(Box::new(cell_of("indeks", 9, 4)), 2)),
            cases(),
        )),
    ]));
    let columns = vec![
        Column::marks("Kode", 6),
        Column::words("Unsur Pelayanan", 40),
        Column::numbers("n", 6),
        Column::numbers("NRR", 8),
        Column::numbers("Nilai IKM konversi", 10),
        Column::marks("Mutu", 6),
    ];
    Table {
        notes: vec![text("NRR: nilai rata-rata dari jawaban yang terisi.")],
        ..table(
            "indeks",
            "Tabel 3.2",
            "Indeks per unsur pelayanan",
            columns,
            rows,
        )
    }
}

/// Answers per level, with group titles and counts by formula.
fn answers_table(n: usize) -> Table {
    let mut columns = vec![Column::marks("Kode", 6), Column::words("Unsur", 30)];
    for level in 1..=4 {
        columns.push(Column::numbers(format!("{level}"), 7));
    }
    columns.push(Column::numbers("Kosong", 8));
    let rows = ITEMS
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let mut cells = vec![Cell::words(format!("U{}", i + 1)), Cell::words(*name)];
            for level in 1..=4u8 {
                let count = (0..n).filter(|r| answer(*r, i) == Some(level)).count();
                cells.push(Cell::count(count as u64).derived(Expression::CountEqual(
                    range((0, n), i + 3),
                    f64::from(level),
                )));
            }
            let blank = (0..n).filter(|r| answer(*r, i).is_none()).count();
            cells.push(Cell::count(blank as u64));
            Row::body(cells)
        })
        .collect();
    Table {
        groups: vec![
            (String::new(), 2),
            ("Jawaban (kode)".into(), 4),
            (String::new(), 1),
        ],
        ..table(
            "jawaban",
            "Tabel 3.3",
            "Banyaknya jawaban per unsur",
            columns,
            rows,
        )
    }
}

/// Counts of a characteristic by text, with shares.
fn profile_table(n: usize) -> Table {
    let mut rows = Vec::new();
    let whole = n as f64;
    for (i, (word, rest)) in [("Laki-laki", 2), ("Perempuan", 5)].into_iter().enumerate() {
        let count = (0..n).filter(|r| (r % 5 < 2) == (rest == 2)).count();
        let share = count as f64 / whole;
        rows.push(Row::body(vec![
            Cell::count(i as u64 + 1),
            Cell::words("Jenis kelamin"),
            Cell::words(word),
            Cell::count(count as u64).derived(Expression::CountText(range((0, n), 1), word.into())),
            Cell::percent(share, round(share * 100.0, 1)).derived(Expression::Quotient(
                Box::new(cell_of("profil", i, 3)),
                Box::new(Expression::Number(whole)),
            )),
        ]));
    }
    for (i, word) in ["KTP-el", "Akta, \"lahir\""].into_iter().enumerate() {
        let here = |r: &usize| r.is_multiple_of(3) == (i == 0);
        let count = (0..n).filter(here).filter_map(|r| answer(r, 0)).count();
        let sum: f64 = (0..n)
            .filter(here)
            .filter_map(|r| answer(r, 0))
            .map(f64::from)
            .sum();
        let (values, texts) = (range((0, n), 3), range((0, n), 2));
        rows.push(Row::body(vec![
            Cell::count(i as u64 + 3),
            Cell::words("Jumlah kode U1"),
            Cell::words(word),
            Cell::decimal(sum, round(sum, 0)).derived(Expression::SumWhere(
                values.clone(),
                texts.clone(),
                word.into(),
            )),
            Cell::decimal(sum / count as f64, round(sum / count as f64, 3)).derived(
                Expression::Quotient(
                    Box::new(cell_of("profil", i + 2, 3)),
                    Box::new(Expression::CountWhere(values, texts, word.into())),
                ),
            ),
        ]));
    }
    let columns = vec![
        Column::marks("No", 4),
        Column::words("Karakteristik", 20),
        Column::words("Indikator", 20),
        Column::numbers("Jumlah", 8),
        Column::numbers("Persentase", 10),
    ];
    table(
        "profil",
        "Tabel 3.1",
        "Karakteristik responden",
        columns,
        rows,
    )
}

fn trend_table() -> Table {
    let rows = [
        ("2024-S1", 80.12),
        ("2024-S2", 81.5),
        ("2025-S1", 83.72),
        ("2025-S2", 83.005),
    ]
    .into_iter()
    .map(|(period, value)| {
        Row::body(vec![
            Cell::words(period),
            Cell::decimal(value, round(value, 2)),
            Cell::from(Content::Number(Number {
                value: 0.0004,
                shown: round(0.001, 3),
                sign: Sign::Below,
            })),
        ])
    })
    .collect();
    let columns = vec![
        Column::words("Periode", 12),
        Column::numbers("Nilai IKM", 12),
        Column::numbers("p", 10),
    ];
    table("tren", "Tabel 4.1", "Nilai IKM per periode", columns, rows)
}

/// A follow-up plan: long words, blanks, wide.
fn plan_table() -> Table {
    let blank = |label: &str| Cell::from(vec![Span::Blank(label.to_owned())]);
    let rows = ITEMS
        .iter()
        .take(3)
        .enumerate()
        .map(|(i, name)| {
            Row::body(vec![
                Cell::count(i as u64 + 1),
                Cell::words(*name),
                Cell::words("Menyederhanakan persyaratan, memasang daftar persyaratan di ruang tunggu dan di situs, dan melatih petugas loket."),
                blank("waktu"),
                blank("nama penanggung jawab"),
                Cell::words(NASTY[(i * 5 + 1) % NASTY.len()]),
            ])
        })
        .collect();
    let columns = vec![
        Column::marks("No", 4),
        Column::words("Prioritas unsur", 25),
        Column::words("Program/Kegiatan", 45),
        Column::words("Waktu", 14),
        Column::words("Penanggung jawab", 22),
        Column::words("Keterangan", 20),
    ];
    table("rtl", "Tabel 4.2", "Rencana tindak lanjut", columns, rows)
}

fn nasty_table() -> Table {
    let rows = NASTY
        .iter()
        .enumerate()
        .map(|(i, s)| Row::body(vec![Cell::count(i as u64), Cell::words(*s)]))
        .collect();
    let mut made = table(
        "komentar: [a/b]*?'",
        "Tabel 5.1",
        "Komentar \"apa adanya\" #{x}",
        vec![Column::marks("No", 5), Column::words("=Komentar", 40)],
        rows,
    );
    made.notes = NASTY.iter().map(|s| text(s)).collect();
    made
}

fn entry_table() -> Table {
    let choices = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let mut columns = vec![Column::marks("No", 6), Column::words("Jenis Kelamin", 16)];
    columns[1].choices = choices(&["Laki-laki", "Perempuan"]);
    let mut long = Column::words("Layanan, \"apa\"", 24);
    long.choices = (1..=40)
        .map(|i| format!("Layanan nomor {i}, rinci"))
        .collect();
    columns.push(long);
    let mut labels = Column::words("Persyaratan", 18);
    labels.choices = choices(&["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"]);
    columns.push(labels);
    let mut made = table("isian", "", "Lembar isian", columns, Vec::new());
    made.kind = TableKind::Entry;
    made.notes = vec![text("Pilih jawaban dari daftar pada tiap sel.")];
    made
}

fn from(table: &str, labels: usize, values: Vec<usize>, rows: (usize, usize)) -> Option<DrawnFrom> {
    Some(DrawnFrom {
        table: table.into(),
        labels,
        values,
        rows,
    })
}

fn figure(id: &str, label: &str, caption: &str, chart: Chart, drawn: Option<DrawnFrom>) -> Block {
    Block::Figure(Figure {
        id: id.into(),
        label: label.into(),
        caption: caption.into(),
        alt: format!("Uraian gambar: {caption}."),
        chart,
        drawn_from: drawn,
    })
}

fn figures() -> [Block; 4] {
    let index = IndexChart {
        bars: Vec::new(),
        bands: Vec::new(),
        line: None,
        axis: (25.0, 100.0),
        axis_title: "Nilai IKM konversi".into(),
        note: String::new(),
        others: Vec::new(),
    };
    let likert = LikertChart {
        rows: Vec::new(),
        levels: ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"]
            .map(String::from)
            .to_vec(),
        axis_title: "Bagian jawaban".into(),
        n_title: "n".into(),
        missing_title: "kosong".into(),
        note: String::new(),
        neutral: Neutral::Split,
        others: Vec::new(),
    };
    let trend = TrendChart {
        points: Vec::new(),
        bands: Vec::new(),
        axis: (25.0, 100.0),
        axis_title: "Nilai IKM".into(),
        note: String::new(),
        target: None,
        events: Vec::new(),
    };
    let profile = ProfileChart {
        panels: Vec::new(),
        note: String::new(),
    };
    [
        figure(
            "profil",
            "Gambar 3.1",
            "Jenis kelamin responden",
            Chart::Profile(profile),
            from("profil", 2, vec![4], (0, 2)),
        ),
        figure(
            "indeks",
            "Gambar 3.2",
            "Nilai IKM per unsur",
            Chart::Index(index),
            from("indeks", 1, vec![4], (0, 9)),
        ),
        figure(
            "jawaban",
            "Gambar 3.3",
            "Jawaban per unsur",
            Chart::Likert(likert),
            from("jawaban", 1, vec![2, 3, 4, 5], (0, 9)),
        ),
        figure(
            "tren",
            "Gambar 4.1",
            "Nilai IKM dari waktu ke waktu",
            Chart::Trend(trend),
            from("tren", 0, vec![1], (0, 4)),
        ),
    ]
}

/// A report of about the length of a real one.
fn report(respondents: usize) -> Document {
    let n = respondents;
    let long = "Berdasarkan hasil pengolahan data, unsur dengan nilai terendah adalah Waktu penyelesaian, \
        disusul Biaya/tarif dan Sarana dan prasarana. Penyelenggara pelayanan perlu mempertanggungjawabkan \
        pelaksanaan rencana tindak lanjut serta menginformasikannya kepada masyarakat sebagaimana diatur dalam \
        Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 14 Tahun 2017.";
    let [profile, index, likert, trend] = figures();
    let mut blocks = vec![
        heading(1, "BAB I", "PENDAHULUAN"),
        heading(2, "1.1", "Latar Belakang"),
        paragraph(long),
        paragraph(long),
        heading(2, "1.2", "Dasar Pelaksanaan SKM"),
        Block::List {
            ordered: true,
            items: vec![
                text("Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik;"),
                text("Peraturan Menteri PANRB Nomor 14 Tahun 2017."),
            ],
        },
        heading(2, "1.3", "Maksud dan Tujuan"),
        Block::List {
            ordered: false,
            items: vec![text("mendorong partisipasi masyarakat;"), text(long)],
        },
        heading(1, "BAB II", "PENGUMPULAN DATA SKM"),
        heading(2, "2.1", "Pelaksana SKM"),
        Block::Paragraph {
            text: vec![
                Span::Plain("Survei dilaksanakan oleh ".into()),
                Span::Blank("nama tim pelaksana".into()),
                Span::Plain(" dengan ".into()),
                Span::Strong("metode daring".into()),
                Span::Plain(" dan ".into()),
                Span::Emphasis("luring".into()),
                Span::Plain(".".into()),
            ],
            rule: Some("pelaksana".into()),
        },
        Block::Note {
            kind: NoteKind::Info,
            text: text("Jumlah responden 400 dari populasi 1.240; syarat Krejcie–Morgan 291."),
        },
        Block::Note {
            kind: NoteKind::Caution,
            text: vec![
                Span::Strong("Perhatikan. ".into()),
                Span::Plain("Bobot 0,111 mengubah nilai mutu dari B menjadi A.".into()),
            ],
        },
        heading(1, "BAB III", "HASIL PENGOLAHAN DATA SKM"),
        heading(2, "3.1", "Jumlah Responden SKM"),
        Block::Table(profile_table(n)),
        profile,
        heading(2, "3.2", "Indeks Kepuasan Masyarakat"),
        paragraph(long),
        Block::Table(index_table(n)),
        index,
        heading(3, "3.2.1", "Jawaban per unsur"),
        Block::Table(answers_table(n)),
        likert,
        heading(1, "BAB IV", "ANALISIS HASIL SKM"),
        heading(2, "4.1", "Tren Nilai SKM"),
        Block::Table(trend_table()),
        trend,
        heading(2, "4.2", "Rencana Tindak Lanjut"),
        paragraph("Rencana disusun dari unsur terendah."),
        Block::Table(plan_table()),
        paragraph(long),
        heading(1, "BAB V", "KESIMPULAN"),
        heading(2, "5.1", "Komentar \"=1+1\" #{x} \\ *"),
        Block::Table(nasty_table()),
        heading(1, "", "LAMPIRAN A: JAWABAN RESPONDEN"),
        Block::Table(data_table(n)),
        heading(1, "", "LAMPIRAN B: LEMBAR ISIAN"),
        Block::Table(entry_table()),
    ];
    for s in NASTY {
        blocks.insert(
            6,
            Block::Paragraph {
                text: vec![
                    Span::Plain(s.into()),
                    Span::Strong(s.into()),
                    Span::Blank(s.into()),
                ],
                rule: None,
            },
        );
    }
    Document {
        language: Language::Id,
        title: "Laporan Survei Kepuasan Masyarakat \"2026\" #{x}".into(),
        author: Some("Dinas Contoh & Rekan".into()),
        date: Some("2026-06-30".into()),
        cover: Some(Cover {
            above: vec![
                text("PEMERINTAH KABUPATEN CONTOH"),
                text("DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL"),
            ],
            title: vec![
                text("LAPORAN PELAKSANAAN SURVEI KEPUASAN MASYARAKAT"),
                text("(SKM)"),
            ],
            below: vec![text("PERIODE SEMESTER I"), text("TAHUN 2026")],
            logo: None,
            foot: vec![text("Data simulasi, bukan hasil survei yang sebenarnya")],
        }),
        contents: Some("DAFTAR ISI".into()),
        header: "Laporan SKM · Dinas Kependudukan dan Pencatatan Sipil".into(),
        page_word: "Halaman".into(),
        blocks,
    }
}

fn drawn() -> Drawn {
    let mut drawn = Drawn::default();
    for id in ["profil", "indeks", "jawaban", "tren"] {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='160mm' height='70mm' viewBox='0 0 640 280'>\
             <rect width='640' height='280' fill='#eef2f6'/><rect x='90' y='60' width='400' height='40' fill='#1f4e79'/>\
             <text x='90' y='40' font-family='Noto Sans' font-size='18'>Gambar {id}: 83,72 ≥ 76,61</text></svg>"
        );
        drawn.add(
            id,
            Picture {
                svg,
                width_mm: 160.0,
                height_mm: 70.0,
                png: Vec::new(),
            },
        );
    }
    drawn
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("write_pdf_xlsx");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

/// The output of a program, or `None` after saying that the test is skipped.
fn ask(test: &str, program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(_) => {
            println!("SKIPPED {test}: {program} is not installed");
            None
        }
    }
}

/// Whether the bytes hold this text.
fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[test]
fn pdf_is_the_same_twice_tagged_and_has_bookmarks() {
    let document = report(40);
    let first = pdf(&document, &drawn()).unwrap();
    let second = pdf(&document, &drawn()).unwrap();
    assert!(first == second, "two runs differ");
    for mark in [
        "/Outlines",
        "/StructTreeRoot",
        "/MarkInfo",
        "/Lang",
        "/FontFile2",
    ] {
        assert!(holds(&first, mark), "no {mark}");
    }
    assert!(
        !holds(&first, "/CreationDate (D:2026112"),
        "the clock shows"
    );
}

#[test]
fn pdf_says_what_the_document_says() {
    let name = "pdf_says_what_the_document_says";
    let path = scratch("laporan.pdf");
    std::fs::write(&path, pdf(&report(40), &drawn()).unwrap()).unwrap();
    let path = path.to_str().unwrap();
    let Some(info) = ask(name, "pdfinfo", &[path]) else {
        return;
    };
    assert!(
        info.contains("Laporan Survei Kepuasan Masyarakat \"2026\" #{x}"),
        "{info}"
    );
    assert!(info.contains("Dinas Contoh & Rekan"), "{info}");
    assert!(info.contains("Tagged:          yes"), "{info}");
    let Some(fonts) = ask(name, "pdffonts", &[path]) else {
        return;
    };
    assert!(fonts.lines().skip(2).count() >= 3, "{fonts}");
    for font in fonts.lines().skip(2) {
        assert!(
            font.contains("NotoSans") && font.contains(" yes yes yes"),
            "{font}"
        );
    }
    let Some(text) = ask(name, "pdftotext", &["-layout", path, "-"]) else {
        return;
    };
    for said in [
        "=1+1",
        "\"); #panic(\"x\") //",
        "\\u{41} \\\" $x^2$ *tebal* _miring_ <b>&amp;</b>",
        "#{ 1 + } ]})",
        "1.2 Dasar Pelaksanaan SKM",
        "Tabel 3.2 Indeks per unsur pelayanan",
        "< 0,001",
        "40,0%",
        "rata-rata tidak dihitung untuk jumlah",
        "Halaman 3",
    ] {
        let lines = text
            .lines()
            .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "));
        assert!(
            lines.into_iter().any(|l| l.contains(said)),
            "{said} is not in the PDF"
        );
    }
    let pages: Vec<&str> = text.split('\u{c}').collect();
    assert!(!pages[0].contains("Halaman"), "the cover has a foot");
    assert!(!pages[0].contains("Laporan SKM ·"), "the cover has a head");
}

#[test]
fn pdf_repeats_the_titles_of_a_long_table_and_turns_wide_ones() {
    let name = "pdf_repeats_the_titles_of_a_long_table_and_turns_wide_ones";
    let path = scratch("panjang.pdf");
    std::fs::write(&path, pdf(&report(150), &drawn()).unwrap()).unwrap();
    let path = path.to_str().unwrap();
    let Some(text) = ask(name, "pdftotext", &["-layout", path, "-"]) else {
        return;
    };
    let pages = text
        .split('\u{c}')
        .filter(|page| page.contains("Jenis Kelamin"))
        .count();
    assert!(pages >= 3, "{pages} pages with the column titles");
    let Some(sizes) = ask(name, "pdfinfo", &["-f", "1", "-l", "99", path]) else {
        return;
    };
    let turned = sizes
        .lines()
        .filter(|l| l.contains("841.89 x 595.276"))
        .count();
    assert_eq!(turned, 1, "{sizes}");
}

#[test]
fn poster_is_one_page_of_its_size() {
    let drawing = Drawing {
        svg: "<svg xmlns='http://www.w3.org/2000/svg' width='210mm' height='297mm' viewBox='0 0 210 297'>\
              <rect width='210' height='297' fill='#1f4e79'/>\
              <text x='20' y='60' font-size='20' font-family='Noto Sans' fill='white'>IKM 83,72</text></svg>"
            .into(),
        width_mm: 210.0,
        height_mm: 297.0,
        texts: Vec::new(),
        typeface: None,
    };
    let bytes = pdf_poster(&drawing, "Poster", "Alt").unwrap();
    assert!(
        bytes == pdf_poster(&drawing, "Poster", "Alt").unwrap(),
        "two runs differ"
    );
    let path = scratch("poster.pdf");
    std::fs::write(&path, bytes).unwrap();
    let name = "poster_is_one_page_of_its_size";
    let Some(info) = ask(name, "pdfinfo", &[path.to_str().unwrap()]) else {
        return;
    };
    assert!(info.contains("Pages:           1"), "{info}");
    assert!(info.contains("595.276 x 841.89"), "{info}");
}

#[test]
fn a_broken_drawing_is_an_error_and_a_missing_one_too() {
    let broken = Drawing {
        svg: "<svg".into(),
        width_mm: 100.0,
        height_mm: 100.0,
        texts: Vec::new(),
        typeface: None,
    };
    let error = pdf_poster(&broken, "Poster", "Alt").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal);
    assert!(error.say(Language::En).contains("SVG"), "{error:?}");
    let error = pdf(&report(3), &Drawn::default()).unwrap_err();
    assert!(error.say(Language::Id).contains("profil"), "{error:?}");
}

/// All sheets of a workbook: name, values, formulas.
type Sheets = Vec<(String, calamine::Range<Data>, calamine::Range<String>)>;

fn sheets(bytes: Vec<u8>) -> Sheets {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.sheet_names()
        .into_iter()
        .map(|name| {
            let values = book.worksheet_range(&name).unwrap();
            let formulas = book.worksheet_formula(&name).unwrap();
            (name, values, formulas)
        })
        .collect()
}

#[test]
fn xlsx_is_the_same_twice_and_holds_every_table() {
    let document = report(60);
    let first = xlsx(&document).unwrap();
    assert!(first == xlsx(&document).unwrap(), "two runs differ");
    std::fs::write(scratch("hitung.xlsx"), &first).unwrap();
    let names: Vec<String> = sheets(first).into_iter().map(|s| s.0).collect();
    assert_eq!(
        names,
        [
            "isian",
            "Ringkasan",
            "profil",
            "indeks",
            "jawaban",
            "tren",
            "rtl",
            "komentar   a b",
            "data",
            "pilihan"
        ]
    );
}

#[test]
fn texts_of_users_stay_texts() {
    let sheets = sheets(xlsx(&report(10)).unwrap());
    let (_, values, formulas) = sheets.iter().find(|s| s.0.starts_with("komentar")).unwrap();
    assert_eq!(formulas.used_cells().filter(|c| !c.2.is_empty()).count(), 0);
    for (row, nasty) in NASTY.iter().enumerate() {
        let cell = values.get_value((row as u32 + 3, 1)).unwrap();
        let expected: String = nasty
            .chars()
            .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
            .collect();
        assert_eq!(cell, &Data::String(expected));
    }
    let (_, _, words) = sheets.iter().find(|s| s.0 == "Ringkasan").unwrap();
    assert_eq!(words.used_cells().filter(|c| !c.2.is_empty()).count(), 0);
}

#[test]
fn formulas_read_the_sheet_of_data() {
    let sheets = sheets(xlsx(&report(10)).unwrap());
    let formula = |sheet: &str, row: u32, column: u32| {
        let (_, _, formulas) = sheets.iter().find(|s| s.0 == sheet).unwrap();
        formulas.get_value((row, column)).cloned().unwrap()
    };
    assert_eq!(formula("jawaban", 4, 2), "COUNTIF('data'!$D$4:$D$13,1)");
    assert_eq!(formula("indeks", 3, 3), "AVERAGE('data'!$D$4:$D$13)");
    assert_eq!(formula("indeks", 3, 4), "$D$4*25");
    assert_eq!(
        formula("indeks", 12, 5),
        "IF(ROUND(ROUND($E$13,10),2)>=88.31,\"A\",IF(ROUND(ROUND($E$13,10),2)>=76.61,\"B\",\
         IF(ROUND(ROUND($E$13,10),2)>=65,\"C\",\"D\")))"
    );
    assert_eq!(
        formula("profil", 6, 3),
        "SUMPRODUCT(--EXACT('data'!$C$4:$C$13,\"Akta, \"\"lahir\"\"\"),'data'!$D$4:$D$13)"
    );
}

/// The same workbooks after LibreOffice computed every formula anew.
fn recalculated(test: &str, files: &[(&str, Vec<u8>)]) -> Option<Vec<Sheets>> {
    let folder = scratch(test);
    std::fs::create_dir_all(&folder).unwrap();
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(name, bytes)| {
            let path = folder.join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        })
        .collect();
    let made = office::converted(test, "xlsx", &folder, &paths)?;
    let read = |path: &PathBuf| sheets(std::fs::read(path).unwrap());
    Some(made.iter().map(read).collect())
}

/// A workbook whose stored values are wrong on purpose.
fn wrong_on_purpose() -> Document {
    let mut document = report(3);
    let sum = Expression::Sum(vec![Expression::Number(1.0), Expression::Number(2.0)]);
    let cell = Cell::count(99).derived(sum);
    let columns = vec![Column::numbers("n", 5)];
    let made = table("salah", "", "", columns, vec![Row::body(vec![cell])]);
    document.blocks = vec![Block::Table(made)];
    document
}

#[test]
fn libreoffice_computes_what_we_computed() {
    let name = "libreoffice_computes_what_we_computed";
    let ours = xlsx(&report(60)).unwrap();
    let files = [
        ("hitung.xlsx", ours.clone()),
        ("salah.xlsx", xlsx(&wrong_on_purpose()).unwrap()),
    ];
    let Some(theirs) = recalculated(name, &files) else {
        return;
    };

    let (_, values, _) = theirs[1].iter().find(|s| s.0 == "salah").unwrap();
    let corrected = values.get_value((3, 0)).unwrap();
    assert_eq!(
        corrected.as_f64(),
        Some(3.0),
        "LibreOffice did not compute anew"
    );

    let mut numbers = 0;
    let mut texts = 0;
    for (sheet, values, formulas) in sheets(ours) {
        let (_, anew, _) = theirs[0].iter().find(|s| s.0 == sheet).unwrap();
        let (top, left) = formulas.start().unwrap_or_default();
        for (row, column, formula) in formulas.used_cells() {
            let at = (top + row as u32, left + column as u32);
            let (ours, theirs) = (values.get_value(at).unwrap(), anew.get_value(at).unwrap());
            match (ours.as_f64(), theirs.as_f64()) {
                (Some(a), Some(b)) => {
                    numbers += 1;
                    assert!(
                        (a - b).abs() < 1e-9,
                        "{sheet} {at:?} {formula}: {a} and {b}"
                    );
                }
                _ => {
                    texts += 1;
                    assert_eq!(
                        ours.as_string(),
                        theirs.as_string(),
                        "{sheet} {at:?} {formula}"
                    );
                }
            }
        }
    }
    assert_eq!((numbers, texts), (2 + 2 * 2 + 2 + 9 * 3 + 2 + 9 * 4, 10));
}

#[test]
fn many_rows_are_written_too() {
    let mut document = report(10_001);
    let bytes = xlsx(&document).unwrap();
    assert!(bytes == xlsx(&document).unwrap(), "two runs differ");
    let (_, values, _) = sheets(bytes).into_iter().find(|s| s.0 == "data").unwrap();
    assert_eq!(
        values.get_value((10_003, 0)).unwrap().as_f64(),
        Some(10_001.0)
    );
    assert_eq!(
        values.get_value((4, 2)).unwrap().as_string().unwrap(),
        "Akta, \"lahir\""
    );
    document.blocks.clear();
    assert_eq!(sheets(xlsx(&document).unwrap()).len(), 1);
}

/// A document with the same text in every place that takes one.
fn full_of(words: &str) -> Document {
    let mut made = table(
        words,
        words,
        words,
        vec![Column::words(words, 10), Column::marks(words, 4)],
        vec![Row::total(vec![
            Cell::words(words),
            Cell::count(1).derived(Expression::CountText(
                Range {
                    table: words.into(),
                    rows: (0, 1),
                    columns: (0, 1),
                },
                words.into(),
            )),
        ])],
    );
    made.groups = vec![(words.into(), 2)];
    made.notes = vec![vec![Span::Blank(words.into())]];
    let lines = || vec![text(words)];
    Document {
        title: words.into(),
        author: Some(words.into()),
        date: Some(words.into()),
        cover: Some(Cover {
            above: lines(),
            title: lines(),
            below: lines(),
            logo: None,
            foot: lines(),
        }),
        contents: Some(words.into()),
        header: words.into(),
        page_word: words.into(),
        blocks: vec![
            heading(2, words, words),
            paragraph(words),
            Block::List {
                ordered: true,
                items: lines(),
            },
            Block::Note {
                kind: NoteKind::Info,
                text: vec![Span::Emphasis(words.into())],
            },
            Block::Table(made),
        ],
        ..report(3)
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn any_text_is_only_text(words in "[\\PC\\n\"#\\\\{}\\[\\]()$*_`@=<>;,/-]{0,40}") {
        let document = full_of(&words);
        pdf(&document, &drawn()).unwrap();
        let sheets = sheets(xlsx(&document).unwrap());
        let (_, values, formulas) = sheets.last().unwrap();
        let cell = values.get_value((4, 0)).map(ToString::to_string).unwrap_or_default();
        proptest::prop_assert_eq!(cell, words);
        proptest::prop_assert_eq!(formulas.used_cells().filter(|c| !c.2.is_empty()).count(), 1);
    }
}
