"""Fonts for PDF: what this machine has, which of it stands for 小标宋, 黑体, 仿宋 and 宋体, and a clear refusal where none is.

Owns: the usual names of Chinese fonts, the order in which they are taken. Does not own whether a sign is in a font: that is
found out when the PDF is made (press.py). Fonts are not shipped: 仿宋 and 小标宋 are licensed to an office's own machines and
lie in XUNCHA_FONTS; free ones (思源, Noto) stand in. Source: GB/T 9704-2012; notes on fonts in docs/design/0015-papers.md.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from inspections.documents.blocks import Face

SONG: Final = (
    *("SimSun", "宋体", "NSimSun", "FangZheng ShuSong", "方正书宋简体", "STSong"),
    *("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "思源宋体", "Noto Serif SC"),
)
HEI: Final = (
    *("SimHei", "黑体", "方正黑体简体", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("思源黑体", "Noto Sans SC", "Microsoft YaHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback"),
)  # fmt: skip
FANGSONG: Final = (
    "FangSong_GB2312",
    "仿宋_GB2312",
    "FangSong",
    "仿宋",
    "方正仿宋简体",
    "FZFangSong-Z02S",
    "STFangsong",
)
XIAOBIAO: Final = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05")
#: for each face the names under which it, or what stands in for it, may be found; the best first
NAMES: Final[Mapping[Face, tuple[str, ...]]] = {
    "title": (*XIAOBIAO, *SONG, *HEI),
    "heading": (*HEI, *SONG),
    "body": (*FANGSONG, *SONG, *HEI),
    "table": (*SONG, *HEI),
}
REFUSED: Final = (
    "这台机器没有中文字体，不能做 PDF（Word 格式不受影响）。请安装思源字体：apt-get install fonts-noto-cjk；"
    "或把本单位有权使用的字体文件（如仿宋、小标宋）放进一个文件夹，用 XUNCHA_FONTS 指明。"
)


class NoFont(ValueError):
    """No PDF can be made: no Chinese font, or none with a sign that must be printed; the message names what to install."""


def chosen(families: Iterable[str]) -> dict[Face, list[str]]:
    """For each face the families to take, the best first; the rest help out with rare signs. NoFont."""
    there = set(families)
    found = {face: [name for name in names if name in there] for face, names in NAMES.items()}
    if not all(found.values()):
        raise NoFont(REFUSED)
    return found
