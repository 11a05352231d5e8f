//! What codes stand for: a list under a chart that has room for codes only.

use super::Frame;
use super::painter::{Anchor, Painter};
use super::theme::Type;

/// Paints codes and names in columns from `y` down; a name too long for its
/// column is cut and shown whole when it is pointed at. Answers the y below.
pub fn paint_names<'a>(
    p: &mut Painter,
    names: impl Iterator<Item = (&'a str, &'a str)>,
    frame: Frame,
    y: f64,
) -> f64 {
    let (code, text) = (Type::strong(6.5), Type::muted(6.5));
    let names: Vec<(&str, &str)> = names
        .filter(|(code, name)| !name.trim().is_empty() && code != name)
        .collect();
    if names.is_empty() {
        return y;
    }
    let widest = names.iter().map(|n| code.width(n.0)).fold(0.0, f64::max) + 1.4;
    let longest = names.iter().map(|n| text.width(n.1)).fold(0.0, f64::max);
    let room = (widest + longest + 4.0).min(frame.width);
    let across = (frame.width / room.max(52.0).min(frame.width))
        .floor()
        .max(1.0);
    let down = (names.len() as f64 / across).ceil().max(1.0);
    let width = frame.width / across;
    let top = y + 1.2;
    for (i, (short, name)) in names.iter().enumerate() {
        let column = (i as f64 / down).floor();
        let x = frame.x + width * column;
        let middle = top + text.line() * (i as f64 - column * down + 0.5);
        p.text_at(x, middle, Anchor::Start, short, code);
        let left = x + widest;
        p.cut(
            (left, middle),
            Anchor::Start,
            name,
            text,
            width - widest - 2.0,
        );
    }
    top + text.line() * down
}
