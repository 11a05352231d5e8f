//! How much one picture looks like another.

use resvg::tiny_skia::Pixmap;

/// A picture in shades of grey, from 0 to 255.
pub struct Grey {
    width: usize,
    height: usize,
    shades: Vec<f64>,
}

impl Grey {
    pub fn of(picture: &Pixmap) -> Self {
        let light = |r: u8, g: u8, b: u8| {
            0.299 * f64::from(r) + 0.587 * f64::from(g) + 0.114 * f64::from(b)
        };
        let pixels = picture.pixels().iter();
        Grey {
            width: picture.width() as usize,
            height: picture.height() as usize,
            shades: pixels
                .map(|p| light(p.red(), p.green(), p.blue()))
                .collect(),
        }
    }

    fn at(&self, x: usize, y: usize) -> f64 {
        self.shades[y * self.width + x]
    }

    /// Half as wide and as high: the mean of each four pixels.
    pub fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (2 * x, 2 * y)));
        let four = |(x, y): (usize, usize)| {
            let upper = self.at(x, y) + self.at(x + 1, y);
            (upper + self.at(x, y + 1) + self.at(x + 1, y + 1)) / 4.0
        };
        Grey {
            width,
            height,
            shades: places.map(four).collect(),
        }
    }
}

/// Structural similarity of two pictures (Wang, Bovik, Sheikh and Simoncelli
/// 2004): the mean over windows of 8 × 8, 4 apart.
pub fn similarity(a: &Grey, b: &Grey) -> f64 {
    let (width, height) = (a.width.min(b.width), a.height.min(b.height));
    let (mut sum, mut windows) = (0.0, 0.0);
    for top in (0..height.saturating_sub(8)).step_by(4) {
        for left in (0..width.saturating_sub(8)).step_by(4) {
            let pairs = (0..64).map(|i| {
                let (x, y) = (left + i % 8, top + i / 8);
                (a.at(x, y), b.at(x, y))
            });
            sum += window(pairs);
            windows += 1.0;
        }
    }
    sum / windows
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
    let like = |a: &Pixmap, b: &Pixmap| similarity(&Grey::of(a), &Grey::of(b));
    assert_eq!(like(&picture(0), &other), 1.0);
    assert_eq!(distance(&picture(0), &picture(9)), Some(9));
    other.data_mut().rotate_left(44);
    assert!(like(&picture(0), &other) < 0.8);
    let halved = Grey::of(&picture(9)).halved();
    assert_eq!(
        (halved.width, halved.height, halved.shades.len()),
        (20, 20, 400)
    );
    assert_eq!(distance(&other, &Pixmap::new(3, 3).expect("one")), None);
}
