use super::*;
use crate::ErrorKind;

/// The error of an instrument made from the skeleton by one replacement.
fn refused(from: &str, to: &str) -> String {
    let text = Instrument::skeleton("uji", 2);
    assert!(text.contains(from), "nothing to replace: {from}");
    match Instrument::parse("uji.toml", &text.replacen(from, to, 1)) {
        Ok(_) => panic!("accepted: {to}"),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Invalid);
            let id = error.say(crate::Language::Id);
            assert!(!id.is_empty());
            error.say(crate::Language::En)
        }
    }
}

/// The line of the skeleton a text stands on, as an editor counts.
fn line_of(needle: &str) -> usize {
    let text = Instrument::skeleton("uji", 2);
    text.lines()
        .position(|line| line.contains(needle))
        .map_or(0, |line| line + 1)
}

fn fixed(instrument: &Instrument) -> &[ItemSpec] {
    match &instrument.items {
        Items::Fixed(items) => items,
        Items::Any => &[],
    }
}

#[test]
fn built_in_instruments_parse_and_cite_every_section() {
    for name in Instrument::built_in() {
        let instrument = Instrument::named(name).unwrap();
        assert_eq!(&instrument.id, name);
        let text = Instrument::text(name).unwrap();
        for section in ["[scale]", "[grades]", "[[items]]", "[[groups]]"] {
            for block in text.split(&format!("\n{section}\n")).skip(1) {
                let block = block.split("\n[").next().unwrap();
                let cited = block.lines().any(|line| line.starts_with("source = "));
                assert!(cited, "{name}: {section} without a source:\n{block}");
            }
        }
    }
}

#[test]
fn skm_2017_holds_the_facts_of_the_regulation() {
    let skm = Instrument::named("skm-2017").unwrap();
    let items = fixed(&skm);
    let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "persyaratan",
            "prosedur",
            "waktu",
            "biaya",
            "produk",
            "kompetensi",
            "perilaku",
            "pengaduan",
            "sarana"
        ]
    );
    let codes: Vec<(&str, u16)> = items
        .iter()
        .map(|item| (item.code.as_str(), item.form))
        .collect();
    assert_eq!(codes[7..], [("U8", 9), ("U9", 8)]);
    assert!(
        items
            .iter()
            .all(|item| item.weight == (1, 9) && item.labels.len() == 4)
    );
    let lower: Vec<i64> = skm.bands.iter().map(|band| band.from.units).collect();
    assert_eq!(lower, [2500, 6500, 7661, 8831]);
    assert_eq!(skm.bands[3].grade, "A");
}

#[test]
fn predecessors_have_their_own_items_and_bands() {
    let ikm = Instrument::named("ikm-2004").unwrap();
    assert_eq!(fixed(&ikm).len(), 14);
    assert_eq!(fixed(&ikm)[0].weight, (1, 14));
    let lower: Vec<i64> = ikm.bands.iter().map(|band| band.from.units).collect();
    assert_eq!(lower, [2500, 4376, 6251, 8126]);
    let skm = Instrument::named("skm-2014").unwrap();
    let ids: Vec<&str> = fixed(&skm).iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids[7..], ["maklumat", "pengaduan"]);
}

#[test]
fn names_the_line_of_what_is_wrong() {
    let bands = refused("from = 76.61", "from = 76.60");
    let line = line_of("from = 76.61");
    assert!(
        bands.starts_with(&format!("uji.toml › {line}: grade B starts at 76.60")),
        "{bands}"
    );

    let label = refused(
        "\"Kurang puas\", \"Puas\"",
        "\"Kurang puas\", \"KURANG  puas\"",
    );
    let line = line_of("\"Kurang puas\", \"Puas\"");
    assert!(
        label.starts_with(&format!(
            "uji.toml › {line}: `KURANG  puas` means both 2 and 3"
        )),
        "{label}"
    );

    let key = refused("headers = [\"butir 1\"", "haeders = [\"butir 1\"");
    assert!(
        key.contains("unknown key `haeders`") && key.contains("did you mean `headers`?"),
        "{key}"
    );
}

