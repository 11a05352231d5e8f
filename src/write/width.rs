/// How many cells of a terminal a text takes: a mark on top of a letter takes
/// none, an East Asian letter or an emoji takes two.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    // Unicode 16, UAX #11 and the marks of the general categories Mn, Me, Cf, in
    // whole blocks.
    match u32::from(c) {
        0x0300..=0x036F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 => 0,
        0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F | 0xFEFF => 0,
        0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0xA4CF | 0xAC00..=0xD7A3 => 2,
        0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 => 2,
        0x1F300..=0x1F64F | 0x1F680..=0x1F6FF | 0x1F900..=0x1F9FF | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// A text in lines of at most `room` cells; a word longer than a line is broken.
/// There is always one line, if an empty one.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(2);
    let mut lines = Vec::new();
    for part in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for word in part.split_whitespace() {
            let needed = width(word);
            if used > 0 && used + 1 + needed > room {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            for c in word.chars() {
                let needed = char_width(c);
                if used + needed > room {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                line.push(c);
                used += needed;
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_cells_not_bytes() {
        assert_eq!(width("é"), 1);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("调查"), 4);
        assert_eq!(width("👍"), 2);
    }

    #[test]
    fn no_line_is_longer_than_the_room() {
        let text = "Pertanggungjawabannya 调查调查 a b c\n\nakhir";
        for room in 2..30 {
            for line in wrap(text, room) {
                assert!(width(&line) <= room, "{line:?} in {room}");
            }
        }
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("satu dua tiga", 8), ["satu dua", "tiga"]);
    }
}
