//! Cues: words that tell that somebody says something.
//!
//! In: a verb of saying, "according to" or the colon of a headline. Out: a draft of a quote, its speaker and the token to go on from. Not here: who the speaker is
//! (`speaker`), where what is said begins and ends (`said`).

use super::{Finder, Report, Speaker};
use crate::clause::{Form, Tag, VerbGroup, Voice};
use crate::document::{Phrase, Shape, TokenIndex};
use crate::lexicon::Class;
use crate::mention::NameType;
use std::ops::Range;

/// A name or noun before or behind the colon of a headline has at most so many tokens.
const HEADLINE_SPEAKER: usize = 6;

impl<'a> Finder<'a> {
    /// "according to" at `at`: the phrase.
    pub(super) fn source_phrase(&self, at: TokenIndex, limit: TokenIndex) -> Option<Range<TokenIndex>> {
        if !self.token(at).is(Class::PhraseStart) {
            return None;
        }
        let source = |hit: &&Phrase| {
            hit.sense.class == Class::ReportingPhrase && self.lexicon.cell(hit.sense, 0) == "source_after"
        };
        let words = self.document.phrases_within(at..limit.min(at + 8)).iter().rev().find(source)?.words() as u32;
        Some(at..at + words)
    }

    /// "according to X, …", "…, according to X", "…, according to X, …".
    pub(super) fn according_to(
        &mut self,
        phrase: &Range<TokenIndex>,
        number: u32,
        tokens: &Range<TokenIndex>,
    ) -> Option<(Option<Speaker>, TokenIndex)> {
        let speaker = self.speaker_behind(phrase.end, tokens.end)?;
        let behind = self.end_of_apposition(speaker.tokens.end, tokens.end);
        let end = self.trim_end(tokens.end, tokens.start);
        let opens = phrase.start == tokens.start
            || phrase.start == tokens.start + 1 && !self.token(tokens.start).has(Shape::SIGN);
        let mut said: Vec<Range<TokenIndex>> = Vec::new();
        if opens {
            if !self.is_comma(behind) {
                return None;
            }
            said.push(behind + 1..end);
        } else {
            let before = self.clause_start(tokens.start, phrase.start)..self.without_comma(phrase.start);
            said.push(before);
            if self.is_comma(behind) && behind + 1 < end && !self.opens_new_clause(behind + 1, end) {
                said.push(behind + 1..end);
            }
        }
        said.retain(|range| range.len() > 1);
        if said.is_empty() {
            return None;
        }
        let report = Report::new("source_phrase", phrase.clone(), "say", Some(speaker.clone()));
        self.add(&said, report, number, behind.max(phrase.end));
        Some((Some(speaker), if opens { tokens.end } else { behind }))
    }

    /// A verb of saying with its subject, and what is said before or behind it.
    pub(super) fn verb_of_saying(
        &mut self,
        at: TokenIndex,
        number: u32,
        tokens: &Range<TokenIndex>,
        last: Option<&Speaker>,
    ) -> Option<(Option<Speaker>, TokenIndex)> {
        if !self.is_verb(at, tokens) {
            return None;
        }
        let group = self.verb_at(at).filter(|group| group.head == at);
        let kind = self.document.cell(at, Class::Reporting, 0, self.lexicon)?;
        if !self.is_told(group, kind) {
            return None;
        }
        let start = group.map_or(at, |group| group.tokens.start);
        if let Some(read) = self.quoted_as_saying(at, start, kind, group, number, tokens) {
            return Some(read);
        }
        if group.is_some_and(|group| group.voice == Voice::Passive) && start < at {
            return None;
        }
        let gerund = self.clauses.tag(at) == Tag::Gerund;
        let (speaker, inverted) = if gerund {
            (self.subject_of_gerund(start, group, tokens, last)?, false)
        } else {
            self.subject(at, start, group, tokens, last)?
        };
        let speaker = self.antecedent(speaker, number);
        let rule = if inverted { "verb_inverted" } else { "verb" };
        let mut report = Report::new(rule, at..at + 1, kind, Some(speaker.clone()));
        let behind = if inverted { speaker.tokens.end } else { at + 1 };
        let first = if inverted { at } else { speaker.tokens.start.min(start) };
        let leading = if gerund { None } else { self.leading(first, tokens) };
        let trailing = if inverted && leading.is_some() {
            self.trailing_stretch(behind, tokens)
        } else {
            self.trailing(behind, tokens, kind, &mut report)
        };
        let clause_end = trailing.as_ref().map_or_else(|| self.reporting_end(behind, tokens.end), |range| range.start);
        self.circumstances(first, behind, clause_end, &mut report);
        let direct_behind = trailing.as_ref().is_some_and(|range| self.stretch_at(range.start).is_some());
        let said: Vec<Range<TokenIndex>> = match (leading, trailing) {
            (Some(leading), Some(trailing)) if direct_behind && self.is_quoted(&leading) => vec![leading, trailing],
            (_, Some(trailing)) => vec![trailing],
            (Some(leading), None) => vec![leading],
            (None, None) => return None,
        };
        if !reports(kind) && !said.iter().any(|range| self.has_stretch(range)) {
            return None;
        }
        let end = said.iter().map(|range| range.end).max().unwrap_or(behind).max(clause_end);
        let next = if said.iter().any(|range| range.start > at) { end } else { behind };
        self.add(&said, report, number, end);
        Some((Some(speaker), next))
    }

