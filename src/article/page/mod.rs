//! Pages of the web: the story without what is around it, and what the page says about it.
//!
//! In: the bytes of a page. Out: an [`Article`] whose text is headline, byline, captions and paragraphs with blank lines between. No script is run.

mod metadata;
mod story;
mod tree;

use super::block::no_text;
use super::draft::{Draft, Story};
use super::{Article, Failure, Note, Options, Source, encoding, markup};
use crate::lexicon::PageMarks;
use metadata::Metadata;
use tree::Tree;

/// How much of a page is looked at for its encoding.
const LOOK: usize = 4096;

/// The article on a page; `declared` is the encoding that came with it.
pub(super) fn read(
    bytes: Vec<u8>,
    declared: Option<&str>,
    id: Option<&str>,
    source: Source,
    options: &Options,
) -> Result<Article, Failure> {
    let own = declared.is_none().then(|| declared_in(&bytes)).flatten();
    let decoded = match encoding::decode(bytes, declared.or(own.as_deref())) {
        Ok(decoded) => decoded,
        Err(fault) => return Err(no_text(fault, id, source)),
    };
    let mut draft = draft(&decoded.text, &options.marks);
    // a page that says what it is in and is so needs no note
    draft
        .notes
        .extend(decoded.note.filter(|note| note.message.contains("U+FFFD") || own.is_none() && declared.is_none()));
    if draft.story.text.is_empty() {
        let message = "a page without a story, paragraphs of an article were wanted".to_owned();
        let id = id.map_or_else(|| "-".to_owned(), str::to_owned);
        return Err(Failure { id, source, code: "missing_text", message });
    }
    draft.finish(id.map(str::to_owned), source, options)
}

/// What a page holds.
fn draft(text: &str, marks: &PageMarks) -> Draft {
    let tree = Tree::of(text);
    let metadata = Metadata::of(&tree);
    let found = story::find(&tree, &metadata, marks);
    let mut fields = Vec::new();
    let mut say = |field: &str, from: &str| fields.push(format!("{field}={from}"));
    if let Some((_, from)) = &found.title {
        say("title", from);
    }
    let mut story = found.story;
    let mut from = found.from;
    // a page whose text a script would put there may carry it for machines
    if let Some(body) = metadata.body.as_deref().filter(|body| body.len() > story.text.len() * 3 / 2) {
        story = paragraphs(body);
        from = "articleBody";
    }
    say("text", from);
    if let Some((_, from)) = &metadata.published {
        say("published", from);
    }
    if let Some((_, from)) = &metadata.url {
        say("url", from);
    }
    if let Some((_, from)) = &metadata.language {
        say("language", from);
    }
    Draft {
        title: found.title.map(|(title, _)| title),
        story,
        assembled: true,
        published: metadata.published.map(|(value, _)| value),
        url: metadata.url.map(|(value, _)| value),
        language: metadata.language.map(|(value, _)| value),
        fields,
        notes: Vec::<Note>::new(),
        ..Draft::default()
    }
}

/// Lines as paragraphs.
fn paragraphs(text: &str) -> Story {
    let mut story = Story::default();
    for line in text.lines() {
        let mut words = String::new();
        markup::push_words(line, &mut words);
        story.push(words.trim());
    }
    story
}

/// The text of a field that holds tags of HTML; none when it holds none.
pub(super) fn fragment(text: &str) -> Option<Story> {
    let opens = memchr::memchr(b'<', text.as_bytes())?;
    let rest = text.get(opens..)?;
    let tagged = ["<p>", "<p ", "<br", "<div", "</p>", "<P>", "</a>", "<h2", "<ul>"]
        .iter()
        .any(|tag| memchr::memmem::find(rest.as_bytes(), tag.as_bytes()).is_some());
    tagged.then(|| story::all(&Tree::of(text)))
}

/// The encoding that a page declares in its head.
fn declared_in(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(LOOK)).unwrap_or(bytes);
    if head.is_ascii() && bytes.is_ascii() {
        return None;
    }
    let head = String::from_utf8_lossy(head);
    let lower = head.to_ascii_lowercase();
    let at = lower.find("charset=").map(|at| at + 8).or_else(|| lower.find("encoding=").map(|at| at + 9))?;
    let value = lower.get(at..)?.trim_start_matches(['"', '\'', ' ']);
    let end = value.find(|sign: char| !sign.is_ascii_alphanumeric() && !"-_:".contains(sign)).unwrap_or(value.len());
    value.get(..end).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Options, draft, fragment};

    #[test]
    fn fields_with_tags_lose_them() {
        let story = fragment("<p>Rain&nbsp;fell.</p><p>It <b>stopped</b>.<br><br>Sun.</p>").expect("tags");
        assert_eq!(story.text, "Rain fell.\n\nIt stopped.\n\nSun.");
        assert!(fragment("5 < 6 and 7 > 6").is_none());
    }

    #[test]
    fn a_story_for_machines_counts_where_the_page_has_none() {
        let long = "The mayor of Aldbrough said on Monday that the bridge over the Wend would stay closed for a month.";
        let page = format!(
            "<html><head><script type=\"application/ld+json\">{{\"@graph\":[{{\"@type\":\"NewsArticle\",\"headline\":\"Bridge shut\",\"datePublished\":\"2025-06-21T08:00:00Z\",\"articleBody\":\"{long}\\n\\n{long}\"}}]}}</script></head><body><div id=app></div></body></html>"
        );
        let draft = draft(&page, &Options::default().marks);
        assert_eq!(draft.story.text, format!("{long}\n\n{long}"));
        assert_eq!(draft.published.as_deref(), Some("2025-06-21T08:00:00Z"));
        assert_eq!(draft.title.as_deref(), Some("Bridge shut"));
    }
}
