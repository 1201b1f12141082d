//! Paths, widths and standings, one by one.

use super::*;
use crate::{merkle::Node, position::Size};

fn size(n: u64) -> Size {
    Size::new(n).unwrap()
}

fn paths(files: impl Iterator<Item = TileFile>) -> Vec<String> {
    files.map(|file| file.to_string()).collect()
}

fn hashes(level: u8, number: u64) -> TileId {
    TileId { kind: TileKind::Hashes { level }, number }
}

#[test]
fn golden_paths() {
    let entries = |number| TileId { kind: TileKind::Entries, number };
    for (path, id, width) in [
        ("tile/0/005", hashes(0, 5), 256),
        ("tile/0/x001/x234/067", hashes(0, 1_234_067), 256),
        ("tile/entries/x001/x234/067.p/8", entries(1_234_067), 8),
        ("tile/1/x001/000.p/255", hashes(1, 1000), 255),
        ("tile/2/999.p/1", hashes(2, 999), 1),
        ("tile/entries/000", entries(0), 256),
        ("tile/7/000.p/127", hashes(7, 0), 127),
        // The last leaf hash of the largest tree.
        ("tile/0/x036/x028/x797/x018/x963/967.p/255", hashes(0, (1 << 55) - 1), 255),
    ] {
        let file = TileFile::new(id, width).unwrap();
        assert_eq!(file.to_string(), path);
        assert_eq!(path.parse(), Ok(file));
    }
}

#[test]
fn refuses_every_other_path() {
    for path in [
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "/tile/0/000",
        "tile/0/000/",
        "tile//000",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/1000",
        "tile/0/001/000",
        "tile/0/x000/000",
        "tile/0/x000/x001/000",
        "tile/0/x01/000",
        "tile/0/x001",
        "tile/0/x001/x000",
        "tile/0/X001/000",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/000.p/65537",
        "tile/0/000.p/1/",
        "tile/0/000.p/1.p/1",
        "tile/0/000.p/+1",
        "tile/0/000.P/1",
        "tile/0/+00",
        "tile/0/-01",
        "tile/0/ 01",
        "tile/00/000",
        "tile/+0/000",
        "tile/8/000",
        "tile/64/000",
        "tile/256/000",
        "tile/-1/000",
        "tile/7/000.p/128",
        "tile/7/000",
        "tile/7/001.p/1",
        "tile/0/x036/x028/x797/x018/x963/967",
        "tile/0/x036/x028/x797/x018/x963/968.p/1",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/8/0/000",
        "tile/data/000",
        "tile/Entries/000",
        "tile/entries/000 ",
        "tile/0/٠٠٠",
        "tile/0/000\n",
        "tile/0/../000",
        "tile/entries/",
        "checkpoint",
    ] {
        assert_eq!(path.parse::<TileFile>(), Err(TilePathError), "{path:?}");
    }
}

#[test]
fn no_tree_has_a_file_beyond_the_last_size() {
    for number in [u64::MAX, 1 << 56, (1 << 56) - 1] {
        for level in 0..=u8::MAX {
            for width in [1, 255, 256] {
                assert_eq!(TileFile::new(hashes(level, number), width), None);
            }
        }
    }
    for width in [0, 257, u16::MAX] {
        assert_eq!(TileFile::new(hashes(0, 0), width), None);
    }
    assert_eq!(hashes(0, u64::MAX).in_tree(size((1 << 63) - 1)), None);
}

#[test]
fn golden_sizes() {
    assert_eq!(paths(files(size(0))), [""; 0]);
    assert_eq!(paths(files(size(1))), ["tile/entries/000.p/1", "tile/0/000.p/1"]);
    assert_eq!(paths(files(size(256))), ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]);
    assert_eq!(paths(edge_files(size(256))), ["tile/1/000.p/1"]);
    assert_eq!(
        paths(edge_files(size(70_000))),
        ["tile/entries/273.p/112", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]
    );
    let tiles = files(size(70_000)).filter(|file| file.id().kind != TileKind::Entries);
    assert_eq!(tiles.count(), 277);
    assert_eq!(edge_files(size((1 << 63) - 1)).count(), 9);
}

