//! The finder of tables, on sheets drawn as text: a row a line, a `|` between
//! cells.

use super::*;
use proptest::prelude::*;

fn sheet(drawing: &str) -> Sheet {
    let lines: Vec<&str> = drawing.trim_matches('\n').lines().collect();
    let width = lines.iter().map(|line| line.split('|').count()).max();
    let mut rows = Rows::new(
        "a.xlsx".into(),
        Some("S".into()),
        0,
        width.unwrap_or(0) as u32,
    );
    for line in lines {
        rows.push(line.split('|').map(str::trim));
    }
    Sheet::of(rows)
}

fn merge(sheet: &mut Sheet, rows: (u32, u32), columns: (u32, u32)) {
    sheet.merges.push(Area {
        first_row: rows.0,
        last_row: rows.1,
        first_column: columns.0,
        last_column: columns.1,
    });
}

fn best(sheet: &Sheet) -> Table {
    let tables = find_tables(sheet, &Where::default());
    tables.into_iter().next().expect("a table")
}

/// Header rows and the body's rows, as a spreadsheet numbers them.
fn check(drawing: &str, header: (u32, u32), body: &[u32]) -> Table {
    let table = best(&sheet(drawing));
    assert_eq!(
        (table.header.0 + 1, table.header.1 + 1),
        header,
        "{drawing}"
    );
    let found: Vec<u32> = table.body.iter().map(|row| row + 1).collect();
    assert_eq!(found, body, "{drawing}");
    table
}

fn columns(table: &Table) -> Vec<(String, Option<String>)> {
    let columns = table.columns.iter();
    columns.map(|h| (h.text.clone(), h.group.clone())).collect()
}

#[test]
fn a_plain_table_is_found() {
    let table = check("Nama|U1|U2\nAyu|3|4\nBudi|2|4", (1, 1), &[2, 3]);
    assert_eq!(table.columns[1].text, "U1");
    assert!(table.left_out.is_empty());
}

#[test]
fn title_rows_and_notes_above_are_left_out() {
    let table = check(
        "LAPORAN SURVEI\nUnit:|Dinas Dukcapil\nPeriode:|2026\n\nNo|Nama|U1|U2|U3\n1|Ayu|3|4|4\n2|Budi|2|4|1\n3|Citra|2|4|1",
        (5, 5),
        &[6, 7, 8],
    );
    assert_eq!(table.left_out[0].why, WhyLeftOut::Title);
    assert_eq!(
        (
            table.left_out[0].area.first_row,
            table.left_out[0].area.last_row
        ),
        (0, 2)
    );
    // Without a blank row between.
    check(
        "SURVEI\nUnit:|Dinas\nNo|Nama|U1|U2|U3\n1|Ayu|3|4|4\n2|Budi|2|4|1",
        (3, 3),
        &[4, 5],
    );
}

#[test]
fn answers_in_words_are_no_header() {
    let rows =
        "L|S1|Sesuai|Mudah\nP|SMA|Sesuai|Mudah\nL|S1|Kurang sesuai|Mudah\nP|S1|Sesuai|Sangat mudah";
    check(
        &format!("JK|Pendidikan|U1|U2\n{rows}"),
        (1, 1),
        &[2, 3, 4, 5],
    );
    check(
        &format!("JK|Pendidikan|U1|U2\n\n{rows}"),
        (1, 1),
        &[3, 4, 5, 6],
    );
    // Without a header there is no table, rather than one less respondent.
    assert!(find_tables(&sheet(rows), &Where::default()).is_empty());
    assert!(find_tables(&sheet("1|2|3\n4|4|4\n3|2|3\n1|1|1"), &Where::default()).is_empty());
}

#[test]
fn totals_below_are_left_out_whatever_they_are_called() {
    let data = "No|Nama|U1|U2\n1|Ayu|3|4\n2|Budi|2|4\n3|Citra|2|2\n4|Dedi|4|4\n5|Euis|4|4";
    let below = [
        "|Jumlah|15|18",
        "TOTAL||15|18",
        "|Rata-rata|3|3,6",
        "Σ nilai per unsur||15|18\nNRR per unsur||3|3.6\nNRR tertimbang||0.33|0.4",
        "Nilai rata-rata||3|3.6",
        "IKM unit pelayanan||83.4|90",
        "||15|18\n||3|3.6",
        "\nCount:||5|5\nAverage:||3|3.6",
        "\n\nNo|Unsur|Nilai\n1|U1|3\n2|U2|3,6",
        "\nMengetahui,\n\nKepala Dinas",
        "Sumber: data primer, diolah",
    ];
    for below in below {
        check(&format!("{data}\n{below}"), (1, 1), &[2, 3, 4, 5, 6]);
    }
}

