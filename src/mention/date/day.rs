//! Days: weekdays, dates with and without a year, the day of a month, and the second of two days that share a month.

use super::point::{Stretch, possible, written};
use super::words::Words;
use super::{Base, Expression, Found, Part, Point, Shift, Unit, Year};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::Class;
use crate::mention::function::Function;
use crate::mention::numeral::NumeralKind;
use crate::text::calendar;

impl Words<'_, '_> {
    /// "Friday", "Friday, June 20, 2025", "Friday the 13th", "Friday of next week".
    pub(super) fn weekday_first(&self, from: TokenIndex) -> Option<Stretch> {
        // "Monday of the Holy Spirit"
        if let Some((holiday, end)) = self.holiday(from).filter(|(_, end)| *end > from + 1) {
            return Some(Stretch::of(Base::Yearly(holiday, None, None), end, "holiday"));
        }
        let weekday = self.sure_weekday(from)?;
        if self.cell(from, Class::Weekday, 1) == Some("plural") {
            return None;
        }
        let mut at = from + 1;
        if self.sign(at, ",") {
            at += 1;
        }
        let the = self.is_the(at);
        let date = self
            .month_first(at)
            .or_else(|| self.month_and_day_in_one(at))
            .or_else(|| self.day_first(at))
            .or_else(|| if the { self.day_first(at + 1) } else { None });
        if let Some(mut date) = date
            && let Base::Written { day: Some(_), weekday: slot, .. } = &mut date.point.base
        {
            *slot = Some(weekday);
            return Some(Stretch { rule: "weekday and date", ..date });
        }
        if let Some((base, end)) = self.stamped_day(at) {
            let base = match base {
                Base::Digits(one, Some(other))
                    if calendar::weekday(one) != weekday && calendar::weekday(other) == weekday =>
                {
                    Base::Digits(other, None)
                }
                base => base,
            };
            return Some(Stretch::of(base, end, "weekday and date"));
        }
        if let Some(found) = self.weekday_after_next(weekday, from + 1).or_else(|| self.weekday_week(weekday, from)) {
            return Some(found);
        }
        if let Some((day, end)) = self.day_behind_weekday(from + 1, at) {
            let base = Base::Written { year: None, month: None, day: Some(day), weekday: Some(weekday), shift: None };
            return Some(Stretch::of(base, end, "weekday"));
        }
        let (base, end) = match self.week_behind_weekday(from + 1) {
            Some((shift, end)) => (Base::WeekdayOf(weekday, shift), end),
            None => (Base::of_weekday(weekday, None), from + 1),
        };
        Some(Stretch::of(base, end, "weekday"))
    }

    /// "Tuesday, the 4th", "Thursday 15th": the day behind a weekday that ends at `end`, its comma at `at`, and where it ends.
    fn day_behind_weekday(&self, end: TokenIndex, at: TokenIndex) -> Option<(u32, TokenIndex)> {
        let of_month = |(day, behind)| (1..=31).contains(&day).then_some((day as u32, behind));
        let written = |at: TokenIndex| self.token(at).has(Shape::DIGIT);
        if self.is_the(at)
            && let Some((day, behind)) = self.ordinal(at + 1).and_then(of_month)
        {
            // "on Tuesday the first group left"
            let alone = self.is_break(behind) || behind > at + 2 || self.is(behind, Function::AT);
            if written(at + 1) || alone {
                return Some((day, behind));
            }
        }
        self.ordinal(end).and_then(of_month).filter(|_| written(end) && !self.is_break(end))
    }

    /// "Friday of next week": the week behind a weekday that ends at `end`, and where it ends.
    fn week_behind_weekday(&self, end: TokenIndex) -> Option<(Shift, TokenIndex)> {
        let joined = self.is(end, Function::OF.or(Function::FROM)) || self.sign(end, ",");
        let at = if joined { end + 1 } else { end };
        let at = if self.is_the(at) { at + 1 } else { at };
        let (shift, at) = self.shift(at)?;
        let (unit, _, end) = self.unit(at)?;
        (unit == Unit::Week).then_some((shift, end))
    }

    /// "on Monday week": a week behind the next one.
    fn weekday_week(&self, weekday: u32, from: TokenIndex) -> Option<Stretch> {
        let on = from.checked_sub(1).is_some_and(|before| self.is(before, Function::ON));
        let end = from + 2;
        let week = self.plain_unit(from + 1) == Some(Unit::Week) && !self.is_plural(from + 1);
        if !on || !week || !(self.is_break(end) || self.token(end).is(Class::Preposition)) {
            return None;
        }
        let next = Shift { by: 1, from_text: false };
        let near = Base::of_weekday(weekday, Some(next));
        let base = Base::Counted(1.0, Unit::Week, Box::new(near));
        Some(Stretch::of(base, end, "weekday"))
    }

