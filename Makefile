# What there is to do, one target each.

.PHONY: demo

# Builds the program and shows what it is for, in ./demo.
demo:
	@command -v cargo >/dev/null || { echo "make demo needs Rust, which is not installed: https://rustup.rs" >&2; exit 2; }
	cargo build --release --package byline-cli
	@docs/examples/demo.sh "$${CARGO_TARGET_DIR:-target}/release/byline"
