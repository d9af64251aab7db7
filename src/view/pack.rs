//! The page's data made small: JSON, deflated (RFC 1950), in base 64. The page inflates a piece when it is needed, with the browser's own `DecompressionStream`.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

/// A piece of data as base 64 of deflated JSON.
pub(super) fn pack(json: &[u8]) -> String {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(json.len() / 2), Compression::best());
    // writing to memory does not fail
    let deflated = encoder.write_all(json).and_then(|()| encoder.finish()).unwrap_or_default();
    base64(&deflated)
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
    use super::base64;

    #[test]
    fn base64_is_that_of_the_standard() {
        let vectors = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (bytes, text) in vectors {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
