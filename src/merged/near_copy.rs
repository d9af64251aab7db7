//! Near copies: articles whose fingerprints share bands. Copies of one wire story are one source.

use super::digest::ArticleDigest;
use std::collections::BTreeMap;

/// Bands that near copies share at least, of 16: texts of resemblance 0.8 share six or seven, of 0.5 one.
const SHARED: usize = 4;

/// Whether two articles are copies of one text.
pub(super) fn are_copies(a: &ArticleDigest, b: &ArticleDigest) -> bool {
    shared(&a.bands, &b.bands) >= SHARED
}

fn shared(a: &[u32], b: &[u32]) -> usize {
    a.iter().zip(b).filter(|(a, b)| a == b).count()
}

/// How many texts there are among articles, copies counted once, and which text each is. Articles are compared when they share a band, so many copies cost no
/// more than few.
pub(super) fn texts(articles: &[Vec<u32>]) -> (u32, Vec<u32>) {
    let mut text: Vec<usize> = (0..articles.len()).collect();
    let mut by_band: BTreeMap<(usize, u32), usize> = BTreeMap::new();
    for (number, bands) in articles.iter().enumerate() {
        for (at, band) in bands.iter().enumerate() {
            let first = *by_band.entry((at, *band)).or_insert(number);
            if root(&text, first) != root(&text, number)
                && articles.get(first).is_some_and(|other| shared(other, bands) >= SHARED)
            {
                let (a, b) = (root(&text, first), root(&text, number));
                text[a.max(b)] = a.min(b);
            }
        }
    }
    let roots: Vec<u32> = (0..articles.len()).map(|number| root(&text, number) as u32).collect();
    let distinct = roots.iter().enumerate().filter(|(number, root)| *number as u32 == **root).count();
    (distinct as u32, roots)
}

fn root(text: &[usize], mut number: usize) -> usize {
    while let Some(above) = text.get(number).filter(|above| **above != number) {
        number = *above;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::texts;

    #[test]
    fn copies_are_one_text() {
        let story: Vec<u32> = (0..16).collect();
        let copy: Vec<u32> = (0..16).map(|band| if band % 2 == 0 { band } else { band + 100 }).collect();
        let other: Vec<u32> = (200..216).collect();
        assert_eq!(texts(&[story, other, copy]), (2, vec![0, 1, 0]));
    }
}
