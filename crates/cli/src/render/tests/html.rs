//! The page, as a stranger's parser (html5ever) reads it.

use super::hostile::{self, EVIL};
use super::report::{with_report, with_sheet};
use crate::messages::{Language, Messages};
use crate::render::html::{self, Carried, Frame, Inside, Kept, Maker, State};
use crate::render::report::sheet::Sheet;
use crate::render::report::{Audited, Options, Remark};
use crate::render::testkit::Story;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use byline_ledger::hash::{Sha256, TreeHash};
use byline_ledger::position::Size;
use byline_ledger::time::Timestamp;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;

fn page_of(story: &Story, event: &str, options: &Options) -> String {
    with_report(story, event, options, |report| {
        let messages = Messages::of(options.language);
        let carried = Carried { proof: Some(b"</script>".to_vec()), inside: inside(options) };
        html::page(&Sheet::new(report, &messages), &messages, &carried, &Frame::default())
    })
}

/// What a page says of how it was made, of some events and some state.
fn inside(options: &Options) -> Inside {
    let shows = State { size: Size::small(9), root: TreeHash::from_bytes([7; 32]), sealed_at: Timestamp::EPOCH };
    let maker = Maker::this(options.language);
    let options = options.clone();
    Inside { options, events: Vec::new(), maker, shows, growth: None, proof: Kept::Whole, in_site: false }
}

fn page(story: &Story) -> String {
    page_of(story, "harbour-fire", &Options::default())
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    all(page, selector).iter().map(|element| element.text().collect::<String>()).collect()
}

/// What is on a page, without its words and links.
fn shape(page: &Html) -> Vec<String> {
    let shape = |element: &ElementRef<'_>| {
        let mut names: Vec<&str> = element.value().attrs().map(|(name, _)| name).collect();
        names.sort_unstable();
        format!("{} {}", element.value().name(), names.join(" "))
    };
    all(page, "*").iter().map(shape).collect()
}

#[test]
fn every_page_is_clean_html() {
    for language in Language::ALL {
        let options = Options { language, ..Options::default() };
        let text = page_of(&Story::corrected_harbour_fire(), "harbour-fire", &options);
        let page = Html::parse_document(&text);
        assert_eq!(page.errors, Vec::<std::borrow::Cow<'static, str>>::new(), "{}", language.tag());
        let root = page.root_element().value();
        assert_eq!((root.attr("lang"), root.attr("dir")), (Some(language.tag()), Some(language.direction())));
    }
}

#[test]
fn everything_can_be_reached_and_read_aloud() {
    let text = page_of(&Story::of("ana", "losses/losses.toml"), "losses", &Options::default());
    let fire = page(&Story::corrected_harbour_fire());
    for text in [&text, &fire] {
        let page = Html::parse_document(text);
        let ids: Vec<&str> = all(&page, "[id]").iter().filter_map(|element| element.value().id()).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len());
        for element in all(&page, "a[href], [aria-labelledby]") {
            let href = element.attr("href").map(|href| href.strip_prefix('#').unwrap());
            for target in href.iter().copied().chain(element.attr("aria-labelledby")) {
                assert!(unique.contains(target), "{target}");
            }
        }
        let levels: Vec<u32> = all(&page, "h1, h2, h3, h4, h5, h6")
            .iter()
            .filter_map(|heading| heading.value().name()[1..].parse().ok())
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
        assert!(all(&page, "th").iter().all(|head| head.attr("scope").is_some()));
        for plot in all(&page, "svg:not(svg svg)") {
            let is_labelled =
                plot.attr("role") == Some("img") && plot.attr("aria-label").is_some_and(|label| !label.is_empty());
            let is_hidden = plot.attr("aria-hidden").is_some()
                || all_parents(&plot).any(|parent| parent.attr("aria-hidden").is_some());
            assert!(is_labelled || is_hidden);
        }
        assert!(
            all(&page, "blockquote")
                .iter()
                .all(|quote| quote.attr("lang").is_some() && quote.attr("dir") == Some("auto"))
        );
        assert_eq!(texts(&page, "a.skip"), ["Skip to the report"]);
    }
}

fn all_parents<'a>(element: &ElementRef<'a>) -> impl Iterator<Item = ElementRef<'a>> {
    element.ancestors().filter_map(ElementRef::wrap)
}

