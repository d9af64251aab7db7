//! The page of `dateline view`: its size, its hashes, what it says of strange input. What it does in a browser is in `view.mjs`.

use crate::sample;
use assert_cmd::Command;
use flate2::read::ZlibDecoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::io::Read;
use std::sync::LazyLock;

fn run(arguments: &[&str], input: &str) -> (String, String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .write_stdin(input.to_owned())
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code().unwrap_or(-1))
}

fn input() -> String {
    let articles = sample::articles();
    articles.iter().enumerate().fold(String::new(), |mut all, (number, text)| {
        let article = json!({"id": format!("article {number}"), "text": text, "published": "2025-03-04", "url": "https://a.example/1"});
        writeln!(all, "{article}").expect("a string takes everything");
        all
    })
}

fn extract(arguments: &[&str]) -> String {
    let all = [&["extract", "--quiet", "--input-format", "jsonl"], arguments, &["-"]].concat();
    let (records, told, code) = run(&all, &input());
    assert_eq!(code, 0, "{told}");
    records
}

/// Records with their texts.
static RECORDS: LazyLock<String> = LazyLock::new(|| extract(&["--with-text"]));
static PAGE: LazyLock<String> = LazyLock::new(|| view(&RECORDS));

fn view(records: &str) -> String {
    let (page, told, code) = run(&["view"], records);
    assert_eq!(code, 0, "{told}");
    page
}

fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    let (_, rest) = page.split_once(before).expect(before);
    rest.split_once(after).expect(after).0
}

fn block(page: &str) -> &str {
    between(page, "<script type=\"application/json\" id=\"data\">", "</script>")
}

/// Base 91 of deflated JSON, read as the page reads it.
fn unpack(text: &Value) -> Value {
    let digit = |byte: u8| u32::from(byte).saturating_sub(34) - u32::from(byte > 60) - u32::from(byte > 92);
    let digits: Vec<u32> = text.as_str().expect("text").bytes().map(digit).collect();
    let (mut bytes, mut bits, mut number) = (Vec::new(), 0_u32, 0);
    for pair in digits.chunks_exact(2) {
        bits = bits << 13 | (pair[0] * 91 + pair[1]);
        number += 13;
        while number > 7 {
            number -= 8;
            bytes.push((bits >> number) as u8);
        }
        bits &= (1 << number) - 1;
    }
    bytes.truncate(bytes.len() - digits.len() % 2);
    let mut json = String::new();
    ZlibDecoder::new(bytes.as_slice()).read_to_string(&mut json).expect("deflated text");
    serde_json::from_str(&json).expect("JSON")
}

/// The rows of the page's articles.
fn articles(page: &str) -> Vec<Value> {
    let data: Value = serde_json::from_str(block(page)).expect("JSON");
    let chunks = data["articles"].as_array().expect("chunks").iter().map(unpack);
    chunks.flat_map(|chunk| chunk.as_array().expect("a list").clone()).collect()
}

fn index(page: &str) -> Value {
    let data: Value = serde_json::from_str(block(page)).expect("JSON");
    unpack(&data["index"])
}

#[test]
fn a_page_of_one_article_is_small() {
    for record in RECORDS.lines() {
        let page = view(record);
        assert!(page.len() <= 250_000, "{} bytes", page.len());
    }
}

#[test]
fn the_script_is_little() {
    assert!(between(&PAGE, "<script>", "</script>").len() <= 25_000);
}

