//! Encodings: from bytes to text.
//!
//! In: bytes, and the encoding that their container declares. Out: text and, where it is not simply the UTF-8 that was there, a note of what was done; or why the
//! bytes are no text. Told by byte order mark, as valid UTF-8, by declaration, then by what the bytes look like (`chardetng`). A byte order mark of UTF-8 stays, so
//! that offsets count what is in the file.

use super::Note;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252};

/// Text, and what was done to get it.
#[derive(Debug)]
pub(super) struct Decoded {
    pub text: String,
    pub note: Option<Note>,
}

/// Bytes that are no text: what they are.
#[derive(Debug)]
pub(super) struct NoText(pub String);

/// One in so many bytes at most is a foreign letter in a text of the plain alphabet.
const FEW: usize = 10;
/// How much is looked at.
const LOOK: usize = 4096;

/// What some files that are no text begin with.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive, or a document of an office program"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "a document of an office program"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"BZh9", "a bzip2 archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a rich text file"),
];

/// The text that `bytes` are.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&str>) -> Result<Decoded, NoText> {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(NoText((*what).to_owned()));
    }
    if let Some(text) = with_mark(&bytes) {
        return Ok(text);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => match zeros(text.as_bytes()) {
            Zeros::Few => return Ok(Decoded { text, note: None }),
            Zeros::Even => return Ok(read_as(UTF_16BE, text.as_bytes())),
            Zeros::Odd => return Ok(read_as(UTF_16LE, text.as_bytes())),
            Zeros::Many => return Err(NoText("bytes that are no text".to_owned())),
        },
        Err(error) => error.into_bytes(),
    };
    match zeros(&bytes) {
        Zeros::Few => {}
        Zeros::Even => return Ok(read_as(UTF_16BE, &bytes)),
        Zeros::Odd => return Ok(read_as(UTF_16LE, &bytes)),
        Zeros::Many => return Err(NoText("bytes that are no text".to_owned())),
    }
    if is_noise(&bytes) {
        return Err(NoText("bytes that are no text".to_owned()));
    }
    if let Some(text) =
        declared.and_then(|label| Encoding::for_label(label.as_bytes())).and_then(|of| whole(of, &bytes))
    {
        return Ok(text);
    }
    if let Some(text) = nearly_utf8(&bytes) {
        return Ok(text);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    Ok(read_as(if guess == WINDOWS_1250 && is_western(&bytes) { WINDOWS_1252 } else { guess }, &bytes))
}

/// In a text of the plain alphabet with a few foreign names, half of those letters stand for the same in central and western Europe. Where all of them are letters
/// or signs of print in the west ("Núñez"), the west is likelier: what stands for ą, ł, ś or ż is none there.
fn is_western(bytes: &[u8]) -> bool {
    let (text, faults) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let foreign = text.chars().filter(|letter| !letter.is_ascii());
    let few = bytes.iter().filter(|byte| !byte.is_ascii()).count() * FEW < bytes.len();
    let fits = |letter: char| letter.is_lowercase() || "ÀÁÂÄÉÈÊËÍÎÏÑÓÔÖÚÜÇØÅÆ‘’“”–—…€£•\u{a0}«»°·".contains(letter);
    !faults && few && foreign.into_iter().all(fits)
}

