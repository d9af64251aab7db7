//! Where the records of a run go: the standard output, a file that stands only when it is whole, or a folder with a file for each article.
//!
//! With a journal a file keeps what is written of it under a name of its own, so that a run which was cut off can go on where it stopped.

use super::output::{Output, Part};
use anyhow::{Context, Result, bail};
use dateline::pipeline::Written;
use dateline::record::{self, Envelope, Format};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where records go, and what stands around all of them.
pub(super) struct Destination {
    place: Place,
    envelope: Envelope,
}

enum Place {
    /// The standard output.
    Stdout(Output),
    /// A file.
    File(Part),
    /// A folder.
    Folder(Folder),
}

impl Destination {
    /// Opens what `-o` names; a folder ends with a slash or is there. `journal` says that a run may go on later.
    pub(super) fn open(path: Option<&Path>, format: Format, journal: bool) -> Result<Self> {
        let place = Place::open(path, format, journal)?;
        Ok(Self { place, envelope: Envelope::new(format) })
    }

    /// Writes the records of a block.
    pub(super) fn write(&mut self, written: &Written) -> Result<()> {
        match &mut self.place {
            Place::Folder(folder) => folder.write(written),
            place => place.write(&self.envelope.wrap(&written.bytes)?),
        }
    }

    /// How many bytes of a file are written.
    pub(super) fn length(&self) -> u64 {
        if let Place::File(part) = &self.place { part.length() } else { 0 }
    }

    /// Goes on behind the first `length` bytes of a file; false when there are fewer.
    pub(super) fn resume(&mut self, length: u64) -> Result<bool> {
        self.envelope.resume(length);
        if let Place::File(part) = &mut self.place { part.resume(length) } else { Ok(true) }
    }

    /// An article that is written already keeps its name.
    pub(super) fn pass_over(&mut self, id: &str) {
        if let Place::Folder(folder) = &mut self.place {
            folder.name(id);
        }
    }

    /// What is written so far is all there will be: a stream gets its end, a file stays unfinished.
    pub(super) fn break_off(&mut self) -> Result<()> {
        if self.place.is_stream() { self.place.write(&self.envelope.close()?) } else { Ok(()) }
    }

    /// All is written.
    pub(super) fn finish(mut self) -> Result<()> {
        self.place.write(&self.envelope.close()?)?;
        match self.place {
            Place::Stdout(output) => output.finish(),
            Place::File(part) => part.finish(),
            Place::Folder(_) => Ok(()),
        }
    }
}

impl Place {
    fn open(path: Option<&Path>, format: Format, journal: bool) -> Result<Self> {
        let slash = path.is_some_and(|path| path.as_os_str().as_encoded_bytes().ends_with(b"/") || path.is_dir());
        if format == Format::Brat && !slash {
            bail!("--format brat writes two files for each article: -o DIR/");
        }
        if journal && !slash && !format.form().resumable {
            bail!("--journal cannot go on with --format {}, which ends with its index: -o DIR/", format.form().name);
        }
        let Some(path) = path else {
            if journal {
                bail!("--journal needs an output of its own: -o FILE or -o DIR/");
            }
            return Ok(Self::Stdout(Output::open(None)?));
        };
        if slash {
            fs::create_dir_all(path).with_context(|| format!("{}: cannot be written", path.display()))?;
            return Ok(Self::Folder(Folder { root: path.to_owned(), format, taken: HashSet::new() }));
        }
        Part::open(path, journal).map(Self::File)
    }

    const fn is_stream(&self) -> bool {
        match self {
            Self::Stdout(_) => true,
            Self::File(part) => part.is_stream(),
            Self::Folder(_) => false,
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Self::Stdout(output) => output.write(bytes)?,
            Self::File(part) => part.write(bytes).with_context(|| part.context())?,
            Self::Folder(_) => {}
        }
        Ok(())
    }
}

// ---- a folder -------------------------------------------------------------------------------------------------------------------------

/// A folder with one file for each article, named by its id.
pub(super) struct Folder {
    root: PathBuf,
    format: Format,
    /// Names that are taken, in lower case: some systems know no other.
    taken: HashSet<String>,
}

/// Longest part of a path that all systems take, with room for endings.
const NAME: usize = 160;

