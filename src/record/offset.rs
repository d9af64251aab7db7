//! Offsets: from bytes of the text to the unit that the reader of a record counts in.

use std::ops::Not;

/// What offsets count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Unit {
    /// Unicode code points: what Python and jq slice by.
    #[default]
    Chars,
    /// Bytes of UTF-8: Rust and Go.
    Bytes,
    /// UTF-16 code units: JavaScript, Java and C#.
    Utf16,
}

/// Bytes between two checkpoints.
const STEP: usize = 64;

/// The offsets of one text: how many units lie before each byte.
pub struct Offsets<'a> {
    bytes: &'a [u8],
    unit: Unit,
    /// Units before every [`STEP`]th byte; none when bytes and units are the same.
    checkpoints: Option<Vec<u32>>,
}

impl<'a> Offsets<'a> {
    /// Indexes `text`: one pass, and no index for ASCII.
    pub fn new(text: &'a str, unit: Unit) -> Self {
        let same = unit == Unit::Bytes || text.is_ascii();
        let checkpoints = same.not().then(|| {
            let mut units = 0;
            let counted = text.as_bytes().chunks(STEP).map(|chunk| {
                let before = units;
                units += count(chunk, unit);
                before
            });
            counted.collect()
        });
        Self { bytes: text.as_bytes(), unit, checkpoints }
    }

    /// Units before `byte`, which lies on a character boundary.
    pub fn at(&self, byte: u32) -> u32 {
        let Some(checkpoints) = &self.checkpoints else { return byte };
        let byte = (byte as usize).min(self.bytes.len());
        // a byte at the very end may have no checkpoint of its own
        let step = (byte / STEP).min(checkpoints.len().saturating_sub(1));
        let before = checkpoints.get(step).copied().unwrap_or(0);
        before + count(self.bytes.get(step * STEP..byte).unwrap_or(&[]), self.unit)
    }
}

/// Units that begin in `bytes`.
fn count(bytes: &[u8], unit: Unit) -> u32 {
    let begins = |byte: &u8| u32::from(*byte & 0xc0 != 0x80);
    match unit {
        Unit::Chars => bytes.iter().map(begins).sum(),
        // a character of four bytes is two units
        Unit::Utf16 => bytes.iter().map(|byte| begins(byte) + u32::from(*byte >= 0xf0)).sum(),
        Unit::Bytes => bytes.len() as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::{Offsets, Unit};

    #[test]
    fn every_boundary_counts_right_in_every_unit() {
        let text = "\u{feff}Zoë 🚒\r\n".repeat(40) + "end";
        let (chars, utf16) = (Offsets::new(&text, Unit::Chars), Offsets::new(&text, Unit::Utf16));
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let before = &text[..byte];
            assert_eq!(chars.at(byte as u32) as usize, before.chars().count());
            assert_eq!(utf16.at(byte as u32) as usize, before.encode_utf16().count());
        }
    }
}
