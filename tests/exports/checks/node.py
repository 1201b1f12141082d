"""Runs a script of Node.js in this folder over JSON on its standard input, and gives the JSON that it prints."""

import json
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


def run(script, value):
    modules = os.environ["BYLINE_NODE_MODULES"]
    done = subprocess.run(
        ["node", str(HERE / script), modules], input=json.dumps(value), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{script}: {done.stderr}")
    return json.loads(done.stdout)
