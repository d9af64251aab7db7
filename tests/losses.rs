//! What no run may lose or destroy: lines before a break, rows behind a quote, inputs, devices; and what must be told, never passed over with exit code 0.

use crate::sample::folder;
use assert_cmd::Command;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use tempfile::TempDir;

struct Run {
    code: i32,
    lines: Vec<Value>,
    told: String,
}

fn run(folder: &TempDir, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    let output = command.args(arguments).current_dir(folder.path()).output().expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("the output is UTF-8");
    Run {
        code: output.status.code().unwrap_or(-1),
        lines: text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
        told: String::from_utf8(output.stderr).expect("what is told is UTF-8"),
    }
}

fn ids(run: &Run) -> Vec<&str> {
    run.lines.iter().map(|record| record["id"].as_str().unwrap_or("?")).collect()
}

fn texts(run: &Run) -> Vec<&str> {
    run.lines.iter().map(|record| record["text"].as_str().unwrap_or("-")).collect()
}

const ARREST: &[u8] = b"{\"id\":\"a\",\"text\":\"Police arrested two men in Lyon on 3 May 2025.\"}\n";

// ---- inputs that break off ------------------------------------------------------------------------------------------------------------

#[test]
fn merge_and_view_read_the_whole_lines_before_a_break() {
    let folder = folder(&[("a.jsonl", ARREST)]);
    let record = run(&folder, &["extract", "-q", "a.jsonl", "-o", "record.jsonl"]);
    assert_eq!(record.code, 0);
    let record = fs::read(folder.path().join("record.jsonl")).expect("a record");
    let mut packed = GzEncoder::new(Vec::new(), Compression::none());
    for _ in 0..40 {
        packed.write_all(&record).expect("memory");
    }
    let packed = packed.finish().expect("memory");
    fs::write(folder.path().join("cut.jsonl.gz"), &packed[..packed.len() * 3 / 4]).expect("a file");
    let merged = run(&folder, &["merge", "cut.jsonl.gz"]);
    assert_eq!((merged.code, merged.lines.len()), (1, 1), "{}", merged.told);
    assert!(merged.told.contains("cut.jsonl.gz: ") && merged.told.contains("what is before it is read"));
    let page = run(&folder, &["view", "cut.jsonl.gz", "-o", "page.html"]);
    let shown = page.told.split("dateline: ").nth(1).expect("a sum").split(' ').next().and_then(|sum| sum.parse().ok());
    assert_eq!((page.code, shown.is_some_and(|shown: usize| shown > 20)), (1, true), "{}", page.told);
}

#[test]
fn merge_tells_what_it_cannot_walk_to() {
    let folder = folder(&[("news/a.jsonl", b"")]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(".", folder.path().join("news/loop")).expect("a link");
        let merged = run(&folder, &["merge", "news"]);
        assert_eq!(merged.code, 1);
        assert!(merged.told.contains("a link to a folder above it"), "{}", merged.told);
    }
    assert_eq!(run(&folder, &["merge", "news/a.jsonl"]).code, 0);
}

#[test]
fn a_quote_that_is_never_closed_swallows_no_rows_in_silence() {
    let folder = folder(&[
        ("a.csv", b"id,text\n1,Rain fell.\n2,\"Snow fell.\n3,Hail fell.\n"),
        ("b.tsv", b"id\ttext\n1\t\"Rain fell.\"\n2\t\"Snow\nfell.\""),
        ("c.csv", b"id,text\r\n1,Rain fell."),
        ("d.csv", b""),
    ]);
    let broken = run(&folder, &["extract", "a.csv"]);
    assert_eq!((broken.code, ids(&broken)), (1, vec!["1", "a:3"]));
    assert!(broken.told.starts_with("a.csv:3: a quote that opens in this row is not closed"), "{}", broken.told);
    let whole = run(&folder, &["extract", "--with-text", "b.tsv", "c.csv", "d.csv"]);
    assert_eq!((whole.code, texts(&whole)), (0, vec!["Rain fell.", "Snow\nfell.", "Rain fell."]));
}

#[test]
fn damaged_records_of_an_archive_are_failures() {
    let record = |url: &str, length: &str, body: &[u8]| {
        let head =
            format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Length: {length}\r\n\r\n");
        [head.as_bytes(), body, b"\r\n\r\n"].concat()
    };
    let broken = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\x03half";
    let gone = b"HTTP/1.1 404 Not Found\r\n\r\n<p>Gone.</p>";
    let archive = [
        record("http://a.example/1", "many", b""),
        record("http://a.example/2", &broken.len().to_string(), broken),
        record("http://a.example/3", &gone.len().to_string(), gone),
    ]
    .concat();
    let folder = folder(&[("a.warc", &archive)]);
    let found = run(&folder, &["extract", "a.warc"]);
    assert_eq!((found.code, found.lines.len()), (1, 2), "{}", found.told);
    assert!(found.told.contains("`many`") && found.told.contains("broken gzip (http://a.example/2)"), "{}", found.told);
}

