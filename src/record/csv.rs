//! A table of events, one a line, with commas (RFC 4180, lines end with LF) or tabs.
//!
//! Spreadsheets take a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end for a formula. Words of texts that begin so get an apostrophe before them, and
//! so do those in which only apostrophes stand before such a sign: taking one apostrophe away gives the words back. Between tabs, tabs and line ends within words become spaces.

use super::Record;
use super::row::{COLUMNS, Cell, Row, rows};
use csv::{Terminator, Writer, WriterBuilder};
use serde::de::value::Error;
use serde::ser::Error as _;
use std::borrow::Cow;

/// Rows with commas.
pub(super) fn commas(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    table(rows(record), b',', out)
}

/// Rows with tabs.
pub(super) fn tabs(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    table(rows(record), b'\t', out)
}

/// The names of the columns.
pub(super) fn head(between: u8) -> Vec<u8> {
    let mut head =
        COLUMNS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(if between == b'\t' { "\t" } else { "," });
    head.push('\n');
    head.into_bytes()
}

/// Appends a line for each row.
///
/// # Errors
/// None that a row can cause.
pub fn table<'a>(rows: impl Iterator<Item = Row<'a>>, between: u8, out: &mut Vec<u8>) -> Result<(), Error> {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    let mut writer = WriterBuilder::new().delimiter(between).terminator(Terminator::Any(b'\n')).from_writer(out);
    rows.try_for_each(|row| line(&row, between, &mut writer)).map_err(Error::custom)?;
    writer.flush().map_err(Error::custom)
}

fn line(row: &Row, between: u8, writer: &mut Writer<&mut Vec<u8>>) -> csv::Result<()> {
    for cell in row.cells() {
        match cell {
            Cell::Words(words) if between == b'\t' => writer.write_field(guarded(&on_one_line(&words)).as_bytes())?,
            Cell::Words(words) => writer.write_field(guarded(&words).as_bytes())?,
            Cell::Name(name) => writer.write_field(name)?,
            Cell::Number(number) => writer.write_field(number.0.to_string())?,
            Cell::Flag(flag) => writer.write_field(if flag { "true" } else { "false" })?,
            Cell::Empty => writer.write_field("")?,
        }
    }
    writer.write_record(None::<&[u8]>)
}

/// Words that no spreadsheet takes for a formula.
fn guarded(words: &str) -> Cow<'_, str> {
    // the full-width signs too: some East Asian settings read them alike
    const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if words.trim_start_matches('\'').starts_with(SIGNS) { format!("'{words}").into() } else { words.into() }
}

fn on_one_line(words: &str) -> Cow<'_, str> {
    if words.contains(['\t', '\r', '\n']) {
        words.replace("\r\n", " ").replace(['\t', '\r', '\n'], " ").into()
    } else {
        words.into()
    }
}

#[cfg(test)]
mod tests {
    use super::{guarded, on_one_line};

    #[test]
    fn no_words_are_a_formula_and_all_can_be_had_back() {
        let back = |cell: &str| {
            let bare = cell.strip_prefix('\'').filter(|rest| guarded(rest) == cell);
            bare.unwrap_or(cell).to_owned()
        };
        for words in ["=1+1", "+49", "-5", "@all", "\tx", "'=1", "''=1", "'tis", "plain", "", "'", "＝1", "a=b"] {
            let cell = guarded(words);
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']), "{cell}");
            assert_eq!(back(&cell), words);
        }
        assert_eq!(guarded("=x"), "'=x");
        assert_eq!(on_one_line("a\tb\r\nc\nd"), "a b c d");
    }
}
