//! The page's data made small: JSON, deflated (RFC 1950), in base 91. The page inflates a piece when it is needed, with the browser's own `DecompressionStream`.
//!
//! Base 91 writes 13 bits as two characters, 8 percent less than base 64 needs. Its digits are the printable characters of ASCII without `"`, `<` and `\`, so that
//! it stands in a string of JSON in a script element as it is.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

/// A piece of data as base 91 of deflated JSON.
pub(super) fn pack(json: &[u8]) -> String {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(json.len() / 2), Compression::best());
    // writing to memory does not fail
    let deflated = encoder.write_all(json).and_then(|()| encoder.finish()).unwrap_or_default();
    base91(&deflated)
}

/// Base 91; a character behind the last pair says that its bits end a byte late.
fn base91(bytes: &[u8]) -> String {
    let digit = |value: u32| {
        let code = match value {
            0 => 33,
            1..=25 => value + 34,
            26..=56 => value + 35,
            _ => value + 36,
        };
        char::from_u32(code).unwrap_or('!')
    };
    let mut out = String::with_capacity(bytes.len() * 16 / 13 + 4);
    let (mut bits, mut number) = (0_u32, 0);
    let mut pair = |value: u32| {
        out.push(digit(value / 91));
        out.push(digit(value % 91));
    };
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        number += 8;
        if number >= 13 {
            number -= 13;
            pair(bits >> number);
            bits &= (1 << number) - 1;
        }
    }
    if number > 0 {
        pair(bits << (13 - number));
        if number <= 5 {
            out.push('!');
        }
    }
    out
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base 64 (RFC 4648), padded.
pub(super) fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * at) & 63) as usize).copied().unwrap_or(b'=');
            out.push(char::from(if at <= three.len() { digit } else { b'=' }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{base64, base91};

    #[test]
    fn base91_holds_every_byte() {
        let value = |digit: char| {
            let code = digit as u32;
            (code.saturating_sub(34)) - u32::from(code > 60) - u32::from(code > 92)
        };
        for length in 0..300_u32 {
            let bytes: Vec<u8> = (0..length).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
            let text = base91(&bytes);
            assert!(!text.contains(['"', '<', '\\', ' ', '\u{7f}']) && text.is_ascii());
            let digits: Vec<u32> = text.chars().map(value).collect();
            let (mut back, mut bits, mut number) = (Vec::new(), 0_u32, 0);
            for pair in digits.chunks_exact(2) {
                bits = bits << 13 | (pair[0] * 91 + pair[1]);
                number += 13;
                while number > 7 {
                    number -= 8;
                    back.push((bits >> number) as u8);
                }
                bits &= (1 << number) - 1;
            }
            back.truncate(back.len() - digits.len() % 2);
            assert_eq!(back, bytes, "{length}");
        }
    }

    #[test]
    fn base64_is_that_of_the_standard() {
        let vectors = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (bytes, text) in vectors {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
