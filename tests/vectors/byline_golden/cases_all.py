"""Reads every module that registers cases."""

from . import cases_statement, cases_chain, cases_roster, cases_reference, cases_record, cases_claim  # noqa: F401
