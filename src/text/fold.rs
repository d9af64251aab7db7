//! Folding: what makes two spellings the same key. Case, diacritics, points, curly apostrophes, dashes and invisible characters are levelled.
//! Not here: spelling variants of names (data, `gazetteers/name/groups.tsv`).

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends the folded form of `text` to `out`: lower case, without diacritics, points and invisible characters.
///
/// `U.S.` and `US` fold to the same key, so do `Łódź` and `Lodz`.
pub fn fold_into(text: &str, out: &mut String) {
    // what is not ASCII is folded by itself: nothing crosses an ASCII letter
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let (ascii, behind) = rest.split_at(end);
        fold_ascii(ascii, out);
        let end = behind.bytes().position(|byte| byte.is_ascii()).unwrap_or(behind.len());
        let (other, behind) = behind.split_at(end);
        fold_other(other, out);
        rest = behind;
    }
}

fn fold_ascii(text: &str, out: &mut String) {
    let from = out.len();
    if text.as_bytes().contains(&b'.') {
        text.split('.').for_each(|piece| out.push_str(piece));
    } else {
        out.push_str(text);
    }
    if let Some(new) = out.get_mut(from..) {
        new.make_ascii_lowercase();
    }
}

fn fold_other(text: &str, out: &mut String) {
    for character in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match character {
            '.' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′' => out.push('\''),
            '‐' | '‑' | '‒' | '–' | '—' | '−' => out.push('-'),
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            'ħ' => out.push('h'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ə' => out.push('a'),
            other if is_combining_mark(other) => {}
            other => out.push(other),
        }
    }
}

/// The folded form of `text` as a new string.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// The folded form of `text`, borrowed where it is folded already, as most words of a text are.
pub fn folded(text: &str) -> Cow<'_, str> {
    let stays = |byte: &u8| byte.is_ascii() && !byte.is_ascii_uppercase() && *byte != b'.';
    if text.as_bytes().iter().all(stays) { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) }
}

#[cfg(test)]
mod tests {
    use super::{fold, folded};

    #[test]
    fn what_is_folded_already_is_borrowed() {
        for text in ["", "border", "o'clock", "14-year", "U.S.", "Border", "Łódź", "N’Djamena", "a.m"] {
            assert_eq!(folded(text), fold(text));
        }
        assert!(matches!(folded("border"), std::borrow::Cow::Borrowed(_)));
    }

    #[test]
    fn case_diacritics_and_points_do_not_count() {
        assert_eq!(fold("U.S."), "us");
        assert_eq!(fold("Łódź"), "lodz");
        assert_eq!(fold("N’Djamena"), "n'djamena");
        assert_eq!(fold("İstanbul"), "istanbul");
        assert_eq!(fold("so\u{ad}ft"), "soft");
    }
}
