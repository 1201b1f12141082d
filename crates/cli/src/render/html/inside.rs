//! What a page carries inside, inert whatever its bytes: the proof of its records, and how it was made from them. With both it can be made again and
//! compared; `byline verify` reads them from here.

use super::STYLE;
use super::check::SCRIPT;
use crate::messages::{LANGUAGES, Language};
use crate::render::report::Options;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use byline_ledger::bundle;
use byline_ledger::hash::{RecordId, Sha256, TreeHash};
use byline_ledger::position::Size;
use byline_ledger::time::Timestamp;
use maud::{Markup, PreEscaped, html};
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How the element with the proof begins, and the one with what else is inside. Text from records can't: its `<` is escaped.
const PROOF: &str = "<script id=\"byline-proof\" type=\"application/vnd.byline.proof\">";
const OPTIONS: &str = "<script id=\"byline-options\" type=\"application/vnd.byline.options+json\">";

/// What stands in the head of each page of ours, before its title.
const HEAD: [&str; 2] = [
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'",
    "<meta name=\"referrer\" content=\"no-referrer\">",
];

/// Where that stands, in bytes from the beginning.
const LONGEST_HEAD_BYTES: usize = 4_096;

/// What a page carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The bundle with every record that the page is made from.
    pub proof: Option<Vec<u8>>,
    /// How the page was made from them.
    pub inside: Inside,
}

/// How a page was made: `report-page/1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside {
    pub options: Options,
    /// By identity.
    pub events: Vec<RecordId>,
    pub maker: Maker,
    pub shows: State,
    /// Where the proof is of a later state of the log than the page shows: the RFC 6962 consistency proof from this to that.
    pub growth: Option<Vec<TreeHash>>,
    pub proof: Kept,
    /// Whether it is a page of a site, which has a link to its index.
    pub in_site: bool,
}

/// The program that made a page. Another one may lay the same records out differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Maker {
    /// Name and version.
    pub program: String,
    /// The beginning of a hash over its style sheet, script and messages.
    pub layout: String,
}

/// The state of the ledger that a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    pub size: Size,
    pub root: TreeHash,
    pub sealed_at: Timestamp,
}

/// Whether a page carries the proof of its records, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kept {
    /// It does.
    Whole,
    /// It would be too large for a page.
    TooLarge,
    /// The log doesn't prove the records: it fails its audit.
    NotProven,
}

impl Maker {
    /// This program, in a language.
    pub fn this(language: Language) -> Self {
        let parts = [STYLE, SCRIPT, language.file(), LANGUAGES].concat();
        // What packs the proof is part of it too: another release of it may pack the same bytes otherwise.
        let layout = Sha256::of(packed(parts.as_bytes()).as_bytes()).to_string();
        Self { program: concat!("byline ", env!("CARGO_PKG_VERSION")).to_owned(), layout: layout[..16].to_owned() }
    }
}

/// As JSON.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    byline: String,
    options: Value,
    made_by: Maker,
    size: u64,
    root: String,
    sealed_at: u64,
    growth: Option<Vec<String>>,
    proof: Kept,
    site: bool,
}

/// The name of the form.
const FORM: &str = "report-page/1";

impl Inside {
    fn to_json(&self) -> String {
        let written = Written {
            byline: FORM.to_owned(),
            options: self.options.to_json(&self.events),
            made_by: self.maker.clone(),
            size: self.shows.size.get(),
            root: self.shows.root.to_string(),
            sealed_at: self.shows.sealed_at.as_s(),
            growth: self.growth.as_ref().map(|hashes| hashes.iter().map(ToString::to_string).collect()),
            proof: self.proof,
            site: self.in_site,
        };
        serde_json::to_string(&written).expect("safe: texts, numbers and lists")
    }

    fn from_json(json: &str) -> Result<Self, String> {
        let written: Written = serde_json::from_str(json).map_err(|error| error.to_string())?;
        if written.byline != FORM {
            return Err(format!("it is of the form {:?}, and this program knows {FORM:?}", written.byline));
        }
        let hash = |text: &String| text.parse::<TreeHash>().map_err(|error| format!("{text:?} is no hash: {error}"));
        let (options, events) = Options::from_json(written.options)?;
        Ok(Self {
            options,
            events,
            maker: written.made_by,
            shows: State {
                size: Size::new(written.size).ok_or("the size is too large")?,
                root: hash(&written.root)?,
                sealed_at: Timestamp::from_s(written.sealed_at).map_err(|error| error.to_string())?,
            },
            growth: written.growth.map(|hashes| hashes.iter().map(hash).collect()).transpose()?,
            proof: written.proof,
            in_site: written.site,
        })
    }
}

