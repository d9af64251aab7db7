//! Numbers over several tokens, in digits and in words: "1.2 million", "twenty-five", "three hundred and forty thousand", "half a million", "a dozen",
//! "hundreds of thousands". Shared by times and counts.
//!
//! In: a document and the token to begin at. Out: the number and how far it reaches. Not here: bounds ("at least"), units, what is counted; whether it is a
//! year, a name or a score.

use super::function::{Function, FunctionWords};
use crate::document::{Document, Shape, Token, TokenIndex};
use crate::lexicon::{Class, Lexicon, Sense, WordId};
use crate::text::number;
use std::cell::Cell;

/// A number as the text writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numeral {
    /// The number said; of a vague one the least that it means.
    pub value: f64,
    /// Of a vague number, the most that it means, if there is such.
    pub max: Option<f64>,
    /// What sort of number.
    pub kind: NumeralKind,
    /// One past its last token.
    pub end: TokenIndex,
    /// Its first token is written in digits.
    pub digits: bool,
    /// A word of scale (million, bn) is part of it.
    pub scaled: bool,
    /// It has a decimal part or a fraction.
    pub decimal: bool,
    /// Bytes of the last token that are glued behind the digits and are not read: 2 in `20km`.
    pub glued: u32,
}

/// Sorts of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumeralKind {
    /// 3, three, 1.2 million.
    Cardinal,
    /// Third, 3rd.
    Ordinal,
    /// A third, two-thirds, half.
    Fraction,
    /// A dozen, a couple, a pair.
    Indefinite,
    /// Dozens, several, a few.
    Vague,
    /// No, none, nobody.
    Zero,
}

/// Reads the numbers of one document; what a word adds is decoded once.
pub struct Numerals<'n, 't> {
    document: &'n Document<'t>,
    lexicon: &'n Lexicon,
    /// Marks of function words, which the grammars of times and counts ask for as well.
    pub function: FunctionWords<'n>,
    /// What the words met last add, by word; a word can have two meanings.
    kept: [Cell<(WordId, [Option<Word>; 2])>; KEPT],
    /// The whole numbers asked for last, by their first token: every rule of a time asks for the same few.
    whole: [Cell<(TokenIndex, Option<Numeral>)>; WHOLE],
}

/// For how many words meanings are kept.
const KEPT: usize = 64;

/// For how many tokens whole numbers are kept.
const WHOLE: usize = 4;

impl<'n, 't> Numerals<'n, 't> {
    /// Nothing is decoded yet.
    pub fn new(document: &'n Document<'t>, lexicon: &'n Lexicon) -> Self {
        let kept = std::array::from_fn(|_| Cell::new((WordId::NONE, [None; 2])));
        let whole = std::array::from_fn(|_| Cell::new((TokenIndex::MAX, None)));
        Self { document, lexicon, function: FunctionWords::new(lexicon), kept, whole }
    }

    /// The number that begins at `from`, the longest there is.
    pub fn read(&self, from: TokenIndex) -> Option<Numeral> {
        Reader { numerals: self, fractions: true }.read(from)
    }

    /// The number that begins at `from`, but no fraction: "three quarters" is 3.
    pub fn read_whole(&self, from: TokenIndex) -> Option<Numeral> {
        if !may_begin(self.document, from) {
            return None;
        }
        let slot = self.whole.get(from as usize % WHOLE);
        if let Some((kept, numeral)) = slot.map(Cell::get)
            && kept == from
        {
            return numeral;
        }
        let numeral = Reader { numerals: self, fractions: false }.read(from);
        if let Some(slot) = slot {
            slot.set((from, numeral));
        }
        numeral
    }

    /// The meanings of a number word.
    fn words(&self, token: Token) -> [Option<Word>; 2] {
        if !token.is(Class::Numeral) {
            return [None; 2];
        }
        let slot = self.kept.get(token.word.number() as usize % KEPT);
        if let Some((word, words)) = slot.map(Cell::get)
            && word == token.word
        {
            return words;
        }
        let mut senses = self.lexicon.senses(token.word).filter(|sense| sense.class == Class::Numeral);
        let mut next = || senses.by_ref().find_map(|sense| self.sense(sense));
        let words = [next(), next()];
        if let Some(slot) = slot {
            slot.set((token.word, words));
        }
        words
    }

