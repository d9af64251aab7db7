//! What stands around the pieces of all articles: the head of a table, the brackets of a list. Bytes in, bytes out; where they go is the caller's matter.

use super::{Form, Format};
use std::borrow::Cow;

/// An output that is being written, piece by piece.
pub struct Envelope {
    form: &'static Form,
    /// The opening is written.
    begun: bool,
    /// No item is written yet.
    empty: bool,
}

impl Envelope {
    /// Nothing is written yet.
    pub fn new(format: Format) -> Self {
        Self { form: format.form(), begun: false, empty: true }
    }

    /// So many bytes were written by an earlier run.
    pub fn resume(&mut self, length: u64) {
        self.begun = length > 0;
        self.empty = length <= (self.form.opening)(&[]).len() as u64;
    }

    /// What is to be written for the pieces of some articles.
    pub fn wrap<'b>(&mut self, piece: &'b [u8]) -> Cow<'b, [u8]> {
        let mut bare = piece;
        if self.form.separated && self.empty && !piece.is_empty() {
            bare = piece.strip_prefix(b",\n").unwrap_or(piece);
            self.empty = false;
        }
        if self.begun || piece.is_empty() {
            return Cow::Borrowed(bare);
        }
        // an output is begun with its first item, which may name it
        let mut opened = self.open(piece);
        if opened.is_empty() {
            return Cow::Borrowed(bare);
        }
        opened.extend_from_slice(bare);
        Cow::Owned(opened)
    }

    fn open(&mut self, piece: &[u8]) -> Vec<u8> {
        if std::mem::replace(&mut self.begun, true) { Vec::new() } else { (self.form.opening)(piece) }
    }

    /// What is to be written behind the last piece.
    pub fn close(&mut self) -> Vec<u8> {
        let mut last = self.open(&[]);
        last.extend_from_slice(self.form.closing.as_bytes());
        last
    }

    /// A whole output of one piece.
    pub fn around(format: Format, piece: &[u8]) -> Vec<u8> {
        let mut envelope = Self::new(format);
        let mut whole = envelope.wrap(piece).into_owned();
        whole.extend(envelope.close());
        whole
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
                out.extend_from_slice(&envelope.wrap(piece.as_bytes()));
            }
            out.extend(envelope.close());
            String::from_utf8(out).expect("text").replace(&opening, "<").replace("\n]}\n", ">")
        };
        assert_eq!(whole(&[]), "<>");
        assert_eq!(whole(&["", "", ",\n1,\n2", "", ",\n3"]), "<1,\n2,\n3>");
        let mut resumed = Envelope::new(Format::Geojson);
        resumed.resume(opening.len() as u64);
        assert_eq!(resumed.wrap(b",\n1").as_ref(), b"1");
        resumed.resume(opening.len() as u64 + 1);
        assert_eq!(resumed.wrap(b",\n2").as_ref(), b",\n2");
    }
}
