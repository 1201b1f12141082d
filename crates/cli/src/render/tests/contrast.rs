//! What is written on the pages can be read: WCAG 2.2, success criteria 1.4.3 (text, 4.5 to 1) and 1.4.11 (marks of a plot, 3 to 1).

use std::collections::BTreeMap;

const STYLE: &str = include_str!("../html/style.css");

type Colours = BTreeMap<String, [u8; 3]>;

/// The colours of the light theme, and those of the dark one.
fn themes() -> [Colours; 2] {
    let mut blocks = STYLE.split(":root {").skip(1).map(|block| block.split('}').next().unwrap());
    let light = colours(blocks.next().unwrap());
    let dark = colours(blocks.next().unwrap());
    assert!(light.len() == dark.len() && light.keys().eq(dark.keys()), "both themes name the same colours");
    assert_ne!(light, dark);
    [light, dark]
}

fn colours(block: &str) -> Colours {
    let declared = block.split(';').filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
    declared.map(|(name, digits)| (name.to_owned(), colour(digits))).collect()
}

fn colour(digits: &str) -> [u8; 3] {
    [0, 2, 4].map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
}

/// Relative luminance, by WCAG's definition.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_formula_is_the_known_one() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    assert!((contrast(colour("777777"), [255; 3]) - 4.48).abs() < 0.01);
}

#[test]
fn text_stands_out_from_what_it_stands_on() {
    let mut weak = Vec::new();
    for theme in themes() {
        let mut pairs = vec![("ink", "mark")];
        for text in ["ink", "soft", "link", "conflict", "loud"] {
            pairs.extend(["paper", "panel", "conflict-paper"].map(|paper| (text, paper)));
        }
        for (text, paper) in pairs {
            let contrast = contrast(theme[text], theme[paper]);
            if contrast < 4.5 {
                weak.push(format!("{text} on {paper}: {contrast:.2}"));
            }
        }
    }
    assert_eq!(weak, Vec::<String>::new());
}

#[test]
fn marks_of_a_plot_stand_out_from_the_paper() {
    let mut seen = 0;
    let mut weak = Vec::new();
    let dark_from = STYLE.find("@media (prefers-color-scheme: dark) { .series").unwrap();
    for (at, _) in STYLE.match_indices(".series .s") {
        let Some((name, rest)) = STYLE[at..].split_once(" { color: #") else { continue };
        let theme = &themes()[usize::from(at > dark_from)];
        let contrast = contrast(colour(rest), theme["paper"]);
        seen += 1;
        if contrast < 3.0 {
            weak.push(format!("{name}: {contrast:.2}"));
        }
    }
    let bars = themes().map(|theme| contrast(theme["bar"], theme["paper"]));
    assert!(seen >= 8 && bars.iter().all(|bar| *bar >= 3.0), "{seen} {bars:?}");
    assert_eq!(weak, Vec::<String>::new());
}
