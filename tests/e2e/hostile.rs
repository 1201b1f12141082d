//! Text from records and documents can't act on a terminal, fake a line of the program's own, or break its output.

use crate::scratch::{Run, Scratch};

/// Clears the screen, sets a title, colours by a C1 control, goes back, turns the direction, hides, and begins a line of its own. Then markup, and
/// a word that no terminal is wide enough for.
const HOSTILE: &str = "x\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\r\u{8}\u{7f}\u{202e}gpj.\u{2066}a\u{200b}b\u{200f}\u{feff}\u{2060}\u{61c}\u{fff9}\u{e0041}\
    <script>alert('&amp;')</script>|`*_[x](javascript:1)\nFAKED: a line of its own\u{2028}\u{85}";

/// The hostile text with a mark of the place where it stands, as TOML writes it.
fn toml(place: &str) -> String {
    let mut text = format!("\"{place} ");
    let long = "w".repeat(500);
    for character in HOSTILE.chars().chain(long.chars()) {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            ' '..='~' => text.push(character),
            other => text.push_str(&format!("\\U{:08X}", u32::from(other))),
        }
    }
    text + "\""
}

/// A dossier that holds hostile text wherever a dossier can hold text.
fn dossier() -> String {
    let t = toml;
    format!(
        r#"
[dossier]
document = "paper"
lang = "en"
as_of = 2025-06-14

[document.paper]
file = "paper.txt"
kind = {kind}
lang = "en"
title = {title}
url = {url}
publisher = "town"
author = {author}
dateline = {dateline}
tool = {tool}
note = {note}
media_type = {media}

[entity.town]
kind = "organisation"
names = {{ en = {name}, uk = {name_uk} }}
also = [{{ name = {also}, lang = "en", how = "former" }}]
same_as = [{same}]
note = {entity_note}

[entity.mayor]
kind = "office"
name = {mayor}
office = {office}

[event.fire]
title = {event}
note = {event_note}
where = "town"

[question.boats]
event = "fire"
ask = {ask}
unit = {unit}
scope = {{ population = {population} }}
note = {question_note}

[question.state]
event = "fire"
ask = {ask_state}
options = [{option}, {option_b}]

[question.cause]
event = "fire"
ask = {ask_cause}
type = "text"

[[claim.boats]]
by = "mayor"
through = {{ unnamed = {unnamed}, count = 2 }}
cue = {cue}
in = {{ form = {form}, with = "town" }}
office = {claim_office}
answer = 41
unit = {claim_unit}
quote = "we counted 41 boats"
gist = {gist}
translations = [{{ lang = "it", text = {translation}, by = {translator} }}]
part = {part}
condition = {condition}
asked = {asked}
as_said = {as_said}
note = {claim_note}

[[claim.state]]
by = "own voice"
answer = {option}
quote = "FAKED: the harbour"

[[claim.cause]]
by = "town"
answer = {text}
quote = "a spark"
"#,
        kind = t("kind"),
        title = t("title"),
        url = t("url"),
        author = t("author"),
        dateline = t("dateline"),
        tool = t("tool"),
        note = t("note"),
        media = t("media"),
        name = t("name"),
        name_uk = t("name-uk"),
        also = t("also"),
        same = t("same"),
        entity_note = t("entity-note"),
        mayor = t("mayor"),
        office = t("office"),
        event = t("event"),
        event_note = t("event-note"),
        ask = t("ask"),
        unit = t("unit"),
        population = t("population"),
        question_note = t("question-note"),
        ask_state = t("ask-state"),
        option = t("option"),
        option_b = t("option-b"),
        ask_cause = t("ask-cause"),
        unnamed = t("unnamed"),
        cue = t("cue"),
        form = t("form"),
        claim_office = t("claim-office"),
        claim_unit = t("claim-unit"),
        gist = t("gist"),
        translation = t("translation"),
        translator = t("translator"),
        part = t("part"),
        condition = t("condition"),
        asked = t("asked"),
        as_said = t("as-said"),
        claim_note = t("claim-note"),
        text = t("text"),
    )
}

/// The document: what stands around the quotes is hostile, and so is one of the quotes.
fn paper() -> String {
    format!(
        "{HOSTILE}\nAt two we counted 41 boats {HOSTILE}\nIt was a spark. {HOSTILE}\nFAKED: the harbour\u{1b}[8m is closed.\n{HOSTILE}"
    )
}

