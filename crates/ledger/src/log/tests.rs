use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::{
    hash::TreeHash,
    merkle::{InclusionPlan, leaf_hash, node_hash},
    position::{Index, Size},
};

type Files = BTreeMap<String, Vec<u8>>;

fn entries(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|i| format!("entry {i}").into_bytes().repeat(i % 3)).collect()
}

fn size(n: u64) -> Size {
    Size::new(n).unwrap()
}

/// A level's hashes from those of the level below: roots of full tiles alone, halving each tile
/// eight times.
fn level_above(hashes: &[TreeHash]) -> Vec<TreeHash> {
    (0..8).fold(hashes[..hashes.len() / 256 * 256].to_vec(), |hashes, _| {
        hashes.chunks(2).map(|pair| node_hash(pair[0], pair[1])).collect()
    })
}

/// All files of a log in one go, straight from the specification.
fn all_files(entries: &[Vec<u8>]) -> Files {
    let mut files = Files::new();
    let mut add = |folder: &str, number: usize, width: usize, bytes: Vec<u8>| {
        assert!(number < 1000, "one group of digits is enough for tests");
        let suffix = if width < 256 { format!(".p/{width}") } else { String::new() };
        files.insert(format!("tile/{folder}/{number:03}{suffix}"), bytes);
    };
    for (number, bundle) in entries.chunks(256).enumerate() {
        let prefixed = |entry: &Vec<u8>| [&(entry.len() as u16).to_be_bytes(), &entry[..]].concat();
        let bytes = bundle.iter().flat_map(prefixed).collect();
        add("entries", number, bundle.len(), bytes);
    }
    let mut hashes: Vec<_> = entries.iter().map(|entry| leaf_hash(entry)).collect();
    for level in 0.. {
        if hashes.is_empty() {
            break;
        }
        for (number, tile) in hashes.chunks(256).enumerate() {
            let bytes = tile.iter().flat_map(|hash| *hash.as_bytes()).collect();
            add(&level.to_string(), number, tile.len(), bytes);
        }
        hashes = level_above(&hashes);
    }
    files
}

fn write(folder: &mut Files, contents: Vec<TileContents>) {
    for TileContents { file, bytes } in contents {
        let before = folder.insert(file.to_string(), bytes);
        assert_eq!(before, None, "{file} written twice");
    }
}

fn root(leaves: &[TreeHash]) -> TreeHash {
    leaves
        .iter()
        .fold(crate::merkle::Frontier::new(), |mut frontier, &leaf| {
            frontier.push(leaf);
            frontier
        })
        .root()
}

