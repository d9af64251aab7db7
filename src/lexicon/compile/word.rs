//! Words: the tables of `word/`, `name/` and `role/` become senses of words and phrases, in all their forms.

use super::super::class::Class;
use super::table::Row;
use super::{Compiler, SenseRow, key};
use crate::text::fold::fold;

impl Compiler {
    pub(super) fn read_word(&mut self, stem: &str, row: &Row) {
        let text = row.get("word");
        if text.is_empty() {
            return self.fault(row, "word", "is empty");
        }
        match stem {
            "frequency" => {
                let scale = |column: &str| row.get(column).parse::<u8>().unwrap_or(0);
                self.words.entry(fold(text)).or_default().frequency = [scale("lower"), scale("title"), scale("upper")];
            }
            "verb_forms" => {
                let flags = row.get("tags").split('|').fold(0, |flags, tag| flags | verb_flag(tag));
                let lemma = row.get("lemma");
                let value = self.row(&[lemma, row.get("tags")]);
                self.verb_forms.entry(lemma.to_owned()).or_default().push(text.to_owned());
                self.add_word(text, Class::Verb, flags, value);
            }
            "noun_forms" => {
                let lemma = row.get("lemma");
                let value = self.row(&[lemma]);
                self.noun_plurals.entry(lemma.to_owned()).or_default().push(text.to_owned());
                self.add_word(text, Class::NounForm, 1, value);
            }
            "nouns" => {
                let value = self.row(&[row.get("value"), text]);
                self.add_word(text, Class::Noun, 0, value);
                for plural in self.plurals(text, row.get("aliases")) {
                    self.add_word(&plural, Class::Noun, 1, value);
                }
            }
            "reporting_verbs" | "light_verbs" => {
                let class = if stem == "light_verbs" { Class::LightVerb } else { Class::Reporting };
                let value = self.row(&[row.get("value"), text]);
                for form in self.forms_of(text) {
                    self.add_word(&form, class, 0, value);
                }
            }
            "deeds" => {
                let value = self.row(&[row.get("subject"), row.get("object"), row.get("behind")]);
                for form in self.forms_of(text) {
                    self.add_word(&form, Class::Deed, 0, value);
                }
            }
            "function" => {
                let pos = row.get("pos");
                let stem = match pos {
                    "wh" | "relative" => "function/relative".to_owned(),
                    "negation" => "negation".to_owned(),
                    pos => format!("function/{pos}"),
                };
                match Class::ALL.iter().find(|class| class.stem() == stem) {
                    Some(class) => {
                        let cells: Vec<&str> = class.columns().iter().map(|column| row.get(column)).collect();
                        let value = self.row(&cells);
                        self.add_word(text, *class, 0, value);
                    }
                    None => self.fault(row, "pos", format_args!("`{pos}` is no part of speech known here")),
                }
            }
            _ => match Class::ALL.iter().find(|class| class.stem() == stem) {
                Some(class) => {
                    let cells: Vec<&str> = class.columns().iter().map(|column| row.get(column)).collect();
                    let value = self.row(&cells);
                    self.add_word(text, *class, 0, value);
                    for alias in row.get("aliases").split('|').filter(|alias| !alias.is_empty()) {
                        self.add_word(alias, *class, 0, value);
                    }
                }
                None => self.unknown_file(
                    row.path,
                    format!("`{stem}` is no class of words: see the table in gazetteers/README.md"),
                ),
            },
        }
    }

    pub(super) fn read_name_part(&mut self, stem: &str, row: &Row) {
        let text = row.get("word");
        match stem {
            "tokens" => {
                let value = self.row(&[row.get("kind"), row.get("gender"), row.get("weight")]);
                let flags = match row.get("kind") {
                    "given" => 1,
                    "family" => 2,
                    _ => 3,
                };
                self.add_word(text, Class::NameToken, flags, value);
            }
            "groups" | "equivalents" => {
                let class = if stem == "groups" { Class::Variant } else { Class::Equivalent };
                let head = fold(text);
                let value = self.row(&[&head]);
                for form in std::iter::once(text).chain(row.get("aliases").split('|').filter(|alias| !alias.is_empty()))
                {
                    let folded = fold(form);
                    self.add_word(form, class, 0, value);
                    if class == Class::Equivalent {
                        self.representative.insert(folded, head.clone());
                    } else {
                        self.representative.entry(folded).or_insert_with(|| head.clone());
                    }
                }
            }
            _ => self.unknown_file(
                row.path,
                format!("`{stem}` is no file of name parts: wanted tokens, groups or equivalents"),
            ),
        }
    }

