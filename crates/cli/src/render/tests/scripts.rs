//! A story in several scripts: right to left, twice as wide, with marks on letters, without spaces.

use super::{all, shown};
use crate::render::testkit::{Story, blotted, source};
use crate::render::text;
use crate::ui::columns;
use byline_ledger::accounts::comparison::two_sources;
use byline_ledger::record::{Names, Record, Sealable, Text};
use expect_test::expect_file;
use std::collections::BTreeMap;

/// The harbour fire, its sources, documents, questions and quotes in Arabic, Chinese, Japanese and Hindi, and in letters with combining marks.
fn story() -> Story {
    let name =
        |words: &str| Names::new(BTreeMap::from([("en".parse().unwrap(), words.parse::<Text>().unwrap())])).unwrap();
    Story::harbour_fire().changed(|record| match record {
        Record::Entity(entity) => match entity.slug.as_str() {
            "harbour-office" => entity.names = name("مكتب الميناء في فيلامار"),
            "feld" => entity.names = name("马尔塔·费尔德消防指挥官"),
            "dockers-union" => entity.names = name("Vẹ̀ldọ́r\u{300} Dọ́k\u{323}\u{301}ẹr\u{302}s"),
            "tessari" => entity.names = name("ブルーナ・テッサーリ市長"),
            _ => {}
        },
        Record::Question(question) if question.slug.as_str() == "boats" => {
            question.asks = name("कितनी नावें जल गईं?");
            question.unit = Some("艘船".parse().unwrap());
        }
        Record::Question(question) if question.slug.as_str() == "cause" => question.asks = name("ما الذي أشعل النار؟"),
        Record::Document(document) if document.slug.as_str() == "gazzetta" => {
            let title: Text = "港口发生火灾，警报没有响".parse().unwrap();
            document.title = Some(title.into());
        }
        Record::Claim(claim) => {
            let passages = match &mut claim.quote {
                Some(Sealable::Open(passages)) => passages.iter_mut(),
                _ => [].iter_mut(),
            };
            for passage in passages {
                if passage.exact.as_str().contains("decine di barche") {
                    passage.exact =
                        "费尔德说有数十艘船被烧毁，另有一些被拖离码头，现在还没有人知道确切的数字".parse().unwrap();
                }
                if passage.exact.as_str().contains("count now stands") {
                    passage.exact = "عُثِرَ على سبعةٍ منها منذ ذلك الحين، والعدد الآن أربعة وثلاثون قاربًا".parse().unwrap();
                }
                if passage.exact.as_str().contains("понад 100") {
                    passage.exact =
                        "e\u{301}e\u{301}e\u{301} понад 100 чо\u{301}внів, ".repeat(6).trim().parse().unwrap();
                }
            }
        }
        _ => {}
    })
}

#[test]
fn a_matrix_of_many_scripts() {
    for width in [80, 160] {
        let shown = blotted(&all(&story(), "harbour-fire", false, width));
        expect_file![format!("scripts-{width}.txt")].assert_eq(&shown);
    }
}

/// The bar between two sides stands in one column, whatever the script.
#[test]
fn two_sides_of_many_scripts() {
    let story = story();
    let case = story.case("harbour-fire");
    let (left, right) = (source(&case, "مكتب الميناء في فيلامار"), source(&case, "ブルーナ・テッサーリ市長"));
    let two = two_sources(case.casefile, case.judgements, case.event, &left, &right);
    for width in [80, 160] {
        let shown = blotted(&text::two_sources(&case, &two, &shown(false), width));
        let bars: Vec<usize> =
            shown.lines().filter_map(|line| line.split_once(" \u{2502}")).map(|(left, _)| columns(left)).collect();
        assert!(bars.len() > 10 && bars.windows(2).all(|pair| pair[0] == pair[1]), "{bars:?}\n{shown}");
    }
}
