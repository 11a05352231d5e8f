//! Reading files as people make them: odd fixtures, workbooks of every format,
//! what is no table, and the real files of the development set.

use rust_xlsxwriter::{Format as Style, Workbook};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use tridharma::count::{ColumnSet, Engine, Local, Part};
use tridharma::read::{Book, Format, Table, Where, WhyLeftOut, open};
use tridharma::{ErrorKind, Language, column_number};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

fn book(name: &str) -> Book {
    open(&fixture(name)).unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

/// The rows of respondents as a spreadsheet numbers them.
fn body(table: &Table) -> Vec<u32> {
    table.body.iter().map(|row| row + 1).collect()
}

/// Bytes under a name in a folder that lives as long as the returned guard.
fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    (folder, path)
}

#[test]
fn every_odd_text_file_gives_its_respondents() {
    // file, delimiter, encoding, header rows, respondents, columns
    type Case = (
        &'static str,
        char,
        &'static str,
        (u32, u32),
        &'static [u32],
        usize,
    );
    let cases: [Case; 12] = [
        (
            "titik-koma-koma-di-judul.csv",
            ';',
            "UTF-8",
            (1, 1),
            &[2, 3, 4],
            4,
        ),
        ("dua-baris-judul.csv", ';', "UTF-8", (1, 2), &[3, 4, 5], 6),
        (
            "windows-1252.csv",
            ',',
            "windows-1252",
            (1, 1),
            &[2, 3, 4],
            3,
        ),
        ("utf-16-tanpa-bom.csv", '\t', "UTF-16LE", (1, 1), &[2, 3], 3),
        (
            "utf-16-dengan-bom.csv",
            '\t',
            "UTF-16LE",
            (1, 1),
            &[2, 3],
            3,
        ),
        ("total-di-bawah.csv", ',', "UTF-8", (4, 4), &[5, 6, 7], 4),
        (
            "baris-kosong-di-tengah.csv",
            ',',
            "UTF-8",
            (1, 1),
            &[2, 4, 8],
            4,
        ),
        (
            "baris-baru-dalam-kutip.csv",
            ',',
            "UTF-8",
            (1, 1),
            &[2, 3, 4],
            3,
        ),
        (
            "jawaban-kata-tanpa-angka.csv",
            '|',
            "UTF-8",
            (1, 1),
            &[2, 3, 4, 5],
            4,
        ),
        ("baris-sep.csv", ';', "UTF-8", (1, 1), &[2, 3], 2),
        ("baris-lama-mac.csv", ';', "UTF-8", (1, 1), &[2, 4], 2),
        (
            "kutip-tunggal.csv",
            ',',
            "UTF-8",
            (1, 1),
            &[
                2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
            ],
            3,
        ),
    ];
    for (name, delimiter, encoding, header, rows, columns) in cases {
        let book = book(name);
        let format = Format::Delimited {
            delimiter,
            encoding: encoding.to_string(),
        };
        assert_eq!(book.format, format, "{name}");
        let (_, tables) = book.tables(&Where::default()).expect(name);
        let table = &tables[0];
        assert_eq!((table.header.0 + 1, table.header.1 + 1), header, "{name}");
        assert_eq!(body(table), rows, "{name}");
        assert_eq!(table.columns.len(), columns, "{name}");
    }
}

#[test]
fn cells_of_text_files_keep_their_signs() {
    let latin = book("windows-1252.csv");
    let rows = &latin.sheets[0].rows;
    assert_eq!(rows.cell(0, 2), "Mengapa “cepat”?");
    assert_eq!(rows.cell(1, 1), "Düzce");
    assert_eq!(rows.cell(1, 2), "Pelayanan – cepat");
    let quoted = book("baris-baru-dalam-kutip.csv");
    let (sheet, tables) = quoted.tables(&Where::default()).expect("tables");
    assert_eq!(
        tables[0].columns[1].text,
        "Menurut Anda, apakah pelayanan \"cepat\"?"
    );
    assert_eq!(sheet.rows.cell(1, 2), "Tambah loket;\nbuka Sabtu");
    let groups = book("dua-baris-judul.csv");
    let (_, tables) = groups.tables(&Where::default()).expect("tables");
    assert_eq!(
        tables[0].columns[3].group.as_deref(),
        Some("Unsur pelayanan")
    );
    assert_eq!(tables[0].columns[0].group, None);
}

