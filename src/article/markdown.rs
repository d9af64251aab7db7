//! Markdown: one article a file, its front matter and first heading read, its marks taken off.
//!
//! In: a text. Out: an [`Article`] whose text is put together from headline and paragraphs, so the record carries it. Code blocks are no text.

use super::draft::{Draft, Story};
use super::encoding::Decoded;
use super::{Article, Failure, Options, PartKind, Source, date, object};
use pulldown_cmark::{Event, HeadingLevel, Options as Reading, Parser, Tag, TagEnd};

/// The article that a text is.
pub(super) fn read(decoded: Decoded, id: Option<&str>, source: Source, options: &Options) -> Result<Article, Failure> {
    let text = decoded.text.strip_prefix('\u{feff}').unwrap_or(&decoded.text);
    let (front, body) = front_matter(text);
    let mut draft = Draft { assembled: true, notes: decoded.note.into_iter().collect(), ..Draft::default() };
    for (name, value) in front {
        for (field, _) in object::known(name) {
            let slot = match field {
                object::Field::Id => &mut draft.id,
                object::Field::Title => &mut draft.title,
                object::Field::Published => &mut draft.published,
                object::Field::Url => &mut draft.url,
                object::Field::Language => &mut draft.language,
                object::Field::Text => continue,
            };
            let value = if field == object::Field::Published { date::parse(value) } else { Some(value.to_owned()) };
            let value = value.filter(|value| field != object::Field::Url || value.contains("://"));
            if slot.is_none() && value.is_some() {
                *slot = value;
                draft.fields.push(format!("{}={name}", field.name()));
            }
        }
    }
    let (heading, story) = blocks(body);
    match (&draft.title, heading) {
        (None, Some(heading)) => draft.title = Some(heading),
        (Some(title), Some(heading)) if *title != heading => draft.story.push(&heading),
        _ => {}
    }
    let offset = draft.story.text.len();
    draft.story = if offset == 0 { story } else { Story::from(format!("{}\n\n{}", draft.story.text, story.text)) };
    draft.finish(id.map(str::to_owned), source, options)
}

/// The lines between `---` at the start, as names and values, and what follows.
fn front_matter(text: &str) -> (Vec<(&str, &str)>, &str) {
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else {
        return (Vec::new(), text);
    };
    let mut found = Vec::new();
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        at += line.len();
        let line = line.trim_end();
        if line == "---" || line == "..." {
            return (found, rest.get(at..).unwrap_or(""));
        }
        let nested = line.starts_with([' ', '\t', '-', '#']);
        if let Some((name, value)) = line.split_once(':').filter(|_| !nested) {
            let value = value.trim();
            let bare =
                ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(value);
            if !bare.is_empty() {
                found.push((name.trim(), bare));
            }
        }
    }
    (Vec::new(), text)
}

/// The first heading, when nothing is before it, and the paragraphs.
fn blocks(body: &str) -> (Option<String>, Story) {
    let mut story = Story::default();
    let (mut heading, mut words) = (None, String::new());
    let (mut code, mut picture) = (false, 0_usize);
    let mut caption = String::new();
    for event in
        Parser::new_ext(body, Reading::ENABLE_TABLES | Reading::ENABLE_STRIKETHROUGH | Reading::ENABLE_FOOTNOTES)
    {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Start(Tag::Image { .. }) => picture += 1,
            Event::End(TagEnd::Image) => picture = picture.saturating_sub(1),
            Event::Text(text) | Event::Code(text) if !code => {
                let into = if picture > 0 { &mut caption } else { &mut words };
                into.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::End(TagEnd::Heading(HeadingLevel::H1)) if heading.is_none() && story.text.is_empty() => {
                heading = Some(std::mem::take(&mut words).trim().to_owned()).filter(|heading| !heading.is_empty());
            }
            Event::End(TagEnd::TableCell) => words.push(' '),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::BlockQuote(_)
                | TagEnd::TableRow
                | TagEnd::TableHead,
            )
            | Event::Start(Tag::List(_) | Tag::Paragraph) => {
                story.push(words.trim());
                words.clear();
                story.push_part(PartKind::Caption, caption.trim());
                caption.clear();
            }
            _ => {}
        }
    }
    story.push(words.trim());
    (heading, story)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::article::encoding::Decoded;
    use crate::article::{Options, Source};

    #[test]
    fn front_matter_and_marks_are_read() {
        let text = "---\ntitle: \"Rain: more of it\"\ndate: 2025-06-21\nlang: en\ntags:\n  - x\n---\n# Rain: more of it\n\nRain *fell* on the [road](http://a.example)\nto **Aldbrough**.\n\n- One.\n- Two.\n\n```\ncode\n```\n\n> It fell, she said.\n";
        let article =
            read(Decoded { text: text.to_owned(), note: None }, Some("a"), Source::default(), &Options::default())
                .expect("an article");
        assert_eq!(
            article.text,
            "Rain: more of it\n\nRain fell on the road to Aldbrough.\n\nOne.\n\nTwo.\n\nIt fell, she said."
        );
        assert_eq!(article.title, Some(16));
        assert_eq!(article.published.map(|date| date.value).as_deref(), Some("2025-06-21"));
        assert_eq!(article.source.fields, ["title=title", "published=date", "language=lang"]);
    }
}
