#!/usr/bin/env python3
"""Reports in a real browser, headless Chromium: a good one passes its own check, damaged ones turn red, and nothing is fetched.

    test_browser.py PROGRAM FOLDER      FOLDER is made anew; pictures of the pages are left in it
"""

import functools
import http.server
import shutil
import sys
import threading
import unittest
from pathlib import Path

from newsroom import Newsroom, proof_of, replaced, with_proof
from playwright.sync_api import Error, sync_playwright

PROGRAM, FOLDER = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
DONE = "#self-check:is([data-state=holds], [data-state=wrong], [data-state=unable])"
LANGUAGES = ["en", "it", "fr", "de", "es", "uk", "ru", "ar"]
HOST = "newsroom.test"


def browser_of(playwright):
    """The system's Chromium, else the one that playwright has, else one line that says what to do."""
    options = {"args": [f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]}
    found = filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"]))
    for place in found:
        return playwright.chromium.launch(executable_path=place, **options)
    try:
        return playwright.chromium.launch(**options)
    except Error:
        python = Path(sys.executable)
        sys.exit(f"make test-page needs Chromium: apt-get install chromium, or {python} -m playwright install --with-deps chromium")


class Seen:
    """A page as a browser shows it once it has checked itself, and everything that it did meanwhile."""

    def __init__(self, browser, url, **context):
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.requests, self.said, self.violations = [], [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.expose_function("violated", lambda directive: self.violations.append(directive))
        self.page.add_init_script("addEventListener('securitypolicyviolation', (event) => violated(event.violatedDirective))")
        self.url = url
        self.page.goto(url)

    def checked(self):
        self.page.wait_for_selector(DONE)
        return self.page.get_attribute("#self-check", "data-state")

    def texts(self, selector):
        return self.page.locator(selector).all_text_contents()

    def forged(self):
        """The names of the claims that turned red."""
        return self.texts("article.claim.forged .num")

    def picture(self, name, **options):
        self.page.screenshot(path=FOLDER / f"{name}.png", **options)


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.room = Newsroom(FOLDER / "desk", PROGRAM)
        cls.other = Newsroom(FOLDER / "other", PROGRAM, origin="example.org/other")
        cls.file = cls.room.report("fire.html")
        cls.good = cls.file.read_text()
        cls.playwright = sync_playwright().start()
        cls.browser = browser_of(cls.playwright)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()

    def open(self, page, **context):
        """Opens a file, or text as a file, from the disk."""
        if isinstance(page, str):
            (FOLDER / "page.html").write_text(page)
            page = FOLDER / "page.html"
        seen = Seen(self.browser, page.resolve().as_uri(), **context)
        self.addCleanup(seen.context.close)
        return seen

    def assert_quiet(self, seen):
        self.assertEqual((seen.requests, seen.said, seen.violations), ([seen.url], [], []))

    def assert_fails(self, page, says, forged):
        """The browser finds it, and so does the program."""
        seen = self.open(page)
        self.assertEqual(seen.checked(), "wrong")
        self.assert_quiet(seen)
        findings = " | ".join(seen.texts("#self-check .findings li"))
        self.assertIn(says, findings)
        self.assertEqual(seen.forged(), forged if isinstance(forged, list) else seen.texts("article.claim .num"))
        verified = self.room.outcome("verify", FOLDER / "page.html")
        self.assertEqual(verified.returncode, 1, verified.stdout)

    def test_a_good_report_passes(self):
        seen = self.open(self.file)
        self.assertEqual(seen.checked(), "holds")
        self.assert_quiet(seen)
        self.assertEqual(seen.forged(), [])
        claims = seen.texts("article.claim .self.good")
        self.assertEqual(len(claims), len(seen.texts("article.claim")))
        self.assertEqual(set(claims), {"Checked here: signature, place in the ledger, quote, ids."})
        self.assertEqual(seen.texts("#self-check .key code"), [self.room.fingerprint()])
        self.assertEqual(len(seen.texts("#self-check details li")), 7)
        self.assertEqual(self.room.outcome("verify", self.file).returncode, 0)
        self.assertEqual(self.room.outcome("-C", "desk", "verify", self.file).returncode, 0)

    def test_in_every_language(self):
        for lang in LANGUAGES:
            with self.subTest(lang):
                file = self.room.report(f"fire.{lang}.html", "--lang", lang)
                seen = self.open(file)
                self.assertEqual(seen.checked(), "holds")
                self.assert_quiet(seen)
                self.assertEqual(self.room.outcome("-C", "desk", "verify", file).returncode, 0)

    def test_parts_and_earlier_states(self):
        self.room.now += 1
        for name, arguments in {
            "as-of": ["--as-of", self.room.before_correction],
            "source": ["--source", "harbour-office"],
            "conflicts": ["--only", "conflict"],
            "bare": ["--without-documents", "--unaudited"],
        }.items():
            with self.subTest(name):
                file = self.room.report(f"{name}.html", *arguments)
                seen = self.open(file)
                self.assertEqual(seen.checked(), "holds")
                self.assert_quiet(seen)
                is_earlier = any("an earlier state of the ledger" in text for text in seen.texts("#self-check p"))
                self.assertEqual(is_earlier, name == "as-of")
                self.assertEqual(self.room.outcome("verify", file).returncode, 0)

    def test_a_page_of_a_site(self):
        self.room.run("-C", "desk", "report", "--all", "-o", "site")
        source = self.room.folder / "site/sources/ana-harbour-office.html"
        for page in [self.room.folder / "site/events/ana-harbour-fire.html", source]:
            seen = self.open(page)
            self.assertEqual(seen.checked(), "holds")
            self.assert_quiet(seen)
            self.assertEqual(len(seen.texts("article.claim .self.good")), len(seen.texts("article.claim")))
            self.assertEqual(self.room.outcome("verify", page).returncode, 0)
        # Of a claim on the page of a source as of one on the page of its event it is seen which one was changed.
        first = seen.texts("article.claim mark")[0]
        self.assert_fails(replaced(source.read_text(), f"<mark>{first}", "<mark>Never: "), "quote", ["C1"])
        auditor = self.open(self.room.folder / "site/auditor.html")
        self.assert_quiet(auditor)

    def test_readable_without_scripts(self):
        seen = self.open(self.file, java_script_enabled=False)
        self.assertIn("Nothing was checked here", seen.texts("#self-state")[0])
        self.assertEqual(len(seen.texts("article.claim")), 41)
        self.assertEqual(seen.requests, [seen.url])

    def test_without_cryptography_nothing_is_claimed(self):
        """A page from a plain web server: browsers keep their cryptography from it."""
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=self.room.folder)
        handler.log_message = lambda *_: None
        http.server.SimpleHTTPRequestHandler.log_message = lambda *_: None
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            seen = Seen(self.browser, f"http://{HOST}:{server.server_port}/fire.html")
            self.addCleanup(seen.context.close)
            self.assertEqual(seen.checked(), "unable")
            self.assertIn("Not checked here", seen.texts("#self-state")[0])
            self.assertEqual(seen.texts("article.claim .self"), [])
            self.assertEqual([url for url in seen.requests if not url.endswith("/favicon.ico")], [seen.url])
            server.shutdown()

    def test_a_byte_of_a_leaf(self):
        def change(bundle):
            place = next(nth for nth, leaf in enumerate(bundle["leaves"]) if leaf[0] == bundle["proven"][-1])
            index, statement, path = bundle["leaves"][place]
            at = len(statement) // 2
            bundle["leaves"][place] = [index, statement[:at] + bytes([statement[at] ^ 1]) + statement[at + 1 :], path]
            return bundle

        seen = self.open(with_proof(self.good, change))
        self.assertEqual(seen.checked(), "wrong")
        self.assertIn("tree.root", " ".join(seen.texts("#self-check .findings li")))
        self.assertEqual(self.room.outcome("verify", FOLDER / "page.html").returncode, 1)

    def test_a_swapped_signature(self):
        def change(bundle):
            proven = [nth for nth, leaf in enumerate(bundle["leaves"]) if leaf[0] in bundle["proven"]]
            first, second = proven[-1], proven[-2]
            one, two = bundle["leaves"][first][1], bundle["leaves"][second][1]
            bundle["leaves"][first][1], bundle["leaves"][second][1] = one[:-64] + two[-64:], two[:-64] + one[-64:]
            return bundle

        seen = self.open(with_proof(self.good, change))
        self.assertEqual(seen.checked(), "wrong")
        self.assertIn("statement.signature", " ".join(seen.texts("#self-check .findings li")))
        self.assertEqual(self.room.outcome("verify", FOLDER / "page.html").returncode, 1)

    def test_another_checkpoint(self):
        def change(bundle):
            bundle["checkpoint"] = bundle["checkpoint"].replace("example.org/desk", "example.org/disk", 1)
            return bundle

        self.assert_fails(with_proof(self.good, change), "checkpoint.signature", "all")

    def test_a_quote(self):
        words = "probably from a welding spark"
        page = replaced(self.good, f"<mark>{words}</mark>", "<mark>certainly from a welding spark</mark>")
        self.assert_fails(page, "quote", ["C5"])

    def test_a_quote_in_the_table(self):
        page = self.good
        at = page.index("<q ")
        at = page.index(">", at) + 1
        self.assert_fails(page[:at] + "Nobody " + page[at:], "in the table: a quote", [])

    def test_an_answer(self):
        page = replaced(self.good, ": <bdi>a welding spark</bdi>", ": <bdi>an attack</bdi>")
        self.assert_fails(page, "words", ["C5"])

    def test_an_id(self):
        seen = self.open(self.file)
        check = seen.texts("#c2 .proof code")[1]
        page = replaced(self.good, f"{check}</code>", f"{check[:-1]}{'0' if check[-1] != '0' else '1'}</code>")
        self.assert_fails(page, "C2: the record that is named here is not in the proof", ["C2"])

    def test_the_key_that_is_shown(self):
        page = self.good.replace(self.room.fingerprint(), self.other.fingerprint())
        self.assert_fails(page, "key or root", [])

    def test_a_claim_that_was_cut_out(self):
        start = self.good.index('<article class="claim', self.good.index("<article") + 1)
        end = self.good.index("</article>", start) + len("</article>")
        seen = self.open(self.good[:start] + self.good[end:])
        self.assertEqual(seen.checked(), "wrong")
        self.assertEqual(self.room.outcome("verify", FOLDER / "page.html").returncode, 1)

    def test_a_record_that_was_taken_out_of_the_proof(self):
        """The proof stays whole, and the page shows what it doesn't prove."""
        seen = self.open(self.file)
        # The correction is the only record of its commit that the page needs; any claim will do whose seals others need too.
        index = int(seen.page.evaluate("document.querySelector('#c5 .proof dd').lastChild.previousSibling.data.match(/[0-9]+/)[0]"))

        def change(bundle):
            bundle["leaves"] = [leaf for leaf in bundle["leaves"] if leaf[0] != index]
            bundle["proven"].remove(index)
            return bundle

        self.assert_fails(with_proof(self.good, change), "C5: the record that is named here is not in the proof", ["C5"])

    def test_the_proof_of_another_ledger(self):
        other = proof_of(self.other.report("fire.html").read_text())
        self.assert_fails(with_proof(self.good, lambda _: other), "not in the proof", "all")

    def test_something_hidden(self):
        page = replaced(self.good, '<article class="claim" id="c3"', '<article class="claim" hidden id="c3"')
        self.assert_fails(page, "words of the page", [])

    def test_markup_in_records_is_text(self):
        """Records whose text would run, fetch or hide something if it were taken for more than text."""
        quote = "<img src=x onerror=alert(1)>\u202e</script><b>\u200b & it burned"
        (self.room.folder / "evil.txt").write_text(f"He said: {quote}. Nothing else.\n")
        escaped = "".join(c if " " <= c <= "~" else f"\\u{ord(c):04x}" for c in quote)
        (self.room.folder / "evil.toml").write_text(EVIL.replace("QUOTE", escaped))
        self.room.record("evil.toml", "ana")
        self.room.run("-C", "desk", "report", "evil", "-o", "evil.html")
        seen = self.open(self.room.folder / "evil.html")
        self.assertEqual(seen.checked(), "holds", seen.texts("#self-check"))
        self.assert_quiet(seen)
        self.assertEqual(seen.texts("article.claim mark"), [quote.replace("\u202e", "\\u{202e}").replace("\u200b", "\\u{200b}")])
        self.assertEqual(seen.page.locator("img, article script, h1 script").count(), 0)

    def test_records_of_a_stolen_key_are_said_to_be_suspect(self):
        """They are proven, so nothing is wrong with the page; and its reader must know."""
        self.other.run("-C", "desk", "key", "compromised", "ben", "--since", "60", "--yes", "--key", "ana")
        file = self.other.report("suspect.html")
        seen = self.open(file)
        self.assertEqual(seen.checked(), "holds")
        suspect, good = seen.texts("article.claim .self.bad"), seen.texts("article.claim .self.good")
        self.assertGreater(len(suspect), 5)
        self.assertEqual(len(suspect) + len(good), 41)
        self.assertEqual(set(suspect), {"Signed with a key that was reported as stolen for that time"})
        self.assertIn("Signed with a key that was reported as stolen for that time: ", seen.texts("#self-check > .bad")[0])
        verified = self.other.outcome("verify", file)
        self.assertEqual(verified.returncode, 0)
        self.assertIn("SUSPECT: ", verified.stdout)

    def test_paper_says_nothing_of_a_check(self):
        """What was checked in a browser proves nothing on paper."""
        seen = self.open(self.file)
        seen.checked()
        seen.page.emulate_media(media="print")
        for selector in ["#self-check", "article.claim .self"]:
            self.assertFalse(seen.page.locator(selector).first.is_visible(), selector)
        self.assertTrue(seen.page.locator("article.claim").first.is_visible())

    def test_pictures(self):
        """For people to look at: light, dark, a phone, from right to left, paper, and a forged page."""
        arabic = self.room.report("picture.ar.html", "--lang", "ar")
        forged = replaced(self.good, "<mark>probably from a welding spark</mark>", "<mark>certainly from an attack</mark>")
        phone = {"width": 390, "height": 844}
        for name, page, context in [
            ("light", self.file, {}),
            ("dark", self.file, {"color_scheme": "dark"}),
            ("phone", self.file, {"viewport": phone}),
            ("arabic", arabic, {}),
            ("arabic-phone-dark", arabic, {"viewport": phone, "color_scheme": "dark"}),
            ("forged", forged, {}),
        ]:
            seen = self.open(page, **context)
            seen.checked()
            width = seen.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            self.assertLessEqual(width[0], width[1], name)
            seen.picture(name)
            seen.page.locator(".forged, #c1").last.scroll_into_view_if_needed()
            seen.picture(f"{name}-claim")


EVIL = """
[dossier]
document = "paper"
lang = "en"
as_of = 2025-06-14

[document.paper]
file = "evil.txt"
kind = "article"
lang = "en"
title = "<script>alert(3)</script>"

[entity.mayor]
kind = "person"
name = "<b onclick=alert(4)>Mayor</b>"

[event.evil]
title = "A </title><script>alert(5)</script> title"

[question.what]
event = "evil"
ask = "What <i>burned</i>?"
type = "text"

[[claim.what]]
by = "mayor"
answer = "it & <u>burned</u>"
quote = "QUOTE"
"""


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
