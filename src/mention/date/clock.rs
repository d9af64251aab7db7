//! Clock times and time stamps: "8:30 p.m. EDT", "0700 GMT", "nine o'clock", `2025-06-21 20:59:08`, `7/8/07`.

use super::words::{Meridiem, Words};
use super::{Base, Clock, Expression, Found, Point, Year};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::Class;
use crate::mention::function::Function;
use crate::mention::numeral::NumeralKind;
use crate::text::{calendar, number};

impl Words<'_, '_> {
    /// A clock time with its zone.
    pub(super) fn clock(&self, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        let (clock, end) = self.bare_clock(at)?;
        let (zone, end) = self.zone(end).map_or((None, end), |(zone, end)| (zone, end));
        Some((Clock { zone, ..clock }, end))
    }

    fn bare_clock(&self, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        let lexicon = self.lexicon;
        let named = self.longest_where(at, Class::TimeWord, |lexicon, sense| lexicon.cell(sense, 1) == "clock");
        if let Some((sense, end)) = named {
            let (hour, minute) = lexicon.cell(sense, 0).strip_prefix('T')?.split_once(':')?;
            let clock =
                Clock { hour: hour.parse().ok()?, minute: minute.parse().ok(), fixed: true, ..Clock::default() };
            return Some((clock, end));
        }
        if !self.token(at).has(Shape::DIGIT) {
            return self.spelled_clock(at);
        }
        if self.before(at).is(Class::Currency) || self.glued(at) && self.before(at).has(Shape::DIGIT) {
            return None;
        }
        let Some((hour, length)) = self.digits(at) else { return self.pointed_clock(at) };
        if length == 4 && self.zone(at + 1).is_some() && hour < 2400 && hour % 100 < 60 {
            let clock = Clock { hour: hour / 100, minute: Some(hour % 100), fixed: true, ..Clock::default() };
            return Some((clock, at + 1));
        }
        // "at 1100 hours"
        let military = length == 4
            && self.plain_unit(at + 1) == Some(super::Unit::Hour)
            && (self.leads_to_clock(at) || hour < 1000);
        if military && hour < 2400 && hour % 100 < 60 {
            let clock = Clock { hour: hour / 100, minute: Some(hour % 100), fixed: true, ..Clock::default() };
            return Some((clock, at + 2));
        }
        if length > 2 || hour > 24 {
            return None;
        }
        let (clock, end) = self.clock_behind(hour, at + 1);
        if clock.minute.is_some() {
            let ranged = (self.is_dash(end) || self.is(end, Function::TO)) && self.sign(end + 2, ":");
            let sure =
                clock.second.is_some() || length == 2 || ranged || self.zone(end).is_some() || self.leads_to_clock(at);
            // 3:2 and 10:1 are scores
            return self.halve(clock, end).or((sure && !self.sign(end, ":")).then_some((clock, end)));
        }
        if let Some(found) = self.halve(clock, end) {
            return Some(found);
        }
        self.part_behind(clock, end)
    }

    /// `:59`, `:59:08` behind the hour.
    fn clock_behind(&self, hour: u32, at: TokenIndex) -> (Clock, TokenIndex) {
        let mut clock = Clock { hour, fixed: hour > 12 || hour == 0, ..Clock::default() };
        let mut end = at;
        for part in [&mut clock.minute, &mut clock.second] {
            let pair = self.digits(end + 1).filter(|(value, length)| *length == 2 && *value < 60);
            let Some((value, _)) = pair.filter(|_| self.sign(end, ":") && self.glued(end) && self.glued(end + 1))
            else {
                // seconds with decimals
                let decimals = self.sign(end, ":") && self.glued(end) && self.glued(end + 1);
                if let Some((whole, _)) = self.text(end + 1).split_once('.').filter(|_| decimals)
                    && let Some(value) = number::whole(whole).filter(|value| *value < 60)
                {
                    *part = Some(value);
                    end += 2;
                }
                break;
            };
            *part = Some(value);
            end += 2;
        }
        (clock, end)
    }

