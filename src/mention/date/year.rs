//! Years, decades and centuries, alone and behind a month, a date or a holiday.

use super::point::{Stretch, possible, written};
use super::words::{Era, Kind, Words};
use super::{Base, Point, Shift, Unit, Year, Yearly};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::Class;
use crate::mention::function::Function;
use crate::mention::numeral::NumeralKind;
use crate::text::number;

impl Words<'_, '_> {
    /// ", 2025" or " 2025" behind a date.
    pub(super) fn year_behind(&self, end: TokenIndex) -> (Option<Year>, TokenIndex) {
        let at =
            if self.sign(end, ",") || self.is(end, Function::OF) || self.is(end, Function::IN) { end + 1 } else { end };
        if self.era(at + 1) == Some(Era::Ours)
            && let Some((year, 1..=4)) = self.digits(at)
        {
            return (Some(Year::Number(year as i32)), at + 2);
        }
        if self.year_at(at) && !self.bars_month_year(at) {
            let year = self.digits(at).map(|(year, _)| Year::Number(year as i32));
            return (year, at + 1);
        }
        if let Some((year, behind)) = self.spoken_year(at).or_else(|| self.short_year(end)) {
            return (Some(Year::Number(year)), behind);
        }
        if let Some((year, behind)) = self.shifted_year(end) {
            return (Some(year), behind);
        }
        (None, end)
    }

    /// What stands behind four digits after a month and makes them something else than a year.
    pub(super) fn bars_month_year(&self, at: TokenIndex) -> bool {
        self.sign(at + 1, ":") && self.glued(at + 1) && self.glued(at + 2)
            || self.zone(at + 1).is_some()
            || self.sign(at + 1, "%")
    }

    /// "two thousand ten", "nineteen eighty-six" behind a month or "in", with nothing behind it that it counts.
    pub(super) fn spoken_year(&self, at: TokenIndex) -> Option<(i32, TokenIndex)> {
        let token = self.token(at);
        if !token.is(Class::Numeral) || token.has(Shape::DIGIT) {
            return None;
        }
        let cardinal = |at: TokenIndex| {
            self.count(at).filter(|count| count.kind == NumeralKind::Cardinal && !count.decimal && !count.digits)
        };
        let first = cardinal(at)?;
        let (year, end) = if (11.0..=20.0).contains(&first.value) {
            let rest = cardinal(first.end).filter(|rest| (10.0..=99.0).contains(&rest.value))?;
            (first.value * 100.0 + rest.value, rest.end)
        } else {
            (first.value, first.end)
        };
        let next = self.token(end);
        let closed =
            self.is_break(end) || next.is(Class::Preposition) || next.is(Class::Conjunction) || next.is(Class::Verb);
        (closed && (1100.0..2200.0).contains(&year)).then_some((year as i32, end))
    }

    /// '07
    pub(super) fn short_year(&self, at: TokenIndex) -> Option<(i32, TokenIndex)> {
        // "Aug 96", "Aug 9, 96": no day has such a number
        let bare = if self.sign(at, ",") { at + 1 } else { at };
        let plain = self.digits(bare).filter(|(year, length)| *length == 2 && *year > 31);
        if let Some((year, _)) = plain
            && (self.is_break(bare + 1) || self.token(bare + 1).is(Class::Preposition))
            && !self.sign(bare + 1, "%")
            && !self.token(bare + 1).is(Class::Currency)
            && !(self.glued(bare + 1) && self.glued(bare + 2))
        {
            return Some((1900 + year as i32, bare + 1));
        }
        let quote = self.token(at).has(Shape::QUOTE) && self.glued(at + 1);
        let (year, length) = self.digits(at + 1)?;
        (quote && length == 2).then_some((if year < 50 { 2000 + year } else { 1900 + year } as i32, at + 2))
    }

    /// "last year", "of this year", "next year" behind a month, season or holiday.
    pub(super) fn shifted_year(&self, at: TokenIndex) -> Option<(Year, TokenIndex)> {
        let mut at = at;
        if self.is(at, Function::OF) || self.is(at, Function::IN) || self.sign(at, ",") {
            at += 1;
        }
        let the = self.is_the(at);
        if the {
            at += 1;
        }
        let (shift, unit_at) = self.shift(at).or_else(|| self.that(at))?;
        let (unit, _, end) = self.unit(unit_at)?;
        (unit == Unit::Year && !self.is_plural(unit_at)).then_some((Year::Shifted(shift), end))
    }

    /// "that" before a unit: the one spoken of.
    pub(super) fn that(&self, at: TokenIndex) -> Option<(Shift, TokenIndex)> {
        self.is(at, Function::SINGULAR).then_some((Shift { by: 0, from_text: true }, at + 1))
    }

