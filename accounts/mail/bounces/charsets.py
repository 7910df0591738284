"""Bytes → text, when the declared charset is missing, unknown or wrong. Never raises, never returns NUL or surrogates."""

import binascii
import codecs
import re

# Only real charsets: Python also registers codecs that are slow, lossy or no text at all.
KNOWN = re.compile(
    r"(?:utf(?:7|8|16|16le|16be|32)|usascii|ascii|latin\d{1,2}|iso8859\d{1,2}|(?:windows|cp)\d{3,5}|koi8[rtu]"
    r"|maccyrillic|gb2312|gbk|gb18030|big5|shiftjis|iso2022(?:jp|kr)|euc(?:jp|kr)|ksc56011987)",
)
ALIASES = {
    "win1251": "windows1251",
    "koi8": "koi8u",
    "koi8r": "koi8u",  # koi8-u is koi8-r with the Ukrainian letters in place of line drawing
    "unicode11utf7": "utf7",
    "xmaccyrillic": "maccyrillic",
    "ksc56011987": "euckr",
    "latin1": "cp1252",
    "iso88591": "cp1252",
    "usascii": "ascii",
}
# What an undeclared or wrongly declared Cyrillic text may be, most usual first.
CYRILLIC = ("cp1251", "koi8-u", "iso8859-5", "cp866")
FREQUENT = {letter: 34 - place for place, letter in enumerate("оеаинітсрвлкмдпуяьыгзбчйхжїшєюцщфэёґъ")}
SINGLE_BYTE_CYRILLIC = frozenset({"cp1251", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic"})
STATEFUL = frozenset({"utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso2022_jp", "iso2022_kr"})
SAMPLE = 4000
WORD = re.compile(r"[^\W\d_]+")
NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
ENCODED_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?\r\n]{0,2000})\?=")


def decode(data: bytes, declared: str = "") -> str:
    """Return the text of `data`; the declaration counts unless the bytes plainly speak against it."""
    codec = codec_of(declared)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or codec in {"utf-16", "utf-16-le", "utf-16-be"}:
        text = data.decode(_utf16(data), "replace")
    elif data.isascii() and codec not in STATEFUL:
        text = data.decode("ascii")
    else:
        text = _decode_high(data, codec)
    return FORBIDDEN.sub("", text).removeprefix("\ufeff")


def codec_of(declared: str) -> str:
    """Return Python's name of a declared charset, or nothing for what is no charset we know."""
    name = re.sub(r"[^a-z0-9]", "", declared[:40].lower())
    name = ALIASES.get(name, name)
    if not KNOWN.fullmatch(name):
        return ""
    for spelling in (name, re.sub(r"^(utf|iso8859|koi8|windows|iso2022|mac)", r"\1-", name)):
        try:
            return codecs.lookup(spelling).name
        except LookupError:
            continue
    return ""


def decode_words(value: str) -> str:
    """Decode the RFC 2047 words of a header; a letter split between two words comes out whole."""
    if "=?" not in value:
        return value
    out, place, pending, charset = [], 0, b"", ""
    for found in ENCODED_WORD.finditer(value):
        gap = value[place : found.start()]
        if pending and (gap.strip() or found[1].lower() != charset):
            out.append(decode(pending, charset))
            pending = b""
        if gap.strip() or not place:
            out.append(gap)
        pending += unbase64(found[3].encode()) if found[2] in "bB" else _unquote(found[3])
        charset, place = found[1].lower(), found.end()
    return "".join([*out, decode(pending, charset), value[place:]])


def unbase64(data: bytes) -> bytes:
    """Decode base64 that may be cut short or strewn with foreign bytes."""
    letters = data.translate(None, NOT_BASE64)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _unquote(text: str) -> bytes:
    return binascii.a2b_qp(text.encode(errors="replace"), header=True)


def _utf16(data: bytes) -> str:
    """Tell the byte order: by its mark, else by where the bytes 0 (Latin) and 4 (Cyrillic) stand."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:SAMPLE]
    high_last = sum(sample[1::2].count(byte) for byte in (0, 4))
    high_first = sum(sample[::2].count(byte) for byte in (0, 4))
    if max(high_last, high_first) * 4 < len(sample):
        return "utf-8"  # declared, but it is no UTF-16
    return "utf-16-be" if high_first > high_last else "utf-16-le"


def _decode_high(data: bytes, codec: str) -> str:
    if codec not in STATEFUL:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.start and error.end >= len(data) - 1 and error.reason == "unexpected end of data":
                return data.decode("utf-8", "replace")  # UTF-8 cut in the middle of a letter
    own = codec if codec not in {"", "ascii", "utf-8"} else ""
    if own and own not in SINGLE_BYTE_CYRILLIC and not own.startswith(("cp125", "iso8859")):
        return data.decode(own, "replace")
    names = dict.fromkeys([own or CYRILLIC[0], *CYRILLIC, *([] if own else ["cp1252"])])
    sample = data[:SAMPLE]
    scores = {name: _plausibility(sample.decode(name, "replace")) for name in names}
    best = max(scores, key=lambda name: scores[name])
    first = next(iter(scores))
    # The declaration yields only to a clearly better reading.
    return data.decode(best if scores[best] > scores[first] + abs(scores[first]) * 0.2 else first, "replace")


def _plausibility(text: str) -> int:
    """Weigh a reading: frequent Cyrillic letters and Latin words with an accent speak for it, odd mixtures against it."""
    weight = -40 * text.count("\ufffd")
    for word in WORD.findall(text):
        if word.isascii():
            continue
        tail = word[1:]
        if min(word) >= "\u0400" and max(word) <= "\u04ff":
            odd = any(letter.isupper() for letter in tail) and not word.isupper()
            weight += -20 * len(word) if odd else sum(FREQUENT.get(letter, -10) for letter in word.lower())
            weight -= 12 * len(word) if len(word) > 1 and word.isupper() else 0
        elif max(word) < "\u0250":  # Latin: an accented letter among plain ones
            plain = sum(letter.isascii() for letter in word)
            weight += 20 * plain - 20 * (len(word) - plain)
        else:
            weight -= 20 * len(word)
    return weight
