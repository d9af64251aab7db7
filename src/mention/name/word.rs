//! What a word of a run looks like and is known to be.
//!
//! In: tokens with their classes. Out: [`Word`]s, marked, and the [`Run`]s they stand in. Nothing is weighed here.

use crate::document::{Shape, Token, TokenIndex};
use crate::lexicon::{Class, ClassSet};
use crate::mention::evidence::Kind;
use crate::text::word;
use std::ops::Range;

/// What a word of a run looks like and is known to be; a set of marks.
pub(super) mod mark {
    pub const CAPITAL: u64 = 1;
    pub const UPPER: u64 = 1 << 1;
    pub const MIXED: u64 = 1 << 2;
    pub const NUMBER: u64 = 1 << 3;
    pub const HYPHEN: u64 = 1 << 4;
    pub const AMPERSAND: u64 = 1 << 5;
    pub const POSSESSIVE: u64 = 1 << 6;
    pub const PARTICLE: u64 = 1 << 7;
    pub const PREPOSITION: u64 = 1 << 8;
    pub const CONJUNCTION: u64 = 1 << 9;
    pub const DETERMINER: u64 = 1 << 10;
    pub const TAIL: u64 = 1 << 11;
    pub const INITIAL: u64 = 1 << 12;
    pub const GIVEN: u64 = 1 << 13;
    pub const FAMILY: u64 = 1 << 14;
    pub const ROLE: u64 = 1 << 15;
    pub const FUNCTION: u64 = 1 << 16;
    pub const MONTH: u64 = 1 << 17;
    pub const VERB: u64 = 1 << 18;
    pub const NOUN: u64 = 1 << 19;
    pub const DIRECTION: u64 = 1 << 20;
    pub const MEASURE: u64 = 1 << 21;
    pub const COMPANY_SUFFIX: u64 = 1 << 22;
    pub const PERSON_SUFFIX: u64 = 1 << 23;
    pub const LISTED: u64 = 1 << 24;
    pub const NAME_TOKEN: u64 = 1 << 25;
    pub const MEDIUM: u64 = 1 << 26;
    /// Of a name that is written without capitals.
    pub const LOWER: u64 = 1 << 27;
    pub const OF: u64 = 1 << 28;
    /// Letters and digits.
    pub const CODE: u64 = 1 << 29;
    pub const COMMA: u64 = 1 << 30;
    /// Begins a compound that is no name: Guinea pigs.
    pub const COMPOUND: u64 = 1 << 31;
    /// Opens or closes a letter: Dear, Regards.
    pub const GREETING: u64 = 1 << 32;
    /// A number that orders: 42nd.
    pub const ORDINAL: u64 = 1 << 33;

    /// The plural of a common noun.
    pub const PLURAL: u64 = 1 << 34;
    /// Ends as names of persons, of organizations, of places do.
    pub const LIKE_PERSON: u64 = 1 << 35;
    pub const LIKE_ORGANIZATION: u64 = 1 << 36;
    pub const LIKE_PLACE: u64 = 1 << 37;

    /// Signs and small words, which are never a name alone.
    pub const JOINT: u64 =
        HYPHEN | AMPERSAND | POSSESSIVE | PARTICLE | PREPOSITION | CONJUNCTION | DETERMINER | TAIL | COMMA;
}

/// What a word heads when it is the first or the last of a name.
pub(super) mod head {
    pub const ORGANIZATION_LAST: u16 = 1;
    pub const ORGANIZATION_FIRST: u16 = 1 << 1;
    pub const PLACE_LAST: u16 = 1 << 2;
    pub const PLACE_FIRST: u16 = 1 << 3;
    pub const FACILITY_LAST: u16 = 1 << 4;
    pub const FACILITY_FIRST: u16 = 1 << 5;
    pub const EVENT_LAST: u16 = 1 << 6;
    pub const EVENT_FIRST: u16 = 1 << 7;
    /// Streets, bridges, airports: facilities that are hardly ever organizations.
    pub const GROUNDS_LAST: u16 = 1 << 8;
    pub const GROUNDS_FIRST: u16 = 1 << 9;
}

/// How often a word stands with a capital.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Commonness {
    #[default]
    Unseen,
    Proper,
    Mixed,
    Even,
    Common,
}

/// One word of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) token: TokenIndex,
    pub(super) marks: u64,
    pub(super) heads: u16,
    pub(super) commonness: Commonness,
    /// What it is as a part of a longer name.
    pub(super) kind: Kind,
    /// Of its letters, without regard to case.
    pub(super) hash: u64,
    /// First of the listed names that begin here, in [`Finder::listed`].
    pub(super) listed: u32,
}

impl Word {
    pub(super) const NOTHING: Self =
        Self { token: 0, marks: 0, heads: 0, commonness: Commonness::Unseen, kind: Kind::Small, hash: 0, listed: 0 };

    pub(super) const fn is(&self, marks: u64) -> bool {
        self.marks & marks != 0
    }
}

/// Capitalised words that stand together in one sentence.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    pub(super) sentence: u32,
    pub(super) words: Range<u32>,
    pub(super) pieces: Range<u32>,
    pub(super) headline: bool,
    pub(super) upper: bool,
}

pub(super) const LONGEST_RUN: usize = 120;

