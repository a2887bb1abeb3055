"""Photo-like scenes by seed: a yard with halls, silos, heaps and clutter, photographed from where one stands.

Owns: drawing a place and taking photos of it (viewpoint, light, shadows, noise, what was carried away or brought), and
what people do to a picture to use it twice. Does not own what is asked of them (campaign.py). How hard they are: things
stand at depths of 4 to 60 metres, so another viewpoint moves them against each other; their faces are flat and keep their
texture, which makes honest pairs more alike, part by part, than real ones; skies and grounds are poorer than real ones,
which makes cut pictures harder to find again.
"""

import io
import math
from collections.abc import Callable
from random import Random
from typing import Any, Final, NamedTuple

import numpy as np
from PIL import Image, ImageDraw

WIDTH: Final = 640
HEIGHT: Final = 480
Colour = tuple[int, int, int]
Dice = np.random.Generator
Grid = Any  #: an array of floats; its shape is said where it matters


class Thing(NamedTuple):
    """What stands in the scene: a picture with transparency, how far away, and where when seen from the middle."""

    image: Image.Image
    away_m: float
    x: float
    y: float


class Pose(NamedTuple):
    """Where the camera stands and how it sees."""

    aside_m: float = 0.0
    ahead_m: float = 0.0
    turned: float = 0.0  #: pixels
    rolled: float = 0.0  #: degrees
    zoom: float = 1.0
    gain: float = 1.0
    gamma: float = 1.0
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    shadow: float = 0.0
    noise: float = 4.0