#[test]
fn the_policy_allows_this_script_and_this_style_and_nothing_else() {
    let policy = between(&PAGE, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    for (before, after, name) in [("<script>", "</script>", "script-src"), ("<style>", "</style>", "style-src")] {
        let hash = Sha256::digest(between(&PAGE, before, after).as_bytes());
        let hash: String = base64(&hash);
        assert!(policy.contains(&format!("{name} 'sha256-{hash}';")), "{policy}\n{hash}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            out.push(if at <= three.len() { char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize]) } else { '=' });
        }
    }
    out
}

#[test]
fn the_page_names_no_other_file() {
    let shell = PAGE.replace(block(&PAGE), "");
    for strange in ["src=", "@import", "url(", "fetch(", "XMLHttpRequest", "WebSocket", "innerHTML", "eval("] {
        assert!(!shell.contains(strange), "{strange}");
    }
}

#[test]
fn the_same_records_give_the_same_page() {
    assert_eq!(view(&RECORDS), *PAGE);
}

#[test]
fn offsets_of_every_unit_give_the_same_page() {
    for unit in ["bytes", "utf16"] {
        assert_eq!(view(&extract(&["--with-text", "--offsets", unit])), *PAGE, "{unit}");
    }
}

#[test]
fn every_mention_stands_where_the_page_says() {
    for (row, record) in articles(&PAGE).iter().zip(RECORDS.lines()) {
        let record: Value = serde_json::from_str(record).expect("JSON");
        let text: Vec<u16> = row[0].as_str().expect("a text").encode_utf16().collect();
        let list = |at: usize| row[4][at].as_array().expect("a list").iter().map(|n| n.as_u64().unwrap_or(0) as usize);
        let mut at = 0;
        let mut shown: Vec<(String, usize)> = Vec::new();
        for ((gap, length), entity) in list(0).zip(list(1)).zip(list(2)) {
            at += gap;
            shown.push((String::from_utf16(&text[at..at + length]).expect("text"), entity));
        }
        let entities = record["entities"].as_array().expect("entities").iter().enumerate();
        let mut wanted: Vec<(String, usize)> = entities
            .flat_map(|(number, entity)| {
                let mentions = entity["mentions"].as_array().expect("mentions").clone();
                mentions.into_iter().map(move |mention| (mention["text"].as_str().expect("text").to_owned(), number))
            })
            .collect();
        shown.sort();
        wanted.sort();
        assert_eq!(shown, wanted);
    }
}

#[test]
fn what_articles_say_never_becomes_markup() {
    let strange = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> \u{2028} \u{202e}";
    let mut record: Value = serde_json::from_str(RECORDS.lines().next().expect("a record")).expect("JSON");
    for field in ["id", "text"] {
        record[field] = strange.into();
    }
    record["title"] = json!({"text": strange, "start": 0, "end": 20});
    record["source"]["path"] = strange.into();
    record["source"]["url"] = strange.into();
    record["events"][0]["type"] = strange.into();
    record["events"][0]["place"] = json!({"entity": null, "name": strange, "country": strange, "lat": 1.0, "lon": 1.0, "precision": "city", "basis": "stated", "basis_ref": null});
    record["entities"][0]["name"] = strange.into();
    let page = view(&record.to_string());
    assert_eq!(page.replace(block(&page), ""), PAGE.replace(block(&PAGE), ""), "the page around the data is the same");
    assert!(!block(&page).contains('<'));
}

#[test]
fn without_a_text_the_page_shows_what_is_quoted() {
    let page = view(&extract(&[]));
    for (row, record) in articles(&page).iter().zip(RECORDS.lines()) {
        let record: Value = serde_json::from_str(record).expect("JSON");
        assert_eq!(row[1], 1, "it says that it is not all");
        let text = row[0].as_str().expect("a text");
        assert!(text.contains(record["title"]["text"].as_str().expect("a title")));
        for event in record["events"].as_array().expect("events") {
            assert!(text.contains(event["trigger"]["text"].as_str().expect("a trigger")), "{text}");
        }
    }
}

#[test]
fn long_texts_are_cut_where_the_page_would_be_too_large() {
    let filler: String = (0..40_000_u64).fold(String::new(), |mut all, number| {
        // digits that deflate badly
        write!(all, "{:x} ", number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 13).expect("a string takes everything");
        all
    });
    let mut record: Value = serde_json::from_str(RECORDS.lines().next().expect("a record")).expect("JSON");
    record["text"] = (record["text"].as_str().expect("a text").to_owned() + "\n\n" + &filler).into();
    let record = record.to_string();
    let page = view(&record);
    assert!(page.len() <= 250_000, "{} bytes", page.len());
    assert_eq!(articles(&page)[0][1], 2, "it says that it is cut");
    let (whole, ..) = run(&["view", "--whole"], &record);
    assert!(whole.len() > 400_000);
    assert_eq!(articles(&whole)[0][1], 0);
}

#[test]
fn merged_events_stand_beside_their_articles() {
    let (merged, told, code) = run(&["merge"], &RECORDS);
    assert_eq!(code, 0, "{told}");
    let page = view(&(RECORDS.clone() + &merged));
    let index = index(&page);
    assert_eq!(index["articles"].as_array().map(Vec::len), Some(RECORDS.lines().count()));
    assert_eq!(index["sources"].as_array().map(Vec::len), Some(merged.lines().count()));
    let data: Value = serde_json::from_str(block(&page)).expect("JSON");
    let stories: Vec<Value> = data["stories"].as_array().expect("chunks").iter().map(unpack).collect();
    let first = &stories[0][0];
    assert!(first[2][0][3].as_u64().is_some_and(|number| number > 0), "its article is on the page: {first}");
}

#[test]
fn lines_that_are_no_records_are_told_and_the_rest_is_shown() {
    let good = RECORDS.lines().next().expect("a record");
    let failed = json!({"record_version": 1, "id": "x", "error": {"code": "binary", "message": "…"}});
    let (page, told, code) = run(&["view"], &format!("{good}\nno json\n{{\"a\": 1}}\n\n{failed}\n{good}\n"));
    assert_eq!(code, 1);
    assert_eq!(articles(&page).len(), 2);
    assert!(told.contains("<stdin>:2: no record: "), "{told}");
    assert!(told.contains("<stdin>:3: neither an article's record (`extract`) nor a merged event"), "{told}");
    let (page, told, code) = run(&["view"], "");
    assert_eq!((code, told.as_str()), (0, ""));
    assert_eq!(articles(&page).len(), 0);
}

#[test]
fn a_page_that_cannot_be_written_stops_the_run() {
    let (_, told, code) = run(&["view", "-o", "no/such/folder/page.html"], &RECORDS);
    assert_eq!(code, 2);
    assert!(told.contains("no/such/folder/page.html: cannot be written"), "{told}");
}
