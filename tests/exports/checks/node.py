"""Asks scripts of Node.js in this folder. Each is started once, and answers one line of JSON with one line of JSON."""

import functools
import json
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


@functools.cache
def _started(script):
    command = ["node", str(HERE / script), os.environ["BYLINE_NODE_MODULES"]]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def ask(script, value):
    process = _started(script)
    process.stdin.write(json.dumps(value) + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise RuntimeError(f"{script} ended: exit {process.wait()}")
    return json.loads(answer)