    /// "Friday after next": a week behind the next one.
    fn weekday_after_next(&self, weekday: u32, at: TokenIndex) -> Option<Stretch> {
        let (shift, end) = self.beyond(at)?;
        let step = Shift { by: shift.by.signum(), from_text: false };
        let near = Base::of_weekday(weekday, Some(step));
        let base = Base::Counted(f64::from(step.by), Unit::Week, Box::new(near));
        Some(Stretch::of(base, end, "weekday"))
    }

    /// "after next", "before last" behind a unit or a weekday, with nothing behind it that "next" belongs to: two steps on or back.
    pub(super) fn beyond(&self, at: TokenIndex) -> Option<(Shift, TokenIndex)> {
        let ahead = self.is(at, Function::AFTER);
        if !ahead && !self.is(at, Function::BEFORE) {
            return None;
        }
        let by = if ahead { 1 } else { -1 };
        let (_, end) = self.shift(at + 1).filter(|(shift, _)| shift.by == by && !shift.from_text)?;
        let goes_on = self.token(end).is(Class::Noun) || self.unit(end).is_some() || self.weekday(end).is_some();
        (!goes_on && self.month(end).is_none()).then_some((Shift { by: 2 * by, from_text: false }, end))
    }

    /// "two Fridays from now", "three Mondays ago".
    pub(super) fn counted_weekdays(&self, from: TokenIndex) -> Option<Found> {
        let count = self.count(from).filter(|count| count.kind == NumeralKind::Cardinal && !count.decimal)?;
        let weekday = self.weekday(count.end)?;
        let (sign, from_text, end) = self.direction(count.end + 1).filter(|_| (1.0..=53.0).contains(&count.value))?;
        let step = Shift { by: sign, from_text };
        let near = Base::of_weekday(weekday, Some(step));
        let base = Base::Counted((count.value - 1.0) * f64::from(sign), Unit::Week, Box::new(near));
        Some(Self::found(from, end, Expression::Point(Point { base, ..Point::default() }), "counted weekdays"))
    }

    /// "June 20, 2025", "June 20", "June 2025", "June", "June last year".
    pub(super) fn month_first(&self, from: TokenIndex) -> Option<Stretch> {
        self.month(from)?;
        let the = self.is_the(from + 1);
        let comma = self.sign(from + 1, ",");
        let joined = self.is_joint(from + 1) && !self.is_joint(from + 3);
        let day_at = if the || comma || joined { from + 2 } else { from + 1 };
        if let Some((day, end)) = self.day_of_month(day_at).filter(|(_, end)| !self.is_part_of_number(*end)) {
            let (year, end) = self.year_behind(end);
            let before = self.before(from);
            let led = self.is_break(end) || before.is(Class::Preposition) || before.is(Class::Weekday);
            let sure = year.is_some() || self.ordinal(day_at).is_some() && led || self.is_caseless();
            let month = if sure { self.month(from) } else { self.sure_month(from, true) }?;
            return possible(written(year, Some(month), Some(day), end, "date"));
        }
        // "Sep-23-2020"
        if self.is_joint(from + 1)
            && self.is_joint(from + 3)
            && self.year_at(from + 4)
            && let Some((day, _)) = self.day_of_month(from + 2)
        {
            let year = self.digits(from + 4).map(|(year, _)| Year::Number(year as i32));
            return possible(written(year, self.month(from), Some(day), from + 5, "date"));
        }
        // "32 August 2014": the day before it makes no date
        let before = self.digits(from.wrapping_sub(1)).filter(|(_, length)| *length <= 2);
        if before.is_some() && from > self.sentence.start && !self.glued(from - 1) {
            return None;
        }
        let mut year_at = from + 1;
        if self.sign(year_at, ",") || self.is(year_at, Function::OF) || self.is_joint(year_at) {
            year_at += 1;
        }
        if self.year_at(year_at) && !self.bars_month_year(year_at) {
            let month = self.sure_month(from, true)?;
            let (year, _) = self.digits(year_at)?;
            return Some(written(Some(Year::Number(year as i32)), Some(month), None, year_at + 1, "month and year"));
        }
        if let Some((year, end)) = self.spoken_year(year_at) {
            let month = self.sure_month(from, true)?;
            return Some(written(Some(Year::Number(year)), Some(month), None, end, "month and year"));
        }
        // no day and no year: "August 32"
        if self
            .digits(from + 1)
            .is_some_and(|(day, length)| length == 2 && (32..40).contains(&day) && self.is_break(from + 2))
        {
            return None;
        }
        if let Some((year, end)) = self.short_year(from + 1) {
            let month = self.sure_month(from, true)?;
            return Some(written(Some(Year::Number(year)), Some(month), None, end, "month and year"));
        }
        let month = self.sure_month(from, false)?;
        let (year, end) = self.shifted_year(from + 1).map_or((None, from + 1), |(year, end)| (Some(year), end));
        Some(written(year, Some(month), None, end, "month"))
    }

