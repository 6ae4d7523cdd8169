"""What schemes, workforces and studies have in common for whoever holds one in Python: a line, a card, a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ladder_sim.core.doors import through


class Written:
    """A record that files have a form for."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """The form as a file has it, complete after ``based_on``: plain dicts, lists, numbers and texts.

        Loading it again gives the same record with the same fingerprint; what it names by a path (a roster, a plan of
        hires, a law) it names by an absolute one.

        Raises
        ------
        LadderError
            The record was changed with `dataclasses.replace` where its form is not; the message names the fields.
        """
        made: dict[str, Any] = through("Written.to_dict")(self)
        return made

    def to_yaml(self) -> str:
        """`to_dict` as a YAML text. Raises `LadderError` as it does."""
        made: str = through("Written.to_yaml")(self)
        return made

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the form to a YAML file, which then can be loaded by path, or by id from a folder of scenarios.

        Parameters
        ----------
        path : a name that ends in ``.yaml``, which gives the file its id; or a folder, in which the file is named by
            the id in use
        force : also over a file that is there

        Returns
        -------
        The file.

        Raises
        ------
        LadderError
            There is a file already, it cannot be written, or the record has no form (see `to_dict`).
        """
        made: Path = through("Written.save")(self, path, force=force)
        return made

    def __repr__(self) -> str:
        line: str = through("Written.line")(self)
        return line

    def _repr_html_(self) -> str:
        card: str = through("Written.card")(self)
        return card
