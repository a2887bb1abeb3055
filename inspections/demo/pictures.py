"""Demonstration photos and signatures: plainly drawn, each one its own, stamped 演示, small.

Owns: those pictures: JPEG with the time and place a camera would write into EXIF, PNG signatures. No photo of a real
place stands for a made-up one. Does not own which pictures a visit has (visits.py). What belongs to the place (walls,
roof, doors) comes from its name and stays from month to month; sky, sun and heaps come from the moment.
Source: EXIF 2.32 (tags by number).
"""

import io
from collections.abc import Callable
from datetime import datetime
from functools import cache
from random import Random
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

WIDTH: Final = 480  #: pixels
HEIGHT: Final = 360
GROUND: Final = 230  #: pixels from the top
QUALITY: Final = 55
SIGNATURE: Final = (240, 96)  #: pixels
WHITE: Final = (255, 255, 255)
Colour = tuple[int, int, int]

#: the two signs 演示, 16 rows of 16 dots, four hexadecimal digits a row: a server need not have a Chinese font
SIGNS: Final = (
    "0040304017fe040203fc4040704007fc064407fc1644364427fc2118670c0402",
    "000000003ffc0000000000007ffe0180018019981188318c2184618601800700",
)
DOTS: Final = 16
#: EXIF tags: maker, model, time; the two directories below and what stands in them
MAKE, MODEL, TIME, CAMERA, GPS = 0x010F, 0x0110, 0x0132, 0x8769, 0x8825
TIME_TAKEN, OFFSET_TAKEN = 0x9003, 0x9011


def photo(slot: str, place: str, at: datetime, lat: float, lon: float) -> bytes:
    """What stands in a slot of the checklist, at a place and moment. `lat`, `lon` in WGS-84 degrees."""
    of_moment = dice(f"{place}/{slot}/{at.isoformat()}")
    image = Image.new("RGB", (WIDTH, HEIGHT), shade(of_moment, (150, 185, 215)))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, GROUND, WIDTH, HEIGHT), shade(of_moment, (150, 140, 122)))
    SCENES.get(slot, yard)(draw, dice(place), of_moment)
    draw.rectangle((0, HEIGHT - 30, WIDTH, HEIGHT), (30, 34, 40))
    draw.text((10, HEIGHT - 26), f"{at:%Y-%m-%d %H:%M}", WHITE, lettering())
    draw.rectangle((WIDTH - 116, 8, WIDTH - 8, 64), WHITE)
    image.paste((200, 30, 30), (WIDTH - 110, 12), stamp())
    file = io.BytesIO()
    image.save(file, "JPEG", quality=QUALITY, exif=camera_data(at, lat, lon))
    return file.getvalue()


def signature(name: str, at: datetime) -> bytes:
    """A name written once: the same hand each time, never quite the same line."""
    hand, moment = dice(name), dice(f"{name}/{at.isoformat()}")
    image = Image.new("L", SIGNATURE, 255)
    draw = ImageDraw.Draw(image)
    for sign in range(3):
        points = [(20 + 70 * sign + hand.randrange(56), 14 + hand.randrange(68)) for _ in range(6)]
        draw.line([(x + moment.randrange(7), y + moment.randrange(7)) for x, y in points], 30, 3, "curve")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def dice(name: str) -> Random:
    """Dice that fall the same way for the same name."""
    return Random(name)  # noqa: S311  # what a drawing looks like is no secret


@cache
def stamp() -> Image.Image:
    """演示 as a mask."""
    rows = [[int(sign[4 * row : 4 * row + 4], 16) for sign in SIGNS] for row in range(DOTS)]
    bits = b"".join(value.to_bytes(2, "big") for row in rows for value in row)
    return Image.frombytes("1", (2 * DOTS, DOTS), bits).resize((6 * DOTS, 3 * DOTS)).convert("L")


@cache
def lettering() -> Any:
    return ImageFont.load_default(17)


def camera_data(at: datetime, lat: float, lon: float) -> Image.Exif:
    """What a phone's camera writes: when by its own clock, and where."""
    data = Image.Exif()
    data[MAKE], data[MODEL] = "DEMO", "DEMO"
    data[TIME] = f"{at:%Y:%m:%d %H:%M:%S}"
    data.get_ifd(CAMERA).update({TIME_TAKEN: data[TIME], OFFSET_TAKEN: at.isoformat()[-6:]})
    data.get_ifd(GPS).update({1: "N", 2: sexagesimal(lat), 3: "E", 4: sexagesimal(lon)})
    return data


def sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 3)


def shade(thrown: Random, colour: Colour, by: int = 26) -> Colour:
    """A colour a little lighter or darker."""
    step = thrown.randint(-by, by)
    red, green, blue = (max(0, min(255, part + step)) for part in colour)
    return red, green, blue


# Scenes: `place` gives what stays, `moment` what changes


