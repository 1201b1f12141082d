//! The rule for a valid signature, for many signatures at once.

use super::{PublicKey, SignatureBytes};
use curve25519_dalek::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::IsIdentity as _;
use sha2::{Digest as _, Sha512};

/// A message with the signature that it is said to have.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// Whose signature.
    pub key: &'a PublicKey,
    /// The signed bytes.
    pub message: &'a [u8],
    /// The signature.
    pub signature: SignatureBytes,
}

/// Says of each signature whether it is valid: the same answers as [`PublicKey::is_valid`], for about two thirds of the time.
///
/// This is no batch verification in the usual sense, where one equation stands for many signatures and accepts what the rule refuses. Each signature has
/// its own equation; what is shared is one field inversion, when the points sB - kA are written as bytes.
pub fn valid_signatures(signed: &[Signed<'_>]) -> Vec<bool> {
    let points: Vec<Option<EdwardsPoint>> = signed.iter().map(expected_r).collect();
    // A signature whose s is too large has no point; the identity takes its place, which is refused below anyway.
    let points: Vec<EdwardsPoint> = points.into_iter().map(Option::unwrap_or_default).collect();
    let encoded = EdwardsPoint::compress_batch_alloc(&points);
    let is_valid =
        |((signed, point), encoded): ((&Signed<'_>, &EdwardsPoint), &curve25519_dalek::edwards::CompressedEdwardsY)| {
            encoded.as_bytes()[..] == signed.signature.0[..32] && !point.is_identity()
        };
    signed.iter().zip(&points).zip(&encoded).map(is_valid).collect()
}

/// The point sB - kA, where the signature's R must stand; nothing when s is not below L.
///
/// A is of prime order, for it is an accepted key. So the point is too, and the identity is the only one of small order that it can be.
fn expected_r(signed: &Signed<'_>) -> Option<EdwardsPoint> {
    let (r, s) = signed.signature.0.split_at(32);
    let s: Option<Scalar> = Scalar::from_canonical_bytes(s.try_into().ok()?).into();
    let digest =
        Sha512::new().chain_update(r).chain_update(signed.key.key.as_bytes()).chain_update(signed.message).finalize();
    let k = Scalar::from_bytes_mod_order_wide(&digest.into());
    let minus_a = -signed.key.key.to_edwards();
    Some(EdwardsPoint::vartime_double_scalar_mul_basepoint(&k, &minus_a, &s?))
}

#[cfg(test)]
mod tests {
    use super::super::{PublicKeyBytes, SecretKey};
    use super::*;
    use curve25519_dalek::constants::EIGHT_TORSION;
    use curve25519_dalek::edwards::CompressedEdwardsY;
    use proptest::prelude::*;
    use zeroize::Zeroizing;

    fn secret(seed: u8) -> SecretKey {
        SecretKey::from_seed(&Zeroizing::new([seed; 32]))
    }

    /// What an attacker could make of an honest signature.
    fn twist(honest: SignatureBytes, how: usize, place: usize) -> SignatureBytes {
        let mut bytes = honest.0;
        match how {
            0 => {}
            1 => bytes[place % 64] ^= 1 << (place / 64 % 8),
            2..=8 => {
                let r = CompressedEdwardsY(bytes[..32].try_into().unwrap()).decompress().unwrap();
                bytes[..32].copy_from_slice(&(r + EIGHT_TORSION[how - 1]).compress().0);
            }
            9..=16 => bytes[..32].copy_from_slice(&EIGHT_TORSION[how - 9].compress().0),
            17 => bytes[63] |= 0x10,
            18 => bytes[..32].copy_from_slice(&[0xff; 32]),
            _ => bytes[32..].fill(0),
        }
        SignatureBytes(bytes)
    }

    proptest! {
        #[test]
        fn agrees_with_the_rule_one_by_one(cases in proptest::collection::vec((0u8..5, 0usize..20, any::<usize>()), 1..40)) {
            let keys: Vec<_> = (0..5).map(secret).collect();
            let publics: Vec<_> = keys.iter().map(SecretKey::public).collect();
            let message = b"who said what";
            let made: Vec<_> = cases.iter()
                .map(|(key, how, place)| (*key as usize, twist(keys[*key as usize].sign(message), *how, *place)))
                .collect();
            let signed: Vec<_> = made.iter()
                .map(|(key, signature)| Signed { key: &publics[*key], message, signature: *signature })
                .collect();
            let one_by_one: Vec<_> = signed.iter().map(|it| it.key.is_valid(it.message, it.signature)).collect();
            prop_assert_eq!(valid_signatures(&signed), one_by_one);
        }
    }

    #[test]
    fn the_identity_as_r_is_refused_here_too() {
        let key = secret(3);
        let mut bytes = [0; 64];
        bytes[0] = 1;
        let digest = Sha512::new()
            .chain_update(&bytes[..32])
            .chain_update(key.public().bytes().as_bytes())
            .chain_update(b"words")
            .finalize();
        let s = Scalar::from_bytes_mod_order_wide(&digest.into()) * key.signing_key().to_scalar();
        bytes[32..].copy_from_slice(s.as_bytes());
        let signed = Signed { key: &key.public(), message: b"words", signature: SignatureBytes(bytes) };
        assert_eq!(valid_signatures(&[signed]), [false]);
    }

    #[test]
    fn none_at_all_and_a_key_from_the_outside() {
        assert_eq!(valid_signatures(&[]), Vec::<bool>::new());
        let key = PublicKey::accept(PublicKeyBytes::from_bytes(*secret(4).public().bytes().as_bytes())).unwrap();
        let signed = Signed { key: &key, message: b"a", signature: secret(4).sign(b"a") };
        assert_eq!(valid_signatures(&[signed; 3]), [true; 3]);
    }
}
