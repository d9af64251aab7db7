//! Batches: what lies under one key of sorted rows, so many keys at once that all threads have work.
//!
//! In: sorted rows. Out: keys with their items, batch by batch. Not here: what is done with them.

use super::sort::{Row, Sorted};
use std::io;

/// Items that are worked on at once.
const ITEMS: usize = 1 << 16;

/// Gives `work` the items of every key that has `least` of them; `read` tells key and item of a row.
pub(super) fn each<T>(
    mut sorted: Sorted,
    least: usize,
    read: impl Fn(&Row) -> (u64, T),
    mut work: impl FnMut(&[(u64, Vec<T>)]) -> io::Result<()>,
) -> io::Result<()> {
    let (mut batch, mut size) = (Vec::new(), 0);
    let (mut last, mut items) = (0, Vec::new());
    while let Some(row) = sorted.next()? {
        let (key, item) = read(&row);
        if key != last {
            if items.len() >= least {
                size += items.len();
                batch.push((last, std::mem::take(&mut items)));
            }
            items.clear();
            if size > ITEMS {
                work(&batch)?;
                batch.clear();
                size = 0;
            }
            last = key;
        }
        items.push(item);
    }
    if items.len() >= least {
        batch.push((last, items));
    }
    work(&batch)
}
