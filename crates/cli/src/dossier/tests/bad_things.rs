//! Entities, events and questions that are wrong, and what is said about them.

use super::errors;
use expect_test::expect;

#[test]
fn unknown_and_missing_fields() {
    expect![[r#"
          × [entity.harbour] lacks `kind`
            ╭─[desk/dossier.toml:32:9]
         31 │ options = ["calm", "rough"]
         32 │ [entity.harbour]
            ·         ───────
         33 │ type = "place"
            ╰────
          help: one of person, organisation, office, place, thing

          × [entity.harbour] has no field `type`
            ╭─[desk/dossier.toml:33:1]
         32 │ [entity.harbour]
         33 │ type = "place"
            · ────
         34 │ name = "The harbour"
            ╰────
          help: [entity.harbour] takes kind, name, names, also, office, speaks_for, part_of, consists_of, same_as,
                note, reason

          × `name` and `names` say the same: keep one of them
            ╭─[desk/dossier.toml:35:9]
         34 │ name = "The harbour"
         35 │ names = { en = "The harbour" }
            ·         ──────────────────────
         36 │ 
            ╰────

          × [entity.sea] lacks `name`
            ╭─[desk/dossier.toml:37:9]
         36 │ 
         37 │ [entity.sea]
            ·         ───
         38 │ kind = "plaice"
            ╰────
          help: give `name = ".."`, or `names = { en = "..", it = ".." }`

          × `kind` can't be "plaice"
            ╭─[desk/dossier.toml:38:8]
         37 │ [entity.sea]
         38 │ kind = "plaice"
            ·        ────────
         39 │ 
            ╰────
          help: did you mean "place"?

          × [question.depth] lacks `type`
            ╭─[desk/dossier.toml:40:11]
         39 │ 
         40 │ [question.depth]
            ·           ─────
         41 │ event = "fire"
            ╰────
          help: one of moment, entity, yes-no, text; or give a `unit` for a quantity, `options` for a choice

          × [question.tide] lacks `unit`
            ╭─[desk/dossier.toml:44:11]
         43 │ 
         44 │ [question.tide]
            ·           ────
         45 │ event = "fire"
            ╰────
          help: a quantity counts something: `unit = "residents"`

          × a question has a unit or options, not both
            ╭─[desk/dossier.toml:53:11]
         52 │ unit = "nm"
         53 │ options = ["red", "green"]
            ·           ────────────────
         54 │ 
            ╰────

          × `unit` makes this a quantity, not a text
            ╭─[desk/dossier.toml:58:8]
         57 │ ask = "How strong is it?"
         58 │ type = "text"
            ·        ──────
         59 │ unit = "Beaufort"
            ╰────

          × [question.rain] lacks `event`
            ╭─[desk/dossier.toml:61:11]
         60 │ 
         61 │ [question.rain]
            ·           ────
         62 │ ask = "Does it rain?"
            ╰────
          help: say what it is about: `event = "slug"`, or `claim = "b3:.."`

          × the dossier has no field `weather`
            ╭─[desk/dossier.toml:65:2]
         64 │ 
         65 │ [weather.today]
            ·  ───────
         66 │ rain = true
            ╰────
          help: the dossier takes dossier, document, entity, event, question, claim

        11 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[entity.harbour]
type = "place"
name = "The harbour"
names = { en = "The harbour" }

[entity.sea]
kind = "plaice"

[question.depth]
event = "fire"
ask = "How deep is it?"

[question.tide]
event = "fire"
ask = "How high is it?"
type = "quantity"

[question.colour]
event = "fire"
ask = "Which colour?"
unit = "nm"
options = ["red", "green"]

[question.wind]
event = "fire"
ask = "How strong is it?"
type = "text"
unit = "Beaufort"

[question.rain]
ask = "Does it rain?"
type = "yes-no"

[weather.today]
rain = true
"#,
    ));
}

