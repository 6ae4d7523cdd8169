"""Words of attributes, such as degrees, as the workforce file says what they mean."""

from __future__ import annotations

import json

from ladder_sim.core.i18n import tr
from ladder_sim.model.metrics import Attribute
from ladder_sim.model.roster import RosterNeeds
from ladder_sim.people.cells import CellMeaning, CellReader, PeopleTable, UnknownWord, attribute
from ladder_sim.people.reading import RosterReading, counted
from ladder_sim.people.rosters.words import spelling
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell


def said_words(name: str, of: Attribute | None, needs: RosterNeeds) -> CellReader:
    """The reader of an attribute's column: what the workforce file says of a word, else the attribute's own levels.

    Raises
    ------
    UnknownWord
        By the reader, of a word that means nothing; it says how to tell what the word means.
    """
    read = attribute(name, of)
    said = {spelling(word): level for word, level in needs.mapping.words.get(name, {}).items()}

    def meaning(cell: Cell) -> CellMeaning:
        if spelling(cell) in said:
            return said[spelling(cell)]
        try:
            return read(cell)
        except UnknownWord as unknown:
            way = tr(
                "; or say in the workforce file what it means, a level or none: roster: {{words: {{{name}: {{{word}: "
                "…}}}}}}",
                "；或在人员文件中写明其含义（某一取值或 none）：roster: {{words: {{{name}: {{{word}: …}}}}}}",
                name=name,
                word=json.dumps(unknown.word, ensure_ascii=False),
            )
            raise UnknownWord(f"{unknown}{way}", unknown.word, unknown.allowed) from None

    return meaning


def say_left_empty(table: PeopleTable, name: str, needs: RosterNeeds, reading: RosterReading) -> None:
    """One line on the words that the workforce file takes for none."""
    none = {spelling(word) for word, level in needs.mapping.words.get(name, {}).items() if not level}
    found = [sheets.text(cell) for _, cell in table.cells_of(name) if spelling(cell) in none]
    if found:
        reading.say(table.place(name), tr("taken as empty, as the workforce file says: {words}",
                                          "按人员文件视为空：{words}", words=counted(found)))  # fmt: skip
