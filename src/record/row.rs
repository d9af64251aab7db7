//! Events as rows of a flat table, with the columns that people who count events know from ACLED.
//!
//! In: an event of a record, or a merged one. Out: a [`Row`] and its cells. What is lost: all participants but the first two roles' keep only role and name, claims
//! behind counts, spans, links between events.

use super::finding::{Aspect, Codes, Event, EventPlace, EventTime, Number, Polarity, Precision, Text};
use super::{EntityInside, Record};
use crate::entity::Granularity;
use crate::event::{Basis, Modality, Tense, TimeRelation};
use std::fmt::Write as _;

/// Name of a column, and what it holds.
pub const COLUMNS: &[(&str, &str)] = &[
    ("event_id", "id of the event, unique over the corpus"),
    ("event_date", "first day"),
    ("event_date_end", "last day, inclusive"),
    ("time_precision", "1 a day or finer, 2 a week, 3 a month, 4 longer; as ACLED's, which has no 4"),
    ("time_value", "TIMEX3 value, of a stretch first/last"),
    ("time_relation", "how the event lies to it: within, throughout, since, until, before, after"),
    ("time_basis", "how the time is known: stated, inherited, published …"),
    ("event_type", "the frame: release, arrest …"),
    ("aspect", "event or state"),
    ("plover", "PLOVER event and mode"),
    ("cameo", "CAMEO code"),
    ("quad", "as in GDELT: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"),
    ("actor1", "who fills the first role of the frame: agent, speaker, visitor …"),
    ("actor1_type", "person, organization, place …"),
    ("actor1_country", "ISO 3166-1 alpha-2 code"),
    ("actor2", "who fills the second role of the frame: patient, target, victim …"),
    ("actor2_type", "person, organization, place …"),
    ("actor2_country", "ISO 3166-1 alpha-2 code"),
    ("participants", "all of them, as role=name"),
    ("location", "name of the place"),
    ("country", "ISO 3166-1 alpha-2 code of the place"),
    ("latitude", "degrees north"),
    ("longitude", "degrees east"),
    (
        "geo_precision",
        "1 a town or finer, 2 a district, 3 a province, 4 a country or larger; as ACLED's, which has no 4",
    ),
    ("place_precision", "facility, city, admin2, admin1, country or region: what the coordinates are the middle of"),
    ("place_basis", "how the place is known: stated, inherited, dateline …"),
    ("place_id", "id of the place in the gazetteers"),
    ("fatalities", "how many were killed"),
    ("fatalities_min", "at least"),
    ("fatalities_max", "at most"),
    ("injured", "how many were injured"),
    ("injured_min", "at least"),
    ("injured_max", "at most"),
    ("counts", "all counts, as role=value (least..most)"),
    ("attribution", "who says so"),
    ("modality", "asserted, reported, alleged, contested, denied, planned, demanded, possible, conditional, implied"),
    ("polarity", "positive, or negative when it is said not to have happened"),
    ("tense", "past, present or future"),
    ("main", "whether title and lead are about it"),
    ("confidence", "0 to 1"),
    ("trigger", "the words that tell it"),
    ("notes", "the sentence it rests on"),
    ("sources", "how many articles tell it, near copies counted once"),
    ("article_id", "id of the article, of merged events of all articles"),
    ("article_title", "its headline, of merged events that of the article with the sentence"),
    ("published", "when it was published, of merged events the first time"),
    ("url", "its address"),
    ("source_path", "path of the article as given or walked to"),
];

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Words of texts, gazetteers or users: nothing of it may work as a formula.
    Words(Text<'a>),
    /// A word of ours.
    Name(&'static str),
    /// A number.
    Number(Number),
    /// Yes or no.
    Flag(bool),
    /// Nothing.
    Empty,
}

/// A participant.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// Role in the frame.
    pub role: Text<'a>,
    /// Its name.
    pub name: Text<'a>,
    /// Who it is.
    pub entity: Option<EntityInside<'a>>,
}