#[test]
fn names_and_languages() {
    expect![[r#"
          × `Harbour` is not a slug
            ╭─[desk/dossier.toml:32:9]
         31 │ options = ["calm", "rough"]
         32 │ [entity.Harbour]
            ·         ───────
         33 │ kind = "place"
            ╰────
          help: a slug has 1 to 64 of a-z, 0-9 and -, and doesn't begin with -

          × `english` is not a language
            ╭─[desk/dossier.toml:38:11]
         37 │ kind = "place"
         38 │ names = { english = "The sea", it = "" }
            ·           ───────
         39 │ also = [{ name = "Mare" }]
            ╰────
          help: write a tag such as en, it, uk, be-Latn or en-GB

          × `names` is empty: leave it out
            ╭─[desk/dossier.toml:38:37]
         37 │ kind = "place"
         38 │ names = { english = "The sea", it = "" }
            ·                                     ──
         39 │ also = [{ name = "Mare" }]
            ╰────

          × `also` lacks `lang`
            ╭─[desk/dossier.toml:39:9]
         38 │ names = { english = "The sea", it = "" }
         39 │ also = [{ name = "Mare" }]
            ·         ─────────────────
         40 │ 
            ╰────
          help: write { name = "..", lang = ".." }

          × `names` is a table like { en = "..", it = ".." }, not a text
            ╭─[desk/dossier.toml:43:9]
         42 │ kind = "place"
         43 │ names = "Sky"
            ·         ─────
            ╰────

        5 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[entity.Harbour]
kind = "place"
name = "The harbour"

[entity.sea]
kind = "place"
names = { english = "The sea", it = "" }
also = [{ name = "Mare" }]

[entity.sky]
kind = "place"
names = "Sky"
"#,
    ));
}

#[test]
fn circles() {
    expect![[r#"
          × entity `a` reaches itself through what it names
            ╭─[desk/dossier.toml:32:9]
         31 │ options = ["calm", "rough"]
         32 │ [entity.a]
            ·         ─
         33 │ kind = "place"
            ╰────
          help: `part_of`, `consists_of` and `speaks_for` can't go in a circle

          × entity `b` reaches itself through what it names
            ╭─[desk/dossier.toml:37:9]
         36 │ 
         37 │ [entity.b]
            ·         ─
         38 │ kind = "place"
            ╰────
          help: `part_of`, `consists_of` and `speaks_for` can't go in a circle

          × entity `c` reaches itself through what it names
            ╭─[desk/dossier.toml:42:9]
         41 │ 
         42 │ [entity.c]
            ·         ─
         43 │ kind = "place"
            ╰────
          help: `part_of`, `consists_of` and `speaks_for` can't go in a circle

          × only places and organisations are part of something
            ╭─[desk/dossier.toml:50:11]
         49 │ name = "D"
         50 │ part_of = "mayor"
            ·           ───────
            ╰────

        4 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[entity.a]
kind = "place"
name = "A"
part_of = "b"

[entity.b]
kind = "place"
name = "B"
part_of = "a"

[entity.c]
kind = "place"
name = "C"
part_of = "c"

[entity.d]
kind = "person"
name = "D"
part_of = "mayor"
"#,
    ));
}

#[test]
fn periods_and_zones() {
    expect![[r#"
          × `30m` is not a length of time
            ╭─[desk/dossier.toml:36:10]
         35 │ unit = "boats"
         36 │ period = "30m"
            ·          ─────
         37 │ 
            ╰────
          help: write "24h", "30min", "7d", "2 weeks", "3 months", "1y", or a word such as "night"

          × a count is cumulative or of a period, not both
            ╭─[desk/dossier.toml:42:10]
         41 │ unit = "boats"
         42 │ period = "24h"
            ·          ─────
         43 │ cumulative = true
            ╰────

        2 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[question.a]
event = "fire"
ask = "How many in a day?"
unit = "boats"
period = "30m"

[question.b]
event = "fire"
ask = "How many in all?"
unit = "boats"
period = "24h"
cumulative = true
"#,
    ));
}
