//! The tree of a page: elements and texts in the order of the page, each knowing where its inside ends.
//!
//! In: the text of a page. Out: a [`Tree`]. Tags that are not closed are closed where HTML closes them; nothing is refused, nothing nests deeper than [`DEPTH`].

use crate::article::markup::{self, Piece};

/// Elements nest so deep; those deeper are siblings.
const DEPTH: usize = 400;
/// A closing tag looks so far up for what it closes.
const REACH: usize = 400;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Text,
    Verbatim,
    Html,
    Head,
    Body,
    Title,
    Meta,
    Link,
    Script,
    Style,
    Hidden,
    Article,
    Main,
    Section,
    Header,
    Footer,
    Nav,
    Aside,
    Form,
    Figure,
    Caption,
    Address,
    Time,
    Heading(u8),
    P,
    Div,
    Quote,
    Pre,
    List,
    Item,
    Table,
    Row,
    Cell,
    Br,
    Hr,
    A,
    Inline,
    Void,
}

impl Tag {
    fn of(name: &str) -> Self {
        let mut lower = [0; 12];
        let Some(lower) = lower.get_mut(..name.len()) else { return Tag::Inline };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        match &*lower {
            b"html" => Tag::Html,
            b"head" => Tag::Head,
            b"body" => Tag::Body,
            b"title" => Tag::Title,
            b"meta" => Tag::Meta,
            b"link" => Tag::Link,
            b"script" => Tag::Script,
            b"style" => Tag::Style,
            b"template" | b"svg" | b"math" | b"iframe" | b"object" | b"noscript" | b"select" | b"button"
            | b"textarea" | b"audio" | b"video" | b"canvas" | b"dialog" | b"noembed" | b"xmp" | b"map"
            | b"datalist" | b"amp-ad" | b"amp-embed" | b"amp-sidebar" => Tag::Hidden,
            b"article" => Tag::Article,
            b"main" => Tag::Main,
            b"section" => Tag::Section,
            b"header" => Tag::Header,
            b"footer" => Tag::Footer,
            b"nav" | b"menu" => Tag::Nav,
            b"aside" => Tag::Aside,
            b"form" => Tag::Form,
            b"figure" => Tag::Figure,
            b"figcaption" => Tag::Caption,
            b"address" => Tag::Address,
            b"time" => Tag::Time,
            [b'h', digit @ b'1'..=b'6'] => Tag::Heading(digit - b'0'),
            b"p" => Tag::P,
            b"div" | b"center" | b"hgroup" | b"fieldset" | b"details" | b"summary" | b"search" => Tag::Div,
            b"blockquote" => Tag::Quote,
            b"pre" => Tag::Pre,
            b"ul" | b"ol" | b"dl" | b"dir" => Tag::List,
            b"li" | b"dt" | b"dd" => Tag::Item,
            b"table" => Tag::Table,
            b"tr" | b"thead" | b"tbody" | b"tfoot" | b"colgroup" => Tag::Row,
            b"td" | b"th" | b"caption" => Tag::Cell,
            b"br" => Tag::Br,
            b"hr" => Tag::Hr,
            b"a" => Tag::A,
            b"img" | b"input" | b"source" | b"area" | b"base" | b"col" | b"embed" | b"param" | b"track" | b"wbr" => {
                Tag::Void
            }
            _ => Tag::Inline,
        }
    }

    const fn is_void(self) -> bool {
        matches!(self, Tag::Meta | Tag::Link | Tag::Br | Tag::Hr | Tag::Void)
    }

    /// Whether it begins and ends a paragraph.
    pub const fn is_block(self) -> bool {
        !matches!(
            self,
            Tag::Text
                | Tag::Verbatim
                | Tag::A
                | Tag::Inline
                | Tag::Br
                | Tag::Void
                | Tag::Time
                | Tag::Meta
                | Tag::Link
                | Tag::Script
                | Tag::Style
                | Tag::Hidden
        )
    }

    /// Whether nothing in it is shown as text.
    pub const fn is_hidden(self) -> bool {
        matches!(self, Tag::Head | Tag::Script | Tag::Style | Tag::Hidden | Tag::Meta | Tag::Link | Tag::Title)
    }
}

/// An element, or a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'a> {
    pub tag: Tag,
    /// The attributes as written, or the text.
    pub written: &'a str,
    /// One past the last node inside it.
    pub end: u32,
    /// The element around it.
    pub parent: u32,
}

impl<'a> Node<'a> {
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        markup::attribute(self.written, name)
    }
}

/// All nodes of a page in order.
pub(super) struct Tree<'a> {
    pub nodes: Vec<Node<'a>>,
}

struct Growth<'a> {
    nodes: Vec<Node<'a>>,
    /// Open elements.
    open: Vec<u32>,
}

