//! Signals: a run that is told to stop stops between two blocks of its output, says so, and leaves no half-written file.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Held while something is written, so that nothing stops in the middle of it.
static WRITING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Nothing stops while this is held.
pub(super) fn hold() -> MutexGuard<'static, Vec<PathBuf>> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that must not stay when the run is stopped.
pub(super) fn remove_at_end(path: &Path) {
    hold().push(path.to_owned());
}

/// Ends the program here, without what must not stay.
pub(super) fn end(code: i32) -> ! {
    for path in hold().iter() {
        let _ = std::fs::remove_file(path);
    }
    std::process::exit(code)
}

/// How often it is looked whether a signal came: no channel of the system is opened for that.
#[cfg(unix)]
const LOOK: std::time::Duration = std::time::Duration::from_millis(50);

/// Listens for SIGINT and SIGTERM: the first ends the run after the block that is being written, the second at once.
#[cfg(unix)]
pub(super) fn listen(message: String) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use std::io::Write;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    let came = Arc::new(AtomicUsize::new(0));
    let asked = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // in this order: the first signal asks, a second one finds that it was asked
        let armed = signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&asked));
        let asks = signal_hook::flag::register(signal, Arc::clone(&asked));
        let tells = signal_hook::flag::register_usize(signal, Arc::clone(&came), signal as usize);
        if armed.is_err() || asks.is_err() || tells.is_err() {
            return;
        }
    }
    std::thread::spawn(move || {
        while came.load(Ordering::Relaxed) == 0 {
            std::thread::sleep(LOOK);
        }
        drop(hold());
        let _ = writeln!(std::io::stderr(), "dateline: {message}");
        end(128 + came.load(Ordering::Relaxed) as i32)
    });
}

/// Other systems end a program as they do.
#[cfg(not(unix))]
pub(super) fn listen(_: String) {}
