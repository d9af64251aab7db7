//! RSS and Atom: one article an item, with the text that the feed carries.
//!
//! In: the bytes of a feed, however broken. Out: an [`Article`] for each item; an item without any text is a failure. The longest of the texts of an item counts.

use super::block::{Take, no_text};
use super::draft::{Draft, Story};
use super::markup::{self, Piece};
use super::{Failure, Options, Source, date, encoding, object, page};

/// What an element of an item is, by its name without prefix.
const ELEMENTS: &[(Element, &[&str])] = &[
    (Element::Title, &["title"]),
    (Element::Text, &["encoded", "content", "description", "summary", "fulltext", "body"]),
    (Element::Published, &["pubDate", "published", "date", "issued", "created", "updated"]),
    (Element::Link, &["link", "origLink"]),
    (Element::Id, &["guid", "id"]),
    (Element::Language, &["language"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Title,
    Text,
    Published,
    Link,
    Id,
    Language,
}

/// One item as it is read.
#[derive(Default)]
struct Item {
    found: Vec<Found>,
}

/// An element of an item.
struct Found {
    element: Element,
    /// How many names of the element are asked before its own.
    rank: usize,
    name: String,
    content: String,
}

/// A feed as it is read.
#[derive(Default)]
struct Feed<'t> {
    language: Option<String>,
    item: Option<Item>,
    open: Option<Open<'t>>,
    /// What the open element holds up to here.
    content: String,
    /// Whether the element around everything is closed.
    whole: bool,
}

/// The element that is open.
struct Open<'t> {
    element: Element,
    rank: usize,
    name: &'t str,
    /// How many of its own name are open inside it.
    depth: usize,
}

/// The articles of a feed.
pub(super) fn read(bytes: Vec<u8>, stem: Option<&str>, source: Source, options: &Options, take: Take) {
    let declared = declared_in(&bytes);
    let decoded = match encoding::decode(bytes, declared.as_deref()) {
        Ok(decoded) => decoded,
        Err(fault) => return take(Err(no_text(fault, stem, source))),
    };
    let mut feed = Feed::default();
    let mut number = 0;
    for piece in markup::xml(&decoded.text) {
        match piece {
            Piece::Open { name, attributes, closed } => feed.opens(name, attributes, closed),
            Piece::Text(words) if feed.open.is_some() => feed.content.push_str(words),
            Piece::Verbatim(words) if feed.open.is_some() => escape(words, &mut feed.content),
            Piece::Close(name) => {
                let Some(item) = feed.closes(name) else { continue };
                number += 1;
                let place = stem.map(|stem| format!("{stem}:{number}"));
                take(item.article(place, feed.language.clone(), source.clone(), options));
            }
            _ => {}
        }
    }
    if number > 0 && !feed.whole {
        let place = stem.unwrap_or("-");
        let half = if feed.item.is_some() { ", in the middle of an item" } else { "" };
        let message =
            format!("breaks off behind item {number}{half}, a whole feed was wanted; what is before it is read");
        return take(Err(Failure { id: format!("{place}:{}", number + 1), source, code: "unreadable", message }));
    }
    if number == 0 {
        let message = "no item or entry, a feed in RSS or Atom was wanted".to_owned();
        take(Err(Failure { id: stem.unwrap_or("-").to_owned(), source, code: "missing_text", message }));
    }
}

impl<'t> Feed<'t> {
    fn opens(&mut self, name: &'t str, attributes: &str, closed: bool) {
        if let Some(open) = &mut self.open {
            // tags of a page inside a content that is marked up
            open.depth += usize::from(open.name == name && !closed);
            return self.push_tag("<", name);
        }
        let local = local(name);
        if matches!(local, "item" | "entry") {
            self.item = Some(Item::default());
            return;
        }
        let Some((element, rank)) = element(local) else { return };
        // pictures have titles and texts too
        let media = name.starts_with("media:") || name.starts_with("itunes:");
        if element == Element::Link && (closed || !media) {
            add_link(self.item.as_mut(), attributes);
        }
        if !closed && !media && (self.item.is_some() || element == Element::Language) {
            self.open = Some(Open { element, rank, name, depth: 0 });
            self.content.clear();
        }
    }

    /// The item that is whole when this tag closes.
    fn closes(&mut self, name: &str) -> Option<Item> {
        let Some(open) = &mut self.open else {
            if matches!(local(name), "item" | "entry") {
                return self.item.take();
            }
            self.whole |= matches!(local(name), "rss" | "feed" | "RDF");
            return None;
        };
        if open.name != name || open.depth > 0 {
            open.depth -= usize::from(open.name == name);
            self.push_tag("</", name);
            return None;
        }
        let (element, rank) = (open.element, open.rank);
        self.open = None;
        let content = std::mem::take(&mut self.content);
        match &mut self.item {
            Some(item) => item.found.push(Found { element, rank, name: local(name).to_owned(), content }),
            None => self.language = Some(markup::resolved(content.trim())),
        }
        None
    }

    fn push_tag(&mut self, opening: &str, name: &str) {
        self.content.push_str(opening);
        self.content.push_str(name);
        self.content.push('>');
    }
}

impl Item {
    /// What the element says by the first of its names that says something.
    fn best(&self, element: Element) -> Option<&Found> {
        let told = self.found.iter().filter(|found| found.element == element && !found.content.trim().is_empty());
        told.min_by_key(|found| found.rank)
    }

