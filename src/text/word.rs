//! Word boundaries after UAX 29, with a fast path over plain ASCII.
//!
//! In: any text. Out: the same segments as `unicode_segmentation::split_word_bound_indices`, as byte ranges; a property test in `tests/laws.rs` holds
//! the two together. What the segments mean (clitics, abbreviations) is decided in `document::token`.

use unicode_segmentation::UnicodeSegmentation;

/// Calls `segment(start, end)` for every UAX 29 segment of `text`, in order, without gaps.
pub fn segments(text: &str, mut segment: impl FnMut(usize, usize)) {
    let mut at = 0;
    while at < text.len() {
        at = segments_at(text, at, &mut segment);
    }
}

/// The segment that starts at `at`, or several where other letters than ASCII have a say; where they end.
fn segments_at(text: &str, at: usize, segment: &mut impl FnMut(usize, usize)) -> usize {
    let bytes = text.as_bytes();
    if let Some(end) = ascii_segment(bytes, at) {
        segment(at, end);
        return end;
    }
    let end = chunk_end(bytes, at);
    for (offset, piece) in text.get(at..end).unwrap_or("").split_word_bound_indices() {
        segment(at + offset, at + offset + piece.len());
    }
    end
}

/// Calls `token(start, end)` for every token of `text`: UAX 29 segments without white space, with the clitics of English (`'s`, `n't`, `'ll` …) cut off and
/// digits cut from the letters glued behind them (`08Kosova`, `5km`), except ordinals (`3rd`) and decades (`1990s`). Hyphens, slashes and `&` are tokens of their own.
pub fn tokens(text: &str, mut token: impl FnMut(usize, usize)) {
    let mut at = 0;
    while at < text.len() {
        at = tokens_at(text, at, &mut token);
    }
}

/// The tokens of the segments that start at `at`; where those segments end. `at` is where an earlier call ended, or the end of a plain word.
pub fn tokens_at(text: &str, at: usize, token: &mut impl FnMut(usize, usize)) -> usize {
    segments_at(text, at, &mut |start, end| {
        if !is_blank(text, start, end) {
            cut(text, start, end, token);
        }
    })
}

/// The end of the word of plain ASCII letters that starts at `at`, and its [`hash`], if nothing behind it can belong to it; its letters in lower case go to
/// `folded`.
#[inline]
pub fn plain_word<const N: usize>(bytes: &[u8], at: usize, folded: &mut [u8; N]) -> Option<(usize, u64)> {
    let mut end = at;
    let mut hash = NO_LETTER;
    while let Some(byte) = bytes.get(end).filter(|byte| byte.is_ascii_alphabetic()) {
        let small = byte | 0x20;
        *folded.get_mut(end - at)? = small;
        hash = hash_letter(hash, small);
        end += 1;
    }
    let behind = bytes.get(end).map_or(SPACE, |byte| KIND[*byte as usize]);
    let alone = match behind {
        SPACE | RETURN | NEWLINE | OTHER => true,
        // a point or comma with a space behind it ends the word
        MIDDLE => {
            !bytes.get(end + 1).is_some_and(|next| next.is_ascii_alphanumeric() || *next >= 0x80 || *next == b'_')
        }
        _ => false,
    };
    (end > at && alone).then_some((end, hash))
}

/// What a hash begins with.
pub const NO_LETTER: u64 = 0xcbf2_9ce4_8422_2325;

/// One step of FNV-1a.
#[inline]
pub const fn hash_letter(hash: u64, letter: u8) -> u64 {
    (hash ^ letter as u64).wrapping_mul(0x0100_0000_01b3)
}

/// FNV-1a over bytes, ASCII capitals as small letters.
pub fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(NO_LETTER, |hash, byte| hash_letter(hash, byte.to_ascii_lowercase()))
}