/// UTF-16 and UTF-32 with a byte order mark, which no reader of these keeps.
fn with_mark(bytes: &[u8]) -> Option<Decoded> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe\0\0") {
        return Some(utf32(rest, u32::from_le_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(b"\0\0\xfe\xff") {
        return Some(utf32(rest, u32::from_be_bytes));
    }
    let (of, rest) = match bytes {
        [0xff, 0xfe, rest @ ..] => (UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => (UTF_16BE, rest),
        _ => return None,
    };
    Some(read_as(of, rest))
}

fn utf32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> Decoded {
    let letters = bytes.chunks(4).map(|four| {
        let four: Result<[u8; 4], _> = four.try_into();
        four.ok().and_then(|four| char::from_u32(number(four))).unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    Decoded { text: letters.collect(), note: Some(Note::of("encoding", "read as UTF-32")) }
}

fn read_as(of: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, faults) = of.decode_without_bom_handling(bytes);
    let faulty = if faults { ", with bytes that are none of it" } else { "" };
    let note = Note::of("encoding", &format!("read as {}{faulty}", of.name()));
    Decoded { text: text.into_owned(), note: Some(note) }
}

/// Read in one encoding, if all of it can be.
fn whole(of: &'static Encoding, bytes: &[u8]) -> Option<Decoded> {
    let (_, faults) = of.decode_without_bom_handling(bytes);
    (!faults).then(|| read_as(of, bytes))
}

/// UTF-8 in which a few bytes are broken: far more sequences are whole than are not.
fn nearly_utf8(bytes: &[u8]) -> Option<Decoded> {
    let (mut broken, mut whole) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    let note = || Note::of("encoding", &format!("{broken} broken bytes or sequences in UTF-8, each read as U+FFFD"));
    (whole > broken * 4).then(|| Decoded { text: String::from_utf8_lossy(bytes).into_owned(), note: Some(note()) })
}

enum Zeros {
    Few,
    Even,
    Odd,
    Many,
}

/// Where zero bytes stand tells UTF-16 without a mark.
fn zeros(bytes: &[u8]) -> Zeros {
    let look = bytes.get(..bytes.len().min(LOOK)).unwrap_or(bytes);
    let mut at = [0_usize; 2];
    for zero in memchr::memchr_iter(0, look) {
        at[zero % 2] += 1;
    }
    let half = look.len() / 2;
    match at {
        [even, odd] if (even + odd) * 10 <= look.len() => Zeros::Few,
        [even, odd] if even * 10 > half * 7 && odd * 10 < half => Zeros::Even,
        [even, odd] if odd * 10 > half * 7 && even * 10 < half => Zeros::Odd,
        _ => Zeros::Many,
    }
}

/// Texts have hardly a control character.
fn is_noise(bytes: &[u8]) -> bool {
    let look = bytes.get(..bytes.len().min(LOOK)).unwrap_or(bytes);
    let control = look.iter().filter(|byte| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b));
    control.count() * 50 > look.len()
}

/// Text that was UTF-8, was read as windows-1252 and written as UTF-8 again, as it was; none unless that is certain: all of it, with every accent and curly quote.
pub(super) fn repaired(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let suspect = ["Ã", "â€", "Â"].iter().any(|sign| memchr::memmem::find(bytes, sign.as_bytes()).is_some());
    if !suspect {
        return None;
    }
    let (again, _, faults) = WINDOWS_1252.encode(text);
    if faults {
        return None;
    }
    let once = String::from_utf8(again.into_owned()).ok()?;
    (once.chars().filter(|letter| !letter.is_ascii()).count() >= 2).then_some(once)
}

#[cfg(test)]
mod tests {
    use super::{decode, repaired};

    fn text(bytes: &[u8], declared: Option<&str>) -> String {
        decode(bytes.to_vec(), declared).map_or_else(|fault| fault.0, |decoded| decoded.text)
    }

    #[test]
    fn bytes_become_text() {
        assert_eq!(text("Zoë".as_bytes(), None), "Zoë");
        assert_eq!(text("\u{feff}Zoë".as_bytes(), None), "\u{feff}Zoë");
        assert_eq!(
            text(b"The mayor\x92s caf\xe9 in Zo\xeb\x92s street was shut.", None),
            "The mayor’s café in Zoë’s street was shut."
        );
        assert_eq!(
            text(b"Police arrested Jos\xe9 N\xfa\xf1ez in M\xe1laga on Monday, he said.", None),
            "Police arrested José Núñez in Málaga on Monday, he said."
        );
        assert_eq!(
            text(b"Lech Wa\xb3\xeasa spoke in \xa3\xf3d\x9f on Monday, and in Pozna\xf1.", None),
            "Lech Wałęsa spoke in Łódź on Monday, and in Poznań."
        );
        assert_eq!(text(b"\xcf\xf0\xe8\xe2\xe5\xf2", Some("windows-1251")), "Привет");
        let utf16: Vec<u8> = "Rain fell on Łódź.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&utf16, None), "Rain fell on Łódź.");
        assert_eq!(text(&[b"\xff\xfe", utf16.as_slice()].concat(), None), "Rain fell on Łódź.");
        let utf32: Vec<u8> = "Łódź".chars().flat_map(|letter| (letter as u32).to_be_bytes()).collect();
        assert_eq!(text(&[b"\0\0\xfe\xff", utf32.as_slice()].concat(), None), "Łódź");
        assert_eq!(
            text("Zoë, Łódź, Ørsted, “no”\u{fffd}".replace('\u{fffd}', "").as_bytes(), None),
            "Zoë, Łódź, Ørsted, “no”"
        );
        let broken = [&b"Zo\xff\xc3\xab "[..], "“quotes” and Łódź and Ørsted".as_bytes()].concat();
        assert_eq!(text(&broken, None), "Zo\u{fffd}ë “quotes” and Łódź and Ørsted");
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(text(b"%PDF-1.7\n", None), "a PDF file");
        assert_eq!(text(&[0, 1, 2, 3, 0, 0, 9, 200, 201].repeat(30), None), "bytes that are no text");
    }

    #[test]
    fn mojibake_is_repaired_only_when_certain() {
        assert_eq!(repaired("Itâ€™s ZoÃ«").as_deref(), Some("It’s Zoë"));
        for certain in ["It’s Zoë", "NÃO, disse", "Â£5 Łódź", "plain"] {
            assert_eq!(repaired(certain), None, "{certain}");
        }
    }
}
