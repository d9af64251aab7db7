//! The text that the page shows of an article, and where the offsets of its record lie in it.
//!
//! In: the record's text, or, where the record carries none, the stretches that its findings quote. Out: one text, cleaned of control characters, and a mapping from
//! the record's offsets (characters, bytes or UTF-16 units, whichever fits the quoted words) to UTF-16 units of that text, in which browsers count.

use crate::record::Unit;

/// Between stretches of one paragraph that do not touch.
const GAP: &str = " […] ";
/// Between stretches of different zones.
const BREAK: &str = "\n\n";

/// From and to, in UTF-16 units of the shown text.
pub(super) type Span = (u32, u32);

/// Words of a record with their offsets.
#[derive(Clone, Copy)]
pub(super) struct Quoted<'a> {
    pub(super) text: &'a str,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// What is shown.
pub(super) struct Shown {
    pub(super) text: String,
    /// Only what findings quote is known.
    pub(super) partial: bool,
    pieces: Vec<Piece>,
}

/// A stretch of the article: where it stands in the record's offsets and in the text that is shown.
struct Piece {
    start: u32,
    end: u32,
    at: u32,
    /// For each unit of the record the UTF-16 units before it; none where they are the same.
    units: Option<Vec<u32>>,
}

impl Shown {
    /// The whole text; `known` are words of it that tell what its offsets count.
    pub(super) fn whole(text: &str, known: &[Quoted]) -> Self {
        let unit = unit_of_text(text, known);
        let piece = Piece::new(text, 0, 0, unit);
        Self { text: clean(text), partial: false, pieces: vec![piece] }
    }

    /// What `known` quotes, in the order of the article; `breaks` are offsets where a new paragraph begins.
    pub(super) fn of_parts(known: &[Quoted], breaks: &[u32]) -> Self {
        let unit = unit_of_parts(known);
        let mut known: Vec<Quoted> = known.iter().copied().filter(|part| !part.text.is_empty()).collect();
        // of those that begin together the longest
        known.sort_by_key(|part| (part.start, std::cmp::Reverse(part.end)));
        let mut shown = Self { text: String::new(), partial: true, pieces: Vec::new() };
        let (mut at, mut end) = (0, 0);
        for part in known {
            if !shown.pieces.is_empty() && part.start < end {
                // within what stands there already; what reaches out of it is left to the sentence it is from
                continue;
            }
            if !shown.pieces.is_empty() {
                let broken = breaks.iter().any(|at| end <= *at && *at <= part.start);
                let between = if broken { BREAK } else { GAP };
                shown.text.push_str(between);
                at += utf16(between);
            }
            let piece = Piece::new(part.text, part.start, at, unit);
            end = piece.end;
            at += utf16(part.text);
            shown.text.push_str(&clean(part.text));
            shown.pieces.push(piece);
        }
        shown
    }

    /// Where a span of the record stands; none when it is not shown as a whole.
    pub(super) fn span(&self, start: u32, end: u32) -> Option<Span> {
        let number = self.pieces.partition_point(|piece| piece.end < end);
        let piece = self.pieces.get(number).filter(|piece| piece.start <= start && start < end)?;
        Some((piece.place(start)?, piece.place(end)?))
    }
}

impl Piece {
    fn new(text: &str, start: u32, at: u32, unit: Unit) -> Self {
        if text.is_ascii() || unit == Unit::Utf16 {
            return Self { start, end: start.saturating_add(utf16(text)), at, units: None };
        }
        let mut units = Vec::with_capacity(text.len() + 1);
        let mut before = 0;
        for letter in text.chars() {
            let wide = if unit == Unit::Bytes { letter.len_utf8() } else { 1 };
            units.extend(std::iter::repeat_n(before, wide));
            before += letter.len_utf16() as u32;
        }
        units.push(before);
        Self { start, end: start.saturating_add(units.len() as u32 - 1), at, units: Some(units) }
    }

    fn place(&self, offset: u32) -> Option<u32> {
        let inside = offset.checked_sub(self.start)?;
        match &self.units {
            None => Some(self.at + inside),
            Some(units) => units.get(inside as usize).map(|before| self.at + before),
        }
    }
}

/// UTF-16 units of a text.
pub(super) fn utf16(text: &str) -> u32 {
    if text.is_ascii() { text.len() as u32 } else { text.chars().map(|letter| letter.len_utf16() as u32).sum() }
}

/// A text that shows every character it has: control characters, line ends aside, become U+FFFD, one for one.
pub(super) fn clean(text: &str) -> String {
    let shown = |letter: char| match letter {
        '\n' | '\t' => letter,
        _ if letter.is_control() => '\u{fffd}',
        _ => letter,
    };
    text.chars().map(shown).collect()
}

