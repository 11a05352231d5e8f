//! How much one picture looks like another.

use resvg::tiny_skia::Pixmap;

/// Structural similarity of two pictures in grey (Wang, Bovik, Sheikh and
/// Simoncelli 2004): the mean over windows of 8 × 8, 4 apart.
pub fn similarity(a: &Pixmap, b: &Pixmap) -> f64 {
    let (width, height) = (a.width().min(b.width()), a.height().min(b.height()));
    let (grey_a, grey_b) = (grey(a), grey(b));
    let (mut sum, mut windows) = (0.0, 0.0);
    for top in (0..height.saturating_sub(8)).step_by(4) {
        for left in (0..width.saturating_sub(8)).step_by(4) {
            let pairs = (0..64).map(|i| {
                let (x, y) = (left + i % 8, top + i / 8);
                let at = |of: &Pixmap| (y * of.width() + x) as usize;
                (grey_a[at(a)], grey_b[at(b)])
            });
            sum += window(pairs);
            windows += 1.0;
        }
    }
    sum / windows
}

fn grey(of: &Pixmap) -> Vec<f64> {
    let light =
        |r: u8, g: u8, b: u8| 0.299 * f64::from(r) + 0.587 * f64::from(g) + 0.114 * f64::from(b);
    let pixels = of.pixels().iter();
    pixels
        .map(|p| light(p.red(), p.green(), p.blue()))
        .collect()
}

fn window(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut sa, mut sb, mut saa, mut sbb, mut sab) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (u, v) in pairs {
        sa += u;
        sb += v;
        saa += u * u;
        sbb += v * v;
        sab += u * v;
    }
    let (ma, mb) = (sa / 64.0, sb / 64.0);
    let (va, vb) = (saa / 64.0 - ma * ma, sbb / 64.0 - mb * mb);
    let cov = sab / 64.0 - ma * mb;
    // (0.01 · 255)² and (0.03 · 255)².
    let (c1, c2) = (6.5025, 58.5225);
    (2.0 * ma * mb + c1) * (2.0 * cov + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
}

/// The greatest difference of two pictures of one size in any channel of any
/// pixel; none where the sizes differ.
pub fn distance(a: &Pixmap, b: &Pixmap) -> Option<u8> {
    let same = (a.width(), a.height()) == (b.width(), b.height());
    let bytes = a.data().iter().zip(b.data());
    same.then(|| bytes.map(|(x, y)| x.abs_diff(*y)).max().unwrap_or(0))
}

#[test]
fn a_picture_is_like_itself_and_unlike_its_neighbour() {
    let picture = |shift: u8| {
        let mut picture = Pixmap::new(40, 40).expect("a picture");
        for (i, byte) in picture.data_mut().iter_mut().enumerate() {
            // Alpha stays whole, so that no other byte may exceed it.
            *byte = if i % 4 == 3 {
                255
            } else {
                (i as u8).wrapping_mul(37) / 2 + shift
            };
        }
        picture
    };
    let mut other = picture(0);
    assert_eq!(similarity(&picture(0), &other), 1.0);
    assert_eq!(distance(&picture(0), &picture(9)), Some(9));
    other.data_mut().rotate_left(44);
    assert!(similarity(&picture(0), &other) < 0.8);
    assert_eq!(distance(&other, &Pixmap::new(3, 3).expect("one")), None);
}
