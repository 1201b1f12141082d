"""What is sealed in the records stands in no form of the report."""

from dataclasses import replace

from . import demand


def check(export):
    for form, text in export.texts.items():
        for secret in export.secrets:
            demand(secret not in text, f"a sealed place is open in {form}")


BREAKAGES = {"a secret that stands in it": lambda export: replace(export, secrets=("Harbour Office",))}
