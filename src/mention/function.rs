//! Function words as marks: what articles, prepositions and conjunctions are to the grammars of times and numbers.
//!
//! In: a token. Out: its [`Function`], a set of marks that is decoded from the lexicon once a word and document. Which words they are is written in
//! `word/function.tsv`; phrases of several words are not asked for here.

use crate::document::Token;
use crate::lexicon::{Class, ClassSet, Lexicon, WordId};
use std::cell::Cell;

/// A set of marks of a function word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Function(u32);

#[allow(missing_docs)]
impl Function {
    pub const DEFINITE: Function = Function(1);
    pub const INDEFINITE: Function = Function(1 << 1);
    /// this, that, these, those
    pub const DEMONSTRATIVE: Function = Function(1 << 2);
    /// that, this
    pub const SINGULAR: Function = Function(1 << 3);
    pub const QUANTIFYING: Function = Function(1 << 4);
    pub const AND: Function = Function(1 << 5);
    pub const OR: Function = Function(1 << 6);
    pub const AT: Function = Function(1 << 7);
    pub const BETWEEN: Function = Function(1 << 8);
    pub const BY: Function = Function(1 << 9);
    pub const FROM: Function = Function(1 << 10);
    pub const IN: Function = Function(1 << 11);
    pub const OF: Function = Function(1 << 12);
    pub const ON: Function = Function(1 << 13);
    pub const THAN: Function = Function(1 << 14);
    pub const TO: Function = Function(1 << 15);
    pub const FOR: Function = Function(1 << 16);
    pub const AFTER: Function = Function(1 << 17);
    pub const BEFORE: Function = Function(1 << 18);
    pub const SINCE: Function = Function(1 << 19);
    /// Before a season: "during summer".
    pub const LEADS_TO_SEASON: Function = Function(1 << 20);
    /// Before a year: "since 2011".
    pub const LEADS_TO_YEAR: Function = Function(1 << 21);
    /// Before units without a number: "for years".
    pub const LEADS_TO_LENGTH: Function = Function(1 << 22);
    /// Before "the" and units without a number: "over the years".
    pub const LEADS_TO_SPAN: Function = Function(1 << 23);
    /// Before a clock: "at 8".
    pub const LEADS_TO_CLOCK: Function = Function(1 << 24);
    /// Before "the" and a unit: "during the week".
    pub const LEADS_TO_STRETCH: Function = Function(1 << 25);
    /// Before a day of the month: "by the 10th".
    pub const LEADS_TO_DAY: Function = Function(1 << 26);
    /// Before the end of a range: "May 3 to 7".
    pub const LEADS_TO_END: Function = Function(1 << 27);

    /// All that a preposition can be, but no particle of a verb.
    pub const JOINTS: Function = Function(!0x7f);

    /// Whether the two sets share a mark.
    pub const fn any(self, other: Function) -> bool {
        self.0 & other.0 != 0
    }

    /// The marks of both.
    #[must_use]
    pub const fn or(self, other: Function) -> Function {
        Function(self.0 | other.0)
    }

    /// A determiner by its features.
    fn determiner(value: &str) -> Function {
        match value {
            "def" => Self::DEFINITE,
            "indef" => Self::INDEFINITE,
            "quant" => Self::QUANTIFYING,
            "dem|s" => Self::DEMONSTRATIVE.or(Self::SINGULAR),
            "dem|p" => Self::DEMONSTRATIVE,
            _ => Self::default(),
        }
    }

    /// A preposition or conjunction by the one that it stands for.
    fn joint(value: &str) -> Function {
        match value {
            "and" => Self::AND,
            "or" => Self::OR,
            "at" => Self::AT,
            "between" => Self::BETWEEN,
            "by" => Self::BY,
            "from" => Self::FROM,
            "in" => Self::IN,
            "of" => Self::OF,
            "on" => Self::ON,
            "than" => Self::THAN,
            "to" => Self::TO,
            "for" => Self::FOR,
            "after" => Self::AFTER,
            "before" => Self::BEFORE,
            "since" => Self::SINCE,
            _ => Self::default(),
        }
    }

    /// What may follow a preposition.
    fn lead(value: &str) -> Function {
        match value {
            "season" => Self::LEADS_TO_SEASON,
            "year" => Self::LEADS_TO_YEAR,
            "length" => Self::LEADS_TO_LENGTH,
            "span" => Self::LEADS_TO_SPAN,
            "clock" => Self::LEADS_TO_CLOCK,
            "stretch" => Self::LEADS_TO_STRETCH,
            "day" => Self::LEADS_TO_DAY,
            "range" => Self::LEADS_TO_END,
            _ => Self::default(),
        }
    }
}

/// Classes that have marks.
const CLASSES: ClassSet = ClassSet(0).with(Class::Determiner).with(Class::Preposition).with(Class::Conjunction);

/// For how many words marks are kept.
const KEPT: usize = 256;

/// Marks of the words of one document.
pub struct FunctionWords<'l> {
    lexicon: &'l Lexicon,
    /// The marks of the words met last, by word.
    kept: [Cell<(WordId, Function)>; KEPT],
}

impl<'l> FunctionWords<'l> {
    /// Nothing is decoded yet.
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, kept: std::array::from_fn(|_| Cell::new((WordId::NONE, Function::default()))) }
    }

    /// The marks of a token's word.
    #[inline]
    pub fn of(&self, token: Token) -> Function {
        if !token.classes.any(CLASSES) {
            return Function::default();
        }
        let slot = self.kept.get(token.word.number() as usize % KEPT);
        if let Some((word, function)) = slot.map(Cell::get)
            && word == token.word
        {
            return function;
        }
        let function = self.decode(token.word);
        if let Some(slot) = slot {
            slot.set((token.word, function));
        }
        function
    }

    fn decode(&self, word: WordId) -> Function {
        self.lexicon.senses(word).fold(Function::default(), |function, sense| {
            let value = || self.lexicon.cell(sense, 0);
            function.or(match sense.class {
                Class::Determiner => Function::determiner(value()),
                Class::Conjunction => Function::joint(value()),
                Class::Preposition => {
                    let leads = self.lexicon.cell(sense, 1).split('|').map(Function::lead);
                    leads.fold(Function::joint(value()), Function::or)
                }
                _ => Function::default(),
            })
        })
    }
}
