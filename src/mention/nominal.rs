//! Nominals and pronouns: common noun groups and pronouns that refer to people, organizations and places.
//!
//! In: the document and its names. Out: nominal and pronoun [`Mention`]s. What they refer to is decided in `entity::coreference`; a noun group that is only the
//! title of a name is kept in the name's reading and is no mention of its own.

use super::Mention;
use super::Reading;
use crate::document::{Document, Sentence, Shape, Token, TokenIndex, ZoneKind};
use crate::lexicon::{Class, ClassSet, Lexicon, Sense};
use std::ops::Range;

/// A common noun group that refers to somebody or something: "14 prisoners", "his wife", "the president", "the released detainees".
#[derive(Clone, Debug)]
pub struct NominalReading {
    /// The head noun.
    pub head: TokenIndex,
    /// Semantic class of the head, from `word/nouns.tsv` or `role/`: person, group, organization, place, facility …
    pub class: &'static str,
    /// More than one is meant.
    pub plural: bool,
    /// A definite determiner or possessive stands before it.
    pub definite: bool,
    /// The possessive pronoun or possessor name before it ("his", "Tsikhanouski's"), as tokens.
    pub possessor: Option<Range<TokenIndex>>,
    /// The head is a role, title or kinship word.
    pub role: bool,
    /// `m` or `f` when the word fixes it.
    pub gender: Option<char>,
}

/// A pronoun.
#[derive(Clone, Debug)]
pub struct PronounReading {
    /// Person 1 to 3; 0 for "who" and "which".
    pub person: u8,
    /// More than one is meant.
    pub plural: bool,
    /// `m`, `f` or `n` when the word fixes it.
    pub gender: Option<char>,
    /// his, her, their, whose.
    pub possessive: bool,
    /// who, which, that.
    pub relative: bool,
}

/// Words that end a noun group to the left.
const CLOSED: ClassSet = ClassSet(0)
    .with(Class::Preposition)
    .with(Class::Conjunction)
    .with(Class::Subordinator)
    .with(Class::Pronoun)
    .with(Class::Auxiliary)
    .with(Class::Modal)
    .with(Class::Relative)
    .with(Class::Reporting)
    .with(Class::Negation);

/// Nominals and pronouns in text order; nominals do not overlap names, but may hold them as possessors or modifiers.
pub(super) fn find(document: &Document, names: &[Mention], lexicon: &Lexicon) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut finder = Finder { document, lexicon, names, next: 0 };
    for sentence in &document.sentences {
        if matches!(sentence.zone, ZoneKind::Title | ZoneKind::Caption | ZoneKind::Body | ZoneKind::Dateline) {
            finder.read(sentence, &mut mentions);
        }
    }
    mentions
}

/// The titles and roles directly before a name, without determiner: "former foreign minister", "Gen.", "opposition leader".
pub(super) fn title_before(document: &Document, start: TokenIndex) -> Option<Range<TokenIndex>> {
    let sentence = document.sentence_of(start)?;
    let floor = document.sentences.get(sentence as usize)?.tokens.start;
    let mut from = start;
    while from > floor {
        let Some(longer) = role_ending_at(document, floor, from) else { break };
        from = longer;
    }
    (from < start).then_some(from..start)
}

/// Where the longest role that ends before `end` begins.
fn role_ending_at(document: &Document, floor: TokenIndex, end: TokenIndex) -> Option<TokenIndex> {
    let last = document.token(end - 1);
    if last.has(Shape::SIGN) && !last.has(Shape::HYPHEN) {
        return None;
    }
    for from in floor.max(end.saturating_sub(6))..end - 1 {
        if !document.token(from).is(Class::PhraseStart) {
            continue;
        }
        let found =
            document.phrases_within(from..end).iter().any(|hit| hit.end == end && hit.sense.class == Class::Role);
        if found {
            return Some(from);
        }
    }
    last.is(Class::Role).then_some(end - 1)
}

struct Finder<'d, 'a> {
    document: &'d Document<'a>,
    lexicon: &'d Lexicon,
    names: &'d [Mention],
    /// First name that may lie at or behind the current token.
    next: usize,
}

/// What a head noun is.
struct Head {
    at: TokenIndex,
    first: TokenIndex,
    class: &'static str,
    plural: bool,
    role: bool,
    gender: Option<char>,
}

