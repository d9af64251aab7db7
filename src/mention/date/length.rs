//! Lengths and what is counted with them: "nearly a decade", "18 years", "two years ago", "three days later", "the past six months", "every Monday", "annual".

use super::point::is_day;
use super::words::{Kind, Words, granularity};
use super::{Base, Expression, Found, Length, Measure, Point, Reference, Shift, TimeModifier, Unit};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::Class;
use crate::mention::function::Function;
use crate::mention::numeral::NumeralKind;

impl Words<'_, '_> {
    /// A length, or a point counted by one: "ago", "later", "from now".
    pub(super) fn length(&self, from: TokenIndex) -> Option<Found> {
        let (modifier, start) = self.bound(from);
        let (window, from_text, at) = self.window(start);
        // "over the years"
        let at = if at == from
            && self.is_the(from)
            && self.is_plural(from + 1)
            && self.before(from).is(Class::Preposition)
        {
            from + 1
        } else {
            at
        };
        let outer = modifier;
        // "a couple of hours": two, or little more
        let rough = self.count(at).is_some_and(|count| count.max.is_some_and(|max| max - count.value <= 1.0));
        let told = if at == from { self.day_told(at) } else { None };
        let (amount, unit_from, counted) =
            told.or_else(|| self.and_parts(at)).or_else(|| self.amount(at, window.is_some() && !from_text))?;
        let amount = if rough { self.count(at).map(|count| count.value) } else { amount };
        let (mut modifier, unit_from) =
            if outer.is_none() && unit_from > at { (None, unit_from) } else { (outer, unit_from) };
        let (unit_at, hyphen) = self.to_unit(unit_from);
        let (unit, measure, mut end) = self.unit(unit_at)?;
        if !self.fits(at, unit_at, (unit, end), counted, hyphen) {
            return None;
        }
        let mut parts = vec![(amount, measure)];
        self.and_a_half(&mut parts, &mut end);
        self.finer(&mut parts, &mut end, window);
        self.bare_minutes(&mut parts, &mut end);
        if rough && modifier.is_none() {
            modifier = Some(TimeModifier::Approx);
        }
        if window.is_none()
            && modifier.is_none()
            && let Some((behind, after)) = self.bound_behind(end)
        {
            (modifier, end) = (Some(behind), after);
        }
        if let Some(found) = self.counted_from(from, &parts, unit, end, window) {
            return Some(Found { modifier, ..found });
        }
        if counted == Counted::Told {
            return None;
        }
        if let Some(found) = self.counted_from_day(from, &parts, end, window) {
            return Some(Found { modifier, ..found });
        }
        if counted == Counted::Nothing && !self.is_said_bare(at, end) {
            return None;
        }
        let (age, end) = self.old_or_long(end);
        if counted == Counted::Article && self.is_rate(from) && modifier.is_none() {
            return self.rate(from, unit, measure, end);
        }
        if modifier.is_none() {
            modifier = self.bound_outside(from);
        }
        let length = Expression::Length(Length { parts, window, from_text, age });
        Some(Found { modifier, ..Self::found(from, end, length, "length") })
    }

