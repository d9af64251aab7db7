//! Where output goes: the standard output, or a file that stands only when it is whole.

use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where records go: the standard output, or a file that takes its name when all is written.
pub(super) enum Output {
    Stdout,
    File { unfinished: tempfile::NamedTempFile, path: PathBuf },
}

impl Output {
    pub(super) fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Self::Stdout) };
        if path.is_dir() {
            bail!("{}: is a folder, a file was wanted", path.display());
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut builder = tempfile::Builder::new();
        let prefix = format!(".{name}.");
        builder.prefix(&prefix).suffix(".part");
        // as a file that is simply created, not the private mode of temporary files
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let unfinished =
            builder.tempfile_in(folder).with_context(|| format!("{}: cannot be written", path.display()))?;
        Ok(Self::File { unfinished, path: path.to_owned() })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Stdout => {
                let mut out = io::stdout().lock();
                out.write_all(bytes)?;
                out.flush()
            }
            Self::File { unfinished, .. } => unfinished.write_all(bytes),
        }
    }

    /// Puts the file in its place, once it is safely stored.
    pub(super) fn finish(self) -> Result<()> {
        let Self::File { unfinished, path } = self else { return Ok(()) };
        let place = || format!("{}: cannot be written", path.display());
        unfinished.as_file().sync_all().with_context(place)?;
        unfinished.persist(&path).with_context(place)?;
        // the name is stored when its folder is; where folders cannot be opened, the system sees to it
        if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}
