//! A page that people look at: records as one HTML file that needs nothing else.
//!
//! In: lines of records (`dateline extract`) and of merged events (`dateline merge`), in any mixture. Out: the bytes of a page with the articles and their marked
//! findings, the events, a map, a timeline and a search. It asks for nothing from the network; its script and style are allowed by their hashes, everything else
//! is forbidden to it; what the articles say is data, deflated, and reaches the page as text only.
//!
//! Not here: reading files and folders, writing the file. `page.html`, `page.css` and `page.js` are the page; the rows that pass between here and there are written
//! in `article` and `happening` and read in `page.js`.

mod article;
mod happening;
mod label;
mod pack;
mod sheet;
mod shown;
mod words;

use crate::record::{self, RECORD_VERSION, Record};
use article::{Article, Outline, Spot};
use happening::Happening;
use pack::{base64, pack};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use words::Words;

const HTML: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
/// `page.js`, minified: see there.
const SCRIPT: &str = include_str!("page.min.js");
/// Outlines of countries, see `gazetteers/refresh/outlines.py`.
const OUTLINES: &str = include_str!("../../gazetteers/map/countries.json");

/// A page of one article stays below this many bytes, unless its findings alone are more.
const FIRST: usize = 250_000;
/// Every further article or merged event may add so many: 2 MB for 1,000.
const FURTHER: usize = 1_750;
/// Articles, or merged events, that are inflated together.
const TOGETHER: usize = 24;

/// Something that the page shows.
pub struct Entry(Kind);

enum Kind {
    Article(Box<Article>),
    Happening(Box<Happening>),
}

/// How much of long texts a page carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Texts {
    /// As much as keeps the page below its size: 250 KB for one article, 2 MB for 1,000.
    #[default]
    Fitting,
    /// Everything.
    Whole,
}

/// What tells a record from a merged event.
#[derive(Deserialize)]
struct Probe {
    record_version: Option<u32>,
    members: Option<IgnoredAny>,
    error: Option<IgnoredAny>,
}

/// What a line of input shows; nothing for the record of an article that could not be read.
///
/// # Errors
/// In words, when the line is neither an article's record nor a merged event.
pub fn read(line: &[u8]) -> Result<Option<Entry>, String> {
    let no_record = |error: serde_json::Error| record::no_record(&error);
    let probe: Probe = serde_json::from_slice(line).map_err(no_record)?;
    if probe.members.is_some() {
        let merged: happening::Line =
            serde_json::from_slice(line).map_err(|error| format!("no merged event: {error}"))?;
        return Ok(Some(Entry(Kind::Happening(Box::new(Happening::of(merged))))));
    }
    let Some(version) = probe.record_version else {
        return Err(
            "neither an article's record (`extract`) nor a merged event: it has no `record_version`, and no `members`"
                .to_owned(),
        );
    };
    if version != RECORD_VERSION {
        return Err(record::other_version(version));
    }
    if probe.error.is_some() {
        return Ok(None);
    }
    let record: Record = serde_json::from_slice(line).map_err(no_record)?;
    Ok(Some(Entry(Kind::Article(Box::new(Article::of(&record))))))
}

/// The page, its articles and merged events in the order given.
pub fn write(entries: &[Entry], texts: Texts) -> Vec<u8> {
    let mut articles = Vec::new();
    let mut happenings = Vec::new();
    for Entry(kind) in entries {
        match kind {
            Kind::Article(article) => articles.push(article.as_ref()),
            Kind::Happening(happening) => happenings.push(happening.as_ref()),
        }
    }
    let longest = articles.iter().map(|article| article.length()).max().unwrap_or(0);
    let page = compose(&articles, &happenings, longest);
    let size = FIRST + entries.len().saturating_sub(1) * FURTHER;
    if texts == Texts::Whole || page.len() <= size {
        return page;
    }
    fit(&articles, &happenings, longest, size)
}

/// The page with as much of the texts as `size` bytes hold.
fn fit(articles: &[&Article], happenings: &[&Happening], longest: u32, size: usize) -> Vec<u8> {
    let (mut fits, mut exceeds) = (0, longest);
    let mut page = compose(articles, happenings, fits);
    // a hundred units more or less are no matter
    while exceeds - fits > 100 {
        let middle = fits + (exceeds - fits) / 2;
        let tried = compose(articles, happenings, middle);
        if tried.len() <= size {
            (fits, page) = (middle, tried);
        } else {
            exceeds = middle;
        }
    }
    page
}

