//! Groups: runs of tags become noun groups and verb groups; everything else becomes the chunk it is.
//!
//! In: the tags of one sentence. Out: groups in [`Clauses`] and the sentence as a row of [`Chunk`]s for `attachment`. Nothing is attached yet.

use super::tag::{Tag, VBD, VBN, VBZ, has_feature, verb_flags};
use super::{Clauses, Form, Kind, NounGroup, Opening, VerbGroup, VerbTense, Voice};
use crate::document::{Document, TokenIndex};
use crate::lexicon::{Class, Lexicon};
use crate::mention::count::CountKind;
use crate::mention::{Mention, Reading};
use std::ops::Range;

/// Buffers that are used again for each sentence.
#[derive(Default)]
pub(super) struct Scratch {
    pub(super) sure: Vec<bool>,
    pub(super) later: Vec<bool>,
    pub(super) awaited: Vec<bool>,
    pub(super) chunks: Vec<Chunk>,
}

/// A piece of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub(super) kind: ChunkKind,
    pub(super) tokens: Range<TokenIndex>,
    /// Number of the noun or verb group.
    pub(super) id: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChunkKind {
    Noun,
    Verb,
    Time,
    Preposition,
    Conjunction,
    Subordinator,
    Relative,
    Comma,
    Stop,
    Dash,
    Open,
    Close,
    Quote,
    Adverb,
}

struct Builder<'a> {
    document: &'a Document<'a>,
    mentions: &'a [Mention],
    lexicon: &'a Lexicon,
    end: TokenIndex,
    title: bool,
}

/// Builds the groups of one sentence.
pub(super) fn build(
    document: &Document,
    mentions: &[Mention],
    lexicon: &Lexicon,
    tokens: &Range<TokenIndex>,
    title: bool,
    clauses: &mut Clauses,
    scratch: &mut Scratch,
) {
    scratch.chunks.clear();
    let builder = Builder { document, mentions, lexicon, end: tokens.end, title };
    let mut at = tokens.start;
    while at < tokens.end {
        let chunk = builder.chunk(at, clauses);
        at = chunk.tokens.end.max(at + 1);
        scratch.chunks.push(chunk);
    }
}

