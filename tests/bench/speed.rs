//! Speed, measured beside a yardstick in the same run: one pass of unicode-segmentation's words and sentences over the same text on the same core.
//!
//! `cargo bench` prints medians over interleaved rounds: MB/s of each stage, of the whole pipeline with its JSON, of the yardstick and their ratio; then the
//! program itself: cold start, one article, threads, peak memory. With `DATELINE_BENCH_TEXT=FILE.jsonl` ("text" fields) it runs over those articles, else over
//! the fixtures, repeated.

#![allow(clippy::expect_used, clippy::print_stdout)]

use dateline::article::Article;
use dateline::lexicon::Lexicon;
use dateline::mention::{Mention, Reading};
use dateline::record::{self, Format, Settings};
use dateline::{clause, document, entity, event, mention};
use std::fs;
use std::hint::black_box;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use unicode_segmentation::UnicodeSegmentation;

const ROUNDS: usize = 7;
const BYTES: usize = 6_000_000;

fn main() {
    let texts = texts();
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} articles, {:.1} MB, medians of {ROUNDS} rounds", texts.len(), bytes as f64 / 1e6);

    let start = Instant::now();
    let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
    println!("lexicon opens in {:.2} ms", start.elapsed().as_secs_f64() * 1e3);

    stages(&texts, bytes, &lexicon);
    program(&texts);
}

/// Texts of at least [`BYTES`] in all.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = match std::env::var_os("DATELINE_BENCH_TEXT") {
        Some(path) => fs::read_to_string(path)
            .expect("DATELINE_BENCH_TEXT can be read")
            .lines()
            .filter_map(|line| {
                serde_json::from_str::<serde_json::Value>(line).ok()?["text"].as_str().map(str::to_owned)
            })
            .collect(),
        None => files(Path::new("fixtures"), "txt").iter().filter_map(|path| fs::read_to_string(path).ok()).collect(),
    };
    let once = texts.len();
    let mut sum: usize = texts.iter().map(String::len).sum();
    let mut at = 0;
    while sum < BYTES && once > 0 {
        sum += texts[at % once].len();
        texts.push(texts[at % once].clone());
        at += 7;
    }
    texts
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| {
            path.extension().is_some_and(|end| end == extension)
                && !path.components().any(|part| part.as_os_str() == "traps")
        })
        .collect();
    found.sort();
    found
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}

/// Every stage by itself, the whole, and the yardstick, round by round.
fn stages(texts: &[String], bytes: usize, lexicon: &Lexicon) {
    const NAMES: [&str; 8] = ["yardstick", "segment", "mention", "clause", "entity", "event", "record", "whole"];
    const KINDS: [&str; 6] = ["names", "times", "counts", "nominals", "quotes", "triggers"];
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); NAMES.len()];
    let mut kinds: Vec<Vec<Duration>> = vec![Vec::new(); KINDS.len()];
    let mut later: Vec<Vec<Duration>> = vec![Vec::new(); 4];
    let mut out = Vec::new();
    let settings = Settings::default();
    for _ in 0..ROUNDS {
        let mut round = [Duration::ZERO; NAMES.len()];
        let mut found = [Duration::ZERO; KINDS.len()];
        let mut without = [Duration::ZERO; 4];
        let start = Instant::now();
        for text in texts {
            black_box(text.unicode_words().count() + text.unicode_sentences().count());
        }
        round[0] = start.elapsed();
        for text in texts {
            let mut clock = Clock { last: Instant::now() };
            let article = Article { id: "bench".to_owned(), text: text.clone(), ..Article::default() };
            clock.last = Instant::now();
            let document = document::segment(&article, lexicon);
            round[1] += clock.lap();
            let mut inner = Clock { last: clock.last };
            let mentions = mention::find_watched(&document, lexicon, |kind| {
                let at = KINDS.iter().position(|known| *known == kind).expect("a known kind of mention");
                found[at] += inner.lap();
            });
            round[2] += clock.lap();
            let clauses = clause::parse(&document, &mentions, lexicon);
            round[3] += clock.lap();
            let entities = entity::resolve(&document, &mentions, &clauses, lexicon);
            round[4] += clock.lap();
            let events = event::extract(&document, &mentions, &clauses, &entities, lexicon);
            round[5] += clock.lap();
            let record = record::assemble(&article, &document, &mentions, entities, events, lexicon, &settings);
            out.clear();
            record::write(&record, Format::Jsonl, &mut out).expect("a record can be written");
            black_box(&out);
            round[6] += clock.lap();
            // what the values of times cost, and what the later stages make of times and counts: the same without them
            let bare: Vec<_> = mentions.into_iter().filter(|mention| !is_time_or_count(mention)).collect();
            clock.last = Instant::now();
            let clauses = clause::parse(&document, &bare, lexicon);
            without[0] += clock.lap();
            let entities = entity::resolve(&document, &bare, &clauses, lexicon);
            without[1] += clock.lap();
            let events = event::extract(&document, &bare, &clauses, &entities, lexicon);
            without[2] += clock.lap();
            let record = record::assemble(&article, &document, &bare, entities, events, lexicon, &settings);
            out.clear();
            record::write(&record, Format::Jsonl, &mut out).expect("a record can be written");
            black_box(&out);
            without[3] += clock.lap();
        }
        for (all, one) in later.iter_mut().zip(without) {
            all.push(one);
        }
        for (all, one) in kinds.iter_mut().zip(found) {
            all.push(one);
        }
        round[7] = round[1..7].iter().sum();
        for (all, one) in times.iter_mut().zip(round) {
            all.push(one);
        }
    }
    let seconds: Vec<f64> = times.into_iter().map(median).collect();
    for (name, seconds) in NAMES.iter().zip(&seconds) {
        println!("{name:10} {:8.1} MB/s", bytes as f64 / 1e6 / seconds);
    }
    println!("whole / yardstick = {:.2}", seconds[0] / seconds[7]);
    let found: Vec<f64> = kinds.into_iter().map(median).collect();
    for (kind, seconds) in KINDS.iter().zip(&found) {
        println!("  {kind:8} {:8.1} MB/s", bytes as f64 / 1e6 / seconds);
    }
    let later: Vec<f64> = later.into_iter().map(median).zip(&seconds[3..7]).map(|(bare, all)| all - bare).collect();
    let rest = seconds[7] - found[1] - found[2] - later.iter().sum::<f64>();
    println!(
        "times and counts add {:.1}%, found {:.1}% and given values {:.1}%; events that have them {:+.1}%, their JSON {:+.1}%",
        1e2 * (found[1] + found[2] + later[1]) / rest,
        1e2 * (found[1] + found[2]) / rest,
        1e2 * later[1] / rest,
        1e2 * (later[0] + later[2]) / rest,
        1e2 * later[3] / rest
    );
}

