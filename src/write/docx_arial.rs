/// How many lines a text takes in Arial, broken at spaces; `size` and `room` in
/// points. Word processors find the same but for kerning and hyphens.
pub(super) fn lines(text: &str, size: f64, bold: bool, room: f64) -> u32 {
    // In thousandths of an em, in which the widths are whole.
    let room = room.max(0.0) / size * 1000.0;
    text.split('\n').map(|line| wrapped(line, bold, room)).sum()
}

fn wrapped(line: &str, bold: bool, room: f64) -> u32 {
    let mut lines = 1;
    let mut used = 0.0;
    for piece in line.split_inclusive(' ') {
        let word = width(piece.trim_end_matches(' '), bold);
        if used > 0.0 && used + word > room {
            lines += 1;
            used = 0.0;
        }
        // A word wider than the line is broken within.
        let over = if word > room {
            (word / room.max(1000.0)).floor()
        } else {
            0.0
        };
        lines += over as u32;
        used += width(piece, bold) - over * room.max(1000.0);
    }
    lines
}

fn width(text: &str, bold: bool) -> f64 {
    let table = if bold { &BOLD } else { &REGULAR };
    let letter = |c: char| {
        let at = (c as usize).checked_sub(usize::from(b' '));
        let known = at.and_then(|at| table.get(at)).copied();
        known.unwrap_or(match c {
            '\u{a0}' | '·' => 278,
            '—' | '…' => 1000,
            _ => 556,
        })
    };
    text.chars().map(|c| f64::from(letter(c))).sum()
}

/// Advances of Arial from the space to the tilde, in thousandths of an em.
#[rustfmt::skip]
const REGULAR: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/// Of Arial Bold.
#[rustfmt::skip]
const BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_to_the_next_line() {
        // H 722, i 222: 10 points hold 9.44, 19.
        assert_eq!(lines("Hi Hi", 10.0, false, 21.7), 1);
        assert_eq!(lines("Hi Hi", 10.0, false, 21.6), 2);
        assert_eq!(lines("Hi\nHi", 10.0, false, 100.0), 2);
        assert_eq!(lines("", 10.0, true, 100.0), 1);
        assert_eq!(lines(&"a".repeat(100), 10.0, false, 100.0), 6);
        assert_eq!(
            lines("lebar", 10.0, false, -1.0),
            lines("lebar", 10.0, false, 0.0)
        );
    }
}
