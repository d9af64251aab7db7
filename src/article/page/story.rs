//! The story of a page: which of its blocks are the article.
//!
//! In: the tree of a page and what it says about itself. Out: headline, byline, captions and paragraphs in order. First what is marked as something else is set
//! aside, unless it holds most of the page's running text; then the smallest element that holds nearly all of what is left is the story; last its blocks are
//! looked at one by one. Rules of that kind: Kohlschütter et al. 2010 (text and link density), Mozilla's Readability (marks of classes).

use super::metadata::Metadata;
use super::tree::{Node, Tag, Tree};
use crate::article::PartKind;
use crate::article::draft::Story;
use crate::article::markup;
use crate::lexicon::{PageMarks, PagePart, PageParts};

/// What was found.
pub(super) struct Found {
    /// The headline and where it stood.
    pub title: Option<(String, &'static str)>,
    pub story: Story,
    /// How the story was found.
    pub from: &'static str,
}

/// A paragraph of running text has so many letters.
const LONG: usize = 70;
/// A paragraph with more of its letters in links is a list of links.
const LINKED: f64 = 0.4;
/// What holds so much of the running text around it is the story, or holds it.
const NEARLY_ALL: f64 = 0.78;
/// A part that holds more than this share of a page's running text is no part beside the story, whatever it is called.
const MOST: f64 = 0.45;

/// So much running text is a story.
const STORY: usize = 400;

/// A block: what stands between two tags that begin or end a paragraph.
struct Block {
    /// The element that it is in.
    owner: u32,
    /// Its first text.
    node: u32,
    /// Its words in [`Page::words`].
    start: usize,
    end: usize,
    /// Bytes of its words that are links.
    linked: usize,
    weight: usize,
    aside: bool,
}

struct Page<'t, 'a> {
    tree: &'t Tree<'a>,
    marks: &'t PageMarks,
    blocks: Vec<Block>,
    words: String,
}

/// Finds the story of a page, with what is known of the marks of its elements.
pub(super) fn find(tree: &Tree, metadata: &Metadata, marks: &PageMarks) -> Found {
    let mut page = Page::new(tree, marks);
    page.set_aside();
    let (root, from) = page.root();
    let heading = page.heading(root, metadata);
    let title = heading
        .map(|block| page.text(block).to_owned())
        .filter(|title| title.split(' ').count() <= 50)
        .map(|title| (title, "h1"))
        .or_else(|| metadata.titles.iter().find(|(_, from)| *from != "head.title").cloned())
        .or_else(|| metadata.titles.first().map(|(title, from)| (without_site(title).to_owned(), *from)));
    let story = page.story(root, heading, title.as_ref().map(|(title, _)| title.as_str()), metadata);
    Found { title, story, from }
}

/// Every block of a fragment.
pub(super) fn all(tree: &Tree) -> Story {
    let marks = PageMarks::default();
    let page = Page::new(tree, &marks);
    let mut story = Story::default();
    page.blocks.iter().for_each(|block| story.push(page.text(block)));
    story
}

/// A title without the name of the site behind it.
fn without_site(title: &str) -> &str {
    let cut = [" | ", " - ", " – ", " — ", " :: ", " » "].iter().filter_map(|sign| title.rfind(sign)).max();
    cut.and_then(|cut| title.get(..cut)).filter(|title| title.split(' ').count() >= 3).unwrap_or(title)
}

impl<'t, 'a> Page<'t, 'a> {
    /// Cuts a page into blocks.
    fn new(tree: &'t Tree<'a>, marks: &'t PageMarks) -> Self {
        let mut page = Page { tree, marks, blocks: Vec::new(), words: String::new() };
        let mut cutter = Cutter::default();
        let mut hidden = 0;
        for (at, node) in (0_u32..).zip(&tree.nodes) {
            if at < hidden {
                continue;
            }
            if at >= cutter.inside {
                page.cut(&mut cutter);
                // behind the end of a block goes on the one around it
                cutter.enter(tree, node.parent);
            }
            match node.tag {
                Tag::Text => page.add(&mut cutter, at, node),
                Tag::Br => page.line_break(&mut cutter, at),
                tag if tag.is_hidden() || is_hidden(node) => hidden = node.end,
                Tag::A => cutter.linked_to = cutter.linked_to.max(node.end),
                tag if tag.is_block() => {
                    page.cut(&mut cutter);
                    cutter.owner = at;
                    cutter.inside = node.end;
                }
                _ => {}
            }
        }
        page.cut(&mut cutter);
        page
    }

