"""Plans that never were: the real plan with other names, another order and other numbers.

The variants are as long and as intricate as the real document, since they are made from it. Each
seed has names that no other seed has, so that a hundred plans can stand in one dataset without
sharing a port. The same seed gives the same plan in every run and on every machine.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

REAL_PLAN = Path(__file__).parent.parent / "plans" / "kushiro-nemuro"

# The parts of names that are names. What says of which kind a thing is (港, 漁港, 川, 地区, 道路)
# is left out and so stays, as does what is no name (日本, 国, 市町村). Longer stems go first.
_KANJI_STEMS = (
    *("千代ノ浦", "尾岱沼", "仙鳳趾", "幌茂尻", "春国", "久著呂", "雌阿寒", "中標津", "糸魚沢"),
    *("上春別", "西春別", "弟子屈", "釧路", "根室", "釧根", "標茶", "尾幌", "厚岸", "落石", "歯舞"),
    *("羅臼", "阿寒", "別海", "川湯", "跡佐", "白糠", "恋問", "鳥取", "鶴丘", "塘路", "幌呂"),
    *("知床", "摩周", "雪裡", "橋北", "入江", "美幌", "標津", "散布", "浜中", "床潭", "野付"),
    *("風蓮", "千島", "北方", "北海", "道東"),
)
_KATAKANA_STEMS = ("アトサヌプリ", "ヌマオロ", "ロジスク", "トラック(?=協会)")
_HIRAGANA_STEMS = ("くしろ", "ねむろ", "ひがし(?=北海)")

# Letters of invented names. No kanji of these stands in the real plan or ends the name of a kind
# of thing, and the kana spell no particle, so an invented name is nothing but a name.
_KANJI = (
    "葵茜梓綾絢碧暁梢椿榎楓桐柊槙萩菫蓬茅苔蕗薊藍紺紫翠琥珀瑠璃瑞玲琳珊瑚錦絹紬縞繭翼鷹鷺鴨雀燕鳩雁鯨鯉鮎"
    "鰻蛍蝶蜂蝉霞霧露霜雫虹嵐凪詩笛琴鼓鈴鏡櫛簪扇袖襟杵杏柚梨桃栗柿榧柘榴葡萄菊芙蓉薔薇藤牡丹蘭"
)
_HIRAGANA = "ぬねみむめゆよらりるれろひふへけ"
_KATAKANA = "ヌネミムメユヨラリルレロヒフヘケ"

_CODE = re.compile("([0-9０-９]+)([-－][(（])([0-9０-９]+)([)）])")
_HEADER_LINE = re.compile(
    r"^[ 　]*(?:Ⅲ .*\s+)?(?P<codes>[０-９]－（[０-９]）(?:、[０-９]－（[０-９]）)*)[ 　]*$", re.M
)
_NUMBER = re.compile("[0-9０-９]+(?=件|路線|事務所|市[0-9０-９]|町[）)]|年[0-9０-９]+月|月に)")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_PREFECTURES = 47
_NUMBERS_OF_NO_TOWN = 200  # JIS X 0402: 800 to 999 are no city, town or village
_PLACES = ("municipality", "municipalities", "subprefecture", "prefecture")
_ABOVE = ("釧路総合振興局", "根室振興局", "北海道")


def read_real_text() -> str:
    """Read the text of the real plan, every character as it stands in the file."""
    return (REAL_PLAN / "source.txt").read_bytes().decode("utf-8")


def invent_names(seed: int, *, extra: int = 0) -> dict[str, str]:
    """Invent a name for each stem of the real plan.

    Args:
        seed: Which set of names, from 0. Two seeds have no name in common.
        extra: By how many characters each new name is longer than the old one.

    Returns:
        Patterns of the stems to the new names, longer stems first, all in the stem's own script.

    Raises:
        ValueError: If there are not that many names.
    """
    names: dict[str, str] = {}
    for stems, letters in (
        (_KANJI_STEMS, _KANJI),
        (_KATAKANA_STEMS, _KATAKANA),
        (_HIRAGANA_STEMS, _HIRAGANA),
    ):
        for place, stem in enumerate(stems):
            length = len(stem.partition("(")[0]) + extra
            names[stem] = _spell(seed * len(stems) + place, letters, length)
    return names


def rename(text: str, names: Mapping[str, str]) -> str:
    """Put other names in the place of those of the real plan, also where a line break cuts them.

    Args:
        text: Text of the real plan, or something made from it.
        names: Patterns of stems to new names, longer stems first, as `invent_names` gives them.

    Returns:
        The text with every name changed; a line break in a name stays after as many characters.
    """
    news = list(names.values())

    def replace(match: re.Match[str]) -> str:
        new = news[(match.lastindex or 0) - 1]
        for place, character in enumerate(match.group()):
            if character == "\n":
                new = new[:place] + "\n" + new[place:]
        return new

    return _one_of(tuple(names)).sub(replace, text)


@cache
def _one_of(stems: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of stems, of which each is a group."""
    return re.compile("|".join(f"({_over_line_breaks(stem)})" for stem in stems))


def reorder(text: str, order: Sequence[int]) -> str:
    """Print the projects in another order; the index page stays the first.

    Args:
        text: Text of a plan of this layout.
        order: For each project in the new order, its place in the old one, from 0.

    Returns:
        The same pages, those of a project together and in their own order.
    """
    index, projects = split_projects(text)
    return index + "".join(projects[place] for place in order)


