//! What must hold for any bytes, one law for each part that reads what others wrote. They are run on bytes that a fuzzer makes (`run.sh`), and on the seeds beside
//! this file by `cargo test`.
//!
//! In: bytes. Out: nothing, or a panic.
#![allow(dead_code)]

use dateline::article::{self, Article, Form, Input, LineMode, Options, Published, PublishedBasis, Splitting};
use dateline::lexicon::Lexicon;
use dateline::lexicon::compile::{Place, Source, compile};
use dateline::mention::Reading;
use dateline::merged::{self, Intake};
use dateline::record::{self, Explaining, Format, Settings, Unit};
use dateline::{clause, document, entity, event, mention, pipeline};
use std::io::Cursor;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::built_in().expect("the built-in lexicon opens"));

// ---- readers --------------------------------------------------------------------------------------------------------------------------

/// Reads bytes as a stream of one form; what comes out is sound, the same each time, and read in pieces the same as at once.
fn read(bytes: &[u8], form: Form, options: &Options) -> Vec<Result<Article, article::Failure>> {
    let options = Options { form: Some(form), max_size: 1 << 20, ..options.clone() };
    let read = |piece: usize| -> Vec<_> {
        let stream = Input::Stream(Box::new(Pieces { bytes: Cursor::new(bytes.to_vec()), piece }));
        article::read(vec![stream], &options).collect()
    };
    let (articles, again) = (read(usize::MAX), read(7));
    assert_eq!(articles.len(), again.len(), "articles depend on how the stream arrives");
    for (one, other) in articles.iter().zip(&again) {
        match (one, other) {
            (Ok(one), Ok(other)) => assert_eq!((&one.id, &one.text), (&other.id, &other.text)),
            (Err(one), Err(other)) => assert_eq!((one.code, &one.message), (other.code, &other.message)),
            _ => panic!("an article is read, or not, by how the stream arrives"),
        }
    }
    for article in articles.iter().flatten() {
        let length = article.text.len() as u32;
        assert!(
            article.title.is_none_or(|end| article.text.is_char_boundary(end as usize)),
            "a title ends in a character"
        );
        assert!(article.text.is_char_boundary(article.text_offset as usize), "the caller's text begins in a character");
        assert!(article.parts.iter().all(|part| part.span.start <= part.span.end && part.span.end <= length));
        assert!(article.parts.is_sorted_by(|one, other| one.span.end <= other.span.start), "parts overlap");
        // what is read can be analysed
        let settings = Settings::default();
        assert_eq!(pipeline::process(article, &LEXICON, &settings).id, article.id);
    }
    articles
}

struct Pieces {
    bytes: Cursor<Vec<u8>>,
    piece: usize,
}

impl std::io::Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let most = into.len().min(self.piece);
        self.bytes.read(&mut into[..most])
    }
}

/// Lines of JSON, one answer for each; values of JSON.
pub fn json(bytes: &[u8]) {
    let every = Options { line_mode: LineMode::Apart, ..Options::default() };
    let lines = read(bytes, Form::Jsonl, &every).len();
    let wanted =
        bytes.iter().filter(|byte| **byte == b'\n').count() + usize::from(!bytes.is_empty() && !bytes.ends_with(b"\n"));
    // a mark of UTF-16 makes other lines of them
    if std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0')) {
        assert_eq!(lines, wanted, "each line has its answer");
    }
    read(bytes, Form::Json, &Options::default());
}

/// Pages of the web and Markdown.
pub fn page(bytes: &[u8]) {
    read(bytes, Form::Html, &Options::default());
    read(bytes, Form::Markdown, &Options::default());
}

/// Tables.
pub fn table(bytes: &[u8]) {
    read(bytes, Form::Csv, &Options::default());
    read(bytes, Form::Tsv, &Options::default());
}

/// RSS and Atom.
pub fn feed(bytes: &[u8]) {
    read(bytes, Form::Feed, &Options::default());
}

/// Archives of the web.
pub fn warc(bytes: &[u8]) {
    read(bytes, Form::Warc, &Options::default());
}

/// Mails.
pub fn mail(bytes: &[u8]) {
    read(bytes, Form::Eml, &Options::default());
}

/// Text in any encoding, whole and cut into articles; forms told by content, packed streams.
pub fn decode(bytes: &[u8]) {
    read(bytes, Form::Text, &Options::default());
    read(bytes, Form::Text, &Options { split: Splitting::Archives, ..Options::default() });
    let stream = Input::Stream(Box::new(Cursor::new(bytes.to_vec())));
    let options = Options { max_size: 1 << 20, ..Options::default() };
    for article in article::read(vec![stream], &options).flatten() {
        assert!(article.text.len() <= options.max_size * 4, "{} bytes of text", article.text.len());
    }
}

// ---- the text -------------------------------------------------------------------------------------------------------------------------

fn article_of(bytes: &[u8]) -> Article {
    let published = Published { value: "2025-06-21".to_owned(), basis: PublishedBasis::Metadata, overrides: false };
    let text = String::from_utf8_lossy(bytes).into_owned();
    Article { id: "a".to_owned(), text, published: Some(published), ..Article::default() }
}

