//! The second look: what the first look is sure of is evidence for the same words elsewhere in the document.
//!
//! In: the cuts of the first look. Out: a [`Memory`], and cuts made again with it.

use super::listed::what;
use super::weigh::{Piece, margin};
use super::word::{Run, Word, hash_of, join_hash, mark};
use super::{Finder, Found};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::Class;
use crate::mention::evidence::{Evidence, LABELS, Label, Row};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// What the first look is sure of.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// By the hash of the words.
    known: HashMap<u64, Known, BuildHasherDefault<Unhashed>>,
    /// The names of the first look by their tokens, with label and margin, in text order.
    names: Vec<(TokenIndex, TokenIndex, Label, f32)>,
}

/// What is known of some words.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// Sums of the margins with which they were cut under each label, and how often.
    margins: [f32; LABELS],
    count: u32,
    parts: u8,
}

/// Of which longer names some words are a part.
mod part {
    pub const SURNAME: u8 = 1;
    pub const GIVEN_NAME: u8 = 1 << 1;
    pub const ACRONYM: u8 = 1 << 2;
    pub const ORGANIZATION: u8 = 1 << 3;
    pub const PLACE: u8 = 1 << 4;
    pub const OTHER: u8 = 1 << 5;
    /// No part, but a place's name that a person has.
    pub const PERSON_LIKE_PLACE: u8 = 1 << 6;
}

/// Parts of longer names.
const LONGER: u8 = part::SURNAME | part::GIVEN_NAME | part::ACRONYM | part::ORGANIZATION | part::PLACE | part::OTHER;

/// Takes numbers that are hashes already.
#[derive(Default)]
struct Unhashed(u64);

impl Hasher for Unhashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

impl Memory {
    fn note(&mut self, hash: u64, part: u8) {
        self.known.entry(hash).or_default().parts |= part;
    }

    /// The name of the first look that ends before a token.
    fn name_before(&self, token: TokenIndex) -> Option<Label> {
        let at = self.names.partition_point(|name| name.1 < token);
        self.names.get(at).filter(|name| name.1 == token).map(|name| name.2)
    }

    /// The name of the first look that begins at a token: its end, label and margin.
    fn name_at(&self, token: TokenIndex) -> Option<(TokenIndex, Label, f32)> {
        let at = self.names.partition_point(|name| name.0 < token);
        self.names.get(at).filter(|name| name.0 == token).map(|name| (name.1, name.2, name.3))
    }
}

impl Finder<'_, '_> {
    /// The second look: what the first was sure of weighs on the same words elsewhere.
    pub(super) fn look_again(&mut self) {
        self.remember();
        let mut found = std::mem::take(&mut self.found);
        let mut changed = false;
        for number in 0..self.runs.len() {
            let run = self.runs[number].clone();
            for index in run.pieces.start as usize..run.pieces.end as usize {
                let piece = self.pieces[index];
                found.clear();
                self.evidence_of_document(&run, &piece, &mut found);
                if found.0.is_empty() {
                    continue;
                }
                changed = true;
                let scores = self.table.sum(&found.0);
                for (score, weight) in self.pieces[index].scores.iter_mut().zip(scores) {
                    *score += weight;
                }
            }
        }
        self.found = found;
        if changed {
            self.cut();
        }
    }

    /// All evidence for a piece, of both looks.
    pub(super) fn all_evidence(&self, run: &Run, piece: &Piece) -> Vec<Row> {
        let mut found = Found::default();
        let (start, end) = (piece.start as usize, piece.end());
        self.evidence(run, start, end, &mut found);
        for edge in [self.before(run, start), self.after(run, end)] {
            found.push(edge.evidence);
            found.0.extend(edge.pair);
        }
        self.evidence_of_document(run, piece, &mut found);
        found.0
    }

