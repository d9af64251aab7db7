//! Calendar arithmetic on civil dates, a thin layer over `jiff`. No clock, no time zone data base, no words of a language: names of months and weekdays are
//! read here only in the fixed forms of time stamps.
//!
//! Feasts that follow the sun or the moon: Easter (both), months of the Islamic calendar by the moon over Mecca, of the Chinese and Indian calendars by the
//! moon over their countries, and the Hebrew calendar, which is arithmetic.

use jiff::ToSpan;
use jiff::civil::Weekday;
use jiff::fmt::strtime;

pub use jiff::civil::Date;

/// The day, if there is one.
pub fn date(year: i32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day that many days on, or back.
pub fn add_days(from: Date, days: i64) -> Option<Date> {
    if days.abs() > 4_000_000 {
        return None;
    }
    from.checked_add(days.days()).ok()
}

/// The same day of the month so many months on, or the last of that month.
pub fn add_months(from: Date, months: i64) -> Option<Date> {
    if months.abs() > 120_000 {
        return None;
    }
    from.checked_add(months.months()).ok()
}

/// Days from `a` to `b`.
pub fn days_between(a: Date, b: Date) -> i64 {
    a.until(b).map_or(0, |span| i64::from(span.get_days()))
}

/// 1 for Monday to 7 for Sunday.
pub fn weekday(day: Date) -> u32 {
    u32::from(day.weekday().to_monday_one_offset().unsigned_abs())
}

/// Year and week of ISO 8601.
pub fn week(day: Date) -> (i32, u32) {
    let week = day.iso_week_date();
    (i32::from(week.year()), u32::from(week.week().unsigned_abs()))
}

/// The Monday of an ISO week.
pub fn week_start(year: i32, week: u32) -> Option<Date> {
    let week = jiff::civil::ISOWeekDate::new(i16::try_from(year).ok()?, i8::try_from(week).ok()?, Weekday::Monday);
    Some(week.ok()?.date())
}

/// The Monday of the week that holds `day`.
pub fn monday_of(day: Date) -> Option<Date> {
    add_days(day, 1 - i64::from(weekday(day)))
}

/// Last day of a month.
pub fn month_end(year: i32, month: u32) -> Option<Date> {
    Some(date(year, month, 1)?.last_of_month())
}

/// The `nth` such weekday of a month, counted from its end when `nth` is below 0.
pub fn nth_weekday(year: i32, month: u32, nth: i32, weekday: u32) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
    date(year, month, 1)?.nth_weekday_of_month(i8::try_from(nth).ok()?, weekday).ok()
}

/// Easter Sunday of the western churches (Meeus, Jones and Butcher).
pub fn easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, (n / 31).unsigned_abs(), (n % 31 + 1).unsigned_abs())
}

/// Easter Sunday of the eastern churches, in the civil calendar.
pub fn orthodox_easter(year: i32) -> Option<Date> {
    let d = (19 * (year % 19) + 15) % 30;
    let e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
    let month = (d + e + 114) / 31;
    let julian = date(year, month.unsigned_abs(), ((d + e + 114) % 31 + 1).unsigned_abs())?;
    let century = i64::from(year / 100);
    add_days(julian, century - century / 4 - 2)
}

// ---- moon -------------------------------------------------------------------------------------------------------------------------------

/// Day number of 2000-01-01.
const EPOCH: i64 = 2_451_545;

/// New moon number `k` since 2000 as a Julian ephemeris day; the main terms of Meeus, Astronomical Algorithms, chapter 49 (a quarter of an hour exact).
fn new_moon(k: f64) -> f64 {
    let t = k / 1236.85;
    let mean = 2_451_550.097_66 + 29.530_588_861 * k + 0.000_154_37 * t * t;
    let sun = (2.5534 + 29.105_356_70 * k).to_radians();
    let moon = (201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t).to_radians();
    let node = (160.7108 + 390.670_502_84 * k).to_radians();
    mean - 0.407_20 * moon.sin()
        + 0.172_41 * sun.sin()
        + 0.016_08 * (2.0 * moon).sin()
        + 0.010_39 * (2.0 * node).sin()
        + 0.007_39 * (moon - sun).sin()
        - 0.005_14 * (moon + sun).sin()
        + 0.002_08 * (2.0 * sun).sin()
}

