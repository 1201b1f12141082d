//! How a page checks itself in its reader's browser: the panel that says what was found, the words for it, and the script.
//!
//! The script is our own, put together from crates/cli/page when the program is built, and allowed by its hash. It reads the page as text and writes
//! text. Without it, or where the browser has no cryptography, the panel says that nothing was checked.

use super::inside::{Kept, claims_of, json_inert, text_of};
use crate::messages::Messages;
use byline_ledger::audit::Check;
use byline_ledger::hash::Sha256;
use maud::{Markup, PreEscaped, html};
use serde_json::{Map, Value, json};

/// The script of a page that carries its proof.
pub const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("../../../page/bytes.js"),
    include_str!("../../../page/blake3.js"),
    include_str!("../../../page/cbor.js"),
    include_str!("../../../page/keys.js"),
    include_str!("../../../page/tree.js"),
    include_str!("../../../page/shapes.js"),
    include_str!("../../../page/statement.js"),
    include_str!("../../../page/roster.js"),
    include_str!("../../../page/admission.js"),
    include_str!("../../../page/bundle.js"),
    include_str!("../../../page/shown.js"),
    include_str!("../../../page/page.js"),
    "checkPage();\n})();\n",
);

/// The panel: before the script has run it says that nothing was checked, or why there is no proof.
pub fn panel(messages: &Messages, kept: Kept) -> Markup {
    let words = match kept {
        Kept::Whole => "self.off",
        Kept::TooLarge => "self.too-large",
        Kept::NotProven => "self.not-proven",
    };
    html! {
        aside #self-check aria-labelledby="self-title" {
            h2 #self-title { (messages.text("self.title")) }
            p #self-state role="status" { (messages.text(words)) }
        }
    }
}

/// How many hexadecimal digits of a claim's hash the page has: they find a slip of the hand, and whoever means ill makes them anew.
const DIGITS: usize = 16;

/// What the codes mean that the script can find: what is checked, by codes.
fn checks(messages: &Messages) -> Value {
    let may_find =
        |check: &&Check| !matches!(check, Check::Documents | Check::Quotes | Check::Witnesses | Check::Files);
    let codes = |check: &Check| check.codes().iter().map(|code| code.name()).collect::<Vec<_>>();
    let title = |check: &Check| messages.text(&format!("audit.{}", check.name()));
    Check::ALL.iter().filter(may_find).map(|check| json!([codes(check), title(check)])).collect()
}

/// What the script says, by the names that it has for it; and hashes of the page's own text, whole and of each claim.
pub fn words(messages: &Messages, top: &str, main: &str) -> Markup {
    let words = [
        ("busy", "self.busy"),
        ("holds", "self.holds"),
        ("wrong", "self.wrong"),
        ("failing", "self.failing"),
        ("unable", "self.unable"),
        ("records", "self.records"),
        ("shown", "self.shown"),
        ("text", "self.text"),
        ("key", "self.key"),
        ("compare", "self.compare"),
        ("claim", "self.claim"),
        ("claim-sealed", "self.claim-sealed"),
        ("claim-wrong", "self.claim-wrong"),
        ("suspect", "self.suspect"),
        ("earlier", "self.earlier"),
        ("details", "self.details"),
        ("limits", "self.limits"),
        ("limit-script", "self.limit-script"),
        ("limit-missing", "self.limit-missing"),
        ("limit-documents", "self.limit-documents"),
        ("limit-true", "self.limit-true"),
        ("found", "self.found"),
        ("found-record", "self.found-record"),
        ("found-claim", "self.found-claim"),
        ("found-cell", "self.found-cell"),
        ("found-document", "self.found-document"),
        ("found-ledger", "self.found-ledger"),
        ("found-words", "self.found-words"),
        ("part-quote", "self.part-quote"),
        ("part-translation", "self.part-translation"),
        ("part-id", "self.part-id"),
        ("part-recorder", "self.part-recorder"),
        ("part-index", "self.part-index"),
        ("part-words", "self.part-words"),
        ("part-record", "self.part-record"),
        ("fails", "audit.failed"),
        ("proof", "audit.proof"),
        ("entry", "site.entry"),
        ("label", "punctuation.label"),
        ("comma", "punctuation.comma"),
    ];
    let mut words: Map<String, Value> =
        words.iter().map(|(name, key)| ((*name).to_owned(), messages.unfilled(key).into())).collect();
    words.insert("checks".to_owned(), checks(messages));
    let hash = |text: &str| Sha256::of(text.as_bytes()).to_string();
    let claims: Vec<String> = claims_of(main).map(|claim| hash(&claim)[..DIGITS].to_owned()).collect();
    let page = json!({ "text": hash(&text_of(&[top, main].concat())), "claims": claims, "words": words });
    html! { script #byline-words type="application/json" { (PreEscaped(json_inert(&page.to_string()))) } }
}