#[test]
fn the_hash_is_that_of_the_bytes() {
    let (_folder, path) = written("a.csv", b"abc");
    // The first example of FIPS 180-2.
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(
        open(&path)
            .expect("a book")
            .digest
            .sha256()
            .expect("a hash"),
        expected
    );
}

/// The same survey in formats that other programs wrote.
#[test]
fn old_and_open_workbooks_read_alike() {
    for (name, format, merges) in [
        ("judul-gabung.xls", Format::Xls, 5),
        ("judul-gabung.ods", Format::Ods, 0),
    ] {
        let book = book(name);
        assert_eq!(book.format, format);
        assert_eq!(book.sheets[0].merges.len(), merges, "{name}");
        let hidden: Vec<bool> = book.sheets.iter().map(|sheet| sheet.hidden).collect();
        assert_eq!(hidden, [false, true], "{name}");
        let (sheet, tables) = book.tables(&Where::default()).expect(name);
        assert_eq!(tables[0].header, (1, 2), "{name}");
        assert_eq!(body(&tables[0]), [4, 5, 6, 7, 8], "{name}");
        assert_eq!(tables[0].columns.len(), 6, "{name}");
        assert_eq!(
            tables[0].columns[5].group.as_deref(),
            Some("Unsur"),
            "{name}"
        );
        assert_eq!(sheet.rows.cell(3, 2), "2026-03-01 08:30:00", "{name}");
        assert_eq!(sheet.rows.cell(3, 5), "3.5", "{name}");
    }
}

