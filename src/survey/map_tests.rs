use super::*;
use crate::{ErrorKind, Language};

/// A column with its distinct texts and how often each occurs.
fn column(header: &str, values: &[(&str, u64)]) -> ColumnSample {
    ColumnSample {
        column: 0,
        header: header.into(),
        group: None,
        values: values
            .iter()
            .map(|(text, count)| ((*text).into(), *count))
            .collect(),
        rows: values.iter().map(|(_, count)| count).sum(),
        distinct: values.len() as u64,
    }
}

fn sheet(mut columns: Vec<ColumnSample>) -> Vec<ColumnSample> {
    for (at, column) in columns.iter_mut().enumerate() {
        column.column = at as u32;
    }
    columns
}

const DIGITS: [(&str, u64); 3] = [("4", 30), ("3", 15), ("2", 5)];

/// Fifty different values.
fn all_different(header: &str, text: impl Fn(u64) -> String) -> ColumnSample {
    let values: Vec<(String, u64)> = (0..50).map(|i| (text(i), 1)).collect();
    let borrowed: Vec<(&str, u64)> = values
        .iter()
        .map(|(text, count)| (text.as_str(), *count))
        .collect();
    column(header, &borrowed)
}

fn codes(range: std::ops::RangeInclusive<usize>) -> Vec<ColumnSample> {
    range
        .map(|number| column(&format!("U{number}"), &DIGITS))
        .collect()
}

fn skm(columns: &[ColumnSample], wish: &MappingWish) -> crate::Result<Mapping> {
    map(&Instrument::named("skm-2017").unwrap(), columns, wish)
}

fn likert(columns: &[ColumnSample], wish: &MappingWish) -> crate::Result<Mapping> {
    map(&Instrument::named("likert-5").unwrap(), columns, wish)
}

fn ids(mapping: &Mapping) -> Vec<&str> {
    mapping.items.iter().map(|item| item.id.as_str()).collect()
}

fn items(list: &[&str]) -> MappingWish {
    MappingWish {
        items: list.iter().map(|text| (*text).into()).collect(),
        ..MappingWish::default()
    }
}

fn by(list: &[&str]) -> MappingWish {
    MappingWish {
        by: list.iter().map(|text| (*text).into()).collect(),
        ..MappingWish::default()
    }
}

fn said(error: crate::Error) -> String {
    assert!(!error.say(Language::Id).is_empty());
    error.say(Language::En)
}

#[test]
fn headers_of_the_official_form_find_their_items_in_form_order() {
    let skm_2017 = Instrument::named("skm-2017").unwrap();
    let Items::Fixed(specs) = &skm_2017.items else {
        panic!()
    };
    let mut by_form: Vec<&ItemSpec> = specs.iter().collect();
    by_form.sort_by_key(|spec| spec.form);
    let columns = sheet(
        by_form
            .iter()
            .map(|spec| column(&spec.question.id, &DIGITS))
            .collect(),
    );
    let mapping = skm(&columns, &MappingWish::default()).unwrap();
    let wanted: Vec<&str> = by_form.iter().map(|spec| spec.id.as_str()).collect();
    assert_eq!(ids(&mapping), wanted);
    assert!(
        mapping
            .items
            .iter()
            .all(|item| item.why == WhyMapped::Header && item.weight == (1, 9))
    );
    assert_eq!((mapping.form_order, mapping.missing_items.len()), (None, 0));
}

#[test]
fn every_built_in_item_is_found_by_its_own_name_and_question() {
    for name in ["skm-2017", "skm-2014", "ikm-2004"] {
        let instrument = Instrument::named(name).unwrap();
        let Items::Fixed(specs) = &instrument.items else {
            panic!()
        };
        for text in [
            |spec: &ItemSpec| spec.name.id.clone(),
            |spec: &ItemSpec| spec.question.id.clone(),
        ] {
            let columns = sheet(
                specs
                    .iter()
                    .map(|spec| column(&text(spec), &DIGITS))
                    .collect(),
            );
            let mapping = map(&instrument, &columns, &MappingWish::default()).unwrap();
            let wanted: Vec<&str> = specs.iter().map(|spec| spec.id.as_str()).collect();
            assert_eq!(ids(&mapping), wanted, "{name}");
        }
    }
}

