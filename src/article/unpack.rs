//! Packed inputs: gzip (also of many members, as in WARC) and zstd (also of many frames), told by their first bytes.
//!
//! In: a reader. Out: a reader of what is inside. A file that breaks off is an error, never a shorter article.

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, BufReader, Read};

/// A reader that may go to another thread.
pub type Reader = Box<dyn Read + Send>;

const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";

/// Packings in packings are opened so deep.
const DEPTH: usize = 3;

/// Whether the bytes are those of a packed file.
pub(super) fn is_packed(start: &[u8]) -> bool {
    start.starts_with(GZIP) || start.starts_with(ZSTD)
}

/// What is inside; the reader itself, from its start, when it is not packed.
///
/// # Errors
/// When the reader cannot be read.
pub fn unpack(from: Reader) -> io::Result<Reader> {
    let mut from = from;
    for _ in 0..DEPTH {
        let mut start = Vec::with_capacity(4);
        (&mut from).take(4).read_to_end(&mut start)?;
        let zipped = start.starts_with(GZIP);
        let packed = is_packed(&start);
        let whole = BufReader::with_capacity(64 << 10, io::Cursor::new(start).chain(from));
        if !packed {
            return Ok(Box::new(whole));
        }
        from = if zipped { Box::new(MultiGzDecoder::new(whole)) } else { Box::new(Frames::new(whole)) };
    }
    Ok(from)
}

/// The frames of a zstd file, one after the other.
struct Frames<R> {
    from: R,
    frame: FrameDecoder,
    open: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(from: R) -> Self {
        Self { from, frame: FrameDecoder::new(), open: false }
    }

    /// Opens the next frame; false when there is none.
    fn advance(&mut self) -> io::Result<bool> {
        while !self.from.fill_buf()?.is_empty() {
            match self.frame.init(&mut self.from) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut (&mut self.from).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error.to_string())),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.open {
                self.open = self.advance()?;
                if !self.open {
                    return Ok(0);
                }
            }
            while self.frame.can_collect() == 0 && !self.frame.is_finished() {
                let more = self.frame.decode_blocks(&mut self.from, BlockDecodingStrategy::UptoBlocks(1));
                more.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
            }
            let length = self.frame.read(into)?;
            if length > 0 || into.is_empty() {
                return Ok(length);
            }
            self.open = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::unpack;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::{Cursor, Read, Write};

    fn zipped(text: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::fast());
        out.write_all(text).expect("memory");
        out.finish().expect("memory")
    }

    fn read(bytes: Vec<u8>) -> std::io::Result<Vec<u8>> {
        let mut all = Vec::new();
        unpack(Box::new(Cursor::new(bytes)))?.read_to_end(&mut all)?;
        Ok(all)
    }

    #[test]
    fn members_and_frames_follow_one_another() {
        assert_eq!(read([zipped(b"One. "), zipped(b"Two.")].concat()).expect("gzip"), b"One. Two.");
        let frame = |text: &[u8]| ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest);
        assert_eq!(read([frame(b"One. "), frame(b"Two.")].concat()).expect("zstd"), b"One. Two.");
        assert_eq!(read(zipped(&frame(b"Both."))).expect("both"), b"Both.");
        assert_eq!(read(b"x".to_vec()).expect("not packed"), b"x");
        assert_eq!(read(Vec::new()).expect("empty"), b"");
    }

    #[test]
    fn what_breaks_off_is_an_error() {
        let whole = zipped("Rain fell on the road. ".repeat(400).as_bytes());
        assert!(read(whole[..whole.len() / 2].to_vec()).is_err());
        let frame = ruzstd::encoding::compress_to_vec(&b"Rain fell."[..], ruzstd::encoding::CompressionLevel::Fastest);
        assert!(read(frame[..frame.len() - 3].to_vec()).is_err());
    }
}
