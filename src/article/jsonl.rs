//! JSON lines: one article a line, an object with the fields that scrapers and news archives write.
//!
//! In: one line. Out: an [`Article`], or a [`Failure`] that says what was found and what was wanted. Fields beside those of [`FIELDS`] are passed over.

use super::{Article, Failure, Options, Source, date, published, text_hash};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;

/// What a field is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Id,
    Title,
    Text,
    Published,
    Url,
    Language,
}

/// The names that fields have in the wild. Of several that one object has, the first listed here that holds something counts.
const FIELDS: &[(Part, &[&str])] = &[
    (Part::Id, &["id", "uri", "guid", "hash"]),
    (Part::Title, &["title", "headline"]),
    (Part::Text, &["text", "body", "maintext", "content", "article", "event_text"]),
    (
        Part::Published,
        &[
            "published",
            "date",
            "date_publish",
            "published_at",
            "publish_date",
            "dateTimePub",
            "dateTime",
            "pubDate",
            "datePublished",
            "timestamp",
        ],
    ),
    (Part::Url, &["url", "link", "source", "uri"]),
    (Part::Language, &["language", "lang"]),
];

/// The names of lists of parts inside a text that is an object.
const SECTIONS: &[&str] = &["sections", "paragraphs"];

/// What stands between a title that is a field of its own and the text.
const TITLE_END: &str = "\n\n";

/// The article in one line of JSON; `stem` is the id of the file.
pub(super) fn read(line: &[u8], stem: Option<&str>, mut source: Source, options: &Options) -> Result<Article, Failure> {
    let number = source.line.unwrap_or(0);
    let place = stem.map(|stem| format!("{stem}:{number}"));
    let fail = |source: Source, id: Option<String>, code, message| {
        let id = id.or_else(|| place.clone()).unwrap_or_else(|| format!("-:{number}"));
        Err(Failure { id, source, code, message })
    };
    let json = match std::str::from_utf8(line) {
        Ok(json) => json,
        Err(error) => {
            let at = error.valid_up_to();
            let byte = line.get(at).copied().unwrap_or(0);
            return fail(
                source,
                None,
                "invalid_utf8",
                format!("byte {at} of the line is 0x{byte:02x}, UTF-8 was wanted"),
            );
        }
    };
    let fields: Fields = match serde_json::from_str(json) {
        Ok(fields) => fields,
        Err(error) => return fail(source, None, "bad_json", format!("{}, a JSON object was wanted", reason(&error))),
    };

    let mut used = Vec::new();
    let mut take = |part, read: fn(&RawValue) -> Option<String>| {
        let (name, value) = fields.first(part, read)?;
        used.push(format!("{}={name}", part_name(part)));
        Some(value)
    };
    let id = take(Part::Id, string_or_number);
    let title = take(Part::Title, words);
    let text = take(Part::Text, string);
    let sections = if text.is_none() { take(Part::Text, sections) } else { None };
    let assembled = sections.is_some();
    let metadata = take(Part::Published, moment);
    source.url = take(Part::Url, address);
    let language = take(Part::Language, words);
    source.fields = used;

    let Some(text) = text.or(sections) else {
        let found = fields.names();
        return fail(source, id, "missing_text", format!("{found}, a field `text` with a string was wanted"));
    };
    let id = id.or_else(|| place.clone()).unwrap_or_else(|| text_hash(&text, 8));
    if text.len() > options.max_size {
        let message = format!("{} bytes of text, at most {} were wanted (--max-size)", text.len(), options.max_size);
        return fail(source, Some(id), "too_large", message);
    }
    let published = published(metadata, None, options);
    let (text, title, text_offset) = join(title, text);
    Ok(Article { id, text, title, text_offset, assembled, published, language, source })
}

/// Title, blank line, text.
fn join(title: Option<String>, text: String) -> (String, Option<u32>, u32) {
    let Some(mut whole) = title else { return (text, None, 0) };
    let end = whole.len() as u32;
    whole.reserve_exact(TITLE_END.len() + text.len());
    whole.push_str(TITLE_END);
    whole.push_str(&text);
    (whole, Some(end), end + TITLE_END.len() as u32)
}

fn names_of(part: Part) -> &'static [&'static str] {
    FIELDS.iter().find(|(known, _)| *known == part).map_or(&[], |(_, names)| names)
}

const fn part_name(part: Part) -> &'static str {
    match part {
        Part::Id => "id",
        Part::Title => "title",
        Part::Text => "text",
        Part::Published => "published",
        Part::Url => "url",
        Part::Language => "language",
    }
}

// ---- values ---------------------------------------------------------------------------------------------------------------------------

fn string(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

fn words(value: &RawValue) -> Option<String> {
    string(value).filter(|text| !text.trim().is_empty())
}

fn string_or_number(value: &RawValue) -> Option<String> {
    if value.get().starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        return Some(value.get().to_owned());
    }
    words(value)
}

/// The strings of a text that comes in parts (`body.sections`, a list of paragraphs), with a blank line between them.
fn sections(value: &RawValue) -> Option<String> {
    let mut parts = Vec::new();
    collect(&serde_json::from_str(value.get()).ok()?, &mut parts);
    (!parts.is_empty()).then(|| parts.join(TITLE_END))
}

/// Title before text before sections, whatever their order in the object.
fn collect(value: &Value, parts: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.trim().is_empty() => parts.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| collect(value, parts)),
        Value::Object(object) => {
            let names = [Part::Title, Part::Text].into_iter().flat_map(names_of);
            names.chain(SECTIONS).filter_map(|name| object.get(*name)).for_each(|value| collect(value, parts));
        }
        _ => {}
    }
}