#[test]
fn a_feed_or_a_list_that_breaks_off_is_told_and_what_is_before_it_read() {
    let item = "<item><title>Ferry</title><description>Rain fell.</description></item>";
    let folder = folder(&[
        ("a.xml", format!("<rss><channel>{item}{item}</channel></rss>").as_bytes()),
        ("b.xml", format!("<rss><channel>{item}{item}</chan").as_bytes()),
        ("c.xml", format!("<rss><channel>{item}<item><title>Half").as_bytes()),
        ("d.json", b"[{\"text\":\"Rain fell.\"},{\"text\":\"Snow"),
    ]);
    let of = |name: &str| {
        let found = run(&folder, &["extract", name]);
        (found.code, found.lines.iter().map(|record| record["error"].is_null()).collect::<Vec<_>>())
    };
    assert_eq!(of("a.xml"), (0, vec![true, true]));
    assert_eq!(of("b.xml"), (1, vec![true, true, false]));
    assert_eq!(of("c.xml"), (1, vec![true, false]));
    assert_eq!(of("d.json"), (1, vec![true, false]));
}

#[test]
fn a_pattern_that_parts_every_line_loses_no_text() {
    let folder = folder(&[("a.txt", b"Rain fell.\nSnow fell.\n")]);
    let found = run(&folder, &["extract", "--with-text", "--split=^", "a.txt"]);
    assert_eq!(texts(&found), ["Rain fell.\nSnow fell.\n"]);
}

#[test]
fn records_of_another_version_are_refused() {
    let folder = folder(&[("a.jsonl", b"{\"record_version\":99,\"id\":\"x\",\"events\":[]}\n[]\n")]);
    for command in [&["merge", "a.jsonl"][..], &["view", "a.jsonl", "-o", "page.html"]] {
        let refused = run(&folder, command);
        assert_eq!(refused.code, 1);
        assert!(refused.told.contains("a.jsonl:1: a record of version 99, version 1 was wanted"), "{}", refused.told);
        assert!(
            refused.told.contains("a.jsonl:2: no record: ") && !refused.told.contains("struct"),
            "{}",
            refused.told
        );
    }
}

// ---- fields ---------------------------------------------------------------------------------------------------------------------------

#[test]
fn an_empty_text_gives_way_to_another_field_that_holds_one() {
    let lines =
        "{\"text\":\"\",\"body\":\"Rain fell.\"}\n{\"text\":\" \",\"content\":[\"Rain fell.\"]}\n{\"text\":\"\"}\n";
    let folder = folder(&[("a.jsonl", lines.as_bytes())]);
    let found = run(&folder, &["extract", "--with-text", "a.jsonl"]);
    assert_eq!(texts(&found), ["Rain fell.", "Rain fell.", ""]);
}

#[test]
fn a_date_that_is_none_is_told_in_the_record() {
    let lines = [
        json!({"text": "Rain fell.", "published": "32 Foo 2025"}),
        json!({"text": "Rain fell.", "published": "None", "date": ""}),
        json!({"text": "Rain fell.", "published": "soon enough", "date": "2025-06-21"}),
    ];
    let folder = folder(&[("a.jsonl", lines.map(|line| line.to_string()).join("\n").as_bytes())]);
    let found = run(&folder, &["extract", "a.jsonl"]);
    let told = |at: usize| {
        let warnings = found.lines[at]["warnings"].as_array().expect("a list").clone();
        warnings.into_iter().find(|warning| warning["code"] == "bad_date").map(|warning| warning["message"].to_string())
    };
    assert!(told(0).is_some_and(|message| message.contains("`published` is `32 Foo 2025`")));
    assert_eq!((told(1), told(2)), (None, None));
    // the text is the caller's own, so its record need not carry it
    assert_eq!(found.lines[0]["text"], Value::Null);
}

// ---- outputs --------------------------------------------------------------------------------------------------------------------------

#[cfg(unix)]
#[test]
fn a_pipe_stays_a_pipe_and_a_link_a_link() {
    use std::os::unix::fs::FileTypeExt;
    let folder = folder(&[("a.jsonl", ARREST), ("real/out.jsonl", b"old\n")]);
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let reader =
        std::process::Command::new("cat").arg(&pipe).stdout(std::process::Stdio::piped()).spawn().expect("cat");
    assert_eq!(run(&folder, &["extract", "-q", "a.jsonl", "-o", "pipe"]).code, 0);
    let read = reader.wait_with_output().expect("what came through").stdout;
    assert!(read.starts_with(b"{\"record_version\"") && read.ends_with(b"\n"));
    assert!(fs::metadata(&pipe).expect("a pipe").file_type().is_fifo());

    let link = folder.path().join("link.jsonl");
    std::os::unix::fs::symlink("real/out.jsonl", &link).expect("a link");
    assert_eq!(run(&folder, &["extract", "-q", "a.jsonl", "-o", "link.jsonl"]).code, 0);
    assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
    assert!(fs::read(folder.path().join("real/out.jsonl")).expect("a file").starts_with(b"{\"record_version\""));
    assert_eq!(run(&folder, &["extract", "-q", "a.jsonl", "-o", "/dev/stdout"]).lines.len(), 1);
    assert_eq!(run(&folder, &["extract", "-q", "a.jsonl", "-o", "pipe", "--journal", "j"]).code, 2);
}

