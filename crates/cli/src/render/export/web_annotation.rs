//! The quotes as W3C Web Annotations (2017): each stands in its document's extracted text, by its words and by its place.
//!
//! Places are counted in code points, which is what the model asks. A withdrawn claim would look like any other annotation, so it is left out,
//! and the collection says how many are. A claim without an open quote has no place to point to: left out too.

use super::evidence::Evidence;
use super::iris::Iris;
use super::told::{Told, standing};
use crate::render::late::Object;
use crate::render::report::{Report, VERIFIED_DOES_NOT_MEAN};
use crate::render::words::{NO_JUDGE, count};
use byline_ledger::record::Passage;
use serde_json::{Value, json};

/// The report as an annotation collection with one page.
pub fn web_annotation<'b>(report: &'b Report<'_>) -> Object<'b> {
    let iris = Iris::of(&report.ledger.origin);
    let facts = report.ledger;
    let (claims, withdrawn) = standing(report);
    let (quoted, silent): (Vec<_>, Vec<_>) = claims.into_iter().partition(|told| !told.view.passages().is_empty());
    let summary = format!(
        "{NO_JUDGE} An annotation says that these words stand in the document and how a recorder reads them; it does not say \
         {VERIFIED_DOES_NOT_MEAN}. Ledger {}, key {}, checkpoint of {} entries with root {}, last sealed {}. {} Left out: {} without an open \
         quote, {} withdrawn.",
        facts.origin,
        facts.key,
        facts.size,
        facts.root,
        facts.sealed_at,
        report.options.audited.words(),
        count(silent.len(), "claim"),
        count(withdrawn, "claim"),
    );
    let collection = iris.at(&format!("checkpoint/{}/annotations", facts.size));
    let only_page = format!("{collection}/page");
    let page = json!({ "id": only_page, "type": "AnnotationPage", "partOf": collection, "startIndex": 0 });
    let all = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": collection, "type": "AnnotationCollection",
        "label": "Quotes of a provenance report", "summary": summary, "total": quoted.len(), "last": only_page,
        "creator": ledger(&iris, report), "generated": facts.sealed_at.to_string(), "generator": ledger(&iris, report),
    });
    let page = Object::of(page).list("items", move || {
        let (iris, quoted) = (iris.clone(), quoted.clone());
        quoted.into_iter().map(move |told| annotation(&iris, &told))
    });
    Object::of(all).with("first", page)
}

fn ledger(iris: &Iris, report: &Report<'_>) -> Value {
    json!({ "id": iris.at("ledger"), "type": "Software", "name": report.ledger.name })
}

/// One claim on its passages, which stand for it together.
fn annotation(iris: &Iris, told: &Told<'_, '_>) -> Value {
    let view = told.view;
    let said = [vec![told.sentence()], told.warnings()].concat().join("\n");
    let targets: Vec<Value> = view.passages().iter().map(|passage| target(iris, told, passage)).collect();
    let several = targets.len() > 1;
    let mut body = vec![json!({
        "type": "TextualBody", "value": said, "format": "text/plain", "language": "en", "purpose": "describing",
    })];
    if several {
        body.push(json!({
            "type": "TextualBody", "value": "The passages say it together, in this order.", "format": "text/plain", "language": "en",
            "purpose": "commenting",
        }));
    }
    body.push(
        json!({ "type": "SpecificResource", "source": iris.thing("claim", view.identity), "purpose": "identifying" }),
    );
    body.push(json!({
        "type": "TextualBody", "value": told.status(), "format": "text/plain", "language": "en", "purpose": "classifying",
    }));
    json!({
        "id": format!("{}/annotation", iris.thing("record", view.logged.id)), "type": "Annotation", "motivation": "describing",
        "creator": {
            "id": iris.at(&format!("recorder/{}", view.logged.handle)), "type": "Person", "nickname": view.logged.handle.as_str(),
        },
        "created": view.logged.signed_at.to_string(), "generated": view.logged.logged_at.to_string(), "body": body, "target": targets,
    })
}

/// A passage in the extracted text of its document.
fn target(iris: &Iris, told: &Told<'_, '_>, passage: &Passage) -> Value {
    let selectors = json!([
        {
            "type": "TextQuoteSelector", "exact": passage.exact.as_str(), "prefix": passage.prefix.as_str(),
            "suffix": passage.suffix.as_str(),
        },
        { "type": "TextPositionSelector", "start": passage.start, "end": passage.end },
    ]);
    let mut target = json!({
        "type": "SpecificResource", "source": { "id": iris.thing("document", told.view.claim.document), "type": "Text" },
        "selector": selectors,
    });
    let evidence = Evidence::of(told.report, told.view.claim.document);
    if let (Value::Object(source), Some(evidence)) = (&mut target["source"], evidence) {
        source.insert("language".to_owned(), json!(evidence.language));
        source.extend(evidence.title.map(|title| ("label".to_owned(), json!(title))));
        source.extend(evidence.url().map(|url| ("via".to_owned(), json!(url))));
    }
    target
}
