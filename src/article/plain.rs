//! Plain text: one article a file or stream, in UTF-8.
//!
//! The text stays as it is, byte order mark and CRLF included, so that offsets count what is in the file. Its header is read in `document`.

use super::{Article, Failure, Options, Source, published, text_hash};

/// The article that `bytes` are.
pub(super) fn read(bytes: Vec<u8>, id: Option<&str>, source: Source, options: &Options) -> Result<Article, Failure> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(invalid(&error, id, source)),
    };
    let id = id.map_or_else(|| text_hash(&text, 8), str::to_owned);
    let published = published(None, source.path.as_deref(), options);
    Ok(Article { id, text, published, source, ..Article::default() })
}

fn invalid(error: &std::string::FromUtf8Error, id: Option<&str>, source: Source) -> Failure {
    let at = error.utf8_error().valid_up_to();
    let byte = error.as_bytes().get(at).copied().unwrap_or(0);
    Failure {
        id: id.unwrap_or("-").to_owned(),
        source,
        code: "invalid_utf8",
        message: format!("byte {at} is 0x{byte:02x}, UTF-8 text was wanted"),
    }
}
