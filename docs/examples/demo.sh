#!/usr/bin/env bash
# Shows what Byline is for, from an empty folder to a provenance report. `make demo` builds the program and calls this.
#
#   docs/examples/demo.sh [PROGRAM]        PROGRAM is target/release/byline if none is named
#
# Everything is made in demo/, beside docs/, and made anew on each run. Nothing outside of it is read or written, not even your own key.
set -euo pipefail

program=${1:-target/release/byline}
case $program in
    */*) program=$(cd "$(dirname "$program")" && pwd)/$(basename "$program") ;;
esac
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if ! [ -x "$program" ]; then
    echo "demo.sh: there is no program $program: run \`make demo\`, or \`cargo build --release\` first" >&2
    exit 2
fi
if [ -e demo ] && ! [ -e demo/made-by-the-demo ]; then
    echo "demo.sh: demo/ is here already and was not made by the demo: move it away first" >&2
    exit 2
fi
rm -rf demo
mkdir demo
touch demo/made-by-the-demo

# What the program remembers, and the key it signs with, stay inside demo/ as well.
export BYLINE_STATE=demo/state BYLINE_CONFIG=demo/config COLUMNS=100
unset BYLINE_LEDGER BYLINE_KEY BYLINE_NOW

byline() { "$program" "$@"; }

part() { printf '\n\n=== %s\n' "$*"; }

# Why a command is run: said before it.
why() { printf '\n'; printf '%s\n' "$@" | sed 's/^/# /'; }

# Prints a command as it would be typed, and runs it.
run() {
    printf '$ %s\n' "$1"
    eval "$1"
}

cat <<'WORDS'
Byline keeps a signed, append-only ledger of who said what about an event. It never says who is
right: it says who said it, in which words, where it was printed, who recorded it, and when.

This demo makes a small newsroom's ledger in the folder demo/. Lines with a # say why, lines with a $
are commands, and what stands below a command is what it printed.
WORDS

part "1. Keys, a ledger, and who may sign"

why "Every record is signed, so everybody who records needs a key. Ana is the editor, Ben a reporter." \
    "A real key has a passphrase, which is asked for when it is made and when it signs: whoever copies" \
    "the file can't sign then. The demo can't type, so its keys have none."
run 'byline key new --no-passphrase'
run 'byline key new demo/ben.key --no-passphrase'

why "Ana makes the ledger. Its first entry says what it is called, which key seals it, and that she is" \
    "its first editor. The origin is its name for ever: outside of a demo, a place of yours on the web."
run 'byline init demo/ledger --origin example.org/demo-desk --name "The demo desk" --handle ana --editor-name "Ana, editor"'

why "Ben asks to be enrolled: the request is signed with his key, so nobody else can ask in his place." \
    "Ana would compare the key with him on the telephone, and then signs that he may record."
run 'byline key request --key demo/ben.key --origin example.org/demo-desk --handle ben --name "Ben, reporter" --output demo/ben.request'
run 'export BYLINE_LEDGER=demo/ledger'
run 'byline key enrol demo/ben.request --yes'

part "2. Recording"

why "The news of a day, 9 November 2025, from a desk's summary of it. A dossier is a text file: which" \
    "document, who and what there is, the questions, and one claim for each answer of a source." \
    "Byline looks up every quote in the document, shows what it is about to sign, signs it, and" \
    "appends it in one commit: all of it or nothing. (--yes: don't ask first.)"
run 'byline record docs/examples/2025-11-09/news.toml --yes'

why "Figures: Russian equipment losses, as the General Staff of Ukraine counts them and as Oryx has them" \
    "documented in pictures. Two named sources, over three years."
run 'byline record docs/examples/losses/losses.toml --yes | tail -n 2'

why "A fire in the harbour of Vellamar, a town that doesn't exist: the same event in an English bulletin," \
    "which Ana records, and in an Italian paper and a Ukrainian agency's report, which Ben records." \
    "He uses her event and her questions: that is what makes the accounts comparable."
run 'byline record docs/examples/harbour-fire/ana.toml --yes | tail -n 1'
run 'byline record docs/examples/harbour-fire/ben.toml --yes --key demo/ben.key | tail -n 1'

part "3. Correcting"

why "Ana made a slip: the bulletin says that the fire came \"probably\" from a welding spark, and she" \
    "recorded it as said flatly. Nothing is ever deleted. A correction is a further record that names" \
    "the one it replaces, with a reason. A claim is named by its id, which the log shows."
run "byline log | grep 'welding spark'"
id=$(byline log | awk '/welding spark/ { print $2 }')
run "sed 's/b3:THE-ID-OF-THE-CLAIM/$id/' docs/examples/harbour-fire/correction.toml > demo/correction.toml"
run 'byline record demo/correction.toml --yes'

part "4. Verifying"

why "An auditor needs a copy of the ledger and nothing else: no network, no trust in who hands it out." \
    "The ledger's own folder holds its private key and stays here; this copy holds no key."
run 'byline copy demo/copy'

why "Every signature is checked, every quote in its document, and that nothing was changed, dropped or" \
    "put in later."
run 'byline verify'

why "What was verified: entry after entry, with the seals that close each commit as lines between." \
    "The first two commits are the ledger itself and Ben's enrolment, the last one is the correction."
run 'byline log -n 10'
echo '...'
run 'byline log | tail -n 4'

part "5. Comparing accounts"

why "All sources on the fire: a row for each question, a column for each source, the same letter for the" \
    "same answer. Below the table stand the words behind each letter: they are in the file." \
    "\"not comparable\" is no fault. It says that two answers can't be held against each other, and why."
run 'byline diff harbour-fire > demo/diff-harbour-fire.txt'
run "sed '/^── /,\$d' demo/diff-harbour-fire.txt"

why "The words behind one of the rows. An origin is somebody who said it, not a paper that printed it."
run "sed -n '/^── ana.deliberate/,/^── /p' demo/diff-harbour-fire.txt | sed '\$d'"

why "Two of the sources side by side: the harbour office and the mayor."
run 'byline diff harbour-fire harbour-office tessari'

why "One source over time. A total of losses may grow but not fall. Where it does fall, Byline says" \
    "whether the source said so, or did it in silence."
run 'byline diff losses general-staff | head -n 46'
echo '...'

why "The strikes of 9 November come from one document, so there is nothing to hold against each other." \
    "What can be told is who answers what, and how many of the answers name their source."
run 'byline diff strikes'

why "Some things only a person can say. The bulletin writes of the Old Mole, the Gazzetta of the molo" \
    "vecchio: names are never compared. Ana knows that it is one mole, and signs that as her opinion."
run 'byline judge same old-mole molo-vecchio --because "Vellamar has one mole; the chart has both names." --yes'
run "byline diff harbour-fire harbour-office feld | sed -n '/^── ana.where-started/,/^── /p' | sed '\$d'"

part "6. Reporting"

why "A provenance report: for each answer the words, the document, who recorded it, when it was logged," \
    "what contradicts it, and how a reader can check it. The whole ledger is audited first. The page needs" \
    "no network and no script: open it in a browser, on a phone, or print it."
run 'byline report harbour-fire --output demo/report-harbour-fire.html'
run 'byline report harbour-fire --lang ar --output demo/report-harbour-fire.ar.html'
run 'byline report harbour-fire --output demo/report-harbour-fire.md'
run 'byline report strikes --output demo/report-strikes.md'
run 'byline report losses --output demo/report-losses.html'
run 'byline report losses --output demo/report-losses.json'
run 'head -n 38 demo/report-harbour-fire.md'
echo '...'

part "7. Once more"

why "Recording a dossier again adds nothing. So a dossier can grow with the story: add to it, and record" \
    "it again."
run 'byline record docs/examples/harbour-fire/ben.toml --yes --key demo/ben.key'

why "And verifying again now also shows that the log only grew: Byline remembers what it saw before."
run "byline verify | grep 'last saw'"

cat <<'WORDS'


=== What to try next

The ledger is yours to play with. In this folder:

  export BYLINE_LEDGER=demo/ledger BYLINE_STATE=demo/state BYLINE_CONFIG=demo/config
  export PATH="$PWD/target/release:$PATH"

  byline show cat                        one record, whole
  byline diff losses                     the two counts beside each other
  byline diff harbour-fire tessari       the mayor, as two papers have her
  demo/report-harbour-fire.html          the whole report, for a browser

Be the attacker: change one byte of any file below demo/ledger/log, in any way you like, and run
`byline verify` again. Or change a word in one of the documents below demo/ledger/archive.

Then docs/guide.md: a reporter's first hour, and an auditor's.
WORDS
