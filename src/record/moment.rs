//! Moments as records write them, turned into those that other formats want. A moment without an offset is taken as UTC; no clock is asked.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{Timestamp, fmt::temporal::DateTimeParser};

/// A day, or a moment in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Day(Date),
    Time(DateTime),
}

/// Reads `2025-06-21`, `2025-06-21T20:59`, `2025-06-21T20:59:08+02:00`, `2025-03-20T16:55Z`; nothing else.
pub(super) fn moment(text: &str) -> Option<Moment> {
    static PARSER: DateTimeParser = DateTimeParser::new();
    if text.len() == 10 {
        return PARSER.parse_date(text).ok().map(Moment::Day);
    }
    if let Ok(instant) = PARSER.parse_timestamp(text) {
        return Some(Moment::Time(in_utc(instant)));
    }
    if !text.contains('T') {
        return None;
    }
    PARSER.parse_datetime(text).ok().map(Moment::Time)
}

fn in_utc(instant: Timestamp) -> DateTime {
    Offset::UTC.to_datetime(instant)
}

impl Moment {
    /// `2025-06-21` or `2025-06-21T20:59:08`; none before the year 1000, which `FollowTheMoney` does not read.
    pub(super) fn ftm(self) -> Option<String> {
        match self {
            Moment::Day(day) if day.year() >= 1000 => Some(day.to_string()),
            Moment::Time(time) if time.year() >= 1000 => Some(time.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
            _ => None,
        }
    }

    /// `2025-06-21T20:59:08.000Z`; a day is its first moment.
    pub(super) fn stix(self) -> String {
        let time = match self {
            Moment::Day(day) => day.to_datetime(jiff::civil::Time::midnight()),
            Moment::Time(time) => time,
        };
        time.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn moments_are_in_utc() {
        let both = |text: &str| moment(text).map(|moment| (moment.ftm().unwrap_or_default(), moment.stix()));
        let pair = |ftm: &str, stix: &str| Some((ftm.to_owned(), stix.to_owned()));
        assert_eq!(both("2025-06-21"), pair("2025-06-21", "2025-06-21T00:00:00.000Z"));
        assert_eq!(both("2025-06-21T20:59:08"), pair("2025-06-21T20:59:08", "2025-06-21T20:59:08.000Z"));
        assert_eq!(both("2025-06-21T20:59:08+02:00"), pair("2025-06-21T18:59:08", "2025-06-21T18:59:08.000Z"));
        assert_eq!(both("2025-03-20T16:55Z"), pair("2025-03-20T16:55:00", "2025-03-20T16:55:00.000Z"));
        assert_eq!(both("2025-03-20T16:55"), pair("2025-03-20T16:55:00", "2025-03-20T16:55:00.000Z"));
        for none in ["2025", "2025-W09", "PXD", "2025-06-21TEV", ""] {
            assert_eq!(moment(none), None, "{none}");
        }
    }
}
