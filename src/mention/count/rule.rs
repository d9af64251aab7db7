//! Which numbers count something, and how they are bounded: ages, ordinals, scores, ranges, shares, "at least", "52 of the 120".

use super::amount::Amount;
use super::counted::Phrase;
use super::{CountKind, CountModifier, CountReading, Found, Reader};
use crate::document::{Document, Shape, TokenIndex};
use crate::lexicon::{Class, ClassSet};
use crate::mention::function::Function;
use crate::mention::numeral::{Numeral, NumeralKind};
use crate::mention::{Mention, NameType, Reading};
use crate::text::number;

/// Nobody is older.
const OLDEST: f64 = 130.0;
/// From here on a vague number is an order of magnitude (dozens), below it is "several".
const MAGNITUDE: f64 = 12.0;

/// Bare numbers that are parts of names, sorted: 737 in "Boeing 737", and what is written like "737s".
pub(super) fn identifiers<'t>(document: &Document<'t>, names: &[Mention]) -> Vec<&'t str> {
    let text = document.text;
    let mut found: Vec<&str> = Vec::new();
    for name in names.iter().filter(|name| name.tokens.len() > 1) {
        for at in name.tokens.clone().filter(|at| document.token(*at).has(Shape::DIGIT)) {
            found.push(document.token(at).span().of(text).trim_end_matches('s'));
        }
    }
    found.retain(|word| (3..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit()));
    found.sort_unstable();
    found.dedup();
    found
}

