//! WARC: archives of the web, as Common Crawl's CC-NEWS. One article a page.
//!
//! In: a reader of an archive, unpacked. Out: blocks of pages, then an [`Article`] a page. Records that are no pages, and pages that are no texts, are counted and
//! passed over. When a page was fetched is not when it was published.

use super::block::{Block, Content};
use super::stream::{About, BLOCK_BYTES};
use super::unpack::Reader;
use super::{Article, Failure, Options, Source, encoding, page, plain};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};

/// A page of an archive.
pub(super) struct Page {
    id: String,
    url: Option<String>,
    charset: Option<String>,
    plain: bool,
    body: Vec<u8>,
}

/// An archive that is read.
pub(super) struct Archive {
    from: BufReader<Reader>,
    about: About,
    number: u64,
    pending: Option<Block>,
    done: bool,
}

/// Longest line of a header.
const LINE: u64 = 64 << 10;

impl Archive {
    pub fn new(from: Reader, about: About) -> Self {
        Self { from: BufReader::with_capacity(256 << 10, from), about, number: 0, pending: None, done: false }
    }

    pub fn next(&mut self, passed: &mut BTreeMap<String, usize>) -> Option<Block> {
        if let Some(block) = self.pending.take() {
            return Some(block);
        }
        let (mut pages, mut bytes) = (Vec::new(), 0);
        while !self.done && bytes < BLOCK_BYTES {
            match self.record() {
                Ok(None) => self.done = true,
                Ok(Some(Found::Page(page))) => {
                    bytes += page.body.len();
                    pages.push(page);
                }
                Ok(Some(Found::Other(what))) => {
                    if !what.is_empty() {
                        *passed.entry(what).or_default() += 1;
                    }
                }
                Ok(Some(Found::Damaged(message))) => {
                    self.pending = Some(self.about.failure(self.number, "unreadable", message));
                    break;
                }
                Ok(Some(Found::TooLong)) => {
                    self.pending = Some(self.about.too_long(self.number, "a record"));
                    break;
                }
                Err(error) => {
                    self.done = true;
                    self.pending = Some(self.about.broken(self.number, &error));
                }
            }
        }
        if pages.is_empty() {
            return match self.pending.take() {
                Some(fault) => Some(fault),
                None if self.done => None,
                None => self.next(passed),
            };
        }
        Some(self.about.block(Content::Pages(pages)))
    }

    /// The next record.
    fn record(&mut self) -> io::Result<Option<Found>> {
        // what a record does not say it holds is looked through for the next
        let mut junk = 0_u64;
        loop {
            let Some(line) = self.line()? else {
                return if junk > 0 && self.number == 0 {
                    Err(io::Error::new(io::ErrorKind::InvalidData, "no record of WARC"))
                } else {
                    Ok(None)
                };
            };
            if line.starts_with("WARC/") {
                break;
            }
            junk += u64::from(!line.trim().is_empty());
        }
        self.number += 1;
        let headers = self.headers()?;
        let kind = headers.get("warc-type").map_or("", String::as_str);
        let given = headers.get("content-length").map_or("", String::as_str);
        let Ok(length) = given.parse::<u64>() else {
            let message = format!("the length of a record is `{given}`, a number of bytes was wanted");
            return Ok(Some(Found::Damaged(message)));
        };
        if !matches!(kind, "response" | "resource" | "conversion") {
            self.skip(length)?;
            return Ok(Some(Found::Other(String::new())));
        }
        if length > self.about.limit as u64 {
            self.skip(length)?;
            return Ok(Some(Found::TooLong));
        }
        let mut body = Vec::new();
        (&mut self.from).take(length).read_to_end(&mut body)?;
        if (body.len() as u64) < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Some(found(kind, &headers, body)))
    }

    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        (&mut self.from).take(LINE).read_until(b'\n', &mut line)?;
        Ok((!line.is_empty()).then(|| String::from_utf8_lossy(&line).trim_end().to_owned()))
    }

    fn headers(&mut self) -> io::Result<BTreeMap<String, String>> {
        let mut headers = BTreeMap::new();
        while let Some(line) = self.line()?.filter(|line| !line.is_empty()) {
            if let Some((name, value)) = line.split_once(':') {
                headers.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
            }
        }
        Ok(headers)
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        let skipped = io::copy(&mut (&mut self.from).take(length), &mut io::sink())?;
        if skipped < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }
}

enum Found {
    Page(Page),
    /// What it is; nothing for records that only speak of others.
    Other(String),
    TooLong,
    /// What is wrong with it.
    Damaged(String),
}

