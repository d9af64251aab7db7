//! Sentences.

use super::Sentence;
use super::token::{Shape, Token};
use super::zone::Zone;
use crate::lexicon::Lexicon;

/// Cuts tokens into sentences.
pub(super) fn split(text: &str, tokens: &[Token], zones: &[Zone], _lexicon: &Lexicon) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let (mut first, mut zone, mut paragraph) = (0, 0, 0);
    for index in 0..tokens.len() {
        let token = tokens[index];
        while zones.get(zone + 1).is_some_and(|next| next.span.start <= token.start) {
            zone += 1;
        }
        let word = token.span().of(text);
        let last = index + 1 == tokens.len();
        let line = tokens.get(index + 1).is_some_and(|next| next.has(Shape::LINE_BEFORE));
        let stop =
            matches!(word, "." | "!" | "?") && tokens.get(index + 1).is_some_and(|next| next.has(Shape::SPACE_BEFORE));
        if last || line || stop {
            let kind = zones.get(zone).map_or(super::ZoneKind::Body, |zone| zone.kind);
            sentences.push(Sentence {
                span: tokens[first].span().join(token.span()),
                tokens: first as u32..index as u32 + 1,
                zone: kind,
                paragraph,
            });
            first = index + 1;
            if tokens.get(index + 1).is_some_and(|next| next.has(Shape::BLANK_LINE_BEFORE)) {
                paragraph += 1;
            }
        }
    }
    sentences
}
