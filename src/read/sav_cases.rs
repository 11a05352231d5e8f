use super::limits;
use super::sav_bytes::SavBytes;
use super::sav_dictionary::{Compression, Dictionary};
use crate::error::Result;
use flate2::read::ZlibDecoder;
use std::io::Read;

/// The cases of an SPSS file, one after the other, as words of eight bytes.
pub(super) struct Cases<'a> {
    words: Words<'a>,
    length: usize,
    expected: Option<u64>,
    met: u64,
}

/// Unpacks one word at a time.
struct Words<'a> {
    from: Compressed<'a>,
    compression: Compression,
    /// Bytes that say what each of the next words is.
    codes: [u8; 8],
    next: usize,
    bias: f64,
    big: bool,
    ended: bool,
}

/// Bytes behind the dictionary; of a file in blocks one block at a time.
struct Compressed<'a> {
    bytes: SavBytes<'a>,
    blocks: Vec<Block>,
    block: Vec<u8>,
    at: usize,
    /// Whether the bytes are those of blocks.
    blocked: bool,
}

#[derive(Clone, Copy)]
struct Block {
    start: i64,
    packed: usize,
    unpacked: usize,
}

/// Bytes a block may unpack to; programs write blocks of 4 MiB.
const LARGEST_BLOCK: usize = 1 << 26;

/// The number that stands for a value the system had none for.
pub(super) const SYSTEM_MISSING: f64 = -f64::MAX;

impl<'a> Cases<'a> {
    /// # Errors
    /// Blocks that contradict the file.
    pub fn of(dictionary: &Dictionary, bytes: SavBytes<'a>) -> Result<Cases<'a>> {
        let blocked = dictionary.compression == Compression::Blocks;
        let mut from = Compressed {
            bytes,
            blocks: Vec::new(),
            block: Vec::new(),
            at: 0,
            blocked,
        };
        if blocked {
            from.read_blocks()?;
        }
        Ok(Cases {
            words: Words {
                from,
                compression: dictionary.compression,
                codes: [0; 8],
                next: 8,
                bias: dictionary.bias,
                big: dictionary.big,
                ended: false,
            },
            length: dictionary.words,
            expected: dictionary.cases,
            met: 0,
        })
    }

    /// Reads the next case into `case`; false behind the last one.
    ///
    /// # Errors
    /// A file that ends within a case, or has fewer cases than it says.
    pub fn next(&mut self, case: &mut Vec<u8>) -> Result<bool> {
        case.clear();
        for word in 0..self.length {
            match self.words.next()? {
                Some(bytes) => case.extend_from_slice(&bytes),
                None if word == 0 && self.expected.is_none_or(|cases| cases <= self.met) => {
                    return Ok(false);
                }
                None => return Err(self.words.from.bytes.torn()),
            }
        }
        self.met += 1;
        Ok(true)
    }

    /// The bytes of the file, for an error.
    pub fn bytes(&self) -> &SavBytes<'a> {
        &self.words.from.bytes
    }
}

impl Words<'_> {
    fn next(&mut self) -> Result<Option<[u8; 8]>> {
        if self.compression == Compression::None {
            return self.from.word();
        }
        while !self.ended {
            if self.next >= self.codes.len() {
                let Some(codes) = self.from.word()? else {
                    break;
                };
                self.codes = codes;
                self.next = 0;
            }
            let code = self.codes.get(self.next).copied().unwrap_or(0);
            self.next += 1;
            let number = match code {
                0 => continue,
                252 => {
                    self.ended = true;
                    break;
                }
                253 => {
                    let word = self.from.word()?;
                    return word.map(Some).ok_or_else(|| self.from.bytes.torn());
                }
                254 => return Ok(Some([b' '; 8])),
                255 => SYSTEM_MISSING,
                code => f64::from(code) - self.bias,
            };
            return Ok(Some(match self.big {
                true => number.to_be_bytes(),
                false => number.to_le_bytes(),
            }));
        }
        Ok(None)
    }
}

impl Compressed<'_> {
    /// The next eight bytes; none at the end.
    fn word(&mut self) -> Result<Option<[u8; 8]>> {
        if !self.blocked {
            return Ok(self.bytes.word());
        }
        let mut word = [0; 8];
        let mut filled = 0;
        while filled < word.len() {
            if self.at >= self.block.len() {
                match self.blocks.pop() {
                    Some(block) => self.unpack(block)?,
                    None if filled == 0 => return Ok(None),
                    None => return Err(self.bytes.torn()),
                }
                continue;
            }
            let left = self.block.get(self.at..).unwrap_or_default();
            let taken = left.len().min(word.len() - filled);
            for (to, from) in word.iter_mut().skip(filled).zip(left.iter().take(taken)) {
                *to = *from;
            }
            filled += taken;
            self.at += taken;
        }
        Ok(Some(word))
    }

    /// The list of blocks, which stands at the end of the file.
    fn read_blocks(&mut self) -> Result<()> {
        let bytes = &mut self.bytes;
        let start = i64::try_from(bytes.place()).unwrap_or(i64::MAX);
        let (header, trailer) = (bytes.long()?, bytes.long()?);
        bytes.long()?;
        if header != start {
            return Err(bytes.torn());
        }
        bytes.go_to(trailer)?;
        bytes.take(20)?;
        let count = bytes.length()?;
        let mut unpacked = Vec::new();
        for _ in 0..count {
            bytes.long()?;
            let start = bytes.long()?;
            let size = usize::try_from(bytes.int()?).map_err(|_| bytes.torn())?;
            let packed = bytes.length()?;
            if size > LARGEST_BLOCK {
                return Err(limits::too_large(bytes.file()));
            }
            self.blocks.push(Block {
                start,
                packed,
                unpacked: size,
            });
            unpacked.push(size as u64);
        }
        if limits::unpacks_to_more(unpacked.into_iter()) {
            return Err(limits::too_large(bytes.file()));
        }
        self.blocks.reverse();
        Ok(())
    }

    fn unpack(&mut self, block: Block) -> Result<()> {
        self.bytes.go_to(block.start)?;
        let packed = self.bytes.take(block.packed)?;
        self.block.clear();
        self.at = 0;
        let most = block.unpacked as u64 + 1;
        let read = ZlibDecoder::new(packed)
            .take(most)
            .read_to_end(&mut self.block);
        match read {
            Ok(length) if length == block.unpacked => Ok(()),
            Ok(_) => Err(self.bytes.torn()),
            Err(cause) => Err(self.bytes.torn().because(cause)),
        }
    }
}