    /// The first of "six to eight weeks", "10-15 minutes", "between two and three years": its unit stands behind the second number.
    pub(super) fn first_of_lengths(&self, from: TokenIndex) -> Option<Found> {
        let (modifier, at) = self.bound(from);
        let whole = |at: TokenIndex| self.count(at).filter(|count| count.kind == NumeralKind::Cardinal);
        let first = whole(at).filter(|count| count.glued == 0)?;
        let dash = self.is_dash(first.end) && (self.glued(first.end) == self.glued(first.end + 1));
        // "six- to eight-week"
        let joint = if self.is_dash(first.end) && !dash { first.end + 1 } else { first.end };
        let before = from.wrapping_sub(1);
        let joined = dash
            || self.is(joint, Function::TO.or(Function::OR))
            || self.is_and(joint) && self.is(before, Function::BETWEEN);
        let sign = self.before(at);
        let free = !self.glued(at) || sign.has(Shape::QUOTE) || self.sign(at - 1, "(");
        if !joined || !free || sign.is(Class::Currency) {
            return None;
        }
        let second = whole(joint + 1).filter(|count| count.glued == 0 && count.scaled == first.scaled)?;
        let (unit_at, hyphen) = self.to_unit(second.end);
        let (unit, measure, end) = self.unit(unit_at)?;
        let token = self.token(unit_at);
        let spelled = hyphen || self.is_plural(unit_at) || dash;
        let grows = first.value < second.value || self.is(before, Function::FROM);
        if !grows || !spelled || self.year_at(at) || matches!(unit, Unit::PartOfDay(_) | Unit::Season(_)) {
            return None;
        }
        // "two or three days ago" tells no length, "18-34 year olds" are people
        let age = self.old_or_long(end).0;
        if age || self.direction(end).is_some() || token.end - token.start < 2 {
            return None;
        }
        let parts = vec![(Some(first.value), measure)];
        let length = Expression::Length(Length { parts, window: None, from_text: false, age: false });
        Some(Found { modifier, ..Self::found(from, first.end, length, "length of a range") })
    }

    /// "more than", "nearly", "about" before a length. Prepositions such as "over" and "within" stay outside.
    fn bound(&self, from: TokenIndex) -> (Option<TimeModifier>, TokenIndex) {
        let lexicon = self.lexicon;
        let Some((sense, end)) =
            self.longest_where(from, Class::Quantifier, |lexicon, sense| lexicon.cell(sense, 1) == "before")
        else {
            return (None, from);
        };
        let value = lexicon.cell(sense, 0);
        let preposition = end == from + 1 && self.token(from).is(Class::Preposition) && value != "about";
        // "12 fewer than five years ago"
        let before = self.before(from);
        if before.has(Shape::DIGIT) || before.is(Class::Numeral) && !before.is(Class::Noun) {
            return (None, from);
        }
        match modifier_of(value) {
            Some(modifier) if !preposition => (Some(modifier), end),
            _ => (None, from),
        }
    }

    /// "over two years" bounds the length though it stands outside.
    fn bound_outside(&self, from: TokenIndex) -> Option<TimeModifier> {
        let lexicon = self.lexicon;
        let before = from.checked_sub(1)?;
        if !self.token(before).is(Class::Quantifier) || self.is_the(from) {
            return None;
        }
        let sense = lexicon
            .senses(self.token(before).word)
            .find(|s| s.class == Class::Quantifier && lexicon.cell(*s, 1) == "before")?;
        modifier_of(lexicon.cell(sense, 0))
    }

    /// "or more", "or so" behind.
    fn bound_behind(&self, end: TokenIndex) -> Option<(TimeModifier, TokenIndex)> {
        let lexicon = self.lexicon;
        let (sense, after) =
            self.longest_where(end, Class::Quantifier, |lexicon, sense| lexicon.cell(sense, 1) == "after")?;
        if after < end + 2 {
            return None;
        }
        Some((modifier_of(lexicon.cell(sense, 0))?, after))
    }

    /// "the past", "the next", "last" before a number of units, and whether they are counted from another time of the text.
    fn window(&self, from: TokenIndex) -> (Option<Reference>, bool, TokenIndex) {
        let led = self.is_the(from) || self.is_demonstrative(from) || self.token(from).is(Class::Possessive);
        let at = if led { from + 1 } else { from };
        match self.shift(at) {
            Some((Shift { by: -1, from_text }, end)) => (Some(Reference::Past), from_text, end),
            Some((Shift { by: 1, from_text }, end)) => (Some(Reference::Future), from_text, end),
            _ => (None, false, from),
        }
    }

