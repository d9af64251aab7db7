//! Tokens in columns: `CoNLL-U` Plus, one token a line, an empty line behind each sentence.
//!
//! `NER` holds names, times and counts in IOB2, of those that overlap the first and longest; `COREF` the id of the entity a name belongs to, in the same scheme;
//! `EVENT` the type of the event that a token tells, with its id; `ROLE` the parts that begin on a token, as `ev1:agent`. `MISC` has where a token stands in code points
//! (`TokenRange`) and whether a space follows (`SpaceAfter`). White space other than single spaces between tokens is lost, and so are values, quotes and relations.

use super::Record;
use super::marks::{Layer, Mark, Piece, Sheet, TieKind, apart, is_blank, is_named, pieces};
use crate::text::Span;
use serde::de::value::Error;
use std::io::Write as _;

pub(super) const OPENING: &str =
    "# global.columns = ID FORM DATELINE:NER DATELINE:COREF DATELINE:EVENT DATELINE:ROLE MISC\n";

/// The sentences of an article.
pub(super) fn sentences(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    if record.error.is_some() {
        return Ok(());
    }
    let sheet = Sheet::of(record);
    let pieces: Vec<Piece> = pieces(&sheet, record).into_iter().filter(|piece| !piece.blank).collect();
    let names = apart(&sheet, is_named);
    let mut events: Vec<&Mark> =
        sheet.marks.iter().filter(|mark| matches!(mark.layer, Layer::Event | Layer::Again)).collect();
    events.sort_by_key(|mark| mark.span);
    let mut roles: Vec<(u32, String)> = sheet
        .ties
        .iter()
        .filter(|tie| tie.kind == TieKind::Argument)
        .filter_map(|tie| {
            let (event, filler) = (sheet.marks.get(tie.from)?, sheet.marks.get(tie.to)?);
            Some((filler.span.start, format!("{}:{}", event.owner, plain(tie.label))))
        })
        .collect();
    roles.sort();
    let mut columns =
        Columns { sheet: &sheet, names: &names, events: &events, roles: &roles, id: &record.id, first: true };
    let mut rest = pieces.as_slice();
    let mut number = 0;
    for sentence in &record.beside.sentences {
        // what stands in no sentence is one of its own
        let before = rest.partition_point(|piece| piece.span.end <= sentence.start);
        let after = rest.partition_point(|piece| piece.span.start < sentence.end);
        for range in [0..before, before..after.max(before)] {
            number += usize::from(!range.is_empty());
            columns.sentence(rest.get(range).unwrap_or(&[]), number, out);
        }
        rest = rest.get(after.max(before)..).unwrap_or(&[]);
    }
    columns.sentence(rest, number + 1, out);
    Ok(())
}

struct Columns<'s, 'r> {
    sheet: &'s Sheet<'r>,
    /// What is left of them.
    names: &'s [Mark<'r>],
    events: &'s [&'s Mark<'r>],
    roles: &'s [(u32, String)],
    id: &'s str,
    first: bool,
}

impl Columns<'_, '_> {
    fn sentence(&mut self, pieces: &[Piece], number: usize, out: &mut Vec<u8>) {
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return };
        let id = on_one_line(self.id);
        if std::mem::take(&mut self.first) {
            let _ = writeln!(out, "# newdoc id = {id}");
        }
        let words = on_one_line(first.span.join(last.span).of(self.sheet.text));
        let _ = writeln!(out, "# sent_id = {id}-s{number}\n# text = {words}");
        for (at, piece) in pieces.iter().enumerate() {
            self.token(at + 1, piece, out);
        }
        out.push(b'\n');
    }

    fn token(&mut self, number: usize, piece: &Piece, out: &mut Vec<u8>) {
        let Span { start, end } = piece.span;
        while self.names.first().is_some_and(|mark| mark.span.end <= start) {
            self.names = &self.names[1..];
        }
        let form = piece.span.of(self.sheet.text);
        decimal(number as u32, out);
        out.push(b'\t');
        out.extend_from_slice(form.as_bytes());
        out.push(b'\t');
        match self.names.first().filter(|mark| mark.span.start <= start) {
            Some(mark) => {
                let place = if mark.span.start == start { 'B' } else { 'I' };
                let _ = write!(out, "{place}-{}\t", mark.label);
                if mark.layer == Layer::Name {
                    let _ = write!(out, "{place}-{}", mark.owner);
                } else {
                    out.push(b'_');
                }
            }
            None => out.extend_from_slice(b"O\t_"),
        }
        while self.events.first().is_some_and(|mark| mark.span.end <= start) {
            self.events = &self.events[1..];
        }
        out.push(b'\t');
        let before = out.len();
        for mark in self.events.iter().take_while(|mark| mark.span.start < end).filter(|mark| mark.span.end > start) {
            let place = if mark.span.start == start { 'B' } else { 'I' };
            let between = if out.len() > before { "|" } else { "" };
            let _ = write!(out, "{between}{place}-{}:{}", plain(mark.label), mark.owner);
        }
        out.extend_from_slice(if out.len() > before { b"\t" } else { b"O\t" });
        while self.roles.first().is_some_and(|(role, _)| *role < start) {
            self.roles = &self.roles[1..];
        }
        let begun = self.roles.partition_point(|(role, _)| *role < end);
        for (at, (_, role)) in self.roles[..begun].iter().enumerate() {
            out.extend_from_slice(if at == 0 { b"" } else { b"|" });
            out.extend_from_slice(role.as_bytes());
        }
        if begun == 0 {
            out.push(b'_');
        }
        let (from, to) = (self.sheet.at(start), self.sheet.at(end));
        out.extend_from_slice(if piece.space { b"\tTokenRange=" } else { b"\tSpaceAfter=No|TokenRange=" });
        decimal(from, out);
        out.push(b':');
        decimal(to, out);
        out.push(b'\n');
    }
}

/// A number, without the machinery of `write!`: there are three on every line.
fn decimal(number: u32, out: &mut Vec<u8>) {
    if number > 9 {
        decimal(number / 10, out);
    }
    out.push(b'0' + (number % 10) as u8);
}

/// Without white space and signs that part a cell.
fn plain(label: &str) -> String {
    label.chars().map(|letter| if is_blank(letter) || letter == '|' { '_' } else { letter }).collect()
}

fn on_one_line(words: &str) -> String {
    words.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
