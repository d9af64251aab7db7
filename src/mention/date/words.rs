//! What single words and phrases mean for a time: the lexicon's classes seen from the grammar. One [`Words`] per document, moved from sentence to sentence.

use super::point::Opening;
use super::{Expression, Found, Granularity, Measure, PartOfDay, Reference, Shift, TimeModifier, Unit};
use crate::document::{Document, Phrase, Sentence, Shape, Token, TokenIndex};
use crate::lexicon::{Class, ClassSet, Lexicon, Sense, WordId};
use crate::mention::function::Function;
use crate::mention::numeral::{Numeral, NumeralKind, Numerals};
use std::cell::Cell;
use std::ops::Range;

/// The grammar's view of one sentence.
pub(super) struct Words<'w, 't> {
    pub document: &'w Document<'t>,
    pub lexicon: &'w Lexicon,
    /// Tokens of the sentence.
    pub sentence: Range<TokenIndex>,
    /// Reads numbers, and knows function words.
    pub numerals: &'w Numerals<'w, 't>,
    /// Kinds of the modifiers met last, by word.
    kept_kinds: [Cell<(WordId, u32)>; KEPT_KINDS],
    /// Kinds of the modifiers that begin with the token asked about last.
    kept_begun: Cell<(TokenIndex, u32)>,
    /// What the first words of a time can be, of the token asked about last.
    pub(super) kept_opening: Cell<(TokenIndex, Opening)>,
}

/// For how many words the kinds of modifier are kept.
const KEPT_KINDS: usize = 128;

impl<'w, 't> Words<'w, 't> {
    pub(super) fn new(document: &'w Document<'t>, numerals: &'w Numerals<'w, 't>, lexicon: &'w Lexicon) -> Self {
        Self {
            document,
            lexicon,
            sentence: 0..0,
            numerals,
            kept_kinds: std::array::from_fn(|_| Cell::new((WordId::NONE, 0))),
            kept_begun: Cell::new((TokenIndex::MAX, 0)),
            kept_opening: Cell::new((TokenIndex::MAX, Opening::default())),
        }
    }

    pub(super) fn enter(&mut self, sentence: &Sentence) {
        self.sentence = sentence.tokens.clone();
        // a token behind the sentence before was asked about as if nothing stood there
        self.kept_opening.set((TokenIndex::MAX, Opening::default()));
    }

    /// The token, or one that covers nothing outside the sentence.
    pub(super) fn token(&self, at: TokenIndex) -> Token {
        if self.sentence.contains(&at) { self.document.token(at) } else { Token::default() }
    }