    /// "the day before", "the year after": one, counted from what was told.
    fn day_told(&self, at: TokenIndex) -> Option<(Option<f64>, TokenIndex, Counted)> {
        if !self.is_the(at) || self.is_plural(at + 1) {
            return None;
        }
        let (.., end) = self.unit(at + 1).filter(|(unit, ..)| !matches!(unit, Unit::PartOfDay(_) | Unit::Season(_)))?;
        let near = self.is(end, Function::AFTER.or(Function::BEFORE)) && self.is_break(end + 1);
        near.then_some((Some(1.0), at + 1, Counted::Told))
    }

    /// "one and a quarter hours", "two and three quarters of an hour": the amount, and where its unit is looked for.
    fn and_parts(&self, at: TokenIndex) -> Option<(Option<f64>, TokenIndex, Counted)> {
        let whole = self.whole_before_parts(at)?;
        if !self.is_and(at + 1) {
            return None;
        }
        let count = self.count(at + 2).filter(|count| count.kind == NumeralKind::Cardinal && !count.decimal);
        let (many, part_at) = match count {
            Some(count) if (1.0..=3.0).contains(&count.value) => (count.value, count.end),
            _ if self.is_article(at + 2) => (1.0, at + 3),
            _ => (1.0, at + 2),
        };
        let part = match self.cell(part_at, Class::Numeral, 0)? {
            "1/2" => 0.5,
            "1/4" => 0.25,
            _ => return None,
        };
        let of = if self.is(part_at + 1, Function::OF) { part_at + 2 } else { part_at + 1 };
        let unit_at = if self.is_article(of) { of + 1 } else { of };
        self.unit(unit_at)?;
        Some((Some(whole + many * part), unit_at, Counted::Number))
    }

    /// A small number in one word before "and".
    fn whole_before_parts(&self, at: TokenIndex) -> Option<f64> {
        let value = match self.digits(at) {
            Some((value, 1..=2)) => f64::from(value),
            _ => self.cell(at, Class::Numeral, 0)?.parse().ok()?,
        };
        (1.0..=99.0).contains(&value).then_some(value)
    }

    /// The number before a unit: how many, where the unit is looked for, and what said it.
    fn amount(&self, at: TokenIndex, window: bool) -> Option<(Option<f64>, TokenIndex, Counted)> {
        // "1/2 hour", "2 1/2 hours"
        let stroke = self.token(at).has(Shape::DIGIT) && (self.sign(at + 1, "/") || self.sign(at + 2, "/"));
        let fraction = if stroke { self.numerals.read(at).filter(|numeral| numeral.decimal) } else { None };
        // "three-quarters of an hour" begins with no whole number
        if let Some(found) = self.fraction_of_unit(at) {
            return Some(found);
        }
        if let Some(numeral) = fraction.or_else(|| self.count(at)) {
            let of = |end: TokenIndex| if self.is(end, Function::OF) { end + 1 } else { end };
            return match numeral.kind {
                NumeralKind::Cardinal => Some((Some(numeral.value), numeral.end, Counted::Number)),
                NumeralKind::Indefinite => Some((Some(numeral.value), of(numeral.end), Counted::Number)),
                NumeralKind::Fraction => {
                    let end = if self.is_article(numeral.end) { numeral.end + 1 } else { numeral.end };
                    Some((Some(numeral.value), end, Counted::Number))
                }
                NumeralKind::Vague => Some((None, of(numeral.end), Counted::Number)),
                NumeralKind::Ordinal | NumeralKind::Zero => None,
            };
        }
        if self.is_article(at) {
            return Some((Some(1.0), at + 1, Counted::Article));
        }
        if self.is(at, Function::QUANTIFYING) && self.is_plural(at + 1) && !self.is_modifier(at, Kind::Every) {
            return Some((None, at + 1, Counted::Number));
        }
        if window && self.token(at).is(Class::TimeUnit) {
            return Some((if self.is_plural(at) { None } else { Some(1.0) }, at, Counted::Window));
        }
        self.is_plural(at).then_some((None, at, Counted::Nothing))
    }

