//! What careful readers marked by hand, against what the program says: recall of each kind of fact must not fall below `gold.tsv`, and what must not be
//! found is not found, but for the debts listed in `gold_todo.tsv` and `traps_todo.tsv`.
//!
//! `BLESS=1 cargo test` raises floors and strikes paid debts off; it never lowers the one nor adds to the other. `fixtures/README.md` says how gold is marked.

use crate::sample;
use dateline::article::{Article, Published, PublishedBasis};
use dateline::lexicon::Lexicon;
use dateline::pipeline;
use dateline::record::{self, Format, Settings};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::built_in().expect("the built-in lexicon opens"));

// ---- the record -----------------------------------------------------------------------------------------------------------------------

/// The record of a text as a reader of the output sees it; offsets count code points, as in gold.
fn record_of(text: &str, published: Option<&str>) -> Value {
    let published =
        published.map(|value| Published { value: value.to_owned(), basis: PublishedBasis::Flag, overrides: false });
    let article = Article { id: "gold".to_owned(), text: text.to_owned(), published, ..Article::default() };
    let settings = Settings::default();
    let mut bytes = Vec::new();
    record::write(&pipeline::process(&article, &LEXICON, &settings), Format::Json, &mut bytes).expect("a record");
    serde_json::from_slice(&bytes).expect("a record is JSON")
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or("")
}

fn span(value: &Value) -> Range<u64> {
    value["start"].as_u64().unwrap_or(0)..value["end"].as_u64().unwrap_or(0)
}

fn overlap(one: &Range<u64>, other: &Range<u64>) -> bool {
    one.start < other.end && other.start < one.end
}

/// A wording as it is compared: small letters, no article before it.
fn bare(words: &str) -> String {
    let words = words.to_lowercase();
    let articles = ["the ", "an ", "a "];
    articles.iter().find_map(|article| words.strip_prefix(article)).unwrap_or(&words).to_owned()
}

/// The wordings of an entity of the record, pronouns left out.
fn wordings(entity: &Value) -> BTreeSet<String> {
    let mentions = list(entity, "mentions").iter().filter(|mention| text(mention, "type") != "pronoun");
    mentions.map(|mention| bare(text(mention, "text"))).chain([bare(text(entity, "name"))]).collect()
}

// ---- gold -----------------------------------------------------------------------------------------------------------------------------

/// One article marked by hand, and what the program makes of it.
struct Case {
    name: String,
    text: String,
    gold: Value,
    record: Value,
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let gold = sample::fixtures().iter().filter(|(path, _)| path.components().any(|part| part.as_os_str() == "gold"));
    gold.map(|(path, text)| Case {
        name: path.file_stem().expect("a name").to_string_lossy().into_owned(),
        text: text.clone(),
        gold: serde_json::from_slice(&fs::read(path.with_extension("record.json")).expect("gold beside its article"))
            .expect("gold is JSON"),
        record: record_of(text, None),
    })
    .collect()
});

impl Case {
    /// All wordings of what gold calls by this name: the name itself where it is no entity of gold.
    fn called(&self, name: &str) -> BTreeSet<String> {
        let entity = list(&self.gold, "entities").iter().find(|entity| text(entity, "name") == name);
        let mentions = entity.map_or(&[][..], |entity| list(entity, "mentions"));
        let capital = |words: &&str| words.split(' ').count() > 1 || words.starts_with(char::is_uppercase);
        mentions.iter().filter_map(Value::as_str).filter(capital).chain([name]).map(bare).collect()
    }

    fn entity(&self, id: &Value) -> Option<&Value> {
        list(&self.record, "entities").iter().find(|entity| !id.is_null() && entity["id"] == *id)
    }

    /// Whether an argument (or another reference to an entity) is what gold calls by this name.
    fn is_called(&self, reference: &Value, name: &str) -> bool {
        let wanted = self.called(name);
        let mut said = self.entity(&reference["entity"]).map(wordings).unwrap_or_default();
        said.extend([bare(text(reference, "name")), bare(text(reference, "text"))]);
        !said.is_disjoint(&wanted)
    }

    /// The events of the record that are this event of gold: same type, and a trigger that overlaps one of its own.
    fn matches(&self, event: &Value) -> impl Iterator<Item = &Value> {
        let own: Vec<_> = list(event, "also").iter().chain([&event["trigger"]]).map(span).collect();
        let kind = event["type"].clone();
        list(&self.record, "events").iter().filter(move |found| {
            let mut triggers = list(found, "mentions").iter().chain([&found["trigger"]]).map(span);
            found["type"] == kind && triggers.any(|trigger| own.iter().any(|own| overlap(own, &trigger)))
        })
    }
}

