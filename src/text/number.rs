//! Numbers written in digits. Spelled numbers need words and are read in `mention::numeral`.
//!
//! In: the text of one token. Out: the number at its start and what is glued behind it. Not here: signs before it, numbers over several tokens. And the other way
//! round: ids and hashes, which every record is full of, written in digits.

/// A number in digits at the start of a token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Digits<'t> {
    /// Its value.
    pub value: f64,
    /// It has a decimal part.
    pub decimal: bool,
    /// How many characters it is written with, signs of grouping among them.
    pub length: usize,
    /// What is glued behind it: `bn` in `1.2bn`.
    pub rest: &'t str,
}

/// Reads `4000`, `4,000`, `1.2`, `1,00,000` (Indian), `1.200.000` and `2,5`, whatever letters follow.
///
/// A number that is grouped as none of these (`1.2.3`, `12,34,5`) is none: it is a version, a list or an address.
pub fn leading(word: &str) -> Option<Digits<'_>> {
    let bytes = word.as_bytes();
    let mut end = 0;
    while bytes
        .get(end)
        .is_some_and(|byte| byte.is_ascii_digit() || (joins(*byte) && is_digit(bytes, end + 1) && end > 0))
    {
        end += 1;
    }
    let (number, rest) = (word.get(..end)?, word.get(end..)?);
    if number.is_empty() {
        return None;
    }
    let (value, decimal) = value(number)?;
    Some(Digits { value, decimal, length: end, rest })
}

/// The value of a token that is nothing but digits, at most nine of them.
pub fn whole(word: &str) -> Option<u32> {
    if word.is_empty() || word.len() > 9 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    word.parse().ok()
}

/// A number behind its prefix, as ids are written: `e12`.
pub fn numbered(prefix: &str, number: u32) -> String {
    let mut room = [0; DIGITS];
    let digits = written(u64::from(number), &mut room);
    let mut text = String::with_capacity(prefix.len() + digits.len());
    text.push_str(prefix);
    text.extend(digits.iter().map(|digit| char::from(*digit)));
    text
}

/// The most digits that a number has.
pub const DIGITS: usize = 20;

/// The decimal digits of a number, at the end of `room`.
pub fn written(mut number: u64, room: &mut [u8; DIGITS]) -> &[u8] {
    let mut at = room.len();
    loop {
        at -= 1;
        room[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break &room[at..];
        }
    }
}

/// Appends a byte as two hexadecimal digits.
pub fn push_hexadecimal(byte: u8, out: &mut String) {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 });
    out.push(digit(byte >> 4));
    out.push(digit(byte & 15));
}

fn joins(byte: u8) -> bool {
    byte == b',' || byte == b'.'
}

fn is_digit(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

/// The value of digits, commas and points, and whether it has a decimal part.
fn value(number: &str) -> Option<(f64, bool)> {
    let commas = number.bytes().filter(|byte| *byte == b',').count();
    let points = number.bytes().filter(|byte| *byte == b'.').count();
    match (commas, points) {
        (0, 0) => Some((integer(number)?, false)),
        (0, 1) => decimal(number.split_once('.')?),
        (1, 0) if !is_grouped(number, ',') => decimal(number.split_once(',')?),
        (_, 0) => Some((grouped(number, ',')?, false)),
        (0, _) => Some((grouped(number, '.')?, false)),
        (_, 1) => {
            let (whole, tail) = number.rsplit_once('.')?;
            fraction(grouped(whole, ',')?, tail)
        }
        (1, _) => {
            let (whole, tail) = number.rsplit_once(',')?;
            fraction(grouped(whole, '.')?, tail)
        }
        _ => None,
    }
}

/// Whether the groups behind the first have three digits, or two and at last three as in India.
fn is_grouped(number: &str, sign: char) -> bool {
    let mut groups = number.split(sign);
    let first = groups.next().map_or(0, str::len);
    let count = groups.clone().count();
    let western = (1..=3).contains(&first) && groups.clone().all(|group| group.len() == 3);
    let indian = (1..=2).contains(&first)
        && groups.enumerate().all(|(at, group)| group.len() == if at + 1 == count { 3 } else { 2 });
    western || indian
}

fn grouped(number: &str, sign: char) -> Option<f64> {
    if number.contains(sign) && !is_grouped(number, sign) {
        return None;
    }
    digits(number.bytes().filter(u8::is_ascii_digit))
}

fn decimal((whole, tail): (&str, &str)) -> Option<(f64, bool)> {
    fraction(integer(whole)?, tail)
}

fn fraction(whole: f64, tail: &str) -> Option<(f64, bool)> {
    if tail.is_empty() || tail.len() > 15 {
        return None;
    }
    let scale = 10f64.powi(tail.len() as i32);
    // one division of two exact numbers rounds as the decimal would
    let exact = whole * scale + integer(tail)?;
    Some((exact / scale, true))
}

fn integer(number: &str) -> Option<f64> {
    digits(number.bytes())
}

fn digits(bytes: impl Iterator<Item = u8>) -> Option<f64> {
    let mut value = 0f64;
    for byte in bytes {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value * 10.0 + f64::from(byte - b'0');
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::{leading, numbered, push_hexadecimal, whole};

    fn read(word: &str) -> Option<(f64, &str)> {
        leading(word).map(|digits| (digits.value, digits.rest))
    }

    #[test]
    fn every_way_of_grouping_is_read() {
        assert_eq!(read("4000"), Some((4000.0, "")));
        assert_eq!(read("4,000"), Some((4000.0, "")));
        assert_eq!(read("1,00,000"), Some((100_000.0, "")));
        assert_eq!(read("1,234.5"), Some((1234.5, "")));
        assert_eq!(read("1.200.000"), Some((1_200_000.0, "")));
        assert_eq!(read("1.2bn"), Some((1.2, "bn")));
        assert_eq!(read("2,5"), Some((2.5, "")));
        assert_eq!(read("21st"), Some((21.0, "st")));
    }

    #[test]
    fn numbers_are_written_as_by_format() {
        for number in [0, 7, 10, 99, 100, 4096, u32::MAX] {
            assert_eq!(numbered("ev", number), format!("ev{number}"));
        }
        for byte in 0..=255 {
            let mut text = String::new();
            push_hexadecimal(byte, &mut text);
            assert_eq!(text, format!("{byte:02x}"));
        }
    }

    #[test]
    fn versions_and_lists_are_no_numbers() {
        assert_eq!(read("1.2.3"), None);
        assert_eq!(read("12,34,5"), None);
        assert_eq!(read("abc"), None);
        assert_eq!(whole("0930"), Some(930));
        assert_eq!(whole("12a"), None);
    }
}
