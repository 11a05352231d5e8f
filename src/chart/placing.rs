//! Labels beside points: each finds a free place near its point, and a line
//! leads to it where that is not at its side.

use super::painter::{Anchor, Painter};
use super::theme::{FINE, MUTED, Type};

/// Left, top, right, bottom in mm.
type Edges = [f64; 4];

/// Paints the labels of points inside `bounds`, away from every point and from
/// what is `taken`. Those in the densest places choose first.
pub fn paint_labels(
    p: &mut Painter,
    points: &[(f64, f64, &str)],
    style: Type,
    bounds: Edges,
    mut taken: Vec<Edges>,
) {
    const POINT: f64 = 1.1;
    taken.extend(
        points
            .iter()
            .map(|(x, y, _)| [x - POINT, y - POINT, x + POINT, y + POINT]),
    );
    let mut order: Vec<usize> = (0..points.len()).collect();
    let crowd = |i: usize| {
        let Some((x, y, _)) = points.get(i) else {
            return 0;
        };
        let near = |(a, b, _): &&(f64, f64, &str)| (a - x).hypot(b - y) < 8.0;
        points.iter().filter(near).count()
    };
    order.sort_by_key(|i| (std::cmp::Reverse(crowd(*i)), *i));
    let mut leaders: Vec<[(f64, f64); 2]> = Vec::new();
    for at in order {
        let Some((x, y, text)) = points.get(at) else {
            continue;
        };
        let size = (style.width(text), style.size * super::measure::POINT);
        let free = |place: &Place| {
            let [left, top, right, bottom] = place.edges;
            let inside =
                left >= bounds[0] && top >= bounds[1] && right <= bounds[2] && bottom <= bounds[3];
            inside && !taken.iter().any(|t| overlap(*t, place.edges))
        };
        let clear = |place: &Place| {
            let own = |t: &&Edges| t[0] <= *x && *x <= t[2] && t[1] <= *y && *y <= t[3];
            let crossed = |line| taken.iter().filter(|t| !own(t)).any(|t| crosses(line, *t));
            !leaders.iter().any(|l| crosses(*l, place.edges))
                && !place.leader((*x, *y)).is_some_and(crossed)
        };
        // Where labels stand all around, a line may run behind one of them.
        let found = places((*x, *y), size)
            .find(|place| free(place) && clear(place))
            .or_else(|| places((*x, *y), size).find(free));
        let Some(place) = found else {
            continue;
        };
        if let Some(line) = place.leader((*x, *y)) {
            p.path(line.to_vec(), FINE, MUTED);
            leaders.push(line);
        }
        let [left, top, _, bottom] = place.edges;
        let baseline = top + (bottom - top) * 0.776;
        p.text(left, baseline, Anchor::Start, text, style);
        taken.push(place.edges);
    }
}

struct Place {
    edges: Edges,
    far: bool,
}

impl Place {
    /// From the point to the nearest side of the label, where that is far.
    fn leader(&self, (x, y): (f64, f64)) -> Option<[(f64, f64); 2]> {
        let [left, top, right, bottom] = self.edges;
        let end = (x.clamp(left, right), y.clamp(top, bottom));
        self.far.then_some([(x, y), end])
    }
}

/// Places around a point from the nearest out, right before left.
fn places((x, y): (f64, f64), (width, height): (f64, f64)) -> impl Iterator<Item = Place> {
    let rings = [1.6, 2.6, 4.0, 5.6, 7.6, 10.0, 13.0, 17.0, 22.0, 28.0, 35.0];
    rings
        .into_iter()
        .enumerate()
        .flat_map(move |(ring, radius)| {
            (0..16).map(move |step| {
                // Right, upper right, …: the side of the point first.
                let turn = [0, 2, 14, 8, 6, 10, 4, 12, 1, 15, 3, 13, 7, 9, 5, 11];
                let angle =
                    f64::from(turn.get(step).copied().unwrap_or(0)) * std::f64::consts::PI / 8.0;
                let (dx, dy) = (libm::cos(angle), -libm::sin(angle));
                let centre = (
                    x + dx * (radius + width / 2.0),
                    y + dy * (radius + height / 2.0),
                );
                Place {
                    edges: [
                        centre.0 - width / 2.0,
                        centre.1 - height / 2.0,
                        centre.0 + width / 2.0,
                        centre.1 + height / 2.0,
                    ],
                    far: ring > 0,
                }
            })
        })
}

fn overlap(a: Edges, b: Edges) -> bool {
    const AIR: f64 = 0.3;
    a[0] < b[2] + AIR && b[0] < a[2] + AIR && a[1] < b[3] + AIR && b[1] < a[3] + AIR
}

/// Whether a line goes through a box (Liang and Barsky).
fn crosses([from, to]: [(f64, f64); 2], [left, top, right, bottom]: Edges) -> bool {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (step, gap) in [
        (-dx, from.0 - left),
        (dx, right - from.0),
        (-dy, from.1 - top),
        (dy, bottom - from.1),
    ] {
        if step == 0.0 {
            if gap < 0.0 {
                return false;
            }
        } else if step < 0.0 {
            enter = enter.max(gap / step);
        } else {
            leave = leave.min(gap / step);
        }
    }
    enter <= leave
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_one_place_stand_apart() {
        let points: Vec<(f64, f64, String)> = (0..20)
            .map(|i| (50.0, 50.0, format!("U{}", i + 1)))
            .collect();
        let points: Vec<(f64, f64, &str)> = points
            .iter()
            .map(|(x, y, t)| (*x, *y, t.as_str()))
            .collect();
        let mut p = Painter::default();
        let style = Type::strong(8.0);
        paint_labels(&mut p, &points, style, [0.0, 0.0, 100.0, 100.0], Vec::new());
        let boxes = p.text_boxes();
        assert_eq!(boxes.len(), 20);
        for (i, a) in boxes.iter().enumerate() {
            for b in &boxes[i + 1..] {
                let apart =
                    a.0[2] <= b.0[0] || b.0[2] <= a.0[0] || a.0[3] <= b.0[1] || b.0[3] <= a.0[1];
                assert!(apart, "{a:?} {b:?}");
            }
        }
    }
}
