//! Points and stretches of the calendar: weekdays, dates, months, years, decades, "last week", "the third quarter of 2010", "late Friday night".

use super::words::{Kind, POSITIONS, Words};
use super::{Base, Expression, Found, Part, PartOfDay, Point, Shift, Side, TimeModifier, Unit, Year, Yearly};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::{Class, ClassSet};
use crate::mention::function::Function;
use crate::text::calendar;

/// A stretch that was read, with its end and the rule that read it.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub point: Point,
    pub end: TokenIndex,
    pub rule: &'static str,
}

impl Stretch {
    /// A stretch that tells nothing but where it lies.
    pub(super) fn of(base: Base, end: TokenIndex, rule: &'static str) -> Self {
        Self { point: Point { base, ..Point::default() }, end, rule }
    }
}

impl Base {
    /// "Friday", "next Friday".
    pub(super) const fn of_weekday(weekday: u32, shift: Option<Shift>) -> Self {
        Self::Written { year: None, month: None, day: None, weekday: Some(weekday), shift }
    }
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
            offer(self.first_of_lengths(at));
        }
        if opening.first.has(Class::Numeral) || opening.digit {
            offer(self.counted_weekdays(at));
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
        let (kept, opening) = self.kept_opening.get();
        if kept == at {
            return opening;
        }
        let opening = self.opening_read(at);
        self.kept_opening.set((at, opening));
        opening
    }

    fn opening_read(&self, at: TokenIndex) -> Opening {
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
    pub(super) fn stretch_of(&self, at: TokenIndex) -> Option<Stretch> {
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
        Some(Stretch::of(Base::Unit(unit, Shift { by: 0, from_text: false }), end, "unit"))
    }

    /// A point with part of day and clock in any order.
    fn dated(&self, from: TokenIndex) -> Option<Stretch> {
        let opening = self.opening(from);
        if opening.any(PART)
            && let Some(mut found) = self.part_first(from)
        {
            self.clock_of_part(&mut found);
            return Some(found);
        }
        if (opening.digit || opening.first.has(Class::Numeral))
            && let Some(found) = self.hour_before_day(from)
        {
            return Some(found);
        }
        if (opening.digit || opening.first.any(CLOCK))
            && let Some((clock, end)) = self.clock(from)
        {
            let mut point = Point { clock: Some(clock), ..Point::default() };
            let mut end = end;
            if let Some((part, behind)) = self.in_the_part(end).filter(|_| !clock.fixed) {
                point.clock = Some(in_part(clock, Some(part)));
                end = behind;
            }
            if let Some(day) = self.day_behind(end) {
                point.base = day.point.base;
                let behind = if clock.fixed { None } else { self.day_in_part(end) };
                let (part, behind) = behind.map_or((day.point.part, day.end), |(part, end)| (Some(part), end));
                point.clock = point.clock.map(|clock| in_part(clock, part));
                end = behind;
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
            // "the morning of the 12th"
            let day = if self.is_the(end + 1) { self.ordinal(end + 2) } else { None };
            if let Some((day, behind)) = day.filter(|(day, behind)| {
                (1..=31).contains(day) && self.token(end + 2).has(Shape::DIGIT) && !self.is(*behind, Function::OF)
            }) {
                let point = Point { part: Some(part), ..written(None, None, Some(day as u32), behind, "").point };
                return Some(Stretch { point, end: behind, rule: "part of day" });
            }
            // "the morning of the attack" is told by what follows
            if the && self.is(end, Function::OF) {
                return None;
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
        // "overnight Tuesday"
        if alone && let Some(day) = self.weekday_first(end).filter(|day| is_day(&day.point)) {
            return Some(Stretch { point: Point { part: Some(part), ..day.point }, end: day.end, rule: "part of day" });
        }
        let point = Point { part: Some(part), ..Point::default() };
        Some(Stretch { point, end, rule: "part of day" })
    }

    /// "in the evening at eight".
    fn clock_of_part(&self, found: &mut Stretch) {
        if found.point.base == Base::Here
            && self.is(found.end, Function::AT)
            && let Some((clock, end)) =
                self.clock(found.end + 1).or_else(|| self.clock_of_day(found.end + 1, found.point.part))
        {
            (found.point.clock, found.end) = (Some(in_part(clock, found.point.part)), end);
        }
    }

    /// "at 5 tomorrow afternoon", "eight tonight": an hour that the part of the day behind it makes one.
    fn hour_before_day(&self, from: TokenIndex) -> Option<Stretch> {
        if from > self.sentence.start && !self.leads_to_clock(from) {
            return None;
        }
        let (clock, end) = self.plain_hour(from)?;
        let day = self.day_behind(end).filter(|_| !self.sign(end, ",") && !self.token(end).is(Class::Preposition))?;
        let part = day.point.part?;
        let point = Point { clock: Some(in_part(clock, Some(part))), ..day.point };
        Some(Stretch { point, end: day.end, rule: "clock" })
    }

    /// "in the morning".
    pub(super) fn in_the_part(&self, at: TokenIndex) -> Option<(PartOfDay, TokenIndex)> {
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

    /// The day behind a clock that says which part of it: "on Friday evening", "tonight".
    pub(super) fn day_in_part(&self, end: TokenIndex) -> Option<(PartOfDay, TokenIndex)> {
        let day = self.day_behind(end).filter(|_| !self.sign(end, ","))?;
        match day.point.part {
            Some(part) => Some((part, day.end)),
            None => self.part_of_day(day.end),
        }
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
                    if self.is(at, Function::AT) || self.sign(at, "@") || about && !self.token(at).has(Shape::DIGIT) {
                        at += 1;
                    }
                }
                // "on Saturday for 9 a.m."
                if self.is(at, Function::FOR) && self.clock(at + 1).is_some_and(|(clock, _)| clock.fixed) {
                    at += 1;
                }
                let clock = self.clock(at).or_else(|| self.clock_of_day(at, stretch.point.part));
                if let Some((clock, mut end)) = clock {
                    let mut clock = clock;
                    let behind = self.in_the_part(end).or_else(|| self.part_of_day(end));
                    if let Some((part, behind)) = behind.filter(|_| !clock.fixed) {
                        clock = in_part(clock, Some(part));
                        end = behind;
                    }
                    clock = in_part(clock, stretch.point.part);
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
        let fiscal = || opening.any(MODIFIER) && (self.is_fiscal(from) || self.is_fiscal(from + 1));
        when(opening.any(TIME_WORD), || self.day_word(from))
            .or_else(|| when(opening.digit, || self.stamped_stretch(from)))
            .or_else(|| when(opening.any(WEEKDAY), || self.weekday_first(from)))
            .or_else(|| when(opening.any(MONTH), || self.month_first(from)))
            .or_else(|| when(number, || self.day_first(from)))
            .or_else(|| when(opening.digit, || self.month_and_day_in_one(from)))
            .or_else(|| when(number || opening.any(MODIFIER), || self.nth(from)))
            .or_else(|| when(opening.any(UNIT), || self.holding(from)))
            .or_else(|| when(modifier, || self.shifted(from)))
            .or_else(|| when(number || opening.any(YEARLY), || self.yearly(from)))
            .or_else(|| when(number || opening.any(TIME_WORD), || self.decade_or_century(from)))
            .or_else(|| when(opening.digit || opening.any(YEAR) || fiscal(), || self.plain_year(from)))
            .or_else(|| when(opening.any(DETERMINER), || self.plain_unit_in_context(from)))
            .or_else(|| when(opening.digit, || self.plain_day(from)))
    }

    fn is_fiscal(&self, at: TokenIndex) -> bool {
        self.is_modifier(at, Kind::Fiscal)
    }

    fn stamped_stretch(&self, at: TokenIndex) -> Option<Stretch> {
        let (base, end) = self.stamped_day(at)?;
        Some(Stretch::of(base, end, "time stamp"))
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
}

/// What the first word of a time can be, and the second behind an article or a quotation mark.
#[derive(Clone, Copy, Debug, Default)]
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
const YEARLY: ClassSet = ClassSet(0).with(Class::Season).with(Class::TimeWord).with(Class::Holiday);
const YEAR: ClassSet = ClassSet(0).with(Class::TimeUnit).with(Class::TimeWord);

/// What `read` finds, where there is reason to look.
fn when<T>(reason: bool, read: impl FnOnce() -> Option<T>) -> Option<T> {
    if reason { read() } else { None }
}

/// A clock of twelve hours in a part of the day: eight in the evening is 20:00.
fn in_part(clock: super::Clock, part: Option<PartOfDay>) -> super::Clock {
    let Some(part) = part.filter(|_| !clock.fixed) else { return clock };
    let late = matches!(part.code, "AF" | "EV" | "NI") && clock.hour < 12;
    super::Clock { hour: clock.hour + if late { 12 } else { 0 }, fixed: true, ..clock }
}

/// Whether it names a single day, so that a part of it or a clock can follow.
pub(super) fn is_day(point: &Point) -> bool {
    match &point.base {
        Base::Written { day, weekday, .. } => day.is_some() || weekday.is_some(),
        Base::Day(_)
        | Base::WeekdayOf(..)
        | Base::Digits(..)
        | Base::Counted(..)
        | Base::Yearly(Yearly::Holiday(_), ..)
        | Base::Nth(_, Part::Weekday(_) | Part::Unit(Unit::Day), _) => true,
        Base::Unit(unit, _) => *unit == Unit::Day,
        _ => false,
    }
}

/// None for a day that no calendar has: February 30, 2014.
pub(super) fn possible(stretch: Stretch) -> Option<Stretch> {
    if let Base::Written { year, month: Some(month), day: Some(day), .. } = stretch.point.base {
        // a leap year has every day
        let year = if let Some(Year::Number(year)) = year { year } else { 2000 };
        calendar::date(year, month, day)?;
    }
    Some(stretch)
}

pub(super) fn written(
    year: Option<Year>,
    month: Option<u32>,
    day: Option<u32>,
    end: TokenIndex,
    rule: &'static str,
) -> Stretch {
    let base = Base::Written { year, month, day, weekday: None, shift: None };
    Stretch::of(base, end, rule)
}

pub(super) fn part_named(code: &str) -> Option<PartOfDay> {
    let code = ["MO", "MI", "AF", "EV", "NI", "DT"].into_iter().find(|known| *known == code)?;
    Some(PartOfDay { code, small_hours: false })
}
