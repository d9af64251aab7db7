//! From cuts to mentions: the tokens, the refined type, the candidates for a link and the title before a name.
//!
//! In: the cuts of the second look. Out: name [`Mention`]s. Which candidate is meant is decided in `entity`.

use super::listed::what;
use super::path::Cut;
use super::weigh::{Piece, margin};
use super::word::{Run, head};
use super::{Finder, NameReading, NameType};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::{Candidate, CandidateKind, Class};
use crate::mention::evidence::Label;
use crate::mention::{Mention, Reading};
use std::cmp::Reverse;
use std::ops::Range;

impl Finder<'_, '_> {
    pub(super) fn mentions(&self) -> Vec<Mention> {
        self.cuts.iter().map(|cut| self.mention(cut)).collect()
    }

    pub(super) fn mention(&self, cut: &Cut) -> Mention {
        let run = &self.runs[cut.run as usize];
        let (start, end) = (cut.piece.start as usize, cut.piece.end());
        let tokens = self.word(run, start).token..self.word(run, end - 1).token + 1;
        let mut what = 0;
        let mut candidates: Vec<Candidate> = Vec::new();
        for listed in self.listed_of(run, start) {
            if listed.length as usize == end - start {
                what |= listed.what;
                let (from, to) = (listed.candidates.0 as usize, listed.candidates.1 as usize);
                candidates.extend(self.candidates.get(from..to).unwrap_or(&[]));
            }
        }
        if candidates.is_empty() && cut.label == Label::Person && end - start > 1 {
            self.add_variants(&tokens, &mut candidates);
        }
        let demonym = cut.label == Label::Other && what & what::DEMONYM != 0;
        self.order_candidates(cut.label, demonym, &mut candidates);
        let kind = self.refine(run, cut, demonym, &candidates);
        let title = if matches!(kind, NameType::Person | NameType::Organization) {
            crate::mention::nominal::title_before(self.document, tokens.start)
        } else {
            None
        };
        let rule = if what != 0 { "listed name" } else { "name by evidence" };
        let last = tokens.end - 1;
        let mut mention = Mention::over(
            self.document,
            tokens,
            Reading::Name(NameReading {
                kind,
                demonym,
                candidates,
                title,
                score: cut.piece.scores[cut.label as usize],
                margin: margin(&cut.piece, cut.label),
                rule,
            }),
        );
        if self.ends_with_full_stop(last) {
            mention.span.end -= 1;
        }
        mention
    }

    /// The point of the last word of a sentence is the sentence's, unless the word has others or is a suffix: "in the UK.", "on X." but "the U.S.".
    fn ends_with_full_stop(&self, last: TokenIndex) -> bool {
        let token = self.document.token(last);
        let word = self.document.word(last);
        let closes = self
            .document
            .sentence_of(last)
            .and_then(|sentence| self.document.sentences.get(sentence as usize))
            .is_some_and(|sentence| sentence.tokens.end == last + 1);
        closes
            && word.len() > 1
            && word.ends_with('.')
            && word.matches('.').count() == 1
            && !(token.is(Class::Suffix) && token.is(Class::Abbreviation))
    }

    fn add_variants(&self, tokens: &Range<TokenIndex>, candidates: &mut Vec<Candidate>) {
        if !self.document.token(tokens.start).is(Class::VariantStart) {
            return;
        }
        let document = self.document;
        let mut hits = Vec::new();
        self.lexicon.variants(tokens.clone().map(|token| document.word(token)), &mut hits);
        for hit in hits.iter().filter(|hit| hit.words == tokens.len()) {
            let Some(entry) = self.lexicon.entry(hit.what.entry) else { continue };
            // who is known in some contexts only is known there by the spellings that are listed
            if entry.requires().is_empty() && entry.forbids().is_empty() {
                candidates.push(hit.what);
            }
        }
    }

    /// Entries of the chosen type only, if there are any; those that were good on the day of publication first, then large places before small ones, names before
    /// aliases.
    fn order_candidates(&self, label: Label, demonym: bool, candidates: &mut Vec<Candidate>) {
        let fits = |candidate: &Candidate| {
            if demonym {
                return candidate.kind == CandidateKind::Demonym;
            }
            candidate.kind != CandidateKind::Demonym
                && self.lexicon.entry(candidate.entry).and_then(|entry| NameType::of(entry.kind())).is_some_and(
                    |kind| kind.label() == label || label == Label::Organization && kind == NameType::Facility,
                )
        };
        candidates.retain(fits);
        let published = self.document.published.as_ref().map(|published| published.value.as_str());
        candidates.sort_by_key(|candidate| {
            let entry = self.lexicon.entry(candidate.entry);
            let population = entry.map_or(0, |entry| entry.population());
            let held = entry.is_none_or(|entry| entry.is_good_on(published));
            (Reverse(held), Reverse(population), candidate.kind, candidate.entry)
        });
        candidates.dedup_by_key(|candidate| candidate.entry);
    }

    fn refine(&self, run: &Run, cut: &Cut, demonym: bool, candidates: &[Candidate]) -> NameType {
        let entry = candidates.first().and_then(|candidate| self.lexicon.entry(candidate.entry));
        let listed = entry.and_then(|entry| NameType::of(entry.kind()));
        let heads = self.word(run, cut.piece.end() - 1).heads;
        let first = self.word(run, cut.piece.start as usize).heads;
        let several = cut.piece.length > 1;
        match cut.label {
            Label::Person => NameType::Person,
            Label::Organization => NameType::Organization,
            Label::Place => match listed {
                Some(NameType::Facility) => NameType::Facility,
                Some(_) => NameType::Place,
                None if several
                    && (heads & (head::FACILITY_LAST | head::GROUNDS_LAST) != 0
                        || first & (head::FACILITY_FIRST | head::GROUNDS_FIRST) != 0)
                    && heads & head::PLACE_LAST == 0 =>
                {
                    NameType::Facility
                }
                None => NameType::Place,
            },
            _ if demonym => NameType::Nationality,
            _ => match listed {
                Some(kind) if kind.label() == Label::Other => kind,
                _ if several && (heads & head::EVENT_LAST != 0 || first & head::EVENT_FIRST != 0) => {
                    NameType::NamedEvent
                }
                _ if self.is_quoted(run, cut) => NameType::Work,
                _ => NameType::Other,
            },
        }
    }

    fn is_quoted(&self, run: &Run, cut: &Cut) -> bool {
        let first = self.word(run, cut.piece.start as usize).token;
        let last = self.word(run, cut.piece.end() - 1).token;
        first > 0 && self.document.token(first - 1).has(Shape::QUOTE) && self.document.token(last + 1).has(Shape::QUOTE)
    }

    /// The piece that covers exactly some tokens, and the number of its run.
    pub(super) fn piece_over(&self, tokens: &Range<TokenIndex>) -> Option<(usize, Piece)> {
        let behind = self.runs.partition_point(|run| self.word(run, 0).token <= tokens.start);
        let number = behind.checked_sub(1)?;
        let run = self.runs.get(number)?;
        let pieces = self.pieces.get(run.pieces.start as usize..run.pieces.end as usize)?;
        let piece = pieces.iter().find(|piece| {
            self.word(run, piece.start as usize).token == tokens.start
                && self.word(run, piece.end() - 1).token + 1 == tokens.end
        })?;
        Some((number, *piece))
    }
}
