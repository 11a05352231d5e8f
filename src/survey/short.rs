use std::cmp::Ordering;
use std::fmt;
use std::ops::{Deref, DerefMut};

/// A list that is held in place up to `N` long: of a hundred thousand patterns none
/// needs memory of its own.
///
/// ```
/// use tridharma::survey::Short;
/// let codes: Short<Option<i16>, 10> = [Some(4), None].into();
/// assert_eq!(codes.iter().flatten().count(), 1);
/// let long: Short<u32, 2> = (0..5).collect();
/// assert_eq!(long[3..], [3, 4]);
/// ```
#[derive(Clone)]
pub struct Short<T, const N: usize>(Held<T, N>);

#[derive(Clone)]
enum Held<T, const N: usize> {
    /// The first so many.
    Here([T; N], usize),
    Apart(Box<[T]>),
}

impl<T, const N: usize> Deref for Short<T, N> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match &self.0 {
            Held::Here(all, length) => all.get(..*length).unwrap_or_default(),
            Held::Apart(all) => all,
        }
    }
}

impl<T, const N: usize> DerefMut for Short<T, N> {
    fn deref_mut(&mut self) -> &mut [T] {
        match &mut self.0 {
            Held::Here(all, length) => all.get_mut(..*length).unwrap_or_default(),
            Held::Apart(all) => all,
        }
    }
}

impl<T: Copy + Default, const N: usize> From<&[T]> for Short<T, N> {
    #[inline]
    fn from(list: &[T]) -> Self {
        let mut here = [T::default(); N];
        match here.get_mut(..list.len()) {
            Some(slots) => {
                slots.copy_from_slice(list);
                Short(Held::Here(here, list.len()))
            }
            None => Short(Held::Apart(list.into())),
        }
    }
}

impl<T: Copy + Default, const N: usize, const M: usize> From<[T; M]> for Short<T, N> {
    fn from(list: [T; M]) -> Self {
        list.as_slice().into()
    }
}

impl<T: Copy + Default, const N: usize> From<Vec<T>> for Short<T, N> {
    fn from(list: Vec<T>) -> Self {
        list.as_slice().into()
    }
}

impl<T: Copy + Default, const N: usize> FromIterator<T> for Short<T, N> {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        let list: Vec<T> = list.into_iter().collect();
        list.into()
    }
}

impl<'a, T, const N: usize> IntoIterator for &'a Short<T, N> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: PartialEq, const N: usize> PartialEq for Short<T, N> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq, const N: usize> Eq for Short<T, N> {}

impl<T: Ord, const N: usize> PartialOrd for Short<T, N> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord, const N: usize> Ord for Short<T, N> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: fmt::Debug, const N: usize> fmt::Debug for Short<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_list_it_was_made_of(
            one in prop::collection::vec(any::<Option<u8>>(), 0..9),
            other in prop::collection::vec(any::<Option<u8>>(), 0..9),
        ) {
            let short = |list: &Vec<Option<u8>>| Short::<Option<u8>, 4>::from(list.clone());
            prop_assert_eq!(&*short(&one), one.as_slice());
            prop_assert_eq!(short(&one).cmp(&short(&other)), one.cmp(&other));
            prop_assert_eq!(short(&one) == short(&other), one == other);
            let mut changed = short(&one);
            changed.reverse();
            changed.reverse();
            prop_assert_eq!(&changed, &one.iter().copied().collect());
            prop_assert_eq!(format!("{changed:?}"), format!("{one:?}"));
        }
    }
}
