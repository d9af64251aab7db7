//! Tags: what each token is in its sentence. Noun and verb readings of one form are told apart by the words around it.
//!
//! In: the classes of a token and its neighbors. Out: one [`Tag`] a token. One look from left to right, with one look ahead for a sure finite verb.

use super::Clauses;
use super::group::Scratch;
use crate::document::{Document, Shape, Token, TokenIndex};
use crate::lexicon::{Class, ClassSet, Lexicon};
use crate::mention::{Mention, Reading};
use std::ops::Range;

/// What a token is in its sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Tag {
    #[default]
    Other,
    Noun,
    Name,
    Number,
    Time,
    Adjective,
    Determiner,
    Possessive,
    Pronoun,
    /// A finite form: released, releases, release.
    Verb,
    /// A past participle, alone or behind an auxiliary.
    Participle,
    /// An -ing form that is a verb.
    Gerund,
    /// A base form behind "to", a modal or do.
    Infinitive,
    Auxiliary,
    Modal,
    /// "to" before an infinitive.
    To,
    Negation,
    Adverb,
    Particle,
    Preposition,
    Conjunction,
    Subordinator,
    Relative,
    /// A further token of the preposition, conjunction … before it.
    Inside,
    Comma,
    /// Semicolon, colon, end of sentence.
    Stop,
    Dash,
    Hyphen,
    Open,
    Close,
    Quote,
}

impl Tag {
    /// Whether it can be a part of a noun group.
    pub const fn is_nominal(self) -> bool {
        matches!(
            self,
            Tag::Noun | Tag::Name | Tag::Number | Tag::Adjective | Tag::Determiner | Tag::Possessive | Tag::Pronoun
        )
    }

    /// Whether it is a main verb in some form.
    pub const fn is_verb(self) -> bool {
        matches!(self, Tag::Verb | Tag::Participle | Tag::Gerund | Tag::Infinitive)
    }
}

pub(super) const VB: u8 = 1;
pub(super) const VBZ: u8 = 2;
pub(super) const VBD: u8 = 4;
pub(super) const VBN: u8 = 8;
pub(super) const VBG: u8 = 16;

/// The auxiliary that a verb form may complete.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pending {
    None,
    Be,
    Have,
    /// to, a modal or do
    Base,
}

struct Tagger<'a> {
    document: &'a Document<'a>,
    mentions: &'a [Mention],
    lexicon: &'a Lexicon,
    end: TokenIndex,
    title: bool,
    /// Tag before, adverbs and negations skipped.
    before: Tag,
    pending: Pending,
    /// The noun group under way has its head.
    headed: bool,
    plural: bool,
    determined: bool,
    governed: bool,
    coordinated: bool,
    /// The clause has its finite verb.
    finite: bool,
    /// The last preposition could open a clause (after, before, since), and no verb stands behind it.
    opener: bool,
    /// The clause under way is subordinate, and its main clause follows behind a comma: "When it ended, they left."
    fronted: bool,
    /// The pronoun before points (those, others), so that a participle may follow it.
    pointing: bool,
    /// A comma or quotation mark stands behind the last verb.
    parted: bool,
    /// A conjunction stands directly behind the finite verb, so that the noun behind it is a new subject.
    beside: bool,
    /// The word before is the prefix of a verb.
    prefixed: bool,
    /// The name before is an adjective of a country.
    demonym: bool,
    /// The name under way is one.
    demonym_ahead: bool,
    /// The clause is the content of a verb: its verb may be a bare one.
    content: bool,
    /// Its last verb says something: a clause without "that" may follow.
    says: bool,
    /// A clause that "that" opens stands before.
    told: bool,
    /// The subject that waited where an insertion or a relative clause began.
    outer: Option<Waiting>,
    aside: Option<Waiting>,
    /// What waited before an insertion waits again.
    resumed: bool,
    last_verb: Tag,
}

/// What stood before an insertion: the clause goes on from there behind it.
#[derive(Clone, Copy)]
struct Waiting {
    before: Tag,
    headed: bool,
    plural: bool,
    finite: bool,
    demonym: bool,
    last_verb: Tag,
}

/// A verb form behind one of these is a noun.
const GROUP_OPENERS: ClassSet =
    ClassSet(0).with(Class::Determiner).with(Class::Possessive).with(Class::Preposition).with(Class::Numeral);

const OBJECT_START: ClassSet = ClassSet(0).with(Class::Determiner).with(Class::Pronoun).with(Class::Possessive);

/// Tags the tokens of one sentence.
pub(super) fn tag(
    document: &Document,
    mentions: &[Mention],
    lexicon: &Lexicon,
    tokens: &Range<TokenIndex>,
    title: bool,
    clauses: &mut Clauses,
    scratch: &mut Scratch,
) {
    look_ahead(document, mentions, lexicon, tokens, title, clauses, scratch);
    let mut tagger = Tagger {
        document,
        mentions,
        lexicon,
        end: tokens.end,
        title,
        before: Tag::Stop,
        pending: Pending::None,
        headed: false,
        plural: false,
        determined: false,
        governed: false,
        coordinated: false,
        finite: false,
        opener: false,
        fronted: false,
        says: false,
        pointing: false,
        parted: false,
        beside: false,
        prefixed: false,
        demonym: false,
        demonym_ahead: false,
        content: false,
        told: false,
        outer: None,
        aside: None,
        resumed: false,
        last_verb: Tag::Other,
    };
    let mut at = tokens.start;
    while at < tokens.end {
        let (tag, length) = tagger.read(at, clauses, scratch);
        for inside in at..(at + length).min(tokens.end) {
            let tag =
                if inside == at || matches!(tag, Tag::Name | Tag::Number | Tag::Time) { tag } else { Tag::Inside };
            if let Some(cell) = clauses.tags.get_mut(inside as usize) {
                *cell = tag;
            }
        }
        tagger.step(at, tag);
        at += length.max(1);
    }
}

