//! Mentions: what the text says, before anything is resolved. Names cut and typed, dates, counts, nominals, pronouns, quotes, triggers.
//!
//! In: a [`Document`] and the lexicon. Out: [`Mention`]s in text order. Which thing a name or pronoun means is decided in `entity`, which happening a trigger
//! belongs to in `event`.

pub mod count;
pub mod date;
pub mod evidence;
pub mod function;
pub mod name;
pub mod nominal;
pub mod numeral;
pub mod quote;
pub mod trigger;

pub use count::CountReading;
pub use date::TimeReading;
pub use name::{NameReading, NameType};
pub use nominal::{NominalReading, PronounReading};
pub use numeral::Numerals;
pub use quote::QuoteReading;
pub use trigger::TriggerReading;

use crate::document::{Document, TokenIndex};
use crate::lexicon::Lexicon;
use crate::text::Span;
use std::cmp::Reverse;
use std::ops::Range;

/// Index of a [`Mention`] in the list that [`find`] returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MentionId(pub u32);

/// A span of one sentence that refers to something (a quote may cross sentences).
#[derive(Clone, Debug)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<TokenIndex>,
    /// The sentence it starts in.
    pub sentence: u32,
    /// What it says.
    pub reading: Reading,
}

/// What a mention says.
#[derive(Clone, Debug)]
pub enum Reading {
    /// A name.
    Name(NameReading),
    /// A common noun group that refers to somebody: "14 prisoners", "his wife", "the president".
    Nominal(NominalReading),
    /// A pronoun.
    Pronoun(PronounReading),
    /// A date, time, duration or set.
    Time(TimeReading),
    /// A number with what it counts.
    Count(CountReading),
    /// Words in quotation marks.
    Quote(QuoteReading),
    /// A word that may tell an event.
    Trigger(TriggerReading),
}

/// Finds all mentions: names first (two looks), then times, then counts where no name or time stands, then the rest.
pub fn find(document: &Document, lexicon: &Lexicon) -> Vec<Mention> {
    find_watched(document, lexicon, |_| {})
}

/// As [`find`]; `done` is told the name of each kind of mention as soon as all of it is found, so that a bench can tell them apart.
pub fn find_watched(document: &Document, lexicon: &Lexicon, mut done: impl FnMut(&'static str)) -> Vec<Mention> {
    let names = name::find(document, lexicon);
    done("names");
    let numerals = Numerals::new(document, lexicon);
    let times = date::find(document, &names, &numerals, lexicon);
    done("times");
    let counts = count::find(document, &names, &times, &numerals, lexicon);
    done("counts");
    let nominals = nominal::find(document, &names, lexicon);
    done("nominals");
    let quotes = quote::find(document, lexicon);
    done("quotes");
    let triggers = trigger::find(document, &names, lexicon);
    done("triggers");
    merge([names, times, counts, nominals, quotes, triggers])
}

/// All mentions in text order, of those that start together the longest first. Mentions are large: each is moved once.
fn merge<const KINDS: usize>(lists: [Vec<Mention>; KINDS]) -> Vec<Mention> {
    let key = |mention: &Mention| (mention.span.start, Reverse(mention.span.end), mention.reading.order());
    let mut all = Vec::with_capacity(lists.iter().map(Vec::len).sum());
    let mut lists = lists.map(|mut list| {
        if !list.is_sorted_by_key(key) {
            list.sort_by_cached_key(key);
        }
        list.into_iter()
    });
    while let Some(list) =
        lists.iter_mut().filter(|list| list.len() > 0).min_by_key(|list| list.as_slice().first().map(key))
    {
        all.extend(list.next());
    }
    all
}

impl Reading {
    /// Which of two mentions with the same span comes first.
    fn order(&self) -> u8 {
        match self {
            Reading::Quote(_) => 0,
            Reading::Name(_) => 1,
            Reading::Nominal(_) => 2,
            Reading::Pronoun(_) => 3,
            Reading::Time(_) => 4,
            Reading::Count(_) => 5,
            Reading::Trigger(_) => 6,
        }
    }
}

impl Mention {
    /// A mention over some tokens of one sentence.
    pub fn over(document: &Document, tokens: Range<TokenIndex>, reading: Reading) -> Self {
        let sentence = document.sentence_of(tokens.start).unwrap_or(0);
        Self { span: document.span(&tokens), tokens, sentence, reading }
    }

    /// Whether it shares a token with `tokens`.
    pub fn overlaps(&self, tokens: &Range<TokenIndex>) -> bool {
        self.tokens.start < tokens.end && tokens.start < self.tokens.end
    }
}
