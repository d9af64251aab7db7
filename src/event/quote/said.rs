//! What is said: the quoted stretch or the clause before or behind a reporting clause.
//!
//! In: where the reporting clause begins or ends. Out: ranges of tokens, without the comma, "that" and stop around them. Not here: whether they are quoted.

use super::cue::reports;
use super::{Finder, REACH, Report};
use crate::clause::{Bond, Form, Tag};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::Class;
use std::ops::Range;

/// Words that a noun group may have before the part that was found of it.
const MODIFIERS: usize = 6;
/// Words between a verb of saying and what is said.
const ADJUNCTS: usize = 7;

impl Finder<'_> {
    /// What stands before a reporting clause that begins at `first`: "…, X said".
    pub(super) fn leading(&self, first: TokenIndex, tokens: &Range<TokenIndex>) -> Option<Range<TokenIndex>> {
        if first <= tokens.start {
            // the sentence begins with the reporting clause
            return None;
        }
        let first = self.start_of_group(first, tokens.start);
        let before = self.token(first.saturating_sub(1));
        let stretch = first.checked_sub(1).and_then(|before| self.stretch_at(before));
        if first <= tokens.start || !self.is_comma(first - 1) && stretch.is_none() && !before.has(Shape::DASH) {
            return None;
        }
        let end = self.without_comma(first);
        let start = self.clause_start(tokens.start, end);
        let range = start..end;
        let quoted = self.is_quoted(&range);
        (range.len() > 1 && (quoted || self.has_clause(&(tokens.start..end)))).then_some(range)
    }

    /// Words between a comma and the noun group behind it belong to the subject: ", the Belarusian daily Nasha Niva reported".
    fn start_of_group(&self, first: TokenIndex, floor: TokenIndex) -> TokenIndex {
        for at in (floor..first).rev().take(MODIFIERS) {
            if self.is_comma(at) || self.stretch_at(at).is_some() {
                return at + 1;
            }
            let part = matches!(
                self.clauses.tag(at),
                Tag::Noun | Tag::Name | Tag::Adjective | Tag::Determiner | Tag::Possessive | Tag::Adverb | Tag::Number
            );
            if !part {
                break;
            }
        }
        first
    }

    /// Where the clause begins that ends at `end`: the sentence start, or the start of a quotation that began before it; signs and dashes aside.
    pub(super) fn clause_start(&self, start: TokenIndex, end: TokenIndex) -> TokenIndex {
        let stretch = self.stretch_at(start);
        let mut start = stretch.map_or(start, |stretch| stretch.tokens.start.min(start));
        if let Some(semicolon) =
            (start..end).rev().find(|at| self.document.word(*at) == ";" && self.stretch_at(*at).is_none())
        {
            start = semicolon + 1;
        }
        while start < end && self.token(start).is(Class::Conjunction) && stretch.is_none() {
            start += 1;
        }
        start
    }

    /// Without the comma or dash that ends what stands before.
    pub(super) fn without_comma(&self, end: TokenIndex) -> TokenIndex {
        let before = self.token(end.saturating_sub(1));
        if end > 0 && (self.is_comma(end - 1) || before.has(Shape::DASH)) { end - 1 } else { end }
    }

    /// Any finite verb.
    pub(super) fn has_clause(&self, range: &Range<TokenIndex>) -> bool {
        let first = self.clauses.verbs.partition_point(|verb| verb.tokens.start < range.start);
        self.clauses.verbs.iter().skip(first).take_while(|verb| verb.tokens.start < range.end).any(|verb| {
            // the 's of a possessor is no verb
            verb.form == Form::Finite && !self.token(verb.head).is(Class::Possessive)
        })
    }

    /// What stands behind a verb of saying: a quoted stretch, a clause with "that" or without.
    pub(super) fn trailing(
        &self,
        behind: TokenIndex,
        tokens: &Range<TokenIndex>,
        kind: &str,
        report: &mut Report,
    ) -> Option<Range<TokenIndex>> {
        let end = self.trim_end(tokens.end, tokens.start);
        let mut at = behind;
        for _ in 0..ADJUNCTS {
            if at >= end {
                return None;
            }
            let token = self.token(at);
            if let Some(stretch) = self.stretch_at(at) {
                return Some(at..self.cut(at, end).max(stretch.tokens.end.min(tokens.end)));
            }
            if self.is_content_opener(at) {
                let start = if token.is(Class::Determiner) { at + 1 } else { at };
                return Some(start..self.cut(start, end)).filter(|range| range.len() > 1);
            }
            if token.has(Shape::SIGN) {
                if self.document.word(at) == ":" {
                    return Some(at + 1..end).filter(|range| range.len() > 1);
                }
                at = self.past_comma(at, end)?;
                continue;
            }
            let past = self.past_adjunct(at, end);
            let Some(next) = past.or_else(|| self.past_addressee(at, behind, kind, report)) else { break };
            at = next;
        }
        if at >= end {
            return None;
        }
        if !reports(kind) {
            return self.short_stretch(at, end);
        }
        let range = at..self.cut(at, end);
        if self.is_clause(&range, report.cue.start) { Some(range) } else { self.short_stretch(at, end) }
    }

    /// The word that opens a content clause: that, whether.
    fn is_content_opener(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        token.is(Class::Subordinator)
            && !token.is(Class::Preposition)
            && self
                .lexicon
                .senses(token.word)
                .any(|sense| sense.class == Class::Subordinator && self.lexicon.cell(sense, 0).contains("content"))
    }

    /// Where a phrase that begins with a preposition ends.
    fn end_of_phrase(&self, at: TokenIndex, limit: TokenIndex) -> TokenIndex {
        for inside in at + 1..limit.min(at + 4) {
            if let Some(mention) = self.time_at(inside) {
                return mention.tokens.end;
            }
            if let Some(noun) = self.noun_at(inside) {
                return noun.tokens.end.max(at + 1);
            }
        }
        at + 1
    }

    /// A comma that what is said may stand behind: right before a quotation, or around an aside as in "said, however, that".
    fn past_comma(&self, at: TokenIndex, end: TokenIndex) -> Option<TokenIndex> {
        if !self.is_comma(at) {
            return None;
        }
        if self.stretch_at(at + 1).is_some() {
            return Some(at + 1);
        }
        let comma = (at + 1..end.min(at + 8)).find(|at| self.is_comma(*at))?;
        self.is_content_opener(comma + 1).then_some(comma + 1)
    }

    /// A time, a phrase or an adverb between the verb and what is said: where it ends.
    fn past_adjunct(&self, at: TokenIndex, end: TokenIndex) -> Option<TokenIndex> {
        if let Some(mention) = self.time_at(at) {
            return Some(mention.tokens.end);
        }
        if self.count_at(at) {
            return None;
        }
        if self.token(at).is(Class::Preposition) && self.clauses.tag(at) != Tag::Subordinator {
            return Some(self.end_of_phrase(at, end));
        }
        (self.clauses.tag(at) == Tag::Adverb).then_some(at + 1)
    }

    /// Whom a verb of telling has directly behind it: where he ends. "warned the dam would break" names nobody who was warned.
    fn past_addressee(
        &self,
        at: TokenIndex,
        behind: TokenIndex,
        kind: &str,
        report: &mut Report,
    ) -> Option<TokenIndex> {
        let tells = matches!(kind, "tell" | "ask" | "warn");
        if !tells || at != behind || report.addressee.is_some() || self.count_at(at) {
            return None;
        }
        let noun = self.noun_at(at)?;
        let next = self.clauses.tag(noun.tokens.end);
        if kind != "tell" && matches!(next, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Negation) {
            return None;
        }
        report.addressee = self.speaker(noun).entity;
        Some(noun.tokens.end)
    }

    /// Quoted words in the same clause: called it “odd”, described the vote as “calm”.
    fn short_stretch(&self, from: TokenIndex, end: TokenIndex) -> Option<Range<TokenIndex>> {
        let at = (from..end.min(from + 14))
            .take_while(|at| self.stretch_at(*at).is_some() || !self.ends_phrase(*at))
            .find(|at| self.stretch_at(*at).is_some())?;
        let stretch = self.stretch_at(at)?;
        Some(stretch.tokens.start..stretch.tokens.end.min(end))
    }

    /// Where the object of a verb is over.
    fn ends_phrase(&self, at: TokenIndex) -> bool {
        let tag = self.clauses.tag(at);
        self.is_comma(at)
            || self.token(at).is(Class::Reporting)
            || matches!(tag, Tag::Verb | Tag::Stop | Tag::Relative | Tag::Subordinator)
    }

    /// `"A," said X, "b."`: the quoted rest behind an inverted clause.
    pub(super) fn trailing_stretch(&self, behind: TokenIndex, tokens: &Range<TokenIndex>) -> Option<Range<TokenIndex>> {
        let at = (behind..tokens.end).find(|at| self.stretch_at(*at).is_some())?;
        let stretch = self.stretch_at(at)?;
        let adjacent = self.is_comma(at - 1) || self.document.word(at - 1) == ":";
        (adjacent && self.is_sentence(stretch)).then_some(at..stretch.tokens.end.min(tokens.end))
    }

    /// A content clause is cut where another reporting clause begins beside it: ", adding that", ", while Kyiv said".
    fn cut(&self, start: TokenIndex, end: TokenIndex) -> TokenIndex {
        for at in start + 2..end {
            if !self.token(at).is(Class::Reporting) || self.stretch_at(at).is_some() {
                continue;
            }
            match self.clauses.tag(at) {
                Tag::Gerund if self.is_comma(at - 1) => return at - 1,
                Tag::Verb => {
                    let group = self.verb_at(at);
                    let subject = group.and_then(|group| group.subject).and_then(|id| self.clauses.noun(id));
                    let Some(subject) = subject.filter(|subject| subject.tokens.start > start + 1) else { continue };
                    let mut before = subject.tokens.start - 1;
                    if self.token(before).is(Class::Conjunction) || self.token(before).is(Class::Subordinator) {
                        before -= 1;
                    }
                    if before > start && self.is_comma(before) {
                        return before;
                    }
                }
                _ => {}
            }
        }
        end
    }

    /// A finite verb with a subject of its own behind the cue; clauses about a noun do not count.
    fn is_clause(&self, range: &Range<TokenIndex>, cue: TokenIndex) -> bool {
        let first = self.clauses.verbs.partition_point(|verb| verb.tokens.start <= range.start);
        let inside = self.clauses.verbs.iter().skip(first).take_while(|verb| verb.tokens.start < range.end);
        let content = inside.filter(|verb| verb.form == Form::Finite).take(3).any(|verb| {
            let below = verb.bond == Bond::Complement
                && verb.parent.and_then(|id| self.clauses.verb(id)).is_some_and(|parent| parent.head == cue);
            let own =
                verb.subject.and_then(|id| self.clauses.noun(id)).is_some_and(|noun| noun.tokens.start == range.start);
            below || own && verb.bond != Bond::Relative
        });
        content || self.looks_like_clause(range)
    }

    /// The same by the tags alone: nouns, then a finite verb that nothing opens.
    fn looks_like_clause(&self, range: &Range<TokenIndex>) -> bool {
        let mut nouns = false;
        for at in range.start..range.end.min(range.start + REACH) {
            match self.clauses.tag(at) {
                Tag::Noun | Tag::Name | Tag::Pronoun | Tag::Number => nouns = true,
                Tag::Verb | Tag::Auxiliary | Tag::Modal => {
                    return nouns && self.clauses.tag(at - 1) != Tag::Conjunction;
                }
                Tag::Relative | Tag::Subordinator | Tag::Stop | Tag::To | Tag::Dash => return false,
                _ => {}
            }
        }
        false
    }

    /// Without the marks that end the sentence.
    pub(super) fn trim_end(&self, end: TokenIndex, start: TokenIndex) -> TokenIndex {
        let mut end = end;
        while end > start
            && self.token(end - 1).has(Shape::SIGN)
            && self.stretch_at(end - 1).is_none()
            && !matches!(self.document.word(end - 1), ")" | "%")
        {
            end -= 1;
        }
        end
    }
}
