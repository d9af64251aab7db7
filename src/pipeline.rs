//! The program in one paragraph: an article in, a record out. Pure and total: no clock, no environment, no failure.
//!
//! Around it, for many articles: [`write_block`] turns a block of input into bytes, and [`in_order`] does so on several threads without changing the output.

use crate::article::{self, Article, Block, Failure};
use crate::lexicon::Lexicon;
use crate::record::{self, Record, Settings, Warning};
use crate::{clause, document, entity, event, mention};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, mpsc};

/// Reads what happened out of one article.
pub fn process<'a>(article: &'a Article, lexicon: &'a Lexicon, settings: &'a Settings) -> Record<'a> {
    let document = document::segment(article, lexicon);
    let mentions = mention::find(&document, lexicon);
    let clauses = clause::parse(&document, &mentions, lexicon);
    let entities = entity::resolve(&document, &mentions, &clauses, lexicon);
    let events = event::extract(&document, &mentions, &clauses, &entities, lexicon);
    record::assemble(article, &document, &mentions, entities, events, lexicon, settings)
}

// ---- blocks ---------------------------------------------------------------------------------------------------------------------------

/// What the work on every block needs.
pub struct Job<'a> {
    /// The gazetteers.
    pub lexicon: &'a Lexicon,
    /// How articles are read.
    pub options: &'a article::Options,
    /// What is asked of the records, and the form that they are written in.
    pub settings: &'a Settings,
    /// Whether a journal wants to know what was read.
    pub digests: Digests,
}

/// Whether receipts hold a hash of what was read, which takes as long as that of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digests {
    /// They hold 0.
    Off,
    /// They hold [`digest`].
    On,
}

/// What became of a block: its bytes, and what is to be known of each article.
#[derive(Debug, Default)]
pub struct Written {
    /// Its output.
    pub bytes: Vec<u8>,
    /// One for each article, in order.
    pub articles: Vec<Receipt>,
}

/// What is to be known of one article when its record is written.
#[derive(Debug)]
pub struct Receipt {
    /// Its id.
    pub id: String,
    /// Bytes of text.
    pub size: usize,
    /// Bytes of its output.
    pub written: usize,
    /// Events found.
    pub events: usize,
    /// A hash of what was read, where it is asked for.
    pub digest: u64,
    /// Why there is only an error record.
    pub failure: Option<Failure>,
}

/// A hash of what a record is made of: text, publication time and address; of a failure, what it says. Journals hold it, so it is the same for every build.
pub fn digest(article: &Result<Article, Failure>) -> u64 {
    let title = |article: &Article| article.title.map(|length| length.to_string());
    let title = article.as_ref().ok().and_then(title);
    let parts = match article {
        Ok(article) => [
            Some(article.text.as_str()),
            title.as_deref(),
            article.published.as_ref().map(|published| published.value.as_str()),
            article.source.url.as_deref(),
        ],
        Err(failure) => [Some(failure.message.as_str()), None, None, None],
    };
    let mut hash = Sha256::new();
    for part in parts {
        // lengths part the parts; none is no empty one
        hash.update(part.map_or(u64::MAX, |part| part.len() as u64).to_le_bytes());
        hash.update(part.unwrap_or(""));
    }
    hash.finalize().iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// Reads, processes and writes the articles of a block but the first `from`. `renamed` gives articles, by their number among the others, another id.
pub fn write_block(block: &Block, from: usize, renamed: &BTreeMap<usize, String>, job: &Job) -> Written {
    let mut written = Written::default();
    let mut number = 0;
    block.each(job.options, &mut |mut article| {
        number += 1;
        if number <= from {
            return;
        }
        let before = written.bytes.len();
        let digest = if job.digests == Digests::On { digest(&article) } else { 0 };
        let new_id = renamed.get(&written.articles.len());
        let warning = new_id.map(|new_id| rename(&mut article, new_id));
        let mut receipt = match article {
            Ok(article) => write_article(article, warning, job, &mut written.bytes),
            Err(failure) => write_failure(failure, 0, job, &mut written.bytes),
        };
        receipt.written = written.bytes.len() - before;
        receipt.digest = digest;
        written.articles.push(receipt);
    });
    written
}

fn rename(article: &mut Result<Article, Failure>, new_id: &str) -> Warning<'static> {
    let id = match article {
        Ok(article) => &mut article.id,
        Err(failure) => &mut failure.id,
    };
    let message = format!("another article before it has the id `{id}`");
    new_id.clone_into(id);
    Warning { code: "repeated_id".into(), message: message.into() }
}