impl<'r> Reader<'r, '_> {
    /// The count whose number begins at `at`, if it is one, and the token to go on from.
    pub(super) fn read(&self, at: TokenIndex) -> (Option<Found>, TokenIndex) {
        let Some(numeral) = self.numerals.read(at) else { return (None, at + 1) };
        let inside = numeral.end <= self.sentence.end;
        if !inside || numeral.glued > 0 || self.name_at(at).is_some() || self.name_at(numeral.end - 1).is_some() {
            return (None, numeral.end);
        }
        let found = match self.age(at, &numeral) {
            Some(found) => Some(found),
            None if self.is_time(at) || self.is_time(numeral.end - 1) => None,
            None => self.number(at, numeral),
        };
        let next = found.as_ref().map_or(numeral.end, |(tokens, _)| tokens.end.max(numeral.end));
        (found, next)
    }

    fn number(&self, at: TokenIndex, numeral: Numeral) -> Option<Found> {
        match numeral.kind {
            NumeralKind::Ordinal => self.ordinal(at, &numeral),
            NumeralKind::Zero => self.zero(at, &numeral),
            NumeralKind::Vague => self.vague(at, &numeral),
            _ => self.quantity(at, numeral),
        }
    }

    // ---- ages -------------------------------------------------------------------------------------------------------------------------

    /// 70-year-old, 70 years old, aged 70, "Name, 70,", "Name (70)".
    fn age(&self, at: TokenIndex, numeral: &Numeral) -> Option<Found> {
        if numeral.kind != NumeralKind::Cardinal || numeral.value > OLDEST || numeral.scaled {
            return None;
        }
        if let Some((end, unit)) = self.age_unit(numeral.end) {
            let (start, modifier) = self.modifier_before(at);
            let counted = self.phrase(end, true).filter(|_| self.is_hyphen(numeral.end));
            let mut reading =
                CountReading { kind: CountKind::Age, unit: Some(unit.to_owned()), ..CountReading::default() };
            bound(&mut reading, numeral.value, modifier);
            reading.counted = counted.map(|phrase| phrase.tokens);
            reading.rule = "age_unit";
            return Some((start..end, reading));
        }
        let word = self.quantifier_before(at, "age").map(|(_, value)| value);
        // "died at 76" needs more than its number: not "died at 9.30", "died at 12 hospitals"
        let stated = word.is_some_and(|word| word != "at" || self.is_closed(numeral));
        let mut reading =
            CountReading { kind: CountKind::Age, unit: Some("year".to_owned()), ..CountReading::default() };
        // "aged six months"; "aged between four months and 11 years" is told by its times
        if let Some(unit) = self.document.cell(numeral.end, Class::TimeUnit, 1, self.lexicon).filter(|_| stated) {
            if word == Some("range") {
                return None;
            }
            reading.unit = Some(unit.to_owned());
        }
        if let Some((most, end)) = self.age_range(numeral, word == Some("range")).filter(|_| stated) {
            (reading.min, reading.max) = (Some(numeral.value), Some(most));
            (reading.modifier, reading.rule) = (Some(CountModifier::Range), "age_range");
            return Some((at..end, reading));
        }
        if stated || self.is_age_apposition(at, numeral) || self.follows_age(at, numeral) || self.is_age_of(at, numeral)
        {
            bound(&mut reading, numeral.value, None);
            reading.rule = if stated { "age_word" } else { "age_apposition" };
            return Some((at..numeral.end, reading));
        }
        let (start, modifier) = self.age_bound(at, numeral)?;
        bound(&mut reading, numeral.value, Some(modifier));
        reading.rule = "age_bound";
        Some((start..numeral.end, reading))
    }

    /// "aged 16 to 24", "aged between 19 and 63": the other end, and where it ends.
    fn age_range(&self, first: &Numeral, between: bool) -> Option<(f64, TokenIndex)> {
        let joint = first.end;
        if !(self.is(joint, Function::TO) || self.is_hyphen(joint) || between && self.is(joint, Function::AND)) {
            return None;
        }
        let second = self.numerals.read(joint + 1).filter(|second| second.end <= self.sentence.end)?;
        let age = second.kind == NumeralKind::Cardinal && !second.scaled && second.value <= OLDEST;
        (age && second.value > first.value && second.glued == 0).then_some((second.value, second.end))
    }

    /// Nothing that it could count, measure or tell the time of stands behind a whole number.
    fn is_closed(&self, numeral: &Numeral) -> bool {
        let next = self.token(numeral.end);
        let sign = next.has(Shape::SIGN) && !self.is_code_sign(numeral.end);
        let ends = !self.is_inside(numeral.end) || sign || self.is_time(numeral.end) && !self.is_time(numeral.end - 1);
        let function = next.classes.any(ClassSet::CLOSED) || next.is(Class::Verb) && !next.is(Class::Noun);
        let function = function && !next.is(Class::PartOfDay) && !self.is(numeral.end, Function::OF);
        !numeral.decimal && numeral.glued == 0 && (ends || function)
    }

    /// A sign that glues a number to what follows: 20:15, 3/4, 5%.
    fn is_code_sign(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        self.is_glued(at) && (self.is_glued(at + 1) || token.is(Class::Unit) || token.is(Class::Currency))
    }

    /// The 14 of "aged 12 and 14": nothing but a comma or a conjunction behind an age.
    fn follows_age(&self, at: TokenIndex, numeral: &Numeral) -> bool {
        let Some(last) = self.last.as_ref().filter(|last| last.kind == CountKind::Age && last.unit.is_some()) else {
            return false;
        };
        let joint = last.tokens.end;
        let joined = self.is(joint, Function::AND.or(Function::OR)) || self.is_sign(joint, ",");
        joint + 1 == at && joined && last.tokens.len() == 1 && self.is_closed(numeral) && numeral.value >= 1.0
    }

    /// "She was 34.": a person who is a number is so many years old.
    fn is_age_of(&self, at: TokenIndex, numeral: &Numeral) -> bool {
        let Some(subject) = at.checked_sub(2).filter(|subject| *subject >= self.sentence.start) else { return false };
        let one = |value: &str| matches!(value, "3sm" | "3sf");
        let person = self.document.cell(subject, Class::Pronoun, 0, self.lexicon).is_some_and(one);
        let copula =
            self.document.cell(at - 1, Class::Auxiliary, 0, self.lexicon).is_some_and(|be| be.starts_with("be"));
        person && copula && self.is_closed(numeral) && numeral.value >= 1.0 && !self.is_time(at)
    }

    /// "children under five", "women over 40": the bound of an age behind those who have it.
    fn age_bound(&self, at: TokenIndex, numeral: &Numeral) -> Option<(TokenIndex, CountModifier)> {
        let before = at.checked_sub(1).filter(|before| *before > self.sentence.start)?;
        if !self.token(before).is(Class::Quantifier) || !self.token(before).is(Class::Preposition) {
            return None;
        }
        let (start, modifier) = self.modifier_before(at);
        let sided = modifier.filter(|m| matches!(m, CountModifier::LessThan | CountModifier::MoreThan))?;
        let (plural, class) = self.noun(before - 1, false)?;
        (start == before && plural && class == "person" && self.is_closed(numeral)).then_some((start, sided))
    }

    /// The number stands between commas behind a person: "Smith, 70, said".
    fn is_age_apposition(&self, at: TokenIndex, numeral: &Numeral) -> bool {
        if numeral.decimal || numeral.value < 1.0 || at < self.sentence.start + 2 || self.is_time(at) {
            return false;
        }
        // "two teenagers, 15 and 17, were"
        let listed = self.is(numeral.end, Function::AND)
            && self.is_sign(numeral.end + 2, ",")
            && self.noun(at - 2, false).is_some_and(|(plural, class)| class == "person" && plural);
        if self.is_sign(at - 1, ",") && listed && self.name_at(at - 2).is_none() {
            return self.numerals.read(numeral.end + 1).is_some_and(|second| second.value <= OLDEST);
        }
        let commas =
            self.is_sign(at - 1, ",") && (self.is_sign(numeral.end, ",") || numeral.end + 1 >= self.sentence.end);
        let brackets = self.is_sign(at - 1, "(") && self.is_sign(numeral.end, ")");
        if !commas && !brackets {
            return false;
        }
        let before = self.token(at - 2);
        match self.name_at(at - 2) {
            Some(Mention { reading: Reading::Name(name), .. }) => name.kind == NameType::Person && !name.demonym,
            _ if before.has(Shape::CAPITAL) => self.names.is_empty() && !before.is(Class::Month),
            _ => commas && self.noun(at - 2, true).is_some_and(|(plural, class)| class == "person" && !plural),
        }
    }

    // ---- ordinals, none ---------------------------------------------------------------------------------------------------------------

    /// "the fourth defendant": with a determiner before it or a noun behind it.
    fn ordinal(&self, at: TokenIndex, numeral: &Numeral) -> Option<Found> {
        let next = self.token(numeral.end);
        if next.is(Class::TimeUnit) || next.has(Shape::DIGIT) || next.is(Class::Numeral) && !next.is(Class::Noun) {
            return None;
        }
        let before = self.token(at.saturating_sub(1));
        let determined = at > self.sentence.start && (before.is(Class::Determiner) || before.is(Class::Possessive));
        let phrase = self.phrase(numeral.end, true);
        if phrase.is_none() || !determined && !next.has(Shape::LETTER) {
            return None;
        }
        let mut reading = CountReading { kind: CountKind::Ordinal, rule: "ordinal", ..CountReading::default() };
        bound(&mut reading, numeral.value, None);
        reading.counted = phrase.map(|phrase| phrase.tokens);
        Some((at..numeral.end, reading))
    }

    /// "no one", "none of its soldiers"; "no" alone only before what is counted in the news.
    fn zero(&self, at: TokenIndex, numeral: &Numeral) -> Option<Found> {
        let determiner = numeral.end == at + 1 && self.token(at).is(Class::Determiner);
        let phrase = self.counted(numeral.end, false, determiner);
        if determiner {
            let head = phrase.as_ref()?.tokens.end - 1;
            let told = self.token(head).is(Class::Trigger);
            let counts = matches!(phrase.as_ref().map(|phrase| phrase.class), Some("person" | "group" | "animal"));
            if !counts && !(told && phrase.as_ref().is_some_and(|phrase| phrase.plural)) {
                return None;
            }
        }
        let mut reading = CountReading { rule: "zero", ..CountReading::default() };
        bound(&mut reading, 0.0, None);
        reading.counted = phrase.map(|phrase| phrase.tokens);
        Some((at..numeral.end, reading))
    }

    // ---- vague numbers ----------------------------------------------------------------------------------------------------------------

    /// Dozens, hundreds of thousands, several, a couple.
    fn vague(&self, at: TokenIndex, numeral: &Numeral) -> Option<Found> {
        if let Some(found) = self.vague_money(at, numeral) {
            return Some(found);
        }
        let (end, excludes_named) = self.others(numeral.end);
        let phrase = self.counted(end, false, false);
        let of = self.is(numeral.end, Function::OF);
        let plural = phrase.as_ref().is_some_and(|phrase| phrase.plural);
        let first = self.token(at);
        let large = numeral.value >= MAGNITUDE;
        let sound = if large && numeral.end == at + 1 && first.is(Class::Verb) {
            of || at == self.sentence.start || self.token(numeral.end).is(Class::Auxiliary)
        } else if large {
            true
        } else {
            // "several", "few", "various" tell no number; a couple does
            let told = numeral.max.is_some_and(|most| most - numeral.value <= 1.0);
            plural && told && !self.is_duration(phrase.as_ref()) && (of || self.is_article(at))
        };
        if !sound {
            return None;
        }
        let (start, modifier) = self.modifier_before(at);
        let mut reading = CountReading {
            min: Some(numeral.value),
            max: numeral.max,
            approximate: true,
            excludes_named,
            ..CountReading::default()
        };
        // a couple: two, perhaps three
        if numeral.max.is_some_and(|most| most - numeral.value <= 1.0) {
            reading.value = Some(numeral.value);
        } else {
            reading.modifier = Some(CountModifier::OrderOfMagnitude);
            match modifier {
                Some(CountModifier::AtLeast | CountModifier::MoreThan) => reading.max = None,
                Some(CountModifier::AtMost | CountModifier::LessThan | CountModifier::Nearly) => reading.min = None,
                _ => {}
            }
        }
        reading.counted = phrase.map(|phrase| phrase.tokens);
        reading.rule = "vague";
        Some((start..numeral.end, reading))
    }

    /// Millions of dollars.
    fn vague_money(&self, at: TokenIndex, numeral: &Numeral) -> Option<Found> {
        let of = self.is(numeral.end, Function::OF);
        let (code, end) =
            self.currency(if of { numeral.end + 1 } else { numeral.end }).filter(|_| numeral.value >= 100.0)?;
        let (start, _) = self.modifier_before(at);
        let reading = CountReading {
            kind: CountKind::Money,
            min: Some(numeral.value),
            max: numeral.max,
            modifier: Some(CountModifier::OrderOfMagnitude),
            approximate: true,
            unit: Some(code.to_owned()),
            rule: "vague_money",
            ..CountReading::default()
        };
        Some((start..end, reading))
    }

    // ---- quantities -------------------------------------------------------------------------------------------------------------------

    fn quantity(&self, at: TokenIndex, numeral: Numeral) -> Option<Found> {
        let amount = self.amount(at, numeral, self.floor);
        let amount = self.length_for_scale(&amount).unwrap_or(amount);
        if amount.unit.is_none() && amount.money.is_none() && self.is_code(&amount) {
            return None;
        }
        let joint = self.quantifier_before(amount.start, "joint").filter(|(_, value)| *value == "range");
        if let Some(second) = self.second(&amount, joint.is_some()) {
            return self.pair(amount, &second, joint.map(|(start, _)| start));
        }
        if let Some(found) = self.one_in(&amount) {
            return Some(found);
        }
        self.single(&amount)
    }

    /// One amount with its bounds.
    fn single(&self, amount: &Amount<'r>) -> Option<Found> {
        let (start, mut modifier) = self.modifier_before(amount.start);
        let mut end = amount.end;
        // "4,000-plus injured"
        let behind = if self.is_hyphen(end) { end + 1 } else { end };
        if let Some((after, "exactly")) = self.quantifier_after(behind, "after").filter(|_| behind > end) {
            // "the 8,000-strong force"
            end = after;
        } else if let Some((after, value)) = self.quantifier_after(behind, "after")
            && let Some(found) = modifier_of(value)
        {
            (end, modifier) = (after, modifier.or(Some(found)));
        }
        let mut reading = self.measured(amount);
        let bare = reading.kind == CountKind::Count;
        if bare && amount.numeral.kind == NumeralKind::Fraction {
            reading.kind = CountKind::Fraction;
        }
        bound(&mut reading, amount.value, modifier);
        reading.rule = "single";
        if bare {
            let total = self.total(end, amount);
            let from = total.map_or(end, |(_, end)| end);
            let (rest, excludes_named) = self.others(from);
            let share = reading.kind == CountKind::Fraction;
            let one = amount.value.abs() <= 1.0;
            let phrase =
                if share { self.share(rest) } else { self.counted(rest, one && total.is_none(), total.is_some()) };
            let bounded = modifier.is_some() || start < amount.start;
            if !self.counts(amount, phrase.as_ref(), bounded || total.is_some() || excludes_named) {
                return None;
            }
            if let Some((of_total, total_end)) = total {
                (reading.of_total, end) = (Some(of_total), total_end);
            }
            reading.excludes_named = excludes_named;
            reading.counted = phrase.map(|phrase| phrase.tokens);
            self.lean(amount, start, end, &mut reading);
        } else {
            reading.counted = self.measured_thing(amount, &reading).map(|phrase| phrase.tokens);
            self.into_si(amount, &mut reading);
        }
        Some((start..end, reading))
    }

    /// "to 4.1 billion euros from 4.6 billion", "to 2.3 percent from 2.6": a bare number has the unit of the one that it is set against.
    fn lean(&self, amount: &Amount, start: TokenIndex, end: TokenIndex, reading: &mut CountReading) {
        let Some(last) = &self.last else { return };
        let led = start > last.tokens.end && self.token(start - 1).is(Class::Preposition);
        if !led || start > last.tokens.end + 6 || reading.counted.is_some() || reading.kind != CountKind::Count {
            return;
        }
        let before = |at: TokenIndex, function: Function| at > self.sentence.start && self.is(at - 1, function);
        let set = before(start, Function::FROM.or(Function::TO).or(Function::AFTER).or(Function::THAN));
        let sound = match last.kind {
            CountKind::Money => set && amount.numeral.scaled && amount.numeral.kind == NumeralKind::Cardinal,
            CountKind::Percent => {
                before(start, Function::FROM) && before(last.tokens.start, Function::TO) && amount.value <= 100.0
            }
            _ => false,
        };
        let next = self.token(end);
        if sound && !self.is(end, Function::OF) && !(next.has(Shape::CAPITAL) && self.is_inside(end)) {
            (reading.kind, reading.unit) = (last.kind, last.unit.clone());
            bound(reading, amount.value, reading.modifier);
        }
    }

    /// 100 metres, not 100 million, in "the 100m", "a 4m wave", "4m high": the letter of a scale that is a unit too, with nothing behind it that is counted.
    fn length_for_scale(&self, amount: &Amount<'r>) -> Option<Amount<'r>> {
        let at = amount.number;
        let letter = self.token(at + 1);
        let scaled = amount.numeral.scaled && amount.end == at + 2 && self.is_glued(at + 1);
        if !scaled || letter.end - letter.start != 1 || amount.money.is_some() || amount.unit.is_some() {
            return None;
        }
        let head = number::leading(self.document.word(at)).filter(|head| head.rest.is_empty())?;
        let sense = self.lexicon.sense(letter.word, Class::Unit)?;
        let determined = at > self.sentence.start && self.is(at - 1, Function::DEFINITE.or(Function::INDEFINITE));
        let many = || self.phrase(amount.end, false).is_some_and(|phrase| phrase.plural);
        let high = self.quantifier_after(amount.end, "extent").is_some();
        if !high && (!determined || many()) {
            return None;
        }
        let unit = self.unit_of(sense, amount.end, false);
        let numeral = Numeral { value: head.value, scaled: false, decimal: head.decimal, ..amount.numeral };
        Some(Amount { value: head.value, numeral, unit: Some(unit), ..*amount })
    }

    /// Kind and unit of an amount.
    fn measured(&self, amount: &Amount<'r>) -> CountReading {
        let mut reading = CountReading::default();
        if let Some(code) = amount.money {
            (reading.kind, reading.unit) = (CountKind::Money, Some(code.to_owned()));
        } else if let Some(unit) = amount.unit {
            reading.kind = match unit.dimension {
                "age" => CountKind::Age,
                _ if unit.name.starts_with("percent") => CountKind::Percent,
                _ => CountKind::Measure,
            };
            reading.unit = Some(unit.name.to_owned());
        }
        reading
    }

    /// "80 percent of the vote", "five tons of rice", "a 7.4-magnitude earthquake".
    fn measured_thing(&self, amount: &Amount<'r>, reading: &CountReading) -> Option<Phrase<'r>> {
        let unit = amount.unit?;
        if unit.hyphenated && reading.kind == CountKind::Measure {
            return self.phrase(amount.end, true);
        }
        if !self.is(amount.end, Function::OF) {
            return None;
        }
        if reading.kind == CountKind::Percent { self.share(amount.end) } else { self.phrase(amount.end + 1, true) }
    }

    fn into_si(&self, amount: &Amount, reading: &mut CountReading) {
        let Some(unit) = amount.unit else { return };
        let (Some(factor), Some(value)) = (unit.factor, reading.value) else { return };
        if !unit.si.is_empty() {
            let product = value * factor;
            // twelve digits are more than any gazetteer knows
            let rounded = format!("{product:.12e}").parse().unwrap_or(product);
            reading.si = Some((rounded, unit.si.to_owned()));
        }
    }

    // ---- two numbers ------------------------------------------------------------------------------------------------------------------

    /// A range or a score.
    fn pair(&self, mut first: Amount<'r>, second: &Amount<'r>, joint: Option<TokenIndex>) -> Option<Found> {
        let hyphen = self.token(first.end).has(Shape::HYPHEN) || self.token(first.end).has(Shape::DASH);
        let (rest, excludes_named) = self.others(second.end);
        let phrase = self.counted(rest, false, false).or_else(|| {
            // "eight to ten crew"
            self.phrase(rest, true).filter(|phrase| phrase.class == "group" && !hyphen)
        });
        let plural = phrase.as_ref().is_some_and(|phrase| phrase.plural || phrase.class == "group" && !hyphen);
        let measured = second.unit.is_some() || second.money.is_some() || first.money.is_some();
        if hyphen && self.is_hyphen(second.end) && second.unit.is_none() {
            // a telephone number or the like
            return None;
        }
        if joint.is_none() && !hyphen && self.moves(&first, second) {
            return self.single(&first);
        }
        spread_scale(&mut first, second);
        let grows = first.value < second.value;
        if hyphen && !measured && (!grows || !plural) {
            return self.score(&first, second);
        }
        let years = is_year(&first) && is_year(second) && self.is_bare(first.number) && self.is_bare(second.number);
        let unsure = joint.is_none() && !hyphen && !measured && !plural || years;
        // "from 5 to 10" are two numbers
        let moves = joint.is_none() && first.start > self.floor && self.is(first.start - 1, Function::FROM);
        if moves && first.money.is_none() && first.unit.is_none() && self.is(first.end, Function::TO) {
            // "from 19 to 21 percent"
            (first.money, first.unit) = (second.money, second.unit);
        }
        if !grows || unsure || moves || joint.is_none() && second.value > first.value * 100.0 {
            return self.single(&first);
        }
        if phrase.as_ref().is_some_and(|phrase| self.is_duration(Some(phrase)))
            || self.token(second.end).is(Class::TimeUnit)
        {
            return None;
        }
        let shared = Amount { money: second.money.or(first.money), unit: second.unit.or(first.unit), ..*second };
        let mut reading = self.measured(&shared);
        let (start, modifier) = match joint {
            Some(start) => (start, None),
            None => self.modifier_before(first.start),
        };
        (reading.min, reading.max) = (Some(first.value), Some(second.value));
        reading.modifier = Some(CountModifier::Range);
        reading.approximate = matches!(modifier, Some(CountModifier::About | CountModifier::Nearly));
        reading.rule = "range";
        if reading.kind == CountKind::Count {
            reading.counted = phrase.map(|phrase| phrase.tokens);
            reading.excludes_named = excludes_named;
        } else {
            reading.counted = self.measured_thing(&shared, &reading).map(|phrase| phrase.tokens);
        }
        Some((start..second.end, reading))
    }

    /// "fell 3.2 percent to 41.10 francs", "rose $1.20 to $73.12": by how much, and to what.
    fn moves(&self, first: &Amount, second: &Amount) -> bool {
        if !self.is(first.end, Function::TO) || first.money.is_none() && first.unit.is_none() {
            return false;
        }
        let name = |amount: &Amount| amount.unit.map(|unit| unit.name.to_owned());
        // "$12 to 20 million" shares its sign; a unit behind the first number is its own
        let shared = second.money.is_none() && second.unit.is_none() && first.end == first.numeral.end;
        if !shared && (first.money != second.money || name(first) != name(second)) {
            return true;
        }
        let before = self.token(first.start.saturating_sub(1));
        let verb = first.start > self.sentence.start && (before.is(Class::Verb) || before.is(Class::Particle));
        verb && !before.is(Class::Auxiliary) && second.value > first.value * 3.0
    }

    /// Nothing but digits.
    fn is_bare(&self, at: TokenIndex) -> bool {
        self.document.word(at).bytes().all(|byte| byte.is_ascii_digit())
    }

    /// 3-1, 52-35.
    fn score(&self, first: &Amount<'r>, second: &Amount<'r>) -> Option<Found> {
        let sound = |amount: &Amount| {
            amount.numeral.digits && !amount.numeral.decimal && amount.value < 1000.0 && amount.unit.is_none()
        };
        let spaced = self.token(second.number).has(Shape::SPACE_BEFORE);
        // "the 737-800"
        let model = first.value >= 100.0
            && first.start > self.sentence.start
            && self.token(first.start - 1).is(Class::Determiner)
            && !self.is_article(first.start - 1)
            || self.is_glued(second.end) && self.token(second.end).has(Shape::LETTER);
        if model || !sound(first) || !sound(second) || spaced || is_year(first) || self.is_hyphen(second.end) {
            return None;
        }
        let reading = CountReading { kind: CountKind::Score, rule: "score", ..CountReading::default() };
        Some((first.start..second.end, reading))
    }

    /// "one in five voters", "nine out of ten".
    fn one_in(&self, amount: &Amount<'r>) -> Option<Found> {
        let out_of = self.token(amount.end).is(Class::Particle) && self.is(amount.end + 1, Function::OF);
        let inside = self.is(amount.end, Function::IN);
        let one_in = amount.value.eq(&1.0) && inside;
        // "nine in ten voters", but "killed nine in ten villages"
        let begins = amount.start == self.sentence.start || self.modifier_before(amount.start).0 == self.sentence.start;
        let several_in = inside && !one_in && begins;
        let number = amount.end + if out_of { 2 } else { 1 };
        // "two out of every five farms"
        let every = out_of && self.token(number).is(Class::Determiner) && self.numeral_at(number + 1);
        let number = if every { number + 1 } else { number };
        if amount.unit.is_some()
            || amount.money.is_some()
            || !(out_of || one_in || several_in)
            || !self.is_inside(number)
            || self.is_time(number)
        {
            return None;
        }
        let numeral = self.numerals.read(number)?;
        if numeral.kind != NumeralKind::Cardinal || numeral.value <= amount.value || numeral.end > self.sentence.end {
            return None;
        }
        // "one in 10 of the 600 applicants"
        let of = self.is(numeral.end, Function::OF) && inside;
        let total = if of { self.total(numeral.end, amount) } else { None };
        let phrase = self.counted(total.map_or(numeral.end, |(_, end)| end), false, !of || total.is_some());
        let small = numeral.value <= 1000.0 && !self.token(numeral.end).is(Class::TimeUnit);
        let plural = phrase.as_ref().is_some_and(|phrase| phrase.plural);
        let people = phrase.as_ref().is_some_and(|phrase| matches!(phrase.class, "person" | "group"));
        // "1 in 3 of the island's residents"
        let whole = of && self.is_determiner(numeral.end + 1);
        if !small || one_in && !plural && !whole || several_in && !(plural && people) {
            return None;
        }
        let (start, modifier) = self.modifier_before(amount.start);
        let mut reading = CountReading { kind: CountKind::Fraction, rule: "one_in", ..CountReading::default() };
        bound(&mut reading, amount.value / numeral.value, modifier);
        reading.counted = phrase.map(|phrase| phrase.tokens);
        reading.of_total = total.map(|(of_total, _)| of_total);
        Some((start..total.map_or(numeral.end, |(_, end)| end), reading))
    }

    fn numeral_at(&self, at: TokenIndex) -> bool {
        self.is_inside(at) && (self.token(at).has(Shape::DIGIT) || self.token(at).is(Class::Numeral))
    }

    /// "of the 120" behind "52", "of 17" in "14 of 17 counts": the total, and where it ends.
    fn total(&self, at: TokenIndex, amount: &Amount) -> Option<(f64, TokenIndex)> {
        if !self.is(at, Function::OF) {
            return None;
        }
        let determined = self.token(at + 1).is(Class::Determiner) || self.token(at + 1).is(Class::Possessive);
        // "of the country's 14 provinces"
        let owner = (at + 2..self.sentence.end.min(at + 7))
            .take_while(|at| self.token(*at).has(Shape::LETTER) || self.token(*at).is(Class::Possessive))
            .find(|at| self.token(*at).is(Class::Possessive) && self.is_glued(*at))
            .filter(|owner| self.numeral_at(owner + 1) && amount.value > 1.0);
        let determined = determined || owner.is_some();
        let number = owner.map_or(if determined { at + 2 } else { at + 1 }, |owner| owner + 1);
        // "21 of his last 23 matches"
        let which = self.is_inside(number) && self.token(number).is(Class::TimeModifier) && self.numeral_at(number + 1);
        let number = if which { number + 1 } else { number };
        if !self.is_inside(number) || !(self.token(number).has(Shape::DIGIT) || self.token(number).is(Class::Numeral)) {
            return None;
        }
        let numeral = self.numerals.read_whole(number)?;
        let plain = numeral.kind == NumeralKind::Cardinal && numeral.end <= self.sentence.end && numeral.glued == 0;
        let free = self.name_at(number).is_none() && !self.is_time(number);
        let larger = numeral.value > amount.value
            && amount.value > 1.0
            && amount.numeral.kind == NumeralKind::Cardinal
            && !numeral.scaled
            && self.phrase(numeral.end, false).is_some_and(|phrase| phrase.plural && !self.is_duration(Some(&phrase)));
        (plain && free && (determined || larger)).then_some((numeral.value, numeral.end))
    }

    // ---- what is counted --------------------------------------------------------------------------------------------------------------

    /// "other" and "more" behind a number: where they end, and whether those named are left out.
    fn others(&self, at: TokenIndex) -> (TokenIndex, bool) {
        match self.quantifier_after(at, "rest") {
            Some((_, "others")) => (at, true),
            Some((end, value)) => (end, value == "other"),
            None => (at, false),
        }
    }

    /// What a number counts: the phrase behind it, or behind "of"; `direct`: no "of" can stand between.
    fn counted(&self, at: TokenIndex, one: bool, direct: bool) -> Option<Phrase<'r>> {
        if let Some((end, "others")) = self.quantifier_after(at, "rest") {
            return Some(Phrase { tokens: at..end, plural: true, class: "person" });
        }
        if direct || !self.is(at, Function::OF) {
            return self.phrase(at, one);
        }
        let mut from = at + 1;
        while self.is_inside(from) && from < at + 4 && self.is_determiner(from) {
            from += 1;
        }
        let phrase = self
            .phrase(from, true)
            .map(|owner| self.owned(owner.clone(), false))
            .filter(|owned| owned.tokens.start > from);
        phrase.or_else(|| self.phrase(from, false))
    }

    /// The whole that a share is of, with its determiner: "the vote".
    fn share(&self, at: TokenIndex) -> Option<Phrase<'r>> {
        let from = if self.is(at, Function::OF) { at + 1 } else { at };
        let mut noun = from;
        while self.is_inside(noun) && noun < from + 3 && self.is_determiner(noun) {
            noun += 1;
        }
        let phrase = self.owned(self.phrase(noun, true)?, true);
        Some(Phrase { tokens: from..phrase.tokens.end, ..phrase })
    }

    /// What belongs to a phrase with a possessive behind it: the output in "the country's output".
    fn owned(&self, phrase: Phrase<'r>, one: bool) -> Phrase<'r> {
        let end = phrase.tokens.end;
        if !self.token(end).is(Class::Possessive) || !self.is_glued(end) {
            return phrase;
        }
        self.phrase(end + 1, one).unwrap_or(phrase)
    }

    fn is_determiner(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        (token.is(Class::Determiner) || token.is(Class::Possessive)) && self.name_at(at).is_none()
    }

    fn is_duration(&self, phrase: Option<&Phrase>) -> bool {
        phrase.is_some_and(|phrase| self.token(phrase.tokens.end - 1).is(Class::TimeUnit))
    }

    // ---- is it a count ----------------------------------------------------------------------------------------------------------------

    /// Whether a bare number counts something.
    fn counts(&self, amount: &Amount, phrase: Option<&Phrase>, bounded: bool) -> bool {
        let next = self.token(amount.end);
        if next.is(Class::TimeUnit) && self.is_inside(amount.end) && !next.is(Class::Verb) || self.is_duration(phrase) {
            return false;
        }
        let plural = phrase.is_some_and(|phrase| phrase.plural);
        let numeral = &amount.numeral;
        match numeral.kind {
            NumeralKind::Fraction => self.is_fraction(amount, bounded),
            // "both sides", "Core Duo": a conjunction, a name
            NumeralKind::Indefinite
                if self.token(amount.number).is(Class::Conjunction) || self.is_capital_inside(amount.number) =>
            {
                false
            }
            NumeralKind::Indefinite => {
                plural || phrase.is_none() && (self.is_article(amount.number) || bounded) && amount.value >= 6.0
            }
            _ if amount.value.eq(&1.0) && !numeral.digits => self.is_one(amount, phrase),
            _ if !bounded && self.is_known_group(amount, phrase) => false,
            _ if !bounded && !numeral.digits && self.is_title(amount) => false,
            _ if !numeral.digits || bounded => true,
            _ => !self.is_identifier(amount, phrase),
        }
    }

    /// A capital in the middle of a sentence that is not all capitals.
    fn is_capital_inside(&self, at: TokenIndex) -> bool {
        at > self.sentence.start && self.token(at).has(Shape::CAPITAL) && !self.token(at).has(Shape::UPPER)
    }

    /// "the Big Three": a numeral with a capital ends a run of capitals in the middle of a sentence.
    fn is_title(&self, amount: &Amount) -> bool {
        let at = amount.number;
        self.is_capital_inside(at)
            && self.is_capital_inside(at - 1)
            && self.name_at(at - 1).is_none()
            && !self.token(amount.end).has(Shape::CAPITAL)
    }

    /// "the two companies", "the three countries": those that were named, not a number of them that is told.
    fn is_known_group(&self, amount: &Amount, phrase: Option<&Phrase>) -> bool {
        let definite = amount.number > self.sentence.start && self.is(amount.number - 1, Function::DEFINITE);
        let body = phrase.is_some_and(|phrase| matches!(phrase.class, "organization" | "place"));
        let reciprocal = amount.number >= self.sentence.start + 2 && self.is(amount.number - 2, Function::BETWEEN);
        definite && !amount.numeral.digits && amount.value < 10.0 && (body || reciprocal)
    }

    /// "half of", "two-thirds": not "the first half", "half empty".
    fn is_fraction(&self, amount: &Amount, bounded: bool) -> bool {
        let next = self.token(amount.end);
        let several = amount.end - amount.number >= 2 && !self.is_article(amount.number);
        let whole = next.is(Class::Determiner) || next.is(Class::Possessive);
        // "the half", "the first half"
        let before = self.token(amount.number.saturating_sub(1));
        let led = before.is(Class::Determiner) || before.is(Class::Numeral) && !before.has(Shape::DIGIT);
        let free = amount.number == self.sentence.start || !led;
        several || amount.numeral.digits || free && (bounded || self.is(amount.end, Function::OF) || whole)
    }

    /// "one" as a number: before a noun, or of a group; not "the one", "one of the largest".
    fn is_one(&self, amount: &Amount, phrase: Option<&Phrase>) -> bool {
        let before = self.token(amount.number.saturating_sub(1));
        let first = amount.number == self.sentence.start;
        let pronoun =
            !first && (before.is(Class::Determiner) || before.is(Class::Relative) || before.has(Shape::HYPHEN));
        if pronoun || self.is_hyphen(amount.end) {
            return false;
        }
        if self.is(amount.end, Function::OF) {
            let mut at = amount.end + 1;
            while self.is_inside(at) && self.is_determiner(at) {
                at += 1;
            }
            // "one of its divisions" picks one thing out and counts nothing
            let them = self.token(at).is(Class::Pronoun);
            return (them || phrase.is_some_and(|phrase| is_living(phrase.class)))
                && !self.document.word(at).ends_with("est")
                && !self.token(at).is(Class::Adverb);
        }
        phrase.is_some_and(|phrase| phrase.tokens.start == amount.end)
    }

    /// Whether the number is glued into something that is no number: 24/7, A-320, +1-555.
    fn is_code(&self, amount: &Amount) -> bool {
        let at = amount.number;
        if !amount.numeral.digits {
            // "two-seat", "one-sided" describe, "two-thirds" was read as a fraction
            return self.is_hyphen(amount.end)
                && self.token(amount.end + 1).has(Shape::LETTER)
                && !self.is_member(amount.end + 1);
        }
        let before = at > self.sentence.start && self.is_glued(at) && {
            let sign = self.token(at - 1);
            let bound = at > self.sentence.start + 1 && self.is_glued(at - 1);
            match self.document.word(at - 1) {
                "/" | "#" | "@" | "_" | "=" | ":" | "." | "\\" | "&" | "'" | "’" | "‘" => true,
                _ => (sign.has(Shape::HYPHEN) || sign.has(Shape::LETTER)) && (bound || sign.has(Shape::LETTER)),
            }
        };
        let end = amount.end;
        let behind = self.is_glued(end) && {
            let sign = self.document.word(end);
            let glued = self.is_glued(end + 1);
            match sign {
                "/" | ":" | "_" | "@" => glued,
                _ => {
                    let word = || self.is_hyphen(end) && self.token(end + 1).has(Shape::LETTER);
                    let bound = || self.quantifier_after(end + 1, "after").is_some();
                    self.token(end).has(Shape::LETTER) || word() && !self.is_member(end + 1) && !bound()
                }
            }
        };
        let listed = at == self.sentence.start
            && self.token(at).has(Shape::LINE_BEFORE)
            && (self.is_sign(end, ".") || self.is_sign(end, ")"));
        before || behind || listed && end + 1 < self.sentence.end
    }

    /// 15-member, 12-nation: the number counts the noun behind the hyphen.
    fn is_member(&self, at: TokenIndex) -> bool {
        let Some((plural, class)) = self.noun(at, true) else { return false };
        !plural && matches!(class, "person" | "group" | "organization" | "place")
    }

    /// A bare number in digits that names something: No. 5, Boeing 737, page 3, a year.
    fn is_identifier(&self, amount: &Amount, phrase: Option<&Phrase>) -> bool {
        let at = amount.number;
        let word = self.document.word(at);
        let bare = amount.end == at + 1 && word.bytes().all(|byte| byte.is_ascii_digit());
        let plural = phrase.is_some_and(|phrase| phrase.plural);
        let person = phrase.is_some_and(|phrase| matches!(phrase.class, "person" | "group"));
        if bare && !person && self.identifiers.binary_search(&word).is_ok() {
            return true;
        }
        // "the 737 replacement": what is counted stands in the plural
        let countable = phrase
            .is_none_or(|phrase| plural || matches!(phrase.class, "person" | "group" | "organization" | "animal"));
        let capital = self.is_inside(amount.end) && self.token(amount.end).has(Shape::CAPITAL) && !plural;
        if bare && amount.value >= 100.0 && (!countable || capital) || self.is_model(at, phrase) {
            return true;
        }
        let (word_behind, upper) = (self.token(amount.end), Shape::UPPER);
        // 44 BC
        if bare && word_behind.is(Class::TimeWord) && word_behind.has(upper) && self.is_inside(amount.end) {
            return true;
        }
        if bare && is_year(amount) && !plural || self.token(amount.end).is(Class::Month) && self.is_inside(amount.end) {
            return true;
        }
        if at == self.sentence.start || !(bare || may_be_version(amount)) {
            return false;
        }
        let before = self.token(at - 1);
        if !plural && self.is_numbered(at - 1) {
            return true;
        }
        if before.is(Class::Month) && before.has(Shape::CAPITAL)
            || before.has(Shape::POINT) && before.is(Class::Abbreviation)
        {
            return true;
        }
        if before.has(Shape::MIXED) {
            return true;
        }
        if !before.has(Shape::LETTER) || plural || before.classes.any(ClassSet::CLOSED) || before.is(Class::Numeral) {
            return false;
        }
        let name = self.name_at(at - 1);
        let capital = before.has(Shape::CAPITAL) && at - 1 > self.sentence.start && !before.is(Class::Verb);
        let noun = before.is(Class::Noun)
            && !looks_plural(self.document.word(at - 1))
            && (!before.is(Class::Verb) || self.is_noun_here(at - 1));
        name.is_some() || capital || noun
    }

    /// "version", "flight", "room": a word behind which a number is a name.
    fn is_numbered(&self, at: TokenIndex) -> bool {
        let token = self.token(at);
        let mut senses = self.lexicon.senses(token.word).filter(|sense| sense.class == Class::TimeModifier);
        token.is(Class::TimeModifier) && senses.any(|sense| self.lexicon.cell(sense, 1) == "numbered")
    }

    /// A word that is noun and verb stands where only a noun can: "see page 12", "on page 12", not "to cut 12".
    fn is_noun_here(&self, at: TokenIndex) -> bool {
        if at == self.sentence.start {
            return false;
        }
        let before = self.token(at - 1);
        let infinitive = before.is(Class::Particle) && before.is(Class::Preposition);
        let verb = before.is(Class::Verb)
            && !before.is(Class::Auxiliary)
            && !before.is(Class::Modal)
            && !before.is(Class::Noun);
        (before.is(Class::Preposition) || before.is(Class::Determiner) || verb) && !infinitive
    }

    /// "Boeing's 787": nothing is counted.
    fn is_model(&self, at: TokenIndex, phrase: Option<&Phrase>) -> bool {
        phrase.is_none()
            && at > self.sentence.start
            && self.token(at - 1).is(Class::Possessive)
            && self.document.word(at).len() == 3
    }

    // ---- bounds -----------------------------------------------------------------------------------------------------------------------

    /// The bounds before a number: "at least", "up to about"; where the count begins then.
    fn modifier_before(&self, start: TokenIndex) -> (TokenIndex, Option<CountModifier>) {
        let (mut from, mut modifier) = (start, None);
        for _ in 0..2 {
            let Some((before, value)) = self.quantifier_before(from, "before") else { break };
            let Some(found) = modifier_of(value) else { break };
            // the outer one says more: "at least about 20"
            modifier = Some(found);
            from = before;
        }
        (from, modifier)
    }
}