    fn add(&mut self, cutter: &mut Cutter, at: u32, node: &Node) {
        let before = cutter.words.len();
        markup::push_words(node.written, &mut cutter.words);
        if before == 0 && !cutter.words.is_empty() {
            cutter.node = at;
        }
        if at < cutter.linked_to {
            cutter.linked += cutter.words.len() - before;
        }
        if cutter.words.len() > before && !node.written.trim().is_empty() {
            cutter.breaks = 0;
        }
    }

    /// Two line ends begin a paragraph; so does one behind a sentence.
    fn line_break(&mut self, cutter: &mut Cutter, at: u32) {
        cutter.breaks += 1;
        let words = cutter.words.trim_end();
        if words.is_empty() {
            return;
        }
        if cutter.breaks > 1 || ends_sentence(words) {
            self.cut(cutter);
            cutter.node = at;
        } else if !cutter.words.ends_with(' ') {
            cutter.words.push(' ');
        }
    }

    fn cut(&mut self, cutter: &mut Cutter) {
        let words = cutter.words.trim();
        if !words.is_empty() {
            let start = self.words.len();
            self.words.push_str(words);
            let linked = cutter.linked.min(words.len());
            let running = words.len() >= LONG
                && (linked as f64) < LINKED * words.len() as f64
                && words.contains(['.', '!', '?', '…', '。', '।', '؟']);
            let weight = if running { words.len().min(1500) } else { 0 };
            self.blocks.push(Block {
                owner: cutter.owner,
                node: cutter.node,
                start,
                end: self.words.len(),
                linked,
                weight,
                aside: false,
            });
        }
        cutter.words.clear();
        cutter.linked = 0;
        cutter.breaks = 0;
    }

    fn text(&self, block: &Block) -> &str {
        self.words.get(block.start..block.end).unwrap_or("")
    }

    fn node(&self, at: u32) -> &Node<'a> {
        // node 0 is the root, which every tree has
        self.tree.nodes.get(at as usize).unwrap_or(&self.tree.nodes[0])
    }

    /// The blocks inside an element.
    fn range(&self, element: u32) -> std::ops::Range<usize> {
        let end = self.node(element).end;
        let first = self.blocks.partition_point(|block| block.node < element);
        first..self.blocks.partition_point(|block| block.node < end)
    }

    /// Running text in an element that is not set aside.
    fn weight(&self, element: u32) -> usize {
        self.blocks
            .get(self.range(element))
            .unwrap_or(&[])
            .iter()
            .filter(|block| !block.aside)
            .map(|block| block.weight)
            .sum()
    }

    // ---- what is beside the story -----------------------------------------------------------------------------------------------------

    fn set_aside(&mut self) {
        let total = self.weight(0);
        let mut left = total;
        let mut at = 1;
        while let Some(node) = self.tree.nodes.get(at as usize) {
            let end = node.end;
            if node.tag == Tag::Text || end == at + 1 || !self.is_aside(at, node) {
                at += 1;
                continue;
            }
            let weight = self.weight(at);
            let most = weight as f64 > MOST * total as f64;
            let comments = most && self.marks_of(node).has(PagePart::Comments);
            if most && !(comments && left - weight >= STORY) {
                at += 1;
                continue;
            }
            left -= weight;
            let range = self.range(at);
            for block in self.blocks.get_mut(range).unwrap_or(&mut []) {
                block.aside = true;
            }
            at = end;
        }
    }

    fn is_aside(&self, at: u32, node: &Node) -> bool {
        match node.tag {
            Tag::Nav | Tag::Footer | Tag::Aside | Tag::Form => return true,
            Tag::Header => {
                return !self.tree.inside(at).any(|(_, inner)| matches!(inner.tag, Tag::Heading(1)))
                    && !self.is_in(at, Tag::Article);
            }
            Tag::Html | Tag::Body | Tag::Main | Tag::Article | Tag::Heading(_) => return false,
            _ => {}
        }
        if node.written.len() < 6 {
            return false;
        }
        if node.attribute("role").is_some_and(|role| {
            matches!(
                role,
                "navigation"
                    | "complementary"
                    | "banner"
                    | "contentinfo"
                    | "dialog"
                    | "search"
                    | "menu"
                    | "alert"
                    | "form"
            )
        }) {
            return true;
        }
        self.marks_of(node).has(PagePart::Aside)
    }