    fn sense(&self, sense: Sense) -> Option<Word> {
        let value = self.lexicon.cell(sense, 0);
        let number = || value.parse::<f64>().ok();
        Some(match self.lexicon.cell(sense, 1) {
            "unit" => Word::Unit(number()?),
            "tens" => Word::Tens(number()?),
            "scale" => Word::Scale(number()?),
            "ordinal" => Word::Ordinal(number()?),
            "fraction" => {
                let (above, below) = value.split_once('/')?;
                Word::Fraction(above.parse::<f64>().ok()? / below.parse::<f64>().ok()?)
            }
            "indefinite" => Word::Indefinite(number()?),
            "vague" => Word::Vague(number()?, self.lexicon.cell(sense, 2).parse().ok()),
            "zero" => Word::Zero,
            _ => return None,
        })
    }
}

/// Whether a number can begin with this token at all; cheap.
fn may_begin(document: &Document, at: TokenIndex) -> bool {
    let token = document.token(at);
    token.has(Shape::DIGIT)
        || token.is(Class::Numeral)
        || token.is(Class::PhraseStart)
        || token.is(Class::Determiner) && document.token(at + 1).is(Class::Numeral)
        || token.is(Class::Negation)
}

#[derive(Clone, Copy)]
struct Reader<'r, 'n, 't> {
    numerals: &'r Numerals<'n, 't>,
    fractions: bool,
}

/// What a single word adds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
    Unit(f64),
    Tens(f64),
    Scale(f64),
    Ordinal(f64),
    Fraction(f64),
    Indefinite(f64),
    Vague(f64, Option<f64>),
    Zero,
}

/// What the number read so far ends with.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Nothing,
    Article,
    Digits,
    Unit,
    Tens,
    Scale,
}

/// A number in words, as far as it was read.
struct Sum {
    /// What lies below no scale any more: 3,000,000 in "three million two".
    total: f64,
    /// What a scale may still multiply: 2 in "three million two".
    current: f64,
    /// The smallest scale from a thousand on; a larger one behind it multiplies everything.
    smallest: f64,
    last: Last,
    scaled: bool,
    /// An ordinal ends it.
    ordinal: bool,
}

impl Sum {
    /// Takes the next word, unless no number goes on with it.
    fn add(&mut self, word: &Word) -> bool {
        match *word {
            Word::Unit(value) => self.unit(value),
            Word::Tens(value) => self.tens(value),
            Word::Scale(scale) => self.scale(scale),
            Word::Ordinal(value) => self.ordinal(value),
            _ => false,
        }
    }

    fn unit(&mut self, value: f64) -> bool {
        let fits = match self.last {
            Last::Tens => value < 10.0 && !self.current.rem_euclid(100.0).eq(&0.0),
            Last::Nothing | Last::Scale => true,
            _ => false,
        };
        if fits {
            self.current += value;
            self.last = Last::Unit;
        }
        fits
    }

    fn tens(&mut self, value: f64) -> bool {
        let fits = matches!(self.last, Last::Nothing | Last::Scale);
        if fits {
            self.current += value;
            self.last = Last::Tens;
        }
        fits
    }

    fn scale(&mut self, scale: f64) -> bool {
        if self.last == Last::Nothing || scale < 1000.0 && self.current >= 100.0 {
            return false;
        }
        if scale < 1000.0 {
            self.current = self.current.max(1.0) * scale;
        } else if scale < self.smallest {
            let counted = if self.last == Last::Article || self.current > 0.0 { self.current.max(1.0) } else { 0.0 };
            self.total += exact_product(counted, scale);
            (self.current, self.smallest) = (0.0, scale);
        } else {
            self.total = exact_product(self.total + self.current, scale);
            self.current = 0.0;
        }
        self.scaled = true;
        self.last = Last::Scale;
        true
    }

    fn ordinal(&mut self, value: f64) -> bool {
        let fits = match self.last {
            Last::Nothing | Last::Scale => true,
            Last::Tens => value < 10.0,
            _ => value >= 100.0,
        };
        if !fits {
            return false;
        }
        if value >= 100.0 && self.last != Last::Nothing {
            self.current = self.current.max(1.0) * value;
        } else {
            self.current += value;
        }
        self.ordinal = true;
        true
    }
}