#[test]
fn words_in_the_header_beat_the_number() {
    let mut columns = codes(1..=7);
    columns.push(column("U8 Sarana dan Prasarana", &DIGITS));
    columns.push(column(
        "U9 - Penanganan pengaduan, saran dan masukan",
        &DIGITS,
    ));
    let mapping = skm(&sheet(columns), &MappingWish::default()).unwrap();
    assert_eq!(ids(&mapping)[7..], ["sarana", "pengaduan"]);
    assert_eq!(mapping.form_order, None);
    assert_eq!(mapping.items[0].why, WhyMapped::Code);
}

#[test]
fn numbers_alone_follow_the_order_asked_for_and_say_so() {
    let columns = sheet(codes(1..=9));
    let mapping = skm(&columns, &MappingWish::default()).unwrap();
    assert_eq!(ids(&mapping)[7..], ["pengaduan", "sarana"]);
    assert_eq!(mapping.form_order, Some(false));
    let form = MappingWish {
        order: ItemOrder::Form,
        ..MappingWish::default()
    };
    let mapping = skm(&columns, &form).unwrap();
    assert_eq!(ids(&mapping)[7..], ["sarana", "pengaduan"]);
    assert_eq!(mapping.form_order, Some(true));
}

#[test]
fn answers_that_only_one_item_uses_beat_the_number() {
    let mut columns = codes(1..=9);
    columns[7] = column("U8", &[("Baik", 30), ("Cukup", 10)]);
    let mapping = skm(&sheet(columns.clone()), &MappingWish::default()).unwrap();
    assert_eq!(ids(&mapping)[7..], ["sarana", "pengaduan"]);
    assert_eq!(mapping.items[7].why, WhyMapped::Answers);
    assert_eq!(mapping.form_order, None);
    columns[7] = column("U8", &DIGITS);
    columns[8] = column("U9", &[("4 - Dikelola dengan baik", 30), ("Tidak ada", 10)]);
    let mapping = skm(&sheet(columns), &MappingWish::default()).unwrap();
    assert_eq!(ids(&mapping)[7..], ["sarana", "pengaduan"]);
}

#[test]
fn answers_of_the_official_form_suffice_without_headers() {
    let answers: [&[(&str, u64)]; 9] = [
        &[("Sesuai", 5), ("Sangat sesuai", 5)],
        &[("Mudah", 5), ("Sangat mudah", 5)],
        &[("Cepat", 10)],
        &[("Gratis", 10)],
        &[("Sangat sesuai", 5), ("Kurang sesuai", 5)],
        &[("Kompeten", 10)],
        &[("Sopan dan ramah", 10)],
        &[("Baik", 4), ("Sangat baik", 6)],
        &[("Dikelola dengan baik", 10)],
    ];
    let columns = answers
        .iter()
        .enumerate()
        .map(|(at, values)| column(&format!("Jawaban ke-{at}"), values));
    let mapping = skm(&sheet(columns.collect()), &MappingWish::default()).unwrap();
    assert_eq!(
        ids(&mapping),
        [
            "persyaratan",
            "prosedur",
            "waktu",
            "biaya",
            "produk",
            "kompetensi",
            "perilaku",
            "sarana",
            "pengaduan"
        ]
    );
    assert_eq!(mapping.form_order, None);
}

#[test]
fn general_words_on_all_columns_decide_nothing() {
    let words = [("Sangat baik", 20), ("Baik", 20)];
    let columns: Vec<ColumnSample> = (1..=9)
        .map(|number| column(&format!("U{number}"), &words))
        .collect();
    let mapping = skm(&sheet(columns), &MappingWish::default()).unwrap();
    assert_eq!(ids(&mapping)[7..], ["pengaduan", "sarana"]);
    assert_eq!(mapping.form_order, Some(false));
}

#[test]
fn unsur_of_the_office_and_missing_ones_change_the_weights() {
    let mapping = skm(&sheet(codes(1..=11)), &MappingWish::default()).unwrap();
    assert_eq!(ids(&mapping)[9..], ["unsur-10", "unsur-11"]);
    assert_eq!(mapping.items[9].code, "U10");
    assert_eq!(mapping.items[9].name.en, "Element 10");
    assert!(mapping.items.iter().all(|item| item.weight == (1, 11)));
    let mapping = skm(&sheet(codes(1..=8)), &MappingWish::default()).unwrap();
    assert_eq!(mapping.missing_items, ["sarana"]);
    assert!(mapping.items.iter().all(|item| item.weight == (1, 8)));
}