/// The first new moon at or after a day, as whole days since 2000-01-01 and the part of a day, both by a clock `offset` hours ahead of UTC.
fn new_moon_from(day: Date, offset: f64) -> Option<(Date, f64)> {
    let first = date(2000, 1, 1)?;
    let days = days_between(first, day) as f64;
    let mut k = (days / 29.530_588_861).floor() - 2.0;
    loop {
        let local = new_moon(k) + 0.5 + offset / 24.0 - EPOCH as f64;
        if local >= days {
            return Some((add_days(first, local.floor() as i64)?, local - local.floor()));
        }
        k += 1.0;
    }
}

/// First day of an Islamic month that begins in the civil year `year` (there can be two; the first is given), by the new moon before sunset in Mecca.
pub fn islamic_month(year: i32, month: u32) -> Option<Date> {
    // 1 Muharram 1421 fell on 2000-04-06; a lunar year has 354.367 days
    let anchor = date(2000, 4, 6)?;
    let begin = date(year, 1, 1)?;
    let year_length = 354.367_066;
    let lead = f64::from(month.saturating_sub(1)) * 29.530_588_861;
    let cycles = ((days_between(anchor, begin) as f64 - lead) / year_length).ceil();
    (-1..=1).find_map(|step| {
        let about = add_days(anchor, (((cycles + f64::from(step)) * year_length) + lead).round() as i64)?;
        let start = islamic_start(about)?;
        (i32::from(start.year()) == year).then_some(start)
    })
}

/// The first day of the Islamic month that begins within a week of `about`.
pub fn islamic_start(about: Date) -> Option<Date> {
    let (day, part) = new_moon_from(add_days(about, -8)?, 3.0)?;
    add_days(day, if part < 17.0 / 24.0 { 1 } else { 2 })
}

/// The new moon's day at or after `from`, by a clock `offset` hours ahead of UTC.
pub fn new_moon_day(from: Date, offset: f64) -> Option<Date> {
    new_moon_from(from, offset).map(|(day, _)| day)
}

/// A day of the Hebrew calendar in the civil year; months count from Nisan = 1, Tishri = 7, Kislev = 9, Adar = 12.
pub fn hebrew(year: i32, month: u32, day: u32) -> Option<Date> {
    let passover = |civil: i32| -> Option<Date> {
        // Gauss: 15 Nisan in the Julian calendar
        let hebrew = i64::from(civil) + 3760;
        let a = (12 * hebrew + 17).rem_euclid(19);
        let b = hebrew.rem_euclid(4);
        let m = 32.044_093_161 + 1.554_241_796_6 * a as f64 + 0.25 * b as f64 - 0.003_177_794_022 * hebrew as f64;
        let whole = m.floor();
        let part = m - whole;
        let c = (whole as i64 + 3 * hebrew + 5 * b + 5).rem_euclid(7);
        let shift = match c {
            2 | 4 | 6 => 1,
            1 if a > 6 && part >= 0.632_870_370 => 2,
            0 if a > 11 && part >= 0.897_723_765 => 1,
            _ => 0,
        };
        let century = i64::from(civil / 100);
        let julian = add_days(date(civil, 3, 1)?, whole as i64 - 1 + shift)?;
        add_days(julian, century - century / 4 - 2)
    };
    let nisan = add_days(passover(year)?, -14)?;
    // Nisan to Elul have fixed lengths; new year's day is 163 days after Passover's first
    let fixed = [0, 30, 59, 89, 118, 148, 177];
    if let Some(before) = fixed.get(month.checked_sub(1)? as usize) {
        return add_days(nisan, before + i64::from(day) - 1);
    }
    let tishri = add_days(passover(year)?, 163)?;
    let length = days_between(tishri, add_days(passover(year + 1)?, 163)?);
    let long_heshvan = i64::from(matches!(length, 355 | 385));
    match month {
        8 => add_days(tishri, 29 + i64::from(day)),
        9 => add_days(tishri, 58 + long_heshvan + i64::from(day)),
        // the months before Nisan are counted back from it, in the civil year that follows
        12 => add_days(nisan, i64::from(day) - 30),
        11 => add_days(nisan, i64::from(day) - 60),
        _ => None,
    }
}

// ---- time stamps ----------------------------------------------------------------------------------------------------------------------

