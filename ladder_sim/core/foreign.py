"""What libraries without types give: one name for each, so that `Any` stands for nothing of ours.

None of these libraries ships types or stubs; what an object of theirs has, its documentation says.
"""

from __future__ import annotations

from typing import Any, TypeAlias

#: Of ipywidgets: a control, a box of controls, or what it tells of a change.
Widget: TypeAlias = Any
#: Of IPython: the shell of a kernel, its completer and the contexts that it hands over.
IPythonObject: TypeAlias = Any
#: Of PyYAML: a class that writes, or a node that it makes.
YamlDumper: TypeAlias = Any
#: Of python-pptx: a slide, shape, chart, part or presentation, or the XML element of one.
SlidePart: TypeAlias = Any
#: Of Matplotlib's backends, which alone have no types: what a figure is drawn on.
AggCanvas: TypeAlias = Any
#: Of Matplotlib: pyplot, as it was imported by somebody else.
PyplotModule: TypeAlias = Any
#: Of XlsxWriter: a workbook, sheet, chart or cell format.
SheetPart: TypeAlias = Any
#: Of voila: its server, an application of traitlets.
VoilaServer: TypeAlias = Any
#: Of SALib: one of its modules.
SalibModule: TypeAlias = Any
#: Of Dask's distributed: a client, none of whose methods says its types.
DaskClient: TypeAlias = Any
