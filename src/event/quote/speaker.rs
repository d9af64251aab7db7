//! Who speaks: the noun group before or behind a cue, with its appositions and phrases.
//!
//! In: the tokens around a cue. Out: a [`Speaker`], by name where an apposition or an antecedent has one. Not here: whom a name or a pronoun means, which `entity`
//! tells; only "he" and "she" that it left open, or read inside a quotation, are asked again.

use super::{Finder, REACH, Speaker};
use crate::clause::{Form, Kind, NounGroup, Tag, VerbGroup};
use crate::document::{Shape, TokenIndex};
use crate::entity::{Entity, EntityId, MentionKind};
use crate::lexicon::Class;
use crate::mention::{NameType, Reading};
use std::ops::Range;

impl<'a> Finder<'a> {
    /// The subject of a verb of saying, and whether it stands behind the verb.
    pub(super) fn subject(
        &self,
        at: TokenIndex,
        start: TokenIndex,
        group: Option<&VerbGroup>,
        tokens: &Range<TokenIndex>,
        last: Option<&Speaker>,
    ) -> Option<(Speaker, bool)> {
        let floor = tokens.start.max(start.saturating_sub(REACH));
        // "X, an envoy, said": what stands before the comma is an apposition, not what was said
        let open = self.parenthesis_before(start, floor).flatten();
        let apposition = open.is_some_and(|open| {
            open > tokens.start && !self.has_clause(&(tokens.start..open)) && self.noun_at(open - 1).is_some()
        });
        if self.is_free(start, tokens)
            && !apposition
            && let Some(speaker) = self.inverted(at, tokens.end)
        {
            return Some((speaker, true));
        }
        if let Some(speaker) = self.subject_before(start, floor) {
            return Some((speaker, false));
        }
        let known = group
            .and_then(|group| group.subject)
            .and_then(|id| self.clauses.noun(id))
            .filter(|noun| noun.tokens.end <= start);
        if let Some(noun) = known {
            return Some((self.speaker(noun), false));
        }
        // "welcomed it, but noted that": who acted before
        let joined = self.token(start.saturating_sub(1)).is(Class::Conjunction) && start > tokens.start;
        last.filter(|_| joined).cloned().map(|speaker| (speaker, false))
    }

    /// ", adding that": who spoke before.
    pub(super) fn subject_of_gerund(
        &self,
        start: TokenIndex,
        group: Option<&VerbGroup>,
        tokens: &Range<TokenIndex>,
        last: Option<&Speaker>,
    ) -> Option<Speaker> {
        if !self.is_free(start, tokens) {
            return None;
        }
        let known = || group.and_then(|group| group.subject).and_then(|id| self.clauses.noun(id));
        last.cloned().or_else(|| known().map(|noun| self.speaker(noun)))
    }

    /// Whether the reporting clause may begin with its verb: nothing but the sentence, a comma or what is said stands before it.
    fn is_free(&self, start: TokenIndex, tokens: &Range<TokenIndex>) -> bool {
        start == tokens.start
            || self.is_comma(start - 1)
            || self.token(start - 1).has(Shape::QUOTE)
            || self.stretch_at(start - 1).is_some()
    }

    /// `said X` at the end of its clause.
    fn inverted(&self, at: TokenIndex, limit: TokenIndex) -> Option<Speaker> {
        let speaker = self.speaker_behind(at + 1, limit).filter(|speaker| speaker.tokens.start <= at + 2)?;
        let end = speaker.tokens.end;
        let next = self.clauses.tag(end);
        let ends = end >= limit || !matches!(next, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Negation);
        ends.then_some(speaker)
    }

    /// The subject that ends right before `end`, parentheses and appositions aside.
    fn subject_before(&self, end: TokenIndex, floor: TokenIndex) -> Option<Speaker> {
        let mut end = end;
        while end > floor && self.clauses.tag(end - 1) == Tag::Adverb && self.token(end - 1).has(Shape::LETTER) {
            end -= 1;
        }
        let mut aside: Option<Range<TokenIndex>> = None;
        for _ in 0..3 {
            let opener = self.parenthesis_before(end, floor)?;
            match opener {
                Some(open) => {
                    aside = Some(open + 1..end - 1);
                    end = self.before_aside(open, floor);
                }
                None => break,
            }
        }
        if end <= floor || self.stretch_at(end - 1).is_some() {
            return None;
        }
        let noun = self.noun_at(end - 1).filter(|noun| noun.tokens.end == end)?;
        let head = self.climb(noun, floor);
        let mut speaker = self.speaker(head);
        speaker.tokens = head.tokens.start..end.max(head.tokens.end);
        if let Some(aside) = aside {
            self.name_inside(&aside, &mut speaker);
            speaker.tokens.end = aside.end + 1;
        }
        if head.tokens.end < end && !head.pronoun && !self.is_name(head) {
            speaker.span = self.document.span(&(head.tokens.start..end));
        }
        Some(speaker)
    }

