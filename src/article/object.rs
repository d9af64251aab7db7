//! Objects: the fields that scrapers and news archives give an article, in JSON and in tables.
//!
//! In: one object or row. Out: an [`Article`], or a [`Failure`] that says what was found and what was wanted. Fields beside those of [`FIELDS`] and those that the
//! user names are passed over.

use super::draft::{BLANK_LINE, Draft, Story};
use super::{Article, Failure, Note, Options, Source, date, encoding, page};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// What a field is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Id of the article.
    Id,
    /// Headline.
    Title,
    /// The text.
    Text,
    /// Publication time.
    Published,
    /// Address.
    Url,
    /// Code of the language.
    Language,
}

/// The names that fields have in the wild. Of several that one object has, the first listed here that holds something counts.
const FIELDS: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "uri", "guid", "hash"]),
    (Field::Title, &["title", "headline", "headlines"]),
    (
        Field::Text,
        &[
            "text",
            "body",
            "maintext",
            "content",
            "article",
            "event_text",
            "plaintext",
            "body_text",
            "bodies",
            "body_xhtml",
            "body_html",
            "full_text",
            "article_text",
            "articleBody",
        ],
    ),
    (
        Field::Published,
        &[
            "published",
            "date",
            "date_publish",
            "published_at",
            "publish_date",
            "publishing_date",
            "dateTimePub",
            "dateTime",
            "pubDate",
            "datePublished",
            "publishedAt",
            "contentcreated",
            "firstcreated",
            "versioncreated",
            "timestamp",
        ],
    ),
    (Field::Url, &["url", "link", "source", "uri", "canonical_link"]),
    (Field::Language, &["language", "lang", "meta_lang"]),
];

/// The names of parts inside a text that is an object, in the order in which they stand.
const SECTIONS: &[&str] = &["summary", "sections", "paragraphs", "rendered", "value"];

/// Every field and its name on the command line and in records.
const NAMES: &[(Field, &str)] = &[
    (Field::Id, "id"),
    (Field::Title, "title"),
    (Field::Text, "text"),
    (Field::Published, "published"),
    (Field::Url, "url"),
    (Field::Language, "language"),
];

impl Field {
    /// Its name in records and on the command line.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(field, _)| *field == self).map_or("", |(_, name)| name)
    }

    /// The field of a name.
    pub fn of(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(field, _)| *field)
    }
}

/// What a name in an object or the head of a table can be: field, and rank among the names of that field.
pub(super) fn known(name: &str) -> impl Iterator<Item = (Field, usize)> {
    FIELDS.iter().filter_map(move |(field, names)| Some((*field, names.iter().position(|known| *known == name)?)))
}

/// Whether a field of that name may hold a text.
pub(super) fn is_text(name: &str) -> bool {
    known(name).any(|(field, _)| field == Field::Text)
}

/// The id that a place in a file gives.
pub(super) fn place(stem: Option<&str>, line: Option<u64>) -> Option<String> {
    Some(format!("{}:{}", stem?, line?))
}

/// The article in one line of JSON; `stem` is the id of the file.
pub(super) fn read_line(
    line: &[u8],
    stem: Option<&str>,
    source: Source,
    options: &Options,
) -> Result<Article, Failure> {
    read_bytes(line, place(stem, source.line), source, options)
}

/// The article in one value of JSON; `place` is its id when it has none of its own.
pub(super) fn read_bytes(
    value: &[u8],
    place: Option<String>,
    source: Source,
    options: &Options,
) -> Result<Article, Failure> {
    let decoded;
    let (json, note) = match std::str::from_utf8(value) {
        Ok(json) => (json, None),
        Err(_) => match encoding::decode(value.to_vec(), None) {
            Ok(found) => {
                decoded = found.text;
                (decoded.as_str(), found.note)
            }
            Err(fault) => {
                let message = format!("{}, a JSON object in UTF-8 was wanted", fault.0);
                return Err(fail(None, place, source, "binary", message));
            }
        },
    };
    let mut fields: Fields = match serde_json::from_str(json) {
        Ok(fields) => fields,
        Err(error) => {
            let message = format!("{}, a JSON object was wanted", reason(&error));
            return Err(fail(None, place, source, "bad_json", message));
        }
    };
    if !options.fields.is_empty() {
        fields.override_with(&options.fields, json);
    }
    read(fields, place, source, note.into_iter().collect(), options)
}