/// A date, or nothing: scrapers write "None" and "" for a date they did not find.
fn moment(value: &RawValue) -> Option<String> {
    let text = string_or_number(value)?;
    // 1750539548.0 is a moment too
    date::parse(text.strip_suffix(".0").unwrap_or(&text))
}

fn address(value: &RawValue) -> Option<String> {
    words(value).filter(|text| text.contains("://"))
}

/// What is wrong, without serde's own "at line 1".
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let column = error.column();
    let Some(cut) = message.rfind(" at line ") else { return message };
    // "expected an object" is said by the caller, in the words of all messages
    let message = message[..cut].split(", expected").next().unwrap_or("");
    if column == 0 { message.to_owned() } else { format!("{message} at column {column}") }
}

// ---- the object -----------------------------------------------------------------------------------------------------------------------

/// The fields of [`FIELDS`] that an object has, and how many others.
struct Fields<'a> {
    known: Vec<(&'static str, Part, usize, &'a RawValue)>,
    others: usize,
}

impl Fields<'_> {
    /// The first of the names of `part` whose value reads as one.
    fn first(&self, part: Part, read: fn(&RawValue) -> Option<String>) -> Option<(&'static str, String)> {
        let mut of_part: Vec<_> = self.known.iter().filter(|field| field.1 == part).collect();
        of_part.sort_by_key(|field| field.2);
        of_part.into_iter().find_map(|(name, _, _, value)| Some((*name, read(value)?)))
    }

    /// What was found instead of a text.
    fn names(&self) -> String {
        let broken = self.known.iter().find(|field| field.1 == Part::Text);
        match broken {
            Some((name, _, _, value)) => match serde_json::from_str::<String>(value.get()) {
                // a string by its quotes, but half a surrogate pair stands in it
                Err(error) if value.get().starts_with('"') => {
                    format!("`{name}` is a broken string ({})", reason(&error))
                }
                _ => {
                    let shown: String = value.get().chars().take(20).collect();
                    format!("`{name}` is {shown}")
                }
            },
            None => format!("{} fields, none with a text", self.known.len() + self.others),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object<'a>(std::marker::PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Object<'a> {
            type Value = Fields<'a>;

            fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Fields { known: Vec::new(), others: 0 };
                while let Some(key) = map.next_key::<Key>()? {
                    if key.0.is_empty() {
                        fields.others += 1;
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    }
                    let value: &'a RawValue = map.next_value()?;
                    // a name may serve two parts: `uri` is an id here and an address there
                    fields.known.extend(key.0.into_iter().map(|(name, part, rank)| (name, part, rank, value)));
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Object(std::marker::PhantomData))
    }
}

/// What a key can be: name, part and rank among the names of that part.
struct Key(Vec<(&'static str, Part, usize)>);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Key;

            fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
                out.write_str("a field name")
            }

            fn visit_str<E>(self, key: &str) -> Result<Key, E> {
                let parts = FIELDS.iter().filter_map(|(part, names)| {
                    let rank = names.iter().position(|name| *name == key)?;
                    Some((names[rank], *part, rank))
                });
                Ok(Key(parts.collect()))
            }
        }
        deserializer.deserialize_str(Name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Options, Source, read};
    use crate::article::{Article, Failure};

    fn article(line: &str) -> Result<Article, Failure> {
        let source = Source { line: Some(3), ..Source::default() };
        read(line.as_bytes(), Some("news"), source, &Options::default())
    }

    #[test]
    fn fields_of_scrapers_need_no_map() {
        let found = article(
            r#"{"maintext":"Rain fell.","title":"Wet","date_publish":"2025-06-21 08:00:00","url":"https://a.example/1","language":"en","x":[{"text":1}]}"#,
        )
        .expect("an article");
        assert_eq!(found.text, "Wet\n\nRain fell.");
        assert_eq!((found.title, found.text_offset, found.id.as_str()), (Some(3), 5, "news:3"));
        assert_eq!(found.published.map(|date| date.value).as_deref(), Some("2025-06-21T08:00:00"));
        assert_eq!(
            found.source.fields,
            ["title=title", "text=maintext", "published=date_publish", "url=url", "language=language"]
        );
    }

    #[test]
    fn none_is_no_date_and_the_next_field_counts() {
        let found = article(r#"{"text":"Rain.","published":"None","date":"2025-06-21"}"#).expect("an article");
        assert_eq!(found.published.map(|date| date.value).as_deref(), Some("2025-06-21"));
    }

    #[test]
    fn a_text_in_sections_is_put_together() {
        let found = article(r#"{"body":{"sections":[{"text":"Two.","title":"One."},"Three."]}}"#).expect("an article");
        assert_eq!((found.text.as_str(), found.assembled), ("One.\n\nTwo.\n\nThree.", true));
        assert_eq!(found.source.fields, ["text=body"]);
        assert_eq!(article(r#"{"body":{"author":"A. B."}}"#).expect_err("no article").code, "missing_text");
    }

    #[test]
    fn failures_say_what_was_found_and_what_was_wanted() {
        let missing = article(r#"{"id":"a","text":null}"#).expect_err("no article");
        assert_eq!((missing.code, missing.id.as_str()), ("missing_text", "a"));
        assert_eq!(missing.message, "`text` is null, a field `text` with a string was wanted");
        let bad = article(r#"{"id":"a","#).expect_err("no article");
        assert_eq!((bad.code, bad.id.as_str()), ("bad_json", "news:3"));
        assert!(bad.message.contains("column"), "{}", bad.message);
        let list = article("[1]").expect_err("no article");
        assert_eq!(list.message, "invalid type: sequence, a JSON object was wanted");
        let half = article(r#"{"text":"half \ud800 a pair"}"#).expect_err("no article");
        assert!(half.message.starts_with("`text` is a broken string ("), "{}", half.message);
    }
}