/// A binary record of an XLSB part.
fn record(bytes: &mut Vec<u8>, kind: u16, data: &[u8]) {
    match kind {
        0..0x80 => bytes.push(kind as u8),
        _ => bytes.extend([(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8]),
    }
    bytes.push(data.len() as u8);
    bytes.extend(data);
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = (units.len() as u32).to_le_bytes().to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

fn xlsb(cells: &[(u32, u32, &str)]) -> Vec<u8> {
    let mut workbook = Vec::new();
    let sheet = [&[0; 4][..], &[1, 0, 0, 0], &wide("rId1"), &wide("Jawaban")].concat();
    record(&mut workbook, 0x9c, &sheet);
    record(&mut workbook, 0x90, &[]);
    record(&mut workbook, 0x84, &[]);
    let mut sheet = Vec::new();
    record(&mut sheet, 0x81, &[]);
    record(&mut sheet, 0x94, &[0; 16]);
    record(&mut sheet, 0x91, &[]);
    for (row, column, text) in cells {
        record(&mut sheet, 0x00, &row.to_le_bytes());
        let head = [column.to_le_bytes(), [0; 4]].concat();
        match text.parse::<f64>() {
            Ok(number) => record(
                &mut sheet,
                0x05,
                &[head, number.to_le_bytes().to_vec()].concat(),
            ),
            Err(_) => record(&mut sheet, 0x06, &[head, wide(text)].concat()),
        }
    }
    record(&mut sheet, 0x92, &[]);
    let relations = r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>"#;
    zipped(&[
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("started");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

#[test]
fn a_binary_workbook_is_read() {
    let cells = [
        (0, 0, "Nama"),
        (0, 1, "U1"),
        (1, 0, "Responden 1"),
        (1, 1, "4"),
        (2, 0, "Responden 2"),
        (2, 1, "3.5"),
    ];
    let (_folder, path) = written("jawaban.xlsb", &xlsb(&cells));
    let book = open(&path).expect("a book");
    assert_eq!(book.format, Format::Xlsb);
    let (sheet, tables) = book.tables(&Where::default()).expect("tables");
    assert_eq!(body(&tables[0]), [2, 3]);
    assert_eq!(sheet.rows.cell(2, 1), "3.5");
}

/// A workbook made by a function on its first sheet.
fn workbook(make: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> (tempfile::TempDir, PathBuf) {
    let mut book = Workbook::new();
    make(book.add_worksheet());
    let bytes = book.save_to_buffer().expect("a workbook");
    written("jawaban.xlsx", &bytes)
}

#[test]
fn phantom_cells_far_away_cost_nothing_and_are_no_respondents() {
    let (_folder, path) = workbook(|sheet| {
        let rows = [
            ["Nama", "U1", "U2"],
            ["Ayu", "3", "4"],
            ["Budi", "4", "4"],
            ["Citra", "2", "1"],
        ];
        for (row, cells) in (0..).zip(rows) {
            sheet.write_row(row, 0, cells).expect("a row");
        }
        let style = Style::new().set_bold();
        sheet
            .write_blank(1_048_575, 16_383, &style)
            .expect("a cell");
        sheet.write(1_048_574, 2, " ").expect("a cell");
        sheet.write(900_000, 16_000, "x").expect("a cell");
    });
    let book = open(&path).expect("a book");
    assert_eq!(book.sheets[0].rows.height(), 900_001);
    let (_, tables) = book.tables(&Where::default()).expect("tables");
    assert_eq!(body(&tables[0]), [2, 3, 4]);
    assert_eq!(tables[0].columns.len(), 3);
}

#[test]
fn values_of_a_workbook_read_as_a_person_would_write_them() {
    let (_folder, path) = workbook(|sheet| {
        let date = Style::new().set_num_format("yyyy-mm-dd");
        let moment = Style::new().set_num_format("dd/mm/yyyy hh:mm");
        sheet.write(0, 0, 3.0).expect("a cell");
        sheet.write(0, 1, 4.5).expect("a cell");
        sheet
            .write_with_format(0, 2, 46_082.0, &date)
            .expect("a cell");
        sheet
            .write_with_format(0, 3, 46_082.354_166_666_664, &moment)
            .expect("a cell");
        sheet.write(0, 4, true).expect("a cell");
        let sum = rust_xlsxwriter::Formula::new("=A1+B1").set_result("7.5");
        sheet.write(0, 5, sum).expect("a cell");
        let broken = rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!");
        sheet.write(0, 6, broken).expect("a cell");
        sheet
            .merge_range(1, 0, 1, 2, "judul", &Style::new())
            .expect("a merge");
    });
    let book = open(&path).expect("a book");
    let cells: Vec<&str> = (0..7)
        .map(|column| book.sheets[0].rows.cell(0, column))
        .collect();
    assert_eq!(
        cells,
        [
            "3",
            "4.5",
            "2026-03-01",
            "2026-03-01 08:30:00",
            "TRUE",
            "7.5",
            "#DIV/0!"
        ]
    );
    let merge = book.sheets[0].merges[0];
    assert_eq!((merge.first_row, merge.last_column), (1, 2));
    assert_eq!(book.sheets[0].rows.cell(1, 1), "");
}

/// What a user reads in both languages, and the kind.
fn refused(path: &Path) -> (String, String, ErrorKind) {
    match open(path) {
        Ok(book) => panic!("{path:?} was read as {:?}", book.format),
        Err(error) => (
            error.say(Language::Id),
            error.say(Language::En),
            error.kind(),
        ),
    }
}

#[test]
fn a_missing_file_is_named_with_its_path() {
    let (id, en, kind) = refused(Path::new("tidak/ada/jawaban.xlsx"));
    assert_eq!(kind, ErrorKind::NotFound);
    assert!(
        id.starts_with("tidak ada berkas tidak/ada/jawaban.xlsx\n  → "),
        "{id}"
    );
    assert!(
        en.starts_with("there is no file tidak/ada/jawaban.xlsx\n  → "),
        "{en}"
    );
}

#[test]
fn a_folder_is_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (id, en, kind) = refused(folder.path());
    assert_eq!(kind, ErrorKind::Unreadable);
    assert!(id.contains("adalah folder, bukan berkas\n  → "), "{id}");
    assert!(en.contains("is a folder, not a file\n  → "), "{en}");
}

#[test]
fn what_is_no_table_is_named_for_what_it_is() {
    let docx = zipped(&[("[Content_Types].xml", b""), ("word/document.xml", b"<w/>")]);
    let plain_zip = zipped(&[("foto.jpg", b"x")]);
    let mut ole = vec![0; 512];
    ole[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    ole.extend(directory_entry("Root Entry"));
    let mut doc = ole.clone();
    doc.extend(directory_entry("WordDocument"));
    let cases: [(&[u8], &str, &str); 8] = [
        (
            b"",
            "foto.xlsx kosong (0 bita)",
            "foto.xlsx is empty (0 bytes)",
        ),
        (
            b"\x89PNG\r\n\x1a\n....",
            "isinya sebuah gambar PNG",
            "it is a PNG picture",
        ),
        (
            b"\xFF\xD8\xFF\xE0....",
            "isinya sebuah gambar JPEG",
            "it is a JPEG picture",
        ),
        (
            b"%PDF-1.4 ...",
            "isinya sebuah dokumen PDF",
            "it is a PDF document",
        ),
        (
            &docx,
            "isinya sebuah dokumen Word (DOCX)",
            "it is a Word document (DOCX)",
        ),
        (
            &doc,
            "isinya sebuah dokumen Word lama",
            "it is an old Word document",
        ),
        (&plain_zip, "isinya sebuah arsip ZIP", "it is a ZIP archive"),
        (
            b"\x00\x01\x02\x9f\x00\x88\xf0\x00\x00",
            "bukan teks dan bukan buku kerja",
            "neither text nor a workbook",
        ),
    ];
    for (bytes, id_part, en_part) in cases {
        let (_folder, path) = written("foto.xlsx", bytes);
        let (id, en, kind) = refused(&path);
        assert_eq!(kind, ErrorKind::Unreadable);
        assert!(id.contains(id_part) && id.contains("\n  → "), "{id}");
        assert!(en.contains(en_part) && en.contains("\n  → "), "{en}");
    }
}

/// An entry of the directory of a compound file.
fn directory_entry(name: &str) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry.resize(128, 0);
    entry[64] = (name.len() as u8 + 1) * 2;
    entry
}

#[test]
fn a_locked_workbook_says_how_to_unlock_it() {
    let mut envelope = vec![0; 512];
    envelope[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    for name in ["Root Entry", "EncryptionInfo", "EncryptedPackage"] {
        envelope.extend(directory_entry(name));
    }
    let manifest = br#"<manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"#;
    let mime = b"application/vnd.oasis.opendocument.spreadsheet";
    let mut ods = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    ods.start_file("mimetype", stored).expect("started");
    ods.write_all(mime).expect("written");
    ods.start_file("META-INF/manifest.xml", stored)
        .expect("started");
    ods.write_all(manifest).expect("written");
    let ods = ods.finish().expect("finished").into_inner();
    for bytes in [envelope, ods] {
        let (_folder, path) = written("jawaban.xlsx", &bytes);
        let (id, en, kind) = refused(&path);
        assert_eq!(kind, ErrorKind::Unreadable);
        assert!(
            id.contains("jawaban.xlsx dilindungi kata sandi\n  → buka di Excel"),
            "{id}"
        );
        assert!(
            en.contains("jawaban.xlsx is protected by a password\n  → open it in Excel"),
            "{en}"
        );
    }
}

#[test]
fn a_damaged_workbook_is_refused_wherever_it_was_cut() {
    let (_folder, path) = workbook(|sheet| {
        for row in 0..50 {
            sheet
                .write_row(row, 0, ["Nama", "U1", "U2"])
                .expect("a row");
        }
    });
    let whole = std::fs::read(&path).expect("read");
    for part in [4, 100, whole.len() / 2, whole.len() - 30] {
        let (_folder, path) = written("potong.xlsx", &whole[..part]);
        let (id, en, _) = refused(&path);
        assert!(id.contains("potong.xlsx rusak atau tidak utuh"), "{id}");
        assert!(en.contains("potong.xlsx is damaged or incomplete"), "{en}");
    }
    let old = std::fs::read(fixture("judul-gabung.xls")).expect("read");
    let (_folder, path) = written("potong.xls", &old[..old.len() / 3]);
    assert!(refused(&path).1.contains("is damaged or incomplete"));
    // Bytes changed in the middle: read or refused, never a panic.
    for step in (600..old.len()).step_by(97) {
        let mut spoilt = old.clone();
        spoilt[step..(step + 8).min(old.len())].fill(0xff);
        let (_folder, path) = written("rusak.xls", &spoilt);
        let _ = open(&path);
    }
}

#[test]
fn a_workbook_without_a_cell_has_no_answers() {
    let (_folder, path) = workbook(|_| {});
    let (id, en, kind) = refused(&path);
    assert_eq!(kind, ErrorKind::NoAnswers);
    assert!(
        id.starts_with("jawaban.xlsx tidak berisi satu sel pun\n  → "),
        "{id}"
    );
    assert!(
        en.starts_with("jawaban.xlsx does not hold a single cell\n  → "),
        "{en}"
    );
    let (_folder, path) = written("kosong.csv", b"\n;;\n  \n");
    assert_eq!(refused(&path).2, ErrorKind::NoAnswers);
}

#[test]
fn a_sheet_is_found_by_its_name_or_the_names_are_listed() {
    let book = book("judul-gabung.xls");
    let named = |name: &str| Where {
        sheet: Some(name.to_string()),
        ..Where::default()
    };
    let sheet = book.sheet(&named(" rahasia")).expect("a sheet");
    assert_eq!(sheet.rows.sheet().map(|name| &**name), Some("Rahasia"));
    let error = book.sheet(&named("Sheet9")).expect_err("no such sheet");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(
        error.say(Language::Id),
        "judul-gabung.xls: tidak ada lembar bernama “Sheet9”\n  → lembar yang ada: “Jawaban”, “Rahasia”"
    );
    assert_eq!(
        error.say(Language::En),
        "judul-gabung.xls: there is no sheet named “Sheet9”\n  → its sheets are: “Jawaban”, “Rahasia”"
    );
}

#[test]
fn a_sheet_without_a_header_says_so() {
    let (_folder, path) = written("angka.csv", b"1,2,3\n3,3,4\n4,4,4\n1,2,4\n");
    let book = open(&path).expect("a book");
    let error = book.tables(&Where::default()).expect_err("no header");
    assert_eq!(error.kind(), ErrorKind::NoAnswers);
    assert!(
        error.say(Language::En).contains("no header row"),
        "{error:?}"
    );
}

/// A real file, its header rows, respondents, item columns, and the sheet.
struct Real {
    file: &'static str,
    header: (u32, u32),
    respondents: usize,
    items: (&'static str, &'static str),
    /// Item columns in all; some are given as several ranges in the README.
    sheet: Option<&'static str>,
}

const fn real(
    file: &'static str,
    header: (u32, u32),
    respondents: usize,
    items: (&'static str, &'static str),
) -> Real {
    Real {
        file,
        header,
        respondents,
        items,
        sheet: None,
    }
}

const REAL: [Real; 22] = [
    Real {
        sheet: Some("Template"),
        ..real(
            "01-skm-template-judul-dua-baris.xlsx",
            (1, 2),
            0,
            ("H", "Q"),
        )
    },
    real("02-skm-mpp-jawaban-panjang.csv", (1, 1), 504, ("E", "E")),
    real("03-skm-mpp-lebar-label.csv", (1, 1), 56, ("H", "P")),
    Real {
        sheet: Some("Sheet1"),
        ..real(
            "04-kuesioner-total-dan-rekap-di-bawah.xlsx",
            (1, 1),
            100,
            ("D", "P"),
        )
    },
    Real {
        sheet: Some("Data Siswa"),
        ..real("05-kepuasan-siswa-banyak-blok.xlsx", (2, 2), 20, ("E", "N"))
    },
    Real {
        sheet: Some("Sheet2"),
        ..real(
            "06-jawaban-huruf-abcd-tabel-bertumpuk.xlsx",
            (64, 65),
            29,
            ("D", "I"),
        )
    },
    real("07-gform-bom-baris-kosong.csv", (1, 1), 414, ("J", "BC")),
    real("08-gform-baris-kosong.xlsx", (1, 1), 414, ("J", "BC")),
    real("09-titik-koma-r1-r240.csv", (1, 1), 240, ("C", "L")),
    real("10-label-kepentingan-cp1252.csv", (1, 1), 323, ("R", "AF")),
    Real {
        sheet: Some("Responses"),
        ..real("11-sus-judul-catatan-rekap.ods", (3, 3), 29, ("H", "Q"))
    },
    real(
        "12-limesurvey-dua-baris-judul-titik-koma.csv",
        (1, 2),
        45,
        ("AE", "AK"),
    ),
    Real {
        sheet: Some("Data"),
        ..real(
            "13-limesurvey-judul-gabung-dua-lembar.xlsx",
            (1, 2),
            45,
            ("AE", "AK"),
        )
    },
    real("14-kobo-kepuasan-pasien.xlsx", (1, 1), 766, ("BQ", "BX")),
    real(
        "15-survei-warga-kota-9-tidak-tahu.csv",
        (1, 1),
        984,
        ("C", "M"),
    ),
    real(
        "16-fasilitas-kampus-teks-di-kolom-skala.csv",
        (1, 1),
        134,
        ("I", "BE"),
    ),
    real(
        "17-gform-label-huruf-besar-kecil.xlsx",
        (1, 1),
        106,
        ("H", "R"),
    ),
    real("18-gform-kepuasan-siakad.xlsx", (1, 1), 62, ("E", "N")),
    real("19-gform-dua-jawaban-satu-sel.csv", (1, 1), 20, ("E", "V")),
    real(
        "20-layanan-lift-label-dan-kode.csv",
        (1, 1),
        119,
        ("J", "J"),
    ),
    real("21-psych-bfi.csv", (1, 1), 2800, ("B", "Z")),
    real("23-kode-hilang-999.csv", (1, 1), 251, ("D", "AE")),
];

fn real_folder(test: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/real");
    if !folder.is_dir() {
        println!("SKIPPED {test}: the folder of real files is not here");
        return None;
    }
    Some(folder)
}

#[test]
fn real_files_give_their_header_and_respondents() {
    let Some(folder) = real_folder("real_files_give_their_header_and_respondents") else {
        return;
    };
    for real in &REAL {
        let name = real.file;
        let book = open(&folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let (sheet, tables) = book.tables(&Where::default()).expect(name);
        let table = &tables[0];
        assert_eq!(
            sheet.rows.sheet().map(|name| &**name),
            real.sheet.or(sheet.rows.sheet().map(|n| &**n)),
            "{name}"
        );
        assert_eq!(
            (table.header.0 + 1, table.header.1 + 1),
            real.header,
            "{name}"
        );
        assert_eq!(table.body.len(), real.respondents, "{name}");
        let (first, last) = (column_number(real.items.0), column_number(real.items.1));
        let (first, last) = (first.expect("letters"), last.expect("letters"));
        let columns: Vec<u32> = table.columns.iter().map(|header| header.column).collect();
        assert!(
            (first..=last).all(|column| columns.contains(&column)),
            "{name}"
        );
    }
}

/// Where the answers of a file are codes, the count of each code in each item
/// column is that of an independent program.
#[test]
fn real_files_give_the_counts_of_every_item() {
    let Some(folder) = real_folder("real_files_give_the_counts_of_every_item") else {
        return;
    };
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("expected.json");
    let expected: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut compared = 0;
    for real in &REAL {
        let Some(items) = expected[real.file]["items"].as_array() else {
            continue;
        };
        let coded = [
            "04", "05", "07", "08", "09", "11", "15", "16", "18", "19", "21", "23",
        ];
        if !coded.iter().any(|number| real.file.starts_with(number)) {
            continue;
        }
        let book = open(&folder.join(real.file)).expect(real.file);
        let (sheet, tables) = book.tables(&Where::default()).expect(real.file);
        let first = column_number(real.items.0).expect("letters");
        let columns: Vec<u32> = (first..first + items.len() as u32).collect();
        let engine = Local::new(vec![Part {
            rows: &sheet.rows,
            table: &tables[0],
            columns: columns.iter().map(|column| Some(*column)).collect(),
            counted: None,
            times: None,
        }]);
        let sets: Vec<ColumnSet> = (0..items.len())
            .map(|column| ColumnSet(vec![column]))
            .collect();
        let tallies = engine.tally(&sets).expect("tallies");
        for (item, tally) in items.iter().zip(&tallies) {
            let mut counts: BTreeMap<String, u64> = BTreeMap::new();
            for pattern in tally.patterns() {
                let text = &tally.columns[0].values[pattern.ids[0] as usize];
                let code = text
                    .parse::<f64>()
                    .ok()
                    .filter(|code| (1.0..=6.0).contains(code));
                if let Some(code) = code {
                    *counts.entry(code.to_string()).or_default() += pattern.count;
                }
            }
            let wanted = item["counts"].as_object().expect("counts");
            let wanted: BTreeMap<String, u64> = wanted
                .iter()
                .map(|(code, count)| (code.clone(), count.as_u64().unwrap_or(0)))
                .collect();
            assert_eq!(counts, wanted, "{} {}", real.file, item["column"]);
            assert_eq!(tally.total(), real.respondents as u64);
            compared += 1;
        }
    }
    assert!(compared > 200, "{compared} items");
}

#[test]
fn real_file_01_tells_groups_and_notes_apart() {
    let Some(folder) = real_folder("real_file_01_tells_groups_and_notes_apart") else {
        return;
    };
    let book = open(&folder.join("01-skm-template-judul-dua-baris.xlsx")).expect("a book");
    let (_, tables) = book.tables(&Where::default()).expect("tables");
    let table = &tables[0];
    let groups: Vec<(&str, Option<&str>)> = table
        .columns
        .iter()
        .map(|header| (header.text.as_str(), header.group.as_deref()))
        .collect();
    assert_eq!(groups[0], ("NO. RESPONDEN", None));
    assert_eq!(groups[6], ("JENIS LAYANAN", Some("PROFIL")));
    assert_eq!(groups[15], ("U9", Some("NILAI UNSUR PELAYANAN")));
    assert_eq!(groups[16], ("U10", None));
    assert_eq!(groups.len(), 17);
    assert_eq!(table.left_out[0].why, WhyLeftOut::Title);
}
