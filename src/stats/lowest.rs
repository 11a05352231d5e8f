use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// A quotient in lowest terms, its denominator above zero; zero where the
/// denominator is.
///
/// Nearly every fraction of a survey fits two machine words: those are reduced
/// without a number on the heap.
pub(super) fn lowest(numerator: BigInt, denominator: BigInt) -> BigRational {
    if denominator.is_zero() || numerator.is_zero() {
        return BigRational::zero();
    }
    let common = common(numerator.magnitude(), denominator.magnitude());
    let (above, below) = match common.is_one() {
        true => (numerator, denominator),
        false => {
            let common = BigInt::from(common);
            (numerator / &common, denominator / common)
        }
    };
    match below.is_negative() {
        true => BigRational::new_raw(-above, -below),
        false => BigRational::new_raw(above, below),
    }
}

/// The greatest common divisor; one of both numbers is not zero.
fn common(one: &BigUint, other: &BigUint) -> BigUint {
    let words = |one: &BigUint, other: &BigUint| Some((one.to_u128()?, other.to_u128()?));
    if let Some((one, other)) = words(one, other) {
        return common_words(one, other).into();
    }
    let (mut one, mut other) = (one.clone(), other.clone());
    while !other.is_zero() {
        let rest = &one % &other;
        one = std::mem::replace(&mut other, rest);
        if let Some((one, other)) = words(&one, &other) {
            return common_words(one, other).into();
        }
    }
    one
}

/// Halving and subtracting; zero and a number have that number.
fn common_words(mut one: u128, mut other: u128) -> u128 {
    if one == 0 || other == 0 {
        return one | other;
    }
    let twos = (one | other).trailing_zeros();
    one >>= one.trailing_zeros();
    while other != 0 {
        other >>= other.trailing_zeros();
        if let (Ok(one), Ok(other)) = (u64::try_from(one), u64::try_from(other)) {
            return u128::from(common_word(one, other)) << twos;
        }
        if one > other {
            std::mem::swap(&mut one, &mut other);
        }
        other -= one;
    }
    one << twos
}

/// The same for two odd numbers.
fn common_word(mut one: u64, mut other: u64) -> u64 {
    while one != other {
        if one > other {
            std::mem::swap(&mut one, &mut other);
        }
        other -= one;
        other >>= other.trailing_zeros();
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A number of up to so many words.
    fn number() -> impl Strategy<Value = BigInt> {
        let words = prop::collection::vec(any::<u32>(), 0..9);
        (words, any::<bool>(), 0_u32..70).prop_map(|(words, negative, twos)| {
            let number = BigInt::from(BigUint::new(words)) << twos;
            if negative { -number } else { number }
        })
    }

    proptest! {
        #[test]
        fn a_fraction_is_reduced_as_the_library_reduces_it(
            above in number(), below in number(), times in number(), small in any::<(i8, i8)>(),
        ) {
            for (above, below) in [
                (&above * &times, &below * &times),
                (BigInt::from(small.0), BigInt::from(small.1)),
                (BigInt::from(small.0) * &times, below),
            ] {
                let found = lowest(above.clone(), below.clone());
                let wanted = if below.is_zero() { BigRational::zero() } else { BigRational::new(above, below) };
                prop_assert_eq!(found.numer(), wanted.numer());
                prop_assert_eq!(found.denom(), wanted.denom());
            }
        }
    }
}