    /// `Dec31, 1994`
    pub(super) fn month_and_day_in_one(&self, from: TokenIndex) -> Option<Stretch> {
        let (month, day) = self.lettered_day(from)?;
        let (year, end) = self.year_behind(from + 1);
        // without a year a code may look so
        let sure = year.is_some() || self.before(from).is(Class::Weekday) || self.before(from + 1).has(Shape::CAPITAL);
        if !sure {
            return None;
        }
        possible(written(year, Some(month), Some(day), end, "date"))
    }

    /// "20 June 2025", "the 20th of June"; also the 20 of "20-22 June".
    pub(super) fn day_first(&self, from: TokenIndex) -> Option<Stretch> {
        let start = if self.is_the(from) && self.day_of_month(from + 1).is_some() { from + 1 } else { from };
        if self.glued(start)
            && (self.before(start).has(Shape::SIGN)
                && !self.is_dash(start.saturating_sub(1))
                && !self.sign(start.saturating_sub(1), "("))
        {
            return None;
        }
        let (day, end) = self.day_of_month(start)?;
        let end_of_day = end;
        let month_at = if self.is(end, Function::OF) || self.is_joint(end) { end + 1 } else { end };
        if let Some(month) = self.month(month_at) {
            let behind = if self.is_joint(month_at + 1) { month_at + 2 } else { month_at + 1 };
            let (year, end) = match self.year_behind(behind) {
                (None, _) => (None, month_at + 1),
                found => found,
            };
            let (year, end) = match year {
                None => self.shifted_year(end).map_or((None, end), |(year, end)| (Some(year), end)),
                year => (year, end),
            };
            // "the second of march", "3 march 2015": small letters that can be nothing else
            let sure = year.is_some() || self.ordinal(start).is_some() && month_at > end_of_day || self.is_caseless();
            if !sure {
                self.sure_month(month_at, true)?;
            }
            return possible(written(year, Some(month), Some(day), end, "date"));
        }
        if let Some(found) = self.day_of_shifted_month(day, end) {
            return Some(found);
        }
        // the first of two days that share a month behind the second
        let joint = self.is_dash(end) || self.is(end, Function::TO) || self.is_and(end) || self.is_or(end);
        let second = if self.is_the(end + 1) { end + 2 } else { end + 1 };
        // "24, 25 and 26 December"
        if self.sign(end, ",")
            && let Some((_, behind)) = self.day_of_month(second)
            && (self.is_and(behind) || self.sign(behind, ","))
            && let Some(other) = self.day_first(second)
            && let Base::Written { year, month, day: Some(_), .. } = other.point.base
        {
            return Some(written(year, month, Some(day), end, "date"));
        }
        if joint && let Some((_, behind)) = self.day_of_month(second) {
            let of = if self.is(behind, Function::OF) { behind + 1 } else { behind };
            if self.month(of).is_some()
                && let Some(other) = self.day_first(second)
                && let Base::Written { year, month, .. } = other.point.base
            {
                return Some(written(year, month, Some(day), end, "date"));
            }
        }
        None
    }

    /// "the 20th of next month".
    pub(super) fn day_of_shifted_month(&self, day: u32, end: TokenIndex) -> Option<Stretch> {
        let month_at = if self.is(end, Function::OF) { end + 1 } else { end };
        let of = self.shifted(month_at).or_else(|| if month_at > end { self.stretch_of(month_at) } else { None })?;
        let is_month = matches!(of.point.base, Base::Unit(Unit::Month, _));
        let base = Base::Nth(day as i32, Part::Unit(Unit::Day), Box::new(of.point.base));
        is_month.then_some(Stretch::of(base, of.end, "day of month"))
    }

    /// A text in small letters only, where they tell no verb from a month.
    fn is_caseless(&self) -> bool {
        let first = self.token(self.sentence.start);
        first.has(Shape::LETTER) && !first.has(Shape::CAPITAL)
    }

