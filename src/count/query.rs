/// The SQL query that counts columns elsewhere: one row for each distinct row of
/// these columns, and behind them how many there are, in a column of the name
/// given back. Names are quoted as the standard says, with `"` doubled.
///
/// ```
/// let (query, counts) = tridharma::count::query(&["U1", "Jenis \"layanan\""], "survei");
/// assert_eq!(counts, "jumlah");
/// assert_eq!(
///     query,
///     r#"SELECT "U1", "Jenis ""layanan""", COUNT(*) AS "jumlah"
/// FROM "survei"
/// GROUP BY "U1", "Jenis ""layanan"""
/// ORDER BY "U1", "Jenis ""layanan""";
/// "#
/// );
/// ```
pub fn query(columns: &[&str], table: &str) -> (String, String) {
    let mut counts = String::from("jumlah");
    let taken = |name: &str| columns.iter().any(|c| c.eq_ignore_ascii_case(name));
    while taken(&counts) {
        counts.push('_');
    }
    let list: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    let list = list.join(", ");
    let query = format!(
        "SELECT {list}, COUNT(*) AS {}\nFROM {}\nGROUP BY {list}\nORDER BY {list};\n",
        quoted(&counts),
        quoted(table),
    );
    (query, counts)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