    pub(super) fn remember(&mut self) {
        let mut memory = Memory::default();
        for cut in &self.cuts {
            let run = &self.runs[cut.run as usize];
            let margin = margin(&cut.piece, cut.label).clamp(0.0, 5.0);
            let known = memory.known.entry(cut.piece.hash).or_default();
            known.margins[cut.label as usize] += margin;
            known.count += 1;
            let words = cut.piece.start as usize..cut.piece.end();
            let (first, last) = (self.word(run, words.start).token, self.word(run, words.end - 1).token);
            memory.names.push((first, last + 1, cut.label, margin));
            if words.len() == 1 {
                if cut.label == Label::Person
                    && self.is_listed_place(run, words.start)
                    && self.is_place_as_person(run, words.start)
                {
                    memory.note(cut.piece.hash, part::PERSON_LIKE_PLACE);
                }
                continue;
            }
            match cut.label {
                Label::Person if margin > 0.5 => self.remember_person(run, words, &mut memory),
                Label::Organization | Label::Other => {
                    self.remember_acronym(run, words.clone(), &mut memory);
                    let part = if cut.label == Label::Other { part::OTHER } else { part::ORGANIZATION };
                    self.remember_starts(run, words, part, &mut memory);
                }
                Label::Place => self.remember_starts(run, words, part::PLACE, &mut memory),
                _ => {}
            }
        }
        self.memory = memory;
    }

    fn is_listed_place(&self, run: &Run, at: usize) -> bool {
        self.listed_of(run, at).iter().any(|listed| listed.length == 1 && listed.what & what::ANY_PLACE != 0)
    }

    fn remember_person(&self, run: &Run, words: Range<usize>, memory: &mut Memory) {
        memory.note(join_hash(0, self.word(run, words.start).hash), part::GIVEN_NAME);
        for from in words.start + 1..words.end {
            if self.word(run, from).is(mark::HYPHEN) {
                continue;
            }
            let tail = (from..words.end).fold(0, |sum, at| join_hash(sum, self.word(run, at).hash));
            memory.note(tail, part::SURNAME);
        }
    }

    fn remember_starts(&self, run: &Run, words: Range<usize>, part: u8, memory: &mut Memory) {
        let mut hash = 0;
        for at in words.start..words.end - 1 {
            hash = join_hash(hash, self.word(run, at).hash);
            memory.note(hash, part);
        }
    }

    fn remember_acronym(&self, run: &Run, words: Range<usize>, memory: &mut Memory) {
        let first_letter = |at: usize| {
            let word = self.word(run, at);
            let letter = self.document.word(word.token).chars().next().filter(|first| first.is_alphabetic());
            letter.map(|letter| (letter, word.is(mark::CAPITAL)))
        };
        let capitals = words.clone().filter_map(first_letter).filter(|letter| letter.1).map(|letter| letter.0);
        let all = words.filter_map(first_letter).map(|letter| letter.0);
        if capitals.clone().nth(1).is_some() {
            memory.note(join_hash(0, hash_of(capitals)), part::ACRONYM);
        }
        if all.clone().nth(1).is_some() {
            memory.note(join_hash(0, hash_of(all)), part::ACRONYM);
        }
    }

    /// What the rest of the document says about the words of a piece.
    pub(super) fn evidence_of_document(&self, run: &Run, piece: &Piece, found: &mut Found) {
        let first = self.word(run, piece.start as usize);
        if first.is(mark::JOINT) && piece.length == 1 {
            return;
        }
        let tokens = first.token..self.word(run, piece.end() - 1).token + 1;
        if let Some(known) = self.memory.known.get(&piece.hash) {
            self.evidence_elsewhere(*known, &tokens, found);
            self.evidence_of_longer_names(known.parts, piece, first, found);
        }
        self.evidence_of_list(run, &tokens, found);
        let parts = self.memory.known.get(&piece.hash).map_or(0, |known| known.parts);
        if piece.length == 1
            && parts & LONGER == 0
            && !self.capitals.has(first.hash)
            && self.is_noun_as_subject(run, piece.start as usize)
        {
            found.push(Evidence::NounSubject);
        }
        if piece.length == 1 && parts & part::PERSON_LIKE_PLACE != 0 {
            found.push(Evidence::PlaceAsPersonElsewhere);
        }
        if piece.length == 1 && first.is(mark::CAPITAL) {
            if self.lower.has(first.hash) {
                found.push(Evidence::LowerCaseElsewhere);
            }
            if self.capitals.has(first.hash) && (run.headline || self.is_at_start(run, first.token)) {
                found.push(Evidence::CapitalElsewhere);
            }
        }
    }

