//! The examples of frames: whether the program finds what they say.
//!
//! In: a frame with its examples, a lexicon. Out: why an example is not right, or nothing.

use crate::article::{Article, Published, PublishedBasis};
use crate::document::{self, Document};
use crate::event::{self, Event, Events, Modality};
use crate::lexicon::frame::{Example, StringOrList};
use crate::lexicon::{Class, Frame, Lexicon};
use crate::mention::{self, Mention};
use crate::{clause, entity};

/// The day on which examples are published.
const PUBLISHED: &str = "2024-05-15";

/// What was found in one text.
struct Found<'a> {
    document: Document<'a>,
    mentions: Vec<Mention>,
    entities: entity::Entities,
    events: Events,
}

fn find<'a>(article: &'a Article, lexicon: &Lexicon) -> Found<'a> {
    let document = document::segment(article, lexicon);
    let mentions = mention::find(&document, lexicon);
    let clauses = clause::parse(&document, &mentions, lexicon);
    let entities = entity::resolve(&document, &mentions, &clauses, lexicon);
    let events = event::extract(&document, &mentions, &clauses, &entities, lexicon);
    Found { document, mentions, entities, events }
}

fn article(text: &str) -> Article {
    let published = Some(Published { value: PUBLISHED.to_owned(), basis: PublishedBasis::Metadata, overrides: false });
    Article { text: text.to_owned(), published, language: Some("en".to_owned()), ..Article::default() }
}

/// Lower case, without the article or possessive before it.
fn bare(text: &str, lexicon: &Lexicon) -> String {
    let text = text.to_lowercase().replace('’', "'");
    let Some((first, rest)) = text.split_once(' ') else { return text };
    let word = lexicon.word(first);
    let article = lexicon.sense(word, Class::Determiner).map(|sense| lexicon.cell(sense, 0));
    let goes = article.is_some_and(|kind| kind.starts_with("def") || kind.starts_with("indef"))
        || lexicon.sense(word, Class::Possessive).is_some();
    if goes { rest.to_owned() } else { text }
}

/// The group itself, or the group that a longer wanted text begins with.
fn same(wanted: &str, found: &str, lexicon: &Lexicon) -> bool {
    let (wanted, found) = (bare(wanted, lexicon), bare(found, lexicon));
    wanted == found
        || wanted.starts_with(&format!("{found} "))
        || found.ends_with(&format!(" {wanted}"))
        || found.starts_with(&format!("{wanted} "))
}

/// What an event lacks of an example; empty when it has all.
fn lacks(example: &Example, event: &Event, found: &Found, lexicon: &Lexicon) -> Vec<String> {
    let text = found.document.text;
    let mut lacks = Vec::new();
    for (role, wanted) in &example.arguments {
        let wanted: Vec<&String> = match wanted {
            StringOrList::One(one) => vec![one],
            StringOrList::Many(many) => many.iter().collect(),
        };
        for wanted in wanted {
            let filled = event.arguments.iter().any(|argument| {
                argument.role == *role
                    && (same(wanted, argument.span.of(text), lexicon) || same(wanted, &argument.name, lexicon))
            });
            if !filled {
                let found: Vec<&str> = event
                    .arguments
                    .iter()
                    .filter(|argument| argument.role == *role)
                    .map(|argument| argument.span.of(text))
                    .collect();
                lacks.push(format!("{role} = {wanted}, found {found:?}"));
            }
        }
    }
    if let Some(wanted) = &example.place {
        let name =
            event.place.as_ref().and_then(|place| found.entities.get(place.entity)).map(|entity| entity.name.clone());
        if !name.as_ref().is_some_and(|name| same(wanted, name, lexicon) || same(name, wanted, lexicon)) {
            lacks.push(format!("place = {wanted}, found {name:?}"));
        }
    }
    if let Some(wanted) = &example.time {
        let time = event
            .time
            .as_ref()
            .and_then(|time| time.time)
            .and_then(|time| found.entities.times.get(time.0 as usize))
            .and_then(|time| found.mentions.get(time.mention.0 as usize))
            .map(|mention| mention.span.of(text));
        if !time.is_some_and(|time| {
            let (wanted, time) = (bare(wanted, lexicon), bare(time, lexicon));
            wanted.contains(&time) || time.contains(&wanted)
        }) {
            lacks.push(format!("time = {wanted}, found {time:?}"));
        }
    }
    let negative = example.polarity.as_deref() == Some("negative");
    if event.negative != negative {
        lacks.push(format!("negative = {negative}"));
    }
    let modality = format!("{:?}", event.modality).to_lowercase();
    let wanted = example.modality.as_deref().unwrap_or("asserted");
    if modality != wanted && !(wanted == "asserted" && event.modality == Modality::Reported) {
        lacks.push(format!("modality = {wanted}, found {modality}"));
    }
    if example.aspect.as_deref() == Some("state") && !event.state {
        lacks.push("aspect = state".to_owned());
    }
    for (role, wanted) in &example.count {
        let value = event
            .counts
            .iter()
            .find(|count| count.role == *role)
            .and_then(|count| count.consensus.value.or(count.consensus.min));
        if value != Some(*wanted) {
            lacks.push(format!("count {role} = {wanted}, found {value:?}"));
        }
    }
    lacks
}

/// Why an example is not right; none when it is.
pub fn fault(frame: &Frame, example: &Example, lexicon: &Lexicon) -> Option<String> {
    let article = article(&example.text);
    let found = find(&article, lexicon);
    let kind = |event: &Event| lexicon.frame(event.frame).map_or("", |frame| frame.kind.as_str());
    let mut nearest = None;
    for event in found.events.events.iter().filter(|event| kind(event) == frame.kind) {
        let triggers = std::iter::once(&event.trigger).chain(&event.mentions).map(|span| span.of(&article.text));
        let mut triggers = triggers.map(|trigger| bare(trigger, lexicon));
        let wanted = bare(&example.trigger, lexicon);
        if !triggers.any(|trigger| wanted.contains(&trigger) || trigger.contains(&wanted)) {
            continue;
        }
        let lacks = lacks(example, event, &found, lexicon);
        if lacks.is_empty() {
            return None;
        }
        nearest = Some(lacks.join("; "));
    }
    Some(nearest.unwrap_or_else(|| {
        let others: Vec<String> = found
            .events
            .events
            .iter()
            .map(|event| format!("{}({})", kind(event), event.trigger.of(&article.text)))
            .collect();
        format!("no such event; found {others:?}")
    }))
}

/// What a frame finds in a text in which it must find nothing; none when all is well.
pub fn counter_fault(frame: &Frame, text: &str, lexicon: &Lexicon) -> Option<String> {
    let article = article(text);
    let found = find(&article, lexicon);
    let kind = |event: &&Event| lexicon.frame(event.frame).is_some_and(|known| known.kind == frame.kind);
    let event = found.events.events.iter().find(kind)?;
    Some(format!("must not be found; trigger {}", event.trigger.of(&article.text)))
}
