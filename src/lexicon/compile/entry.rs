//! Named things: the tables of `place/`, `person/`, `organization/` … become entries, and their names and other spellings keys that lead to them.

use super::super::class::{Class, ClassSet};
use super::layout::{
    CASE_ANY, CASE_CAPITAL, CASE_LOWER, CASE_TITLE, CASE_UPPER, ENTRY_FIELDS, Field, NO_DEGREES, VARIANT_MARK,
};
use super::table::{Column, Row, parts};
use super::{Compiler, Named, Place, Quick, WordRow, key, without_signs};
use std::collections::HashSet;
use std::hash::BuildHasherDefault;

/// Types of names, as in the record; the number stands in an entry's flags.
pub(in crate::lexicon) const TYPES: [&str; 10] =
    ["person", "organization", "place", "facility", "nationality", "group", "product", "work", "named_event", "other"];

impl Compiler {
    pub(super) fn read_entry(&mut self, folder: &str, row: &Row) {
        let cell = |column| row.name_cell(column);
        if let Some(hidden) = cell(Column::Id).strip_prefix('-') {
            if self.place == Place::Bottom {
                self.fault(row, "id", "only a layer above the built-in gazetteers can hide a row");
            }
            return self.tables.hidden.push(hidden.to_owned());
        }
        let name = cell(Column::Name);
        if name.is_empty() {
            return self.fault(row, "name", "is empty");
        }
        let kind = if cell(Column::Type).is_empty() { folder } else { cell(Column::Type) };
        let Some(kind_number) = TYPES.iter().position(|name| *name == kind) else {
            let (column, from) = if cell(Column::Type).is_empty() { ("name", "the folder ") } else { ("type", "") };
            return self.fault(
                row,
                column,
                format_args!("{from}`{kind}` is no type: wanted one of {}", TYPES.join(", ")),
            );
        };
        let number = self.entries.len() as u32;
        let id = self.id_of(row);
        let mut entry = [0u32; ENTRY_FIELDS];
        for (field, column) in [
            (Field::Name, Column::Name),
            (Field::Subtype, Column::Subtype),
            (Field::Country, Column::Country),
            (Field::Admin1, Column::Admin1),
            (Field::Wikidata, Column::Wikidata),
            (Field::Geonames, Column::Geonames),
            (Field::Iso3166, Column::Iso3166),
            (Field::Roles, Column::Roles),
            (Field::StandsFor, Column::StandsFor),
            (Field::Requires, Column::Requires),
            (Field::Forbids, Column::Forbids),
        ] {
            entry[field as usize] = self.intern(cell(column));
        }
        entry[Field::Id as usize] = id;
        entry[Field::Validity as usize] = self.validity(row);
        // the aliases are kept for person names only, where coreference asks for them
        entry[Field::Aliases as usize] = self.intern(if kind == "person" { cell(Column::Aliases) } else { "" });
        entry[Field::Latitude as usize] = self.degrees(row, Column::Lat, "lat", 90.0);
        entry[Field::Longitude as usize] = self.degrees(row, Column::Lon, "lon", 180.0);
        entry[Field::Population as usize] = self.whole_number(row);
        entry[Field::File as usize] = row.file;
        entry[Field::Line as usize] = row.line;
        let gender = self.one_of(row, Column::Gender, "gender", &["", "m", "f"]);
        let blocked = self.one_of(row, Column::Block, "block", &["", "yes"]);
        entry[Field::Flags as usize] = kind_number as u32 | gender << 8 | blocked << 16;
        self.entries.push(entry);

        let case = self.one_of(row, Column::Case, "case", &["", "fold", "exact"]);
        // persons are found in other spellings too
        let persons = kind == "person";
        self.add_alias(name, number, 0, case, persons);
        for alias in parts(cell(Column::Aliases)) {
            self.add_alias(alias, number, 1, case, persons);
        }
        for demonym in parts(cell(Column::Demonyms)) {
            self.add_alias(demonym, number, 2, case, false);
        }
    }

    /// The id of a row, interned; of a row without one, its file and line.
    fn id_of(&mut self, row: &Row) -> u32 {
        let given = row.name_cell(Column::Id);
        if given.is_empty() {
            let id = format!("{}:{}", row.path.trim_end_matches(".tsv"), row.line);
            return self.push_string(&id);
        }
        // an id that was a string before is either an id twice or another row's cell
        if let Some(at) = self.interned.get(given).copied() {
            if let Some((file, line)) = self.ids.get(&at) {
                let other = self.tables.files.get(*file as usize).cloned().unwrap_or_default();
                let message = format!("`{given}` stands already in {other}:{line}");
                self.fault(row, "id", message);
            }
            self.ids.insert(at, (row.file, row.line));
            return at;
        }
        let at = self.intern(given);
        self.ids.insert(at, (row.file, row.line));
        at
    }

    /// `FROM|TO`, empty when neither is given.
    fn validity(&mut self, row: &Row) -> u32 {
        let (from, to) = (row.name_cell(Column::ValidFrom), row.name_cell(Column::ValidTo));
        if from.is_empty() && to.is_empty() {
            return self.intern("");
        }
        for (column, date) in [("valid_from", from), ("valid_to", to)] {
            if !date.is_empty() && !is_date(date) {
                self.fault(row, column, format_args!("`{date}` is no date: wanted 2024, 2024-05 or 2024-05-31"));
            }
        }
        let common = from.len().min(to.len());
        if from.get(..common) > to.get(..common) && common > 0 {
            self.fault(row, "valid_to", format_args!("`{to}` comes before `{from}`"));
        }
        self.intern(&format!("{from}|{to}"))
    }

