//! Values of times: TIMEX3 value and modifier, the interval they stand for, and what they are anchored to.
//!
//! In: time mentions and the document creation time. Out: one [`Time`] for each. A time that cannot be resolved keeps `value` empty; "now" is never read.

mod stretch;
mod tense;

use crate::document::{Document, Shape, TokenIndex};
use crate::lexicon::{Class, Lexicon};
use crate::mention::date::{
    Base, Clock, Expression, Length, Measure, Part, PartOfDay, Point, Reference, Shift, Side, Unit, Year, Yearly,
    granularity, period,
};
use crate::mention::{Mention, MentionId, Reading, TimeReading};
use crate::text::calendar::{self, Date};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use stretch::Stretch;
use tense::Tense;

pub use crate::mention::date::{Granularity, TimeModifier};

/// A time with its value.
#[derive(Clone, Debug)]
pub struct Time {
    /// Its mention.
    pub mention: MentionId,
    /// date, time, duration or set.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: Option<String>,
    /// TIMEX3 modifier.
    pub modifier: Option<TimeModifier>,
    /// First moment, ISO 8601, at its granularity but never coarser than a day.
    pub from: Option<String>,
    /// Last moment, inclusive.
    pub to: Option<String>,
    /// How fine it is.
    pub granularity: Option<Granularity>,
    /// EDTF, where it can say it.
    pub edtf: Option<String>,
    /// What its value rests on.
    pub anchor: Anchor,
    /// The time mention it counts from, when `anchor` is `mention`.
    pub anchor_time: Option<MentionId>,
    /// Lower-cased preposition before it.
    pub signal: Option<String>,
    /// Rule that resolved it.
    pub rule: &'static str,
}

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TimeKind {
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A length.
    Duration,
    /// A repeated time.
    Set,
}

/// What a value rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Anchor {
    /// Its own words.
    None,
    /// The document creation time.
    Published,
    /// Another time in the text.
    Mention,
    /// An event.
    Event,
}

/// Values of all time mentions, in text order.
pub(super) fn resolve(document: &Document, mentions: &[Mention], lexicon: &Lexicon) -> Vec<Time> {
    let published = document.published.as_ref().and_then(|published| Published::read(&published.value));
    let mut resolver = Resolver { document, mentions, lexicon, published, told: Vec::new(), current: 0, dated: None };
    let mut times = Vec::new();
    for (number, mention) in mentions.iter().enumerate() {
        if let Reading::Time(reading) = &mention.reading {
            resolver.current = number;
            times.push(resolver.time(MentionId(number as u32), mention, reading));
            resolver.dated =
                year_and_month(mention).map(|(year, month)| (mention.tokens.clone(), year, month)).or(resolver.dated);
        }
    }
    times
}

/// The document creation time.
#[derive(Clone, Copy, Debug)]
struct Published {
    day: Date,
    /// Hour and minute, when known.
    clock: Option<(u32, u32)>,
}

impl Published {
    fn read(value: &str) -> Option<Self> {
        let day: Date = value.get(0..10)?.parse().ok()?;
        let part = |from: usize, to: usize| value.get(from..to)?.parse::<u32>().ok();
        Some(Self { day, clock: part(11, 13).zip(part(14, 16)) })
    }
}

/// A time of the text that others can count from.
#[derive(Clone, Copy, Debug)]
struct Told {
    mention: MentionId,
    sentence: u32,
    day: Date,
    granularity: Granularity,
    clock: Option<(u32, u32)>,
}

/// What a base came to: the stretch, and what it rests on.
struct Resolved {
    stretch: Option<Stretch>,
    /// Its value when the stretch is not known: `XXXX-06-20`.
    open: Option<String>,
    anchor: Anchor,
    anchor_time: Option<MentionId>,
    /// A clock that came out of counting hours.
    clock: Option<(u32, u32)>,
    approximate: bool,
}

impl Resolved {
    fn of(stretch: Option<Stretch>, anchor: Anchor) -> Self {
        Self { stretch, open: None, anchor, anchor_time: None, clock: None, approximate: false }
    }
}

struct Resolver<'r, 't> {
    document: &'r Document<'t>,
    mentions: &'r [Mention],
    lexicon: &'r Lexicon,
    published: Option<Published>,
    /// Times resolved so far.
    told: Vec<Told>,
    /// The mention being resolved.
    current: usize,
    /// The last time with year and month written out: its tokens, year and month.
    dated: Option<(Range<TokenIndex>, i32, u32)>,
}

/// How many mentions of any kind behind a time the other end of its range may stand.
const NEAR: usize = 8;

/// Days from the publication behind which a date without a year has the year that the verb tells.
const FAR: i64 = 100;

/// The same where the verb tells the present.
const HALFWAY: i64 = 150;

/// How many times back a counted time looks for its anchor.
const REACH: usize = 12;

impl Resolver<'_, '_> {
    fn time(&mut self, id: MentionId, mention: &Mention, reading: &TimeReading) -> Time {
        let mut time = Time {
            mention: id,
            kind: TimeKind::Date,
            value: None,
            modifier: reading.modifier,
            from: None,
            to: None,
            granularity: None,
            edtf: None,
            anchor: Anchor::None,
            anchor_time: None,
            signal: reading.signal.as_ref().map(|signal| self.document.words(signal).to_lowercase()),
            rule: reading.rule,
        };
        match &reading.expression {
            Expression::Unknown => {}
            Expression::Point(point) if self.is_these_days(mention, point) => {
                self.reference(&mut time, Reference::Present, None);
            }
            Expression::Point(point) => self.point(&mut time, mention, point),
            Expression::Length(length) => match self.ahead(mention, reading, length) {
                Some(point) => self.point(&mut time, mention, &point),
                None if length.from_text => self.told_length(&mut time, length),
                None => self.length(&mut time, length, self.published.map(|published| published.day)),
            },
            Expression::Repeated(value, granularity) => {
                time.kind = TimeKind::Set;
                (time.value, time.granularity) = (Some(value.clone()), Some(*granularity));
            }
            Expression::Reference(reference, granularity) => self.reference(&mut time, *reference, *granularity),
            Expression::Beside(_) => time.anchor = Anchor::Event,
        }
        time
    }

