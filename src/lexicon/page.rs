//! Marks of pages: what words in the classes and ids of a page's elements say of the part they name. `gazetteers/page/` lists them.
//!
//! In: one or two words next to one another in such a name. Out: the parts that they may mean. Where a mark stands in the page is judged by who reads pages.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum PagePart {
    /// What is not the story: navigation, advertisements, what else there is to read.
    Aside,
    /// What readers say, which may be more than the story.
    Comments,
    /// What holds the story.
    Story,
    /// Who wrote it.
    Byline,
    /// Words under a picture.
    Caption,
    /// When it was published.
    Date,
}

/// Parts as the tables name them.
const NAMES: [(&str, PagePart); 6] = [
    ("aside", PagePart::Aside),
    ("comments", PagePart::Comments),
    ("story", PagePart::Story),
    ("byline", PagePart::Byline),
    ("caption", PagePart::Caption),
    ("date", PagePart::Date),
];

impl PagePart {
    /// The part of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, part)| *part)
    }

    /// What the tables may call a part.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }
}

/// A set of [`PagePart`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageParts(u8);

impl PageParts {
    /// Whether `part` is in the set.
    pub const fn has(self, part: PagePart) -> bool {
        self.0 & (1 << part as u8) != 0
    }

    /// The set with `part` in it.
    #[must_use]
    pub const fn with(self, part: PagePart) -> Self {
        Self(self.0 | (1 << part as u8))
    }

    /// What is in either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Every mark that is known.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PageMarks {
    /// By the first word: the second, empty for a mark of one word, and what the two mean.
    marks: BTreeMap<String, Vec<(String, PageParts)>>,
}

impl PageMarks {
    /// What a word means, with the word behind it in the same name (empty at its end).
    pub fn parts(&self, word: &str, next: &str) -> PageParts {
        let Some(marks) = self.marks.get(word) else { return PageParts::default() };
        let fits = marks.iter().filter(|(second, _)| second.is_empty() || second == next);
        fits.fold(PageParts::default(), |parts, (_, more)| parts.or(*more))
    }

    /// Adds a mark of one or two words, in the place of an equal one; says whether there was one.
    pub(super) fn insert(&mut self, mark: &str, parts: PageParts) -> bool {
        let (first, second) = mark.split_once(' ').unwrap_or((mark, ""));
        let marks = self.marks.entry(first.to_owned()).or_default();
        match marks.iter_mut().find(|(known, _)| known == second) {
            Some((_, known)) => {
                *known = parts;
                true
            }
            None => {
                marks.push((second.to_owned(), parts));
                false
            }
        }
    }

    /// Puts the marks of a layer above over these.
    pub(super) fn cover(&mut self, above: &Self) {
        for (first, marks) in &above.marks {
            for (second, parts) in marks {
                self.insert(format!("{first} {second}").trim_end(), *parts);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PageMarks, PagePart, PageParts};

    #[test]
    fn a_mark_of_two_words_wants_both_and_a_layer_above_may_take_one_back() {
        let mut marks = PageMarks::default();
        marks.insert("up next", PageParts::default().with(PagePart::Aside));
        marks.insert("teaser", PageParts::default().with(PagePart::Aside));
        assert!(marks.parts("up", "next").has(PagePart::Aside));
        assert!(!marks.parts("up", "").has(PagePart::Aside));
        assert!(marks.parts("teaser", "lead").has(PagePart::Aside));
        let mut above = PageMarks::default();
        above.insert("teaser", PageParts::default());
        marks.cover(&above);
        assert!(!marks.parts("teaser", "lead").has(PagePart::Aside));
        assert!(marks.parts("up", "next").has(PagePart::Aside));
    }
}
