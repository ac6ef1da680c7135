"""Printed targets and what they mean: (text, fields that are not empty)."""

VALUE, RANGE, REL = {"kind": "value"}, {"kind": "range"}, {"kind": "relative"}


def value(op, number, unit=None, **more):
    return VALUE | {"op": op, "value": number, "unit": unit} | more


def relative(change, op="=", **more):
    return REL | {"op": op, "change": change, "change_unit": "%"} | more


def points(change, op="=", **more):
    return {
        "kind": "points",
        "op": op,
        "change": change,
        "change_unit": "百分点",
    } | more


def reference(name, op, change=0, **more):
    return {"kind": "reference", "reference": name, "op": op, "change": change} | more


def annual(change, change_unit, op="=", **more):
    return {
        "kind": "annual",
        "op": op,
        "change": change,
        "change_unit": change_unit,
        "per_year": True,
    } | more


def multiply(times, op="=", **more):
    return {"kind": "multiply", "op": op, "change": times, "change_unit": "倍"} | more


def spread(low, high, unit=None):
    return RANGE | {"value": low, "high": high, "unit": unit}


DIRECTION, NONE, COVERAGE, KEEP = (
    {"kind": "direction"},
    {"kind": "none"},
    {"kind": "coverage"},
    {"kind": "keep"},
)

# Every way of writing in the tables of the six first plans.
PLANS = [
    ("77.3", value("=", 77.3)),
    ("79.0", value("=", 79)),
    ("0", value("=", 0)),
    ("≤5.3", value("<=", 5.3)),
    ("≥90", value(">=", 90)),
    ("＜30", value("<", 30)),
    ("﹥97", value(">", 97)),
    ("＞80", value(">", 80)),
    (">0.005", value(">", 0.005)),
    (">82", value(">", 82)),
    ("91.90", value("=", 91.9)),
    ("28左右", value("~", 28)),
    ("5.9左右", value("~", 5.9)),
    ("控制在5.9左右", value("~", 5.9)),
    ("力争达到77.3", value("=", 77.3, effort=True)),
    ("较2015年下降10%", relative(-10, base_year=2015)),
    ("比2015年降低10％", relative(-10, base_year=2015)),
    ("比2015年降低30%", relative(-30, base_year=2015)),
    ("下降30%", relative(-30)),
    ("持续改善", DIRECTION),
    ("持续\n\n改善", DIRECTION),
    ("比全国平均水平高5个百分点", reference("全国平均", "=", 5, change_unit="百分点")),
    ("27.97\n（2021年）", value("=", 27.97, measured_year=2021)),
    ("3.6（2014年）", value("=", 3.6, measured_year=2014)),
    ("／", NONE),
    ("-", NONE),
]

# Their prose.
PROSE = [
    ("达到79岁", value("=", 79, "岁")),
    ("控制在14.5/10万及以下", value("<=", 14.5, "1/10万")),
    ("控制在4.2‰及以下", value("<=", 4.2, "‰")),
    ("控制在180/10万以下", value("<=", 180, "1/10万")),
    ("控制在25％以内", value("<=", 25, "%")),
    ("达到99%以上", value(">=", 99, "%")),
    ("达80%以上", value(">=", 80, "%")),
    ("不低于2.3平方米", value(">=", 2.3, "平方米")),
    ("降至20%以下", value("<=", 20, "%")),
    ("降低到20%", value("=", 20, "%")),
    ("降低20%", relative(-20)),
    ("降到25﹪左右", value("~", 25, "%")),
    ("下降到3.08‰", value("=", 3.08, "‰")),
    ("不低于4份/千人·年", value(">=", 4, "份/千人·年")),
    ("不少于1小时", value(">=", 1, "小时")),
    ("不少于1家", value(">=", 1, "家")),
    ("至少1名", value(">=", 1, "名")),
    ("1—2个", spread(1, 2, "个")),
    ("276万人", value("=", 276, "万人")),
    ("20万亩", value("=", 20, "万亩")),
    ("突破600亿元", value(">", 600, "亿元")),
    ("0/10万", value("=", 0, "1/10万")),
    ("提高15％", relative(15)),
    ("比2015年提高15%", relative(15, base_year=2015)),
    ("力争实现道路交通万车死亡率下降40%", relative(-40, effort=True)),
    ("脑卒中发病率上升幅度控制在5%以内", relative(5, "<=")),
    ("15岁以上人群吸烟率降至20%以下", value("<=", 20, "%")),
    ("总体癌症5年生存率提高20%", relative(20)),
    ("每千常住人口床位数达8张", value("=", 8, "张")),
    ("人均每日食盐摄入量降低20%", relative(-20)),
    (
        "基本实现城镇社区15分钟健身圈全覆盖",
        COVERAGE | {"scope": "城镇社区15分钟健身圈", "notes": ["基本"]},
    ),
    ("100%全覆盖", COVERAGE | {"op": "=", "value": 100, "unit": "%"}),
    ("居民社区卫生服务覆盖率100%", COVERAGE | {"op": "=", "value": 100, "unit": "%"}),
]