    // ---- references and lengths ------------------------------------------------------------------------------------------------------------

    fn reference(&self, time: &mut Time, reference: Reference, granularity: Option<Granularity>) {
        let day = self.published.map(|published| published.day.to_string());
        time.anchor = Anchor::Published;
        time.granularity = granularity;
        match reference {
            Reference::Past => (time.value, time.to) = (Some("PAST_REF".to_owned()), day),
            Reference::Present => time.value = Some("PRESENT_REF".to_owned()),
            Reference::Future => (time.value, time.from) = (Some("FUTURE_REF".to_owned()), day),
        }
    }

    /// "today's young people": no calendar day.
    fn is_these_days(&self, mention: &Mention, point: &Point) -> bool {
        if point.base != Base::Day(0) || point.part.is_some() || point.clock.is_some() {
            return false;
        }
        let at = mention.tokens.end;
        if !self.document.token(at).is(Class::Possessive) {
            return false;
        }
        // the head noun behind it names people
        let mut head = at + 1;
        let noun = |at: u32| self.document.token(at).is(Class::Noun);
        while head < at + 4 && !noun(head) {
            head += 1;
        }
        while noun(head + 1) && !self.document.token(head + 1).has(Shape::SIGN) {
            head += 1;
        }
        matches!(self.document.cell(head, Class::Noun, 0, self.lexicon), Some("person" | "group"))
    }

    /// "the following two weeks": counted from another time of the text, or with no bounds at all.
    fn told_length(&self, time: &mut Time, length: &Length) {
        let unit = length.parts.first().map_or(Unit::Day, |(_, measure)| measure.unit);
        let by = if length.window == Some(Reference::Past) { -1 } else { 1 };
        let (day, resolved) = self.anchor(Shift { by, from_text: true }, granularity(unit));
        let day = day.filter(|_| resolved.anchor == Anchor::Mention || by < 0);
        self.length(time, length, day);
        if day.is_some() {
            (time.anchor, time.anchor_time) = (resolved.anchor, resolved.anchor_time);
        }
    }

    /// A length, and its bounds where it is a window that ends or begins on a known day.
    fn length(&self, time: &mut Time, length: &Length, day: Option<Date>) {
        time.kind = TimeKind::Duration;
        let Some((first, measure)) = length.parts.first() else { return };
        time.granularity = Some(granularity(measure.unit));
        time.value = Some(length_value(length));
        let (Some(window), Some(day)) = (length.window, day) else { return };
        time.anchor = Anchor::Published;
        let Some(amount) = first else { return };
        let sign = if window == Reference::Past { -1.0 } else { 1.0 };
        let count = if matches!(measure.code, "W" | "Y") && measure.unit <= Unit::Year { measure.count } else { 1.0 };
        let other = shifted(day, amount * count * sign, measure.unit).map(|day| day.to_string());
        let day = Some(day.to_string());
        (time.from, time.to) = if sign < 0.0 { (other, day) } else { (day, other) };
    }

    /// "will return in two weeks": so long from now, when what is told lies ahead. "The third time in two weeks" is a length.
    fn ahead(&self, mention: &Mention, reading: &TimeReading, length: &Length) -> Option<Point> {
        let signal = reading.signal.as_ref()?;
        let [(Some(amount), measure)] = length.parts.as_slice() else { return None };
        let bounded = reading.modifier.is_some_and(|modifier| modifier != TimeModifier::Approx);
        let bounded = bounded || length.window.is_some() || length.age;
        if bounded
            || measure.unit > Unit::Year
            || self.document.cell(signal.start, Class::Preposition, 0, self.lexicon) != Some("in")
        {
            return None;
        }
        let sentence = &self.document.sentences.get(mention.sentence as usize)?.tokens;
        let ranked = (sentence.start.max(signal.start.saturating_sub(4))..signal.start)
            .map(|at| self.document.token(at))
            .any(|token| token.is(Class::Numeral) || token.is(Class::TimeModifier) && !token.is(Class::Preposition));
        let whole = signal.start == sentence.start && mention.tokens.end + 1 >= sentence.end;
        if !whole && (ranked || self.tense(mention) != Tense::Future) {
            return None;
        }
        let (amount, unit) = match measure.code {
            "M" if measure.clock => (amount * measure.count, Unit::Minute),
            "W" => (amount * measure.count, Unit::Week),
            "Y" => (amount * measure.count, Unit::Year),
            _ => (*amount, measure.unit),
        };
        let base = Base::Offset(vec![(amount, unit)], Shift { by: 1, from_text: false });
        Some(Point { base, ..Point::default() })
    }

    // ---- points ---------------------------------------------------------------------------------------------------------------------------