/// Ways to write a day in time stamps.
const DAY_FORMATS: [&str; 20] = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d.%m.%Y",
    "%B %d %Y",
    "%b %d %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%Y %B %d",
    "%Y %b %d",
    "%A %B %d %Y",
    "%A %b %d %Y",
    "%A %d %B %Y",
    "%A %d %b %Y",
    "%a %B %d %Y",
    "%a %b %d %Y",
    "%a %d %B %Y",
    "%a %d %b %Y",
];

/// Reads a time stamp: `2025-06-21 20:59:08`, `2025-06-21T20:59Z`, `Sat, 21 Jun 2025 20:59:08 +0200`, `June 21, 2025`, `21 June 2025, 8:59 PM`.
///
/// Returns `2025-06-21` or `2025-06-21T20:59:08`, with `Z` or `+02:00` when the stamp has an offset; none when it is no time stamp. Day and month in digits
/// only (`6/7/2025`) are read neither way, since they can be read both ways.
pub fn parse_timestamp(stamp: &str) -> Option<String> {
    let stamp = stamp.trim();
    if stamp.len() > 64 || !stamp.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut parts: Vec<String> = Vec::new();
    for word in stamp.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        match word.split_once(['T', 't']) {
            Some((day, clock)) if ends_with_digit(day) && clock.starts_with(|c: char| c.is_ascii_digit()) => {
                parts.extend([day.to_owned(), clock.to_owned()]);
            }
            _ => parts.push(word.to_owned()),
        }
    }
    let clock_at = parts.iter().position(|part| part.contains(':') || is_compact_clock(part, &parts));
    let (day_parts, mut rest) = match clock_at {
        Some(at) => (parts.get(..at)?.to_vec(), parts.get(at..)?.to_vec()),
        None => (parts, Vec::new()),
    };
    let mut day_parts = day_parts;
    // `Sat Jun 21 20:59:08 2025`
    if let Some(last) = rest.last()
        && last.len() == 4
        && last.bytes().all(|byte| byte.is_ascii_digit())
        && rest.len() > 1
    {
        day_parts.extend(rest.pop());
    }
    let day = parse_day(&day_parts)?;
    if rest.is_empty() {
        return Some(day.to_string());
    }
    let (clock, offset) = parse_clock(&rest)?;
    Some(format!("{day}T{clock}{offset}"))
}

fn ends_with_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// `205908` behind a day.
fn is_compact_clock(part: &str, parts: &[String]) -> bool {
    let digits = part.trim_end_matches(['Z', 'z']);
    digits.len() == 6
        && parts.len() == 2
        && digits.bytes().all(|b| b.is_ascii_digit())
        && parts.first().is_some_and(|p| p != part)
}

fn parse_day(parts: &[String]) -> Option<Date> {
    let cleaned: Vec<&str> =
        parts.iter().map(|part| if part.len() > 2 { part.trim_end_matches('.') } else { part.as_str() }).collect();
    let text = cleaned.join(" ");
    let day = DAY_FORMATS.iter().find_map(|format| strtime::parse(format, &text).ok()?.to_date().ok())?;
    (day.year() >= 1000).then_some(day)
}

/// `20:59:08`, `8:59 PM`, with an offset behind.
fn parse_clock(parts: &[String]) -> Option<(String, String)> {
    let first = parts.first()?;
    let split = first.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(first.len());
    let (digits, glued) = first.split_at_checked(split)?;
    let digits = digits.split('.').next()?;
    let numbers: Vec<u32> = if digits.contains(':') {
        digits.split(':').map(|number| number.parse().ok()).collect::<Option<_>>()?
    } else {
        [digits.get(0..2)?, digits.get(2..4)?, digits.get(4..6)?]
            .iter()
            .map(|number| number.parse().ok())
            .collect::<Option<_>>()?
    };
    let (mut hour, minute, second) = (*numbers.first()?, *numbers.get(1)?, numbers.get(2).copied().unwrap_or(0));
    let mut offset = String::new();
    for part in std::iter::once(glued).chain(parts.get(1..)?.iter().map(String::as_str)).filter(|part| !part.is_empty())
    {
        let plain = part.replace('.', "").to_ascii_uppercase();
        match plain.as_str() {
            "AM" if hour == 12 => hour = 0,
            "PM" if hour < 12 => hour += 12,
            "AM" | "PM" => {}
            "Z" | "UTC" | "GMT" => "Z".clone_into(&mut offset),
            // a name of a zone is no offset; the clock still holds
            _ => offset = parse_offset(part).unwrap_or(offset),
        }
    }
    (hour < 24 && minute < 60 && second < 60).then(|| (format!("{hour:02}:{minute:02}:{second:02}"), offset))
}

