"""Reads every module that registers cases."""