    pub(super) fn read_role(&mut self, row: &Row) {
        let name = row.get("name");
        if name.is_empty() {
            return self.fault(row, "name", "is empty");
        }
        let value = self.row(&[row.get("subtype"), row.get("gender"), row.get("type"), name]);
        for form in std::iter::once(name).chain(row.get("aliases").split('|').filter(|alias| !alias.is_empty())) {
            self.add_word(form, Class::Role, 0, value);
        }
    }

    /// Adds a sense to a word, or to a phrase when it is several words.
    fn add_word(&mut self, text: &str, class: Class, flags: u8, value: u32) {
        let sense = SenseRow { class, flags, value };
        let key = match key(text) {
            // signs such as "-" or "." are words too, and so are clitics, which the tokeniser cuts off with their apostrophe
            key if key.is_empty() || is_clitic(text) => fold(text),
            key => key,
        };
        match key.split_once(' ') {
            Some((first, rest)) => {
                let row = self.words.entry(first.to_owned()).or_default();
                row.classes = row.classes.with(Class::PhraseStart);
                let second = rest.split(' ').next().unwrap_or(rest);
                self.words.entry(second.to_owned()).or_default();
                let senses = self.phrases.entry(key.clone()).or_default();
                if !senses.contains(&sense) {
                    senses.push(sense);
                }
            }
            None => {
                let row = self.words.entry(key).or_default();
                row.classes = row.classes.with(class);
                if !row.senses.contains(&sense) {
                    row.senses.push(sense);
                }
            }
        }
    }

    pub(super) fn plurals(&self, lemma: &str, given: &str) -> Vec<String> {
        if !given.is_empty() {
            return given.split('|').map(str::to_owned).collect();
        }
        let (head, last) = lemma.rsplit_once(' ').map_or(("", lemma), |(head, last)| (head, last));
        let plurals = self.noun_plurals.get(last).cloned().unwrap_or_else(|| vec![regular_plural(last)]);
        plurals.into_iter().map(|plural| if head.is_empty() { plural } else { format!("{head} {plural}") }).collect()
    }

    /// Every form of a verb, with the words behind it: `set free` → `sets free`, `setting free` …
    pub(super) fn forms_of(&self, lemma: &str) -> Vec<String> {
        let (verb, rest) = lemma.split_once(' ').map_or((lemma, ""), |(verb, rest)| (verb, rest));
        let mut forms = self.verb_forms.get(verb).cloned().unwrap_or_else(|| regular_verb_forms(verb));
        if !forms.iter().any(|form| form == verb) {
            forms.push(verb.to_owned());
        }
        forms.into_iter().map(|form| if rest.is_empty() { form } else { format!("{form} {rest}") }).collect()
    }
}

/// `'s`, `'ll`: an apostrophe and one or two letters.
fn is_clitic(text: &str) -> bool {
    text.starts_with(['\'', '’'])
        && (2..=3).contains(&text.chars().count())
        && text.chars().skip(1).all(char::is_alphabetic)
}

/// The bit of a Penn Treebank verb tag.
fn verb_flag(tag: &str) -> u8 {
    match tag {
        "VB" => 1,
        "VBZ" => 2,
        "VBD" => 4,
        "VBN" => 8,
        "VBG" => 16,
        _ => 0,
    }
}

fn regular_plural(noun: &str) -> String {
    let sibilant = ["s", "x", "z", "ch", "sh"].iter().any(|end| noun.ends_with(end));
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if sibilant => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

fn regular_verb_forms(verb: &str) -> Vec<String> {
    let stem = verb.strip_suffix('e').unwrap_or(verb);
    vec![verb.to_owned(), regular_plural(verb), format!("{stem}ed"), format!("{stem}ing")]
}
