//! Standoff files for brat: the text as it is, and beside it what is marked in it.
//!
//! Offsets count code points of the text file. A mark that crosses the end of a line is cut there, as brat wants it. Marks are `T` lines, events `E`, roles with a
//! number from the second of a kind, relations and speakers `R`, coreference `Equiv`, modality, polarity, tense and aspect `A`, ids in gazetteers `N`, values of
//! times and counts notes. What a record says beside that is lost.

use super::Record;
use super::finding::{Aspect, Polarity};
use super::marks::{Layer, Mark, Sheet, TieKind};
use crate::text::Span;
use serde::de::value::Error;
use std::borrow::Cow;
use std::io::Write as _;

/// The two files of an article in one piece: the length of the text in a line, the text, the marks.
pub(super) fn standoff(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    let sheet = Sheet::of(record);
    let _ = writeln!(out, "{}", sheet.text.len());
    out.extend_from_slice(sheet.text.as_bytes());
    let mut lines = Lines { out, sheet: &sheet, attributes: 0, notes: 0, relations: 0, references: 0 };
    for (number, mark) in sheet.marks.iter().enumerate() {
        lines.mark(number, mark);
    }
    lines.same(record);
    let triggers = sheet.marks.iter().enumerate().filter(|(_, mark)| mark.layer == Layer::Event);
    let mut arguments = sheet.ties.iter().filter(|tie| tie.kind == TieKind::Argument).peekable();
    for (number, (event, (trigger, _))) in record.events.iter().zip(triggers).enumerate() {
        let _ = write!(lines.out, "E{}\t{}:T{}", number + 1, name(&event.kind), trigger + 1);
        let mut roles: Vec<&str> = Vec::new();
        while let Some(tie) = arguments.next_if(|tie| tie.from == trigger) {
            roles.push(tie.label);
            let of_role = roles.iter().filter(|role| **role == tie.label).count();
            let again = if of_role == 1 { String::new() } else { of_role.to_string() };
            let _ = write!(lines.out, " {}{again}:T{}", name(tie.label), tie.to + 1);
        }
        lines.out.push(b'\n');
        lines.attribute(number, "modality", Some(event.modality.name()));
        if let Some(tense) = event.tense {
            lines.attribute(number, "tense", Some(super::row::tense_name(tense)));
        }
        let negative = event.polarity == Polarity::Negative;
        let flags = [(negative, "negative"), (event.aspect == Aspect::State, "state"), (event.main, "main")];
        for (_, name) in flags.into_iter().filter(|(set, _)| *set) {
            lines.attribute(number, name, None);
        }
    }
    for tie in sheet.ties.iter().filter(|tie| tie.kind == TieKind::Relation) {
        lines.relations += 1;
        let (number, name) = (lines.relations, name(tie.label));
        let _ = writeln!(lines.out, "R{number}\t{name} Arg1:T{} Arg2:T{}", tie.from + 1, tie.to + 1);
    }
    Ok(())
}

/// The text and the marks of a piece.
pub(super) fn files(piece: &[u8]) -> [&[u8]; 2] {
    let line = piece.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let length = piece.get(..line).and_then(|digits| str::from_utf8(digits).ok()?.parse::<usize>().ok()).unwrap_or(0);
    piece
        .get(line + 1..)
        .and_then(|rest| rest.split_at_checked(length))
        .map_or([&[], &[]], |(text, marks)| [text, marks])
}

struct Lines<'o, 'r> {
    out: &'o mut Vec<u8>,
    sheet: &'o Sheet<'r>,
    attributes: u32,
    notes: u32,
    relations: u32,
    references: u32,
}

impl Lines<'_, '_> {
    fn mark(&mut self, number: usize, mark: &Mark) {
        let sheet = self.sheet;
        let parts = fragments(mark.span, sheet.text);
        let places: Vec<String> =
            parts.iter().map(|part| format!("{} {}", sheet.at(part.start), sheet.at(part.end))).collect();
        let words: Vec<&str> = parts.iter().map(|part| part.of(sheet.text)).collect();
        let id = number + 1;
        let _ = writeln!(self.out, "T{id}\t{} {}\t{}", name(mark.label), places.join(";"), words.join(" "));
        match (mark.layer, mark.value) {
            (Layer::Name, Some(link)) => {
                self.references += 1;
                let link = if link.contains(':') { link.to_owned() } else { format!("wikidata:{link}") };
                let _ = writeln!(self.out, "N{}\tReference T{id} {link}\t{}", self.references, words.join(" "));
            }
            (Layer::Time, Some(value)) => {
                self.notes += 1;
                let _ = writeln!(self.out, "#{}\tAnnotatorNotes T{id}\t{value}", self.notes);
            }
            _ => {}
        }
    }

    /// Mentions of one entity.
    fn same(&mut self, record: &Record) {
        let mut from = 0;
        for entity in &record.entities {
            let to = from + entity.mentions.len();
            if entity.mentions.len() > 1 {
                let ids: Vec<String> = (from..to).map(|number| format!("T{}", number + 1)).collect();
                let _ = writeln!(self.out, "*\tEquiv {}", ids.join(" "));
            }
            from = to;
        }
    }

    fn attribute(&mut self, event: usize, name: &str, value: Option<&str>) {
        self.attributes += 1;
        let value = value.map_or_else(String::new, |value| format!(" {value}"));
        let _ = writeln!(self.out, "A{}\t{name} E{}{value}", self.attributes, event + 1);
    }
}

/// A span without the ends of lines in it; never nothing.
fn fragments(span: Span, text: &str) -> Vec<Span> {
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let mut parts = Vec::new();
    let mut start = span.start as usize;
    for (at, letter) in span.of(text).char_indices().filter(|(_, letter)| breaks(*letter)) {
        parts.push(Span::new(start, span.start as usize + at));
        start = span.start as usize + at + letter.len_utf8();
    }
    parts.push(Span::new(start, span.end as usize));
    parts.retain(|part| !part.of(text).trim().is_empty());
    if parts.is_empty() { vec![Span { start: span.start, end: span.start }] } else { parts }
}

/// A name of letters, digits, `-` and `_`.
fn name(label: &str) -> Cow<'_, str> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    if label.chars().all(plain) && !label.is_empty() {
        return label.into();
    }
    let safe: String = label.chars().map(|letter| if plain(letter) { letter } else { '_' }).collect();
    if safe.is_empty() { "_".into() } else { safe.into() }
}