fn is_hostile(character: char) -> bool {
    character != '\n' && character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Asserts that nothing in a run's output can do harm.
fn inert(what: &str, run: &Run) {
    for (stream, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        for line in text.lines() {
            assert!(!line.starts_with("FAKED"), "{what}, {stream}: a line of its own\n{text}");
        }
        if let Some(at) = text.find(is_hostile) {
            let from = text[..at].char_indices().rev().nth(60).map_or(0, |(at, _)| at);
            panic!("{what}, {stream}: {:?}", text[from..].chars().take(80).collect::<String>());
        }
    }
}

fn scratch() -> Scratch {
    let scratch = Scratch::with_ledger();
    scratch.write("hostile.toml", dossier());
    scratch.write("paper.txt", paper());
    scratch
}

#[test]
fn every_field_of_every_record() {
    let scratch = scratch();
    let recorded = scratch.run("-C desk record hostile.toml --yes --key ana");
    assert_eq!(recorded.code, Some(0), "{recorded}");
    inert("record", &recorded);
    let mut commands: Vec<String> = (0..15).map(|index| format!("show {index}")).collect();
    let others = [
        "log",
        "show fire",
        "show entity:town",
        "verify",
        "key list",
        "diff",
        "diff fire",
        "diff fire --all",
        "diff fire town",
        "diff fire mayor town",
        "report",
        "report fire",
        "record hostile.toml --yes --key ana",
        "record hostile.toml --dry-run --key ana",
    ];
    commands.extend(others.map(str::to_owned));
    for command in commands {
        for format in ["text", "json"] {
            let run = scratch.run(&format!("-C desk {command} --format {format}"));
            assert_eq!(run.code, Some(0), "{command}\n{run}");
            inert(&command, &run);
            if format == "json" {
                run.json();
            }
        }
    }
    for form in ["prov-json", "prov-n", "json-ld", "trig", "web-annotation", "ninjs", "markdown", "text"] {
        let run = scratch.run(&format!("-C desk report --as {form}"));
        assert_eq!(run.code, Some(0), "{form}\n{run}");
        inert(form, &run);
    }
    // Nothing was lost on the way: a program reads exactly what was written.
    let shown = scratch.run("-C desk show fire --format json").json();
    let want = format!("event {HOSTILE}{}", "w".repeat(500));
    assert_eq!(shown["record"]["titles"]["en"].as_str(), Some(want.as_str()));
}

#[test]
fn every_error_about_it() {
    let scratch = scratch();
    let good = dossier();
    for (old, new) in [
        ("answer = 41", format!("answer = {}", toml("answer"))),
        ("answer = 41", "answer = 40.5".to_owned()),
        ("quote = \"a spark\"", "quote = \"a spork\"".to_owned()),
        ("quote = \"a spark\"", format!("quote = {}", toml("quote"))),
        ("quote = \"FAKED: the harbour\"", "quote = \"FAKED: the harbor was closed\"".to_owned()),
        ("as_of = 2025-06-14", format!("as_of = {}", toml("as-of"))),
        ("by = \"mayor\"", format!("by = {}", toml("by"))),
        ("where = \"town\"", format!("where = {}", toml("where"))),
        ("by = \"town\"", "by = { unnamed = 1 }".to_owned()),
        ("kind = \"office\"", format!("kind = {}", toml("kind"))),
        ("file = \"paper.txt\"", format!("file = {}", toml("file"))),
        ("[question.cause]", format!("[question.{}]", toml("cause"))),
        ("[question.cause]", format!("{} = 1\n[question.cause]", toml("field"))),
        ("[[claim.cause]]", format!("[[claim.{}]]", toml("claim"))),
        ("[[claim.cause]]", "[[claim.cause]]\nanswer = \u{1b}[2J\u{202e}".to_owned()),
        ("[[claim.cause]]", "\u{1b}[2J\u{202e}\n[[claim.cause]]".to_owned()),
        ("lang = \"en\"\nas_of", format!("lang = {}\nas_of", toml("lang"))),
    ] {
        assert_eq!(good.matches(old).count(), 1, "{old}");
        scratch.write("hostile.toml", good.replacen(old, &new, 1));
        let run = scratch.run("-C desk record hostile.toml --yes --key ana");
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{old}\n{run}");
        inert(&format!("{old} -> {new}"), &run);
    }
    // An option that is close to the one typed is proposed, and the options are listed otherwise.
    let option = format!("answer = {}", toml("option"));
    for typed in ["answer = \"optio\"", "answer = \"open\""] {
        scratch.write("hostile.toml", good.replacen(&option, typed, 1));
        let run = scratch.run("-C desk record hostile.toml --yes --key ana");
        assert_eq!(run.code, Some(2), "{run}");
        inert(typed, &run);
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_and_words_of_the_command_line() {
    let scratch = Scratch::with_records();
    let stray = "log/\u{1b}[2J\nFAKED\u{202e}";
    scratch.write(&format!("desk/{stray}"), "stray");
    let run = scratch.run("-C desk verify");
    assert_eq!(run.code, Some(1), "{run}");
    inert("verify", &run);
    inert("verify", &scratch.run("-C desk verify --format json"));
    for arguments in [
        ["show", HOSTILE, "-Cdesk"],
        ["diff", HOSTILE, "-Cdesk"],
        ["verify", "-C", HOSTILE],
        ["log", "-C", HOSTILE],
        ["record", HOSTILE, "-Cdesk"],
    ] {
        let run = scratch.run_command(scratch.command().args(arguments));
        assert_eq!(run.code, Some(2), "{run}");
        inert(arguments[0], &run);
    }
}

#[test]
fn a_checkpoint_and_a_log_from_somebody_hostile() {
    let scratch = Scratch::with_records();
    scratch.write("desk/log/checkpoint", format!("{HOSTILE}\n20\nAAAA\n\n\u{2014} {HOSTILE} AAAA\n"));
    for command in ["verify", "log", "show 0", "verify --format json"] {
        let run = scratch.run(&format!("-C desk {command}"));
        assert_ne!(run.code, Some(0), "{run}");
        inert(command, &run);
    }
    scratch.write("desk/byline.toml", HOSTILE);
    for command in ["verify", "log"] {
        inert(command, &scratch.run(&format!("-C desk {command}")));
    }
}
