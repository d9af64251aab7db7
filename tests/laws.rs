//! Laws: what holds for every text, sensible or not.

use crate::sample;
use dateline::article::{Article, Published, PublishedBasis};
use dateline::lexicon::Lexicon;
use dateline::mention::Reading;
use dateline::record::{self, Explaining, Format, Record, Settings, Shape, Unit};
use dateline::text::word;
use dateline::{clause, document, entity, mention, pipeline};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::built_in().expect("the built-in lexicon opens"));
static SCHEMA: LazyLock<jsonschema::Validator> =
    LazyLock::new(|| jsonschema::validator_for(&record::json_schema(Shape::Record)).expect("a schema"));
static EVENT_SCHEMA: LazyLock<jsonschema::Validator> =
    LazyLock::new(|| jsonschema::validator_for(&record::json_schema(Shape::Event)).expect("a schema"));

fn article(text: &str) -> Article {
    let published = Published { value: "2025-06-21".to_owned(), basis: PublishedBasis::Metadata, overrides: false };
    Article { id: "law".to_owned(), text: text.to_owned(), published: Some(published), ..Article::default() }
}

fn settings(offsets: Unit) -> Settings {
    Settings { offsets, explain: Explaining::On, ..Settings::default() }
}

/// Pieces of articles, odd characters and signs in any order: close enough to news to set every rule off.
fn scrambled() -> impl Strategy<Value = String> {
    let piece =
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..60_usize).prop_map(|(which, from, length)| {
            let articles = sample::articles();
            let words: Vec<&str> = articles[which.index(articles.len())].split_inclusive(' ').collect();
            let from = from.index(words.len());
            words[from..(from + length).min(words.len())].concat()
        });
    let sign = prop::sample::select(vec![
        "\n\n",
        "\r\n",
        "“",
        "”",
        "\"",
        "'",
        "’s ",
        "(",
        ")",
        "—",
        "-",
        "...",
        ".",
        "%",
        "$",
        "€1.2bn ",
        "1,200 ",
        "3-1",
        "0",
        "½ ",
        "\u{ad}",
        "\u{200b}",
        "\u{feff}",
        "🚒",
        "e\u{301}",
        "İ",
        "ß",
        "١٢",
        "中文",
        "\0",
        "\u{202e}",
        "U.S. ",
        "Mr. ",
        "at least ",
        "of the ",
        "said ",
        "on Monday ",
        "killed ",
        "2025-02-30 ",
        "99999999999999999999 ",
        "May ",
        "and ",
    ]);
    let any_piece = prop_oneof![4 => piece, 3 => sign.prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(any_piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn check_document(text: &str) {
    let article = article(text);
    let document = document::segment(&article, &LEXICON);
    let mut end = 0;
    for token in &document.tokens {
        let span = token.span();
        assert!(span.start >= end && span.end > span.start, "tokens overlap or are empty at {}", span.start);
        let gap = text.get(end as usize..span.start as usize).expect("tokens lie on boundaries");
        // a mark that rides on white space goes with it
        let blank = |piece: &str| piece.starts_with(|c: char| c.is_whitespace() || word::is_invisible(c));
        assert!(gap.split_word_bounds().all(blank), "{gap:?} is in no token");
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "a token lies on boundaries");
        end = span.end;
    }
    if !document.language.supported {
        return;
    }
    let mut last = 0;
    for sentence in &document.sentences {
        assert_eq!(sentence.tokens.start, last, "sentences leave no token out");
        assert!(sentence.tokens.end > sentence.tokens.start, "a sentence has a token");
        last = sentence.tokens.end;
    }
    assert_eq!(last as usize, document.tokens.len(), "sentences leave no token out");
}

fn check_mentions(text: &str) {
    let article = article(text);
    let document = document::segment(&article, &LEXICON);
    let mentions = mention::find(&document, &LEXICON);
    for mention in &mentions {
        assert!(!mention.span.of(text).is_empty(), "{mention:?} covers nothing");
        let (words, span) = (document.span(&mention.tokens), mention.span);
        // the point of an abbreviation that ends its sentence is the sentence's: "in the UK."
        let unpointed = words.of(text).ends_with('.') && span.end + 1 == words.end && words.start == span.start;
        assert!(words == span || unpointed, "{mention:?} is not its words {words:?}");
        if matches!(mention.reading, Reading::Quote(_)) {
            continue;
        }
        let sentence = &document.sentences[mention.sentence as usize];
        assert!(sentence.span.contains(mention.span), "{mention:?} leaves its sentence");
    }
    let clauses = clause::parse(&document, &mentions, &LEXICON);
    let entities = entity::resolve(&document, &mentions, &clauses, &LEXICON);
    assert_eq!(entities.of_mention.len(), mentions.len());
}

/// Every id that is named exists, every span says the words that stand there, every field is in the schema.
fn check_record(text: &str, unit: Unit) {
    let (article, settings) = (article(text), settings(unit));
    let record = pipeline::process(&article, &LEXICON, &settings);
    let mut bytes = Vec::new();
    record::write(&record, Format::Jsonl, &mut bytes).expect("a record is written");
    let value: Value = serde_json::from_slice(&bytes).expect("it is JSON");
    if let Err(error) = SCHEMA.validate(&value) {
        panic!("{}: {error}", error.instance_path());
    }
    check_spans(&value, text, unit);
    check_ids(&value);
    let again: Record = serde_json::from_slice(&bytes).expect("a record is read");
    assert_eq!(again, record, "a record that is written and read is the same");
    bytes.clear();
    record::write(&record, Format::Events, &mut bytes).expect("events are written");
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let event: Value = serde_json::from_slice(line).expect("it is JSON");
        if let Err(error) = EVENT_SCHEMA.validate(&event) {
            panic!("{}: {error}", error.instance_path());
        }
    }
}

