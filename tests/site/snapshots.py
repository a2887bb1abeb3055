"""A small snapshot with invented figures that agree: every data set, a firm left unnamed, a conflict of dates."""

from inspections.publication import (
    Footer,
    PublicBasis,
    PublicCoverage,
    PublicGreenFactory,
    PublicIntensity,
    PublicMonth,
    PublicReadyMix,
    PublicWallMaterial,
    Snapshot,
)

AUGUST = PublicMonth(
    period="2026-08",
    in_force=21,
    reported=20,
    joint=19,
    zero_only=1,
    excused=0,
    missing=1,
    late=2,
    sites=40,
    sites_seen=38,
    reported_percent="95.24",
    joint_percent="90.48",
    sites_percent="95.00",
    frozen=True,
    frozen_seq=311,
)
SEPTEMBER = PublicMonth(
    period="2026-09",
    in_force=21,
    reported=20,
    joint=20,
    zero_only=0,
    excused=1,
    missing=0,
    late=0,
    sites=40,
    sites_seen=37,
    reported_percent="95.24",
    joint_percent="95.24",
    sites_percent="92.50",
)
OCTOBER = PublicMonth(
    period="2026-10",
    in_force=21,
    reported=7,
    joint=6,
    zero_only=1,
    excused=0,
    missing=0,
    late=0,
    sites=41,
    sites_seen=11,
    reported_percent="33.33",
    joint_percent="28.57",
    sites_percent="26.83",
)
YEAR = PublicMonth(
    period="2026",
    in_force=42,
    reported=40,
    joint=39,
    zero_only=1,
    excused=1,
    missing=1,
    late=2,
    sites=80,
    sites_seen=75,
    reported_percent="95.24",
    joint_percent="92.86",
    sites_percent="93.75",
)
STEEL = PublicCoverage(
    kind="steel_patrol",
    kind_name="地条钢巡察",
    year=2026,
    months=(AUGUST, SEPTEMBER, OCTOBER),
    year_total=YEAR,
    closed_through="2026-09",
)
WORK_REPORT = "县工信局 2021 年工作总结"
YIHAI = PublicGreenFactory(number=1, name="益海嘉里", level="national", status="valid", source=WORK_REPORT)
BUDWEISER = PublicGreenFactory(
    number=2,
    name="百威雪津",
    level="national",
    status="valid",
    source="企业公告",
    batch="第五批",
    announced_on="2020-10",
    claimed_in=WORK_REPORT,
    note="企业公告说是 2020 年 10 月第五批，县工作总结把它写在 2021 年，两种说法都列出。",
)
WALLS = (
    PublicWallMaterial(number=1, name="海来建材", status="applied", source=WORK_REPORT),
    PublicWallMaterial(number=2, name="鑫超建材", status="applied", source=WORK_REPORT),
    PublicWallMaterial(number=3, name="等 4 家", status="applied", source=WORK_REPORT, unnamed=2),
    PublicWallMaterial(
        number=4,
        name="示例新型建材有限公司",
        status="certified",
        source="示例公告",
        product_name="砌块",
        certificate_no="示例墙材 18 号",
        valid_to="2026-11-30",
    ),
)
MIXES = (
    PublicReadyMix(
        number=1,
        name="示例商砼有限公司",
        status="listed",
        source="示例目录",
        product_kind="ready_mix_concrete",
        valid_to="2026-10-19",
    ),
)
FALL = PublicIntensity(
    number=1,
    role="result",
    area="南昌县",
    indicator="规模以上工业单位增加值能耗",
    period="2021-01..09",
    change_percent="-12.32",
    target_percent="-2.00",
    over_pp="10.32",
    worked_out="target_percent",
    state="preliminary",
    source_unit="县工信局",
    document_no="2021 年工作总结（原文无文号）",
    public_basis="门户网站已公开",
    caveat="1–9 月的数，不和 1–10 月的放在一起算。",
)
COMPLETE = Footer(
    organiser="示例县工业主管部门", icp="示ICP备00000000号", site_code="3600000000", phone="0791-00000000"
)


def small() -> Snapshot:
    """A demonstration county on 20 October 2026."""
    return Snapshot(
        book="360121",
        county_name="南昌县",
        as_of="2026-10-20T09:30:00+08:00",
        head_seq=412,
        head_hash="3a" * 32,
        demo=True,
        basis=tuple(
            PublicBasis(
                dataset=dataset,
                kind=kind,
                source=source,
                document_no="示例公开〔2026〕1 号",
                approved_at="2026-10-19T16:00:00+08:00",
            )
            for dataset, kind, source in (
                ("coverage", "steel_patrol", "巡察台账"),
                ("green_factory", "", WORK_REPORT),
                ("wall_material", "", WORK_REPORT),
                ("ready_mix", "", "示例目录"),
                ("intensity", "", WORK_REPORT),
            )
        ),
        coverage=(STEEL,),
        green_factories=(YIHAI, BUDWEISER),
        wall_materials=WALLS,
        ready_mix=MIXES,
        intensity=(FALL,),
    )
