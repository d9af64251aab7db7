//! Where output goes: the standard output, or a file that stands only when it is whole.
//!
//! A file is written under another name beside its place. What is no file (a device, a pipe) is written as it comes and stays what it is, and a link is followed:
//! what it leads to is replaced, not the link.

use super::signal;
use anyhow::{Context, Result, bail};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Where records go: the standard output, or a file that takes its name when all is written.
pub(super) enum Output {
    Stdout,
    File(Part),
}

impl Output {
    pub(super) fn open(path: Option<&Path>) -> Result<Self> {
        path.map_or(Ok(Self::Stdout), |path| Part::open(path, false).map(Self::File))
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Stdout => {
                let mut out = io::stdout().lock();
                out.write_all(bytes)?;
                out.flush()
            }
            Self::File(part) => part.write(bytes),
        }
    }

    /// Puts the file in its place, once it is safely stored.
    pub(super) fn finish(self) -> Result<()> {
        match self {
            Self::Stdout => Ok(()),
            Self::File(part) => part.finish(),
        }
    }
}

/// A file under another name until it is whole; or a device or a pipe, which has no other name.
pub(super) struct Part {
    file: File,
    /// None for what is no file.
    unfinished: Option<PathBuf>,
    path: PathBuf,
    length: u64,
    /// It stays when the run ends early.
    kept: bool,
    whole: bool,
}

impl Part {
    /// Opens the part of a file: one of its own for this run, or one that later runs find again.
    pub(super) fn open(path: &Path, kept: bool) -> Result<Self> {
        let place = || format!("{}: cannot be written", path.display());
        if path.is_dir() {
            bail!("{}: is a folder, a file was wanted", path.display());
        }
        let path = &followed(path);
        let no_file = is_of_system(path) || fs::metadata(path).is_ok_and(|what| !what.is_file());
        if no_file && kept {
            bail!("{}: is no file, and --journal can go on with nothing else", path.display());
        }
        let (file, unfinished) = if no_file {
            (OpenOptions::new().write(true).open(path).with_context(place)?, None)
        } else {
            let (file, part) = beside(path, kept).with_context(place)?;
            (file, Some(part))
        };
        Ok(Self { file, unfinished, path: path.clone(), length: 0, kept, whole: false })
    }

    /// What could not be done, for the message of an error.
    pub(super) fn context(&self) -> String {
        format!("{}: cannot be written", self.path.display())
    }

    /// Whether what is written cannot be taken back.
    pub(super) const fn is_stream(&self) -> bool {
        self.unfinished.is_none()
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn resume(&mut self, length: u64) -> Result<bool> {
        if self.file.metadata().with_context(|| self.context())?.len() < length {
            return Ok(false);
        }
        self.file.set_len(length).with_context(|| self.context())?;
        self.file.seek(SeekFrom::Start(length)).with_context(|| self.context())?;
        self.length = length;
        Ok(true)
    }

    pub(super) fn finish(mut self) -> Result<()> {
        let Some(unfinished) = &self.unfinished else { return Ok(()) };
        self.file.sync_all().with_context(|| self.context())?;
        fs::rename(unfinished, &self.path).with_context(|| self.context())?;
        self.whole = true;
        // the name is stored when its folder is; where folders cannot be opened, the system sees to it
        if let Some(folder) = self.path.parent().and_then(|folder| File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Some(unfinished) = self.unfinished.as_ref().filter(|_| !self.kept && !self.whole) {
            let _ = fs::remove_file(unfinished);
        }
    }
}

/// Where a link leads; a path that is none stays as it is.
fn followed(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    // as many as systems follow
    for _ in 0..40 {
        let Some(target) = fs::read_link(&path).ok().filter(|_| !is_of_system(&path)) else { break };
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    path
}

/// Where the system shows open files as links: `/dev/stdout` leads there.
fn is_of_system(path: &Path) -> bool {
    path.starts_with("/proc") || path.starts_with("/dev/fd")
}

/// Refuses to write over what is read.
pub(super) fn refuse_inputs<'p>(outputs: impl IntoIterator<Item = &'p PathBuf>, inputs: &[PathBuf]) -> Result<()> {
    for output in outputs {
        // what is not there yet is no input
        let Ok(place) = output.canonicalize().and_then(|place| Ok(fs::metadata(&place)?.is_file().then_some(place)))
        else {
            continue;
        };
        if place.is_some() && inputs.iter().any(|input| input.canonicalize().ok() == place) {
            bail!("{}: is an input of this run, which would be lost; another name was wanted", output.display());
        }
    }
    Ok(())
}

/// A file beside the place of another, whose name it takes in the end.
fn beside(path: &Path, kept: bool) -> Result<(File, PathBuf)> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if kept {
        let part = folder.join(format!(".{name}.part"));
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&part)?;
        return Ok((file, part));
    }
    let mut builder = tempfile::Builder::new();
    let prefix = format!(".{name}.");
    builder.prefix(&prefix).suffix(".part");
    // as a file that is simply created, not the private mode of temporary files
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let (file, part) = builder.tempfile_in(folder)?.keep()?;
    signal::remove_at_end(&part);
    Ok((file, part))
}
