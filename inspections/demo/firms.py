"""The demonstration county's enterprises and watched places: sixty firms that do not exist, and what became of some.

Owns: their table. No firm here is real: every name begins with 示例, every credit code's organisation part reads
XUNCHA.. (places.py makes them). Trades and industry codes are those a county bureau meets (domain.md §1, §2, §6, §7).
Does not own positions and bodies (places.py) or what is seen there (story.py).
"""

from typing import Final, NamedTuple

STEEL: Final = "steel_patrol"
DUST: Final = "dust_ready_mix"
FOUNDRY: Final = "3391 黑色金属铸造"
FORGING: Final = "3393 锻件及粉末冶金制品制造"
NON_FERROUS: Final = "3252 铝压延加工"
READY_MIX: Final = "3021 水泥制品制造"
DRY_MORTAR: Final = "3024 轻质建筑材料制造"
WALL: Final = "3031 粘土砖瓦及建筑砌块制造"
BREWERY: Final = "1513 啤酒制造"


class Firm(NamedTuple):
    """A made-up enterprise. The order of the table gives it its number and so its credit code."""

    name: str
    unit: str
    industry: str
    watch: str | None = None  #: the kind of inspection its site is on the watch-list for
    turn: int | None = None  #: entered every sixth month: those whose number back leaves this remainder
    later: str | None = None  #: name after a change

    @property
    def entered(self) -> bool:
        """Inspected inside, twice a year; a watched firm that is not is looked at from the yard."""
        return self.turn is not None