impl<'a> Tree<'a> {
    /// Reads a page.
    pub fn of(text: &'a str) -> Self {
        let mut growth = Growth { nodes: Vec::with_capacity(text.len() / 40 + 8), open: Vec::new() };
        growth.push(Tag::Div, "");
        growth.open.push(0);
        for piece in markup::html(text) {
            match piece {
                Piece::Text(words) => growth.push(Tag::Text, words),
                Piece::Verbatim(words) => growth.push(Tag::Verbatim, words),
                Piece::Open { name, attributes, closed } => growth.open(Tag::of(name), attributes, closed),
                Piece::Close(name) => growth.close(Tag::of(name)),
            }
        }
        while growth.pop() {}
        Tree { nodes: growth.nodes }
    }

    /// The nodes inside a node, with their numbers.
    pub fn inside(&self, node: u32) -> impl Iterator<Item = (u32, &Node<'a>)> {
        let end = self.nodes.get(node as usize).map_or(node, |found| found.end);
        let inner = self.nodes.get(node as usize + 1..end as usize).unwrap_or(&[]);
        (node + 1..end).zip(inner)
    }
}

impl<'a> Growth<'a> {
    fn push(&mut self, tag: Tag, written: &'a str) {
        let parent = self.open.last().copied().unwrap_or(0);
        let end = self.nodes.len() as u32 + 1;
        self.nodes.push(Node { tag, written, end, parent });
    }

    fn tag(&self, node: u32) -> Tag {
        self.nodes.get(node as usize).map_or(Tag::Text, |node| node.tag)
    }

    fn open(&mut self, tag: Tag, attributes: &'a str, closed: bool) {
        if matches!(tag, Tag::Html | Tag::Body) && self.open.iter().any(|open| self.tag(*open) == tag) {
            return;
        }
        self.close_before(tag);
        self.push(tag, attributes);
        // "<div/>" opens a division all the same, as browsers read it
        let empty = tag.is_void() || (closed && !tag.is_block());
        if !empty && self.open.len() < DEPTH {
            self.open.push(self.nodes.len() as u32 - 1);
        }
    }

    /// Closes what a tag closes by beginning: a paragraph, an item, a row, a cell.
    fn close_before(&mut self, tag: Tag) {
        match tag {
            Tag::Item => self.close_up_to(|open| open == Tag::Item, |open| matches!(open, Tag::List | Tag::Cell)),
            Tag::Row => self.close_up_to(|open| matches!(open, Tag::Row | Tag::Cell), |open| open == Tag::Table),
            Tag::Cell => self.close_up_to(|open| open == Tag::Cell, |open| matches!(open, Tag::Row | Tag::Table)),
            Tag::Body => self.close_up_to(|open| open == Tag::Head, |_| false),
            _ => {}
        }
        if tag.is_block() {
            self.close_up_to(|open| open == Tag::P, Tag::is_block);
        }
        if matches!(tag, Tag::Heading(_)) {
            self.close_up_to(|open| matches!(open, Tag::Heading(_)), Tag::is_block);
        }
    }

    /// Closes the nearest element that fits, and all in it, unless one that bounds it is met first.
    fn close_up_to(&mut self, fits: impl Fn(Tag) -> bool, bounds: impl Fn(Tag) -> bool) {
        for (above, open) in self.open.iter().rev().take(REACH).enumerate() {
            let tag = self.tag(*open);
            if fits(tag) {
                for _ in 0..=above {
                    self.pop();
                }
                return;
            }
            if bounds(tag) {
                return;
            }
        }
    }

    fn close(&mut self, tag: Tag) {
        if tag.is_void() {
            if tag == Tag::Br {
                self.push(Tag::Br, "");
            }
            return;
        }
        if tag.is_block() {
            // a table's cells keep what is closed inside them from closing what is outside
            self.close_up_to(
                |open| open == tag,
                |open| {
                    matches!(open, Tag::Cell)
                        && !matches!(tag, Tag::Row | Tag::Table | Tag::Body | Tag::Html | Tag::Article | Tag::Main)
                },
            );
        } else {
            self.close_up_to(|open| open == tag, Tag::is_block);
        }
    }

    fn pop(&mut self) -> bool {
        let Some(node) = self.open.pop() else { return false };
        let end = self.nodes.len() as u32;
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.end = end;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Tag, Tree};

    fn words(tree: &Tree, node: u32) -> String {
        let texts = tree.inside(node).filter(|(_, inner)| inner.tag == Tag::Text).map(|(_, inner)| inner.written);
        texts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tags_that_are_not_closed_are_closed_where_html_closes_them() {
        let tree = Tree::of(
            "<ul><li>One<li>Two</ul><p>Three<p>Four<div>Five</span></div><table><tr><td>Six<td>Seven</table>Eight",
        );
        let paragraphs: Vec<String> = (0..tree.nodes.len() as u32)
            .filter(|at| matches!(tree.nodes[*at as usize].tag, Tag::Item | Tag::P | Tag::Cell))
            .map(|at| words(&tree, at))
            .collect();
        assert_eq!(paragraphs, ["One", "Two", "Three", "Four", "Six", "Seven"]);
        assert_eq!(words(&tree, 0), "One Two Three Four Five Six Seven Eight");
    }

    #[test]
    fn deep_pages_are_read_in_linear_time() {
        let deep = "<div><b>".repeat(100_000) + "x" + &"</i></div>".repeat(100_000);
        assert_eq!(words(&Tree::of(&deep), 0), "x");
    }
}