    /// What the same words were cut as in other places.
    fn evidence_elsewhere(&self, known: Known, tokens: &Range<TokenIndex>, found: &mut Found) {
        let Known { mut margins, mut count, .. } = known;
        if let Some((end, label, margin)) = self.memory.name_at(tokens.start)
            && end == tokens.end
        {
            margins[label as usize] -= margin;
            count -= 1;
        }
        if count == 0 {
            return;
        }
        let best = Label::ALL[1..].iter().copied().max_by(|a, b| {
            margins[*a as usize].total_cmp(&margins[*b as usize]).then(Reverse(*a as u8).cmp(&Reverse(*b as u8)))
        });
        match best {
            Some(Label::Person) => found.push(Evidence::PersonElsewhere),
            Some(Label::Organization) => found.push(Evidence::OrganizationElsewhere),
            Some(Label::Place) => found.push(Evidence::PlaceElsewhere),
            Some(Label::Other) => found.push(Evidence::OtherElsewhere),
            _ => {}
        }
    }

    fn evidence_of_longer_names(&self, parts: u8, piece: &Piece, first: &Word, found: &mut Found) {
        for (part, evidence) in [
            (part::SURNAME, Evidence::SurnameOfPerson),
            (part::ORGANIZATION, Evidence::StartsOrganization),
            (part::PLACE, Evidence::StartsPlace),
            (part::OTHER, Evidence::StartsOther),
        ] {
            if parts & part != 0 {
                found.push(evidence);
            }
        }
        if piece.length == 1 && parts & part::GIVEN_NAME != 0 {
            found.push(Evidence::GivenNameOfPerson);
        }
        if piece.length == 1 && parts & part::ACRONYM != 0 && first.is(mark::UPPER) {
            found.push(Evidence::AcronymOfName);
        }
    }

    /// Names that stand next to it in a list: behind or before a comma, "and" or "or".
    fn evidence_of_list(&self, run: &Run, tokens: &Range<TokenIndex>, found: &mut Found) {
        let Some(sentence) = self.document.sentences.get(run.sentence as usize) else { return };
        let joins = |at: TokenIndex| {
            let token = self.document.token(at);
            token.is(Class::Conjunction) || token.has(Shape::SIGN) && self.document.word(at) == ","
        };
        let mut seen = [false; LABELS];
        if tokens.start > sentence.tokens.start && joins(tokens.start - 1) {
            let mut at = tokens.start - 1;
            if at > sentence.tokens.start && joins(at - 1) {
                at -= 1;
            }
            if let Some(label) = self.memory.name_before(at) {
                seen[label as usize] = true;
            }
        }
        if tokens.end < sentence.tokens.end && joins(tokens.end) {
            let at = if joins(tokens.end + 1) { tokens.end + 2 } else { tokens.end + 1 };
            if at < sentence.tokens.end
                && let Some((_, label, _)) = self.memory.name_at(at)
            {
                seen[label as usize] = true;
            }
        }
        for (label, evidence) in [
            (Label::Person, Evidence::PersonInList),
            (Label::Organization, Evidence::OrganizationInList),
            (Label::Place, Evidence::PlaceInList),
            (Label::Other, Evidence::OtherInList),
        ] {
            if seen[label as usize] {
                found.push(evidence);
            }
        }
    }
}
