//! Records as JSON: one a line, or indented.

use super::{Record, compact};
use serde::de::value::Error;
use serde::ser::Error as _;

/// One record, one line.
pub(super) fn line(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    compact::write(record, out)?;
    out.push(b'\n');
    Ok(())
}

/// One record over many lines.
pub(super) fn indented(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    serde_json::to_writer_pretty(&mut *out, record).map_err(Error::custom)?;
    out.push(b'\n');
    Ok(())
}