    pub(super) fn text(&self, at: TokenIndex) -> &'t str {
        self.token(at).span().of(self.document.text)
    }

    pub(super) fn before(&self, at: TokenIndex) -> Token {
        at.checked_sub(1).map_or_else(Token::default, |at| self.token(at))
    }

    /// A single sign, written so.
    pub(super) fn sign(&self, at: TokenIndex, sign: &str) -> bool {
        self.token(at).has(Shape::SIGN) && self.text(at) == sign
    }

    /// Nothing stands between this token and the one before.
    pub(super) fn glued(&self, at: TokenIndex) -> bool {
        self.sentence.contains(&at) && !self.token(at).has(Shape::SPACE_BEFORE)
    }

    pub(super) fn cell(&self, at: TokenIndex, class: Class, column: usize) -> Option<&'w str> {
        let token = self.token(at);
        if !token.is(class) {
            return None;
        }
        Some(self.lexicon.cell(self.lexicon.sense(token.word, class)?, column))
    }

    /// The longest phrase of a class from here on: its sense and its end. A word alone counts when no phrase fits.
    pub(super) fn longest(&self, at: TokenIndex, class: Class) -> Option<(Sense, TokenIndex)> {
        self.longest_where(at, class, |_, _| true)
    }

    /// As [`Self::longest`], among senses that `fits` accepts.
    pub(super) fn longest_where(
        &self,
        at: TokenIndex,
        class: Class,
        fits: impl Fn(&Lexicon, Sense) -> bool,
    ) -> Option<(Sense, TokenIndex)> {
        let token = self.token(at);
        let fitting = self.phrases(at).iter().rev().find(|phrase| {
            phrase.sense.class == class && phrase.end <= self.sentence.end && fits(self.lexicon, phrase.sense)
        });
        if let Some(phrase) = fitting {
            return Some((phrase.sense, phrase.end));
        }
        if !token.is(class) {
            return None;
        }
        let sense = self.lexicon.senses(token.word).find(|sense| sense.class == class && fits(self.lexicon, *sense))?;
        Some((sense, at + 1))
    }

    /// The phrases that begin at a token of the sentence.
    fn phrases(&self, at: TokenIndex) -> &'w [Phrase] {
        if self.sentence.contains(&at) { self.document.phrases(at) } else { &[] }
    }

    /// Everything that the word, or a phrase that begins with it, can be.
    pub(super) fn classes(&self, at: TokenIndex) -> ClassSet {
        let phrases = self.phrases(at).iter();
        phrases.fold(self.token(at).classes, |classes, phrase| classes.with(phrase.sense.class))
    }

    /// A time modifier of this kind: its value and end.
    pub(super) fn modifier(&self, at: TokenIndex, kind: Kind) -> Option<(&'w str, TokenIndex)> {
        if self.begun_kinds(at) & kind.bit() == 0 {
            return None;
        }
        let lexicon = self.lexicon;
        let (sense, end) = self.longest_where(at, Class::TimeModifier, |lexicon, sense| {
            Kind::named(lexicon.cell(sense, 1)) == Some(kind)
        })?;
        Some((lexicon.cell(sense, 0), end))
    }

    /// A word that is a time modifier of this kind by itself.
    pub(super) fn is_modifier(&self, at: TokenIndex, kind: Kind) -> bool {
        self.kinds(at) & kind.bit() != 0
    }

    /// The kinds of time modifier that a word or a phrase that begins with it is, one bit each.
    pub(super) fn begun_kinds(&self, at: TokenIndex) -> u32 {
        let kinds = self.kinds(at);
        if !self.token(at).is(Class::PhraseStart) {
            return kinds;
        }
        let (kept, begun) = self.kept_begun.get();
        if kept == at {
            return begun;
        }
        let modifiers = self.phrases(at).iter().filter(|phrase| phrase.sense.class == Class::TimeModifier);
        let begun = modifiers
            .filter_map(|phrase| Kind::named(self.lexicon.cell(phrase.sense, 1)))
            .fold(kinds, |kinds, kind| kinds | kind.bit());
        self.kept_begun.set((at, begun));
        begun
    }

    /// The kinds of time modifier that a word is by itself, one bit each.
    pub(super) fn kinds(&self, at: TokenIndex) -> u32 {
        let token = self.token(at);
        if !token.is(Class::TimeModifier) {
            return 0;
        }
        let slot = self.kept_kinds.get(token.word.number() as usize % KEPT_KINDS);
        if let Some((word, kinds)) = slot.map(Cell::get)
            && word == token.word
        {
            return kinds;
        }
        let senses = self.lexicon.senses(token.word).filter(|sense| sense.class == Class::TimeModifier);
        let kinds = senses
            .filter_map(|sense| Kind::named(self.lexicon.cell(sense, 1)))
            .fold(0, |kinds, kind| kinds | kind.bit());
        if let Some(slot) = slot {
            slot.set((token.word, kinds));
        }
        kinds
    }

    /// Whether the word has one of these marks.
    #[inline]
    pub(super) fn is(&self, at: TokenIndex, function: Function) -> bool {
        self.numerals.function.of(self.token(at)).any(function)
    }

    pub(super) fn is_the(&self, at: TokenIndex) -> bool {
        self.is(at, Function::DEFINITE)
    }

    pub(super) fn is_article(&self, at: TokenIndex) -> bool {
        self.is(at, Function::INDEFINITE)
    }

    /// "that", "this", "those".
    pub(super) fn is_demonstrative(&self, at: TokenIndex) -> bool {
        self.is(at, Function::DEMONSTRATIVE)
    }

    pub(super) fn is_and(&self, at: TokenIndex) -> bool {
        self.is(at, Function::AND)
    }

    pub(super) fn is_or(&self, at: TokenIndex) -> bool {
        self.is(at, Function::OR)
    }

    /// A dash or hyphen.
    pub(super) fn is_dash(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        token.has(Shape::HYPHEN) || token.has(Shape::DASH)
    }

    /// The end of a sentence, or a sign other than a hyphen.
    pub(super) fn is_break(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        token.end == 0 || token.has(Shape::SIGN) && !token.has(Shape::HYPHEN) || token.has(Shape::LINE_BEFORE)
    }

    /// A number of digits only, and how many digits it has.
    pub(super) fn digits(&self, at: TokenIndex) -> Option<(u32, usize)> {
        if !self.token(at).has(Shape::DIGIT) {
            return None;
        }
        let word = self.text(at);
        crate::text::number::whole(word).map(|value| (value, word.len()))
    }

    /// A number in digits or words; no fraction, no ordinal.
    pub(super) fn count(&self, at: TokenIndex) -> Option<Numeral> {
        let token = self.token(at);
        if !(token.has(Shape::DIGIT) || token.is(Class::Numeral) || token.is(Class::Determiner)) {
            return None;
        }
        let found = self.numerals.read_whole(at)?;
        (found.end <= self.sentence.end).then_some(found)
    }

    /// "first", "3rd", "last" (-1): which of a row.
    pub(super) fn ordinal(&self, at: TokenIndex) -> Option<(i32, TokenIndex)> {
        if self.is_modifier(at, Kind::Previous) && self.cell(at, Class::TimeModifier, 0).is_some() {
            return Some((-1, at + 1));
        }
        let found = self.numerals.read_whole(at)?;
        (found.kind == NumeralKind::Ordinal && found.value <= 100.0).then_some((found.value as i32, found.end))
    }

    pub(super) fn month(&self, at: TokenIndex) -> Option<u32> {
        self.cell(at, Class::Month, 0)?.parse().ok()
    }

    pub(super) fn weekday(&self, at: TokenIndex) -> Option<u32> {
        self.cell(at, Class::Weekday, 0)?.parse().ok()
    }

    /// A unit of time: what it is as a unit and as a length, and its end.
    pub(super) fn unit(&self, at: TokenIndex) -> Option<(Unit, Measure, TokenIndex)> {
        let lexicon = self.lexicon;
        let (sense, end) = self.longest(at, Class::TimeUnit)?;
        let unit = unit_of(lexicon.cell(sense, 1))?;
        Some((unit, measure_of(lexicon.cell(sense, 0), unit)?, end))
    }

    /// The unit of a single word, without phrases.
    pub(super) fn plain_unit(&self, at: TokenIndex) -> Option<Unit> {
        unit_of(self.cell(at, Class::TimeUnit, 1)?)
    }

    /// A unit in the plural: its word is longer than the singular that has the same sense, which ends without "s".
    pub(super) fn is_plural(&self, at: TokenIndex) -> bool {
        self.token(at).is(Class::TimeUnit) && self.cell(at, Class::TimeUnit, 2) == Some("plural")
    }

    /// A part of the day; not the marks of the twelve-hour clock.
    pub(super) fn part_of_day(&self, at: TokenIndex) -> Option<(PartOfDay, TokenIndex)> {
        let lexicon = self.lexicon;
        let (sense, end) = self.longest(at, Class::PartOfDay)?;
        let value = lexicon.cell(sense, 0);
        let (code, small_hours) = value.split_once('-').map_or((value, false), |(code, _)| (code, true));
        Some((PartOfDay { code: part_code(code)?, small_hours }, end))
    }

    /// Whether a day belongs to a time said as such; "a.m." or "p.m.".
    pub(super) fn meridiem(&self, at: TokenIndex) -> Option<Meridiem> {
        meridiem_named(self.cell(at, Class::PartOfDay, 0)?)
    }

    /// As [`Self::meridiem`], with its end: "p m".
    pub(super) fn meridiem_phrase(&self, at: TokenIndex) -> Option<(Meridiem, TokenIndex)> {
        if let Some(meridiem) = self.meridiem(at) {
            return Some((meridiem, at + 1));
        }
        let lexicon = self.lexicon;
        let (sense, end) = self.longest(at, Class::PartOfDay)?;
        Some((meridiem_named(lexicon.cell(sense, 0))?, end))
    }

    /// AD or BC, in capitals.
    pub(super) fn era(&self, at: TokenIndex) -> Option<Era> {
        let token = self.token(at);
        if !token.is(Class::TimeWord) || !token.has(Shape::UPPER) || self.cell(at, Class::TimeWord, 1) != Some("era") {
            return None;
        }
        Some(if self.cell(at, Class::TimeWord, 0) == Some("AD") { Era::Ours } else { Era::Before })
    }

    pub(super) fn season(&self, at: TokenIndex) -> Option<&'static str> {
        match self.cell(at, Class::Season, 0)? {
            "SP" => Some("SP"),
            "SU" => Some("SU"),
            "FA" => Some("FA"),
            "WI" => Some("WI"),
            _ => None,
        }
    }

    /// "last", "this", "next", "previous", "following", "same" before a unit or a name of the calendar.
    pub(super) fn shift(&self, at: TokenIndex) -> Option<(Shift, TokenIndex)> {
        if self.begun_kinds(at) & SHIFTS == 0 {
            return None;
        }
        let lexicon = self.lexicon;
        let kind = |lexicon: &Lexicon, sense: Sense| {
            Kind::named(lexicon.cell(sense, 1)).filter(|kind| kind.bit() & SHIFTS != 0)
        };
        let (sense, end) =
            self.longest_where(at, Class::TimeModifier, |lexicon, sense| kind(lexicon, sense).is_some())?;
        let (by, from_text) = match kind(lexicon, sense)? {
            Kind::Previous => (-1, false),
            Kind::Current => (0, false),
            Kind::Next => (1, false),
            Kind::Following => (1, true),
            Kind::Preceding => (-1, true),
            _ => (0, true),
        };
        Some((Shift { by, from_text }, end))
    }

    pub(super) fn found(from: TokenIndex, end: TokenIndex, expression: Expression, rule: &'static str) -> Found {
        Found { tokens: from..end, expression, modifier: None, rule }
    }

    /// now, recently, the future, recent years.
    pub(super) fn reference(&self, from: TokenIndex) -> Option<Found> {
        let lexicon = self.lexicon;
        let (sense, end) = self.longest_where(from, Class::TimeWord, |lexicon, sense| {
            matches!(lexicon.cell(sense, 1), "past" | "present" | "future")
        })?;
        let reference = match lexicon.cell(sense, 0) {
            "PAST_REF" => Reference::Past,
            "PRESENT_REF" => Reference::Present,
            _ => Reference::Future,
        };
        // "soon-to-open"
        if self.token(end).has(Shape::HYPHEN) && self.glued(end) {
            return None;
        }
        // prepositions stay outside
        let mut start = from;
        while start + 1 < end && self.token(start).is(Class::Preposition) {
            start += 1;
        }
        Some(Self::found(start, end, Expression::Reference(reference, None), "reference"))
    }

    /// "recent years", "the coming weeks".
    pub(super) fn recent_units(&self, from: TokenIndex) -> Option<Found> {
        let mut at = if self.is_the(from) { from + 1 } else { from };
        let reference = if let Some((_, end)) = self.modifier(at, Kind::Recent) {
            at = end;
            Reference::Past
        } else if let Some((_, end)) = self.modifier(at, Kind::Next) {
            at = end;
            Reference::Future
        } else {
            let (_, end) = self.modifier(at, Kind::Previous)?;
            at = end;
            Reference::Past
        };
        if !self.is_plural(at) {
            return None;
        }
        let (unit, _, end) = self.unit(at)?;
        let span = Expression::Reference(reference, Some(granularity(unit)));
        Some(Self::found(from, end, span, "recent units"))
    }

    /// "shortly before the vote": a time told by an event.
    pub(super) fn beside_event(&self, from: TokenIndex) -> Option<Found> {
        let (value, end) = self.modifier(from, Kind::Beside)?;
        let modifier = if value == "before" { TimeModifier::Before } else { TimeModifier::After };
        if !self.is_the(end) {
            return None;
        }
        // the group of nouns behind it, as far as nothing but words without function stand in it
        let mut at = end + 1;
        while !self.is_break(at) && at < end + 4 && self.is_content(at) {
            at += 1;
        }
        let mut found = Self::found(from, at, Expression::Beside(modifier), "beside an event");
        found.modifier = Some(modifier);
        (at > end + 1).then_some(found)
    }

    fn is_content(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        let function = [
            Class::Preposition,
            Class::Determiner,
            Class::Pronoun,
            Class::Conjunction,
            Class::Auxiliary,
            Class::Modal,
            Class::Possessive,
            Class::Relative,
            Class::Subordinator,
            Class::Weekday,
            Class::Month,
            Class::TimeWord,
        ];
        !function.iter().any(|class| token.is(*class)) && token.has(Shape::LETTER)
    }
}

