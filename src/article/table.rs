//! Tables: CSV and TSV, one article a row, the columns named in the first row.
//!
//! In: the first row, then rows. Out: what each column is read as, then an [`Article`] a row. A table of links without texts is told as such.

use super::form::Form;
use super::object::{self, Given};
use super::{Article, Failure, Field, Options, Source, encoding};

/// Columns of a table that hold something an article has.
pub(super) struct Columns(Vec<(String, Field, usize, usize)>);

/// Signs that stand between columns.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// The sign that stands between columns: the most frequent of the first line, if the form does not say.
pub(super) fn delimiter(head: &[u8], form: Form) -> u8 {
    if form == Form::Tsv {
        return b'\t';
    }
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or(head);
    let frequent = |sign: &&u8| line.iter().filter(|byte| byte == sign).count();
    // of equals the last wins: a comma
    DELIMITERS.iter().rev().max_by_key(frequent).copied().unwrap_or(b',')
}

impl Columns {
    /// Reads the first row.
    ///
    /// # Errors
    /// There is no column of texts: what there is.
    pub fn new(row: &csv::ByteRecord, fields: &[(Field, String)]) -> Result<Self, String> {
        let names: Vec<String> = row.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        let mut columns = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let given = fields.iter().filter(|(_, wanted)| wanted == name).map(|(field, _)| (*field, 0));
            let known = object::known(name).filter(|(field, _)| !fields.iter().any(|(given, _)| given == field));
            columns.extend(given.chain(known).map(|(field, rank)| (name.clone(), field, rank, at)));
        }
        if columns.iter().any(|(_, field, ..)| *field == Field::Text) {
            return Ok(Self(columns));
        }
        if names
            .iter()
            .any(|name| name.starts_with("http://") || name.starts_with("https://") || name.contains("<http"))
        {
            let message = format!(
                "a table of {} columns with links and without names, as of GDELT: the pages behind the links were wanted",
                names.len()
            );
            return Err(message);
        }
        let links =
            columns.iter().any(|(_, field, ..)| *field == Field::Url) || names.iter().any(|name| is_link_column(name));
        let shown: String = names.join(", ").chars().take(200).collect();
        let hint = if links {
            "links only: the pages behind them were wanted"
        } else {
            "a column `text` was wanted (--field text=COLUMN)"
        };
        Err(format!("columns {shown}, none with a text; {hint}"))
    }
}

/// Columns of links in tables of GDELT and its like.
fn is_link_column(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("url") || name.ends_with("documentidentifier")
}

/// The article of one row.
pub(super) fn read(
    row: &csv::ByteRecord,
    columns: &Columns,
    stem: Option<&str>,
    source: Source,
    options: &Options,
) -> Result<Article, Failure> {
    let mut notes = Vec::new();
    let mut cells = Vec::with_capacity(columns.0.len());
    for (name, field, rank, at) in &columns.0 {
        let bytes = row.get(*at).unwrap_or(b"");
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => match encoding::decode(bytes.to_vec(), None) {
                Ok(decoded) => {
                    notes.extend(decoded.note);
                    decoded.text
                }
                Err(_) => String::from_utf8_lossy(bytes).into_owned(),
            },
        };
        cells.push((name.as_str(), *field, *rank, text));
    }
    notes.dedup();
    let known = cells.iter().map(|(name, field, rank, text)| (*name, *field, *rank, Given::Cell(text))).collect();
    object::read(
        object::Fields { known, others: row.len().saturating_sub(columns.0.len()) },
        object::place(stem, source.line),
        source,
        notes,
        options,
    )
}
