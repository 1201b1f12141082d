//! Damage: what a disk, a net or an attacker makes of good bytes.

/// Numbers by chance, the same from the same start (splitmix64).
pub struct Random(u64);

impl Random {
    pub fn new(start: u64) -> Self {
        Self(start)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one; 0 below 0.
    fn below(&mut self, limit: usize) -> usize {
        match u64::try_from(limit) {
            Ok(limit) if 0 < limit => usize::try_from(self.next() % limit).unwrap_or_default(),
            _ => 0,
        }
    }
}

/// Bytes that formats trip over: heads of CBOR with lengths, nil, tags, floats, ends of lines, and the like.
const SPECIAL: &[&[u8]] = &[
    &[0x00],
    &[0xff],
    &[0xf6],
    &[0xa0],
    &[0x80],
    &[0x5f],
    &[0x9f],
    &[0xd2],
    &[0xf9, 0x7e, 0x00],
    &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x9b, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x18, 0x01],
    b"\n\n",
    b"\r\n",
    b"\xe2\x80\x94 ",
    b"-0",
    b"99999999999999999999",
    b"9223372036854775808",
    b"+",
    b"=",
];

/// One of the seeds, damaged one to four times.
pub fn mutated(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(4) {
        damage(&mut bytes, seeds, random);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let end = (at + random.below(1 + bytes.len().min(64))).min(bytes.len());
    match random.below(8) {
        0 | 1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at..end)),
        4 => {
            let again = bytes[at..end].to_vec();
            bytes.splice(at..at, again);
        }
        5 => {
            let special = SPECIAL[random.below(SPECIAL.len())];
            bytes.splice(at..at, special.iter().copied());
        }
        6 => {
            let special = SPECIAL[random.below(SPECIAL.len())];
            let over = (at + special.len()).min(bytes.len());
            bytes.splice(at..over, special.iter().copied());
        }
        _ => {
            let other = &seeds[random.below(seeds.len())];
            let from = random.below(other.len() + 1);
            let to = (from + random.below(200)).min(other.len());
            bytes.splice(at..end, other[from..to].iter().copied());
        }
    }
}