#[test]
fn own_weights_are_scaled_over_what_is_there() {
    let text = Instrument::skeleton("uji", 3)
        .replacen("code = \"B1\"", "code = \"B1\"\nweight = \"1/2\"", 1)
        .replacen("code = \"B2\"", "code = \"B2\"\nweight = \"1/3\"", 1)
        .replacen("code = \"B3\"", "code = \"B3\"\nweight = \"1/6\"", 1);
    let own = Instrument::parse("uji.toml", &text).unwrap();
    let columns = sheet(vec![column("Butir 1", &DIGITS), column("Butir 2", &DIGITS)]);
    let mapping = map(&own, &columns, &MappingWish::default()).unwrap();
    let weights: Vec<(i64, i64)> = mapping.items.iter().map(|item| item.weight).collect();
    assert_eq!(weights, [(3, 5), (2, 5)]);
}

#[test]
fn bare_numbers_count_under_a_common_title() {
    let mut columns: Vec<ColumnSample> = (1..=9)
        .map(|number| column(&number.to_string(), &DIGITS))
        .collect();
    columns
        .iter_mut()
        .for_each(|column| column.group = Some("NILAI UNSUR PELAYANAN".into()));
    columns.insert(0, column("No", &[("1", 1), ("2", 1)]));
    let mapping = skm(&sheet(columns), &MappingWish::default()).unwrap();
    assert_eq!(mapping.items.len(), 9);
    assert_eq!(mapping.items[0].column, 1);
    assert_eq!(mapping.unused[0].why, WhyUnused::Number);
}

#[test]
fn a_template_without_rows_maps_by_its_headers() {
    let mut columns = vec![column("NO. RESPONDEN", &[])];
    columns.extend(
        [
            "NAMA",
            "JENIS KELAMIN",
            "USIA",
            "PENDIDIKAN",
            "PEKERJAAN",
            "JENIS LAYANAN",
        ]
        .map(|header| column(header, &[])),
    );
    columns.extend((1..=10).map(|number| column(&format!("U{number}"), &[])));
    columns.push(column("*Unsur bisa disesuaikan", &[]));
    let mapping = skm(&sheet(columns), &MappingWish::default()).unwrap();
    assert_eq!(mapping.items.len(), 10);
    let roles: Vec<GroupRole> = mapping.groups.iter().map(|group| group.role).collect();
    assert_eq!(
        roles,
        [
            GroupRole::Sex,
            GroupRole::Age,
            GroupRole::Education,
            GroupRole::Job,
            GroupRole::Service
        ]
    );
    let why: Vec<WhyUnused> = mapping.unused.iter().map(|unused| unused.why).collect();
    assert_eq!(
        why,
        [
            WhyUnused::Blank,
            WhyUnused::Personal(Personal::Name),
            WhyUnused::Blank
        ]
    );
}

#[test]
fn a_word_of_an_item_over_other_content_is_no_item() {
    let mut columns = codes(1..=9);
    columns.push(all_different("Waktu", |i| {
        format!("2026-01-{:02} 08:{i:02}", i % 28 + 1)
    }));
    columns.push(column(
        "Biaya yang dibayar",
        &[("Rp 50.000", 25), ("Rp 0", 25)],
    ));
    columns.push(all_different("Saran dan pengaduan", |i| {
        format!("mohon loket nomor {i} dibuka lebih pagi")
    }));
    let mapping = skm(&sheet(columns), &MappingWish::default()).unwrap();
    assert_eq!(mapping.items.len(), 9);
    assert!(mapping.items.iter().all(|item| item.why == WhyMapped::Code));
    let why: Vec<WhyUnused> = mapping.unused.iter().map(|unused| unused.why).collect();
    assert_eq!(why, [WhyUnused::Time, WhyUnused::Other, WhyUnused::Comment]);
}

#[test]
fn one_word_in_a_header_makes_no_survey() {
    let columns = sheet(vec![
        column("Kecepatan akses sistem", &[("4", 10), ("5", 2)]),
        column("Tampilan sistem", &[("4", 10), ("5", 2)]),
        column("Kestabilan sistem", &[("3", 10), ("5", 2)]),
    ]);
    let error = skm(&columns, &MappingWish::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoAnswers);
    let said = said(error);
    assert!(
        said.contains("columns A:C fit another scale: try `--instrument likert-5`"),
        "{said}"
    );
}

