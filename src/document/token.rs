//! Tokens: words, numbers and signs with their place, their word in the lexicon and their shape.
//!
//! "U.S.", initials and known abbreviations are one token with their point; clitics, hyphens, slashes and `&` are tokens of their own.

use super::Phrase;
use crate::lexicon::{Class, ClassSet, Lexicon, WordId};
use crate::text::fold::fold_into;
use crate::text::{Span, word};

/// One token; it holds no text, only where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The word in the lexicon.
    pub word: WordId,
    /// What the word can be.
    pub classes: ClassSet,
    /// What it looks like.
    pub shape: Shape,
}

impl Default for Token {
    fn default() -> Self {
        Self { start: 0, end: 0, word: WordId::NONE, classes: ClassSet::default(), shape: Shape::default() }
    }
}

impl Token {
    /// Its bytes.
    pub fn span(self) -> Span {
        Span { start: self.start, end: self.end }
    }

    /// Whether the word can be of `class`.
    pub const fn is(self, class: Class) -> bool {
        self.classes.has(class)
    }

    /// Whether it looks so.
    pub const fn has(self, shape: Shape) -> bool {
        self.shape.0 & shape.0 == shape.0
    }
}

/// What a token looks like; a set of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape(pub u16);

impl Shape {
    /// The first letter is a capital.
    pub const CAPITAL: Shape = Shape(1);
    /// It has letters and all are capitals.
    pub const UPPER: Shape = Shape(1 << 1);
    /// It has a letter.
    pub const LETTER: Shape = Shape(1 << 2);
    /// It has a digit.
    pub const DIGIT: Shape = Shape(1 << 3);
    /// Neither letter nor digit.
    pub const SIGN: Shape = Shape(1 << 4);
    /// White space stands before it, or nothing.
    pub const SPACE_BEFORE: Shape = Shape(1 << 5);
    /// A line end stands before it, or nothing.
    pub const LINE_BEFORE: Shape = Shape(1 << 6);
    /// A blank line stands before it, or nothing.
    pub const BLANK_LINE_BEFORE: Shape = Shape(1 << 7);
    /// A quotation mark, straight or curly.
    pub const QUOTE: Shape = Shape(1 << 8);
    /// A dash that is longer than a hyphen, or two hyphens.
    pub const DASH: Shape = Shape(1 << 9);
    /// A hyphen.
    pub const HYPHEN: Shape = Shape(1 << 10);
    /// A capital behind the first letter and a small one too: `McDonald`, iPhone.
    pub const MIXED: Shape = Shape(1 << 11);
    /// It ends with a point that belongs to it.
    pub const POINT: Shape = Shape(1 << 12);
}

/// All tokens of `text`, in order, the hashes of those that are plain words (0 for others), and the phrases of the lexicon among them.
pub(super) fn tokenize(text: &str, lexicon: &Lexicon) -> (Vec<Token>, Vec<u64>, Vec<Phrase>) {
    let count = text.len() / 5 + 8;
    let (tokens, hashes) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut tokenizer = Tokenizer { text, lexicon, tokens, hashes, folded: String::new() };
    let bytes = text.as_bytes();
    let mut buffer = [0; ASCII_WORD];
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b' ' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) {
            at += 1;
        }
        if let Some((end, hash)) = word::plain_word(bytes, at, &mut buffer) {
            tokenizer.push_plain(at, end, &buffer[..end - at]);
            tokenizer.hashes.push(hash);
            at = end;
        } else {
            at = word::tokens_at(text, at, &mut |start, end| tokenizer.push(start, end));
        }
    }
    let Tokenizer { mut tokens, hashes, .. } = tokenizer;
    if is_wrapped(text, &tokens) {
        for token in &mut tokens {
            if !token.has(Shape::BLANK_LINE_BEFORE) {
                token.shape.0 &= !Shape::LINE_BEFORE.0;
            }
        }
    }
    let phrases = settle_phrases(text, &mut tokens, lexicon);
    (tokens, hashes, phrases)
}

/// Many words begin some phrase; the class stays only where one stands, so that nobody looks in vain.
fn settle_phrases(text: &str, tokens: &mut [Token], lexicon: &Lexicon) -> Vec<Phrase> {
    let (mut phrases, mut found) = (Vec::new(), Vec::new());
    for index in 0..tokens.len() {
        if !tokens[index].is(Class::PhraseStart) {
            continue;
        }
        let behind = &tokens[index + 1..];
        let hyphens = behind.iter().take(4).take_while(|token| token.has(Shape::HYPHEN)).count();
        let second = behind.get(hyphens).filter(|_| hyphens < 4).map_or(WordId::NONE, |token| token.word);
        let words = tokens[index..].iter().map(|token| token.span().of(text));
        lexicon.phrases_from([tokens[index].word, second], hyphens + 2, words, &mut found);
        if found.is_empty() {
            tokens[index].classes = tokens[index].classes.without(Class::PhraseStart);
            continue;
        }
        let start = index as u32;
        phrases.extend(found.iter().map(|hit| Phrase { start, end: start + hit.words as u32, sense: hit.what }));
    }
    phrases
}

