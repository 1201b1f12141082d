//! Byline core
