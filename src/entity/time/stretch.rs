//! Stretches of the calendar: a day, a week, a season, a century; their bounds, TIMEX3 values and EDTF.

use super::{Granularity, TimeModifier, Unit, Yearly};
use crate::text::calendar::{self, Date};

/// A stretch of the calendar.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stretch {
    Day(Date),
    /// ISO year and week.
    Week(i32, u32),
    /// The weekend of an ISO week.
    Weekend(i32, u32),
    Month(i32, u32),
    Quarter(i32, u32),
    Half(i32, u32),
    /// Year in which it begins, TIMEX3 code.
    Season(i32, &'static str),
    Year(i32),
    Fiscal(i32),
    /// 199 for the 1990s.
    Decade(i32),
    /// 18 for the 1800s.
    Century(i32),
    /// From a day to a day; rough by a day when it follows the moon.
    Days(Date, Date, bool),
}

impl Stretch {
    /// The stretch of a unit that holds a day.
    pub(super) fn around(day: Date, unit: Unit) -> Option<Stretch> {
        let (year, month) = (i32::from(day.year()), u32::from(day.month().unsigned_abs()));
        let (week_year, week) = calendar::week(day);
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::PartOfDay(_) | Unit::Day => Stretch::Day(day),
            Unit::Weekend => Stretch::Weekend(week_year, week),
            Unit::Week => Stretch::Week(week_year, week),
            Unit::Month => Stretch::Month(year, month),
            Unit::Quarter => Stretch::Quarter(year, month.div_ceil(3)),
            Unit::Half => Stretch::Half(year, month.div_ceil(6)),
            Unit::Season(code) => Stretch::Season(year, code),
            Unit::Year => Stretch::Year(year),
            Unit::FiscalYear => Stretch::Fiscal(year),
            Unit::Decade => Stretch::Decade(year.div_euclid(10)),
            Unit::Century | Unit::Millennium => Stretch::Century(year.div_euclid(100)),
        })
    }

    /// The stretch of its kind so many steps on.
    pub(super) fn shifted(&self, by: i32) -> Option<Stretch> {
        let steps = |year: i32, number: u32, of: i32| {
            let total = year * of + number as i32 - 1 + by;
            (total.div_euclid(of), total.rem_euclid(of) as u32 + 1)
        };
        Some(match self {
            Stretch::Day(day) => Stretch::Day(calendar::add_days(*day, by.into())?),
            Stretch::Week(year, week) | Stretch::Weekend(year, week) => {
                let monday = calendar::add_days(calendar::week_start(*year, *week)?, i64::from(by) * 7)?;
                let (year, week) = calendar::week(monday);
                if matches!(self, Stretch::Week(..)) { Stretch::Week(year, week) } else { Stretch::Weekend(year, week) }
            }
            Stretch::Month(year, month) => {
                let (year, month) = steps(*year, *month, 12);
                Stretch::Month(year, month)
            }
            Stretch::Quarter(year, quarter) => {
                let (year, quarter) = steps(*year, *quarter, 4);
                Stretch::Quarter(year, quarter)
            }
            Stretch::Half(year, half) => {
                let (year, half) = steps(*year, *half, 2);
                Stretch::Half(year, half)
            }
            Stretch::Season(year, code) => Stretch::Season(year + by, code),
            Stretch::Year(year) => Stretch::Year(year + by),
            Stretch::Fiscal(year) => Stretch::Fiscal(year + by),
            Stretch::Decade(decade) => Stretch::Decade(decade + by),
            Stretch::Century(century) => Stretch::Century(century + by),
            Stretch::Days(..) => return None,
        })
    }

    /// The season, quarter, half or holiday of a year.
    pub(super) fn yearly(yearly: &Yearly, year: i32) -> Option<Stretch> {
        match yearly {
            Yearly::Season(code) => Some(Stretch::Season(year, code)),
            Yearly::Quarter(quarter) => Some(Stretch::Quarter(year, *quarter)),
            Yearly::Half(half) => Some(Stretch::Half(year, *half)),
            Yearly::Holiday(rule) => holiday(rule, year),
        }
    }

    /// The day, if it is one.
    pub(super) fn single_day(&self) -> Option<Date> {
        match self {
            Stretch::Day(day) => Some(*day),
            Stretch::Days(first, last, _) if first == last => Some(*first),
            _ => None,
        }
    }

    pub(super) fn is_approximate(&self) -> bool {
        matches!(self, Stretch::Days(_, _, true))
    }

    /// First and last day.
    pub(super) fn bounds(&self) -> (Date, Date) {
        self.try_bounds().unwrap_or((Date::ZERO, Date::ZERO))
    }

    fn try_bounds(&self) -> Option<(Date, Date)> {
        let months = |year: i32, first: u32, last: u32| {
            Some((calendar::date(year, first, 1)?, calendar::month_end(year, last)?))
        };
        match self {
            Stretch::Day(day) => Some((*day, *day)),
            Stretch::Days(first, last, _) => Some((*first, *last)),
            Stretch::Week(year, week) => {
                let monday = calendar::week_start(*year, *week)?;
                Some((monday, calendar::add_days(monday, 6)?))
            }
            Stretch::Weekend(year, week) => {
                let monday = calendar::week_start(*year, *week)?;
                Some((calendar::add_days(monday, 5)?, calendar::add_days(monday, 6)?))
            }
            Stretch::Month(year, month) => months(*year, *month, *month),
            Stretch::Quarter(year, quarter) => months(*year, quarter * 3 - 2, quarter * 3),
            Stretch::Half(year, half) => months(*year, half * 6 - 5, half * 6),
            Stretch::Season(year, code) => match *code {
                "SP" => months(*year, 3, 5),
                "SU" => months(*year, 6, 8),
                "FA" => months(*year, 9, 11),
                _ => Some((calendar::date(*year, 12, 1)?, calendar::month_end(year + 1, 2)?)),
            },
            Stretch::Year(year) | Stretch::Fiscal(year) => months(*year, 1, 12),
            Stretch::Decade(decade) => {
                Some((calendar::date(decade * 10, 1, 1)?, calendar::date(decade * 10 + 9, 12, 31)?))
            }
            Stretch::Century(century) => {
                Some((calendar::date(century * 100, 1, 1)?, calendar::date(century * 100 + 99, 12, 31)?))
            }
        }
    }

    /// The early, middle or late third: days 1 to 10, 11 to 20 and the rest of a month, four months of a year; years 0 to 3, 4 to 6 and 7 to 9 of a decade.
    pub(super) fn third(&self, modifier: TimeModifier) -> Option<(Date, Date)> {
        let (from, to) = self.bounds();
        let pick = |thirds: [(Date, Date); 3]| match modifier {
            TimeModifier::Start => thirds[0],
            TimeModifier::Mid => thirds[1],
            _ => thirds[2],
        };
        match self {
            Stretch::Day(_) => None,
            Stretch::Month(..) => {
                let day = |step: i64| calendar::add_days(from, step);
                Some(pick([(from, day(9)?), (day(10)?, day(19)?), (day(20)?, to)]))
            }
            Stretch::Year(year) | Stretch::Fiscal(year) => {
                let third =
                    |first: u32| Some((calendar::date(*year, first, 1)?, calendar::month_end(*year, first + 3)?));
                Some(pick([third(1)?, third(5)?, third(9)?]))
            }
            Stretch::Decade(decade) => {
                let years = |first: i32, last: i32| {
                    Some((calendar::date(decade * 10 + first, 1, 1)?, calendar::date(decade * 10 + last, 12, 31)?))
                };
                Some(pick([years(0, 3)?, years(4, 6)?, years(7, 9)?]))
            }
            _ => {
                let length = calendar::days_between(from, to) + 1;
                let at = |part: i64| calendar::add_days(from, length * part / 3);
                let end = |part: i64| calendar::add_days(from, length * part / 3 - 1);
                Some(pick([(from, end(1)?), (at(1)?, end(2)?), (at(2)?, to)]))
            }
        }
    }

    pub(super) fn granularity(&self) -> Granularity {
        match self {
            Stretch::Day(_) => Granularity::Day,
            Stretch::Days(first, last, _) => match calendar::days_between(*first, *last) {
                0 => Granularity::Day,
                1..=14 => Granularity::Week,
                _ => Granularity::Month,
            },
            Stretch::Week(..) => Granularity::Week,
            Stretch::Weekend(..) => Granularity::Weekend,
            Stretch::Month(..) => Granularity::Month,
            Stretch::Quarter(..) => Granularity::Quarter,
            Stretch::Season(..) => Granularity::Season,
            Stretch::Half(..) | Stretch::Year(_) | Stretch::Fiscal(_) => Granularity::Year,
            Stretch::Decade(_) => Granularity::Decade,
            Stretch::Century(_) => Granularity::Century,
        }
    }

    /// The TIMEX3 value.
    pub(super) fn value(&self) -> String {
        match self {
            Stretch::Day(day) => day.to_string(),
            Stretch::Days(first, last, _) if first == last => first.to_string(),
            Stretch::Days(first, last, _) => format!("{first}/{last}"),
            Stretch::Week(year, week) => format!("{year}-W{week:02}"),
            Stretch::Weekend(year, week) => format!("{year}-W{week:02}-WE"),
            Stretch::Month(year, month) => format!("{year:04}-{month:02}"),
            Stretch::Quarter(year, quarter) => format!("{year}-Q{quarter}"),
            Stretch::Half(year, half) => format!("{year}-H{half}"),
            Stretch::Season(year, code) => format!("{year}-{code}"),
            Stretch::Year(year) => format!("{year:04}"),
            Stretch::Fiscal(year) => format!("FY{year}"),
            Stretch::Decade(decade) => decade.to_string(),
            Stretch::Century(century) => century.to_string(),
        }
    }

    /// EDTF, level 2 for seasons (21 to 24), quarters (33 to 36) and halves (40, 41).
    pub(super) fn edtf(&self) -> Option<String> {
        let (from, to) = self.bounds();
        Some(match self {
            Stretch::Day(_) | Stretch::Month(..) | Stretch::Year(_) => self.value(),
            Stretch::Days(first, last, false) if first == last => self.value(),
            Stretch::Days(first, last, true) if first == last => format!("{first}~"),
            Stretch::Days(_, _, true) => format!("{from}~/{to}~"),
            Stretch::Week(..) | Stretch::Weekend(..) | Stretch::Days(..) => format!("{from}/{to}"),
            Stretch::Quarter(year, quarter) => format!("{year}-{}", 32 + quarter),
            Stretch::Half(year, half) => format!("{year}-{}", 39 + half),
            Stretch::Season(year, code) => {
                let number = match *code {
                    "SP" => 21,
                    "SU" => 22,
                    "FA" => 23,
                    _ => 24,
                };
                format!("{year}-{number}")
            }
            Stretch::Decade(decade) => format!("{decade}X"),
            Stretch::Century(century) => format!("{century}XX"),
            Stretch::Fiscal(_) => return None,
        })
    }
}

