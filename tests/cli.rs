//! The program from outside: what it reads, writes, tells and returns.

use crate::sample::{self, folder};
use assert_cmd::Command;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use tempfile::{TempDir, tempdir};

fn dateline(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(arguments);
    command
}

/// What a run came to.
struct Run {
    code: i32,
    lines: Vec<Value>,
    told: String,
}

fn run(command: &mut Command) -> Run {
    let output = command.output().expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("the output is UTF-8");
    Run {
        code: output.status.code().unwrap_or(-1),
        lines: text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect(),
        told: String::from_utf8(output.stderr).expect("what is told is UTF-8"),
    }
}

fn extract(input: &str, arguments: &[&str]) -> Run {
    run(dateline(&["extract"]).args(arguments).write_stdin(input))
}

fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).display().to_string()
}

fn ids(run: &Run) -> Vec<&str> {
    run.lines.iter().map(|record| record["id"].as_str().unwrap_or("?")).collect()
}

fn codes(record: &Value) -> Vec<&str> {
    let warnings = record["warnings"].as_array().expect("a list");
    warnings.iter().map(|warning| warning["code"].as_str().unwrap_or("?")).collect()
}

// ---- inputs ---------------------------------------------------------------------------------------------------------------------------

#[test]
fn a_line_with_id_text_and_date_gives_a_record_with_that_id() {
    let run = extract(r#"{"id":"a7","text":"Rain fell.","published":"2025-06-21"}"#, &["--input-format", "jsonl", "-"]);
    assert_eq!((run.code, run.lines.len(), run.told.as_str()), (0, 1, ""));
    assert_eq!(run.lines[0]["id"], "a7");
    assert_eq!(run.lines[0]["published"], json!({"value": "2025-06-21", "basis": "metadata", "span": null}));
}

#[test]
fn stream_file_and_line_of_one_text_give_the_same_findings() {
    let text = sample::article();
    let folder = folder(&[("a.txt", text.as_bytes()), ("a.jsonl", json!({"text": text}).to_string().as_bytes())]);
    let stream = extract(&text, &[]);
    let line = run(&mut dateline(&["extract", &path(&folder, "a.jsonl")]));
    let file = run(&mut dateline(&["extract", &path(&folder, "a.txt")]));
    assert_eq!(stream.lines.len(), 1);
    let lists = ["zones", "entities", "times", "counts", "quotes", "relations", "events", "fingerprint", "title"];
    for list in lists {
        assert_eq!(stream.lines[0][list], file.lines[0][list], "{list}");
        assert_eq!(stream.lines[0][list], line.lines[0][list], "{list}");
    }
}

#[test]
fn a_folder_is_walked_by_name_without_records_and_hidden_files() {
    let folder = folder(&[
        ("news/b.txt", b"Second."),
        ("news/a/x.jsonl", b"{\"text\":\"One.\"}\n\n{\"text\":\"Two.\"}\n"),
        ("news/b.record.json", b"{}"),
        ("news/.hidden.txt", b"No."),
        ("news/picture.png", b"\x89PNG"),
        ("news/plain", b"No ending."),
    ]);
    let run = run(&mut dateline(&["extract", &path(&folder, "news")]));
    assert_eq!(ids(&run), ["news/a/x:1", "news/a/x:3", "news/b", "news/plain"]);
    assert_eq!(run.code, 0);
    assert!(run.told.contains("1 .png"), "{}", run.told);
}

#[test]
fn the_form_is_told_by_content_where_the_name_does_not() {
    let folder = folder(&[("dump", b"{\"text\":\"One.\"}\n{\"text\":\"Two.\"}"), ("note", b"{braces} open a text.")]);
    let run = run(&mut dateline(&["extract", &path(&folder, "dump"), &path(&folder, "note")]));
    assert_eq!(ids(&run), ["dump:1", "dump:2", "note"]);
}

#[test]
fn line_ends_and_byte_order_marks_do_no_harm() {
    let run = extract("\u{feff}{\"id\":\"a\",\"text\":\"One.\"}\r\n{\"id\":\"b\",\"text\":\"Two.\"}\r\n", &[]);
    assert_eq!((ids(&run), run.code), (vec!["a", "b"], 0));
}

#[test]
fn nothing_in_gives_nothing_out() {
    for form in ["jsonl", "text"] {
        let run = extract("", &["--input-format", form]);
        assert_eq!((run.code, run.lines.len(), run.told.as_str()), (0, 0, ""));
    }
    let empty = extract(" \n", &[]);
    assert_eq!(empty.code, 0);
    assert!(codes(&empty.lines[0]).contains(&"empty_text"));
}

#[test]
fn a_title_of_its_own_stands_before_the_text() {
    let run = extract(r#"{"headline":"Wét roads","body":"Rain fell."}"#, &["--with-text"]);
    assert_eq!(run.lines[0]["text"], "Wét roads\n\nRain fell.");
    assert_eq!(run.lines[0]["text_offset"], 11);
    assert_eq!(run.lines[0]["title"], json!({"text": "Wét roads", "start": 0, "end": 9}));
    assert_eq!(run.lines[0]["source"]["fields"], json!(["title=headline", "text=body"]));
    let bytes = extract(r#"{"headline":"Wét roads","body":"Rain fell."}"#, &["--offsets", "bytes"]);
    assert_eq!(bytes.lines[0]["text_offset"], 12);
    assert_eq!(bytes.lines[0]["text"], Value::Null);
}

// ---- dates ----------------------------------------------------------------------------------------------------------------------------

#[test]
fn the_publication_date_says_what_it_rests_on() {
    let folder = folder(&[("2024-02-29-minsk.txt", b"Rain fell on the road to the lake today.")]);
    let file = path(&folder, "2024-02-29-minsk.txt");
    let published =
        |arguments: &[&str]| run(dateline(&["extract", &file]).args(arguments)).lines[0]["published"].clone();
    assert_eq!(published(&[]), json!({"value": "2024-02-29", "basis": "filename", "span": null}));
    assert_eq!(published(&["--date", "2020-01-01"])["basis"], "filename");
    assert_eq!(
        published(&["--override-date", "2020-01-01T10:00:00Z"]),
        json!({"value": "2020-01-01T10:00:00Z", "basis": "flag", "span": null})
    );
    let none = extract("Rain fell.", &[]);
    assert_eq!(none.lines[0]["published"], Value::Null);
    assert!(codes(&none.lines[0]).contains(&"no_publication_date"));
    let given = extract("Rain fell.", &["--date", "2020-01-01"]);
    assert_eq!(given.lines[0]["published"]["basis"], "flag");
    assert!(codes(&given.lines[0]).is_empty());
}

// ---- failures -------------------------------------------------------------------------------------------------------------------------

#[test]
fn a_bad_line_is_told_and_the_rest_goes_on() {
    let input = "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\", oops\n{\"id\":\"c\"}\n[1]\n{\"id\":\"d\",\"text\":\"Four.\"}\n";
    let run = extract(input, &["--input-format", "jsonl"]);
    assert_eq!(run.code, 1);
    assert_eq!(ids(&run), ["a", "-:2", "c", "-:4", "d"]);
    let codes: Vec<&Value> = run.lines.iter().map(|record| &record["error"]["code"]).collect();
    assert_eq!(codes, [&Value::Null, &json!("bad_json"), &json!("missing_text"), &json!("bad_json"), &Value::Null]);
    assert!(run.told.contains("-:2: "), "{}", run.told);
    assert!(
        run.told.contains("-:3: 1 fields, none with a text, a field `text` with a string was wanted"),
        "{}",
        run.told
    );
    assert!(run.told.contains("3 failures"), "{}", run.told);
}

#[test]
fn a_file_that_cannot_be_read_becomes_an_error_record_in_its_place() {
    let folder = folder(&[("a.txt", b"One."), ("c.txt", b"\x89PNG\r\n\x1a\n"), ("d.txt", b"Four.")]);
    let files = ["a.txt", "b.txt", "c.txt", "d.txt"].map(|name| path(&folder, name));
    let run = run(dateline(&["extract"]).args(&files));
    assert_eq!((run.code, ids(&run)), (1, vec!["a", "b", "c", "d"]));
    assert_eq!(run.lines[1]["error"]["code"], "unreadable");
    assert_eq!(run.lines[2]["error"], json!({"code": "binary", "message": "a PNG picture, an article was wanted"}));
    assert_eq!(run.lines[2]["events"], json!([]));
    assert_eq!(run.lines[2]["language"], Value::Null);
    assert!(run.told.contains("c.txt: a PNG picture"), "{}", run.told);
}

#[test]
fn what_is_too_large_is_told_and_passed_over() {
    let folder = folder(&[("a.txt", b"A text of some length."), ("b.txt", b"Short.")]);
    let files = run(&mut dateline(&["extract", "--max-size", "10", &path(&folder, "a.txt"), &path(&folder, "b.txt")]));
    assert_eq!((files.code, &files.lines[0]["error"]["code"]), (1, &json!("too_large")));
    assert_eq!(files.lines[1]["error"], Value::Null);
    // a line may be far longer than its text, but not without end
    let long = format!("{{\"id\":\"a\",\"text\":\"{}\"}}\n{{\"id\":\"b\",\"text\":\"Two.\"}}\n", "x".repeat(3 << 20));
    let lines = extract(&long, &["--max-size", "10"]);
    assert_eq!((ids(&lines), lines.code), (vec!["-:1", "b"], 1));
    assert_eq!(lines.lines[0]["error"]["code"], "too_large");
    let quiet = extract(&long, &["--max-size", "10", "-q"]);
    assert_eq!((quiet.told.as_str(), quiet.code), ("", 1));
}

#[test]
fn a_repeated_id_gets_a_number_and_a_warning() {
    let input = "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"a\",\"text\":\"Two.\"}\n{\"id\":\"a~2\",\"text\":\"X.\"}\n{\"id\":\"a\",\"text\":\"Three.\"}\n";
    let run = extract(input, &["--with-text"]);
    assert_eq!(ids(&run), ["a", "a~2", "a~2~2", "a~3"]);
    assert_eq!(run.lines[3]["text"], "Three.");
    assert!(codes(&run.lines[1]).contains(&"repeated_id"));
    assert_eq!(run.code, 0);
}

#[test]
fn wrong_usage_and_bad_gazetteers_end_with_2_before_anything_is_read() {
    let folder = folder(&[("place/mine.tsv", b"id\tname\tlat\nx:1\tNowhere\t12,5\n")]);
    let empty = tempdir().expect("a temporary folder");
    let faults: [&[&str]; 6] = [
        &["--date", "yesterday"],
        &["--offsets", "words"],
        &["--max-size", "5T"],
        &["--gazetteer", &folder.path().display().to_string()],
        &["--gazetteer", "/nonexistent"],
        &["--gazetteer", &empty.path().display().to_string()],
    ];
    for arguments in faults {
        let run = extract("Rain.", arguments);
        assert_eq!((run.code, run.lines.len()), (2, 0), "{arguments:?}");
        assert!(!run.told.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let line = json!({"text": sample::article()}).to_string() + "\n";
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["extract", "-j", "2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("a pipe");
    // the input stays open: the program must not wait for its end
    let _ = stdin.write_all(line.repeat(20).as_bytes());
    let status = child.wait().expect("the program ends");
    let mut told = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().expect("a pipe"), &mut told).expect("UTF-8");
    assert_eq!((status.code(), told.as_str()), (Some(0), ""));
}

#[test]
fn a_slow_stream_is_answered_line_by_line() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["extract", "-j", "2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut answers = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().expect("a pipe")));
    for id in ["a", "b"] {
        writeln!(stdin, "{}", json!({"id": id, "text": "Rain fell."})).expect("the line is taken");
        stdin.flush().expect("the line is taken");
        let answer = answers.next().expect("an answer before the input ends").expect("UTF-8");
        assert!(answer.contains(&format!("\"id\":\"{id}\"")), "{answer}");
    }
    drop(stdin);
    assert!(child.wait().expect("the program ends").success());
}

// ---- outputs --------------------------------------------------------------------------------------------------------------------------

#[test]
fn one_thread_and_four_write_the_same_bytes() {
    let mut input = String::new();
    for number in 0..600 {
        let text = sample::articles().swap_remove(number % sample::articles().len());
        let line =
            if number % 50 == 7 { "{".to_owned() } else { json!({"id": number % 590, "text": text}).to_string() };
        input.push_str(&line);
        input.push('\n');
    }
    let folder = folder(&[("in.jsonl", input.as_bytes())]);
    for format in ["jsonl", "events"] {
        let bytes = |jobs: &str| {
            let output = dateline(&["extract", "-q", "-f", format, "-j", jobs, &path(&folder, "in.jsonl")]).output();
            output.expect("the program runs").stdout
        };
        let one = bytes("1");
        assert!(one == bytes("4"), "the bytes differ");
        assert!(format != "jsonl" || one.len() > 600_000);
    }
}

#[test]
fn offsets_find_the_words_in_every_unit() {
    let text = format!("\u{feff}{}\r\n\r\n{}", sample::article(), sample::odd());
    type Slice = fn(&str, u64, u64) -> String;
    let slices: [(&str, Slice); 3] = [
        ("chars", |text, start, end| text.chars().skip(start as usize).take((end - start) as usize).collect()),
        ("bytes", |text, start, end| text[start as usize..end as usize].to_owned()),
        ("utf16", |text, start, end| {
            let units: Vec<u16> = text.encode_utf16().collect();
            String::from_utf16(&units[start as usize..end as usize]).expect("a boundary")
        }),
    ];
    for (unit, slice) in slices {
        let run = extract(&text, &["--offsets", unit, "--with-text"]);
        let record = &run.lines[0];
        assert_eq!(record["text"], text);
        let mut spans = 0;
        sample::each_object(record, &mut |object| {
            let (words, offset) = (object.get("text").and_then(Value::as_str), |field| object.get(field)?.as_u64());
            if let (Some(words), Some(start), Some(end)) = (words, offset("start"), offset("end")) {
                assert_eq!(slice(&text, start, end), words, "{unit}");
                spans += 1;
            }
        });
        assert!(spans > 0);
    }
}

#[test]
fn a_file_takes_its_name_when_all_is_written() {
    let folder = folder(&[("in.txt", b"Rain fell."), ("out.jsonl", b"old")]);
    let (from, to) = (path(&folder, "in.txt"), path(&folder, "out.jsonl"));
    let run = run(&mut dateline(&["extract", &from, "-o", &to]));
    assert_eq!((run.code, run.lines.len()), (0, 0));
    let record: Value = serde_json::from_slice(&fs::read(&to).expect("the output")).expect("a record");
    assert_eq!(record["id"], "in");
    let names: Vec<_> =
        fs::read_dir(folder.path()).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let nowhere = extract("Rain.", &["-o", "/nonexistent/out.jsonl"]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.told.contains("/nonexistent/out.jsonl"), "{}", nowhere.told);
}

#[test]
fn only_the_wanted_lists_are_filled() {
    let all = extract(&sample::article(), &[]);
    let only = extract(&sample::article(), &["--only", "times,counts"]);
    for list in ["entities", "quotes", "relations", "events"] {
        assert_eq!(only.lines[0][list], json!([]), "{list}");
    }
    for list in ["times", "counts"] {
        assert_eq!(only.lines[0][list], all.lines[0][list], "{list}");
    }
}

#[test]
fn findings_say_why_when_they_are_asked() {
    let text = sample::article();
    let (plain, told) = (extract(&text, &[]), extract(&text, &["--explain"]));
    let every = |record: &Value, holds: fn(&Value) -> bool| {
        sample::each_object(record, &mut |object| {
            if let Some(explain) = object.get("explain") {
                assert!(holds(explain), "{object:?}");
            }
        });
    };
    every(&plain.lines[0], Value::is_null);
    every(&told.lines[0], |explain| explain["rule"].is_string());
}

#[test]
fn a_line_of_events_stands_for_itself() {
    let input =
        json!({"id": "n/1", "title": "Storm", "text": sample::article(), "url": "https://news.example/1"}).to_string();
    let records = extract(&input, &[]);
    let lines = extract(&input, &["-f", "events", "--only", "events"]);
    let events = records.lines[0]["events"].as_array().expect("a list");
    assert_eq!(lines.lines.len(), events.len());
    for (line, event) in lines.lines.iter().zip(events) {
        assert_eq!(line["id"], format!("n/1#{}", event["id"].as_str().expect("an id")));
        assert_eq!(line["article"]["url"], "https://news.example/1");
        assert_eq!(line["trigger"], event["trigger"]);
        for (argument, id) in
            line["arguments"].as_array().expect("a list").iter().zip(event["arguments"].as_array().expect("a list"))
        {
            assert_eq!(argument["entity"]["id"], id["entity"]);
        }
    }
}

#[test]
fn help_version_and_schema_are_there() {
    for arguments in [
        &["--help"][..],
        &["extract", "--help"],
        &["--version"],
        &["schema"],
        &["schema", "event"],
        &["schema", "--duckdb"],
    ] {
        let output = dateline(arguments).output().expect("the program runs");
        assert!(output.status.success() && !output.stdout.is_empty(), "{arguments:?}");
    }
    let manual = dateline(&["man"]).output().expect("the program runs").stdout;
    assert!(
        String::from_utf8_lossy(&manual).contains("dateline\\-gazetteer\\-compile \\-"),
        "every command has its page"
    );
    assert_eq!(dateline(&["sing"]).output().expect("the program runs").status.code(), Some(2));
    assert!(Path::new(env!("CARGO_BIN_EXE_dateline")).exists());
}

// ---- batches --------------------------------------------------------------------------------------------------------------------------

#[test]
fn a_run_that_was_cut_off_goes_on_and_ends_with_the_same_bytes() {
    let mut input = String::new();
    for number in 0..900 {
        let line = if number % 90 == 7 {
            "{".to_owned()
        } else {
            json!({"id": number % 880, "text": format!("Police arrested {number} men in Lyon on Monday. {}", "It rained on the road. ".repeat(30))}).to_string()
        };
        input.push_str(&line);
        input.push('\n');
    }
    let folder = folder(&[("in.jsonl", input.as_bytes())]);
    let path = |name: &str| path(&folder, name);
    let go = |arguments: &[&str]| run(dateline(&["extract", "-q", &path("in.jsonl")]).args(arguments)).code;
    assert_eq!(go(&["-o", &path("plain"), "--failures", &path("plain.failed")]), 1);
    let again = ["-o", &path("out"), "--failures", &path("failed"), "--journal", &path("journal"), "--resume"];
    // stopped behind the first block, as by a kill
    assert_eq!(go(&[&again[..], &["--max-failures", "1"]].concat()), 3);
    assert!(!Path::new(&path("out")).exists());
    // a line of the journal that broke off counts as none, and so does what the output holds beyond it
    let mut journal = fs::OpenOptions::new().append(true).open(path("journal")).expect("a journal");
    journal.write_all(b"{\"articles\":").expect("a line");
    let mut part = fs::OpenOptions::new().append(true).open(path(".out.part")).expect("a part");
    part.write_all(b"{\"half").expect("a record");
    assert_eq!(go(&[&again[..], &["--offsets", "bytes"]].concat()), 2, "another run");
    assert_eq!(go(&again[..6]), 2, "without --resume nothing is overwritten");
    assert_eq!(go(&again), 1);
    assert!(fs::read(path("plain")).expect("an output") == fs::read(path("out")).expect("an output"));
    assert!(fs::read(path("plain.failed")).expect("a list") == fs::read(path("failed")).expect("a list"));
    assert_eq!(go(&again), 1, "all is done");
    let failed = fs::read_to_string(path("failed")).expect("a list");
    let first: Value = serde_json::from_str(failed.lines().next().expect("a line")).expect("JSON");
    assert_eq!((first["line"].as_u64(), first["code"].as_str()), (Some(8), Some("bad_json")));
}

#[test]
fn a_folder_of_outputs_mirrors_its_inputs() {
    let folder = folder(&[
        ("news/a/x.txt", b"Rain fell."),
        ("news/b.jsonl", b"{\"id\":\"../../up\",\"text\":\"One.\"}\n{\"id\":\"up\",\"text\":\"Two.\"}\n"),
    ]);
    let out = path(&folder, "out/");
    assert_eq!(run(&mut dateline(&["extract", "-q", &path(&folder, "news"), "-o", &out])).code, 0);
    for name in ["news/a/x.record.jsonl", "up.record.jsonl", "up~2.record.jsonl"] {
        let record = fs::read_to_string(Path::new(&out).join(name)).expect(name);
        assert_eq!(record.lines().count(), 1, "{name}");
    }
}

#[test]
fn in_line_mode_every_line_has_its_answer() {
    let run = extract("{\"id\":\"a\",\"text\":\"One.\"}\n\n{\"id\":\"a\",\"text\":\"Two.\"}\n{bad", &["--line-mode"]);
    assert_eq!((ids(&run), run.code), (vec!["a", "e3b0c44298fc1c14", "a", "17eed55d881c0dd5"], 0));
}

#[test]
fn in_line_mode_an_answer_does_not_depend_on_the_lines_around() {
    let lines = [
        "{\"text\":\"Rain fell on Monday.\"}",
        "",
        "{bad",
        "[1]",
        "{\"id\":7,\"text\":\"\"}",
        "{\"id\":\"a\"}",
        "caf\u{e9}",
    ];
    let of = |input: &str| {
        let run = extract(input, &["--line-mode", "--date", "2025-06-21"]);
        run.lines.iter().map(Value::to_string).collect::<Vec<_>>()
    };
    let each: Vec<String> = lines.iter().flat_map(|line| of(&format!("{line}\n"))).collect();
    assert_eq!(each, of(&lines.join("\n")));
    let folder = folder(&[("2025-01-01.jsonl", lines.join("\n").as_bytes())]);
    let file =
        run(&mut dateline(&["extract", "--line-mode", "--date", "2025-06-21", &path(&folder, "2025-01-01.jsonl")]));
    assert_eq!(each, file.lines.iter().map(Value::to_string).collect::<Vec<_>>());
}

#[test]
fn settings_come_from_the_nearest_file_upward_and_arguments_count() {
    let folder = folder(&[
        ("dateline.toml", b"[extract]\nwith-text = true\noffsets = \"bytes\"\nquiet = true\n"),
        ("sub/a.jsonl", "{\"title\":\"É\",\"text\":\"Rain.\"}".as_bytes()),
    ]);
    let go = |arguments: &[&str]| {
        run(dateline(&["extract", "a.jsonl"]).args(arguments).current_dir(folder.path().join("sub")))
    };
    let found = go(&[]);
    assert_eq!(
        (found.lines[0]["text"].as_str(), found.lines[0]["text_offset"].as_u64()),
        (Some("É\n\nRain."), Some(4))
    );
    assert_eq!(go(&["--offsets", "chars"]).lines[0]["text_offset"], 3);
    assert_eq!(go(&["--isolated"]).lines[0]["text"], Value::Null);
    fs::write(folder.path().join("dateline.toml"), "[extract]\nsing = true\n").expect("a file");
    assert_eq!(go(&[]).code, 2);
}

#[cfg(unix)]
#[test]
fn a_signal_stops_a_run_and_leaves_no_half_output() {
    let folder = folder(&[]);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["extract", "-o", &path(&folder, "out"), "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(b"{\"text\":\"Rain fell.\"}\n").expect("the line is taken");
    stdin.flush().expect("the line is taken");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let kill = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill");
    assert!(kill.success());
    assert_eq!(child.wait().expect("the program ends").code(), Some(143));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    drop(stdin);
}

#[test]
fn stopping_early_has_a_code_of_its_own() {
    let input = "{\"text\":\"One.\"}\n{bad\n{bad\n";
    assert_eq!(extract(input, &["--max-failures", "1", "-q"]).code, 3);
    assert_eq!(extract(input, &["--max-failures", "2", "-q"]).code, 1);
    assert_eq!(extract("", &["--fail-if-empty"]).code, 4);
    for arguments in [&["completions", "bash"][..], &["man"]] {
        let output = dateline(arguments).output().expect("the program runs");
        assert!(output.status.success() && !output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn what_a_paper_says_is_reported_and_what_a_newspaper_says_is_told_by_somebody() {
    let modality = |source: &str| {
        let run =
            extract(&format!("Ten people were killed in Kano on Monday, {source}.\n"), &["--input-format", "text"]);
        run.lines[0]["events"][0]["modality"].as_str().unwrap_or("none").to_owned()
    };
    assert_eq!(modality("according to official figures"), "reported");
    assert_eq!(modality("according to preliminary results"), "reported");
    assert_eq!(modality("state television said"), "asserted");
    assert_eq!(modality("according to state media"), "asserted");
    assert_eq!(modality("a police officer said"), "asserted");
}