/// Files that are written at once.
const WRITERS: usize = 16;

/// A file of a folder.
struct Leaf {
    path: PathBuf,
    /// Where it is until it is whole.
    part: PathBuf,
    bytes: Vec<u8>,
}

impl Leaf {
    fn context(&self) -> String {
        format!("{}: cannot be written", self.path.display())
    }

    fn store(&self) -> Result<()> {
        let mut file = File::create(&self.part).with_context(|| self.context())?;
        file.write_all(&self.bytes).with_context(|| self.context())?;
        file.sync_data().with_context(|| self.context())
    }

    fn place(&self) -> Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).with_context(|| self.context())?;
        }
        fs::rename(&self.part, &self.path).with_context(|| self.context())
    }
}

impl Folder {
    /// Writes the records of a block. All of them are on the disk before the first takes its name: many at once, since a disk that is waited for takes others along.
    fn write(&mut self, written: &Written) -> Result<()> {
        let mut leaves = Vec::with_capacity(written.articles.len());
        let mut at = 0;
        for article in &written.articles {
            let record = written.bytes.get(at..at + article.written).unwrap_or(&[]);
            at += article.written;
            let name = self.name(&article.id);
            let path = self.root.join(name);
            let place = || format!("{}: cannot be written", path.display());
            for (ending, bytes) in record::files(self.format, record).with_context(place)? {
                let part = self.root.join(format!(".dateline.{}.part", leaves.len()));
                let mut path = path.clone().into_os_string();
                path.push(ending);
                leaves.push(Leaf { path: path.into(), part, bytes });
            }
        }
        let pieces = leaves.chunks(leaves.len().div_ceil(WRITERS).max(1));
        std::thread::scope(|scope| {
            let running: Vec<_> =
                pieces.map(|piece| scope.spawn(move || piece.iter().try_for_each(Leaf::store))).collect();
            running
                .into_iter()
                .try_for_each(|piece| piece.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault)))
        })?;
        leaves.iter().try_for_each(Leaf::place)
    }

    /// A name below the folder that no other article has; no id leads out of it.
    fn name(&mut self, id: &str) -> PathBuf {
        let parts: Vec<String> =
            id.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")).map(safe).collect();
        let whole = if parts.is_empty() { "_".to_owned() } else { parts.join("/") };
        let mut name = whole.clone();
        let mut number = 1;
        while !self.taken.insert(name.to_lowercase()) {
            number += 1;
            name = format!("{whole}~{number}");
        }
        PathBuf::from(name)
    }
}

/// A part of an id as a name that every system takes.
fn safe(part: &str) -> String {
    let bare: String = part
        .chars()
        .map(|letter| if letter.is_control() || ":<>|?*\"".contains(letter) { '_' } else { letter })
        .collect();
    // hidden files and names that end with a point are not for all to see
    let bare = bare.trim_end_matches(['.', ' ']);
    let bare = if bare.starts_with('.') || bare.is_empty() { format!("_{bare}") } else { bare.to_owned() };
    if bare.len() <= NAME {
        return bare;
    }
    let mut end = NAME;
    while !bare.is_char_boundary(end) {
        end -= 1;
    }
    let hash = Sha256::digest(part.as_bytes());
    let tail: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{tail}", bare.get(..end).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::{Folder, safe};
    use dateline::record::Format;
    use std::collections::HashSet;
    use std::path::PathBuf;

    #[test]
    fn no_id_leaves_the_folder_and_no_two_share_a_name() {
        let mut folder = Folder { root: PathBuf::from("out"), format: Format::Csv, taken: HashSet::new() };
        let mut name = |id: &str| folder.name(id).display().to_string();
        assert_eq!(name("../../etc/passwd"), "etc/passwd");
        assert_eq!(name("/etc/passwd"), "etc/passwd~2");
        assert_eq!(name("ETC/Passwd"), "ETC/Passwd~3");
        assert_eq!(name(".."), "_");
        assert_eq!(name("a/.hidden"), "a/_.hidden");
        assert_eq!(name("https://a.example/1?b"), "https_/a.example/1_b");
        assert!(safe(&"é".repeat(300)).len() < 200);
    }
}