    /// Some(Some(open)): a parenthesis between commas, brackets or dashes ends at `end` and opens there; Some(None): none ends here; None: its opener is missing.
    #[allow(clippy::option_option)]
    fn parenthesis_before(&self, end: TokenIndex, floor: TokenIndex) -> Option<Option<TokenIndex>> {
        if end <= floor {
            return None;
        }
        let token = self.token(end - 1);
        if !token.has(Shape::SIGN) {
            return Some(None);
        }
        let mark = self.document.word(end - 1);
        let opener = match mark {
            "," => ",",
            ")" => "(",
            _ if token.has(Shape::DASH) => mark,
            _ => return Some(None),
        };
        (floor..end - 1).rev().find(|at| self.document.word(*at) == opener && self.stretch_at(*at).is_none()).map(Some)
    }

    /// "Ana Ruiz, 24, a waitress,": the comma before the age opens, too.
    fn before_aside(&self, open: TokenIndex, floor: TokenIndex) -> TokenIndex {
        if open <= floor + 2 || !self.count_at(open - 1) {
            return open;
        }
        (floor + 1..open - 1).rev().take(3).find(|at| self.is_comma(*at)).unwrap_or(open)
    }

    /// The noun that a chain of phrases hangs on: "a spokesman for the ministry in Kyiv".
    fn climb(&self, noun: &'a NounGroup, floor: TokenIndex) -> &'a NounGroup {
        let mut head = noun;
        for _ in 0..5 {
            let above = head
                .phrase
                .and_then(|phrase| self.clauses.phrases.get(phrase as usize))
                .filter(|phrase| phrase.preposition.start > floor)
                .and_then(|phrase| phrase.noun)
                .or(head.previous)
                .and_then(|id| self.clauses.noun(id));
            match above {
                Some(above)
                    if above.tokens.start >= floor
                        && above.tokens.start < head.tokens.start
                        && !(above.tokens.end..head.tokens.start).any(|at| self.is_comma(at)) =>
                {
                    head = above;
                }
                _ => break,
            }
        }
        head
    }

    /// A name in an apposition says better who it is: "her lawyer, Anne Jansen, said".
    fn name_inside(&self, aside: &Range<TokenIndex>, speaker: &mut Speaker) {
        let named = speaker.entity.and_then(|id| self.entities.get(id)).is_some_and(is_named);
        if named || aside.start >= aside.end {
            return;
        }
        let Some((id, mention)) = self.reference_at(aside.start) else { return };
        if matches!(mention.reading, Reading::Name(_)) && mention.tokens == *aside {
            speaker.entity = self.entities.of(id);
            speaker.span = mention.span;
        }
    }

    fn is_name(&self, noun: &NounGroup) -> bool {
        self.reference_at(noun.head).is_some_and(|(_, mention)| matches!(mention.reading, Reading::Name(_)))
    }

    /// The speaker who begins at `at` or behind a determiner there: his noun group with the phrases behind it.
    pub(super) fn speaker_behind(&self, at: TokenIndex, limit: TokenIndex) -> Option<Speaker> {
        let noun = (at..limit.min(at + 3)).find_map(|at| self.noun_at(at));
        let Some(noun) = noun else { return self.bare_speaker(at, limit) };
        if noun.tokens.start > at + 1 {
            return None;
        }
        let mut speaker = self.speaker(noun);
        if noun.tokens.start < at {
            // a verb of saying was taken for a modifier
            speaker.span = if self.is_name(noun) { speaker.span } else { self.document.span(&(at..noun.tokens.end)) };
        }
        let mut end = noun.tokens.end;
        for _ in 0..4 {
            if end >= limit || !self.token(end).is(Class::Preposition) || self.clauses.tag(end) != Tag::Preposition {
                break;
            }
            let Some(next) = (end + 1..limit.min(end + 3)).find_map(|at| self.noun_at(at)) else { break };
            if self.time_at(end + 1).is_some() || matches!(next.kind, Kind::Time | Kind::Document) {
                break;
            }
            end = next.tokens.end;
        }
        if end > noun.tokens.end && !self.is_name(noun) && !noun.pronoun {
            speaker.span = self.document.span(&(noun.tokens.start..end));
        }
        speaker.tokens = noun.tokens.start.max(at)..end.min(limit);
        // "said the minister, Ana Ruiz"
        if self.is_comma(end)
            && let Some((_, mention)) = self.reference_at(end + 1)
            && matches!(mention.reading, Reading::Name(_))
            && (mention.tokens.end >= limit || self.token(mention.tokens.end).has(Shape::SIGN))
        {
            self.name_inside(&mention.tokens.clone(), &mut speaker);
        }
        Some(speaker)
    }

    /// The end of a parenthesis between commas behind a speaker: "according to X, envoy to Y, …".
    pub(super) fn end_of_apposition(&self, at: TokenIndex, limit: TokenIndex) -> TokenIndex {
        if !self.is_comma(at) {
            return at;
        }
        let Some(close) = (at + 1..limit.min(at + 20)).find(|at| self.is_comma(*at)) else { return at };
        let verb = (at + 1..close)
            .any(|at| matches!(self.clauses.tag(at), Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Relative));
        let relative = self.clauses.tag(at + 1) == Tag::Relative;
        if !verb || relative { close } else { at }
    }

    /// A name or pronoun where no clause was parsed.
    fn bare_speaker(&self, at: TokenIndex, limit: TokenIndex) -> Option<Speaker> {
        let (id, mention) = (at..limit.min(at + 2)).find_map(|at| self.reference_at(at))?;
        Some(Speaker { entity: self.entities.of(id), span: mention.span, tokens: mention.tokens.clone() })
    }

    /// "he" or "she" that coreference left open, or read inside the quotation: who spoke just before, or acted in the sentence before.
    pub(super) fn antecedent(&self, speaker: Speaker, number: u32) -> Speaker {
        let Some((id, mention)) = self.reference_at(speaker.tokens.end.saturating_sub(1)) else { return speaker };
        let Reading::Pronoun(pronoun) = &mention.reading else { return speaker };
        if pronoun.person != 3 || pronoun.plural || pronoun.gender == Some('n') {
            return speaker;
        }
        let entity = self.entities.of(id).and_then(|id| self.entities.get(id));
        let before = entity.and_then(|entity| {
            let earlier = entity.mentions.iter().rev().filter(|mention| mention.mention.0 < id.0);
            earlier
                .filter_map(|mention| self.mentions.get(mention.mention.0 as usize))
                .find(|mention| !matches!(mention.reading, Reading::Pronoun(_)))
        });
        let sound = before.is_some_and(|before| self.stretch_at(before.tokens.start).is_none());
        if sound {
            return speaker;
        }
        let fits = |id: &EntityId| {
            self.entities.get(*id).is_some_and(|entity| {
                entity.kind == NameType::Person
                    && (entity.gender.is_none() || pronoun.gender.is_none() || entity.gender == pronoun.gender)
            })
        };
        let first = self.document.sentence_of(self.opening(number)).unwrap_or(number);
        let told = self.drafts.last().filter(|draft| draft.sentence + 1 >= first).and_then(|draft| draft.quote.speaker);
        let acted = || {
            let before = self.document.sentences.get(first.checked_sub(1)? as usize)?;
            self.main_subject(&before.tokens).and_then(|(speaker, _)| speaker.entity)
        };
        // the gender of a name is a guess: a person who acts right before is better than nobody
        let person = |id: &EntityId| self.entities.get(*id).is_some_and(|entity| entity.kind == NameType::Person);
        match told.filter(fits).or_else(|| acted().filter(fits)).or_else(|| acted().filter(person)) {
            Some(found) => Speaker { entity: Some(found), ..speaker },
            None => speaker,
        }
    }

    /// Where the quotation begins in which a sentence begins, or the sentence.
    fn opening(&self, number: u32) -> TokenIndex {
        let start = self.document.sentences.get(number as usize).map_or(0, |sentence| sentence.tokens.start);
        self.stretch_at(start).map_or(start, |stretch| stretch.tokens.start)
    }

    /// The subject of the main verb, and the verb.
    pub(super) fn main_subject(&self, tokens: &Range<TokenIndex>) -> Option<(Speaker, Range<TokenIndex>)> {
        let first = self.clauses.verbs.partition_point(|verb| verb.tokens.start < tokens.start);
        let main =
            self.clauses.verbs.iter().skip(first).take_while(|verb| verb.tokens.end <= tokens.end).find(|verb| {
                verb.form == Form::Finite
                    && verb.parent.is_none()
                    && verb.subject.is_some()
                    && self.stretch_at(verb.head).is_none()
            })?;
        let noun = main.subject.and_then(|id| self.clauses.noun(id))?;
        Some((self.speaker(noun), main.head..main.head + 1))
    }

    pub(super) fn speaker(&self, noun: &NounGroup) -> Speaker {
        let reference = self.reference_at(noun.head);
        let entity = reference.and_then(|(id, _)| self.entities.of(id));
        let span = match reference {
            Some((_, mention)) if matches!(mention.reading, Reading::Name(_)) => mention.span,
            _ => self.document.span(&noun.tokens),
        };
        Speaker { entity, span, tokens: noun.tokens.clone() }
    }
}

/// Some mention of the entity is a name.
fn is_named(entity: &Entity) -> bool {
    entity.mentions.iter().any(|mention| mention.kind == MentionKind::Name)
}
