//! Marks of pages: the tables of `page/` say what words in classes and ids of elements mean.

use super::super::page::{PagePart, PageParts};
use super::Compiler;
use super::table::{Header, Row, Source, parts, rows};

const COLUMNS: [&str; 2] = ["mark", "part"];
/// What a layer above calls a mark that shall mean nothing.
const NOTHING: &str = "none";

impl Compiler {
    pub(super) fn read_marks(&mut self, file: u32, source: &Source) {
        let Some(header) = Header::of(source) else {
            return self.problem(&source.path, 1, 0, "is empty: wanted a line of column names".to_owned());
        };
        if header.columns != COLUMNS {
            let message = format!("`{}` are not its columns: wanted mark and part", header.columns.join(", "));
            return self.problem(&source.path, header.line, 1, message);
        }
        for row in rows(source, file, &header) {
            match row {
                Ok(row) => self.read_mark(&row),
                Err(problem) => self.problems.push(problem),
            }
        }
    }

    fn read_mark(&mut self, row: &Row) {
        let (mark, meant) = (row.get("mark"), row.get("part"));
        let plain = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if mark.split(' ').count() > 2 || !mark.split(' ').all(plain) {
            return self.fault(
                row,
                "mark",
                format_args!(
                    "`{mark}` cannot stand in a name: wanted one or two words of small letters a to z and digits"
                ),
            );
        }
        let mut set = PageParts::default();
        for name in parts(meant).filter(|name| *name != NOTHING) {
            match PagePart::of_name(name) {
                Some(part) => set = set.with(part),
                None => self.unknown_part(row, name),
            }
        }
        if meant.is_empty() {
            self.unknown_part(row, meant);
        }
        if self.tables.marks.insert(mark, set) {
            self.fault(row, "mark", format_args!("`{mark}` is there twice"));
        }
    }

    fn unknown_part(&mut self, row: &Row, name: &str) {
        let known: Vec<&str> = PagePart::names().chain([NOTHING]).collect();
        self.fault(row, "part", format_args!("`{name}` is no part of a page: wanted one of {}", known.join(", ")));
    }
}
