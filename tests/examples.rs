//! Every frame's examples are found as they say, and its counter-examples are not. Those that are not yet right stand in `tests/examples_todo.tsv`, which may only
//! shrink: an example listed there that has become right fails the test too. `BLESS=1` writes the list anew.

use dateline::gazetteer::example;
use dateline::lexicon::{Frame, Lexicon};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const TODO: &str = "tests/examples_todo.tsv";

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

#[test]
fn examples_are_found_and_counter_examples_are_not() {
    let lexicon = Lexicon::built_in().unwrap();
    let (mut todo, mut all) = (BTreeMap::new(), 0);
    for frame in frames() {
        for example in &frame.examples {
            all += 1;
            if let Some(fault) = example::fault(&frame, example, &lexicon) {
                todo.insert((frame.kind.clone(), example.text.clone()), fault);
            }
        }
        for counter in &frame.counter_examples {
            all += 1;
            if let Some(fault) = example::counter_fault(&frame, &counter.text, &lexicon) {
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