/// The day or days of a holiday in a year, by the rules of `word/holidays.tsv`: `--12-25`, `--11-4-4` (month, which, weekday; with `+1` days on),
/// `easter-2`, `orthodox+0`, `islamic-10-01`, `islamic-09` (a month), `hebrew-07-10`, `chinese-01-01`, `newmoon-09-17+10` (days from the first new moon on
/// or after a day), `dusk-10-16` (the same for feasts of the evening, whose day is told by the moon at nightfall), `easter-46..easter-3`;
/// `--10-16^` is the working day nearest to a day, `--04-27<` the day before it when it falls on a Sunday.
fn holiday(rule: &str, year: i32) -> Option<Stretch> {
    if let Some((first, last)) = rule.split_once("..") {
        let (first, rough) = holiday_day(first, year)?;
        let (last, _) = holiday_day(last, year)?;
        return (first <= last).then_some(Stretch::Days(first, last, rough));
    }
    if let Some(month) = rule.strip_prefix("islamic-").filter(|rest| rest.len() == 2) {
        let start = calendar::islamic_month(year, month.parse().ok()?)?;
        let next = calendar::islamic_start(calendar::add_days(start, 29)?)?;
        return Some(Stretch::Days(start, calendar::add_days(next, -1)?, true));
    }
    let (day, rough) = holiday_day(rule, year)?;
    Some(if rough { Stretch::Days(day, day, true) } else { Stretch::Day(day) })
}