/// `+0200`, `+02:00`, `+02`.
fn parse_offset(text: &str) -> Option<String> {
    let sign = text.chars().next().filter(|c| *c == '+' || *c == '-')?;
    let digits: String = text.chars().skip(1).filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        2 => (digits.get(0..2)?, "00"),
        4 => (digits.get(0..2)?, digits.get(2..4)?),
        _ => return None,
    };
    if hours == "00" && minutes == "00" { Some("Z".to_owned()) } else { Some(format!("{sign}{hours}:{minutes}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn time_stamps_of_every_kind_are_read() {
        for (stamp, wanted) in [
            ("2025-06-21 20:59:08", "2025-06-21T20:59:08"),
            ("2025-06-21T20:59Z", "2025-06-21T20:59:00Z"),
            ("2025-06-21T20:59:08.123+02:00", "2025-06-21T20:59:08+02:00"),
            ("Sat, 21 Jun 2025 20:59:08 +0000", "2025-06-21T20:59:08Z"),
            ("Sat Jun 21 20:59:08 2025", "2025-06-21T20:59:08"),
            ("June 21, 2025", "2025-06-21"),
            ("21 June 2025, 8:59 PM", "2025-06-21T20:59:00"),
            ("Jun. 21, 2025 8:59 p.m.", "2025-06-21T20:59:00"),
            ("20250621", "2025-06-21"),
            ("20250621T205908Z", "2025-06-21T20:59:08Z"),
            ("Saturday, June 21, 2025", "2025-06-21"),
            ("2025/06/21", "2025-06-21"),
        ] {
            assert_eq!(parse_timestamp(stamp).as_deref(), Some(wanted), "{stamp}");
        }
        for stamp in ["", "yesterday", "6/7/2025", "2025-13-01", "June", "1.2.3", "2025-06-21T29:00"] {
            assert_eq!(parse_timestamp(stamp), None, "{stamp}");
        }
    }

    #[test]
    fn easter_falls_where_the_churches_keep_it() {
        assert_eq!(easter(2024), Some(day("2024-03-31")));
        assert_eq!(easter(2025), Some(day("2025-04-20")));
        assert_eq!(orthodox_easter(2024), Some(day("2024-05-05")));
        assert_eq!(orthodox_easter(2025), Some(day("2025-04-20")));
    }

    #[test]
    fn the_moon_gives_islamic_months() {
        for (year, month, start) in [
            (2023, 9, "2023-03-23"),
            (2024, 9, "2024-03-11"),
            (2024, 10, "2024-04-10"),
            (2025, 9, "2025-03-01"),
            (2025, 10, "2025-03-30"),
            (2026, 9, "2026-02-18"),
            (2026, 10, "2026-03-20"),
        ] {
            assert_eq!(islamic_month(year, month), Some(day(start)), "{year} {month}");
        }
    }

    #[test]
    fn the_hebrew_calendar_is_arithmetic() {
        assert_eq!(hebrew(2024, 1, 15), Some(day("2024-04-23")));
        assert_eq!(hebrew(2024, 7, 1), Some(day("2024-10-03")));
        assert_eq!(hebrew(2024, 7, 10), Some(day("2024-10-12")));
        assert_eq!(hebrew(2024, 9, 25), Some(day("2024-12-26")));
        assert_eq!(hebrew(2024, 12, 14), Some(day("2024-03-24")));
        assert_eq!(hebrew(2025, 1, 15), Some(day("2025-04-13")));
    }

    #[test]
    fn weekdays_and_weeks_are_those_of_iso() {
        assert_eq!(nth_weekday(2024, 11, 4, 4), Some(day("2024-11-28")));
        assert_eq!(nth_weekday(2024, 5, -1, 1), Some(day("2024-05-27")));
        assert_eq!(week(day("2024-12-30")), (2025, 1));
        assert_eq!(week_start(2025, 1), Some(day("2024-12-30")));
        assert_eq!(month_end(2024, 2), Some(day("2024-02-29")));
        assert_eq!(new_moon_day(day("2024-01-21"), 8.0), Some(day("2024-02-10")));
    }
}
