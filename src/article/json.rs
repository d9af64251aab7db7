//! JSON: an article, a list of articles, or what the interface of a news service answers, which holds such a list.
//!
//! In: the bytes of one value. Out: an [`Article`] for each object that holds one.

use super::block::Take;
use super::object;
use super::stream::Cutter;
use super::{Failure, Options, Source};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Names of lists of articles in what services answer.
const LISTS: &[&str] =
    &["articles", "results", "response", "items", "data", "docs", "hits", "entries", "posts", "value", "_source"];
/// Lists stand so deep.
const DEPTH: usize = 4;

/// All articles in a file of JSON.
pub(super) fn read_all(bytes: &[u8], id: Option<&str>, source: Source, options: &Options, take: Take) {
    let mut cutter = Cutter::default();
    cutter.feed(bytes);
    cutter.finish();
    let found = std::mem::take(&mut cutter.found);
    if found.is_empty() && !bytes.trim_ascii().starts_with(b"[") {
        let id = id.unwrap_or("-").to_owned();
        return take(Err(Failure {
            id,
            source,
            code: "bad_json",
            message: "nothing, a JSON object was wanted".to_owned(),
        }));
    }
    let single = found.len() == 1;
    for (at, (number, (line, value))) in found.into_iter().enumerate() {
        // objects in a row are numbered like those of a list
        let number = if single { number } else { Some(at as u64 + 1) };
        read(&value, number, id, Source { line: Some(line), ..source.clone() }, options, take);
    }
}

/// The articles in one value: itself, or those of the list that it holds. `number` is its place in a list of its own.
pub(super) fn read(
    value: &[u8],
    number: Option<u64>,
    stem: Option<&str>,
    source: Source,
    options: &Options,
    take: Take,
) {
    let inner = listed(value);
    if inner.is_empty() {
        let place = match (stem, number) {
            (Some(stem), Some(number)) => Some(format!("{stem}:{number}")),
            (Some(stem), None) => Some(stem.to_owned()),
            (None, _) => None,
        };
        return take(object::read_bytes(value, place, source, options));
    }
    for (at, value) in inner.iter().enumerate() {
        let place = stem.map(|stem| format!("{stem}:{}", at + 1));
        take(object::read_bytes(value.get().as_bytes(), place, source.clone(), options));
    }
}

/// The objects of the list that an object holds, if it holds one and no text.
fn listed(value: &[u8]) -> Vec<&RawValue> {
    let mut value = value;
    for _ in 0..DEPTH {
        let Ok(object) = serde_json::from_slice::<BTreeMap<String, &RawValue>>(value) else { return Vec::new() };
        if object.keys().any(|name| object::is_text(name)) {
            return Vec::new();
        }
        let Some(inner) = LISTS.iter().find_map(|name| object.get(*name)) else { return Vec::new() };
        if let Ok(list) = serde_json::from_str::<Vec<&RawValue>>(inner.get()) {
            let objects = list.iter().all(|item| item.get().starts_with('{'));
            return if objects { list.iter().map(|item| source_of(item)).collect() } else { Vec::new() };
        }
        value = inner.get().as_bytes();
    }
    Vec::new()
}

/// A hit of a search holds its document.
fn source_of(item: &RawValue) -> &RawValue {
    let object: Option<BTreeMap<String, &RawValue>> = serde_json::from_str(item.get()).ok();
    object.and_then(|object| object.get("_source").copied()).unwrap_or(item)
}

#[cfg(test)]
mod tests {
    use super::read_all;
    use crate::article::{Article, Failure, Options, Source};

    fn all(json: &str) -> Vec<Result<Article, Failure>> {
        let mut found = Vec::new();
        read_all(json.as_bytes(), Some("news"), Source::default(), &Options::default(), &mut |article| {
            found.push(article);
        });
        found
    }

    fn ids(json: &str) -> Vec<String> {
        all(json)
            .into_iter()
            .map(|article| article.map_or_else(|failure| failure.code.to_owned(), |article| article.id))
            .collect()
    }

    #[test]
    fn one_many_and_listed_articles_are_found() {
        assert_eq!(ids("{\n \"text\": \"One.\"\n}"), ["news"]);
        assert_eq!(ids(r#"[{"text":"One."},{"text":"Two.","id":7}]"#), ["news:1", "7"]);
        assert_eq!(ids("{\"text\":\"One.\"}\n{\"text\":\"Two.\"}"), ["news:1", "news:2"]);
        assert_eq!(ids(r#"{"articles":{"results":[{"uri":"8","body":"One."},{"body":"Two."}]}}"#), ["8", "news:2"]);
        assert_eq!(ids(r#"{"hits":{"hits":[{"_source":{"text":"One."}}]}}"#), ["news:1"]);
        assert_eq!(ids("[]"), Vec::<String>::new());
        assert_eq!(ids(""), ["bad_json"]);
        assert_eq!(ids(r#"[{"text":"One."},{"text":"#), ["news:1", "bad_json"]);
    }

    #[test]
    fn deep_nesting_is_a_failure_of_one_value() {
        let deep = format!("[{{\"text\":{}1{}}},{{\"text\":\"Two.\"}}]", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(ids(&deep), ["missing_text", "news:2"]);
    }
}