#[test]
fn persons_data_is_recognised_by_header_and_by_content() {
    use Personal::*;
    for (header, text, sort) in [
        ("Nama Lengkap", "x", Some(Name)),
        ("nama_responden", "x", Some(Name)),
        ("NIK", "x", Some(Identity)),
        ("No. KTP", "x", Some(Identity)),
        ("Alamat email", "x", Some(Email)),
        ("Alamat", "x", Some(Address)),
        ("No. HP/WA", "x", Some(Phone)),
        ("IP Address", "x", Some(Device)),
        ("Kolom 1", "budi@example.com", Some(Email)),
        ("Kolom 1", "3201015509900001", Some(Identity)),
        ("Kolom 1", "198503122010011001", Some(Identity)),
        ("Kolom 1", "081200000019", Some(Phone)),
        ("Kolom 1", "+62 812-0000-0019", Some(Phone)),
        ("Kolom 1", "81200000001.0", Some(Phone)),
        ("Kolom 1", "192.168.1.20", Some(Device)),
        ("Tanggal Lahir", "x", Some(Birth)),
        ("TTL", "Bandung, 1-2-1990", Some(Birth)),
        ("Kode Pos", "40111", Some(Address)),
        ("zip", "64101", Some(Address)),
        ("Student ID", "x", Some(Identity)),
        ("No. Rekening", "x", Some(Identity)),
        ("meta/instanceID", "x", Some(Device)),
        ("token", "x", Some(Code)),
        (
            "IndiCode[SQ005]. First letter of your mother's first name",
            "J",
            Some(Code),
        ),
        ("Kolom 1", "+1 202-555-0143", Some(Phone)),
        ("Kolom 1", "(021) 5550143", Some(Phone)),
        ("Kolom 1", "2001:db8:0:0:0:0:2:1", Some(Device)),
        ("Kolom 1", "https://example.org/foto-ktp-1.jpg", Some(Link)),
        ("Kolom 1", "-6.914744, 107.609810", Some(Address)),
        // A word of a header alone makes no person's column of an item.
        ("Alamat kantor mudah ditemukan", "4", None),
        ("Kontak petugas mudah dihubungi", "Setuju", None),
        ("IP", "3.45", None),
        ("Nama Kota", "Bandung", None),
        ("Waktu", "08.30.15", None),
        ("Biaya", "50.000.000", None),
        ("Nama Layanan", "KTP", None),
        ("Nama Instansi", "BAPENDA", None),
        (
            "Seberapa sering Anda menggunakan ponsel saat berkendara?",
            "Jarang",
            None,
        ),
        ("Kolom 1", "1234567890123456", None),
        ("Tanggal", "2024-11-09", None),
    ] {
        let column = column(header, &[(text, 20)]);
        assert_eq!(super::personal::personal(&column), sort, "{header}: {text}");
    }
    let names = all_different("Responden", |i| {
        format!(
            "Siti {}",
            ["Aminah", "Budiman", "Rahayu", "Lestari"][i as usize % 4].repeat(i as usize / 4 + 1)
        )
    });
    assert!(names.values.iter().all(|(text, _)| text.len() < 120));
    let short = all_different("Responden", |i| {
        format!("Siti A{}", "b".repeat(i as usize % 40))
    });
    assert_eq!(super::personal::personal(&short), Some(Name));
    let lower = all_different("Kolom 1", |i| {
        format!("siti {}", "ab".repeat(i as usize % 19 + 1))
    });
    assert_eq!(super::personal::personal(&lower), Some(Name));
    let code = all_different("Kolom 1", |i| format!("n{}as{}", i % 10, 10 + i));
    assert_eq!(super::personal::personal(&code), Some(Code));
    let passport = all_different("Kolom 1", |i| format!("E{}", 1_234_567 + 31 * i));
    assert_eq!(super::personal::personal(&passport), Some(Identity));
    // Services and remarks are nobody's names.
    let services = all_different("Kolom 1", |i| {
        format!("Surat Izin {}", "Ab".repeat(i as usize % 19 + 1))
    });
    assert_eq!(super::personal::personal(&services), None);
    let remarks = all_different("Kolom 1", |i| format!("pelayanan bagus {i}"));
    assert_eq!(super::personal::personal(&remarks), None);
}