/// What a time modifier does: the kinds of `word/time_modifiers.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Previous,
    Current,
    Next,
    Following,
    Preceding,
    Same,
    Start,
    Mid,
    End,
    Ago,
    Later,
    Earlier,
    Every,
    Frequency,
    Recent,
    Signal,
    Approximate,
    Beside,
    Numbered,
    Filler,
    Age,
    Long,
    Fiscal,
    Times,
    PastHour,
    ToHour,
    Street,
    Exact,
    Holding,
}

/// Kinds that say which of a row: last, this, next, the same.
pub(super) const SHIFTS: u32 = Kind::Previous.bit()
    | Kind::Current.bit()
    | Kind::Next.bit()
    | Kind::Following.bit()
    | Kind::Preceding.bit()
    | Kind::Same.bit();

/// Kinds that say which part of a stretch: early, mid, late.
pub(super) const POSITIONS: u32 = Kind::Start.bit() | Kind::Mid.bit() | Kind::End.bit();

impl Kind {
    /// Its bit in a set of kinds.
    pub(super) const fn bit(self) -> u32 {
        1 << self as u8
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "previous" => Kind::Previous,
            "current" => Kind::Current,
            "next" => Kind::Next,
            "following" => Kind::Following,
            "preceding" => Kind::Preceding,
            "same" => Kind::Same,
            "start" => Kind::Start,
            "mid" => Kind::Mid,
            "end" => Kind::End,
            "ago" => Kind::Ago,
            "later" => Kind::Later,
            "earlier" => Kind::Earlier,
            "every" => Kind::Every,
            "frequency" => Kind::Frequency,
            "recent" => Kind::Recent,
            "signal" => Kind::Signal,
            "approximate" => Kind::Approximate,
            "beside" => Kind::Beside,
            "numbered" => Kind::Numbered,
            "filler" => Kind::Filler,
            "age" => Kind::Age,
            "long" => Kind::Long,
            "fiscal" => Kind::Fiscal,
            "times" => Kind::Times,
            "street" => Kind::Street,
            "exact" => Kind::Exact,
            "holding" => Kind::Holding,
            "past_hour" => Kind::PastHour,
            "to_hour" => Kind::ToHour,
            _ => return None,
        })
    }
}

