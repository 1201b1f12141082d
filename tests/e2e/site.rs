//! `report --all`: a ledger as a folder of pages.

use crate::scratch::{NOW, Scratch};
use expect_test::expect;
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// All files below a folder, by their names in it.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    files
}

#[test]
fn a_site_is_written_whole_and_again_the_same() {
    let scratch = Scratch::with_records();
    let told = scratch.done("-C desk report --all -o site");
    let site = files(&scratch.path("site"));
    assert_eq!(told, format!("Wrote a site of 1 event, {} files, to site\n", site.len()));
    for name in ["auditor.html", "byline-site.json", "feed.xml", "index.html", "events/ana-fire.html"] {
        assert!(site.contains_key(name), "{name}");
    }
    assert!(site.keys().any(|name| name.starts_with("sources/ana-")));
    assert_eq!(scratch.run_at(NOW + 86_400, "-C desk report --all -o site").code, Some(0));
    assert!(files(&scratch.path("site")) == site);
    assert_eq!(scratch.run("-C desk report --all -o sito --lang it").code, Some(0));
    assert_eq!(files(&scratch.path("sito")).len(), site.len());
}

/// Every link of every page leads somewhere, and no page fetches anything.
#[test]
fn links_lead_somewhere() {
    let scratch = Scratch::with_records();
    scratch.done("-C desk report --all -o site");
    let site = files(&scratch.path("site"));
    let pages = site.iter().filter(|(name, _)| name.ends_with(".html"));
    for (name, text) in pages {
        let page = Html::parse_document(text);
        assert_eq!(page.errors.len(), 0, "{name}: {:?}", page.errors);
        let ids: BTreeSet<&str> =
            page.select(&Selector::parse("[id]").unwrap()).filter_map(|e| e.value().id()).collect();
        for link in page.select(&Selector::parse("[href]").unwrap()).filter_map(|e| e.attr("href")) {
            match link.strip_prefix('#') {
                Some(id) => assert!(ids.contains(id), "{name}: {link}"),
                None => {
                    let folder = Path::new(name).parent().unwrap();
                    let target = if let Some(up) = link.strip_prefix("../") {
                        up.to_owned()
                    } else {
                        folder.join(link).display().to_string()
                    };
                    assert!(site.contains_key(&target), "{name}: {link}");
                }
            }
        }
        let scripts: Vec<_> = page.select(&Selector::parse("script:not([type])").unwrap()).collect();
        // The index searches, and the pages of events and sources, which carry their proof, check themselves.
        let has_script = name != "auditor.html";
        assert_eq!(scripts.len(), usize::from(has_script), "{name}");
        assert!(page.select(&Selector::parse("[src]").unwrap()).next().is_none(), "{name}");
    }
    assert!(site["auditor.html"].contains("example.org/desk"));
}

/// The feed, as a stranger's parser reads it.
#[test]
fn the_feed_tells_of_new_records_and_corrections() {
    let scratch = Scratch::with_records();
    scratch.done("-C desk withdraw 11 --reason 'The wrong page' --yes --key ana");
    scratch.done("-C desk report --all -o site");
    let feed = feed_rs::parser::parse(scratch.read("site/feed.xml").as_bytes()).unwrap();
    assert_eq!(feed.feed_type, feed_rs::model::FeedType::Atom);
    assert_eq!(feed.id, "https://example.org/desk");
    let first = &feed.entries[0];
    let title = first.title.as_ref().unwrap().content.as_str();
    assert!(title.starts_with("Withdrawal: "), "{title}");
    assert!(first.summary.as_ref().unwrap().content.ends_with("The wrong page"));
    let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids.len(), feed.entries.len());
    assert!(ids.iter().all(|id| id.starts_with("b3:")));
    let times: Vec<_> = feed.entries.iter().map(|entry| entry.updated.unwrap()).collect();
    assert!(times.windows(2).all(|pair| pair[1] <= pair[0]));
    assert!(feed.entries.iter().all(|entry| !entry.links.is_empty() && !entry.authors.is_empty()));
}

#[test]
fn a_folder_with_something_else_is_left_alone() {
    let scratch = Scratch::with_records();
    fs::create_dir(scratch.path("thesis")).unwrap();
    fs::write(scratch.path("thesis/chapter-1.txt"), "It was").unwrap();
    expect![[r#"
        $ byline -C desk report --all -o thesis
        --- stderr
        byline: error: thesis holds something else than a site of Byline: nothing was written
        byline: hint: name a new or empty folder
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk report --all -o thesis").to_string());
    assert_eq!(files(&scratch.path("thesis")).len(), 1);
    assert_eq!(scratch.run("-C desk report --all").code, Some(2));
}
