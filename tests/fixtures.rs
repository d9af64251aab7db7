//! Every article of the fixtures and its record, side by side. `BLESS=1 cargo test` rewrites the records; the review is `git diff fixtures`.

use crate::sample;
use dateline::article::{Article, Source};
use dateline::lexicon::Lexicon;
use dateline::pipeline;
use dateline::record::{self, Format, Settings};
use std::fs;
use std::path::{Path, PathBuf};

/// The record that the program makes of an article now. It does not name the lexicon, so that a new town does not change every record.
pub(crate) fn record_of(path: &Path, text: &str, lexicon: &Lexicon) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let below = path.strip_prefix(root).unwrap_or(path).with_extension("");
    let id = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
    let source = Source { path: Some(format!("{id}.txt")), format: "text", ..Source::default() };
    let article = Article { id, text: text.to_owned(), source, ..Article::default() };
    let settings = Settings::default();
    let mut bytes = Vec::new();
    let record = pipeline::process(&article, lexicon, &settings);
    record::write(&record, Format::Json, &mut bytes).expect("a record is written");
    String::from_utf8(bytes).expect("a record is UTF-8")
}

fn first_difference(old: &str, new: &str) -> String {
    let line = old.lines().zip(new.lines()).position(|(old, new)| old != new).unwrap_or(0);
    let at = |text: &str| text.lines().nth(line).unwrap_or("").trim().to_owned();
    format!("line {}: `{}` was wanted, `{}` was found", line + 1, at(old), at(new))
}

#[test]
fn every_article_gives_the_record_beside_it() {
    let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
    let bless = std::env::var_os("BLESS").is_some();
    let mut faults = Vec::new();
    for (path, text) in sample::fixtures() {
        if sample::is_gold(path) {
            continue;
        }
        let beside: PathBuf = path.with_extension("record.json");
        let new = record_of(path, text, &lexicon);
        if bless {
            fs::write(&beside, new).expect("the record is written");
            continue;
        }
        match fs::read_to_string(&beside) {
            // an article that nobody has looked at yet: BLESS=1 writes its record
            Err(_) => {}
            Ok(old) if old == new => {}
            Ok(old) => faults.push(format!("{}: {}", beside.display(), first_difference(&old, &new))),
        }
    }
    assert!(faults.is_empty(), "{}\nBLESS=1 cargo test rewrites them", faults.join("\n"));
}