impl<'n, 't> Reader<'_, 'n, 't> {
    fn document(&self) -> &'n Document<'t> {
        self.numerals.document
    }

    fn read(&self, from: TokenIndex) -> Option<Numeral> {
        if !may_begin(self.document(), from) {
            return None;
        }
        if self.document().token(from).has(Shape::DIGIT) { self.digits(from) } else { self.words(from) }
    }

    // ---- digits -----------------------------------------------------------------------------------------------------------------------

    fn digits(&self, from: TokenIndex) -> Option<Numeral> {
        let word = self.document().word(from);
        let Some(head) = number::leading(word) else { return self.sign(from) };
        let mut numeral = Numeral {
            value: head.value,
            max: None,
            kind: NumeralKind::Cardinal,
            end: from + 1,
            digits: true,
            scaled: false,
            decimal: head.decimal,
            glued: 0,
        };
        if !head.rest.is_empty() {
            match self.suffix(head.rest) {
                Some(Word::Scale(scale)) => (numeral.value, numeral.scaled) = (exact_product(head.value, scale), true),
                Some(Word::Ordinal(_)) => numeral.kind = NumeralKind::Ordinal,
                Some(Word::Fraction(part)) => (numeral.value, numeral.decimal) = (head.value + part, true),
                _ => numeral.glued = head.rest.len() as u32,
            }
            return Some(numeral);
        }
        if !head.decimal && head.length <= 3 {
            self.spaced_groups(&mut numeral);
        }
        self.simple_fraction(&mut numeral);
        self.scales(&mut numeral);
        self.and_a_half(&mut numeral);
        Some(numeral)
    }

    /// A sign such as ½.
    fn sign(&self, from: TokenIndex) -> Option<Numeral> {
        let Word::Fraction(value) = self.word(from, Last::Nothing)? else { return None };
        let mut numeral = cardinal(value, from + 1);
        (numeral.kind, numeral.decimal) = (NumeralKind::Fraction, true);
        self.scales(&mut numeral);
        Some(numeral)
    }

    /// `1 200 000`: groups of three behind single spaces.
    fn spaced_groups(&self, numeral: &mut Numeral) {
        let group = |at: TokenIndex| {
            let (token, before) = (self.document().token(at), self.document().token(at.saturating_sub(1)));
            let one_space = token.start.saturating_sub(before.end) <= 2 && token.has(Shape::SPACE_BEFORE);
            let word = self.document().word(at);
            if word.len() == 3 && one_space && !token.has(Shape::LINE_BEFORE) { number::whole(word) } else { None }
        };
        while let Some(more) = group(numeral.end) {
            numeral.value = numeral.value * 1000.0 + f64::from(more);
            numeral.end += 1;
        }
    }

    /// `1/2`, `2 1/2`.
    fn simple_fraction(&self, numeral: &mut Numeral) {
        if !self.fractions {
            return;
        }
        let part = |above: TokenIndex| {
            let slash = self.document().token(above + 1);
            let below = number::whole(self.document().word(above + 2))?;
            let glued = !slash.has(Shape::SPACE_BEFORE) && !self.document().token(above + 2).has(Shape::SPACE_BEFORE);
            let above = number::whole(self.document().word(above))?;
            let written = self.document().text.as_bytes().get(slash.start as usize) == Some(&b'/');
            (written && glued && above < below && below <= 16).then(|| f64::from(above) / f64::from(below))
        };
        if let Some(value) = part(numeral.end - 1) {
            (numeral.value, numeral.kind, numeral.decimal) = (value, NumeralKind::Fraction, true);
            numeral.end += 2;
        } else if let Some(value) = part(numeral.end)
            && numeral.value < 100.0
        {
            (numeral.value, numeral.decimal) = (numeral.value + value, true);
            numeral.end += 3;
        }
    }

    // ---- words ------------------------------------------------------------------------------------------------------------------------

    fn words(&self, from: TokenIndex) -> Option<Numeral> {
        if let Some(phrase) = self.phrase(from) {
            return Some(phrase);
        }
        let mut at = from;
        let mut last = Last::Nothing;
        if self.is_article(at) {
            at += 1;
            last = Last::Article;
        }
        match self.word(at, last)? {
            Word::Fraction(part) if self.fractions => return Some(self.fraction_first(part, at)),
            Word::Indefinite(value) => return Some(with_kind(cardinal(value, at + 1), NumeralKind::Indefinite)),
            Word::Vague(..) | Word::Zero if last == Last::Article => return None,
            Word::Vague(least, most) => {
                let mut numeral = with_kind(cardinal(least, at + 1), NumeralKind::Vague);
                numeral.max = most;
                return Some(numeral);
            }
            Word::Zero => return Some(with_kind(cardinal(0.0, at + 1), NumeralKind::Zero)),
            Word::Unit(_) | Word::Tens(_) if last == Last::Article => return None,
            Word::Scale(_) if last != Last::Article => return None,
            _ => {}
        }
        let mut numeral = self.cardinal_words(at, last)?;
        if numeral.kind == NumeralKind::Cardinal {
            self.parts(&mut numeral);
            self.and_a_half(&mut numeral);
            self.dozens(&mut numeral);
        }
        Some(numeral)
    }

    /// The sum of units, tens and scales, up to an ordinal.
    fn cardinal_words(&self, from: TokenIndex, last: Last) -> Option<Numeral> {
        let mut sum = Sum { total: 0.0, current: 0.0, smallest: f64::MAX, last, scaled: false, ordinal: false };
        let (mut at, mut end) = (from, from);
        while !sum.ordinal
            && let Some(word) = self.word(at, sum.last)
            && sum.add(&word)
        {
            end = at + 1;
            at = self.joint(end, sum.last);
        }
        if end == from {
            return None;
        }
        let kind = if sum.ordinal { NumeralKind::Ordinal } else { NumeralKind::Cardinal };
        let mut numeral = with_kind(cardinal(sum.total + sum.current, end), kind);
        numeral.scaled = sum.scaled;
        Some(numeral)
    }

    /// Skips the hyphen of "twenty-five" and the "and" of "three hundred and forty".
    fn joint(&self, at: TokenIndex, last: Last) -> TokenIndex {
        let token = self.document().token(at);
        let next = self.document().token(at + 1);
        if token.has(Shape::HYPHEN) && !token.has(Shape::SPACE_BEFORE) && next.is(Class::Numeral) {
            return at + 1;
        }
        let and = last == Last::Scale && self.is_and(at);
        let continues = matches!(self.word(at + 1, last), Some(Word::Unit(_) | Word::Tens(_) | Word::Ordinal(_)));
        if and && continues { at + 1 } else { at }
    }

    /// "half", "half a million", "a third", "half an hour" (one half).
    fn fraction_first(&self, part: f64, at: TokenIndex) -> Numeral {
        let mut numeral = with_kind(cardinal(part, at + 1), NumeralKind::Fraction);
        numeral.decimal = true;
        let behind = if self.is_article(at + 1) { at + 2 } else { at + 1 };
        match self.word(behind, Last::Article) {
            Some(Word::Scale(scale)) if behind == at + 2 => {
                numeral.value = part * scale;
                (numeral.kind, numeral.scaled, numeral.end) = (NumeralKind::Cardinal, true, behind + 1);
            }
            Some(Word::Indefinite(value)) if part == 0.5 => {
                (numeral.value, numeral.kind, numeral.end) = (part * value, NumeralKind::Indefinite, behind + 1);
            }
            _ => {
                // a quarter of a million
                let of = self.is(at + 1, Function::OF);
                if of
                    && self.is_article(at + 2)
                    && let Some(Word::Scale(scale)) = self.word(at + 3, Last::Article)
                {
                    numeral.value = part * scale;
                    (numeral.kind, numeral.scaled, numeral.end) = (NumeralKind::Cardinal, true, at + 4);
                }
            }
        }
        numeral
    }

    /// "two-thirds", "three quarters": a fraction behind a small number.
    fn parts(&self, numeral: &mut Numeral) {
        if !self.fractions || numeral.value > 20.0 {
            return;
        }
        let token = self.document().token(numeral.end);
        let at =
            if token.has(Shape::HYPHEN) && !token.has(Shape::SPACE_BEFORE) { numeral.end + 1 } else { numeral.end };
        if let Some(Word::Fraction(part)) = self.word(at, Last::Unit)
            && numeral.value * part < 1.0
        {
            numeral.value = if part > 0.0 { numeral.value / (1.0 / part).round() } else { 0.0 };
            (numeral.kind, numeral.decimal, numeral.end) = (NumeralKind::Fraction, true, at + 1);
        }
    }

    // ---- what follows either --------------------------------------------------------------------------------------------------------------

    /// "million" behind digits, "hundred thousand", "dozen".
    fn scales(&self, numeral: &mut Numeral) {
        let start = numeral.end;
        while let Some(Word::Scale(scale)) = self.word(numeral.end, Last::Digits) {
            let token = self.document().token(numeral.end);
            // "5 m" may be metres, and a sum that is broken at a line end is none
            if (token.end - token.start < 2 && token.has(Shape::SPACE_BEFORE)) || token.has(Shape::LINE_BEFORE) {
                break;
            }
            numeral.value = exact_product(numeral.value, scale);
            numeral.scaled = true;
            numeral.end += 1;
        }
        if start == numeral.end {
            self.dozens(numeral);
        }
    }

    /// "two dozen"
    fn dozens(&self, numeral: &mut Numeral) {
        if numeral.kind == NumeralKind::Cardinal
            && let Some(Word::Indefinite(value)) = self.word(numeral.end, Last::Digits)
            && value > 2.0
        {
            numeral.value *= value;
            numeral.end += 1;
        }
    }

    /// "two and a half"; also "two and a half million".
    fn and_a_half(&self, numeral: &mut Numeral) {
        if numeral.decimal || !self.is_and(numeral.end) {
            return;
        }
        let mut at = numeral.end + 1;
        if self.is_article(at) {
            at += 1;
        }
        let Some(Word::Fraction(part)) = self.word(at, Last::Article) else { return };
        if at == numeral.end + 1 && self.document().token(at).has(Shape::LETTER) {
            return;
        }
        numeral.value += part;
        numeral.decimal = true;
        numeral.end = at + 1;
        self.scales(numeral);
    }

    /// Phrases of the lexicon: "a couple", "hundreds of thousands", "no one".
    fn phrase(&self, from: TokenIndex) -> Option<Numeral> {
        if !self.document().token(from).is(Class::PhraseStart) {
            return None;
        }
        let hit = self.document().phrases(from).iter().rev().find(|hit| hit.sense.class == Class::Numeral)?;
        let mut numeral = cardinal(0.0, hit.end);
        match self.numerals.sense(hit.sense)? {
            Word::Vague(least, most) => {
                (numeral.value, numeral.max, numeral.kind) = (least, most, NumeralKind::Vague);
            }
            Word::Zero => numeral.kind = NumeralKind::Zero,
            Word::Indefinite(value) => (numeral.value, numeral.kind) = (value, NumeralKind::Indefinite),
            _ => return None,
        }
        Some(numeral)
    }

    // ---- single words -----------------------------------------------------------------------------------------------------------------

    /// What a token adds behind `last`; a word with two meanings ("third") is told by what stands before it.
    fn word(&self, at: TokenIndex, last: Last) -> Option<Word> {
        let [first, second] = self.numerals.words(self.document().token(at));
        let first = first?;
        let Some(second) = second else { return Some(first) };
        let wants_fraction = self.fractions && matches!(last, Last::Article | Last::Unit);
        let is_fraction = |word: &Word| matches!(word, Word::Fraction(_));
        Some(if is_fraction(&first) == wants_fraction { first } else { second })
    }

    /// What letters glued behind digits mean: `bn`, `th`, `½`.
    fn suffix(&self, rest: &str) -> Option<Word> {
        let lexicon = self.numerals.lexicon;
        let word = lexicon.word(&crate::text::fold(rest));
        if let Some(found) =
            lexicon.senses(word).filter(|s| s.class == Class::Numeral).find_map(|s| self.numerals.sense(s))
        {
            return matches!(found, Word::Scale(_) | Word::Fraction(_)).then_some(found);
        }
        let ordinal = lexicon.senses(word).filter(|s| s.class == Class::Numeral);
        ordinal.into_iter().find(|s| lexicon.cell(*s, 1) == "ordinal_suffix").map(|_| Word::Ordinal(0.0))
    }

    fn is_article(&self, at: TokenIndex) -> bool {
        self.is(at, Function::INDEFINITE)
    }

    fn is_and(&self, at: TokenIndex) -> bool {
        self.is(at, Function::AND)
    }

    fn is(&self, at: TokenIndex, function: Function) -> bool {
        self.numerals.function.of(self.document().token(at)).any(function)
    }
}

