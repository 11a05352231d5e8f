//! What must hold for any text a file can hold.

use super::answer::{Answer, Reader};
use super::code_tests::tally;
use super::words::{Folded, word_sets};
use super::*;
use proptest::prelude::*;

/// Cells as people type them, and anything else.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,2}([.,][0-9]{1,3})?",
        "[a-eA-E]",
        "(Sangat |Tidak |Kurang |)(sesuai|Mudah|CEPAT|baik)( \\([1-5]\\))?",
        "[0-9] ?[-.;/] ?(Sesuai|[0-9])",
        "\\PC{0,12}",
    ]
}

fn column(header: String, values: Vec<String>, at: u32) -> ColumnSample {
    ColumnSample {
        column: at,
        header,
        group: None,
        rows: values.len() as u64,
        distinct: values.len() as u64,
        values: values
            .into_iter()
            .map(|text| (text.trim().to_owned(), 1))
            .filter(|(text, _)| !text.is_empty())
            .collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn codes_stay_inside_the_scale(cells in proptest::collection::vec(cell(), 1..12)) {
        for name in ["skm-2017", "likert-5"] {
            let instrument = Instrument::named(name).unwrap();
            let item = match &instrument.items { Items::Fixed(items) => items.first(), Items::Any => None };
            let sets = word_sets(item, &instrument.scale);
            let reader = Reader::new(&instrument.scale, &Folded::of(1, &sets), true, cells.iter().map(String::as_str), &[], &Reading::default());
            for cell in &cells {
                if let Answer::Code(code, _) = reader.read(cell) {
                    prop_assert!(code >= instrument.scale.min && code <= instrument.scale.max);
                }
            }
        }
    }

    #[test]
    fn any_sheet_maps_or_says_why_and_weights_sum_to_one(
        headers in proptest::collection::vec("(U[0-9]{1,2}|Waktu|Biaya|Nama|\\PC{0,10})", 1..14),
        cells in proptest::collection::vec(cell(), 0..8),
    ) {
        let columns: Vec<ColumnSample> = (0..).zip(headers).map(|(at, header)| column(header, cells.clone(), at)).collect();
        for name in Instrument::built_in() {
            let instrument = Instrument::named(name).unwrap();
            if let Ok(mapping) = map(&instrument, &columns, &MappingWish::default()) {
                let sum: f64 = mapping.items.iter().map(|item| item.weight.0 as f64 / item.weight.1 as f64).sum();
                prop_assert!((sum - 1.0).abs() < 1e-9);
                let mut positions: Vec<usize> = mapping.items.iter().map(|item| item.position).collect();
                positions.extend(mapping.groups.iter().map(|group| group.position));
                let before = positions.len();
                positions.sort_unstable();
                positions.dedup();
                prop_assert_eq!(before, positions.len());
            }
        }
    }

    #[test]
    fn every_row_is_counted_once_or_left_out(rows in proptest::collection::vec((cell(), cell()), 1..20)) {
        let instrument = Instrument::named("skm-2017").unwrap();
        let columns = [column("U1".into(), Vec::new(), 0), column("U3".into(), Vec::new(), 1), column("U5".into(), Vec::new(), 2)];
        let mapping = map(&instrument, &columns, &MappingWish::default()).unwrap();
        let rows: Vec<Vec<&str>> = rows.iter().map(|(a, b)| vec![a.as_str(), b.as_str(), ""]).collect();
        let tally = tally(&rows);
        let coded = code(&tally, &mapping);
        let left_out: u64 = tally.patterns().zip(&coded.response_of).filter(|(_, of)| of.is_none()).map(|(p, _)| p.count).sum();
        prop_assert_eq!(coded.responses.n() + left_out, tally.total());
        prop_assert!(coded.responses.patterns.is_sorted());
        let answers: u64 = (0..3).filter_map(|at| coded.responses.frequencies(at)).map(|f| f.n() + f.missing).sum();
        prop_assert_eq!(answers, 3 * coded.responses.n());
    }

    #[test]
    fn no_text_breaks_the_instrument_reader(cut in 0usize..2000, sign in "\\PC") {
        let text = Instrument::skeleton("uji", 2);
        let cut = (0..=cut.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let broken = format!("{}{sign}{}", &text[..cut], &text[cut..]);
        if let Err(error) = Instrument::parse("uji.toml", &broken) {
            prop_assert!(error.place().is_some_and(|place| place.row.is_some()));
        }
        let _ = Instrument::parse("uji.toml", &text[..cut]);
    }
}
