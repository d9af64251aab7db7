//! What is no time though it looks like one: may and march, sat and sun, second and fall, 2000 soldiers, flight 1995, Room 2024.

use super::words::{Era, Kind, POSITIONS, SHIFTS, Words};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::{Class, Sense, WordId};
use crate::mention::function::Function;
use crate::text::calendar;

impl Words<'_, '_> {
    /// The month named here, if it is meant as one. `dated` says that a day or a year stands beside it.
    pub(super) fn sure_month(&self, at: TokenIndex, dated: bool) -> Option<u32> {
        let month = self.month(at)?;
        let token = self.token(at);
        let ambiguous = token.is(Class::Modal) || token.is(Class::Verb);
        let short = token.end - token.start < 4 || token.has(Shape::POINT);
        if dated {
            // "14 July Avenue"
            let street = self.is_modifier(at + 1, Kind::Street) && self.token(at + 1).has(Shape::CAPITAL);
            return (!street && (token.has(Shape::CAPITAL) || !ambiguous)).then_some(month);
        }
        if !token.has(Shape::CAPITAL) && (ambiguous || short || self.is_article(at.wrapping_sub(1))) {
            return None;
        }
        // "his sister June"
        if at > self.sentence.start && self.is_person(at - 1) {
            return None;
        }
        if !ambiguous && !short {
            return Some(month);
        }
        let before = at.checked_sub(1)?;
        let led = self.token(before).is(Class::Preposition)
            || self.shift_word(before)
            || self.is_position(before)
            || self.is_dash(before)
            || self.is_modifier(before, Kind::Signal);
        led.then_some(month)
    }

    /// The weekday named here, if it is meant as one; short forms such as "Sat" and "Sun" need a date, a clock or "on" beside them.
    pub(super) fn sure_weekday(&self, at: TokenIndex) -> Option<u32> {
        let weekday = self.weekday(at)?;
        let token = self.token(at);
        let short = token.end - token.start < 6;
        if !short {
            return Some(weekday);
        }
        let next = if self.sign(at + 1, ",") { at + 2 } else { at + 1 };
        let dated = self.month(next).is_some()
            || self.digits(next).is_some_and(|(_, length)| length <= 2) && self.month(next + 1).is_some()
            || self.token(next).has(Shape::DIGIT) && self.ordinal(next).is_some()
            || self.meridiem(next + 1).is_some()
            || self.is(next, Function::AT) && self.clock(next + 1).is_some();
        if !token.has(Shape::CAPITAL) && !dated {
            return None;
        }
        let word = token.is(Class::Verb) || token.is(Class::Noun) || token.is(Class::NameToken);
        let on = at.checked_sub(1).is_some_and(|before| self.is(before, Function::ON));
        (dated || on && !word).then_some(weekday)
    }

