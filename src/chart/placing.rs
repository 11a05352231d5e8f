//! Labels beside points: each finds a free place near its point, and a line
//! leads to it where that is not at its side.

use super::painter::{Anchor, Painter};
use super::theme::{FINE, INK, Type};

/// Left, top, right, bottom in mm.
pub type Edges = [f64; 4];
/// From one point to another.
pub type Line = [(f64, f64); 2];
/// Free space between a label and a line beside it, in mm.
const AIR: f64 = 0.6;
/// A point is as near to a label as its own within so many times its distance.
const AS_NEAR: f64 = 1.6;
/// Places nearer than this are one, in mm.
const SAME: f64 = 0.05;

/// What labels keep away from.
pub struct Surroundings {
    /// Labels stay inside.
    bounds: Edges,
    /// Nothing may stand on these.
    taken: Vec<Edges>,
    /// Lines no label stands on while there is another place, and what a label
    /// on one costs, in halves of a step away from its point.
    lines: Vec<(Line, usize)>,
    /// From points to their labels.
    leaders: Vec<Line>,
    points: Vec<(f64, f64)>,
}

/// Paints the labels of points inside the bounds, away from every point and from
/// what is taken; points of one place share a label. Those in the densest places
/// choose first.
/// Answers whether lines lead to some of them.
pub fn paint_labels(
    p: &mut Painter,
    points: &[(f64, f64, &str)],
    style: Type,
    mut around: Surroundings,
) -> bool {
    const POINT: f64 = 1.1;
    let discs = points.iter();
    let discs = discs.map(|(x, y, _)| [x - POINT, y - POINT, x + POINT, y + POINT]);
    around.taken.extend(discs);
    let labels = together(points, style);
    around.points = labels.iter().map(|(x, y, _)| (*x, *y)).collect();
    for at in densest_first(&labels) {
        let Some((x, y, lines)) = labels.get(at) else {
            continue;
        };
        let size = size(lines, style);
        let found = places((*x, *y), size)
            .filter(|place| around.leaves_free(place))
            .min_by_key(|place| around.cost(place, (*x, *y)));
        let Some(place) = found else {
            continue;
        };
        if let Some(line) = around.leader(&place, (*x, *y)) {
            p.path(line.to_vec(), FINE, INK);
            around.leaders.push(line);
        }
        let [left, top, ..] = place.edges;
        let baseline = top + style.size * super::measure::POINT * 0.776;
        for (line, text) in lines.iter().enumerate() {
            let y = baseline + line as f64 * style.line();
            p.text(left, y, Anchor::Start, text, style);
        }
        around.taken.push(place.edges);
    }
    !around.leaders.is_empty()
}

impl Surroundings {
    pub fn new(bounds: Edges, taken: Vec<Edges>, lines: Vec<(Line, usize)>) -> Self {
        Surroundings {
            bounds,
            taken,
            lines,
            leaders: Vec::new(),
            points: Vec::new(),
        }
    }

    fn leaves_free(&self, place: &Place) -> bool {
        let [left, top, right, bottom] = place.edges;
        let [least_x, least_y, most_x, most_y] = self.bounds;
        let inside = left >= least_x && top >= least_y && right <= most_x && bottom <= most_y;
        inside && !self.taken.iter().any(|t| overlap(*t, place.edges))
    }

    /// A line to the label where that is far, or nearly as near to another point.
    fn leader(&self, place: &Place, point: (f64, f64)) -> Option<Line> {
        const BESIDE: usize = 1;
        let unclear = place.ring > 0 && self.is_near_another(place, point, AS_NEAR);
        (place.ring > BESIDE || unclear).then(|| place.way(point))
    }

    /// Whether another point is nearer to the label than so many times its own.
    fn is_near_another(&self, place: &Place, point: (f64, f64), times: f64) -> bool {
        let far = |from: (f64, f64)| {
            let [_, end] = place.way(from);
            (end.0 - from.0).hypot(end.1 - from.1)
        };
        let reach = far(point) * times;
        let mut others = self.points.iter().filter(|other| **other != point);
        others.any(|other| far(*other) < reach)
    }

