//! Sorting more than fits in memory: byte records in, the same records in order out, with runs in temporary files when there are many.
//!
//! Records are compared as bytes, first the key, then the value, so that equal inputs give equal outputs in whatever order they came.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::PathBuf;

/// Bytes that wait in memory before a run is written.
const RUN_BYTES: usize = 96 << 20;
/// What a record costs beside its bytes.
const OVERHEAD: usize = 16;

/// Takes records and gives them back sorted.
pub(super) struct Sorter {
    folder: Option<PathBuf>,
    bytes: Vec<u8>,
    /// First eight bytes of the key, where the record begins, and how long key and value are.
    index: Vec<(u64, u32, u32, u32)>,
    runs: Vec<File>,
}

/// One record.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) key: Vec<u8>,
    pub(super) value: Vec<u8>,
}

impl Sorter {
    /// Runs are written in `folder`, or where the system keeps temporary files.
    pub(super) const fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, bytes: Vec::new(), index: Vec::new(), runs: Vec::new() }
    }

    pub(super) fn push(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        let at = self.bytes.len() as u32;
        self.bytes.extend_from_slice(key);
        self.bytes.extend_from_slice(value);
        self.index.push((prefix(key), at, key.len() as u32, value.len() as u32));
        if self.bytes.len() + self.index.len() * OVERHEAD > RUN_BYTES { self.spill() } else { Ok(()) }
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        self.index.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| row(bytes, a).cmp(&row(bytes, b))));
    }

    fn spill(&mut self) -> io::Result<()> {
        self.sort();
        let mut out = BufWriter::with_capacity(1 << 18, temporary(self.folder.as_deref())?);
        for entry in &self.index {
            let (key, value) = row(&self.bytes, entry);
            out.write_all(&(key.len() as u32).to_le_bytes())?;
            out.write_all(&(value.len() as u32).to_le_bytes())?;
            out.write_all(key)?;
            out.write_all(value)?;
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        self.bytes.clear();
        self.index.clear();
        Ok(())
    }

    /// The records in order. What is left in memory is a run of its own.
    pub(super) fn finish(mut self) -> io::Result<Sorted> {
        self.sort();
        let mut sorted =
            Sorted { bytes: self.bytes, index: self.index.into_iter(), runs: Vec::new(), heap: BinaryHeap::new() };
        if let Some(row) = sorted.from_memory() {
            sorted.heap.push(Head { row, run: usize::MAX });
        }
        for (run, file) in self.runs.into_iter().enumerate() {
            sorted.runs.push(BufReader::with_capacity(1 << 18, file));
            sorted.refill(run)?;
        }
        Ok(sorted)
    }
}

/// A file without a name, which goes when it is closed.
pub(super) fn temporary(folder: Option<&std::path::Path>) -> io::Result<File> {
    folder.map_or_else(tempfile::tempfile, tempfile::tempfile_in)
}

fn prefix(key: &[u8]) -> u64 {
    let mut first = [0; 8];
    let length = key.len().min(8);
    first[..length].copy_from_slice(&key[..length]);
    u64::from_be_bytes(first)
}

fn row<'b>(bytes: &'b [u8], entry: &(u64, u32, u32, u32)) -> (&'b [u8], &'b [u8]) {
    let (start, middle) = (entry.1 as usize, entry.1 as usize + entry.2 as usize);
    (bytes.get(start..middle).unwrap_or(&[]), bytes.get(middle..middle + entry.3 as usize).unwrap_or(&[]))
}

/// Sorted records, to be taken one by one.
pub(super) struct Sorted {
    bytes: Vec<u8>,
    index: std::vec::IntoIter<(u64, u32, u32, u32)>,
    runs: Vec<BufReader<File>>,
    heap: BinaryHeap<Head>,
}

#[derive(PartialEq, Eq)]
struct Head {
    row: Row,
    run: usize,
}

impl Ord for Head {
    /// The least row is the greatest head: heaps give their greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.row.cmp(&self.row).then(other.run.cmp(&self.run))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Sorted {
    fn from_memory(&mut self) -> Option<Row> {
        let entry = self.index.next()?;
        let (key, value) = row(&self.bytes, &entry);
        Some(Row { key: key.to_vec(), value: value.to_vec() })
    }

    fn refill(&mut self, run: usize) -> io::Result<()> {
        let Some(reader) = self.runs.get_mut(run) else { return Ok(()) };
        let mut lengths = [0; 8];
        match reader.read_exact(&mut lengths) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        }
        let length =
            |at: usize| u32::from_le_bytes([lengths[at], lengths[at + 1], lengths[at + 2], lengths[at + 3]]) as usize;
        let mut row = Row { key: vec![0; length(0)], value: vec![0; length(4)] };
        reader.read_exact(&mut row.key)?;
        reader.read_exact(&mut row.value)?;
        self.heap.push(Head { row, run });
        Ok(())
    }

    /// The next record.
    pub(super) fn next(&mut self) -> io::Result<Option<Row>> {
        if self.runs.is_empty() {
            // nothing was written: the heap holds at most the first row
            return Ok(self.heap.pop().map(|head| head.row).or_else(|| self.from_memory()));
        }
        let Some(head) = self.heap.pop() else { return Ok(None) };
        if head.run == usize::MAX {
            if let Some(row) = self.from_memory() {
                self.heap.push(Head { row, run: usize::MAX });
            }
        } else {
            self.refill(head.run)?;
        }
        Ok(Some(head.row))
    }
}

#[cfg(test)]
mod tests {
    use super::Sorter;

    #[test]
    fn runs_and_memory_give_one_order() {
        let mut sorter = Sorter::new(None);
        let mut wanted = Vec::new();
        for number in 0..5000_u32 {
            let key = number.wrapping_mul(2_654_435_761).to_be_bytes();
            wanted.push(key.to_vec());
            sorter.push(&key, &number.to_le_bytes()).expect("room");
            if number % 1500 == 1499 {
                sorter.spill().expect("a run");
            }
        }
        wanted.sort();
        let mut sorted = sorter.finish().expect("sorted");
        let mut found = Vec::new();
        while let Some(row) = sorted.next().expect("a row") {
            found.push(row.key);
        }
        assert_eq!(found, wanted);
    }
}