#[test]
fn around_powers_of_256() {
    for exponent in 1..=7u8 {
        let power = 1 << (8 * exponent);
        let width = |level, n| hashes(level, 0).in_tree(size(n)).map(TileFile::width);
        // One fewer: every level below is partial with 255 hashes, and there is none above.
        assert_eq!(edge_files(size(power - 1)).count(), usize::from(exponent) + 1);
        for file in edge_files(size(power - 1)) {
            assert_eq!(file.width(), 255);
        }
        assert_eq!(width(exponent, power - 1), None);
        // Exactly: nothing partial but one hash, one level up.
        let top = TileFile::new(hashes(exponent, 0), 1).unwrap();
        assert_eq!(edge_files(size(power)).collect::<Vec<_>>(), [top]);
        assert_eq!(width(exponent - 1, power), Some(256));
        // One more: the entry begins a new tile at level 0 and changes no other level.
        let number = power / 256;
        assert_eq!(
            new_files(size(power), size(power + 1)).collect::<Vec<_>>(),
            [TileKind::Entries, TileKind::Hashes { level: 0 }]
                .map(|kind| TileFile::new(TileId { kind, number }, 1).unwrap())
        );
    }
}

#[test]
fn new_files_are_those_that_the_old_tree_has_not() {
    for old in (0..1100).step_by(51) {
        for new in (old..1100).step_by(17) {
            let before: Vec<_> = files(size(old)).collect();
            let expected: Vec<_> = files(size(new)).filter(|file| !before.contains(file)).collect();
            assert_eq!(new_files(size(old), size(new)).collect::<Vec<_>>(), expected);
        }
    }
    assert_eq!(new_files(size(300), size(200)).count(), 0);
}

#[test]
fn standings() {
    let file: TileFile = "tile/0/001.p/44".parse().unwrap();
    for (n, standing, removable) in [
        (0, Standing::Later, false),
        (44, Standing::Later, false),
        (256, Standing::Later, false),
        (299, Standing::Later, false),
        (300, Standing::Current, false),
        (301, Standing::Earlier, false),
        (511, Standing::Earlier, false),
        (512, Standing::Earlier, true),
        (5000, Standing::Earlier, true),
    ] {
        assert_eq!(file.standing(size(n)), standing, "{n}");
        assert_eq!(file.is_removable(size(n)), removable, "{n}");
    }
    let full: TileFile = "tile/0/001".parse().unwrap();
    assert_eq!(full.standing(size(511)), Standing::Later);
    assert_eq!(full.standing(size(5000)), Standing::Current);
    assert!(!full.is_removable(size(5000)));
}

#[test]
fn nodes_stand_in_one_tile_each() {
    let place = |level, number, n| {
        let place = NodePlace::new(Node { level, number }, size(n))?;
        Some((place.file.to_string(), place.range))
    };
    assert_eq!(place(0, 0, 1), Some(("tile/0/000.p/1".into(), 0..1)));
    assert_eq!(place(0, 0, 0), None);
    assert_eq!(place(0, 300, 70_000), Some(("tile/0/001".into(), 44..45)));
    assert_eq!(place(3, 33, 70_000), Some(("tile/0/001".into(), 8..16)));
    assert_eq!(place(7, 1, 256), Some(("tile/0/000".into(), 128..256)));
    assert_eq!(place(8, 0, 256), Some(("tile/1/000.p/1".into(), 0..1)));
    assert_eq!(place(8, 0, 255), None);
    assert_eq!(place(12, 16, 70_000), Some(("tile/1/001.p/17".into(), 0..16)));
    assert_eq!(place(12, 17, 70_000), None);
    assert_eq!(place(62, 0, (1 << 63) - 1), Some(("tile/7/000.p/127".into(), 0..64)));
    assert_eq!(place(62, u64::MAX, (1 << 63) - 1), None);
    assert_eq!(place(255, 0, (1 << 63) - 1), None);
}
