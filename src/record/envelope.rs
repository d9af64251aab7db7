//! What stands around the pieces of all articles: the head of a table, the brackets of a list. Bytes in, bytes out; where they go is the caller's matter.

use super::{EventLine, Form, Format, inlined_schema_of};
use serde_json::Value;
use std::borrow::Cow;
use std::io;

/// An output that is being written, piece by piece.
pub struct Envelope {
    form: &'static Form,
    /// The opening is written.
    begun: bool,
    /// No item is written yet.
    empty: bool,
    /// Of a form that is made from lines of JSON: what those look like.
    #[cfg_attr(not(feature = "parquet"), allow(dead_code))]
    schema: fn() -> Value,
    #[cfg(feature = "parquet")]
    sheet: Option<super::parquet::Sheet>,
}

impl Envelope {
    /// Nothing of the pieces of articles is written yet.
    pub fn new(format: Format) -> Self {
        Self::of(format, inlined_schema_of::<EventLine>)
    }

    /// The same for pieces of another kind, whose lines look as the schema says.
    pub fn of(format: Format, schema: fn() -> Value) -> Self {
        Self {
            form: format.form(),
            begun: false,
            empty: true,
            schema,
            #[cfg(feature = "parquet")]
            sheet: None,
        }
    }

    /// So many bytes were written by an earlier run.
    pub fn resume(&mut self, length: u64) {
        self.begun = length > 0;
        self.empty = length <= (self.form.opening)(&[]).len() as u64;
    }

    /// What is to be written for the pieces of some articles.
    ///
    /// # Errors
    /// When a piece is not what the form is made from, which no record can cause.
    pub fn wrap<'b>(&mut self, piece: &'b [u8]) -> io::Result<Cow<'b, [u8]>> {
        #[cfg(feature = "parquet")]
        if self.form.format == Format::Parquet {
            return self.sheet()?.take(piece).map(Cow::Owned).map_err(io::Error::other);
        }
        let mut bare = piece;
        if self.form.separated && self.empty && !piece.is_empty() {
            bare = piece.strip_prefix(b",\n").unwrap_or(piece);
            self.empty = false;
        }
        if self.begun || piece.is_empty() {
            return Ok(Cow::Borrowed(bare));
        }
        // an output is begun with its first item, which may name it
        let mut opened = self.open(piece);
        if opened.is_empty() {
            return Ok(Cow::Borrowed(bare));
        }
        opened.extend_from_slice(bare);
        Ok(Cow::Owned(opened))
    }

    fn open(&mut self, piece: &[u8]) -> Vec<u8> {
        if std::mem::replace(&mut self.begun, true) { Vec::new() } else { (self.form.opening)(piece) }
    }

    /// What is to be written behind the last piece.
    ///
    /// # Errors
    /// As [`Envelope::wrap`].
    pub fn close(&mut self) -> io::Result<Vec<u8>> {
        #[cfg(feature = "parquet")]
        if self.form.format == Format::Parquet {
            self.sheet()?;
            let sheet = self.sheet.take().map(super::parquet::Sheet::close);
            return sheet.unwrap_or_else(|| Ok(Vec::new())).map_err(io::Error::other);
        }
        let mut last = self.open(&[]);
        last.extend_from_slice(self.form.closing.as_bytes());
        Ok(last)
    }

    #[cfg(feature = "parquet")]
    fn sheet(&mut self) -> io::Result<&mut super::parquet::Sheet> {
        let sheet = match self.sheet.take() {
            Some(sheet) => sheet,
            None => super::parquet::Sheet::new(&(self.schema)()).map_err(io::Error::other)?,
        };
        Ok(self.sheet.insert(sheet))
    }

    /// A whole output of one piece.
    ///
    /// # Errors
    /// As [`Envelope::wrap`].
    pub fn around(format: Format, piece: &[u8]) -> io::Result<Vec<u8>> {
        let mut envelope = Self::new(format);
        let mut whole = envelope.wrap(piece)?.into_owned();
        whole.extend(envelope.close()?);
        Ok(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::{Envelope, Format};

    #[test]
    fn a_list_has_its_brackets_and_no_comma_too_many() {
        let opening = String::from_utf8(Envelope::new(Format::Geojson).open(&[])).expect("text");
        let whole = |pieces: &[&str]| {
            let mut envelope = Envelope::new(Format::Geojson);
            let mut out = Vec::new();
            for piece in pieces {
                out.extend_from_slice(&envelope.wrap(piece.as_bytes()).expect("bytes"));
            }
            out.extend(envelope.close().expect("bytes"));
            String::from_utf8(out).expect("text").replace(&opening, "<").replace("\n]}\n", ">")
        };
        assert_eq!(whole(&[]), "<>");
        assert_eq!(whole(&["", "", ",\n1,\n2", "", ",\n3"]), "<1,\n2,\n3>");
        let mut resumed = Envelope::new(Format::Geojson);
        resumed.resume(opening.len() as u64);
        assert_eq!(resumed.wrap(b",\n1").expect("bytes").as_ref(), b"1");
        resumed.resume(opening.len() as u64 + 1);
        assert_eq!(resumed.wrap(b",\n2").expect("bytes").as_ref(), b",\n2");
    }
}
