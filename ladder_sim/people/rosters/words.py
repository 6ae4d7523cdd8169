"""The words of people's tables in English and Chinese: headers, yes and no, the values of roles and categories."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from ladder_sim.expressions.words import GIVEN_CLOCKS
from ladder_sim.model.metrics import Attribute
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell

#: Column -> headers that mean it, written without blanks, brackets and underscores. Its own name always does.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "person": ("工号", "员工号", "员工编号", "人员编号", "员工工号", "employeeid", "personid", "staffid", "id",
               "employeenumber", "empid", "emplid", "employeecode", "personnelnumber", "staffnumber", "payrollid"),
    "role": ("岗位", "岗位层级", "角色", "职位", "职务", "岗位名称", "position", "jobrole", "jobtitle", "职位名称"),
    "grade": ("职级", "职等", "级别", "等级", "岗级", "星级", "职级名称", "jobgrade", "joblevel", "paygrade", "rank"),
    "hired": ("入职日期", "入职时间", "入司日期", "到岗日期", "hiredate", "datehired", "joined", "startdate",
              "dateofhire", "joiningdate", "datejoined", "dateofjoining", "employmentstart", "入司时间", "hiredon",
              "appointed", "appointmentdate", "dateofappointment", "dateappointed", "appointeddate", "orighiredate",
              "originalhiredate", "originaldateofhire", "joiningyear", "yearofjoining", "hireyear", "yearofhire",
              "入职年份", "入职年度"),
    "tenure": ("司龄", "工龄", "本司工龄", "服务年限", "seniority", "lengthofservice", "service"),
    "years_employed": ("司龄年", "工龄年", "yearsofservice", "yearsatcompany", "tenureyears", "serviceyears"),
    "months_employed": ("司龄月", "司龄月数", "入职月数", "tenuremonths", "monthsofservice", "monthsatcompany"),
    "grade_since": (
        "任现职级日期", "任现职日期", "上次晋升日期", "最近晋升日期", "现职级起始日期",
        "lastpromotion", "lastpromotiondate", "gradedate", "dateoflastpromotion",
    ),
    "months_in_grade": ("现职级月数", "在级月数", "任现职级月数", "timeingrade", "monthsincurrentgrade"),
    "years_in_grade": ("任现职级年数", "现职级年限", "yearsincurrentrole", "yearssincelastpromotion"),
    "team": ("团队", "班组", "小组", "组别", "所在团队", "group"),
    "pay": ("月薪", "基本工资", "底薪", "基本月薪", "月基本工资", "薪资", "工资", "salary", "basepay", "monthlypay",
            "monthlyincome",
            "monthlysalary", "basesalary", "月度工资"),
    "annual_pay": ("年薪", "年度工资", "年度薪酬", "年收入", "基本年薪", "annualsalary", "annualbasepay",
                   "annualbasesalary", "yearlysalary", "yearlypay", "salaryperyear", "baseannualpay"),
    "kpi": ("绩效", "绩效分", "绩效得分", "考核得分", "绩效分数", "kpi得分", "performance", "rating", "score",
            "performancerating", "performancescore", "绩效等级", "考核等级", "绩效评级", "考核结果", "绩效结果",
            "绩效分值", "考核分值", "考核分数"),
    "status": ("状态", "在职状态", "员工状态", "人员状态", "employmentstatus", "employeestatus"),
    "has_left": ("是否离职", "是否已离职", "离职", "已离职", "离职否", "isleft", "leaver",
                 "attrition", "left", "termd", "isleaver", "leaveornot", "leftcompany", "hasresigned",
                 "isterminated", "terminated", "exited"),
    "is_active": ("是否在职", "在职", "active", "currentemployee", "stillemployed"),
    "left_on": ("离职日期", "离职时间", "离司日期", "最后工作日", "terminationdate", "dateoftermination", "leavingdate",
                "leavedate", "exitdate", "lastworkingday", "lastday", "separationdate", "enddate", "leftdate",
                "termdate"),
    "fte": ("全职当量", "工时比例", "fulltimeequivalent", "parttimeshare", "工作比例"),
    "birth": ("出生日期", "生日", "出生年月", "dob", "dateofbirth", "birthdate", "birthday"),
    "age": ("年龄", "周岁"),
    "education": ("学历", "最高学历", "文化程度", "degree", "educationlevel"),
    "gender": ("性别", "sex"),
    "experience_months": ("入职前经验月数", "入职前工作月数", "相关经验月数"),
    "certificates": ("证书", "证书数", "证书数量"),
}  # fmt: skip
#: Headers that exports have and a run has no use for: left out without a hint that would mislead.
IDLE = (
    "序号", "编号", "no", "no.", "#", "index", "行号", "nr", "部门", "一级部门", "二级部门", "所属部门", "department",
    "dept", "division", "businessunit", "unit", "公司", "company", "经理", "直接上级", "上级", "汇报对象", "manager",
    "managerid", "supervisor", "managername", "linemanager", "reportsto", "工作地点", "地点", "城市", "location",
    "city", "site", "office", "country", "合同类型", "用工形式", "用工类型", "合同到期日", "employmenttype",
    "contract", "contracttype", "contractend", "workertype", "agency", "外包公司", "fulltime", "parttime",
    "离职原因", "离职类型", "leavingreason", "terminationreason", "termreason", "reasonforleaving", "备注", "说明",
    "notes", "remarks", "comment", "民族", "籍贯", "婚姻状况", "maritalstatus", "race", "nationality", "政治面貌",
    "bonus", "奖金", "currency", "币种", "costcenter", "成本中心", "毕业院校", "专业", "转正日期",
)  # fmt: skip
PERSONAL = (
    "姓名", "员工姓名", "名字", "name", "fullname", "employeename", "身份证", "身份证号", "身份证号码", "idnumber",
    "手机", "手机号", "手机号码", "电话", "联系电话", "phone", "mobile", "邮箱", "电子邮箱", "email", "住址", "address",
    "firstname", "lastname", "surname", "givenname", "middlename", "preferredname", "英文名", "中文名", "姓", "名",
    "证件号码", "证件号", "护照号", "passport", "passportnumber", "ssn", "socialsecuritynumber", "nationalid",
    "taxid", "家庭住址", "现住址", "homeaddress", "street", "zip", "zipcode", "postcode", "workemail", "emailaddress",
    "phonenumber", "telephone", "mobilenumber", "mobilephone", "cellphone", "微信", "微信号", "wechat", "qq",
    "银行账号", "银行卡号", "工资卡号", "开户行", "bankaccount", "iban", "accountnumber", "紧急联系人", "紧急联系电话",
    "emergencycontact", "emergencyphone", "社保号", "公积金账号", "username", "login",
)  # fmt: skip
#: Parts of a header that make it personal whatever stands beside them: 员工身份证号码, Employee Phone 2.
PERSONAL_PARTS = (
    "姓名", "身份证", "证件号", "手机", "电话", "邮箱", "住址", "护照", "银行卡", "银行账", "微信", "passport",
    "socialsecurity",
    "nationalid", "email", "phone", "mobile", "bankaccount", "iban", "homeaddress", "firstname", "lastname", "fullname",
    "employeename", "surname", "wechat",
)  # fmt: skip
TOTALS = ("合计", "总计", "小计", "共计", "总数", "总人数", "汇总", "平均", "均值", "total", "totals", "grandtotal",
          "subtotal", "sum",
          "average", "mean", "count")  # fmt: skip
YES = ("1", "yes", "y", "true", "是", "有", "通过")
NO = ("0", "no", "n", "false", "否", "无", "未通过")

#: Words of one meaning. A value is understood as the allowed word of its set; an earlier set goes first.
SAME = (
    ("agent", "客服", "客服专员", "专员", "坐席", "座席", "客服代表", "一线客服", "csr", "representative"),
    ("lead", "组长", "客服组长", "班长", "班组长", "teamlead", "teamleader"),
    ("supervisor", "主管", "客服主管", "督导"),
    ("manager", "经理", "客服经理", "部门经理"),
    ("director", "总监", "客服总监"),
    ("executive", "总经理", "副总经理", "副总", "高管"),
    ("female", "女", "女性", "f", "woman"),
    ("male", "男", "男性", "m", "man"),
    ("vocational", "中专", "中技", "技校", "职高"),
    (
        "school",
        "highschool",
        "highschooldiploma",
        "belowcollege",
        "secondary",
        "高中",
        "初中",
        "中专",
        "中技",
        "技校",
        "职高",
        "高中及以下",
        "中专及以下",
    ),
    (
        "college",
        "大专",
        "专科",
        "高职",
        "juniorcollege",
        "associate",
        "associates",
        "associatedegree",
        "associatesdegree",
    ),
    (
        "bachelor",
        "本科",
        "大学本科",
        "大学",
        "学士",
        "undergraduate",
        "bachelors",
        "bachelor's",
        "bachelordegree",
        "bachelorsdegree",
        "bachelor'sdegree",
    ),
    ("doctor", "phd", "doctorate", "doctoraldegree", "博士", "博士研究生"),
    (
        "master",
        "硕士",
        "研究生",
        "硕士研究生",
        "masters",
        "master's",
        "masterdegree",
        "mastersdegree",
        "master'sdegree",
        "博士",
        "博士研究生",
        "硕士及以上",
        "doctor",
        "phd",
        "doctorate",
        "doctoraldegree",
    ),
)


def personal(header: str) -> bool:
    """Does a header announce what must not be read: names, identity numbers, phones, addresses, accounts?"""
    return plain(header) in PERSONAL or any(part in plain(header) for part in PERSONAL_PARTS)


def plain(word: Cell) -> str:
    """A header or word as it is compared: without width, case, blanks, underscores, hyphens and bracketed parts."""
    return _remembered(sheets.text(word))


def plain_once(word: str) -> str:
    """`plain` of a cell that nobody has read yet: it may be a name, and is not kept."""
    return re.sub(r"[(\[【].*?[)\]】]|[\s_\-:]", "", unicodedata.normalize("NFKC", word)).casefold()


_remembered = lru_cache(maxsize=10_000)(plain_once)


def spelling(word: Cell) -> str:
    """A name as grades are compared: without width, case, blanks, underscores and hyphens, brackets kept."""
    plain = re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", sheets.text(word))).casefold()
    return _NUMBERED.sub(lambda found: str("一二三四五六七八九十".index(found[1]) + 1) + found[2], plain)


#: A step with a Chinese numeral: 一级 is 1级.
_NUMBERED = re.compile(r"(?<![一二三四五六七八九十百])([一二三四五六七八九十])([级等档])\Z")


def known_headers(attributes: Mapping[str, Attribute]) -> dict[str, str]:
    """Plain header -> column. The standard ones go first, then names and titles of the workforce's attributes."""
    known = {plain(word): name for name, words in HEADERS.items() for word in (name, *words)}
    for attribute in attributes.values():
        for word in (attribute.name, *attribute.title.spellings):
            if plain(word) and not personal(word) and attribute.name not in GIVEN_CLOCKS:
                known.setdefault(plain(word), attribute.name)
    return known


@lru_cache(maxsize=64)
def meanings(allowed: tuple[str, ...]) -> Mapping[str, str]:
    """Plain word -> the allowed word it means: the allowed ones themselves, then those of one meaning with them."""
    own = {plain(word): word for word in allowed}
    understood = dict(own)
    for same in SAME:
        meant = next((own[word] for word in same if word in own), None)
        if meant is not None:
            for word in same:
                understood.setdefault(word, meant)
    return understood
