"""Money that the question itself tells: paid, spent, several bases, parts of all; and what must be asked back."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.models import Status


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("职工教育经费上半年提了30万，下半年又提了20万，合起来一线至少用多少",), ("30万元", "50万元")),
        (
            ("企业提了200万职工教育经费，一线至少用多少", "已经在一线花了70万，还得再花多少"),
            ("120万元 − 70万元", "50万元"),
        ),
        (("国家级优质校的补助先拨了30%，剩下还有多少没给",), ("100万元 × 30%", "70万元")),
        (("领军人才购房补贴已经发了10万，生活补贴发了6万，两样还剩多少没发",), ("20.8万元",)),
        (("我们承办省级行业竞赛1个项目花了36万，补助拿满，自己还得掏多少",), ("36万元 − 20万元", "至少还要出16万元")),
        (("自主评价经费每年不超过100万，今年已经用掉35万，限额还剩多少",), ("65万元",)),
        (("今年自己培养新晋升高级工6个、初级工2个，平均每人补多少",), ("10", "平均每人：1.4万元 ÷ 8 = 1750元")),
        (("两名职工入选技能大师，头一年的津贴一共多少",), ("2 × 1000元 × 12个月", "2.4万元")),
        (("四家企业都建成了国家级技能大师工作室，市里配套一共多少",), ("4 × 10万元", "40万元")),
        (
            ("每年新设2处市技能大师特色工作站，连设三年，其中1处后来考核优秀，总共多少",),
            ("6 × 10万元", "1 × 5万元", "65万元"),
        ),
        (("国家级技能大师工作室配套多少", "国家级高技能人才培训基地呢", "省级的少多少"), ("70万元",)),
        (("特级技师一人补多少", "我们今年就升了俩，再加一个首席技师，合计呢"), ("2 × 6000元", "2万元")),
        (("今年自己培养升了12个高级工，一共多少？外头招来的2个不算",), ("12 × 2000元",)),
        (("学徒补贴人社局按6000一个人一年核的，咱厂16个合格，到账多少",), ("16 × 6000元", "9.6万元")),
        (("金蓝领按4500块一个人算，30个学员一共多少",), ("30 × 4500元", "13.5万元")),
        (("特色工作站实际只批了8万，两年后考核优秀，前后合计最多多少",), ("新设 1 × 8万元", "最高13万元")),
        (("承办市级一类比赛，实际补了7万，比封顶少多少",), ("10万元 − 7万元", "3万元")),
        (("评了领军人才，实际核下来生活补贴9万、购房补贴20万，合计比顶格少多少",), ("29万元", "7.8万元")),
        (("省里给我们自主培养的高技能领军人才支持了60万，市里再按顶格配，总共多少",), ("最高160万元",)),
        (("同一个项目够得着两项奖补，一项能批18万，另一项11万，最后能拿多少钱",), ("最高的一项：18万元",)),
        (
            ("今年已经报了12个首席技师，年底又冒出来2个高级技师，后面这俩还能再给厂里添多少钱",),
            ("合计4000元", "已领9.6万元"),
        ),
        (("学徒制补贴到账12.6万，按最高那档给的，倒推一下是几个学徒合格",), ("18 × 7000元 = 12.6万元",)),
        (("试点企业两个教育附加应缴42万，想正好全抵光，得投多少钱办职业教育",), ("42万元 ÷ 30% = 140万元",)),
        (("用在一线职工的职工教育经费是36万，正好踩着最低比例线，全年职工教育经费是多少",), ("36万元 ÷ 60% = 60万元",)),
        (("公办技师学院对外培训挣了180万，技术服务又挣60万，作绩效工资来源的起码多少",), ("240万元", "不低于120万元")),
        (
            ("自主培养的省级以上高技能领军人才，国家支持了50万、省里支持了20万，市里顶格配，三级加起来多少",),
            ("50万元 + 20万元 + 100万元", "最高170万元"),
        ),
        (("新升初级工10、中级工8、高级工6、技师4，从失业保险基金出的是多少钱",), ("合计3.4万元",)),
        (("今年26个中级工，其中6个是外头招来的时候就带着证，其余今年新升的，一共能补多少",), ("20 × 1500元",)),
        (("现在烟台有高技能人才45万的话，离2035年的目标还差多少人",), ("还差5万人",)),
        (
            ("假设2025年烟台高技能人才有38万，要到2035年达到文件说的总量，平均每年要净增多少人",),
            ("平均每年1.2万人", "12万 ÷ 10"),
        ),
        (("急需紧缺工种的技师，假设生活补贴是每月1500块，从头领到尾一共多少",), ("1500元 × 12 × 3", "没有写这个金额")),
        (
            ("2025年核准了10个技师的晋升补贴，2026年又核准4个首席技师的，2026年该拨下来的是多少钱",),
            ("技师 10 × 2500元 = 2.5万元", "次年"),
        ),
        (("三个师傅分别升了技师、高级技师、首席技师，一共补多少",), ("合计1.35万元",)),
        (("俺厂六个人比武，各比各的：3个在市级得了奖，2个省级，1个国家级，个人奖励加起来最高多少",), ("最高12万元",)),
        (
            (
                "六家单位：一家建成国家级高技能人才培训基地，两家建成国家级技能大师工作室，三家建成省级技能大师特色工作站，一共配套多少",
            ),
            ("最高150万元",),
        ),
        (("一公司升技师50个；二公司特级技师10个、技师4个；三公司首席技师20个，集团一共拿多少",), ("合计27万元",)),
        (("一批技能大师评满80个人，市财政一年要发多少津贴，发完四年是多少",), ("96万元", "384万元")),
        (
            ("按文件写的人数算，“烟台未来技能之星”奖学金和烟台市技术能手津贴，一年合计发多少",),
            ("合计80万元", "200 × 2000元"),
        ),
        (("今年培养新升16个特级技师，到没到封顶线，总共给多少",), ("没到上限", "9.6万元")),
        (("一年里光升特级技师，最多升到第几个还能人人拿满，到时候上限还剩多少钱",), ("最多16个。还剩4000元",)),
        (("我们厂升了10个首席技师，一共给多少", "再加一个特级技师呢", "再添8个技师"), ("10万元", "技师 8 × 2500元")),
        (("今年培育14个首席技师，能拿多少", "明年再出14个，两年合一块"), ("合计20万元",)),
        (("A公司升了44个技师，能领多少", "B公司另外升了5个首席技师，俩公司加起来呢"), ("合计14万元",)),
        (("烟台市职业技能大赛几年一届", "承办它一个项目补几个钱", "俩项目"), ("2 × 15万元 = 30万元",)),
        (("国企管理人员工资涨6%，高技能人才现在每月9000，按文件最少得涨到多少",), ("540元", "9540元")),
        (("试点企业投了800万办职校，该缴教育费附加120万、地方教育附加80万，能抵多少",), ("200万元",)),
        (("今年抵免了45万教育费附加，反推一下办职业教育投了多少钱",), ("45万元 ÷ 30%", "150万元")),
        (("技能大师当了2年3个月，一共领了多少津贴",), ("27个月", "2.7万元")),
        (("甲厂首席15个，乙厂首席5个，两家一共多少，平均每家多少",), ("14万元 ÷ 2", "7万元")),
        (("市级培训基地按3处建和按5处建，奖励分别最多要准备多少",), ("最高300万元", "最高500万元")),
        (("今年评上技师7个，高级技师3个，另外4个没考过，一共给多少",), ("2.65万元",)),
        (("公司去年拿了8万晋升补贴，今年升了14个首席技师，今年能拿多少",), ("按10万元计",)),
        (("市赛得奖的选手两个，省赛一个团队，一共最高奖多少",), ("最高4万元",)),
        (("新建两处工作站，一处两年后考核优秀，一共最高多少",), ("最高25万元",)),
        (("我今年升了高级技师又拿了省赛的奖，一共多少",), ("3000元", "最高2.3万元")),
        (("学徒带了24个月，10个人都考核合格，补多少",), ("× 2年", "10万元", "14万元")),
        (("选手4人拿了省级竞赛的奖，后来其中1个省级的没获奖，一共最多多少",), ("3 × 2万元", "6万元")),
    ],
)
def test_money_that_the_question_tells(rules: Assistant, turns: tuple[str, ...], said: tuple[str, ...]) -> None:
    answer = rules.ask(turns[-1], turns[:-1])
    assert answer.status is Status.ANSWERED
    assert [words for words in said if words not in answer.text] == []
    assert rules.verify(answer, turns[-1], turns[:-1]) == ()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "We promoted 3 newly certified technicians and 2 new special-grade technicians. How much altogether?",
            "19,500",
        ),
        ("Our golden blue collar base trained 30 people and 26 of them passed. What is the total?", "78,000"),
        ("We hosted one national-level and two municipal Class-I contest projects. Maximum total?", "700,000"),
    ],
)
def test_english_numbers(rules: Assistant, question: str, said: str) -> None:
    assert said in rules.ask(question).text


@pytest.mark.parametrize(
    "question",
    [
        "我们学校今年建成了三个优质专业，一共补多少",
        "企业承办了一个技能竞赛项目，补多少",
        "我们金蓝领基地今年一共能拿多少补贴",
        "公司里有个工人晋升了，补多少钱",
    ],
)
def test_what_decides_the_figure_is_asked_back(rules: Assistant, question: str) -> None:
    assert rules.ask(question).status is Status.CLARIFY


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("技能大师也有购房补贴吧", "没有"),
        ("到2035年高技能人才占比要超过35%，对吧", "不是"),
        ("高级工升得多，会不会占技师那每年10万的额度", "不占"),
        ("区里办的比赛拿了第一，能按市级算奖励吗", "不能"),
        ("中级工的晋升补贴和外地引进技师的生活补贴是不是同一个基金出的钱", "不是一回事"),
    ],
)
def test_a_no_comes_first(rules: Assistant, question: str, said: str) -> None:
    answer = rules.ask(question)
    assert answer.status is Status.ANSWERED
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("我2025年5月首次引进来烟台，几月开始能拿那个生活补贴", "2026年5月"),
        ("首次引进的技师2025年6月开始缴社保，生活补贴领到啥时候为止", "2029年5月"),
        ("2027年还能按这个办吗", "2027年2月28日为止"),
        ("省级竞赛最高奖多少？2025年确认的，钱哪年拨？", "2026年"),
    ],
)
def test_when(rules: Assistant, question: str, said: str) -> None:
    assert said in rules.ask(question).text


def test_details_left_open_are_not_mixed_with_what_is_said(rules: Assistant) -> None:
    answer = rules.ask("高技能人才疗养一回能去几天，能不能带上老伴")
    assert answer.status is Status.NOT_COVERED


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "升20个首席技师，今年一次考完还是分两年各10个，差多少",
            ("分开更多，相差6万元", "共16万元", "按10万元计"),
        ),
        ("首席技师24个，全放今年报划算还是今年12个明年12个划算", ("相差9.2万元", "共19.2万元")),
        ("50个高级技师分两家公司报和放一家公司报差多少", ("相差5万元", "共15万元")),
        ("30个技师今年一把评了还是分成两年评，哪样钱多", ("一样多", "共7.5万元")),
    ],
)
def test_all_at_once_or_apart(rules: Assistant, question: str, said: tuple[str, ...]) -> None:
    answer = rules.ask(question)
    assert [words for words in said if words not in answer.text] == []
    assert rules.verify(answer, question) == ()


def test_a_granted_amount_is_no_more_than_the_text_allows(rules: Assistant) -> None:
    """An amount outside the range is not taken up: the policy's own range is told."""
    assert "6万元（60000元）至8.4万元" in rules.ask("学徒补贴按8000一人算，12个人一共多少").text


def test_the_document_itself(rules: Assistant) -> None:
    assert "2024年1月23日" in rules.ask("这份文件是哪天印发的").text
    assert "烟政办字〔2024〕8号" in rules.ask("文号是多少").text
    assert "烟台市人民政府办公室" in rules.ask("这份文件是谁发的").text


@pytest.mark.parametrize("time", ["一年半", "8个月", "半年"])
def test_a_part_of_a_year_is_not_counted(rules: Assistant, time: str) -> None:
    """The text sets a rate by the year and says nothing on parts of one: no sum may be told."""
    answer = rules.ask(f"金蓝领学了{time}，20个人合格，补多少")
    assert answer.calculation is None
    assert "3000–5000元" in answer.text and "折算" in answer.text


def test_several_trades_at_once_are_left_open(rules: Assistant) -> None:
    assert "政策没有写" in rules.ask("考了两个工种的高级工，补两份吗").text


@pytest.mark.parametrize(
    "question", ["市级培训基地只给80万吧", "学徒补贴按5500一个人发，对不对", "省级选手奖只给1万5，是不是"]
)
def test_a_claimed_figure_is_not_taken_as_granted(rules: Assistant, question: str) -> None:
    assert rules.ask(question).text.startswith("不是这样")