class Scene:
    """One place, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = dice = np.random.default_rng(seed)
        blue = (int(dice.integers(120, 210)), int(dice.integers(150, 215)), int(dice.integers(190, 240)))
        self.sky = textured(dice, WIDTH + 200, HEIGHT // 2 + 80, blue, 50, 0.5)
        self.ground = ground(dice)
        self.horizon = int(dice.integers(150, 260))
        self.things = [Thing(heap(dice, WIDTH + 300, 90, (90, 120, 90)), 60.0, -150, self.horizon - 70)]
        self.things += [self.building() for _ in range(dice.integers(4, 9))]
        self.things += [self.movable(dice) for _ in range(dice.integers(1, 4))]

    def building(self) -> Thing:
        dice = self.dice
        away_m = float(dice.uniform(8, 40))
        width = int(dice.integers(60, 300) * 15 / away_m) + 20
        height = int(dice.integers(60, 260) * 15 / away_m) + 20
        draw = (hall, hall, silo)[dice.integers(3)]
        image = draw(dice, width, height, colour(dice))
        foot = self.horizon + int(600 / away_m)
        return Thing(image, away_m, int(dice.integers(-60, WIDTH - 40)), foot - height)

    def movable(self, dice: Dice) -> Thing:
        """A heap or a crate in front."""
        away_m = float(dice.uniform(4, 9))
        width = int(dice.integers(80, 260))
        height = int(width * dice.uniform(0.3, 0.8))
        image = (heap if dice.integers(2) else hall)(dice, width, height, colour(dice))
        foot = self.horizon + int(580 / away_m)
        return Thing(image, away_m, int(dice.integers(-40, WIDTH - 60)), foot - height)

    def photo(self, seed: int, pose: Pose, *, taken_away: bool = False, brought: bool = False) -> Image.Image:
        """What the camera sees; `seed` throws the dice of this one moment."""
        dice = np.random.default_rng(seed)
        image = Image.new("RGB", (WIDTH, HEIGHT))
        image.paste(self.sky, (int(pose.turned) - 80, -20))
        image.paste(self._floor(pose), (0, self.horizon))
        things = list(self.things)
        if taken_away:
            things.remove(min(things, key=lambda one: one.away_m))
        if brought:
            things.append(self.movable(dice)._replace(away_m=3.5))
        for thing in sorted(things, key=lambda one: -one.away_m):
            self._put(image, thing, pose)
        return lit(framed(image, pose), dice, pose)

    def _put(self, image: Image.Image, thing: Thing, pose: Pose) -> None:
        """Nearer things move more and grow more."""
        grown = pose.zoom * thing.away_m / (thing.away_m - pose.ahead_m)
        x = WIDTH / 2 + (thing.x + pose.aside_m * 40 / thing.away_m - WIDTH / 2) * grown + pose.turned
        y = self.horizon + (thing.y - self.horizon) * grown
        size = max(2, int(thing.image.width * grown)), max(2, int(thing.image.height * grown))
        seen = thing.image.resize(size, Image.Resampling.BILINEAR)
        image.paste(seen, (int(x), int(y)), seen)

    def _floor(self, pose: Pose) -> Image.Image:
        """The ground seen from above, laid into the picture below the horizon."""
        high = HEIGHT - self.horizon

        def there(x: float, y: float) -> tuple[float, float]:
            away = 600 / (y + 20)
            return 450 + (
                x - WIDTH / 2 - pose.turned
            ) * away / 40 + 6 * pose.aside_m, 700 - 20 * away - 6 * pose.ahead_m

        corners = [(0, 0), (0, high), (WIDTH, high), (WIDTH, 0)]
        across = perspective(corners, [there(*corner) for corner in corners])
        return self.ground.transform(
            (WIDTH, high),
            Image.Transform.PERSPECTIVE,
            across,
            Image.Resampling.BICUBIC,
            fillcolor=(100, 100, 100),
        )


def plain(seed: int) -> Image.Image:
    """A photo of a place of its own."""
    thrown = Random(seed)
    return Scene(seed).photo(seed, Pose(gain=thrown.uniform(0.8, 1.15), noise=thrown.uniform(2, 7)))


def pair(seed: int) -> tuple[Image.Image, Image.Image]:
    """The same point before and after, honestly: another day, from about the same spot, the nearest thing gone or another in front."""
    thrown, scene = Random(seed), Scene(seed)
    before = scene.photo(seed * 7 + 1, by_hand(thrown, 0.3))
    taken_away = thrown.random() < 0.7
    brought = not taken_away or thrown.random() < 0.3
    after = scene.photo(seed * 7 + 2, by_hand(thrown, 1.5), taken_away=taken_away, brought=brought)
    return before, after


def by_hand(thrown: Random, far_m: float) -> Pose:
    """A camera held by hand, up to `far_m` aside of where it should be, in some light."""
    return Pose(
        aside_m=thrown.uniform(-far_m, far_m),
        ahead_m=thrown.uniform(-far_m / 4, far_m / 4),
        turned=thrown.uniform(-25, 25),
        rolled=thrown.uniform(-2.5, 2.5),
        zoom=thrown.uniform(1, 1.08),
        gain=thrown.uniform(0.75, 1.2),
        gamma=thrown.uniform(0.8, 1.25),
        tint=(thrown.uniform(0.93, 1.07), thrown.uniform(0.93, 1.07), thrown.uniform(0.93, 1.07)),
        shadow=thrown.choice([0, 0, 0.2, 0.35]),
        noise=thrown.uniform(2, 7),
    )


# What people do to a picture to use it again


def encoded(image: Image.Image, quality: int) -> bytes:
    held = io.BytesIO()
    image.save(held, "JPEG", quality=quality)
    return held.getvalue()


def cut(image: Image.Image, thrown: Random) -> bytes:
    """5 to 35 % off either direction, anywhere."""
    width, height = (int(side * thrown.uniform(0.65, 0.95)) for side in image.size)
    x, y = thrown.randrange(image.width - width + 1), thrown.randrange(image.height - height + 1)
    return encoded(image.crop((x, y, x + width, y + height)), thrown.randint(50, 90))


def encoded_anew(image: Image.Image, thrown: Random) -> bytes:
    """Smaller or larger, and with much of its quality gone."""
    scale = thrown.uniform(0.4, 1.3)
    size = int(image.width * scale), int(image.height * scale)
    how = thrown.choice([Image.Resampling.BILINEAR, Image.Resampling.LANCZOS])
    return encoded(image.resize(size, how), thrown.randint(25, 70))


def mirrored(image: Image.Image, thrown: Random) -> bytes:
    return encoded(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), thrown.randint(50, 90))


def screenshot(image: Image.Image, thrown: Random) -> bytes:
    """A phone's screen showing the picture between bars, with status icons and buttons."""
    wide, high = thrown.choice([(540, 1170), (540, 960), (600, 800), (1170, 540)])
    scale = min(wide / image.width, high / image.height)
    shown = image.resize((int(image.width * scale), int(image.height * scale)), Image.Resampling.BILINEAR)
    screen = Image.new("RGB", (wide, high), thrown.choice([(0, 0, 0), (255, 255, 255), (24, 24, 28)]))
    lifted = thrown.randrange(-40, 40) if high > shown.height + 80 else 0
    screen.paste(shown, ((wide - shown.width) // 2, (high - shown.height) // 2 + lifted))
    draw = ImageDraw.Draw(screen)
    for number in range(5):
        draw.rectangle((20 + 40 * number, 8, 40 + 40 * number, 20), (128, 128, 128))
        draw.rectangle((20 + 100 * number, high - 50, 70 + 100 * number, high - 20), (150, 150, 150))
    return encoded(screen, thrown.randint(60, 92))


TRICKS: Final[dict[str, Callable[[Image.Image, Random], bytes]]] = {
    "cut": cut,
    "encoded_anew": encoded_anew,
    "mirrored": mirrored,
    "screenshot": screenshot,
}


# Drawing


def fractal(dice: Dice, width: int, height: int, octaves: int, rough: float) -> Grid:
    """height × width of 0 … 1, clouds upon clouds."""
    total, weight = np.zeros((height, width)), 1.0
    for octave in range(octaves):
        cells = 2 ** (octave + 2)
        coarse = dice.standard_normal((max(2, cells * height // width + 2), cells + 2)).astype("f")
        total += weight * np.asarray(
            Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
        )
        weight *= rough
    total -= total.min()
    return total / total.max()


def textured(
    dice: Dice, width: int, height: int, colour: Colour, depth: float = 60, rough: float = 0.7
) -> Image.Image:
    clouds = (fractal(dice, width, height, 6, rough) - 0.5)[..., None] * depth
    return Image.fromarray(np.clip(np.array(colour) + clouds, 0, 255).astype("u1"))


def colour(dice: Dice, low: int = 50, high: int = 220) -> Colour:
    red, green, blue = (int(value) for value in dice.integers(low, high, 3))
    return red, green, blue


def times(shade: Colour, factor: float) -> tuple[int, int, int, int]:
    red, green, blue = (min(255, int(part * factor)) for part in shade)
    return red, green, blue, 255


def hall(dice: Dice, width: int, height: int, shade: Colour) -> Image.Image:
    """A wall with windows, sheets, a door or pipes, and stains."""
    image = textured(dice, width, height, shade).convert("RGBA")
    draw, dark, light = ImageDraw.Draw(image), times(shade, 0.35), times(shade, 1.3)
    (windows, sheets, door, pipes)[dice.integers(4)](draw, dice, width, height, dark, light)
    for _ in range(dice.integers(2, 9)):
        radius = int(dice.integers(3, max(4, min(width, height) // 5)))
        x, y = int(dice.integers(0, width)), int(dice.integers(0, height))
        stain = (x - radius, y - radius // 2, x + radius // 2, y + radius)
        draw.ellipse(stain, times(shade, dice.uniform(0.3, 1.5)))
    return image


def windows(draw: Any, dice: Dice, width: int, height: int, dark: Any, light: Any) -> None:
    across, down = int(dice.integers(2, 7)), int(dice.integers(1, 4))
    for i in range(across):
        for j in range(down):
            x, y = int((i + 0.2 + 0.1 * dice.random()) * width / across), int((j + 0.25) * height / down)
            draw.rectangle((x, y, x + width // across // 2, y + height // down // 2), dark, light, 2)


def sheets(draw: Any, dice: Dice, width: int, height: int, dark: Any, _light: Any) -> None:
    for _ in range(dice.integers(8, 30)):
        x = int(dice.random() * width)
        draw.line((x, 0, x, height), dark, int(dice.integers(1, 4)))


def door(draw: Any, dice: Dice, width: int, height: int, dark: Any, light: Any) -> None:
    x = int(dice.random() * width / 2)
    draw.rectangle((x, int(0.3 * height), x + int(0.4 * width), height), dark, light, 3)
    draw.rectangle((int(0.1 * width), int(0.05 * height), int(0.8 * width), int(0.2 * height)), light)
    for number in range(6):
        left = 0.12 + 0.11 * number
        draw.rectangle(
            (int(width * left), int(0.08 * height), int(width * (left + 0.08)), int(0.17 * height)), dark
        )


def pipes(draw: Any, dice: Dice, width: int, height: int, dark: Any, light: Any) -> None:
    for _ in range(dice.integers(3, 8)):
        y = int(dice.random() * height)
        draw.line((0, y, width, y), dark, int(dice.integers(1, 4)))
    for _ in range(dice.integers(2, 6)):
        radius, x, y = (int(dice.integers(low, high)) for low, high in ((5, 25), (0, width), (0, height)))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), light, dark, 2)


def heap(dice: Dice, width: int, height: int, shade: Colour) -> Image.Image:
    image = textured(dice, width, height, shade, 110, 0.85).convert("RGBA")
    ridge = [
        (
            width * (step + 0.5) / 8,
            height * (1 - math.sin(math.pi * (step + 0.5) / 8) * (0.7 + 0.3 * dice.random())),
        )
        for step in range(8)
    ]
    shape = Image.new("L", (width, height), 0)
    ImageDraw.Draw(shape).polygon([(0, height), *ridge, (width, height)], 255)
    image.putalpha(shape)
    return image


def silo(dice: Dice, width: int, height: int, shade: Colour) -> Image.Image:
    """Round: darker towards its sides."""
    around = 1.2 * (1 - 0.6 * np.abs(np.linspace(-0.8, 1, width)))[None, :, None]
    wall = np.asarray(textured(dice, width, height, shade, 30)) * around
    image = Image.fromarray(np.clip(wall, 0, 255).astype("u1")).convert("RGBA")
    draw = ImageDraw.Draw(image)
    for step in range(dice.integers(3, 9)):
        draw.line((0, height * step // 8, width, height * step // 8), (60, 60, 60, 255), 2)
    return image


def ground(dice: Dice) -> Image.Image:
    """From above: patches, puddles, planks and stones."""
    image = textured(dice, 900, 700, colour(dice, 80, 170), 90, 0.85)
    draw = ImageDraw.Draw(image)
    for _ in range(dice.integers(4, 25)):
        x, y, radius = (int(dice.integers(low, high)) for low, high in ((0, 900), (0, 700), (4, 60)))
        draw.ellipse((x - radius, y - radius // 2, x + radius, y + radius), colour(dice, 40, 200))
    for _ in range(dice.integers(60, 200)):
        x, y, high, long = (
            int(dice.integers(low, most)) for low, most in ((0, 900), (0, 700), (2, 9), (0, 30))
        )
        corners = (x, y, x + long, y + high, x + long + high, y + 2 * high, x - high, y + high)
        draw.polygon(corners, colour(dice, 30, 220))
    return image


def framed(image: Image.Image, pose: Pose) -> Image.Image:
    """Rolled and zoomed; the empty corners fall outside."""
    turned = image.rotate(pose.rolled, Image.Resampling.BICUBIC)
    wide, high = WIDTH / (pose.zoom * 1.06), HEIGHT / (pose.zoom * 1.06)
    box = ((WIDTH - wide) / 2, (HEIGHT - high) / 2, (WIDTH + wide) / 2, (HEIGHT + high) / 2)
    return turned.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC, box=box)


def lit(image: Image.Image, dice: Dice, pose: Pose) -> Image.Image:
    """Shadows, light and its colour, and the noise of a sensor."""
    values = np.asarray(image).astype("f") / 255
    if pose.shadow:
        cast = (fractal(dice, 40, 30, 3, 0.6) > 0.5).astype("f") * pose.shadow
        soft = Image.fromarray(cast).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        values = values * (1 - np.asarray(soft))[..., None]
    values = np.clip(values, 0, 1) ** pose.gamma * pose.gain * np.array(pose.tint)
    values += dice.normal(0, pose.noise / 255, values.shape)
    return Image.fromarray((np.clip(values, 0, 1) * 255).astype("u1"))


def perspective(corners: list[tuple[float, float]], there: list[tuple[float, float]]) -> tuple[float, ...]:
    """The eight numbers that bring four corners to four places."""
    rows, right = [], []
    for (x, y), (u, v) in zip(corners, there, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return tuple(float(value) for value in np.linalg.solve(np.array(rows, float), np.array(right, float)))