#[test]
fn the_official_annex_gives_its_respondents() {
    let mut sheet = sheet(
        "PENGOLAHAN DATA SURVEI KEPUASAN MASYARAKAT PER RESPONDEN DAN PER UNSUR PELAYANAN
Unit pelayanan|: Kantor Contoh
Alamat|: Jalan Contoh 1

NO. RESP|NILAI UNSUR PELAYANAN||||||||
|U1|U2|U3|U4|U5|U6|U7|U8|U9
(1)|(2)|(3)|(4)|(5)|(6)|(7)|(8)|(9)|(10)
1|3|4|3|4|3|3|3|4|3
2|4|4|3|4|3|3|3|4|3
3|3|3|3|4|4|3|3|4|3
4|3|4|2|4|3|3|4|4|1
ΣNilai /Unsur|13|15|11|16|13|12|13|16|10
NRR / Unsur|3.25|3.75|2.75|4|3.25|3|3.25|4|2.5
NRR tertbg/ unsur|0.36|0.42|0.31|0.44|0.36|0.33|0.36|0.44|0.28|*) 3.3
IKM Unit pelayanan|||||||||**) 82.64
Keterangan :
- U1 s.d. U9|= Unsur-Unsur pelayanan
- NRR|= Nilai rata-rata

Mutu Pelayanan :
A (Sangat Baik)|: 88,31 - 100,00
B (Baik)|: 76,61 - 88,30",
    );
    merge(&mut sheet, (0, 0), (0, 9));
    merge(&mut sheet, (4, 5), (0, 0));
    merge(&mut sheet, (4, 4), (1, 9));
    let table = best(&sheet);
    assert_eq!(table.header, (4, 5));
    assert!(table.body.iter().eq(7..11));
    assert_eq!(table.columns.len(), 10);
    assert_eq!(
        table.columns[9].group.as_deref(),
        Some("NILAI UNSUR PELAYANAN")
    );
}

#[test]
fn names_below_codes_are_a_second_header_row() {
    let table = check(
        "No|Nama|U1|U2|U3\n||Persyaratan|Prosedur|Waktu\n1|Ayu|3|4|4\n2|Budi|2|4|1",
        (1, 2),
        &[3, 4],
    );
    let third = (
        table.columns[2].text.as_str(),
        table.columns[2].group.as_deref(),
    );
    assert_eq!(third, ("Persyaratan", Some("U1")));
    assert_eq!(table.columns[1].text, "Nama");
}

#[test]
fn a_row_that_numbers_the_columns_is_no_respondent() {
    check(
        "No|Nama|U1|U2|U3|U4\n1|2|3|4|5|6\n1|Ayu|3|4|4|2\n2|Budi|2|4|1|1",
        (1, 1),
        &[3, 4],
    );
    check("No|U1|U2|U3|U4\n1|2|3|4|5\n2|4|4|4|4", (1, 1), &[2, 3]);
}

#[test]
fn words_typed_after_a_gap_instead_of_codes_are_respondents() {
    check(
        "Nama|U1|U2|U3\nAyu|3|4|4\nBudi|2|4|1\nCitra|4|4|4\nDedi|3|3|3\nEuis|4|3|4\n\nFajar|Baik|Cukup|Baik\nGita|Baik|Cukup|Baik\nHadi|Cukup|Cukup|Baik\nIda|Baik|Baik|Cukup\nJoko|4|4|2",
        (1, 1),
        &[2, 3, 4, 5, 6, 8, 9, 10, 11, 12],
    );
}