    fn point(&mut self, time: &mut Time, mention: &Mention, point: &Point) {
        let resolved = self.base(mention, &point.base);
        (time.anchor, time.anchor_time) = (resolved.anchor, resolved.anchor_time);
        if resolved.approximate && time.modifier.is_none() {
            time.modifier = Some(TimeModifier::Approx);
        }
        let day = resolved.stretch.as_ref().and_then(Stretch::single_day);
        let counted =
            resolved.clock.map(|(hour, minute)| Clock { hour, minute: Some(minute), fixed: true, ..Clock::default() });
        if let Some(clock) = point.clock.or(counted) {
            // "midnight on Thursday" ends it, "shortly after midnight on Thursday" begins it
            let begins = clock.hour == 24 && self.is_behind(mention);
            clock_time(time, day, Clock { hour: if begins { 0 } else { clock.hour }, ..clock });
        } else if let Some(part) = point.part {
            part_time(time, day, part);
        } else if let Some(stretch) = &resolved.stretch {
            stretch_time(time, stretch);
            self.side(time, point.side, stretch);
        } else {
            time.value = resolved.open;
        }
        if let Some(stretch) = &resolved.stretch {
            let granularity = time.granularity.unwrap_or(Granularity::Day).min(stretch.granularity());
            let clock = point.clock.or(counted).map(|clock| (clock.hour, clock.minute.unwrap_or(0)));
            self.told.push(Told {
                mention: time.mention,
                sentence: mention.sentence,
                day: stretch.bounds().0,
                granularity,
                clock,
            });
        }
    }

    /// "after", "since" before a time.
    fn is_behind(&self, mention: &Mention) -> bool {
        let Reading::Time(TimeReading { signal: Some(signal), .. }) = &mention.reading else { return false };
        matches!(self.document.cell(signal.start, Class::Preposition, 0, self.lexicon), Some("after" | "since"))
    }

    /// "earlier this year" ends now, "later this year" begins now.
    fn side(&self, time: &mut Time, side: Option<Side>, stretch: &Stretch) {
        let (Some(side), Some(published)) = (side, self.published) else { return };
        let (from, to) = stretch.bounds();
        if from >= published.day || published.day >= to {
            return;
        }
        time.edtf = None;
        match side {
            Side::Earlier => time.to = Some(published.day.to_string()),
            Side::Later => time.from = Some(published.day.to_string()),
        }
    }

    fn base(&self, mention: &Mention, base: &Base) -> Resolved {
        match base {
            Base::Here => self.here(mention),
            Base::Written { year, month, day, weekday, shift } => {
                self.written(mention, *year, *month, *day, *weekday, *shift)
            }
            Base::Digits(month_first, day_first) => {
                let nearer = match (day_first, self.published) {
                    (Some(other), Some(published)) => {
                        let distance = |day: Date| calendar::days_between(published.day, day).abs();
                        if distance(*other) < distance(*month_first) { *other } else { *month_first }
                    }
                    _ => *month_first,
                };
                Resolved::of(Some(Stretch::Day(nearer)), Anchor::None)
            }
            Base::Day(days) => {
                let stretch =
                    self.published.and_then(|p| calendar::add_days(p.day, i64::from(*days))).map(Stretch::Day);
                Resolved::of(stretch, Anchor::Published)
            }
            Base::Unit(unit, shift) => self.unit(mention, *unit, *shift),
            Base::Yearly(yearly, shift, year) => self.yearly(mention, yearly, *shift, *year),
            Base::WeekdayOf(weekday, shift) => {
                let (day, resolved) = self.anchor(*shift, Granularity::Week);
                let stretch = day
                    .and_then(calendar::monday_of)
                    .and_then(|monday| calendar::add_days(monday, i64::from(shift.by) * 7 + i64::from(*weekday) - 1));
                Resolved { stretch: stretch.map(Stretch::Day), ..resolved }
            }
            Base::Offset(steps, shift) => {
                let resolved = self.offset(steps, *shift);
                // "was withdrawn a decade later": later than what is not told, but not than now; several units are told from now
                let lost = steps.len() == 1 && shift.from_text && shift.by > 0 && resolved.anchor == Anchor::Published;
                if lost && self.tense(mention) == Tense::Past { Resolved::of(None, Anchor::None) } else { resolved }
            }
            Base::Nth(number, part, of) => {
                let resolved = self.base(mention, of);
                let stretch = resolved.stretch.as_ref().and_then(|of| nth(*number, *part, of));
                Resolved { stretch, open: None, ..resolved }
            }
            Base::Counted(amount, unit, from) => {
                let resolved = self.base(mention, from);
                let day = resolved.stretch.as_ref().and_then(Stretch::single_day);
                let stretch = day.and_then(|day| shifted(day, *amount, *unit)).map(Stretch::Day);
                Resolved { stretch, open: None, ..resolved }
            }
            Base::Holding(unit, day) => {
                let resolved = self.base(mention, day);
                let day = resolved.stretch.as_ref().and_then(Stretch::single_day);
                Resolved { stretch: day.and_then(|day| Stretch::around(day, *unit)), open: None, ..resolved }
            }
            Base::Decade(decade) => Resolved::of(Some(Stretch::Decade(*decade)), Anchor::None),
            Base::Century(century) => Resolved::of(Some(Stretch::Century(*century)), Anchor::None),
            Base::Fiscal(year) => Resolved::of(Some(Stretch::Fiscal(*year)), Anchor::None),
        }
    }

