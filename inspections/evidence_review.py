"""Evidence review (佐证核对): does the photo after show the point of the photo before, taken later, and not used before?

Owns: the grade of a pair of photos, A, B or C, and its reasons in words. Does not own finding out whether a picture was
used before (reuse.py) or the decision: the grade advises, a person decides, and the decision is part of the check step
(step_contents.py). What a file's EXIF says is a claim: it is told and moves no grade. Distances at which a point is
"the same" are local practice, settings of the county until it says otherwise [U]. Source: domain.md §5, §9; contract.md.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

from inspections.calculators.distance import distance_m
from inspections.entries import Claimed
from inspections.months import BEIJING

Grade = Literal["A", "B", "C"]
GRADES: Final[dict[Grade, str]] = {
    "A": "位置、时间相符，没有发现重复使用",
    "B": "有说不清的地方，请核实",
    "C": "有矛盾或重复使用，请退回或写明理由",
}
CLAIM_FAR_M: Final = 1500.0  #: a claimed position names no datum, and datums differ by up to 1,200 m here


class Limits(Struct, frozen=True):
    """What counts as the same point, from the county's settings."""

    same_point_m: float  #: beyond both radii of error
    same_place_m: float  #: further than this is another place
    accuracy_m: float  #: a wider radius of error proves nothing


class Shot(Struct, frozen=True, kw_only=True):
    """One photo as evidence: what its entry says of it."""

    sha256: str
    taken_at: datetime | None
    filed_at: datetime  #: when its entry arrived
    position: tuple[float, float] | None  #: WGS84, of the entry
    accuracy_m: float | None
    album: bool
    held: bool  #: has the file come?
    claimed: Claimed | None = None


class Use(Struct, frozen=True, kw_only=True):
    """An entry that has the same picture."""

    words: str  #: which entry, for a reader who may see it; "" for one who may not
    filed_at: datetime
    exact: bool  #: the very file
    at_once: bool  #: the very file, said to be taken at the same moment: one photo for two entries of one day
    mirrored: bool
    sameness: float  #: share of the common part that is the same, 0 … 1
    nearly: bool = False  #: something in it clearly differs: the same view on another day, or painted over


class Reason(Struct, frozen=True):
    """One thing that was looked at, and what it is worth."""

    code: str
    grade: Grade
    text: str


class Uses(Struct, frozen=True):
    """Other uses of the two pictures; None where that could not be looked for."""

    before: tuple[Use, ...] | None
    after: tuple[Use, ...] | None
    each_other: Use | None = None  #: the photo after is the photo before


def grade_of(reasons: Iterable[Reason]) -> Grade:
    """The worst of them; B where nothing was looked at."""
    return max((reason.grade for reason in reasons), default="B")


def reasons(
    before: Shot | None, after: Shot, uses: Uses, limits: Limits, since: datetime
) -> tuple[Reason, ...]:
    """Everything that speaks for or against a pair. `since`: when this round of putting right began."""
    return (
        *place_reasons(before, after, limits),
        *time_reasons(before, after, since),
        *source_reasons(after),
        *reuse_reasons(uses),
    )


# Place


def place_reasons(before: Shot | None, after: Shot, limits: Limits) -> Iterator[Reason]:
    """The same point, as far as two positions with their errors can tell."""
    if before is None:
        yield Reason("no-before", "B", "没有整改前的照片可比，不能判断是不是同一点。")
        return
    if not before.position or not after.position:
        named = [name for name, shot in (("整改前", before), ("整改后", after)) if not shot.position]
        yield Reason("no-position", "B", f"{'、'.join(named)}的记录没有位置，不能判断是不是同一点。")
        return
    apart = distance_m(before.position, after.position)
    if before.accuracy_m is None or after.accuracy_m is None:
        yield Reason(
            "no-accuracy", "B", f"两次位置相距 {metres(apart)}，但没写误差半径，不能判断是不是同一点。"
        )
        return
    errors = before.accuracy_m + after.accuracy_m
    told = f"两次位置相距 {metres(apart)}，误差半径 {metres(before.accuracy_m)} 和 {metres(after.accuracy_m)}"
    if apart > max(limits.same_place_m, errors + limits.same_point_m):
        yield Reason("elsewhere", "C", f"{told}：不在同一处。")
    elif max(before.accuracy_m, after.accuracy_m) > limits.accuracy_m:
        yield Reason("vague-position", "B", f"{told}：误差太大，不能判断是不是同一点。")
    elif apart > errors + limits.same_point_m:
        yield Reason("beside", "B", f"{told}：可能不是同一点。")
    else:
        yield Reason("same-point", "A", f"{told}：相符。")
    yield from claim_reasons(after)


