//! The article with marks in it, for people at a terminal: names, times, counts and what tells events, then the events.
//!
//! Without colors a mark is `[words|what]`. Signs that steer a terminal or turn the order of text around are shown by their names. Of marks that overlap the first
//! and longest is shown; quotes, relations and references by other words are not.

use super::finding::Event;
use super::marks::{Layer, Mark, Sheet, apart};
use super::{Color, Record};
use serde::de::value::Error;

/// Writes an article.
pub(super) fn article(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    let mut page = Page { out, color: record.beside.color };
    let published = record.published.as_ref().map_or("no date", |published| published.value.as_ref());
    page.styled("1", |page| {
        page.shown(&record.id);
        page.shown(" · ");
        page.shown(published);
    });
    page.out.push(b'\n');
    if let Some(error) = &record.error {
        page.shown(&error.message);
        page.out.extend_from_slice(b"\n\n");
        return Ok(());
    }
    page.out.push(b'\n');
    let sheet = Sheet::of(record);
    let mut from = 0;
    for mark in apart(&sheet, |layer| !matches!(layer, Layer::Reference | Layer::Quote | Layer::Filler)) {
        page.shown(sheet.text.get(from..mark.span.start as usize).unwrap_or(""));
        page.mark(&mark, sheet.words(&mark));
        from = mark.span.end as usize;
    }
    page.shown(sheet.text.get(from..).unwrap_or("").trim_end());
    page.out.extend_from_slice(b"\n\n");
    record.events.iter().for_each(|event| page.event(event));
    if !record.events.is_empty() {
        page.out.push(b'\n');
    }
    Ok(())
}

struct Page<'o> {
    out: &'o mut Vec<u8>,
    color: Color,
}

impl Page<'_> {
    fn styled(&mut self, style: &str, inside: impl FnOnce(&mut Self)) {
        let colored = self.color == Color::On;
        if colored {
            self.out.extend([b"\x1b[", style.as_bytes(), b"m"].concat());
        }
        inside(self);
        if colored {
            self.out.extend_from_slice(b"\x1b[0m");
        }
    }

    fn mark(&mut self, mark: &Mark, words: &str) {
        let style = match (mark.layer, mark.label) {
            (Layer::Event | Layer::Again, _) => "1;31",
            (Layer::Time, _) => "32",
            (Layer::Count, _) => "33",
            (_, "person") => "1;36",
            (_, "organization") => "1;35",
            _ => "1;34",
        };
        let what = if mark.layer == Layer::Time { mark.value.unwrap_or(mark.label) } else { mark.label };
        if self.color == Color::Off {
            self.out.push(b'[');
        }
        self.styled(style, |page| page.shown(words));
        if self.color == Color::Off {
            self.out.push(b'|');
            self.shown(what);
            self.out.push(b']');
        } else {
            self.styled("2", |page| {
                page.out.push(b' ');
                page.shown(what);
            });
        }
    }

    fn event(&mut self, event: &Event) {
        self.styled("1;31", |page| page.shown(&event.kind));
        let mut told = Vec::new();
        told.extend(event.time.as_ref().and_then(|time| time.value.as_deref()).map(str::to_owned));
        told.extend(event.place.as_ref().map(|place| match &place.country {
            Some(country) => format!("{}, {country}", place.name),
            None => place.name.to_string(),
        }));
        told.extend(event.arguments.iter().map(|argument| format!("{}: {}", argument.role, argument.name)));
        told.push(event.modality.name().to_owned());
        for part in told {
            self.out.extend_from_slice(" · ".as_bytes());
            self.shown(&part.replace(['\r', '\n'], " "));
        }
        self.out.push(b'\n');
    }

    /// Text without signs that steer a terminal.
    fn shown(&mut self, text: &str) {
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\r' if letters.peek() == Some(&'\n') => {}
                '\n' | '\t' => self.letter(letter),
                '\u{0}'..='\u{1f}' => self.letter(char::from_u32(0x2400 + u32::from(letter)).unwrap_or('?')),
                '\u{7f}' => self.letter('\u{2421}'),
                // C1, and what turns text around
                '\u{80}'..='\u{9f}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
                | '\u{61c}' => {
                    self.out.extend(format!("<{:04X}>", u32::from(letter)).into_bytes());
                }
                _ => self.letter(letter),
            }
        }
    }

    fn letter(&mut self, letter: char) {
        self.out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::{Color, Page};

    #[test]
    fn nothing_in_a_text_steers_the_terminal() {
        let mut out = Vec::new();
        Page { out: &mut out, color: Color::Off }.shown("a\u{1b}[31mb\u{7}\r\nc\rd\u{9b}\u{202e}e\u{7f}\t👩\u{200d}🚒");
        let shown = String::from_utf8(out).expect("text");
        assert_eq!(shown, "a␛[31mb␇\nc␍d<009B><202E>e␡\t👩\u{200d}🚒");
    }
}