    /// `8.30 p.m.`
    fn pointed_clock(&self, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        let (hour, minute) = self.text(at).split_once('.')?;
        let (hour, minute) = (number::whole(hour)?, number::whole(minute).filter(|_| minute.len() == 2)?);
        if hour > 24 || minute > 59 {
            return None;
        }
        self.halve(Clock { hour, minute: Some(minute), ..Clock::default() }, at + 1)
    }

    fn spelled_clock(&self, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        if !self.token(at).is(Class::Numeral) {
            return None;
        }
        let count = self.count(at).filter(|count| count.kind == NumeralKind::Cardinal && !count.decimal)?;
        if !(1.0..=12.0).contains(&count.value) {
            return None;
        }
        self.halve(Clock { hour: count.value as u32, ..Clock::default() }, count.end)
    }

    /// "a.m.", "p.m.", "o'clock" behind an hour of the twelve.
    fn halve(&self, clock: Clock, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        if clock.hour > 12 && clock.minute.is_none() {
            return None;
        }
        let meridiem = self.meridiem(at)?;
        if clock.hour == 0 && meridiem == Meridiem::After {
            return None;
        }
        let hour = match meridiem {
            Meridiem::Before if clock.hour <= 12 => clock.hour % 12,
            Meridiem::After if clock.hour <= 12 => clock.hour % 12 + 12,
            _ => clock.hour,
        };
        Some((Clock { hour, fixed: meridiem != Meridiem::Unknown, ..clock }, at + 1))
    }

    /// "3 in the morning", "at 7 in the evening".
    fn part_behind(&self, clock: Clock, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        let led = at >= 2 && self.leads_to_clock(at - 1);
        if !led || !self.is(at, Function::IN) || !self.is_the(at + 1) || clock.hour > 12 {
            return None;
        }
        let (part, end) = self.part_of_day(at + 2)?;
        let late = matches!(part.code, "AF" | "EV" | "NI");
        let hour = if late { clock.hour % 12 + 12 } else { clock.hour % 12 };
        Some((Clock { hour, fixed: true, ..clock }, end))
    }