    fn article(
        &self,
        place: Option<String>,
        language: Option<String>,
        source: Source,
        options: &Options,
    ) -> Result<super::Article, Failure> {
        let mut fields = Vec::new();
        let mut take = |element, field: object::Field| {
            let best = self.best(element)?;
            fields.push(format!("{}={}", field.name(), best.name));
            Some(markup::resolved(best.content.trim()))
        };
        let id = take(Element::Id, object::Field::Id);
        let title = take(Element::Title, object::Field::Title);
        let url = take(Element::Link, object::Field::Url).filter(|url| url.contains("://"));
        let published = take(Element::Published, object::Field::Published).and_then(|value| date::parse(&value));
        let texts = self.found.iter().filter(|found| found.element == Element::Text);
        let stories = texts.map(|found| (&found.name, story(&found.content)));
        let text = stories.max_by_key(|(_, story)| story.text.len());
        let Some((name, story)) = text.filter(|(_, story)| !story.text.is_empty()) else {
            let id = id.or(place).unwrap_or_else(|| "-".to_owned());
            let message = "an item without a text, a description or content was wanted".to_owned();
            return Err(Failure { id, source: Source { url, fields, ..source }, code: "missing_text", message });
        };
        fields.push(format!("text={name}"));
        let title = title.map(|title| story_of(&title).text).filter(|title| !title.is_empty());
        let draft = Draft { id, title, story, assembled: true, published, url, language, fields, notes: Vec::new() };
        draft.finish(place, source, options)
    }
}

/// Marked-up content stands in XML as it is or with its signs escaped.
fn story(value: &str) -> Story {
    let resolved = markup::resolved(value);
    page::fragment(value).or_else(|| page::fragment(&resolved)).unwrap_or_else(|| story_of(&resolved))
}

/// A text without tags, its white space made one.
fn story_of(text: &str) -> Story {
    let mut story = Story::default();
    for block in text.split("\n\n") {
        let mut words = String::new();
        markup::push_words(block, &mut words);
        story.push(words.trim());
    }
    story
}

fn add_link(item: Option<&mut Item>, attributes: &str) {
    let other = markup::attribute(attributes, "rel").is_some_and(|rel| rel != "alternate");
    if let (Some(item), Some(href), false) = (item, markup::attribute(attributes, "href"), other) {
        let (name, content) = ("link".to_owned(), href.to_owned());
        item.found.push(Found { element: Element::Link, rank: 0, name, content });
    }
}

/// CDATA as text in which signs stand for themselves.
fn escape(words: &str, out: &mut String) {
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            letter => out.push(letter),
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn element(name: &str) -> Option<(Element, usize)> {
    ELEMENTS.iter().find_map(|(element, names)| Some((*element, names.iter().position(|known| *known == name)?)))
}

/// The encoding that the first line of XML declares.
fn declared_in(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200))?).into_owned();
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?.to_owned();
    markup::attribute(&declaration, "encoding").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::article::{Article, Failure, Options, Source};

    fn all(feed: &str) -> Vec<Result<Article, Failure>> {
        let mut found = Vec::new();
        read(feed.as_bytes().to_vec(), Some("feed"), Source::default(), &Options::default(), &mut |article| {
            found.push(article);
        });
        found
    }

    #[test]
    fn items_of_rss_are_articles() {
        let feed = "<?xml version=\"1.0\"?><rss><channel><title>Site</title><language>en-gb</language><item><title>Rain &amp; mud</title><link>https://a.example/1</link><guid>g1</guid>\
            <pubDate>Sat, 21 Jun 2025 20:59:08 GMT</pubDate><description>Short.</description><content:encoded><![CDATA[<p>Rain fell &amp; fell.</p><p>It stopped.</p>]]></content:encoded></item>\
            <item><title>None</title></item></channel></rss>";
        let found = all(feed);
        assert_eq!(found.len(), 2);
        let first = found[0].as_ref().expect("an article");
        assert_eq!(first.text, "Rain & mud\n\nRain fell & fell.\n\nIt stopped.");
        assert_eq!(
            (first.id.as_str(), first.source.url.as_deref(), first.language.as_deref()),
            ("g1", Some("https://a.example/1"), Some("en-gb"))
        );
        assert_eq!(first.published.as_ref().map(|date| date.value.as_str()), Some("2025-06-21T20:59:08Z"));
        assert_eq!(found[1].as_ref().expect_err("no article").id, "feed:2");
    }

    #[test]
    fn entries_of_atom_are_articles() {
        let feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Site</title><entry><title type=\"html\">Rain</title><link rel=\"alternate\" href=\"https://a.example/2\"/><id>urn:2</id>\
            <published>2025-06-21T08:00:00Z</published><updated>2025-06-22T08:00:00Z</updated><content type=\"xhtml\"><div><p>Rain <b>fell</b>.</p><p>More.</p></div></content></entry></feed>";
        let found = all(feed);
        let first = found[0].as_ref().expect("an article");
        assert_eq!(first.text, "Rain\n\nRain fell.\n\nMore.");
        assert_eq!(first.published.as_ref().map(|date| date.value.as_str()), Some("2025-06-21T08:00:00Z"));
        assert_eq!(first.source.url.as_deref(), Some("https://a.example/2"));
        assert_eq!(all("<html>").len(), 1);
    }
}
