//! The table of rooms in ARCHITECTURE.md, and the dependencies of Cargo.toml.

use crate::source::read;

/// The row of what any room may use.
pub const EVERY_ROOM: &str = "every room";

/// Rows that are no folder of their own.
pub const SHARED: [&str; 1] = [EVERY_ROOM];

/// A row of the table.
pub struct Room {
    pub name: String,
    imports: Vec<String>,
    pub dependencies: Vec<String>,
}

impl Room {
    pub fn may_import(&self, other: &str) -> bool {
        BASE.contains(&other) || self.imports.iter().any(|name| name == other)
    }
}

/// Modules that every room may import.
const BASE: [&str; 4] = ["error", "language", "decimal", "nesting"];

/// The rows of `| room | does | may import | dependencies |`; names stand in
/// backquotes.
pub fn rooms() -> Vec<Room> {
    let text = read("ARCHITECTURE.md");
    let rows = text
        .lines()
        .skip_while(|line| !line.starts_with("| Room |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let rooms: Vec<Room> = rows
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
            let [name, _, imports, dependencies] = cells[..] else {
                panic!("ARCHITECTURE.md: a room has four cells: {row}");
            };
            Room {
                name: name.trim().trim_matches('`').to_owned(),
                imports: quoted(imports),
                dependencies: quoted(dependencies),
            }
        })
        .collect();
    assert!(
        rooms.len() > 5,
        "ARCHITECTURE.md has no table that begins with `| Room |`"
    );
    rooms
}

fn quoted(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// The names of `[dependencies]`.
pub fn dependencies() -> Vec<String> {
    section("dependencies")
}

/// The names of `[dev-dependencies]`.
pub fn dev_dependencies() -> Vec<String> {
    section("dev-dependencies")
}

fn section(name: &str) -> Vec<String> {
    let manifest: toml::Table = read("Cargo.toml")
        .parse()
        .unwrap_or_else(|error| panic!("Cargo.toml: {error}"));
    let section = manifest.get(name).and_then(toml::Value::as_table);
    section
        .into_iter()
        .flat_map(toml::Table::keys)
        .cloned()
        .collect()
}
