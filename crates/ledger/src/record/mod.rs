//! What a statement can say: one kind of record a file, and the parts that they share.

pub mod quantity;
