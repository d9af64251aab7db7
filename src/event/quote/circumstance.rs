//! What else a reporting clause tells: when, to whom and by which medium it was said.
//!
//! In: a [`Report`] and where its clause ends. Out: the same with what was found. Not here: circumstances of events.

use super::{Finder, Report};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::Class;

impl Finder<'_> {
    /// Where the reporting clause ends that has nothing behind it: at the next quotation, comma or stop.
    pub(super) fn reporting_end(&self, from: TokenIndex, limit: TokenIndex) -> TokenIndex {
        (from..limit)
            .find(|at| {
                self.stretch_at(*at).is_some()
                    || self.document.word(*at) == ";"
                    || self.is_comma(*at) && self.opens_new_clause(*at + 1, limit)
            })
            .unwrap_or(limit)
    }

    /// Medium, time and addressee between the verb and the end of its clause; a time before the subject as well.
    pub(super) fn circumstances(&self, first: TokenIndex, behind: TokenIndex, end: TokenIndex, report: &mut Report) {
        let mut at = behind;
        while at < end.min(behind + 24) {
            if report.time.is_none()
                && let Some(mention) = self.time_at(at)
            {
                report.time = self.time_of(mention);
                at = mention.tokens.end.max(at + 1);
                continue;
            }
            let governed = (at.saturating_sub(5)..at)
                .any(|before| before + 1 >= behind && self.token(before).is(Class::Preposition));
            if report.medium.is_none()
                && (governed || report.kind == "tell")
                && let Some(end) = self.medium(at, end)
            {
                report.medium = Some(self.document.words(&(at..end)).to_owned());
                at = end;
                continue;
            }
            // "said to reporters"
            let to = self.document.cell(at, Class::Preposition, 0, self.lexicon) == Some("to");
            if to && report.addressee.is_none() && at == behind {
                report.addressee = self.speaker_behind(at + 1, end).and_then(|speaker| speaker.entity);
            }
            at += 1;
        }
        if report.kind == "tell" && report.addressee.is_none() && behind < end {
            let noun = self.noun_at(behind);
            report.addressee = noun.filter(|noun| noun.tokens.end <= end).and_then(|noun| self.speaker(noun).entity);
        }
        if report.time.is_none() {
            let before = (first.saturating_sub(1)..behind).find_map(|at| self.time_at(at));
            report.time = before.and_then(|mention| self.time_of(mention));
        }
    }

    /// A medium that begins at `at`: where it ends.
    fn medium(&self, at: TokenIndex, limit: TokenIndex) -> Option<TokenIndex> {
        let token = self.token(at);
        let hits = self.document.phrases_within(at..limit.min(at + 6));
        if let Some(hit) = hits.iter().rev().find(|hit| hit.sense.class == Class::Medium) {
            return Some(hit.end);
        }
        // a platform is a name
        let name = self
            .lexicon
            .sense(token.word, Class::Medium)
            .is_some_and(|sense| self.lexicon.cell(sense, 0) == "platform");
        (token.is(Class::Medium) && (!name || token.has(Shape::CAPITAL))).then_some(at + 1)
    }
}