    /// What the words in class or id of an element say that it is.
    fn marks_of(&self, node: &Node) -> PageParts {
        let named = markup::attributes(node.written)
            .filter(|(name, _)| NAMING.iter().any(|known| name.eq_ignore_ascii_case(known)));
        let names = named.flat_map(|(_, value)| value.split_ascii_whitespace());
        let mut parts = PageParts::default();
        for name in names {
            let mut lower = [0_u8; 96];
            let words = cut_words(name, &mut lower);
            for at in 0..words.1 {
                parts = parts.or(self.marks.parts(word(&lower, &words.0, at), word(&lower, &words.0, at + 1)));
            }
        }
        parts
    }

    fn is_in(&self, at: u32, tag: Tag) -> bool {
        let mut parent = self.node(at).parent;
        while parent != 0 {
            if self.node(parent).tag == tag {
                return true;
            }
            parent = self.node(parent).parent;
        }
        false
    }

    // ---- the element that holds the story ---------------------------------------------------------------------------------------------

    fn root(&self) -> (u32, &'static str) {
        let total = self.weight(0);
        let said = |name: &'static str, fits: &dyn Fn(&Node) -> bool| {
            let elements = (0_u32..).zip(&self.tree.nodes).filter(|(_, node)| node.tag != Tag::Text && fits(node));
            let (best, weight) = elements
                .map(|(at, _)| (at, self.weight(at)))
                .fold((0, 0), |best, next| if next.1 > best.1 { next } else { best });
            let enough = weight > 0 && (weight as f64) >= 0.5 * total as f64;
            enough.then_some((best, name))
        };
        let found = said("articleBody", &|node| {
            node.written.len() > 8
                && node.attribute("itemprop").is_some_and(|what| what.eq_ignore_ascii_case("articleBody"))
        })
        .or_else(|| {
            said("article", &|node| {
                node.tag == Tag::Article
                    || node.written.len() > 8
                        && node.attribute("itemtype").is_some_and(|what| what.ends_with("Article"))
            })
        })
        .or_else(|| {
            said("story", &|node| {
                node.tag.is_block() && node.written.len() > 6 && self.marks_of(node).has(PagePart::Story)
            })
        })
        .or_else(|| {
            said("main", &|node| {
                node.tag == Tag::Main || node.written.len() > 6 && node.attribute("role") == Some("main")
            })
        });
        let (root, from) = found.unwrap_or((0, "density"));
        (self.descend(root), from)
    }

    /// The smallest element that holds nearly all running text of an element.
    fn descend(&self, from: u32) -> u32 {
        let mut at = from;
        loop {
            let whole = self.weight(at) as f64;
            let end = self.node(at).end;
            let mut child = at + 1;
            let mut next = None;
            while child < end {
                let node = self.node(child);
                if node.tag != Tag::Text
                    && node.end > child + 1
                    && self.weight(child) as f64 >= NEARLY_ALL * whole
                    && whole > 0.0
                {
                    next = Some(child);
                    break;
                }
                child = node.end.max(child + 1);
            }
            // a single paragraph is no story to go into
            match next {
                Some(next) if self.range(next).len() > 1 && !matches!(self.node(next).tag, Tag::P) => at = next,
                _ => return at,
            }
        }
    }

    // ---- headline -------------------------------------------------------------------------------------------------------------------

    /// The block of the headline: of several, the one most like what the page says its headline is, then the last before the story.
    fn heading(&self, root: u32, metadata: &Metadata) -> Option<&Block> {
        let end = self.node(root).end;
        let headings =
            |level: u8| self.blocks.iter().filter(move |block| self.heading_level(block.owner) == Some(level));
        let likeness = |block: &Block| {
            metadata.titles.iter().map(|(title, _)| (shared(self.text(block), title) * 10.0) as u32).max().unwrap_or(0)
        };
        let best = headings(1)
            .filter(|block| block.node < end && (!block.aside || likeness(block) >= 5))
            .max_by_key(|block| (likeness(block), block.node));
        best.or_else(|| headings(2).filter(|block| block.node < end && !block.aside).find(|block| likeness(block) >= 6))
    }

    /// The level of the heading that an element is, or is in.
    fn heading_level(&self, owner: u32) -> Option<u8> {
        match self.node(owner).tag {
            Tag::Heading(level) => Some(level),
            _ => None,
        }
    }

    // ---- the blocks ---------------------------------------------------------------------------------------------------------------------

    fn story(&self, root: u32, heading: Option<&Block>, title: Option<&str>, metadata: &Metadata) -> Story {
        let inside = self.range(root);
        // what stands between the headline and the story: the line under it, byline, date
        let first = heading.map_or(inside.start, |heading| {
            self.blocks.partition_point(|block| block.node <= heading.node).min(inside.start)
        });
        let mut kept: Vec<(&Block, Kind)> = Vec::new();
        for (at, block) in self.blocks.iter().enumerate().take(inside.end).skip(first) {
            if heading.is_some_and(|heading| heading.node == block.node) || title == Some(self.text(block)) {
                continue;
            }
            let kind = self.kind(block, root);
            let early = at < inside.start || !kept.iter().any(|(_, kind)| *kind == Kind::Paragraph);
            let keep = match kind {
                Kind::None => false,
                Kind::Byline => early && !kept.iter().any(|(_, kind)| *kind == Kind::Byline),
                Kind::Date => early && metadata.published.is_none(),
                _ if block.aside => false,
                Kind::Heading => at >= inside.start,
                Kind::Paragraph => at >= inside.start || block.weight > 0 || self.heading_level(block.owner).is_some(),
                Kind::Caption => at >= inside.start || early,
            };
            if keep {
                kept.push((block, kind));
            }
        }
        // a heading with no paragraph behind it headed something that is gone
        let mut story = Story::default();
        // captions stand behind the story: between its paragraphs they would tell what "he" and "they" are
        let captions = kept.iter().filter(|(_, kind)| *kind == Kind::Caption);
        for (at, (block, kind)) in kept.iter().enumerate() {
            let words = self.text(block);
            match kind {
                Kind::Heading
                    if !kept.get(at + 1).is_some_and(|(_, next)| matches!(next, Kind::Paragraph | Kind::Caption)) => {}
                Kind::Byline => story.push_part(PartKind::Byline, words),
                Kind::Caption => {}
                _ => story.push(words),
            }
        }
        captions.for_each(|(block, _)| story.push_part(PartKind::Caption, self.text(block)));
        if kept.iter().any(|(_, kind)| *kind == Kind::Paragraph) { story } else { Story::default() }
    }

    /// What a block is in the story.
    fn kind(&self, block: &Block, root: u32) -> Kind {
        let words = self.text(block);
        let count = words.split(' ').count();
        let owner = self.node(block.owner);
        let share = block.linked as f64 / words.len().max(1) as f64;
        if count <= 30 && self.is_marked(block.node, root, PagePart::Caption, Tag::Caption) {
            return if count >= 3 { Kind::Caption } else { Kind::None };
        }
        if self.is_marked(block.node, root, PagePart::Caption, Tag::Caption) {
            return Kind::Caption;
        }
        if count <= 16 && self.is_marked(block.node, root, PagePart::Byline, Tag::Address) {
            return if count >= 2 { Kind::Byline } else { Kind::None };
        }
        if count <= 16 && self.is_marked(block.node, root, PagePart::Date, Tag::Time) {
            return Kind::Date;
        }
        if share > 0.6 {
            return Kind::None;
        }
        if let Tag::Heading(_) = owner.tag {
            return Kind::Heading;
        }
        if block.weight > 0 {
            return Kind::Paragraph;
        }
        if share > LINKED {
            return Kind::None;
        }
        let whole = ends_sentence(words);
        let keep = match owner.tag {
            Tag::P | Tag::Quote | Tag::Pre => whole || count >= 6,
            Tag::Item => whole || count >= 4,
            Tag::Figure => false,
            _ => whole && count >= 4,
        };
        if keep { Kind::Paragraph } else { Kind::None }
    }

    /// Whether a text stands in an element with such a mark, or of such a kind, not far above it.
    fn is_marked(&self, node: u32, root: u32, part: PagePart, tag: Tag) -> bool {
        let mut at = self.node(node).parent;
        for _ in 0..5 {
            let element = self.node(at);
            if at == 0 || at == root {
                return false;
            }
            let named = element.written.len() > 6
                && (self.marks_of(element).has(part)
                    || element
                        .attribute("rel")
                        .or_else(|| element.attribute("itemprop"))
                        .is_some_and(|what| self.marks.parts(what, "").has(part)));
            if element.tag == tag || named {
                return true;
            }
            if matches!(element.tag, Tag::Body | Tag::Article | Tag::Main) {
                return false;
            }
            at = element.parent;
        }
        false
    }
}