fn holiday_day(rule: &str, year: i32) -> Option<(Date, bool)> {
    if let Some(fixed) = rule.strip_prefix("--") {
        return civil_holiday(fixed, year).map(|day| (day, false));
    }
    for (name, sunday) in [("easter", calendar::easter(year)), ("orthodox", calendar::orthodox_easter(year))] {
        if let Some(days) = rule.strip_prefix(name) {
            return Some((calendar::add_days(sunday?, days.parse().ok()?)?, false));
        }
    }
    let (calendar_name, rest) = rule.split_once('-')?;
    if calendar_name == "newmoon" {
        return moon_feast(rest, year, MIDNIGHT).map(|day| (day, true));
    }
    if calendar_name == "dusk" {
        return moon_feast(rest, year, NIGHTFALL).map(|day| (day, true));
    }
    let (month, day) = rest.split_once('-')?;
    let (month, day): (u32, u32) = (month.parse().ok()?, day.parse().ok()?);
    match calendar_name {
        "islamic" => {
            let start = calendar::islamic_month(year, month)?;
            // of two feasts in a year the first, whose month may begin the year before
            let before = calendar::islamic_start(calendar::add_days(start, -354)?)?;
            let first = calendar::add_days(before, i64::from(day) - 1).filter(|day| i32::from(day.year()) == year);
            Some((first.or_else(|| calendar::add_days(start, i64::from(day) - 1))?, true))
        }
        "hebrew" => Some((calendar::hebrew(year, month, day)?, false)),
        "chinese" => {
            let new_year = calendar::new_moon_day(calendar::date(year, 1, 21)?, 8.0)?;
            let about = calendar::add_days(new_year, i64::from(month - 1) * 59 / 2 - 6)?;
            let start = if month == 1 { new_year } else { calendar::new_moon_day(about, 8.0)? };
            // the eighth month holds the equinox: its new moon comes no earlier than the 22nd of August
            let start = if month == 8 { calendar::new_moon_day(calendar::date(year, 8, 23)?, 8.0)? } else { start };
            Some((calendar::add_days(start, i64::from(day) - 1)?, false))
        }
        _ => None,
    }
}