    /// A clock or part of day without a day: the day told last in this sentence or the one before, else the day of publication.
    fn here(&self, mention: &Mention) -> Resolved {
        if let Some(day) = self.day_of_range(mention).or_else(|| self.day_behind(mention)) {
            return day;
        }
        let near = self
            .told
            .iter()
            .rev()
            .find(|told| told.granularity <= Granularity::Day && told.sentence + 1 >= mention.sentence);
        if let Some(told) = near {
            return Resolved {
                anchor_time: Some(told.mention),
                ..Resolved::of(Some(Stretch::Day(told.day)), Anchor::Mention)
            };
        }
        Resolved::of(self.published.map(|published| Stretch::Day(published.day)), Anchor::Published)
    }

    /// "from 3 to 5 p.m. on Sunday": the first clock of a range has the day of the second.
    fn day_of_range(&self, mention: &Mention) -> Option<Resolved> {
        let next = self.mentions.iter().skip(self.current + 1).take(NEAR);
        let next = next.filter(|other| matches!(other.reading, Reading::Time(_))).next()?;
        let Reading::Time(reading) = &next.reading else { return None };
        let Expression::Point(Point { base, clock: Some(_), .. }) = &reading.expression else { return None };
        let ranged = *base != Base::Here && self.joined(mention.tokens.end, next.tokens.start);
        ranged.then(|| self.base(next, base))
    }

    /// "at 4 a.m. (0200 GMT) on Wednesday", "at 11 p.m. on the night of October 3": the day stands behind, with nothing between but brackets, prepositions and
    /// the same clock in another zone.
    fn day_behind(&self, mention: &Mention) -> Option<Resolved> {
        let mut end = mention.tokens.end;
        let next = self.mentions.iter().skip(self.current + 1).take(NEAR);
        let next = next.filter(|other| matches!(other.reading, Reading::Time(_)));
        for other in next.take(2).take_while(|other| other.sentence == mention.sentence) {
            let Reading::Time(reading) = &other.reading else { return None };
            let Expression::Point(point) = &reading.expression else { return None };
            let joined = (end..other.tokens.start).all(|at| {
                let token = self.document.token(at);
                let day = self.document.cell(at, Class::Preposition, 0, self.lexicon);
                token.has(Shape::SIGN) && matches!(self.document.word(at), "(" | ")")
                    || matches!(day, Some("on" | "of"))
            });
            if !joined {
                return None;
            }
            if point.base != Base::Here {
                let resolved =
                    (end < other.tokens.start && point.clock.is_none()).then(|| self.base(other, &point.base));
                return resolved.filter(|found| found.stretch.as_ref().is_some_and(|day| day.single_day().is_some()));
            }
            point.clock?;
            end = other.tokens.end;
        }
        None
    }

    /// The day a shift counts from: another time of the text that is fine enough, or the publication.
    fn anchor(&self, shift: Shift, granularity: Granularity) -> (Option<Date>, Resolved) {
        if shift.from_text {
            let told = self.told.iter().rev().take(REACH).find(|told| told.granularity <= granularity);
            if let Some(told) = told {
                let resolved = Resolved { anchor_time: Some(told.mention), ..Resolved::of(None, Anchor::Mention) };
                return (Some(told.day), resolved);
            }
        }
        (self.published.map(|published| published.day), Resolved::of(None, Anchor::Published))
    }

    fn year(&self, year: Year) -> (Option<i32>, Resolved) {
        match year {
            Year::Number(year) => (Some(year), Resolved::of(None, Anchor::None)),
            Year::Shifted(shift) => {
                let (day, resolved) = self.anchor(shift, Granularity::Year);
                (day.map(|day| i32::from(day.year()) + shift.by), resolved)
            }
        }
    }

    fn written(
        &self,
        mention: &Mention,
        year: Option<Year>,
        month: Option<u32>,
        day: Option<u32>,
        weekday: Option<u32>,
        shift: Option<Shift>,
    ) -> Resolved {
        if let Some(year) = year {
            let (year, resolved) = self.year(year);
            let stretch = year.and_then(|year| match (month, day) {
                (Some(month), Some(day)) => calendar::date(year, month, day).map(Stretch::Day),
                (Some(month), None) => calendar::date(year, month, 1).map(|_| Stretch::Month(year, month)),
                _ => Some(Stretch::Year(year)),
            });
            return Resolved { stretch, ..resolved };
        }
        match (month, day, weekday) {
            (Some(month), Some(day), weekday) => self.month_and_day(mention, month, day, weekday),
            (Some(month), None, _) => self.month(mention, month, shift),
            (None, Some(day), weekday) => self.day_of_month(mention, day, weekday),
            (None, None, Some(weekday)) => self.weekday(mention, weekday, shift),
            (None, None, None) => Resolved::of(None, Anchor::None),
        }
    }

    /// The year that brings it nearest to the publication, the weekday being right if one is said.
    fn month_and_day(&self, mention: &Mention, month: u32, day: u32, weekday: Option<u32>) -> Resolved {
        if let Some(year) = self.year_of_range(mention, month)
            && let Some(found) = calendar::date(year, month, day)
        {
            return Resolved::of(Some(Stretch::Day(found)), Anchor::None);
        }
        let open = Some(format!("XXXX-{month:02}-{day:02}"));
        let Some(published) = self.published else { return Resolved { open, ..Resolved::of(None, Anchor::Published) } };
        if weekday.is_none()
            && let Some(year) = self.year_behind(mention, published, month)
            && let Some(found) = calendar::date(year, month, day)
        {
            return Resolved::of(Some(Stretch::Day(found)), Anchor::Mention);
        }
        let year = i32::from(published.day.year());
        let distance = |found: Date| calendar::days_between(published.day, found);
        let days = || (year - 6..=year + 6).filter_map(|year| calendar::date(year, month, day));
        let best = days().min_by_key(|found| {
            let wrong = weekday.is_some_and(|weekday| calendar::weekday(*found) != weekday);
            // a wrong weekday weighs as three years, so that a slip of the writer does not move it further
            distance(*found).abs() + if wrong { 1100 } else { 0 }
        });
        // far from the publication both years are near, and the verb tells
        let far = best.map_or(0, distance);
        let best = match tense::around(self.document, mention, self.lexicon) {
            // "was remanded until 19 December"
            _ if self.is_end(mention) && weekday.is_none() => match best {
                Some(_) if far < -FAR => days().find(|found| distance(*found) >= 0),
                best => best,
            },
            Tense::Past if far > FAR && weekday.is_none() => days().rfind(|found| distance(*found) <= 0),
            Tense::Future if far < -FAR && weekday.is_none() => days().find(|found| distance(*found) >= 0),
            // "is closed on 26 December"
            Tense::Present | Tense::State if far < -HALFWAY && weekday.is_none() => {
                days().find(|found| distance(*found) >= 0)
            }
            _ => best,
        };
        Resolved { open, ..Resolved::of(best.map(Stretch::Day), Anchor::Published) }
    }

