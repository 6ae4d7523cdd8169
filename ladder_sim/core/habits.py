"""Words that people bring from pandas, scikit-learn, statsmodels, lifelines, xarray and SimPy, and what is asked here.

A word is looked up by what it means before by its letters: ``replace`` is `with_`, though ``placement`` looks more like
it. Of the package `PACKAGE` has names that stand for one of its own, `TOLD` what is told in words; a table for each
kind of record follows, which its class takes as `MEANT`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from ladder_sim.core.i18n import Title


def _words(*groups: tuple[str, Title]) -> dict[str, Title]:
    """Each word of groups of words, with what the group means."""
    return dict(chain.from_iterable(((word, meant) for word in words.split()) for words, meant in groups))


def _code(text: str) -> Title:
    """Code to be copied, the same in every language."""
    return Title(en=text, zh=text)


_START = "scheme = load_scheme('ecommerce-dual-track'); people = load_workforce('service-center-200')"
_PLAY = "run = simulate(scheme, people, months=24, replications=100, seed=1)"
_KEPT = "run.save('name.run'), load_run('name.run')"
_DESCRIBED = "ladder_sim.describe(…)"
_VALUES = "measure('turnover').plot(kind='hist')"
#: A function of a measure of one's own.
OWN_FUNCTION = "lambda w: w.exits_by('voluntary') / w.years"
OWN_MEASURE = (
    "with_measure('early_leavers', lambda w: w.exits_by('voluntary') / w.years, unit='people a year', better='down')"
)
_OWN = Title(f"a measure of your own: run.{OWN_MEASURE}", f"自定义指标：run.{OWN_MEASURE}")
_CITED = Title("provenance is the line to cite; provenance_record() has everything for an appendix: versions, seeds,"
               " the rules and the people as texts",
               "provenance 是引用用的一行文字；provenance_record() 含附录所需的全部内容：版本、种子、"
               "制度和人员全文")  # fmt: skip

#: What is looked for at first in the package → its name there.
PACKAGE: Mapping[str, str] = {
    **dict.fromkeys(("load_rules", "load_policy", "load_ladder", "load", "scheme", "rules", "read_scheme",
                     "read_rules", "from_dict", "from_yaml"), "load_scheme"),
    **dict.fromkeys(("load_people", "load_department", "load_roster", "load_staff", "workforce", "people",
                     "read_roster", "department", "read_csv", "load_center", "load_team"), "load_workforce"),
    **dict.fromkeys(("run", "play", "sim", "Simulation", "Simulator", "Environment", "Model", "fit"), "simulate"),
    **dict.fromkeys(("vary", "grid", "grid_search", "sensitivity", "GridSearchCV", "ParameterGrid", "scan"), "sweep"),
    **dict.fromkeys(("optimize", "solve", "goal_seek", "find", "minimize", "calibrate_to"), "seek"),
    **dict.fromkeys(("calibrate",), "match"),
    **dict.fromkeys(("pareto", "tradeoff", "trade_off", "efficient"), "frontier"),
    **dict.fromkeys(("best", "select", "rank", "pick", "winner"), "choose"),
    **dict.fromkeys(("concat", "merge", "combine", "append"), "join"),
    **dict.fromkeys(("plot", "charts", "figures", "plotting", "viz"), "plots"),
    **dict.fromkeys(("list", "schemes", "datasets", "scenarios", "ls", "list_schemes", "list_workforces", "available",
                     "list_rules", "list_departments"), "list_scenarios"),
    **dict.fromkeys(("why", "why_not", "reasons"), "explain"),
    **dict.fromkeys(("read_run", "load_result", "load_results", "open", "read", "read_pickle"), "load_run"),
    **dict.fromkeys(("language", "set_language", "lang", "options", "set_option"), "use"),
    **dict.fromkeys(("info", "summary", "show"), "describe"),
    **dict.fromkeys(("check", "validate"), "lint"),
    **dict.fromkeys(("replay", "reproduce"), "verify"),
    **dict.fromkeys(("histories", "careers", "biographies"), "lives"),
}  # fmt: skip
#: What is told of a name of the package in its place.
TOLD: Mapping[str, Title] = _words(
    ("load_rules load_policy load_ladder load_department load_people load_staff load",
     Title(f"to begin: {_START}; {_PLAY}", f"开始时：{_START}；{_PLAY}")),
    ("measures measure metrics list_measures describe_measure",
     Title("run.measures() has every measure with its definition; run.measures().loc['turnover'] one",
           "run.measures() 列出全部指标及其定义；run.measures().loc['turnover'] 为其中一个")),
    ("Measure add_measure register_measure make_scorer with_measure", _OWN),
    ("cite citation provenance bibtex", Title("comparison.provenance is the line to cite; comparison."
                                              "provenance_record() has everything for an appendix",
                                              "comparison.provenance 是引用用的一行文字；"
                                              "comparison.provenance_record() 含附录所需的全部内容")),
    ("show_versions version versions", Title("ladder_sim.__version__; run.provenance_record()['versions'] has all",
                                             "ladder_sim.__version__；run.provenance_record()['versions'] 列出全部")),
    ("help docs doc", _code("help(ladder_sim), help(ladder_sim.simulate)")),
    ("save dump to_pickle", _code(f"scheme.save('name.yaml'), {_KEPT}")),
)  # fmt: skip

#: The call that makes a record of each public class, which none makes by its name.
MADE: Mapping[str, str] = {
    "Scheme": "ladder_sim.load_scheme('ecommerce-dual-track')",
    "Workforce": "ladder_sim.load_workforce('service-center-200')",
    "Study": "ladder_sim.load_study('demo')",
    "Brief": "ladder_sim.Brief(title='Promotion in 2027', company='Example')",
    "Run": "ladder_sim.simulate(scheme, people, months=24, replications=100, seed=1)",
    "Comparison": "ladder_sim.compare([now, new], people, months=24, replications=100, seed=1)",
    "Sweep": "ladder_sim.sweep(scheme, people, excellent=[80, 85, 90])",
    "Sought": "ladder_sim.seek(scheme, people, 'excellent', turnover=0.4)",
    "SoughtJointly": "ladder_sim.seek(scheme, people, {'bar': (70, 95), 'wait': (6, 24)}, turnover=0.3, kpi=80)",
    "Matched": "ladder_sim.match('service-center-200', 'ecommerce-dual-track', turnover=0.4)",
    "Frontier": "ladder_sim.frontier([now, new], people)",
    "Chosen": "ladder_sim.choose([now, new], people, 'turnover', matters=0.01)",
    "Switch": "ladder_sim.switch(now, new, people)",
    "RosterCheck": "ladder_sim.check_roster('staff.csv')",
    "Fit": "ladder_sim.fit_history('history.csv', grades='A<B<C')",
    "Backtest": "ladder_sim.fit_history('history.csv', grades='A<B<C').backtest(scheme)",
    "Draft": "ladder_sim.draft('policy.docx')",
    "Tracked": "ladder_sim.track('plan.run', 'months.csv')",
}
#: What loads a record of a class, and the file that it loads; of those that files of people hold a dict, too.
LOADED: Mapping[str, tuple[str, str]] = {
    "Scheme": ("load_scheme", "name.yaml"), "Workforce": ("load_workforce", "name.yaml"),
    "Study": ("load_study", "name.yaml"), "Brief": ("load_brief", "name.yaml"),
    "Run": ("load_run", "name.run"), "Comparison": ("load_comparison", "name.run"),
}  # fmt: skip
_FROM_TABLES = ("from_csv", "from_excel", "from_frame", "from_dataframe", "from_pandas", "from_roster", "read_csv")


def made_by(kind: str, name: str = "") -> str:
    """The call by which a record of a class is made, where another was looked for; '' of a class that none makes.

    Parameters
    ----------
    kind : of the class the name
    name : of what was looked for, such as ``from_dict``
    """
    if kind == "Workforce" and name in _FROM_TABLES:
        return "ladder_sim.load_workforce('staff.csv', like='service-center-200')"
    usual = MADE.get(kind, "")
    if kind not in LOADED:
        return usual
    load, file = LOADED[kind]
    of_file = f"ladder_sim.{load}({file!r})"
    if load in ("load_scheme", "load_workforce", "load_study"):
        of_dict = f"ladder_sim.{load}(form)"
        if "dict" in name or "json" in name or "mapping" in name or "obj" in name:
            return of_dict
        return of_file if name in _FROM_FILES else f"{usual}, {of_file}, {of_dict}"
    return of_file if name in _FROM_FILES else f"{usual}, {of_file}"


_FROM_FILES = ("load", "open", "read", "from_file", "from_yaml", "from_pickle", "read_yaml", "read_pickle", "from_path",
               "restore", "loads", "from_run")  # fmt: skip

#: Words for changing a scheme, and for adding a rule to it: what is written is told with its own names.
CHANGE = ("replace", "assign", "update", "set", "set_params", "evolve", "modify", "change", "mutate", "transform",
          "copy", "clone", "deepcopy", "edit", "vary")  # fmt: skip
RULE = ("add_move", "add_rule", "add_moves", "add_rules", "append", "insert", "move", "add", "remove", "drop",
        "with_move", "with_rule", "rule")  # fmt: skip
_PEOPLE = "people.with_({'metrics.kpi.normal.mean': 75}, headcount=80, leaving=2), people.with_(roster=frame)"
_FORM = "to_json json dict dump dumps as_dict asdict model_dump to_file write to_text yaml to_csv to_excel"
_NAMED = (
    "name names label",
    Title("id is the name for code, title the one for people", "id 为程序用的编号，title 为显示用的名称"),
)
_KNOWN_BY = ("fingerprint hash version checksum cite citation",
             Title("its line ends in the fingerprint; provenance_record() of a run has everything to cite",
                   "其单行显示末尾为指纹；run 的 provenance_record() 含引用所需的全部内容"))  # fmt: skip
_TOLD_BY = "describe info show display head print report overview"
_WRITTEN = (
    _NAMED, _KNOWN_BY,
    (_FORM, _code("to_dict(), to_yaml(), save('name.yaml')")),
    (f"{_TOLD_BY} __str__", _code(_DESCRIBED)),
    ("simulate run play fit predict step start_simulation",
     _code("ladder_sim.simulate(scheme, people, months=24, replications=100, seed=1)")),
)  # fmt: skip
SCHEME: Mapping[str, Title] = _words(
    *_WRITTEN,
    ("compare", _code("ladder_sim.compare([scheme, other], people)")),
    ("params get_params rules settings values options config",
     Title("parameters by name, table() as a frame; moves are the rules",
           "parameters 按名称，table() 为表格；moves 为各条规则")),
    ("to_frame to_pandas df dataframe columns", _code("table()")),
    ("plot draw", _code("ladder_sim.plots.ladder(scheme)")),
    ("lint check validate problems warnings", _code("ladder_sim.lint(scheme)")),
    ("diff difference", _code("ladder_sim.diff(scheme, other)")),
    ("levels steps ladder grade", _code("grades")),
    ("say explain", _code("ladder_sim.describe(scheme), ladder_sim.say(rule, scheme=scheme)")),
    ("sweep grid", _code("ladder_sim.sweep(scheme, people, excellent=[80, 85, 90])")),
)  # fmt: skip
WORKFORCE: Mapping[str, Title] = dict.fromkeys(CHANGE, _code(_PEOPLE)) | _words(
    *_WRITTEN,
    ("scale resize sample subset filter", _code(_PEOPLE)),
    ("size shape n count n_people employees staff", _code("headcount")),
    ("roster persons to_frame to_pandas df dataframe",
     Title("people has them, drawn when a run begins; run.people, of simulate(…, events=True), has a row for each",
           "人员见 people，模拟开始时抽取；simulate(…, events=True) 的 run.people 每人一行")),
    ("parameters params get_params settings config options summary",
     Title("to_dict() has everything; people, metrics and attrition its parts; with_(…) changes them",
           "to_dict() 含全部内容；people、metrics、attrition 为其各部分；用 with_(…) 修改")),
    ("turnover leaving_rate hazard quit_rate",
     Title("attrition has the hazards; with_(leaving=2) doubles them",
           "各月离职概率见 attrition；with_(leaving=2) 使其加倍")),
    ("kpi_mean mean_kpi performance score scores", _code("metrics['kpi'], with_({'metrics.kpi.normal.mean': 75})")),
)  # fmt: skip

_LIVES = Title("events, people and spells: each change, who they are, each stay in a grade; a large run keeps them with"
               " simulate(…, events=True)",
               "events、people 和 spells：每次变动、人员信息、每段任职；规模大时须以 simulate(…, events=True) 保留"
               )  # fmt: skip
_MORE = "ladder_sim.join([run, ladder_sim.simulate(scheme, people, months=24, replications=40, seed=1, first=40)])"
RESULT: Mapping[str, Title] = _words(
    ("cite citation bibtex reference versions fingerprint", _CITED),
    ("hist histogram boxplot box kde violin density distribution", _code(_VALUES)),
    ("history histories lives trajectories careers biographies log event_log logs individuals persons spell", _LIVES),
    ("survival kaplan_meier cumulative_incidence survival_function lifetimes durations",
     Title("measure('promoted_within_24') and plot('time_to_promotion'); by group: by_group('gender'), or spells for"
           " lifelines: for group, part in spells.groupby('gender', observed=True): KaplanMeierFitter().fit("
           "part['stop'], part['ended_by'] == 'promotion', entry=part['start'], label=group)",
           "measure('promoted_within_24') 和 plot('time_to_promotion')；按组：by_group('gender')，或用 lifelines 取"
           " spells：for group, part in spells.groupby('gender', observed=True): KaplanMeierFitter().fit("
           "part['stop'], part['ended_by'] == 'promotion', entry=part['start'], label=group)")),
    ("join append extend more continue_ resume add concat merge", _code(_MORE)),
    ("to_pickle dump pickle write export to_file", _code("save('name.run')")),
    ("to_parquet to_feather to_csv to_hdf to_sql to_pandas_dict",
     Title("frame('events').to_parquet('events.parquet') writes a table, save('name.run') keeps everything",
           "frame('events').to_parquet('events.parquet') 写出数据表，save('name.run') 保存全部")),
    ("metadata meta attrs source", _CITED),
    ("promotion_history promotion_histories move_history timeline", _LIVES),
    ("load read open from_file", _code("ladder_sim.load_run('name.run')")),
    ("params parameters settings config", _code("scheme.parameters")),
    ("repetitions reps n_reps repeats runs_count n n_runs size", _code("replications")),
    ("department center staff workers", _code("workforce")),
    ("policy", _code("scheme")),
    ("add_measure assign register apply pipe with_measures transform agg aggregate eval", _code(OWN_MEASURE)),
    ("metrics metric outcomes kpis results_table", _code("table(), measures()")),
    ("costs_by_grade cost", _code("costs")),
    ("promotions", _code("moves")),
    ("leavers attrition quits", _code("exits")),
    ("promotion demotion", _code("measure('promotion_rate'), moves")),
    ("promotions_by_grade", _code("moves")),
)  # fmt: skip
RUN: Mapping[str, Title] = _words(
    ("explain", _code("ladder_sim.explain(run), ledger")),
    ("why", Title("comparison.why('turnover') of what compare() gives; ladder_sim.explain(run) why people are stopped",
                  "compare() 的结果用 comparison.why('turnover')；ladder_sim.explain(run) 说明人员为何未晋升")),
    ("contrast difference differences diff compare verdict ttest pvalue",
     _code("ladder_sim.compare([now, new], people).table('turnover')")),
    ("runs schemes", Title("this is one run; compare([now, new], people).runs has several",
                           "这是一个 run；compare([now, new], people).runs 有多个")),
)  # fmt: skip
COMPARISON: Mapping[str, Title] = _words(
    ("differences diff delta effect effects lift", _code("difference('turnover'), table('turnover')")),
    ("ttest ttest_rel pvalue pvalues p_value test verdict verdicts significance",
     _code("contrast('new', 'turnover').verdict, table('turnover')")),
    ("best winner rank ranking select winners idxmax idxmin", _code("choose('turnover', matters=0.01), leaders()")),
    ("explain", _code("ladder_sim.explain(comparison['id'])")),
    ("scheme", _code("schemes")),
    ("items keys", _code("runs.items()")),
    ("gaps", _code("reason('id', 'turnover'), comparison['id'].gaps('turnover')")),
)  # fmt: skip
SWEEP: Mapping[str, Title] = _words(
    ("interval intervals conf_int confidence_interval mean means best best_params_ cv_results_ results_ unstack pivot",
     _code("table('turnover'), table('turnover').set_index('excellent')")),
    ("cite citation bibtex reference", Title("provenance is the line to cite", "provenance 是引用用的一行文字")),
)  # fmt: skip

INTERVAL: Mapping[str, Title] = _words(
    ("lower left min lo ci_lower ci_low lcl", _code("low")),
    ("upper right max hi ci_upper ci_high ucl", _code("high")),
    ("ci conf_int confidence_interval interval bounds values", _code("(found.low, found.high)")),
    ("estimate value center mid point", _code("mean")),
    ("half_width width margin moe error se sem std_err stderr", _code("half")),
)
CONTRAST: Mapping[str, Title] = _words(
    ("pvalue p_value p pval", Title("no p-value is told: difference.low and difference.high are its interval, verdict"
                                    " says whether it is detectable, chance_better the share of replications in which"
                                    " it is better",
                                    "不给出p值：difference.low 与 difference.high 为其区间，verdict 说明差异能否确认，"
                                    "chance_better 为结果更好的重复所占比例")),
    ("ci interval conf_int confidence_interval low high lower upper bounds", _code("difference.low, difference.high")),
    ("mean value estimate effect diff delta", _code("difference.mean, level.mean")),
    ("significant reject is_significant significance", _code("verdict, better")),
)  # fmt: skip

#: What others call a measure → its name.
MEASURES: Mapping[str, str] = {
    **dict.fromkeys(("attrition", "attrition_rate", "turnover_rate", "quit_rate", "churn", "churn_rate", "leavers",
                     "leaving", "leaving_rate", "exit_rate", "retention", "retention_rate"), "turnover"),
    **dict.fromkeys(("voluntary_turnover", "voluntary", "quits", "resignations"), "turnover_voluntary"),
    **dict.fromkeys(("promotion", "promotions", "promoted", "promotions_per_year"), "promotion_rate"),
    **dict.fromkeys(("demotion", "demotions"), "demotion_rate"),
    **dict.fromkeys(("cost", "total_cost", "labour", "labor", "personnel_cost", "budget"), "labor_cost"),
    **dict.fromkeys(("cost_per_head", "cost_per_capita", "labor_cost_per_capita",
                     "costs_per_head"), "labor_cost_per_head"),
    **dict.fromkeys(("salary", "salaries", "wages", "wage_bill", "payroll"), "salary_cost"),
    **dict.fromkeys(("performance", "mean_performance", "score", "scores"), "kpi"),
    **dict.fromkeys(("wait", "waiting_time", "time_in_grade", "median_time_to_promotion"), "time_to_promotion"),
}  # fmt: skip
#: The beginning of the call that compares the same once more.
COMPARED_AGAIN = "compare([run.scheme for run in comparison.runs], comparison.workforce"
#: What others call a unit → ours.
UNITS: Mapping[str, str] = {
    **dict.fromkeys(("%", "percent", "fraction", "proportion", "probability", "rate"), "share"),
    **dict.fromkeys(("persons", "person", "employees", "heads", "headcount", "count", "n", "number"), "people"),
    **dict.fromkeys(("cny", "usd", "eur", "rmb", "yuan", "currency", "cost", "money/year", "money per year"),
                    "money a year"),
    **dict.fromkeys(("people/year", "people per year", "persons a year", "people/yr", "per year"), "people a year"),
    **dict.fromkeys(("month", "years", "year"), "months"),
    **dict.fromkeys(("score", "kpi", "point"), "points"),
    **dict.fromkeys(("", "none", "dimensionless", "number of"), "ratio"),
}  # fmt: skip