/// What a block is in the story.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    None,
    Paragraph,
    Heading,
    Caption,
    Byline,
    Date,
}

/// What is known of the block that is being cut.
#[derive(Default)]
struct Cutter {
    owner: u32,
    /// Where the owner ends.
    inside: u32,
    node: u32,
    words: String,
    linked: usize,
    /// Where the link ends that the text is in.
    linked_to: u32,
    /// Line ends since the last word.
    breaks: usize,
}

impl Cutter {
    /// Goes on in the block around.
    fn enter(&mut self, tree: &Tree, mut owner: u32) {
        while owner != 0 && !tree.nodes.get(owner as usize).is_some_and(|node| node.tag.is_block()) {
            owner = tree.nodes.get(owner as usize).map_or(0, |node| node.parent);
        }
        self.owner = owner;
        self.inside = tree.nodes.get(owner as usize).map_or(u32::MAX, |node| node.end);
    }
}

/// Not shown by its attributes.
fn is_hidden(node: &Node) -> bool {
    if node.tag == Tag::Text || node.written.len() < 6 {
        return false;
    }
    markup::attributes(node.written).any(|(name, value)| {
        name.eq_ignore_ascii_case("hidden") && value != "until-found"
            || name.eq_ignore_ascii_case("aria-hidden") && value.eq_ignore_ascii_case("true")
            || name.eq_ignore_ascii_case("style") && is_display_none(value)
    })
}

