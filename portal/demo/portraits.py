"""A drawn portrait for each person of the demo centre: nobody's photo, and the same slug, the same face."""

import hashlib
from collections.abc import Mapping
from io import BytesIO

from PIL import Image, ImageDraw
from sqlalchemy import select

from portal.accounts.permissions import Staff
from portal.core.work import Store, Writing
from portal.demo.content import PersonRow
from portal.directory.models import Person
from portal.media import files
from portal.media import verbs as media
from portal.media.intake import Prepared, inspect
from portal.schedules.people import CardIn, put_card

WIDTH, HEIGHT, SCALE = 240, 300, 2
KEY = "demo-portrait"

SKINS = ("#f6d7bd", "#f0c9a8", "#e8bb95", "#dba880")
HAIRS = ("#23201f", "#2e2622", "#3b2c22", "#5a5552", "#8d8a87")
COATS = ("#143d6b", "#1b6e4b", "#5a5f2a", "#7b2d8b", "#0a6680", "#4b5a69", "#8c2f5b")
GROUNDS = ("#e9f0f7", "#fff5d6", "#e6f1ea", "#f3e9f4", "#efece4")
INK, LIP, WHITE = "#2b2b2b", "#b4574d", "#ffffff"

# Signs that parents give to daughters; a guess is enough to choose a haircut.
_DAUGHTERS = frozenset("兰珍英萍梅花婷霞夏丽华琳芳秀红莲静仪彩云翠心玥溪禾晴雅姬玛桥荷月惠慧桂阿香")

Head = tuple[float, float, float, float]


def put_portraits(store: Store, editor: Staff, people: tuple[PersonRow, ...]) -> int:
    """Give one to each who holds a post and has none; how many."""
    with store.reading() as work:
        bare = select(Person.slug, Person.id).where(Person.portrait_id.is_(None))
        ids = {row.slug: row.id for row in work.session.execute(bare)}
    drawn: dict[int, tuple[str, Prepared]] = {}
    for person in people:
        if person.slug in ids:
            prepared = inspect(BytesIO(portrait(person.slug, person.name)), f"{person.slug}.png")
            files.keep(store, prepared)
            drawn[ids[person.slug]] = person.phone, prepared
    if drawn:
        store.write_as(editor, _put, drawn)
    return len(drawn)


def _put(work: Writing, drawn: Mapping[int, tuple[str, Prepared]]) -> None:
    for person_id, (phone, prepared) in drawn.items():
        media.park(work, KEY, prepared, 1)
        put_card(work, person_id, CardIn(phone=phone), KEY)


def portrait(slug: str, name: str) -> bytes:
    """A friendly flat head and shoulders, upright; PNG."""
    lot = hashlib.sha256(slug.encode()).digest()
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), _pick(GROUNDS, lot[0]))
    draw = ImageDraw.Draw(image)
    skin, hair = _pick(SKINS, lot[1]), _pick(HAIRS, lot[2])
    woman = bool(_DAUGHTERS & set(name[1:]))
    if woman:
        _long_hair(draw, hair, lot[3])
    _shoulders(draw, _pick(COATS, lot[4]), skin, lot[5])
    head = (78.0, 78.0 - lot[6] % 5, 162.0, 186.0 + lot[7] % 6)
    draw.ellipse(_at(68, 120, 88, 150), fill=skin)
    draw.ellipse(_at(152, 120, 172, 150), fill=skin)
    draw.ellipse(_at(*head), fill=skin)
    _hair(draw, hair, head, lot[3] % 3 + 3 * woman)
    _face(draw, hair, lot[8])
    if lot[9] % 3 == 0:
        _glasses(draw)
    written = BytesIO()
    image.reduce(SCALE).save(written, "PNG")
    return written.getvalue()


def _shoulders(draw: ImageDraw.ImageDraw, coat: str, skin: str, cut: int) -> None:
    draw.rounded_rectangle(_at(26, 216, 214, 360), 60 * SCALE, fill=coat)
    draw.polygon(_points((92, 216), (120, 262), (148, 216)), fill=WHITE)
    draw.rounded_rectangle(_at(101, 165, 139, 228), 18 * SCALE, fill=skin)
    if cut % 2:
        draw.polygon(_points((114, 244), (126, 244), (131, 300), (109, 300)), fill=INK)
    draw.rounded_rectangle(_at(158, 254, 188, 264), 2 * SCALE, fill=WHITE)  # the badge of who serves here


def _long_hair(draw: ImageDraw.ImageDraw, hair: str, cut: int) -> None:
    length = (178, 205, 232)[cut % 3]
    draw.rounded_rectangle(_at(64, 70, 176, length), 50 * SCALE, fill=hair)


def _hair(draw: ImageDraw.ImageDraw, hair: str, head: Head, cut: int) -> None:
    """Above the forehead: three cuts for men, three for women."""
    left, top, right, _low = head
    if cut == 0:
        draw.pieslice(_at(left - 3, top - 8, right + 3, top + 76), 180, 360, fill=hair)
    elif cut == 1:
        draw.pieslice(_at(left - 4, top - 10, right + 4, top + 62), 180, 360, fill=hair)
        draw.ellipse(_at(left, top - 8, left + 50, top + 32), fill=hair)
    elif cut == 2:
        draw.chord(_at(left, top - 4, right, top + 70), 200, 340, fill=hair)
    else:
        draw.pieslice(_at(left - 5, top - 10, right + 5, top + 84), 180, 360, fill=hair)
        if cut == 3:
            draw.ellipse(_at(100, top - 34, 140, top + 6), fill=hair)
        elif cut == 4:
            draw.rectangle(_at(left - 2, top + 30, right + 2, top + 40), fill=hair)


def _face(draw: ImageDraw.ImageDraw, hair: str, mood: int) -> None:
    for middle in (101, 139):
        draw.ellipse(_at(middle - 5, 131, middle + 5, 143), fill=INK)
        draw.ellipse(_at(middle - 1, 133, middle + 3, 137), fill=WHITE)
        draw.arc(_at(middle - 11, 116, middle + 11, 134), 205, 335, fill=hair, width=3 * SCALE)
    draw.arc(_at(114, 142, 126, 156), 30, 150, fill="#b98a68", width=2 * SCALE)
    wide = 16 + mood % 5
    draw.chord(_at(120 - wide, 150, 120 + wide, 174), 20, 160, fill=LIP)


def _glasses(draw: ImageDraw.ImageDraw) -> None:
    for middle in (101, 139):
        draw.rounded_rectangle(
            _at(middle - 16, 124, middle + 16, 149), 8 * SCALE, outline=INK, width=2 * SCALE
        )
    draw.line(_at(117, 135, 123, 135), fill=INK, width=2 * SCALE)


def _pick(choices: tuple[str, ...], lot: int) -> str:
    return choices[lot % len(choices)]


def _at(left: float, top: float, right: float, low: float) -> tuple[float, float, float, float]:
    return left * SCALE, top * SCALE, right * SCALE, low * SCALE


def _points(*points: tuple[float, float]) -> list[tuple[float, float]]:
    return [(x * SCALE, y * SCALE) for x, y in points]
