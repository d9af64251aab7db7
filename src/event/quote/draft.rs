//! From a report to a quote: its kind and its segments.
//!
//! In: what is said, and the [`Report`] of it. Out: a [`Draft`]; the stretches in it are used up. Not here: where what is said begins and ends.

use super::{Finder, Report};
use crate::clause::Tag;
use crate::document::{Shape, TokenIndex};
use crate::event::{Quote, QuoteKind};
use crate::lexicon::Class;
use crate::mention::Mention;
use crate::text::Span;
use std::ops::Range;

/// A quoted stretch of so many words can be a sentence.
const SENTENCE_WORDS: usize = 4;

/// A quote under way.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) quote: Quote,
    /// First token of what is said.
    pub(super) start: TokenIndex,
    /// One past the last token of it and of its reporting clause.
    pub(super) end: TokenIndex,
    /// Sentence in which it ends.
    pub(super) sentence: u32,
}

impl Finder<'_> {
    /// Makes the quote of a report: direct when all that is said is quoted, mixed when a part is, else indirect.
    pub(super) fn add(&mut self, said: &[Range<TokenIndex>], report: Report, number: u32, end: TokenIndex) {
        let mut stretches = self.unused(said);
        let is_sentence = |at: &usize| self.stretches.get(*at).is_some_and(|stretch| self.is_sentence(stretch));
        let opening = said.first().and_then(|range| self.stretch_number(range.start));
        let opens = opening.is_some_and(|at| stretches.contains(&at) && is_sentence(&at));
        let whole = said.iter().all(|range| self.is_quoted(range));
        let kind = if stretches.is_empty() {
            QuoteKind::Indirect
        } else if whole && stretches.iter().any(is_sentence) {
            QuoteKind::Direct
        } else if opens {
            // the rest of the clause is the writer's
            stretches.truncate(1);
            QuoteKind::Direct
        } else {
            QuoteKind::Mixed
        };
        let quoted: Vec<Span> =
            stretches.iter().filter_map(|at| self.stretches.get(*at)).map(|stretch| stretch.span).collect();
        let clauses: Vec<Span> = said.iter().map(|range| self.document.span(range)).collect();
        let (segments, reported) = match kind {
            QuoteKind::Indirect => (clauses.clone(), clauses),
            QuoteKind::Direct => (quoted.clone(), quoted),
            QuoteKind::Mixed => (quoted, clauses),
        };
        for at in stretches {
            self.use_up(at);
        }
        let start = said.iter().map(|range| range.start).min().unwrap_or(end);
        let sentence = self.document.sentence_of(end.saturating_sub(1)).unwrap_or(number).max(number);
        let quote = Quote {
            kind,
            segments,
            reported,
            speaker: report.speaker.as_ref().and_then(|speaker| speaker.entity),
            speaker_span: report.speaker.as_ref().map(|speaker| speaker.span),
            cue: Some(self.document.span(&report.cue)),
            addressee: report.addressee,
            medium: report.medium,
            time: report.time,
            via: report.via,
            rule: report.rule,
        };
        self.drafts.push(Draft { quote, start, end, sentence });
    }

    /// Stretches inside what is said that no quote has.
    fn unused(&self, said: &[Range<TokenIndex>]) -> Vec<usize> {
        let inside = |range: &Range<TokenIndex>| {
            let first = self.stretches.partition_point(|stretch| stretch.tokens.end <= range.start);
            let count =
                self.stretches.iter().skip(first).take_while(|stretch| stretch.tokens.start < range.end).count();
            first..first + count
        };
        said.iter().flat_map(inside).filter(|at| !self.is_used(*at)).collect()
    }

    pub(super) fn is_used(&self, at: usize) -> bool {
        self.used.get(at).copied().unwrap_or(true)
    }

    pub(super) fn use_up(&mut self, at: usize) {
        if let Some(used) = self.used.get_mut(at) {
            *used = true;
        }
    }

    /// Nearly all words of a range are quoted.
    pub(super) fn is_quoted(&self, range: &Range<TokenIndex>) -> bool {
        let (mut words, mut quoted) = (0, 0);
        for at in range.clone() {
            if self.token(at).has(Shape::SIGN) {
                continue;
            }
            words += 1;
            quoted += usize::from(self.stretch_at(at).is_some());
        }
        words > 0 && quoted * 5 >= words * 4
    }

    pub(super) fn has_stretch(&self, range: &Range<TokenIndex>) -> bool {
        range.clone().any(|at| self.stretch_at(at).is_some())
    }

    /// A stretch that is a sentence or a clause, not some words of one.
    pub(super) fn is_sentence(&self, stretch: &Mention) -> bool {
        let tokens = &stretch.tokens;
        let words = tokens.clone().filter(|at| !self.token(*at).has(Shape::SIGN)).count();
        if words < 2 {
            return false;
        }
        let opens = self.token(tokens.start + 1);
        let capital = opens.has(Shape::CAPITAL) || opens.has(Shape::DIGIT);
        let finite = tokens.clone().any(|at| {
            let token = self.token(at);
            matches!(self.clauses.tag(at), Tag::Verb | Tag::Auxiliary | Tag::Modal)
                || token.is(Class::Auxiliary)
                || token.is(Class::Modal)
        });
        let last = tokens.end.saturating_sub(2);
        let stopped = matches!(self.document.word(last), "." | "!" | "?" | "," | "…");
        let pronoun = opens.is(Class::Pronoun) || opens.is(Class::Conjunction);
        finite && words >= SENTENCE_WORDS && (capital || pronoun || stopped && self.is_sentence_start(tokens.start))
            || capital && stopped && words >= 2
    }
}