#[test]
fn refuses_what_contradicts_itself() {
    for (from, to, message) in [
        (
            "to = 88.30",
            "to = 88.20",
            "grade A starts at 88.31, it should start at 88.21",
        ),
        ("to = 100.00", "to = 99.99", "the bands end at 99.99"),
        (
            "from = 25.00",
            "from = 20.00",
            "grade D starts at 20.00, it should start at 25.00",
        ),
        ("from = 65.00", "from = 65.001", "at most two decimals"),
        ("\"Tidak puas\", ", "", "3 words for a scale 1–4"),
        ("max = 4", "max = 1", "a scale 1–1 cannot be used"),
        (
            "id = \"butir-2\"",
            "id = \"butir-1\"",
            "`id = \"butir-1\"` is there twice",
        ),
        (
            "code = \"B2\"",
            "code = \"b1\"",
            "`code = \"b1\"` is there twice",
        ),
        (
            "source = \"Disusun sendiri / made by ourselves\"\n\n[scale]",
            "[scale]",
            "names no source",
        ),
        (
            "code = \"B1\"",
            "code = \"B1\"\nweight = \"1/2\"",
            "only some items have a weight",
        ),
        (
            "also = [\"L\", \"Pria\"]",
            "also = [\"L\", \"wanita\"]",
            "stands for two boxes",
        ),
        (
            "role = \"sex\"",
            "role = \"kelamin\"",
            "unknown role `kelamin`",
        ),
        (
            "title.en = \"uji\"",
            "title.en = \"\"",
            "`en` must be a text that is not blank",
        ),
        ("min = 1", "min = \"1\"", "`min` must be a whole number"),
        ("[scale]", "[scale", "not valid TOML"),
    ] {
        let said = refused(from, to);
        assert!(said.contains(message), "{to}: {said}");
    }
}

#[test]
fn weights_are_fractions_that_sum_to_one() {
    let weigh = |first: &str, second: &str| {
        let text = Instrument::skeleton("uji", 2)
            .replacen(
                "code = \"B1\"",
                &format!("code = \"B1\"\nweight = {first}"),
                1,
            )
            .replacen(
                "code = \"B2\"",
                &format!("code = \"B2\"\nweight = {second}"),
                1,
            );
        Instrument::parse("uji.toml", &text)
    };
    let thirds = weigh("\"1/3\"", "\"2/3\"").unwrap();
    assert_eq!(fixed(&thirds)[1].weight, (2, 3));
    assert_eq!(fixed(&weigh("0.25", "0.75").unwrap())[0].weight, (1, 4));
    let printed = weigh("0.33", "0.66").unwrap_err().say(crate::Language::En);
    assert!(printed.contains("sum to 99/100, it must be 1"), "{printed}");
    assert!(
        weigh("-1", "2")
            .unwrap_err()
            .say(crate::Language::En)
            .contains("no positive fraction")
    );
    let absurd = weigh("\"1/4294967295\"", "\"4294967294/4294967295\"");
    assert!(absurd.is_ok());
}

#[test]
fn a_name_that_does_not_exist_gets_a_suggestion() {
    let error = Instrument::named("skm2017").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let said = error.say(crate::Language::En);
    assert!(said.contains("did you mean `skm-2017`"), "{said}");
    assert!(
        Instrument::named("kano")
            .unwrap_err()
            .say(crate::Language::Id)
            .contains("likert-5")
    );
}

#[test]
fn skeletons_are_valid_for_any_name() {
    for name in ["", "a\"b\\c\n", "kepuasan perpustakaan"] {
        for k in [0, 1, 40] {
            let text = Instrument::skeleton(name, k);
            let instrument = Instrument::parse("baru.toml", &text).unwrap();
            assert_eq!(fixed(&instrument).len(), usize::from(k.max(1)));
        }
    }
}