fn looks_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss")
}

/// People and animals.
fn is_living(class: &str) -> bool {
    matches!(class, "person" | "group" | "animal")
}

/// 10.4 behind a name is a version.
fn may_be_version(amount: &Amount) -> bool {
    amount.numeral.decimal && amount.numeral.digits && !amount.numeral.scaled
}

fn is_year(amount: &Amount) -> bool {
    let numeral = &amount.numeral;
    numeral.digits && !numeral.decimal && !numeral.scaled && (1100.0..2100.0).contains(&amount.value)
}

/// The scale of the second number holds for the first: "1.5 to 2 million".
fn spread_scale(first: &mut Amount, second: &Amount) {
    if !second.numeral.scaled || first.numeral.scaled || second.value < 1000.0 {
        return;
    }
    let scale = 1000f64.powi((second.value.log10() / 3.0).floor() as i32);
    if first.value * scale <= second.value {
        first.value *= scale;
    }
}

fn modifier_of(value: &str) -> Option<CountModifier> {
    Some(match value {
        "at_least" => CountModifier::AtLeast,
        "more_than" => CountModifier::MoreThan,
        "at_most" => CountModifier::AtMost,
        "less_than" => CountModifier::LessThan,
        "nearly" => CountModifier::Nearly,
        "about" => CountModifier::About,
        _ => return None,
    })
}