def claim_reasons(shot: Shot) -> Iterator[Reason]:
    """What the file itself says of its place and time: told, never counted."""
    claimed = shot.claimed
    if claimed and claimed.lat is not None and claimed.lon is not None and shot.position:
        apart = distance_m((claimed.lat, claimed.lon), shot.position)
        if apart > CLAIM_FAR_M:
            yield Reason("claimed-place", "A", f"照片文件自称的位置离记录的位置 {metres(apart)}，只作参考。")
    if claimed and claimed.taken_at and shot.taken_at:
        day = claimed.taken_at[:10].replace(":", "-")
        if day != f"{shot.taken_at.astimezone(BEIJING):%Y-%m-%d}":
            yield Reason("claimed-time", "A", f"照片文件自称拍于 {claimed.taken_at}，和记录不同，只作参考。")


def metres(value: float) -> str:
    return f"{value / 1000:.1f} 公里" if value >= 1000 else f"{value:.0f} 米"


# Time

CLOCK_OFF: Final = timedelta(minutes=5)  #: a phone's clock may be ahead by so much


def time_reasons(before: Shot | None, after: Shot, since: datetime) -> Iterator[Reason]:
    """Later than the photo before, within the time of putting right, not after it was filed."""
    taken = after.taken_at
    if taken is None:
        yield Reason("no-time", "B", "整改后的照片没写拍摄时间。")
        return
    first = before.taken_at if before else None
    told = f"整改后的照片拍于 {moment(taken)}"
    if first and taken <= first:
        yield Reason("not-later", "C", f"{told}，不晚于整改前的 {moment(first)}。")
    elif taken < since:
        yield Reason("before-round", "C", f"{told}，早于这一轮整改开始（{moment(since)}）。")
    elif taken > after.filed_at + CLOCK_OFF:
        yield Reason("ahead", "B", f"{told}，晚于提交的 {moment(after.filed_at)}，手机时钟可能不准。")
    elif first is None:
        yield Reason("no-time-before", "B", f"{told}；整改前的照片没写拍摄时间，不能比较先后。")
    else:
        yield Reason("later", "A", f"{told}，在整改前（{moment(first)}）之后、提交之前。")


def moment(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"


# Source and reuse


def source_reasons(after: Shot) -> Iterator[Reason]:
    if after.album:
        yield Reason("album", "B", "整改后的照片从相册选，不是当场拍的。")
    if not after.held:
        yield Reason("not-held", "B", "整改后的原件还没传到，没有比对。")


def reuse_reasons(uses: Uses) -> Iterator[Reason]:
    """The same picture anywhere else; a use that came later is told and does not count against this one."""
    if uses.each_other and not uses.each_other.nearly:
        yield Reason("after-is-before", "C", f"整改后和整改前是同一张照片（{how(uses.each_other)}）。")
    for use in uses.after or ():
        if use.nearly:
            yield Reason("much-alike", "B", f"整改后的照片和以前的很像：{where(use)}（{how(use)}）。")
        elif use.at_once:
            yield Reason(
                "shared", "B", f"整改后的照片同时用在别处：{where(use)}（{how(use)}，拍摄时刻一致）。"
            )
        else:
            yield Reason("reused", "C", f"整改后的照片以前用过：{where(use)}（{how(use)}）。")
    for use in (one for one in uses.before or () if not one.nearly):
        yield Reason("before-reused", "B", f"整改前的照片也用在别处：{where(use)}（{how(use)}）。")
    if uses.after is None:
        yield Reason("not-compared", "B", "整改后的照片没能和档案比对：没有可比的内容，或文件打不开。")
    elif not uses.after and not (uses.each_other and not uses.each_other.nearly):
        yield Reason("not-reused", "A", "没有在档案里发现同一张照片。")


def how(use: Use) -> str:
    if use.exact:
        return "文件完全相同"
    part = "，但有几处不同" if use.nearly else ""
    return f"{'左右翻转后，' if use.mirrored else ''}画面重合部分 {use.sameness:.0%} 一致{part}"


def where(use: Use) -> str:
    return use.words or "档案里的另一条记录（不在您的管辖范围内，不显示是哪条）"