#[test]
fn builds_the_files_of_the_specification() {
    for count in [0, 1, 2, 255, 256, 257, 511, 512, 1000, 65_536, 65_537] {
        let entries = entries(count);
        let mut builder = TileBuilder::new();
        for (i, entry) in entries.iter().enumerate() {
            assert_eq!(builder.append(entry), Ok(Index::new(i as u64).unwrap()));
        }
        let mut folder = Files::new();
        write(&mut folder, builder.take_files());
        let expected = all_files(&entries);
        assert_eq!(folder.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
        assert!(folder == expected, "contents at {count}");

        let mut names: Vec<_> = files(size(count as u64)).map(|file| file.to_string()).collect();
        names.sort();
        assert_eq!(names, expected.into_keys().collect::<Vec<_>>());
        let leaves: Vec<_> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        assert_eq!(builder.root(), root(&leaves), "root at {count}");
        assert_eq!(builder.take_files(), []);
    }
}

/// Appends in commits, each by a writer that has nothing but the folder.
fn build_in_commits(entries: &[Vec<u8>], commits: &[usize]) -> (Files, Vec<Size>) {
    let (mut folder, mut published) = (Files::new(), vec![Size::ZERO]);
    let mut begin = 0;
    for length in commits {
        let old = *published.last().unwrap();
        let edge: Vec<_> = edge_files(old).map(|file| &folder[&file.to_string()]).collect();
        let mut builder = TileBuilder::resume(old, &edge).unwrap();
        for entry in &entries[begin..begin + length] {
            builder.append(entry).unwrap();
        }
        begin += length;
        let mut names: Vec<_> = new_files(old, builder.size()).collect();
        let contents = builder.take_files();
        let mut taken: Vec<_> = contents.iter().map(|contents| contents.file).collect();
        names.sort();
        taken.sort();
        assert_eq!(taken, names);
        write(&mut folder, contents);
        published.push(builder.size());
    }
    (folder, published)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn commits_leave_what_one_go_gives(
        commits in prop::collection::vec(prop_oneof![1usize..6, 200usize..300, 500usize..520], 1..8),
    ) {
        let entries = entries(commits.iter().sum());
        let (folder, published) = build_in_commits(&entries, &commits);
        let last = *published.last().unwrap();
        let expected = all_files(&entries);
        let mut current = Files::new();
        for (path, bytes) in folder {
            let file: TileFile = path.parse().unwrap();
            // Every file belongs to a published size, and a partial one is the beginning of the
            // file that took its place.
            prop_assert!(published.iter().any(|&size| file.standing(size) == Standing::Current));
            match file.standing(last) {
                Standing::Current => { current.insert(path, bytes); }
                Standing::Earlier => {
                    let now = file.id().in_tree(last).unwrap();
                    prop_assert!(expected[&now.to_string()].starts_with(&bytes));
                    prop_assert_eq!(file.is_removable(last), now.is_full());
                }
                Standing::Later => prop_assert!(false, "{} is not committed", path),
            }
        }
        prop_assert!(current == expected);
    }

    #[test]
    fn every_path_goes_out_and_in(level in 0u8..8, number: u64, shift in 0u32..64, width in 1u16..=256) {
        let number = number >> shift;
        for kind in [TileKind::Entries, TileKind::Hashes { level }] {
            if let Some(file) = TileFile::new(TileId { kind, number }, width) {
                prop_assert_eq!(file.to_string().parse(), Ok(file));
            }
        }
    }

    #[test]
    fn no_text_is_read_as_another(path in "tile/([0-9]{1,3}|entries)/(x?[0-9]{1,4}/?){1,3}(\\.p/[0-9]{1,4})?") {
        if let Ok(file) = path.parse::<TileFile>() {
            prop_assert_eq!(file.to_string(), path);
        }
    }

    #[test]
    fn reading_never_panics(bytes: Vec<u8>, width in 0u16..300) {
        if let Ok(entries) = decode_entries(&bytes, width) {
            prop_assert_eq!(entries.len(), usize::from(width));
            prop_assert_eq!(encode_entries(&entries), Ok(bytes));
        }
    }
}

#[test]
fn a_full_file_is_taken_once() {
    let mut builder = TileBuilder::new();
    for entry in &entries(300) {
        builder.append(entry).unwrap();
    }
    let names = |contents: Vec<TileContents>| -> Vec<String> {
        contents.iter().map(|contents| contents.file.to_string()).collect()
    };
    assert_eq!(names(builder.take_full()), ["tile/entries/000", "tile/0/000"]);
    assert_eq!(names(builder.take_full()), [""; 0]);
    let partial = ["tile/entries/001.p/44", "tile/0/001.p/44", "tile/1/000.p/1"];
    assert_eq!(names(builder.take_files()), partial);
    builder.append(b"").unwrap();
    assert_eq!(names(builder.take_files()), ["tile/entries/001.p/45", "tile/0/001.p/45"]);
}

#[test]
fn refuses_a_damaged_edge() {
    let edge = |bundle: &[u8], tile: &[u8]| {
        TileBuilder::resume(Size::small(1), &[bundle, tile]).map_err(|error| error.to_string())
    };
    let good = TileBuilder::resume(Size::small(1), &[&b"\0\x01a"[..], &[7; 32]]).unwrap();
    assert_eq!(good.root(), TreeHash::from_bytes([7; 32]));
    assert_eq!(edge(b"\0\x01a", &[7; 32]), Ok(good));
    let bundle = Err("can't continue from tile/entries/000.p/1".to_owned());
    assert_eq!(edge(b"\0\x02a", &[7; 32]), bundle);
    assert_eq!(edge(b"\0\x01ab", &[7; 32]), bundle);
    let tile = Err("can't continue from tile/0/000.p/1".to_owned());
    assert_eq!(edge(b"\0\x01a", &[7; 31]), tile);
    assert_eq!(edge(b"\0\x01a", &[7; 64]), tile);
}

#[test]
fn an_entry_too_long_changes_nothing() {
    let mut builder = TileBuilder::new();
    builder.append(b"a").unwrap();
    let before = builder.clone();
    let bytes = ENTRY_LIMIT_BYTES + 1;
    assert_eq!(builder.append(&vec![0; bytes]), Err(TileError::EntryTooLong { bytes }));
    assert_eq!(builder, before);
    assert_eq!(builder.append(&vec![0; ENTRY_LIMIT_BYTES]), Ok(Index::small(1)));
}

#[test]
fn contents_are_exact() {
    let bundle = b"\0\x02ab\0\0\0\x01c";
    assert_eq!(encode_entries(&["ab", "", "c"]), Ok(bundle.to_vec()));
    assert_eq!(decode_entries(bundle, 3), Ok(vec![&b"ab"[..], b"", b"c"]));
    assert_eq!(decode_entries(bundle, 2), Err(TileError::Trailing { bytes: 3 }));
    assert_eq!(decode_entries(bundle, 4), Err(TileError::Truncated { entry: 3 }));
    for cut in 0..bundle.len() {
        assert!(decode_entries(&bundle[..cut], 3).is_err(), "cut at {cut}");
    }
    assert_eq!(decode_entries(b"\xff\xff", 1), Err(TileError::Truncated { entry: 0 }));

    let hashes = [TreeHash::from_bytes([1; 32]), TreeHash::from_bytes([2; 32])];
    let tile = [[1; 32], [2; 32]].concat();
    assert_eq!(encode_hashes(&hashes), tile);
    assert_eq!(decode_hashes(&tile, 2), Ok(hashes.to_vec()));
    for (got, width) in [(64, 1), (64, 3), (63, 2), (0, 1)] {
        let error = TileError::WrongLength { want: usize::from(width) * 32, got };
        assert_eq!(decode_hashes(&tile[..got], width), Err(error));
    }
}

#[test]
fn every_node_is_found_in_the_tiles() {
    let count = 66_000;
    let leaves: Vec<_> = entries(count).iter().map(|entry| leaf_hash(entry)).collect();
    let folder = all_files(&entries(count));
    let (size, root) = (size(count as u64), root(&leaves));
    for i in [0, 1, 255, 256, 65_535, 65_536, 65_791, 65_792, 65_999] {
        let index = Index::new(i).unwrap();
        let plan = InclusionPlan::new(index, size).unwrap();
        let hashes: Vec<_> = plan
            .nodes()
            .iter()
            .map(|&node| {
                let place = NodePlace::new(node, size).unwrap();
                let tile = decode_hashes(&folder[&place.file.to_string()], place.file.width()).unwrap();
                assert_eq!(place.hash(&tile[..place.range.end - 1]), None, "tile too short");
                place.hash(&tile).unwrap()
            })
            .collect();
        let proof = plan.finish(&hashes);
        assert_eq!(proof.verify(leaves[i as usize], index, size, root), Ok(()), "leaf {i}");
    }
}