impl Finder<'_, '_> {
    fn read(&mut self, sentence: &Sentence, mentions: &mut Vec<Mention>) {
        let mut at = sentence.tokens.start;
        let mut floor = at;
        while at < sentence.tokens.end {
            if let Some(name) = self.name_at(at) {
                at = name.tokens.end;
                continue;
            }
            let token = self.document.token(at);
            if let Some(reading) = self.pronoun(at, token) {
                mentions.push(Mention::over(self.document, at..at + 1, Reading::Pronoun(reading)));
                at += 1;
                continue;
            }
            let closed = token.classes.any(CLOSED) && !self.is_under_determiner(at, floor);
            if !token.has(Shape::LETTER) || !(token.is(Class::Noun) || token.is(Class::Role)) || closed {
                at += 1;
                continue;
            }
            let Some(head) = self.head(at, sentence) else {
                at += 1;
                continue;
            };
            let end = head.at + 1;
            if self.modifies_name(&head) {
                at = end;
                continue;
            }
            if let Some(mention) = self.nominal(&head, floor, sentence) {
                mentions.push(mention);
                floor = end;
            }
            at = end;
        }
    }

    /// "senior" in "a senior U.S. official": a name and another noun follow.
    fn modifies_name(&self, head: &Head) -> bool {
        let Some(name) = self.names.get(self.next).filter(|name| name.tokens.start == head.at + 1) else {
            return false;
        };
        let behind = self.document.token(name.tokens.end);
        let person = matches!(&name.reading, Reading::Name(reading) if reading.kind == super::NameType::Person);
        !person && !behind.has(Shape::CAPITAL) && (behind.is(Class::Noun) || behind.is(Class::Role))
    }

    fn is_under_determiner(&self, at: TokenIndex, floor: TokenIndex) -> bool {
        let before = self.document.token(at.saturating_sub(1));
        at > floor && (before.is(Class::Determiner) || before.is(Class::Possessive))
    }

    /// The name that covers a token; asked for with rising tokens.
    fn name_at(&mut self, at: TokenIndex) -> Option<&Mention> {
        while self.names.get(self.next).is_some_and(|name| name.tokens.end <= at) {
            self.next += 1;
        }
        self.names.get(self.next).filter(|name| name.tokens.start <= at)
    }

    fn pronoun(&self, at: TokenIndex, token: Token) -> Option<PronounReading> {
        if token.is(Class::Possessive)
            && let Some(value) = self.document.cell(at, Class::Possessive, 0, self.lexicon)
            && token.has(Shape::LETTER)
            && value.starts_with(['1', '3'])
        {
            return personal(value, true);
        }
        if token.is(Class::Pronoun)
            && let Some(value) = self.document.cell(at, Class::Pronoun, 0, self.lexicon)
            && value.starts_with(['1', '3'])
        {
            return personal(value, false);
        }
        if token.is(Class::Relative)
            && let Some(value @ ("person" | "thing" | "possessive")) =
                self.document.cell(at, Class::Relative, 0, self.lexicon)
        {
            return Some(PronounReading {
                person: 0,
                plural: false,
                gender: None,
                possessive: value == "possessive",
                relative: true,
            });
        }
        None
    }

    /// The head of the noun group that begins with the noun at `at`: the last of the nouns that follow each other.
    fn head(&mut self, at: TokenIndex, sentence: &Sentence) -> Option<Head> {
        let end = sentence.tokens.end;
        let limit = self.names.get(self.next).map_or(end, |name| name.tokens.start.min(end));
        let mut head = self.noun(at, limit)?;
        loop {
            let next = head.at + 1;
            if next >= limit || next >= end {
                break;
            }
            let token = self.document.token(next);
            if !(token.is(Class::Noun) || token.is(Class::Role)) || token.classes.any(CLOSED) {
                break;
            }
            // a word that is a verb too ends the group: "the president visits"
            if token.is(Class::Verb) && !head.plural && !self.is_plural_noun(token) {
                break;
            }
            if token.is(Class::Verb) && head.plural {
                break;
            }
            let Some(longer) = self.noun(next, limit) else { break };
            head = Head { first: head.first, ..longer };
        }
        matches!(head.class, "person" | "group" | "organization" | "place" | "facility" | "building").then_some(head)
    }

    fn is_plural_noun(&self, token: Token) -> bool {
        self.lexicon.senses(token.word).any(|sense| sense.class == Class::Noun && sense.flags == 1)
    }

