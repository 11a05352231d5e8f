use super::hatch;
use super::measure::POINT;
use super::painter::{Anchor, Shape};
use super::theme::{Colour, Type};
use super::theme_file::Theme;
use std::fmt::Write;

/// Units a millimetre has in the drawing: coordinates stay short.
const UNITS: f64 = 20.0;

/// The SVG of shapes on a page of `size` mm, printed `scale` times as large.
pub fn page(shapes: &[Shape], theme: &Theme, size: (f64, f64), scale: f64) -> String {
    let (width, height) = (unit(size.0), unit(size.1));
    let mut out = String::with_capacity(shapes.len() * 80 + 400);
    let own = theme.typeface.as_ref();
    let own = own.map_or_else(String::new, |face| {
        format!("&apos;{}&apos;, ", escaped(face.family()))
    });
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" viewBox=\"0 0 {width} {height}\" font-family=\"{own}Noto Sans, sans-serif\" font-kerning=\"none\">",
        round(size.0 * scale),
        round(size.1 * scale)
    );
    let whole = [0.0, 0.0, size.0, size.1];
    push(&mut out, theme, &Shape::Rectangle(whole, Colour::Page));
    for shape in shapes {
        push(&mut out, theme, shape);
    }
    out.push_str("</svg>\n");
    out
}

/// Rounded to hundredths, so that no float noise is printed.
pub fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// One shape as one line.
fn push(out: &mut String, theme: &Theme, shape: &Shape) {
    let hex = |colour: &Colour| theme.rgb(*colour).hex();
    let _ = match shape {
        Shape::Rectangle([x, y, width, height], fill) => {
            let (left, top) = (unit(*x), unit(*y));
            writeln!(
                out,
                "<rect x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
                unit(x + width) - left,
                unit(y + height) - top,
                hex(fill)
            )
            .and_then(|()| push_lines(out, theme, [*x, *y, *width, *height], *fill))
        }
        Shape::Path(points, width, colour) => writeln!(
            out,
            "<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" points=\"{}\"/>",
            hex(colour),
            unit(*width),
            listed(points)
        ),
        Shape::Dashes(ends, width, colour) => writeln!(
            out,
            "<polyline stroke=\"{}\" stroke-width=\"{}\" stroke-dasharray=\"20 14\" points=\"{}\"/>",
            hex(colour),
            unit(*width),
            listed(ends)
        ),
        Shape::Polygon(points, fill) => writeln!(
            out,
            "<polygon points=\"{}\" fill=\"{}\"/>",
            listed(points),
            hex(fill)
        ),
        Shape::Disc((x, y), radius, fill) => writeln!(
            out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"/>",
            unit(*x),
            unit(*y),
            unit(*radius),
            hex(fill)
        ),
        Shape::Text {
            at,
            anchor,
            text,
            style,
            tip,
        } => {
            push_text(out, theme, (*at, *anchor, *style), (text, tip));
            Ok(())
        }
    };
}

/// The lines over an answer level, in the colour of text on it.
fn push_lines(out: &mut String, theme: &Theme, edges: [f64; 4], fill: Colour) -> std::fmt::Result {
    let (Colour::Level(at, of), true) = (fill, theme.patterns) else {
        return Ok(());
    };
    let lines = hatch::lines(edges, at, of);
    if lines.is_empty() {
        return Ok(());
    }
    let ink = theme.rgb(Colour::OnLevel(at, of)).hex();
    let width = unit(0.14);
    write!(out, "<path stroke=\"{ink}\" stroke-width=\"{width}\" d=\"")?;
    for [(x1, y1), (x2, y2)] in lines {
        let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(unit);
        write!(out, "M{x1} {y1}L{x2} {y2}")?;
    }
    writeln!(out, "\"/>")
}

/// The ground of a text on lines.
fn push_plate(out: &mut String, theme: &Theme, edges: [f64; 4], fill: Colour) {
    let [x, y, width, height] = edges.map(unit);
    let fill = theme.rgb(fill).hex();
    let _ = writeln!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>"
    );
}

fn push_text(
    out: &mut String,
    theme: &Theme,
    (at, anchor, style): ((f64, f64), Anchor, Type),
    (text, tip): (&str, &Option<String>),
) {
    if let (Colour::OnLevel(level, of), true) = (style.colour, theme.patterns) {
        let plate = hatch::plate(at, anchor, text, style);
        push_plate(out, theme, plate, Colour::Level(level, of));
    }
    let fill = theme.rgb(style.colour).hex();
    let anchor = match anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let weight = if style.bold {
        " font-weight=\"bold\""
    } else {
        ""
    };
    let size = round(style.size * POINT * UNITS);
    let _ = write!(
        out,
        "<text x=\"{}\" y=\"{}\"{anchor} font-size=\"{size}\"{weight} fill=\"{fill}\">",
        unit(at.0),
        unit(at.1)
    );
    if let Some(tip) = tip {
        let _ = write!(out, "<title>{}</title>", escaped(tip));
    }
    let _ = writeln!(out, "{}</text>", escaped(text));
}

/// Text inside an element or an attribute.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            letter => out.push(letter),
        }
    }
    out
}

fn listed(points: &[(f64, f64)]) -> String {
    let points = points.iter();
    let pairs: Vec<String> = points
        .map(|(x, y)| format!("{},{}", unit(*x), unit(*y)))
        .collect();
    pairs.join(" ")
}

/// Millimetres in units, to a tenth of one; what is no number stands at the
/// edge.
fn unit(mm: f64) -> Tenths {
    let tenths = (mm * UNITS * 10.0).round();
    Tenths(match tenths.is_finite() {
        true => tenths.clamp(-1e12, 1e12) as i64,
        false => 0,
    })
}

/// A number with at most one decimal.
#[derive(Clone, Copy)]
struct Tenths(i64);

impl std::ops::Sub for Tenths {
    type Output = Tenths;

    fn sub(self, other: Tenths) -> Tenths {
        Tenths(self.0.saturating_sub(other.0))
    }
}

impl std::fmt::Display for Tenths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.abs() / 10, self.0.abs() % 10);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            _ => write!(f, "{sign}{whole}.{rest}"),
        }
    }
}