/// Nothing on a page runs but its one script, nothing is fetched, and nothing is styled but by the one style sheet; its policy names both by hash.
#[test]
fn nothing_else_runs_and_nothing_is_fetched() {
    for story in [Story::corrected_harbour_fire(), hostile::story(EVIL)] {
        let text = page(&story);
        let page = Html::parse_document(&text);
        let policy = all(&page, "meta[http-equiv='Content-Security-Policy']")[0].attr("content").unwrap().to_owned();
        let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::of(text.as_bytes()).as_bytes()));
        let [style, script] = ["style", "script:not([type])"].map(|selector| texts(&page, selector));
        assert_eq!((style.len(), script.len()), (1, 1));
        let (style, script) = (hash(&style[0]), hash(&script[0]));
        let want =
            format!("default-src 'none'; style-src {style}; base-uri 'none'; form-action 'none'; script-src {script}");
        assert_eq!(policy, want);
        for element in all(&page, "*") {
            let name = element.value().name();
            assert!(
                !["img", "iframe", "object", "embed", "link", "base", "form", "video", "audio", "image", "use"]
                    .contains(&name),
                "{name}"
            );
            for (attribute, value) in element.value().attrs() {
                assert!(!attribute.starts_with("on") && attribute != "style" && attribute != "src", "{attribute}");
                assert!(attribute != "href" || value.starts_with('#'), "{value}");
            }
        }
        let kinds: Vec<Option<&str>> = all(&page, "script").iter().map(|script| script.attr("type")).collect();
        let inert = ["application/vnd.byline.proof", "application/vnd.byline.options+json", "application/json"];
        assert_eq!(kinds, [Some(inert[0]), Some(inert[1]), Some(inert[2]), None]);
        assert_eq!(Carried::read(&text).unwrap().proof.as_deref(), Some(&b"</script>"[..]));
        let inside: serde_json::Value = serde_json::from_str(&texts(&page, "#byline-options")[0]).unwrap();
        assert_eq!(
            (&inside["byline"], &inside["options"]["byline"]),
            (&"report-page/1".into(), &"report-options/1".into())
        );
        assert_eq!(texts(&page, "style"), [html::STYLE]);
    }
}

/// The script is all of crates/cli/page, and nothing in it ends its element.
#[test]
fn the_script_is_whole() {
    let text = page(&Story::harbour_fire());
    let script = &texts(&Html::parse_document(&text), "script:not([type])")[0];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("page");
    for file in std::fs::read_dir(folder).unwrap() {
        let part = std::fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(script.contains(&part), "{}", part.lines().next().unwrap_or_default());
    }
    assert!(script.starts_with("\"use strict\";") && script.ends_with("checkPage();\n})();\n"));
    assert!(!["</script", "<!--", "innerHTML", "eval(", "Function("].iter().any(|word| script.contains(word)));
}

/// A page without proof has no script, and says why.
#[test]
fn without_a_proof_nothing_runs() {
    with_report(&Story::harbour_fire(), "harbour-fire", &Options::default(), |report| {
        let messages = Messages::of(Language::English);
        for (kept, why) in [(Kept::TooLarge, "too many for one page"), (Kept::NotProven, "does not prove its records")]
        {
            let carried = Carried { proof: None, inside: Inside { proof: kept, ..inside(&Options::default()) } };
            let text = html::page(&Sheet::new(report, &messages), &messages, &carried, &Frame::default());
            let page = Html::parse_document(&text);
            let kinds: Vec<Option<&str>> = all(&page, "script").iter().map(|script| script.attr("type")).collect();
            assert_eq!(kinds, [Some("application/vnd.byline.options+json")]);
            assert!(!text.contains("script-src"));
            assert!(texts(&page, "#self-state")[0].contains(why), "{kept:?}");
        }
    });
}

/// The script finds the words of the page, and of each claim, as the program hashed them.
#[test]
fn words_are_hashed_as_a_browser_has_them() {
    for story in [Story::corrected_harbour_fire(), hostile::story(EVIL)] {
        let text = page(&story);
        let page = Html::parse_document(&text);
        let said: serde_json::Value = serde_json::from_str(&texts(&page, "#byline-words")[0]).unwrap();
        let words = texts(&page, "body > :not(#self-check, script)").concat();
        assert_eq!(said["text"], Sha256::of(words.as_bytes()).to_string());
        let claims = texts(&page, "article.claim");
        let claims = claims.iter().map(|claim| Sha256::of(claim.as_bytes()).to_string()[..16].to_owned());
        assert_eq!(said["claims"], claims.collect::<serde_json::Value>());
    }
}

