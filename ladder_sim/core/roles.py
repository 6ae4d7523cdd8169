"""The roles that any workforce may have, from the lowest to the highest, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.core.i18n import Title


@dataclass(frozen=True, slots=True)
class RoleName:
    """A role and what one of its people and all of them are called."""

    id: str
    one: Title
    many: Title
    standard: bool = True  # in every workforce's order of roles; others stand where a scheme puts them


ROLES = {
    role.id: role
    for role in (
        RoleName("agent", Title("agent", "客服"), Title("agents", "客服")),
        RoleName("specialist", Title("specialist", "专员"), Title("specialists", "专员"), standard=False),
        RoleName("lead", Title("team lead", "组长"), Title("leads", "组长")),
        RoleName("supervisor", Title("supervisor", "主管"), Title("supervisors", "主管")),
        RoleName("manager", Title("manager", "经理"), Title("managers", "经理")),
        RoleName("director", Title("director", "总监"), Title("directors", "总监")),
        RoleName("executive", Title("executive", "高管"), Title("executives", "高管")),
    )
}
STANDARD_ROLES = tuple(role.id for role in ROLES.values() if role.standard)