#[test]
fn respondents_are_not_lost() {
    // Blank rows between, few answers, a name that reads like a total, a
    // respondent after a subtotal.
    let cases: [(&str, &[u32]); 5] = [
        (
            "No|Nama|U1|U2\n1|Ayu|3|4\n\n2|Budi|2|4\n\n\n3|Citra|2|2",
            &[2, 4, 7],
        ),
        ("No|Nama|U1|U2\n1|Ayu|3|4\n2|Budi||\n3|Citra|2|", &[2, 3, 4]),
        (
            "Nama|JK|U1|U2\nTotal Wibowo|L|3|4\nJumlah|P|2|4\nMean|L|2|4",
            &[2, 3, 4],
        ),
        (
            "No|Nama|U1|U2\n1|Ayu|3|4\n2|Budi|2|4\nJumlah||5|8\n3|Citra|2|2\n4|Dedi|2|2\nJumlah||4|4",
            &[2, 3, 5, 6],
        ),
        (
            "Layanan|U1|U2\nKTP|3|4\nTotal station|4|4\nKTP|1|1\nTotal station|4|1",
            &[2, 3, 4, 5],
        ),
    ];
    for (drawing, body) in cases {
        check(drawing, (1, 1), body);
    }
}

#[test]
fn a_header_said_again_is_no_respondent() {
    let table = check(
        "Nama|JK|U1\nAyu|P|3\nBudi|L|2\nNama|JK|U1\nCitra|P|2",
        (1, 1),
        &[2, 3, 5],
    );
    assert_eq!(table.left_out[0].why, WhyLeftOut::Title);
    // After a blank row it begins another table.
    let both = sheet("Nama|JK|U1\nAyu|P|3\nBudi|L|2\n\nNama|JK|U1\nCitra|P|2");
    assert_eq!(find_tables(&both, &Where::default()).len(), 2);
}

#[test]
fn merged_group_titles_cover_their_columns_only() {
    let mut sheet =
        sheet("No|Profil||Unsur|||\n|Nama|JK|U1|U2|U3|U4\n1|Ayu|P|3|3|3|2\n2|Budi|L|3|3|3|1");
    merge(&mut sheet, (0, 1), (0, 0));
    merge(&mut sheet, (0, 0), (1, 2));
    merge(&mut sheet, (0, 0), (3, 5));
    let table = best(&sheet);
    assert_eq!((table.header, table.body.len()), ((0, 1), 2));
    let group = |name: &str| Some(name.to_string());
    assert_eq!(
        columns(&table),
        [
            ("No".to_string(), None),
            ("Nama".to_string(), group("Profil")),
            ("JK".to_string(), group("Profil")),
            ("U1".to_string(), group("Unsur")),
            ("U2".to_string(), group("Unsur")),
            ("U3".to_string(), group("Unsur")),
            ("U4".to_string(), None),
        ]
    );
}

#[test]
fn numbers_under_a_merged_title_are_headers() {
    let mut sheet = sheet("No|Nama|Jawaban||\n||1|2|3\n1|Ayu|A|B|A\n2|Budi|B|B|A\n3|Citra|B|A|A");
    merge(&mut sheet, (0, 0), (2, 4));
    merge(&mut sheet, (0, 1), (0, 0));
    merge(&mut sheet, (0, 1), (1, 1));
    let table = best(&sheet);
    assert_eq!((table.header, table.body.len()), ((0, 1), 3));
    assert_eq!(
        columns(&table)[4],
        ("3".to_string(), Some("Jawaban".to_string()))
    );
}

#[test]
fn two_header_rows_without_merges_are_one_header() {
    let cases = [
        // Leaves above, codes below their group.
        "No|Nama|JK|Unsur pelayanan|||\n|||U1|U2|U3|U4\n1|Ayu|P|3|3|3|2\n2|Budi|L|3|3|3|1",
        // Every column has a sub-header.
        "Profil|||Unsur|||\nNo|Nama|JK|U1|U2|U3|U4\n1|Ayu|P|3|3|3|2\n2|Budi|L|3|3|3|1",
        // The title of the group stands alone.
        "|||Unsur|||\nNo|Nama|JK|U1|U2|U3|U4\n1|Ayu|P|3|3|3|2\n2|Budi|L|3|3|3|1",
        // Pairs.
        "No|Nama|Persyaratan||Prosedur||Waktu|\n||Harapan|Kinerja|Harapan|Kinerja|Harapan|Kinerja\n1|Ayu|3|3|3|2|3|4\n2|Budi|3|3|3|1|2|2",
    ];
    for drawing in cases {
        let table = check(drawing, (1, 2), &[3, 4]);
        let columns = columns(&table);
        assert!(columns.len() >= 7 && columns[0].0 == "No", "{columns:?}");
        assert!(columns.last().is_some_and(|(_, group)| group.is_some()));
    }
    let three = check(
        "Data|||Penilaian|||\nProfil|||Unsur||Sikap|\nNo|Nama|JK|U1|U2|U3|U4\n1|Ayu|P|3|3|3|2\n2|Budi|L|3|3|3|1",
        (1, 3),
        &[4, 5],
    );
    assert_eq!(three.columns[5].group.as_deref(), Some("Penilaian › Sikap"));
}

