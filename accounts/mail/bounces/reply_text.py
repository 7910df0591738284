"""What a person newly wrote: without the quoted letter below it, its introduction and the signature."""

import re

LIMIT = 50_000
LINES = 2000

MONTH = r"[^\d\s]{3,12}\.?"
DATE = rf"(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\d{{1,2}}\.? {MONTH},? \d{{4}}|{MONTH} \d{{1,2}},? \d{{4}})"
# "On … wrote:" in one line, which a mail program may have broken into up to three.
INTRODUCTIONS: tuple[tuple[str, str], ...] = (
    ("en", r"on .{5,300} wrote:"),
    ("uk", r".{5,300}\b(?:пише|написав|написала|написав\(ла\)|написали):"),
    ("ru", r".{5,300}\b(?:пишет|писал|писала|писал\(а\)|написал|написала|написал\(а\)|писали):"),
    ("de", r"am .{5,300} schrieb.{0,100}:"),
    ("fr", r"le .{5,300} a [ée]crit ?:"),
    ("pl", r".{5,300}\b(?:napisa[łl]\(?a?\)?|pisze):"),
    ("es it pt", r"(?:el|il|em) .{5,300} (?:escribi[óo]|ha scritto|escreveu) ?:"),
    ("gmail", rf".{{0,40}}{DATE}.{{0,80}}<[^<>@ ]+@[^<>@ ]+>\s*:?"),
)
# A line after which everything is the old letter.
SEPARATORS: tuple[tuple[str, str], ...] = (
    ("en", r"[-_= ]*(?:original message|forwarded message|reply message|begin forwarded message:?)[-_= ]*"),
    ("ru", r"[-_= ]*(?:исходное сообщение|пересылаемое сообщение|пересланное сообщение|конец пересылаемого сообщения)[-_= ]*"),
    ("uk", r"[-_= ]*(?:оригінальне повідомлення|початкове повідомлення|вихідне повідомлення|переслане повідомлення)[-_= ]*"),
    ("de pl fr", r"[-_= ]*(?:urspr[üu]ngliche nachricht|wiadomo[śs][ćc] oryginalna|message d'origine)[-_= ]*"),
    ("outlook", r"_{20,}"),
)  # fmt: skip
# Outlook's block "From: … Sent: … To: … Subject: …" starts with one of these and is followed by another.
FIELD = re.compile(
    r"""^\W{0,3}(?:from|sent|date|to|subject|від|надіслано|дата|кому|тема|від\ кого|от|от\ кого|отправлено
    |von|gesendet|an|betreff|od|wys[łl]ano|do|temat|de|envoy[ée]|objet|enviado|para|asunto)\W{0,3}:\s*\S""",
    re.IGNORECASE | re.VERBOSE,
)
SIGNATURES: tuple[tuple[str, str], ...] = (
    ("rfc 3676", r"-- ?|—|–"),
    ("en", r"sent (?:from|with|via) (?:my |outlook|mail for|yahoo|proton|gmail|the ).{0,60}|get outlook for .{0,20}"),
    ("uk", r"(?:надіслано|відправлено|надісл\.) (?:з|із|зі|через) .{1,60}"),
    ("ru", r"(?:отправлено|послано) (?:с|из|со|через) .{1,60}"),
    ("de fr pl", r"(?:von meinem .{1,30} gesendet|envoy[ée] de .{1,40}|wys[łl]ane z .{1,40})"),
)
# Polite endings; they count near the end, where a name and contacts follow.
CLOSINGS = re.compile(
    r"^(?:(?:best|kind|warm)(?: regards| wishes)?|regards|sincerely|yours (?:sincerely|faithfully|truly)|cheers"
    r"|з (?:повагою|найкращими побажаннями)|із повагою|щиро(?: ваш[аі]?)?|с (?:уважением|наилучшими пожеланиями)|искренне ваш"
    r"|mit freundlichen gr[üu](?:ß|ss)en|viele gr[üu](?:ß|ss)e|pozdrawiam|z powa[żz]aniem|cordialement|saludos)\b.{0,60}$",
    re.IGNORECASE,
)
CLOSING_LINES = 12

INTRODUCTION = re.compile("|".join(pattern for _, pattern in INTRODUCTIONS), re.IGNORECASE)
SEPARATOR = re.compile("|".join(pattern for _, pattern in SEPARATORS), re.IGNORECASE)
SIGNATURE = re.compile("|".join(pattern for _, pattern in SIGNATURES), re.IGNORECASE)


def new_text(text: str) -> str:
    """Return the new words of a reply. Answers written between or below quoted lines are kept."""
    lines = [line.rstrip() for line in text[:LIMIT].split("\n")][:LINES]
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if _quoted(line):
            place += 1
            continue
        if SEPARATOR.fullmatch(line.strip()) or SIGNATURE.fullmatch(line.strip()) or _header_block(lines, place):
            break
        if span := _introduction(lines, place):
            if not any(_quoted(each) for each in lines[place + span : place + span + 3]):
                break  # the old letter follows unmarked
            place += span
            continue
        kept.append(line)
        place += 1
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_unsigned(kept))).strip()


def _quoted(line: str) -> bool:
    return line.lstrip().startswith((">", "|>"))


def _introduction(lines: list[str], place: int) -> int:
    """Return how many lines from here introduce a quotation: 0 to 3."""
    if not lines[place].strip():
        return 0
    joined = ""
    for span, line in enumerate(lines[place : place + 3], 1):
        if not line.strip() or _quoted(line):
            return 0
        joined = f"{joined} {line.strip()}".strip()[:500]
        if span > 1 and _introduces(line.strip()):
            return 0  # the lines before it are the answer's end
        if _introduces(joined):
            return span
    return 0


def _introduces(line: str) -> bool:
    """Tell whether "… wrote:" names a date or an address; without them a person may be quoting somebody by hand."""
    return bool(re.search(r"[\d@]", line) and INTRODUCTION.fullmatch(line))


def _header_block(lines: list[str], place: int) -> bool:
    """Tell whether Outlook's copy of the old letter's header begins here."""
    if not FIELD.match(lines[place]):
        return False
    return sum(bool(FIELD.match(line)) for line in lines[place + 1 : place + 5]) >= 2  # noqa: PLR2004


def _unsigned(lines: list[str]) -> list[str]:
    """Cut a polite ending with the name and contacts below it."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    for place in filled[1:]:
        if len(filled) - filled.index(place) <= CLOSING_LINES and CLOSINGS.match(lines[place].strip()):
            return lines[:place]
    return lines
