//! Mail: an article that was sent, by its subject, date and text.
//!
//! In: the bytes of a message. Out: an [`Article`]. Of a message in two forms the plain one counts; attachments are no text.

use super::draft::{Draft, Story};
use super::{Article, Failure, Options, Source, date, page};
use mail_parser::MessageParser;

/// The article in a message.
pub(super) fn read(bytes: &[u8], id: Option<&str>, source: Source, options: &Options) -> Result<Article, Failure> {
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
    use super::read;
    use crate::article::{Options, Source};

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