fn found(kind: &str, headers: &BTreeMap<String, String>, body: Vec<u8>) -> Found {
    let bare = |value: &String| value.trim_matches(['<', '>']).to_owned();
    let id = headers.get("warc-record-id").map_or_else(|| "-".to_owned(), bare);
    let url = headers.get("warc-target-uri").map(bare);
    let (content_type, body) = if kind == "response" {
        match answer(&body) {
            Ok((content_type, body)) => (content_type, body),
            Err(NoPage::Other(what)) => return Found::Other(what),
            Err(NoPage::Damaged(what)) => {
                let url = url.unwrap_or(id);
                return Found::Damaged(format!("{what} ({url}), a page was wanted"));
            }
        }
    } else {
        (headers.get("content-type").cloned().unwrap_or_default(), body)
    };
    let lower = content_type.to_ascii_lowercase();
    let media = lower.split(';').next().unwrap_or("").trim().to_owned();
    let charset = lower
        .split("charset=")
        .nth(1)
        .map(|label| label.trim_matches(['"', '\'', ' ']).split(';').next().unwrap_or("").to_owned());
    let plain = media == "text/plain";
    if !plain && !media.contains("html") && !media.is_empty() {
        return Found::Other(media);
    }
    Found::Page(Page { id, url, charset, plain, body })
}

/// Why an answer in HTTP is no page.
enum NoPage {
    /// It never was one.
    Other(String),
    /// It may be one, and cannot be read.
    Damaged(String),
}

/// The content of an answer in HTTP and its type; or what it is instead of a page.
fn answer(bytes: &[u8]) -> Result<(String, Vec<u8>), NoPage> {
    let (end, skip) = memchr::memmem::find(bytes, b"\r\n\r\n")
        .map(|at| (at, 4))
        .or_else(|| memchr::memmem::find(bytes, b"\n\n").map(|at| (at, 2)))
        .ok_or_else(|| NoPage::Other("no answer in HTTP".to_owned()))?;
    let head = String::from_utf8_lossy(bytes.get(..end).unwrap_or(&[])).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or("").to_owned();
    if !status.starts_with('2') {
        return Err(NoPage::Other(format!("HTTP status {status}")));
    }
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let header = |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.as_str());
    let mut body = Cow::Borrowed(bytes.get(end + skip..).unwrap_or(&[]));
    if header("transfer-encoding").eq_ignore_ascii_case("chunked")
        && let Some(whole) = unchunked(&body)
    {
        body = Cow::Owned(whole);
    }
    if body.starts_with(b"\x1f\x8b") {
        let mut whole = Vec::new();
        let limit = (body.len() as u64).saturating_mul(200).max(1 << 20);
        let read = flate2::bufread::MultiGzDecoder::new(&*body).take(limit).read_to_end(&mut whole);
        read.map_err(|_| NoPage::Damaged("broken gzip".to_owned()))?;
        if whole.len() as u64 == limit {
            return Err(NoPage::Damaged(format!("gzip of more than {limit} bytes")));
        }
        body = Cow::Owned(whole);
    }
    if header("content-encoding").eq_ignore_ascii_case("br") && std::str::from_utf8(&body).is_err() {
        return Err(NoPage::Damaged("packed with brotli".to_owned()));
    }
    Ok((header("content-type").to_owned(), body.into_owned()))
}

/// The content of chunks, each led by its length; none when that is not what it is.
fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(bytes.len());
    loop {
        let end = memchr::memchr(b'\n', bytes)?;
        let line = std::str::from_utf8(bytes.get(..end)?).ok()?.trim();
        let length = usize::from_str_radix(line.split(';').next()?, 16).ok()?;
        bytes = bytes.get(end + 1..)?;
        if length == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(bytes.get(..length)?);
        bytes = bytes.get(length..)?;
        bytes = bytes.strip_prefix(b"\r\n").or_else(|| bytes.strip_prefix(b"\n"))?;
    }
}

/// The article on one page.
pub(super) fn read(page: &Page, source: Source, options: &Options) -> Result<Article, Failure> {
    let source = Source { url: page.url.clone(), ..source };
    let charset = page.charset.as_deref();
    if !page.plain {
        return page::read(page.body.clone(), charset, Some(&page.id), source, options);
    }
    match encoding::decode(page.body.clone(), charset) {
        Ok(decoded) => {
            let carried = plain::read(decoded, Some(&page.id), source, options);
            carried.map(|article| Article { assembled: true, ..article })
        }
        Err(fault) => Err(super::block::no_text(fault, Some(&page.id), source)),
    }
}
