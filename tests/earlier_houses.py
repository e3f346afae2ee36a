"""Houses as earlier releases left them: rows that those releases' own code wrote, kept as lines (`tests/houses/`).

The file is named for the revision of its tables. To keep one more: a backup's `rows/`, with each table before its rows.
"""

import json
from pathlib import Path
from typing import Any

from scribe_core.backup import rows
from scribe_core.backup.rows import Table
from scribe_core.database.engine import Database

FOLDER = Path(__file__).parent / "houses"
REVISIONS = sorted(path.stem for path in FOLDER.glob("*.jsonl"))


async def move_in(database: Database, revision: str) -> None:
    """Have the database hold that house and nothing else, in the tables of then."""
    head, *lines = (FOLDER / f"{revision}.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(head) == {"revision": revision}
    await database.begin_anew(revision)
    held: list[list[dict[str, Any]]] = []
    tables: list[Table] = []
    for line in lines:
        if line.startswith('{"table":'):
            tables.append(Table(**json.loads(line)["table"]))
            held.append([])
        else:
            held[-1].append(rows.row_of(tables[-1], line.encode()))
    async with database.session() as session:
        for table, its_rows in zip(tables, held, strict=True):
            if its_rows:
                await rows.write(session, table, its_rows)
        await rows.number_on(session, tables)


def texts(revision: str) -> set[str]:
    """What was said in that house."""
    lines = (json.loads(line) for line in (FOLDER / f"{revision}.jsonl").read_text(encoding="utf-8").splitlines())
    return {line["text"] for line in lines if "words" in line}
