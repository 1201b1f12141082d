//! Reports for the field's machines: PROV, schema.org, nanopublications, Web Annotations, ninjs.
//!
//! One file for each format, each a pure function of the picked [`Report`](super::report::Report): the same ledger, checkpoint and options give
//! the same bytes, and the time that an export names is the last seal's. What no format has a place for is said in docs/exports.md rather than
//! pressed into a place that means something else.

mod evidence;
pub mod iris;
pub mod json_ld;
pub mod nanopub;
pub mod ninjs;
pub mod prov;
mod quoted;
mod told;
pub mod web_annotation;