    /// "begins on June 11, 2026 and ends on July 19": the year of what is told to come before it in the sentence.
    fn year_behind(&self, mention: &Mention, published: Published, month: u32) -> Option<i32> {
        let (tokens, year, first) = self.dated.as_ref()?;
        let now = (i32::from(published.day.year()), u32::from(published.day.month().unsigned_abs()));
        let sentence = self.document.sentences.get(mention.sentence as usize)?;
        let ahead = sentence.tokens.contains(&tokens.start) && (*year, *first) > now;
        ahead.then(|| year + i32::from(month < *first))
    }

    /// The most recent month of that name, or the next behind a future verb; the year of the range it opens.
    fn month(&self, mention: &Mention, month: u32, shift: Option<Shift>) -> Resolved {
        let open = Some(format!("XXXX-{month:02}"));
        if shift.is_none()
            && let Some(year) = self.year_of_range(mention, month)
        {
            return Resolved::of(Some(Stretch::Month(year, month)), Anchor::None);
        }
        let shift = shift.unwrap_or(Shift { by: 9, from_text: false });
        let (day, resolved) = self.anchor(shift, Granularity::Month);
        let Some(day) = day else { return Resolved { open, ..resolved } };
        let (year, now) = (i32::from(day.year()), u32::from(day.month().unsigned_abs()));
        let year = match shift.by {
            -1 => year - i32::from(now <= month),
            0 => year,
            1 => year + i32::from(now >= month),
            _ if month == now => year,
            _ if self.is_end(mention) => year + i32::from(now > month + 6) - i32::from(month > now + 6),
            _ if self.tense(mention) == Tense::Future => year + i32::from(now > month),
            _ => year - i32::from(now < month),
        };
        Resolved { stretch: Some(Stretch::Month(year, month)), ..resolved }
    }

    /// "until" before a time: what was extended until April ends in the April that is nearest.
    fn is_end(&self, mention: &Mention) -> bool {
        let Reading::Time(TimeReading { signal: Some(signal), .. }) = &mention.reading else { return false };
        self.document.cell(signal.start, Class::Preposition, 0, self.lexicon) == Some("until")
    }

    /// In "from January to March 2010" the first month has the year of the second, in "May 3, 2010 to June 5" the second that of the first.
    fn year_of_range(&self, mention: &Mention, month: u32) -> Option<i32> {
        if let Some((tokens, year, first)) = &self.dated
            && self.joined(tokens.end, mention.tokens.start)
        {
            return Some(year + i32::from(month < *first));
        }
        let next = self.mentions.iter().skip(self.current + 1).take(NEAR);
        let next = next.filter(|other| matches!(other.reading, Reading::Time(_))).next()?;
        let (year, last) = year_and_month(next)?;
        self.joined(mention.tokens.end, next.tokens.start).then_some(year - i32::from(month > last))
    }

    /// Whether one word or dash that makes a range stands between two tokens.
    fn joined(&self, end: TokenIndex, start: TokenIndex) -> bool {
        let joint = self.document.token(end);
        let leads = self.document.cell(end, Class::Preposition, 1, self.lexicon);
        let from = leads.is_some_and(|leads| leads.split('|').any(|lead| lead == "range"));
        end + 1 == start && (joint.has(Shape::HYPHEN) || joint.has(Shape::DASH) || joint.is(Class::Conjunction) || from)
    }

    /// "Friday the 13th", "the 10th".
    fn day_of_month(&self, mention: &Mention, day: u32, weekday: Option<u32>) -> Resolved {
        let shift = Shift { by: 0, from_text: weekday.is_none() };
        let (around, resolved) = self.anchor(shift, Granularity::Month);
        let Some(around) = around else { return resolved };
        let future = self.tense(mention) == Tense::Future;
        let first = calendar::date(around.year().into(), u32::from(around.month().unsigned_abs()), 1);
        let published = self.published.map_or(around, |published| published.day);
        let days = (-14..=14).filter_map(|months| {
            let month = calendar::add_months(first?, months)?;
            calendar::date(month.year().into(), u32::from(month.month().unsigned_abs()), day)
        });
        let best = days.filter(|found| weekday.is_none_or(|weekday| calendar::weekday(*found) == weekday)).min_by_key(
            |found| {
                let distance = calendar::days_between(around, *found);
                let wrong = if future { *found < published } else { *found > published };
                distance.abs() + if wrong && weekday.is_none() { 31 } else { 0 }
            },
        );
        Resolved { stretch: best.map(Stretch::Day), ..resolved }
    }

