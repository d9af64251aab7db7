//! Dates, times, durations and sets as the text writes them. Their values come from `entity::time`, which knows the document creation time.
//!
//! In: a document and its names. Out: time mentions with an [`Expression`] each: what the words say, before it is known when "now" was. Prepositions stay
//! outside a span; early and late, this, last and next, ago and later, the and a stay inside.

mod clock;
mod day;
mod evidence;
mod length;
mod longer;
mod point;
mod words;
mod year;

use super::function::Function;
use super::{Mention, NameType, Numerals, Reading};
use crate::document::{Document, Shape, Token, TokenIndex};
use crate::lexicon::{Class, ClassSet, Lexicon};
use crate::text::calendar::Date;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use words::Words;

pub(crate) use length::period;
pub(crate) use words::granularity;

/// A time as the text writes it.
#[derive(Clone, Debug, Default)]
pub struct TimeReading {
    /// The preposition before it, if it bears on its meaning.
    pub signal: Option<Range<TokenIndex>>,
    /// What its words say.
    pub expression: Expression,
    /// How its words bound it: nearly, more than, early, late.
    pub modifier: Option<TimeModifier>,
    /// Rule that found it.
    pub rule: &'static str,
}

/// What a time's words say.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Expression {
    /// The past, the present, the future.
    #[default]
    Unknown,
    /// A point or stretch of the calendar or the clock.
    Point(Point),
    /// A length.
    Length(Length),
    /// A repeated time, as its TIMEX3 value.
    Repeated(String, Granularity),
    /// The past, the present or the future, as a whole or in some unit ("recent years").
    Reference(Reference, Option<Granularity>),
    /// So long before or after an event that stands in the words.
    Beside(TimeModifier),
}

/// A direction in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// `PAST_REF`
    Past,
    /// `PRESENT_REF`
    Present,
    /// `FUTURE_REF`
    Future,
}

/// A point or stretch of the calendar, with part of the day and clock.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// The day or longer stretch.
    pub base: Base,
    /// The part of the day.
    pub part: Option<PartOfDay>,
    /// The clock.
    pub clock: Option<Clock>,
    /// "earlier this year", "later on Friday".
    pub side: Option<Side>,
}

/// Which side of now within a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Earlier in it.
    Earlier,
    /// Later in it.
    Later,
}

/// A day or longer stretch as the text names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Base {
    /// None is said: the clock or the part of the day stands alone.
    #[default]
    Here,
    /// Written out, with or without year, month and weekday.
    Written {
        /// Year.
        year: Option<Year>,
        /// 1 to 12.
        month: Option<u32>,
        /// 1 to 31.
        day: Option<u32>,
        /// 1 to 7.
        weekday: Option<u32>,
        /// "last", "next" before it.
        shift: Option<Shift>,
    },
    /// Two readings of a date in digits, month first and day first; the second only if it is one.
    Digits(Date, Option<Date>),
    /// Days from the day of publication: yesterday is -1.
    Day(i32),
    /// "last week", "this year".
    Unit(Unit, Shift),
    /// Something that comes once a year.
    Yearly(Yearly, Option<Shift>, Option<Year>),
    /// "Friday of next week".
    WeekdayOf(u32, Shift),
    /// "two years ago", "three days later", "two weeks and two days ago".
    Offset(Vec<(f64, Unit)>, Shift),
    /// "the first week of March", "the last day of the year", "the first Monday of May".
    Nth(i32, Part, Box<Base>),
    /// 199 for the 1990s.
    Decade(i32),
    /// 18 for the 19th century.
    Century(i32),
    /// Fiscal year.
    Fiscal(i32),
    /// "two weeks from Tuesday", "three days after Easter".
    Counted(f64, Unit, Box<Base>),
    /// "the week of June 3".
    Holding(Unit, Box<Base>),
}

/// What a stretch can be divided into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Such units.
    Unit(Unit),
    /// Such weekdays.
    Weekday(u32),
}

/// What comes once a year.
#[derive(Clone, Debug, PartialEq)]
pub enum Yearly {
    /// TIMEX3 code.
    Season(&'static str),
    /// 1 to 4.
    Quarter(u32),
    /// 1 or 2.
    Half(u32),
    /// The rule of its date, from `word/holidays.tsv`.
    Holiday(String),
}

/// A year as the text names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    /// In digits.
    Number(i32),
    /// Last year, this year.
    Shifted(Shift),
}