    /// "half an hour", "half a day": half is a fraction, which whole numbers leave out.
    fn fraction_of_unit(&self, at: TokenIndex) -> Option<(Option<f64>, TokenIndex, Counted)> {
        let token = self.token(at);
        if !token.is(Class::Numeral) || token.has(Shape::DIGIT) {
            return None;
        }
        let numeral = self.numerals.read(at).filter(|numeral| numeral.kind == NumeralKind::Fraction)?;
        let of = self.is(numeral.end, Function::OF);
        let article = if of { numeral.end + 1 } else { numeral.end };
        let half = numeral.value.eq(&0.5);
        (self.is_article(article) && (of || half)).then_some((Some(numeral.value), article + 1, Counted::Number))
    }

    /// Skips a hyphen or a filler ("consecutive", "full", "more") before the unit.
    fn to_unit(&self, at: TokenIndex) -> (TokenIndex, bool) {
        if self.token(at).has(Shape::HYPHEN) && self.glued(at) && self.glued(at + 1) {
            return (at + 1, true);
        }
        let mut at = at;
        for _ in 0..2 {
            if !self.is_modifier(at, Kind::Filler) {
                break;
            }
            at += 1;
        }
        (at, false)
    }

    /// Whether number and unit fit: "a second man", "60 miles an hour", "a night" are no lengths.
    fn fits(
        &self,
        at: TokenIndex,
        unit_at: TokenIndex,
        (unit, end): (Unit, TokenIndex),
        counted: Counted,
        hyphen: bool,
    ) -> bool {
        let token = self.token(unit_at);
        let single_letter = token.end - token.start < 2;
        // "1/2 h"
        let fraction = self.sign(at + 1, "/");
        if single_letter && !self.glued(unit_at) && !fraction || token.has(Shape::CAPITAL) && token.has(Shape::UPPER) {
            return false;
        }
        // one 's' too much: "5 year" needs a hyphen or the number one, except for abbreviations
        let plural = self.is_plural(unit_at);
        match counted {
            Counted::Article => {
                let odd =
                    token.is(Class::Numeral) || matches!(unit, Unit::PartOfDay(_) | Unit::Season(_) | Unit::Weekend);
                let closed = self.is_break(end)
                    || self.modifier(end, Kind::Ago).is_some()
                    || self.modifier(end, Kind::Later).is_some();
                let (next, behind) = (self.token(end), end);
                // "a minute man"
                let attribute = next.is(Class::Noun) && self.kinds(behind) == 0;
                let person = attribute && self.cell(behind, Class::Noun, 0) == Some("person");
                !plural && !person && (!odd || (token.is(Class::Numeral) && closed)) && !self.is_speed(at)
            }
            Counted::Window => {
                !matches!(unit, Unit::Day | Unit::PartOfDay(_) | Unit::Second | Unit::Quarter)
                    && !plural
                    && self.is_the(at.saturating_sub(2))
                    && unit != Unit::Weekend
            }
            Counted::Told => true,
            Counted::Number | Counted::Nothing => {
                let part = self.is(unit_at + 1, Function::OF) && token.is(Class::Numeral);
                // "at 1100 hours"
                let clock = unit == Unit::Hour
                    && (self.digits(at).is_some_and(|(_, length)| length == 4)
                        || single_letter && self.leads_to_clock(at));
                let day_part = matches!(unit, Unit::PartOfDay(_) | Unit::Season(_)) && !plural && !hyphen;
                !part && !clock && !day_part && !self.before(at).is(Class::Currency)
            }
        }
    }

    /// "60 miles an hour".
    fn is_speed(&self, at: TokenIndex) -> bool {
        let Some(before) = at.checked_sub(1).filter(|_| !self.before(at).is(Class::Preposition)) else { return false };
        self.cell(before, Class::Unit, 1) == Some("length")
    }

