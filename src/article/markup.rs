//! Markup: tags, text and character references of HTML and XML, one piece after the other.
//!
//! In: a text in markup, however broken. Out: [`Piece`]s that borrow from it. Linear in its length; nothing is refused. What tags mean is read elsewhere.

use memchr::{memchr, memchr3, memmem};

/// A piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text in which character references stand for characters.
    Text(&'a str),
    /// Text as it is: of CDATA, of scripts.
    Verbatim(&'a str),
    /// A tag that opens, with its attributes as they are written; `closed` when it closes at once.
    Open { name: &'a str, attributes: &'a str, closed: bool },
    /// A tag that closes.
    Close(&'a str),
}

/// Reads pieces one after the other.
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    /// The element whose content is no markup, while it is open.
    raw: Option<&'a str>,
    html: bool,
    /// No sign of these kinds stands behind here: quotes, end of comment.
    last: [usize; 3],
}

/// Elements of HTML whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "iframe", "xmp", "noembed"];

/// The pieces of a page.
pub(super) fn html(text: &str) -> Pieces<'_> {
    Pieces { text, at: 0, raw: None, html: true, last: [usize::MAX; 3] }
}

/// The pieces of a document in XML.
pub(super) fn xml(text: &str) -> Pieces<'_> {
    Pieces { text, at: 0, raw: None, html: false, last: [usize::MAX; 3] }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if let Some(name) = self.raw.take()
            && let Some(piece) = self.raw_text(name)
        {
            return Some(piece);
        }
        loop {
            let rest = self.text.get(self.at..)?;
            if rest.is_empty() {
                return None;
            }
            let Some(open) = memchr(b'<', rest.as_bytes()) else {
                self.at = self.text.len();
                return Some(Piece::Text(rest));
            };
            if open > 0 {
                self.at += open;
                return rest.get(..open).map(Piece::Text);
            }
            match rest.as_bytes().get(1) {
                Some(b'!') => {
                    if let Some(piece) = self.declaration(rest) {
                        return Some(piece);
                    }
                }
                Some(b'?') => self.at += memchr(b'>', rest.as_bytes()).map_or(rest.len(), |end| end + 1),
                Some(b'/') => {
                    let end = memchr(b'>', rest.as_bytes()).unwrap_or(rest.len());
                    self.at += (end + 1).min(rest.len());
                    return rest.get(2..end).map(|inner| Piece::Close(name(inner)));
                }
                Some(letter) if letter.is_ascii_alphabetic() => return Some(self.open(rest)),
                _ => {
                    self.at += 1;
                    return rest.get(..1).map(Piece::Text);
                }
            }
        }
    }
}

