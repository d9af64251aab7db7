//! Records as JSON: one a line, or indented.

use super::Record;

/// One record, one line.
pub(super) fn line(record: &Record, out: &mut Vec<u8>) -> serde_json::Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    out.push(b'\n');
    Ok(())
}

/// One record over many lines.
pub(super) fn indented(record: &Record, out: &mut Vec<u8>) -> serde_json::Result<()> {
    serde_json::to_writer_pretty(&mut *out, record)?;
    out.push(b'\n');
    Ok(())
}