    /// What the verb says is said: not "did not say", "may say", "to say", "if the court confirms it", "a man called X".
    fn is_told(&self, group: Option<&VerbGroup>, kind: &str) -> bool {
        let Some(group) = group else { return kind != "name" };
        let unsaid = group.negative || group.modal.is_some() || group.form == Form::Infinitive;
        let condition = group.opener.as_ref().is_some_and(|opener| self.is_condition(opener.start));
        !unsaid && !condition && (kind != "name" || group.form == Form::Finite)
    }

    /// Not a noun: "the report", "a claim"; behind a quotation it is the verb whatever stands behind it ("said Ruiz").
    fn is_verb(&self, at: TokenIndex, tokens: &Range<TokenIndex>) -> bool {
        match self.clauses.tag(at) {
            Tag::Verb | Tag::Participle | Tag::Gerund | Tag::Other => true,
            Tag::Adjective | Tag::Noun => {
                let quoted = at > tokens.start && (self.stretch_at(at - 1).is_some() || self.is_comma(at - 1));
                let sense = self.lexicon.sense(self.token(at).word, Class::Verb);
                quoted && sense.is_some_and(|sense| sense.flags & (2 | 4) != 0) && !self.token(at).has(Shape::CAPITAL)
            }
            _ => false,
        }
    }

    /// if, unless
    fn is_condition(&self, at: TokenIndex) -> bool {
        self.document.cell(at, Class::Subordinator, 0, self.lexicon).is_some_and(|value| value.starts_with("condition"))
    }

    /// "X quoted Y as saying …", "Y was quoted by X as saying …".
    fn quoted_as_saying(
        &mut self,
        at: TokenIndex,
        start: TokenIndex,
        kind: &'a str,
        group: Option<&VerbGroup>,
        number: u32,
        tokens: &Range<TokenIndex>,
    ) -> Option<(Option<Speaker>, TokenIndex)> {
        if kind != "quote" {
            return None;
        }
        let saying = (at + 1..tokens.end.min(at + 14)).find(|at| {
            self.token(*at).is(Class::Reporting)
                && self.token(*at - 1).is(Class::Subordinator)
                && self.document.word(*at).ends_with("ing")
        })?;
        let behind = if self.token(at + 1).is(Class::Preposition) { at + 2 } else { at + 1 };
        let other = if behind < saying - 1 { self.speaker_behind(behind, saying - 1) } else { None };
        let subject = self.subject(at, start, group, tokens, None).map(|(speaker, _)| speaker);
        let passive =
            self.document.cell(start, Class::Auxiliary, 0, self.lexicon).is_some_and(|value| value.starts_with("be"))
                && start < at;
        let (speaker, relay) = if passive { (subject.clone(), other) } else { (other, subject.clone()) };
        let first = subject.map_or(start, |subject| subject.tokens.start.min(start));
        let mut report = Report::new("quoted_as_saying", at..at + 1, "say", Some(speaker.clone()?));
        report.via = relay.and_then(|relay| relay.entity);
        let leading = self.leading(first, tokens);
        let trailing = self.trailing(saying + 1, tokens, "say", &mut report);
        let clause_end =
            trailing.as_ref().map_or_else(|| self.reporting_end(saying + 1, tokens.end), |range| range.start);
        self.circumstances(first, saying + 1, clause_end, &mut report);
        let said = trailing.or(leading)?;
        let end = said.end.max(clause_end);
        let next = if said.start > at { end } else { saying + 1 };
        self.add(&[said], report, number, end);
        Some((speaker, next))
    }

    /// "Kyiv: 20 drones shot down", "Quake kills 20: officials".
    pub(super) fn headline(&mut self, number: u32, tokens: &Range<TokenIndex>) {
        let Some(colon) = tokens.clone().find(|at| self.document.word(*at) == ":" && self.stretch_at(*at).is_none())
        else {
            return;
        };
        let end = self.trim_end(tokens.end, tokens.start);
        let (before, behind) = (tokens.start..colon, colon + 1..end);
        let first = before.len() <= HEADLINE_SPEAKER;
        let (name, said) = if first { (before, behind) } else { (behind, before) };
        if name.is_empty() || name.len() > HEADLINE_SPEAKER || said.len() < 3 {
            return;
        }
        let has_verb = |range: &Range<TokenIndex>| {
            range.clone().any(|at| matches!(self.clauses.tag(at), Tag::Verb | Tag::Participle | Tag::Auxiliary))
        };
        let Some(speaker) = self.speaker_behind(name.start, name.end).filter(|speaker| speaker.tokens.end >= name.end)
        else {
            return;
        };
        let speaks = speaker.entity.and_then(|id| self.entities.get(id)).is_some_and(|entity| {
            matches!(entity.kind, NameType::Person | NameType::Organization | NameType::Group) || !first
        });
        if !speaks || has_verb(&name) {
            return;
        }
        let report = Report::new("headline", colon..colon + 1, "say", Some(speaker));
        self.add(&[said], report, number, end);
    }
}

/// Verbs of these kinds report what is the case; the others deny, want, promise or call something names.
pub(super) fn reports(kind: &str) -> bool {
    !matches!(kind, "deny" | "quote" | "demand" | "commit" | "name")
}