#[test]
fn an_input_is_never_written_over() {
    let folder = folder(&[("a.jsonl", ARREST)]);
    for arguments in [
        &["extract", "a.jsonl", "-o", "./a.jsonl"][..],
        &["extract", "a.jsonl", "-o", "b", "--failures", "a.jsonl"],
        &["view", "a.jsonl", "-o", "a.jsonl"],
    ] {
        let refused = run(&folder, arguments);
        assert_eq!(refused.code, 2, "{arguments:?}");
        assert!(refused.told.contains("is an input of this run"), "{}", refused.told);
    }
    assert_eq!(fs::read(folder.path().join("a.jsonl")).expect("the input"), ARREST);
}

#[test]
fn a_run_does_not_go_on_with_inputs_that_were_changed() {
    let line = |id: usize, men: usize| {
        let text = format!("Police arrested {men} men in Lyon. {}", "It rained on the road. ".repeat(40));
        json!({"id": id, "text": text}).to_string() + "\n"
    };
    let input: String =
        (0..600).map(|id| line(id, 5)).chain(["{bad\n".to_owned()]).chain((601..700).map(|id| line(id, 5))).collect();
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let go = ["extract", "-q", "a.jsonl", "-o", "out", "--journal", "journal", "--resume"];
    let stopped = run(&folder, &[&go[..], &["--max-failures", "0"]].concat());
    assert_eq!(stopped.code, 3, "{}", stopped.told);
    fs::write(folder.path().join("a.jsonl"), input.replacen("5 men", "6 men", 1)).expect("a file");
    let refused = run(&folder, &go);
    assert_eq!(refused.code, 2);
    assert!(refused.told.contains("which are written, was changed"), "{}", refused.told);
    fs::write(folder.path().join("a.jsonl"), &input).expect("a file");
    assert_eq!(run(&folder, &go).code, 1);
    let lines = fs::read_to_string(folder.path().join("out")).expect("an output").lines().count();
    assert_eq!(lines, 700);
}

#[test]
fn an_event_that_merge_leaves_out_ends_with_1() {
    let folder = folder(&[("a.jsonl", ARREST)]);
    assert_eq!(run(&folder, &["extract", "-q", "a.jsonl", "-o", "one"]).code, 0);
    let record = fs::read_to_string(folder.path().join("one")).expect("a record");
    fs::write(folder.path().join("two"), record.replace("\"tense\":\"past\"", "\"tense\":\"future\"")).expect("a file");
    assert_eq!(run(&folder, &["merge", "one", "one"]).code, 0);
    let merged = run(&folder, &["merge", "one", "two"]);
    assert_eq!(merged.code, 1, "{}", merged.told);
    assert!(merged.told.contains("1 event left out"), "{}", merged.told);
}

// ---- settings -------------------------------------------------------------------------------------------------------------------------

#[test]
fn mistakes_in_settings_are_told() {
    let folder = folder(&[("a.jsonl", ARREST)]);
    for (settings, told) in [
        ("[extrakt]\nquiet = true\n", "`extrakt` is not known here"),
        ("quiet = true\n", "`quiet` is not known here"),
        ("[extract]\nconfig = \"x\"\n", "`config` counts on the command line only"),
        ("[extract]\nmax-time = \"nan\"\n", "`nan` is no time"),
        ("[extract]\nfield = \"text=\"\n", "a name was wanted"),
    ] {
        fs::write(folder.path().join("dateline.toml"), settings).expect("a file");
        let refused = run(&folder, &["extract", "a.jsonl"]);
        assert_eq!((refused.code, refused.lines.len()), (2, 0), "{settings}");
        assert!(refused.told.contains(told), "{settings}: {}", refused.told);
    }
}

#[test]
fn a_run_without_articles_says_so() {
    let folder = folder(&[("news/a.png", b"\x89PNG")]);
    let nothing = run(&folder, &["extract", "news"]);
    assert_eq!((nothing.code, nothing.lines.len()), (0, 0));
    assert!(nothing.told.contains("dateline: no article in what was named"), "{}", nothing.told);
    let listed = run(&folder, &["extract", "--files-from", "news"]);
    assert_eq!((listed.code, listed.told.contains("news: cannot be read")), (2, true), "{}", listed.told);
}
