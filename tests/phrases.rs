//! Every phrase that the grammars of times and counts know, one a line with its value, and the numbers that are no dates. `BLESS=1 cargo test` leaves these
//! tables alone: they are marked by hand.

use dateline::article::{Article, Published, PublishedBasis};
use dateline::lexicon::Lexicon;
use dateline::pipeline;
use dateline::record::{self, Format, Settings};
use serde_json::Value;

/// The record of one sentence, as its readers see it.
fn record_of(sentence: &str, lexicon: &Lexicon) -> Value {
    let published =
        Published { value: "2025-06-21T20:59:08".to_owned(), basis: PublishedBasis::Metadata, overrides: false };
    let article = Article {
        id: "phrase".to_owned(),
        text: sentence.to_owned(),
        published: Some(published),
        ..Article::default()
    };
    let settings = Settings::default();
    let mut bytes = Vec::new();
    record::write(&pipeline::process(&article, lexicon, &settings), Format::Jsonl, &mut bytes).expect("a record");
    serde_json::from_slice(&bytes).expect("a record is JSON")
}

/// What a cell of a table says about a field.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(span) => span.get("text").map(cell).unwrap_or_default(),
        other => other.to_string(),
    }
}

/// Checks a table: a line is a sentence, a phrase in it or `-`, and the fields of the finding with this phrase; `-` says that there is none.
fn check(table: &str, list: &str) {
    let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
    let mut lines = table.lines();
    let fields: Vec<&str> = lines.next().unwrap_or("").split('\t').skip(2).collect();
    let mut faults = Vec::new();
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let (sentence, phrase) = (cells[0], cells[1]);
        let record = record_of(sentence, &lexicon);
        let found = record[list].as_array().expect("a list").clone();
        if phrase == "-" {
            if !found.is_empty() {
                faults.push(format!("{sentence}: {}", found.iter().map(|one| cell(&one["text"])).collect::<String>()));
            }
            continue;
        }
        let Some(one) = found.iter().find(|one| one["text"] == phrase) else {
            faults.push(format!("{sentence}: `{phrase}` is not found"));
            continue;
        };
        for (field, wanted) in fields.iter().zip(&cells[2..]) {
            let is = cell(&one[*field]);
            if is != *wanted {
                faults.push(format!("{sentence}: {field} of `{phrase}`: `{wanted}` was wanted, `{is}` was found"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_time_has_its_value() {
    check(include_str!("phrases/times.tsv"), "times");
}

#[test]
fn every_count_has_its_value() {
    check(include_str!("phrases/counts.tsv"), "counts");
}

#[test]
fn numbers_of_telephones_flights_and_streets_are_no_dates() {
    let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
    let sentences: Vec<&str> = include_str!("../fixtures/traps/times.txt").lines().collect();
    let mut faults = Vec::new();
    for row in include_str!("../fixtures/traps/times.tsv").lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let sentence = sentences[cells[0].parse::<usize>().expect("a line number") - 1];
        let start = sentence.find(cells[1]).expect("the text stands on its line");
        let start = sentence[..start].chars().count() as u64;
        let end = start + cells[1].chars().count() as u64;
        let record = record_of(sentence, &lexicon);
        for time in record["times"].as_array().expect("a list") {
            let overlaps =
                time["start"].as_u64().expect("an offset") < end && start < time["end"].as_u64().expect("an offset");
            if overlaps && (cells[2] == "time" || time["type"] == cells[2]) {
                faults.push(format!("line {}: {sentence}: {}", cells[0], cell(&time["text"])));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