/// From where a stretch is counted, and by how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// -1 last, 0 this, 1 next.
    pub by: i32,
    /// Counted from another time of the text ("the following week"), not from the publication.
    pub from_text: bool,
}

/// The clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// 0 to 24.
    pub hour: u32,
    /// Minutes, when said.
    pub minute: Option<u32>,
    /// Seconds, when said.
    pub second: Option<u32>,
    /// Whether morning or afternoon is fixed by the words.
    pub fixed: bool,
    /// When the zone is said.
    pub zone: Option<Zone>,
}

/// A time zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Zone {
    /// Minutes ahead of UTC.
    pub minutes: i32,
    /// An hour more in the summer of the United States: "ET" is both.
    pub summer: bool,
}

/// Parts of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartOfDay {
    /// TIMEX3 code.
    pub code: &'static str,
    /// The hours before dawn.
    pub small_hours: bool,
}

/// Units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    PartOfDay(&'static str),
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Half,
    Season(&'static str),
    Year,
    FiscalYear,
    Decade,
    Century,
    Millennium,
}

/// A length of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Length {
    /// How many of which unit, in TIMEX3 letters; none for a number that is not said ("several years").
    pub parts: Vec<(Option<f64>, Measure)>,
    /// "the past three years", "the next six months".
    pub window: Option<Reference>,
    /// Its window is counted from another time of the text: "the following two weeks".
    pub from_text: bool,
    /// It is an age.
    pub age: bool,
}

/// A unit of length: `P10Y` is ten of Y.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// How many of the letter.
    pub count: f64,
    /// TIMEX3 letter or code.
    pub code: &'static str,
    /// It stands behind the T.
    pub clock: bool,
    /// The unit named.
    pub unit: Unit,
}

/// TIMEX3 modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)]
pub enum TimeModifier {
    LessThan,
    MoreThan,
    EqualOrLess,
    EqualOrMore,
    Approx,
    Start,
    Mid,
    End,
    Before,
    After,
}

/// How fine a time is, finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Granularity {
    Second,
    Minute,
    Hour,
    PartOfDay,
    Day,
    Weekend,
    Week,
    Month,
    Season,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A time found: its tokens and what they say.
#[derive(Clone, Debug)]
struct Found {
    tokens: Range<TokenIndex>,
    expression: Expression,
    modifier: Option<TimeModifier>,
    rule: &'static str,
}

/// Classes of words that every time has one of, or a digit.
const CORES: ClassSet = ClassSet(0)
    .with(Class::Month)
    .with(Class::Weekday)
    .with(Class::TimeUnit)
    .with(Class::TimeWord)
    .with(Class::PartOfDay)
    .with(Class::Season)
    .with(Class::Holiday);

/// Classes of words that a sentence with a time has one of, or a digit.
const MAYBE_CORES: ClassSet = ClassSet(CORES.0).with(Class::TimeModifier).with(Class::PhraseStart);

/// Classes of words that can begin a time, or a phrase that begins one.
const OPENERS: ClassSet = ClassSet(CORES.0).with(Class::TimeModifier).with(Class::Numeral).with(Class::Quantifier);

/// Classes of words without meaning of their own, which are no core of a time though they modify one: "in", "this", "and".
const FUNCTION: ClassSet =
    ClassSet(0).with(Class::Preposition).with(Class::Determiner).with(Class::Conjunction).with(Class::Modal);

/// How many tokens before its core a time can begin: "more than two and a half years".
const LEAD: u8 = 7;

/// Times in text order; they do not overlap names or each other.
pub(super) fn find(document: &Document, names: &[Mention], numerals: &Numerals, lexicon: &Lexicon) -> Vec<Mention> {
    let mut times: Vec<Mention> = Vec::new();
    let mut words = Words::new(document, numerals, lexicon);
    let mut mask = Mask { names, next: 0 };
    let mut distances = Vec::new();
    for (number, sentence) in document.sentences.iter().enumerate() {
        words.enter(sentence);
        if !measure(&words, &mut distances) {
            continue;
        }
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let near = distances.get((at - sentence.tokens.start) as usize..).unwrap_or(&[]);
            let found = if opens(&words, at, near) { words.time(at) } else { None };
            let Some(mut found) = found.filter(|found| !mask.hides(document, found)) else {
                at += 1;
                continue;
            };
            at = found.tokens.end;
            let continued = words.continued(&mut found);
            push(&mut times, &words, number, found);
            if let Some(second) = continued {
                at = second.tokens.end;
                push(&mut times, &words, number, second);
            }
        }
    }
    times
}