    /// What a place costs: its distance, the lines it stands on, that it may be taken for
    /// the label of another point, and a line that runs behind a label, which it may where
    /// labels stand all around.
    fn cost(&self, place: &Place, (x, y): (f64, f64)) -> usize {
        const RING: usize = 2;
        const BEHIND: usize = 96;
        const MISTAKEN: usize = 24;
        const UNCLEAR: usize = 3;
        const HIDDEN: usize = 4;
        let [left, top, right, bottom] = place.edges;
        let airy = [left - AIR, top, right + AIR, bottom];
        let leader = self.leader(place, (x, y));
        // A label on the other side of a line is read as of that side.
        let way = place.way((x, y));
        let beyond = |line: Line| {
            let thin = thin(line);
            let on_it = thin[0] - x < SAME
                && x - thin[2] < SAME
                && thin[1] - y < SAME
                && y - thin[3] < SAME;
            !on_it && crosses(way, thin)
        };
        let on = |line: Line| crosses(line, airy) || beyond(line);
        let on = self.lines.iter().filter(|(line, _)| on(*line));
        let own = |t: &&Edges| t[0] <= x && x <= t[2] && t[1] <= y && y <= t[3];
        let mut others = self.taken.iter().filter(|t| !own(t));
        let behind = self.leaders.iter().any(|l| crosses(*l, place.edges))
            || leader.is_some_and(|line| others.any(|t| crosses(line, *t)));
        let mistaken = self.is_near_another(place, (x, y), 1.0);
        let unclear = place.ring == 0 && self.is_near_another(place, (x, y), AS_NEAR);
        // Along the lines through the point its own line would not be seen.
        let level = |line: Line| {
            let [from, to] = line;
            (from.0 - to.0).abs() < AIR || (from.1 - to.1).abs() < AIR
        };
        let hidden = leader.is_some_and(level);
        place.ring * RING
            + on.map(|(_, cost)| cost).sum::<usize>()
            + usize::from(hidden) * HIDDEN
            + usize::from(unclear) * UNCLEAR
            + usize::from(mistaken) * MISTAKEN
            + usize::from(behind) * BEHIND
    }
}

/// Width and height of a label, in mm.
fn size(lines: &[String], style: Type) -> (f64, f64) {
    let widest = lines.iter().map(|line| style.width(line));
    let more = lines.len().saturating_sub(1) as f64 * style.line();
    let height = style.size * super::measure::POINT + more;
    (widest.fold(0.0, f64::max), height)
}

/// A point with the lines of its label.
type Labelled = (f64, f64, Vec<String>);

/// One label for all points of one place.
fn together(points: &[(f64, f64, &str)], style: Type) -> Vec<Labelled> {
    const WIDEST: f64 = 30.0;
    let mut places: Vec<(f64, f64, Vec<&str>)> = Vec::new();
    for (x, y, text) in points {
        let here = |(a, b, _): &&mut (f64, f64, Vec<&str>)| (a - x).hypot(b - y) < SAME;
        match places.iter_mut().find(here) {
            Some((_, _, texts)) => texts.push(text),
            None => places.push((*x, *y, vec![text])),
        }
    }
    let wrapped = places
        .into_iter()
        .map(|(x, y, texts)| (x, y, style.wrap(&texts.join(", "), WIDEST)));
    wrapped.collect()
}

/// The order in which points choose: those with most others near them first.
fn densest_first(points: &[Labelled]) -> Vec<usize> {
    let crowd = |i: usize| {
        let Some((x, y, _)) = points.get(i) else {
            return 0;
        };
        let near = |(a, b, _): &&Labelled| (a - x).hypot(b - y) < 8.0;
        points.iter().filter(near).count()
    };
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(crowd(*i)), *i));
    order
}

struct Place {
    edges: Edges,
    /// How many steps away from the point.
    ring: usize,
}

impl Place {
    /// From the point to the nearest side of the label.
    fn way(&self, (x, y): (f64, f64)) -> Line {
        let [left, top, right, bottom] = self.edges;
        [(x, y), (x.clamp(left, right), y.clamp(top, bottom))]
    }
}

