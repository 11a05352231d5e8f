//! Sheets read row by row against the same sheets read by the library: what is
//! read at all is read alike.

use super::markup::Quick;
use super::package::Package;
use super::sheet_rest::first_of;
use super::{Area, Format, Sheet, workbook};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::Arc;
use zip::write::{SimpleFileOptions, ZipWriter};

const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// Formats of numbers: usual ones by their number, others by their code.
const CODES: [&str; 34] = [
    "General",
    "Standard",
    "0.00",
    "0%",
    "#,##0",
    "@",
    "dd/mm/yyyy",
    "d mmm yyyy",
    "hh:mm",
    "[h]:mm:ss",
    "[mm]",
    "[ss].00",
    "[$-421]dd mmmm yyyy",
    "[$-409]h:mm AM/PM;@",
    "\"hari\" 0",
    "\"d\"0",
    "\\d0",
    "_d0",
    "*d0",
    "0.00;[Red]-0.00",
    "[Red]0",
    "[Blue]dd/mm",
    "[>=100]0;d",
    "#,##0\\ [$Rp-421]",
    "0.0 \"m\"",
    "yyyy\\-mm\\-dd",
    "mmm-yy",
    "A/P",
    "ha/p",
    "0;dd",
    "[hs]0",
    "[]0",
    "E+00",
    "\"unclosed d",
];

/// The parts of a workbook with one sheet.
#[derive(Clone)]
struct Parts {
    sheet: String,
    strings: String,
    workbook: String,
    styles: String,
}

impl Parts {
    fn of(cells: &str) -> Parts {
        let name = r#"<sheet name="Data &amp; Saran" sheetId="1" r:id="rId1"/>"#;
        let code = |(at, code): (usize, &&str)| {
            let code = code
                .replace('&', "&amp;")
                .replace('"', "&quot;")
                .replace('>', "&gt;");
            format!("<numFmt numFmtId=\"{}\" formatCode=\"{code}\"/>", 164 + at)
        };
        let codes: String = CODES.iter().enumerate().map(code).collect();
        let own = (0..CODES.len()).map(|at| 164 + at);
        let style = |id| format!("<xf numFmtId=\"{id}\" fontId=\"0\"/>");
        let styles: String = (0..60).chain(own).map(style).collect();
        Parts {
            sheet: format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\"x\"><dimension ref=\"A1\"/><sheetData>{cells}</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:C2\"/></mergeCells></worksheet>"
            ),
            strings: "<sst xmlns=\"x\"><si><t>Baik</t></si><si><r><t xml:space=\"preserve\">Sangat </t></r><r><rPr><b/></rPr><t>Baik</t></r></si><si/><si><t>\"kutip\" &lt;a&gt; é</t></si><si><t xml:space=\"preserve\">  _x000D_ x </t></si></sst>".into(),
            workbook: format!("<workbook xmlns:r=\"r\"><workbookPr/><sheets>{name}</sheets></workbook>"),
            styles: format!("<styleSheet><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>"),
        }
    }

    fn packed(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [
            ("_rels/.rels", ROOT),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/workbook.xml", &self.workbook),
            ("xl/styles.xml", &self.styles),
            ("xl/sharedStrings.xml", &self.strings),
            ("xl/worksheets/sheet1.xml", &self.sheet),
        ] {
            let started = writer.start_file(name, SimpleFileOptions::default());
            started.expect("started");
            writer.write_all(text.as_bytes()).expect("written");
        }
        writer.finish().expect("finished").into_inner()
    }
}

/// The sheets of a file, read row by row to their ends.
pub(super) fn by_rows(path: &Path) -> Quick<Vec<Sheet>> {
    let file: Arc<str> = "a.xlsx".into();
    let package = Package::open(path, &file, 0)?;
    let sheets = package.sheets.iter();
    sheets
        .map(|part| first_of(path, &file, part, &package.meaning, u64::MAX))
        .collect()
}

type Seen = (
    Option<String>,
    bool,
    Vec<Area>,
    u32,
    Vec<Vec<(u32, String)>>,
);

pub(super) fn seen(sheet: &Sheet) -> Seen {
    let rows = &sheet.rows;
    let cells = |row| rows.filled(row).map(|(at, text)| (at, text.to_owned()));
    let name = rows.sheet().map(|name| name.to_string());
    let cells = rows.span().map(|row| cells(row).collect()).collect();
    (
        name,
        sheet.hidden,
        sheet.merges.clone(),
        rows.width(),
        cells,
    )
}

/// Compares both readings; gives whether the rows were read one by one.
fn compare(bytes: &[u8], what: &str) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.xlsx");
    std::fs::write(&path, bytes).expect("written");
    let Ok(rows) = by_rows(&path) else {
        return false;
    };
    let whole = workbook::read(bytes, &Format::Xlsx, &"a.xlsx".into());
    let whole = whole.unwrap_or_else(|error| panic!("{error}: {what}"));
    let (rows, whole): (Vec<Seen>, Vec<Seen>) = (
        rows.iter().map(seen).collect(),
        whole.iter().map(seen).collect(),
    );
    assert_eq!(rows, whole, "{what}");
    true
}

#[test]
fn numbers_of_every_format_read_as_the_library_reads_them() {
    let styles = 60 + CODES.len();
    let cell = |style: usize| {
        format!("<row><c s=\"{style}\"><v>45000.5</v></c><c s=\"{style}\"><v>0.25</v></c></row>")
    };
    let cells: String = (0..=styles).map(cell).collect();
    let mut parts = Parts::of(&cells);
    assert!(compare(&parts.packed(), "from 1900"));
    parts.workbook = parts
        .workbook
        .replace("<workbookPr/>", "<workbookPr date1904=\"1\"/>");
    assert!(compare(&parts.packed(), "from 1904"));
}