#[test]
fn a_respondent_in_the_place_of_the_headers_is_not_shown() {
    let mut columns = sheet(vec![
        all_different("Zulkarnaen Hadiwijaya", |i| format!("Siti {i}")),
        column("081200000019", &[("081200000020", 1), ("081200000021", 1)]),
        column("4", &[("4", 20), ("3", 10)]),
        column("KTP", &[("KTP", 20), ("KK", 10)]),
        all_different("pak siti ramah", |i| format!("baik {i}")),
    ]);
    super::hide_persons(&mut columns);
    let headers: Vec<&str> = columns
        .iter()
        .map(|column| column.header.as_str())
        .collect();
    assert_eq!(headers, ["•••", "•••", "4", "•••", "•••"]);
    // Titles stay as they are.
    let mut titled = sheet(vec![
        all_different("Pemohon Layanan", |i| format!("Siti {i}")),
        column("4", &[("4", 20), ("3", 10)]),
        column("5", &[("1", 20), ("3", 10)]),
    ]);
    super::hide_persons(&mut titled);
    assert_eq!(
        titled.first().map(|column| column.header.as_str()),
        Some("Pemohon Layanan")
    );
}

#[test]
fn other_columns_are_left_aside_with_their_reason() {
    let mut columns = codes(1..=9);
    columns.extend([
        all_different("Timestamp", |i| format!("10/{}/2025 9:{i:02}", i % 12 + 1)),
        all_different("No", |i| i.to_string()),
        all_different("Responden", |i| format!("R{i}")),
        column("Total", &[("33", 20), ("31", 30)]),
        all_different("Saran", |i| format!("tambah kursi {i}")),
        column("Catatan", &[]),
        column("Rata-rata", &[("3,5", 25), ("3.7", 25)]),
        column("Cuaca", &[("Panas", 40), ("Hujan", 10)]),
        column(
            "Saran",
            &[
                ("tambah kursi di ruang tunggu", 30),
                ("loket dibuka lebih pagi", 20),
            ],
        ),
    ]);
    let mapping = skm(&sheet(columns), &MappingWish::default()).unwrap();
    let why: Vec<WhyUnused> = mapping.unused.iter().map(|unused| unused.why).collect();
    use WhyUnused::*;
    assert_eq!(
        why,
        [
            Time, Number, Number, Computed, Comment, Blank, Computed, Other, Comment
        ]
    );
}

#[test]
fn groups_come_by_header_and_by_wish_only() {
    let mut columns = codes(1..=9);
    columns.extend([
        column("Jenis layanan yang diterima", &[("KTP", 25), ("Akta", 25)]),
        column("Pekerjaan", &[("PNS", 25), ("Swasta", 25)]),
        column("Pekerjaan orang tua", &[("PNS", 25), ("Swasta", 25)]),
        column("Cuaca", &[("Panas", 40), ("Hujan", 10)]),
        column(
            "Menu layanan mana yang paling sering Anda pakai?",
            &[("KTP", 25), ("Akta", 25)],
        ),
    ]);
    let columns = sheet(columns);
    let headers = |mapping: &Mapping| {
        mapping
            .groups
            .iter()
            .map(|group| (group.header.clone(), group.role, group.why))
            .collect::<Vec<_>>()
    };
    let mapping = skm(&columns, &MappingWish::default()).unwrap();
    assert_eq!(
        headers(&mapping),
        [
            (
                "Jenis layanan yang diterima".into(),
                GroupRole::Service,
                WhyMapped::Header
            ),
            ("Pekerjaan".into(), GroupRole::Job, WhyMapped::Header),
        ]
    );
    let mapping = skm(&columns, &by(&["cuaca", "L"])).unwrap();
    assert_eq!(
        headers(&mapping)[1..],
        [
            (
                "Pekerjaan orang tua".into(),
                GroupRole::Job,
                WhyMapped::Asked
            ),
            ("Cuaca".into(), GroupRole::Other, WhyMapped::Asked),
        ]
    );
}

#[test]
fn grouping_by_persons_or_items_is_refused() {
    let mut columns = codes(1..=9);
    columns.push(all_different("Nama", |i| format!("Responden {i}")));
    columns.push(column(
        "Alamat",
        &[("Kecamatan Utara", 25), ("Kecamatan Selatan", 25)],
    ));
    let columns = sheet(columns);
    let refused = said(skm(&columns, &by(&["Nama"])).unwrap_err());
    assert!(
        refused.contains("column J (Nama) holds personal data"),
        "{refused}"
    );
    let refused = said(skm(&columns, &by(&["U1"])).unwrap_err());
    assert!(
        refused.contains("column A (U1) is an item already"),
        "{refused}"
    );
    assert_eq!(skm(&columns, &by(&["Alamat"])).unwrap().groups.len(), 1);
}