/// A number by role or toll.
#[derive(Clone, Debug)]
pub struct Toll<'a> {
    /// killed, injured, patient …
    pub role: Text<'a>,
    /// The consensus.
    pub value: Option<Number>,
    /// The least.
    pub min: Option<Number>,
    /// The most.
    pub max: Option<Number>,
}

/// One event.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Unique over the corpus.
    pub id: Text<'a>,
    /// The frame.
    pub kind: Text<'a>,
    /// Event or state.
    pub aspect: Aspect,
    /// Codes of other event schemes.
    pub codes: Codes<'a>,
    /// Title and lead are about it.
    pub main: bool,
    /// The words that tell it.
    pub trigger: Text<'a>,
    /// Who takes part.
    pub parts: Vec<Part<'a>>,
    /// Roles of the two actors: the first that the frame declares.
    pub actors: [Text<'a>; 2],
    /// How many.
    pub tolls: Vec<Toll<'a>>,
    /// When.
    pub time: Option<EventTime<'a>>,
    /// Where.
    pub place: Option<EventPlace<'a, EntityInside<'a>>>,
    /// Who says so.
    pub attribution: Vec<Text<'a>>,
    /// Whether it is said to have happened.
    pub polarity: Polarity,
    /// Grammatical time.
    pub tense: Option<Tense>,
    /// How sure the text is.
    pub modality: Modality,
    /// 0 to 1.
    pub confidence: Number,
    /// The sentence it rests on.
    pub evidence: Text<'a>,
    /// Articles that tell it.
    pub sources: u32,
    /// Ids of the articles.
    pub articles: Vec<Text<'a>>,
    /// Headline.
    pub title: Option<Text<'a>>,
    /// When it was published.
    pub published: Option<Text<'a>>,
    /// Addresses.
    pub urls: Vec<Text<'a>>,
    /// Where it was read.
    pub path: Option<Text<'a>>,
}

/// The rows of a record.
pub(super) fn rows<'r, 'a: 'r>(record: &'r Record<'a>) -> impl Iterator<Item = Row<'a>> + use<'r, 'a> {
    record.events.iter().map(|event| row(record, event))
}

fn row<'a>(record: &Record<'a>, event: &Event<'a>) -> Row<'a> {
    let inside = |id: &Option<Text<'a>>| record.inside(id.as_deref()?);
    let parts = event.arguments.iter().map(|argument| Part {
        role: argument.role.clone(),
        name: argument.name.clone(),
        entity: inside(&argument.entity),
    });
    let tolls = event.counts.iter().map(|count| Toll {
        role: count.role.clone(),
        value: count.value,
        min: count.min,
        max: count.max,
    });
    let place = event.place.as_ref().map(|place| record.place_inside(place));
    Row {
        id: format!("{}#{}", record.id, event.id).into(),
        kind: event.kind.clone(),
        aspect: event.aspect,
        codes: event.codes.clone(),
        main: event.main,
        trigger: event.trigger.text.clone(),
        parts: parts.collect(),
        actors: record.beside.actors_of(&event.kind),
        tolls: tolls.collect(),
        time: event.time.clone(),
        place,
        attribution: event.attribution.iter().map(|source| source.name.clone()).collect(),
        polarity: event.polarity,
        tense: event.tense,
        modality: event.modality,
        confidence: event.confidence,
        evidence: event.evidence.text.clone(),
        sources: 1,
        articles: vec![record.id.clone()],
        title: record.title.as_ref().map(|title| title.text.clone()),
        published: record.published.as_ref().map(|published| published.value.clone()),
        urls: record.source.url.iter().cloned().collect(),
        path: record.source.path.clone(),
    }
}