pub(super) const FUNCTION: ClassSet = ClassSet::CLOSED.with(Class::Adverb);

pub(super) const MEASURE: ClassSet = ClassSet(0)
    .with(Class::Numeral)
    .with(Class::Currency)
    .with(Class::TimeUnit)
    .with(Class::TimeWord)
    .with(Class::PartOfDay)
    .with(Class::TimeZone);

pub(super) fn shape_marks(token: Token, text: &str) -> u64 {
    let mut marks = 0;
    if token.has(Shape::CAPITAL) {
        marks |= mark::CAPITAL;
    }
    if token.has(Shape::UPPER) && token.span().len() > 1 && token.has(Shape::CAPITAL) {
        marks |= mark::UPPER;
    }
    if token.has(Shape::MIXED) {
        marks |= mark::MIXED;
    }
    if token.has(Shape::DIGIT) {
        marks |= if token.has(Shape::LETTER) { mark::CODE } else { mark::NUMBER };
    }
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    if token.has(Shape::CAPITAL) && (letters == 1 && text.len() <= 3 || token.has(Shape::POINT) && letters == 1) {
        marks |= mark::INITIAL;
    }
    marks
}

pub(super) fn class_marks(token: Token) -> u64 {
    let mut marks = 0;
    for (class, bit) in [
        (Class::Role, mark::ROLE),
        (Class::Month, mark::MONTH),
        (Class::Weekday, mark::MONTH),
        (Class::Verb, mark::VERB),
        (Class::Noun, mark::NOUN),
        (Class::Direction, mark::DIRECTION),
        (Class::Medium, mark::MEDIUM),
        (Class::Greeting, mark::GREETING),
    ] {
        if token.is(class) {
            marks |= bit;
        }
    }
    if token.classes.any(FUNCTION) {
        marks |= mark::FUNCTION;
    }
    if token.classes.any(MEASURE) {
        marks |= mark::MEASURE;
    }
    marks
}

/// A word in capitals among small letters is an acronym, whatever its letters spell in lower case: US, WHO, IT.
pub(super) fn plain(word: &Word, run: &Run) -> Word {
    if !word.is(mark::UPPER) || run.upper {
        return *word;
    }
    let marks = word.marks & !(mark::FUNCTION | mark::VERB | mark::NOUN | mark::MEASURE);
    Word { marks, commonness: Commonness::Proper, ..*word }
}

pub(super) fn commonness(frequency: [u8; 3]) -> Commonness {
    let [lower, title, upper] = frequency;
    if lower == 0 && title == 0 {
        return if upper == 0 { Commonness::Unseen } else { Commonness::Proper };
    }
    match i16::from(lower) - i16::from(title) {
        _ if lower == 0 => Commonness::Proper,
        ..=-3 => Commonness::Proper,
        -2..=0 => Commonness::Mixed,
        1..=2 => Commonness::Even,
        _ => Commonness::Common,
    }
}

pub(super) const FIRST_HEADS: u16 =
    head::ORGANIZATION_FIRST | head::PLACE_FIRST | head::FACILITY_FIRST | head::EVENT_FIRST | head::GROUNDS_FIRST;

pub(super) fn head_bit(kind: &str, position: &str) -> u16 {
    let (last, first) = match kind {
        "organization" => (head::ORGANIZATION_LAST, head::ORGANIZATION_FIRST),
        "place" => (head::PLACE_LAST, head::PLACE_FIRST),
        "facility" => (head::FACILITY_LAST, head::FACILITY_FIRST),
        "grounds" => (head::GROUNDS_LAST, head::GROUNDS_FIRST),
        "named_event" => (head::EVENT_LAST, head::EVENT_FIRST),
        _ => return 0,
    };
    match position {
        "last" => last,
        "first" => first,
        _ => last | first,
    }
}

/// FNV-1a over the letters, ASCII capitals as small letters.
pub(super) fn hash(text: &str) -> u64 {
    word::hash(text.bytes().filter(|byte| *byte != b'.'))
}

/// The same for letters that stand apart.
pub(super) fn hash_of(letters: impl Iterator<Item = char>) -> u64 {
    let mut buffer = [0; 4];
    letters.fold(word::NO_LETTER, |sum, letter| {
        let bytes = letter.encode_utf8(&mut buffer).bytes();
        bytes.fold(sum, |sum, byte| word::hash_letter(sum, byte.to_ascii_lowercase()))
    })
}

/// A set of hashes that may hold a few more than were put in: one bit each.
#[derive(Debug)]
pub(super) struct Seen(Vec<u64>);

impl Default for Seen {
    fn default() -> Self {
        Self(vec![0; 256])
    }
}

impl Seen {
    pub(super) fn note(&mut self, hash: u64) {
        let bit = hash as usize & 0x3fff;
        if let Some(slot) = self.0.get_mut(bit >> 6) {
            *slot |= 1 << (bit & 63);
        }
    }

    pub(super) fn has(&self, hash: u64) -> bool {
        let bit = hash as usize & 0x3fff;
        self.0.get(bit >> 6).is_some_and(|slot| slot >> (bit & 63) & 1 == 1)
    }
}

pub(super) fn join_hash(sum: u64, word: u64) -> u64 {
    (sum.rotate_left(7) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