    /// A dash or stroke that joins the parts of a date: 8/Oct/2012, 8-Oct-2012.
    pub(super) fn is_joint(&self, at: TokenIndex) -> bool {
        self.glued(at) && (self.is_dash(at) || self.sign(at, "/")) && self.glued(at + 1)
    }

    /// A day of the month: 1 to 31 in digits, or an ordinal.
    pub(super) fn day_of_month(&self, at: TokenIndex) -> Option<(u32, TokenIndex)> {
        let token = self.token(at);
        if let Some((day, length)) = self.digits(at) {
            return (length <= 2 && (1..=31).contains(&day)).then_some((day, at + 1));
        }
        if !token.has(Shape::DIGIT) && !token.is(Class::Numeral) {
            return None;
        }
        if let Some((day, end)) = self.ordinal(at) {
            return (1..=31).contains(&day).then_some((day as u32, end));
        }
        // "May twenty-nine"
        let month = at > self.sentence.start && self.token(at - 1).is(Class::Month);
        let count = self.count(at).filter(|count| month && count.kind == NumeralKind::Cardinal && !count.decimal)?;
        let spoken = (10.0..=31.0).contains(&count.value) && !count.digits && self.is_break(count.end);
        spoken.then_some((count.value as u32, count.end))
    }

    /// What looked like a day goes on as another number: "June 20:30", "May 5%".
    pub(super) fn is_part_of_number(&self, end: TokenIndex) -> bool {
        self.sign(end, "%")
            || self.glued(end) && self.sign(end, ":")
            || self.glued(end) && self.token(end).is(Class::Currency)
    }

    /// "the 10th" behind "on", "by" or "until", with nothing behind it that it could count.
    pub(super) fn plain_day(&self, from: TokenIndex) -> Option<Stretch> {
        let before = from.checked_sub(1)?;
        let led = self.is(before, Function::LEADS_TO_DAY);
        if !led || !self.is_the(from) || !self.token(from + 1).has(Shape::DIGIT) {
            return None;
        }
        let (day, end) = self.ordinal(from + 1).filter(|(day, _)| (1..=31).contains(day))?;
        let next = self.token(end);
        let closed =
            self.is_break(end) || next.is(Class::Preposition) || next.is(Class::Auxiliary) || next.is(Class::Modal);
        (closed && !self.is(end, Function::OF)).then(|| written(None, None, Some(day as u32), end, "day of month"))
    }

    /// The second of "June 20-22", "June 20 and 21", "2014-16".
    pub(super) fn continued(&self, first: &mut Found) -> Option<Found> {
        let Expression::Point(Point {
            base: Base::Written { year, month, day, .. },
            clock: None,
            part: None,
            side: None,
        }) = &mut first.expression
        else {
            return None;
        };
        let joint = first.tokens.end;
        let dash = self.is_dash(joint);
        let next = joint + 1;
        if let (Some(month), Some(_)) = (*month, *day) {
            let joined = dash
                || self.is(joint, Function::TO)
                || self.is_and(joint)
                || self.is_or(joint)
                || self.is(joint, Function::LEADS_TO_END);
            if !joined
                || self.token(first.tokens.end - 1).has(Shape::LETTER) && self.month(first.tokens.end - 1).is_some()
            {
                return None;
            }
            let (second, end) = self.day_of_month(next).filter(|(_, end)| !self.is_joint(*end))?;
            // another number with something to count, or another date
            let number = self.token(end).is(Class::Noun) || self.token(end).is(Class::Unit);
            let of = if self.is(end, Function::OF) { end + 1 } else { end };
            if number && !dash
                || self.is_part_of_number(end)
                || self.meridiem(end).is_some()
                || self.month(of).is_some()
            {
                return None;
            }
            let (second_year, end) = self.year_behind(end);
            let shared = second_year.or(*year);
            *year = shared;
            let stretch = possible(written(shared, Some(month), Some(second), end, "date"))?;
            return Some(Self::found(next, end, Expression::Point(stretch.point), "date"));
        }
        if let (Some(Year::Number(year)), None, None) = (*year, *month, *day)
            && (dash || self.sign(joint, "/"))
            && self.glued(joint)
            && self.glued(next)
        {
            let (second, length) = self.digits(next)?;
            let second = year / 100 * 100 + second as i32;
            if length != 2 || second <= year {
                return None;
            }
            let stretch = written(Some(Year::Number(second)), None, None, next + 1, "year");
            return Some(Self::found(next, next + 1, Expression::Point(stretch.point), "year"));
        }
        None
    }
}
