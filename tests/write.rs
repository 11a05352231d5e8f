//! One made-up document through every writer for reading: DOCX, HTML, Markdown
//! and the terminal.

use resvg::usvg::roxmltree;
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use tridharma::document::*;
use tridharma::write::docx::docx;
use tridharma::write::html::html;
use tridharma::write::markdown::markdown;
use tridharma::write::terminal::terminal;
use tridharma::write::{Drawn, Picture};
use tridharma::{Decimal, Language};

/// Signs that are marks in one of the formats.
const MARKS: &str = "<>&\"'=+-@|*_`[x](y)\\ $ ~";
/// A word longer than any line or cell.
const LONG_WORD: &str =
    "Dipertanggungjawabkanlahsepenuhnyaolehpenyelenggarapelayananpublikkabupaten";

fn heading(level: u8, number: &str, text: &str) -> Block {
    Block::Heading {
        level,
        number: number.into(),
        text: text.into(),
    }
}

fn paragraph(text: Text) -> Block {
    Block::Paragraph { text, rule: None }
}

fn ruled(rule: &str, text: Text) -> Block {
    Block::Paragraph {
        text,
        rule: Some(rule.into()),
    }
}

fn number(units: i64, places: u8) -> Cell {
    let shown = Decimal { units, places };
    Cell::decimal(shown.value(), shown)
}

fn none(reason: &str) -> Cell {
    Content::None(reason.into()).into()
}

fn below(units: i64, places: u8) -> Cell {
    let shown = Decimal { units, places };
    let (value, sign) = (shown.value() / 2.0, Sign::Below);
    Content::Number(Number { value, shown, sign }).into()
}

/// Every kind of cell, of row and of span.
fn reading_table() -> Table {
    let share = |n, units| Cell::percent(f64::from(n) / 152.0, Decimal { units, places: 1 });
    Table {
        id: "unsur".into(),
        label: "Tabel 3.1".into(),
        caption: format!("Nilai per unsur {MARKS}"),
        kind: TableKind::Reading,
        groups: Vec::new(),
        columns: vec![
            Column::marks("No", 4),
            Column::words("Unsur pelayanan", 34),
            Column::numbers("n", 6),
            Column::numbers("Nilai", 8),
            Column::numbers("Persentase", 10),
            Column::numbers("p", 9),
            Column::marks("Mutu", 6),
        ],
        rows: vec![
            Row::body(vec![
                Cell::count(1),
                vec![
                    Span::Plain("Persyaratan, ".into()),
                    Span::Strong("tebal".into()),
                    Span::Plain(" dan ".into()),
                    Span::Emphasis("miring".into()),
                ]
                .into(),
                Cell::count(152),
                number(350, 2),
                share(19, 125),
                below(1, 3),
                Cell::words("A"),
            ]),
            Row::body(vec![
                Cell::count(2),
                Cell::words(format!("{LONG_WORD} {MARKS}")),
                Cell::count(0),
                none("belum ada jawaban"),
                none("belum ada jawaban"),
                none("semua responden menjawab sama"),
                Cell::empty(),
            ]),
            Row::body(vec![
                Cell::count(3),
                vec![Span::Blank("nama unsur".into())].into(),
                Cell::count(1_520),
                number(-5, 2),
                share(152, 1000),
                number(48, 3),
                Cell::words("D"),
            ]),
            Row::total(vec![
                Cell::empty(),
                Cell::words("Indeks"),
                Cell::empty(),
                number(8750, 2),
                Cell::empty(),
                Cell::empty(),
                Cell::words("B"),
            ]),
        ],
        notes: vec![
            plain("Mutu menurut batas bawah."),
            vec![
                Span::Plain("Sumber: ".into()),
                Span::Emphasis("jawaban.xlsx".into()),
            ],
        ],
    }
}