fn cardinal(value: f64, end: TokenIndex) -> Numeral {
    Numeral {
        value,
        max: None,
        kind: NumeralKind::Cardinal,
        end,
        digits: false,
        scaled: false,
        decimal: false,
        glued: 0,
    }
}

fn with_kind(numeral: Numeral, kind: NumeralKind) -> Numeral {
    Numeral { kind, ..numeral }
}

/// `1.2 × 1 000 000` without the dust of binary fractions.
fn exact_product(value: f64, scale: f64) -> f64 {
    let product = value * scale;
    if product.abs() < 1e15 && scale >= 100.0 { (product * 1000.0).round() / 1000.0 } else { product }
}

#[cfg(test)]
mod tests {
    use super::{NumeralKind, Numerals};
    use crate::article::Article;
    use crate::document;
    use crate::lexicon::Lexicon;

    fn numeral(text: &str) -> Option<(f64, Option<f64>, NumeralKind, String)> {
        let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = document::segment(&article, &lexicon);
        Numerals::new(&document, &lexicon)
            .read(0)
            .map(|n| (n.value, n.max, n.kind, document.words(&(0..n.end)).to_owned()))
    }

    fn value(text: &str) -> (f64, String) {
        let (value, _, _, words) = numeral(text).expect(text);
        (value, words)
    }