#[test]
fn a_table_beside_is_another_table() {
    let table = check(
        "Nama|U1|U2||Nilai|Jumlah\nAyu|3|4||3|2\nBudi|2|4||4|3\nCitra|3|3||\nDedi|4|4||\nEuis|4|4||",
        (1, 1),
        &[2, 3, 4, 5, 6],
    );
    assert_eq!(table.columns.len(), 3);
    assert!(
        table
            .left_out
            .iter()
            .any(|left| left.why == WhyLeftOut::OtherTable)
    );
}

#[test]
fn a_blank_column_between_does_not_cut_a_table() {
    let table = check(
        "Nama|JK||U1|U2||Saran\nAyu|P||3|4||\nBudi|L||3|4||lebih cepat\nCitra|P||3|2||",
        (1, 1),
        &[2, 3, 4],
    );
    let texts: Vec<&str> = table.columns.iter().map(|h| h.text.as_str()).collect();
    assert_eq!(texts, ["Nama", "JK", "U1", "U2", "Saran"]);
}

#[test]
fn a_column_without_a_header_is_named_as_left_out() {
    let table = check("|Nama|U1\nx|Ayu|3\ny|Budi|2", (1, 1), &[2, 3]);
    assert_eq!(table.columns.len(), 2);
    let left = &table.left_out[0];
    assert_eq!(
        (left.why, left.area.first_column),
        (WhyLeftOut::NoHeader, 0)
    );
}

#[test]
fn a_template_is_a_table_without_respondents() {
    let table = check("NO|NAMA|U1|U2|U3|*Unsur bisa disesuaikan", (1, 1), &[]);
    assert_eq!(table.columns.len(), 5);
    assert_eq!(table.left_out[0].why, WhyLeftOut::Title);
}

#[test]
fn the_user_can_say_where_the_table_stands() {
    let sheet = sheet("a|b|c\nNama|U1|U2\nAyu|3|4\nBudi|2|4\nCitra|2|1");
    let place = Where {
        header: Some(2),
        ..Where::default()
    };
    let tables = find_tables(&sheet, &place);
    assert_eq!((tables[0].header, tables[0].body.len()), ((1, 1), 3));
    let place = Where {
        range: Some(Area {
            first_row: 1,
            last_row: 3,
            first_column: 0,
            last_column: 1,
        }),
        ..Where::default()
    };
    let tables = find_tables(&sheet, &place);
    assert_eq!(
        (tables[0].body.clone(), tables[0].columns.len()),
        (RowRuns::from_iter([2, 3]), 2)
    );
}

/// A survey as a clerk may lay it out, and the rows its respondents stand in.
#[derive(Debug, Clone)]
struct Layout {
    titles: usize,
    profile: usize,
    items: usize,
    words: bool,
    /// For each respondent the blank rows before it and the answers; 0 is blank.
    respondents: Vec<(usize, Vec<usize>)>,
    total: bool,
}

fn layouts() -> impl Strategy<Value = Layout> {
    let answer = prop::sample::select(vec![1, 1, 2, 2, 3, 3, 3, 4, 4, 0]);
    // After a blank row a name with less than two answers could be anything.
    let answers = prop::collection::vec(answer, 12).prop_map(|mut answers| {
        for answer in answers.iter_mut().take(2) {
            *answer = 1.max(*answer);
        }
        answers
    });
    let gap = prop::sample::select(vec![0, 0, 0, 0, 0, 0, 1, 2]);
    let respondents = prop::collection::vec((gap, answers), 1..40);
    (
        0..4_usize,
        1..=3_usize,
        3..=12_usize,
        any::<bool>(),
        respondents,
        any::<bool>(),
    )
        .prop_map(
            |(titles, profile, items, words, respondents, total)| Layout {
                titles,
                profile,
                items,
                words,
                respondents,
                total,
            },
        )
}