impl Builder<'_> {
    fn chunk(&self, at: TokenIndex, clauses: &mut Clauses) -> Chunk {
        let tag = clauses.tag(at);
        let kind = match tag {
            Tag::Auxiliary | Tag::Modal | Tag::To | Tag::Verb | Tag::Participle | Tag::Gerund | Tag::Infinitive => {
                let group = self.verb(at, clauses);
                let tokens = group.tokens.clone();
                clauses.verbs.push(group);
                return Chunk { kind: ChunkKind::Verb, tokens, id: clauses.verbs.len() as u32 - 1 };
            }
            Tag::Time if !self.opens_group(at, clauses) && !self.is_length(at, clauses) => {
                let end = self.mention(at, clauses).map_or(at + 1, |mention| mention.tokens.end);
                return Chunk { kind: ChunkKind::Time, tokens: at..end.min(self.end), id: 0 };
            }
            Tag::Time
            | Tag::Noun
            | Tag::Name
            | Tag::Number
            | Tag::Adjective
            | Tag::Determiner
            | Tag::Possessive
            | Tag::Pronoun => {
                let group = self.noun(at, clauses);
                let tokens = group.tokens.clone();
                clauses.nouns.push(group);
                return Chunk { kind: ChunkKind::Noun, tokens, id: clauses.nouns.len() as u32 - 1 };
            }
            Tag::Preposition => ChunkKind::Preposition,
            Tag::Conjunction => ChunkKind::Conjunction,
            Tag::Subordinator => ChunkKind::Subordinator,
            Tag::Relative => ChunkKind::Relative,
            Tag::Comma => ChunkKind::Comma,
            Tag::Stop => ChunkKind::Stop,
            Tag::Dash => ChunkKind::Dash,
            Tag::Open => ChunkKind::Open,
            Tag::Close => ChunkKind::Close,
            Tag::Quote => ChunkKind::Quote,
            Tag::Negation | Tag::Adverb | Tag::Particle | Tag::Inside | Tag::Hyphen | Tag::Other => ChunkKind::Adverb,
        };
        let mut end = at + 1;
        while end < self.end && clauses.tag(end) == Tag::Inside {
            end += 1;
        }
        Chunk { kind, tokens: at..end, id: 0 }
    }

    fn mention(&self, at: TokenIndex, clauses: &Clauses) -> Option<&Mention> {
        self.mentions.get(*clauses.cover.get(at as usize)? as usize)
    }

    /// Where the mention or token at `at` ends.
    fn unit_end(&self, at: TokenIndex, clauses: &Clauses) -> TokenIndex {
        match clauses.tag(at) {
            Tag::Name | Tag::Number | Tag::Time => {
                self.mention(at, clauses).map_or(at + 1, |mention| mention.tokens.end).clamp(at + 1, self.end)
            }
            _ => at + 1,
        }
    }

    /// "to SIX YEARS", "for ten days": a length behind a preposition can be an argument.
    fn is_length(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        let end = self.unit_end(at, clauses);
        at > 0
            && clauses.tag(at - 1) == Tag::Preposition
            && self.document.token(end - 1).is(Class::TimeUnit)
            && !self.document.token(at).is(Class::TimeModifier)
            && (at..end).any(|at| {
                self.document.token(at).is(Class::Numeral) || self.document.token(at).has(crate::document::Shape::DIGIT)
            })
    }

    fn is_saying(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        clauses.tag(at) == Tag::Verb && self.document.token(at).is(Class::Reporting)
    }

    /// A time that modifies a noun: "2020 election", "Saturday's release".
    fn opens_group(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        let end = self.unit_end(at, clauses);
        end < self.end
            && match clauses.tag(end) {
                // "said on Friday rebels killed 12": a subject of its own
                Tag::Noun => {
                    let dated = at >= 2 && clauses.tag(at - 1) == Tag::Preposition && self.is_saying(at - 2, clauses);
                    !(dated && matches!(clauses.tag(end + 1), Tag::Verb | Tag::Auxiliary | Tag::Modal))
                }
                Tag::Adjective => true,
                Tag::Possessive => !self.document.token(end).has(crate::document::Shape::SPACE_BEFORE),
                _ => false,
            }
    }

    fn noun(&self, start: TokenIndex, clauses: &Clauses) -> NounGroup {
        let mut group = NounGroup {
            tokens: start..start + 1,
            head: start,
            opening: self.opening(start, clauses),
            ..NounGroup::default()
        };
        if clauses.tag(start) == Tag::Pronoun {
            group.pronoun = true;
            let of = start + 1;
            if !(self.is_partitive_of(of, clauses)) {
                self.finish(&mut group, clauses);
                return group;
            }
        }
        let mut at = start;
        let mut headed = false;
        let mut counted_only = true;
        while at < self.end {
            let tag = clauses.tag(at);
            let end = self.unit_end(at, clauses);
            match tag {
                Tag::Noun | Tag::Name => {
                    if headed && (!self.may_follow(group.head, at, clauses) || self.is_given(&group, at, clauses)) {
                        break;
                    }
                    headed = true;
                    counted_only = false;
                    group.head = end - 1;
                    group.pronoun = false;
                }
                Tag::Adjective => {
                    if headed && self.is_given(&group, at, clauses) {
                        break;
                    }
                    if headed
                        && clauses.tag(at - 1) != Tag::Hyphen
                        && clauses.tag(at + 1) != Tag::Hyphen
                        && !self.is_nominal(at + 1, clauses)
                    {
                        break;
                    }
                    counted_only = false;
                    group.head = if headed { group.head } else { at };
                }
                Tag::Number => {
                    // "gave Malawi 12 million dollars"
                    let given = headed && self.is_given(&group, at, clauses);
                    if given
                        || headed && self.is_nominal(end, clauses) && clauses.tag(at.saturating_sub(1)) != Tag::Hyphen
                    {
                        break;
                    }
                    if !headed {
                        group.head = end - 1;
                    }
                }
                Tag::Determiner => {
                    if headed
                        || at > start
                            && !matches!(
                                clauses.tag(at - 1),
                                Tag::Determiner | Tag::Possessive | Tag::Preposition | Tag::Number | Tag::Adverb
                            )
                    {
                        break;
                    }
                    group.head = if headed { group.head } else { at };
                }
                Tag::Pronoun => {
                    // "some of them", "30 others", "the others"
                    let before = clauses.tag(at.saturating_sub(1));
                    let opened = matches!(before, Tag::Preposition | Tag::Number)
                        || before == Tag::Determiner && group.opening == Opening::Definite;
                    if at > start && !(counted_only && opened) {
                        break;
                    }
                    group.head = at;
                    if at > start {
                        at = end;
                        break;
                    }
                }
                Tag::Possessive => {
                    let clitic = !self.document.token(at).has(crate::document::Shape::SPACE_BEFORE);
                    if clitic && at > start {
                        group.possessor = Some(self.possessor_start(start, clauses)..at);
                        group.opening = self.owned(&group);
                        headed = false;
                        counted_only = false;
                    } else if at == start || counted_only && !headed {
                        group.possessor = Some(at..at + 1);
                        group.opening = self.owned(&group);
                        group.head = at;
                    } else {
                        break;
                    }
                }
                Tag::Time if !headed && (at > start || self.opens_group(at, clauses)) => {
                    group.head = end - 1;
                }
                Tag::Time if at == start => {
                    group.head = end - 1;
                    at = end;
                    break;
                }
                // "Saturday" ends the group before it, "the Saturday" is inside
                Tag::Hyphen if at > start && self.is_nominal(at + 1, clauses) => {}
                Tag::Adverb | Tag::Quote if at > start && !headed && self.is_nominal(at + 1, clauses) => {}
                Tag::Preposition if counted_only && !headed && self.is_partitive_of(at, clauses) => {}
                _ => break,
            }
            at = end;
        }
        group.tokens.end = at.max(start + 1);
        self.finish(&mut group, clauses);
        group
    }

    /// "of" behind a quantity, before what it counts: "some of the men", "dozens of people".
    fn is_partitive_of(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        at + 1 < self.end
            && clauses.tag(at) == Tag::Preposition
            && self.document.cell(at, Class::Preposition, 0, self.lexicon) == Some("of")
            && self.is_nominal(at + 1, clauses)
    }

    fn is_nominal(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        at < self.end && (clauses.tag(at).is_nominal() || clauses.tag(at) == Tag::Time && self.opens_group(at, clauses))
    }

    /// Whether a noun or name may go on a group that has its head: "spokeswoman Natalya Eismont", "Kellogg meeting", but not "gave the men Kovacs".
    fn may_follow(&self, head: TokenIndex, at: TokenIndex, clauses: &Clauses) -> bool {
        if clauses.tag(at) != Tag::Name || clauses.tag(at - 1) == Tag::Hyphen {
            return true;
        }
        if clauses.tag(head) == Tag::Name {
            return true;
        }
        let token = self.document.token(head);
        token.is(Class::Role)
            || matches!(
                self.class_kind(head),
                Kind::Person
                    | Kind::Organization
                    | Kind::Document
                    | Kind::Facility
                    | Kind::Place
                    | Kind::Vehicle
                    | Kind::Weapon
            )
            || token.is(Class::Noun) && token.has(crate::document::Shape::CAPITAL)
    }

    /// "none of its soldiers" stays none.
    fn owned(&self, group: &NounGroup) -> Opening {
        if group.opening == Opening::Negative { Opening::Negative } else { Opening::Possessive }
    }

    /// "gave Gaza aid", "sent the Philippines emergency aid": behind a verb of giving a country is who gets what follows.
    fn is_given(&self, group: &NounGroup, at: TokenIndex, clauses: &Clauses) -> bool {
        let (start, head) = (group.tokens.start, group.head);
        if start == 0 || clauses.tag(head) != Tag::Name || !clauses.tag(start - 1).is_verb() || at != head + 1 {
            return false;
        }
        let place = self.mention(head, clauses).is_some_and(|mention| match &mention.reading {
            Reading::Name(name) => name.kind == crate::mention::NameType::Place && !name.demonym,
            _ => false,
        });
        let sense = self.lexicon.sense(self.document.token(start - 1).word, Class::Verb).filter(|_| place);
        let gives = |lemma| {
            self.lexicon
                .senses(self.lexicon.word(lemma))
                .any(|sense| sense.class == Class::Modality && self.lexicon.cell(sense, 1) == "giving")
        };
        sense.is_some_and(|sense| gives(self.lexicon.cell(sense, 0)))
            && !matches!(self.class_kind(at), Kind::Person | Kind::Organization)
    }

    fn possessor_start(&self, start: TokenIndex, clauses: &Clauses) -> TokenIndex {
        if clauses.tag(start) == Tag::Determiner { start + 1 } else { start }
    }

    fn opening(&self, at: TokenIndex, clauses: &Clauses) -> Opening {
        match clauses.tag(at) {
            Tag::Determiner | Tag::Number | Tag::Pronoun if self.document.token(at).is(Class::Negation) => {
                Opening::Negative
            }
            Tag::Determiner => match self.document.cell(at, Class::Determiner, 0, self.lexicon).unwrap_or("") {
                "indef" => Opening::Indefinite,
                "quant" => Opening::Quantifier,
                _ => Opening::Definite,
            },
            Tag::Possessive => Opening::Possessive,
            Tag::Number => Opening::Quantifier,
            Tag::Name => Opening::Definite,
            Tag::Pronoun => Opening::Definite,
            _ => Opening::Bare,
        }
    }

    /// Kind of a noun of two words, by its second.
    fn pair_kind(&self, at: TokenIndex) -> Option<Kind> {
        let pair = self.document.phrases_within(at.checked_sub(1)?..at + 1);
        let hit = pair.iter().find(|hit| hit.sense.class == Class::Noun && hit.words() == 2)?;
        Some(Kind::of_class(self.lexicon.cell(hit.sense, 0)))
    }

    /// Kind of a common noun.
    fn class_kind(&self, at: TokenIndex) -> Kind {
        let token = self.document.token(at);
        if let Some(sense) = self.lexicon.sense(token.word, Class::Noun) {
            let kind = Kind::of_class(self.lexicon.cell(sense, 0));
            // "official figures" are no persons, "preliminary results" more than an outcome
            if matches!(kind, Kind::Person | Kind::Abstract)
                && let Some(pair) = self.pair_kind(at)
            {
                return pair;
            }
            if kind != Kind::Abstract || !token.is(Class::Role) {
                return kind;
            }
        }
        if token.is(Class::Role) && self.document.cell(at, Class::Role, 0, self.lexicon) != Some("modifier") {
            Kind::Person
        } else if super::tag::is_noun(token, self.lexicon) && token.is(Class::Trigger) {
            Kind::Event
        } else {
            Kind::Unknown
        }
    }

    fn finish(&self, group: &mut NounGroup, clauses: &Clauses) {
        let token = self.document.token(group.head);
        match clauses.tag(group.head) {
            Tag::Name => {
                if let Some(Reading::Name(name)) = self.mention(group.head, clauses).map(|mention| &mention.reading) {
                    group.kind = Kind::of_name(name.kind);
                    if name.demonym && group.kind != Kind::Person {
                        group.kind = Kind::Nationality;
                    }
                }
            }
            Tag::Pronoun | Tag::Determiner | Tag::Possessive => {
                let features = self.document.cell(group.head, Class::Pronoun, 0, self.lexicon).unwrap_or("");
                group.pronoun = true;
                group.plural = features.contains('p');
                if features.ends_with('m') || features.ends_with('f') || features.starts_with(['1', '2']) {
                    group.kind = Kind::Person;
                }
            }
            Tag::Number => {
                group.plural = true;
                if let Some(Reading::Count(count)) = self.mention(group.head, clauses).map(|mention| &mention.reading) {
                    group.kind = match count.kind {
                        CountKind::Money => Kind::Money,
                        CountKind::Percent | CountKind::Measure => Kind::Measure,
                        _ => Kind::Unknown,
                    };
                }
            }
            Tag::Time => group.kind = Kind::Time,
            _ => {
                group.kind = self.class_kind(group.head);
                let sense = self.lexicon.sense(token.word, Class::Noun);
                let word = self.document.word(group.head);
                group.plural = sense
                    .map_or(token.is(Class::NounForm) || word.ends_with('s') && !word.ends_with("ss"), |sense| {
                        sense.flags == 1 || self.lexicon.cell(sense, 0) == "group"
                    });
            }
        }
    }

    fn verb(&self, start: TokenIndex, clauses: &Clauses) -> VerbGroup {
        let mut group = VerbGroup { tokens: start..start + 1, head: start, ..VerbGroup::default() };
        group.negative = start > 0 && clauses.tag(start - 1) == Tag::Negation;
        let (mut be, mut have, mut first) = (false, false, true);
        let mut main = None;
        let mut at = start;
        while at < self.end {
            let tag = clauses.tag(at);
            match tag {
                Tag::To if first => group.form = Form::Infinitive,
                Tag::Modal if first || group.modal.is_none() && group.form == Form::Finite && !be && !have => {
                    group.modal = Some(at);
                    group.tense = VerbTense::Present;
                }
                Tag::Auxiliary => {
                    let features = self.document.cell(at, Class::Auxiliary, 0, self.lexicon).unwrap_or("");
                    if first {
                        group.form = self.first_form(features, &mut group.tense);
                    }
                    let is_be = has_feature(features, &["be", "get", "become"]);
                    have |= has_feature(features, &["have"]) && !is_be;
                    // been and being keep the passive open, have ends it
                    be = is_be;
                    group.head = at;
                    group.copula = has_feature(features, &["be"]);
                    group.negative |= has_feature(features, &["negative"]);
                }
                Tag::Negation => group.negative = true,
                Tag::Adverb | Tag::Particle | Tag::Inside if self.leads_to_verb(at, clauses) => {}
                Tag::Verb if first => main = Some(at),
                Tag::Participle | Tag::Gerund | Tag::Infinitive => main = Some(at),
                _ => break,
            }
            first = false;
            at += 1;
            if main.is_some() {
                break;
            }
        }
        group.tokens.end = at.max(start + 1);
        while group.tokens.end > start + 1 && matches!(clauses.tag(group.tokens.end - 1), Tag::Adverb | Tag::Particle) {
            group.tokens.end -= 1;
        }
        // "promised nothing"
        group.negative |= main.is_some() && clauses.tag(group.tokens.end) == Tag::Negation;
        group.perfect = have && main.is_some();
        group.present_perfect =
            have && (main.is_some() || group.copula) && group.tense == VerbTense::Present && group.modal.is_none();
        if let Some(main) = main {
            self.main_verb(&mut group, main, start, be, clauses);
        }
        if group.perfect && group.tense == VerbTense::Present && group.modal.is_none() {
            group.tense = VerbTense::Past;
        }
        group
    }

    fn leads_to_verb(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        (at + 1..self.end.min(at + 5))
            .map(|at| clauses.tag(at))
            .find(|tag| !matches!(tag, Tag::Adverb | Tag::Negation | Tag::Inside))
            .is_some_and(|tag| tag.is_verb() && tag != Tag::Verb || tag == Tag::Auxiliary)
    }

    fn first_form(&self, features: &str, tense: &mut VerbTense) -> Form {
        if has_feature(features, &["past"]) {
            *tense = VerbTense::Past;
        } else if has_feature(features, &["present"]) {
            *tense = VerbTense::Present;
        } else if has_feature(features, &["gerund"]) {
            return Form::Gerund;
        } else if has_feature(features, &["participle"]) {
            return Form::Participle;
        } else if has_feature(features, &["base"]) {
            return Form::Infinitive;
        }
        Form::Finite
    }

    fn main_verb(&self, group: &mut VerbGroup, main: TokenIndex, start: TokenIndex, be: bool, clauses: &Clauses) {
        group.head = main;
        group.copula = false;
        let bare = main == start;
        match clauses.tag(main) {
            Tag::Participle if bare => {
                group.form = Form::Participle;
                group.voice = Voice::Passive;
            }
            Tag::Participle if be => group.voice = Voice::Passive,
            Tag::Gerund if bare => group.form = Form::Gerund,
            Tag::Infinitive if bare => group.form = Form::Infinitive,
            Tag::Verb => {
                let flags = verb_flags(self.document.token(main), self.lexicon);
                group.tense = if flags & VBD != 0 && flags & VBZ == 0 { VerbTense::Past } else { VerbTense::Present };
                if flags & VBD != 0 && flags & VBN != 0 || flags == 0 {
                    group.voice = Voice::Open;
                }
                // headlines tell the past in the present
                if self.title && flags & VBD == 0 {
                    group.tense = VerbTense::Present;
                }
            }
            _ => {}
        }
    }
}
