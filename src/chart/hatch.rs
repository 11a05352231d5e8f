//! Lines over the colours of answer levels: a second sign for eyes and papers
//! that show no colour.

use super::measure::POINT;
use super::painter::Anchor;
use super::theme::Type;

/// A straight line in mm.
pub type Line = [(f64, f64); 2];

/// Distance of lines, in mm.
const STEP: f64 = 1.3;

/// The lines over a rectangle (left, top, width, height) of a level: its place
/// from the lowest, and how many there are. None over some levels, so that
/// neighbours differ.
pub fn lines(edges: [f64; 4], at: u8, of: u8) -> Vec<Line> {
    let below = of / 2;
    let upper = of - below;
    let (rising, falling) = ((1.0, -1.0), (1.0, 1.0));
    let (flat, upright) = ((1.0, 0.0), (0.0, 1.0));
    let ways: &[(f64, f64)] = match (at < below, at >= upper) {
        (true, _) => match at % 3 {
            0 => &[rising],
            1 => &[flat],
            _ => &[rising, falling],
        },
        (_, true) => match (of - 1 - at, of % 2) {
            (0, _) => &[falling],
            (1, 0) => &[],
            (1, _) => &[upright],
            _ => &[flat, upright],
        },
        _ => &[],
    };
    ways.iter().flat_map(|way| across(edges, *way)).collect()
}

/// Parallel lines of a direction inside a rectangle.
fn across([left, top, width, height]: [f64; 4], (dx, dy): (f64, f64)) -> Vec<Line> {
    // Lines are where −dy·x + dx·y is a whole multiple of the step, so that
    // neighbouring rectangles of a level go on in each other.
    let (right, bottom) = (left + width, top + height);
    let place = |x: f64, y: f64| dx * y - dy * x;
    let corners = [
        place(left, top),
        place(right, top),
        place(left, bottom),
        place(right, bottom),
    ];
    let least = corners.iter().copied().fold(f64::INFINITY, f64::min);
    let most = corners.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let step = STEP * dx.hypot(dy);
    let first = (least / step).ceil();
    let many = ((most / step).floor() - first).clamp(-1.0, 4000.0);
    let lines = (0..=many as i64).map(|i| (first + i as f64) * step);
    let cut = lines.filter_map(|c| {
        let at_x = |x: f64| (x, (c + dy * x) / dx);
        if dx == 0.0 {
            // place = −dy·x
            return Some([(-c / dy, top), (-c / dy, bottom)]);
        }
        let (mut a, mut b) = (at_x(left), at_x(right));
        if dy != 0.0 {
            let at_y = |y: f64| ((dx * y - c) / dy, y);
            for end in [&mut a, &mut b] {
                if end.1 < top {
                    *end = at_y(top);
                } else if end.1 > bottom {
                    *end = at_y(bottom);
                }
            }
        }
        (a.0 < b.0).then_some([a, b])
    });
    if many < 0.0 || width <= 0.0 || height <= 0.0 {
        return Vec::new();
    }
    cut.collect()
}

/// The ground a text needs to be read over lines: left, top, width, height.
pub fn plate((x, baseline): (f64, f64), anchor: Anchor, text: &str, style: Type) -> [f64; 4] {
    const AIR: f64 = 0.35;
    let width = style.width(text);
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    let top = baseline - style.size * POINT * 0.76;
    let height = style.size * POINT * 0.82;
    [left - AIR, top - AIR, width + 2.0 * AIR, height + 2.0 * AIR]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_inside_and_neighbours_differ() {
        let edges = [10.0, 20.0, 7.0, 4.0];
        for of in 2..=7u8 {
            let all: Vec<Vec<Line>> = (0..of).map(|at| lines(edges, at, of)).collect();
            for pair in all.windows(2) {
                assert_ne!(pair[0], pair[1], "{of} levels");
            }
            for (x, y) in all.into_iter().flatten().flatten() {
                assert!((10.0 - 1e-9..=17.0 + 1e-9).contains(&x), "{x}");
                assert!((20.0 - 1e-9..=24.0 + 1e-9).contains(&y), "{y}");
            }
        }
        // Horizontal lines at multiples of 1.3: 20.8, 22.1, 23.4.
        assert_eq!(lines(edges, 1, 4).len(), 3);
        assert!(lines([1.0, 1.0, 0.0, 5.0], 0, 4).is_empty());
        assert!(lines([0.0, 0.0, f64::NAN, 5.0], 0, 4).is_empty());
    }
}