FIRMS: Final = (
    Firm("示例铸造厂", "xiaolan_zone", FOUNDRY, STEEL, 2),
    Firm("示例搅拌站", "dongxin_subdistrict", READY_MIX, DUST, 3),
    Firm("示例混凝土有限公司", "wuyang_town", READY_MIX, DUST, 1),
    Firm("示例机械加工厂", "xiangtang_town", "3484 机械零部件加工", STEEL),
    Firm("示例废旧金属回收站", "sanjiang_town", "4210 金属废料和碎屑加工处理", STEEL),
    Firm("示例五金制品厂", "gangshang_town", "3351 建筑、家具用金属配件制造", STEEL),
    Firm("示例钢结构有限公司", "fushan_township", "3311 金属结构制造", STEEL),
    Firm("示例墙材有限公司", "tacheng_township", WALL),
    Firm("示例食品有限公司", "liantang_subdistrict", "1439 其他方便食品制造"),
    Firm("示例锻造厂", "bayi_township", FORGING, STEEL, 4),
    Firm("示例铝制品厂", "youlan_town", NON_FERROUS, STEEL, 5),
    Firm("示例农机配件厂", "jiangxiang_town", "3576 农林牧渔机械配件制造", STEEL),
    Firm("示例精密铸造有限公司", "xiaolan_zone", FOUNDRY, STEEL, 5),
    Firm("示例阀门铸件厂", "xiangtang_town", FOUNDRY, STEEL, 4),
    Firm("示例球墨铸铁有限公司", "gangshang_town", FOUNDRY, STEEL, 3, "示例管件铸造有限公司"),
    Firm("示例熔模铸造有限公司", "yinsanjiao_subdistrict", FOUNDRY, STEEL, 1),
    Firm("示例齿轮锻件有限公司", "xiaolan_zone", FORGING, STEEL, 0),
    Firm("示例热处理厂", "dongxin_subdistrict", "3360 金属表面处理及热处理加工", STEEL, 4),
    Firm("示例铜材有限公司", "jinhu_office", "3251 铜压延加工", STEEL, 3),
    Firm("示例预拌混凝土一厂", "xiangtang_town", READY_MIX, DUST, 5),
    Firm("示例预拌混凝土二厂", "fushan_township", READY_MIX, DUST, 2),
    Firm("示例商砼有限公司", "gangshang_town", READY_MIX, DUST, 1, "示例绿色建材有限公司"),
    Firm("示例湿拌砂浆有限公司", "bayi_township", READY_MIX, DUST, 3),
    Firm("示例干混砂浆有限公司", "xiaolan_zone", DRY_MORTAR, DUST, 4),
    Firm("示例砂浆搅拌站", "jiangxiang_town", READY_MIX, DUST, 0),
    Firm("示例水泥制品厂", "tangnan_town", READY_MIX, DUST, 2),
    Firm("示例管桩有限公司", "guangfu_town", READY_MIX, DUST, 5),
    Firm("示例新型建材有限公司", "wuyang_town", WALL),
    Firm("示例加气砌块有限公司", "huangma_township", WALL),
    Firm("示例页岩砖厂", "sanjiang_town", WALL, None, None, "示例烧结砖有限公司"),
    Firm("示例轻质墙板有限公司", "yinhu_office", WALL),
    Firm("示例空心砖厂", "jingkou_township", WALL),
    Firm("示例啤酒有限公司", "xiaolan_zone", BREWERY),
    Firm("示例精酿啤酒坊", "bayuehu_subdistrict", BREWERY),
    Firm("示例粮油有限公司", "xiangtang_town", "1331 食用植物油加工"),
    Firm("示例米业有限公司", "nanxin_township", "1311 稻谷加工"),
    Firm("示例饲料有限公司", "jingkou_township", "1329 其他饲料加工"),
    Firm("示例水产加工厂", "nanxin_township", "1361 水产品冷冻加工"),
    Firm("示例豆制品厂", "liantang_subdistrict", "1392 豆制品制造"),
    Firm("示例制药有限公司", "xiaolan_zone", "2720 化学药品制剂制造"),
    Firm("示例医疗器械有限公司", "jinhu_office", "3584 医疗、外科及兽医用器械制造"),
    Firm("示例汽车座椅有限公司", "xiaolan_zone", "3670 汽车零部件及配件制造"),
    Firm("示例汽车线束有限公司", "fushan_township", "3670 汽车零部件及配件制造"),
    Firm("示例车桥有限公司", "xiaolan_zone", "3670 汽车零部件及配件制造", STEEL),
    Firm("示例纸箱厂", "tacheng_township", "2231 纸和纸板容器制造"),
    Firm("示例塑料制品厂", "bayi_township", "2929 塑料零件及其他塑料制品制造"),
    Firm("示例服装有限公司", "youlan_town", "1819 其他机织服装制造"),
    Firm("示例针织厂", "youlan_town", "1762 针织或钩针编织物印染精加工"),
    Firm("示例家具有限公司", "dongxin_subdistrict", "2110 木质家具制造"),
    Firm("示例电线电缆有限公司", "yinsanjiao_subdistrict", "3831 电线、电缆制造", STEEL),
    Firm("示例变压器修理部", "liantang_subdistrict", "4350 电气设备修理", STEEL),
    Firm("示例拆车场", "xiangtang_town", "4210 金属废料和碎屑加工处理", STEEL),
    Firm("示例再生资源有限公司", "wuyang_town", "4210 金属废料和碎屑加工处理", STEEL),
    Firm("示例金属门窗厂", "bayuehu_subdistrict", "3312 金属门窗制造", STEEL),
    Firm("示例脚手架租赁站", "yinhu_office", "7119 其他机械与设备经营租赁", STEEL),
    Firm("示例轧辊修理厂", "tangnan_town", "4310 金属制品修理", STEEL, None, "示例机电修理有限公司"),
    Firm("示例水泵厂", "huangma_township", "3441 泵及真空设备制造", STEEL),
    Firm("示例船用配件厂", "jiangxiang_town", "3737 海洋工程装备制造", STEEL),
    Firm("示例模具厂", "fushan_township", "3525 模具制造", STEEL),
    Firm("示例停产轧钢厂", "guangfu_town", "3130 钢压延加工", STEEL),
)
NAMED: Final = {firm.name: firm for firm in FIRMS}

#: watched places without an enterprise: name → unit
YARDS: Final = {
    "示例闲置厂房（老砖厂）": "xiangtang_town",
    "示例物流园空置仓库": "xiangtang_town",
    "示例废弃轧钢车间": "guangfu_town",
    "示例河堤边堆场": "tangnan_town",
    "示例临时料场": "huangma_township",
    "示例旧粮站院内": "jingkou_township",
    "示例渔场边厂房": "nanxin_township",
    "示例老农机站": "tacheng_township",
    "示例码头废钢堆场": "jiangxiang_town",
}
#: what happened in which month, counted back from the running one
RENAMED: Final = {"示例球墨铸铁有限公司": 19, "示例商砼有限公司": 13, "示例页岩砖厂": 8, "示例轧辊修理厂": 6}
#: firm → unit it moved to, with its watched place
MOVED: Final = {"示例脚手架租赁站": ("bayi_township", 11)}
#: the file of the second name went into the first: one yard had been entered twice
MERGED: Final = ("示例再生资源有限公司", "示例再生资源公司（重复建档）", 15)
CLOSED: Final = {"示例停产轧钢厂": 4}
