//! XLSB workbooks, byte by byte as [MS-XLSB] lays them out: hardly any program but
//! Excel writes them.

use std::io::{Cursor, Write};

/// A sheet of texts; those that are numbers are written as numbers.
#[derive(Default)]
pub struct Sheet<'a> {
    pub name: &'a str,
    pub rows: Vec<Vec<&'a str>>,
    /// 0 shown, 1 hidden, 2 hidden from the list of hidden sheets, too.
    pub state: u32,
    pub hidden_rows: Vec<u32>,
    /// First and last.
    pub hidden_columns: Vec<(u32, u32)>,
}

/// A workbook of these sheets.
pub fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut strings: Vec<&str> = Vec::new();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut list = Vec::new();
    let mut relations = String::new();
    let mut types = String::new();
    record(&mut list, 0x83, &[]);
    record(&mut list, 0x8F, &[]);
    for (at, sheet) in sheets.iter().enumerate() {
        let number = u32::try_from(at + 1).expect("few sheets");
        let id = format!("rId{number}");
        let mut data = [sheet.state.to_le_bytes(), number.to_le_bytes()].concat();
        data.extend(wide(&id));
        data.extend(wide(sheet.name));
        record(&mut list, 0x9C, &data);
        let part = format!("worksheets/sheet{number}.bin");
        relations.push_str(&format!(
            "<Relationship Id=\"{id}\" Type=\"{OFFICE}/relationships/worksheet\" Target=\"{part}\"/>"
        ));
        types.push_str(&content_type(&part, "worksheet"));
        parts.push((format!("xl/{part}"), sheet_part(sheet, &mut strings)));
    }
    record(&mut list, 0x90, &[]);
    record(&mut list, 0x84, &[]);
    relations.push_str(&format!(
        "<Relationship Id=\"rIdS\" Type=\"{OFFICE}/relationships/sharedStrings\" Target=\"sharedStrings.bin\"/>"
    ));
    types.push_str(&content_type("sharedStrings.bin", "sharedStrings"));
    let package = "http://schemas.openxmlformats.org/package/2006";
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    let start = format!(
        "{head}<Types xmlns=\"{package}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"bin\" ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/>{types}</Types>"
    );
    let root = format!(
        "{head}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" \
         Type=\"{OFFICE}/relationships/officeDocument\" Target=\"xl/workbook.bin\"/></Relationships>"
    );
    let relations = format!(
        "{head}<Relationships xmlns=\"{package}/relationships\">{relations}</Relationships>"
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(name, options).expect("a part");
        zip.write_all(bytes).expect("a part");
    };
    put("[Content_Types].xml", start.as_bytes());
    put("_rels/.rels", root.as_bytes());
    put("xl/workbook.bin", &list);
    put("xl/_rels/workbook.bin.rels", relations.as_bytes());
    put("xl/sharedStrings.bin", &strings_part(&strings));
    for (name, bytes) in &parts {
        put(name, bytes);
    }
    zip.finish().expect("a container").into_inner()
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";

fn content_type(part: &str, sort: &str) -> String {
    format!("<Override PartName=\"/xl/{part}\" ContentType=\"application/vnd.ms-excel.{sort}\"/>")
}

