"""From the bytes of a csv file to its text: encoding and separator."""

from __future__ import annotations

import codecs

from features.intake.problems import FileRefusedError

SEPARATORS = (",", "\t", ";")

_SAVE_AS_UTF8 = 'Open it in Excel or WPS and save it as "CSV UTF-8", then deliver it again'
_OTHER_UNICODE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def decode(file: str, content: bytes) -> str:
    """The text of a csv in UTF-8 (with or without BOM) or GBK/GB18030.

    Raises FileRefusedError naming the first line that is neither.
    """
    if content.startswith(_OTHER_UNICODE):
        raise FileRefusedError(
            file, "its encoding is UTF-16 or UTF-32, which intake does not read", _SAVE_AS_UTF8, row=1
        )
    marked = content.startswith(codecs.BOM_UTF8)
    try:
        return _without_nul(file, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        # A first line of Chinese that is sound UTF-8 is no GBK: reading on as GBK would land garbled text.
        if marked or _starts_as_chinese_utf8(content):
            raise _wrong_encoding(file, content, error.start, "is not UTF-8, though the file begins as UTF-8") from None
    try:
        return _without_nul(file, content.decode("gb18030"))
    except UnicodeDecodeError as error:
        raise _wrong_encoding(file, content, error.start, "is neither UTF-8 nor GBK/GB18030") from None


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


def _wrong_encoding(file: str, content: bytes, position: int, problem: str) -> FileRefusedError:
    line = content.count(b"\n", 0, position) + 1
    return FileRefusedError(file, f"line {line} {problem}", _SAVE_AS_UTF8, row=line)


def _without_nul(file: str, text: str) -> str:
    if (position := text.find("\0")) >= 0:
        line = text.count("\n", 0, position) + 1
        raise FileRefusedError(file, "it holds zero bytes, so it is not a csv file", _SAVE_AS_UTF8, row=line)
    return text