    /// The latest such day up to the publication, or the next one behind a future verb. "last" and "next" are strict.
    fn weekday(&self, mention: &Mention, weekday: u32, shift: Option<Shift>) -> Resolved {
        let open = Some(format!("XXXX-WXX-{weekday}"));
        let strict = shift.unwrap_or(Shift { by: 9, from_text: false });
        let (day, resolved) = self.anchor(strict, Granularity::Day);
        let Some(day) = day else { return Resolved { open, ..resolved } };
        let now = i64::from(calendar::weekday(day));
        let wanted = i64::from(weekday);
        // days to go back to the latest, and forward to the next, both 0 on the day itself
        let (back, forth) = ((now - wanted).rem_euclid(7), (wanted - now).rem_euclid(7));
        let step = match strict.by {
            -1 => -(if back == 0 { 7 } else { back }),
            0 if strict.from_text => forth,
            0 => wanted - now,
            1 => {
                if forth == 0 {
                    7
                } else {
                    forth
                }
            }
            _ if self.tense(mention) == Tense::Future => forth,
            _ => -back,
        };
        Resolved { stretch: calendar::add_days(day, step).map(Stretch::Day), ..resolved }
    }

    fn unit(&self, mention: &Mention, unit: Unit, shift: Shift) -> Resolved {
        let (day, resolved) = self.anchor(shift, granularity(unit));
        let Some(day) = day else { return resolved };
        let stretch = if unit == Unit::Weekend && !shift.from_text {
            self.weekend(mention, day, shift.by)
        } else {
            Stretch::around(day, unit).and_then(|stretch| stretch.shifted(shift.by))
        };
        Resolved { stretch, ..resolved }
    }

    /// The weekend just past, under way or ahead: a past verb on a Saturday means the one before.
    fn weekend(&self, mention: &Mention, day: Date, by: i32) -> Option<Stretch> {
        let weekday = calendar::weekday(day);
        let future = self.tense(mention) == Tense::Future;
        let weeks = match by {
            -1 => -1,
            0 if weekday == 7 || future => 0,
            0 => -1,
            by => by,
        };
        let (year, week) = calendar::week(calendar::add_days(day, i64::from(weeks) * 7)?);
        Some(Stretch::Weekend(year, week))
    }

    fn yearly(&self, mention: &Mention, yearly: &Yearly, shift: Option<Shift>, year: Option<Year>) -> Resolved {
        if let Some(year) = year {
            let (year, resolved) = self.year(year);
            return Resolved { stretch: year.and_then(|year| Stretch::yearly(yearly, year)), ..resolved };
        }
        let strict = shift.unwrap_or(Shift { by: 9, from_text: false });
        let (day, resolved) = self.anchor(strict, Granularity::Day);
        let Some(day) = day else { return resolved };
        let year = i32::from(day.year());
        let all: Vec<Stretch> = (year - 2..=year + 2).filter_map(|year| Stretch::yearly(yearly, year)).collect();
        let begun = |stretch: &&Stretch| stretch.bounds().0 <= day;
        let finished = |stretch: &&Stretch| stretch.bounds().1 < day;
        let ahead = |stretch: &&Stretch| stretch.bounds().0 > day;
        let open = |stretch: &&Stretch| stretch.bounds().1 >= day;
        let is_quarter = matches!(yearly, Yearly::Quarter(_) | Yearly::Half(_));
        let stretch = match strict.by {
            -1 => all.iter().rev().find(finished),
            0 => self.this_yearly(mention, day, &all),
            1 => all.iter().find(ahead),
            _ => match self.tense(mention) {
                Tense::Future => all.iter().find(open),
                Tense::Past if is_quarter => all.iter().rev().find(finished),
                Tense::Past => all.iter().rev().find(begun),
                Tense::Present | Tense::State | Tense::Unknown if is_quarter => all.iter().rev().find(finished),
                Tense::Present | Tense::State | Tense::Unknown => {
                    all.iter().min_by_key(|stretch| calendar::days_between(day, stretch.bounds().0).abs())
                }
            },
        };
        Resolved { stretch: stretch.cloned(), ..resolved }
    }

