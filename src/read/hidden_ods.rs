use super::Hidden;
use super::extent::{attribute, content, is, repeated};
use memchr::memchr;

/// What is hidden in each sheet of an ODS file, by hand or by a filter, in their order.
pub(super) fn of_ods(bytes: &[u8]) -> Vec<Hidden> {
    let text = content(bytes);
    text.map(|text| in_content(&text)).unwrap_or_default()
}

fn in_content(text: &[u8]) -> Vec<Hidden> {
    let mut all: Vec<Hidden> = Vec::new();
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut rest = text;
    while let Some(open) = memchr(b'<', rest) {
        let tag = rest.get(open + 1..).unwrap_or_default();
        let end = memchr(b'>', tag).unwrap_or(tag.len());
        let (tag, behind) = tag.split_at_checked(end).unwrap_or((tag, b""));
        rest = behind;
        if is(tag, b"table:table") {
            if attribute(tag, b"table:name=\"").is_some() {
                all.push(Hidden::default());
            }
            (row, column) = (0, 0);
        } else if is(tag, b"table:table-row") {
            let end = behind_all(row, repeated(tag, b"table:number-rows-repeated=\""));
            if let Some(hidden) = all.last_mut().filter(|_| says_hidden(tag)) {
                hidden.add_rows(row..end);
            }
            row = end;
        } else if is(tag, b"table:table-column") {
            let end = behind_all(column, repeated(tag, b"table:number-columns-repeated=\""));
            if let Some(hidden) = all.last_mut().filter(|_| says_hidden(tag)) {
                hidden.columns.push(column..end);
            }
            column = end;
        }
    }
    all
}

fn behind_all(first: u32, many: u64) -> u32 {
    first.saturating_add(u32::try_from(many).unwrap_or(u32::MAX))
}

fn says_hidden(tag: &[u8]) -> bool {
    let told = attribute(tag, b"table:visibility=\"");
    told.is_some_and(|told| told == b"collapse" || told == b"filter")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_columns_say_that_they_are_hidden() {
        let text = br#"<table:table table:name="A"><table:table-column/>
            <table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>
            <table:table-row table:number-rows-repeated="3"/>
            <table:table-row table:visibility="filter" table:number-rows-repeated="2"><table:table-cell/></table:table-row>
            <table:table-row table:visibility="visible"/><table:table-row table:visibility="collapse"/></table:table>
            <table:table table:name="B"><table:table-row table:visibility="collapse"/></table:table>"#;
        let found = in_content(text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].rows.runs(), [3..5, 6..7]);
        assert_eq!(found[0].columns, std::slice::from_ref(&(1..3)));
        assert_eq!(found[1].rows.runs(), std::slice::from_ref(&(0..1)));
    }
}
