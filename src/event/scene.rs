//! The scene: everything known below events, with the questions that events ask of it.
//!
//! In: the layers below. Out: answers. It decides nothing about events.

use crate::clause::{Clauses, Kind, NounId, Tag, VerbId};
use crate::document::{Document, TokenIndex};
use crate::entity::{Entities, EntityId};
use crate::lexicon::{Class, Frame, FrameId, Lexicon, Phrase, Trigger, WordId};
use crate::mention::{Mention, MentionId, Reading};
use std::ops::Range;

/// Everything below events.
pub(super) struct Scene<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) mentions: &'a [Mention],
    pub(super) clauses: &'a Clauses,
    pub(super) entities: &'a Entities,
    pub(super) lexicon: &'a Lexicon,
    /// The name, nominal or pronoun that each token heads; `u32::MAX` for none.
    heads: Vec<u32>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        document: &'a Document<'a>,
        mentions: &'a [Mention],
        clauses: &'a Clauses,
        entities: &'a Entities,
        lexicon: &'a Lexicon,
    ) -> Self {
        let mut heads = vec![u32::MAX; document.tokens.len()];
        for (number, mention) in mentions.iter().enumerate() {
            let (tokens, strong) = match &mention.reading {
                Reading::Name(_) => (mention.tokens.clone(), true),
                Reading::Nominal(nominal) => (nominal.head..nominal.head + 1, false),
                Reading::Pronoun(_) => (mention.tokens.clone(), false),
                _ => continue,
            };
            for at in tokens {
                if let Some(head) = heads.get_mut(at as usize)
                    && (strong || *head == u32::MAX)
                {
                    *head = number as u32;
                }
            }
        }
        Self { document, mentions, clauses, entities, lexicon, heads }
    }

    /// The name, nominal or pronoun whose head a token is.
    pub(super) fn mention_at(&self, token: TokenIndex) -> Option<(MentionId, &'a Mention)> {
        let number = *self.heads.get(token as usize)?;
        Some((MentionId(number), self.mentions.get(number as usize)?))
    }

    /// The entity that a token refers to.
    pub(super) fn entity_at(&self, token: TokenIndex) -> Option<EntityId> {
        self.entities.of(self.mention_at(token)?.0)
    }

    /// The time or count over a token.
    pub(super) fn covering(&self, token: TokenIndex) -> Option<(MentionId, &'a Mention)> {
        let number = *self.clauses.cover.get(token as usize)?;
        Some((MentionId(number), self.mentions.get(number as usize)?))
    }

    /// Mentions that start within some tokens, in order.
    pub(super) fn mentions_in(&self, tokens: &Range<TokenIndex>) -> impl Iterator<Item = (MentionId, &'a Mention)> {
        let mentions = self.mentions;
        let from = self.document.token(tokens.start).start;
        let end = tokens.end;
        let first = mentions.partition_point(|mention| mention.span.start < from);
        mentions
            .iter()
            .enumerate()
            .skip(first)
            .take_while(move |(_, mention)| mention.tokens.start < end)
            .map(|(number, mention)| (MentionId(number as u32), mention))
    }

    /// What a noun group stands for; a pronoun stands for what its entity is.
    pub(super) fn kind(&self, noun: NounId) -> Kind {
        let Some(group) = self.clauses.noun(noun) else { return Kind::Unknown };
        if (group.kind == Kind::Unknown || group.pronoun)
            && let Some(entity) = self.entity_at(group.head).and_then(|id| self.entities.get(id))
        {
            return Kind::of_name(entity.kind);
        }
        // "a number of people", "two tons of cocaine": what is counted decides
        if group.kind == Kind::Measure
            && let Some(counted) = group.of.and_then(|of| self.clauses.noun(of))
        {
            return counted.kind;
        }
        group.kind
    }

    /// The lemma of a verb form, as the gazetteer has it; the form itself when it has none.
    pub(super) fn verb_lemma(&self, token: TokenIndex) -> &'a str {
        let lexicon = self.lexicon;
        lexicon
            .senses(self.document.token(token).word)
            .find(|sense| sense.class == Class::Verb)
            .map_or_else(|| self.word(token), |sense| lexicon.cell(sense, 0))
    }

    fn word(&self, token: TokenIndex) -> &'a str {
        self.document.token(token).span().of(self.document.text)
    }

    /// The cue of modality that a word is, when it is one of `kind`.
    pub(super) fn cue(&self, word: WordId, kind: &str) -> Option<&'a str> {
        let lexicon = self.lexicon;
        lexicon
            .senses(word)
            .find(|sense| sense.class == Class::Modality && lexicon.cell(*sense, 1) == kind)
            .map(|sense| lexicon.cell(sense, 0))
    }

    /// The cue of a verb form, by its lemma, alone or with the particle or preposition behind it ("call for", "rule out").
    pub(super) fn verb_cue(&self, token: TokenIndex) -> Option<&'a str> {
        let lemma = self.verb_lemma(token);
        let next = self.document.token(token + 1);
        let pair = (next.is(Class::Preposition) || next.is(Class::Particle)).then(|| self.word(token + 1));
        pair.and_then(|next| self.pair_cue(lemma, next)).or_else(|| self.cue(self.lexicon.word(lemma), "verb"))
    }

    /// The cue of a verb for its infinitive, which may stand farther on: "agreed in Geneva to release".
    pub(super) fn infinitive_cue(&self, token: TokenIndex) -> Option<&'a str> {
        self.pair_cue(self.verb_lemma(token), "to").or_else(|| self.verb_cue(token))
    }

    /// Whether the word behind a verb makes another verb of it: "call off".
    pub(super) fn has_particle(&self, lemma: &str, token: TokenIndex) -> bool {
        let next = self.document.token(token + 1);
        (next.is(Class::Preposition) || next.is(Class::Particle))
            && self.pair_cue(lemma, self.word(token + 1)).is_some()
    }

    /// The cue of a verb with the word behind it.
    fn pair_cue(&self, lemma: &str, next: &str) -> Option<&'a str> {
        let lexicon = self.lexicon;
        let mut hits = Vec::new();
        lexicon.phrases_from([lexicon.word(lemma), lexicon.word(next)], 2, [lemma, next].into_iter(), &mut hits);
        let hit =
            hits.iter().rev().find(|hit| hit.what.class == Class::Modality && lexicon.cell(hit.what, 1) == "verb")?;
        Some(lexicon.cell(hit.what, 0))
    }

    /// The cue of a noun, by its singular.
    pub(super) fn noun_cue(&self, token: TokenIndex) -> Option<&'a str> {
        let lexicon = self.lexicon;
        let word = self.document.token(token).word;
        self.cue(word, "noun").or_else(|| {
            let singular = lexicon.sense(word, Class::Noun).map(|sense| lexicon.cell(sense, 1))?;
            self.cue(lexicon.word(singular), "noun")
        })
    }

    /// Whether a verb form is one of the verbs that lend their subject to a noun, and how: do, happen, undergo, begin, end, continue.
    pub(super) fn light(&self, token: TokenIndex) -> Option<&'a str> {
        let lexicon = self.lexicon;
        let word = self.document.token(token);
        if let Some(sense) = lexicon.sense(word.word, Class::LightVerb) {
            return Some(lexicon.cell(sense, 0));
        }
        self.light_phrase(token)
    }

    /// The same for a verb with the words behind it: "carry out", "lead to".
    pub(super) fn light_phrase(&self, token: TokenIndex) -> Option<&'a str> {
        let lexicon = self.lexicon;
        let word = self.document.token(token);
        let next = self.document.token(token + 1);
        if !(next.is(Class::Particle) || next.is(Class::Preposition) || next.is(Class::Noun))
            || !word.is(Class::PhraseStart)
        {
            return None;
        }
        let hits = self.document.phrases_within(token..token + 3);
        hits.iter().rev().find(|hit| hit.sense.class == Class::LightVerb).map(|hit| lexicon.cell(hit.sense, 0))
    }

    /// The normal form of a preposition: "alongside" is "with".
    pub(super) fn preposition(&self, tokens: &Range<TokenIndex>) -> &'a str {
        let lexicon = self.lexicon;
        if tokens.len() == 1 {
            let token = self.document.token(tokens.start);
            return lexicon.sense(token.word, Class::Preposition).map_or("", |sense| lexicon.cell(sense, 0));
        }
        let hits = self.document.phrases_within(tokens.clone());
        let whole = hits.iter().rev().find(|hit| hit.sense.class == Class::Preposition && hit.words() == tokens.len());
        if let Some(hit) = whole {
            return lexicon.cell(hit.sense, 0);
        }
        // "shortly before" is before
        let last = self.document.token(tokens.end.saturating_sub(1));
        lexicon.sense(last.word, Class::Preposition).map_or("", |sense| lexicon.cell(sense, 0))
    }

    /// Whether the words of `phrase` stand from a token on; hyphens and case do not count.
    pub(super) fn stands_at(&self, phrase: &str, at: TokenIndex) -> bool {
        if !self.may_begin(phrase, at) {
            return false;
        }
        let mut at = at;
        phrase.split([' ', '-']).filter(|word| !word.is_empty()).all(|word| {
            if self.word(at) == "-" {
                at += 1;
            }
            let (clitic, fits) = match word.split_once('\'') {
                Some((stem, _)) => (true, self.word(at).eq_ignore_ascii_case(stem)),
                None => (false, self.word(at).eq_ignore_ascii_case(word)),
            };
            at += if clitic { 2 } else { 1 };
            fits
        })
    }

    /// Whether the word at a token is the first of `phrase`, or a hyphen, which does not count. It rules out most before any is cut into words.
    fn may_begin(&self, phrase: &str, at: TokenIndex) -> bool {
        let word = self.word(at).as_bytes();
        let (first, behind) = phrase.as_bytes().split_at(word.len().min(phrase.len()));
        let whole = || behind.first().is_none_or(|next| matches!(next, b' ' | b'-' | b'\''));
        word == b"-" || !word.is_empty() && first.eq_ignore_ascii_case(word) && whole()
    }

    /// Whether one of some phrases stands from a token on.
    pub(super) fn one_stands_at(&self, phrases: &[Phrase], at: TokenIndex) -> bool {
        if phrases.is_empty() {
            return false;
        }
        let word = self.word(at);
        let first = word.as_bytes().first().map(u8::to_ascii_lowercase);
        phrases.iter().any(|phrase| (phrase.first() == first || word == "-") && self.stands_at(phrase.text(), at))
    }

    /// Whether the words of `phrase` stand directly before a token.
    pub(super) fn stands_before(&self, phrase: &Phrase, at: TokenIndex) -> bool {
        let tokens = phrase.tokens();
        at >= tokens
            && (self.stands_at(phrase.text(), at - tokens)
                || self.word(at - 1) == "-" && at > tokens && self.stands_at(phrase.text(), at - 1 - tokens))
    }

    /// Whether a noun is the head of a group in one of some phrases, by itself, its singular, or with the words before it.
    pub(super) fn is_headed_by(&self, head: TokenIndex, phrases: &[Phrase]) -> bool {
        if phrases.is_empty() {
            return false;
        }
        let word = self.word(head);
        let sense = self.lexicon.sense(self.document.token(head).word, Class::Noun);
        let singular = sense.map(|sense| self.lexicon.cell(sense, 1));
        let forms = [Some(word), singular, word.strip_suffix('s')];
        phrases.iter().any(|phrase| {
            forms.iter().flatten().any(|form| form.eq_ignore_ascii_case(phrase.last()))
                && phrase.lead().is_none_or(|lead| self.stands_before(&lead, head))
        })
    }

    /// The verb groups between two tokens.
    pub(super) fn verbs_between(&self, one: TokenIndex, other: TokenIndex) -> usize {
        let (from, to) = (one.min(other), one.max(other));
        let verbs = &self.clauses.verbs;
        let first = verbs.partition_point(|verb| verb.head <= from);
        verbs.iter().skip(first).take(16).take_while(|verb| verb.head < to).count()
    }

    /// The frames and blocks that the word at a token may trigger.
    pub(super) fn triggers_at(&self, token: TokenIndex) -> impl Iterator<Item = (&'a Frame, &'a Trigger)> {
        let lexicon = self.lexicon;
        let from = self.document.token(token).start;
        let first = self.mentions.partition_point(|mention| mention.span.start < from);
        let here = self.mentions.iter().skip(first).take_while(move |mention| mention.tokens.start == token);
        let readings = here.filter_map(|mention| match &mention.reading {
            Reading::Trigger(reading) => Some(reading.triggers.as_slice()),
            _ => None,
        });
        readings.flatten().filter_map(|id| Some((lexicon.frame(FrameId(id.frame))?, lexicon.trigger(*id)?.0)))
    }

    /// The words of a noun group without the article or demonstrative that opens it.
    pub(super) fn bare(&self, noun: NounId) -> Range<TokenIndex> {
        let Some(group) = self.clauses.noun(noun) else { return 0..0 };
        let mut tokens = group.tokens.clone();
        while tokens.start < group.head
            && self.clauses.tag(tokens.start) == Tag::Determiner
            && self
                .document
                .cell(tokens.start, Class::Determiner, 0, self.lexicon)
                .is_some_and(|value| value == "def" || value == "indef" || value.starts_with("dem"))
        {
            tokens.start += 1;
        }
        tokens
    }

    /// The verb a token heads.
    pub(super) fn verb_headed(&self, token: TokenIndex) -> Option<VerbId> {
        let id = self.clauses.verb_at(token)?;
        self.clauses.verb(id).filter(|verb| verb.head == token).map(|_| id)
    }
}
