//! Work on many things at once.
//!
//! In: items and what is to be done with each. Out: the results in the order of the items, whatever the number of threads.

/// Works on every item, in as many pieces as there are threads, and keeps the order.
pub(super) fn in_parallel<T: Sync, R: Send>(items: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = threads.clamp(1, 64);
    if threads == 1 || items.len() < 2 {
        return items.iter().map(work).collect();
    }
    let work = &work;
    std::thread::scope(|scope| {
        let pieces = items.chunks(items.len().div_ceil(threads));
        let running: Vec<_> =
            pieces.map(|piece| scope.spawn(move || piece.iter().map(work).collect::<Vec<R>>())).collect();
        let done =
            running.into_iter().flat_map(|piece| piece.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault)));
        done.collect()
    })
}

/// Items in as many pieces as keep the threads busy.
pub(super) fn pieces<T>(items: &[T], threads: usize) -> Vec<&[T]> {
    items.chunks(items.len().div_ceil(threads.clamp(1, 64) * 8).max(1)).collect()
}
