//! Whose turn it is: quoted sentences without a cue of their own.
//!
//! In: the stretches that no reporting clause took, the drafts made so far. Out: another segment of the quote before, or a quote of whom the clause before the
//! colon or the sentence before names. Not here: a few quoted words, which are nobody's unless a cue is near.

use super::{Finder, Report, Speaker};
use crate::document::TokenIndex;
use crate::event::QuoteKind;
use crate::mention::{NameType, Reading};
use std::ops::Range;

impl Finder<'_> {
    /// Stretches without a cue: they go on with the quote before them, follow a colon, or stand alone.
    pub(super) fn leftover(&mut self) {
        self.drafts.sort_by_key(|draft| draft.start);
        let cues = self.drafts.len();
        let mut next = 0;
        let mut latest: Option<usize> = None;
        for at in 0..self.stretches.len() {
            let Some(stretch) = self.stretches.get(at).copied() else { break };
            while next < cues && self.drafts.get(next).is_some_and(|draft| draft.start <= stretch.tokens.start) {
                latest = Some(next);
                next += 1;
            }
            if self.is_used(at) || !self.is_sentence(stretch) {
                continue;
            }
            let Some(number) = self.document.sentence_of(stretch.tokens.start) else { continue };
            if self.follow(latest, at, number) {
                continue;
            }
            if self.behind_colon(at, number) || self.alone(latest, at, number) {
                latest = Some(self.drafts.len() - 1);
            }
        }
    }

    /// `"A," X said. "B."`: another segment of the quote before.
    fn follow(&mut self, latest: Option<usize>, at: usize, number: u32) -> bool {
        let Some(stretch) = self.stretches.get(at).copied() else { return false };
        let continued = at > 0
            && self.stretches.get(at - 1).is_some_and(|before| {
                matches!(&before.reading, Reading::Quote(reading) if reading.continues)
                    && before.tokens.end == stretch.tokens.start
            });
        let opens = self.is_sentence_start(stretch.tokens.start);
        let paragraph = self.paragraph(number);
        let Some(draft) = latest.and_then(|at| self.drafts.get_mut(at)) else { return false };
        let same = self.document.sentences.get(draft.sentence as usize).map(|sentence| sentence.paragraph) == paragraph;
        let adjacent = opens
            && same
            && (draft.sentence + 1 == number || draft.sentence == number)
            && draft.end <= stretch.tokens.start;
        if !(adjacent || continued) || draft.quote.kind != QuoteKind::Direct {
            return false;
        }
        draft.quote.segments.push(stretch.span);
        draft.quote.reported.push(stretch.span);
        draft.end = stretch.tokens.end;
        draft.sentence = self.document.sentence_of(stretch.tokens.end - 1).unwrap_or(number);
        self.use_up(at);
        true
    }

    /// `X called it odd: "…"`: the subject of the clause before the colon.
    fn behind_colon(&mut self, at: usize, number: u32) -> bool {
        let Some(stretch) = self.stretches.get(at).copied() else { return false };
        let start = stretch.tokens.start;
        let Some(sentence) = self.document.sentences.get(number as usize) else { return false };
        if start <= sentence.tokens.start || self.document.word(start - 1) != ":" {
            return false;
        }
        let tokens = sentence.tokens.clone();
        let Some((speaker, cue)) = self.main_subject(&(tokens.start..start - 1)) else { return false };
        let report = Report::new("colon", cue, "say", Some(speaker));
        self.words_before(&tokens, start, &report, number);
        self.add(&[stretch.tokens.clone()], report, number, stretch.tokens.end);
        true
    }

    /// Quoted words of the sentence before its colon are the same speaker's.
    fn words_before(&mut self, tokens: &Range<TokenIndex>, before: TokenIndex, report: &Report, number: u32) {
        let first = self.stretches.partition_point(|stretch| stretch.tokens.start < tokens.start);
        let mut at = first;
        while let Some(stretch) = self.stretches.get(at).copied() {
            if stretch.tokens.end > before {
                break;
            }
            if !self.is_used(at) {
                self.add(&[stretch.tokens.clone()], report.clone(), number, stretch.tokens.end);
            }
            at += 1;
        }
    }

    /// A quoted sentence without any cue: the speaker goes on, or the sentence before tells who speaks.
    fn alone(&mut self, latest: Option<usize>, at: usize, number: u32) -> bool {
        let Some(stretch) = self.stretches.get(at).copied() else { return false };
        let Some(sentence) = self.document.sentences.get(number as usize) else { return false };
        if sentence.tokens.start != stretch.tokens.start {
            return false;
        }
        let paragraph = sentence.paragraph;
        let before = number.checked_sub(1).and_then(|before| self.document.sentences.get(before as usize));
        let told = latest.and_then(|at| self.drafts.get(at)).filter(|draft| draft.sentence + 1 == number);
        let speaker = told.and_then(|draft| {
            let span = draft.quote.speaker_span?;
            Some(Speaker { entity: draft.quote.speaker, span, tokens: 0..0 })
        });
        let speaker = speaker.or_else(|| {
            let before = before.filter(|before| before.paragraph == paragraph)?;
            self.main_subject(&before.tokens).map(|(speaker, _)| speaker).filter(|speaker| {
                let entity = speaker.entity.and_then(|id| self.entities.get(id));
                entity.is_some_and(|entity| entity.kind == NameType::Person)
            })
        });
        let start = stretch.tokens.start;
        let report = Report::new("turn", start..start, "say", speaker);
        self.add(&[stretch.tokens.clone()], report, number, stretch.tokens.end);
        if let Some(draft) = self.drafts.last_mut() {
            draft.quote.cue = None;
        }
        true
    }

    fn paragraph(&self, number: u32) -> Option<u32> {
        self.document.sentences.get(number as usize).map(|sentence| sentence.paragraph)
    }
}