/// The article that some fields make.
pub(super) fn read(
    fields: Fields,
    place: Option<String>,
    source: Source,
    mut notes: Vec<Note>,
    options: &Options,
) -> Result<Article, Failure> {
    let mut used = Vec::new();
    let mut take = |field: Field, read: fn(&Given) -> Option<String>| {
        let (name, value) = fields.first(field, read)?;
        used.push(format!("{}={name}", field.name()));
        Some(value)
    };
    let id = take(Field::Id, string_or_number);
    let title = take(Field::Title, words).or_else(|| take(Field::Title, sections));
    // an empty text is one where no other name holds more
    let text = take(Field::Text, words);
    let sections = if text.is_none() { take(Field::Text, sections) } else { None };
    let text = if sections.is_none() { text.or_else(|| take(Field::Text, string)) } else { text };
    let assembled = sections.is_some();
    let published = take(Field::Published, moment);
    let url = take(Field::Url, address);
    let language = take(Field::Language, language);

    let assembled = assembled || !notes.is_empty();
    notes.extend(if published.is_none() { fields.strange_date() } else { None });
    let Some(text) = text.or(sections) else {
        let wanted = options.fields.iter().find(|(field, _)| *field == Field::Text).map_or("text", |(_, path)| path);
        let message = format!("{}, a field `{wanted}` with a string was wanted", fields.names());
        return Err(fail(id, place, Source { fields: used, ..source }, "missing_text", message));
    };
    // some scrapers and feeds hand on the tags
    let marked = page::fragment(&text);
    let assembled = assembled || marked.is_some();
    let story = marked.unwrap_or_else(|| Story::from(text));
    let draft = Draft { id, title, story, assembled, published, url, language, fields: used, notes };
    draft.finish(place, source, options)
}

fn fail(id: Option<String>, place: Option<String>, source: Source, code: &'static str, message: String) -> Failure {
    let id = id.or(place).unwrap_or_else(|| format!("-:{}", source.line.unwrap_or(0)));
    Failure { id, source, code, message }
}

fn names_of(field: Field) -> &'static [&'static str] {
    FIELDS.iter().find(|(known, _)| *known == field).map_or(&[], |(_, names)| names)
}

// ---- values ---------------------------------------------------------------------------------------------------------------------------

/// A value, as JSON or as the cell of a table.
pub(super) enum Given<'a> {
    Json(&'a RawValue),
    Cell(&'a str),
}

fn string(value: &Given) -> Option<String> {
    match value {
        Given::Json(value) => serde_json::from_str(value.get()).ok(),
        Given::Cell(text) => (!text.trim().is_empty()).then(|| (*text).to_owned()),
    }
}

fn words(value: &Given) -> Option<String> {
    string(value).filter(|text| !text.trim().is_empty())
}

fn string_or_number(value: &Given) -> Option<String> {
    if let Given::Json(value) = value
        && value.get().starts_with(|first: char| first == '-' || first.is_ascii_digit())
    {
        return Some(value.get().to_owned());
    }
    words(value)
}

/// The strings of a text that comes in parts (`body.sections`, a list of paragraphs), with a blank line between them.
fn sections(value: &Given) -> Option<String> {
    let Given::Json(value) = value else { return None };
    let mut parts = Vec::new();
    collect(&serde_json::from_str(value.get()).ok()?, &mut parts);
    (!parts.is_empty()).then(|| parts.join(BLANK_LINE))
}

/// Title before text before sections, whatever their order in the object.
fn collect(value: &Value, parts: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.trim().is_empty() => parts.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| collect(value, parts)),
        Value::Object(object) => {
            let names = [Field::Title, Field::Text].into_iter().flat_map(names_of);
            names.chain(SECTIONS).filter_map(|name| object.get(*name)).for_each(|value| collect(value, parts));
        }
        _ => {}
    }
}

/// A date, or nothing: scrapers write "None" and "" for a date they did not find.
fn moment(value: &Given) -> Option<String> {
    let text = string_or_number(value)?;
    // 1750539548.0 is a moment too
    date::parse(text.strip_suffix(".0").unwrap_or(&text))
}

fn address(value: &Given) -> Option<String> {
    words(value).filter(|text| text.contains("://"))
}

/// A code of two or three letters, whatever follows it.
fn language(value: &Given) -> Option<String> {
    words(value).filter(|code| (2..=3).contains(&code.split(['-', '_']).next().map_or(0, str::len)))
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

/// The fields of [`FIELDS`] that an object or row has, each with its name and rank, and how many others.
pub(super) struct Fields<'a> {
    pub known: Vec<(&'a str, Field, usize, Given<'a>)>,
    pub others: usize,
}

impl<'a> Fields<'a> {
    /// The first of the names of `field` whose value reads as one.
    fn first(&self, field: Field, read: fn(&Given) -> Option<String>) -> Option<(&'a str, String)> {
        let mut of_field: Vec<_> = self.known.iter().filter(|known| known.1 == field).collect();
        of_field.sort_by_key(|known| known.2);
        of_field.into_iter().find_map(|(name, _, _, value)| Some((*name, read(value)?)))
    }

