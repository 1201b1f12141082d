"""Writes the golden vectors: a small recorder of logs, good and bad, with fixed keys and fixed times.

builder     signs records and lays them into a log, and can do every step wrong on purpose
fixtures    the people, records and texts that the vectors share
encodings   cbor.json
identities  ids.json
everything  the valid half of statements.json: every kind and every form
cases       the list of small logs; the modules cases_* fill it
ledger      log-small
damage      damaged copies of log-small, which are made for the tests and not kept; the modules damage_* fill it
"""
