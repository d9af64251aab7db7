//! Clock times and time stamps: "8:30 p.m. EDT", "0700 GMT", "nine o'clock", `2025-06-21 20:59:08`, `7/8/07`.

use super::words::{Kind, Meridiem, Words};
use super::{Base, Clock, Expression, Found, PartOfDay, Point, Year, Zone};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::{Class, ClassSet};
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
        // the 17:34 of 2:17:34
        if self.glued(at) && at > self.sentence.start + 1 && self.sign(at - 1, ":") && self.digits(at - 2).is_some() {
            return None;
        }
        let Some((hour, length)) = self.digits(at) else { return self.pointed_clock(at) };
        if let Some(found) = self.lettered(hour, at + 1).or_else(|| self.past_hour(at)) {
            return Some(found);
        }
        // "1140 a.m."
        if (3..=4).contains(&length) && (100..1260).contains(&hour) && hour % 100 < 60 {
            let clock = Clock { hour: hour / 100, minute: Some(hour % 100), ..Clock::default() };
            if let Some(found) = self.halve(clock, at + 1).or_else(|| self.part_behind(clock, at + 1)) {
                return Some(found);
            }
        }
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
        if let Some(found) = self.first_of_two(at, clock, end) {
            return Some(found);
        }
        if clock.minute.is_some() {
            let ranged = (self.is_dash(end) || self.is(end, Function::TO)) && self.sign(end + 2, ":");
            // "ran it in 2:17:34" tells how long
            let sure = length == 2
                || ranged
                || self.zone(end).is_some()
                || self.leads_to_clock(at)
                || self.lettered_minute(at + 1).is_some()
                || self.in_the_part(end).is_some();
            // 3:2 and 10:1 are scores
            return self.halve(clock, end).or((sure && !self.sign(end, ":")).then_some((clock, end)));
        }
        if let Some(found) = self.halve(clock, end) {
            return Some(found);
        }
        self.part_behind(clock, end)
    }

    /// The first of "3 to 5 p.m.", "between 10:30 and 11:45 a.m.", "4-6 pm": the half of the day stands behind the second.
    fn first_of_two(&self, at: TokenIndex, clock: Clock, joint: TokenIndex) -> Option<(Clock, TokenIndex)> {
        let opened = at > self.sentence.start && self.is(at - 1, Function::FROM.or(Function::BETWEEN));
        let dash = self.is_dash(joint) && (opened || self.glued(joint) && self.glued(joint + 1));
        let joined = dash || opened && (self.is_and(joint) || self.is(joint, Function::LEADS_TO_END));
        if !joined || clock.fixed || clock.second.is_some() {
            return None;
        }
        let (hour, _) = self.digits(joint + 1).filter(|(hour, length)| *length <= 2 && (1..=12).contains(hour))?;
        let (second, end) = self.clock_behind(hour, joint + 2);
        let (second, _) = self.halve(second, end).filter(|(second, _)| second.fixed)?;
        let minutes = |clock: Clock| clock.hour * 60 + clock.minute.unwrap_or(0);
        let early = Clock { hour: clock.hour % 12, fixed: true, ..clock };
        let late = Clock { hour: early.hour + 12, ..early };
        // "11 to 1 p.m." begins before noon, "10 to 2 a.m." the evening before
        let first = if minutes(late) < minutes(second) || minutes(early) >= minutes(second) { late } else { early };
        Some((first, joint))
    }

    /// `:59`, `:59:08` behind the hour.
    fn clock_behind(&self, hour: u32, at: TokenIndex) -> (Clock, TokenIndex) {
        let mut clock = Clock { hour, fixed: hour > 12 || hour == 0, ..Clock::default() };
        let mut end = at;
        if let Some((minute, morning)) = self.lettered_minute(at).filter(|_| hour <= 12) {
            let hour = hour % 12 + if morning { 0 } else { 12 };
            return (Clock { hour, minute: Some(minute), fixed: true, ..clock }, at + 3);
        }
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

    /// `:18a`, `:15p`: minutes with the half of the day in one letter; true before noon.
    fn lettered_minute(&self, at: TokenIndex) -> Option<(u32, bool)> {
        if !self.sign(at, ":") || !self.glued(at) || !self.glued(at + 1) || !self.glued(at + 2) {
            return None;
        }
        let (minute, _) = self.digits(at + 1).filter(|(value, length)| *length == 2 && *value < 60)?;
        let letter = self.text(at + 2);
        matches!(letter, "a" | "p").then_some((minute, letter == "a"))
    }

    /// `8.30 p.m.`
    fn pointed_clock(&self, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        let (hour, minute) = self.text(at).split_once('.')?;
        let (hour, minute) = (number::whole(hour)?, number::whole(minute).filter(|_| minute.len() == 2)?);
        if hour > 24 || minute > 59 {
            return None;
        }
        let clock = Clock { hour, minute: Some(minute), fixed: hour > 12 || hour == 0, ..Clock::default() };
        // "6.30 on Friday" may be a price, "6.30 on Friday evening" is none
        self.halve(clock, at + 1).or_else(|| {
            let led = self.leads_to_clock(at) || self.is_modifier(at.wrapping_sub(1), Kind::Approximate);
            let parted = led && (self.in_the_part(at + 1).is_some() || self.day_in_part(at + 1).is_some());
            (hour < 24 && (parted || self.zone(at + 1).is_some())).then_some((clock, at + 1))
        })
    }

    fn spelled_clock(&self, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        if !self.token(at).is(Class::Numeral) {
            return None;
        }
        if let Some(found) = self.past_hour(at) {
            return Some(found);
        }
        let (clock, end) = self.plain_hour(at)?;
        if let Some(found) = self.halve(clock, end).or_else(|| self.part_behind(clock, end)) {
            return Some(found);
        }
        // "nine fifty a.m.", "at five-thirty tomorrow"
        let minute_at = if self.is_dash(end) && self.glued(end) { end + 1 } else { end };
        let minute = self.count(minute_at).filter(|count| count.kind == NumeralKind::Cardinal && !count.decimal)?;
        let minute = Some(minute).filter(|count| !count.digits && (10.0..60.0).contains(&count.value))?;
        let clock = Clock { minute: Some(minute.value as u32), ..clock };
        let led = self.leads_to_clock(at) && (self.is_break(minute.end) || self.token(minute.end).is(Class::TimeWord));
        self.halve(clock, minute.end).or(led.then_some((clock, minute.end)))
    }

    /// "7", "seven": an hour of the twelve that needs more to be a clock.
    pub(super) fn plain_hour(&self, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        let count = self.count(at).filter(|count| count.kind == NumeralKind::Cardinal && !count.decimal)?;
        let hour = (1.0..=12.0).contains(&count.value) && count.glued == 0;
        hour.then_some((Clock { hour: count.value as u32, ..Clock::default() }, count.end))
    }

    /// "half past seven", "quarter to eight", "20 past 3 pm", "ten minutes to noon".
    fn past_hour(&self, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        let part = match self.cell(at, Class::Numeral, 0) {
            Some("1/2") => Some(30.0),
            Some("1/4") => Some(15.0),
            _ => None,
        };
        let (minutes, end, told) = if let Some(minutes) = part {
            (minutes, at + 1, true)
        } else {
            let count = self.count(at).filter(|count| count.kind == NumeralKind::Cardinal && !count.decimal)?;
            let unit = self.plain_unit(count.end) == Some(super::Unit::Minute);
            (count.value, if unit { count.end + 1 } else { count.end }, unit)
        };
        let past = self.is_modifier(end, Kind::PastHour);
        if !past && !(told && self.is_modifier(end, Kind::ToHour)) || !(1.0..60.0).contains(&minutes) {
            return None;
        }
        let (hour, behind) = self.whole_hour(end + 1)?;
        let total = f64::from(hour.hour) * 60.0 + if past { minutes } else { 1440.0 - minutes };
        let total = total as u32 % 1440;
        Some((Clock { hour: total / 60, minute: Some(total % 60), ..hour }, behind))
    }

    /// "7", "seven", "3 pm", "noon".
    fn whole_hour(&self, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        let named = self.longest_where(at, Class::TimeWord, |lexicon, sense| lexicon.cell(sense, 1) == "clock");
        if named.is_some() {
            return self.bare_clock(at);
        }
        let count = self.count(at).filter(|count| count.kind == NumeralKind::Cardinal && !count.decimal)?;
        if !(1.0..=12.0).contains(&count.value) || count.glued > 0 {
            return None;
        }
        let clock = Clock { hour: count.value as u32, ..Clock::default() };
        Some(self.halve(clock, count.end).unwrap_or((clock, count.end)))
    }

    /// `19h30`
    fn lettered(&self, hour: u32, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        // "at 15h", "8h GMT"
        if self.glued(at) && matches!(self.text(at), "h" | "H") && hour < 24 {
            let sure = self.zone(at + 1).is_some() || hour > 12 && self.leads_to_clock(at - 1) && !self.is_break(at);
            return sure.then_some((Clock { hour, fixed: true, ..Clock::default() }, at + 1));
        }
        let minute = self.text(at).strip_prefix(['h', 'H']).filter(|minute| minute.len() == 2 && self.glued(at))?;
        let minute = number::whole(minute).filter(|minute| *minute < 60 && hour < 24)?;
        Some((Clock { hour, minute: Some(minute), fixed: true, ..Clock::default() }, at + 1))
    }

    /// A clock that only its day makes one: "June 3, 9:30", "tonight at 8".
    pub(super) fn clock_of_day(&self, at: TokenIndex, part: Option<PartOfDay>) -> Option<(Clock, TokenIndex)> {
        let Some((hour, _)) = self.digits(at).filter(|(hour, length)| *length <= 2 && *hour < 24) else {
            // "in the evening at eight"
            let spelled = part.is_some() && at > self.sentence.start && self.is(at - 1, Function::AT);
            return spelled.then(|| self.plain_hour(at)).flatten().filter(|(_, end)| self.is_break(*end));
        };
        let (clock, end) = self.clock_behind(hour, at + 1);
        if clock.minute.is_some() {
            return (!self.sign(end, ":") && !self.is_joint(end)).then_some((clock, end));
        }
        // "Fri, Jul 18, 19h"
        if self.glued(at + 1) && matches!(self.text(at + 1), "h" | "H") {
            return Some((Clock { fixed: true, ..clock }, at + 2));
        }
        let about = || self.is_modifier(at - 1, Kind::Approximate) || self.sign(at - 1, "@");
        let led = part.is_some() && at > self.sentence.start && (self.is(at - 1, Function::AT) || about());
        (led && self.is_break(end) && !self.sign(end, "%")).then_some((clock, end))
    }

    /// "a.m.", "p.m.", "o'clock" behind an hour of the twelve.
    fn halve(&self, clock: Clock, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        if clock.hour > 12 && clock.minute.is_none() {
            return None;
        }
        let (meridiem, end) = self.meridiem_phrase(at)?;
        if clock.hour == 0 && meridiem == Meridiem::After {
            return None;
        }
        let hour = match meridiem {
            Meridiem::Before if clock.hour <= 12 => clock.hour % 12,
            Meridiem::After if clock.hour <= 12 => clock.hour % 12 + 12,
            _ => clock.hour,
        };
        let clock = Clock { hour, fixed: meridiem != Meridiem::Unknown, ..clock };
        // "3 o'clock p.m."
        if meridiem == Meridiem::Unknown
            && let Some(found) = self.halve(clock, end)
        {
            return Some(found);
        }
        Some((clock, end))
    }

    /// "3 in the morning", "at 7 in the evening".
    fn part_behind(&self, clock: Clock, at: TokenIndex) -> Option<(Clock, TokenIndex)> {
        let led = at >= 2 && self.leads_to_clock(at - 1) || at == self.sentence.start + 1;
        if !led || !self.is(at, Function::IN) || !self.is_the(at + 1) || clock.hour > 12 {
            return None;
        }
        let (part, end) = self.part_of_day(at + 2)?;
        let late = matches!(part.code, "AF" | "EV" | "NI");
        let hour = if late { clock.hour % 12 + 12 } else { clock.hour % 12 };
        Some((Clock { hour, fixed: true, ..clock }, end))
    }

    pub(super) fn leads_to_clock(&self, at: TokenIndex) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        self.is(before, Function::LEADS_TO_CLOCK)
    }

    /// A time zone: minutes ahead of UTC, none for "local time"; in brackets or bare, with hours added or not.
    pub(super) fn zone(&self, at: TokenIndex) -> Option<(Option<Zone>, TokenIndex)> {
        let bracket = self.sign(at, "(");
        let start = if bracket { at + 1 } else { at };
        let lexicon = self.lexicon;
        let (sense, mut end) = self.longest(start, Class::TimeZone)?;
        let token = self.token(start);
        // abbreviations are zones in capitals, or when they are nothing else
        if end == start + 1 && !token.has(Shape::UPPER) && token.classes.any(OTHER) {
            return None;
        }
        let mut zone = offset(lexicon.cell(sense, 0));
        let signed = self.sign(end, "+") || self.is_dash(end) && self.glued(end + 1);
        if signed && let Some((hours, _)) = self.digits(end + 1).filter(|(hours, length)| *length <= 2 && *hours <= 14)
        {
            let minutes = hours as i32 * if self.sign(end, "+") { 60 } else { -60 };
            zone = Some(Zone { minutes, summer: false });
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
        if let Some(found) = self.stamped_stretch_of_year(at) {
            return Some(found);
        }
        let (base, end) = self.stamped_day(at)?;
        let mut point = Point { base, ..Point::default() };
        let mut end = end;
        if let Some((clock, behind)) = self.stamped_clock(end) {
            (point.clock, end) = (Some(clock), behind);
        }
        Some(Self::found(at, end, Expression::Point(point), "time stamp"))
    }

    /// `04/2016`, `2014/10`, `FY2019`.
    fn stamped_stretch_of_year(&self, at: TokenIndex) -> Option<Found> {
        let found = |base: Base, end: TokenIndex| {
            let point = Point { base, ..Point::default() };
            Some(Self::found(at, end, Expression::Point(point), "time stamp"))
        };
        let full = |value: u32| (1900..=2100).contains(&value);
        let Some((first, length)) = self.digits(at) else { return found(self.lettered_year(at)?, at + 1) };
        if !self.is_joint(at + 1) || self.is_joint(at + 3) || self.bars_year_before(at) {
            return None;
        }
        let (second, second_length) = self.digits(at + 2)?;
        let month = |year: u32, month: u32| Base::Written {
            year: Some(Year::Number(year as i32)),
            month: Some(month),
            day: None,
            weekday: None,
            shift: None,
        };
        match (length, second_length) {
            (1..=2, 4) if full(second) && (1..=12).contains(&first) && self.sign(at + 1, "/") => {
                found(month(second, first), at + 3)
            }
            (4, 2) if full(first) && (1..=12).contains(&second) => {
                // 2009/10 is the season of a winter, 2005-10 are five years
                let back = first % 100 >= second;
                let next = first % 100 + 1 == second;
                let is_month = back || self.sign(at + 1, "/") && !next;
                if is_month { found(month(first, second), at + 3) } else { None }
            }
            _ => None,
        }
    }

    /// `FY2019`: letters and a year in one word.
    fn lettered_year(&self, at: TokenIndex) -> Option<Base> {
        let text = self.text(at);
        let (head, tail) = text.split_at_checked(text.find(|c: char| c.is_ascii_digit())?)?;
        let year = |digits: &str| match (number::whole(digits)?, digits.len()) {
            (year @ 1900..=2100, 4) => Some(year as i32),
            (year, 2) => Some(2000 + year as i32),
            _ => None,
        };
        let fiscal = self.lexicon.sense(self.lexicon.word(&crate::text::fold(head)), Class::TimeModifier)?;
        if self.lexicon.cell(fiscal, 1) == "fiscal" { year(tail).map(Base::Fiscal) } else { None }
    }

    /// `Dec31`: a month and its day in one word.
    pub(super) fn lettered_day(&self, at: TokenIndex) -> Option<(u32, u32)> {
        let token = self.token(at);
        if !token.has(Shape::DIGIT) || !token.has(Shape::LETTER) || token.end - token.start > 11 {
            return None;
        }
        let text = self.text(at);
        let (head, tail) = text.split_at_checked(text.find(|c: char| c.is_ascii_digit())?)?;
        let day = number::whole(tail).filter(|day| (1..=31).contains(day))?;
        let month = self.lexicon.sense(self.lexicon.word(&crate::text::fold(head)), Class::Month)?;
        Some((self.lexicon.cell(month, 0).parse().ok()?, day))
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
                let total = if self.sign(end, "+") { total } else { -total };
                clock.zone = Some(Zone { minutes: total, summer: false });
                end += if minutes.is_some() { 4 } else { 2 };
            }
        }
        Some((clock, end))
    }
}

/// What a word in small letters is before it is a time zone.
const OTHER: ClassSet = ClassSet(0)
    .with(Class::Verb)
    .with(Class::Noun)
    .with(Class::NameToken)
    .with(Class::Adverb)
    .with(Class::Auxiliary)
    .with(Class::Preposition)
    .with(Class::Conjunction)
    .with(Class::Determiner)
    .with(Class::Pronoun)
    .with(Class::Unit);

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

/// `-04:00`, `-05:00 summer` in minutes; none for "local".
fn offset(value: &str) -> Option<Zone> {
    let (value, summer) = value.strip_suffix(" summer").map_or((value, false), |value| (value, true));
    let (sign, rest) = match value.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, value.strip_prefix('+')?),
    };
    let (hours, minutes) = rest.split_once(':')?;
    Some(Zone { minutes: sign * (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?), summer })
}
