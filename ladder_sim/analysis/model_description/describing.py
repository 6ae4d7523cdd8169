"""`odd`: a scheme and a workforce described by the seven elements of the ODD protocol."""

from __future__ import annotations

from ladder_sim.analysis.model_description.concepts import concepts
from ladder_sim.analysis.model_description.document import OddDescription
from ladder_sim.analysis.model_description.elements import entities, initialization, input_data, purpose, schedule
from ladder_sim.analysis.model_description.submodels import submodels
from ladder_sim.core.i18n import tr
from ladder_sim.core.signed import door
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.origin import version
from ladder_sim.results.provenance import mark_of
from ladder_sim.scenarios.loading import Readable, load_scheme, load_workforce
from ladder_sim.scenarios.registry import WORKFORCE


@door
def odd(scheme: Scheme | Readable, workforce: Workforce | Readable | None = None) -> OddDescription:
    """Describe a model by the ODD protocol, second update: what reviewers of simulation studies ask for.

    Everything is taken from the files; what a model does not have is called not applicable, with the reason.

    Parameters
    ----------
    scheme : a scheme, or what `load_scheme` reads
    workforce : the people on whom it is played, or what `load_workforce` reads; None: ``service-center-200``

    Returns
    -------
    The seven elements in the language in use; ``save("odd.md")`` or ``save("odd.html")`` writes them.

    Raises
    ------
    LadderError
        A file is wrong.

    References
    ----------
    V. Grimm and others, The ODD protocol for describing agent-based and other simulation models: a second update to
    improve clarity, replication, and structural realism, Journal of Artificial Societies and Social Simulation 23(2):7
    (2020).
    """
    found, people = load_scheme(scheme), load_workforce(WORKFORCE if workforce is None else workforce)
    notes = (
        tr("Described by the ODD protocol (Grimm and others 2020, JASSS 23(2):7), filled by ladder_sim {version} from"
           " the files of scheme {scheme} ({a}) and workforce {people} ({b}).",
           "按 ODD 协议（Grimm 等，2020，JASSS 23(2):7）描述，由 ladder_sim {version} 根据方案 {scheme}（{a}）和"
           "人员文件 {people}（{b}）自动生成。",
           version=version("ladder_sim"), scheme=found.id, a=mark_of(found), people=people.id, b=mark_of(people)),
    )  # fmt: skip
    elements = (purpose(found, people), entities(found, people), schedule(found, people), concepts(found, people),
                initialization(found, people), input_data(found, people), submodels(found, people))  # fmt: skip
    title = tr("{title}: model description (ODD)", "{title}：模型说明（ODD）", title=found.title)
    return OddDescription(title, elements, notes)