/// What a page carries is read as it was written, whatever was asked; and nothing else is.
#[test]
fn what_a_page_carries_is_read_back() {
    use crate::render::report::options::Part;
    use byline_ledger::accounts::comparison::{SourceKey, SummaryKind};
    let id = byline_ledger::hash::RecordId::from_bytes([3; 32]);
    let words = "</script><!-- \u{202e}".to_owned();
    let remark = Remark { about: words.clone(), words: words.clone() };
    let sealed = |disclosed| SourceKey::Sealed { described: words.clone(), disclosed };
    let keys = [SourceKey::Entity(id), SourceKey::Unnamed(words.clone()), SourceKey::OwnVoice(id), SourceKey::Nobody];
    let keys = keys.into_iter().chain([sealed(None), sealed(Some(words.clone()))]);
    let parts = keys.map(Part::Source).chain([Part::All, Part::Document(id), Part::Claim(id)]);
    let audits = [
        Audited::No,
        Audited::Yes { not_checked: vec![remark.clone()] },
        Audited::Failed { findings: vec![remark.clone()] },
    ];
    let story = Story::harbour_fire();
    for (nth, part) in parts.enumerate() {
        for only in SummaryKind::ALL.into_iter().map(Some).chain([None]) {
            let audited = audits[nth % audits.len()].clone();
            let language = Language::ALL[nth % 8];
            let options = Options { language, part: part.clone(), only, has_documents: nth % 2 == 0, audited };
            let growth = (nth % 2 == 0).then(|| vec![TreeHash::from_bytes([9; 32]); nth]);
            let inside = Inside { events: vec![id; nth], growth, in_site: nth % 3 == 0, ..inside(&options) };
            let carried = Carried { proof: Some(vec![nth as u8; nth]), inside };
            let text = with_report(&story, "harbour-fire", &Options::default(), |report| {
                let messages = Messages::of(Language::English);
                html::page(&Sheet::new(report, &messages), &messages, &carried, &Frame::default())
            });
            assert_eq!(Carried::read(&text).as_ref(), Ok(&carried));
            if only.is_none() {
                let unknown =
                    text.replacen("{\"byline\":\"report-page/1\"", "{\"byline\":\"report-page/1\",\"more\":1", 1);
                assert!(Carried::read(&unknown).is_err());
                assert!(Carried::read(&text.replacen("report-page/1", "report-page/2", 1)).is_err());
                assert!(Carried::read(&text.replacen("\"whole\"", "\"too-large\"", 1)).is_err());
            }
        }
    }
}

/// Hostile text makes the same page as tame text, and can be read.
#[test]
fn hostile_text_is_text() {
    let (evil_text, tame_text) = (page(&hostile::story(EVIL)), page(&hostile::story("tame")));
    let (evil, tame) = (Html::parse_document(&evil_text), Html::parse_document(&tame_text));
    let (evil_shape, tame_shape) = (shape(&evil), shape(&tame));
    let first = std::iter::zip(&evil_shape, &tame_shape).position(|(evil, tame)| evil != tame);
    assert_eq!(first.map(|at| (&evil_shape[at.saturating_sub(3)..at + 1], &tame_shape[at])), None);
    assert_eq!(evil_shape.len(), tame_shape.len());
    assert_eq!(evil.errors.len(), 0);
    let title = &texts(&evil, "h1")[0];
    assert!(title.contains("<script>alert(1)</script>") && title.contains("\\u{202e}evil"), "{title}");
    assert!(!evil_text.chars().any(|character| character != '\n' && crate::ui::is_hostile(character)));
}

/// What may be missing on a page of a failing ledger is everything but this.
#[test]
fn a_failing_ledger_is_said_to_fail_on_top() {
    let words = "other words <b> stand there".to_owned();
    let audited = Audited::Failed { findings: vec![Remark { about: "quote.mismatch".to_owned(), words }] };
    let text = page_of(&Story::harbour_fire(), "harbour-fire", &Options { audited, ..Options::default() });
    let page = Html::parse_document(&text);
    let alert = &texts(&page, "header [role=alert]")[0];
    assert!(
        alert.starts_with("THE LEDGER FAILS ITS AUDIT") && alert.contains("other words <b> stand there"),
        "{alert}"
    );
}

/// The same story gives the same page, in the same words whoever renders it.
#[test]
fn the_same_page_again() {
    let [one, two] = [(); 2].map(|()| page(&Story::corrected_harbour_fire()));
    assert!(one == two);
    let fire = Html::parse_document(&one);
    assert_eq!(texts(&fire, ".tally .number"), ["9", "3", "41", "13"]);
    assert_eq!(texts(&fire, "article.claim").len(), 41);
    assert_eq!(texts(&fire, ".older del"), ["a welding spark, says flatly"]);
    with_sheet(&Story::corrected_harbour_fire(), "harbour-fire", |sheet, _| {
        assert_eq!(sheet.events[0].columns.len(), 9);
    });
}

/// Where a total fell is told in the plot, below it, and without it.
#[test]
fn falls_are_marked() {
    let text = page_of(&Story::of("ana", "losses/losses.toml"), "losses", &Options::default());
    let page = Html::parse_document(&text);
    let falls = all(&page, "svg.fall").len();
    assert!(falls >= 2, "{falls}");
    assert!(
        texts(&page, "ul.drops li")
            .iter()
            .any(|fall| fall.contains("fell: 3,801, then 3,799") || fall.contains("then 3,797"))
    );
    assert_eq!(all(&page, "ul.drops li").len(), falls);
}
