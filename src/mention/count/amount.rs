//! Amounts: a number with the currency before it and the unit or currency behind it, and ranges of two amounts.

use super::Reader;
use crate::document::{Shape, TokenIndex};
use crate::lexicon::{Class, ClassSet, Sense};
use crate::mention::function::Function;
use crate::mention::numeral::{Numeral, NumeralKind};

/// A number with its unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount<'l> {
    pub start: TokenIndex,
    pub end: TokenIndex,
    /// Where the number itself begins.
    pub number: TokenIndex,
    pub numeral: Numeral,
    pub value: f64,
    /// ISO 4217 code.
    pub money: Option<&'l str>,
    pub unit: Option<Unit<'l>>,
}

/// A unit of measure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit<'l> {
    pub end: TokenIndex,
    pub name: &'l str,
    pub dimension: &'l str,
    /// Into the SI unit.
    pub factor: Option<f64>,
    pub si: &'l str,
    /// A hyphen stands before it: it modifies a noun.
    pub hyphenated: bool,
}

impl<'r> Reader<'r, '_> {
    /// The amount whose number stands at `number`; what stands before `floor` is not taken.
    pub(super) fn amount(&self, number: TokenIndex, numeral: Numeral, floor: TokenIndex) -> Amount<'r> {
        let mut amount =
            Amount { start: number, end: numeral.end, number, numeral, value: numeral.value, money: None, unit: None };
        if let Some((start, code)) = self.currency_before(number, floor) {
            (amount.start, amount.money) = (start, Some(code));
        }
        self.take_sign(&mut amount, floor);
        self.take_scale_letter(&mut amount);
        self.take_unit(&mut amount);
        amount
    }

    /// Minus, directly before the number or as a word.
    fn take_sign(&self, amount: &mut Amount, floor: TokenIndex) {
        if amount.start <= floor {
            return;
        }
        let before = self.token(amount.start - 1);
        let sign = before.has(Shape::HYPHEN) || self.is_sign(amount.start - 1, "−");
        let free = before.has(Shape::SPACE_BEFORE) && self.is_glued(amount.start) && amount.numeral.digits;
        if sign && free {
            amount.start -= 1;
            amount.value = -amount.value;
        } else if let Some((start, value)) = self.quantifier_before(amount.start, "sign") {
            // "plus or minus three points" has no sign
            amount.start = start;
            amount.value *= if value == "negative" { -1.0 } else { 1.0 };
        }
    }

    /// `m` in 1.2m, `k` in 30k: glued to the digits, or behind an amount of money.
    fn take_scale_letter(&self, amount: &mut Amount) {
        let at = amount.end;
        let token = self.token(at);
        if !amount.numeral.digits || !self.is_inside(at) || token.end - token.start != 1 || !token.is(Class::Numeral) {
            return;
        }
        let money = amount.money.is_some();
        if token.has(Shape::SPACE_BEFORE) && !money {
            return;
        }
        let scale =
            self.lexicon.senses(token.word).find(|s| s.class == Class::Numeral && self.lexicon.cell(*s, 1) == "scale");
        let Some(scale) = scale.and_then(|sense| self.lexicon.cell(sense, 0).parse::<f64>().ok()) else { return };
        // 2m is two metres, unless many things are counted
        let counts = !token.is(Class::Unit)
            || self.phrase(at + 1, false).is_some_and(|phrase| phrase.plural)
            || self.currency(at + 1).is_some();
        if money || counts {
            amount.value = (amount.value * scale * 1000.0).round() / 1000.0;
            amount.numeral.scaled = true;
            amount.end = at + 1;
        }
    }

    /// Percent, metres, euros.
    fn take_unit(&self, amount: &mut Amount<'r>) {
        let hyphenated = self.is_hyphen(amount.end);
        let at = if hyphenated { amount.end + 1 } else { amount.end };
        // the second sign of "£180m-£195m" belongs to what follows
        let ahead = self.token(at).has(Shape::SIGN) && self.token(at + 1).has(Shape::DIGIT) && self.is_glued(at + 1);
        let currency = self.currency(at).filter(|_| !ahead && self.is_currency_noun(at, amount));
        let unit = self.unit(at, amount, hyphenated);
        // "pounds" are money, or a weight when something is weighed
        let weighed =
            unit.is_some_and(|unit| self.is(unit.end, Function::OF) || amount.value < 10.0 && amount.money.is_none());
        match (currency, unit) {
            (Some((code, end)), unit) if unit.is_none() || !weighed || amount.money.is_some() => {
                amount.money = amount.money.or(Some(code));
                amount.end = end;
            }
            (_, Some(unit)) if amount.money.is_none() => {
                amount.unit = Some(unit);
                amount.end = unit.end;
            }
            _ => {}
        }
    }

    // ---- units ------------------------------------------------------------------------------------------------------------------------

    /// The unit that stands at `at`.
    fn unit(&self, at: TokenIndex, amount: &Amount, hyphenated: bool) -> Option<Unit<'r>> {
        let lexicon = self.lexicon;
        let (sense, end) = self.longest(at, Class::Unit, |_, _| true)?;
        let token = self.token(at);
        let short = end == at + 1 && token.has(Shape::LETTER) && token.end - token.start <= 2;
        if short {
            let glued = self.is_glued(at) && !hyphenated;
            let closed = token.classes.any(ClassSet::CLOSED) && !token.has(Shape::POINT);
            let letter = token.end - token.start == 1 && !glued && token.has(Shape::CAPITAL);
            if !amount.numeral.digits || closed || letter {
                return None;
            }
            // 5G is no weight
            let capital = token.end - token.start == 1 && token.has(Shape::CAPITAL);
            if capital && matches!(lexicon.cell(sense, 1), "mass" | "length") {
                return None;
            }
        }
        let unit = self.unit_of(sense, end, hyphenated);
        // two magnitude 5 quakes
        (unit.dimension != "magnitude" || hyphenated).then_some(unit)
    }

    /// The unit that a sense tells.
    pub(super) fn unit_of(&self, sense: Sense, end: TokenIndex, hyphenated: bool) -> Unit<'r> {
        let lexicon = self.lexicon;
        Unit {
            end,
            name: lexicon.cell(sense, 0),
            dimension: lexicon.cell(sense, 1),
            factor: lexicon.cell(sense, 2).parse().ok(),
            si: lexicon.cell(sense, 3),
            hyphenated,
        }
    }

    /// "years old" behind a number.
    pub(super) fn age_unit(&self, at: TokenIndex) -> Option<(TokenIndex, &'r str)> {
        let lexicon = self.lexicon;
        let at = if self.is_hyphen(at) { at + 1 } else { at };
        let (sense, end) = self.longest(at, Class::Unit, |lexicon, sense| lexicon.cell(sense, 1) == "age")?;
        Some((end, lexicon.cell(sense, 0)))
    }

    // ---- money ------------------------------------------------------------------------------------------------------------------------

    /// The currency at `at`, and where it ends.
    pub(super) fn currency(&self, at: TokenIndex) -> Option<(&'r str, TokenIndex)> {
        let lexicon = self.lexicon;
        let (sense, end) = self.longest(at, Class::Currency, |_, _| true)?;
        Some((lexicon.cell(sense, 0), end))
    }

    /// A currency behind a number: codes in capitals only, and words that are something else as well ("won") only behind large numbers.
    fn is_currency_noun(&self, at: TokenIndex, amount: &Amount) -> bool {
        let token = self.token(at);
        let Some(kind) = self.document.cell(at, Class::Currency, 1, self.lexicon) else { return true };
        match kind {
            "code" => token.has(Shape::UPPER) && !token.classes.any(ClassSet::CLOSED),
            "symbol" => token.has(Shape::SIGN) || token.has(Shape::CAPITAL) || self.is_glued(at),
            _ => {
                !token.classes.any(ClassSet::CLOSED)
                    && (!token.is(Class::Verb) || amount.value >= 100.0 || amount.money.is_some())
            }
        }
    }

    /// `$`, `US$`, `EUR` before a number: where it begins, and its code.
    fn currency_before(&self, number: TokenIndex, floor: TokenIndex) -> Option<(TokenIndex, &'r str)> {
        let lexicon = self.lexicon;
        if number <= floor {
            return None;
        }
        let at = number - 1;
        let token = self.token(at);
        if !token.is(Class::Currency) {
            return None;
        }
        let sense = lexicon.senses(token.word).find(|s| s.class == Class::Currency && lexicon.cell(*s, 1) != "noun")?;
        let sound = match lexicon.cell(sense, 1) {
            "code" => token.has(Shape::UPPER) && !token.classes.any(ClassSet::CLOSED),
            _ => token.has(Shape::SIGN) || token.has(Shape::CAPITAL),
        };
        if !sound {
            return None;
        }
        if token.has(Shape::SIGN)
            && at > floor
            && !token.has(Shape::SPACE_BEFORE)
            && self.token(at - 1).has(Shape::LETTER)
        {
            let whole = self.longest_to(at - 1, number, Class::Currency, |_| true);
            let code = lexicon.senses(self.token(at - 1).word).find(|s| s.class == Class::Currency);
            if let Some(sense) = whole.or(code) {
                return Some((at - 1, lexicon.cell(sense, 0)));
            }
        }
        Some((at, lexicon.cell(sense, 0)))
    }

    // ---- ranges -----------------------------------------------------------------------------------------------------------------------

    /// The second amount of a range whose first one is `first`: 40-50, $12 million to $20 million, between 40 and 50 (`joint`), three or four.
    pub(super) fn second(&self, first: &Amount<'r>, joint: bool) -> Option<Amount<'r>> {
        // 8- to 16-meter
        let suspended = self.token(first.end).has(Shape::HYPHEN)
            && self.is_glued(first.end)
            && self.token(first.end + 1).has(Shape::SPACE_BEFORE);
        let joiner = if suspended { first.end + 1 } else { first.end };
        let hyphen = self.is_hyphen(joiner) || self.is_hyphen_range(joiner);
        let joins = hyphen
            || self.is(joiner, Function::TO)
            || self.is(joiner, Function::OR)
            || joint && self.is(joiner, Function::AND);
        if !joins {
            return None;
        }
        let mut number = joiner + 1;
        while number < joiner + 3 && self.token(number).is(Class::Currency) && !self.token(number).has(Shape::DIGIT) {
            number += 1;
        }
        let begins = self.token(number).has(Shape::DIGIT) || self.token(number).is(Class::Numeral);
        if !begins || !self.is_inside(number) || self.name_at(number).is_some() {
            return None;
        }
        let numeral = self.numerals.read(number)?;
        let plain = matches!(numeral.kind, NumeralKind::Cardinal | NumeralKind::Indefinite | NumeralKind::Fraction);
        if !plain || numeral.end > self.sentence.end || numeral.glued > 0 {
            return None;
        }
        let second = self.amount(number, numeral, joiner + 1);
        (second.start == joiner + 1).then_some(second)
    }

    /// A dash with spaces around it between digits.
    fn is_hyphen_range(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        self.is_inside(at) && token.has(Shape::DASH) && self.token(at + 1).has(Shape::DIGIT) && self.is_glued(at + 1)
    }
}
