//! What a page says about its article: JSON-LD, `OpenGraph` and other `meta`, `link`, `<time>`.
//!
//! In: the tree of a page. Out: each fact with the name of where it stood, the most telling source first.

use super::tree::{Tag, Tree};
use crate::article::{date, markup};
use serde_json::Value;

/// A fact, and where it stood.
type Fact = Option<(String, &'static str)>;

/// What a page says about its article.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    /// Headlines, the most telling first.
    pub titles: Vec<(String, &'static str)>,
    pub published: Fact,
    pub url: Fact,
    pub language: Fact,
    /// The text, for machines.
    pub body: Option<String>,
}

/// Names of `meta` that say when a page was published, the most telling first.
const DATES: &[&str] = &[
    "article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "publish-date",
    "publish_date",
    "publication_date",
    "published-date",
    "pubdate",
    "date.published",
    "cxenseparse:recs:publishtime",
    "article:published",
    "rnews:datepublished",
    "published_at",
    "date",
];
/// Names of `meta` that hold the headline.
const TITLES: &[&str] = &["og:title", "twitter:title", "dc.title", "parsely-title"];

impl Metadata {
    /// Reads what a page says.
    pub fn of(tree: &Tree) -> Self {
        let mut found = Self::default();
        let mut metas: Vec<(usize, String, &'static str)> = Vec::new();
        let mut titles = Vec::new();
        let mut time = None;
        let mut title = None;
        let (mut canonical, mut og_url, mut html, mut locale) = (None, None, None, None);
        for (at, node) in tree.nodes.iter().enumerate() {
            match node.tag {
                Tag::Meta => {
                    let named = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|by| node.attribute(by));
                    let (Some(name), Some(content)) = (named, node.attribute("content")) else { continue };
                    let name = name.trim().to_ascii_lowercase();
                    let content = markup::resolved(content.trim());
                    if let Some(rank) = DATES.iter().position(|known| *known == name) {
                        metas.extend(date::parse(&content).map(|value| (rank, value, DATES[rank])));
                    } else if let Some(rank) = TITLES.iter().position(|known| *known == name) {
                        titles.push((rank, content, TITLES[rank]));
                    } else if name == "og:url" {
                        og_url = og_url.or(Some(content));
                    } else if name == "og:locale" || name == "content-language" {
                        locale = locale.or(Some(content));
                    }
                }
                Tag::Link if node.attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                    canonical = canonical.or_else(|| node.attribute("href").map(markup::resolved));
                }
                Tag::Html => html = html.or_else(|| node.attribute("lang")).or_else(|| node.attribute("xml:lang")),
                Tag::Title => title = title.or_else(|| Some(inner(tree, at))),
                Tag::Script
                    if node.attribute("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) =>
                {
                    if let Some(script) = tree.nodes.get(at + 1).filter(|inner| inner.tag == Tag::Verbatim) {
                        found.read_linked_data(script.written);
                    }
                }
                Tag::Time if time.is_none() => time = node.attribute("datetime").and_then(date::parse),
                _ if time.is_none()
                    && node.attribute("itemprop").is_some_and(|what| what.eq_ignore_ascii_case("datepublished")) =>
                {
                    time = node.attribute("content").or_else(|| node.attribute("datetime")).and_then(date::parse);
                }
                _ => {}
            }
        }
        metas.sort_by_key(|(rank, ..)| *rank);
        titles.sort_by_key(|(rank, ..)| *rank);
        found.published = found.published.or_else(|| metas.into_iter().next().map(|(_, value, from)| (value, from)));
        found.published = found.published.or_else(|| time.map(|value| (value, "time")));
        found.titles.extend(titles.into_iter().map(|(_, title, from)| (title, from)));
        found.titles.extend(title.filter(|title| !title.is_empty()).map(|title| (title, "head.title")));
        let address = |value: Option<String>| value.filter(|value| value.contains("://"));
        found.url = address(canonical)
            .map(|value| (value, "canonical"))
            .or_else(|| address(og_url).map(|value| (value, "og:url")))
            .or(found.url);
        let html = html.filter(|code| !code.trim().is_empty()).map(|code| (code.trim().to_owned(), "html.lang"));
        found.language = html.or_else(|| locale.map(|code| (code, "og:locale"))).or(found.language);
        found
    }

    /// Reads a script of JSON-LD: the article may stand in a list or a graph.
    fn read_linked_data(&mut self, script: &str) {
        let parsed = serde_json::from_str::<Value>(script).or_else(|_| {
            // line ends inside strings are a frequent fault
            let mended: String = script.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
            serde_json::from_str(mended.trim())
        });
        if let Ok(value) = parsed {
            self.read_node(&value);
        }
    }

    fn read_node(&mut self, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.read_node(value)),
            Value::Object(object) => {
                if object.get("@type").is_some_and(is_article) {
                    self.read_article(object);
                }
                for inner in ["@graph", "mainEntity"].iter().filter_map(|name| object.get(*name)) {
                    self.read_node(inner);
                }
            }
            _ => {}
        }
    }

    fn read_article(&mut self, object: &serde_json::Map<String, Value>) {
        let text = |name: &str| {
            object.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty()).map(markup::resolved)
        };
        self.titles.extend(text("headline").map(|title| (title, "headline")));
        let published = text("datePublished").or_else(|| text("dateCreated")).and_then(|value| date::parse(&value));
        self.published = self.published.take().or_else(|| published.map(|value| (value, "datePublished")));
        self.url = self.url.take().or_else(|| text("url").filter(|url| url.contains("://")).map(|url| (url, "url")));
        self.language = self.language.take().or_else(|| text("inLanguage").map(|code| (code, "inLanguage")));
        self.body = self.body.take().or_else(|| text("articleBody").or_else(|| text("text")));
    }
}

/// Types of schema.org that are articles.
fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report",
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

/// The text right inside a node.
fn inner(tree: &Tree, at: usize) -> String {
    let mut words = String::new();
    if let Some(text) = tree.nodes.get(at + 1).filter(|inner| inner.tag == Tag::Text) {
        markup::push_words(text.written, &mut words);
    }
    words.trim().to_owned()
}