#[test]
fn wishes_name_columns_by_letters_headers_ranges_and_ids() {
    let columns = sheet(vec![
        column("Responden", &[("R1", 1)]),
        column("Aplikasi: nama", &[("Spotify", 1)]),
        column("KP1", &DIGITS),
        column("KP2", &DIGITS),
        column("KP3", &DIGITS),
    ]);
    let headers = |wish: &[&str]| {
        let mapping = likert(&columns, &items(wish)).unwrap();
        mapping
            .items
            .iter()
            .map(|item| format!("{}={}", item.id, item.header))
            .collect::<Vec<_>>()
    };
    let all = ["butir-1=KP1", "butir-2=KP2", "butir-3=KP3"];
    assert_eq!(headers(&["C:E"]), all);
    assert_eq!(headers(&["kp1 : KP3"]), all);
    assert_eq!(headers(&["E", "c", "KP2"]), all);
    assert_eq!(headers(&["mutu = D"]), ["mutu=KP2"]);
    assert_eq!(headers(&["Aplikasi: nama"]), ["butir-1=Aplikasi: nama"]);
}

#[test]
fn a_range_of_letters_is_of_columns_whatever_the_headers() {
    let columns = sheet(vec![
        column("No", &[("1", 1), ("2", 1)]),
        column("A", &DIGITS),
        column("B", &DIGITS),
        column("C", &DIGITS),
    ]);
    let taken = |wish: &[&str]| -> Vec<u32> {
        let mapping = likert(&columns, &items(wish)).unwrap();
        mapping.items.iter().map(|item| item.column).collect()
    };
    assert_eq!(taken(&["B:D"]), [1, 2, 3]);
    assert_eq!(taken(&["B:B"]), [1]);
    // Alone a header comes first, and small letters are headers of a range too.
    assert_eq!(taken(&["B"]), [2]);
    assert_eq!(taken(&["a:c"]), [1, 2, 3]);
}

#[test]
fn a_column_named_as_others_without_their_number_is_no_item() {
    let headers = ["ED1", "ED2", "USO1", "USO2", "USO", "Wifi"];
    let columns = sheet(headers.map(|header| column(header, &DIGITS)).into());
    let mapping = likert(&columns, &MappingWish::default()).unwrap();
    let taken: Vec<&str> = mapping.items.iter().map(|i| i.header.as_str()).collect();
    assert_eq!(taken, ["ED1", "ED2", "USO1", "USO2", "Wifi"]);
    assert_eq!(mapping.unused[0].why, WhyUnused::Computed);
}

#[test]
fn a_run_of_items_does_not_go_on_behind_a_question_with_other_words() {
    let scale = [("Sangat puas", 5), ("Puas", 9), ("Tidak puas", 2)];
    let other = [("Sangat setuju", 5), ("Setuju", 9), ("Tidak setuju", 2)];
    let mut columns: Vec<ColumnSample> = (0..3).map(|_| column("p", &scale)).collect();
    columns.push(column("Pernah ke sini?", &[("Ya", 9), ("Belum", 7)]));
    columns.extend((0..2).map(|_| column("s", &other)));
    let taken = |columns: Vec<ColumnSample>| -> Vec<u32> {
        let mapping = likert(&sheet(columns), &MappingWish::default()).unwrap();
        mapping.items.iter().map(|item| item.column).collect()
    };
    assert_eq!(taken(columns.clone()), [0, 1, 2]);
    for behind in &mut columns[4..] {
        *behind = column("p", &scale);
    }
    assert_eq!(taken(columns), [0, 1, 2, 4, 5]);
}

#[test]
fn wishes_that_cannot_be_fulfilled_say_what_to_do() {
    let columns = sheet(vec![
        column("Usia", &DIGITS),
        column("KP1", &DIGITS),
        column("KP2", &DIGITS),
    ]);
    let refuse = |wish: &[&str]| said(likert(&columns, &items(wish)).unwrap_err());
    assert!(refuse(&["C:B"]).contains("`C:B` is reversed\n  → write `B:C`"));
    assert!(refuse(&["KP1:KP9"]).contains("there is no column `KP9`\n  → did you mean"));
    assert!(refuse(&["Z"]).contains("there is no column `Z`"));
    assert!(refuse(&["Pendapatan"]).contains("the columns are: A (Usia), B (KP1), C (KP2)"));
    assert!(refuse(&["B", "KP1"]).contains("is named twice"));
    assert!(refuse(&["mutu = B:C"]).contains("one name to several columns"));
    let error = skm(&columns, &items(&["kecepatan = B"])).unwrap_err();
    assert!(
        said(error)
            .contains("this instrument has no item `kecepatan`\n  → its items are: persyaratan")
    );
}

