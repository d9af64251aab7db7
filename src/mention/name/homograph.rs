//! Words that are a name and something else: common nouns that persons and places are called, and places that persons are called.
//!
//! In: one word of a run and the tokens around it. Out: evidence. "Dawn broke", "Turkey and ham were served" and "Mason jars lined the shelf" name nobody; "Mr. Ireland",
//! "his daughter Georgia" and "the defender Chad was booked" name persons. What a word can be besides is read from the lexicon: its classes, how often it stands in
//! lower case, and compounds that are blocked (`work/compounds.tsv`).

use super::listed::{Listed, what};
use super::word::{Commonness, FUNCTION, Run, Word, mark};
use super::{Finder, Found};
use crate::document::{Shape, Token, TokenIndex};
use crate::lexicon::Class;
use crate::mention::evidence::Evidence;

/// How far back a person is looked for whom a later "he" could mean.
const ANTECEDENT_TOKENS: TokenIndex = 80;

impl Finder<'_, '_> {
    /// What speaks for a word being no name, or a person's, though a list says otherwise.
    pub(super) fn evidence_of_homographs(&self, run: &Run, at: usize, what: u32, found: &mut Found) {
        let word = self.word(run, at);
        if word.is(mark::COMPOUND) {
            found.push(Evidence::BeginsCompound);
        }
        if what & what::ANY_PLACE != 0 && self.is_place_as_person(run, at) {
            found.push(Evidence::PlaceAsPerson);
        }
        if run.headline || word.is(mark::UPPER) || !self.is_at_start(run, word.token) {
            return;
        }
        if word.is(mark::VERB) && self.is_order(word) {
            found.push(Evidence::Order);
        } else if is_noun_too(word) && what & what::DEMONYM == 0 && self.modifies_noun(word, what) {
            found.push(Evidence::ModifiesNoun);
        } else if is_noun_too(word) && self.is_coordinated_with_noun(word, what) {
            found.push(Evidence::CoordinatedNoun);
        }
    }

    /// The subject of a verb, and a common noun too: "Dawn broke". Asked of words that stand with a capital at starts of sentences only, in the second look.
    pub(super) fn is_noun_as_subject(&self, run: &Run, at: usize) -> bool {
        let word = self.word(run, at);
        let large = |listed: &Listed| listed.length == 1 && listed.what & what::LARGE_PLACE != 0;
        word.is(mark::NOUN)
            && is_noun_too(word)
            && !run.headline
            && !word.is(mark::UPPER)
            && self.is_at_start(run, word.token)
            && self.is_verb(word.token + 1)
            && !self.listed_of(run, at).iter().any(large)
    }

    /// "Mark the spot": a base form at the start, with the article of its object behind it.
    fn is_order(&self, word: &Word) -> bool {
        let (at, next) = (word.token, word.token + 1);
        let Some(token) = self.beside(at, next) else { return false };
        let base = self
            .document
            .cell(at, Class::Verb, 1, self.lexicon)
            .is_some_and(|tags| tags.split('|').any(|tag| tag == "VB"));
        let article = |at: TokenIndex| {
            let token = self.document.token(at);
            token.is(Class::Determiner)
                || token.is(Class::Possessive) && token.has(Shape::LETTER) && !token.has(Shape::SIGN)
        };
        base && !token.has(Shape::CAPITAL) && (article(next) || token.is(Class::Particle) && article(next + 1))
    }

    /// The token if it stands in the sentence of another.
    fn beside(&self, of: TokenIndex, at: TokenIndex) -> Option<Token> {
        let sentence = self.document.sentences.get(self.document.sentence_of(of)? as usize)?;
        sentence.tokens.contains(&at).then(|| self.document.token(at))
    }

    /// Directly before a noun in lower case: the next word is a noun and no verb, or could be both and the verb stands behind it.
    fn modifies_noun(&self, word: &Word, what: u32) -> bool {
        let at = word.token;
        let Some(next) = self.beside(at, at + 1) else { return false };
        if !is_plain_lower(next) || !self.goes_with_noun(word, what, at + 1) {
            return false;
        }
        let noun = next.is(Class::Noun) || next.is(Class::NounForm);
        if noun && !next.is(Class::Verb) {
            return true;
        }
        let plural = self.document.word(at + 1).ends_with('s');
        (noun || plural) && self.beside(at, at + 2).is_some_and(|_| self.is_finite(at + 2))
    }