    /// "15 a year", "twice a week", "$50,000 a year": how often or how much, not how long.
    fn is_rate(&self, from: TokenIndex) -> bool {
        let Some(before) = from.checked_sub(1).filter(|before| self.sentence.contains(before)) else { return false };
        let token = self.token(before);
        token.has(Shape::DIGIT)
            || self.is_modifier(before, Kind::Times)
            || token.is(Class::Currency)
            || token.is(Class::Unit) && !token.is(Class::TimeUnit) && !token.is(Class::Preposition)
            || token.is(Class::Numeral) && self.cell(before, Class::Numeral, 1) == Some("scale")
    }

    fn rate(&self, from: TokenIndex, unit: Unit, measure: Measure, end: TokenIndex) -> Option<Found> {
        let start = if from > 0
            && self.is_modifier(from - 1, Kind::Times)
            && self.cell(from - 1, Class::TimeModifier, 0) != Some("TIMES")
        {
            from - 1
        } else {
            from
        };
        let value = period(1.0, measure);
        Some(Self::found(start.max(from), end, Expression::Repeated(value, granularity(unit)), "rate"))
    }

    /// Units without a number need a word that makes them a length: "for years", "years of war", "decades-long".
    fn is_said_bare(&self, at: TokenIndex, end: TokenIndex) -> bool {
        let before = self.before(at);
        let led = self.is(at.saturating_sub(1), Function::LEADS_TO_LENGTH);
        let long = self.is_modifier(end, Kind::Long) || self.is_dash(end) && self.is_modifier(end + 1, Kind::Long);
        let over = self.is(at.saturating_sub(2), Function::LEADS_TO_SPAN);
        let the = over && at > 1 && self.is_the(at - 1);
        long || led
            || the
            || self.is_modifier(end, Kind::Signal) && (before.is(Class::Verb) || self.is_break(at.saturating_sub(1)))
    }

    /// "a year and a half", "two years and a half".
    fn and_a_half(&self, parts: &mut [(Option<f64>, Measure)], end: &mut TokenIndex) {
        if !self.is_and(*end) {
            return;
        }
        let at = if self.is_article(*end + 1) { *end + 2 } else { *end + 1 };
        let half = self.cell(at, Class::Numeral, 0) == Some("1/2") && (at > *end + 1 || self.is_break(at + 1));
        if half && let Some((Some(amount), _)) = parts.first_mut() {
            *amount += 0.5;
            *end = at + 1;
        }
    }

    /// "two hours and 30 minutes", "one year, six months".
    fn finer(&self, parts: &mut Vec<(Option<f64>, Measure)>, end: &mut TokenIndex, window: Option<Reference>) {
        for _ in 0..3 {
            let at = if self.is_and(*end) || self.sign(*end, ",") { *end + 1 } else { *end };
            let at = if self.is_and(at) { at + 1 } else { at };
            let Some(last) = parts.last().map(|(_, measure)| measure.unit) else { return };
            let Some(count) = self.count(at).filter(|count| count.kind == NumeralKind::Cardinal) else { return };
            let Some((unit, measure, behind)) = self.unit(count.end) else { return };
            if unit >= last || (unit < Unit::Hour) != (last <= Unit::Hour) && unit < Unit::Hour && last > Unit::Day {
                return;
            }
            // "in the last three months, and two days ago": another time
            if window.is_some() && self.direction(behind).is_some() {
                return;
            }
            parts.push((Some(count.value), measure));
            *end = behind;
        }
    }

    /// "two hours ten", "an hour and fifteen": minutes that are not called so.
    fn bare_minutes(&self, parts: &mut Vec<(Option<f64>, Measure)>, end: &mut TokenIndex) {
        let [(Some(_), hours)] = parts.as_slice() else { return };
        if hours.unit != Unit::Hour {
            return;
        }
        let at = if self.is_and(*end) { *end + 1 } else { *end };
        let count =
            self.count(at).filter(|count| count.kind == NumeralKind::Cardinal && !count.decimal && count.glued == 0);
        let Some(count) = count.filter(|count| (1.0..60.0).contains(&count.value) && self.is_break(count.end)) else {
            return;
        };
        if self.glued(count.end) && self.glued(count.end + 1) && !self.token(count.end).has(Shape::POINT) {
            return;
        }
        parts.push((Some(count.value), Measure { count: 1.0, code: "M", clock: true, unit: Unit::Minute }));
        *end = count.end;
    }

