//! What stands at a token: small questions that every part of the finder asks.
//!
//! In: a token. Out: the stretch, name, time or group that covers it. Not here: decisions.

use super::Finder;
use crate::clause::{NounGroup, Tag, VerbGroup};
use crate::document::{Token, TokenIndex};
use crate::entity::TimeId;
use crate::mention::{Mention, MentionId, Reading};

impl<'a> Finder<'a> {
    pub(super) fn token(&self, at: TokenIndex) -> Token {
        self.document.token(at)
    }

    pub(super) fn is_comma(&self, at: TokenIndex) -> bool {
        self.document.word(at) == ","
    }

    /// The number of the stretch that covers a token.
    pub(super) fn stretch_number(&self, at: TokenIndex) -> Option<usize> {
        let next = self.stretches.partition_point(|stretch| stretch.tokens.end <= at);
        self.stretches.get(next).filter(|stretch| stretch.tokens.start <= at).map(|_| next)
    }

    /// The quoted stretch that covers a token.
    pub(super) fn stretch_at(&self, at: TokenIndex) -> Option<&'a Mention> {
        self.stretch_number(at).and_then(|number| self.stretches.get(number).copied())
    }

    /// The noun group that covers a token.
    pub(super) fn noun_at(&self, at: TokenIndex) -> Option<&'a NounGroup> {
        self.clauses.noun_at(at).and_then(|id| self.clauses.noun(id))
    }

    /// The verb group that covers a token.
    pub(super) fn verb_at(&self, at: TokenIndex) -> Option<&'a VerbGroup> {
        self.clauses.verb_at(at).and_then(|id| self.clauses.verb(id))
    }

    pub(super) fn is_sentence_start(&self, at: TokenIndex) -> bool {
        self.document
            .sentence_of(at)
            .and_then(|number| self.document.sentences.get(number as usize))
            .is_some_and(|sentence| sentence.tokens.start == at)
    }

    /// The name, nominal or pronoun that covers a token; a name before the others, the longest nominal.
    pub(super) fn reference_at(&self, at: TokenIndex) -> Option<(MentionId, &'a Mention)> {
        let token = self.token(at);
        let next = self.mentions.partition_point(|mention| mention.span.start <= token.start);
        let mut best: Option<(u8, usize)> = None;
        for number in (next.saturating_sub(24)..next).rev() {
            let Some(mention) = self.mentions.get(number) else { continue };
            if !mention.tokens.contains(&at) {
                continue;
            }
            let rank = match mention.reading {
                Reading::Name(_) => 0,
                Reading::Pronoun(_) => 1,
                Reading::Nominal(_) => 2,
                _ => continue,
            };
            if best.is_none_or(|(found, _)| rank < found) {
                best = Some((rank, number));
            }
        }
        let (_, number) = best?;
        Some((MentionId(number as u32), self.mentions.get(number)?))
    }

    /// The time that covers a token.
    pub(super) fn time_at(&self, at: TokenIndex) -> Option<&'a Mention> {
        self.mention_at(at, |reading| matches!(reading, Reading::Time(_))).map(|(_, mention)| mention)
    }

    pub(super) fn time_of(&self, mention: &Mention) -> Option<TimeId> {
        let (number, _) = self.mention_at(mention.tokens.start, |reading| matches!(reading, Reading::Time(_)))?;
        self.entities.time_of(MentionId(number as u32))
    }

    pub(super) fn count_at(&self, at: TokenIndex) -> bool {
        self.mention_at(at, |reading| matches!(reading, Reading::Count(_))).is_some()
    }

    fn mention_at(&self, at: TokenIndex, fits: impl Fn(&Reading) -> bool) -> Option<(usize, &'a Mention)> {
        let token = self.token(at);
        let next = self.mentions.partition_point(|mention| mention.span.start <= token.start);
        (next.saturating_sub(12)..next)
            .rev()
            .filter_map(|number| Some((number, self.mentions.get(number)?)))
            .find(|(_, mention)| fits(&mention.reading) && mention.tokens.contains(&at))
    }

    /// A gerund or a word that joins clauses begins another one behind a comma.
    pub(super) fn opens_new_clause(&self, at: TokenIndex, limit: TokenIndex) -> bool {
        at < limit && matches!(self.clauses.tag(at), Tag::Gerund | Tag::Conjunction | Tag::Subordinator | Tag::Relative)
    }
}