/// Places around a point from the nearest out, right before left.
fn places((x, y): (f64, f64), (width, height): (f64, f64)) -> impl Iterator<Item = Place> {
    let rings = [
        1.6, 2.1, 2.6, 3.3, 4.0, 4.8, 5.6, 6.6, 7.6, 8.8, 10.0, 11.5, 13.0, 15.0, 17.0, 19.5, 22.0,
        25.0, 28.0, 31.0, 35.0,
    ];
    rings
        .into_iter()
        .enumerate()
        .flat_map(move |(ring, radius)| {
            // Right, upper right, …: the side of the point first, then between them.
            const TURNS: [u8; 16] = [0, 2, 14, 8, 6, 10, 4, 12, 1, 15, 3, 13, 7, 9, 5, 11];
            let between = TURNS.iter().map(|turn| f64::from(*turn) + 0.5);
            let turns = TURNS.iter().copied().map(f64::from).chain(between);
            turns.map(move |turn| {
                let angle = turn * std::f64::consts::PI / 8.0;
                let (dx, dy) = (libm::cos(angle), -libm::sin(angle));
                // A corner of the label on a diagonal, the middle of a side on an axis.
                let half = |d: f64| (d * std::f64::consts::SQRT_2).clamp(-1.0, 1.0) / 2.0;
                let centre = (
                    x + dx * radius + half(dx) * width,
                    y + dy * radius + half(dy) * height,
                );
                Place {
                    edges: [
                        centre.0 - width / 2.0,
                        centre.1 - height / 2.0,
                        centre.0 + width / 2.0,
                        centre.1 + height / 2.0,
                    ],
                    ring,
                }
            })
        })
}

/// Whether two boxes touch, or nearly.
pub fn overlap(a: Edges, b: Edges) -> bool {
    let line = AIR / 2.0;
    a[0] < b[2] + AIR && b[0] < a[2] + AIR && a[1] < b[3] + line && b[1] < a[3] + line
}

/// A line as a box.
fn thin([(x1, y1), (x2, y2)]: Line) -> Edges {
    [x1.min(x2), y1.min(y2), x1.max(x2), y1.max(y2)]
}

/// Whether a line goes through a box (Liang and Barsky).
pub fn crosses([from, to]: Line, [left, top, right, bottom]: Edges) -> bool {
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

    /// The boxes of the labels of points on an upright line at 50.
    fn boxes(points: &[(f64, f64, String)]) -> Vec<[f64; 4]> {
        let points: Vec<(f64, f64, &str)> = points
            .iter()
            .map(|(x, y, t)| (*x, *y, t.as_str()))
            .collect();
        let mut p = Painter::default();
        let line = ([(50.0, 0.0), (50.0, 100.0)], 80);
        let around = Surroundings::new([0.0, 0.0, 100.0, 100.0], Vec::new(), vec![line]);
        paint_labels(&mut p, &points, Type::strong(8.0), around);
        p.text_boxes().into_iter().map(|text| text.0).collect()
    }

    fn named(n: u8, at: impl Fn(f64) -> (f64, f64)) -> Vec<(f64, f64, String)> {
        let places = (1..=n).map(|i| (at(f64::from(i)), format!("U{i}")));
        places.map(|((x, y), text)| (x, y, text)).collect()
    }

    #[test]
    fn a_line_crosses_a_box_or_passes_it() {
        let square = [1.0, 1.0, 2.0, 2.0];
        assert!(crosses([(0.0, 0.0), (3.0, 3.0)], square));
        assert!(crosses([(0.0, 1.5), (3.0, 1.5)], square));
        assert!(!crosses([(0.0, 0.0), (3.0, 0.5)], square));
        assert!(!crosses([(2.5, 0.0), (3.0, 9.0)], square));
    }

    #[test]
    fn labels_of_near_places_stand_apart() {
        let found = boxes(&named(20, |i| (50.0 + 0.1 * i, 50.0)));
        assert_eq!(found.len(), 20);
        for (i, a) in found.iter().enumerate() {
            for b in &found[i + 1..] {
                let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
                assert!(apart, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn labels_stand_beside_lines() {
        for found in [
            boxes(&named(6, |i| (50.0 + 0.1 * i, 50.0))),
            boxes(&named(9, |i| (50.0, 10.0 * i))),
        ] {
            for a in found {
                assert!(a[2] < 50.0 || a[0] > 50.0, "{a:?}");
            }
        }
    }

    #[test]
    fn a_label_stays_on_the_side_of_its_point() {
        for found in [
            boxes(&named(1, |_| (49.6, 50.0))),
            boxes(&named(1, |_| (48.7, 50.0))),
        ] {
            assert!(found[0][2] < 50.0, "{found:?}");
        }
        assert!(boxes(&named(1, |_| (50.4, 50.0)))[0][0] > 50.0);
    }

    #[test]
    fn points_of_one_place_share_a_label() {
        let found = boxes(&named(20, |_| (50.0, 50.0)));
        assert!(found.len() < 6, "{found:?}");
        assert!(found.iter().all(|a| a[0] > 50.0));
    }
}
