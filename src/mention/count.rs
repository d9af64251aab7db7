//! Counts: numbers with their bounds, unit and what they count.
//!
//! In: the document, its names and times (a number inside them is no count). Out: count [`Mention`]s. The number itself is read by `mention::numeral`; which
//! event a count belongs to is decided in `event`.

mod age;
mod amount;
mod bare;
mod bound;
mod counted;
mod identifier;
mod pair;
mod rule;
mod single;

use super::function::Function;
use super::{Mention, Numerals, Reading};
use crate::document::{Document, Phrase, Shape, Token, TokenIndex, ZoneKind};
use crate::lexicon::{Class, Lexicon, Sense};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A number with what it counts.
#[derive(Clone, Debug, Default)]
pub struct CountReading {
    /// What sort of number.
    pub kind: CountKind,
    /// The number said.
    pub value: Option<f64>,
    /// The least it allows.
    pub min: Option<f64>,
    /// The most it allows.
    pub max: Option<f64>,
    /// How it is bounded.
    pub modifier: Option<CountModifier>,
    /// Whether it is said to be rough.
    pub approximate: bool,
    /// ISO 4217 code, `percent`, `percentage_point`, `year` or the unit's name.
    pub unit: Option<String>,
    /// Head noun phrase that is counted, with its modifiers.
    pub counted: Option<Range<TokenIndex>>,
    /// "other" stands before what is counted.
    pub excludes_named: bool,
    /// 120 in "52 of the 120 seats".
    pub of_total: Option<f64>,
    /// Value and unit in SI.
    pub si: Option<(f64, String)>,
    /// Rule that found it.
    pub rule: &'static str,
}

/// Sorts of counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountKind {
    /// Things or people.
    #[default]
    Count,
    /// Percentages and percentage points.
    Percent,
    /// Money.
    Money,
    /// Measures.
    Measure,
    /// First, second …
    Ordinal,
    /// Years of age.
    Age,
    /// Two-thirds.
    Fraction,
    /// 3-1
    Score,
}

/// How a count is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountModifier {
    /// At least 13: 13 or more.
    AtLeast,
    /// More than 13: 14 or more.
    MoreThan,
    /// Up to 13.
    AtMost,
    /// Fewer than 13.
    LessThan,
    /// Almost 13.
    Nearly,
    /// About 13.
    About,
    /// Between 40 and 50.
    Range,
    /// Dozens, hundreds.
    OrderOfMagnitude,
}

/// Counts in text order, where no name and no time stands.
pub(super) fn find(
    document: &Document,
    names: &[Mention],
    times: &[Mention],
    numerals: &Numerals,
    lexicon: &Lexicon,
) -> Vec<Mention> {
    let identifiers = identifier::identifiers(document, names);
    let mut reader =
        Reader { document, lexicon, numerals, names, times, identifiers, sentence: 0..0, floor: 0, last: None };
    let mut found = Vec::new();
    for (number, sentence) in document.sentences.iter().enumerate() {
        if !matches!(sentence.zone, ZoneKind::Title | ZoneKind::Body | ZoneKind::Caption) {
            continue;
        }
        reader.sentence = sentence.tokens.clone();
        reader.floor = sentence.tokens.start;
        reader.last = None;
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            if !reader.may_begin(at) {
                at += 1;
                continue;
            }
            let (count, next) = reader.read(at);
            at = next.max(at + 1);
            if let Some((tokens, reading)) = count {
                reader.floor = tokens.end;
                reader.last = reader.kept(&tokens, &reading);
                let mut span = document.span(&tokens);
                let last = document.token(tokens.end - 1);
                // the point behind "$1.5bn." ends the sentence
                let unpointed = last.span().of(document.text).strip_suffix('.');
                if tokens.end == sentence.tokens.end && unpointed.is_some_and(|word| !word.contains('.')) {
                    span.end -= 1;
                }
                let reading = Reading::Count(reading);
                found.push(Mention { span, tokens, sentence: number as u32, reading });
            }
        }
    }
    found
}

/// No phrase of quantifiers or units is longer.
const PHRASE: u32 = 6;

/// Reads the counts of one sentence after the other.
struct Reader<'r, 't> {
    document: &'r Document<'t>,
    lexicon: &'r Lexicon,
    numerals: &'r Numerals<'r, 't>,
    names: &'r [Mention],
    times: &'r [Mention],
    /// Numbers that are parts of names in this document: 737, 200.
    identifiers: Vec<&'r str>,
    /// The sentence being read.
    sentence: Range<TokenIndex>,
    /// First token that belongs to no count yet.
    floor: TokenIndex,
    /// The last age, share or sum of the sentence.
    last: Option<Last>,
}

/// A count that the next one may lean on: "aged 12 and 14", "to 4.1 billion euros from 4.6 billion".
struct Last {
    kind: CountKind,
    unit: Option<String>,
    tokens: Range<TokenIndex>,
}

/// A count and its tokens.
type Found = (Range<TokenIndex>, CountReading);

