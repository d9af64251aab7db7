//! Documents for spaCy: one a line, as `Doc.to_json` writes and `Doc.from_json` reads them.
//!
//! Offsets count code points, as Python does. Tokens are cut where marks end, so that every span is one of whole tokens, and with all white space in them the text is
//! rebuilt without loss. `ents` are names, times and counts, of those that overlap the first and longest; groups in `spans` hold everything, also what overlaps:
//! entities, coreference (by id), times, counts, quotes, events and arguments (`ev1:agent`). Values, attributes and modality are lost.

use super::marks::{Layer, Mark, Sheet, TieKind, apart, is_named, pieces, trimmed};
use super::{Record, compact};
use crate::text::Span;
use serde::Serialize;
use serde::de::value::Error;
use std::borrow::Cow;

#[derive(Serialize)]
struct Doc<'r> {
    text: &'r str,
    ents: Vec<Ent<'r>>,
    sents: Vec<Stretch>,
    tokens: Vec<Token>,
    spans: Groups<'r>,
    article: Source<'r>,
}

#[derive(Serialize)]
struct Ent<'r> {
    start: u32,
    end: u32,
    label: &'r str,
}

#[derive(Serialize)]
struct Stretch {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Token {
    id: usize,
    start: u32,
    end: u32,
}

#[derive(Default, Serialize)]
struct Groups<'r> {
    entities: Vec<Labeled<'r>>,
    coreference: Vec<Labeled<'r>>,
    times: Vec<Labeled<'r>>,
    counts: Vec<Labeled<'r>>,
    quotes: Vec<Labeled<'r>>,
    events: Vec<Labeled<'r>>,
    arguments: Vec<Labeled<'r>>,
}

#[derive(Serialize)]
struct Labeled<'r> {
    start: u32,
    end: u32,
    label: Cow<'r, str>,
    kb_id: &'r str,
}

/// Not read by spaCy, which takes custom attributes only where they were declared before.
#[derive(Serialize)]
struct Source<'r> {
    id: &'r str,
    title: Option<&'r str>,
    published: Option<&'r str>,
    url: Option<&'r str>,
}

/// One document on a line.
pub(super) fn line(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    if record.error.is_some() {
        return Ok(());
    }
    let sheet = Sheet::of(record);
    let labeled = |mark, label| labeled(&sheet, mark, label);
    let mut spans = Groups::default();
    for mark in sheet.marks.iter().filter(|mark| !trimmed(mark.span, sheet.text).is_empty()) {
        let group = match mark.layer {
            Layer::Name | Layer::Reference => {
                spans.coreference.push(labeled(mark, mark.owner.into()));
                &mut spans.entities
            }
            Layer::Time => &mut spans.times,
            Layer::Count => &mut spans.counts,
            Layer::Quote => &mut spans.quotes,
            Layer::Event | Layer::Again => &mut spans.events,
            Layer::Filler => continue,
        };
        group.push(labeled(mark, mark.label.into()));
    }
    for tie in sheet.ties.iter().filter(|tie| tie.kind == TieKind::Argument) {
        let (Some(event), Some(filler)) = (sheet.marks.get(tie.from), sheet.marks.get(tie.to)) else { continue };
        if !trimmed(filler.span, sheet.text).is_empty() {
            spans.arguments.push(labeled(filler, format!("{}:{}", event.owner, tie.label).into()));
        }
    }
    let stretch = |span: &Span| {
        let (start, end) = place(&sheet, *span);
        (start < end).then_some(Stretch { start, end })
    };
    let tokens = pieces(&sheet, record).into_iter().enumerate().map(|(id, piece)| Token {
        id,
        start: sheet.at(piece.span.start),
        end: sheet.at(piece.span.end),
    });
    let doc = Doc {
        text: sheet.text,
        ents: apart(&sheet, is_named)
            .into_iter()
            .map(|mark| {
                let (start, end) = place(&sheet, mark.span);
                Ent { start, end, label: mark.label }
            })
            .collect(),
        sents: record.beside.sentences.iter().filter_map(stretch).collect(),
        tokens: tokens.collect(),
        spans,
        article: Source {
            id: &record.id,
            title: record.title.as_ref().map(|title| title.text.as_ref()),
            published: record.published.as_ref().map(|published| published.value.as_ref()),
            url: record.source.url.as_deref(),
        },
    };
    compact::write(&doc, out)?;
    out.push(b'\n');
    Ok(())
}

fn labeled<'r>(sheet: &Sheet<'r>, mark: &Mark<'r>, label: Cow<'r, str>) -> Labeled<'r> {
    let (start, end) = place(sheet, mark.span);
    Labeled { start, end, label, kb_id: mark.value.unwrap_or("") }
}

/// Code points, without white space at the ends.
fn place(sheet: &Sheet, span: Span) -> (u32, u32) {
    let span = trimmed(span, sheet.text);
    (sheet.at(span.start), sheet.at(span.end))
}
