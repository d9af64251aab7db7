//! Stretches of the calendar longer than a day, and what comes once a year: weeks, months, seasons, quarters, holidays, the third week of May.

use super::point::{Stretch, is_day, part_named};
use super::words::{Kind, Words};
use super::{Base, Part, Point, Shift, Unit, Year, Yearly};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::Class;
use crate::mention::function::Function;

impl Words<'_, '_> {
    /// "the week of June 3", "the weekend of July 4", "the week after next", "the night before last".
    pub(super) fn holding(&self, from: TokenIndex) -> Option<Stretch> {
        let at = if self.is_the(from) { from + 1 } else { from };
        let (unit, _, end) = self.unit(at)?;
        if unit > Unit::Hour
            && !self.is_plural(at)
            && let Some((shift, end)) = self.beyond(end)
        {
            let mut point = Point { base: Base::Unit(unit, shift), ..Point::default() };
            if let Unit::PartOfDay(code) = unit {
                (point.base, point.part) = (Base::Unit(Unit::Day, shift), part_named(code));
            }
            return Some(Stretch { point, end, rule: "unit after next" });
        }
        if !matches!(unit, Unit::Week | Unit::Weekend) {
            return None;
        }
        // "the week beginning 9 March"
        if self.is_plural(at) || !self.is(end, Function::OF) && !self.is_modifier(end, Kind::Holding) {
            return None;
        }
        let on = self.is_modifier(end, Kind::Holding) && self.is(end + 1, Function::ON);
        let from = if on { end + 2 } else { end + 1 };
        let day = self.stretch(from).filter(|day| is_day(&day.point) && day.point.clock.is_none())?;
        Some(Stretch::of(Base::Holding(unit, Box::new(day.point.base)), day.end, "week of a day"))
    }