/// More than a portrait page holds, with group titles over some columns.
fn wide_table() -> Table {
    let mut columns = vec![Column::marks("No", 5), Column::words("Unit pelayanan", 26)];
    columns.extend((1..=9).map(|u| Column::numbers(format!("U{u}"), 7)));
    columns.push(Column::numbers("Indeks", 8));
    columns.push(Column::marks("Mutu", 6));
    let row = |i: u64| {
        let mut cells = vec![
            Cell::count(i),
            Cell::words(format!("Unit layanan nomor {i}")),
        ];
        cells.extend((1..=9).map(|u| number(300 + u, 2)));
        cells.extend([number(7625, 2), Cell::words("C")]);
        Row::body(cells)
    };
    Table {
        id: "unit".into(),
        label: "Tabel 3.2".into(),
        caption: "Nilai per unit dan unsur".into(),
        kind: TableKind::Reading,
        groups: vec![
            (String::new(), 2),
            ("Nilai rata-rata unsur".into(), 9),
            ("Hasil".into(), 2),
        ],
        columns,
        rows: (1..=32).map(row).collect(),
        notes: Vec::new(),
    }
}

fn data_table(rows: u64) -> Table {
    let mut columns = vec![Column::marks("Nomor responden", 10)];
    columns.extend((1..=9).map(|u| Column::marks(format!("U{u}"), 5)));
    let row = |i: u64| {
        let mut cells = vec![Cell::count(i)];
        cells.extend((1..=9).map(|u| match (i + u) % 11 {
            0 => Cell::empty(),
            code => Cell::count(code % 4 + 1),
        }));
        Row::body(cells)
    };
    Table {
        id: "data".into(),
        label: "Tabel A.1".into(),
        caption: "Jawaban per responden".into(),
        kind: TableKind::Data,
        groups: Vec::new(),
        columns,
        rows: (1..=rows).map(row).collect(),
        notes: Vec::new(),
    }
}

fn entry_table() -> Table {
    let mut kind = Column::words("Jenis kelamin", 20);
    kind.choices = vec!["Laki-laki".into(), "Perempuan".into()];
    Table {
        id: "isian".into(),
        label: String::new(),
        caption: String::new(),
        kind: TableKind::Entry,
        groups: Vec::new(),
        columns: vec![Column::marks("No", 5), kind, Column::words("Saran", 60)],
        rows: (1..=3)
            .map(|i| Row::body(vec![Cell::count(i), Cell::empty(), Cell::empty()]))
            .collect(),
        notes: Vec::new(),
    }
}

fn figure(id: &str, label: &str) -> Block {
    Block::Figure(Figure {
        id: id.into(),
        label: label.into(),
        caption: format!("Nilai per unsur {MARKS}"),
        alt: format!("Batang per unsur; yang terendah sarana {MARKS}"),
        chart: Chart::Profile(ProfileChart {
            panels: Vec::new(),
            note: String::new(),
        }),
        drawn_from: None,
    })
}