    /// "two years ago", "three days later", "a week earlier", "two weeks from now".
    fn counted_from(
        &self,
        from: TokenIndex,
        parts: &[(Option<f64>, Measure)],
        unit: Unit,
        end: TokenIndex,
        window: Option<Reference>,
    ) -> Option<Found> {
        if window.is_some() {
            return None;
        }
        let (sign, from_text, behind) = self.direction(end)?;
        let (amount, measure) = parts.first().copied()?;
        let Some(amount) = amount else {
            if from_text || sign > 0 {
                // "days later" is so long after what was told, whenever that was
                let length =
                    Expression::Length(Length { parts: parts.to_vec(), window: None, from_text: false, age: false });
                return Some(Self::found(from, behind, length, "vague offset"));
            }
            let reference = Reference::Past;
            return Some(Self::found(
                from,
                behind,
                Expression::Reference(reference, Some(granularity(unit))),
                "vague offset",
            ));
        };
        let mut steps = vec![step_of(amount, measure, sign)];
        for (amount, measure) in parts.iter().skip(1) {
            steps.push(step_of((*amount)?, *measure, sign));
        }
        // "a year ago to the day"
        if let Some((_, exact)) = self.modifier(behind, Kind::Exact).filter(|_| !from_text && steps.len() == 1)
            && let Some(unit) = letter_unit(measure)
        {
            let base = Base::Counted(amount * measure.count * f64::from(sign), unit, Box::new(Base::Day(0)));
            let point = Point { base, ..Point::default() };
            return Some(Self::found(from, exact, Expression::Point(point), "offset to the day"));
        }
        let base = Base::Offset(steps, Shift { by: sign, from_text });
        let point = Point { base, ..Point::default() };
        Some(Self::found(from, behind, Expression::Point(point), "offset"))
    }

    /// "two weeks from Tuesday", "three days after Easter", "two days before June 3".
    fn counted_from_day(
        &self,
        from: TokenIndex,
        parts: &[(Option<f64>, Measure)],
        end: TokenIndex,
        window: Option<Reference>,
    ) -> Option<Found> {
        let sign = if self.is(end, Function::FROM.or(Function::AFTER)) {
            1.0
        } else if self.is(end, Function::BEFORE) {
            -1.0
        } else {
            return None;
        };
        let [(Some(amount), measure)] = parts else { return None };
        if window.is_some() || measure.clock || measure.unit > Unit::Year {
            return None;
        }
        let day = self.stretch(end + 1).filter(|day| is_day(&day.point) && day.point.part.is_none())?;
        let base = Base::Counted(amount * measure.count * sign, letter_unit(*measure)?, Box::new(day.point.base));
        let point = Point { base, ..Point::default() };
        Some(Self::found(from, day.end, Expression::Point(point), "counted from a day"))
    }

    /// Which way a length is counted, from what, and where the words end.
    pub(super) fn direction(&self, end: TokenIndex) -> Option<(i32, bool, TokenIndex)> {
        if let Some((_, behind)) = self.modifier(end, Kind::Ago) {
            return Some((-1, false, behind));
        }
        if let Some((value, behind)) = self.modifier(end, Kind::Later) {
            let now = value == "HENCE";
            // "two days later than planned" counts from no time that was told
            if self.is(behind, Function::THAN) {
                return None;
            }
            return (!self.token(end).is(Class::Preposition) || now).then_some((1, !now, behind));
        }
        let (_, behind) = self.modifier(end, Kind::Earlier)?;
        // "two days before the vote" is a length; "two days before." counts from what was told
        let preposition = self.token(end).is(Class::Preposition) && !self.is_break(behind);
        (!preposition).then_some((-1, true, behind))
    }