fn push(times: &mut Vec<Mention>, words: &Words, sentence: usize, found: Found) {
    let document = words.document;
    let signal = signal(words, times.last(), &found);
    let Found { tokens, expression, modifier, rule } = found;
    let last = tokens.end.saturating_sub(1);
    let mut span = document.span(&tokens);
    // the point behind "UTC." and "6 pm." ends the sentence
    let token = document.token(last);
    let pointed = token.has(Shape::POINT) && (token.is(Class::TimeZone) || token.is(Class::PartOfDay));
    if pointed && !document.word(last).trim_end_matches('.').contains('.') {
        span.end -= 1;
    }
    let reading = TimeReading { signal, expression, modifier, rule };
    times.push(Mention { span, tokens, sentence: sentence as u32, reading: Reading::Time(reading) });
}

/// Writes how far behind each token of the sentence the next core of a time stands; whether there is any core at all.
fn measure(words: &Words, distances: &mut Vec<u8>) -> bool {
    distances.clear();
    let range = words.sentence.start as usize..words.sentence.end as usize;
    let tokens = words.document.tokens.get(range).unwrap_or(&[]);
    let is_core = |token: &Token| token.classes.any(MAYBE_CORES) || token.has(Shape::DIGIT);
    if !tokens.iter().any(is_core) {
        return false;
    }
    distances.resize(tokens.len(), u8::MAX);
    let mut distance = u8::MAX;
    for ((token, slot), at) in tokens.iter().zip(distances.iter_mut()).zip(words.sentence.clone()).rev() {
        let core = is_core(token)
            && (token.has(Shape::DIGIT)
                || token.classes.any(CORES)
                || token.is(Class::TimeModifier) && !token.classes.any(FUNCTION)
                || token.is(Class::PhraseStart) && words.classes(at).any(CORES));
        distance = if core { 0 } else { distance.saturating_add(1) };
        *slot = distance;
    }
    distances.contains(&0)
}

/// Whether a time can begin at a token, from which on `distances` are; cheap, since it is asked of every token near a core.
fn opens(words: &Words, at: TokenIndex, distances: &[u8]) -> bool {
    let distance = |step: usize| distances.get(step).copied().unwrap_or(u8::MAX);
    if distance(0) > LEAD {
        return false;
    }
    let document = words.document;
    let token = document.token(at);
    if token.classes.any(CORES) || token.is(Class::PhraseStart) && words.classes(at).any(OPENERS) {
        return true;
    }
    let next = document.token(at + 1);
    if token.has(Shape::DIGIT) {
        // a year, a date or clock in digits, a number before a unit
        let joined =
            next.has(Shape::SIGN) && !next.has(Shape::SPACE_BEFORE) && document.token(at + 2).has(Shape::DIGIT);
        return token.end - token.start >= 4 || joined || distance(1) < LEAD - 2;
    }
    if token.has(Shape::QUOTE) {
        return next.has(Shape::DIGIT);
    }
    if token.is(Class::Determiner) && !token.is(Class::Numeral) {
        return next.has(Shape::DIGIT)
            || next.has(Shape::QUOTE)
            || next.classes.any(OPENERS)
            || next.is(Class::PhraseStart) && words.classes(at + 1).any(OPENERS);
    }
    // a preposition stays outside, unless a phrase begins with it
    token.classes.any(OPENERS) && (!token.is(Class::Preposition) || token.is(Class::Quantifier))
}

/// The preposition before a time; "to" and "and" only behind another time, where they close a range.
fn signal(words: &Words, last: Option<&Mention>, found: &Found) -> Option<Range<TokenIndex>> {
    let document = words.document;
    let at = found.tokens.start.checked_sub(1)?;
    if matches!(found.expression, Expression::Beside(_)) || document.token(found.tokens.start).has(Shape::LINE_BEFORE) {
        return None;
    }
    let token = document.token(at);
    let closes = last.is_some_and(|last| last.tokens.end == at);
    if token.is(Class::Conjunction) && !token.is(Class::Preposition) {
        let opened = closes && last.is_some_and(|last| is_between(words, last));
        return opened.then_some(at..at + 1);
    }
    // "broke down today"
    let particle = token.is(Class::Particle) && !words.is(at, Function::JOINTS);
    (token.is(Class::Preposition) && !particle && (closes || !words.is(at, Function::TO))).then_some(at..at + 1)
}

fn is_between(words: &Words, time: &Mention) -> bool {
    let Reading::Time(TimeReading { signal: Some(signal), .. }) = &time.reading else { return false };
    words.is(signal.start, Function::BETWEEN)
}