impl<'r> Reader<'r, '_> {
    /// Whether a count may begin with this token; cheap.
    fn may_begin(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        if token.has(Shape::DIGIT) || token.is(Class::Numeral) {
            return true;
        }
        if !token.is(Class::Determiner) && !token.is(Class::Negation) {
            return false;
        }
        let next = self.token(at + 1);
        next.is(Class::Numeral) && (self.is_article(at) || token.is(Class::Negation))
            || token.is(Class::Negation) && next.is(Class::Determiner) && self.token(at + 2).is(Class::Numeral)
    }

    /// What the next count may lean on.
    fn kept(&self, tokens: &Range<TokenIndex>, reading: &CountReading) -> Option<Last> {
        let leant = matches!(reading.kind, CountKind::Age | CountKind::Percent | CountKind::Money);
        leant.then(|| Last { kind: reading.kind, unit: reading.unit.clone(), tokens: tokens.clone() })
    }

    // ---- tokens -----------------------------------------------------------------------------------------------------------------------

    fn token(&self, at: TokenIndex) -> Token {
        self.document.token(at)
    }

    /// Whether a token stands in this sentence and has no white space before it.
    fn is_glued(&self, at: TokenIndex) -> bool {
        at > self.sentence.start && at < self.sentence.end && !self.token(at).has(Shape::SPACE_BEFORE)
    }

    fn is_inside(&self, at: TokenIndex) -> bool {
        self.sentence.contains(&at)
    }

    /// A hyphen or dash between two tokens that it glues together.
    fn is_hyphen(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        (token.has(Shape::HYPHEN) || token.has(Shape::DASH)) && self.is_glued(at) && self.is_glued(at + 1)
    }

    fn is_article(&self, at: TokenIndex) -> bool {
        self.is(at, Function::INDEFINITE)
    }

    /// Whether a token of the sentence has one of these marks.
    fn is(&self, at: TokenIndex, function: Function) -> bool {
        self.is_inside(at) && self.numerals.function.of(self.token(at)).any(function)
    }

    fn is_sign(&self, at: TokenIndex, sign: &str) -> bool {
        self.is_inside(at) && self.token(at).has(Shape::SIGN) && self.document.word(at) == sign
    }

    // ---- names and times --------------------------------------------------------------------------------------------------------------

    fn name_at(&self, at: TokenIndex) -> Option<&'r Mention> {
        cover(self.names, at)
    }

    fn is_time(&self, at: TokenIndex) -> bool {
        cover(self.times, at).is_some()
    }

    // ---- lexicon ----------------------------------------------------------------------------------------------------------------------

    /// The longest word or phrase of `class` that begins at `at` and fits, and where it ends.
    fn longest(
        &self,
        at: TokenIndex,
        class: Class,
        fits: impl Fn(&Lexicon, Sense) -> bool,
    ) -> Option<(Sense, TokenIndex)> {
        if !self.is_inside(at) {
            return None;
        }
        let token = self.token(at);
        let end = self.sentence.end;
        let fitting = self
            .document
            .phrases(at)
            .iter()
            .rev()
            .find(|phrase| phrase.sense.class == class && phrase.end <= end && fits(self.lexicon, phrase.sense));
        if let Some(phrase) = fitting {
            return Some((phrase.sense, phrase.end));
        }
        if !token.is(class) {
            return None;
        }
        let sense = self.lexicon.senses(token.word).find(|sense| sense.class == class && fits(self.lexicon, *sense))?;
        Some((sense, at + 1))
    }

    /// The quantifier of a side that ends right before `end`: where it begins, and its value.
    fn quantifier_before(&self, end: TokenIndex, side: &str) -> Option<(TokenIndex, &'r str)> {
        let lexicon = self.lexicon;
        let first = self.floor.max(end.saturating_sub(PHRASE));
        for start in first..end {
            let token = self.token(start);
            let alone = start + 1 == end && token.is(Class::Quantifier);
            if !alone && !token.is(Class::PhraseStart) {
                continue;
            }
            let found = self.longest_to(start, end, Class::Quantifier, |sense| lexicon.cell(sense, 1) == side);
            if let Some(sense) = found {
                return Some((start, lexicon.cell(sense, 0)));
            }
        }
        None
    }

    /// A word or phrase of `class` that covers `start..end`.
    fn longest_to(
        &self,
        start: TokenIndex,
        end: TokenIndex,
        class: Class,
        fits: impl Fn(Sense) -> bool,
    ) -> Option<Sense> {
        if start + 1 == end {
            let word = self.token(start).word;
            return self.lexicon.senses(word).find(|sense| sense.class == class && fits(*sense));
        }
        let mut phrases = self.document.phrases(start).iter().rev();
        let fits = |phrase: &&Phrase| phrase.end == end && phrase.sense.class == class && fits(phrase.sense);
        phrases.find(fits).map(|phrase| phrase.sense)
    }

    /// The quantifier of a side that begins at `at`: where it ends, and its value.
    fn quantifier_after(&self, at: TokenIndex, side: &str) -> Option<(TokenIndex, &'r str)> {
        let lexicon = self.lexicon;
        let (sense, end) = self.longest(at, Class::Quantifier, |lexicon, sense| lexicon.cell(sense, 1) == side)?;
        Some((end, lexicon.cell(sense, 0)))
    }
}

/// The mention of a list without overlaps that covers a token.
fn cover(mentions: &[Mention], at: TokenIndex) -> Option<&Mention> {
    let next = mentions.partition_point(|mention| mention.tokens.end <= at);
    mentions.get(next).filter(|mention| mention.tokens.contains(&at))
}