    /// "the 1990s", "the '90s", "the nineties", "the 19th century".
    pub(super) fn decade_or_century(&self, from: TokenIndex) -> Option<Stretch> {
        let at = if self.is_the(from) { from + 1 } else { from };
        let lexicon = self.lexicon;
        let stretch = |base: Base, end: TokenIndex, rule: &'static str| Some(Stretch::of(base, end, rule));
        let named = self.longest_where(at, Class::TimeWord, |lexicon, sense| lexicon.cell(sense, 1) == "decade");
        if let Some((sense, end)) = named.filter(|_| at > from) {
            return stretch(Base::Decade(lexicon.cell(sense, 0).parse().ok()?), end, "decade");
        }
        let quote = self.token(at).has(Shape::QUOTE);
        let digits_at = if quote { at + 1 } else { at };
        if self.token(digits_at).has(Shape::DIGIT) {
            let word = self.text(digits_at);
            // the plural of a number
            let number = word.strip_suffix(['s', 'S']).and_then(number::whole);
            let apostrophe = || {
                number::whole(word).filter(|_| {
                    self.token(digits_at + 1).is(Class::Possessive) && self.glued(digits_at + 1) && at > from
                })
            };
            let (number, end) = match (number, apostrophe()) {
                (Some(number), _) => (number, digits_at + 1),
                (None, Some(number)) => (number, digits_at + 2),
                (None, None) => return self.century(at),
            };
            return match number {
                1500..=2090 if number % 10 == 0 => stretch(Base::Decade(number as i32 / 10), end, "decade"),
                20..=90 if number % 10 == 0 && (quote || at > from || self.is_part_of_decade(from)) => {
                    stretch(Base::Decade(190 + number as i32 / 10), end, "decade")
                }
                0..=10 if number % 10 == 0 && quote => stretch(Base::Decade(200 + number as i32 / 10), end, "decade"),
                _ => None,
            };
        }
        self.century(at)
    }

    /// "the late 80s"; "in her late 80s" and "the mid-80s" may be an age and a temperature.
    fn is_part_of_decade(&self, from: TokenIndex) -> bool {
        let position = from.wrapping_sub(1);
        let sided = self.is_modifier(position, Kind::Start) || self.is_modifier(position, Kind::End);
        sided && self.is_the(position.wrapping_sub(1))
    }

    pub(super) fn century(&self, at: TokenIndex) -> Option<Stretch> {
        let (number, end) = self.ordinal(at)?;
        let unit_at = if self.is_dash(end) { end + 1 } else { end };
        let century = self.plain_unit(unit_at) == Some(Unit::Century) && !self.is_plural(unit_at);
        let point = Point { base: Base::Century(number - 1), ..Point::default() };
        (century && number > 0).then_some(Stretch { point, end: unit_at + 1, rule: "century" })
    }

    /// "2020", "the year 2020", "fiscal 2010".
    pub(super) fn plain_year(&self, from: TokenIndex) -> Option<Stretch> {
        let at = if self.is_the(from) { from + 1 } else { from };
        let unit = self.unit(at).map(|(unit, _, end)| (unit, end));
        let fiscal = self.is_modifier(at, Kind::Fiscal);
        let (year_at, is_fiscal) = match unit {
            Some((Unit::Year, end)) => (end, false),
            Some((Unit::FiscalYear, end)) => (end, true),
            _ if fiscal => (at + 1, true),
            _ => (from, false),
        };
        if year_at == from {
            let spoken = self.is(from.wrapping_sub(1), Function::IN).then(|| self.spoken_year(from)).flatten();
            if let Some((year, end)) = spoken.filter(|_| from > self.sentence.start) {
                return Some(written(Some(Year::Number(year)), None, None, end, "year"));
            }
            if let Some(date) = self.year_first(from).or_else(|| self.year_of_era(from)) {
                return Some(date);
            }
            let year = self.sure_year(from)?;
            return Some(written(Some(Year::Number(year)), None, None, from + 1, "year"));
        }
        if !self.year_at(year_at) {
            return None;
        }
        let (year, _) = self.digits(year_at)?;
        if is_fiscal {
            return Some(Stretch::of(Base::Fiscal(year as i32), year_at + 1, "fiscal year"));
        }
        Some(written(Some(Year::Number(year as i32)), None, None, year_at + 1, "year"))
    }

    /// "2018 March 18", "2023 September".
    pub(super) fn year_first(&self, from: TokenIndex) -> Option<Stretch> {
        if !self.year_at(from) || self.bars_year_before(from) {
            return None;
        }
        let (year, _) = self.digits(from)?;
        let year = Some(Year::Number(year as i32));
        let at = if self.is_joint(from + 1) { from + 2 } else { from + 1 };
        if self.token(at).has(Shape::DIGIT)
            && let Some((quarter @ Yearly::Quarter(_), end, _)) = self.quarter(at)
        {
            return Some(Stretch::of(Base::Yearly(quarter, None, year), end, "quarter"));
        }
        let month = self.month(at).filter(|_| self.token(at).has(Shape::CAPITAL) || at > from + 1)?;
        let day_at = if at > from + 1 && self.is_joint(at + 1) { at + 2 } else { at + 1 };
        if let Some((day, end)) = self.day_of_month(day_at).filter(|(_, end)| !self.is_part_of_number(*end)) {
            return possible(written(year, Some(month), Some(day), end, "date"));
        }
        let sure = self.sure_month(at, at > from + 1).is_some() || self.is_break(at + 1);
        (sure && self.digits(at + 1).is_none()).then(|| written(year, Some(month), None, at + 1, "month and year"))
    }

    /// "88 AD", "AD 79"; the years before have no date here.
    pub(super) fn year_of_era(&self, from: TokenIndex) -> Option<Stretch> {
        let year_at = match (self.era(from), self.era(from + 1)) {
            (Some(Era::Ours), _) => from + 1,
            (_, Some(Era::Ours)) => from,
            _ => return None,
        };
        let (year, length) = self.digits(year_at)?;
        let sound = (1..=4).contains(&length) && year > 0;
        sound.then(|| written(Some(Year::Number(year as i32)), None, None, from + 2, "year of an era"))
    }
}
