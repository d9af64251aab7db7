//! Ids of things that records name, made of what they are: the same input gives the same ids, on every machine.
//!
//! UUIDs are of version 5 (RFC 9562), in a namespace of dateline's own: the UUID of that version of `dateline` in the namespace of DNS names.

use super::Record;
use uuid::Uuid;

/// Ids of the findings of one article.
pub(super) struct Ids {
    article: Uuid,
}

impl Ids {
    /// Ids that no other article's findings have: id and text of the article are in them.
    pub(super) fn new(record: &Record) -> Self {
        let hash = record.source.text_sha256.as_deref().unwrap_or("");
        Self { article: global(&format!("{}\0{hash}", record.id)) }
    }

    /// The id of a finding.
    pub(super) fn of(&self, finding: &str) -> Uuid {
        Uuid::new_v5(&self.article, finding.as_bytes())
    }
}

/// The id of a thing that does not depend on the article.
pub(super) fn global(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::new_v5(&Uuid::NAMESPACE_DNS, b"dateline"), name.as_bytes())
}
