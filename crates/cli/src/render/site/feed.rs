//! The feed of a site: new claims, documents and opinions, corrections and withdrawals, in Atom (RFC 4287).

use super::{Site, event_file};
use crate::messages::{Line, Messages};
use crate::render::report::voice::Voice;
use crate::ui::shown_line;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::casefile::Thing;
use byline_ledger::hash::RecordId;
use byline_ledger::position::Index;
use byline_ledger::record::{Kind, Record};
use byline_ledger::time::Timestamp;

/// How many entries of the log it tells of, the newest first.
const MOST: usize = 100;

/// One entry of the feed.
struct Entry {
    index: Index,
    id: RecordId,
    logged_at: Timestamp,
    handle: String,
    /// What happened, as a message.
    what: &'static str,
    identity: RecordId,
    words: Line,
    reason: Option<String>,
    /// What became of it since, and when.
    since: Option<(&'static str, Timestamp)>,
}

/// The feed.
pub fn feed(site: &Site<'_>, messages: &Messages) -> String {
    let voice = Voice { messages, casefile: site.casefile };
    let mut entries = entries(site, &voice);
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.index));
    entries.truncate(MOST);
    let title = messages.line("site.title", &[("name", Line::theirs(&site.ledger.name, None))]).plain();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml += &format!("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n", messages.language().tag());
    xml += &format!("  <id>https://{}</id>\n", text(&site.ledger.origin));
    xml += &format!("  <title>{}</title>\n", text(&title));
    xml += &format!("  <subtitle>{}</subtitle>\n", text(&messages.text("page.no-judge")));
    xml += &format!("  <updated>{}</updated>\n", site.ledger.sealed_at);
    xml += &format!("  <author><name>{}</name></author>\n", text(&site.ledger.name));
    xml += "  <link rel=\"self\" type=\"application/atom+xml\" href=\"feed.xml\"/>\n  <link rel=\"alternate\" type=\"text/html\" href=\"index.html\"/>\n";
    xml += "  <generator>Byline</generator>\n";
    entries.iter().for_each(|entry| xml += &entry_xml(site, messages, entry));
    xml + "</feed>\n"
}

fn entries(site: &Site<'_>, voice: &Voice<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for kind in [Kind::Claim, Kind::Document, Kind::Judgement] {
        for thing in site.casefile.things(kind) {
            let identity = thing.identity();
            let entry = |logged: &LoggedRecord, what, reason: Option<String>| Entry {
                index: logged.index,
                id: logged.id,
                logged_at: logged.logged_at,
                handle: logged.handle.to_string(),
                what,
                identity,
                words: words(voice, &logged.record, identity),
                reason,
                since: since(thing, logged),
            };
            let new = if kind == Kind::Judgement { "site.judgement" } else { "site.new-record" };
            entries.push(entry(thing.first(), new, None));
            entries.extend(thing.superseded().map(|old| {
                let reason = old.corrected_by.record.correction().reason.map(ToString::to_string);
                entry(old.corrected_by, "site.correction", reason)
            }));
            entries.extend(thing.withdrawn().map(|withdrawal| Entry {
                index: withdrawal.index,
                id: withdrawal.id,
                logged_at: withdrawal.logged_at,
                handle: withdrawal.handle.to_string(),
                what: "site.withdrawal",
                identity,
                words: words(voice, &thing.current().record, identity),
                reason: withdrawal.reason.clone(),
                since: None,
            }));
        }
    }
    entries
}

/// Whether a version was withdrawn or corrected later: whoever reads of it must not take it for what holds.
fn since(thing: Thing<'_>, version: &LoggedRecord) -> Option<(&'static str, Timestamp)> {
    if let Some(withdrawal) = thing.withdrawn() {
        return Some(("status.withdrawn", withdrawal.logged_at));
    }
    let corrected = thing.superseded().find(|old| old.version.id == version.id);
    corrected.map(|old| ("status.corrected", old.corrected_by.logged_at))
}

fn words(voice: &Voice<'_>, record: &Record, identity: RecordId) -> Line {
    match record {
        Record::Claim(claim) => {
            let unit = voice.casefile.question(claim.question).and_then(|question| question.unit.as_ref());
            let answer = voice.answer(&claim.answer, claim.unit.as_ref().or(unit));
            let asks = voice.name(claim.question);
            voice.messages.labelled(voice.source(&claim.by, claim.document), answer).and(" \u{2014} ").then(asks)
        }
        Record::Judgement(judgement) => {
            let because = Line::theirs(&judgement.because, None);
            voice.messages.in_a_row([voice.opinion(judgement, |_| None), because])
        }
        _ => voice.name(identity),
    }
}

fn entry_xml(site: &Site<'_>, messages: &Messages, entry: &Entry) -> String {
    let what = messages.text(entry.what);
    let mut title = messages.labelled(Line::ours(what), entry.words.clone()).plain();
    if let Some((status, _)) = entry.since {
        title = format!("{title} [{}]", messages.text(status));
    }
    let updated = entry.since.map_or(entry.logged_at, |(_, at)| at.max(entry.logged_at));
    let index = messages.line("site.entry", &[("index", Line::ours(entry.index.to_string()))]).plain();
    let place = messages.listed([Line::ours(index), Line::code(entry.id)]);
    let reason = entry.reason.as_ref().map(|reason| Line::theirs(reason, None));
    let summary = messages.in_a_row(std::iter::once(place).chain(reason)).plain();
    let file = event_file(site, entry.identity).unwrap_or_else(|| "index.html".to_owned());
    format!(
        "  <entry>\n    <id>{}</id>\n    <title>{}</title>\n    <published>{}</published>\n    <updated>{}</updated>\n    <author><name>{}</name></author>\n    \
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n    <summary>{}</summary>\n  </entry>\n",
        entry.id,
        text(&title),
        entry.logged_at,
        updated,
        text(&entry.handle),
        text(&file),
        text(&summary)
    )
}

/// Text in XML: on one line, control and bidirectional characters shown escaped, markup as references.
fn text(text: &str) -> String {
    let shown = shown_line(text);
    // What XML can't hold even as a reference.
    let allowed = shown.chars().filter(|character| !matches!(character, '\u{fffe}' | '\u{ffff}'));
    let mut safe = String::with_capacity(shown.len() + 16);
    for character in allowed {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            character => safe.push(character),
        }
    }
    safe
}
