//! Points and stretches of the calendar: weekdays, dates, months, years, decades, "last week", "the third quarter of 2010", "late Friday night".

use super::words::{Era, Kind, POSITIONS, Words};
use super::{Base, Expression, Found, Part, PartOfDay, Point, Shift, Side, TimeModifier, Unit, Year, Yearly};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::{Class, ClassSet};
use crate::mention::function::Function;
use crate::mention::numeral::NumeralKind;
use crate::text::{calendar, number};

/// A stretch that was read, with its end and the rule that read it.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub point: Point,
    pub end: TokenIndex,
    rule: &'static str,
}

impl Words<'_, '_> {
    /// The longest time that begins here.
    pub(super) fn time(&self, at: TokenIndex) -> Option<Found> {
        let mut best: Option<Found> = None;
        let mut offer = |found: Option<Found>| {
            if let Some(found) = found
                && best.as_ref().is_none_or(|best| found.tokens.end > best.tokens.end)
            {
                best = Some(found);
            }
        };
        let opening = self.opening(at);
        if opening.digit {
            offer(self.stamp(at));
        }
        if opening.first.any(REPEATED) {
            offer(self.repeated(at));
        }
        if (opening.digit || opening.any(COUNTING)) && self.unit_ahead(at) {
            offer(self.length(at));
        }
        offer(self.point(at, opening));
        if opening.any(MODIFIER) {
            offer(self.recent_units(at));
            offer(self.beside_event(at));
        }
        if opening.first.has(Class::TimeWord) {
            offer(self.reference(at));
        }
        best
    }

    /// What the first words of a time can be.
    pub(super) fn opening(&self, at: TokenIndex) -> Opening {
        let first = self.classes(at);
        let led = first.has(Class::Determiner) || first.has(Class::Possessive);
        let quote = |at: TokenIndex| self.token(at).has(Shape::QUOTE);
        let digit = |at: TokenIndex| self.token(at).has(Shape::DIGIT);
        let start = if quote(at) || led && quote(at + 1) { at + 1 } else { at };
        let second = if led || start > at { self.classes(at + 1) } else { ClassSet::default() };
        Opening { first, second, digit: digit(at) || digit(start) || led && (digit(at + 1) || digit(start + 1)) }
    }

    /// Whether a unit of time stands close enough to be counted by the words from here on.
    fn unit_ahead(&self, at: TokenIndex) -> bool {
        (at..self.sentence.end.min(at + UNIT_REACH)).any(|at| self.token(at).is(Class::TimeUnit))
    }

    /// A point, with what stands before it: "earlier", "late", "the end of".
    pub(super) fn point(&self, from: TokenIndex, opening: Opening) -> Option<Found> {
        if opening.any(MODIFIER)
            && let Some(found) = self.sided(from).or_else(|| self.positioned(from))
        {
            return Some(found);
        }
        let stretch = self.dated(from)?;
        Some(Self::found(from, stretch.end, Expression::Point(stretch.point), stretch.rule))
    }

    /// "earlier this year", "later on Friday".
    fn sided(&self, from: TokenIndex) -> Option<Found> {
        let side = if self.is_modifier(from, Kind::Earlier) {
            Side::Earlier
        } else if self.is_modifier(from, Kind::Later) {
            Side::Later
        } else {
            return None;
        };
        if self.token(from).is(Class::Preposition) {
            return None;
        }
        let mut at = from + 1;
        if self.is(at, Function::ON) || self.is(at, Function::IN) {
            at += 1;
        }
        let stretch = self.dated(at)?;
        let near = match &stretch.point.base {
            Base::Unit(..) | Base::Day(_) | Base::WeekdayOf(..) => true,
            Base::Written { day, weekday, .. } => at == from + 1 || day.is_some() || weekday.is_some(),
            _ => false,
        };
        if !near {
            return None;
        }
        let point = Point { side: Some(side), ..stretch.point };
        Some(Self::found(from, stretch.end, Expression::Point(point), "side"))
    }