fn is_display_none(style: &str) -> bool {
    let at = style.find("display");
    at.and_then(|at| style.get(at + 7..)).is_some_and(|rest| rest.trim_start_matches([':', ' ']).starts_with("none"))
}

/// Attributes that name what an element is.
const NAMING: &[&str] = &["class", "id", "data-testid", "data-component", "data-test", "data-module"];
/// At most so many words in one name.
const NAME_WORDS: usize = 12;

/// The words of a name: cut at signs and where capitals begin, in lower case.
fn cut_words(name: &str, lower: &mut [u8; 96]) -> ([(u8, u8); NAME_WORDS], usize) {
    let mut ranges = [(0, 0); NAME_WORDS];
    let (mut count, mut start, mut before) = (0, 0, 0_u8);
    let bytes = name.as_bytes().get(..name.len().min(95)).unwrap_or(&[]);
    for (at, byte) in bytes.iter().chain(b"-").enumerate() {
        let sign = !byte.is_ascii_alphanumeric();
        let camel = byte.is_ascii_uppercase() && before.is_ascii_lowercase();
        if (sign || camel) && start < at && count < NAME_WORDS {
            ranges[count] = (start as u8, at as u8);
            count += 1;
        }
        if sign {
            start = at + 1;
        } else if camel {
            start = at;
        }
        lower[at] = byte.to_ascii_lowercase();
        before = *byte;
    }
    (ranges, count)
}

fn word<'l>(lower: &'l [u8; 96], ranges: &[(u8, u8); NAME_WORDS], at: usize) -> &'l str {
    let Some((start, end)) = ranges.get(at) else { return "" };
    lower.get(*start as usize..*end as usize).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
}

fn ends_sentence(words: &str) -> bool {
    words.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']).ends_with(['.', '!', '?', '…', ':', '。', '।', '؟'])
}

/// How much of the words of a title another shares with it, 0 to 1.
fn shared(title: &str, other: &str) -> f64 {
    let words: Vec<&str> = title.split(' ').filter(|word| word.len() > 2).collect();
    let found = words.iter().filter(|word| other.contains(**word)).count();
    if words.is_empty() { 0.0 } else { found as f64 / words.len() as f64 }
}