/// Cuts clitics and glued digits off a segment.
fn cut(text: &str, start: usize, end: usize, token: &mut impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let first = bytes[start];
    if first.is_ascii_digit() {
        let digits =
            start + bytes[start..end].iter().take_while(|byte| byte.is_ascii_digit() || is_inner_mark(**byte)).count();
        if digits < end && !is_ordinal_suffix(&bytes[digits..end]) && text.is_char_boundary(digits) {
            token(start, digits);
            token(digits, end);
            return;
        }
        token(start, end);
        return;
    }
    match clitic(bytes, start, end) {
        Some(at) if at > start => {
            token(start, at);
            token(at, end);
        }
        _ => token(start, end),
    }
}

fn is_blank(text: &str, start: usize, end: usize) -> bool {
    match text.as_bytes()[start] {
        b' ' | b'\n' | b'\r' | b'\t' | 0x0b | 0x0c => true,
        byte if byte < 0x80 => false,
        _ => text.get(start..end).is_some_and(|segment| segment.chars().all(|c| c.is_whitespace() || is_invisible(c))),
    }
}

/// Characters that are there but not seen: zero-width marks, soft hyphen, byte order mark, direction marks.
pub fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn is_inner_mark(byte: u8) -> bool {
    matches!(byte, b'.' | b',' | b'\'' | b';')
}

fn is_ordinal_suffix(tail: &[u8]) -> bool {
    let lower = |index: usize| tail.get(index).map_or(0, u8::to_ascii_lowercase);
    match tail.len() {
        1 => lower(0) == b's',
        2 => matches!((lower(0), lower(1)), (b's', b't') | (b'n' | b'r', b'd') | (b't', b'h')),
        _ => false,
    }
}

/// Where a clitic of English starts: `Trump|'s`, `did|n't`, `we|'ve`. Straight and curly apostrophes.
fn clitic(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let segment = bytes.get(start..end)?;
    let lower = |back: usize| segment.len().checked_sub(back).map_or(0, |at| segment[at].to_ascii_lowercase());
    let apostrophe_before = |tail: usize| -> Option<usize> {
        let at = segment.len().checked_sub(tail)?;
        if at >= 1 && segment[at - 1] == b'\'' {
            return Some(at - 1);
        }
        (at >= 3 && segment[at - 3..at] == [0xe2, 0x80, 0x99]).then(|| at - 3)
    };
    if lower(1) == b't'
        && let Some(at) = apostrophe_before(1)
        && at >= 2
        && segment[at - 1].eq_ignore_ascii_case(&b'n')
    {
        return Some(start + at - 1);
    }
    if matches!(lower(1), b's' | b'd' | b'm')
        && let Some(at) = apostrophe_before(1)
    {
        return Some(start + at);
    }
    if matches!((lower(2), lower(1)), (b'l', b'l') | (b'r' | b'v', b'e'))
        && let Some(at) = apostrophe_before(2)
    {
        return Some(start + at);
    }
    None
}

/// The end of the segment that starts at `at` if only ASCII can have a say in it.
fn ascii_segment(bytes: &[u8], at: usize) -> Option<usize> {
    let first = bytes[at];
    let mut end = at + 1;
    match KIND[first as usize] {
        LETTER | DIGIT | LOW_LINE => {
            while end < bytes.len() {
                let byte = bytes[end];
                match KIND[byte as usize] {
                    LETTER | DIGIT | LOW_LINE => end += 1,
                    OTHER_SCRIPT => return None,
                    MIDDLE => {
                        // a point or apostrophe between two letters or two digits stays inside; colons only between letters, commas and semicolons only between digits
                        let before = KIND[bytes[end - 1] as usize];
                        let after = bytes.get(end + 1).map_or(SPACE, |next| KIND[*next as usize]);
                        if after == OTHER_SCRIPT {
                            return None;
                        }
                        let joins = match byte {
                            b'.' | b'\'' => before == after && (before == LETTER || before == DIGIT),
                            b':' => before == LETTER && after == LETTER,
                            _ => before == DIGIT && after == DIGIT,
                        };
                        if !joins {
                            return Some(end);
                        }
                        end += 2;
                    }
                    _ => return Some(end),
                }
            }
            Some(end)
        }
        OTHER_SCRIPT => None,
        SPACE => {
            while bytes.get(end) == Some(&b' ') {
                end += 1;
            }
            // a combining mark would join the space
            if bytes.get(end).is_some_and(|byte| *byte >= 0x80) { None } else { Some(end) }
        }
        RETURN if bytes.get(end) == Some(&b'\n') => Some(end + 1),
        RETURN | NEWLINE => Some(end),
        _ => {
            if bytes.get(end).is_some_and(|byte| *byte >= 0x80) {
                None
            } else {
                Some(end)
            }
        }
    }
}