    /// The place of a cell's value among those it may have.
    fn one_of(&mut self, row: &Row, column: Column, name: &str, wanted: &[&str]) -> u32 {
        let value = row.name_cell(column);
        if value.is_empty() {
            return 0;
        }
        let found = wanted.iter().position(|wanted| *wanted == value);
        if found.is_none() {
            let wanted = wanted[1..].join(" or ");
            self.fault(row, name, format_args!("`{value}` means nothing here: wanted {wanted}, or nothing"));
        }
        found.unwrap_or(0) as u32
    }

    fn add_alias(&mut self, alias: &str, entry: u32, kind: u32, case: u32, persons: bool) {
        let key = key(without_signs(alias));
        let Some(first) = key.split(' ').next().filter(|first| !first.is_empty()) else { return };
        let case = match case {
            1 => CASE_ANY,
            2 => exact_case(alias),
            _ => case_rule(alias),
        };
        let starts = ClassSet::default().with(Class::NameStart);
        let starts = if case == CASE_ANY || case == CASE_LOWER { starts.with(Class::LowerNameStart) } else { starts };
        match self.words.get_mut(first) {
            Some(row) => row.classes.0 |= starts.0,
            None => {
                self.words.insert(first.to_owned(), WordRow { classes: starts, ..WordRow::default() });
            }
        }
        if persons && key.contains(' ') {
            self.variants.push((key.clone(), entry | 3 << 24));
        }
        self.names.push(Named::new(key, entry | kind << 24 | case << 29));
    }

    fn degrees(&mut self, row: &Row, column: Column, name: &str, most: f64) -> u32 {
        let text = row.name_cell(column);
        if text.is_empty() {
            return NO_DEGREES;
        }
        match text.parse::<f64>() {
            Ok(value) if value.abs() <= most => return ((value + 180.0) * 1e6).round() as u32,
            Ok(_) => self.fault(row, name, format_args!("`{text}` is beyond {most} degrees")),
            Err(_) => self.fault(row, name, format_args!("`{text}` is not a number")),
        }
        NO_DEGREES
    }

    fn whole_number(&mut self, row: &Row) -> u32 {
        let text = row.name_cell(Column::Population);
        if text.is_empty() {
            return 0;
        }
        text.parse::<u32>().unwrap_or_else(|_| {
            self.fault(row, "population", format_args!("`{text}` is not a whole number"));
            0
        })
    }

    /// Names of persons once more under the forms that stand for their tokens' spelling groups.
    pub(super) fn add_variants(&mut self) {
        let mut first_words: HashSet<String, BuildHasherDefault<Quick>> = HashSet::default();
        for (key, posting) in std::mem::take(&mut self.variants) {
            let mut marked = String::with_capacity(key.len() + 8);
            marked.push(char::from(VARIANT_MARK));
            for token in key.split(' ') {
                let spelled = self.representative.get(token).map_or(token, String::as_str);
                if marked.len() > 1 {
                    marked.push(' ');
                } else if !first_words.contains(spelled) {
                    first_words.insert(spelled.to_owned());
                }
                marked.push_str(spelled);
            }
            self.names.push(Named::new(marked, posting));
        }
        let mut first_words: Vec<String> = first_words.into_iter().collect();
        first_words.sort_unstable();
        let is_first = |head: &String| first_words.binary_search(head).is_ok();
        let mut forms: Vec<&String> =
            self.representative.iter().filter(|(_, head)| is_first(head)).map(|(form, _)| form).collect();
        forms.sort();
        for form in forms.into_iter().chain(&first_words) {
            match self.words.get_mut(form) {
                Some(row) => row.classes = row.classes.with(Class::VariantStart),
                None => {
                    let classes = ClassSet::default().with(Class::VariantStart);
                    self.words.insert(form.clone(), WordRow { classes, ..WordRow::default() });
                }
            }
        }
    }
}

/// Short names all in capitals must stand in capitals, names with a capital must start with one, others match as they are.
fn case_rule(alias: &str) -> u32 {
    let letters = alias.chars().filter(|c| c.is_alphabetic()).count();
    let lower = alias.chars().any(char::is_lowercase);
    if letters > 0 && !lower && letters <= 6 {
        CASE_UPPER
    } else if alias.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase) {
        CASE_CAPITAL
    } else {
        CASE_ANY
    }
}

/// What `case` = exact asks: capitals where the row has them, and nowhere else.
fn exact_case(alias: &str) -> u32 {
    if !alias.chars().any(char::is_lowercase) {
        CASE_UPPER
    } else if alias.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase) {
        CASE_TITLE
    } else {
        CASE_LOWER
    }
}

/// `2024`, `2024-05` or `2024-05-31`.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let within = |part: Option<&str>, most: u32| {
        part.is_none_or(|part| digits(part, 2) && part.parse().is_ok_and(|value: u32| (1..=most).contains(&value)))
    };
    digits(parts.next().unwrap_or(""), 4)
        && within(parts.next(), 12)
        && within(parts.next(), 31)
        && parts.next().is_none()
}
