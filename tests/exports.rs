//! Output forms: one article with everything that moves offsets, in every form. `BLESS=1 cargo test` rewrites `tests/exports/`; what other tools make of it is
//! checked by `tests/exports.py`.

use crate::sample;
use assert_cmd::Command;
use dateline::article::{Article, Source};
use dateline::lexicon::Lexicon;
use dateline::pipeline;
use dateline::record::{self, Envelope, FORMATS, Format, Settings};
use std::fs;
use std::path::Path;

fn piece(text: &str, format: Format, lexicon: &Lexicon) -> Vec<u8> {
    let source = Source { path: Some("article.txt".to_owned()), format: "text", ..Source::default() };
    let article = Article { id: "article".to_owned(), text: text.to_owned(), source, ..Article::default() };
    let settings = Settings { format, ..Settings::default() };
    let mut piece = Vec::new();
    record::write(&pipeline::process(&article, lexicon, &settings), format, &mut piece).expect("a piece is written");
    piece
}

#[test]
fn every_form_is_as_it_was() {
    let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports");
    let text = fs::read_to_string(folder.join("article.txt")).expect("the article");
    let mut known = vec![text.clone().into_bytes()];
    for form in FORMATS.iter().filter(|form| !["jsonl", "json", "events", "parquet"].contains(&form.name)) {
        for (ending, new) in record::files(form.format, &piece(&text, form.format, &lexicon)).expect("files") {
            let beside = folder.join(format!("article{ending}"));
            // brat has a file with the text as it is
            if std::env::var_os("BLESS").is_some() && !known.contains(&new) {
                fs::write(&beside, &new).expect("the output is written");
            }
            let old = fs::read(&beside).unwrap_or_default();
            assert!(old == new, "{}: BLESS=1 cargo test rewrites it", beside.display());
            known.push(new);
        }
    }
}

#[test]
fn no_text_is_too_odd_for_any_form() {
    let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
    for text in ["", "\0", "\r\n\r\n", "🚒", sample::odd(), &sample::article()] {
        for form in FORMATS {
            let whole = Envelope::around(form.format, &piece(text, form.format, &lexicon)).expect("an output");
            assert!(whole.is_empty() || !whole.starts_with(b",") && !whole.ends_with(b","), "{}", form.name);
        }
    }
}

#[test]
fn readme_tells_of_every_form() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md");
    for form in FORMATS {
        let row = format!("| `{}` | ", form.name);
        assert!(readme.contains(&row), "README.md: no row `{row}`");
    }
}

fn dateline(arguments: &[&str], input: &str) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    let output = command.args(arguments).write_stdin(input).output().expect("the program runs");
    (output.status.code().unwrap_or(-1), String::from_utf8(output.stdout).expect("the output is UTF-8"))
}

/// Forms that are one JSON value for all articles.
fn wholes() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|form| form.name).filter(|name| ["geojson", "labelstudio", "stix"].contains(name))
}

#[test]
fn a_list_ends_as_it_should_whatever_fails() {
    let good = r#"{"id": "a", "text": "Police arrested two men in Lyon on Monday.", "published": "2025-03-04"}"#;
    for name in wholes() {
        for (input, code) in [("", 0), ("{\n", 1), (&format!("{good}\n{{\n"), 1), (&format!("{{\n{good}\n{{\n"), 1)] {
            let arguments = ["extract", "-q", "--isolated", "--format", name, "--input-format", "jsonl"];
            let (ended, text) = dateline(&arguments, input);
            assert_eq!(ended, code, "{name} {input}");
            serde_json::from_str::<serde_json::Value>(&text).expect("one JSON value");
        }
        let many = "{\n".repeat(3) + good;
        let (ended, text) = dateline(
            &["extract", "-q", "--isolated", "--format", name, "--input-format", "jsonl", "--max-failures", "1"],
            &many,
        );
        assert_eq!(ended, 3);
        serde_json::from_str::<serde_json::Value>(&text).expect("a stream that is broken off has its end");
    }
}

#[test]
fn a_list_that_was_cut_off_goes_on_and_ends_with_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let lines = (0..600).map(|number| match number {
        // nothing to be written, then a failure, before the first item
        0..80 => serde_json::json!({"text": "Rain fell. ".repeat(60)}).to_string(),
        80 | 400 => "{".to_owned(),
        _ => serde_json::json!({"text": format!("Police arrested {number} men in Lyon on Monday. {}", "It rained on the road. ".repeat(60))}).to_string(),
    });
    fs::write(path("in.jsonl"), lines.map(|line| line + "\n").collect::<String>()).expect("an input");
    for name in wholes().chain(["csv"]) {
        let go = |arguments: &[&str]| {
            let first = ["extract", "-q", "--isolated", "--format", name];
            dateline(&[&first, arguments, &[path("in.jsonl").as_str()][..]].concat(), "").0
        };
        let (plain, out, journal) =
            (path(&format!("plain.{name}")), path(&format!("out.{name}")), path(&format!("journal.{name}")));
        assert_eq!(go(&["-o", &plain]), 1);
        let again = ["-o", &out, "--journal", &journal, "--resume"];
        assert_eq!(go(&[&again[..], &["--max-failures", "0"]].concat()), 3);
        assert_eq!(go(&[&again[..], &["--max-failures", "1"]].concat()), 3);
        assert_eq!(go(&again), 1);
        assert!(fs::read(&plain).expect("an output") == fs::read(&out).expect("an output"), "{name}");
    }
}

#[test]
fn in_a_folder_every_file_is_whole() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = "{\"id\": \"a\", \"text\": \"Police arrested two men in Lyon on 3 May 2025.\"}\n{\"id\": \"b\", \"text\": \"Rain.\"}\n";
    for form in FORMATS.iter().filter(|form| form.name != "jsonl") {
        let target = format!("{}/{}/", folder.path().display(), form.name);
        let arguments =
            ["extract", "-q", "--isolated", "--format", form.name, "--input-format", "jsonl", "-o", &target];
        assert_eq!(dateline(&arguments, text).0, 0);
        for id in ["a", "b"] {
            let bytes = fs::read(format!("{target}{id}{}", form.ending)).expect("a file for each article");
            if wholes().any(|name| name == form.name) {
                serde_json::from_slice::<serde_json::Value>(&bytes).expect("one JSON value");
            }
        }
    }
}