COMPARATIVES = [
    (f"{word}8", value(op, 8))
    for op, words in {
        ">=": "≥ ≧ ⩾ >= ＞＝ 不低于 不少于 不小于 不得低于 至少 最少 大于等于 大于或等于 "
        "达到或超过 不低于等于",
        "<=": "≤ ≦ ⩽ <= ＜＝ 不高于 不超过 不大于 不多于 不得超过 至多 最多 小于等于 控制在 "
        "控制到",
        ">": "> ＞ ﹥ 超过 高于 大于 多于 突破 逾",
        "<": "< ＜ ﹤ 低于 小于 少于 不足 不到 未满 不满",
        "~": "≈ 约 大约 大致 约为",
        "=": "= ＝ 达到 达 为 保持在 稳定在 维持在 提高到 降至 增加至 减少到",
    }.items()
    for word in words.split()
] + [
    (f"8{word}", value(op, 8))
    for op, words in {
        ">=": "以上 及以上 （含）以上 以上（含）",
        "<=": "以下 及以下 以内 之内",
        ">": "以外",
        "~": "左右 上下",
    }.items()
    for word in words.split()
]

LEVELS = [
    ("保持在90%以上", value(">=", 90, "%")),
    ("持续控制在5%以下", value("<=", 5, "%")),
    ("控制在10以内", value("<=", 10)),
    ("至少90%以上", value(">=", 90, "%")),
    ("力争超过80岁", value(">", 80, "岁", effort=True)),
    ("争取达到90%以上", value(">=", 90, "%", effort=True)),
    ("努力达到90%", value("=", 90, "%", effort=True)),
    ("到2030年达到79岁", value("=", 79, "岁", year=2030)),
    ("到2030年，人均预期寿命达到79岁", value("=", 79, "岁", year=2030)),
    ("2025年底前达到90%", value("=", 90, "%", year=2025)),
    ("力争到2025年达到90%", value("=", 90, "%", year=2025, effort=True)),
    ("2025年：≥90%", value(">=", 90, "%", year=2025)),
    ("由75岁提高到79岁", value("=", 79, "岁")),
    ("从2015年的75岁提高到2030年的79岁", value("=", 79, "岁", year=2030)),
    ("1,200", value("=", 1200)),
    ("1，200张", value("=", 1200, "张")),
    ("１２．５％", value("=", 12.5, "%")),
    ("１２／１０万", value("=", 12, "1/10万")),
    ("12/10 万", value("=", 12, "1/10万")),
    ("15/十万", value("=", 15, "1/10万")),
    ("十万分之十二", value("=", 12, "1/10万")),
    ("百分之八十五以上", value(">=", 85, "%")),
    ("万分之三以下", value("<=", 3, "1/万")),
    ("千分之五", value("=", 5, "‰")),
    ("2.86/万", value("=", 2.86, "1/万")),
    ("三个", value("=", 3, "个")),
    ("两张", value("=", 2, "张")),
    ("二十家以上", value(">=", 20, "家")),
    ("一百二十张", value("=", 120, "张")),
    ("九成", value("=", 90, "%")),
    ("九成五", value("=", 95, "%")),
    ("五成以上", value(">=", 50, "%")),
    ("一半以上", value(">=", 50, "%")),
    ("过半", value(">", 50, "%")),
    ("100余家", value(">", 100, "家")),
    ("1.5万亿元", value("=", 1.5, "万亿元")),
    ("5.3亿人", value("=", 5.3, "亿人")),
    ("48.9μg/m3", value("=", 48.9, "μg/m³")),
    ("35微克/立方米以下", value("<=", 35, "μg/m³")),
    ("不超过5克", value("<=", 5, "克")),
    ("3.5人/千人", value("=", 3.5, "人/千人")),
    ("2次/年", value("=", 2, "次/年")),
    ("每年不少于2次", value(">=", 2, "次", per_year=True)),
    ("-5%", value("=", -5, "%")),
    ("下降到零", value("=", 0)),
    ("1000亿元（2015年价）", value("=", 1000, "亿元", price_base=2015)),
    ("按2015年不变价达到1000亿元", value("=", 1000, "亿元", price_base=2015)),
    ("（2021年）27.97", value("=", 27.97, measured_year=2021)),
    ("90%以上（约束性）", value(">=", 90, "%", notes=["约束性"])),
    ("不超过15分钟", value("<=", 15, "分钟")),
    ("1个小时以上", value(">=", 1, "小时")),
    ("控制率达到60%", value("=", 60, "%")),
    ("每千人拥有5张", value("=", 5, "张")),
    ("百分之百", value("=", 100, "%")),
    ("三至五个", spread(3, 5, "个")),
    ("103–107", spread(103, 107)),
    ("103—107", spread(103, 107)),
    ("103～107", spread(103, 107)),
    ("103至107", spread(103, 107)),
    ("90%-95%", spread(90, 95, "%")),
    ("90-95%", spread(90, 95, "%")),
    ("在103到107之间", spread(103, 107)),
    ("保持在103—107之间", spread(103, 107)),
    ("控制在10%—15%以内", spread(10, 15, "%")),
    ("10万—20万人", spread(10, 20, "万人")),
    ("10/10万-12/10万", spread(10, 12, "1/10万")),
]