/// Names hide times: "Black Friday group", "Boeing 2000". A name that is itself a date or the year of a named event hides nothing.
struct Mask<'n> {
    names: &'n [Mention],
    next: usize,
}

impl Mask<'_> {
    fn hides(&mut self, document: &Document, found: &Found) -> bool {
        while self.names.get(self.next).is_some_and(|name| name.tokens.end <= found.tokens.start) {
            self.next += 1;
        }
        let overlapping = self.names.iter().skip(self.next).take_while(|name| name.tokens.start < found.tokens.end);
        for name in overlapping.filter(|name| name.overlaps(&found.tokens)) {
            if !self.yields(document, name, found) {
                return true;
            }
        }
        false
    }

    /// Whether a name gives way to a time.
    fn yields(&self, document: &Document, name: &Mention, found: &Found) -> bool {
        let Reading::Name(reading) = &name.reading else { return true };
        // a holiday, or a weekday with a date behind it, cut as a name
        if name.tokens == found.tokens || covers(&found.tokens, &name.tokens) {
            let calendar = name.tokens.clone().all(|at| {
                let token = document.token(at);
                token.classes.any(CORES.with(Class::TimeZone)) || token.has(Shape::DIGIT) || token.has(Shape::SIGN)
            });
            return calendar || found.rule == "holiday" || reading.candidates.is_empty();
        }
        // "A. M. FEB. 4, 2009": the shared words are calendar words and the time has digits
        let shared = name.tokens.start.max(found.tokens.start)..name.tokens.end.min(found.tokens.end);
        let calendar = |at: TokenIndex| {
            let token = document.token(at);
            token.is(Class::Month) || token.is(Class::Weekday) || token.has(Shape::DIGIT) || token.has(Shape::SIGN)
        };
        let dated = found.tokens.clone().any(|at| document.token(at).has(Shape::DIGIT))
            && found
                .tokens
                .clone()
                .any(|at| document.token(at).is(Class::Month) || document.token(at).is(Class::Weekday));
        if dated && found.tokens.start >= name.tokens.start && shared.clone().all(calendar) {
            return true;
        }
        // "the company's airliners on Tuesday", cut as one name
        let led = found.tokens.start > name.tokens.start
            && document.token(found.tokens.start - 1).is(Class::Preposition)
            && found
                .tokens
                .clone()
                .all(|at| document.token(at).is(Class::Weekday) || document.token(at).is(Class::TimeWord));
        if led {
            return true;
        }
        let year = found.rule == "year";
        year && (reading.kind == NameType::NamedEvent
            || found.tokens.start > name.tokens.start
                && found.tokens.end == name.tokens.end
                && reading.kind == NameType::Other)
    }
}

fn covers(outer: &Range<TokenIndex>, inner: &Range<TokenIndex>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::lexicon::Lexicon;
    use crate::mention::{Numerals, Reading};

    fn times(text: &str) -> Vec<String> {
        let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = crate::document::segment(&article, &lexicon);
        let found = super::find(&document, &[], &Numerals::new(&document, &lexicon), &lexicon);
        found
            .iter()
            .filter(|mention| matches!(mention.reading, Reading::Time(_)))
            .map(|mention| mention.span.of(text).to_owned())
            .collect()
    }

    #[test]
    fn prepositions_stay_outside_and_modifiers_inside() {
        assert_eq!(times("Output doubled in the past decade."), ["the past decade"]);
        assert_eq!(
            times("The hall reopened in late October after nearly six weeks."),
            ["late October", "nearly six weeks"]
        );
        assert_eq!(
            times("Both left two days ago, at 7:15 a.m. GMT on Friday."),
            ["two days ago", "7:15 a.m. GMT on Friday"]
        );
        assert_eq!(times("It fell by the end of the year."), ["the end of the year"]);
    }

    #[test]
    fn a_range_is_two_times() {
        assert_eq!(times("The fair runs from May 3 to 7."), ["May 3", "7"]);
        assert_eq!(times("He served between 2011 and 2015."), ["2011", "2015"]);
    }

    #[test]
    fn false_friends_are_no_times() {
        for text in [
            "They may march again.",
            "He sat in the sun.",
            "A second man fell ill.",
            "The fall of the city shocked the region.",
            "About 2000 soldiers were sent to Room 2024.",
            "Flight 1995 was late.",
            "Call 555-2010 for more.",
        ] {
            assert_eq!(times(text), Vec::<String>::new(), "{text}");
        }
    }
}
