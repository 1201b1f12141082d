//! Every small damage of a file, tried on all processors.

use std::num::NonZero;

/// One damage: what was done, and what the file is then.
pub(crate) type Damage = (String, Vec<u8>);

/// Each byte changed in one bit (all eight in turn, from byte to byte), left out, and doubled; each two neighbours swapped; each cut; and one byte more.
fn of_byte(file: &[u8], at: usize) -> Vec<Damage> {
    let mut damages = Vec::new();
    let mut add = |what: &str, bytes: Vec<u8>| {
        if bytes != file {
            damages.push((format!("byte {at} {what}"), bytes));
        }
    };
    for bit in [at % 8, (at + 3) % 8] {
        let mut changed = file.to_vec();
        changed[at] ^= 1 << bit;
        add(&format!("with bit {bit} changed"), changed);
    }
    let (before, after) = file.split_at(at);
    add("left out", [before, &after[1..]].concat());
    add("doubled", [before, &after[..1], after].concat());
    if let [first, second, ..] = after {
        add("swapped with the next", [before, &[*second, *first], &after[2..]].concat());
    }
    add("and all behind it cut off", before.to_vec());
    damages
}

/// Calls with every damage of the file, on several threads, and gives those for which the answer was no.
pub(crate) fn unfound(file: &[u8], is_found: &(impl Fn(&[u8]) -> bool + Sync)) -> Vec<String> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let of_thread = |first: usize| -> Vec<String> {
        let damages = (first..file.len()).step_by(threads).flat_map(|at| of_byte(file, at));
        damages.filter(|(_, bytes)| !is_found(bytes)).map(|(what, _)| what).collect()
    };
    let mut all: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|first| scope.spawn(move || of_thread(first))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    for (what, more) in [("a zero", &[0][..]), ("a line", b"\n"), ("itself", file)] {
        if !is_found(&[file, more].concat()) {
            all.push(format!("{what} behind it"));
        }
    }
    all
}
