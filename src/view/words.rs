//! Small things that the page's data is made of: words that are numbered once, rows without an empty end, names of enums.

use super::shown::clean;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Words that come again and again (types, modalities), numbered in the order in which they come. Number 0 is no word.
#[derive(Default)]
pub(super) struct Words {
    numbers: BTreeMap<String, usize>,
    list: Vec<String>,
}

impl Words {
    /// The number of a word.
    pub(super) fn number(&mut self, word: &str) -> usize {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        self.list.push(word.to_owned());
        self.numbers.insert(word.to_owned(), self.list.len());
        self.list.len()
    }

    /// All words by their numbers.
    pub(super) fn list(&self) -> Vec<&str> {
        std::iter::once("").chain(self.list.iter().map(String::as_str)).collect()
    }
}

/// A row: what is null or empty at its end is left out, null elsewhere is 0.
pub(super) fn row<const N: usize>(cells: [Value; N]) -> Value {
    let mut cells = Vec::from(cells);
    let empty = |cell: &Value| cell.is_null() || cell.as_array().is_some_and(Vec::is_empty);
    while cells.last().is_some_and(empty) {
        cells.pop();
    }
    for cell in &mut cells {
        if empty(cell) {
            *cell = Value::from(0);
        }
    }
    Value::Array(cells)
}

/// A word of the record as people read it.
pub(super) fn plain(word: &str) -> String {
    clean(word).replace('_', " ")
}

/// The name that a unit variant has in records.
pub(super) fn named(variant: &impl Serialize) -> String {
    serde_json::to_value(variant).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Words, row};
    use serde_json::json;

    #[test]
    fn a_word_has_one_number() {
        let mut words = Words::default();
        assert_eq!([words.number("a"), words.number("b"), words.number("a")], [1, 2, 1]);
        assert_eq!(words.list(), ["", "a", "b"]);
    }

    #[test]
    fn a_row_ends_with_something() {
        assert_eq!(row([json!(1), json!(null), json!([]), json!("x"), json!(null), json!([])]), json!([1, 0, 0, "x"]));
    }
}
