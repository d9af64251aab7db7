//! Forms of input, and how one is told: by what the user says, by the ending of a name, by the first bytes.

use std::path::Path;

/// Forms of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Form {
    /// One article a file: plain text
    Text,
    /// One article a file: Markdown, with its front matter
    Markdown,
    /// One article a file: a page of the web
    Html,
    /// Objects, lists of objects, or what an interface of a news service answers
    Json,
    /// One article a line: a JSON object
    Jsonl,
    /// One article a row, the columns named in the first
    Csv,
    /// The same with tabs
    Tsv,
    /// RSS and Atom
    Feed,
    /// An archive of the web, as of Common Crawl's news
    Warc,
    /// A mail with an article in it, or a mailbox of many
    Eml,
}

/// Every form, its name in records and on the command line, and the endings of its files.
const FORMS: &[(Form, &str, &[&str])] = &[
    (Form::Text, "text", &["txt", "text"]),
    (Form::Markdown, "markdown", &["md", "markdown"]),
    (Form::Html, "html", &["html", "htm", "xhtml", "shtml"]),
    (Form::Json, "json", &["json"]),
    (Form::Jsonl, "jsonl", &["jsonl", "ndjson", "jl"]),
    (Form::Csv, "csv", &["csv"]),
    (Form::Tsv, "tsv", &["tsv", "tab"]),
    (Form::Feed, "feed", &["rss", "atom", "xml"]),
    (Form::Warc, "warc", &["warc"]),
    (Form::Eml, "eml", &["eml", "mbox"]),
];

/// Endings of packed files.
const PACKED: &[&str] = &["gz", "zst"];

impl Form {
    /// Its name in records and on the command line.
    pub fn name(self) -> &'static str {
        FORMS.iter().find(|(form, ..)| *form == self).map_or("text", |(_, name, _)| name)
    }

    /// Whether a file of it is read piece by piece, however long it is.
    pub(super) const fn streams(self) -> bool {
        matches!(self, Form::Json | Form::Jsonl | Form::Csv | Form::Tsv | Form::Warc)
    }
}

/// The form that the ending of a file's name says, that of packing aside.
pub(super) fn of_name(path: &Path) -> Option<Form> {
    let ending = lower_ending(Path::new(unpacked(path)))?;
    FORMS.iter().find(|(_, _, endings)| endings.contains(&ending.as_str())).map(|(form, ..)| *form)
}

/// The ending of a name in lower case.
pub(super) fn lower_ending(path: &Path) -> Option<String> {
    path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase())
}

/// A name without the ending that says how it is packed.
pub(super) fn unpacked(path: &Path) -> &std::ffi::OsStr {
    let packed = lower_ending(path).is_some_and(|ending| PACKED.contains(&ending.as_str()));
    let name = if packed { path.file_stem() } else { path.file_name() };
    name.unwrap_or(path.as_os_str())
}

/// The form that the first bytes of a file or stream look like.
pub(super) fn of_content(start: &[u8]) -> Form {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let opens = |word: &str| start.get(..word.len()).is_some_and(|first| first.eq_ignore_ascii_case(word.as_bytes()));
    if start.starts_with(b"WARC/") {
        return Form::Warc;
    }
    if start.starts_with(b"<") {
        let head = start.get(..start.len().min(2048)).unwrap_or(start);
        let holds = |word: &str| memchr::memmem::find(head, word.as_bytes()).is_some();
        if opens("<!doctype html") || opens("<html") || opens("<head") || opens("<body") {
            return Form::Html;
        }
        if opens("<rss")
            || opens("<feed")
            || opens("<rdf")
            || (opens("<?xml") && (holds("<rss") || holds("<feed") || holds("<rdf:")))
        {
            return Form::Feed;
        }
        if holds("<html") || holds("<HTML") {
            return Form::Html;
        }
    }
    json(start).unwrap_or_else(|| if is_mail(start) { Form::Eml } else { Form::Text })
}

/// JSON lines when an object opens and its first key, or its end, follows, on one line; JSON when it goes over many or a list opens.
fn json(start: &[u8]) -> Option<Form> {
    let mut signs = start.iter().enumerate().filter(|(_, byte)| !byte.is_ascii_whitespace());
    match (signs.next(), signs.next()) {
        (Some((_, b'{')), Some((at, b'"' | b'}'))) => {
            let broken = start.get(..at).is_some_and(|before| before.contains(&b'\n'));
            Some(if broken { Form::Json } else { Form::Jsonl })
        }
        (Some((_, b'[')), Some((_, b'{' | b'['))) => Some(Form::Json),
        _ => None,
    }
}

/// Header lines of a mail, among them what kind of mail it is.
fn is_mail(start: &[u8]) -> bool {
    let mut known = 0;
    // in a mailbox a line of its own stands before each
    let line_end = memchr::memchr(b'\n', start).filter(|_| start.starts_with(b"From ")).map_or(0, |end| end + 1);
    let start = start.get(line_end..).unwrap_or(start);
    for line in start.split(|byte| *byte == b'\n').take(40).take_while(|line| !line.trim_ascii().is_empty()) {
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = memchr::memchr(b':', line) else { return false };
        let name = line.get(..colon).unwrap_or(line);
        if name.is_empty() || !name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-') {
            return false;
        }
        known += usize::from(
            [&b"mime-version"[..], b"message-id", b"received", b"content-type"]
                .iter()
                .any(|wanted| name.eq_ignore_ascii_case(wanted)),
        );
    }
    known >= 2
}

#[cfg(test)]
mod tests {
    use super::{Form, of_content, of_name, unpacked};
    use std::path::Path;

    #[test]
    fn names_say_forms_also_of_packed_files() {
        let cases = [
            ("a.txt", Some(Form::Text)),
            ("a.TXT.gz", Some(Form::Text)),
            ("a.b.jsonl.zst", Some(Form::Jsonl)),
            ("CC-NEWS-1.warc.gz", Some(Form::Warc)),
            ("a.png", None),
            ("gz", None),
        ];
        for (name, form) in cases {
            assert_eq!(of_name(Path::new(name)), form, "{name}");
        }
        assert_eq!(unpacked(Path::new("x/a.txt.gz")), "a.txt");
    }

    #[test]
    fn content_says_forms() {
        let cases: [(&[u8], Form); 14] = [
            (b"From a@b.example Sat Jun 21 20:59:08 2025\nMIME-Version: 1.0\nMessage-ID: <1>\n\nRain.", Form::Eml),
            (b"From the north came rain.\nIt fell: all day.", Form::Text),
            (b"Rain fell.", Form::Text),
            (b"{braces} open a text", Form::Text),
            (b"\xef\xbb\xbf {\"text\":1}", Form::Jsonl),
            (b"{\n  \"text\": 1}", Form::Json),
            (b"[{\"text\": 1}]", Form::Json),
            (b"\n<!DOCTYPE html><title>", Form::Html),
            (b"<?xml version=\"1.0\"?>\n<rss version=\"2.0\">", Form::Feed),
            (b"<?xml version=\"1.0\"?><html xmlns=\"x\">", Form::Html),
            (b"<feed xmlns=\"http://www.w3.org/2005/Atom\">", Form::Feed),
            (b"WARC/1.0\r\n", Form::Warc),
            (b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nRain.", Form::Eml),
            (b"Note: rain\nContent: more", Form::Text),
        ];
        for (start, form) in cases {
            assert_eq!(of_content(start), form, "{}", String::from_utf8_lossy(start));
        }
    }
}