/// Every block, span, cell and row there is, and signs that are marks elsewhere.
fn sample() -> Document {
    let lorem = "Survei Kepuasan Masyarakat dilaksanakan untuk mengetahui mutu pelayanan \
                 menurut penerima layanan, unsur demi unsur, dan menjadi dasar perbaikan. ";
    Document {
        language: Language::Id,
        title: format!("Laporan Survei {MARKS}"),
        author: Some("Dinas Kependudukan & Pencatatan Sipil".into()),
        date: Some("2026-06-30".into()),
        cover: Some(Cover {
            above: vec![
                plain("PEMERINTAH KABUPATEN CONTOH"),
                plain("Dinas <Simulasi>"),
            ],
            title: vec![
                plain("LAPORAN PELAKSANAAN"),
                plain("SURVEI KEPUASAN MASYARAKAT (SKM)"),
            ],
            below: vec![plain("PERIODE SEMESTER I"), plain("TAHUN 2026")],
            logo: Some(Image {
                bytes: include_bytes!("fixtures/logo.png").to_vec(),
                pixels: (64, 64),
                alt: "Lambang \"kabupaten\"".into(),
            }),
            foot: vec![plain("Kota Contoh, 2026"), plain("Data simulasi")],
        }),
        contents: Some("Daftar Isi".into()),
        header: "Laporan SKM <Dinas & Rakan> \"2026\"".into(),
        page_word: "Halaman".into(),
        blocks: vec![
            heading(1, "BAB I", "PENDAHULUAN"),
            heading(2, "1.1", "Latar Belakang"),
            ruled("latar_belakang", plain(lorem.repeat(6))),
            paragraph(vec![
                Span::Plain(format!("Tanda {MARKS}, ")),
                Span::Strong("tebal".into()),
                Span::Plain(", ".into()),
                Span::Emphasis("miring".into()),
                Span::Plain(" dan ".into()),
                Span::Blank("nama penanggung jawab <NIP>".into()),
                Span::Plain(".\nBaris kedua.".into()),
            ]),
            Block::List {
                ordered: true,
                items: vec![plain("Pertama"), plain(lorem), plain("# Ketiga")],
            },
            Block::List {
                ordered: false,
                items: vec![
                    plain("Butir <satu>"),
                    vec![Span::Strong("Butir dua".into())],
                ],
            },
            Block::List {
                ordered: true,
                items: vec![plain("Mulai lagi dari satu")],
            },
            heading(2, "1.2", LONG_WORD),
            Block::Note {
                kind: NoteKind::Info,
                text: plain(format!("Catatan {MARKS}\nbaris kedua")),
            },
            Block::Note {
                kind: NoteKind::Caution,
                text: vec![
                    Span::Strong("Hati-hati. ".into()),
                    Span::Plain("Jumlah responden di bawah yang disyaratkan.".into()),
                ],
            },
            heading(1, "BAB II", "HASIL <script>alert('x')</script>"),
            heading(2, "2.1", "Nilai per Unsur"),
            paragraph(plain("1. bukan daftar")),
            Block::Table(reading_table()),
            heading(3, "", "Gambar"),
            figure("nilai-per-unsur", "Gambar 3.1"),
            figure("tren <x>", ""),
            heading(2, "2.2", "Nilai per Unit"),
            paragraph(plain("Tabel berikut melintang.")),
            Block::Table(wide_table()),
            heading(2, "2.3", "Lembar Isian"),
            Block::Table(entry_table()),
            heading(1, "LAMPIRAN", "DATA"),
            Block::Table(data_table(60)),
        ],
    }
}

fn drawn() -> Drawn {
    let mut drawn = Drawn::default();
    for id in ["nilai-per-unsur", "tren <x>"] {
        let picture = Picture {
            svg: include_str!("fixtures/figure.svg").to_owned(),
            width_mm: 160.0,
            height_mm: 80.0,
            png: include_bytes!("fixtures/figure.png").to_vec(),
        };
        drawn.add(id, picture);
    }
    drawn
}

fn sample_docx() -> Vec<u8> {
    docx(&sample(), &drawn()).unwrap()
}

