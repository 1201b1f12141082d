# What there is to do, one target each.

.PHONY: demo test test-rust test-format test-page test-exports check bless bench fuzz
.DEFAULT_GOAL := test

TARGET := $(or $(CARGO_TARGET_DIR),target)
PYTHON := $(TARGET)/python/bin/python

# Builds the program and shows what it is for, in ./demo.
demo: cargo-is-here
	cargo build --release --locked --package byline-cli
	@docs/examples/demo.sh "$(TARGET)/release/byline"

# Everything that is tested.
test: test-rust test-format

# The library, the program, and the sessions in the documents.
test-rust: cargo-is-here
	@for tool in openssl ssh-keygen; do command -v $$tool >/dev/null || { \
	    echo "make test needs $$tool, which checks signatures, hashes and fingerprints (Debian: apt-get install openssl openssh-client)" >&2; exit 2; }; done
	cargo test --locked --workspace

# The format: a verifier in Python that was written from docs/format alone, and byline, hold each other's ledgers against the pages.
test-format: $(TARGET)/python/installed cargo-is-here
	$(PYTHON) tests/vectors/generate.py --check
	$(PYTHON) tests/vectors/test_vectors.py
	$(PYTHON) tests/vectors/test_proofs.py
	cargo build --locked --package byline-cli
	$(PYTHON) tests/vectors/stranger.py "$(TARGET)/debug/byline"
	$(PYTHON) docs/examples/losses/convert.py tests/fixtures/losses/whole "$(TARGET)/losses" >/dev/null
	diff -r tests/fixtures/losses/whole "$(TARGET)/losses"

# The script of report pages: over the proofs of the other tests, and in reports in a real browser.
test-page: $(TARGET)/browser/installed cargo-is-here
	@command -v node >/dev/null || { echo "make test-page needs Node.js 20 or later (node)" >&2; exit 2; }
	node --test tests/page/
	cargo build --locked --package byline-cli
	$(TARGET)/browser/bin/python tests/page/test_browser.py "$(TARGET)/debug/byline" "$(TARGET)/page"

# A browser's remote control, in a folder of its own below the build's. The browser is the system's Chromium, else one that is downloaded.
$(TARGET)/browser/installed: tests/page/requirements.txt
	@python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    || { echo "make test-page needs Python 3.11 or later with venv (Debian: apt-get install python3-venv)" >&2; exit 2; }
	python3 -m venv "$(TARGET)/browser"
	$(TARGET)/browser/bin/python -m pip install --quiet --disable-pip-version-check --requirement tests/page/requirements.txt
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	    || $(TARGET)/browser/bin/python -m playwright install chromium \
	    || { echo "make test-page needs Chromium (Debian: apt-get install chromium)" >&2; exit 2; }
	@touch $@

# What `byline report` writes for other programs, held against other people's validators. NINJS_SCHEMA names IPTC's schema, where it is at hand.
test-exports: $(TARGET)/exports/python/installed $(TARGET)/exports/node/installed cargo-is-here
	cargo build --locked --package byline-cli
	BYLINE_NODE_MODULES="$(abspath $(TARGET)/exports/node/node_modules)" \
	    "$(TARGET)/exports/python/bin/python" tests/exports/validate.py "$(TARGET)/debug/byline"

# The validators in Python and in JavaScript, in folders of their own below the build's.
$(TARGET)/exports/python/installed: tests/exports/requirements.txt
	@command -v python3 >/dev/null || { echo "make test-exports needs Python 3.11 or later with venv (python3)" >&2; exit 2; }
	python3 -m venv "$(TARGET)/exports/python"
	"$(TARGET)/exports/python/bin/python" -m pip install --quiet --disable-pip-version-check --requirement tests/exports/requirements.txt
	@touch $@

$(TARGET)/exports/node/installed: tests/exports/package.json tests/exports/package-lock.json
	@command -v npm >/dev/null || { echo "make test-exports needs Node.js 20 or later (node, npm)" >&2; exit 2; }
	mkdir -p "$(TARGET)/exports/node"
	cp tests/exports/package.json tests/exports/package-lock.json "$(TARGET)/exports/node"
	npm ci --prefix "$(TARGET)/exports/node" --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# What the tests in Python need, in a folder of its own below the build's.
$(TARGET)/python/installed: tests/vectors/requirements.txt
	@command -v python3 >/dev/null || { echo "make test needs Python 3.11 or later (python3), for the tests of the format" >&2; exit 2; }
	@python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    || { echo "make test needs Python 3.11 or later with venv (Debian: apt-get install python3-venv)" >&2; exit 2; }
	python3 -m venv "$(TARGET)/python"
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --requirement tests/vectors/requirements.txt
	@touch $@

# Formatting and lints, on top of the tests' compiling.
check: cargo-is-here
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- --deny warnings
	RUSTDOCFLAGS="--deny warnings" cargo doc --locked --workspace --no-deps --document-private-items

# Writes what the program prints now into the tests, the documents and the golden files. Read the diff: it is what users will see.
bless: $(TARGET)/python/installed cargo-is-here
	UPDATE_EXPECT=1 cargo test --locked --workspace
	$(PYTHON) tests/vectors/generate.py

# Damaged input for every parser, so many seconds each: make fuzz SECONDS=600
fuzz: cargo-is-here
	FUZZ_SECONDS=$(or $(SECONDS),60) cargo test --locked --package byline-ledger --test fuzz
	FUZZ_SECONDS=$(or $(SECONDS),60) cargo test --locked --package byline-ledger --lib fuzz:: -- --nocapture
	FUZZ_SECONDS=$(or $(SECONDS),60) cargo test --locked --package byline-cli --bin byline fuzz:: -- --nocapture

# The figures of docs/benchmarks.md, on this machine.
bench: cargo-is-here
	cargo bench --locked --package byline-ledger --bench figures

.PHONY: cargo-is-here
cargo-is-here:
	@command -v cargo >/dev/null || { echo "this needs Rust 1.95 or later, which is not installed: https://rustup.rs" >&2; exit 2; }
