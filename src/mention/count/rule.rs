//! Which rule reads a number: ages before times, then by its kind; ordinals, "none" and vague numbers here.
//!
//! In: the token that a number begins with. Out: its count, if it counts something, and the token to go on from. Not here: ages (`age`), quantities (`single`, `pair`),
//! whether a bare number counts (`bare`, `identifier`).

use super::bound::bound;
use super::{CountKind, CountModifier, CountReading, Found, Reader};
use crate::document::{Shape, TokenIndex};
use crate::lexicon::Class;
use crate::mention::function::Function;
use crate::mention::numeral::{Numeral, NumeralKind};

/// From here on a vague number is an order of magnitude (dozens), below it is "several".
const MAGNITUDE: f64 = 12.0;

impl Reader<'_, '_> {
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
            let phrase = phrase.as_ref()?;
            let told = phrase.plural && self.token(phrase.tokens.end - 1).is(Class::Trigger);
            if !told && !phrase.is_living() {
                return None;
            }
        }
        let mut reading = CountReading { rule: "zero", ..CountReading::default() };
        bound(&mut reading, 0.0, None);
        reading.counted = phrase.map(|phrase| phrase.tokens);
        Some((at..numeral.end, reading))
    }

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