def yard(draw: ImageDraw.ImageDraw, place: Random, moment: Random) -> None:
    """A hall with a door, and something lying in front of it."""
    left, right, top = place.randint(30, 90), place.randint(360, 440), place.randint(80, 120)
    wall = shade(place, place.choice(((176, 92, 70), (190, 184, 170), (120, 140, 160))))
    draw.polygon(
        [(left - 16, top), (right + 16, top), ((left + right) // 2, top - 50)], shade(place, (90, 90, 96))
    )
    draw.rectangle((left, top, right, GROUND + 20), wall)
    door = place.randint(left + 30, right - 110)
    draw.rectangle((door, 140, door + 80, GROUND + 20), shade(place, (70, 80, 90)))
    draw.rectangle((door + moment.randrange(60), 140, door + 80, GROUND + 20), (34, 36, 40))
    heap(draw, moment, GROUND + 60)


def gate(draw: ImageDraw.ImageDraw, place: Random, moment: Random) -> None:
    """Two posts, a sign board without a name, a gate more or less open."""
    left, right = place.randint(70, 110), place.randint(350, 400)
    for x in (left, right):
        draw.rectangle((x, 110, x + 26, GROUND + 30), shade(place, (165, 120, 96)))
    draw.rectangle((left - 6, 84, right + 32, 116), shade(place, (200, 196, 186)))
    for x in range(left + 26 + moment.randrange(90), right, 18):
        draw.rectangle((x, 150, x + 6, GROUND + 30), (72, 78, 88))
    heap(draw, moment, GROUND + 80)


def furnace(draw: ImageDraw.ImageDraw, place: Random, moment: Random) -> None:
    """Inside: a round furnace on its platform, hot or cold."""
    draw.rectangle((0, 0, WIDTH, GROUND), shade(place, (72, 74, 80)))
    left = place.randint(120, 200)
    draw.rectangle((left - 40, 190, left + 200, GROUND + 30), shade(place, (110, 112, 116)))
    draw.ellipse((left, 90, left + 160, 210), shade(place, (128, 108, 96)))
    heat = moment.choice(((60, 56, 54), (236, 128, 40), (244, 172, 70)))
    draw.ellipse((left + 26, 104, left + 134, 146), heat)
    heap(draw, moment, GROUND + 70)


def cabinet(draw: ImageDraw.ImageDraw, place: Random, moment: Random) -> None:
    """A transformer or instrument behind a fence, with its cables."""
    left, width = place.randint(130, 190), place.randint(120, 170)
    draw.rectangle((left, 120, left + width, GROUND + 20), shade(place, (104, 128, 116)))
    for number in range(5):
        x = left + 12 + number * width // 5
        draw.line((x, 120, x - 30 + moment.randrange(14), 20), (50, 52, 56), 3)
        draw.rectangle((x, 150, x + 10, GROUND + 8), shade(place, (84, 104, 96)))
    draw.rectangle((left + width - 52, 160, left + width - 10, 186), WHITE)
    draw.line([(x, GROUND + 50 + moment.randrange(4)) for x in range(0, WIDTH, 24)], (90, 90, 84), 4)


def paper(draw: ImageDraw.ImageDraw, place: Random, moment: Random) -> None:
    """A sheet or a plate with lines nobody can read."""
    draw.rectangle((0, 0, WIDTH, HEIGHT), shade(moment, (112, 96, 80)))
    left, top = 90 + moment.randrange(30), 30 + moment.randrange(20)
    draw.rectangle((left, top, left + 280, top + 270), shade(place, (238, 236, 226), 8))
    for row in range(9):
        end = left + 90 + place.randrange(160)
        draw.line((left + 24, top + 34 + 26 * row, end, top + 34 + 26 * row), (96, 98, 104), 4)
    draw.ellipse((left + 190, top + 190, left + 250, top + 250), outline=(200, 60, 60), width=4)


def towers(draw: ImageDraw.ImageDraw, place: Random, moment: Random) -> None:
    """Silos, a covered belt, a stack."""
    draw.line((20, GROUND + 20, 300, 70), shade(place, (150, 154, 160)), 22)
    for number in range(place.randint(2, 4)):
        x = 150 + 80 * number
        draw.rectangle((x, 70, x + 60, GROUND + 24), shade(place, (206, 208, 212)))
        draw.pieslice((x, 46, x + 60, 96), 180, 360, shade(place, (180, 182, 188)))
    x, y = 160 + moment.randrange(200), 20 + moment.randrange(24)
    draw.ellipse((x, y, x + 40 + moment.randrange(30), y + 16), (232, 236, 240))
    heap(draw, moment, GROUND + 70)


def water(draw: ImageDraw.ImageDraw, place: Random, moment: Random) -> None:
    """A road or a basin, wet in places."""
    draw.polygon([(150, GROUND), (330, GROUND), (WIDTH, HEIGHT), (0, HEIGHT)], shade(place, (128, 128, 130)))
    for _ in range(6):
        x, y = moment.randrange(60, 380), moment.randrange(GROUND + 10, HEIGHT - 60)
        draw.ellipse((x, y, x + moment.randint(30, 90), y + 14), shade(moment, (96, 130, 156)))
    for number in range(4):
        x = 60 + 110 * number + place.randrange(20)
        draw.line((x, GROUND, x, 130), (84, 88, 96), 5)
        draw.line((x, 132, x + 26 + moment.randrange(20), 176), (206, 222, 234), 3)


def heap(draw: ImageDraw.ImageDraw, moment: Random, floor: int) -> None:
    """Two heaps or crates that were not there last month."""
    for _ in range(2):
        x, wide, high = moment.randrange(20, 380), moment.randint(40, 130), moment.randint(16, 60)
        colour = shade(moment, moment.choice(((146, 132, 104), (120, 110, 108), (160, 150, 138))))
        draw.polygon([(x, floor), (x + wide // 2, floor - high), (x + wide, floor)], colour)


Scene = Callable[[ImageDraw.ImageDraw, Random, Random], None]
SCENES: Final[dict[str, Scene]] = {
    **dict.fromkeys(("gate", "door"), gate),
    **dict.fromkeys(("furnace", "casting_line", "caster", "mould_pit", "rolling", "refining"), furnace),
    **dict.fromkeys(("transformer", "line", "monitor", "spectrometer", "seal"), cabinet),
    **dict.fromkeys(("nameplate", "bill", "licence", "certificate", "log"), paper),
    **dict.fromkeys(("ledger", "board", "document", "report"), paper),
    **dict.fromkeys(("silo_top", "mixer", "belt", "transfer", "kiln"), towers),
    **dict.fromkeys(("wash", "road", "pond", "spray", "separator"), water),
}
