//! How things lie in temporary files: digests, ids, keys.
//!
//! In: a value. Out: its bytes, and back. Not here: the files (`sort`, `store`).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io;

pub(super) fn encode(value: &impl Serialize) -> io::Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(io::Error::other)
}

pub(super) fn decode<T: for<'d> Deserialize<'d>>(bytes: &[u8]) -> io::Result<T> {
    postcard::from_bytes(bytes).map_err(io::Error::other)
}

/// What an event's id is kept as.
pub(super) fn hash_of(article: &str, event: &str) -> [u8; 16] {
    let whole = Sha256::new().chain_update(article).chain_update("#").chain_update(event).finalize();
    beginning(&whole)
}

/// The first half of an id, by which it is looked up.
pub(super) fn short(id: &[u8; 16]) -> u64 {
    u64::from_be_bytes(beginning(id))
}

/// The first bytes of more.
pub(super) fn beginning<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut first = [0; N];
    first.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    first
}

/// Two numbers as a key that sorts by the first, then by the second.
pub(super) fn pair_key(a: u32, b: u32) -> [u8; 8] {
    (u64::from(a) << 32 | u64::from(b)).to_be_bytes()
}

/// Eight bytes of a key as a number.
pub(super) fn long_at(key: &[u8], at: usize) -> u64 {
    key.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes)
}

/// Four bytes of a key as a number.
pub(super) fn number_at(key: &[u8], at: usize) -> u32 {
    key.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes)
}

/// The score that the value of a row begins with.
pub(super) fn score_of(value: &[u8]) -> f32 {
    value.get(..4).and_then(|bytes| bytes.try_into().ok()).map_or(0.0, f32::from_le_bytes)
}

/// An event's id and JSON in one.
pub(super) fn name(id: &str, json: &[u8]) -> Vec<u8> {
    let mut named = Vec::with_capacity(4 + id.len() + json.len());
    named.extend_from_slice(&(id.len() as u32).to_le_bytes());
    named.extend_from_slice(id.as_bytes());
    named.extend_from_slice(json);
    named
}

/// The id and the JSON that [`name`] put together.
pub(super) fn named(bytes: &[u8]) -> (&str, &[u8]) {
    let length = bytes.get(..4).and_then(|length| length.try_into().ok()).map_or(0, u32::from_le_bytes) as usize;
    let id = bytes.get(4..4 + length).and_then(|id| str::from_utf8(id).ok()).unwrap_or("");
    (id, bytes.get(4 + length..).unwrap_or(&[]))
}