const UNITS: [Unit; 3] = [Unit::Chars, Unit::Utf16, Unit::Bytes];

/// What the offsets into a text count: the unit in which most of the known words stand where they are said to.
fn unit_of_text(text: &str, known: &[Quoted]) -> Unit {
    if text.is_ascii() {
        return Unit::Chars;
    }
    let fits = |unit: Unit| {
        let bytes = bytes_of(text, unit);
        let at = |offset: u32| bytes.get(offset as usize).copied().filter(|byte| *byte != u32::MAX);
        let stands = |words: &&Quoted| {
            let found = at(words.start).zip(at(words.end));
            found.and_then(|(from, to)| text.get(from as usize..to as usize)) == Some(words.text)
        };
        known.iter().filter(stands).count()
    };
    best(UNITS.map(fits))
}

/// For each unit the byte it begins at; `u32::MAX` inside a character.
fn bytes_of(text: &str, unit: Unit) -> Vec<u32> {
    let mut bytes = Vec::with_capacity(text.len() + 1);
    for (at, letter) in text.char_indices() {
        let wide = match unit {
            Unit::Bytes => letter.len_utf8(),
            Unit::Utf16 => letter.len_utf16(),
            Unit::Chars => 1,
        };
        bytes.push(at as u32);
        bytes.extend(std::iter::repeat_n(u32::MAX, wide - 1));
    }
    bytes.push(text.len() as u32);
    bytes
}

/// What offsets count, when only quoted words are known: the unit in which most of them are as long as they are said to be.
fn unit_of_parts(known: &[Quoted]) -> Unit {
    let long = |text: &str, unit: Unit| match unit {
        Unit::Bytes => text.len() as u32,
        Unit::Utf16 => utf16(text),
        Unit::Chars => text.chars().count() as u32,
    };
    let fits =
        |unit| known.iter().filter(|part| part.end.checked_sub(part.start) == Some(long(part.text, unit))).count();
    best(UNITS.map(fits))
}

/// The first of the best.
fn best(counts: [usize; 3]) -> Unit {
    let most = counts.iter().max();
    counts.iter().zip(UNITS).find(|(count, _)| Some(*count) == most).map_or(Unit::Chars, |(_, unit)| unit)
}

#[cfg(test)]
mod tests {
    use super::{Quoted, Shown, clean};

    const TEXT: &str = "Zoë 🦊 met Ana in Łódź.";

    fn slice(shown: &Shown, start: u32, end: u32) -> Option<String> {
        let (from, to) = shown.span(start, end)?;
        let units: Vec<u16> = shown.text.encode_utf16().collect();
        String::from_utf16(units.get(from as usize..to as usize)?).ok()
    }

    #[test]
    fn offsets_in_every_unit_find_their_words() {
        // Łódź in characters, UTF-16 units and bytes
        for (start, end) in [(17, 21), (18, 22), (21, 28)] {
            let shown = Shown::whole(TEXT, &[Quoted { text: "Łódź", start, end }]);
            assert_eq!(slice(&shown, start, end).as_deref(), Some("Łódź"));
        }
    }

    #[test]
    fn without_a_text_the_quoted_parts_stand_in_their_order() {
        let known = [
            Quoted { text: "met Ana", start: 50, end: 57 },
            Quoted { text: "A headline: Zoë", start: 0, end: 15 },
            Quoted { text: "Zoë", start: 12, end: 15 },
            Quoted { text: "Łódź fell", start: 90, end: 99 },
        ];
        let shown = Shown::of_parts(&known, &[0, 17]);
        assert_eq!(shown.text, "A headline: Zoë\n\nmet Ana […] Łódź fell");
        assert_eq!(slice(&shown, 54, 57).as_deref(), Some("Ana"));
        assert_eq!(slice(&shown, 12, 15).as_deref(), Some("Zoë"));
        assert_eq!(slice(&shown, 90, 94).as_deref(), Some("Łódź"));
        assert_eq!(shown.span(55, 92), None);
        assert_eq!(shown.span(60, 62), None);
    }

    #[test]
    fn strange_offsets_find_nothing() {
        let shown = Shown::whole(TEXT, &[]);
        for (start, end) in [(5, 4), (4, 4), (0, 1000), (u32::MAX, u32::MAX), (1000, 2000)] {
            assert_eq!(shown.span(start, end), None);
        }
        assert_eq!(Shown::of_parts(&[], &[]).span(0, 1), None);
    }

    #[test]
    fn control_characters_are_seen() {
        assert_eq!(clean("a\u{0}b\u{1b}[31m\tc\n\u{85}"), "a\u{fffd}b\u{fffd}[31m\tc\n\u{fffd}");
    }
}
