use super::args::{one_of, path, switch, text};
use super::ask::{Ask, base_name, read_text};
use super::ending;
use super::tongue::Tongue;
use clap::{Arg, value_parser};
use std::path::Path;
use tridharma::chart::{Canvas, Drawing, Theme, described, draw, png};
use tridharma::document::{Block, Document, Figure};
use tridharma::write::{self, Drawn, Letters, Picture};
use tridharma::{Error, ErrorKind, Place, Result, said};

/// Where it goes and what it looks like.
pub fn options(t: Tongue) -> Vec<Arg> {
    let out = t.say(
        "berkas .svg, .png, .pdf, .html, atau .csv (bawaan: JENIS.svg)",
        "a file .svg, .png, .pdf, .html or .csv (default: KIND.svg)",
    );
    let width = t.say(
        "lebar: 160mm (bawaan), one-column 85, two-column 175, slide 250, poster 400",
        "width: 160mm (default), one-column 85, two-column 175, slide 250, poster 400",
    );
    let theme = t.say(
        "berkas tema (TOML: font, size, patterns, warna), atau dark",
        "a theme file (TOML: font, size, patterns, colours), or dark",
    );
    let letters = t.say(
        "huruf dalam SVG: font tertanam (bawaan), nama font saja, atau garis",
        "letters of an SVG: embedded font (default), its name only, or outlines",
    );
    vec![
        path("out", "FILE", out),
        text("width", "WIDTH", width),
        text(
            "dpi",
            "N",
            t.say(
                "resolusi PNG (bawaan 300)",
                "resolution of PNG (default 300)",
            ),
        )
        .value_parser(value_parser!(u64).range(20..=2400)),
        text("theme", "TOML|dark", theme),
        one_of(
            "text",
            "font|name|outlines",
            ["font", "name", "outlines"],
            letters,
        ),
        text(
            "title",
            "TEXT",
            t.say("judul di atas gambar", "a title over the figure"),
        ),
        switch(
            "patterns",
            t.say(
                "garis arsir di atas warna jawaban (likert, bars), untuk cetak hitam putih",
                "hatching over the colours of answers (likert, bars), for a print without colour",
            ),
        ),
        switch(
            "force",
            t.say("ganti berkas yang sudah ada", "replace an existing file"),
        ),
    ]
}

/// What a file's name asks for.
#[derive(Clone, Copy)]
pub enum Format {
    Svg,
    Png,
    Pdf,
    Html,
    Csv,
}

impl Format {
    pub fn of(out: &Path) -> Result<Format> {
        let forms = [
            ("svg", Format::Svg),
            ("png", Format::Png),
            ("pdf", Format::Pdf),
            ("html", Format::Html),
            ("htm", Format::Html),
            ("csv", Format::Csv),
        ];
        ending::form(out, &forms)
    }
}

/// What the figure looks like.
pub struct Look {
    canvas: Canvas,
    dpi: f64,
    letters: Letters,
}

impl Look {
    pub fn of(ask: &Ask) -> Result<Look> {
        let (width, size) = width(ask.text("width").as_deref())?;
        let mut theme = match ask.text("theme").as_deref() {
            None => Theme::default(),
            Some("dark" | "gelap") => Theme::dark(),
            Some(file) => theme(Path::new(file))?,
        };
        theme.size *= size;
        theme.patterns |= ask.flag("patterns");
        Ok(Look {
            canvas: Canvas {
                theme,
                title: ask.text("title"),
                ..Canvas::new(width, ask.tongue.language)
            },
            dpi: ask.number("dpi").unwrap_or(300) as f64,
            letters: match ask.text("text").as_deref() {
                Some("name") => Letters::Name,
                Some("outlines") => Letters::Outlines,
                _ => Letters::Font,
            },
        })
    }

    /// The file, and the height of the figure in mm.
    pub fn bytes(&self, document: &Document, format: Format) -> Result<(Vec<u8>, f64)> {
        let Some(figure) = document.figures().next() else {
            return Ok((Vec::new(), 0.0));
        };
        let drawing = draw(&figure.chart, &self.canvas);
        let height = drawing.height_mm;
        let bytes = match format {
            Format::Svg => {
                write::svg(&drawing, &figure.caption, &figure.alt, self.letters)?.into_bytes()
            }
            Format::Png => described(png(&drawing, self.dpi)?, &figure.caption, &figure.alt),
            Format::Pdf => write::pdf::pdf_poster(&drawing, &figure.caption, &figure.alt)?,
            Format::Html => self.html(document, figure, drawing)?.into_bytes(),
            Format::Csv => write::csv(document).into_bytes(),
        };
        Ok((bytes, height))
    }

    fn html(&self, document: &Document, figure: &Figure, drawing: Drawing) -> Result<String> {
        let mut drawn = Drawn::default();
        let picture = Picture {
            png: Vec::new(),
            svg: write::svg(&drawing, &figure.caption, &figure.alt, self.letters)?,
            width_mm: drawing.width_mm,
            height_mm: drawing.height_mm,
        };
        drawn.add(&*figure.id, picture);
        // The table under a figure has its heading already.
        let mut document = document.clone();
        for block in &mut document.blocks {
            if let Block::Table(table) = block {
                table.notes.clear();
            }
        }
        write::html(&document, &drawn)
    }
}

/// A theme file with the fonts it names, which lie beside it.
fn theme(file: &Path) -> Result<Theme> {
    let read = |name: &str| {
        let path = file.with_file_name(name);
        std::fs::read(&path).map_err(|error| {
            Error::new(
                ErrorKind::NotFound,
                said!(
                    "berkas huruf tidak dapat dibaca",
                    "the font file cannot be read"
                ),
            )
            .at(Place::file(name))
            .because(error)
            .hint(said!(
                "tulis nama berkas .ttf di folder yang sama dengan tema",
                "name a file .ttf in the folder of the theme"
            ))
        })
    };
    Theme::parse_with(&base_name(file), &read_text(file)?, &read)
}

/// A width in mm, and how much larger text is set there than in a document.
fn width(text: Option<&str>) -> Result<(f64, f64)> {
    let Some(text) = text else {
        return Ok((160.0, 1.0));
    };
    match text.trim().to_lowercase().as_str() {
        "one-column" | "satu-kolom" => return Ok((85.0, 1.0)),
        "two-column" | "dua-kolom" => return Ok((175.0, 1.0)),
        "slide" | "salindia" => return Ok((250.0, 1.7)),
        "poster" => return Ok((400.0, 2.6)),
        _ => {}
    }
    let digits = text.trim().trim_end_matches("mm").trim().replace(',', ".");
    let found = digits.parse::<f64>().ok();
    found
        .filter(|mm| (60.0..=1000.0).contains(mm))
        .map(|mm| (mm, 1.0))
        .ok_or_else(|| {
            Error::new(
                ErrorKind::Usage,
                said!(
                    "lebar «{text}» tidak dikenal",
                    "the width \"{text}\" is unknown"
                ),
            )
            .hint(said!(
                "tulis 60mm sampai 1000mm, one-column, two-column, slide, atau poster",
                "write 60mm to 1000mm, one-column, two-column, slide or poster"
            ))
        })
}
