//! Plain text: one article a file or stream.
//!
//! The text stays as it is, byte order mark and CRLF included, so that offsets count what is in the file. Its header is read in `document`.

use super::draft::{Draft, Story};
use super::encoding::Decoded;
use super::{Article, Failure, Options, Source};

/// The article that a text is.
pub(super) fn read(decoded: Decoded, id: Option<&str>, source: Source, options: &Options) -> Result<Article, Failure> {
    // what had to be decoded is not what the file holds, so the record carries it
    let assembled = decoded.note.is_some();
    let draft = Draft {
        story: Story::from(decoded.text),
        assembled,
        notes: decoded.note.into_iter().collect(),
        ..Draft::default()
    };
    draft.finish(id.map(str::to_owned), source, options)
}