    #[test]
    fn digits_take_their_scale() {
        assert_eq!(value("1.2 million people"), (1_200_000.0, "1.2 million".into()));
        assert_eq!(value("3.4bn euros"), (3_400_000_000.0, "3.4bn".into()));
        assert_eq!(value("5 lakh voters"), (500_000.0, "5 lakh".into()));
        assert_eq!(value("12 500 people"), (12_500.0, "12 500".into()));
        assert_eq!(value("2 1/2 hours"), (2.5, "2 1/2".into()));
        assert_eq!(value("4,000 men"), (4000.0, "4,000".into()));
    }

    #[test]
    fn spelled_numbers_are_summed() {
        assert_eq!(value("twenty-five men"), (25.0, "twenty-five".into()));
        assert_eq!(
            value("three hundred and forty thousand homes"),
            (340_000.0, "three hundred and forty thousand".into())
        );
        assert_eq!(value("two thousand and eight"), (2008.0, "two thousand and eight".into()));
        assert_eq!(value("a hundred houses"), (100.0, "a hundred".into()));
        assert_eq!(value("one million two hundred thousand"), (1_200_000.0, "one million two hundred thousand".into()));
        assert_eq!(value("nineteen and twenty"), (19.0, "nineteen".into()));
        assert_eq!(value("five, six"), (5.0, "five".into()));
    }