    /// "this spring", "this Christmas": the one under way, else the one that verb or preposition tells, else the next, unless it has begun this half year.
    fn this_yearly<'s>(&self, mention: &Mention, day: Date, all: &'s [Stretch]) -> Option<&'s Stretch> {
        let away = |stretch: &Stretch| calendar::days_between(day, stretch.bounds().0);
        let under_way = |stretch: &&Stretch| away(stretch) <= 0 && stretch.bounds().1 >= day;
        if let Some(found) = all.iter().find(under_way) {
            return Some(found);
        }
        let tense = if self.is_behind(mention) { Tense::Past } else { self.tense(mention) };
        match tense {
            Tense::Past => all.iter().rev().find(|stretch| away(stretch) <= 0),
            Tense::Future => all.iter().find(|stretch| away(stretch) > 0),
            Tense::Present | Tense::State | Tense::Unknown => all.iter().find(|stretch| away(stretch) > -180),
        }
    }

    /// "two years ago", "three days later": cut to the unit that is named.
    fn offset(&self, steps: &[(f64, Unit)], shift: Shift) -> Resolved {
        let Some(&(amount, unit)) = steps.last() else { return Resolved::of(None, Anchor::None) };
        if is_clock(unit) {
            return self.clock_offset(steps, shift);
        }
        let (day, resolved) = self.anchor(shift, granularity(unit).max(Granularity::Day));
        let Some(day) = day else { return resolved };
        let whole = amount.fract() == 0.0;
        let finer = match unit {
            Unit::Year if !whole => Unit::Month,
            Unit::Century | Unit::Millennium if amount.abs() * 100.0 < 400.0 => Unit::Year,
            Unit::PartOfDay(_) | Unit::Weekend => Unit::Day,
            unit => unit,
        };
        let day = steps.iter().try_fold(day, |day, (amount, unit)| shifted(day, *amount, *unit));
        let stretch = day.and_then(|day| Stretch::around(day, finer));
        let approximate =
            matches!(unit, Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium) && !shift.from_text;
        Resolved { stretch, approximate, ..resolved }
    }

    /// "15 hours ago", "one day and two hours later": days first, then the clock.
    fn clock_offset(&self, steps: &[(f64, Unit)], shift: Shift) -> Resolved {
        let told = self.told.iter().rev().take(REACH).find(|told| shift.from_text && told.clock.is_some());
        let (day, clock, resolved) = match (told, self.published) {
            (Some(told), _) => (
                told.day,
                told.clock,
                Resolved { anchor_time: Some(told.mention), ..Resolved::of(None, Anchor::Mention) },
            ),
            (None, Some(published)) => (published.day, published.clock, Resolved::of(None, Anchor::Published)),
            (None, None) => return Resolved::of(None, Anchor::Published),
        };
        let Some((hour, minute)) = clock else {
            // whole days need no clock: "24 hours ago"
            let days = match steps {
                [(amount, Unit::Hour)] if amount % 24.0 == 0.0 => Some(*amount as i64 / 24),
                _ => None,
            };
            let stretch = days.and_then(|days| calendar::add_days(day, days)).map(Stretch::Day);
            return Resolved { stretch, ..resolved };
        };
        let seconds = steps.iter().map(|(amount, unit)| match unit {
            Unit::Hour => amount * 3600.0,
            Unit::Minute => amount * 60.0,
            Unit::Second => *amount,
            _ => 0.0,
        });
        let total = i64::from(hour * 60 + minute) + (seconds.sum::<f64>() / 60.0).floor() as i64;
        let longer = steps.iter().filter(|(_, unit)| !is_clock(*unit));
        let day = longer.copied().try_fold(day, |day, (amount, unit)| shifted(day, amount, unit));
        let stretch = day.and_then(|day| calendar::add_days(day, total.div_euclid(1440))).map(Stretch::Day);
        let clock = total.rem_euclid(1440) as u32;
        Resolved { stretch, clock: Some((clock / 60, clock % 60)), ..resolved }
    }

    /// What the verb says; a plain present tells what is to come.
    fn tense(&self, mention: &Mention) -> Tense {
        match tense::around(self.document, mention, self.lexicon) {
            Tense::Present => Tense::Future,
            Tense::State => Tense::Past,
            tense => tense,
        }
    }
}

/// Year and month of a time that has both written out.
fn year_and_month(mention: &Mention) -> Option<(i32, u32)> {
    let Reading::Time(reading) = &mention.reading else { return None };
    let Expression::Point(Point { base, .. }) = &reading.expression else { return None };
    match base {
        Base::Written { year: Some(Year::Number(year)), month: Some(month), .. } => Some((*year, *month)),
        _ => None,
    }
}

/// Units that the clock tells.
fn is_clock(unit: Unit) -> bool {
    matches!(unit, Unit::Hour | Unit::Minute | Unit::Second)
}

/// The day so many units away.
fn shifted(day: Date, amount: f64, unit: Unit) -> Option<Date> {
    let months = |count: f64| calendar::add_months(day, (amount * count).round() as i64);
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => None,
        Unit::Day | Unit::PartOfDay(_) => calendar::add_days(day, amount as i64),
        Unit::Week | Unit::Weekend => calendar::add_days(day, (amount * 7.0) as i64),
        Unit::Month => months(1.0),
        Unit::Quarter => months(3.0),
        Unit::Half => months(6.0),
        Unit::Season(_) | Unit::Year | Unit::FiscalYear => months(12.0),
        Unit::Decade => months(120.0),
        Unit::Century => months(1200.0),
        Unit::Millennium => months(12000.0),
    }
}

/// Hours, minutes and seconds in the finest of them, so that an hour and a half has one spelling.
fn whole_length(parts: &[(Option<f64>, Measure)]) -> Option<String> {
    let (_, finest) = parts.last()?;
    let one = seconds_of(*finest)?;
    let total =
        parts.iter().try_fold(0.0, |total, (amount, measure)| Some(total + (*amount)? * seconds_of(*measure)?))?;
    Some(period(total / one, Measure { count: 1.0, ..*finest }))
}

fn seconds_of(measure: Measure) -> Option<f64> {
    let size = match (measure.code, measure.clock) {
        ("H", true) => 3600.0,
        ("M", true) => 60.0,
        ("S", true) => 1.0,
        _ => return None,
    };
    Some(size * measure.count)
}

/// `P1Y6D`, `PXY`.
fn length_value(length: &Length) -> String {
    if let [(Some(amount), measure)] = length.parts.as_slice() {
        return period(*amount, *measure);
    }
    if let Some(value) = whole_length(&length.parts) {
        return value;
    }
    let mut value = String::from("P");
    let mut clock = false;
    for (amount, measure) in &length.parts {
        if measure.clock && !clock {
            value.push('T');
            clock = true;
        }
        match amount {
            Some(amount) => value.push_str(&(amount * measure.count).to_string()),
            None => value.push('X'),
        }
        // one spelling per length: decades and centuries are years
        value.push_str(measure.code);
    }
    value
}