/// One part of a DOCX as text.
fn part(docx: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn named(node: roxmltree::Node, name: &str) -> bool {
    node.has_tag_name((W, name))
}

fn value<'a>(node: roxmltree::Node<'a, '_>) -> &'a str {
    node.attribute((W, "val")).unwrap_or("")
}

fn text_of(node: roxmltree::Node) -> String {
    let texts = node.descendants().filter(|n| named(*n, "t"));
    texts.filter_map(|n| n.text()).collect()
}

#[test]
fn html_is_as_it_was() {
    let page = html(&sample(), &drawn()).unwrap();
    // Stays there, to be looked at.
    std::fs::write(
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("write.html"),
        &page,
    )
    .unwrap();
    // Without the style sheet, which is a file of its own.
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    insta::assert_snapshot!(format!("{before}<style>…</style>{after}"));
}

#[test]
fn markdown_is_as_it_was() {
    insta::assert_snapshot!(markdown(&sample()));
}

#[test]
fn terminal_is_as_it_was() {
    insta::assert_snapshot!(terminal(&sample(), 80));
}

#[test]
fn terminal_keeps_to_its_width() {
    for width in [20, 40, 72, 100, 160] {
        for line in terminal(&sample(), width).lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

/// The text of a DOCX: a line a paragraph, its style in front.
#[test]
fn docx_text_is_as_it_was() {
    let xml = part(&sample_docx(), "word/document.xml");
    let tree = roxmltree::Document::parse(&xml).unwrap();
    let mut out = String::new();
    for node in tree.descendants() {
        if named(node, "tbl") {
            out.push_str("[table]\n");
        } else if named(node, "tr") {
            let cells = node.children().filter(|n| named(*n, "tc"));
            let cells: Vec<String> = cells.map(text_of).collect();
            let head = node.descendants().any(|n| named(n, "tblHeader"));
            let head = if head { "*" } else { " " };
            out.push_str(&format!("  {head} {}\n", cells.join(" | ")));
        } else if named(node, "p") && !node.ancestors().any(|n| named(n, "tbl")) {
            let style = node.descendants().find(|n| named(*n, "pStyle"));
            let style = style.map_or("", |n| value(n));
            out.push_str(&format!("{style}: {}\n", text_of(node)));
            if let Some(size) = node.descendants().find(|n| named(*n, "pgSz")) {
                let turned = size.attribute((W, "orient")).unwrap_or("portrait");
                out.push_str(&format!("[end of section: {turned}]\n"));
            }
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn same_document_same_bytes() {
    assert_eq!(sample_docx(), sample_docx());
    let html = || html(&sample(), &drawn()).unwrap();
    assert_eq!(html(), html());
}

#[test]
fn docx_parts_are_well_formed_and_related() {
    let bytes = sample_docx();
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let names: BTreeSet<String> = archive.file_names().map(str::to_owned).collect();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let date = file.last_modified();
        assert!(
            date.is_none_or(|d| d.year() == 1980),
            "a fixed date: {date:?}"
        );
        if file.name().ends_with(".xml") || file.name().ends_with(".rels") {
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            let name = file.name();
            roxmltree::Document::parse(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        }
    }
    let relations = part(&bytes, "word/_rels/document.xml.rels");
    let relations = roxmltree::Document::parse(&relations).unwrap();
    let mut ids = BTreeSet::new();
    for relation in relations.root_element().children() {
        let target = relation.attribute("Target").unwrap();
        assert!(names.contains(&format!("word/{target}")), "{target}");
        assert!(ids.insert(relation.attribute("Id").unwrap().to_owned()));
    }
    let text = part(&bytes, "word/document.xml");
    let tree = roxmltree::Document::parse(&text).unwrap();
    for attribute in tree.descendants().flat_map(|n| n.attributes()) {
        if attribute
            .namespace()
            .is_some_and(|n| n.ends_with("/relationships"))
        {
            assert!(ids.contains(attribute.value()), "{}", attribute.value());
        }
    }
}

/// The order of children that the schema (ECMA-376, part 1, annex A) asks for.
/// Word calls a file damaged where some of them are broken.
const ORDERS: [(&str, &[&str]); 12] = [
    (
        "pPr",
        &[
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "widowControl",
            "numPr",
            "pBdr",
            "shd",
            "tabs",
            "spacing",
            "ind",
            "jc",
            "outlineLvl",
            "rPr",
            "sectPr",
        ],
    ),
    (
        "rPr",
        &[
            "rStyle",
            "rFonts",
            "b",
            "bCs",
            "i",
            "iCs",
            "color",
            "sz",
            "szCs",
            "highlight",
            "u",
            "shd",
            "vertAlign",
            "lang",
        ],
    ),
    (
        "tblPr",
        &[
            "tblStyle",
            "tblW",
            "jc",
            "tblInd",
            "tblBorders",
            "shd",
            "tblLayout",
            "tblCellMar",
            "tblLook",
            "tblCaption",
            "tblDescription",
        ],
    ),
    (
        "tcPr",
        &["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "vAlign"],
    ),
    ("trPr", &["cantSplit", "trHeight", "tblHeader"]),
    ("tbl", &["tblPr", "tblGrid", "tr"]),
    (
        "sectPr",
        &[
            "headerReference",
            "footerReference",
            "type",
            "pgSz",
            "pgMar",
            "pgNumType",
            "cols",
            "vAlign",
        ],
    ),
    (
        "style",
        &[
            "name",
            "basedOn",
            "next",
            "link",
            "autoRedefine",
            "uiPriority",
            "semiHidden",
            "unhideWhenUsed",
            "qFormat",
            "pPr",
            "rPr",
            "tblPr",
        ],
    ),
    (
        "lvl",
        &["start", "numFmt", "lvlText", "lvlJc", "pPr", "rPr"],
    ),
    ("numbering", &["abstractNum", "num"]),
    (
        "settings",
        &[
            "zoom",
            "defaultTabStop",
            "characterSpacingControl",
            "compat",
            "themeFontLang",
            "decimalSymbol",
            "listSeparator",
        ],
    ),
    (
        "tblBorders",
        &["top", "left", "bottom", "right", "insideH", "insideV"],
    ),
];

#[test]
fn docx_children_stand_in_the_order_of_the_schema() {
    let bytes = sample_docx();
    let mut checked = 0;
    for name in [
        "document",
        "styles",
        "numbering",
        "settings",
        "header1",
        "footer1",
    ] {
        let text = part(&bytes, &format!("word/{name}.xml"));
        let tree = roxmltree::Document::parse(&text).unwrap();
        for node in tree.descendants().filter(roxmltree::Node::is_element) {
            let order = ORDERS.iter().find(|(parent, _)| named(node, parent));
            let Some((parent, order)) = order else {
                continue;
            };
            let place = |child: roxmltree::Node| {
                let child = child.tag_name().name();
                let place = order.iter().position(|name| *name == child);
                place.unwrap_or_else(|| panic!("{child} in {parent} of {name}"))
            };
            let children = node.children().filter(roxmltree::Node::is_element);
            let places: Vec<usize> = children.map(place).collect();
            assert!(places.is_sorted(), "{parent} in {name}: {places:?}");
            checked += 1;
        }
    }
    assert!(checked > 1000, "only {checked} elements");
}

#[test]
fn docx_ids_are_unique_and_links_have_an_end() {
    let bytes = sample_docx();
    let text = part(&bytes, "word/document.xml");
    let tree = roxmltree::Document::parse(&text).unwrap();
    let all = |name: &'static str| tree.descendants().filter(move |n| named(*n, name));
    let mut names = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for mark in all("bookmarkStart") {
        assert!(names.insert(mark.attribute((W, "name")).unwrap()));
        assert!(ids.insert(mark.attribute((W, "id")).unwrap()));
    }
    let ends: Vec<&str> = all("bookmarkEnd")
        .filter_map(|n| n.attribute((W, "id")))
        .collect();
    assert_eq!(ends.len(), ids.len());
    let links: Vec<&str> = all("hyperlink")
        .filter_map(|n| n.attribute((W, "anchor")))
        .collect();
    assert_eq!(links.len(), 8, "an entry for each heading of level 1 and 2");
    assert!(links.iter().all(|link| names.contains(link)));
    let pictures = tree
        .descendants()
        .filter(|n| n.tag_name().name() == "docPr");
    let pictures: Vec<_> = pictures
        .map(|n| (n.attribute("id").unwrap(), n.attribute("descr").unwrap()))
        .collect();
    assert_eq!(pictures.len(), 3);
    assert_eq!(
        pictures
            .iter()
            .map(|(id, _)| id)
            .collect::<BTreeSet<_>>()
            .len(),
        3
    );
    assert!(pictures.iter().all(|(_, alt)| !alt.is_empty()));
    let fields = |kind| {
        all("fldChar")
            .filter(|n| n.attribute((W, "fldCharType")) == Some(kind))
            .count()
    };
    assert_eq!(fields("begin"), fields("end"));
    assert_eq!(
        fields("begin"),
        9,
        "the list and a page number for each entry"
    );
    let styles = part(&bytes, "word/styles.xml");
    let styles = roxmltree::Document::parse(&styles).unwrap();
    let known: BTreeSet<&str> = styles
        .descendants()
        .filter_map(|n| n.attribute((W, "styleId")))
        .collect();
    for name in ["pStyle", "rStyle", "tblStyle"] {
        for node in all(name) {
            assert!(known.contains(value(node)), "style {}", value(node));
        }
    }
}

#[test]
fn docx_rows_fill_their_grid() {
    let text = part(&sample_docx(), "word/document.xml");
    let tree = roxmltree::Document::parse(&text).unwrap();
    for table in tree.descendants().filter(|n| named(*n, "tbl")) {
        let columns = table.descendants().filter(|n| named(*n, "gridCol")).count();
        for row in table.children().filter(|n| named(*n, "tr")) {
            let spans = row.children().filter(|n| named(*n, "tc")).map(|cell| {
                let span = cell.descendants().find(|n| named(*n, "gridSpan"));
                span.map_or(1, |n| value(n).parse().unwrap())
            });
            assert_eq!(spans.sum::<usize>(), columns);
            let whole = row.descendants().any(|n| named(n, "cantSplit"));
            assert!(whole, "no row is on two pages");
        }
        assert!(table.descendants().any(|n| named(n, "tblHeader")));
    }
}

#[test]
fn docx_opens_no_table_wider_than_word_can() {
    let columns = (0..130)
        .map(|i| Column::marks(format!("P{i}"), 5))
        .collect();
    let row = |i: u64| Row::body((0..130).map(|c| Cell::count(i * 1000 + c)).collect());
    let table = Table {
        groups: vec![(String::new(), 1), ("Bagian A".into(), 129)],
        columns,
        rows: (1..=3).map(row).collect(),
        ..data_table(0)
    };
    let document = Document {
        blocks: vec![Block::Table(table)],
        cover: None,
        contents: None,
        ..sample()
    };
    let text = part(&docx(&document, &drawn()).unwrap(), "word/document.xml");
    let tree = roxmltree::Document::parse(&text).unwrap();
    let tables = tree.descendants().filter(|n| named(*n, "tbl"));
    let columns: Vec<usize> = tables
        .map(|t| t.descendants().filter(|n| named(*n, "gridCol")).count())
        .collect();
    assert_eq!(columns, [60, 60, 12]);
    assert!(text.contains(">P0<"));
    for i in 1..130 {
        assert!(text.contains(&format!(">Bagian A P{i}<")), "column {i}");
    }
}

#[test]
fn docx_language_follows_the_document() {
    let id = part(&sample_docx(), "word/styles.xml");
    assert!(id.contains("w:val=\"id-ID\""));
    let document = Document {
        language: Language::En,
        ..sample()
    };
    let bytes = docx(&document, &drawn()).unwrap();
    assert!(part(&bytes, "word/styles.xml").contains("w:val=\"en-US\""));
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("2026-06-30T00:00:00Z"));
    assert!(core.contains("Dinas Kependudukan &amp; Pencatatan Sipil"));
}

#[test]
fn five_thousand_rows_stay_small() {
    let document = Document {
        blocks: vec![heading(1, "", "Data"), Block::Table(data_table(5_000))],
        ..sample()
    };
    let bytes = docx(&document, &drawn()).unwrap();
    assert!(bytes.len() < 200_000, "{} bytes", bytes.len());
    let text = part(&bytes, "word/document.xml");
    assert_eq!(text.matches("<w:tbl>").count(), 10, "pieces of 500 rows");
    assert_eq!(text.matches("<w:tr>").count(), 5_010);
    let page = html(&document, &drawn()).unwrap();
    assert_eq!(page.matches("<tr>").count(), 5_001);
}

#[test]
fn a_figure_not_drawn_is_an_error_with_its_name() {
    let error = docx(&sample(), &Drawn::default()).unwrap_err();
    assert!(error.say(Language::En).contains("nilai-per-unsur"));
    assert!(html(&sample(), &Drawn::default()).is_err());
}

/// A document whose every text of a user is an attack on a page.
fn attacked(attack: &str) -> Document {
    let text = || -> Text {
        let attack = attack.to_owned();
        vec![
            Span::Plain(attack.clone()),
            Span::Strong(attack.clone()),
            Span::Emphasis(attack.clone()),
            Span::Blank(attack),
        ]
    };
    let lines = || vec![text()];
    let Block::Figure(figure) = figure("nilai-per-unsur", attack) else {
        unreachable!()
    };
    let table = Table {
        id: attack.into(),
        label: attack.into(),
        caption: attack.into(),
        kind: TableKind::Reading,
        groups: vec![(attack.into(), 1), (String::new(), 1)],
        columns: vec![Column::words(attack, 10), Column::numbers(attack, 10)],
        rows: vec![Row::body(vec![text().into(), none(attack)])],
        notes: lines(),
    };
    Document {
        title: attack.into(),
        author: Some(attack.into()),
        header: attack.into(),
        page_word: attack.into(),
        contents: Some(attack.into()),
        cover: Some(Cover {
            above: lines(),
            title: lines(),
            below: lines(),
            logo: Some(Image {
                bytes: Vec::new(),
                pixels: (0, 0),
                alt: attack.into(),
            }),
            foot: lines(),
        }),
        blocks: vec![
            heading(1, attack, attack),
            ruled(attack, text()),
            Block::List {
                ordered: false,
                items: lines(),
            },
            Block::Table(table),
            Block::Figure(Figure {
                alt: attack.into(),
                caption: attack.into(),
                ..figure
            }),
            Block::Note {
                kind: NoteKind::Info,
                text: text(),
            },
        ],
        date: Some(attack.into()),
        language: Language::Id,
    }
}

#[test]
fn no_text_of_a_user_becomes_markup() {
    for attack in [
        "<script>alert(1)</script>",
        "\" onload=\"alert(1)",
        "</style><img src=x>",
        "'><svg/onload=1>",
    ] {
        let document = attacked(attack);
        let page = html(&document, &drawn()).unwrap();
        for mark in ["<script", " onload=\"", "<img src=x", "<svg/"] {
            assert!(!page.contains(mark), "{mark} of {attack}");
        }
        assert_eq!(page.matches("</style>").count(), 1);
        let bytes = docx(&document, &drawn()).unwrap();
        for name in [
            "word/document.xml",
            "word/header1.xml",
            "word/footer1.xml",
            "docProps/core.xml",
        ] {
            let text = part(&bytes, name);
            roxmltree::Document::parse(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        }
        let text = markdown(&document);
        assert!(!text.contains("<s") && !text.contains("<i"), "{text}");
    }
}

#[test]
fn control_characters_reach_no_format() {
    let document = attacked("a\u{1b}[31m\u{7}\u{0}b\r\nc");
    let bad = |c: char| c.is_control() && c != '\n';
    assert!(!terminal(&document, 60).contains(bad));
    assert!(!markdown(&document).contains(bad));
    assert!(!html(&document, &drawn()).unwrap().contains(bad));
    assert!(!part(&docx(&document, &drawn()).unwrap(), "word/document.xml").contains(bad));
}

#[test]
fn html_needs_nothing_from_elsewhere() {
    let page = html(&sample(), &drawn()).unwrap();
    for mark in ["<script", "<link", "src=\"http", "url(", "@import"] {
        assert!(!page.contains(mark), "{mark}");
    }
    assert!(page.contains("<html lang=\"id\">"));
    assert!(page.contains("data-rule=\"latar_belakang\""));
    assert_eq!(page.matches("role=\"img\"").count(), 2);
}

/// Nothing in a document is needed for a writer to end well.
#[test]
fn an_empty_document_is_a_document() {
    let table = Table {
        columns: Vec::new(),
        rows: vec![Row::body(vec![Cell::count(1)])],
        groups: vec![("x".into(), 3)],
        ..data_table(0)
    };
    for blocks in [Vec::new(), vec![Block::Table(table)]] {
        let document = Document {
            cover: None,
            blocks,
            date: None,
            author: None,
            ..sample()
        };
        let text = part(&docx(&document, &drawn()).unwrap(), "word/document.xml");
        roxmltree::Document::parse(&text).unwrap();
        html(&document, &drawn()).unwrap();
        markdown(&document);
        terminal(&document, 0);
    }
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
        || Command::new(program).arg("-v").output().is_ok()
}

/// Converts a file with LibreOffice and gives the text of each page.
fn pages(file: &Path, folder: &Path) -> Vec<String> {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let done = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder)
        .arg(file)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let pdf: PathBuf = file.with_extension("pdf");
    let text = Command::new("pdftotext")
        .arg("-layout")
        .arg(&pdf)
        .arg("-")
        .output()
        .unwrap();
    let text = String::from_utf8(text.stdout).unwrap();
    let mut pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
    pages.pop();
    pages
}

/// A table that begins at the foot of a page goes on at the next, wherever it
/// begins.
#[test]
fn libreoffice_loses_no_row() {
    for program in ["soffice", "pdftotext"] {
        if !has(program) {
            println!("SKIPPED libreoffice_loses_no_row: no {program}");
            return;
        }
    }
    // Each table 0.12 mm further down: rows were lost where the first one found
    // room with less than a point to spare.
    const PLACES: u64 = 150;
    let mut figures = Drawn::default();
    let mut blocks = Vec::new();
    for at in 0..PLACES {
        let id = format!("gambar-{at}");
        let mut picture = drawn().get("nilai-per-unsur").unwrap().clone();
        picture.height_mm = 194.0 + 0.12 * at as f64;
        figures.add(&id, picture);
        blocks.push(heading(1, "", "Analisis faktor"));
        blocks.push(figure(&id, "Gambar 1"));
        let rows = (0..16).map(|row| {
            let cells = (0..6).map(|column| Cell::count(100_000 + at * 100 + row * 6 + column));
            Row::body(cells.collect())
        });
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::marks("Komponen", 11),
                Column::numbers("Nilai eigen", 13),
                Column::numbers("Ragam (%)", 14),
                Column::numbers("Kumulatif (%)", 14),
                Column::numbers("Acak: rata-rata", 15),
                Column::numbers("Acak: persentil 95", 15),
            ],
            label: "Tabel 4.5".into(),
            caption: "Nilai eigen dan analisis paralel".into(),
            rows: rows.collect(),
            kind: if at % 4 == 3 {
                TableKind::Apa
            } else {
                TableKind::Reading
            },
            ..data_table(0)
        }));
    }
    let document = Document {
        blocks,
        cover: None,
        contents: None,
        ..sample()
    };
    // Apart from the other test, for LibreOffice locks its profile.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.docx");
    std::fs::write(&file, docx(&document, &figures).unwrap()).unwrap();
    let text = pages(&file, folder.path()).concat();
    let lost = (0..PLACES).flat_map(|at| (0..96).map(move |i| 100_000 + at * 100 + i));
    let lost: Vec<u64> = lost
        .filter(|n| !text.contains(&format!("{}.{:03}", n / 1000, n % 1000)))
        .collect();
    let all = PLACES * 96;
    assert!(lost.is_empty(), "{} of {all} numbers: {lost:?}", lost.len());
}

/// What LibreOffice shows: contents with entries and right pages, the running
/// foot, repeated header rows.
#[test]
fn libreoffice_shows_what_was_written() {
    for program in ["soffice", "pdftotext"] {
        if !has(program) {
            println!("SKIPPED libreoffice_shows_what_was_written: no {program}");
            return;
        }
    }
    // Stays there, to be looked at.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join("write.docx");
    std::fs::write(&file, sample_docx()).unwrap();
    let pages = pages(&file, folder);
    // The fonts of the system decide whether both figures share a page.
    assert!([9, 10].contains(&pages.len()), "{} pages", pages.len());
    assert!(!pages[0].contains("Halaman"), "no foot on the cover");
    for (i, page) in pages.iter().enumerate().skip(1) {
        assert!(
            page.contains(&format!("Halaman {}", i + 1)),
            "foot of page {}",
            i + 1
        );
        assert!(
            page.contains("Laporan SKM <Dinas & Rakan>"),
            "head of page {}",
            i + 1
        );
    }
    let entries: Vec<(String, usize)> = pages[1]
        .lines()
        .filter_map(|line| line.split_once("...."))
        .map(|(text, page)| {
            let page = page.trim_matches(|c: char| c == '.' || c.is_whitespace());
            (
                text.trim_matches(['.', ' ']).to_owned(),
                page.parse().unwrap(),
            )
        })
        .collect();
    let listed: Vec<&str> = entries.iter().map(|(text, _)| text.as_str()).collect();
    for text in [
        "BAB I PENDAHULUAN",
        "1.1 Latar Belakang",
        "2.1 Nilai per Unsur",
        "LAMPIRAN DATA",
    ] {
        assert!(listed.contains(&text), "{text} in {listed:?}");
    }
    for (text, page) in entries.iter().filter(|(text, _)| text.contains(' ')) {
        let there = pages.get(page - 1).is_some_and(|p| p.contains(text));
        assert!(there, "{text} on page {page}");
    }
    let heads = pages
        .iter()
        .filter(|p| p.contains("Nilai rata-rata unsur"))
        .count();
    assert_eq!(
        heads, 2,
        "the header rows of the wide table on both its pages"
    );
}