CHANGES = [
    ("降低10%以上", relative(-10, ">=")),
    ("至少下降10%", relative(-10, ">=")),
    ("下降不低于10%", relative(-10, ">=")),
    ("下降超过10%", relative(-10, ">")),
    ("下降10%以内", relative(-10, "<=")),
    ("下降10%左右", relative(-10, "~")),
    ("累计下降18%", relative(-18)),
    ("降幅达到10%", relative(-10)),
    ("增速8%以上", relative(8, ">=")),
    ("压减10%", relative(-10)),
    ("与2015年相比下降10%", relative(-10, base_year=2015)),
    ("在2015年基础上下降30%", relative(-30, base_year=2015)),
    ("到2030年比2015年下降30%", relative(-30, base_year=2015, year=2030)),
    ("下降10%-15%", relative(-10, change_high=-15)),
    ("下降百分之五", relative(-5)),
    ("下降千分之一", relative(-0.1)),
    ("下降万分之三", relative(-0.03)),
    ("减半", relative(-50)),
    ("下降半数", relative(-50)),
    ("提高两成", relative(20)),
    ("降低5个百分点", points(-5)),
    ("提高五个百分点", points(5)),
    ("下降2个百分点左右", points(-2, "~")),
    ("提高3至5个百分点", points(3, change_high=5)),
    ("比2015年低5个百分点", points(-5, base_year=2015)),
    (
        "比2020年增加0.6人",
        {"kind": "absolute", "op": "=", "change": 0.6, "change_unit": "人"}
        | {"unit": "人", "base_year": 2020},
    ),
    (
        "在2020年基础上继续提高1岁左右",
        {"kind": "absolute", "op": "~", "change": 1, "change_unit": "岁"}
        | {"unit": "岁", "base_year": 2020},
    ),
    (
        "新增10个",
        {
            "kind": "absolute",
            "op": "=",
            "change": 10,
            "change_unit": "个",
            "unit": "个",
        },
    ),
    ("年均增长8%", annual(8, "%")),
    ("年均增速保持在8%左右", annual(8, "%", "~")),
    ("年均下降5%以上", annual(-5, "%", ">=")),
    ("每年递增10%", annual(10, "%")),
    ("“十四五”期间年均增长6%", annual(6, "%", year=2025, base_year=2020)),
    ("每年提高0.5个百分点", annual(0.5, "百分点")),
    ("每年新增3个", annual(3, "个", unit="个")),
    ("翻一番", multiply(2)),
    ("翻番", multiply(2)),
    ("翻两番", multiply(4)),
    ("比2010年翻一番", multiply(2, base_year=2010)),
    ("增长一倍", multiply(2)),
    ("增长2倍", multiply(3)),
    ("是2015年的1.5倍", multiply(1.5, base_year=2015)),
    ("为2015年的两倍", multiply(2, base_year=2015)),
    ("不低于2015年的1.5倍", multiply(1.5, ">=", base_year=2015)),
    ("提高到2015年的1.5倍", multiply(1.5, base_year=2015)),
]