    /// A note of what stands where a date was wanted and is none. Scrapers write "None" and the like for a date they did not find.
    fn strange_date(&self) -> Option<Note> {
        let (name, value) = self.first(Field::Published, string_or_number)?;
        let value = value.trim();
        if value.len() < 5 {
            return None;
        }
        let shown: String = value.chars().take(40).collect();
        let message = format!("`{name}` is `{shown}`, a date such as 2025-06-21 or 2025-06-21T20:59:08Z was wanted");
        Some(Note { code: "bad_date", message })
    }

    /// Fields that the user names take the place of those that are known.
    fn override_with(&mut self, fields: &'a [(Field, String)], json: &'a str) {
        self.known.retain(|(_, field, ..)| !fields.iter().any(|(given, _)| given == field));
        for (field, path) in fields {
            if let Some(value) = look_up(json, path) {
                self.known.push((path, *field, 0, Given::Json(value)));
            }
        }
    }

    /// What was found instead of a text.
    fn names(&self) -> String {
        let broken = self.known.iter().find(|known| known.1 == Field::Text);
        match broken {
            Some((name, _, _, Given::Json(value))) => match serde_json::from_str::<String>(value.get()) {
                // a string by its quotes, but half a surrogate pair stands in it
                Err(error) if value.get().starts_with('"') => {
                    format!("`{name}` is a broken string ({})", reason(&error))
                }
                _ => {
                    let shown: String = value.get().chars().take(20).collect();
                    format!("`{name}` is {shown}")
                }
            },
            Some((name, _, _, Given::Cell(_))) => format!("`{name}` is empty"),
            None => format!("{} fields, none with a text", self.known.len() + self.others),
        }
    }
}

/// The value at a path: the name as it stands, else its parts between dots, one inside the other.
fn look_up<'a>(json: &'a str, path: &str) -> Option<&'a RawValue> {
    let object: BTreeMap<String, &RawValue> = serde_json::from_str(json).ok()?;
    if let Some(value) = object.get(path) {
        return Some(value);
    }
    let (first, rest) = path.split_once('.')?;
    look_up(object.get(first)?.get(), rest)
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
                    // a name may serve two fields: `uri` is an id here and an address there
                    let known = key.0.into_iter().map(|(name, field, rank)| (name, field, rank, Given::Json(value)));
                    fields.known.extend(known);
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Object(std::marker::PhantomData))
    }
}

/// What a key can be: name, field and rank among the names of that field.
struct Key(Vec<(&'static str, Field, usize)>);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Key;

            fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
                out.write_str("a field name")
            }

            fn visit_str<E>(self, key: &str) -> Result<Key, E> {
                let fields = FIELDS.iter().filter_map(|(field, names)| {
                    let rank = names.iter().position(|name| *name == key)?;
                    Some((names[rank], *field, rank))
                });
                Ok(Key(fields.collect()))
            }
        }
        deserializer.deserialize_str(Name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Options, Source, read_line};
    use crate::article::{Article, Failure};

    fn article(line: &str) -> Result<Article, Failure> {
        let source = Source { line: Some(3), ..Source::default() };
        read_line(line.as_bytes(), Some("news"), source, &Options::default())
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
        let nested =
            r#"{"body":{"sections":[{"headline":["Two."],"paragraphs":["Three.","Four."]}],"summary":["One."]}}"#;
        assert_eq!(article(nested).expect("an article").text, "One.\n\nTwo.\n\nThree.\n\nFour.");
        assert_eq!(found.source.fields, ["text=body"]);
        assert_eq!(article(r#"{"body":{"author":"A. B."}}"#).expect_err("no article").code, "missing_text");
    }

    #[test]
    fn the_user_says_where_fields_stand() {
        let fields = vec![(Field::Text, "a.b".to_owned()), (Field::Title, "t.u".to_owned())];
        let options = Options { fields, ..Options::default() };
        let read = |line: &str| {
            read_line(line.as_bytes(), Some("news"), Source { line: Some(3), ..Source::default() }, &options)
        };
        let found = read(r#"{"text":"No.","a":{"b":"Yes."},"t.u":"Title"}"#).expect("an article");
        assert_eq!(
            (found.text.as_str(), found.source.fields),
            ("Title\n\nYes.", vec!["title=t.u".to_owned(), "text=a.b".to_owned()])
        );
        let none = read(r#"{"text":"No."}"#).expect_err("no article");
        assert_eq!(none.message, "0 fields, none with a text, a field `a.b` with a string was wanted");
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
