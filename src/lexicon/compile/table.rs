//! Gazetteer files as tables: header, rows and cells, and faults with their line and column.
//!
//! In: a file that is already read. Out: its rows. What the cells mean is read by the modules beside.

use std::fmt;

/// One gazetteer file, already read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path relative to the gazetteer folder, with `/`: `place/cities.tsv`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// One fault in a gazetteer file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// File, relative to the gazetteer folder.
    pub file: String,
    /// Line, from 1; 0 when it concerns the whole file.
    pub line: u32,
    /// Character of the line, from 1; 0 when it concerns the whole line.
    pub column: u32,
    /// What was found and what was wanted.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if self.line > 0 {
            write!(out, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(out, ":{}", self.column)?;
        }
        write!(out, ": {}", self.message)
    }
}

/// Columns of the tables of names, in the order of [`Column`].
pub(in crate::lexicon) const NAME_COLUMNS: [&str; 23] = [
    "id",
    "name",
    "aliases",
    "type",
    "subtype",
    "country",
    "admin1",
    "lat",
    "lon",
    "population",
    "wikidata",
    "geonames",
    "iso3166",
    "demonyms",
    "roles",
    "gender",
    "stands_for",
    "case",
    "valid_from",
    "valid_to",
    "requires",
    "forbids",
    "block",
];

/// The columns of the tables of names.
#[derive(Clone, Copy)]
#[repr(usize)]
pub(super) enum Column {
    Id,
    Name,
    Aliases,
    Type,
    Subtype,
    Country,
    Admin1,
    Lat,
    Lon,
    Population,
    Wikidata,
    Geonames,
    Iso3166,
    Demonyms,
    Roles,
    Gender,
    StandsFor,
    Case,
    ValidFrom,
    ValidTo,
    Requires,
    Forbids,
    Block,
}

/// One line of a TSV file.
pub(in crate::lexicon) struct Row<'a> {
    pub(super) file: u32,
    pub path: &'a str,
    pub line: u32,
    pub columns: &'a [&'a str],
    pub cells: Vec<&'a str>,
    /// Of the columns of names, the cell of each; made once for a file.
    places: &'a [Option<usize>],
}

impl<'a> Row<'a> {
    pub fn get(&self, column: &str) -> &'a str {
        self.columns.iter().position(|name| *name == column).and_then(|at| self.cells.get(at)).copied().unwrap_or("")
    }

    /// A cell of a table of names, by the column's place in [`NAME_COLUMNS`].
    pub(super) fn name_cell(&self, column: Column) -> &'a str {
        self.places[column as usize].and_then(|at| self.cells.get(at)).copied().unwrap_or("")
    }

    /// The character of the line at which a cell begins, from 1; the line's end for a cell that is not there.
    pub fn column_of(&self, column: &str) -> u32 {
        let at = self.columns.iter().position(|name| *name == column).unwrap_or(self.columns.len());
        1 + self.cells.iter().take(at).map(|cell| cell.chars().count() as u32 + 1).sum::<u32>()
    }

    /// A fault in one cell.
    pub fn fault(&self, column: &str, message: impl fmt::Display) -> Problem {
        Problem {
            file: self.path.to_owned(),
            line: self.line,
            column: self.column_of(column),
            message: format!("{column}: {message}"),
        }
    }
}

/// The lines of a table behind its header, blank ones and comments left out. Faults of the table as a whole come as a message with their line.
pub(in crate::lexicon) fn rows<'a>(
    source: &'a Source,
    file: u32,
    header: &'a Header<'a>,
) -> impl Iterator<Item = Result<Row<'a>, Problem>> + 'a {
    let behind = source.text.lines().enumerate().skip(header.line as usize);
    behind.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(move |(number, line)| {
        let line_number = number as u32 + 1;
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() > header.columns.len() {
            let column =
                1 + cells.iter().take(header.columns.len()).map(|cell| cell.chars().count() as u32 + 1).sum::<u32>();
            let message = format!("has {} cells: wanted at most {}", cells.len(), header.columns.len());
            return Err(Problem { file: source.path.clone(), line: line_number, column, message });
        }
        Ok(Row { file, path: &source.path, line: line_number, columns: &header.columns, cells, places: &header.places })
    })
}

/// The first line of a table.
pub(in crate::lexicon) struct Header<'a> {
    /// Its number, from 1.
    pub line: u32,
    pub columns: Vec<&'a str>,
    places: Vec<Option<usize>>,
}

impl<'a> Header<'a> {
    /// None when the table holds nothing but comments.
    pub fn of(source: &'a Source) -> Option<Self> {
        let mut lines = source.text.lines().enumerate();
        let (number, line) = lines.find(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())?;
        // a mark of the byte order, as spreadsheets write it, is none of the first name
        let columns: Vec<&str> = line.trim_start_matches('\u{feff}').split('\t').collect();
        let places = NAME_COLUMNS.iter().map(|name| columns.iter().position(|column| column == name)).collect();
        Some(Self { line: number as u32 + 1, columns, places })
    }

    /// The character at which the name of a column begins.
    pub fn column_of(&self, at: usize) -> u32 {
        1 + self.columns.iter().take(at).map(|name| name.chars().count() as u32 + 1).sum::<u32>()
    }
}

/// The values of a cell.
pub(in crate::lexicon) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|part| !part.is_empty())
}

/// Line and character, both from 1, of a byte of a text.
pub fn position(text: &str, byte: usize) -> (u32, u32) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or("");
    (1 + before.bytes().filter(|byte| *byte == b'\n').count() as u32, 1 + line.chars().count() as u32)
}
