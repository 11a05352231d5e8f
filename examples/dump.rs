use tridharma::read::*;
fn main() {
    for a in std::env::args().skip(1) {
        let t = std::time::Instant::now();
        match open(a.as_ref()) {
            Err(e) => println!("{a}: {e:?}"),
            Ok(b) => {
                println!("== {} {:?} {:?}", b.file, b.format, t.elapsed());
                let best = b.sheet(&Where::default()).unwrap().rows.sheet().cloned();
                for s in &b.sheets {
                    let t = std::time::Instant::now();
                    let ts = find_tables(s, &Where::default());
                    println!(
                        "  sheet {:?} best={} rows {} width {} merges {} hidden {} ({:?})",
                        s.rows.sheet(),
                        s.rows.sheet().cloned() == best,
                        s.rows.height(),
                        s.rows.width(),
                        s.merges.len(),
                        s.hidden,
                        t.elapsed()
                    );
                    for t in ts {
                        let c: Vec<String> = t
                            .columns
                            .iter()
                            .take(60)
                            .map(|h| {
                                format!(
                                    "{}={}{}",
                                    tridharma::column_letters(h.column),
                                    h.text.chars().take(10).collect::<String>(),
                                    h.group
                                        .as_ref()
                                        .map(|g| format!(
                                            "<{}>",
                                            g.chars().take(8).collect::<String>()
                                        ))
                                        .unwrap_or_default()
                                )
                            })
                            .collect();
                        println!(
                            "    header {}-{} body n={} {:?}..{:?} cols {} : {}",
                            t.header.0 + 1,
                            t.header.1 + 1,
                            t.body.len(),
                            t.body.first().map(|r| r + 1),
                            t.body.last().map(|r| r + 1),
                            t.columns.len(),
                            c.join(" ")
                        );
                        for l in &t.left_out {
                            println!(
                                "       - {:?} {}{}:{}{}",
                                l.why,
                                tridharma::column_letters(l.area.first_column),
                                l.area.first_row + 1,
                                tridharma::column_letters(l.area.last_column),
                                l.area.last_row + 1
                            );
                        }
                    }
                }
            }
        }
    }
}