impl<'a> Pieces<'a> {
    /// The content of a script or its like, up to the tag that closes it.
    fn raw_text(&mut self, of: &str) -> Option<Piece<'a>> {
        let rest = self.text.get(self.at..)?;
        let closes = memmem::find_iter(rest.as_bytes(), b"</").find(|at| {
            let behind = rest.as_bytes().get(at + 2..at + 2 + of.len());
            behind.is_some_and(|behind| behind.eq_ignore_ascii_case(of.as_bytes()))
        });
        let content = rest.get(..closes.unwrap_or(rest.len()))?;
        self.at += content.len();
        if content.is_empty() {
            return None;
        }
        let plain = of.eq_ignore_ascii_case("title") || of.eq_ignore_ascii_case("textarea");
        Some(if plain { Piece::Text(content) } else { Piece::Verbatim(content) })
    }

    /// Comments, document types and CDATA.
    fn declaration(&mut self, rest: &'a str) -> Option<Piece<'a>> {
        if let Some(content) = rest.strip_prefix("<![CDATA[") {
            let end = memmem::find(content.as_bytes(), b"]]>").unwrap_or(content.len());
            self.at += 9 + (end + 3).min(content.len());
            return content.get(..end).map(Piece::Verbatim);
        }
        let end = match rest.strip_prefix("<!--") {
            Some(_) if self.last[2] == 0 => None,
            Some(inside) => {
                let end = memmem::find(inside.as_bytes(), b"-->").map(|end| end + 7);
                if end.is_none() {
                    self.last[2] = 0;
                }
                end
            }
            None => None,
        };
        let end = end.or_else(|| memchr(b'>', rest.as_bytes()).map(|end| end + 1));
        self.at += end.unwrap_or(rest.len());
        None
    }

    fn open(&mut self, rest: &'a str) -> Piece<'a> {
        let end = self.tag_end(rest);
        let inner = rest.get(1..end).unwrap_or("");
        self.at += (end + 1).min(rest.len());
        let name = name(inner);
        let attributes = inner.get(name.len()..).unwrap_or("");
        let closed = attributes.ends_with('/');
        if self.html && !closed && RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            self.raw = Some(name);
        }
        Piece::Open { name, attributes, closed }
    }

    /// Where the tag ends that `rest` begins with: a `>` outside quotes that follow an equals sign.
    fn tag_end(&mut self, rest: &str) -> usize {
        let bytes = rest.as_bytes();
        let mut at = 1;
        while let Some(next) = bytes.get(at..).and_then(|behind| memchr3(b'>', b'"', b'\'', behind)) {
            let sign = at + next;
            let quote = bytes.get(sign).copied().unwrap_or(b'>');
            if quote == b'>' {
                return sign;
            }
            at = sign + 1;
            let before = bytes.get(..sign).unwrap_or(&[]).trim_ascii_end();
            let kind = usize::from(quote == b'\'');
            if !before.ends_with(b"=") || self.last[kind] == 0 {
                continue;
            }
            match bytes.get(at..).and_then(|behind| memchr(quote, behind)) {
                Some(end) => at += end + 1,
                // so many quotes as there are open: from here on none closes
                None => self.last[kind] = 0,
            }
        }
        bytes.len()
    }
}

/// The name that a tag begins with.
fn name(inner: &str) -> &str {
    let end = inner
        .bytes()
        .position(|byte| byte.is_ascii_whitespace() || byte == b'/' || byte == b'>')
        .unwrap_or(inner.len());
    inner.get(..end).unwrap_or("")
}

/// The attributes of a tag: names as written, values without their quotes.
pub(super) fn attributes(written: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = written;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|sign: char| sign.is_ascii_whitespace() || sign == '/');
        if rest.is_empty() {
            return None;
        }
        let end = rest.bytes().skip(1).position(|byte| byte.is_ascii_whitespace() || byte == b'=' || byte == b'/');
        let (name, behind) = rest.split_at_checked(end.map_or(rest.len(), |end| end + 1))?;
        let Some(value) = behind.trim_ascii_start().strip_prefix('=') else {
            rest = behind;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\''));
        let (value, behind) = match quote {
            Some(quote) => {
                value.get(1..).and_then(|inner| inner.split_once(quote)).unwrap_or((value.get(1..).unwrap_or(""), ""))
            }
            None => value
                .split_at_checked(value.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(value.len()))?,
        };
        rest = behind;
        Some((name, value))
    })
}

/// The value of one attribute, as it is written.
pub(super) fn attribute<'a>(written: &'a str, wanted: &str) -> Option<&'a str> {
    if written.len() <= wanted.len() {
        return None;
    }
    attributes(written).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
}

/// Longest name of a character reference.
const REFERENCE: usize = 32;

/// Appends text with its character references resolved and every run of white space as one space; none at the start of `out`.
pub(super) fn push_words(raw: &str, out: &mut String) {
    let mut rest = raw;
    loop {
        let bytes = rest.as_bytes();
        // white space and references are rare: what is between is copied as it is
        let Some(stop) = bytes.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'&' || *byte == 0xc2)
        else {
            out.push_str(rest);
            return;
        };
        let (words, behind) = rest.split_at(stop);
        out.push_str(words);
        let first = behind.chars().next().unwrap_or(' ');
        if first == '&' {
            let (letter, length) = reference(behind);
            match letter {
                Some(letters) => letters.chars().for_each(|letter| push_letter(letter, out)),
                None => out.push_str(behind.get(..length).unwrap_or("")),
            }
            rest = behind.get(length..).unwrap_or("");
        } else {
            push_letter(first, out);
            rest = behind.get(first.len_utf8()..).unwrap_or("");
        }
    }
}