/// Numbers in both of their forms, texts shared but for every third, which stands in
/// its cell.
fn sheet_part<'a>(sheet: &Sheet<'a>, strings: &mut Vec<&'a str>) -> Vec<u8> {
    let mut part = Vec::new();
    let height = u32::try_from(sheet.rows.len()).expect("few rows");
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = u32::try_from(width).expect("few columns");
    record(&mut part, 0x81, &[]);
    let last = |many: u32| many.saturating_sub(1);
    let spans = [0, last(height), 0, last(width)];
    record(&mut part, 0x94, &spans.map(u32::to_le_bytes).concat());
    if !sheet.hidden_columns.is_empty() {
        record(&mut part, 0x0186, &[]);
        for (first, last) in &sheet.hidden_columns {
            let mut data = [*first, *last, 2048, 0].map(u32::to_le_bytes).concat();
            data.extend(1_u16.to_le_bytes());
            record(&mut part, 0x3C, &data);
        }
        record(&mut part, 0x0187, &[]);
    }
    record(&mut part, 0x91, &[]);
    for (row, cells) in (0..).zip(&sheet.rows) {
        let hidden = if sheet.hidden_rows.contains(&row) {
            0x10
        } else {
            0
        };
        let mut data = [row, 0].map(u32::to_le_bytes).concat();
        data.extend([0x2C, 0x01, 0, hidden, 0]);
        data.extend([1, 0, last(width)].map(u32::to_le_bytes).concat());
        record(&mut part, 0x00, &data);
        for (column, text) in (0_u32..).zip(cells) {
            if !text.is_empty() {
                cell(&mut part, row, column, text, strings);
            }
        }
    }
    record(&mut part, 0x92, &[]);
    record(&mut part, 0x82, &[]);
    part
}

fn cell<'a>(part: &mut Vec<u8>, row: u32, column: u32, text: &'a str, strings: &mut Vec<&'a str>) {
    let mut data = [column, 0].map(u32::to_le_bytes).concat();
    let third = (row + column).is_multiple_of(3);
    match (text.parse::<f64>(), text.parse::<i32>()) {
        (_, Ok(whole)) if third => {
            data.extend(((whole << 2) | 2).to_le_bytes());
            record(part, 0x02, &data);
        }
        (Ok(number), _) => {
            data.extend(number.to_le_bytes());
            record(part, 0x05, &data);
        }
        _ if third => {
            data.extend(wide(text));
            record(part, 0x06, &data);
        }
        _ => {
            let known = strings.iter().position(|known| *known == text);
            let at = known.unwrap_or_else(|| {
                strings.push(text);
                strings.len() - 1
            });
            data.extend(u32::try_from(at).expect("few texts").to_le_bytes());
            record(part, 0x07, &data);
        }
    }
}

fn strings_part(strings: &[&str]) -> Vec<u8> {
    let mut part = Vec::new();
    let many = u32::try_from(strings.len()).expect("few texts");
    record(
        &mut part,
        0x9F,
        &[many, many].map(u32::to_le_bytes).concat(),
    );
    for text in strings {
        record(&mut part, 0x13, &[vec![0], wide(text)].concat());
    }
    record(&mut part, 0xA0, &[]);
    part
}

/// A text of letters of two bytes, with how many there are.
fn wide(text: &str) -> Vec<u8> {
    let letters: Vec<u16> = text.encode_utf16().collect();
    let many = u32::try_from(letters.len()).expect("a short text");
    let mut data = many.to_le_bytes().to_vec();
    data.extend(letters.into_iter().flat_map(u16::to_le_bytes));
    data
}

/// A record: its kind in one byte or two, its length in one to four.
fn record(to: &mut Vec<u8>, kind: u16, data: &[u8]) {
    let [low, high] = kind.to_le_bytes();
    match kind {
        0..0x80 => to.push(low),
        // The eighth bit of the first byte says that another follows.
        _ => to.extend([low | 0x80, (high << 1) | (low >> 7)]),
    }
    let mut length = data.len();
    loop {
        let byte = (length & 0x7F) as u8;
        length >>= 7;
        if length == 0 {
            to.push(byte);
            break;
        }
        to.push(byte | 0x80);
    }
    to.extend(data);
}

/// Made-up answers of 40 respondents as text, with words, decimals and blanks.
pub fn answers() -> String {
    let mut text = String::from("U1;U2;U3;U4;U5;U6;U7;U8;U9;Layanan;Lama\n");
    for row in 1..=40 {
        for column in 0..9 {
            match (row * 5 + column) % 29 {
                0 => text.push(';'),
                _ => text.push_str(&format!(
                    "{};",
                    1 + (row * 7 + column * 3 + row * column) % 4
                )),
            }
        }
        let service = ["KTP", "Kartu Keluarga & lain", "Akta “lahir”"][row % 3];
        text.push_str(&format!("{service};{}.5\n", row * 3));
    }
    text
}
