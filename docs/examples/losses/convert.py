#!/usr/bin/env python3
"""Turns the JSON files of the "2022 Ukraine Russia War Dataset" into what `byline import` reads.

    python3 convert.py FOLDER whole

FOLDER has the data set's files. The folder `whole`, beside whole.toml, gets a copy of each, a text of it with one figure a line, which is
what claims quote, and the claims as JSON Lines. The JSON files stay the evidence: whole.toml archives them, and names this script as
what extracted the texts.

Every figure becomes a claim as it stands; only the sums of Oryx's list are this script's own, and say so. Needs Python 3 and nothing else.
"""

import json
import sys
from pathlib import Path

# Question by the data set's name of a class.
QUESTIONS = {
    "aircraft": "aircraft",
    "helicopter": "helicopters",
    "tank": "tanks",
    "APC": "apc",
    "field artillery": "artillery",
    "MRL": "mrl",
    "military auto": "military-auto",
    "fuel tank": "fuel-tanks",
    "drone": "drones",
    "naval ship": "naval-ships",
    "anti-aircraft warfare": "anti-aircraft-warfare",
    "special equipment": "special-equipment",
    "mobile SRBM system": "srbm-systems",
    "vehicles and fuel tanks": "vehicles-and-fuel-tanks",
    "cruise missiles": "cruise-missiles",
    "submarines": "submarines",
    "ground robotic systems": "ground-robots",
}
# Words, not figures: of no use to a comparison of counts.
NO_FIGURES = {"date", "day", "greatest losses direction"}


def equipment(rows):
    """The General Staff's totals: a line and a claim for each date and class."""
    for row in rows:
        for name, figure in row.items():
            if name in NO_FIGURES:
                continue
            quote = f"{row['date']} {name}: {figure}"
            yield quote, {"question": QUESTIONS[name], "as_of": row["date"], "answer": figure, "quote": quote}


def personnel(rows):
    """Its totals of people, each hedged: "about" or "more"."""
    hedges = {"about": "about", "more": "more_than"}
    for row in rows:
        quote = f"{row['date']} personnel: {row['personnel*']} {row['personnel']}"
        answer = {hedges[row["personnel*"]]: row["personnel"]}
        yield quote, {"question": "personnel", "as_of": row["date"], "answer": answer, "quote": quote}
        if "POW" in row:
            quote = f"{row['date']} POW: {row['POW']}"
            yield quote, {"question": "prisoners", "as_of": row["date"], "answer": row["POW"], "quote": quote}


# Question by the class of the General Staff under which the data set puts a model of Oryx's.
CLASSES = {
    "Tanks": "tanks",
    "Armoured Personnel Carriers": "apc",
    "Artillery Systems": "artillery",
    "Multiple Rocket Launchers": "mrl",
    "Anti-aircraft Warfare Systems": "anti-aircraft-warfare",
    "Special Equipment": "special-equipment",
    "Aircrafts": "aircraft",
    "Helicopters": "helicopters",
    "Unmanned Aerial Vehicles": "drones",
    "Warships, Boats": "naval-ships",
    "Vehicle and Fuel Tank": "vehicles-and-fuel-tanks",
}


def oryx(rows):
    """Oryx's list: a line and a claim for each model, each a count of its own; then the sums per class, which are this script's.

    What nobody photographed isn't in the list, so all are lower bounds.
    """
    sums = {}
    for row in rows:
        model = f"{row['model']} ({row['equipment_oryx']}, {row['manufacturer']})"
        quote = f"{model}: at least {row['losses_total']}"
        answer = {"at_least": row["losses_total"]}
        yield quote, {"question": "documented", "unit": model, "answer": answer, "quote": quote}
        models, total = sums.get(row["equipment_ua"], (0, 0))
        sums[row["equipment_ua"]] = (models + 1, total + row["losses_total"])
    for name, (models, total) in sums.items():
        quote = f"Sum of {name}: at least {total}, in {models} models"
        note = "Added up by the extractor, over the classes that the data set takes for this one."
        yield quote, {"question": CLASSES[name], "answer": {"at_least": total}, "quote": quote, "note": note}


FILES = {
    "russia_losses_equipment": equipment,
    "russia_losses_personnel": personnel,
    "russia_losses_equipment_oryx": oryx,
}


def main(folder, output):
    output.mkdir(parents=True, exist_ok=True)
    for name, read in FILES.items():
        source = (folder / f"{name}.json").read_bytes()
        rows = json.loads(source)
        (output / f"{name}.json").write_bytes(source)
        lines = list(read(rows))
        text = "".join(f"{quote}\n" for quote, _ in lines)
        claims = "".join(json.dumps(claim, ensure_ascii=False) + "\n" for _, claim in lines)
        (output / f"{name}.txt").write_text(text, "utf-8")
        (output / f"{name}.jsonl").write_text(claims, "utf-8")
        print(f"{name}: {len(lines)} claims")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