/// Where the stretch that holds non-ASCII text ends: the next line end, or the next space that no combining mark can follow.
fn chunk_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while bytes.get(end) == Some(&b' ') {
        end += 1;
    }
    while end < bytes.len() {
        match bytes[end] {
            b'\n' | b'\r' => break,
            // spaces of other kinds are one segment with those behind them
            b' ' if end > at && bytes[end - 1] >= 0x80 => {
                while bytes.get(end) == Some(&b' ') {
                    end += 1;
                }
                if bytes.get(end).is_none_or(|next| *next < 0x80) {
                    break;
                }
            }
            b' ' if bytes.get(end + 1).is_none_or(|next| *next < 0x80) => break,
            _ => end += 1,
        }
    }
    end.max(at + 1)
}

const OTHER: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const LOW_LINE: u8 = 3;
const MIDDLE: u8 = 4;
const SPACE: u8 = 5;
const RETURN: u8 = 6;
const NEWLINE: u8 = 7;
const OTHER_SCRIPT: u8 = 8;

/// What each byte is to UAX 29.
static KIND: [u8; 256] = kinds();

const fn kinds() -> [u8; 256] {
    let mut table = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'_' => LOW_LINE,
            b'.' | b'\'' | b':' | b',' | b';' => MIDDLE,
            b' ' => SPACE,
            b'\r' => RETURN,
            b'\n' | 0x0b | 0x0c => NEWLINE,
            0x80..=0xff => OTHER_SCRIPT,
            _ => OTHER,
        };
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{segments, tokens};
    use unicode_segmentation::UnicodeSegmentation;

    fn agree(text: &str) {
        let mut ours = Vec::new();
        segments(text, |start, end| ours.push(&text[start..end]));
        assert_eq!(ours, text.split_word_bounds().collect::<Vec<_>>(), "in {text:?}");
    }

    #[test]
    fn clitics_and_glued_digits_are_tokens_of_their_own() {
        let cut = |text: &'static str| {
            let mut out = Vec::new();
            tokens(text, |start, end| out.push(&text[start..end]));
            out
        };
        assert_eq!(cut("Trump’s O'Brien didn't we've"), ["Trump", "’s", "O'Brien", "did", "n't", "we", "'ve"]);
        assert_eq!(
            cut("20:59:08Kosova 3rd 1990s 1.2m M23"),
            ["20", ":", "59", ":", "08", "Kosova", "3rd", "1990s", "1.2", "m", "M23"]
        );
        assert_eq!(cut("'s don’t"), ["'", "s", "do", "n’t"]);
    }

    #[test]
    fn the_fast_path_agrees_with_the_standard() {
        for text in [
            "The U.S. President's 3.5-mile, 1,150-man march: a:b 1:2 x_y 3a a3 don't 'quoted' l.l.1 1.a  two  spaces\r\nnext\tline",
            "“Yes,” said Łukasz’s émigré — naïve; a\u{301}b \u{301} c \r\u{301}x x.é é.x 1,é ,\u{301} _é ʼn",
            "",
            " ",
            "\r",
            "\n\r",
            "..",
            "a.",
            ".a",
            "a'",
            "👨‍👩‍👧 ok",
            "so\u{ad}ft a\u{200b}b",
            "a \u{a0} b",
            "'\u{301}",
        ] {
            agree(text);
        }
    }
}
