//! Articles marked by hand before the program read them: what the text says did not happen, or may, will, should happen, is never told as done.
//!
//! In: `fixtures/gold`. An event told as done whose trigger the marks hold for something else is a fault; those known stand in `tests/gold_todo.tsv`, which may only
//! shrink.

use crate::sample;
use dateline::article::Article;
use dateline::event::{self, Event, Modality};
use dateline::lexicon::Lexicon;
use dateline::{clause, document, entity, mention};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Told as having happened.
fn is_told_as_done(event: &Event) -> bool {
    !event.negative && matches!(event.modality, Modality::Asserted | Modality::Reported)
}

/// Marked as having happened.
fn is_marked_as_done(mark: &Value) -> bool {
    mark["polarity"] == "positive" && (mark["modality"] == "asserted" || mark["modality"] == "reported")
}

/// The marks of a record: start and end in code points, and whether it happened.
fn marks(record: &Value) -> Vec<(u64, u64, bool)> {
    let mut found = Vec::new();
    for event in record["events"].as_array().into_iter().flatten() {
        let words = std::iter::once(&event["trigger"]).chain(event["also"].as_array().into_iter().flatten());
        found
            .extend(words.filter_map(|words| {
                Some((words["start"].as_u64()?, words["end"].as_u64()?, is_marked_as_done(event)))
            }));
    }
    found
}

/// Events told as done whose words are marked only as what was not done: article, words, and the words' place.
fn faults(path: &Path, text: &str, lexicon: &Lexicon) -> Vec<String> {
    let record = fs::read_to_string(path.with_extension("record.json")).expect("a record stands beside the article");
    let record: Value = serde_json::from_str(&record).expect("a record is JSON");
    let marks = marks(&record);
    let article = Article { text: text.to_owned(), ..Article::default() };
    let document = document::segment(&article, lexicon);
    let mentions = mention::find(&document, lexicon);
    let clauses = clause::parse(&document, &mentions, lexicon);
    let entities = entity::resolve(&document, &mentions, &clauses, lexicon);
    let found = event::extract(&document, &mentions, &clauses, &entities, lexicon);
    let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let mut faults = Vec::new();
    for event in found.events.iter().filter(|event| is_told_as_done(event)) {
        let (start, end) = (event.trigger.start as usize, event.trigger.end as usize);
        let points = |byte: usize| text[..byte].chars().count() as u64;
        let (from, to) = (points(start), points(end));
        let over: Vec<bool> =
            marks.iter().filter(|(start, end, _)| *start < to && from < *end).map(|(.., done)| *done).collect();
        if !over.is_empty() && !over.contains(&true) {
            faults.push(format!("{name}\t{}\t{from}", &text[start..end]));
        }
    }
    faults
}

#[test]
fn what_did_not_happen_is_not_told_as_done() {
    let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
    let gold = sample::fixtures().iter().filter(|(path, _)| path.components().any(|part| part.as_os_str() == "gold"));
    let (mut articles, mut found) = (0, BTreeSet::new());
    for (path, text) in gold {
        articles += 1;
        found.extend(faults(path, text, &lexicon));
    }
    assert!(articles >= 10, "{articles} articles are marked by hand, at least 10 were wanted");
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold_todo.tsv");
    let known: BTreeSet<String> =
        fs::read_to_string(list).expect("the list of known faults").lines().skip(1).map(str::to_owned).collect();
    let new: Vec<_> = found.difference(&known).collect();
    let mended: Vec<_> = known.difference(&found).collect();
    assert!(new.is_empty(), "told as done, and marked otherwise: {new:#?}");
    assert!(mended.is_empty(), "mended, strike them from tests/gold_todo.tsv: {mended:#?}");
}