struct Tokenizer<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    tokens: Vec<Token>,
    hashes: Vec<u64>,
    folded: String,
}

impl Tokenizer<'_> {
    /// A word of ASCII letters, the common case.
    fn push_plain(&mut self, start: usize, end: usize, folded: &[u8]) {
        let (word, classes) = self.lexicon.look_up(folded);
        let bytes = self.text.as_bytes();
        let capitals = bytes[start..end].iter().filter(|byte| byte.is_ascii_uppercase()).count();
        let first = bytes[start].is_ascii_uppercase();
        let mut shape = Shape::LETTER.0;
        if first {
            shape |= Shape::CAPITAL.0;
        }
        if capitals == end - start {
            shape |= Shape::UPPER.0;
        } else if capitals > usize::from(first) {
            shape |= Shape::MIXED.0;
        }
        self.add(start, end, word, classes, shape);
    }

    /// Any other token; a point may join the word before it.
    fn push(&mut self, start: usize, end: usize) {
        let piece = self.text.get(start..end).unwrap_or("");
        if joins_point(self.text, self.tokens.last(), start, piece)
            && let Some(last) = self.tokens.last_mut()
            && (is_initials(last.span().of(self.text)) || is_abbreviated(*last, self.text, end, self.lexicon))
        {
            last.end = end as u32;
            last.shape.0 |= Shape::POINT.0;
            if let Some(hash) = self.hashes.last_mut() {
                *hash = 0;
            }
            return;
        }
        let mut buffer = [0; ASCII_WORD];
        let (shape, (word, classes)) = match ascii_shape(piece.as_bytes(), &mut buffer) {
            Some((shape, length)) => (shape, self.lexicon.look_up(&buffer[..length])),
            None => {
                self.folded.clear();
                fold_into(piece, &mut self.folded);
                let folded = if self.folded.is_empty() { piece } else { &self.folded };
                (shape_of(piece), self.lexicon.look_up(folded.as_bytes()))
            }
        };
        self.add(start, end, word, classes, shape);
        self.hashes.push(0);
    }

    fn add(&mut self, start: usize, end: usize, word: WordId, classes: ClassSet, shape: u16) {
        let gap = self.tokens.last().map_or(0, |last| last.end as usize);
        let shape = Shape(shape | gap_shape(self.text, gap, start));
        self.tokens.push(Token { start: start as u32, end: end as u32, word, classes, shape });
    }
}

/// Text wrapped by hand: many single line ends stand in the middle of sentences. There they mean no more than a space.
fn is_wrapped(text: &str, tokens: &[Token]) -> bool {
    let (mut inside, mut all) = (0, 0);
    for pair in tokens.windows(2) {
        if !pair[1].has(Shape::LINE_BEFORE) || pair[1].has(Shape::BLANK_LINE_BEFORE) {
            continue;
        }
        all += 1;
        let open = pair[0].has(Shape::LETTER) || pair[0].span().of(text) == ",";
        inside += usize::from(open && pair[1].has(Shape::LETTER) && !pair[1].has(Shape::CAPITAL));
    }
    inside >= 3 && inside * 4 >= all
}

/// A point directly behind a word.
fn joins_point(text: &str, last: Option<&Token>, start: usize, piece: &str) -> bool {
    // an ellipsis is no part of the word before it
    piece == "." && last.is_some_and(|last| last.end as usize == start) && text.as_bytes().get(start + 1) != Some(&b'.')
}

/// Classes of words that are no abbreviation when written small: "no", "in", "sat".
const ORDINARY: ClassSet = ClassSet(0)
    .with(Class::Determiner)
    .with(Class::Pronoun)
    .with(Class::Preposition)
    .with(Class::Adverb)
    .with(Class::Auxiliary)
    .with(Class::Negation)
    .with(Class::Verb)
    .with(Class::Noun);

/// Whether the point at the end of a known abbreviation belongs to it: "Gov.", "No. 5", but not "he said no.".
fn is_abbreviated(token: Token, text: &str, after: usize, lexicon: &Lexicon) -> bool {
    if !token.is(Class::Abbreviation) {
        return false;
    }
    let kind = lexicon.sense(token.word, Class::Abbreviation).map_or("", |sense| lexicon.cell(sense, 0));
    if kind == "reference" {
        return text
            .get(after..)
            .is_some_and(|rest| rest.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit()));
    }
    token.has(Shape::CAPITAL) || !token.classes.any(ORDINARY)
}