fn nth(number: i32, part: Part, of: &Stretch) -> Option<Stretch> {
    let (from, to) = of.bounds();
    let back = number < 0;
    let steps = i64::from(if back { number + 1 } else { number - 1 });
    let stretch = match part {
        Part::Weekday(weekday) => {
            let (start, wanted) = (if back { to } else { from }, i64::from(weekday));
            let now = i64::from(calendar::weekday(start));
            let first = if back { -(now - wanted).rem_euclid(7) } else { (wanted - now).rem_euclid(7) };
            Stretch::Day(calendar::add_days(start, first + steps * 7)?)
        }
        Part::Unit(Unit::Week) => {
            // the first week has four days in it
            let day = calendar::add_days(if back { to } else { from }, if back { -3 } else { 3 } + steps * 7)?;
            Stretch::around(day, Unit::Week)?
        }
        Part::Unit(unit) => Stretch::around(if back { to } else { from }, unit)?.shifted(steps as i32)?,
    };
    let (first, last) = stretch.bounds();
    let inside = |stretch: &Stretch| stretch.bounds().1 >= from && stretch.bounds().0 <= to;
    // the weekend of the month's last week may lie in the next month
    let stretch = if first > to || last < from { stretch.shifted(if back { -1 } else { 1 })? } else { stretch };
    inside(&stretch).then_some(stretch)
}

// ---- writing -------------------------------------------------------------------------------------------------------------------------------

fn stretch_time(time: &mut Time, stretch: &Stretch) {
    let (from, to) = stretch.bounds();
    let (from, to) = match time.modifier {
        Some(modifier @ (TimeModifier::Start | TimeModifier::Mid | TimeModifier::End)) => {
            stretch.third(modifier).unwrap_or((from, to))
        }
        _ => (from, to),
    };
    if stretch.is_approximate() && time.modifier.is_none() {
        time.modifier = Some(TimeModifier::Approx);
    }
    time.value = Some(stretch.value());
    (time.from, time.to) = (Some(from.to_string()), Some(to.to_string()));
    time.granularity = Some(stretch.granularity());
    time.edtf = stretch.edtf().map(|edtf| {
        let rough = time.modifier == Some(TimeModifier::Approx) && !stretch.is_approximate();
        if rough { format!("{edtf}~") } else { edtf }
    });
}

fn clock_time(time: &mut Time, day: Option<Date>, clock: Clock) {
    time.kind = TimeKind::Time;
    let hour_only = clock.minute.is_none();
    let minute = clock.minute.unwrap_or(0);
    let day_text = day.map(|day| day.to_string()).unwrap_or_default();
    let seconds = clock.second.map(|second| format!(":{second:02}")).unwrap_or_default();
    let utc = if clock.zone.is_some_and(|zone| zone.minutes == 0) { "Z" } else { "" };
    time.value = Some(format!("{day_text}T{:02}:{minute:02}{seconds}{utc}", clock.hour));
    time.granularity = Some(match (clock.second, hour_only) {
        (Some(_), _) => Granularity::Second,
        (None, true) => Granularity::Hour,
        (None, false) => Granularity::Minute,
    });
    let Some(day) = day else { return };
    // midnight at the end of a day is the first moment of the next
    let (day, hour) = if clock.hour >= 24 { (calendar::add_days(day, 1).unwrap_or(day), 0) } else { (day, clock.hour) };
    let zone = clock.zone.map(|zone| zone_text(zone.minutes + if zone.summer && is_summer(day) { 60 } else { 0 }));
    let zone = zone.unwrap_or_default();
    let last = if hour_only { 59 } else { minute };
    time.from = Some(format!("{day}T{hour:02}:{minute:02}{seconds}{zone}"));
    time.to = Some(format!("{day}T{hour:02}:{last:02}{seconds}{zone}"));
    time.edtf = clock.second.map(|_| format!("{day}T{hour:02}:{minute:02}{seconds}{zone}"));
}

/// Clocks of the United States are an hour ahead from the second Sunday of March to the first of November (Energy Policy Act of 2005).
fn is_summer(day: Date) -> bool {
    let sunday = |month: u32, nth: i32| calendar::nth_weekday(day.year().into(), month, nth, 7);
    sunday(3, 2).zip(sunday(11, 1)).is_some_and(|(first, last)| first <= day && day < last)
}

fn zone_text(minutes: i32) -> String {
    if minutes == 0 {
        return "Z".to_owned();
    }
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

fn part_time(time: &mut Time, day: Option<Date>, part: PartOfDay) {
    time.kind = TimeKind::Time;
    time.granularity = Some(Granularity::PartOfDay);
    if part.small_hours && time.modifier.is_none() {
        time.modifier = Some(TimeModifier::Start);
    }
    let Some(day) = day else {
        time.value = Some(format!("XXXX-XX-XXT{}", part.code));
        return;
    };
    time.value = Some(format!("{day}T{}", part.code));
    let (from, to) = match part.code {
        "MO" if part.small_hours => ("00:00", "05:59"),
        "MO" => ("06:00", "11:59"),
        "MI" => ("11:00", "13:59"),
        "AF" => ("12:00", "17:59"),
        "EV" => ("18:00", "23:59"),
        "NI" => ("20:00", "05:59"),
        _ => ("06:00", "17:59"),
    };
    let last = if part.code == "NI" { calendar::add_days(day, 1).unwrap_or(day) } else { day };
    (time.from, time.to) = (Some(format!("{day}T{from}")), Some(format!("{last}T{to}")));
}