/// Value and bounds. More than 4,000 things are 4,001 at least; of what is measured the bound itself is the closest that can be said.
fn bound(reading: &mut CountReading, value: f64, modifier: Option<CountModifier>) {
    let step = if reading.kind == CountKind::Count && value.fract() == 0.0 { 1.0 } else { 0.0 };
    reading.value = Some(value);
    reading.modifier = modifier;
    (reading.min, reading.max) = match modifier {
        None => (Some(value), Some(value)),
        Some(CountModifier::AtLeast) => (Some(value), None),
        Some(CountModifier::MoreThan) => (Some(value + step), None),
        Some(CountModifier::AtMost | CountModifier::Nearly) => (None, Some(value)),
        Some(CountModifier::LessThan) => (None, Some(value - step)),
        Some(_) => (None, None),
    };
    reading.approximate = matches!(modifier, Some(CountModifier::Nearly | CountModifier::About));
}

#[cfg(test)]
mod tests {
    use super::super::{CountKind, CountModifier, CountReading, find};
    use crate::article::Article;
    use crate::document;
    use crate::lexicon::Lexicon;
    use crate::mention::{Numerals, Reading};

    /// Text, reading and counted phrase of every count.
    fn counts(text: &str) -> Vec<(String, CountReading, String)> {
        let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = document::segment(&article, &lexicon);
        let take = |mention: crate::mention::Mention| {
            let Reading::Count(reading) = mention.reading else { return None };
            let counted = reading.counted.clone().map_or(String::new(), |tokens| document.words(&tokens).to_owned());
            Some((mention.span.of(text).to_owned(), reading, counted))
        };
        find(&document, &[], &[], &Numerals::new(&document, &lexicon), &lexicon).into_iter().filter_map(take).collect()
    }