/// For each token: whether a verb that can only be finite stands behind it, before the clause may end.
fn look_ahead(
    document: &Document,
    mentions: &[Mention],
    lexicon: &Lexicon,
    tokens: &Range<TokenIndex>,
    title: bool,
    clauses: &Clauses,
    scratch: &mut Scratch,
) {
    scratch.sure.clear();
    scratch.sure.resize(tokens.len(), false);
    scratch.later.clear();
    scratch.later.resize(tokens.len(), false);
    scratch.awaited.clear();
    scratch.awaited.resize(tokens.len(), false);
    let (mut sure, mut later, mut any, mut awaited) = (false, false, false, false);
    for at in tokens.clone().rev() {
        if let Some(cell) = scratch.sure.get_mut((at - tokens.start) as usize) {
            *cell = sure;
        }
        if let Some(cell) = scratch.awaited.get_mut((at - tokens.start) as usize) {
            *cell = awaited;
        }
        if let Some(cell) = scratch.later.get_mut((at - tokens.start) as usize) {
            *cell = later;
        }
        let token = document.token(at);
        if reading_at(mentions, clauses, at).is_some() {
            continue;
        }
        let before = document.token(at.saturating_sub(1));
        let behind_opener = before.classes.any(GROUP_OPENERS);
        let clause_end = token.has(Shape::SIGN) && !token.has(Shape::HYPHEN)
            || token.is(Class::Conjunction)
            || (token.is(Class::Relative) || token.is(Class::Subordinator)) && (title || !token.is(Class::Preposition));
        if clause_end {
            (sure, later) = (false, false);
            awaited |= any && document.word(at) == ",";
        } else if is_surely_finite(token, lexicon)
            && !(behind_opener && token.is(Class::Verb))
            && !(is_clitic(token) && !before.is(Class::Pronoun))
        {
            (sure, later, any) = (true, true, true);
        } else if token.is(Class::Verb) && !behind_opener && !later && !is_noun(token, lexicon) {
            later = verb_flags(token, lexicon) & (VBD | VBZ) != 0;
        }
    }
}

/// The 's of "Sunday's election" or "it's".
fn is_clitic(token: Token) -> bool {
    token.is(Class::Possessive) && token.is(Class::Auxiliary) && !token.has(Shape::SPACE_BEFORE)
}

fn is_surely_finite(token: Token, lexicon: &Lexicon) -> bool {
    if token.is(Class::Modal) {
        return true;
    }
    if token.is(Class::Auxiliary) {
        return lexicon.grammar(token.word).is_finite_auxiliary();
    }
    if !token.is(Class::Verb) || is_noun(token, lexicon) || token.classes.any(ClassSet::CLOSED) {
        return false;
    }
    let flags = verb_flags(token, lexicon);
    flags & VBD != 0 && flags & VBN == 0 || flags == VBZ
}

/// Whether one of the features, joined by `|`, is among those wanted.
pub(super) fn has_feature(features: &str, wanted: &[&str]) -> bool {
    let mut features = features.as_bytes().split(|byte| *byte == b'|');
    features.any(|feature| wanted.iter().any(|wanted| wanted.as_bytes() == feature))
}

/// Verb forms that a word can be, as bits.
pub(super) fn verb_flags(token: Token, lexicon: &Lexicon) -> u8 {
    if token.is(Class::Verb) { lexicon.grammar(token.word).verb } else { 0 }
}

/// Whether a word can be a noun: the gazetteers list it, as a noun, a role, or a noun that tells an event.
pub(super) fn is_noun(token: Token, lexicon: &Lexicon) -> bool {
    token.is(Class::Noun)
        || token.is(Class::NounForm)
        || (token.is(Class::Role) || token.is(Class::Trigger)) && {
            let grammar = lexicon.grammar(token.word);
            grammar.is_role() || grammar.is_noun_trigger()
        }
}

/// Whether a word names a role of people; "former" and "acting" only go before one.
pub(super) fn is_role(token: Token, lexicon: &Lexicon) -> bool {
    token.is(Class::Role) && lexicon.grammar(token.word).is_role()
}

fn reading_at<'m>(mentions: &'m [Mention], clauses: &Clauses, at: TokenIndex) -> Option<&'m Mention> {
    let number = *clauses.cover.get(at as usize)?;
    mentions.get(number as usize)
}