impl Layout {
    /// Sums of the codes; of words there is nothing to sum.
    fn total_line(&self) -> String {
        let sums = (0..self.items).map(|item| {
            let answers = self.respondents.iter().map(|(_, answers)| answers[item]);
            let sum = answers.sum::<usize>().to_string();
            if self.words { String::new() } else { sum }
        });
        let blank = (1..self.profile).map(|_| String::new());
        let cells = std::iter::once("Jumlah".to_string())
            .chain(blank)
            .chain(sums);
        cells.collect::<Vec<_>>().join("|")
    }

    fn draw(&self) -> (Sheet, Vec<u32>) {
        let words = [
            "",
            "Tidak sesuai",
            "Kurang sesuai",
            "Sesuai",
            "Sangat sesuai",
        ];
        let codes = ["", "1", "2", "3", "4"];
        let names = ["Nama", "Jenis kelamin", "Pendidikan"];
        let mut lines: Vec<String> = (0..self.titles).map(|n| format!("Judul {n}")).collect();
        lines.push(String::new());
        let items = (1..=self.items).map(|item| format!("U{item}"));
        let names = names.iter().take(self.profile).map(|name| name.to_string());
        lines.push(names.chain(items).collect::<Vec<_>>().join("|"));
        let mut body = Vec::new();
        for (index, (gap, answers)) in self.respondents.iter().enumerate() {
            lines.extend((0..*gap).map(|_| String::new()));
            body.push(lines.len() as u32);
            let pick = |of: [&str; 3]| of[answers.iter().sum::<usize>() * 7 % 3].to_string();
            let name = format!("Responden {index}");
            let profile = [name, pick(["L", "P", ""]), pick(["SMA", "S1", "S2"])];
            let profile = profile.into_iter().take(self.profile);
            let set = if self.words { words } else { codes };
            let answers = answers
                .iter()
                .take(self.items)
                .map(|code| set[*code].to_string());
            lines.push(profile.chain(answers).collect::<Vec<_>>().join("|"));
        }
        if self.total {
            lines.push(self.total_line());
        }
        (
            sheet(&format!("x\n{}", lines.join("\n"))),
            body.iter().map(|row| row + 1).collect(),
        )
    }
}

proptest! {
    #[test]
    fn no_respondent_is_lost_or_invented(layout in layouts()) {
        let (sheet, body) = layout.draw();
        let table = best(&sheet);
        prop_assert_eq!(table.columns.len(), layout.profile + layout.items);
        prop_assert!(table.body.iter().eq(body));
    }

    #[test]
    fn any_grid_is_searched_without_a_panic(
        cells in prop::collection::vec(prop::collection::vec(0..12_usize, 0..9), 0..40),
        merges in prop::collection::vec((0..12_u32, 0..4_u32, 0..9_u32, 0..4_u32), 0..4),
        header in prop::option::of(0..50_u32),
    ) {
        let words = ["", "", "", "Nama", "U1", "3", "4", "Baik", "TOTAL", "2026-01-01", "-", "Σ"];
        let mut rows = Rows::new("a".into(), None, 0, 9);
        for row in &cells {
            rows.push(row.iter().map(|&word| words[word]));
        }
        let mut sheet = Sheet::of(rows);
        for (row, tall, column, wide) in merges {
            merge(&mut sheet, (row, row + tall), (column, column + wide));
        }
        let place = Where { header, ..Where::default() };
        for table in find_tables(&sheet, &place) {
            let span = sheet.rows.span();
            prop_assert!(table.body.iter().is_sorted());
            prop_assert!(table.body.iter().all(|row| row > table.header.1 && span.contains(&row)));
            prop_assert!(table.columns.iter().all(|header| !header.text.is_empty()));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), start in 0..5_usize) {
        let starts: [&[u8]; 5] = [b"", b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\xFF\xFE", b"a;b\n"];
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.xlsx");
        std::fs::write(&path, [starts[start], &bytes].concat()).expect("written");
        if let Ok(book) = open(&path) {
            for sheet in &book.sheets {
                find_tables(sheet, &Where::default());
            }
        }
    }
}
