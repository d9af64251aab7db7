//! Merging across articles: the laws that hold for any input, and what a merged event says.

use crate::sample;
use assert_cmd::Command;
use dateline::merged::Merged;
use dateline::record;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;
use tempfile::tempdir;

fn run(arguments: &[&str], input: &str) -> (String, String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .write_stdin(input)
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code().unwrap_or(-1))
}

fn merge(input: &str) -> String {
    let (lines, told, code) = run(&["merge", "--quiet"], input);
    assert_eq!(code, 0, "{told}");
    lines
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

/// Records of the fixtures' articles, and of three that tell one release.
static RECORDS: LazyLock<String> = LazyLock::new(|| {
    let mut input = String::new();
    for (number, text) in sample::articles().iter().enumerate() {
        input += &json!({"id": format!("fixture{number}"), "text": text, "published": "2025-03-04"}).to_string();
        input.push('\n');
    }
    let stories = [
        (
            "a",
            "2025-03-04",
            "Militants free aid workers in Mopti\n\nMilitants released nine aid workers, among them the nurse Ilka Brandsma, in Mopti on Monday, the charity Helping Roofs said.",
        ),
        (
            "b",
            "2025-03-05",
            "Nine freed in Mali\n\nNine aid workers were freed in Mopti on Monday. Ilka Brandsma, a nurse, was released with eight colleagues.",
        ),
        (
            "c",
            "2025-03-04",
            "Aid workers free\n\nAt least eight aid workers were released in Mopti, Mali, on Monday after talks. Ilka Brandsma is among those freed.",
        ),
    ];
    for (id, published, text) in stories {
        input += &json!({"id": id, "text": text, "published": published}).to_string();
        input.push('\n');
    }
    let (records, told, code) = run(&["extract", "--quiet", "--input-format", "jsonl", "-"], &input);
    assert_eq!(code, 0, "{told}");
    records
});

static MERGED: LazyLock<String> = LazyLock::new(|| merge(&RECORDS));

#[test]
fn every_event_is_a_member_of_exactly_one() {
    let mut wanted = BTreeMap::new();
    for record in lines(&RECORDS) {
        for event in record["events"].as_array().expect("events") {
            wanted.insert((record["id"].to_string(), event["id"].to_string()), event.clone());
        }
    }
    let mut seen = BTreeSet::new();
    for merged in lines(&MERGED) {
        for member in merged["members"].as_array().expect("members").iter().filter(|member| !member["event"].is_null())
        {
            let id = (member["article"].to_string(), member["event"].to_string());
            let event = &wanted[&id];
            assert_eq!(member["as_told"]["trigger"], event["trigger"]);
            assert_eq!(member["as_told"]["counts"].as_array().map(Vec::len), event["counts"].as_array().map(Vec::len));
            assert!(seen.insert(id), "an event is in two merged ones");
        }
    }
    assert_eq!(seen.len(), wanted.len(), "events are lost");
}

#[test]
fn what_is_merged_stays_as_it_is() {
    assert_eq!(merge(&MERGED), *MERGED);
    // and merged with the records it was made of
    assert_eq!(merge(&format!("{}{}", *MERGED, *RECORDS)), *MERGED);
}

#[test]
fn order_does_not_matter() {
    let mut records: Vec<&str> = RECORDS.lines().collect();
    for turn in 0..10 {
        let length = records.len();
        for at in (1..length).rev() {
            records.swap(at, (at * 7919 + turn * 104_729 + 13) % (at + 1));
        }
        assert_eq!(merge(&(records.join("\n") + "\n")), *MERGED, "shuffle {turn}");
    }
    let (one, _, _) = run(&["merge", "--quiet", "--jobs", "1"], &RECORDS);
    let (many, _, _) = run(&["merge", "--quiet", "--jobs", "7"], &RECORDS);
    assert_eq!(one, *MERGED);
    assert_eq!(many, *MERGED);
}

#[test]
fn parts_make_what_the_whole_makes() {
    let folder = tempdir().expect("a folder");
    let (parts, _, _) = run(&["merge", "--parts", "3"], &RECORDS);
    let parts = lines(&parts);
    let mut arguments = vec!["merge".to_owned(), "--quiet".to_owned()];
    for number in 0..3_u64 {
        let needed: BTreeSet<&str> = parts
            .iter()
            .filter(|article| article["parts"].as_array().expect("parts").contains(&json!(number)))
            .filter_map(|article| article["article"].as_str())
            .collect();
        let records = RECORDS.lines().filter(|line| {
            let record: Value = serde_json::from_str(line).expect("a record");
            needed.contains(record["id"].as_str().expect("an id"))
        });
        let records: String = records.map(|line| format!("{line}\n")).collect();
        let (pairs, told, code) = run(&["merge", "--pairs", "--part", &format!("{number}/3")], &records);
        assert_eq!(code, 0, "{told}");
        let path = folder.path().join(format!("{number}.pairs"));
        std::fs::write(&path, pairs).expect("a file");
        arguments.extend(["--union".to_owned(), path.display().to_string()]);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (union, told, code) = run(&arguments, &RECORDS);
    assert_eq!(code, 0, "{told}");
    assert_eq!(union, *MERGED);
}

#[test]
fn one_release_has_one_line_with_every_claim() {
    let merged = lines(&MERGED);
    let of = |merged: &Value| -> BTreeSet<String> {
        let members = merged["members"].as_array().expect("members");
        members.iter().filter_map(|member| member["article"].as_str().map(str::to_owned)).collect()
    };
    let wanted = BTreeSet::from(["a".to_owned(), "b".to_owned(), "c".to_owned()]);
    let release =
        merged.iter().find(|merged| merged["type"] == "release" && of(merged) == wanted).expect("one release");
    assert_eq!(release["sources"], 3);
    assert_eq!(release["time"]["value"], "2025-03-03");
    assert_eq!(release["place"]["name"], "Mopti");
    let count = &release["counts"][0];
    assert_eq!(
        (&count["value"], &count["min"], &count["max"], &count["mod"]),
        (&json!(9), &json!(9), &json!(9), &Value::Null)
    );
    let claims: BTreeSet<&str> =
        count["claims"].as_array().expect("claims").iter().filter_map(|claim| claim["article"].as_str()).collect();
    assert_eq!(claims, BTreeSet::from(["a", "b", "c"]));
    let names: Vec<&Value> =
        release["arguments"].as_array().expect("arguments").iter().map(|argument| &argument["name"]).collect();
    assert_eq!(names.iter().filter(|name| **name == "Ilka Brandsma").count(), 1, "{names:?}");
}

#[test]
fn towns_apart_and_days_apart_are_never_one() {
    let article = |id: &str, text: &str| format!("{}\n", json!({"id": id, "text": text, "published": "2025-03-05"}));
    let input = article("a", "Gunmen attacked a market in Mopti on Monday, killing four people.")
        + &article("b", "Gunmen attacked a market in Gao on Monday, killing four people.")
        + &article("c", "Gunmen attacked a market in Mopti on Tuesday, killing four people.");
    let (records, _, _) = run(&["extract", "--quiet", "--input-format", "jsonl", "-"], &input);
    for merged in lines(&merge(&records)) {
        assert_eq!(merged["sources"], 1, "{merged}");
    }
}

#[test]
fn it_says_why() {
    let (explained, _, _) = run(&["merge", "--quiet", "--explain"], &RECORDS);
    let release = lines(&explained)
        .into_iter()
        .find(|merged| merged["type"] == "release" && merged["sources"] == 3)
        .expect("one release");
    let joined = release["explain"]["joined"].as_array().expect("pairs").clone();
    assert!(joined.iter().any(|pair| {
        pair["evidence"].as_array().is_some_and(|evidence| evidence.iter().any(|one| one["name"] == "date:day"))
    }));
    // why does not change what
    let strip = |text: &str| -> Vec<Value> {
        let mut all = lines(text);
        for merged in &mut all {
            merged["explain"] = Value::Null;
        }
        all
    };
    assert_eq!(strip(&explained), lines(&MERGED));
}

#[test]
fn lines_fit_the_schema() {
    let schema = jsonschema::validator_for(&record::schema_of::<Merged>()).expect("a schema");
    for merged in lines(&MERGED) {
        let faults: Vec<String> = schema.iter_errors(&merged).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
    }
    assert!(record::duckdb_columns_of::<Merged>().contains("sources: 'BIGINT'"));
}

#[test]
fn what_is_no_record_is_told_and_the_rest_is_merged() {
    let folder = tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("good.jsonl"), &*RECORDS).expect("a file");
    std::fs::write(path("bad.jsonl"), "{\"a\": 1}\nno json\n\n").expect("a file");
    std::fs::write(path("left.txt"), "no record").expect("a file");
    let (out, told, code) = run(&["merge", &folder.path().display().to_string()], "");
    assert_eq!(code, 1);
    assert_eq!(out, *MERGED);
    assert!(told.contains("bad.jsonl:1: neither an article's record"), "{told}");
    assert!(told.contains("bad.jsonl:2: no record"), "{told}");
    let (_, told, code) = run(&["merge", "--output", &path("out.jsonl"), &path("good.jsonl")], "");
    assert_eq!(code, 0, "{told}");
    assert_eq!(std::fs::read_to_string(path("out.jsonl")).expect("a file"), *MERGED);
    let (out, told, code) = run(&["merge", &path("nothing.jsonl")], "");
    assert_eq!((out.as_str(), code), ("", 1), "{told}");
    assert_eq!(merge(""), "");
}

#[test]
fn indented_records_are_read() {
    let article = json!({"id": "a", "text": "Gunmen attacked a market in Mopti on Monday.", "published": "2025-03-05"})
        .to_string();
    let (one_line, _, _) = run(&["extract", "--quiet", "--input-format", "jsonl", "-"], &article);
    let (indented, _, _) = run(&["extract", "--quiet", "--input-format", "jsonl", "--format", "json", "-"], &article);
    assert!(Path::new(env!("CARGO_BIN_EXE_dateline")).exists() && indented.lines().count() > 10);
    assert_eq!(merge(&indented), merge(&one_line));
}

#[test]
fn packed_records_are_unpacked() {
    let folder = tempdir().expect("a folder");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, RECORDS.as_bytes()).expect("memory");
    std::fs::write(folder.path().join("records.jsonl.gz"), packed.finish().expect("memory")).expect("a file");
    std::fs::write(folder.path().join("others.gz"), "no records").expect("a file");
    let (lines, told, code) = run(&["merge", "--quiet", &folder.path().display().to_string()], "");
    assert_eq!((code, told.as_str()), (0, ""));
    assert!(lines == *MERGED);
}