fn push_letter(letter: char, out: &mut String) {
    if !letter.is_ascii_whitespace() && letter != '\u{a0}' {
        out.push(letter);
    } else if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Text with its character references resolved, as it stands.
pub(super) fn resolved(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        let (words, behind) = rest.split_at(at);
        out.push_str(words);
        let (letters, length) = reference(behind);
        match letters {
            Some(letters) => out.push_str(&letters),
            None => out.push_str(behind.get(..length).unwrap_or("")),
        }
        rest = behind.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// What the reference at the start of a text stands for, and how long it is; nothing and one byte when it is none.
fn reference(text: &str) -> (Option<String>, usize) {
    let look = text.as_bytes().get(..text.len().min(REFERENCE)).unwrap_or(&[]);
    let Some(end) = memchr(b';', look) else { return (None, 1) };
    let Some(inner) = text.get(1..end) else { return (None, 1) };
    if let Some(number) = inner.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        let Ok(code) = code else { return (None, 1) };
        return (Some(letter_of(code).to_string()), end + 1);
    }
    if inner.is_empty() || !inner.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return (None, 1);
    }
    let whole = text.get(..=end).unwrap_or("");
    let found = html_escape::decode_html_entities(whole);
    if found == whole { (None, 1) } else { (Some(found.into_owned()), end + 1) }
}

/// The character of a number; those that are control codes are meant as windows-1252, as all browsers read them.
fn letter_of(code: u32) -> char {
    if (0x80..0xa0).contains(&code) {
        let byte = [code as u8];
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
        return text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    char::from_u32(code).filter(|letter| *letter != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::{Piece, attribute, html, push_words, resolved, xml};

    fn words(raw: &str) -> String {
        let mut out = String::new();
        push_words(raw, &mut out);
        out
    }

    #[test]
    fn pieces_follow_one_another() {
        let text = "<!DOCTYPE html><p CLASS='a>b' hidden>Rain <3 &amp; <b>mud</b><br/><!-- <i> --><script>if (a<b) x('</p>')</script>end";
        let pieces: Vec<Piece> = html(text).collect();
        let wanted = [
            Piece::Open { name: "p", attributes: " CLASS='a>b' hidden", closed: false },
            Piece::Text("Rain "),
            Piece::Text("<"),
            Piece::Text("3 &amp; "),
            Piece::Open { name: "b", attributes: "", closed: false },
            Piece::Text("mud"),
            Piece::Close("b"),
            Piece::Open { name: "br", attributes: "/", closed: true },
            Piece::Open { name: "script", attributes: "", closed: false },
            Piece::Verbatim("if (a<b) x('</p>')"),
            Piece::Close("script"),
            Piece::Text("end"),
        ];
        assert_eq!(pieces, wanted);
        assert_eq!(attribute(" CLASS='a>b' hidden", "class"), Some("a>b"));
        assert_eq!(attribute(" a=1 data-x = \"2 3\" c", "data-x"), Some("2 3"));
        assert_eq!(xml("<![CDATA[a<b]]>").next(), Some(Piece::Verbatim("a<b")));
    }

    #[test]
    fn broken_markup_is_read_to_its_end() {
        for broken in [
            "<",
            "</",
            "<!",
            "<!--",
            "<p",
            "<p a=\"",
            "<p a='x>y",
            "<script>",
            "<![CDATA[",
            "<?",
            "&",
            "&#;",
            "&#xfffffff;",
        ] {
            assert!(html(broken).count() <= 3, "{broken}");
            words(broken);
        }
        let quotes = "<a b=\"".repeat(50_000);
        assert!(html(&quotes).count() <= 50_000);
    }

    #[test]
    fn references_and_white_space_become_words() {
        assert_eq!(
            words(" a\n\t b&nbsp;&nbsp;c &amp; d&#8217;s &#146; &#x20AC; &unknown; &hellip;"),
            "a b c & d’s ’ € &unknown; …"
        );
        assert_eq!(resolved("a  &lt;b&gt;"), "a  <b>");
    }
}
