//! W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>): for each article an `AnnotationPage` in JSON-LD, on a line of its own.
//!
//! The target is the analysed text, named by its SHA-256 (RFC 6920), with the article's address as scope; it is found by position, in code points as the model wants, and by
//! quotation. Mentions of one entity identify the same resource, roles and relations are annotations that link. Attributes, modality and claims are lost, and
//! the text is not in it.

use super::id::Ids;
use super::marks::{Layer, Mark, Sheet};
use super::{Record, compact};
use crate::text::Span;
use serde::Serialize;
use serde::de::value::Error;

/// Letters of a quotation's surroundings.
const AROUND: usize = 24;

#[derive(Serialize)]
struct Page<'r> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: &'r str,
    #[serde(rename = "type")]
    kind: &'static str,
    items: Vec<Annotation<'r>>,
}

#[derive(Serialize)]
struct Annotation<'r> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    motivation: &'static str,
    body: Vec<Body<'r>>,
    target: Target<'r>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Body<'r> {
    Text {
        #[serde(rename = "type")]
        kind: &'static str,
        purpose: &'static str,
        value: &'r str,
    },
    Resource {
        #[serde(rename = "type")]
        kind: &'static str,
        purpose: &'static str,
        source: String,
    },
}

#[derive(Serialize)]
struct Target<'r> {
    source: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'r str>,
    selector: (Position, Quotation<'r>),
}

#[derive(Serialize)]
struct Position {
    #[serde(rename = "type")]
    kind: &'static str,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Quotation<'r> {
    #[serde(rename = "type")]
    kind: &'static str,
    exact: &'r str,
    prefix: &'r str,
    suffix: &'r str,
}

/// One page on a line.
pub(super) fn page(record: &Record, out: &mut Vec<u8>) -> Result<(), Error> {
    if record.error.is_some() {
        return Ok(());
    }
    let sheet = Sheet::of(record);
    let id = format!("urn:uuid:{}", Ids::new(record).of("page"));
    let source = text_name(record.source.text_sha256.as_deref().unwrap_or(""));
    let target = |span: Span| Target {
        source: &source,
        scope: record.source.url.as_deref(),
        selector: (
            Position { kind: "TextPositionSelector", start: sheet.at(span.start), end: sheet.at(span.end) },
            quotation(span, sheet.text),
        ),
    };
    let known = sheet.marks.iter().enumerate().filter(|(_, mark)| mark.layer != Layer::Filler);
    let mut items: Vec<Annotation> = known
        .map(|(number, mark)| Annotation {
            id: format!("{id}#m{number}"),
            kind: "Annotation",
            motivation: motivation(mark.layer),
            body: bodies(mark, &id),
            target: target(mark.span),
        })
        .collect();
    for (number, tie) in sheet.ties.iter().enumerate() {
        let (Some(from), Some(to)) = (sheet.marks.get(tie.from), sheet.marks.get(tie.to)) else { continue };
        items.push(Annotation {
            id: format!("{id}#l{number}"),
            kind: "Annotation",
            motivation: "linking",
            body: vec![tag(tie.label), resource("linking", format!("{id}#{}", from.owner))],
            target: target(to.span),
        });
    }
    let page = Page { context: "http://www.w3.org/ns/anno.jsonld", id: &id, kind: "AnnotationPage", items };
    compact::write(&page, out)?;
    out.push(b'\n');
    Ok(())
}

const fn motivation(layer: Layer) -> &'static str {
    match layer {
        Layer::Name | Layer::Reference => "identifying",
        Layer::Event | Layer::Again => "classifying",
        _ => "tagging",
    }
}

fn bodies<'r>(mark: &Mark<'r>, page: &str) -> Vec<Body<'r>> {
    let mut bodies = vec![tag(mark.label), resource("identifying", format!("{page}#{}", mark.owner))];
    match (mark.layer, mark.value) {
        (Layer::Name | Layer::Reference, Some(link)) => bodies.push(match address(link) {
            Some(address) => resource("identifying", address),
            None => Body::Text { kind: "TextualBody", purpose: "identifying", value: link },
        }),
        (Layer::Time, Some(value)) => {
            bodies.push(Body::Text { kind: "TextualBody", purpose: "describing", value });
        }
        _ => {}
    }
    bodies
}

const fn tag(value: &str) -> Body<'_> {
    Body::Text { kind: "TextualBody", purpose: "tagging", value }
}

const fn resource<'r>(purpose: &'static str, source: String) -> Body<'r> {
    Body::Resource { kind: "SpecificResource", purpose, source }
}

/// Where an entity is known on the web.
fn address(link: &str) -> Option<String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(number) = link.strip_prefix("geonames:").filter(|number| digits(number)) {
        return Some(format!("https://sws.geonames.org/{number}/"));
    }
    link.strip_prefix('Q')
        .filter(|number| digits(number))
        .map(|number| format!("http://www.wikidata.org/entity/Q{number}"))
}

fn quotation(span: Span, text: &str) -> Quotation<'_> {
    let before = text.get(..span.start as usize).unwrap_or("");
    let after = text.get(span.end as usize..).unwrap_or("");
    let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    Quotation {
        kind: "TextQuoteSelector",
        exact: span.of(text),
        prefix: before.get(from..).unwrap_or(""),
        suffix: after.get(..to).unwrap_or(""),
    }
}

/// `ni:///sha-256;…` of a hash in hexadecimal digits.
fn text_name(hexadecimal: &str) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut name = String::from("ni:///sha-256;");
    let (mut bits, mut held) = (0_u32, 0_u32);
    for digit in hexadecimal.chars().filter_map(|digit| digit.to_digit(16)) {
        bits = (bits << 4 | digit) & 0xfff;
        held += 4;
        if held >= 6 {
            held -= 6;
            name.push(char::from(SIGNS[(bits >> held & 63) as usize]));
        }
    }
    if held > 0 {
        name.push(char::from(SIGNS[(bits << (6 - held) & 63) as usize]));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{address, text_name};

    #[test]
    fn a_text_is_named_by_its_hash() {
        // the example of RFC 6920, section 8.1: "Hello World!"
        let hash = "7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069";
        assert_eq!(text_name(hash), "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk");
    }

    #[test]
    fn known_things_have_addresses() {
        assert_eq!(address("geonames:524901").as_deref(), Some("https://sws.geonames.org/524901/"));
        assert_eq!(address("Q649").as_deref(), Some("http://www.wikidata.org/entity/Q649"));
        assert_eq!(address("ship:reliant"), None);
    }
}
