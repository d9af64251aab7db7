//! From pairs that join to groups: pairs are taken from the strongest down, and two groups become one when what stands across them agrees on average and nothing
//! forbids it. One wrong pair so does not chain two happenings together.

use std::collections::HashMap;

/// Members of a group that speak for it, lowest numbers first; comparing all of two large groups would take the square of their size.
const SPEAKERS: usize = 12;

/// Two that join.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) score: f32,
}

/// How two stand to each other; none when they can never be one.
pub(super) type Bond = Option<f32>;

/// Groups of those that `edges` name, each sorted, in the order of their first members. `bond` compares any two; `link` is what groups must share on average.
pub(super) fn clusters(edges: &[Edge], link: f32, mut bond: impl FnMut(u32, u32) -> Bond) -> Vec<Vec<u32>> {
    let mut items: Vec<u32> = edges.iter().flat_map(|edge| [edge.a, edge.b]).collect();
    items.sort_unstable();
    items.dedup();
    let number = |item: u32| items.binary_search(&item).unwrap_or(0);
    let mut groups: Vec<Vec<u32>> = items.iter().map(|item| vec![*item]).collect();
    let mut group_of: Vec<usize> = (0..items.len()).collect();
    let mut bonds: HashMap<(u32, u32), Bond> = HashMap::new();
    // two groups that were kept apart are not compared again until one has grown
    let mut refused: HashMap<(usize, usize), usize> = HashMap::new();
    let mut edges = edges.to_vec();
    edges.sort_by(|one, other| other.score.total_cmp(&one.score).then((one.a, one.b).cmp(&(other.a, other.b))));
    for edge in edges {
        let (one, other) = (group_of[number(edge.a)], group_of[number(edge.b)]);
        let (one, other) = (one.min(other), one.max(other));
        let size = groups[one].len() + groups[other].len();
        if one == other || refused.get(&(one, other)) == Some(&size) {
            continue;
        }
        let mut known = |a: u32, b: u32| *bonds.entry((a.min(b), a.max(b))).or_insert_with(|| bond(a.min(b), a.max(b)));
        if average(&groups[one], &groups[other], &mut known).is_none_or(|share| share < link) {
            refused.insert((one, other), size);
            continue;
        }
        let joined = std::mem::take(&mut groups[other]);
        for item in &joined {
            group_of[number(*item)] = one;
        }
        groups[one].extend(joined);
        groups[one].sort_unstable();
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn average(a: &[u32], b: &[u32], bond: &mut impl FnMut(u32, u32) -> Bond) -> Bond {
    let (mut sum, mut pairs) = (0.0, 0.0);
    for one in a.iter().take(SPEAKERS) {
        for other in b.iter().take(SPEAKERS) {
            sum += bond(*one, *other)?;
            pairs += 1.0;
        }
    }
    (pairs > 0.0).then_some(sum / pairs)
}

/// Sets that grow together: which are connected at all.
pub(super) struct Union(Vec<u32>);

impl Union {
    pub(super) fn new(size: u32) -> Self {
        Self((0..size).collect())
    }

    /// The least of its set.
    pub(super) fn root(&mut self, item: u32) -> u32 {
        let mut at = item;
        while let Some(above) = self.0.get(at as usize).copied().filter(|above| *above != at) {
            let next = self.0.get(above as usize).copied().unwrap_or(above);
            self.0[at as usize] = next;
            at = next;
        }
        at
    }

    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(above) = self.0.get_mut(a.max(b) as usize) {
            *above = a.min(b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Edge, clusters};

    #[test]
    fn a_forbidden_pair_keeps_two_groups_apart() {
        let edge = |a, b, score| Edge { a, b, score };
        let edges = [edge(1, 2, 9.0), edge(3, 4, 8.0), edge(2, 3, 5.0)];
        let bond = |a: u32, b: u32| if (a, b) == (1, 4) { None } else { Some(5.0) };
        assert_eq!(clusters(&edges, 1.0, bond), [vec![1, 2], vec![3, 4]]);
        assert_eq!(clusters(&edges, 1.0, |_, _| Some(5.0)), [vec![1, 2, 3, 4]]);
        assert_eq!(clusters(&edges, 6.0, |_, _| Some(5.0)), [vec![1], vec![2], vec![3], vec![4]]);
    }
}