    /// Before "and" and a bare noun in the singular: names stand beside names or nouns with an article.
    fn is_coordinated_with_noun(&self, word: &Word, what: u32) -> bool {
        let at = word.token;
        let Some(behind) = self.beside(at, at + 2) else { return false };
        self.document.token(at + 1).is(Class::Conjunction)
            && is_plain_lower(behind)
            && !behind.is(Class::Role)
            && !self.document.word(at + 2).ends_with('s')
            && (what & what::LARGE_PLACE == 0 || behind.is(Class::Noun))
            && self.goes_with_noun(word, what, at + 2)
            && self.is_finite(at + 3)
    }

    /// Whether a noun goes with the common noun that a place is called like, rather than with the place: things, not officials, wars or laws.
    fn goes_with_noun(&self, word: &Word, what: u32, at: TokenIndex) -> bool {
        let class = self.document.cell(at, Class::Noun, 0, self.lexicon);
        if word.is(mark::DIRECTION) {
            // "West leaders" are those of the West
            return !matches!(class, Some("person" | "group" | "organization" | "office" | "document" | "law"));
        }
        if what & what::LARGE_PLACE == 0 {
            return true;
        }
        match class {
            Some("thing" | "animal" | "body") => word.is(mark::NOUN) || word.commonness != Commonness::Proper,
            Some("money" | "measure") | None => {
                word.commonness != Commonness::Proper && !self.document.token(at).is(Class::Role)
            }
            _ => false,
        }
    }

    /// A word that is the verb of its clause and cannot be a noun, or is one in the past.
    fn is_finite(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        if token.is(Class::Auxiliary) || token.is(Class::Modal) {
            return true;
        }
        let past = || self.document.cell(at, Class::Verb, 1, self.lexicon).is_some_and(|tags| tags.contains("VBD"));
        token.is(Class::Verb) && !token.has(Shape::CAPITAL) && (!token.is(Class::Noun) || past())
    }

    /// A verb, but none of saying.
    fn is_verb(&self, at: TokenIndex) -> bool {
        let token = self.document.token(at);
        !token.has(Shape::CAPITAL)
            && !token.is(Class::Reporting)
            && (token.is(Class::Verb) || token.is(Class::Auxiliary) || token.is(Class::Modal))
    }

    /// A listed place where only a person can stand: behind a title, a kinship word or the noun of a person, or taken up by he or she.
    pub(super) fn is_place_as_person(&self, run: &Run, at: usize) -> bool {
        let word = self.word(run, at);
        if word.is(mark::UPPER) && !run.upper || !word.is(mark::CAPITAL) {
            return false;
        }
        let Some(sentence) = self.document.sentences.get(run.sentence as usize) else { return false };
        let (start, end) = (sentence.tokens.start, sentence.tokens.end);
        let here = word.token;
        if self.document.token(here + 1).has(Shape::CAPITAL) && here + 1 < end {
            return false;
        }
        if here > start {
            self.is_behind_title(here)
                || self.is_behind_kin(here, start)
                || self.is_behind_person_noun(here, start, end)
        } else {
            self.is_taken_up(here, end)
        }
    }

    /// "Mr. Ireland".
    fn is_behind_title(&self, here: TokenIndex) -> bool {
        let before = self.document.token(here - 1);
        before.has(Shape::CAPITAL)
            && before.is(Class::Role)
            && self.lexicon.senses(before.word).any(|sense| {
                sense.class == Class::Role
                    && self.lexicon.cell(sense, 0) == "title"
                    && (before.is(Class::Abbreviation) || !self.lexicon.cell(sense, 1).is_empty())
            })
    }

    /// "his daughter Georgia", "Mary's brother Israel": a possessive of a person, or a kinship word of one gender.
    fn is_behind_kin(&self, here: TokenIndex, start: TokenIndex) -> bool {
        if self.document.cell(here - 1, Class::Role, 0, self.lexicon) != Some("kinship") {
            return false;
        }
        let gendered =
            self.document.cell(here - 1, Class::Role, 1, self.lexicon).is_some_and(|gender| !gender.is_empty());
        for at in (start.max(here.saturating_sub(4))..here - 1).rev() {
            let token = self.document.token(at);
            if token.is(Class::Possessive) {
                return gendered || self.is_he_or_she(at, Class::Possessive);
            }
            if token.has(Shape::SIGN) && !token.has(Shape::HYPHEN) || token.classes.any(FUNCTION) {
                return false;
            }
        }
        false
    }