fn check_spans(record: &Value, text: &str, unit: Unit) {
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let chars: Vec<char> = text.chars().collect();
    sample::each_object(record, &mut |object| {
        let (Some(start), Some(end)) =
            (object.get("start").and_then(Value::as_u64), object.get("end").and_then(Value::as_u64))
        else {
            return;
        };
        let (start, end) = (start as usize, end as usize);
        let found = match unit {
            Unit::Chars => chars.get(start..end).map(|chars| chars.iter().collect()),
            Unit::Bytes => text.get(start..end).map(str::to_owned),
            Unit::Utf16 => utf16.get(start..end).and_then(|units| String::from_utf16(units).ok()),
        };
        let found = found.unwrap_or_else(|| panic!("{start}..{end} is no span of the text"));
        if let Some(words) = object.get("text").and_then(Value::as_str) {
            assert_eq!(found, words);
        }
    });
}

fn check_ids(record: &Value) {
    let mut ids = BTreeSet::new();
    for list in ["entities", "times", "counts", "quotes", "relations", "events"] {
        for finding in record[list].as_array().expect("a list") {
            assert!(ids.insert(finding["id"].as_str().expect("an id").to_owned()), "an id stands twice");
        }
    }
    let named = [
        "entity",
        "member_of",
        "via",
        "attribution",
        "speaker",
        "addressee",
        "anchor_event",
        "anchor_ref",
        "subject",
        "object",
        "event",
        "basis_ref",
        "count",
        "time",
    ];
    sample::each_object(record, &mut |object| {
        for field in named {
            if let Some(id) = object.get(field).and_then(Value::as_str) {
                assert!(ids.contains(id), "`{field}` names {id}, which is not there: {object:?}");
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_fast_path_cuts_words_as_the_standard_does(text in prop_oneof![any::<String>(), scrambled()]) {
        let mut ours = Vec::new();
        word::segments(&text, |start, end| ours.push((start, end)));
        let theirs: Vec<_> = text.split_word_bound_indices().map(|(at, piece)| (at, at + piece.len())).collect();
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn tokens_and_gaps_rebuild_the_text(text in prop_oneof![any::<String>(), scrambled()]) {
        check_document(&text);
    }

    #[test]
    fn a_mention_lies_in_one_sentence(text in scrambled()) {
        check_mentions(&text);
    }

    #[test]
    fn records_of_strange_texts_keep_the_contract(text in prop_oneof![1 => any::<String>(), 3 => scrambled()]) {
        check_record(&text, Unit::Chars);
    }
}

#[test]
fn records_of_all_articles_keep_the_contract_in_every_unit() {
    for text in sample::articles().into_iter().chain([sample::odd(), ""]) {
        check_document(text);
        check_mentions(text);
        for unit in [Unit::Chars, Unit::Bytes, Unit::Utf16] {
            check_record(text, unit);
        }
    }
}
