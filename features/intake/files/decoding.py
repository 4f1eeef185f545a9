"""From the bytes of a csv file to its text: encoding and separator."""

from __future__ import annotations

import codecs

from features.intake.problems import Bilingual, FileRefusedError

SEPARATORS = (",", "\t", ";", "|")

LOOKED_AT = 4096
"""Bytes of the beginning by which a text is judged."""

_SAVE_AS_UTF8 = Bilingual(
    "用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”后重新报送",
    'Open it in Excel or WPS and save it as "CSV UTF-8", then deliver it again',
)
_OTHER_UNICODE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_NEITHER = Bilingual("既不是 UTF-8 也不是 GBK/GB18030 编码", "is neither UTF-8 nor GBK/GB18030")
_MIXED = Bilingual(
    "不是 UTF-8 编码，而文件开头是 UTF-8：同一文件混用了几种编码",
    "is not UTF-8, though the file begins as UTF-8: several encodings are mixed in it",
)


def decode(file: str, content: bytes) -> str:
    """The text of a csv in UTF-8 (with or without BOM) or GBK/GB18030.

    Some tools put the mark of UTF-8 before GBK: the first line then tells. Raises FileRefusedError naming the first
    line that is neither.
    """
    if content.startswith(_OTHER_UNICODE) or is_utf16(content):
        raise FileRefusedError(
            file,
            Bilingual(
                "编码是 UTF-16 或 UTF-32，无法读取", "its encoding is UTF-16 or UTF-32, which intake does not read"
            ),
            _SAVE_AS_UTF8,
            row=1,
        )
    unmarked = content.removeprefix(codecs.BOM_UTF8)
    try:
        return _without_nul(file, unmarked.decode("utf-8"))
    except UnicodeDecodeError as error:
        # A first line of Chinese that is sound UTF-8 is no GBK: reading on as GBK would land garbled text.
        if _starts_as_chinese_utf8(unmarked):
            raise _wrong_encoding(file, unmarked, error.start, _MIXED) from None
    try:
        return _without_nul(file, unmarked.decode("gb18030"))
    except UnicodeDecodeError as error:
        raise _wrong_encoding(file, unmarked, error.start, _NEITHER) from None


def is_utf16(content: bytes) -> bool:
    """Whether a text is in UTF-16, marked or not: half of each digit and comma is a zero byte, always on the same side."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    beginning = content[:LOOKED_AT]
    sides = beginning[::2].count(0), beginning[1::2].count(0)
    return max(sides) * 20 > len(beginning) and min(sides) * 10 < max(sides)


def separator_of(text: str) -> str:
    """The separator that occurs most in the first lines."""
    beginning = text[:4000]
    return max(SEPARATORS, key=beginning.count)


def _starts_as_chinese_utf8(content: bytes) -> bool:
    try:
        first_line = content.split(b"\n", 1)[0].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return sum("一" <= character <= "鿿" for character in first_line) >= 3


def _wrong_encoding(file: str, content: bytes, position: int, problem: Bilingual) -> FileRefusedError:
    line = content.count(b"\n", 0, position) + 1
    told = Bilingual(f"第{line}行{problem.zh}", f"line {line} {problem.en}")
    return FileRefusedError(file, told, _SAVE_AS_UTF8, row=line)


def _without_nul(file: str, text: str) -> str:
    text = text.lstrip("\ufeff")  # Whoever adds the mark to a file that has it makes two.
    if (position := text.find("\0")) >= 0:
        line = text.count("\n", 0, position) + 1
        problem = Bilingual("含有空字节，不是 csv 文本", "it holds zero bytes, so it is not a csv file")
        raise FileRefusedError(file, problem, _SAVE_AS_UTF8, row=line)
    return text