fn is_time_or_count(mention: &Mention) -> bool {
    matches!(mention.reading, Reading::Time(_) | Reading::Count(_))
}

struct Clock {
    last: Instant,
}

impl Clock {
    fn lap(&mut self) -> Duration {
        let now = Instant::now();
        let lap = now - self.last;
        self.last = now;
        lap
    }
}

/// The program from outside: one article, many articles with one and two threads, peak memory.
fn program(texts: &[String]) {
    let binary = env!("CARGO_BIN_EXE_dateline");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let many = folder.path().join("many.jsonl");
    let mut file = std::io::BufWriter::new(fs::File::create(&many).expect("a temporary file"));
    let mut bytes = 0;
    for (number, text) in texts.iter().cycle().enumerate() {
        if bytes > 20_000_000 {
            break;
        }
        bytes += text.len();
        writeln!(file, "{}", serde_json::json!({"id": number.to_string(), "text": text, "published": "2025-06-21"}))
            .expect("a line");
    }
    file.flush().expect("the file is written");
    drop(file);
    let one = folder.path().join("one.txt");
    let article: String = texts.iter().flat_map(|text| text.chars()).take(4000).collect();
    fs::write(&one, article).expect("an article");

    let run = |arguments: &[&str]| {
        let start = Instant::now();
        let child = Command::new(binary).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.expect("the program starts");
        let mut peak = 0;
        loop {
            if let Some(status) = child.try_wait().expect("the program ends") {
                assert!(status.success(), "the program fails");
                break;
            }
            peak = peak.max(peak_memory(child.id()));
            std::thread::sleep(Duration::from_micros(300));
        }
        (start.elapsed(), peak)
    };
    let (one, many) = (one.display().to_string(), many.display().to_string());
    println!("version        {:6.1} ms", 1e3 * median((0..ROUNDS).map(|_| run(&["--version"]).0).collect()));
    println!("one 4 KB file  {:6.1} ms", 1e3 * median((0..ROUNDS).map(|_| run(&["extract", "-q", &one]).0).collect()));
    let (mut single, mut double, mut peak) = (Vec::new(), Vec::new(), 0);
    for _ in 0..3 {
        let (time, memory) = run(&["extract", "-q", "-j", "1", &many]);
        single.push(time);
        peak = peak.max(memory);
        let (time, memory) = run(&["extract", "-q", "-j", "2", &many]);
        double.push(time);
        peak = peak.max(memory);
    }
    let (single, double) = (median(single), median(double));
    println!(
        "one thread     {:6.1} MB/s   two threads {:6.1} MB/s   ratio {:.2}",
        bytes as f64 / 1e6 / single,
        bytes as f64 / 1e6 / double,
        single / double
    );
    println!(
        "peak memory    {:6.1} MB, of which the binary {:.1} MB",
        peak as f64 / 1e6,
        fs::metadata(binary).map_or(0.0, |file| file.len() as f64 / 1e6)
    );
}

/// Peak resident bytes of a running process; 0 where the system does not tell.
fn peak_memory(process: u32) -> u64 {
    fs::read_to_string(format!("/proc/{process}/status"))
        .ok()
        .and_then(|status| {
            status
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse::<u64>().ok())
        })
        .map_or(0, |kilobytes| kilobytes * 1024)
}