/// `12-25`, `11-4-4`, `05-last-1`, `11-4-4+1`.
fn civil_holiday(rule: &str, year: i32) -> Option<Date> {
    if let Some(rule) = rule.strip_suffix('^') {
        let day = civil_holiday(rule, year)?;
        let step = match calendar::weekday(day) {
            6 => -1,
            7 => 1,
            _ => 0,
        };
        return calendar::add_days(day, step);
    }
    if let Some(rule) = rule.strip_suffix('<') {
        let day = civil_holiday(rule, year)?;
        return calendar::add_days(day, if calendar::weekday(day) == 7 { -1 } else { 0 });
    }
    let (rule, days) = rule.split_once('+').unwrap_or((rule, "0"));
    let mut parts = rule.split('-');
    let month: u32 = parts.next()?.parse().ok()?;
    let second = parts.next()?;
    let day = match parts.next() {
        None => calendar::date(year, month, second.parse().ok()?)?,
        Some(weekday) => {
            let nth = if second == "last" { -1 } else { second.parse().ok()? };
            calendar::nth_weekday(year, month, nth, weekday.parse().ok()?)?
        }
    };
    calendar::add_days(day, days.parse().ok()?)
}

/// Hours that India's clock is ahead of UTC.
const MIDNIGHT: f64 = 5.5;

/// The same for a day that ends at half past six in the evening.
const NIGHTFALL: f64 = MIDNIGHT - 18.5;

/// `09-17+10`: so many days from the first new moon over India that falls on or after a day.
fn moon_feast(rule: &str, year: i32, offset: f64) -> Option<Date> {
    let (month, rest) = rule.split_once('-')?;
    let (day, days) = rest.split_at_checked(2)?;
    let days = if days.is_empty() { 0 } else { days.parse().ok()? };
    let first = calendar::date(year, month.parse().ok()?, day.parse().ok()?)?;
    calendar::add_days(calendar::new_moon_day(first, offset)?, days)
}
