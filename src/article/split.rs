//! Several articles in one file of text: cut at the lines that stand between them.
//!
//! In: a text and what the user says of the lines that part it. Out: the pieces, with the line that each begins on. The lines themselves belong to no article.

use regex::Regex;
use std::sync::LazyLock;

/// How a file of text is cut into articles.
#[derive(Clone, Debug, Default)]
pub enum Splitting {
    /// Not at all: one file, one article.
    #[default]
    Off,
    /// At lines as news archives write them.
    Archives,
    /// At lines that match.
    At(Regex),
}

/// Lines between articles: rules of one sign, counters ("3 of 40 DOCUMENTS", "Document 3 of 40"), the last lines of archives' articles.
const LINES: &str = r"(?x)^[\ \t\x0c]* (?:
      [=_*~\#-]{8,}
    | (?i: document \ )? [0-9]+ \ (?i:of) \ [0-9]+ (?: \ (?i:documents?) )?
    | (?i: end \ of \ document | document \ end )
    | Document \ [A-Z]{2,}[0-9][A-Za-z0-9]{8,40}
    | \x0c
    ) [\ \t\r]*$";

impl Splitting {
    /// Cut at lines that match a pattern.
    ///
    /// # Errors
    /// What is wrong with the pattern.
    pub fn at(pattern: &str) -> Result<Self, String> {
        let anchored = Regex::new(pattern).map_err(|error| error.to_string())?;
        Ok(Self::At(anchored))
    }

    /// The pieces of a text that hold something, each with its first line, from 1.
    pub(super) fn pieces<'a>(&self, text: &'a str) -> Vec<(u64, &'a str)> {
        static ARCHIVES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(LINES).ok());
        let pattern = match self {
            Splitting::Off => None,
            Splitting::Archives => ARCHIVES.as_ref(),
            Splitting::At(pattern) => Some(pattern),
        };
        let Some(pattern) = pattern else { return vec![(1, text)] };
        let mut pieces = Vec::new();
        let (mut start, mut at) = (0, 0);
        for line in text.split_inclusive('\n') {
            let end = at + line.len();
            if pattern.is_match(line.trim_end_matches(['\r', '\n'])) {
                pieces.push(start..at);
                start = end;
            }
            at = end;
        }
        pieces.push(start..at);
        let mut line = 1;
        let mut counted = 0;
        let mut found = Vec::new();
        for piece in pieces {
            let words = text.get(piece.clone()).unwrap_or("");
            let from = piece.start + (words.len() - words.trim_start().len());
            let words = words.trim();
            if !words.is_empty() {
                line += memchr::memchr_iter(b'\n', text.as_bytes().get(counted..from).unwrap_or(&[])).count() as u64;
                counted = from;
                found.push((line, words));
            }
        }
        // where every line parts articles, there is nothing between them, and the text itself would be lost
        if found.is_empty() { vec![(1, text)] } else { found }
    }
}

#[cfg(test)]
mod tests {
    use super::Splitting;

    #[test]
    fn archives_part_their_articles_in_many_ways() {
        let text = "One.\n\n==========\nTwo.\nMore - of it.\n\n 2 of 3 DOCUMENTS\n\nThree.\nEnd of Document\nFour.\n\nDocument RTRS000020250621el6l0012a\n\n\u{c}\n";
        let pieces = Splitting::Archives.pieces(text);
        assert_eq!(pieces, [(1, "One."), (4, "Two.\nMore - of it."), (9, "Three."), (11, "Four.")]);
        assert_eq!(Splitting::Off.pieces(text).len(), 1);
        let own = Splitting::at("^%%$").expect("a pattern");
        assert_eq!(own.pieces("a\n%%\r\nb"), [(1, "a"), (3, "b")]);
        let every = Splitting::at("^").expect("a pattern");
        assert_eq!(every.pieces("a\nb\n"), [(1, "a\nb\n")]);
        assert!(Splitting::at("(").is_err());
    }
}