COMPARED = [
    ("高于全国平均水平", reference("全国平均", ">")),
    ("低于全市平均", reference("全市平均", "<")),
    ("不低于全国平均水平", reference("全国平均", ">=")),
    ("不高于全省平均水平", reference("全省平均", "<=")),
    ("优于全省平均", reference("全省平均", None)),
    ("达到全省平均水平", reference("全省平均", "=")),
    ("达到或超过全国平均水平", reference("全国平均", ">=")),
    ("达到全市平均水平以上", reference("全市平均", ">=")),
    ("控制在全省平均水平以下", reference("全省平均", "<=")),
    ("与全国平均水平持平", reference("全国平均", "=")),
    ("达到市指标", reference("市指标", "=")),
    (
        "高于全国平均水平5个百分点以上",
        reference("全国平均", ">=", 5, change_unit="百分点"),
    ),
    ("比全市平均低2个百分点", reference("全市平均", "=", -2, change_unit="百分点")),
    (
        "比全省平均水平高1岁",
        reference("全省平均", "=", 1, change_unit="岁", unit="岁"),
    ),
    ("全覆盖", COVERAGE),
    ("实现全覆盖", COVERAGE),
    ("100%覆盖", COVERAGE | {"op": "=", "value": 100, "unit": "%"}),
    ("覆盖率达到95%以上", COVERAGE | {"op": ">=", "value": 95, "unit": "%"}),
    ("较2015年有所下降", DIRECTION | {"base_year": 2015}),
    ("力争持续改善", DIRECTION | {"effort": True}),
    ("居民健康素养水平持续提高", DIRECTION),
]
COMPARED += [
    (text, DIRECTION)
    for text in (
        "稳步提高 逐年下降 不断提升 进一步降低 只降不升 只增不减 逐步提高 持续下降 明显改善 "
        "显著提高 大幅下降 有所改善 稳中有升"
    ).split()
]
COMPARED += [("保持稳定", KEEP), ("保持基本稳定", KEEP)]
COMPARED += [
    (text, NONE)
    for text in [
        "",
        "／",
        "/",
        "-",
        "—",
        "——",
        "–",
        "空",
        "无",
        "暂无",
        "N/A",
        "不详",
        " \n",
    ]
]

CERTAIN = PLANS + PROSE + COMPARATIVES + LEVELS + CHANGES + COMPARED

# Refused: kind text, with a question, no number.
REFUSED = [
    *(
        "≥≤5",
        "8.5.3",
        "<>3",
        "9o%",
        "5-3",
        "5 3",
        "1..5",
        "90%%",
        "((90)",
        "90）",
        "8.",
    ),
    *(
        "≥9O",
        "3/4",
        "12/10",
        "1:1.25",
        "2025/12/31",
        "12:30",
        "80,85,90",
        "90%以上以下",
    ),
    *(
        "不低于不高于5",
        "趋势得到遏制",
        "待定",
        "5‰-1%",
    ),
    *(
        "2025年底前",
        "一级",
    ),
    *(
        "分别达到60%、70%",
        "<5且>8",
        "降低-10%",
        "①90",
        "90²",
    ),
    *("+5%", "103±2", "90+", "1,20", "１２３４５６７８９０１２３４５６７８９０"),
]

# Read, but a person must confirm.
DOUBTED = [
    ("超过90%以上", "value"),
    ("约90%以上", "value"),
    ("控制在90%以上", "value"),
    ("2020", "value"),
    ("90%以上（见附件）", "value"),
    ("约90—95", "range"),
    ("大于90%（含90%）", "value"),
    ("提高5", "absolute"),
    ("降低3‰", "absolute"),
    ("翻两倍", "multiply"),
    ("比全国平均高5%", "reference"),
    ("90%以上，力争达到95%", "compound"),
]