/// On which side of the year 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Era {
    Ours,
    Before,
}

/// Which half of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meridiem {
    Before,
    After,
    /// "o'clock"
    Unknown,
}

fn meridiem_named(value: &str) -> Option<Meridiem> {
    match value {
        "AM" => Some(Meridiem::Before),
        "PM" => Some(Meridiem::After),
        "HOUR" => Some(Meridiem::Unknown),
        _ => None,
    }
}

fn part_code(code: &str) -> Option<&'static str> {
    Some(match code {
        "MO" => "MO",
        "MI" => "MI",
        "AF" => "AF",
        "EV" => "EV",
        "NI" => "NI",
        "DT" => "DT",
        _ => return None,
    })
}

fn unit_of(granularity: &str) -> Option<Unit> {
    Some(match granularity {
        "second" | "millisecond" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "morning" => Unit::PartOfDay("MO"),
        "afternoon" => Unit::PartOfDay("AF"),
        "evening" => Unit::PartOfDay("EV"),
        "night" => Unit::PartOfDay("NI"),
        "day" | "weekday" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" | "fortnight" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "semester" => Unit::Half,
        "spring" => Unit::Season("SP"),
        "summer" => Unit::Season("SU"),
        "fall" => Unit::Season("FA"),
        "winter" => Unit::Season("WI"),
        "year" | "academic_year" => Unit::Year,
        "fiscal_year" => Unit::FiscalYear,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "millennium" => Unit::Millennium,
        _ => return None,
    })
}