#[test]
fn what_is_rarely_written_is_left_to_the_library() {
    let read = |cells: &str| compare(&Parts::of(cells).packed(), cells);
    for sure in [
        "<row r=\"1\"/><row r=\"3\" spans=\"1:3\"><c r=\"B3\" s=\"1\"/><c r=\"D3\"><v>7</v></c></row>",
        "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
        "<row>\r\n <c><v>1</v></c>\n\t<c t=\"b\"><v>1</v></c></row>",
        "<row><c t=\"str\"><f>A1&amp;\"x\"</f><v>a &amp; b_x0041_</v></c><c><f si=\"1\" t=\"shared\"/><v>2.50</v></c></row>",
        "<row><c t=\"e\"><v>#DIV/0!</v></c><c t=\"d\"><v>2026-01-02T03:04:05</v></c></row>",
        "<row><c t=\"inlineStr\"><is><t xml:space=\"preserve\"> a\"b </t></is></c><c t=\"inlineStr\"><is><t>\"x\"</t></is></c></row>",
        "<row><c t=\"s\"><v>1</v></c><c t=\"s\"><v>4</v></c><c t=\"s\"><v>3</v></c><c t=\"s\"><v>2</v></c></row>",
        "<row><c><v>-0</v></c><c><v>1E+2</v></c><c><v>007</v></c><c><v>12345678901234567890</v></c><c><v/></c><c><v></v></c></row>",
    ] {
        assert!(read(sure), "{sure}");
    }
    for unsure in [
        "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>",
        "<row><!-- x --><c><v>1</v></c></row>",
        "<row><c><v>1 </v></c></row>",
        "<row><c t=\"s\"><v>9</v></c></row>",
        "<x:row><x:c><x:v>1</x:v></x:c></x:row>",
        "<row><c t=\"inlineStr\"><is><t><![CDATA[x]]></t></is></c></row>",
    ] {
        assert!(!read(unsure), "{unsure}");
    }
}

/// A cell in one of many forms.
fn cell() -> impl Strategy<Value = String> {
    let sort = prop::sample::select(vec![
        "",
        " t=\"n\"",
        " t=\"s\"",
        " t=\"str\"",
        " t=\"b\"",
        " t=\"e\"",
        " t=\"inlineStr\"",
        " t=\"d\"",
    ]);
    let value = prop::sample::select(vec![
        "1",
        "0",
        "4",
        "3.5",
        "-2",
        "1e3",
        "",
        "Baik",
        " x ",
        "a &amp; b",
        "#N/A",
        "2026-03-01",
        "&#233;",
        "\"q\"",
        "_x0041_",
        "é",
    ]);
    let style = prop::option::of(0_usize..100);
    let shape = 0..7;
    (sort, value, style, shape).prop_map(|(sort, value, style, shape)| {
        let style = style.map_or(String::new(), |style| format!(" s=\"{style}\""));
        match shape {
            0 => format!("<c{style}{sort}/>"),
            1 => format!("<c{style}{sort}><f>A1</f><v>{value}</v></c>"),
            2 => format!("<c{style}{sort}><is><t>{value}</t></is></c>"),
            3 => format!("<c{style}{sort}><is><r><t>{value}</t></r><r><t xml:space=\"preserve\">{value}</t></r></is></c>"),
            _ => format!("<c{style}{sort}><v>{value}</v></c>"),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn cells_read_as_the_library_reads_them(rows in prop::collection::vec(prop::collection::vec(cell(), 0..6), 0..6)) {
        let rows: String = rows.iter().map(|cells| format!("<row>{}</row>", cells.concat())).collect();
        compare(&Parts::of(&rows).packed(), &rows);
    }

    #[test]
    fn a_sheet_with_any_letter_changed_reads_as_the_library_reads_it(
        rows in prop::collection::vec(prop::collection::vec(cell(), 1..4), 1..4),
        part in 0..3,
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b"<>/\"'=& ;ctrsviA19\n!?:".to_vec())), 1..3),
    ) {
        let rows: String = rows.iter().map(|cells| format!("<row>{}</row>", cells.concat())).collect();
        let mut parts = Parts::of(&rows);
        let text = if part == 0 { &mut parts.strings } else { &mut parts.sheet };
        // What stands around the cells is read by nobody here.
        let start = text.find("<sheetData>").map_or(0, |at| at + 11);
        let end = text.find("</sheetData>").unwrap_or(text.len());
        let mut bytes = text.clone().into_bytes();
        for (at, byte) in changes {
            if start < end {
                bytes[start + at.index(end - start)] = byte;
            }
        }
        // Only what is still text: the file could not be read at all otherwise.
        if let Ok(changed) = String::from_utf8(bytes) {
            *text = changed;
            let what = format!("{}\n{}\n{}", parts.sheet, parts.strings, parts.workbook);
            compare(&parts.packed(), &what);
        }
    }
}

#[test]
fn the_fixtures_read_as_the_library_reads_them() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/real");
    if !real.is_dir() {
        println!("SKIPPED the_fixtures_read_as_the_library_reads_them on real files: not at hand");
    }
    let (mut all, mut quick) = (0, 0);
    for folder in [fixtures, real] {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|end| end == "xlsx") {
                let bytes = std::fs::read(&path).expect("read");
                all += 1;
                quick += u32::from(compare(&bytes, &path.display().to_string()));
            }
        }
    }
    println!("{quick} of {all} workbooks read row by row");
    assert!(quick * 10 >= all * 9, "{quick} of {all}");
}