impl Row<'_> {
    /// Its cells, in the order of [`COLUMNS`].
    pub fn cells(&self) -> Vec<Cell<'_>> {
        let time = self.time.as_ref();
        let place = self.place.as_ref();
        let [killed, injured] = ["killed", "injured"].map(|role| self.tolls.iter().find(|toll| toll.role == role));
        let [first, second] = [0, 1].map(|side| self.actor(side));
        let mut cells = Vec::with_capacity(COLUMNS.len());
        cells.extend([
            Cell::words(&self.id),
            Cell::some(time.and_then(|time| day(time.from.as_deref()?))),
            Cell::some(time.and_then(|time| day(time.to.as_deref()?))),
            time.and_then(|time| time.granularity).map_or(Cell::Empty, |grain| Cell::whole(time_precision(grain))),
            Cell::some(time.and_then(|time| time.value.as_deref())),
            time.map_or(Cell::Empty, |time| Cell::Name(relation_name(time.relation))),
            time.map_or(Cell::Empty, |time| Cell::Name(basis_name(time.basis))),
            Cell::words(&self.kind),
            Cell::Name(if self.aspect == Aspect::State { "state" } else { "event" }),
            Cell::some(self.codes.plover.as_deref()),
            Cell::some(self.codes.cameo.as_deref()),
            self.codes.quad.map_or(Cell::Empty, Cell::whole),
        ]);
        cells.extend(first.into_iter().chain(second));
        cells.extend([
            joined(self.parts.iter().map(|part| format!("{}={}", part.role, part.name))),
            Cell::some(place.map(|place| place.name.as_ref())),
            Cell::some(place.and_then(|place| place.country.as_deref())),
            self.point().map_or(Cell::Empty, |(lat, _)| Cell::Number(Number(lat))),
            self.point().map_or(Cell::Empty, |(_, lon)| Cell::Number(Number(lon))),
            place.and_then(|place| place.precision).map_or(Cell::Empty, |fine| Cell::whole(geo_precision(fine))),
            place.and_then(|place| place.precision).map_or(Cell::Empty, |fine| Cell::Name(fine.name())),
            place.map_or(Cell::Empty, |place| Cell::Name(basis_name(place.basis))),
            Cell::some(place.and_then(|place| place.entity.as_ref()?.link.as_deref())),
        ]);
        for toll in [killed, injured] {
            let numbers = toll.map_or([None; 3], |toll| [toll.value, toll.min, toll.max]);
            cells.extend(numbers.map(|number| number.map_or(Cell::Empty, Cell::Number)));
        }
        cells.extend([
            joined(self.tolls.iter().map(counted)),
            joined(self.attribution.iter()),
            Cell::Name(self.modality.name()),
            Cell::Name(polarity_name(self.polarity)),
            self.tense.map_or(Cell::Empty, |tense| Cell::Name(tense_name(tense))),
            Cell::Flag(self.main),
            Cell::Number(self.confidence),
            Cell::words(&self.trigger),
            Cell::words(&self.evidence),
            Cell::whole(self.sources),
            joined(self.articles.iter()),
            Cell::some(self.title.as_deref()),
            Cell::some(self.published.as_deref()),
            joined(self.urls.iter()),
            Cell::some(self.path.as_deref()),
        ]);
        cells
    }

    /// Degrees north and east, when the place has them.
    pub fn point(&self) -> Option<(f64, f64)> {
        let place = self.place.as_ref()?;
        let (lat, lon) = (place.lat?, place.lon?);
        (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some((lat, lon))
    }

    /// Name, type and country of who fills the role of an actor.
    fn actor(&self, side: usize) -> [Cell<'_>; 3] {
        let role = self.actors.get(side).map_or("", AsRef::as_ref);
        let of_role = || self.parts.iter().filter(|part| !role.is_empty() && part.role == role);
        let entity = of_role().find_map(|part| part.entity.as_ref());
        [
            joined(of_role().map(|part| part.name.as_ref())),
            entity.map_or(Cell::Empty, |entity| Cell::Name(entity.kind.name())),
            Cell::some(entity.and_then(|entity| entity.country.as_deref())),
        ]
    }
}