#[test]
fn named_columns_of_an_skm_are_read_by_words_then_by_order() {
    let columns: Vec<ColumnSample> = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
        .map(|header| column(&format!("jawaban {header}"), &DIGITS))
        .into();
    let columns = sheet(columns);
    let mapping = skm(&columns, &items(&["A:J"])).unwrap();
    assert_eq!(ids(&mapping)[7..], ["pengaduan", "sarana", "unsur-10"]);
    assert_eq!(mapping.form_order, Some(false));
    assert!(
        mapping
            .items
            .iter()
            .all(|item| item.why == WhyMapped::Asked && item.weight == (1, 10))
    );
    let mapping = skm(&columns, &items(&["A:G", "sarana = H", "u8 = I"])).unwrap();
    assert_eq!(
        ids(&mapping)[5..],
        ["kompetensi", "perilaku", "sarana", "pengaduan"]
    );
    assert_eq!(mapping.form_order, None);
}

#[test]
fn a_battery_is_the_longest_run_that_fits_the_scale() {
    let five = [("4", 20), ("5", 20), ("1", 10)];
    let mut columns = vec![
        all_different("No", |i| (i + 1).to_string()),
        column("Usia", &[("3", 25), ("4", 25)]),
        column("Semester", &[("2", 25), ("4", 25)]),
        column("Puas sekali", &five),
        column("Prodi", &[("Informatika", 25), ("Manajemen", 25)]),
    ];
    columns.extend(
        (1..=6).map(|number| column(&format!("Pernyataan {number} [Butir {number}]"), &five)),
    );
    columns[7] = column(
        "Pernyataan [Butir 3]",
        &[("4", 40), ("4;5", 5), ("tidak pernah menggunakan", 5)],
    );
    columns.push(column("Total", &[("24", 50)]));
    let mapping = likert(&sheet(columns), &MappingWish::default()).unwrap();
    let found: Vec<u32> = mapping.items.iter().map(|item| item.column).collect();
    // D stands one column away from the run and joins it.
    assert_eq!(found, [3, 5, 6, 7, 8, 9, 10]);
    assert_eq!(mapping.items[6].name.id, "Butir 6");
    assert_eq!(mapping.items[6].code, "B7");
    assert!(
        mapping
            .items
            .iter()
            .all(|item| item.why == WhyMapped::Block && item.weight == (1, 7))
    );
}

#[test]
fn columns_left_out_on_request_are_not_items() {
    let columns = sheet(codes(1..=9));
    let wish = MappingWish {
        without: vec!["U9".into()],
        ..MappingWish::default()
    };
    let mapping = skm(&columns, &wish).unwrap();
    assert_eq!(mapping.missing_items, ["sarana"]);
    assert_eq!(mapping.unused[0].why, WhyUnused::Other);
}

#[test]
fn statements_that_mention_a_characteristic_stay_items() {
    let columns = sheet(
        [
            "Layanan cepat dan ramah",
            "Jam buka sesuai jadwal",
            "Jumlah petugas memadai",
            "Petugas mudah dihubungi lewat WA",
            "Kelas yang nyaman",
            "Pendidikan di sini bermutu",
        ]
        .map(|header| column(header, &DIGITS))
        .into(),
    );
    let mapping = likert(&columns, &MappingWish::default()).unwrap();
    assert_eq!((mapping.items.len(), mapping.groups.len()), (6, 0));
}

#[test]
fn a_time_of_day_does_not_take_the_place_of_an_item() {
    let mut columns = codes(1..=9);
    columns.push(column("Waktu kunjungan", &[("Pagi", 25), ("Siang", 25)]));
    columns.push(column("Produk layanan", &[("KTP", 25), ("KK", 25)]));
    let mapping = skm(&sheet(columns), &MappingWish::default()).unwrap();
    assert!(mapping.items.iter().all(|item| item.why == WhyMapped::Code));
    assert_eq!(mapping.groups[0].header, "Produk layanan");
}
