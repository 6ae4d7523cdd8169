"""The rooms of the package and the arrows between them, read from its imports: picture and table in ARCHITECTURE.md.

``python docs/rooms.py`` writes it anew; a test holds it against the code.
"""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ladder_sim"
PAGE = ROOT / "ARCHITECTURE.md"
BEGIN, END = "<!-- rooms: begin, made by docs/rooms.py -->", "<!-- rooms: end -->"


def arrows() -> Counter[tuple[str, str]]:
    """Imports from one room to another, counted by module; those inside functions and for types too."""
    found: Counter[tuple[str, str]] = Counter()
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0]
        if room.endswith(".py"):
            continue
        targets = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("ladder_sim."):
                targets.add(node.module.split(".")[1])
        found.update((room, target) for target in targets - {room})
    return found


def floors(found: Counter[tuple[str, str]]) -> dict[str, int]:
    """The floor of each room: one above the highest that it imports from. Arrows must not lead in circles."""
    rooms = {room for pair in found for room in pair}
    high: dict[str, int] = {}

    def floor(room: str) -> int:
        if room not in high:
            below = [target for source, target in found if source == room]
            high[room] = 1 + max((floor(target) for target in below), default=0)
        return high[room]

    return {room: floor(room) for room in sorted(rooms)}


def told() -> str:
    """Rooms from the top down, each with its first line and the rooms it imports from."""
    found = arrows()
    lines = ["| floor | room | what it is | imports from |", "|---|---|---|---|"]
    for room, floor in sorted(floors(found).items(), key=lambda item: (-item[1], item[0])):
        text = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))) or ""
        below = [target for source, target in sorted(found) if source == room]
        first = " ".join(text.split("\n\n")[0].split())
        lines.append(f"| {floor} | `{room}/` | {first} | {', '.join(below)} |")
    return "\n".join(lines)


def nearest(found: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    """The arrows that no longer way replaces: what a room reaches through another room is left out of the picture."""
    below = {
        room: {target for source, target in found if source == room} for room in {r for pair in found for r in pair}
    }

    def reached(room: str) -> set[str]:
        return below[room] | {far for near in below[room] for far in reached(near)}

    return sorted(
        (source, target)
        for source, target in found
        if not any(target in reached(other) for other in below[source] if other != target)
    )


def drawn() -> str:
    """The picture for Mermaid, which GitHub and editors draw: floors from the top down, arrows to what stands below."""
    found = arrows()
    high = floors(found)
    lines = ["```mermaid", "flowchart TD"]
    for level in sorted(set(high.values()), reverse=True):
        rooms = [room for room, floor in high.items() if floor == level]
        lines.append(f"  subgraph floor{level}[ ]\n    direction LR\n    " + "\n    ".join(rooms) + "\n  end")
    lines += [f"  {source} --> {target}" for source, target in nearest(found)]
    return "\n".join([*lines, "```"])


def written(page: str) -> str:
    """The page with the picture as it is now."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{drawn()}\n\n{told()}\n{END}{tail}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
