//! Every frame's examples are found as they say, and its counter-examples are not. Those that are not yet right stand in `tests/examples_todo.tsv`, which may only
//! shrink: an example listed there that has become right fails the test too. `BLESS=1` writes the list anew.

use dateline::article::{Article, Published, PublishedBasis};
use dateline::document::Document;
use dateline::event::{Event, Events, Modality};
use dateline::lexicon::{Frame, Lexicon, frame::Example, frame::StringOrList};
use dateline::mention::Mention;
use dateline::{clause, document, entity, event, mention};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const TODO: &str = "tests/examples_todo.tsv";

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
    let published =
        Some(Published { value: "2024-05-15".to_owned(), basis: PublishedBasis::Metadata, overrides: false });
    Article { text: text.to_owned(), published, language: Some("en".to_owned()), ..Article::default() }
}

fn frames() -> Vec<Frame> {
    let folder = std::fs::read_dir("gazetteers/event").unwrap();
    let mut paths: Vec<_> = folder
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    paths.sort();
    paths.iter().map(|path| toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()).collect()
}

/// Lower case, without the article before it.
fn bare(text: &str) -> String {
    let text = text.to_lowercase().replace('’', "'");
    for article in ["the ", "a ", "an ", "its ", "his ", "her ", "their "] {
        if let Some(rest) = text.strip_prefix(article) {
            return rest.to_owned();
        }
    }
    text
}

/// The group itself, or the group that a longer wanted text begins with.
fn same(wanted: &str, found: &str) -> bool {
    let (wanted, found) = (bare(wanted), bare(found));
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
                argument.role == *role && (same(wanted, argument.span.of(text)) || same(wanted, &argument.name))
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
        if !name.as_ref().is_some_and(|name| same(wanted, name) || same(name, wanted)) {
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
            same(wanted, time) || bare(time).contains(&bare(wanted)) || bare(wanted).contains(&bare(time))
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
    let _ = lexicon;
    lacks
}

/// Why an example is not right; none when it is.
fn fault(frame: &Frame, example: &Example, lexicon: &Lexicon) -> Option<String> {
    let article = article(&example.text);
    let found = find(&article, lexicon);
    let kind = |event: &Event| lexicon.frame(event.frame).map_or("", |frame| frame.kind.as_str());
    let mut nearest = None;
    for event in found.events.events.iter().filter(|event| kind(event) == frame.kind) {
        let triggers = std::iter::once(&event.trigger).chain(&event.mentions).map(|span| span.of(&article.text));
        let mut triggers = triggers.map(bare);
        let wanted = bare(&example.trigger);
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

#[test]
fn examples_are_found_and_counter_examples_are_not() {
    let lexicon = Lexicon::built_in().unwrap();
    let (mut todo, mut all) = (BTreeMap::new(), 0);
    for frame in frames() {
        for example in &frame.examples {
            all += 1;
            if let Some(fault) = fault(&frame, example, &lexicon) {
                todo.insert((frame.kind.clone(), example.text.clone()), fault);
            }
        }
        for counter in &frame.counter_examples {
            all += 1;
            let article = article(&counter.text);
            let found = find(&article, &lexicon);
            let kind = |event: &&Event| lexicon.frame(event.frame).is_some_and(|known| known.kind == frame.kind);
            if let Some(event) = found.events.events.iter().find(kind) {
                let fault = format!("must not be found; trigger {}", event.trigger.of(&article.text));
                todo.insert((frame.kind.clone(), counter.text.clone()), fault);
            }
        }
    }
    if std::env::var_os("BLESS").is_some() {
        let lines: String = todo.keys().map(|(kind, text)| format!("{kind}\t{text}\n")).collect();
        std::fs::write(TODO, format!("type\ttext\n{lines}")).unwrap();
        let report: String = todo.iter().map(|((kind, text), fault)| format!("{kind}\t{text}\t{fault}\n")).collect();
        let _ = std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples_report.tsv"), report);
        println!("{} of {all} right", all - todo.len());
        return;
    }
    let listed: BTreeSet<(String, String)> = std::fs::read_to_string(TODO)
        .unwrap_or_default()
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(kind, text)| (kind.to_owned(), text.to_owned()))
        .collect();
    let mended: Vec<_> = listed.iter().filter(|key| !todo.contains_key(*key)).collect();
    let broken: Vec<_> = todo.iter().filter(|(key, _)| !listed.contains(*key)).collect();
    assert!(broken.is_empty(), "examples that are not right: {broken:#?}");
    assert!(mended.is_empty(), "examples that have become right, strike them from {TODO}: {mended:#?}");
}
