//! Words in quotation marks, straight and curly, over several sentences and paragraphs. Who says them is decided in `event::quote`.
//!
//! In: the document. Out: one mention for each stretch, marks included; they do not overlap. Apostrophes and inches are no quotation marks. A mark without a
//! partner is dropped, at the latest at the end of its paragraph, so that the work stays linear.

use super::{Mention, Reading};
use crate::document::{Document, Shape, TokenIndex, ZoneKind};
use crate::lexicon::{Class, Lexicon};

/// One stretch in quotation marks; the mention's span takes in the marks.
#[derive(Clone, Debug, Default)]
pub struct QuoteReading {
    /// The quote goes on in the next stretch (a paragraph that opens but does not close).
    pub continues: bool,
}

/// The families of marks. A stretch is closed by its own family; others inside it do not count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    /// `"`
    Straight,
    /// `“ ”`, and `„ “`
    Curly,
    /// `« »`
    Angle,
    /// `'`
    Single,
    /// `‘ ’`
    CurlySingle,
}

/// What a mark can do where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Neither,
}

/// Quoted stretches in text order.
pub(super) fn find(document: &Document, _lexicon: &Lexicon) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut scanner = Scanner { document, open: None };
    for sentence in &document.sentences {
        if !matches!(sentence.zone, ZoneKind::Title | ZoneKind::Body | ZoneKind::Caption) {
            scanner.open = None;
            continue;
        }
        for at in sentence.tokens.clone() {
            let token = document.token(at);
            if scanner.open.is_some() && token.has(Shape::LINE_BEFORE) {
                scanner.new_line(at, &mut found);
            }
            if token.has(Shape::QUOTE) {
                scanner.mark(at, &mut found);
            }
        }
    }
    found
}

struct Scanner<'d, 't> {
    document: &'d Document<'t>,
    /// The mark that waits for its partner.
    open: Option<(TokenIndex, Family)>,
}

impl Scanner<'_, '_> {
    /// A new line while a mark is open: a paragraph that opens with the same mark goes on with the quote, else a single mark or a whole paragraph is given up.
    fn new_line(&mut self, at: TokenIndex, found: &mut Vec<Mention>) {
        let Some((start, family)) = self.open else { return };
        let again = self.family(at) == Some(family) && self.side(at, family, true) == Side::Opens;
        if again && at > start + 1 {
            self.add(start, at, true, found);
            self.open = None;
        } else if self.document.token(at).has(Shape::BLANK_LINE_BEFORE)
            || matches!(family, Family::Single | Family::CurlySingle)
        {
            self.open = None;
        }
    }

    fn mark(&mut self, at: TokenIndex, found: &mut Vec<Mention>) {
        let Some(family) = self.family(at) else { return };
        let Some((start, open)) = self.open else {
            if self.side(at, family, false) == Side::Opens {
                self.open = Some((at, family));
            }
            return;
        };
        if family != open && !(open == Family::Curly && family == Family::Straight) {
            // a double mark ends the hope that an apostrophe was a quotation mark
            if open == Family::Single && self.side(at, family, false) == Side::Opens {
                self.open = Some((at, family));
            }
            return;
        }
        match self.side(at, open, true) {
            Side::Closes if at > start + 1 => {
                self.add(start, at + 1, false, found);
                self.open = None;
            }
            // the first one never closed
            Side::Opens => self.open = Some((at, family)),
            _ => {}
        }
    }

    fn add(&self, start: TokenIndex, end: TokenIndex, continues: bool, found: &mut Vec<Mention>) {
        found.push(Mention::over(self.document, start..end, Reading::Quote(QuoteReading { continues })));
    }

    fn family(&self, at: TokenIndex) -> Option<Family> {
        Some(match self.document.word(at) {
            "\"" => Family::Straight,
            "“" | "”" | "„" => Family::Curly,
            "«" | "»" => Family::Angle,
            "'" => Family::Single,
            "‘" | "’" => Family::CurlySingle,
            _ => return None,
        })
    }

    /// Whether the mark opens or closes here; `inside`: a mark of its family is open.
    fn side(&self, at: TokenIndex, family: Family, inside: bool) -> Side {
        let (token, next) = (self.document.token(at), self.document.token(at + 1));
        let before = self.document.token(at.saturating_sub(1));
        let word = self.document.word(at);
        let last = at as usize + 1 >= self.document.tokens.len();
        let spaced = token.has(Shape::SPACE_BEFORE);
        let next_spaced = last || next.has(Shape::SPACE_BEFORE);
        let free = spaced
            || at == 0
            || before.has(Shape::SIGN) && !before.has(Shape::QUOTE) && !is_stop(self.document.word(at - 1));
        match word {
            "„" | "«" => return Side::Opens,
            "»" => return Side::Closes,
            // the partner of „
            "“" if !inside || free && !next_spaced => return Side::Opens,
            "“" | "”" => return Side::Closes,
            _ => {}
        }
        let opens = free && !next_spaced;
        match family {
            Family::Straight | Family::Curly | Family::Angle => {
                if opens {
                    Side::Opens
                } else if inside {
                    Side::Closes
                } else {
                    Side::Neither
                }
            }
            Family::Single | Family::CurlySingle if opens => {
                // ’90s, and ’ that never opens
                if next.has(Shape::DIGIT) || word == "’" { Side::Neither } else { Side::Opens }
            }
            Family::Single | Family::CurlySingle => {
                let ends_word = !spaced && (next_spaced || next.has(Shape::SIGN));
                // the prisoners' families
                let possessive = self.document.word(at.saturating_sub(1)).ends_with('s')
                    && next.has(Shape::LETTER)
                    && !next.is(Class::Auxiliary);
                if inside && ends_word && word != "‘" && !possessive { Side::Closes } else { Side::Neither }
            }
        }
    }
}

fn is_stop(word: &str) -> bool {
    matches!(word, "." | "," | "!" | "?" | "…" | ")" | "%")
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::article::Article;
    use crate::document;
    use crate::lexicon::Lexicon;

    fn stretches(text: &str) -> Vec<String> {
        let lexicon = Lexicon::built_in().expect("the built-in lexicon opens");
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = document::segment(&article, &lexicon);
        find(&document, &lexicon).iter().map(|mention| mention.span.of(text).to_owned()).collect()
    }

    #[test]
    fn every_family_of_marks_is_found() {
        assert_eq!(stretches("“We stay here,” the mayor said. He called it \"odd\"."), ["“We stay here,”", "\"odd\""]);
        assert_eq!(stretches("The «new order» fell, and 'the old one' came back."), ["«new order»", "'the old one'"]);
        assert_eq!(stretches("She said: ‘We’re going home.’"), ["‘We’re going home.’"]);
    }

    #[test]
    fn apostrophes_and_inches_are_no_quotes() {
        assert!(stretches("The miners' wives didn't know it was John's 14\" pipe of the '90s.").is_empty());
    }

    #[test]
    fn a_quote_may_run_over_sentences_and_paragraphs() {
        assert_eq!(stretches("He said: “We wait. We hope.” And left."), ["“We wait. We hope.”"]);
        assert_eq!(
            stretches("The doctor said: “We had no light.\n\n“We had no water.” Nobody came to help them that day."),
            ["“We had no light.", "“We had no water.”"]
        );
    }

    #[test]
    fn marks_without_partner_are_dropped() {
        assert!(stretches("The \"road was closed on that day.\n\nNobody came, said the man.").is_empty());
    }
}