    /// "late May", "mid-2011", "the end of the year".
    fn positioned(&self, from: TokenIndex) -> Option<Found> {
        let mut at = if self.is_the(from) { from + 1 } else { from };
        let (modifier, mut end) = self.position(at).or_else(|| {
            at = from;
            self.position(from)
        })?;
        let of = end > at + 1;
        if self.is_dash(end) {
            end += 1;
        } else if !of && (self.is(end, Function::IN) || self.is(end, Function::ON)) {
            // "early on Monday", "late in the year"
            end += 1;
        }
        let stretch = self.stretch_of(end).or_else(|| self.dated(end))?;
        // "the late-night show"
        if self.is_dash(end - 1) && stretch.point.part.is_some() && stretch.point.base == Base::Here {
            return None;
        }
        let mut found = Self::found(from, stretch.end, Expression::Point(stretch.point), "position");
        found.modifier = Some(modifier);
        Some(found)
    }

    /// early, mid, late, "the beginning of".
    fn position(&self, at: TokenIndex) -> Option<(TimeModifier, TokenIndex)> {
        if self.begun_kinds(at) & POSITIONS == 0 {
            return None;
        }
        let positions =
            [(Kind::Start, TimeModifier::Start), (Kind::Mid, TimeModifier::Mid), (Kind::End, TimeModifier::End)];
        positions.into_iter().find_map(|(kind, modifier)| Some((modifier, self.modifier(at, kind)?.1)))
    }