    #[test]
    fn halves_and_dozens_are_read() {
        assert_eq!(value("half a million acres"), (500_000.0, "half a million".into()));
        assert_eq!(value("two and a half million acres"), (2_500_000.0, "two and a half million".into()));
        assert_eq!(value("a dozen men"), (12.0, "a dozen".into()));
        assert_eq!(value("half a dozen men"), (6.0, "half a dozen".into()));
        assert_eq!(value("two-thirds of them"), (2.0 / 3.0, "two-thirds".into()));
        assert_eq!(value("three quarters of them"), (0.75, "three quarters".into()));
    }

    #[test]
    fn vague_numbers_have_two_ends() {
        assert_eq!(numeral("dozens of people").map(|n| (n.0, n.1)), Some((24.0, Some(99.0))));
        assert_eq!(numeral("hundreds of thousands fled").map(|n| (n.0, n.1)), Some((100_000.0, Some(999_999.0))));
        assert_eq!(numeral("nobody came").map(|n| n.2), Some(NumeralKind::Zero));
    }

    #[test]
    fn ordinals_are_apart() {
        assert_eq!(numeral("third man").map(|n| (n.0, n.2)), Some((3.0, NumeralKind::Ordinal)));
        assert_eq!(numeral("twenty-first man").map(|n| (n.0, n.2)), Some((21.0, NumeralKind::Ordinal)));
        assert_eq!(numeral("21st man").map(|n| (n.0, n.2)), Some((21.0, NumeralKind::Ordinal)));
    }

    #[test]
    fn a_whole_number_takes_no_fraction() {
        let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
        let article = Article { text: "three quarters of growth".to_owned(), ..Article::default() };
        let document = document::segment(&article, &lexicon);
        assert_eq!(Numerals::new(&document, &lexicon).read_whole(0).map(|n| (n.value, n.end)), Some((3.0, 1)));
    }
}