/// The page with at most `limit` UTF-16 units of each text.
fn compose(articles: &[&Article], happenings: &[&Happening], limit: u32) -> Vec<u8> {
    let mut words = Words::default();
    let mut places = Places::default();
    let details: Vec<String> =
        articles.chunks(TOGETHER).map(|some| packed(some.iter().map(|one| one.rows(limit)))).collect();
    let on_page: HashMap<&str, u32> =
        articles.iter().enumerate().map(|(number, article)| (article.id.as_str(), number as u32)).collect();
    let stories: Vec<String> =
        happenings.chunks(TOGETHER).map(|some| packed(some.iter().map(|one| one.rows(&on_page)))).collect();
    let events = articles.iter().flat_map(|article| &article.events).map(|event| &event.outline);
    let events = columns(events, &mut words, &mut places);
    let merged = columns(happenings.iter().map(|one| &one.outline), &mut words, &mut places);
    let heads = articles.iter().map(|article| {
        words::row([
            json!(article.title),
            json!(article.events.len()),
            json!(article.published),
            json!(article.source),
            json!((article.id != article.title).then_some(&article.id)),
        ])
    });
    let heads: Vec<Value> = heads.collect();
    let sources: Vec<u32> = happenings.iter().map(|one| one.sources).collect();
    let ids: Vec<&str> = happenings.iter().map(|one| one.id.as_str()).collect();
    let index = json!({
        "together": TOGETHER, "articles": heads, "events": events, "merged": merged, "sources": sources, "ids": ids,
        "words": words.list(), "places": places.rows(),
    });
    let data = json!({
        "index": pack(index.to_string().as_bytes()),
        "map": pack(OUTLINES.as_bytes()),
        "articles": details,
        "stories": stories,
    });
    fill(&data.to_string())
}

fn packed(rows: impl Iterator<Item = Value>) -> String {
    pack(Value::Array(rows.collect()).to_string().as_bytes())
}

/// Outlines of events, a list for each thing known of them: lists of one sort of thing deflate better.
fn columns<'o>(outlines: impl Iterator<Item = &'o Outline>, words: &mut Words, places: &mut Places) -> Value {
    let (mut kinds, mut modes, mut flags, mut days, mut spots) = (vec![], vec![], vec![], vec![], vec![]);
    let mut last: Option<&str> = None;
    for outline in outlines {
        kinds.push(words.number(&outline.kind));
        modes.push(words.number(&outline.modality));
        flags.push(u8::from(outline.main) | u8::from(outline.negative) << 1 | outline.quad.min(7) << 2);
        let day = outline.day.as_deref();
        // 1: as the one before
        days.push(match day {
            None => json!(0),
            Some(_) if day == last => json!(1),
            Some(day) => json!(day),
        });
        last = day.or(last);
        spots.push(outline.place.as_ref().map_or(0, |spot| places.number(spot)));
    }
    json!([kinds, modes, flags, days, spots])
}

/// The places of the page, each once, numbered from 1.
#[derive(Default)]
struct Places {
    numbers: HashMap<String, usize>,
    rows: Vec<Value>,
}

impl Places {
    fn number(&mut self, spot: &Spot) -> usize {
        let (x, y) = spot.point.map(|(lat, lon)| sheet::point(lat, lon)).unzip();
        let row = words::row([json!(spot.name), json!(spot.country), json!(spot.precision), json!(x), json!(y)]);
        let key = row.to_string();
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        self.rows.push(row);
        self.numbers.insert(key, self.rows.len());
        self.rows.len()
    }

    fn rows(&self) -> &[Value] {
        &self.rows
    }
}

/// The page around its data.
fn fill(data: &str) -> Vec<u8> {
    let hash = |text: &str| base64(&Sha256::digest(text.as_bytes()));
    // the data holds no `<`: base 91 has none, and the only other words are ours
    let data = data.replace('<', "\\u003c");
    let mut page = String::with_capacity(HTML.len() + STYLE.len() + SCRIPT.len() + data.len());
    let mut rest = HTML;
    // parts are put in once, from front to back: what is put in is not looked at again
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let Some((name, behind)) = after.split_once("}}") else { break };
        match name {
            "style" => page.push_str(STYLE),
            "script" => page.push_str(SCRIPT),
            "style-hash" => page.push_str(&hash(STYLE)),
            "script-hash" => page.push_str(&hash(SCRIPT)),
            "data" => page.push_str(&data),
            _ => {}
        }
        rest = behind;
    }
    page.push_str(rest);
    page.into_bytes()
}