def split_projects(text: str) -> tuple[str, list[str]]:
    """Cut a plan into its index page and its projects, in the document's order."""
    headers = list(_HEADER_LINE.finditer(text))
    ends = [header.start() for header in headers[1:]] + [len(text)]
    pages: dict[str, str] = {}
    for header, end in zip(headers, ends, strict=True):
        pages[header["codes"]] = pages.get(header["codes"], "") + text[header.start() : end]
    return text[: headers[0].start()], list(pages.values())


def recode(text: str, seed: int) -> str:
    """Give the projects of each field other numbers, the same everywhere in the text."""
    codes = sorted({(match[1], match[3]) for match in _CODE.finditer(text)})
    new_codes: dict[tuple[str, str], str] = {}
    for field in sorted({field for field, _ in codes}):
        numbers = [number for other, number in codes if other == field]
        for place, old in enumerate(_shuffle(len(numbers), f"{seed}/{field}")):
            new_codes[field, numbers[old]] = numbers[place]
    return _CODE.sub(lambda code: f"{code[1]}{code[2]}{new_codes[code[1], code[3]]}{code[4]}", text)


def renumber(text: str, seed: int) -> str:
    """Change the numbers of works, routes, offices and dates, each in its own width."""

    def replace(match: re.Match[str]) -> str:
        old = match.group()
        new = str(1 + (int(old.translate(_DIGITS)) + seed) % 12)
        return new if old.isascii() else new.translate(_FULL_WIDTH)

    return _NUMBER.sub(replace, text)


def generate_text(seed: int) -> str:
    """Make the text of a plan: other names, codes, numbers and order of projects."""
    text = rename(renumber(recode(read_real_text(), seed), seed), invent_names(seed))
    return reorder(text, _shuffle(len(split_projects(text)[1]), str(seed)))


def write_plan(folder: Path, seed: int) -> Path:
    """Write the folder of a plan: its text, its plan.toml and its gazetteer.

    Args:
        folder: Where the plan's folder goes; made if it is missing.
        seed: Which plan, from 0.

    Returns:
        The plan's folder, named by its id, such as ``plan-007``.
    """
    names = invent_names(seed)
    plan = folder / f"plan-{seed:03}"
    plan.mkdir(parents=True, exist_ok=True)
    (plan / "source.txt").write_bytes(generate_text(seed).encode("utf-8"))
    _write_gazetteer(plan / "gazetteer.csv", names, seed)
    facts = tomllib.loads((REAL_PLAN / "plan.toml").read_text(encoding="utf-8"))
    lines = [
        f'id = "{plan.name}"',
        *(f"{key} = {_quote(facts[key])}" for key in ("layout", "document", "gazetteer")),
    ]
    for table in ("title", "area", "publisher"):
        japanese = rename(facts[table]["ja"], names)
        lines += ["", f"[{table}]", f"ja = {_quote(japanese)}", f'en = "Invented plan {seed}"']
        lines += ['source = "Invented for tests"']
    lines += ["", "[issued]", 'value = "2000"', 'source = "Invented for tests"']
    lines += ["", "[licence]", 'note = "Invented for tests"']
    (plan / "plan.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return plan


def write_plans(folder: Path, count: int) -> list[Path]:
    """Write the folders of as many plans, with the seeds from 0.

    Returns:
        The plans' folders, in the order of their seeds.
    """
    return [write_plan(folder, seed) for seed in range(count)]


def _write_gazetteer(path: Path, names: Mapping[str, str], seed: int) -> None:
    """Write what stays true when names change: codes of their own, and what lies where."""
    with (REAL_PLAN / "gazetteer.csv").open(encoding="utf-8", newline="") as real:
        # A municipality that the plan does not name has no other name either.
        rows = [row for row in csv.DictReader(real) if rename(row["name"], names) != row["name"]]
    codes = _codes([row["name"] for row in rows if row["property"] == "code"], seed)
    with path.open("w", encoding="utf-8", newline="") as made:
        writer = csv.DictWriter(made, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            if row["property"] == "code":
                value = codes[row["name"]]
            elif row["property"] in _PLACES and row["value"] in {*codes, *_ABOVE}:
                value = rename(row["value"], names)
            else:
                continue
            told = {"name": rename(row["name"], names), "value": value}
            told |= {"source": "Invented for tests", "quote": f"{told['name']} {value}"}
            writer.writerow(row | told)


def _codes(towns: Sequence[str], seed: int) -> dict[str, str]:
    """Give each town a code that no town of Japan has, and no two plans share."""
    codes = {}
    for place, town in enumerate(towns):
        prefecture, number = divmod(seed * len(towns) + place, _NUMBERS_OF_NO_TOWN)
        if prefecture >= _PREFECTURES:
            raise ValueError("there are no more codes")
        codes[town] = f"{1 + prefecture:02}{1000 - _NUMBERS_OF_NO_TOWN + number:03}"
    return codes


def _spell(index: int, letters: str, length: int) -> str:
    """Spell the name of a number; different numbers have different names of the same length."""
    size = len(letters) ** length
    if index >= size:
        raise ValueError(f"there are only {size} names of {length} characters")
    # A step without a common divisor visits every name once; the golden ratio parts neighbours.
    golden = size * 618_034 // 1_000_000
    step = next(step for step in range(golden, 2 * size) if math.gcd(step, size) == 1)
    rest = index * step % size
    name = ""
    for _ in range(length):
        rest, digit = divmod(rest, len(letters))
        name += letters[digit]
    return name


def _shuffle(count: int, salt: str) -> list[int]:
    """Order the numbers below count by a hash, which is the same in every release of Python."""
    return sorted(range(count), key=lambda n: hashlib.sha256(f"{salt}/{n}".encode()).digest())


def _over_line_breaks(stem: str) -> str:
    name, bracket, condition = stem.partition("(")
    return r"\n?".join(map(re.escape, name)) + bracket + condition


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
