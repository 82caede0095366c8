"""How often the coach cries wolf over what people really wrote to one another: public chat, nearly all of it without any push.

Usage: ``python bench/coach_false_alarms.py FOLDER [DIALOGUES]``. FOLDER holds the dialogues of RealPersonaChat (Yamashita et
al. 2023, CC BY-SA 4.0, github.com/nu-dialogue/real-persona-chat, ``real_persona_chat/dialogues``), one JSON file each; they
are read where they lie and are not part of the project. Nobody labelled them for push: two people who do not know each other
talk of their days, so whatever is flagged is counted as a false alarm, and a few may not be one.

What one person said is joined into messages as long as a draft and judged in two situations: in the live talk it was, and, as
a harder question, as a mail after a fortnight to somebody who is considering an insurance.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from yorisoi import data
from yorisoi.core.coach import Draft, EvidenceModel, Situation, lint

DIALOGUES = 300
"""Dialogues read, in the order of their files, where no number is given."""
ENOUGH = 80
"""Characters from which what was said is a message; an utterance alone has a dozen or two."""
COMMON = {"sent_at": "2026-06-16T10:00:00+09:00", "first_met_days_ago": 60, "exchanges": 6}
SITUATIONS = {
    "in the live talk": {**COMMON, "channel": "line", "last_outgoing_days_ago": 0, "last_incoming_days_ago": 0},
    "as a mail to one who considers": {
        **COMMON, "channel": "email", "stage": "considering", "product_of_sender": "医療保険",
        "last_outgoing_days_ago": 14, "last_incoming_days_ago": 13,
    },
}  # fmt: skip


def main() -> None:
    """Judge and print."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    paths = sorted(Path(sys.argv[1]).glob("*.json"))[: int(sys.argv[2]) if len(sys.argv) > 2 else DIALOGUES]
    bodies = [body for path in paths for body in messages(json.loads(path.read_text(encoding="utf-8")))]
    print(f"{len(bodies)} messages of {len(paths)} dialogues")
    judges: dict[str, EvidenceModel | None] = {
        "rules only": None, "rules and letters": data.coach_model(), "as installed here": data.coach_evidence()
    }  # fmt: skip
    for where, facts in SITUATIONS.items():
        situation = Situation.from_mapping(facts)
        for name, evidence in judges.items():
            found = [lint(Draft(body=body), situation, data.lexicon(), evidence=evidence).labels for body in bodies]
            flagged = sum(map(bool, found))
            most = Counter(label for labels in found for label in labels).most_common(4)
            print(f"  {where:31s} {name:18s} flagged {flagged:4d} = {flagged / max(1, len(found)):.1%}  {most}")


def messages(dialogue: dict[str, Any]) -> Iterator[str]:
    """What each of the two said, in order, joined until it is long enough; what is left over is dropped."""
    for who in dialogue["interlocutors"]:
        said: list[str] = []
        for turn in dialogue["utterances"]:
            if turn["interlocutor_id"] == who:
                said.append(turn["text"].strip())
                if sum(map(len, said)) >= ENOUGH:
                    yield "\n".join(said)
                    said = []


if __name__ == "__main__":
    main()