    /// "70-year-old", "decades-long".
    fn old_or_long(&self, end: TokenIndex) -> (bool, TokenIndex) {
        let dash = self.token(end).has(Shape::HYPHEN) && self.glued(end);
        let at = if dash { end + 1 } else { end };
        if self.is_modifier(at, Kind::Age) {
            return (true, at + 1);
        }
        (false, if self.is_modifier(at, Kind::Long) && dash { at + 1 } else { end })
    }

    // ---- repeated times ---------------------------------------------------------------------------------------------------------------------

    /// "at 9 a.m." behind a day that comes again.
    fn repeated_clock(&self, at: TokenIndex) -> Option<(String, TokenIndex)> {
        let at = if self.is(at, Function::AT) { at + 1 } else { at };
        let (clock, end) = self.clock(at)?;
        Some((format!("T{:02}:{:02}", clock.hour % 24, clock.minute.unwrap_or(0)), end))
    }

    /// "every Monday", "each year", "daily", "on Mondays", "Friday mornings", "Tuesdays at 9 a.m.".
    pub(super) fn repeated(&self, from: TokenIndex) -> Option<Found> {
        let set = |value: String, unit: super::Granularity, end: TokenIndex, rule: &'static str| {
            Some(Self::found(from, end, Expression::Repeated(value, unit), rule))
        };
        // "the Latvian daily Diena": a paper with its name behind it
        let paper = self.token(from).is(Class::Noun) && self.token(from + 1).has(Shape::CAPITAL);
        if let Some((value, end)) = self.modifier(from, Kind::Frequency).filter(|_| !paper) {
            let unit = frequency_granularity(value);
            return set(value.to_owned(), unit, end, "frequency");
        }
        if let Some(weekday) = self.weekday(from) {
            let on = from.checked_sub(1).is_some_and(|before| self.is(before, Function::ON));
            let plural = self.cell(from, Class::Weekday, 1) == Some("plural");
            // "Friday mornings"
            if let Some((part, end)) = self.part_of_day(from + 1).filter(|(_, end)| self.is_plural(end - 1)) {
                return set(
                    format!("XXXX-WXX-{weekday}T{}", part.code),
                    super::Granularity::PartOfDay,
                    end,
                    "weekdays",
                );
            }
            let clock = if plural { self.repeated_clock(from + 1) } else { None };
            if let Some((clock, end)) = clock {
                return set(format!("XXXX-WXX-{weekday}{clock}"), super::Granularity::Minute, end, "weekdays");
            }
            if plural && on {
                return set(format!("XXXX-WXX-{weekday}"), super::Granularity::Day, from + 1, "weekdays");
            }
            return None;
        }
        let (value, at) = self.modifier(from, Kind::Every)?;
        // "every second Thursday", "every third year"; "every second child" is no time
        let ranked = self.ordinal(at).filter(|(rank, _)| *rank > 1);
        if let Some((rank, end)) = ranked {
            let counted = self.weekday(end).is_some() || self.unit(end).is_some_and(|(unit, ..)| unit >= Unit::Day);
            if counted {
                return self.repeated_each(from, end, f64::from(rank));
            }
            if self.token(end).is(Class::Noun) {
                return None;
            }
        }
        self.repeated_each(from, at, if value == "OTHER" { 2.0 } else { 1.0 })
    }

    /// What comes again behind "every", in steps of so many.
    fn repeated_each(&self, from: TokenIndex, at: TokenIndex, step: f64) -> Option<Found> {
        let set = |value: String, unit: super::Granularity, end: TokenIndex, rule: &'static str| {
            Some(Self::found(from, end, Expression::Repeated(value, unit), rule))
        };
        if let Some(weekday) = self.weekday(at) {
            let mut text = format!("XXXX-WXX-{weekday}");
            let mut end = at + 1;
            if let Some((part, behind)) = self.part_of_day(end) {
                text.push('T');
                text.push_str(part.code);
                end = behind;
            } else if let Some((clock, behind)) = self.repeated_clock(end) {
                text.push_str(&clock);
                end = behind;
            }
            return set(text, super::Granularity::Day, end, "every weekday");
        }
        if let Some(month) = self.month(at) {
            return set(format!("XXXX-{month:02}"), super::Granularity::Month, at + 1, "every month");
        }
        if let Some(season) = self.season(at) {
            return set(format!("XXXX-{season}"), super::Granularity::Season, at + 1, "every season");
        }
        let count = self.count(at).filter(|count| count.kind == NumeralKind::Cardinal);
        let (amount, unit_at) = count.map_or((step, at), |count| (count.value, count.end));
        let (unit, measure, end) = self.unit(unit_at)?;
        let amount = if step > 1.0 { step } else { amount };
        let text = match unit {
            Unit::PartOfDay(code) => format!("XXXX-XX-XXT{code}"),
            Unit::Weekend => "XXXX-WXX-WE".to_owned(),
            _ => period(amount, measure),
        };
        set(text, granularity(unit), end, "every unit")
    }
}

