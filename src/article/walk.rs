//! Names: files that the user named, and those of folders, with the ids that their names give.
//!
//! In: a path. Out: files in the order of their names, or why one cannot be read. A folder's links are followed, a loop of links is told; hidden files and
//! dateline's own records are passed over.

use super::form::{self, Form};
use super::{Failure, Options, Source};
use globset::{Glob, GlobSet, GlobSetBuilder};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Written by dateline beside its articles, and no articles themselves.
const RECORD_ENDING: &str = ".record.json";
/// Folders in folders are entered so deep.
const DEPTH: usize = 200;

/// A file with the id that its name gives.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub path: PathBuf,
    pub id: String,
    /// Its form as the user or its name says it.
    pub form: Option<Form>,
}

/// Which files of folders are read.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
}

impl Selection {
    /// Files whose path below the folder matches a pattern of `include`, if there are any, and none of `exclude`.
    ///
    /// # Errors
    /// What is wrong with a pattern.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, String> {
        Ok(Self { include: set(include)?, exclude: set(exclude)? })
    }

    fn takes(&self, below: &Path) -> bool {
        let among = |set: &GlobSet| set.is_match(below) || below.file_name().is_some_and(|name| set.is_match(name));
        self.include.as_ref().is_none_or(among) && !self.exclude.as_ref().is_some_and(among)
    }

    const fn includes(&self) -> bool {
        self.include.is_some()
    }
}

fn set(patterns: &[String]) -> Result<Option<GlobSet>, String> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(Glob::new(pattern).map_err(|error| error.to_string())?);
    }
    set.build().map(Some).map_err(|error| error.to_string())
}

/// What a walk through a folder finds, one file at a time.
pub(super) struct Walk {
    root: PathBuf,
    name: Option<PathBuf>,
    entries: walkdir::IntoIter,
}

impl Walk {
    pub fn new(root: &Path) -> Self {
        let entries = walkdir::WalkDir::new(root).sort_by_file_name().follow_links(true).max_depth(DEPTH).into_iter();
        Self { root: root.to_owned(), name: root.file_name().map(PathBuf::from), entries }
    }

    /// The next file, or why it cannot be read; what is left out is counted by its ending.
    pub fn next(
        &mut self,
        options: &Options,
        left_out: &mut BTreeMap<String, usize>,
    ) -> Option<Result<Named, Failure>> {
        loop {
            let entry = match self.entries.next()? {
                Ok(entry) => entry,
                Err(error) => return Some(Err(self.fault(&error, options))),
            };
            let name = entry.file_name().to_string_lossy();
            if entry.depth() > 0 && name.starts_with('.') {
                if entry.file_type().is_dir() {
                    self.entries.skip_current_dir();
                }
                continue;
            }
            let of_records = name.ends_with(RECORD_ENDING);
            let (kind, depth) = (entry.file_type(), entry.depth());
            let path = entry.into_path();
            let below = path.strip_prefix(&self.root).unwrap_or(&path);
            if kind.is_dir() {
                if depth == DEPTH {
                    let named = self.named(&path, options);
                    return Some(Err(unreadable(
                        &named,
                        &format!("{DEPTH} folders in one another"),
                        "fewer were wanted",
                        options,
                    )));
                }
                continue;
            }
            if of_records || !options.selection.takes(below) {
                continue;
            }
            let named = self.named(&path, options);
            if !kind.is_file() {
                return Some(Err(unreadable(&named, what_it_is(kind), "a file was wanted", options)));
            }
            match form::lower_ending(Path::new(form::unpacked(&path))) {
                Some(ending) if named.form.is_none() && !options.selection.includes() => {
                    *left_out.entry(format!(".{ending}")).or_default() += 1;
                }
                _ => return Some(Ok(named)),
            }
        }
    }

    fn named(&self, path: &Path, options: &Options) -> Named {
        let inner = path.strip_prefix(&self.root).unwrap_or(path);
        let below = self.name.as_ref().map_or_else(|| inner.to_owned(), |name| name.join(inner));
        Named { path: path.to_owned(), id: stem(&below), form: options.form.or_else(|| form::of_name(path)) }
    }

    fn fault(&self, error: &walkdir::Error, options: &Options) -> Failure {
        let named = self.named(error.path().unwrap_or(&self.root), options);
        if let Some(above) = error.loop_ancestor() {
            return unreadable(
                &named,
                &format!("a link to {}, a folder above it", shown(above)),
                "a file was wanted",
                options,
            );
        }
        let why = error.io_error().map_or_else(|| error.to_string(), reason);
        unreadable(&named, &why, "a readable file was wanted", options)
    }
}

/// A file that the user named.
pub(super) fn one(path: &Path, options: &Options) -> Named {
    let id = stem(Path::new(path.file_name().unwrap_or(path.as_os_str())));
    Named { path: path.to_owned(), id, form: options.form.or_else(|| form::of_name(path)) }
}

/// A path without its endings, with `/` between its parts.
fn stem(path: &Path) -> String {
    let bare = path.with_file_name(form::unpacked(path));
    let parts: Vec<_> =
        bare.with_extension("").components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}

pub(super) fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(unix)]
fn what_it_is(kind: std::fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match kind {
        kind if kind.is_fifo() => "a pipe",
        kind if kind.is_socket() => "a socket",
        kind if kind.is_char_device() || kind.is_block_device() => "a device",
        _ => "no file",
    }
}

#[cfg(not(unix))]
fn what_it_is(_: std::fs::FileType) -> &'static str {
    "no file"
}

/// What is wrong, without the system's number of the error.
pub fn reason(error: &io::Error) -> String {
    let message = error.to_string();
    message.find(" (os error").and_then(|cut| message.get(..cut)).unwrap_or(&message).to_owned()
}

pub(super) fn unreadable(file: &Named, why: &str, wanted: &str, options: &Options) -> Failure {
    let form = file.form.or(options.form).unwrap_or(Form::Text);
    let path = (file.path != Path::new("-")).then(|| shown(&file.path));
    let source = Source { path, format: form.name(), ..Source::default() };
    Failure { id: file.id.clone(), source, code: "unreadable", message: format!("{why}, {wanted}") }
}