    fn only(text: &str) -> (String, CountReading, String) {
        let all = counts(text);
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        all[0].clone()
    }

    fn bounds(text: &str) -> (String, Option<f64>, Option<f64>, Option<f64>, Option<CountModifier>) {
        let (span, reading, _) = only(text);
        (span, reading.value, reading.min, reading.max, reading.modifier)
    }

    #[test]
    fn bounds_are_read_from_the_words_around() {
        let about = Some(CountModifier::About);
        assert_eq!(
            bounds("Rescuers pulled at least 31 miners out."),
            ("at least 31".into(), Some(31.0), Some(31.0), None, Some(CountModifier::AtLeast))
        );
        assert_eq!(
            bounds("The fire took over 2,000 trees."),
            ("over 2,000".into(), Some(2000.0), Some(2001.0), None, Some(CountModifier::MoreThan))
        );
        assert_eq!(bounds("They held roughly 60 sailors."), ("roughly 60".into(), Some(60.0), None, None, about));
        assert_eq!(
            bounds("Nearly 90 boats sank."),
            ("Nearly 90".into(), Some(90.0), None, Some(90.0), Some(CountModifier::Nearly))
        );
        assert_eq!(bounds("They met 300 or so farmers.").4, about);
    }

    #[test]
    fn what_is_counted_ends_with_the_head_noun() {
        assert_eq!(only("Police freed 12 young hostages from the house.").2, "young hostages");
        assert_eq!(only("Seven police officers died.").2, "police officers");
        let (_, reading, counted) = only("She left with six other striking nurses.");
        assert_eq!((reading.excludes_named, counted.as_str()), (true, "striking nurses"));
        assert_eq!(only("Thousands of workers went home.").2, "workers");
    }