// ---- recall ---------------------------------------------------------------------------------------------------------------------------

/// Facts found and facts marked, by kind.
#[derive(Default)]
struct Recall(BTreeMap<&'static str, (usize, usize)>);

impl Recall {
    fn add(&mut self, kind: &'static str, found: bool) {
        let (right, all) = self.0.entry(kind).or_default();
        *right += usize::from(found);
        *all += 1;
    }

    fn percent(&self) -> BTreeMap<String, usize> {
        self.0.iter().map(|(kind, (right, all))| ((*kind).to_owned(), 100 * right / all)).collect()
    }
}

fn measure() -> Recall {
    let mut recall = Recall::default();
    for case in CASES.iter() {
        entities(case, &mut recall);
        values(case, &mut recall);
        quotes(case, &mut recall);
        events(case, &mut recall);
    }
    recall
}

/// An entity is found if one of its type has one of its wordings.
fn entities(case: &Case, recall: &mut Recall) {
    for gold in list(&case.gold, "entities") {
        let wanted = case.called(text(gold, "name"));
        let found = list(&case.record, "entities")
            .iter()
            .any(|entity| entity["type"] == gold["type"] && !wordings(entity).is_disjoint(&wanted));
        recall.add("entities", found);
    }
}

/// Times and counts are marked to the last one, so that what is too much shows as well.
fn values(case: &Case, recall: &mut Recall) {
    let kinds =
        [("times", "times_precise", &["value"][..]), ("counts", "counts_precise", &["value", "min", "max", "mod"][..])];
    for (kind, precise, fields) in kinds {
        let same = |one: &Value, other: &Value| {
            overlap(&span(one), &span(other)) && fields.iter().all(|field| alike(&one[*field], &other[*field]))
        };
        let (gold, found) = (list(&case.gold, kind), list(&case.record, kind));
        gold.iter().for_each(|gold| recall.add(kind, found.iter().any(|found| same(gold, found))));
        found.iter().for_each(|found| recall.add(precise, gold.iter().any(|gold| same(gold, found))));
    }
}

fn alike(one: &Value, other: &Value) -> bool {
    one == other || one.as_f64().zip(other.as_f64()).is_some_and(|(one, other)| (one - other).abs() < 1e-9)
}

/// A direct quote is found if its stretches are found from mark to mark.
fn quotes(case: &Case, recall: &mut Recall) {
    let stretches = |quote: &Value| list(quote, "segments").iter().map(span).collect::<Vec<_>>();
    for gold in list(&case.gold, "quotes").iter().filter(|quote| quote["type"] == "direct") {
        let wanted = stretches(gold);
        let covered = |quote: &&Value| stretches(quote).iter().any(|stretch| wanted.contains(stretch));
        let found = list(&case.record, "quotes").iter().find(covered);
        recall
            .add("direct_quotes", found.is_some_and(|quote| wanted.iter().all(|span| stretches(quote).contains(span))));
        if let Some(speaker) = gold["speaker"].as_str() {
            let said = found.and_then(|quote| case.entity(&quote["speaker"])).map(wordings).unwrap_or_default();
            recall.add("speakers", !said.is_disjoint(&case.called(speaker)));
        }
    }
}

fn events(case: &Case, recall: &mut Recall) {
    for gold in list(&case.gold, "events").iter().filter(|event| event["optional"] != true) {
        let found: Vec<&Value> = case.matches(gold).collect();
        recall.add("events", !found.is_empty());
        for argument in list(gold, "arguments") {
            let fills = |other: &Value| {
                other["role"] == argument["role"]
                    && (overlap(&span(other), &span(argument))
                        || argument["entity"].as_str().is_some_and(|name| case.is_called(other, name)))
            };
            recall.add("arguments", found.iter().any(|event| list(event, "arguments").iter().any(fills)));
        }
        if !found.is_empty() {
            recall.add("polarity", found.iter().any(|event| event["polarity"] == gold["polarity"]));
            recall.add("modality", found.iter().any(|event| event["modality"] == gold["modality"]));
        }
    }
}

#[test]
fn recall_of_what_readers_marked_does_not_fall() {
    let path = beside("gold.tsv");
    let recall = measure();
    let now = recall.percent();
    let floors: BTreeMap<String, usize> =
        rows(&path).into_iter().filter_map(|row| Some((row.first()?.clone(), row.get(1)?.parse().ok()?))).collect();
    if bless() {
        let higher = |(kind, now): (&String, &usize)| {
            let floor = floors.get(kind).copied().unwrap_or(0).max(*now);
            format!("{kind}\t{floor}")
        };
        write(&path, "kind\tfloor", now.iter().map(higher));
        return;
    }
    let below = now.iter().filter_map(|(kind, now)| {
        let floor = floors.get(kind)?;
        let (right, all) = recall.0[kind.as_str()];
        (now < floor).then(|| format!("{kind}: {right} of {all} are {now}%, {floor}% were wanted"))
    });
    let faults: Vec<String> = below.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let without: Vec<_> = now.keys().filter(|kind| !floors.contains_key(*kind)).collect();
    assert!(without.is_empty(), "no floor for {without:?}; BLESS=1 cargo test writes it");
}

// ---- what must not be found -----------------------------------------------------------------------------------------------------------

#[test]
fn what_readers_rule_out_is_not_found() {
    let violated = CASES.iter().flat_map(|case| {
        let broken = list(&case.gold, "never").iter().filter(|never| violates(case, never));
        broken.map(|never| format!("{}\t{}", case.name, told(never)))
    });
    settle("gold_todo.tsv", "article\tnever", violated.collect());
}

/// A `never` in one line: its kind, and what it says of it.
fn told(never: &Value) -> String {
    let fields = never.as_object().into_iter().flatten().filter(|(key, _)| !["kind", "why"].contains(&key.as_str()));
    let fields: Vec<String> = fields
        .map(|(key, value)| format!("{key}={}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    format!("{} {}", text(never, "kind"), fields.join(" "))
}

fn violates(case: &Case, never: &Value) -> bool {
    let events = || list(&case.record, "events").iter().filter(|event| is_kind(event, never));
    match text(never, "kind") {
        "event" => events().any(|event| is_this(case, event, never)),
        "asserted" => events().any(|event| {
            event["modality"] == "asserted" && event["polarity"] == "positive" && is_this(case, event, never)
        }),
        "participant" => events().flat_map(|event| list(event, "arguments")).any(|argument| {
            (never["role"].is_null() || never["role"] == argument["role"])
                && case.is_called(argument, text(never, "name"))
        }),
        "entity" => list(&case.record, "entities").iter().any(|entity| {
            let names = list(entity, "mentions").iter().filter(|mention| mention["type"] == "name");
            let mut names = names.map(|mention| text(mention, "text")).chain([text(entity, "name")]);
            let name = text(never, "name");
            is_kind(entity, never) && names.any(|said| said == name || said == name.trim_start_matches("the "))
        }),
        "time" => list(&case.record, "times")
            .iter()
            .any(|time| places(&case.text, text(never, "text")).iter().any(|place| overlap(place, &span(time)))),
        other => panic!("{}: `{other}` is no kind of never", case.name),
    }
}

fn is_kind(finding: &Value, never: &Value) -> bool {
    never["type"].is_null() || never["type"] == "*" || never["type"] == finding["type"]
}

/// Whether an event is as `never` describes it, in everything that it says.
fn is_this(case: &Case, event: &Value, never: &Value) -> bool {
    let fields: &Map<String, Value> = never.as_object().expect("a never is an object");
    fields.iter().all(|(key, wanted)| {
        let said = wanted.as_str().unwrap_or("");
        let triggers = || list(event, "mentions").iter().chain([&event["trigger"]]);
        match key.as_str() {
            "kind" | "type" | "why" => true,
            "trigger" => triggers().any(|trigger| said.contains(text(trigger, "text"))),
            "text" => {
                places(&case.text, said).iter().any(|place| triggers().any(|trigger| overlap(place, &span(trigger))))
            }
            "name" => list(event, "arguments").iter().any(|argument| case.is_called(argument, said)),
            "penalty" => list(event, "arguments")
                .iter()
                .any(|argument| argument["role"] == "penalty" && text(argument, "text").contains(said)),
            "place" => text(&event["place"], "name") == said,
            "date" => event["time"]["value"].as_str().is_some_and(|value| value.starts_with(said)),
            "modality" | "polarity" => event[key.as_str()] == *wanted,
            "count" => list(event, "counts").iter().any(|count| {
                let number: Option<f64> = said.split(' ').next().and_then(|number| number.parse().ok());
                count["value"].as_f64().is_some() && count["value"].as_f64() == number
            }),
            toll => list(event, "counts").iter().any(|count| count["role"] == toll && alike(&count["value"], wanted)),
        }
    })
}

/// Where words stand in a text as words of their own, in code points.
fn places(text: &str, words: &str) -> Vec<Range<u64>> {
    let word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let whole = |at: &usize| !word(text[..*at].chars().next_back()) && !word(text[at + words.len()..].chars().next());
    text.match_indices(words).map(|(at, _)| at).filter(whole).map(|at| code_points(text, at, words)).collect()
}

fn code_points(text: &str, at: usize, words: &str) -> Range<u64> {
    let start = text[..at].chars().count() as u64;
    start..start + words.chars().count() as u64
}

// ---- traps ----------------------------------------------------------------------------------------------------------------------------

#[test]
fn sentences_that_mislead_do_not() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/traps");
    let mut fallen = BTreeSet::new();
    for (kind, look) in [("names", named as fn(&Value, &Range<u64>, &str) -> bool), ("times", timed)] {
        let sentences = fs::read_to_string(root.join(kind).with_extension("txt")).expect("the traps' sentences");
        let sentences: Vec<&str> = sentences.lines().collect();
        let records: Vec<Value> = sentences.iter().map(|line| record_of(line, Some("2025-06-21"))).collect();
        for row in rows(&root.join(kind).with_extension("tsv")) {
            let line: usize = row[0].parse().expect("a line number");
            let occurrence: usize = row.get(3).and_then(|cell| cell.parse().ok()).unwrap_or(1);
            let sentence = sentences.get(line - 1).expect("a line of the sentences");
            let (at, _) = sentence.match_indices(&row[1]).nth(occurrence - 1).expect("the string stands on its line");
            if look(&records[line - 1], &code_points(sentence, at, &row[1]), &row[2]) {
                fallen.insert(format!("{kind}\t{line}\t{}\t{occurrence}", row[1]));
            }
        }
    }
    settle("traps_todo.tsv", "traps\tline\ttext\toccurrence", fallen);
}

/// Whether the string is, or is inside, a name of one of these types.
fn named(record: &Value, at: &Range<u64>, never: &str) -> bool {
    let entities = list(record, "entities").iter();
    entities.filter(|entity| never.split('|').any(|kind| kind == text(entity, "type"))).any(|entity| {
        let names = list(entity, "mentions").iter().filter(|mention| mention["type"] == "name").map(span);
        names.into_iter().any(|name| name.start <= at.start && at.end <= name.end)
    })
}

/// Whether a time, or one of this type, overlaps the string.
fn timed(record: &Value, at: &Range<u64>, never: &str) -> bool {
    let times = list(record, "times").iter();
    times.filter(|time| never == "time" || never == text(time, "type")).any(|time| overlap(&span(time), at))
}

// ---- files of what stands -------------------------------------------------------------------------------------------------------------

fn bless() -> bool {
    std::env::var_os("BLESS").is_some()
}

fn beside(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// The rows of a table without its header; none where there is no file.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn write(path: &Path, header: &str, rows: impl Iterator<Item = String>) {
    let rows: Vec<String> = [header.to_owned()].into_iter().chain(rows).collect();
    fs::write(path, rows.join("\n") + "\n").expect("the table is written");
}

/// Holds faults against the list of known ones: a new fault fails, and so does a known one that no longer occurs, until `BLESS=1` strikes it off.
fn settle(name: &str, header: &str, faults: BTreeSet<String>) {
    let path = beside(name);
    if bless() && !path.exists() {
        return write(&path, header, faults.into_iter());
    }
    let known: BTreeSet<String> = rows(&path).into_iter().map(|row| row.join("\t")).collect();
    let new: Vec<_> = faults.difference(&known).cloned().collect();
    let paid: Vec<_> = known.difference(&faults).cloned().collect();
    if bless() && !paid.is_empty() {
        write(&path, header, known.intersection(&faults).cloned());
    }
    assert!(new.is_empty(), "found, and must not be:\n{}", new.join("\n"));
    assert!(
        bless() || paid.is_empty(),
        "no longer a fault; BLESS=1 cargo test strikes it off {name}:\n{}",
        paid.join("\n")
    );
}
