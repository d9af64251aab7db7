//! The words that a sense of a trigger asks for in its sentence, laid out so that a sentence without them costs a few bits a word.
//!
//! In: a trigger block and the lexicon. Out: what one token after the other is asked. Whether the words of a phrase stand there is for the reader to say.

use super::frame::{Phrase, Trigger};
use super::lookup::{Lexicon, WordId};
use crate::text::folded;

/// The words one of which must stand in the sentence for a sense.
pub struct ContextWords {
    /// Single words, sorted.
    words: Vec<WordId>,
    /// The same in short.
    set: WordSet,
    /// Those of several words, and those that the lexicon does not know.
    phrases: Vec<Phrase>,
    /// Their first words; none when the lexicon does not know one of them.
    openers: Option<WordSet>,
}

impl ContextWords {
    /// Those of a trigger block.
    pub(super) fn of(block: &Trigger, lexicon: &Lexicon) -> Self {
        let mut all =
            Self { words: Vec::new(), set: WordSet::default(), phrases: Vec::new(), openers: Some(WordSet::default()) };
        for word in &block.context {
            let id = lexicon.word(&folded(word));
            if id == WordId::NONE || word.contains(SIGNS) {
                all.push_phrase(word, lexicon);
            } else {
                all.set.add(id);
                all.words.push(id);
            }
        }
        all.words.sort_unstable();
        all
    }

    fn push_phrase(&mut self, words: &str, lexicon: &Lexicon) {
        let first = words.split(SIGNS).next().unwrap_or("");
        let id = lexicon.word(&folded(first));
        if let Some(openers) = self.openers.as_mut().filter(|_| id != WordId::NONE) {
            openers.add(id);
        } else {
            self.openers = None;
        }
        self.phrases.push(Phrase::from(words.to_owned()));
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }

    /// Whether a word is one of them.
    #[inline]
    pub fn has(&self, word: WordId) -> bool {
        self.set.may_have(word) && self.words.binary_search(&word).is_ok()
    }

    /// Those of several words.
    pub fn phrases(&self) -> &[Phrase] {
        &self.phrases
    }

    /// Whether one of several words may begin with a word.
    #[inline]
    pub fn may_begin(&self, word: WordId) -> bool {
        self.openers.as_ref().is_none_or(|openers| openers.may_have(word))
    }
}

/// What parts the tokens of a phrase.
const SIGNS: [char; 3] = [' ', '-', '\''];

/// Words as one bit each: says surely what is not there.
#[derive(Clone, Debug, Default)]
pub struct WordSet([u64; 8]);

impl WordSet {
    #[inline]
    const fn bit(word: WordId) -> (usize, u64) {
        let hash = word.number().wrapping_mul(0x9e37_79b1) >> 23;
        ((hash >> 6) as usize, 1 << (hash & 63))
    }

    /// Puts a word in.
    #[inline]
    pub fn add(&mut self, word: WordId) {
        let (at, bit) = Self::bit(word);
        self.0[at] |= bit;
    }

    /// Whether a word may have been put in.
    #[inline]
    pub fn may_have(&self, word: WordId) -> bool {
        let (at, bit) = Self::bit(word);
        self.0[at] & bit != 0
    }
}