impl Tagger<'_> {
    /// The tag of the token at `at`, and how many tokens it covers.
    fn read(&mut self, at: TokenIndex, clauses: &Clauses, scratch: &mut Scratch) -> (Tag, u32) {
        if clauses.is_title(at) && self.document.token(at).classes.any(ClassSet::CLOSED) {
            return (Tag::Noun, 1);
        }
        if let Some(mention) = reading_at(self.mentions, clauses, at) {
            let length = mention.tokens.end.saturating_sub(at).max(1);
            self.demonym_ahead = matches!(&mention.reading, Reading::Name(name) if name.demonym);
            return match mention.reading {
                Reading::Name(_) => (Tag::Name, length),
                Reading::Time(_) => (Tag::Time, length),
                _ => (Tag::Number, length),
            };
        }
        let token = self.document.token(at);
        if token.has(Shape::SIGN) {
            return (self.sign(at, token), 1);
        }
        if token.is(Class::PhraseStart)
            && let Some(found) = self.phrase(at)
        {
            return found;
        }
        (self.word(at, token, clauses, scratch), 1)
    }

    fn sign(&self, at: TokenIndex, token: Token) -> Tag {
        let next = self.document.token(at + 1);
        match self.document.word(at) {
            "," => Tag::Comma,
            ";" | ":" | "." | "!" | "?" | "…" => Tag::Stop,
            "(" | "[" => Tag::Open,
            ")" | "]" => Tag::Close,
            _ if token.is(Class::Possessive) && !token.has(Shape::SPACE_BEFORE) && self.before.is_nominal() => {
                Tag::Possessive
            }
            _ if token.has(Shape::DASH) => Tag::Dash,
            _ if token.has(Shape::HYPHEN) && token.has(Shape::SPACE_BEFORE) => Tag::Dash,
            _ if token.has(Shape::HYPHEN) && !next.has(Shape::SPACE_BEFORE) && self.prefixed => Tag::Adverb,
            _ if token.has(Shape::HYPHEN) && !next.has(Shape::SPACE_BEFORE) => Tag::Hyphen,
            _ if token.has(Shape::QUOTE) => Tag::Quote,
            _ if token.is(Class::Conjunction) => Tag::Conjunction,
            _ if token.is(Class::Currency) => Tag::Number,
            _ => Tag::Other,
        }
    }

    /// A preposition, conjunction, adverb … of several words.
    fn phrase(&mut self, at: TokenIndex) -> Option<(Tag, u32)> {
        let mut best = None;
        for hit in self.document.phrases_within(at..self.end.min(at + 6)) {
            let tag = match hit.sense.class {
                Class::Preposition => Tag::Preposition,
                Class::Conjunction => Tag::Conjunction,
                Class::Subordinator => Tag::Subordinator,
                Class::Adverb => Tag::Adverb,
                Class::Relative => Tag::Relative,
                Class::Pronoun if self.document.token(at).is(Class::Negation) => Tag::Pronoun,
                _ => continue,
            };
            let length = hit.words() as u32;
            let next = at + length;
            let fits = match tag {
                // "the way", "the first time" open a clause only where no noun group needs them
                Tag::Subordinator => !self.in_group() && self.starts_group(next),
                Tag::Preposition => !self.ends(next) && self.before != Tag::Determiner,
                Tag::Adverb => self.before != Tag::Determiner,
                _ => true,
            };
            if fits {
                best = Some((tag, length));
            }
        }
        best
    }

    fn ends(&self, at: TokenIndex) -> bool {
        at >= self.end || self.document.token(at).has(Shape::SIGN) && !self.document.token(at).has(Shape::QUOTE)
    }

    fn starts_group(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        at < self.end && (token.classes.any(OBJECT_START) || self.is_open_nominal(at))
    }

    /// Whether the noun group under way still waits for its head or could go on.
    fn in_group(&self) -> bool {
        matches!(self.before, Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Number | Tag::Hyphen)
    }

    /// Whether a token can be a noun or adjective by its own classes.
    fn is_open_nominal(&self, at: TokenIndex) -> bool {
        if at >= self.end {
            return false;
        }
        let token = self.document.token(at);
        if token.has(Shape::SIGN) {
            return false;
        }
        if token.is(Class::Noun) || is_role(token, self.lexicon) {
            return true;
        }
        if token.classes.any(ClassSet::CLOSED) || token.is(Class::Adverb) && !token.is(Class::Noun) {
            return token.has(Shape::DIGIT);
        }
        if token.is(Class::Verb) {
            let flags = verb_flags(token, self.lexicon);
            return flags & (VBD | VBN | VBZ) == 0 || flags & VB != 0;
        }
        true
    }

    fn is_object_start(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        let token = self.document.token(at);
        at < self.end
            && (token.classes.any(OBJECT_START) && !token.is(Class::Preposition)
                || reading_at(self.mentions, clauses, at)
                    .is_some_and(|mention| !matches!(mention.reading, Reading::Time(_))))
    }

    fn is_nominal_ahead(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        match reading_at(self.mentions, clauses, at) {
            Some(mention) => at < self.end && !matches!(mention.reading, Reading::Time(_)),
            None => self.is_open_nominal(at) || self.is_participle_before_noun(at),
        }
    }

    /// "jailed" in "the first jailed leader": a participle that stands before a plain noun.
    fn is_participle_before_noun(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        at < self.end
            && token.is(Class::Verb)
            && !token.classes.any(ClassSet::CLOSED)
            && verb_flags(token, self.lexicon) & (VBN | VBG) != 0
            && self.is_open_nominal(at + 1)
    }

    fn word(&mut self, at: TokenIndex, token: Token, clauses: &Clauses, scratch: &Scratch) -> Tag {
        if token.has(Shape::DIGIT) {
            return Tag::Number;
        }
        let hyphen_before = self.before == Tag::Hyphen && !token.has(Shape::SPACE_BEFORE);
        let hyphen_after = {
            let next = self.document.token(at + 1);
            next.has(Shape::HYPHEN)
                && !next.has(Shape::SPACE_BEFORE)
                && !self.document.token(at + 2).has(Shape::SPACE_BEFORE)
        };
        if hyphen_after && !token.is(Class::Determiner) {
            // "re-elected": a prefix goes with the verb behind it
            let verb = self.document.token(at + 2);
            let prefix = token.end - token.start <= 4
                && !token.is(Class::Noun)
                && !token.is(Class::Numeral)
                && verb.is(Class::Verb);
            if prefix && !self.in_group() && verb_flags(verb, self.lexicon) & (VBD | VBN | VB) != 0 {
                return Tag::Adverb;
            }
            return Tag::Adjective;
        }
        if token.classes.any(ClassSet::CLOSED)
            && !hyphen_before
            && let Some(tag) = self.closed(at, token, clauses)
        {
            return tag;
        }
        if token.is(Class::Numeral) && !token.is(Class::Adverb) {
            return Tag::Number;
        }
        let flags = if token.is(Class::Verb) { verb_flags(token, self.lexicon) } else { self.guess(at, token) };
        // "met outgoing President Sá": before a name with its office it tells which
        let titled = flags & (VBN | VBD) == 0 && self.document.token(at + 1).has(Shape::CAPITAL);
        let modifier =
            token.is(Class::Role) && !is_role(token, self.lexicon) && (flags == 0 || titled || self.in_group());
        let noun = is_noun(token, self.lexicon);
        // "the opposition rejected demands", but "former jailed leaders"
        let acts = noun && !self.is_open_nominal(at + 1) && reading_at(self.mentions, clauses, at + 1).is_none();
        if modifier && !acts && self.is_nominal_ahead(at + 1, clauses) {
            return Tag::Adjective;
        }
        // "in northern Mali"
        let named =
            || reading_at(self.mentions, clauses, at + 1).is_some_and(|next| matches!(next.reading, Reading::Name(_)));
        if token.is(Class::Direction) && named() {
            return Tag::Adjective;
        }
        if token.is(Class::Adverb) && !noun {
            let modifies = self.in_group() && self.is_nominal_ahead(at + 1, clauses);
            if !modifies && (flags == 0 || self.pending == Pending::None) {
                return Tag::Adverb;
            }
            if flags == 0 {
                return Tag::Adjective;
            }
        }
        if token.is(Class::Particle) && flags == 0 && !noun && self.before.is_verb() {
            return Tag::Particle;
        }
        if hyphen_before {
            return if flags & (VBN | VBG) != 0 && !noun && self.is_nominal_ahead(at + 1, clauses) {
                Tag::Adjective
            } else if self.is_nominal_ahead(at + 1, clauses) || flags & VBN == 0 {
                Tag::Noun
            } else {
                self.verb(at, flags, noun, clauses, scratch)
            };
        }
        if flags == 0 {
            return if self.is_outcome(at, token, clauses) { Tag::Particle } else { Tag::Noun };
        }
        self.verb(at, flags, noun, clauses, scratch)
    }

    /// "left 30 people dead": what became of a verb's object stands behind it.
    fn is_outcome(&self, at: TokenIndex, token: Token, clauses: &Clauses) -> bool {
        token.is(Class::Trigger)
            && self.last_verb.is_verb()
            && !self.governed
            && (self.before == Tag::Noun && self.plural || self.before == Tag::Number && !self.determined)
            && self.lexicon.grammar(token.word).is_adjective_trigger()
            && !self.is_nominal_ahead(at + 1, clauses)
    }

    /// Verb forms of a word that no list knows, by its ending.
    fn guess(&self, at: TokenIndex, token: Token) -> u8 {
        if token.is(Class::Noun) || is_role(token, self.lexicon) || token.is(Class::Adverb) || token.has(Shape::CAPITAL)
        {
            return 0;
        }
        let word = self.document.word(at);
        if word.starts_with("un") {
            // unprecedented, unmarked: what was never a verb
            0
        } else if word.len() > 4 && word.ends_with("ed") {
            VBD | VBN
        } else if word.len() > 5 && word.ends_with("ing") {
            VBG
        } else {
            0
        }
    }

    /// Words of the closed classes; none when it is to be read as an open word.
    fn closed(&mut self, at: TokenIndex, token: Token, clauses: &Clauses) -> Option<Tag> {
        let nominal_ahead = self.is_nominal_ahead(at + 1, clauses);
        if is_clitic(token) {
            // the clitic 's: a possessor, or is and has
            let subject = matches!(self.before, Tag::Pronoun | Tag::Relative | Tag::Subordinator);
            return Some(if subject || !nominal_ahead && !self.is_modified_ahead(at + 1) {
                Tag::Auxiliary
            } else {
                Tag::Possessive
            });
        }
        if token.is(Class::Modal) && !(self.in_group() && self.before != Tag::Number) {
            return Some(Tag::Modal);
        }
        if token.is(Class::Auxiliary) {
            return Some(Tag::Auxiliary);
        }
        if token.is(Class::Relative) && self.is_relative(at, token) {
            return Some(Tag::Relative);
        }
        if token.is(Class::Subordinator) && token.is(Class::Pronoun) && token.is(Class::Determiner) {
            // that: a content clause behind a verb, else a determiner or pronoun
            if self.before.is_verb() && !self.ends(at + 1)
                || self.before == Tag::Noun
                || self.before == Tag::Time
                || self.before == Tag::Adjective
                || matches!(self.before, Tag::Name | Tag::Conjunction) && self.opens_clause(at + 1, clauses)
            {
                return Some(Tag::Subordinator);
            }
        }
        // "cancel" and "avert" are verbs that say no
        if token.is(Class::Negation)
            && !(token.is(Class::Determiner) && nominal_ahead)
            && !token.is(Class::Preposition)
            && !token.is(Class::Verb)
        {
            // "said none of its soldiers had been hurt"
            let of = || self.document.cell(at + 1, Class::Preposition, 0, self.lexicon) == Some("of");
            let pronoun = token.is(Class::Pronoun) && (!self.before.is_verb() || of());
            return Some(if pronoun { Tag::Pronoun } else { Tag::Negation });
        }
        // "her own party"
        let own = || self.document.cell(at + 1, Class::Determiner, 0, self.lexicon) == Some("possessive");
        if token.is(Class::Possessive) && (nominal_ahead || !token.is(Class::Pronoun) || own()) {
            return Some(Tag::Possessive);
        }
        // "exchanged 95 prisoners each"
        if self.headed
            && self.document.cell(at, Class::Determiner, 0, self.lexicon) == Some("quant")
            && !nominal_ahead
            && !self.is_modified_ahead(at + 1)
            && self.is_group_end(at + 1)
        {
            return Some(Tag::Adverb);
        }
        if token.is(Class::Determiner) && token.is(Class::Pronoun) {
            // "those freed include", but "those freed prisoners"
            let next = self.document.token(at + 1);
            let participle =
                next.is(Class::Verb) && !is_noun(next, self.lexicon) && verb_flags(next, self.lexicon) & VBN != 0;
            let noun_behind = is_noun(self.document.token(at + 2), self.lexicon)
                || reading_at(self.mentions, clauses, at + 2).is_some();
            let ahead = if participle { noun_behind } else { nominal_ahead || self.is_modified_ahead(at + 1) };
            return Some(if ahead || self.document.token(at + 1).is(Class::Numeral) {
                Tag::Determiner
            } else {
                Tag::Pronoun
            });
        }
        if token.is(Class::Determiner) {
            return Some(Tag::Determiner);
        }
        if token.is(Class::Pronoun) && !token.is(Class::Numeral) {
            return Some(Tag::Pronoun);
        }
        if token.is(Class::Preposition) && token.is(Class::Particle) {
            return Some(self.preposition_or_particle(at, token, clauses));
        }
        if token.is(Class::Conjunction) && !(token.is(Class::Adverb) && self.pending != Pending::None) {
            return Some(Tag::Conjunction);
        }
        if token.is(Class::Preposition) {
            return Some(Tag::Preposition);
        }
        if token.is(Class::Subordinator) {
            return Some(Tag::Subordinator);
        }
        if token.is(Class::Relative) {
            return Some(Tag::Relative);
        }
        None
    }

    /// "a report in the Herald that it had", "and that guards": what "that" cannot belong to opens a clause.
    fn opens_clause(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        let token = self.document.token(at);
        self.is_object_start(at, clauses)
            || (self.told || self.before == Tag::Name)
                && at < self.end
                && is_noun(token, self.lexicon)
                && self.is_plural(at, token)
    }

    /// An adjective or adverb that leads to a noun: "very old friends".
    fn is_modified_ahead(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        token.is(Class::Adverb) && self.is_open_nominal(at + 1) || self.is_participle_before_noun(at)
    }

    fn is_relative(&self, at: TokenIndex, token: Token) -> bool {
        if !token.is(Class::Determiner) && !token.is(Class::Subordinator) {
            return true;
        }
        // that, which, when, where: about the noun before
        let next = self.document.token(at + 1);
        let verb_next =
            next.is(Class::Auxiliary) || next.is(Class::Modal) || next.is(Class::Verb) && !next.is(Class::Noun);
        if token.is(Class::Subordinator) && !token.is(Class::Pronoun) {
            return false;
        }
        (self.before.is_nominal() && self.headed || self.before == Tag::Comma)
            && (verb_next || !token.is(Class::Subordinator))
    }

    /// to
    fn opens_infinitive(&self, token: Token) -> bool {
        let mut senses = self.lexicon.senses(token.word);
        senses.any(|sense| sense.class == Class::Particle && self.lexicon.cell(sense, 0) == "infinitive")
    }

    fn preposition_or_particle(&self, at: TokenIndex, token: Token, clauses: &Clauses) -> Tag {
        let next = self.document.token(at + 1);
        if self.opens_infinitive(token) {
            return if self.is_infinitive_ahead(at + 1, clauses) { Tag::To } else { Tag::Preposition };
        }
        let strong = self
            .lexicon
            .senses(token.word)
            .any(|sense| sense.class == Class::Particle && self.lexicon.cell(sense, 0) == "strong");
        let ends = self.ends(at + 1);
        let behind_verb = self.before.is_verb() || self.before == Tag::Pronoun;
        if behind_verb
            && (ends
                || strong && !(next.is(Class::Preposition) && !next.is(Class::Particle))
                || next.is(Class::Preposition) && !self.starts_group(at + 1))
        {
            return Tag::Particle;
        }
        Tag::Preposition
    }

    fn is_infinitive_ahead(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        let mut at = at;
        let mut steps = 0;
        while self.document.token(at).is(Class::Adverb) && !self.document.token(at).is(Class::Verb) && steps < 3 {
            at += 1;
            steps += 1;
        }
        if at >= self.end || reading_at(self.mentions, clauses, at).is_some() {
            return false;
        }
        let token = self.document.token(at);
        if token.is(Class::Auxiliary) {
            return true;
        }
        if token.classes.any(OBJECT_START) || verb_flags(token, self.lexicon) & VB == 0 {
            return false;
        }
        if !token.is(Class::Noun) || self.is_object_start(at + 1, clauses) {
            return true;
        }
        // "offered to host talks", "plans to pilot"
        if self.before.is_verb()
            && self.is_wish(at.saturating_sub(2))
            && is_noun(self.document.token(at + 1), self.lexicon)
        {
            return true;
        }
        // "to jail", "to court", "to work": places and offices are where one goes, the rest is what one does
        let class = self.lexicon.sense(token.word, Class::Noun).map_or("", |sense| self.lexicon.cell(sense, 0));
        !matches!(
            class,
            "facility" | "building" | "place" | "organization" | "office" | "person" | "money" | "body" | "group"
        )
    }

    /// Whether a word is an adjective that says how likely the infinitive behind it is.
    fn is_predicate(&self, at: TokenIndex) -> bool {
        let mut senses = self.lexicon.senses(self.document.token(at).word);
        senses.any(|sense| sense.class == Class::Modality && self.lexicon.cell(sense, 1) == "adjective")
            && self.opens_infinitive(self.document.token(at + 1))
    }

    /// A verb that tells what one wants or means to do: want, offer, agree, threaten.
    fn is_wish(&self, at: TokenIndex) -> bool {
        let Some(verb) = self.lexicon.sense(self.document.token(at).word, Class::Verb) else { return false };
        let lemma = self.lexicon.word(self.lexicon.cell(verb, 0));
        self.lexicon.senses(lemma).any(|sense| {
            sense.class == Class::Modality
                && self.lexicon.cell(sense, 1) == "verb"
                && matches!(self.lexicon.cell(sense, 0), "planned" | "negative" | "possible")
        })
    }

    /// Tells finite verb, participle, gerund, infinitive, noun and adjective readings of a verb form apart.
    fn verb(&mut self, at: TokenIndex, flags: u8, noun: bool, clauses: &Clauses, scratch: &Scratch) -> Tag {
        match self.pending {
            // "was willing to", "were ready to", "is open"
            Pending::Be if self.is_predicate(at) => return Tag::Adjective,
            Pending::Be if flags & VBN != 0 => return Tag::Participle,
            Pending::Be if flags & VBG != 0 => return Tag::Gerund,
            Pending::Have if flags & VBN != 0 => return Tag::Participle,
            Pending::Base if flags & VB != 0 => return Tag::Infinitive,
            _ => {}
        }
        let nominal_ahead = self.is_nominal_ahead(at + 1, clauses);
        match self.before {
            Tag::Determiner | Tag::Possessive | Tag::Adjective
                if flags & VBG != 0 && noun && self.is_deed_ahead(at + 1, clauses) =>
            {
                Tag::Noun
            }
            Tag::Determiner | Tag::Possessive | Tag::Adjective => self.within_group(flags, nominal_ahead),
            Tag::Number => {
                if flags & (VBN | VBG) != 0 && nominal_ahead {
                    Tag::Adjective
                } else if flags & VBN != 0 {
                    if self.finite { Tag::Participle } else { Tag::Verb }
                } else if flags & VB != 0
                    && !self.finite
                    && !self.governed
                    && !self.is_later(at, scratch)
                    && self.document.token(at + 1).is(Class::Preposition)
                {
                    Tag::Verb
                } else if noun || flags & (VB | VBZ) == 0 {
                    if flags & VBG != 0 && !noun { Tag::Gerund } else { Tag::Noun }
                } else if flags & VBZ != 0 {
                    Tag::Noun
                } else {
                    Tag::Verb
                }
            }
            Tag::Preposition => self.behind_preposition(at, flags, noun, nominal_ahead, clauses),
            // "those freed include", "the man arrested faces"
            Tag::Participle
                if (!self.finite || self.says)
                    && !noun
                    && self.pending == Pending::None
                    && flags & (VB | VBZ) != 0
                    && flags & VBN == 0 =>
            {
                Tag::Verb
            }
            Tag::Conjunction => self.behind_conjunction(at, flags, noun, nominal_ahead, clauses, scratch),
            Tag::Comma => self.behind_comma(at, flags, noun, nominal_ahead, clauses, scratch),
            Tag::Verb
            | Tag::Participle
            | Tag::Gerund
            | Tag::Infinitive
            | Tag::Auxiliary
            | Tag::Modal
            | Tag::Particle => Self::behind_verb(flags, noun, nominal_ahead),
            // "rejected recent calls"
            Tag::Time if noun && self.is_opening_time(at, clauses) => self.within_group(flags, nominal_ahead),
            Tag::Noun | Tag::Name | Tag::Time | Tag::Close => {
                self.behind_noun(at, flags, noun, nominal_ahead, clauses, scratch)
            }
            Tag::Pronoun | Tag::Relative => {
                if flags & VBG != 0 {
                    Tag::Gerund
                } else if flags & VBN != 0
                    && (flags & VBD == 0 || self.before == Tag::Pronoun && self.is_about(at, clauses, scratch))
                {
                    Tag::Participle
                } else {
                    Tag::Verb
                }
            }
            _ => self.at_start(at, flags, noun, nominal_ahead, clauses),
        }
    }

    /// A word such as "recent" stands before `at`, behind a verb or preposition that waits for a noun.
    fn is_opening_time(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        at >= 2
            && self.document.token(at - 1).is(Class::TimeModifier)
            && (clauses.tag(at - 2).is_verb() || clauses.tag(at - 2) == Tag::Preposition)
    }

    /// Whether nothing that belongs to a noun group stands at `at`: a mark, the end, or a preposition other than "of".
    fn is_group_end(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        at >= self.end
            || token.has(Shape::SIGN)
            || token.is(Class::Preposition) && self.document.cell(at, Class::Preposition, 0, self.lexicon) != Some("of")
    }

    fn is_time(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        reading_at(self.mentions, clauses, at).is_some_and(|mention| matches!(mention.reading, Reading::Time(_)))
    }

    /// "those arrested", "others wounded in the blast"; but "others damaged a silo": what undergoes has no object.
    fn is_about(&self, at: TokenIndex, clauses: &Clauses, scratch: &Scratch) -> bool {
        self.pointing && (self.is_sure(at, scratch) || !self.is_object_start(at + 1, clauses))
    }

    fn is_sure(&self, at: TokenIndex, scratch: &Scratch) -> bool {
        let first = self.end as usize - scratch.sure.len();
        (at as usize).checked_sub(first).and_then(|at| scratch.sure.get(at)).copied().unwrap_or(false)
    }

    /// Whether a comma follows with a verb behind it that can only be finite: "Kovacs, considered a danger, was".
    fn is_awaited(&self, at: TokenIndex, scratch: &Scratch) -> bool {
        let first = self.end as usize - scratch.awaited.len();
        (at as usize).checked_sub(first).and_then(|at| scratch.awaited.get(at)).copied().unwrap_or(false)
    }

    /// Whether some word that can be a finite verb follows in the clause.
    fn is_later(&self, at: TokenIndex, scratch: &Scratch) -> bool {
        let first = self.end as usize - scratch.later.len();
        (at as usize).checked_sub(first).and_then(|at| scratch.later.get(at)).copied().unwrap_or(false)
    }

    /// "a bombing killed four": a past form with an object of its own.
    fn is_deed_ahead(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        let token = self.document.token(at);
        at < self.end
            && verb_flags(token, self.lexicon) & VBD != 0
            && !token.is(Class::Noun)
            && self.is_object_start(at + 1, clauses)
    }

    fn within_group(&self, flags: u8, nominal_ahead: bool) -> Tag {
        if flags & (VBN | VBG) != 0 && nominal_ahead { Tag::Adjective } else { Tag::Noun }
    }

    fn behind_preposition(&self, at: TokenIndex, flags: u8, noun: bool, nominal_ahead: bool, clauses: &Clauses) -> Tag {
        if flags & VBG != 0 {
            let object = self.is_object_start(at + 1, clauses);
            let agent = !object && self.last_verb == Tag::Participle && self.is_open_nominal(at + 1);
            if agent && self.document.cell(at.saturating_sub(1), Class::Preposition, 0, self.lexicon) == Some("by") {
                return Tag::Adjective;
            }
            return if noun && !object { Tag::Noun } else { Tag::Gerund };
        }
        if flags & VBN != 0 {
            return if nominal_ahead { Tag::Adjective } else { Tag::Participle };
        }
        if flags & VBD != 0 && !noun { Tag::Verb } else { Tag::Noun }
    }

    fn behind_conjunction(
        &self,
        at: TokenIndex,
        flags: u8,
        noun: bool,
        nominal_ahead: bool,
        clauses: &Clauses,
        scratch: &Scratch,
    ) -> Tag {
        if flags & VB != 0 && self.last_verb == Tag::Infinitive && !(noun && self.headed) {
            return Tag::Infinitive;
        }
        if flags & VBG != 0 {
            return if noun && !self.is_object_start(at + 1, clauses) && self.last_verb != Tag::Gerund {
                Tag::Noun
            } else {
                Tag::Gerund
            };
        }
        if flags & VBN != 0 {
            if self.last_verb == Tag::Participle {
                return Tag::Participle;
            }
            // "peaceful and released prisoners" is rare, "and released prisoners" is not
            if self.finite {
                return if flags & VBD != 0 { Tag::Verb } else { Tag::Participle };
            }
            return if nominal_ahead && self.is_sure(at, scratch) { Tag::Adjective } else { Tag::Participle };
        }
        if flags & VBD != 0 {
            return Tag::Verb;
        }
        if noun && (self.headed || self.governed) && !self.is_object_start(at + 1, clauses) {
            return Tag::Noun;
        }
        if self.finite || !noun { Tag::Verb } else { Tag::Noun }
    }

    fn behind_comma(
        &self,
        at: TokenIndex,
        flags: u8,
        noun: bool,
        nominal_ahead: bool,
        clauses: &Clauses,
        scratch: &Scratch,
    ) -> Tag {
        if flags & VBG != 0 {
            return if noun && !self.is_object_start(at + 1, clauses) && !nominal_ahead {
                Tag::Noun
            } else {
                Tag::Gerund
            };
        }
        if flags & VBN != 0 {
            if flags & VBD != 0 && self.title && self.headed {
                return Tag::Verb;
            }
            let next = self.document.token(at + 1);
            // "the rebels, who were accused of killing him, denied it"
            let by = || self.document.cell(at + 1, Class::Preposition, 0, self.lexicon) == Some("by");
            if flags & VBD != 0 && self.resumed && !by() {
                return Tag::Verb;
            }
            let subject_waits = !self.finite && self.headed;
            // "…, Yoon, declared martial law": the last verb that could be the subject's
            // "…, a lawyer, said police had beaten him"
            let says = self.document.token(at).is(Class::Reporting) && !self.title;
            if flags & VBD != 0 && subject_waits && says && (nominal_ahead || self.is_object_start(at + 1, clauses)) {
                return Tag::Verb;
            }
            let last =
                flags & VBD != 0 && subject_waits && !self.is_awaited(at, scratch) && !self.is_later(at, scratch);
            if last {
                return Tag::Verb;
            }
            if nominal_ahead && !self.finite && !self.is_object_start(at + 1, clauses) {
                return Tag::Adjective;
            }
            if flags & VBD != 0
                && subject_waits
                && !self.is_awaited(at, scratch)
                && self.is_object_start(at + 1, clauses)
            {
                return Tag::Verb;
            }
            return if flags & VBD != 0
                && subject_waits
                && self.is_object_start(at + 1, clauses)
                && !next.is(Class::Determiner)
            {
                Tag::Verb
            } else if flags & VBD != 0 && self.last_verb == Tag::Verb {
                Tag::Verb
            } else {
                Tag::Participle
            };
        }
        if flags & VBD != 0 {
            return Tag::Verb;
        }
        if noun { Tag::Noun } else { Tag::Verb }
    }

    fn behind_verb(flags: u8, noun: bool, nominal_ahead: bool) -> Tag {
        if flags & VBG != 0 {
            return if noun && nominal_ahead { Tag::Adjective } else { Tag::Gerund };
        }
        if flags & VBN != 0 {
            return if nominal_ahead { Tag::Adjective } else { Tag::Participle };
        }
        if noun || flags & VBZ != 0 {
            Tag::Noun
        } else if flags & VBD != 0 {
            Tag::Verb
        } else {
            // an adjective that is also a verb: "remain free", "is clear"
            if nominal_ahead { Tag::Adjective } else { Tag::Infinitive }
        }
    }

    fn behind_noun(
        &self,
        at: TokenIndex,
        flags: u8,
        noun: bool,
        nominal_ahead: bool,
        clauses: &Clauses,
        scratch: &Scratch,
    ) -> Tag {
        let object = self.is_object_start(at + 1, clauses);
        let next = self.document.token(at + 1);
        let token_is_reporting = self.document.token(at).is(Class::Reporting);
        if flags & VBG != 0 {
            let compound = noun && !self.plural && !object && (!self.finite || self.determined || self.governed);
            return if compound { Tag::Noun } else { Tag::Gerund };
        }
        let sure = self.is_sure(at, scratch);
        // "opened fire": a participle has no object, unless it makes somebody something ("named director")
        let bare = flags & VBD != 0
            && nominal_ahead
            && !self.title
            && !next.is(Class::Role)
            && !next.is(Class::Adverb)
            && reading_at(self.mentions, clauses, at + 1).is_none();
        if flags & VBD != 0 && flags & VBN == 0 {
            return if noun && (self.finite || sure) && !object { Tag::Noun } else { Tag::Verb };
        }
        if flags & VBN != 0 {
            let content = self.says && !self.governed;
            // ", the ministry said": behind a comma a verb of saying is finite
            let attributes = self.parted && flags & VBD != 0 && !self.governed;
            let passive = matches!(
                self.document.cell(at + 1, Class::Preposition, 0, self.lexicon),
                Some("by" | "of" | "as" | "to" | "with" | "for")
            );
            if attributes && self.document.token(at).is(Class::Reporting) && !passive {
                return Tag::Verb;
            }
            // "officials said in May elections were fair": who can speak said it when
            let says = token_is_reporting
                && self.document.cell(at, Class::Reporting, 0, self.lexicon) == Some("say")
                && self.can_act(at.saturating_sub(1))
                && self.is_time(at + 1 + u32::from(next.is(Class::Preposition)), clauses);
            if says && flags & VBD != 0 && !self.governed && !self.finite {
                return Tag::Verb;
            }
            // "…, President Lima nominated her": behind a comma, with an object, it has a subject of its own
            let own = self.parted
                && object
                && !self.title
                && (next.classes.any(OBJECT_START) || self.before == Tag::Name && !self.determined);
            // "after lawmakers voted against it", but "after talks held in Vienna"
            let acts = !self.is_later(at, scratch) && self.can_act(at.saturating_sub(1));
            // "envoys who met the rebels said talks would go on": the subject before "who" still waits for its verb
            let waits = self.finite && self.outer.is_some() && token_is_reporting && !passive;
            let clause =
                !self.finite || content || own || waits || self.beside || self.opener && (object || bare || acts);
            if flags & VBD == 0 || !clause || sure && !(object || bare) {
                return Tag::Participle;
            }
            return Tag::Verb;
        }
        if flags & VBZ != 0 {
            if !noun {
                return if self.finite && sure { Tag::Noun } else { Tag::Verb };
            }
            if !self.finite && !sure && !self.plural && next.is(Class::Particle) && self.is_infinitive(at + 1, clauses)
            {
                return Tag::Verb;
            }
            if self.demonym || self.is_later(at, scratch) && !object && !(nominal_ahead && self.before == Tag::Name) {
                return Tag::Noun;
            }
            if self.finite || sure || self.determined && !object && !nominal_ahead {
                return if self.finite && object && !sure && self.before != Tag::Noun { Tag::Verb } else { Tag::Noun };
            }
            let to = next.is(Class::Particle) && next.is(Class::Preposition);
            let name_acts = self.before == Tag::Name && (!self.governed || self.title);
            return if object || nominal_ahead || name_acts && (to || self.title || next.is(Class::Preposition)) {
                Tag::Verb
            } else {
                Tag::Noun
            };
        }
        // base form; "demanded that Uganda withdraw its troops before the vote is held"
        if self.content && !self.finite && !self.ends(at + 1) && (!noun || object && self.before == Tag::Name) {
            return Tag::Verb;
        }
        // "that the rebels say was never agreed"
        if sure && self.plural && !noun && !self.finite && token_is_reporting {
            return Tag::Verb;
        }
        if self.finite || sure {
            return if object && (self.plural || self.coordinated) && !noun && !sure { Tag::Verb } else { Tag::Noun };
        }
        let many = self.plural || self.coordinated;
        if self.demonym && noun || self.is_later(at, scratch) && !object {
            return Tag::Noun;
        }
        if many && !self.ends(at + 1) {
            return Tag::Verb;
        }
        // "demanded that Hamas renounce"
        if self.content && !self.ends(at + 1) && (object || !noun) {
            return Tag::Verb;
        }
        if many && !noun {
            return Tag::Verb;
        }
        if !noun && (object || next.is(Class::Preposition)) { Tag::Verb } else { Tag::Noun }
    }

    /// A name, or a noun of somebody or something that acts by itself.
    fn can_act(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        let class = self.lexicon.sense(token.word, Class::Noun).map_or("", |sense| self.lexicon.cell(sense, 0));
        self.before == Tag::Name && !self.demonym
            || is_role(token, self.lexicon)
            || matches!(class, "person" | "group" | "organization" | "vehicle" | "weapon" | "animal")
    }

    fn at_start(&self, at: TokenIndex, flags: u8, noun: bool, nominal_ahead: bool, clauses: &Clauses) -> Tag {
        if flags & VBG != 0 {
            let next = self.document.token(at + 1);
            let of = noun && next.is(Class::Preposition) && !next.is(Class::Particle);
            return if of || noun && nominal_ahead && !self.is_object_start(at + 1, clauses) {
                Tag::Noun
            } else {
                Tag::Gerund
            };
        }
        if flags & VBN != 0 {
            return if nominal_ahead { Tag::Adjective } else { Tag::Participle };
        }
        if flags & VBD != 0 {
            return Tag::Verb;
        }
        if noun || flags & VBZ != 0 || !self.is_object_start(at + 1, clauses) { Tag::Noun } else { Tag::Infinitive }
    }

    /// Moves the state over a token.
    fn step(&mut self, at: TokenIndex, tag: Tag) {
        let token = self.document.token(at);
        // "said on Tuesday rebels killed 12": the preposition has its time
        self.governed &= !(self.says && self.before == Tag::Time && tag.is_nominal());
        match tag {
            Tag::Adverb | Tag::Negation => {
                self.prefixed = tag == Tag::Adverb && self.document.token(at + 1).has(Shape::HYPHEN);
                return;
            }
            Tag::Quote | Tag::Other => {
                self.parted |= tag == Tag::Quote;
                if self.pending == Pending::None && !self.before.is_nominal() {
                    self.before = Tag::Quote;
                }
                return;
            }
            Tag::Noun | Tag::Name | Tag::Pronoun => {
                self.demonym = tag == Tag::Name && self.demonym_ahead;
                self.pending = Pending::None;
                self.headed = true;
                self.pointing = tag == Tag::Pronoun && self.is_pointing(token);
                self.plural = tag != Tag::Name && self.is_plural(at, token);
            }
            Tag::Number | Tag::Adjective => self.pending = Pending::None,
            Tag::Time | Tag::Hyphen | Tag::Inside => {}
            Tag::Determiner | Tag::Possessive => {
                self.pending = Pending::None;
                self.determined = true;
                self.headed = false;
                self.coordinated = false;
            }
            Tag::Preposition => {
                self.pending = Pending::None;
                self.opener = token.is(Class::Subordinator);
                self.governed = true;
                self.determined = false;
                self.headed = false;
                self.coordinated = false;
            }
            Tag::Conjunction => {
                self.pending = Pending::None;
                self.beside = self.finite && self.before == Tag::Verb;
                self.coordinated = self.headed;
                self.determined = false;
            }
            Tag::Verb => {
                if self.finite {
                    self.outer = None;
                }
                self.resumed = false;
                self.fronted |= self.opener && !self.finite;
                self.parted = false;
                self.content = false;
                self.pending = Pending::None;
                self.says = token.is(Class::Reporting) && !self.says;
                self.finite = true;
                self.last_verb = tag;
                self.close_group();
            }
            Tag::Participle | Tag::Gerund | Tag::Infinitive => {
                let _ = at;
                self.pending = if self.is_be(at, token) { Pending::Be } else { Pending::None };
                self.last_verb = tag;
                self.close_group();
            }
            Tag::Auxiliary => {
                // "said it had expelled two men based in Oslo": what is said has its verb
                self.says = false;
                self.auxiliary(at, token);
                self.close_group();
            }
            Tag::Modal | Tag::To => {
                self.pending = Pending::Base;
                self.finite |= tag == Tag::Modal;
                self.says &= tag != Tag::Modal;
                self.close_group();
            }
            Tag::Dash | Tag::Close if self.aside.is_some() => {
                // "the attack — the third this week — killed five"
                if let Some(waiting) = self.aside.take() {
                    self.resume(waiting);
                }
                return;
            }
            Tag::Subordinator | Tag::Relative | Tag::Stop | Tag::Dash | Tag::Open => {
                match tag {
                    Tag::Dash | Tag::Open => self.aside = self.waiting().filter(|_| self.closes(at, tag)),
                    Tag::Relative => self.outer = self.waiting().filter(|waiting| waiting.headed && !waiting.finite),
                    Tag::Stop => (self.outer, self.told) = (None, false),
                    _ => self.told |= token.is(Class::Pronoun),
                }
                self.resumed = false;
                self.pending = Pending::None;
                self.says = false;
                self.content = tag == Tag::Subordinator && self.before.is_verb();
                self.fronted = tag == Tag::Subordinator && !self.content && !self.finite;
                self.finite = false;
                self.close_group();
            }
            Tag::Close | Tag::Particle => {}
            Tag::Comma => {
                if self.fronted && self.finite {
                    (self.fronted, self.finite) = (false, false);
                }
                if self.finite
                    && let Some(waiting) = self.outer.take()
                {
                    (self.headed, self.plural, self.finite) = (waiting.headed, waiting.plural, false);
                    self.resumed = true;
                }
                self.parted = true;
                self.beside = false;
                self.pending = Pending::None;
                self.determined = false;
                self.governed = false;
            }
        }
        self.before = tag;
    }

    fn waiting(&self) -> Option<Waiting> {
        (!self.title).then_some(Waiting {
            before: self.before,
            headed: self.headed,
            plural: self.plural,
            finite: self.finite,
            demonym: self.demonym,
            last_verb: self.last_verb,
        })
    }

    fn resume(&mut self, waiting: Waiting) {
        self.close_group();
        self.pending = Pending::None;
        (self.before, self.headed, self.plural) = (waiting.before, waiting.headed, waiting.plural);
        (self.finite, self.demonym, self.last_verb) = (waiting.finite, waiting.demonym, waiting.last_verb);
    }

    /// Whether an insertion that opens at `at` closes in its sentence.
    fn closes(&self, at: TokenIndex, tag: Tag) -> bool {
        (at + 1..self.end).any(|at| {
            let token = self.document.token(at);
            match tag {
                Tag::Open => matches!(self.document.word(at), ")" | "]"),
                _ => token.has(Shape::DASH) || token.has(Shape::HYPHEN) && token.has(Shape::SPACE_BEFORE),
            }
        })
    }

    fn close_group(&mut self) {
        self.beside = false;
        self.opener = false;
        self.headed = false;
        self.determined = false;
        self.governed = false;
        self.coordinated = false;
    }

    fn is_pointing(&self, token: Token) -> bool {
        token.is(Class::Determiner)
            || self.lexicon.senses(token.word).any(|sense| {
                sense.class == Class::Pronoun && has_feature(self.lexicon.cell(sense, 0), &["anaphor", "indefinite"])
            })
    }

    /// Whether "to" stands at `at` with an infinitive behind it.
    fn is_infinitive(&self, at: TokenIndex, clauses: &Clauses) -> bool {
        let token = self.document.token(at);
        let to = self
            .lexicon
            .senses(token.word)
            .any(|sense| sense.class == Class::Particle && self.lexicon.cell(sense, 0) == "infinitive");
        to && self.is_infinitive_ahead(at + 1, clauses)
    }

    fn is_be(&self, _at: TokenIndex, token: Token) -> bool {
        token.is(Class::Auxiliary)
            && self
                .lexicon
                .sense(token.word, Class::Auxiliary)
                .is_some_and(|sense| has_feature(self.lexicon.cell(sense, 0), &["be", "get"]))
    }

    fn auxiliary(&mut self, at: TokenIndex, token: Token) {
        let features = self.lexicon.sense(token.word, Class::Auxiliary).map_or("", |sense| self.lexicon.cell(sense, 0));
        let behind = self.pending;
        if has_feature(features, &["present", "past"]) && !(behind == Pending::Base && features.starts_with("have")) {
            self.finite |= behind == Pending::None;
        }
        self.pending = if has_feature(features, &["be", "get", "become"]) {
            Pending::Be
        } else if has_feature(features, &["have"]) {
            Pending::Have
        } else {
            Pending::Base
        };
        self.last_verb = if self.pending == Pending::Be { Tag::Verb } else { self.last_verb };
        let _ = at;
    }

    fn is_plural(&self, at: TokenIndex, token: Token) -> bool {
        if token.is(Class::Pronoun) {
            return self
                .lexicon
                .sense(token.word, Class::Pronoun)
                .is_some_and(|sense| self.lexicon.cell(sense, 0).contains('p'));
        }
        if let Some(sense) = self.lexicon.sense(token.word, Class::Noun) {
            // police, crowd: one word for many takes either
            return sense.flags == 1 || self.lexicon.cell(sense, 0) == "group";
        }
        if token.is(Class::NounForm) {
            return true;
        }
        let word = self.document.word(at);
        word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us")
    }
}
