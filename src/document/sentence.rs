//! Sentences: where one ends, after points, marks, quotes, abbreviations and line ends.
//!
//! In: tokens and zones. Out: sentences in order, each within one zone. A point that belongs to an abbreviation ends a sentence only before a word that
//! usually starts one.

use super::Sentence;
use super::token::{Shape, Token};
use super::zone::{Zone, ZoneKind};
use crate::lexicon::{Class, ClassSet, Lexicon};

/// Words that open a sentence more often than they open a name.
const OPENERS: ClassSet = ClassSet(0)
    .with(Class::Determiner)
    .with(Class::Pronoun)
    .with(Class::Possessive)
    .with(Class::Preposition)
    .with(Class::Conjunction)
    .with(Class::Subordinator)
    .with(Class::Adverb)
    .with(Class::Relative)
    .with(Class::Auxiliary)
    .with(Class::Negation);

/// Tokens of the longest sentence.
const LONGEST: usize = 600;

/// Cuts tokens into sentences.
pub(super) fn split(text: &str, tokens: &[Token], zones: &[Zone], lexicon: &Lexicon) -> Vec<Sentence> {
    let cutter = Cutter { text, tokens, lexicon };
    let mut sentences = Vec::with_capacity(tokens.len() / 20 + 1);
    let (mut first, mut zone, mut paragraph) = (0, 0, 0);
    let mut index = 0;
    while index < tokens.len() {
        while zones.get(zone + 1).is_some_and(|next| next.span.start <= tokens[index].start) {
            zone += 1;
        }
        let zone_end = zones.get(zone + 1).map_or(u32::MAX, |next| next.span.start);
        let end = cutter.end_of_mark(index);
        let next = end + 1;
        let cut = match tokens.get(next) {
            None => true,
            Some(token) if token.start >= zone_end || token.has(Shape::LINE_BEFORE) => true,
            // no reader writes on like this; the stages above may look at a whole sentence for each word of it
            Some(_) if end - first >= LONGEST => true,
            Some(_) => !cutter.is_list_number(first, index) && cutter.ends_here(index, end),
        };
        if cut {
            sentences.push(Sentence {
                span: tokens[first].span().join(tokens[end].span()),
                tokens: first as u32..next as u32,
                zone: zones.get(zone).map_or(ZoneKind::Body, |zone| zone.kind),
                paragraph,
            });
            first = next;
            if tokens.get(next).is_some_and(|token| token.has(Shape::BLANK_LINE_BEFORE)) {
                paragraph += 1;
            }
        }
        index = next;
    }
    sentences
}

struct Cutter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lexicon: &'a Lexicon,
}

impl Cutter<'_> {
    fn word(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| token.span().of(self.text))
    }

    fn has(&self, index: usize, shape: Shape) -> bool {
        self.tokens.get(index).is_some_and(|token| token.has(shape))
    }

    /// A sentence mark with the marks and closing quotes that hang on it: `."`, `?!`, `...”`. The index itself for everything else.
    fn end_of_mark(&self, index: usize) -> usize {
        let mark = self.has(index, Shape::SIGN) && is_stop(self.word(index));
        if !mark && !self.has(index, Shape::POINT) {
            return index;
        }
        let mut end = index;
        while let Some(next) = self.tokens.get(end + 1).filter(|next| !next.has(Shape::SPACE_BEFORE)) {
            let word = next.span().of(self.text);
            let closes = is_stop(word)
                || matches!(word, ")" | "]")
                || (next.has(Shape::QUOTE) && !matches!(word, "“" | "«" | "„" | "‘"));
            if !closes {
                break;
            }
            end += 1;
        }
        end
    }

    /// Whether the sentence ends with the mark at `index`, whose tail ends at `end`.
    fn ends_here(&self, index: usize, end: usize) -> bool {
        let stop = self.has(index, Shape::SIGN) && is_stop(self.word(index));
        if !stop && !self.has(index, Shape::POINT) {
            return false;
        }
        let next = end + 1;
        if !self.has(next, Shape::SPACE_BEFORE) {
            return false;
        }
        // a quote or bracket may open the next sentence
        let mut opener = next;
        while self.has(opener, Shape::SIGN) && opener < next + 3 {
            opener += 1;
        }
        let Some(start) = self.tokens.get(opener) else { return true };
        if !start.has(Shape::CAPITAL) && !start.has(Shape::DIGIT) {
            return false;
        }
        if stop {
            return !(self.is_quoted_question(index, end) && self.is_said_next(opener));
        }
        self.abbreviation_ends(index, opener)
    }

    /// `"Why?" Smith asked.` goes on.
    fn is_quoted_question(&self, index: usize, end: usize) -> bool {
        end > index && self.word(index) != "." && self.has(end, Shape::QUOTE)
    }

    fn is_said_next(&self, from: usize) -> bool {
        (from..from + 4)
            .take_while(|at| self.has(*at, Shape::CAPITAL) || *at < from + 3)
            .any(|at| self.tokens.get(at).is_some_and(|token| token.is(Class::Reporting) && !token.has(Shape::CAPITAL)))
    }

    /// `1. First`: a number and its point at the start of a sentence.
    fn is_list_number(&self, first: usize, index: usize) -> bool {
        index == first + 1 && self.has(first, Shape::DIGIT) && self.word(first).len() <= 2
    }

    /// A point that belongs to an abbreviation or to initials ends a sentence only before a word that usually starts one.
    fn abbreviation_ends(&self, index: usize, next: usize) -> bool {
        let (Some(token), Some(start)) = (self.tokens.get(index), self.tokens.get(next)) else { return true };
        let kind = self.lexicon.sense(token.word, Class::Abbreviation).map_or("", |sense| self.lexicon.cell(sense, 0));
        if kind == "title" || start.has(Shape::DIGIT) {
            return false;
        }
        let opens = start.classes.any(OPENERS) && !start.has(Shape::POINT);
        if opens {
            return true;
        }
        let initial = self.word(index).chars().count() == 2 && token.has(Shape::CAPITAL);
        if initial || self.has(next + 1, Shape::CAPITAL) {
            return false;
        }
        // "6 p.m. Police came", but "6 p.m. Tuesday"
        let [lower, title, _] = self.lexicon.frequency(start.word);
        let dated = start.is(Class::Weekday) || start.is(Class::Month) || start.is(Class::TimeZone);
        !dated && (kind == "unit" || (lower > title + 2 && !start.is(Class::Role) && !start.is(Class::Head)))
    }
}

fn is_stop(word: &str) -> bool {
    matches!(word, "." | "!" | "?" | "…" | "。" | "؟")
}