    /// "the year", "the month" where words before them say which: "the end of the year".
    fn stretch_of(&self, at: TokenIndex) -> Option<Stretch> {
        let unit_at = if self.is_the(at) { at + 1 } else { at };
        let (unit, _, end) = self.unit(unit_at)?;
        let singular = !self.is_plural(unit_at);
        if !singular || matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) || self.year_at(end) {
            return None;
        }
        if unit == Unit::Day && unit_at == at {
            return None;
        }
        if let Unit::PartOfDay(code) = unit {
            let point = Point { part: part_named(code), ..Point::default() };
            return Some(Stretch { point, end, rule: "part of day" });
        }
        let point = Point { base: Base::Unit(unit, Shift { by: 0, from_text: false }), ..Point::default() };
        Some(Stretch { point, end, rule: "unit" })
    }

    /// A point with part of day and clock in any order.
    fn dated(&self, from: TokenIndex) -> Option<Stretch> {
        let opening = self.opening(from);
        if opening.any(PART)
            && let Some(found) = self.part_first(from)
        {
            return Some(found);
        }
        if (opening.digit || opening.first.any(CLOCK))
            && let Some((clock, end)) = self.clock(from)
        {
            let mut point = Point { clock: Some(clock), ..Point::default() };
            let mut end = end;
            if let Some((part, behind)) = self.in_the_part(end).filter(|_| !clock.fixed) {
                let late = matches!(part.code, "AF" | "EV" | "NI") && clock.hour < 12;
                point.clock = Some(super::Clock { hour: clock.hour + if late { 12 } else { 0 }, fixed: true, ..clock });
                end = behind;
            }
            if let Some(day) = self.day_behind(end) {
                point.base = day.point.base;
                end = day.end;
            }
            return Some(Stretch { point, end, rule: "clock" });
        }
        let mut stretch = self.stretch(from)?;
        self.attach(&mut stretch);
        Some(stretch)
    }

    /// "the early hours of Tuesday", "the night of June 3", "that night", "Tuesday" behind "overnight".
    fn part_first(&self, from: TokenIndex) -> Option<Stretch> {
        let the = self.is_the(from);
        let (part, end) = self.part_of_day(if the { from + 1 } else { from })?;
        if self.is(end, Function::OF) || self.is(end, Function::ON) {
            let behind = if self.is_the(end + 1) { end + 2 } else { end + 1 };
            if let Some(day) = self.stretch(end + 1).or_else(|| self.stretch(behind)).filter(|day| is_day(&day.point)) {
                let point = Point { part: Some(part), ..day.point };
                return Some(Stretch { point, end: day.end, rule: "part of day" });
            }
        }
        let word = self.token(end - 1);
        let before = from.checked_sub(1);
        let led = before.is_some_and(|before| self.token(before).is(Class::Preposition));
        // "overnight" stands alone; other parts need an article or demonstrative: "in the morning"
        let alone =
            !the && end == from + 1 && !word.is(Class::TimeUnit) && !word.is(Class::Noun) && word.is(Class::Adverb);
        if !alone && !(the && led) || self.is_dash(end) {
            return None;
        }
        let point = Point { part: Some(part), ..Point::default() };
        Some(Stretch { point, end, rule: "part of day" })
    }

    /// "in the morning".
    fn in_the_part(&self, at: TokenIndex) -> Option<(PartOfDay, TokenIndex)> {
        if !self.is(at, Function::IN) || !self.is_the(at + 1) {
            return None;
        }
        self.part_of_day(at + 2)
    }

    /// The day behind a clock: "on Friday", "Friday", ", June 3", "today".
    fn day_behind(&self, end: TokenIndex) -> Option<Stretch> {
        let mut at = end;
        if self.sign(at, ",") {
            at += 1;
        }
        if self.is(at, Function::ON) || self.is(at, Function::OF) {
            at += 1;
        }
        let the = self.is_the(at);
        let day = self.stretch(at).or_else(|| if the { self.stretch(at + 1) } else { None })?;
        is_day(&day.point).then_some(day)
    }

    /// Part of day and clock behind a day.
    fn attach(&self, stretch: &mut Stretch) {
        if !is_day(&stretch.point) {
            return;
        }
        for _ in 0..2 {
            if stretch.point.part.is_none() && stretch.point.clock.is_none() {
                let modifier = if self.is_position(stretch.end) { stretch.end + 1 } else { stretch.end };
                if let Some((part, end)) = self.part_of_day(modifier).or_else(|| self.in_the_part(stretch.end)) {
                    (stretch.point.part, stretch.end) = (Some(part), end);
                    continue;
                }
            }
            if stretch.point.clock.is_none() {
                let mut at = stretch.end;
                if self.sign(at, ",") {
                    at += 1;
                }
                for _ in 0..2 {
                    let about = self.is_modifier(at, Kind::Approximate);
                    if self.is(at, Function::AT) || about && !self.token(at).has(Shape::DIGIT) {
                        at += 1;
                    }
                }
                let clock = self.clock(at).or_else(|| self.clock_of_day(at, stretch.point.part));
                if let Some((clock, mut end)) = clock {
                    let mut clock = clock;
                    if let Some((part, behind)) = self.in_the_part(end).filter(|_| !clock.fixed) {
                        if matches!(part.code, "AF" | "EV" | "NI") && clock.hour < 12 {
                            clock.hour += 12;
                        }
                        end = behind;
                    }
                    let late = stretch.point.part.is_some_and(|part| matches!(part.code, "AF" | "EV" | "NI"));
                    if !clock.fixed && late && clock.hour < 12 {
                        clock.hour += 12;
                    }
                    (stretch.point.clock, stretch.end) = (Some(clock), end);
                    continue;
                }
            }
            break;
        }
    }

    // ---- days and longer -----------------------------------------------------------------------------------------------------------------

    /// A day or longer stretch.
    pub(super) fn stretch(&self, from: TokenIndex) -> Option<Stretch> {
        let token = self.token(from);
        if token.end == 0 {
            return None;
        }
        let opening = self.opening(from);
        let number = opening.digit || opening.any(NUMBER);
        let modifier = opening.any(MODIFIER) || opening.any(DETERMINER);
        when(opening.any(TIME_WORD), || self.day_word(from))
            .or_else(|| when(opening.digit, || self.stamped_stretch(from)))
            .or_else(|| when(opening.any(WEEKDAY), || self.weekday_first(from)))
            .or_else(|| when(opening.any(MONTH), || self.month_first(from)))
            .or_else(|| when(number, || self.day_first(from)))
            .or_else(|| when(number || modifier, || self.nth(from)))
            .or_else(|| when(opening.any(UNIT), || self.holding(from)))
            .or_else(|| when(modifier, || self.shifted(from)))
            .or_else(|| when(number || opening.any(YEARLY), || self.yearly(from)))
            .or_else(|| when(number || opening.any(TIME_WORD), || self.decade_or_century(from)))
            .or_else(|| when(opening.digit || opening.any(YEAR), || self.plain_year(from)))
            .or_else(|| when(opening.any(DETERMINER), || self.plain_unit_in_context(from)))
            .or_else(|| when(opening.digit, || self.plain_day(from)))
    }

    fn stamped_stretch(&self, at: TokenIndex) -> Option<Stretch> {
        let (base, end) = self.stamped_day(at)?;
        Some(Stretch { point: Point { base, ..Point::default() }, end, rule: "time stamp" })
    }

    /// today, yesterday, tonight, "the day after tomorrow".
    fn day_word(&self, from: TokenIndex) -> Option<Stretch> {
        let lexicon = self.lexicon;
        let (sense, end) =
            self.longest_where(from, Class::TimeWord, |lexicon, sense| lexicon.cell(sense, 1) == "day_offset")?;
        let value = lexicon.cell(sense, 0).strip_prefix('P')?;
        let (days, part) = value.split_once('D')?;
        let mut point = Point { base: Base::Day(days.parse().ok()?), ..Point::default() };
        if let Some(code) = part.strip_prefix('T') {
            point.part = part_named(code);
        }
        Some(Stretch { point, end, rule: "day word" })
    }

    /// "Friday", "Friday, June 20, 2025", "Friday the 13th", "Friday of next week".
    fn weekday_first(&self, from: TokenIndex) -> Option<Stretch> {
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
            return Some(Stretch { point: Point { base, ..Point::default() }, end, rule: "weekday and date" });
        }
        let mut base = Base::Written { year: None, month: None, day: None, weekday: Some(weekday), shift: None };
        let mut end = from + 1;
        let ordinal = self.ordinal(at + 1).filter(|(day, behind)| {
            // "on Tuesday the first group left"
            (1..=31).contains(day) && (self.token(at + 1).has(Shape::DIGIT) || self.is_break(*behind))
        });
        // "Thursday 15th"
        let bare = self.ordinal(from + 1).filter(|(day, _)| {
            (1..=31).contains(day) && self.token(from + 1).has(Shape::DIGIT) && !self.is_break(from + 1)
        });
        if let Some((day, behind)) = ordinal.filter(|_| the).or(bare) {
            base =
                Base::Written { year: None, month: None, day: Some(day as u32), weekday: Some(weekday), shift: None };
            end = behind;
        } else {
            let mut week = from + 1;
            if self.is(week, Function::OF.or(Function::FROM)) {
                week += 1;
            }
            if self.is_the(week) {
                week += 1;
            }
            if let Some((shift, at)) = self.shift(week)
                && let Some((Unit::Week, _, behind)) = self.unit(at)
            {
                (base, end) = (Base::WeekdayOf(weekday, shift), behind);
            }
        }
        Some(Stretch { point: Point { base, ..Point::default() }, end, rule: "weekday" })
    }

    /// "June 20, 2025", "June 20", "June 2025", "June", "June last year".
    fn month_first(&self, from: TokenIndex) -> Option<Stretch> {
        self.month(from)?;
        let the = self.is_the(from + 1);
        let comma = self.sign(from + 1, ",");
        let joined = self.is_joint(from + 1) && !self.is_joint(from + 3);
        let day_at = if the || comma || joined { from + 2 } else { from + 1 };
        if let Some((day, end)) = self.day_of_month(day_at).filter(|(_, end)| !self.is_part_of_number(*end)) {
            let month = self.sure_month(from, true)?;
            let (year, end) = self.year_behind(end);
            return possible(written(year, Some(month), Some(day), end, "date"));
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
        if let Some((year, end)) = self.short_year(from + 1) {
            let month = self.sure_month(from, true)?;
            return Some(written(Some(Year::Number(year)), Some(month), None, end, "month and year"));
        }
        let month = self.sure_month(from, false)?;
        let (year, end) = self.shifted_year(from + 1).map_or((None, from + 1), |(year, end)| (Some(year), end));
        Some(written(year, Some(month), None, end, "month"))
    }

    /// "20 June 2025", "the 20th of June"; also the 20 of "20-22 June".
    fn day_first(&self, from: TokenIndex) -> Option<Stretch> {
        let start = if self.is_the(from) && self.day_of_month(from + 1).is_some() { from + 1 } else { from };
        if self.glued(start)
            && (self.before(start).has(Shape::SIGN)
                && !self.is_dash(start.saturating_sub(1))
                && !self.sign(start.saturating_sub(1), "("))
        {
            return None;
        }
        let (day, end) = self.day_of_month(start)?;
        let month_at = if self.is(end, Function::OF) || self.is_joint(end) { end + 1 } else { end };
        if let Some(month) = self.month(month_at) {
            self.sure_month(month_at, true)?;
            let behind = if self.is_joint(month_at + 1) { month_at + 2 } else { month_at + 1 };
            let (year, end) = match self.year_behind(behind) {
                (None, _) => (None, month_at + 1),
                found => found,
            };
            let (year, end) = match year {
                None => self.shifted_year(end).map_or((None, end), |(year, end)| (Some(year), end)),
                year => (year, end),
            };
            return possible(written(year, Some(month), Some(day), end, "date"));
        }
        if let Some(found) = self.day_of_shifted_month(day, end) {
            return Some(found);
        }
        // the first of two days that share a month behind the second
        let joint = self.is_dash(end) || self.is(end, Function::TO) || self.is_and(end) || self.is_or(end);
        let second = if self.is_the(end + 1) { end + 2 } else { end + 1 };
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
    fn day_of_shifted_month(&self, day: u32, end: TokenIndex) -> Option<Stretch> {
        let month_at = if self.is(end, Function::OF) { end + 1 } else { end };
        let of = self.shifted(month_at).or_else(|| if month_at > end { self.stretch_of(month_at) } else { None })?;
        let is_month = matches!(of.point.base, Base::Unit(Unit::Month, _));
        let base = Base::Nth(day as i32, Part::Unit(Unit::Day), Box::new(of.point.base));
        is_month.then_some(Stretch { point: Point { base, ..Point::default() }, end: of.end, rule: "day of month" })
    }

    /// A dash or stroke that joins the parts of a date: 8/Oct/2012, 8-Oct-2012.
    pub(super) fn is_joint(&self, at: TokenIndex) -> bool {
        self.glued(at) && (self.is_dash(at) || self.sign(at, "/")) && self.glued(at + 1)
    }

    /// A day of the month: 1 to 31 in digits, or an ordinal.
    fn day_of_month(&self, at: TokenIndex) -> Option<(u32, TokenIndex)> {
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
    fn is_part_of_number(&self, end: TokenIndex) -> bool {
        self.sign(end, "%")
            || self.glued(end) && self.sign(end, ":")
            || self.glued(end) && self.token(end).is(Class::Currency)
    }

    /// ", 2025" or " 2025" behind a date.
    fn year_behind(&self, end: TokenIndex) -> (Option<Year>, TokenIndex) {
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
        if let Some((year, behind)) = self.short_year(end) {
            return (Some(Year::Number(year)), behind);
        }
        if let Some((year, behind)) = self.shifted_year(end) {
            return (Some(year), behind);
        }
        (None, end)
    }

    /// What stands behind four digits after a month and makes them something else than a year.
    fn bars_month_year(&self, at: TokenIndex) -> bool {
        self.sign(at + 1, ":") && self.glued(at + 1) && self.glued(at + 2)
            || self.zone(at + 1).is_some()
            || self.sign(at + 1, "%")
    }

    /// '07
    fn short_year(&self, at: TokenIndex) -> Option<(i32, TokenIndex)> {
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
    fn shifted_year(&self, at: TokenIndex) -> Option<(Year, TokenIndex)> {
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
    fn that(&self, at: TokenIndex) -> Option<(Shift, TokenIndex)> {
        self.is(at, Function::SINGULAR).then_some((Shift { by: 0, from_text: true }, at + 1))
    }

    /// "the week of June 3", "the weekend of July 4".
    fn holding(&self, from: TokenIndex) -> Option<Stretch> {
        let at = if self.is_the(from) { from + 1 } else { from };
        let (unit, _, end) = self.unit(at).filter(|(unit, ..)| matches!(unit, Unit::Week | Unit::Weekend))?;
        if self.is_plural(at) || !self.is(end, Function::OF) {
            return None;
        }
        let day = self.stretch(end + 1).filter(|day| is_day(&day.point) && day.point.clock.is_none())?;
        let point = Point { base: Base::Holding(unit, Box::new(day.point.base)), ..Point::default() };
        Some(Stretch { point, end: day.end, rule: "week of a day" })
    }

    /// "last week", "this year", "next Friday", "last May", "last summer", "the following day", "that night".
    fn shifted(&self, from: TokenIndex) -> Option<Stretch> {
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
        if let Some(weekday) = self.weekday(at) {
            let base = Base::Written { year: None, month: None, day: None, weekday: Some(weekday), shift: Some(shift) };
            return Some(Stretch { point: Point { base, ..Point::default() }, end: at + 1, rule: "shifted weekday" });
        }
        if let Some(month) = self.month(at) {
            self.sure_month(at, false)?;
            let base = Base::Written { year: None, month: Some(month), day: None, weekday: None, shift: Some(shift) };
            return Some(Stretch { point: Point { base, ..Point::default() }, end: at + 1, rule: "shifted month" });
        }
        if let Some(season) = self.season(at) {
            let base = Base::Yearly(Yearly::Season(season), Some(shift), None);
            return Some(Stretch { point: Point { base, ..Point::default() }, end: at + 1, rule: "shifted season" });
        }
        if let Some((holiday, end)) = self.holiday(at) {
            let base = Base::Yearly(holiday, Some(shift), None);
            return Some(Stretch { point: Point { base, ..Point::default() }, end, rule: "holiday" });
        }
        let (unit, _, end) = self.unit(at)?;
        if self.is_plural(at) || matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) {
            return None;
        }
        // "the next day" is counted from what was told before it
        if the && shift.by != 0 && matches!(unit, Unit::Day | Unit::PartOfDay(_)) {
            shift.from_text = true;
        }
        // "last week's Sunday"
        if unit == Unit::Week
            && self.token(end).is(Class::Possessive)
            && let Some(weekday) = self.weekday(end + 1)
        {
            let point = Point { base: Base::WeekdayOf(weekday, shift), ..Point::default() };
            return Some(Stretch { point, end: end + 2, rule: "weekday" });
        }
        let mut point = Point { base: Base::Unit(unit, shift), ..Point::default() };
        if let Unit::PartOfDay(code) = unit {
            point.base = Base::Unit(Unit::Day, shift);
            point.part = part_named(code);
        }
        Some(Stretch { point, end, rule: "shifted unit" })
    }

    /// "summer 2010", "the third quarter of 2010", "Q3", "Christmas Eve", "the weekend".
    fn yearly(&self, from: TokenIndex) -> Option<Stretch> {
        let at = if self.is_the(from) { from + 1 } else { from };
        let (name, end, rule) = self.season_name(at).or_else(|| self.quarter(at)).or_else(|| {
            let (holiday, end) = self.holiday(at)?;
            Some((holiday, end, "holiday"))
        })?;
        if rule == "holiday" && at != from {
            // "the Christmas holiday": the article is not the holiday's
            return None;
        }
        let mut year = None;
        let mut behind = end;
        let year_at =
            if self.is(end, Function::OF) || self.is(end, Function::IN) || self.sign(end, ",") { end + 1 } else { end };
        if self.year_at(year_at) && !self.bars_month_year(year_at) {
            year = self.digits(year_at).map(|(year, _)| Year::Number(year as i32));
            behind = year_at + 1;
        } else if let Some((found, end)) = self.short_year(end) {
            (year, behind) = (Some(Year::Number(found)), end);
        } else if let Some((found, end)) = self.shifted_year(end) {
            (year, behind) = (Some(found), end);
        } else if self.is(end, Function::OF) && self.is_the(end + 1) && self.plain_unit(end + 2) == Some(Unit::Year) {
            (year, behind) = (Some(Year::Shifted(Shift { by: 0, from_text: false })), end + 3);
        } else if matches!(name, Yearly::Half(_)) {
            return None;
        }
        let point = Point { base: Base::Yearly(name, None, year), ..Point::default() };
        Some(Stretch { point, end: behind, rule })
    }

    fn season_name(&self, at: TokenIndex) -> Option<(Yearly, TokenIndex, &'static str)> {
        let led = at > 0 && (self.is_position(at - 1) || self.is_dash(at - 1) && at > 1 && self.is_position(at - 2));
        Some((Yearly::Season(self.sure_season(at, led)?), at + 1, "season"))
    }

    /// "Q3", "the third quarter", "first half".
    fn quarter(&self, at: TokenIndex) -> Option<(Yearly, TokenIndex, &'static str)> {
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

    fn holiday(&self, at: TokenIndex) -> Option<(Yearly, TokenIndex)> {
        let lexicon = self.lexicon;
        let (sense, end) = self.longest(at, Class::Holiday)?;
        let token = self.token(at);
        if !token.has(Shape::CAPITAL) {
            // in small letters a name of several words, or one that is nothing else with a year behind it
            let yeared = self.year_at(end) && !token.is(Class::Verb);
            let alone = self.before(at).end == 0 && self.token(end).end == 0 && !token.is(Class::Verb);
            if self.before(at).is(Class::Determiner) || end == at + 1 && !yeared && !alone {
                return None;
            }
        }
        Some((Yearly::Holiday(lexicon.cell(sense, 0).to_owned()), end))
    }

    /// "the first week of March", "the last day of the year", "first Monday in May".
    fn nth(&self, from: TokenIndex) -> Option<Stretch> {
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
        let point = Point { base: Base::Nth(number, part, Box::new(of.point.base)), ..Point::default() };
        Some(Stretch { point, end: of.end, rule: "nth" })
    }

    /// "the 1990s", "the '90s", "the nineties", "the 19th century".
    fn decade_or_century(&self, from: TokenIndex) -> Option<Stretch> {
        let at = if self.is_the(from) { from + 1 } else { from };
        let lexicon = self.lexicon;
        let stretch = |base: Base, end: TokenIndex, rule: &'static str| {
            Some(Stretch { point: Point { base, ..Point::default() }, end, rule })
        };
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
                20..=90 if number % 10 == 0 && (quote || at > from) => {
                    stretch(Base::Decade(190 + number as i32 / 10), end, "decade")
                }
                0..=10 if number % 10 == 0 && quote => stretch(Base::Decade(200 + number as i32 / 10), end, "decade"),
                _ => None,
            };
        }
        self.century(at)
    }

    fn century(&self, at: TokenIndex) -> Option<Stretch> {
        let (number, end) = self.ordinal(at)?;
        let unit_at = if self.is_dash(end) { end + 1 } else { end };
        let century = self.plain_unit(unit_at) == Some(Unit::Century) && !self.is_plural(unit_at);
        let point = Point { base: Base::Century(number - 1), ..Point::default() };
        (century && number > 0).then_some(Stretch { point, end: unit_at + 1, rule: "century" })
    }

    /// "2020", "the year 2020", "fiscal 2010".
    fn plain_year(&self, from: TokenIndex) -> Option<Stretch> {
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
            let point = Point { base: Base::Fiscal(year as i32), ..Point::default() };
            return Some(Stretch { point, end: year_at + 1, rule: "fiscal year" });
        }
        Some(written(Some(Year::Number(year as i32)), None, None, year_at + 1, "year"))
    }

    /// "2018 March 18", "2023 September".
    fn year_first(&self, from: TokenIndex) -> Option<Stretch> {
        if !self.year_at(from) || self.bars_year_before(from) {
            return None;
        }
        let (year, _) = self.digits(from)?;
        let year = Some(Year::Number(year as i32));
        let at = if self.is_joint(from + 1) { from + 2 } else { from + 1 };
        if self.token(at).has(Shape::DIGIT)
            && let Some((quarter @ Yearly::Quarter(_), end, _)) = self.quarter(at)
        {
            let point = Point { base: Base::Yearly(quarter, None, year), ..Point::default() };
            return Some(Stretch { point, end, rule: "quarter" });
        }
        let month = self.month(at).filter(|_| self.token(at).has(Shape::CAPITAL))?;
        let day_at = if at > from + 1 && self.is_joint(at + 1) { at + 2 } else { at + 1 };
        if let Some((day, end)) = self.day_of_month(day_at).filter(|(_, end)| !self.is_part_of_number(*end)) {
            return possible(written(year, Some(month), Some(day), end, "date"));
        }
        let sure = self.sure_month(at, at > from + 1).is_some() || self.is_break(at + 1);
        (sure && self.digits(at + 1).is_none()).then(|| written(year, Some(month), None, at + 1, "month and year"))
    }

    /// "88 AD", "AD 79"; the years before have no date here.
    fn year_of_era(&self, from: TokenIndex) -> Option<Stretch> {
        let year_at = match (self.era(from), self.era(from + 1)) {
            (Some(Era::Ours), _) => from + 1,
            (_, Some(Era::Ours)) => from,
            _ => return None,
        };
        let (year, length) = self.digits(year_at)?;
        let sound = (1..=4).contains(&length) && year > 0;
        sound.then(|| written(Some(Year::Number(year as i32)), None, None, from + 2, "year of an era"))
    }

    /// "the weekend"; "the year", "the week" behind a preposition of time.
    fn plain_unit_in_context(&self, from: TokenIndex) -> Option<Stretch> {
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
        let point = Point { base: Base::Unit(unit, Shift { by: 0, from_text: false }), ..Point::default() };
        Some(Stretch { point, end, rule: "unit in context" })
    }

    /// "the 10th" behind "on", "by" or "until", with nothing behind it that it could count.
    fn plain_day(&self, from: TokenIndex) -> Option<Stretch> {
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

    // ---- two in one ------------------------------------------------------------------------------------------------------------------------

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
            let stretch = written(shared, Some(month), Some(second), end, "date");
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

/// What the first word of a time can be, and the second behind an article or a quotation mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening {
    first: ClassSet,
    second: ClassSet,
    /// Digits stand there.
    digit: bool,
}

impl Opening {
    fn any(self, classes: ClassSet) -> bool {
        self.first.any(classes) || self.second.any(classes)
    }
}

/// How far ahead the unit of a length may stand: "more than two and a half full years".
const UNIT_REACH: u32 = 12;

const REPEATED: ClassSet = ClassSet(0).with(Class::TimeModifier).with(Class::Weekday);
const MODIFIER: ClassSet = ClassSet(0).with(Class::TimeModifier);
const NUMBER: ClassSet = ClassSet(0).with(Class::Numeral);
const COUNTING: ClassSet = ClassSet(0)
    .with(Class::Numeral)
    .with(Class::Quantifier)
    .with(Class::Determiner)
    .with(Class::Possessive)
    .with(Class::TimeModifier)
    .with(Class::TimeUnit);
const PART: ClassSet = ClassSet(0).with(Class::PartOfDay);
const CLOCK: ClassSet = ClassSet(0).with(Class::TimeWord).with(Class::Numeral);
const TIME_WORD: ClassSet = ClassSet(0).with(Class::TimeWord);
const WEEKDAY: ClassSet = ClassSet(0).with(Class::Weekday);
const MONTH: ClassSet = ClassSet(0).with(Class::Month);
const DETERMINER: ClassSet = ClassSet(0).with(Class::Determiner);
const UNIT: ClassSet = ClassSet(0).with(Class::TimeUnit);
const YEARLY: ClassSet =
    ClassSet(0).with(Class::Season).with(Class::TimeWord).with(Class::Holiday).with(Class::TimeModifier);
const YEAR: ClassSet = ClassSet(0).with(Class::TimeUnit).with(Class::TimeModifier).with(Class::TimeWord);

/// What `read` finds, where there is reason to look.
fn when<T>(reason: bool, read: impl FnOnce() -> Option<T>) -> Option<T> {
    if reason { read() } else { None }
}

/// Whether it names a single day, so that a part of it or a clock can follow.
pub(super) fn is_day(point: &Point) -> bool {
    match &point.base {
        Base::Written { day, weekday, .. } => day.is_some() || weekday.is_some(),
        Base::Day(_)
        | Base::WeekdayOf(..)
        | Base::Digits(..)
        | Base::Yearly(Yearly::Holiday(_), ..)
        | Base::Nth(_, Part::Weekday(_) | Part::Unit(Unit::Day), _) => true,
        Base::Unit(unit, _) => *unit == Unit::Day,
        _ => false,
    }
}

/// None for a day that no calendar has: February 30, 2014.
fn possible(stretch: Stretch) -> Option<Stretch> {
    if let Base::Written { year, month: Some(month), day: Some(day), .. } = stretch.point.base {
        // a leap year has every day
        let year = if let Some(Year::Number(year)) = year { year } else { 2000 };
        calendar::date(year, month, day)?;
    }
    Some(stretch)
}

fn written(year: Option<Year>, month: Option<u32>, day: Option<u32>, end: TokenIndex, rule: &'static str) -> Stretch {
    let base = Base::Written { year, month, day, weekday: None, shift: None };
    Stretch { point: Point { base, ..Point::default() }, end, rule }
}

fn part_named(code: &str) -> Option<PartOfDay> {
    let code = ["MO", "MI", "AF", "EV", "NI", "DT"].into_iter().find(|known| *known == code)?;
    Some(PartOfDay { code, small_hours: false })
}
