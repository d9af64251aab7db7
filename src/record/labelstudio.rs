//! Tasks for Label Studio: a JSON array with the text and one prediction for each article, to be corrected by people.
//!
//! Offsets count code points, and CR LF as two, as Label Studio's editor does. Every region's `meta` names the finding and its value, so that coreference is not lost;
//! what a record says beside its spans is.

use super::marks::Sheet;
use super::{Record, compact};
use serde::Serialize;
use serde::de::value::Error;

pub(super) const OPENING: &str = "[\n";
pub(super) const CLOSING: &str = "\n]\n";

#[derive(Serialize)]
struct Task<'r> {
    data: Data<'r>,
    predictions: [Prediction<'r>; 1],
}

#[derive(Serialize)]
struct Data<'r> {
    text: &'r str,
    id: &'r str,
    title: Option<&'r str>,
    published: Option<&'r str>,
    url: Option<&'r str>,
}

#[derive(Serialize)]
struct Prediction<'r> {
    model_version: String,
    result: Vec<Item<'r>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Item<'r> {
    Region {
        id: String,
        from_name: &'static str,
        to_name: &'static str,
        #[serde(rename = "type")]
        kind: &'static str,
        value: Value<'r>,
        meta: Meta<'r>,
    },
    Relation {
        #[serde(rename = "type")]
        kind: &'static str,
        from_id: String,
        to_id: String,
        direction: &'static str,
        labels: [&'r str; 1],
    },
}

#[derive(Serialize)]
struct Value<'r> {
    start: u32,
    end: u32,
    text: &'r str,
    labels: [&'r str; 1],
}

#[derive(Serialize)]
struct Meta<'r> {
    text: Vec<&'r str>,
}

/// One task.
pub(super) fn task(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    if record.error.is_some() {
        return Ok(());
    }
    let sheet = Sheet::of(record);
    let regions = sheet.marks.iter().enumerate().map(|(number, mark)| Item::Region {
        id: format!("m{number}"),
        from_name: "label",
        to_name: "text",
        kind: "labels",
        value: Value {
            start: sheet.at(mark.span.start),
            end: sheet.at(mark.span.end),
            text: sheet.words(mark),
            labels: [mark.label],
        },
        meta: Meta {
            text: [Some(mark.owner), mark.value].into_iter().flatten().filter(|text| !text.is_empty()).collect(),
        },
    });
    let relations = sheet.ties.iter().map(|tie| Item::Relation {
        kind: "relation",
        from_id: format!("m{}", tie.from),
        to_id: format!("m{}", tie.to),
        direction: "right",
        labels: [tie.label],
    });
    let task = Task {
        data: Data {
            text: sheet.text,
            id: &record.id,
            title: record.title.as_ref().map(|title| title.text.as_ref()),
            published: record.published.as_ref().map(|published| published.value.as_ref()),
            url: record.source.url.as_deref(),
        },
        predictions: [Prediction {
            model_version: format!("dateline {} {}", record.generator.version, record.generator.lexicon),
            result: regions.chain(relations).collect(),
        }],
    };
    out.extend_from_slice(b",\n");
    compact::write(&task, out)
}