    /// "The defender Chad was booked": the noun of one person opens the sentence, and what follows the name shows that the name ends the subject and does not
    /// begin a clause ("The spy Russia freed was …").
    fn is_behind_person_noun(&self, here: TokenIndex, start: TokenIndex, end: TokenIndex) -> bool {
        let noun = self.document.token(here - 1);
        let role = self.document.cell(here - 1, Class::Role, 0, self.lexicon);
        let person = matches!(role, Some("occupation" | "rank" | "office" | "status"))
            || self.document.cell(here - 1, Class::Noun, 0, self.lexicon) == Some("person");
        if !person || noun.has(Shape::CAPITAL) || self.document.word(here - 1).ends_with('s') || here > start + 4 {
            return false;
        }
        let opens = self.document.token(start);
        let leads = opens.is(Class::Determiner) || opens.is(Class::Possessive);
        let inside = (start + 1..here - 1).all(|at| {
            let token = self.document.token(at);
            !token.has(Shape::SIGN) && !token.classes.any(FUNCTION)
        });
        leads && here - 1 > start && inside && self.ends_subject(here + 1, end)
    }

    /// A passive, a past with its object, an age.
    fn ends_subject(&self, at: TokenIndex, end: TokenIndex) -> bool {
        let token = self.document.token(at);
        let tagged = |at: TokenIndex, tag: &str| {
            self.document
                .cell(at, Class::Verb, 1, self.lexicon)
                .is_some_and(|tags| tags.split('|').any(|one| one == tag))
        };
        if at + 1 >= end {
            return false;
        }
        if token.is(Class::Auxiliary) {
            return tagged(at + 1, "VBN");
        }
        if token.is(Class::Verb) {
            let next = self.document.token(at + 1);
            return tagged(at, "VBD") && (next.is(Class::Determiner) || next.is(Class::Possessive));
        }
        self.evidence_after(at, end) == Evidence::AgeAfter
    }

    /// "Jordan scored, and he was carried off": a subject that a later "he" or "she" of the sentence must mean, as nobody else is there.
    fn is_taken_up(&self, here: TokenIndex, end: TokenIndex) -> bool {
        if !self.is_verb(here + 1) {
            return false;
        }
        let someone = |at: TokenIndex| {
            let token = self.document.token(at);
            self.is_role(at)
                || token.is(Class::Relative)
                || token.has(Shape::QUOTE)
                || self.document.cell(at, Class::Noun, 0, self.lexicon) == Some("person")
                || token.has(Shape::CAPITAL) && !token.classes.any(FUNCTION)
        };
        let known = |at: TokenIndex| {
            let token = self.document.token(at);
            self.is_role(at)
                || self.is_he_or_she(at, Class::Pronoun)
                || self.is_he_or_she(at, Class::Possessive)
                || token.has(Shape::CAPITAL) && token.is(Class::NameToken)
        };
        let Some(uptake) = (here + 2..end)
            .find(|at| self.is_he_or_she(*at, Class::Pronoun) || self.is_he_or_she(*at, Class::Possessive))
        else {
            return false;
        };
        if (here + 1..uptake).any(someone) || (here.saturating_sub(ANTECEDENT_TOKENS)..here).any(known) {
            return false;
        }
        let (before, token) = (self.document.token(uptake - 1), self.document.token(uptake));
        if token.is(Class::Possessive) {
            // "Sydney hurt her knee"
            return uptake == here + 2;
        }
        let opens = before.is(Class::Conjunction) || before.is(Class::Subordinator) || before.has(Shape::SIGN);
        let next = self.document.token(uptake + 1);
        opens && (next.is(Class::Verb) || next.is(Class::Auxiliary) || next.is(Class::Modal) || next.is(Class::Adverb))
    }

    /// A role that stands for somebody: "last" and "former" only go before one.
    fn is_role(&self, at: TokenIndex) -> bool {
        self.document.cell(at, Class::Role, 0, self.lexicon).is_some_and(|kind| kind != "modifier")
    }

    /// A pronoun or possessive of the third person singular that means a man or a woman.
    fn is_he_or_she(&self, at: TokenIndex, class: Class) -> bool {
        matches!(self.document.cell(at, class, 0, self.lexicon), Some("3sm" | "3sf"))
    }
}

/// A word that stands for a common noun too: listed as one, or not much rarer in lower case.
fn is_noun_too(word: &Word) -> bool {
    word.is(mark::CAPITAL)
        && !word.is(mark::MONTH)
        && (word.is(mark::DIRECTION) || !word.is(mark::FUNCTION))
        && (word.is(mark::NOUN | mark::DIRECTION)
            || matches!(word.commonness, Commonness::Mixed | Commonness::Even | Commonness::Common))
}

/// A word in lower case that is no function word.
fn is_plain_lower(token: Token) -> bool {
    token.has(Shape::LETTER) && !token.has(Shape::CAPITAL) && !token.has(Shape::SIGN) && !token.classes.any(FUNCTION)
}