fn write_article(article: Article, warning: Option<Warning<'static>>, job: &Job, out: &mut Vec<u8>) -> Receipt {
    let before = out.len();
    let outcome = guarded(|| {
        let mut record = process(&article, job.lexicon, job.settings);
        record.warnings.extend(warning);
        record::write(&record, job.settings.format, out)
            .map(|()| record.events.len())
            .map_err(|error| error.to_string())
    });
    let message = match outcome {
        Ok(events) => {
            return Receipt { size: article.text.len(), id: article.id, written: 0, events, digest: 0, failure: None };
        }
        Err(message) => message,
    };
    out.truncate(before);
    let message = format!("a fault in the program: {message}");
    let failure = Failure { id: article.id, source: article.source, code: "internal", message };
    write_failure(failure, article.text.len(), job, out)
}

fn write_failure(failure: Failure, size: usize, job: &Job, out: &mut Vec<u8>) -> Receipt {
    let before = out.len();
    if record::write(&record::fail(&failure, job.settings), job.settings.format, out).is_err() {
        out.truncate(before);
    }
    Receipt { id: failure.id.clone(), size, written: 0, events: 0, digest: 0, failure: Some(failure) }
}

/// A fault in one article is no reason to lose the others: a panic becomes its message.
fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|fault| {
        let text = fault.downcast_ref::<&str>().map(|text| (*text).to_owned());
        Err(text.or_else(|| fault.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned()))
    })
}

// ---- threads --------------------------------------------------------------------------------------------------------------------------

/// Works on `items` with `threads` threads and hands every result to `take` in the order of the items, until it breaks off.
///
/// At most four items a thread are under way at any time, so a slow one holds up reading rather than filling memory.
pub fn in_order<T: Send, R: Send>(
    items: &mut (impl Iterator<Item = T> + Send),
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> ControlFlow<()>,
) {
    if threads <= 1 {
        let _ = items.map(work).try_for_each(take);
        return;
    }
    let window = threads * 4;
    let (ticket, tickets) = mpsc::sync_channel::<()>(window);
    for () in std::iter::repeat_n((), window) {
        let _ = ticket.send(());
    }
    let (give, given) = mpsc::sync_channel::<(usize, T)>(window);
    let given = Mutex::new(given);
    let (done, results) = mpsc::sync_channel::<(usize, R)>(window);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // a ticket is waited for before an item is read; no more tickets, no more items
            let ticketed = std::iter::from_fn(|| tickets.recv().ok().and_then(|()| items.next())).enumerate();
            let _ = ticketed.map(|item| give.send(item)).try_for_each(|sent| sent);
        });
        for _ in 0..threads {
            let (done, given, work) = (done.clone(), &given, &work);
            scope.spawn(move || {
                let next = || given.lock().ok()?.recv().ok();
                while let Some((number, item)) = next() {
                    if done.send((number, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let mut early = BTreeMap::new();
        let mut number = 0;
        for (at, result) in &results {
            early.insert(at, result);
            while let Some(result) = early.remove(&number) {
                number += 1;
                if take(result).is_break() {
                    drop(ticket);
                    drop(results);
                    return;
                }
                let _ = ticket.send(());
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{guarded, in_order};
    use std::ops::ControlFlow;

    #[test]
    fn a_fault_becomes_a_message() {
        assert_eq!(guarded(|| Ok(1)), Ok(1));
        let index = std::hint::black_box(3);
        let fault = guarded(|| Ok([1, 2][index]));
        assert!(fault.is_err_and(|message| message.contains("index")));
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            in_order(
                &mut (0..500_u64),
                threads,
                |item| {
                    std::thread::sleep(std::time::Duration::from_micros(item * 7919 % 50));
                    item * 2
                },
                |result| {
                    seen.push(result);
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(seen, (0..500).map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_endless_input_ends_when_nobody_listens() {
        let mut left = 10;
        in_order(
            &mut (0..),
            3,
            |item: u64| item,
            |_| {
                left -= 1;
                if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(left, 0);
    }
}