/// `J`, `U.S`, `a.m`: single letters with points between.
fn is_initials(word: &str) -> bool {
    let mut parts = word.split('.').peekable();
    let single = !word.contains('.');
    let mut characters = word.chars();
    let first = characters.next();
    if single {
        return first.is_some_and(char::is_uppercase) && characters.next().is_none();
    }
    parts.all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    })
}

/// Longer words take the slow path.
const ASCII_WORD: usize = 24;

/// Shape of a short ASCII word, and its folded form in `folded` with its length; none for all else.
fn ascii_shape(piece: &[u8], folded: &mut [u8; ASCII_WORD]) -> Option<(u16, usize)> {
    if piece.len() > ASCII_WORD {
        return None;
    }
    if let [sign] = piece
        && sign.is_ascii_punctuation()
    {
        folded[0] = *sign;
        return Some((Shape::SIGN.0 | sign_shape(*sign as char), 1));
    }
    let (mut uppers, mut lowers, mut digits, mut length) = (0_usize, 0_usize, 0_usize, 0_usize);
    for byte in piece {
        uppers += usize::from(byte.is_ascii_uppercase());
        lowers += usize::from(byte.is_ascii_lowercase());
        digits += usize::from(byte.is_ascii_digit());
        folded[length] = byte.to_ascii_lowercase();
        length += usize::from(*byte != b'.');
    }
    if uppers + lowers + digits == 0 || !piece.is_ascii() {
        return None;
    }
    let first = piece.iter().find(|byte| byte.is_ascii_alphanumeric()).is_some_and(u8::is_ascii_uppercase);
    let mut shape = 0;
    if uppers + lowers > 0 {
        shape |= Shape::LETTER.0;
    }
    if digits > 0 {
        shape |= Shape::DIGIT.0;
    }
    if first {
        shape |= Shape::CAPITAL.0;
    }
    if uppers > 0 && lowers == 0 {
        shape |= Shape::UPPER.0;
    }
    if uppers > usize::from(first) && lowers > 0 {
        shape |= Shape::MIXED.0;
    }
    Some((shape, length))
}

fn shape_of(piece: &str) -> u16 {
    let mut shape = 0;
    let (mut upper, mut lower, mut first) = (false, false, true);
    let mut upper_inside = false;
    for character in piece.chars() {
        if character.is_alphabetic() {
            shape |= Shape::LETTER.0;
            if character.is_uppercase() {
                upper = true;
                if first {
                    shape |= Shape::CAPITAL.0;
                } else {
                    upper_inside = true;
                }
            } else {
                lower = true;
            }
            first = false;
        } else if character.is_numeric() {
            shape |= Shape::DIGIT.0;
            first = false;
        } else {
            shape |= sign_shape(character);
        }
    }
    if upper && !lower {
        shape |= Shape::UPPER.0;
    }
    if upper_inside && lower {
        shape |= Shape::MIXED.0;
    }
    if shape & (Shape::LETTER.0 | Shape::DIGIT.0) == 0 {
        shape | Shape::SIGN.0
    } else {
        shape & !(Shape::QUOTE.0 | Shape::DASH.0 | Shape::HYPHEN.0)
    }
}

fn sign_shape(character: char) -> u16 {
    match character {
        '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' => Shape::QUOTE.0,
        '—' | '–' | '―' => Shape::DASH.0,
        '-' | '‐' | '‑' => Shape::HYPHEN.0,
        _ => 0,
    }
}

fn gap_shape(text: &str, from: usize, to: usize) -> u16 {
    if from == 0 && to == 0 {
        return Shape::SPACE_BEFORE.0 | Shape::LINE_BEFORE.0 | Shape::BLANK_LINE_BEFORE.0;
    }
    let gap = text.as_bytes().get(from..to).unwrap_or(&[]);
    if gap.is_empty() {
        return 0;
    }
    if gap == b" " && from > 0 {
        return Shape::SPACE_BEFORE.0;
    }
    let lines =
        gap.iter().filter(|byte| **byte == b'\n').count().max(gap.iter().filter(|byte| **byte == b'\r').count());
    let mut shape = Shape::SPACE_BEFORE.0;
    if lines > 0 || from == 0 {
        shape |= Shape::LINE_BEFORE.0;
    }
    if lines > 1 || from == 0 {
        shape |= Shape::BLANK_LINE_BEFORE.0;
    }
    shape
}