/// `P10Y`, `PT30M`, `P1AF` as count and letter.
fn measure_of(value: &str, unit: Unit) -> Option<Measure> {
    let (clock, rest) = match value.strip_prefix("PT") {
        Some(rest) => (true, rest),
        None => (false, value.strip_prefix('P')?),
    };
    let split = rest.find(|c: char| c.is_ascii_alphabetic())?;
    let (count, code) = rest.split_at_checked(split)?;
    let code = match code {
        "S" => "S",
        "M" => "M",
        "H" => "H",
        "D" => "D",
        "W" => "W",
        "Y" => "Y",
        "WE" => "WE",
        "SP" => "SP",
        "SU" => "SU",
        "FA" => "FA",
        "WI" => "WI",
        code => part_code(code)?,
    };
    Some(Measure { count: count.parse().ok()?, code, clock, unit })
}

/// How fine a unit is.
pub(crate) fn granularity(unit: Unit) -> Granularity {
    match unit {
        Unit::Second => Granularity::Second,
        Unit::Minute => Granularity::Minute,
        Unit::Hour => Granularity::Hour,
        Unit::PartOfDay(_) => Granularity::PartOfDay,
        Unit::Day => Granularity::Day,
        Unit::Weekend => Granularity::Weekend,
        Unit::Week => Granularity::Week,
        Unit::Month => Granularity::Month,
        Unit::Quarter => Granularity::Quarter,
        Unit::Season(_) => Granularity::Season,
        Unit::Half | Unit::Year | Unit::FiscalYear => Granularity::Year,
        Unit::Decade => Granularity::Decade,
        Unit::Century | Unit::Millennium => Granularity::Century,
    }
}