    /// The noun or role, of one word or several, that begins at a token.
    fn noun(&mut self, at: TokenIndex, limit: TokenIndex) -> Option<Head> {
        let document = self.document;
        let token = document.token(at);
        let mut best: Option<(usize, Sense)> = None;
        if token.is(Class::PhraseStart) {
            for hit in document.phrases_within(at..limit.min(at + 5)) {
                let fits = matches!(hit.sense.class, Class::Noun | Class::Role) && !self.is_modifier(hit.sense);
                if fits && best.is_none_or(|(words, sense)| hit.words() > words || sense.class == Class::Noun) {
                    best = Some((hit.words(), hit.sense));
                }
            }
        }
        let single = self
            .lexicon
            .senses(token.word)
            .filter(|sense| sense.class == Class::Role && !self.is_modifier(*sense))
            .chain(self.lexicon.senses(token.word).filter(|sense| sense.class == Class::Noun))
            .next();
        let (words, sense) = best.or_else(|| single.map(|sense| (1, sense)))?;
        let last = at + words as u32 - 1;
        Some(self.describe(at, last, sense))
    }

    fn is_modifier(&self, sense: Sense) -> bool {
        sense.class == Class::Role && self.lexicon.cell(sense, 0) == "modifier"
    }

    fn describe(&self, first: TokenIndex, at: TokenIndex, sense: Sense) -> Head {
        if sense.class == Class::Role {
            let gender = match self.lexicon.cell(sense, 1) {
                "m" => Some('m'),
                "f" => Some('f'),
                _ => None,
            };
            let name = self.lexicon.cell(sense, 3);
            let said = self.document.words(&(first..at + 1));
            return Head { at, first, class: "person", plural: is_plural_form(said, name), role: true, gender };
        }
        let class = match self.lexicon.cell(sense, 0) {
            "person" => "person",
            "group" => "group",
            "organization" => "organization",
            "place" => "place",
            "facility" => "facility",
            "building" => "building",
            _ => "thing",
        };
        Head { at, first, class, plural: sense.flags == 1, role: false, gender: None }
    }

    fn nominal(&self, head: &Head, floor: TokenIndex, sentence: &Sentence) -> Option<Mention> {
        let next = self.names.get(self.next);
        // the title of a name is no mention of its own
        if next.is_some_and(|name| match &name.reading {
            Reading::Name(reading) => reading.title.as_ref().is_some_and(|title| title.contains(&head.at)),
            _ => false,
        }) {
            return None;
        }
        let floor = floor.max(sentence.tokens.start);
        let (mut start, definite, possessor) = self.left_edge(head, floor);
        while start < head.first && self.document.token(start).has(Shape::SIGN) {
            start += 1;
        }
        let bare = start == head.at;
        if self.is_verb_here(head, start) || self.is_doubtful(head) || bare && is_made_place(head) {
            return None;
        }
        let reading = NominalReading {
            head: head.at,
            class: head.class,
            plural: head.plural,
            definite,
            possessor,
            role: head.role,
            gender: head.gender,
        };
        Some(Mention::over(self.document, start..head.at + 1, Reading::Nominal(reading)))
    }

    /// One word that can name people and something else (figure, relation), without another noun before it.
    fn is_doubtful(&self, head: &Head) -> bool {
        let token = self.document.token(head.at);
        !head.role
            && head.first == head.at
            && !(head.at > 0 && self.document.token(head.at - 1).is(Class::Noun))
            && self.lexicon.senses(token.word).any(|sense| {
                sense.class == Class::Noun
                    && !matches!(
                        self.lexicon.cell(sense, 0),
                        "person" | "group" | "organization" | "place" | "facility" | "building"
                    )
            })
    }

    /// Where the group begins, whether it is definite, and whose it is.
    fn left_edge(&self, head: &Head, floor: TokenIndex) -> (TokenIndex, bool, Option<Range<TokenIndex>>) {
        let mut start = head.first;
        let mut open = start;
        // words on the far side of a verb form count only under a determiner
        let mut verb_passed = false;
        while open > floor && head.first - open < 7 {
            let at = open - 1;
            let token = self.document.token(at);
            if let Some(name) = self.name_over(at) {
                // a name modifies only what it directly precedes
                if at + 1 != start || name.tokens.start < floor || verb_passed {
                    break;
                }
                start = name.tokens.start;
                open = start;
                continue;
            }
            if token.is(Class::Possessive) {
                return self.possessive_edge(at, token, floor);
            }
            if token.is(Class::Determiner) {
                let value = self.document.cell(at, Class::Determiner, 0, self.lexicon).unwrap_or("");
                return (at, value == "def" || value.starts_with("dem"), None);
            }
            if token.has(Shape::SIGN) && !token.has(Shape::HYPHEN) || token.classes.any(CLOSED) {
                break;
            }
            // the verb of a name before it: "NAME pardoned 14 prisoners"
            let verb = token.is(Class::Verb) && !token.is(Class::Noun);
            if verb && at > floor && (self.is_in_name(at - 1) || self.document.token(at - 1).is(Class::Pronoun)) {
                break;
            }
            // "destroyed 200 houses": what goes with a noun stands behind its number
            if token.is(Class::Verb) && self.opens_object(at + 1) || verb && !self.is_participle(token) {
                break;
            }
            let known =
                token.is(Class::Noun) || token.is(Class::Role) || token.is(Class::Numeral) || token.has(Shape::DIGIT);
            verb_passed |= verb;
            if !verb_passed && (known || !token.is(Class::Adverb)) {
                start = at;
            }
            open = at;
        }
        (start, false, None)
    }

