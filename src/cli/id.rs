//! Ids of a run: every article has one of its own, also when the input gives one twice.

use dateline::pipeline::Receipt;
use std::collections::{BTreeMap, HashMap};

/// Every id written so far, by hash, and how often.
#[derive(Default)]
pub(super) struct Ids(HashMap<u128, u32>);

impl Ids {
    /// The articles of a block, by number, whose id was there before, and what they are called instead.
    pub(super) fn renamed(&mut self, articles: &[Receipt]) -> BTreeMap<usize, String> {
        let repeated = articles.iter().enumerate().filter_map(|(at, article)| Some((at, self.instead(&article.id)?)));
        repeated.collect()
    }

    /// What an article that is written already was called.
    pub(super) fn name(&mut self, id: String) -> String {
        self.instead(&id).unwrap_or(id)
    }

    /// `id~2` for the second article of that id; none for the first.
    fn instead(&mut self, id: &str) -> Option<String> {
        let seen = self.0.entry(hash(id)).or_default();
        *seen += 1;
        if *seen == 1 {
            return None;
        }
        let mut number = *seen;
        loop {
            let name = format!("{id}~{number}");
            let taken = self.0.entry(hash(&name)).or_default();
            *taken += 1;
            if *taken == 1 {
                return Some(name);
            }
            number += 1;
        }
    }
}

/// 128 bits, so that no two ids of any corpus meet by chance.
fn hash(id: &str) -> u128 {
    use std::hash::{DefaultHasher, Hasher};
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(salt);
        hasher.write(id.as_bytes());
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
