use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// The text of a file, block by block, as UTF-8.
pub(super) struct Source {
    file: File,
    /// Bytes of the file that were not read yet.
    left: u64,
    /// Turns another encoding into UTF-8; none for UTF-8 as it is.
    decoder: Option<Decoder>,
    /// Bytes read and not decoded yet.
    raw: Vec<u8>,
    /// The block; the text in it ends at `filled`.
    block: Vec<u8>,
    filled: usize,
    ended: bool,
}

/// Bytes of a block: it stays in the processor's cache.
const BLOCK: usize = 1 << 17;

impl Source {
    /// The text behind the first `skip` bytes, which hold the encoding's mark.
    pub fn open(path: &Path, encoding: &'static Encoding, skip: usize) -> io::Result<Source> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(skip as u64))?;
        let other = (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling());
        let mut source = Source {
            file,
            left: length.saturating_sub(skip as u64),
            decoder: other,
            raw: Vec::new(),
            block: vec![0; BLOCK],
            filled: 0,
            ended: false,
        };
        source.fill()?;
        Ok(source)
    }

    /// The block, and whether nothing follows it.
    pub fn text(&self) -> (&[u8], bool) {
        let text = self.block.get(..self.filled).unwrap_or_default();
        (text, self.ended)
    }

    /// Bytes of the file that are not in any block yet.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Drops the first bytes of the block and reads on; where none can be dropped
    /// the block grows.
    pub fn advance(&mut self, used: usize) -> io::Result<()> {
        self.block.copy_within(used..self.filled, 0);
        self.filled -= used;
        if used == 0 {
            self.block.resize(self.block.len() * 2, 0);
        }
        self.fill()
    }

    fn fill(&mut self) -> io::Result<()> {
        while !self.ended && self.filled < self.block.len() {
            let free = self.block.get_mut(self.filled..).unwrap_or_default();
            if let Some(decoder) = &mut self.decoder {
                if self.raw.is_empty() {
                    self.raw.resize(BLOCK / 2, 0);
                    let read = self.file.read(&mut self.raw)?;
                    self.raw.truncate(read);
                    self.left = self.left.saturating_sub(read as u64);
                }
                let last = self.raw.is_empty();
                let (result, read, written, _) = decoder.decode_to_utf8(&self.raw, free, last);
                self.raw.drain(..read);
                self.filled += written;
                match result {
                    CoderResult::InputEmpty => self.ended = last,
                    // What is left does not take another letter.
                    CoderResult::OutputFull => return Ok(()),
                }
            } else {
                let read = self.file.read(free)?;
                self.filled += read;
                self.left = self.left.saturating_sub(read as u64);
                self.ended = read == 0;
            }
        }
        Ok(())
    }
}
