//! Articles marked by hand before the program read them: what the text says did not happen, or may, will, should happen, is never told as done.
//!
//! In: `fixtures/gold`. An event told as done whose trigger the marks hold for something else is a fault; those known stand in `tests/gold_todo.tsv`, which may only
//! shrink.

use crate::{fixtures, sample};
use dateline::lexicon::Lexicon;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Told, or marked, as having happened.
fn is_done(event: &Value) -> bool {
    event["polarity"] == "positive" && (event["modality"] == "asserted" || event["modality"] == "reported")
}

/// Start and end in code points.
fn place(words: &Value) -> Option<(u64, u64)> {
    Some((words["start"].as_u64()?, words["end"].as_u64()?))
}

/// The places of all words that marks are on, and whether it happened.
fn marks(record: &Value) -> Vec<((u64, u64), bool)> {
    let mut found = Vec::new();
    for event in record["events"].as_array().into_iter().flatten() {
        let words = std::iter::once(&event["trigger"]).chain(event["also"].as_array().into_iter().flatten());
        found.extend(words.filter_map(place).map(|place| (place, is_done(event))));
    }
    found
}

/// Events told as done whose words are marked only as what was not done: article, words, and the words' place.
fn faults(path: &Path, text: &str, lexicon: &Lexicon) -> Vec<String> {
    let record = fs::read_to_string(path.with_extension("record.json")).expect("a record stands beside the article");
    let marks = marks(&serde_json::from_str(&record).expect("a record is JSON"));
    let found: Value = serde_json::from_str(&fixtures::record_of(path, text, lexicon)).expect("a record is JSON");
    let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let mut faults = Vec::new();
    for event in found["events"].as_array().into_iter().flatten().filter(|event| is_done(event)) {
        let trigger = &event["trigger"];
        let Some((from, to)) = place(trigger) else { continue };
        let over: Vec<bool> =
            marks.iter().filter(|((start, end), _)| *start < to && from < *end).map(|(_, done)| *done).collect();
        if !over.is_empty() && !over.contains(&true) {
            faults.push(format!("{name}\t{}\t{from}", trigger["text"].as_str().unwrap_or("")));
        }
    }
    faults
}

#[test]
fn what_did_not_happen_is_not_told_as_done() {
    let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
    let gold = sample::fixtures().iter().filter(|(path, _)| sample::is_gold(path));
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