impl<'a> Cell<'a> {
    fn words(text: &'a str) -> Self {
        Self::Words(text.into())
    }

    fn some(text: Option<&'a str>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Empty, Self::words)
    }

    fn whole(number: impl Into<f64>) -> Self {
        Self::Number(Number(number.into()))
    }
}

/// Several in one cell.
fn joined<'a>(texts: impl Iterator<Item = impl AsRef<str>>) -> Cell<'a> {
    let mut all = String::new();
    for text in texts {
        if !all.is_empty() {
            all.push_str("; ");
        }
        all.push_str(text.as_ref());
    }
    if all.is_empty() { Cell::Empty } else { Cell::Words(all.into()) }
}

/// `killed=12`, `patient=640 (640..999)`, `patient=(100..)`
fn counted(toll: &Toll) -> String {
    let number = |number: Option<Number>| number.map_or_else(String::new, |number| number.0.to_string());
    let mut text = format!("{}={}", toll.role, number(toll.value));
    if toll.min != toll.value || toll.max != toll.value {
        let space = if toll.value.is_some() { " " } else { "" };
        let _ = write!(text, "{space}({}..{})", number(toll.min), number(toll.max));
    }
    text
}

/// The day of a moment: `2025-03-20` of `2025-03-20T16:55Z`.
fn day(moment: &str) -> Option<&str> {
    let day = moment.get(..10)?;
    let shaped = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    shaped.then_some(day)
}

const fn time_precision(grain: Granularity) -> u8 {
    match grain {
        Granularity::Second | Granularity::Minute | Granularity::Hour | Granularity::PartOfDay | Granularity::Day => 1,
        Granularity::Weekend | Granularity::Week => 2,
        Granularity::Month => 3,
        _ => 4,
    }
}

const fn geo_precision(fine: Precision) -> u8 {
    match fine {
        Precision::Facility | Precision::City => 1,
        Precision::Admin2 => 2,
        Precision::Admin1 => 3,
        Precision::Country | Precision::Region => 4,
    }
}

const fn basis_name(basis: Basis) -> &'static str {
    match basis {
        Basis::Stated => "stated",
        Basis::Coreference => "coreference",
        Basis::Headline => "headline",
        Basis::Inherited => "inherited",
        Basis::Implied => "implied",
        Basis::Dateline => "dateline",
        Basis::Published => "published",
    }
}

const fn relation_name(relation: TimeRelation) -> &'static str {
    match relation {
        TimeRelation::Within => "within",
        TimeRelation::Throughout => "throughout",
        TimeRelation::Since => "since",
        TimeRelation::Until => "until",
        TimeRelation::Before => "before",
        TimeRelation::After => "after",
    }
}

pub(super) const fn polarity_name(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Positive => "positive",
        Polarity::Negative => "negative",
    }
}

pub(super) const fn tense_name(tense: Tense) -> &'static str {
    match tense {
        Tense::Past => "past",
        Tense::Present => "present",
        Tense::Future => "future",
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, Toll, counted, day};

    #[test]
    fn days_and_counts_read_as_documented() {
        assert_eq!(day("2025-03-20T16:55Z"), Some("2025-03-20"));
        assert_eq!(day("2025-03"), None);
        assert_eq!(day("20é5-03-20"), None);
        let toll = |value: Option<f64>, min: Option<f64>, max: Option<f64>| {
            counted(&Toll {
                role: "killed".into(),
                value: value.map(Number),
                min: min.map(Number),
                max: max.map(Number),
            })
        };
        assert_eq!(toll(Some(12.0), Some(12.0), Some(12.0)), "killed=12");
        assert_eq!(toll(Some(640.0), Some(640.0), None), "killed=640 (640..)");
        assert_eq!(toll(None, Some(100.0), Some(999.0)), "killed=(100..999)");
    }
}