impl Carried {
    /// Whether a file seems to be a report that this program wrote. Whether it is one is for [`Carried::read`] to say.
    pub fn is_likely(page: &[u8]) -> bool {
        has(page, OPTIONS) || Self::is_cut(page)
    }

    /// Whether a file begins as a page of ours does, and has no end.
    pub fn is_cut(page: &[u8]) -> bool {
        let head = &page[..page.len().min(LONGEST_HEAD_BYTES)];
        let is_ours = page.starts_with(b"<!DOCTYPE html>") && HEAD.iter().all(|part| has(head, part));
        // Text from records can't end it: its `<` is escaped.
        is_ours && !has(page, "</html>")
    }

    /// Reads what a page carries.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(page: &str) -> Result<Self, String> {
        if Self::is_cut(page.as_bytes()) {
            return Err(format!("it is cut: it ends after {} bytes, within the page", page.len()));
        }
        let inside = element(page, OPTIONS).ok_or("it has no element #byline-options")?;
        let inside = Inside::from_json(inside).map_err(|error| format!("#byline-options can't be read: {error}"))?;
        let proof = element(page, PROOF).map(unpacked).transpose();
        let proof = proof.map_err(|error| format!("#byline-proof can't be read: {error}"))?;
        if proof.is_some() != (inside.proof == Kept::Whole) {
            return Err("#byline-options says otherwise of the proof than what is there".to_owned());
        }
        Ok(Self { proof, inside })
    }
}

/// Bytes as a page has them: packed by zlib (RFC 1950), in base64.
fn packed(bytes: &[u8]) -> String {
    STANDARD.encode(compress_to_vec_zlib(bytes, PACKED_HOW_WELL))
}

/// How hard they are packed, of 0 to 10: from here on it takes longer and saves next to nothing.
const PACKED_HOW_WELL: u8 = 6;

/// Reads what [`packed`] wrote. What could be written otherwise for the same bytes shows when the page is made again and compared.
fn unpacked(text: &str) -> Result<Vec<u8>, String> {
    let packed = STANDARD.decode(text).map_err(|error| format!("it is no base64: {error}"))?;
    decompress_to_vec_zlib_with_limit(&packed, bundle::LIMIT_BYTES)
        .map_err(|error| format!("zlib can't unpack it: {error}"))
}

fn has(page: &[u8], part: &str) -> bool {
    page.windows(part.len()).any(|window| window == part.as_bytes())
}

fn element<'a>(page: &'a str, start: &str) -> Option<&'a str> {
    let (_, behind) = page.split_once(start)?;
    behind.split_once("</script>").map(|(content, _)| content)
}

/// The elements. A browser neither shows nor runs them, and none of their bytes can end one: base64, and JSON without `<`.
pub fn elements(carried: &Carried) -> Markup {
    let proof = carried.proof.as_ref().map(|proof| format!("{PROOF}{}</script>", packed(proof)));
    let options = format!("{OPTIONS}{}</script>", json_inert(&carried.inside.to_json()));
    html! { @if let Some(proof) = proof { (PreEscaped(proof)) } (PreEscaped(options)) }
}

/// The same JSON without a character that HTML could take for markup.
pub fn json_inert(json: &str) -> String {
    json.replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e")
}

/// The words of some markup as a browser has them: what stands between the tags. It is for markup of ours alone, whose attributes have no `>`.
pub fn text_of(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, behind)| behind);
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The words of each claim that is written out on a page, in order.
pub fn claims_of(markup: &str) -> impl Iterator<Item = String> {
    // Articles of claims don't stand within each other.
    let behind = markup.split("<article class=\"claim").skip(1).filter_map(|behind| behind.split_once("</article>"));
    behind.map(|(article, _)| text_of(&format!("<article{article}")))
}
