//! Numbered byte records in a temporary file: written one after the other, then read by number from any thread.

use super::sort::temporary;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Records that are being written.
pub(super) struct Writer {
    out: BufWriter<File>,
    offsets: Vec<u64>,
}

/// Records that can be read.
pub(super) struct Store {
    file: File,
    /// Where each begins, and where the last ends.
    offsets: Vec<u64>,
}

impl Writer {
    pub(super) fn new(folder: Option<&Path>) -> io::Result<Self> {
        Ok(Self { out: BufWriter::with_capacity(1 << 18, temporary(folder)?), offsets: vec![0] })
    }

    pub(super) fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.offsets.push(self.offsets.last().copied().unwrap_or(0) + bytes.len() as u64);
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<Store> {
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Store { file, offsets: self.offsets })
    }
}

impl Store {
    pub(super) fn len(&self) -> u32 {
        self.offsets.len() as u32 - 1
    }

    /// The record of that number; empty when there is none.
    pub(super) fn read(&self, number: u32, into: &mut Vec<u8>) -> io::Result<()> {
        let at = number as usize;
        let (Some(start), Some(end)) = (self.offsets.get(at), self.offsets.get(at + 1)) else {
            into.clear();
            return Ok(());
        };
        into.resize((end - start) as usize, 0);
        read_at(&self.file, into, *start)
    }
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, at)
}

#[cfg(windows)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    let mut done = 0;
    while done < into.len() {
        let read = file.seek_read(&mut into[done..], at + done as u64)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        done += read;
    }
    Ok(())
}