    fn name_over(&self, at: TokenIndex) -> Option<&Mention> {
        let before = self.names.partition_point(|name| name.tokens.end <= at);
        self.names.get(before).filter(|name| name.tokens.start <= at)
    }

    fn possessive_edge(
        &self,
        at: TokenIndex,
        token: Token,
        floor: TokenIndex,
    ) -> (TokenIndex, bool, Option<Range<TokenIndex>>) {
        if token.has(Shape::LETTER) && !token.span().of(self.document.text).starts_with(['\'', '’']) {
            return (at, true, Some(at..at + 1));
        }
        let before = self.names[..self.names.len().min(self.next + 1)]
            .iter()
            .rev()
            .find(|name| name.tokens.end <= at)
            .filter(|name| name.tokens.end == at && name.tokens.start >= floor);
        match before {
            Some(name) => (name.tokens.start, true, Some(name.tokens.clone())),
            None => (at + 1, true, None),
        }
    }

    fn is_in_name(&self, at: TokenIndex) -> bool {
        self.name_over(at).is_some()
    }

    fn is_participle(&self, token: Token) -> bool {
        self.lexicon.senses(token.word).any(|sense| sense.class == Class::Verb && sense.flags & 24 != 0)
    }

    /// Whether a number stands at a token, or a word that opens a noun group.
    fn opens_object(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        token.is(Class::Numeral)
            || token.has(Shape::DIGIT)
            || token.classes.any(ClassSet(0).with(Class::Determiner).with(Class::Possessive))
                && token.has(Shape::SPACE_BEFORE)
    }

    /// A head that can be a verb, alone behind "to", a modal, a pronoun or a name, is one.
    fn is_verb_here(&self, head: &Head, start: TokenIndex) -> bool {
        let token = self.document.token(head.at);
        if !token.is(Class::Verb) || start < head.at {
            return false;
        }
        if self.opens_object(head.at + 1) {
            return true;
        }
        if head.at == 0 {
            return false;
        }
        let before = self.document.token(head.at - 1);
        before.is(Class::Modal)
            || before.is(Class::Auxiliary)
            || before.is(Class::Pronoun)
            || before.is(Class::Particle) && before.is(Class::Preposition)
            || self.document.cell(head.at - 1, Class::Preposition, 0, self.lexicon) == Some("to")
            || self.is_in_name(head.at - 1)
    }
}

fn is_made_place(head: &Head) -> bool {
    matches!(head.class, "facility" | "building" | "place")
}

/// `3sm` and its like: person, number, gender. Indefinite pronouns refer to nobody.
fn personal(value: &str, possessive: bool) -> Option<PronounReading> {
    let mut parts = value.split('|');
    let core = parts.next().unwrap_or("").as_bytes();
    if parts.next().is_some() {
        return None;
    }
    Some(PronounReading {
        person: core.first()?.wrapping_sub(b'0'),
        plural: core.get(1) == Some(&b'p'),
        gender: match core.get(2) {
            Some(b'm') => Some('m'),
            Some(b'f') => Some('f'),
            Some(b'n') => Some('n'),
            _ => None,
        },
        possessive,
        relative: false,
    })
}

/// Whether the text writes a role in its plural: not the name itself, and with another end.
fn is_plural_form(said: &str, name: &str) -> bool {
    let (said, name) = (crate::text::folded(said), crate::text::folded(name));
    let last = |text| str::rsplit(text, [' ', '-']).next().unwrap_or("");
    let (said, name) = (last(&said), last(&name));
    said != name && (said.ends_with('s') && !said.ends_with("ss") || said.ends_with("men") || said.ends_with("ren"))
}
