//! Merged events in the output forms that can hold them.
//!
//! In: a merged event. Out: its piece of an output; what stands around all pieces is `record::Envelope`'s.

use super::Merged;
use crate::lexicon::{FrameId, Lexicon};
use crate::record::finding::Text;
use crate::record::row::{Part, Row, Toll};
use crate::record::{Envelope, Format, actors, csv, geojson, inlined_schema_of};
use std::io;

/// The formats of merged events.
pub const FORMATS: &[Format] = &[
    Format::Jsonl,
    Format::Csv,
    Format::Tsv,
    Format::Geojson,
    #[cfg(feature = "parquet")]
    Format::Parquet,
];

/// What stands around merged events.
pub fn envelope(format: Format) -> Envelope {
    Envelope::of(format, inlined_schema_of::<Merged>)
}

/// Appends a merged event in one of [`FORMATS`]; a line of JSON for others.
///
/// # Errors
/// None that an event can cause; serialization is fallible by type only.
pub fn write_as(merged: &Merged, format: Format, lexicon: &Lexicon, out: &mut Vec<u8>) -> io::Result<()> {
    let row = || row(merged, lexicon);
    match format {
        Format::Csv => csv::table(std::iter::once(row()), b',', out).map_err(io::Error::other),
        Format::Tsv => csv::table(std::iter::once(row()), b'\t', out).map_err(io::Error::other),
        Format::Geojson => geojson::feature(&row(), out).map_err(io::Error::other),
        _ => {
            serde_json::to_writer(&mut *out, merged)?;
            out.push(b'\n');
            Ok(())
        }
    }
}

fn row<'a>(merged: &Merged<'a>, lexicon: &Lexicon) -> Row<'a> {
    let frame = lexicon.frame_kinds().position(|kind| kind == merged.kind);
    let frame = frame.and_then(|at| lexicon.frame(FrameId(at as u16)));
    let parts = merged.arguments.iter().map(|argument| Part {
        role: argument.what.role.clone(),
        name: argument.what.name.clone(),
        entity: argument.what.entity.clone(),
    });
    let tolls = merged.counts.iter().map(|count| Toll {
        role: count.role.clone(),
        value: count.value,
        min: count.min,
        max: count.max,
    });
    let told_by = merged.articles.iter().find(|article| article.id == merged.evidence.article);
    Row {
        id: merged.id.clone(),
        kind: merged.kind.clone(),
        aspect: merged.aspect,
        codes: merged.codes.clone(),
        main: merged.main,
        trigger: merged.trigger.what.text.clone(),
        parts: parts.collect(),
        actors: frame.map(actors).unwrap_or_default().map(|role| Text::Owned(role.to_owned())),
        tolls: tolls.collect(),
        time: merged.time.clone(),
        place: merged.place.clone(),
        attribution: each_once(merged.attribution.iter().map(|source| &source.what.name)),
        polarity: merged.polarity,
        tense: merged.tense,
        modality: merged.modality,
        confidence: merged.confidence,
        evidence: merged.evidence.what.text.clone(),
        sources: merged.sources,
        articles: merged.articles.iter().map(|article| article.id.clone()).collect(),
        title: told_by.and_then(|article| article.title.clone()),
        published: merged.articles.iter().filter_map(|article| article.published.clone()).min(),
        urls: each_once(merged.articles.iter().filter_map(|article| article.url.as_ref())),
        path: None,
    }
}

/// In the order of their first coming.
fn each_once<'a: 't, 't>(texts: impl Iterator<Item = &'t Text<'a>>) -> Vec<Text<'a>> {
    let mut once: Vec<Text<'a>> = Vec::new();
    for text in texts {
        if !once.contains(text) {
            once.push(text.clone());
        }
    }
    once
}