    /// The season named here, if it is meant as one: "fall" and "spring" need a word that leads to it.
    pub(super) fn sure_season(&self, at: TokenIndex, led: bool) -> Option<&'static str> {
        let season = self.season(at)?;
        let token = self.token(at);
        let of = self.is(at + 1, Function::OF);
        let yeared = self.year_at(at + 1) || of && (self.year_at(at + 2) || self.shifted_year(at + 1).is_some());
        if led || yeared {
            return Some(season);
        }
        let before = at.checked_sub(1)?;
        let the = self.is_the(before);
        let preposition = if the { before.checked_sub(1)? } else { before };
        let during = self.is(preposition, Function::LEADS_TO_SEASON);
        let ambiguous = token.is(Class::Verb);
        // "the fall of the city", "in spring water"
        let goes_on = self.is(at + 1, Function::OF) || (ambiguous && self.token(at + 1).is(Class::Noun));
        (during && !goes_on && (!ambiguous || the || !token.has(Shape::CAPITAL))).then_some(season)
    }

    /// Four digits that can be a year, whatever stands around.
    pub(super) fn year_at(&self, at: TokenIndex) -> bool {
        self.digits(at).is_some_and(|(value, length)| length == 4 && (1000..=2199).contains(&value))
    }

    /// The year written here, if what stands around speaks for it.
    pub(super) fn sure_year(&self, at: TokenIndex) -> Option<i32> {
        if !self.year_at(at) {
            return None;
        }
        let (value, _) = self.digits(at)?;
        if self.bars_year_before(at) || self.bars_year_behind(at) || self.is_street_number(at) {
            return None;
        }
        let before = at.saturating_sub(1);
        let led = at > self.sentence.start
            && (self.leads_to_year(before)
                || (self.is_and(before) || self.is_or(before) || self.sign(before, ","))
                    && self.year_at(before.saturating_sub(1)));
        let next = self.token(at + 1);
        let round = value % 50 == 0;
        let counts =
            next.is(Class::Noun) && self.lexicon.sense(next.word, Class::Noun).is_some_and(|sense| sense.flags == 1);
        let modern = (1900..=2040).contains(&value);
        let bracketed =
            self.sign(before, "(") && (self.sign(at + 1, ")") || self.is_dash(at + 1) || self.sign(at + 1, ","));
        let after_quantity = self.token(before).is(Class::Quantifier) && !self.token(before).is(Class::Preposition);
        let fits = if after_quantity {
            false
        } else if !led && !bracketed && !self.is_the(before) && self.counts_people(at) {
            false
        } else if counts && round {
            self.is_the(before) && modern && value > 2000
        } else if led || bracketed {
            !(counts && !modern)
        } else {
            modern && !(round && next.has(Shape::LETTER) && !next.has(Shape::CAPITAL) && self.is_content_before(at))
        };
        fits.then_some(value as i32)
    }

    /// "1999 men": people in the plural directly behind.
    fn counts_people(&self, at: TokenIndex) -> bool {
        let token = self.token(at + 1);
        let plural = |sense: Sense| sense.class == Class::Noun && sense.flags & 1 == 1;
        token.is(Class::Noun)
            && !token.has(Shape::CAPITAL)
            && self
                .lexicon
                .senses(token.word)
                .any(|sense| plural(sense) && matches!(self.lexicon.cell(sense, 0), "person" | "group" | "animal"))
    }

    /// A common noun or role that a person's name follows.
    fn is_person(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        !token.has(Shape::CAPITAL)
            && !token.is(Class::Preposition)
            && !token.is(Class::TimeModifier)
            && !token.is(Class::Verb)
            && token.is(Class::Noun)
            && self.lexicon.senses(token.word).any(|sense| {
                sense.class == Class::Noun && sense.flags & 1 == 0 && self.lexicon.cell(sense, 0) == "person"
            })
    }

    /// "2001 Harbor Street": a few words in capitals, the last of them a street.
    fn is_street_number(&self, at: TokenIndex) -> bool {
        (at + 1..at + 5)
            .take_while(|at| self.token(*at).has(Shape::CAPITAL))
            .any(|at| self.is_modifier(at, Kind::Street))
    }

    /// "his number was 1961", "Flight BA 2012", "plate AB 2003 KL".
    fn is_numbered(&self, at: TokenIndex) -> bool {
        let Some(before) = at.checked_sub(1).filter(|before| self.sentence.contains(before)) else { return false };
        if self.is_modifier(before, Kind::Numbered) {
            return true;
        }
        let code = |at: TokenIndex| {
            let token = self.token(at);
            token.has(Shape::UPPER) && token.end - token.start <= 3 && !token.has(Shape::DIGIT)
        };
        let second = self.is_modifier(before.wrapping_sub(1), Kind::Numbered);
        let copula = self.token(before).is(Class::Auxiliary);
        second && (copula || code(before)) || code(before) && code(at + 1) && self.era(at + 1).is_none()
    }

    /// A number without a word before it that speaks for a year: a verb or preposition of counting.
    fn is_content_before(&self, at: TokenIndex) -> bool {
        let before = self.before(at);
        before.is(Class::Verb) || before.is(Class::Quantifier) || before.is(Class::Auxiliary)
    }

    fn leads_to_year(&self, before: TokenIndex) -> bool {
        self.is(before, Function::LEADS_TO_YEAR)
            || self.is_position(before)
            || self.plain_unit(before) == Some(super::Unit::Year)
            || self.is_dash(before) && before > 0 && (self.year_at(before - 1) || self.is_position(before - 1))
            || self.is(before, Function::TO) && before > 0 && self.year_at(before - 1)
    }

    /// Signs and words that bar a year when they stand before it: money, room and flight numbers, other digits.
    pub(super) fn bars_year_before(&self, at: TokenIndex) -> bool {
        let Some(before) = at.checked_sub(1).filter(|before| self.sentence.contains(before)) else { return false };
        let token = self.token(before);
        if token.is(Class::Currency) || self.is_numbered(at) || token.has(Shape::DIGIT) {
            return true;
        }
        // "32 August 2014"
        let numbered = before > self.sentence.start && self.digits(before - 1).is_some_and(|(_, length)| length <= 2);
        if numbered && self.month(before).is_some() && token.has(Shape::CAPITAL) {
            return true;
        }
        // "February 29, 2022": the day that no calendar has takes its year along
        if self.sign(before, ",") && before > self.sentence.start + 1 {
            let day = self.digits(before - 1).filter(|(_, length)| *length <= 2);
            let month = self.month(before - 2).filter(|_| self.token(before - 2).has(Shape::CAPITAL));
            if let (Some((day, _)), Some(month), Some((year, _))) = (day, month, self.digits(at))
                && calendar::date(year as i32, month, day).is_none()
            {
                return true;
            }
        }
        if self.glued(at) && token.has(Shape::SIGN) {
            if token.has(Shape::DASH) || token.has(Shape::HYPHEN) {
                // behind a dash only in a range, or "mid-2011"
                let first = before.wrapping_sub(1);
                return !(self.year_at(first) || self.token(first).has(Shape::LETTER))
                    || self.token(first).has(Shape::UPPER)
                    || self.year_at(first) && self.bars_year_before(first);
            }
            return !(token.has(Shape::QUOTE) || self.sign(before, "(") || self.sign(before, "["));
        }
        false
    }

    /// Signs and words that bar a year when they stand behind it: units, money, scales, decimals.
    fn bars_year_behind(&self, at: TokenIndex) -> bool {
        let next = self.token(at + 1);
        if next.end == 0 {
            return false;
        }
        if self.glued(at + 1) && next.has(Shape::SIGN) {
            let digits = self.digits(at + 2);
            // "2014-08-32": no date at all, and no year
            if self.is_joint(at + 1) && digits.is_some() && self.is_joint(at + 3) && self.digits(at + 4).is_some() {
                return true;
            }
            if self.sign(at + 1, ":") || self.sign(at + 1, "/") {
                return digits.is_some_and(|(_, length)| length != 2) || self.sign(at + 1, ":") && digits.is_some();
            }
            if self.is_dash(at + 1) && self.glued(at + 2) {
                if self.token(at + 2).is(Class::Unit) && !self.token(at + 2).is(Class::TimeUnit) {
                    return true;
                }
                let year = self.digits(at).map_or(0, |(year, _)| year);
                return digits
                    .is_some_and(|(second, length)| length != 4 && length != 2 || length == 4 && second < year);
            }
            return self.sign(at + 1, "%") || self.sign(at + 1, "°");
        }
        if self.glued(at + 1) && next.has(Shape::LETTER) && !next.is(Class::Possessive) {
            return true;
        }
        if self.era(at + 1) == Some(Era::Before) {
            return true;
        }
        // "1997 XF11": a code that no lexicon knows
        if next.has(Shape::DIGIT) && next.has(Shape::UPPER) && next.word == WordId::NONE {
            return true;
        }
        if next.is(Class::Numeral) && !next.has(Shape::DIGIT) {
            return self.cell(at + 1, Class::Numeral, 1).is_some_and(|kind| kind == "scale" || kind == "vague");
        }
        // units in small letters only: "2008 M" may be anything
        let unit = next.is(Class::Unit) || next.is(Class::Currency) || next.is(Class::TimeUnit);
        let common = next.is(Class::Preposition) || next.is(Class::Season) || next.is(Class::Conjunction);
        unit && !common && !next.has(Shape::CAPITAL)
    }

    /// "early", "late", "mid" by itself.
    pub(super) fn is_position(&self, at: TokenIndex) -> bool {
        self.kinds(at) & POSITIONS != 0
    }

    pub(super) fn shift_word(&self, at: TokenIndex) -> bool {
        self.kinds(at) & SHIFTS != 0
    }
}
