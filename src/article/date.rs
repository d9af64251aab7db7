//! Publication times as metadata and file names write them.
//!
//! In: the value of a field, a flag or a file name. Out: `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS` with the offset from UTC where one is given; none when it is
//! no date. Dates in words inside the text are `document`'s and `mention`'s.

use jiff::civil::{Date, DateTime};
use jiff::fmt::{rfc2822, temporal};
use jiff::tz::Offset;
use jiff::{Timestamp, Zoned};

/// Years that an article can be from; anything else is an error of the input (0001-01-01, 1970 as "unknown" is left to the user).
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2200;

/// Reads ISO 8601 dates and date-times (extended and basic), RFC 2822 dates and seconds or milliseconds since 1970.
pub fn parse(value: &str) -> Option<String> {
    let value = value.trim();
    if value.bytes().all(|byte| byte.is_ascii_digit()) && value.len() >= 9 {
        return epoch(value.parse().ok()?);
    }
    iso(value).or_else(|| rfc(value))
}

fn iso(value: &str) -> Option<String> {
    static PARSER: temporal::DateTimeParser = temporal::DateTimeParser::new();
    let pieces = PARSER.parse_pieces(value).ok()?;
    let date = in_reach(pieces.date())?;
    let Some(time) = pieces.time() else { return Some(date.to_string()) };
    let offset = match pieces.offset() {
        Some(temporal::PiecesOffset::Numeric(offset)) => offset_text(offset.offset()),
        Some(_) => "Z".to_owned(),
        None => String::new(),
    };
    Some(format!("{}{offset}", seconds(DateTime::from_parts(date, time))))
}

fn rfc(value: &str) -> Option<String> {
    static PARSER: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new();
    let zoned: Zoned = PARSER.parse_zoned(value).ok()?;
    in_reach(zoned.date())?;
    Some(format!("{}{}", seconds(zoned.datetime()), offset_text(zoned.offset())))
}

/// Seconds since 1970, or milliseconds when they would be seconds of a far future.
fn epoch(number: i64) -> Option<String> {
    let seconds_only = if number > 100_000_000_000 { number / 1000 } else { number };
    let moment = Timestamp::from_second(seconds_only).ok()?;
    let civil = Offset::UTC.to_datetime(moment);
    in_reach(civil.date())?;
    Some(format!("{}Z", seconds(civil)))
}

fn in_reach(date: Date) -> Option<Date> {
    YEARS.contains(&date.year()).then_some(date)
}

fn seconds(civil: DateTime) -> String {
    let (date, time) = (civil.date(), civil.time());
    format!("{date}T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

fn offset_text(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    if minutes == 0 {
        return "Z".to_owned();
    }
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// A date written `2025-06-21`, `2025_06_21` or `20250621` in a file name, apart from other digits.
pub(super) fn in_file_name(path: &str) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next()?;
    (0..name.len()).find_map(|at| {
        let apart = at == 0 || !name.as_bytes()[at - 1].is_ascii_digit();
        let rest = name.as_bytes().get(at..).filter(|_| apart)?;
        dashed(rest).or_else(|| glued(rest))
    })
}

fn dashed(bytes: &[u8]) -> Option<String> {
    let mark = *bytes.get(4)?;
    if !matches!(mark, b'-' | b'_' | b'.')
        || bytes.get(7) != Some(&mark)
        || bytes.get(10).is_some_and(u8::is_ascii_digit)
    {
        return None;
    }
    civil(bytes.get(..4)?, bytes.get(5..7)?, bytes.get(8..10)?)
}

fn glued(bytes: &[u8]) -> Option<String> {
    if bytes.get(8).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    // eight digits are often a number: only dates of the age of the web count
    civil(bytes.get(..4)?, bytes.get(4..6)?, bytes.get(6..8)?).filter(|date| date.as_str() >= "1990")
}

fn civil(year: &[u8], month: &[u8], day: &[u8]) -> Option<String> {
    let number = |digits: &[u8]| -> Option<i16> {
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| digits.iter().fold(0, |sum, digit| sum * 10 + i16::from(digit - b'0')))
    };
    let date = Date::new(number(year)?, number(month)? as i8, number(day)? as i8).ok()?;
    in_reach(date).map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::{in_file_name, parse};

    #[test]
    fn metadata_dates_come_in_many_forms() {
        let cases = [
            ("2025-06-21", Some("2025-06-21")),
            ("2025-06-21T20:59:08", Some("2025-06-21T20:59:08")),
            ("2025-06-21 20:59:08+02:00", Some("2025-06-21T20:59:08+02:00")),
            ("2025-06-21T20:59:08.123Z", Some("2025-06-21T20:59:08Z")),
            ("20250621T205908Z", Some("2025-06-21T20:59:08Z")),
            ("20250621", Some("2025-06-21")),
            ("Sat, 21 Jun 2025 20:59:08 GMT", Some("2025-06-21T20:59:08Z")),
            ("1750539548", Some("2025-06-21T20:59:08Z")),
            ("1750539548000", Some("2025-06-21T20:59:08Z")),
            ("None", None),
            ("", None),
            ("0001-01-01", None),
            ("2025-02-30", None),
        ];
        for (value, wanted) in cases {
            assert_eq!(parse(value).as_deref(), wanted, "{value}");
        }
    }

    #[test]
    fn a_file_name_may_hold_a_date() {
        assert_eq!(in_file_name("news/2025-06-21-minsk.txt").as_deref(), Some("2025-06-21"));
        assert_eq!(in_file_name("minsk_20250621.txt").as_deref(), Some("2025-06-21"));
        assert_eq!(in_file_name("2025-06-21/minsk.txt"), None);
        assert_eq!(in_file_name("report-123456789.txt"), None);
        assert_eq!(in_file_name("2025-13-21.txt"), None);
    }
}