/// What said the number of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    Number,
    Article,
    /// "the past year": the window stands for the number one.
    Window,
    /// "the day before"
    Told,
    Nothing,
}

/// An amount in its letter's own unit, backward if the sign is negative: a fortnight is two weeks, half a century fifty years.
fn step_of(amount: f64, measure: Measure, sign: i32) -> (f64, Unit) {
    let (amount, unit) = match (measure.code, measure.clock) {
        ("W", _) => (amount * measure.count, Unit::Week),
        ("Y", _) if measure.unit == Unit::Year => (amount * measure.count, Unit::Year),
        ("M", true) => (amount * measure.count, Unit::Minute),
        _ => (amount, measure.unit),
    };
    (amount * f64::from(sign), unit)
}

/// The unit of a measure's letter: weeks for a fortnight.
fn letter_unit(measure: Measure) -> Option<Unit> {
    Some(match measure.code {
        "D" => Unit::Day,
        "W" => Unit::Week,
        "M" => Unit::Month,
        "Y" => Unit::Year,
        _ => return None,
    })
}

/// The TIMEX3 modifier of a bound.
fn modifier_of(value: &str) -> Option<TimeModifier> {
    Some(match value {
        "at_least" => TimeModifier::EqualOrMore,
        "more_than" => TimeModifier::MoreThan,
        "at_most" => TimeModifier::EqualOrLess,
        "less_than" | "nearly" => TimeModifier::LessThan,
        "about" => TimeModifier::Approx,
        _ => return None,
    })
}

/// `P2W`, `PT30M`: a length as TIMEX3 value.
pub(crate) fn period(amount: f64, measure: Measure) -> String {
    let clock = if measure.clock { "T" } else { "" };
    let total = amount * measure.count;
    // half days are told in hours, half hours in minutes
    if measure.code == "D" && total.fract() != 0.0 && (total * 24.0).fract() == 0.0 {
        return format!("PT{}H", total * 24.0);
    }
    if measure.clock && measure.code == "H" && total.fract() != 0.0 && (total * 60.0).fract() == 0.0 {
        return format!("PT{}M", total * 60.0);
    }
    if measure.clock && measure.code == "M" && total.fract() != 0.0 && (total * 60.0).fract() == 0.0 {
        return format!("PT{}S", total * 60.0);
    }
    format!("P{clock}{total}{}", measure.code)
}

fn frequency_granularity(value: &str) -> super::Granularity {
    use super::Granularity;
    match (value.contains('T'), value.chars().last()) {
        (true, _) => Granularity::Hour,
        (_, Some('D')) => Granularity::Day,
        (_, Some('W')) => Granularity::Week,
        (_, Some('M')) => Granularity::Month,
        _ => Granularity::Year,
    }
}
