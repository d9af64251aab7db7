//! Texts that tests read, and a walk over JSON.

use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Every article of the fixtures but the traps and the one in many forms, in the order of their paths.
pub fn fixtures() -> &'static [(PathBuf, String)] {
    static ALL: LazyLock<Vec<(PathBuf, String)>> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        let files =
            walkdir::WalkDir::new(root).sort_by_file_name().into_iter().flatten().map(walkdir::DirEntry::into_path);
        let articles = files.filter(|path| {
            path.extension().is_some_and(|ending| ending == "txt")
                && !path.components().any(|part| part.as_os_str() == "traps" || part.as_os_str() == "form")
        });
        articles.filter_map(|path| Some((path.clone(), std::fs::read_to_string(path).ok()?))).collect()
    });
    &ALL
}

/// Whether an article is one of those marked by hand.
pub fn is_gold(path: &Path) -> bool {
    path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "gold")
}

/// Their texts.
pub fn articles() -> Vec<&'static str> {
    fixtures().iter().map(|(_, text)| text.as_str()).collect()
}

/// One of them.
pub fn article() -> String {
    fixtures().first().map(|(_, text)| text.clone()).expect("fixtures hold an article")
}

/// Characters that take different room in different units, and some that are not seen.
pub fn odd() -> &'static str {
    "Zoë Ørsted’s 🚒🚑 fire\u{ad}fighters met in N’Djamena\u{200b} on 5\u{a0}May — “at last”, e\u{301}tude, 𝒳 Łódź.\r\nThe mayor of Kyiv said on Monday that 40 people were hurt."
}

/// Calls `see` for every object in a value.
pub fn each_object(value: &Value, see: &mut dyn FnMut(&Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            see(object);
            object.values().for_each(|value| each_object(value, see));
        }
        Value::Array(values) => values.iter().for_each(|value| each_object(value, see)),
        _ => {}
    }
}

/// A temporary folder with files.
pub fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }
    folder
}