    /// "last week", "this year", "next Friday", "last May", "last summer", "the following day", "that night".
    pub(super) fn shifted(&self, from: TokenIndex) -> Option<Stretch> {
        let the = self.is_the(from);
        let start = if the { from + 1 } else { from };
        let (mut shift, mut at) = self.shift(start).or_else(|| self.that(start))?;
        let this = shift.by == 0 && !shift.from_text;
        // "this past Friday", "this coming week"
        if this && let Some((inner, end)) = self.shift(at).filter(|(inner, _)| inner.by != 0) {
            (shift, at) = (inner, end);
        }
        if self.is_dash(at) {
            return None;
        }
        if self.weekday(at).is_some() || self.month(at).is_some() || self.season(at).is_some() {
            return self.shifted_name(at, shift);
        }
        if let Some((holiday, end)) = self.holiday(at) {
            return Some(Stretch::of(Base::Yearly(holiday, Some(shift), None), end, "holiday"));
        }
        let (unit, _, end) = self.unit(at)?;
        if self.is_plural(at) || matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) {
            return None;
        }
        // "the same quarter a year earlier", "the same month of 2024": another one than that spoken of
        let same = shift.by == 0 && shift.from_text && unit < Unit::Year;
        let of = if self.is(end, Function::OF.or(Function::IN)) { end + 1 } else { end };
        let other = || {
            let led = if self.is_article(end) { end + 1 } else { end };
            self.year_at(of) || self.shifted_year(end).is_some() || led > end && self.plain_unit(led).is_some()
        };
        if same && other() {
            return None;
        }
        // "the next day" is counted from what was told before it
        if the && shift.by != 0 && matches!(unit, Unit::Day | Unit::PartOfDay(_)) {
            shift.from_text = true;
        }
        if unit == Unit::Week
            && let Some(found) = self.day_of_week(shift, end)
        {
            return Some(found);
        }
        let mut point = Point { base: Base::Unit(unit, shift), ..Point::default() };
        if let Unit::PartOfDay(code) = unit {
            point.base = Base::Unit(Unit::Day, shift);
            point.part = part_named(code);
        }
        Some(Stretch { point, end, rule: "shifted unit" })
    }

    /// "next Friday", "last May", "last summer".
    fn shifted_name(&self, at: TokenIndex, shift: Shift) -> Option<Stretch> {
        if let Some(weekday) = self.weekday(at) {
            return Some(Stretch::of(Base::of_weekday(weekday, Some(shift)), at + 1, "shifted weekday"));
        }
        if let Some(month) = self.month(at) {
            self.sure_month(at, false)?;
            let base = Base::Written { year: None, month: Some(month), day: None, weekday: None, shift: Some(shift) };
            return Some(Stretch::of(base, at + 1, "shifted month"));
        }
        let season = Yearly::Season(self.season(at)?);
        Some(Stretch::of(Base::Yearly(season, Some(shift), None), at + 1, "shifted season"))
    }

    /// "next week on Tuesday", "this week Monday", "last week's Sunday": the day behind a week that ends at `end`.
    fn day_of_week(&self, shift: Shift, end: TokenIndex) -> Option<Stretch> {
        let day_at = if self.is(end, Function::ON) || self.is_dash(end) { end + 1 } else { end };
        let single = || self.cell(day_at, Class::Weekday, 1) != Some("plural");
        if !shift.from_text
            && let Some(weekday) = self.sure_weekday(day_at).filter(|_| single())
        {
            return Some(Stretch::of(Base::WeekdayOf(weekday, shift), day_at + 1, "weekday"));
        }
        let owned = self.token(end).is(Class::Possessive);
        let weekday = self.weekday(end + 1).filter(|_| owned)?;
        Some(Stretch::of(Base::WeekdayOf(weekday, shift), end + 2, "weekday"))
    }

    /// "summer 2010", "the third quarter of 2010", "Q3", "Christmas Eve", "the weekend".
    pub(super) fn yearly(&self, from: TokenIndex) -> Option<Stretch> {
        let at = if self.is_the(from) { from + 1 } else { from };
        let (name, end, rule) = self.season_name(at).or_else(|| self.quarter(at)).or_else(|| {
            let (holiday, end) = self.holiday(at)?;
            Some((holiday, end, "holiday"))
        })?;
        let mut year = None;
        let mut behind = end;
        let year_at =
            if self.is(end, Function::OF) || self.is(end, Function::IN) || self.sign(end, ",") { end + 1 } else { end };
        if self.year_at(year_at) && !self.bars_month_year(year_at) {
            year = self.digits(year_at).map(|(year, _)| Year::Number(year as i32));
            behind = year_at + 1;
        } else if let Some((found, end)) = self.spoken_year(year_at).or_else(|| self.short_year(end)) {
            (year, behind) = (Some(Year::Number(found)), end);
        } else if let Some((found, end)) = self.shifted_year(end) {
            (year, behind) = (Some(found), end);
        } else if self.is(end, Function::OF) && self.is_the(end + 1) && self.plain_unit(end + 2) == Some(Unit::Year) {
            (year, behind) = (Some(Year::Shifted(Shift { by: 0, from_text: false })), end + 3);
        } else if matches!(name, Yearly::Half(_)) {
            return None;
        }
        if rule == "holiday" && at != from && year.is_none() {
            // "the Christmas holiday": the article is not the holiday's
            return None;
        }
        let point = Point { base: Base::Yearly(name, None, year), ..Point::default() };
        Some(Stretch { point, end: behind, rule })
    }

    pub(super) fn season_name(&self, at: TokenIndex) -> Option<(Yearly, TokenIndex, &'static str)> {
        let led = at > 0 && (self.is_position(at - 1) || self.is_dash(at - 1) && at > 1 && self.is_position(at - 2));
        Some((Yearly::Season(self.sure_season(at, led)?), at + 1, "season"))
    }

    /// "Q3", "the third quarter", "first half".
    pub(super) fn quarter(&self, at: TokenIndex) -> Option<(Yearly, TokenIndex, &'static str)> {
        let lexicon = self.lexicon;
        if let Some((sense, end)) = self
            .longest_where(at, Class::TimeWord, |lexicon, sense| matches!(lexicon.cell(sense, 1), "quarter" | "half"))
        {
            let number = lexicon.cell(sense, 0).parse().ok()?;
            let name = if lexicon.cell(sense, 1) == "half" { Yearly::Half(number) } else { Yearly::Quarter(number) };
            return Some((name, end, "quarter"));
        }
        let (number, end) = self.ordinal(at)?;
        let unit_at = if self.is_dash(end) { end + 1 } else { end };
        if self.is_plural(unit_at) || number < 1 {
            return None;
        }
        let is_half = self.cell(unit_at, Class::Numeral, 0) == Some("1/2");
        if is_half && number <= 2 {
            return Some((Yearly::Half(number as u32), unit_at + 1, "half"));
        }
        let quarter = self.plain_unit(unit_at) == Some(Unit::Quarter) && number <= 4;
        quarter.then_some((Yearly::Quarter(number as u32), unit_at + 1, "quarter"))
    }

    pub(super) fn holiday(&self, at: TokenIndex) -> Option<(Yearly, TokenIndex)> {
        let lexicon = self.lexicon;
        let (sense, end) = self.longest(at, Class::Holiday)?;
        let token = self.token(at);
        if !token.has(Shape::CAPITAL) {
            // in small letters a name of several words, or one that is nothing else with a year behind it
            let of = self.is(end, Function::OF) || self.is(end, Function::IN);
            let yeared = self.year_at(end) || of && self.year_at(end + 1) || self.shifted_year(end).is_some();
            let alone = self.before(at).end == 0 && (self.token(end).end == 0 || self.is(end, Function::AT));
            let before = at.wrapping_sub(1);
            let led = self.shift_word(before) || self.is(before, Function::AFTER.or(Function::BEFORE));
            let sure = (yeared || alone || led) && !token.is(Class::Verb);
            if self.before(at).is(Class::Determiner) && !yeared && !led || end == at + 1 && !sure {
                return None;
            }
        }
        Some((Yearly::Holiday(lexicon.cell(sense, 0).to_owned()), end))
    }

    /// "the first week of March", "the last day of the year", "first Monday in May".
    pub(super) fn nth(&self, from: TokenIndex) -> Option<Stretch> {
        let at = if self.is_the(from) { from + 1 } else { from };
        let (mut number, mut part_at) = self.ordinal(at)?;
        // "the third last week"
        if number > 1 && self.is_modifier(part_at, Kind::Previous) {
            (number, part_at) = (-number, part_at + 1);
        }
        let (part, end) = if let Some(weekday) = self.weekday(part_at) {
            (Part::Weekday(weekday), part_at + 1)
        } else {
            let (unit, _, end) = self.unit(part_at)?;
            if self.is_plural(part_at) {
                return None;
            }
            (Part::Unit(unit), end)
        };
        let finer =
            !matches!(part, Part::Unit(Unit::Second | Unit::Minute | Unit::Hour | Unit::PartOfDay(_) | Unit::Century));
        if !finer || !(self.is(end, Function::OF) || self.is(end, Function::IN)) {
            return None;
        }
        let of = self.stretch_of(end + 1).or_else(|| self.stretch(end + 1))?;
        let coarse = match &of.point.base {
            Base::Written { day, weekday, .. } => day.is_none() && weekday.is_none(),
            Base::Unit(unit, _) => *unit > Unit::Day,
            Base::Yearly(yearly, ..) => !matches!(yearly, Yearly::Holiday(_)),
            Base::Decade(_) | Base::Century(_) => true,
            _ => false,
        };
        if !coarse {
            return None;
        }
        Some(Stretch::of(Base::Nth(number, part, Box::new(of.point.base)), of.end, "nth"))
    }

    /// "the weekend"; "the year", "the week" behind a preposition of time.
    pub(super) fn plain_unit_in_context(&self, from: TokenIndex) -> Option<Stretch> {
        if !self.is_the(from) || self.is_plural(from + 1) {
            return None;
        }
        let (unit, _, end) = self.unit(from + 1)?;
        let before = from.checked_sub(1)?;
        let led = self.is(before, Function::LEADS_TO_STRETCH);
        let long = matches!(unit, Unit::Week | Unit::Month | Unit::Quarter | Unit::Year);
        let goes_on = self.is(end, Function::OF)
            || self.token(end).is(Class::TimeModifier)
            || self.is_dash(end)
            || self.token(end).is(Class::Noun);
        if unit != Unit::Weekend && !(led && long && !goes_on) {
            return None;
        }
        Some(Stretch::of(Base::Unit(unit, Shift { by: 0, from_text: false }), end, "unit in context"))
    }
}
