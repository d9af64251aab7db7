//! Mail: an article that was sent, by its subject, date and text; and mailboxes, which hold many (mbox, RFC 4155).
//!
//! In: the bytes of a message or mailbox. Out: an [`Article`] a message. Of a message in two forms the plain one counts; attachments are no text.

use super::block::Take;
use super::draft::{Draft, Story};
use super::{Article, Failure, Options, Source, date, page};
use mail_parser::MessageParser;
use std::borrow::Cow;

/// The article in a message, or in each message of a mailbox.
pub(super) fn read_all(bytes: &[u8], id: Option<&str>, source: Source, options: &Options, take: Take) {
    let messages = messages(bytes);
    if messages.is_empty() {
        return take(read(bytes, id, source, options));
    }
    for (number, message) in messages.into_iter().enumerate() {
        let id = id.map(|id| format!("{id}:{}", number + 1));
        take(read(&unquoted(message), id.as_deref(), source.clone(), options));
    }
}

/// The messages of a mailbox; none when it is no mailbox. Each stands behind a line that begins with "From ", between nothing or a blank line and a header.
fn messages(bytes: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    if !bytes.starts_with(OPENING) {
        return found;
    }
    let (mut start, mut at, mut blank) = (None, 0, true);
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let (line, behind) = rest.split_at(length);
        if blank && line.starts_with(OPENING) && opens_header(behind) {
            found.extend(start.and_then(|start| bytes.get(start..at)));
            start = Some(at + length);
        }
        blank = line.trim_ascii().is_empty();
        at += length;
    }
    found.extend(start.and_then(|start| bytes.get(start..)));
    found
}

/// How a line begins that stands before a message of a mailbox.
const OPENING: &[u8] = b"From ";

fn opens_header(bytes: &[u8]) -> bool {
    let name = bytes.split(|byte| *byte == b':').next().unwrap_or(b"");
    name.len() < bytes.len()
        && !name.is_empty()
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

/// Lines of a message that would look like such a line have a sign before them in a mailbox.
fn unquoted(message: &[u8]) -> Cow<'_, [u8]> {
    let finder = memchr::memmem::Finder::new(b"\n>From ");
    if finder.find(message).is_none() {
        return Cow::Borrowed(message);
    }
    let mut out = Vec::with_capacity(message.len());
    let mut from = 0;
    for at in finder.find_iter(message) {
        out.extend_from_slice(message.get(from..=at).unwrap_or(&[]));
        from = at + 2;
    }
    out.extend_from_slice(message.get(from..).unwrap_or(&[]));
    Cow::Owned(out)
}

/// The article in a message.
fn read(bytes: &[u8], id: Option<&str>, source: Source, options: &Options) -> Result<Article, Failure> {
    let fail = |source, message: &str| {
        Err(Failure { id: id.unwrap_or("-").to_owned(), source, code: "missing_text", message: message.to_owned() })
    };
    let Some(message) = MessageParser::default().parse(bytes) else {
        return fail(source, "no header of a mail, a message was wanted");
    };
    let plain = message
        .text_body
        .first()
        .zip(message.html_body.first())
        .is_none_or(|(text, html)| text != html || message.part(*text).is_some_and(|part| !part.is_text_html()));
    let story = if plain { message.body_text(0).map(|text| Story::from(unfolded(&text))) } else { None };
    let story = story.filter(|story| !story.text.trim().is_empty());
    let marked =
        || message.body_html(0).map(|html| page::fragment(&html).unwrap_or_else(|| Story::from(html.into_owned())));
    let Some(story) = story.or_else(marked).filter(|story| !story.text.trim().is_empty()) else {
        return fail(source, "a mail without a text, an article was wanted");
    };
    let mut fields = Vec::new();
    let title = message.subject().map(|subject| subject.trim().to_owned()).filter(|subject| !subject.is_empty());
    if title.is_some() {
        fields.push("title=Subject".to_owned());
    }
    fields.push("text=body".to_owned());
    let published = message.date().and_then(|moment| date::parse(&moment.to_rfc3339()));
    if published.is_some() {
        fields.push("published=Date".to_owned());
    }
    let draft = Draft { title, story, assembled: true, published, fields, ..Draft::default() };
    draft.finish(id.map(str::to_owned), source, options)
}

/// Lines that a mail program broke are one paragraph again.
fn unfolded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines() {
        let words = line.trim();
        if words.is_empty() {
            blank = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank { "\n\n" } else { "\n" });
        }
        // a line near the width at which mails are broken goes on in the next
        out.push_str(words);
        blank = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{read, read_all};
    use crate::article::{Options, Source};

    #[test]
    fn a_mailbox_has_an_article_for_each_mail() {
        let mail = |subject: &str, text: &str| {
            format!("From a@b.example Sat Jun 21 20:59:08 2025\nSubject: {subject}\n\n{text}\n\n")
        };
        let mailbox =
            mail("One", "Rain fell.\n\nFrom the north came snow.\n>From it, ice.") + &mail("Two", "Hail fell.");
        let mut texts = Vec::new();
        read_all(mailbox.as_bytes(), Some("box"), Source::default(), &Options::default(), &mut |article| {
            let article = article.expect("an article");
            texts.push((article.id, article.text));
        });
        let wanted = [
            ("box:1", "One\n\nRain fell.\n\nFrom the north came snow.\nFrom it, ice."),
            ("box:2", "Two\n\nHail fell."),
        ];
        assert_eq!(texts, wanted.map(|(id, text)| (id.to_owned(), text.to_owned())));
        let mut count = 0;
        read_all(b"From here to there.", Some("a"), Source::default(), &Options::default(), &mut |_| count += 1);
        assert_eq!(count, 1);
    }

    #[test]
    fn subject_date_and_text_make_an_article() {
        let mail = b"From: a@b.example\r\nSubject: =?utf-8?q?Rain_in_Zo=C3=ABville?=\r\nDate: Sat, 21 Jun 2025 20:59:08 +0200\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nRain fell in Zo=EBville.=20\r\n\r\nIt stopped.\r\n";
        let article = read(mail, Some("a"), Source::default(), &Options::default()).expect("an article");
        assert_eq!(article.text, "Rain in Zoëville\n\nRain fell in Zoëville.\n\nIt stopped.");
        assert_eq!(article.published.map(|date| date.value).as_deref(), Some("2025-06-21T20:59:08+02:00"));
        let html =
            b"Subject: Rain\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>Rain fell.</p><p>More.</p>";
        assert_eq!(
            read(html, None, Source::default(), &Options::default()).expect("an article").text,
            "Rain\n\nRain fell.\n\nMore."
        );
        assert!(read(b"", None, Source::default(), &Options::default()).is_err());
    }
}
