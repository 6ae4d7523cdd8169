"""A search over several parameters: a map with a line on which each target is met, or the answers over the ranges."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ladder_sim.analysis.statements.joint_seeking import aim_text
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.style import DASHES, SMALL, axes_or_new, fitted, quiet, stamp
from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import COLORS
from ladder_sim.core.unit_words import unit_title
from ladder_sim.results.knob import Knob
from ladder_sim.results.sought_jointly import SoughtJointly

LEAST = 4  # sets of values from which lines can be drawn


@on_any_ground
def joint_search(found: SoughtJointly, ax: Axes | None = None) -> Axes:
    """Of two knobs a map of what was tried with a line for each target; of others every answer over the ranges.

    Parameters
    ----------
    found : what `seek` gave
    ax : axes to draw on; None: new ones
    """
    with quiet():
        ax, picture = axes_or_new(ax, (7.4, 4.6))
        if len(found.knobs) == 2:
            _map(found, ax)
            note = tr("Lines: where the mean is the target, between the values tried (gray); circles: the answers.",
                      "线：均值等于目标之处，按所试取值（灰点）推算；圆圈：求得的取值。")  # fmt: skip
        else:
            _ranges(found, ax)
            note = tr("Each range from its low end (left) to its high end; gray bar: the value today.",
                      "各参数范围自左（下限）至右（上限）；灰色短线：现行取值。")  # fmt: skip
        if picture is not None:
            stamp(picture, found, note)
    return ax


def _label(knob: Knob) -> str:
    unit = tr(" ({unit})", "（{unit}）", unit=unit_title(knob.unit)) if knob.unit else ""
    return f"{knob.title}{unit}"


def _map(found: SoughtJointly, ax: Axes) -> None:
    x, y = found.knobs
    points: Floats = np.array([[one.settings[x.name], one.settings[y.name]] for one in found.tried], float)
    ax.scatter(points[:, 0], points[:, 1], s=12, color="#bbbbbb", zorder=1)
    handles = []
    for i, (name, aim) in enumerate(found.aims.items()):
        means = _means(found, name)
        there = ~np.isnan(means)
        color, dashes = COLORS[i % len(COLORS)], DASHES[i % len(DASHES)]
        if there.sum() >= LEAST and np.ptp(means[there]) > 0 and _spread(points[there]):
            x_at, y_at = points[there, 0], points[there, 1]
            drawn = ax.tricontour(x_at, y_at, means[there], levels=[aim.number], colors=[color], linewidths=1.6)
            drawn.set_linestyle(dashes)
        text = tr("{m}: {aim}", "{m}：{aim}", m=found.measures[name].title, aim=aim_text(found, name))
        handles.append(Line2D([], [], color=color, ls=dashes, label=fitted(text, 34, 2)))
    for i, answer in enumerate(found.answers, 1):
        at = (answer.settings[x.name], answer.settings[y.name])
        ax.plot(*at, "o", ms=9, mfc="none", mec="#111111", mew=1.6, zorder=3)
        if len(found.answers) > 1:
            ax.annotate(str(i), at, (6, 6), textcoords="offset points", fontsize=SMALL)
    title = tr("nearest", "最接近") if found.outcome in ("unreachable", "unmoved") else tr("answer", "答案")
    handles.append(Line2D([], [], ls="", marker="o", ms=8, mfc="none", mec="#111111", label=title))
    ax.set_xlabel(_label(x))
    ax.set_ylabel(_label(y))
    ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0)


def _means(found: SoughtJointly, name: str) -> Floats:
    """A measure's mean at everything tried, in its unit, shape (tried,); of fewer replications leveled with all.

    What fewer give otherwise at the values that were played both ways is taken off, so that no line bends by luck.
    """
    full = found.tried[-1].replications
    level = {tuple(one.settings.values()): one.reached[name].mean for one in found.tried if one.replications == full}
    few = [one for one in found.tried if one.replications != full]
    away = [level[key] - one.reached[name].mean for one in few if (key := tuple(one.settings.values())) in level]
    offset = float(np.nanmean(away)) if away else 0.0
    return np.array([one.reached[name].mean + (0.0 if one.replications == full else offset) for one in found.tried])


def _spread(points: Floats) -> bool:
    """Whether points span an area, so that triangles can be laid between them."""
    away = points - points[0]
    return bool(np.linalg.matrix_rank(away) == 2)


def _ranges(found: SoughtJointly, ax: Axes) -> None:
    rows = list(found.knobs)[::-1]
    for height, knob in enumerate(rows):
        low, high = found.searched[knob.name]
        ax.plot([0, 1], [height, height], color="#bbbbbb", lw=1.2, zorder=1)
        if not isinstance(knob.now, bool | str) and low <= knob.now <= high:
            ax.plot((knob.now - low) / (high - low), height, "|", ms=14, color="#777777", zorder=2)
        for end, side in ((low, "right"), (high, "left")):
            ax.annotate(knob.said(end), (0.0 if side == "right" else 1.0, height), (-6 if side == "right" else 6, 0),
                        textcoords="offset points", ha=side, va="center", fontsize=SMALL)  # fmt: skip
    for i, answer in enumerate(found.answers):
        places = [(answer.settings[k.name] - found.searched[k.name][0])
                  / (found.searched[k.name][1] - found.searched[k.name][0]) for k in rows]  # fmt: skip
        label = tr("answer {i}", "答案{i}", i=i + 1)
        if found.outcome in ("unreachable", "unmoved"):
            label = tr("nearest", "最接近")
        ax.plot(places, range(len(rows)), "o", ls=DASHES[i % len(DASHES)], color=COLORS[i % len(COLORS)], ms=7, lw=1.2,
                label=label, zorder=3)  # fmt: skip
    ax.set_yticks(range(len(rows)), [fitted(_label(knob), 26, 2) for knob in rows])
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xlim(-0.18, 1.18)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(length=0)
    ax.set_xticks([])
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0)