    #[test]
    fn vague_numbers_are_orders_of_magnitude() {
        assert_eq!(
            bounds("Dozens were hurt."),
            ("Dozens".into(), None, Some(24.0), Some(99.0), Some(CountModifier::OrderOfMagnitude))
        );
        assert_eq!(bounds("A couple of trucks burned."), ("A couple".into(), Some(2.0), Some(2.0), Some(3.0), None));
        assert_eq!(bounds("Nobody was hurt.").1, Some(0.0));
    }

    #[test]
    fn ranges_have_two_ends_and_scores_none() {
        let range = Some(CountModifier::Range);
        assert_eq!(
            bounds("They lost between 30 and 45 trucks."),
            ("between 30 and 45".into(), None, Some(30.0), Some(45.0), range)
        );
        assert_eq!(bounds("The blast hurt 20-25 workers."), ("20-25".into(), None, Some(20.0), Some(25.0), range));
        assert_eq!(only("The senate voted 61-38 for it.").1.kind, CountKind::Score);
    }

    #[test]
    fn units_and_currencies_belong_to_the_count() {
        let (span, reading, _) = only("The bridge cost US$ 1.5 billion.");
        assert_eq!(
            (span.as_str(), reading.unit.as_deref(), reading.value),
            ("US$ 1.5 billion", Some("USD"), Some(1.5e9))
        );
        let (span, reading, _) = only("He owed 900,000 euros.");
        assert_eq!((span.as_str(), reading.unit.as_deref()), ("900,000 euros", Some("EUR")));
        let (span, reading, counted) = only("They found 3.5 tonnes of coal.");
        assert_eq!((span.as_str(), reading.kind, counted.as_str()), ("3.5 tonnes", CountKind::Measure, "coal"));
        assert_eq!(reading.si, Some((3500.0, "kilogram".into())));
        let (_, reading, counted) = only("She won 61 percent of the ballots.");
        assert_eq!((reading.kind, counted.as_str()), (CountKind::Percent, "the ballots"));
    }

    #[test]
    fn ages_are_counts_of_years() {
        let (span, reading, counted) = only("A 34-year-old teacher drowned.");
        assert_eq!((span.as_str(), reading.kind, counted.as_str()), ("34-year-old", CountKind::Age, "teacher"));
        assert_eq!(only("Kowalska, 52, denied it.").1.kind, CountKind::Age);
        assert_eq!(only("He died aged 81.").0, "81");
    }

    #[test]
    fn numbers_that_count_nothing_are_left_out() {
        for text in [
            "He was born in 1975.",
            "They work 24/7.",
            "See page 12.",
            "It flew as a Boeing 737.",
            "Call 555-123-4567.",
        ] {
            assert!(counts(text).is_empty(), "{text}: {:?}", counts(text));
        }
    }

    #[test]
    fn a_total_is_kept_apart() {
        let (span, reading, counted) = only("They won 41 of the 90 seats.");
        assert_eq!((span.as_str(), reading.of_total, counted.as_str()), ("41 of the 90", Some(90.0), "seats"));
        let (_, reading, counted) = only("One in five children is ill.");
        assert_eq!((reading.value, counted.as_str()), (Some(0.2), "children"));
    }
}