    fn leads_to_clock(&self, at: TokenIndex) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        self.is(before, Function::LEADS_TO_CLOCK)
    }

    /// A time zone: minutes ahead of UTC, none for "local time"; in brackets or bare, with hours added or not.
    pub(super) fn zone(&self, at: TokenIndex) -> Option<(Option<i32>, TokenIndex)> {
        let bracket = self.sign(at, "(");
        let start = if bracket { at + 1 } else { at };
        let lexicon = self.lexicon;
        let (sense, mut end) = self.longest(start, Class::TimeZone)?;
        let token = self.token(start);
        // abbreviations are zones only in capitals
        if end == start + 1 && !token.has(Shape::UPPER) {
            return None;
        }
        let mut zone = offset(lexicon.cell(sense, 0));
        let signed = self.sign(end, "+") || self.is_dash(end) && self.glued(end + 1);
        if signed && let Some((hours, _)) = self.digits(end + 1).filter(|(hours, length)| *length <= 2 && *hours <= 14)
        {
            zone = Some(hours as i32 * if self.sign(end, "+") { 60 } else { -60 });
            end += 2;
        }
        if bracket {
            if !self.sign(end, ")") {
                return None;
            }
            end += 1;
        }
        Some((zone, end))
    }

    // ---- time stamps ----------------------------------------------------------------------------------------------------------------

    /// `2025-06-21`, `2025-06-21T20:59:08Z`, `7/8/07`, `21.06.2025`.
    pub(super) fn stamp(&self, at: TokenIndex) -> Option<Found> {
        if !self.token(at).has(Shape::DIGIT) || self.glued(at) && self.before(at).has(Shape::DIGIT) {
            return None;
        }
        let (base, end) = self.stamped_day(at)?;
        let mut point = Point { base, ..Point::default() };
        let mut end = end;
        if let Some((clock, behind)) = self.stamped_clock(end) {
            (point.clock, end) = (Some(clock), behind);
        }
        Some(Self::found(at, end, Expression::Point(point), "time stamp"))
    }

    /// A day in digits: its base and end.
    pub(super) fn stamped_day(&self, at: TokenIndex) -> Option<(Base, TokenIndex)> {
        if self.text(at).contains('.') {
            let mut parts = self.text(at).split('.').map(|part| (number::whole(part), part.len()));
            let (Some((Some(day), ..=2)), Some((Some(month), ..=2)), Some((Some(year), 4)), None) =
                (parts.next(), parts.next(), parts.next(), parts.next())
            else {
                return None;
            };
            return Some((in_digits(month, day, year)?, at + 1));
        }
        let (first, length) = self.digits(at)?;
        let sign = self.text(at + 1);
        let joined = (1..5).all(|step| self.glued(at + step));
        if !matches!(sign, "-" | "/") || !joined || self.text(at + 3) != sign {
            return None;
        }
        let (second, second_length) = self.digits(at + 2)?;
        let (third, third_length) = self.digits(at + 4)?;
        let more = self.glued(at + 5) && self.text(at + 5) == sign && self.digits(at + 6).is_some();
        if more || second_length > 2 {
            return None;
        }
        let end = at + 5;
        match (length, third_length) {
            (4, 1..=2) => {
                calendar::date(first as i32, second, third)?;
                Some((written(first as i32, second, third), end))
            }
            (1..=2, 4) => Some((in_digits(first, second, third)?, end)),
            (1..=2, 2) if sign == "/" => {
                let year = if third < 50 { 2000 + third } else { 1900 + third };
                Some((in_digits(first, second, year)?, end))
            }
            _ => None,
        }
    }

    fn stamped_clock(&self, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        let glued_hour = self.text(at).strip_prefix(['T', 't']).filter(|_| self.glued(at)).and_then(number::whole);
        let (clock, mut end) = match glued_hour {
            Some(hour) if hour < 24 => self.clock_behind(hour, at + 1),
            _ => {
                let start = if self.sign(at, ",") { at + 1 } else { at };
                let start = if self.is(start, Function::AT) { start + 1 } else { start };
                return self.clock(start);
            }
        };
        clock.minute?;
        let mut clock = Clock { fixed: true, ..clock };
        if self.glued(end) {
            let signed = self.sign(end, "+") || self.is_dash(end);
            if let Some((zone, behind)) = self.zone(end) {
                (clock.zone, end) = (zone, behind);
            } else if signed && let Some((hours, 2)) = self.digits(end + 1) {
                let minutes = self.digits(end + 3).filter(|_| self.sign(end + 2, ":") && self.glued(end + 3));
                let total = (hours * 60 + minutes.map_or(0, |(minutes, _)| minutes)) as i32;
                clock.zone = Some(if self.sign(end, "+") { total } else { -total });
                end += if minutes.is_some() { 4 } else { 2 };
            }
        }
        Some((clock, end))
    }
}

fn written(year: i32, month: u32, day: u32) -> Base {
    Base::Written { year: Some(Year::Number(year)), month: Some(month), day: Some(day), weekday: None, shift: None }
}

/// Month first, and day first where that is another day.
fn in_digits(first: u32, second: u32, year: u32) -> Option<Base> {
    let month_first = calendar::date(year as i32, first, second);
    let day_first = calendar::date(year as i32, second, first);
    match (month_first, day_first) {
        (Some(one), other) => Some(Base::Digits(one, other.filter(|other| *other != one))),
        (None, Some(other)) => Some(Base::Digits(other, None)),
        (None, None) => None,
    }
}

/// `-04:00` in minutes; none for "local".
fn offset(value: &str) -> Option<i32> {
    let (sign, rest) = match value.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, value.strip_prefix('+')?),
    };
    let (hours, minutes) = rest.split_once(':')?;
    Some(sign * (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?))
}