/// Tokens and sentences cover the text.
pub fn tokens(bytes: &[u8]) {
    let article = article_of(bytes);
    let document = document::segment(&article, &LEXICON);
    let mut end = 0;
    for token in &document.tokens {
        let span = token.span();
        assert!(span.start >= end && span.end > span.start, "tokens overlap or are empty at {}", span.start);
        assert!(!span.of(&article.text).is_empty(), "tokens lie on boundaries");
        end = span.end;
    }
    let mut last = 0;
    for sentence in &document.sentences {
        assert!(
            sentence.tokens.start >= last && sentence.tokens.end > sentence.tokens.start,
            "sentences stand in order"
        );
        last = sentence.tokens.end;
    }
}

/// English around the words, so that they are taken for it: what only news sets off is reached.
fn news(bytes: &[u8]) -> Article {
    let mut text =
        "Officials said on Friday that the two men had been held in the capital since the end of May. ".to_owned();
    text.push_str(&String::from_utf8_lossy(bytes));
    text.push_str(" The ministry said that it would look into the matter, and the police gave no other details of it.");
    Article { text, ..article_of(b"") }
}

/// Times, and their values.
pub fn times(bytes: &[u8]) {
    let article = news(bytes);
    let document = document::segment(&article, &LEXICON);
    let mentions = mention::find(&document, &LEXICON);
    assert!(mentions.iter().all(|mention| !mention.span.of(&article.text).is_empty()));
    assert!(mentions.iter().any(|mention| matches!(mention.reading, Reading::Time(_))), "Friday stands in it");
    let clauses = clause::parse(&document, &mentions, &LEXICON);
    let entities = entity::resolve(&document, &mentions, &clauses, &LEXICON);
    assert_eq!(entities.of_mention.len(), mentions.len());
}

/// Counts, whose bounds stand in order.
pub fn counts(bytes: &[u8]) {
    let article = news(bytes);
    let document = document::segment(&article, &LEXICON);
    for mention in mention::find(&document, &LEXICON) {
        assert!(!mention.span.of(&article.text).is_empty());
    }
    let settings = Settings { explain: Explaining::On, ..Settings::default() };
    let record = pipeline::process(&article, &LEXICON, &settings);
    for count in &record.counts {
        let (min, max) = (count.min.map(|number| number.0), count.max.map(|number| number.0));
        assert!(min.zip(max).is_none_or(|(min, max)| min <= max), "{min:?} to {max:?}");
    }
}

/// Noun and verb groups, and what refers to what.
pub fn clauses(bytes: &[u8]) {
    let article = news(bytes);
    let document = document::segment(&article, &LEXICON);
    let mentions = mention::find(&document, &LEXICON);
    let clauses = clause::parse(&document, &mentions, &LEXICON);
    let entities = entity::resolve(&document, &mentions, &clauses, &LEXICON);
    event::extract(&document, &mentions, &clauses, &entities, &LEXICON);
}

/// From bytes to bytes: records in every unit and form are JSON and are read again as they were.
pub fn pipeline(bytes: &[u8]) {
    let article = article_of(bytes);
    for offsets in [Unit::Chars, Unit::Bytes, Unit::Utf16] {
        let settings = Settings { offsets, explain: Explaining::On, ..Settings::default() };
        let record = pipeline::process(&article, &LEXICON, &settings);
        let mut out = Vec::new();
        record::write(&record, Format::Jsonl, &mut out).expect("a record is written");
        assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), 1, "a record is a line");
        assert!(std::str::from_utf8(&out).is_ok(), "a record is UTF-8");
        merged::read(out.trim_ascii_end()).expect("a record can be merged");
        out.clear();
        record::write(&record, Format::Events, &mut out).expect("events are written");
        assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), record.events.len(), "an event is a line");
    }
}

// ---- gazetteers and records -----------------------------------------------------------------------------------------------------------

/// Files that gazetteers are compiled from; the first byte says which.
const FILES: &[&str] = &[
    "place/towns.tsv",
    "person/people.tsv",
    "organization/all.tsv",
    "name/given.tsv",
    "word/nouns.tsv",
    "word/verb_forms.tsv",
    "event/strike.toml",
    "evidence.tsv",
    "product/ships.tsv",
    "merge.tsv",
];

/// Gazetteers are compiled or their faults told with the line they stand on.
pub fn lexicon(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let path = FILES[*first as usize % FILES.len()];
    let sources = [Source { path: path.to_owned(), text: text.to_owned() }];
    let lines = text.lines().count() as u32 + 1;
    for place in [Place::Above, Place::Bottom] {
        if let Err(problems) = compile(&sources, place) {
            assert!(!problems.is_empty(), "what fails says why");
            assert!(problems.iter().all(|problem| problem.line <= lines), "{problems:?}");
        }
    }
}

fn merge_of(lines: &[u8]) -> (usize, Vec<u8>) {
    let mut intake = Intake::new(merged::Options::default());
    for line in lines.split(|byte| *byte == b'\n') {
        if let Ok(entries) = merged::read(line) {
            intake.add(&entries).expect("room for temporary files");
        }
    }
    let corpus = intake.finish(&LEXICON).expect("room for temporary files");
    let pairs = corpus.pairs(None).expect("temporary files are read");
    let mut out = Vec::new();
    corpus
        .write(&pairs, |line| {
            out.extend_from_slice(line);
            Ok(())
        })
        .expect("temporary files are read");
    (corpus.events(), out)
}

/// Lines of records; what is merged and merged again is the same, and as many events as before.
pub fn merge(bytes: &[u8]) {
    let (events, once) = merge_of(bytes);
    let (members, twice) = merge_of(&once);
    assert_eq!(events, members, "every event that comes in goes out");
    assert!(once == twice, "what is merged is merged again with another outcome");
}
