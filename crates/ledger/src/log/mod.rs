//! The log as the public reads it: static files of fixed names that hold the leaves and the hashes
//! of the tree over them (C2SP tlog-tiles).

mod builder;
mod content;
#[cfg(test)]
mod tests;
mod tile;
#[cfg(test)]
mod tile_tests;

pub use self::{
    builder::{EdgeError, TileBuilder, TileContents},
    content::{ENTRY_LIMIT_BYTES, TileError, decode_entries, decode_hashes, encode_entries, encode_hashes},
    tile::{NodePlace, Standing, TILE_WIDTH, TileFile, TileId, TileKind, TilePathError, edge_files, files, new_files},
};
