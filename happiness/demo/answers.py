# ruff: noqa: E501 one answer stays one line
"""What the clients' people have answered in two years. It tells the same story as the talks in `clients`."""

from dataclasses import dataclass

from feedback.responses.models import Confidentiality
from happiness.demo.surveys import ACT, RELATION, START

ROLE, LEADERSHIP = Confidentiality.ROLE, Confidentiality.LEADERSHIP


@dataclass(frozen=True, slots=True)
class Answer:
    """`first` and `second` are the survey's scored questions (the second is the one of the person's role); `reasons` are ids."""

    days_ago: int
    first: int
    second: int | bool | None = None
    words: str = ""
    reasons: str = ""
    readers: Confidentiality = Confidentiality.NAMED


@dataclass(frozen=True, slots=True)
class Voice:
    """One person's answers to one survey; `who` counts the client's people from 0. Who is not here has never answered."""

    client: str  # its domain
    who: int
    survey: str
    answers: tuple[Answer, ...]


A = Answer
POLIMER, NORDWERK, AGROLAN, STEPLOG, BALTIC, DOCKSIDE, FJORD = (
    *("polimer-zahid.example", "nordwerk.example", "agrolan.example", "steplog.example", "balticgrain.example"),
    *("dockside.example", "fjordfoods.example"),
)

NORTH = (
    Voice(POLIMER, 0, RELATION, (
        A(698, 8, 4, "Працюєте добре. Хочу бачити витрати помісячно.", "money"),
        A(607, 9, 4, "", "quality"),
        A(517, 9, 4, "Звіт для ради зробили за день, дякую.", "speed people"),
        A(425, 9, 4),
        A(334, 8, 4, "Лінія у Стрию ще не окупилась, але рухаємось.", "money"),
        A(243, 9, 5, "Дзвоните саме тоді, коли домовились.", "people"),
        A(152, 9, 5, "", "quality people"),
        A(62, 9, 5, "Нова лінія працює, рахунки зрозумілі.", "quality money"),
    )),
    Voice(POLIMER, 1, RELATION, (
        A(699, 8, 4, "", "quality"),
        A(608, 8, 4, "Швидко розібралися з датчиками.", "speed quality"),
        A(516, 9, 5, "Ваші інженери знають нашу лінію краще за нас.", "people quality"),
        A(424, 8, 5),
        A(335, 7, 4, "Система працює, а папери наздоганяють.", "papers"),
        A(244, 6, 4, "Акт за етап чекали три тижні.", "papers"),
        A(153, 5, 4, "Утретє пишу про акти. Відповідають швидко, але нічого не міняється.", "papers"),
        A(61, 3, 4, "Лінія працює, а закрити етап у себе я не можу: акта немає. Пояснюю це директорові замість вас.", "papers"),
    )),
    Voice(POLIMER, 2, RELATION, (
        A(696, 7, 5),
        A(605, 7, 5, "Вдень усе добре.", "quality"),
        A(514, 7, 4, "Уночі ніхто не бере слухавку.", "speed"),
        A(333, 6, 4, "Нічна зміна чекає до ранку.", "speed"),
        A(151, 6, 4, "Уночі чекаємо відповіді по дві години.", "speed"),
        A(60, 6, 4, "Без змін: уночі чекаємо.", "speed"),
    )),
    Voice(POLIMER, 1, ACT, (
        A(640, 4, 5), A(545, 4, 6), A(430, 5, 6, "Усе вчасно."), A(310, 4, 5),
        A(205, 3, 4, "Акт прийшов із помилкою в назві."),
        A(97, 2, 2, "Акт надіслали через десять днів після робіт."),
        A(12, 1, 2, "Друга затримка акта за осінь. Роботу прийняли, закрити не можемо."),
    )),
    Voice(POLIMER, 0, ACT, (A(638, 5, 6), A(308, 4, 5), A(96, 4, 4, "До суми питань немає, до строків є."))),

    Voice(NORDWERK, 0, START, (A(170, 5, True, "Clear agenda every week. Handover documents came late."),)),
    Voice(NORDWERK, 1, START, (A(171, 6, True, "Good training. The alarm view was overwhelming at first."),)),
    Voice(NORDWERK, 0, RELATION, (
        A(150, 7, 4, "Too early to judge.", "money"),
        A(64, 8, 4, "Reliable so far. I would like a forecast of costs.", "quality money"),
    )),
    Voice(NORDWERK, 1, RELATION, (
        A(149, 8, 4, "", "quality"),
        A(62, 9, 5, "The night shift stopped calling me. That says enough.", "quality people"),
    )),

    Voice(AGROLAN, 0, RELATION, (
        A(701, 9, 4, "Усе коротко і по суті.", "people"),
        A(610, 10, 5), A(519, 9, 5, "", "quality"),
        A(428, 10, 5, "Жнива пройшли без жодного дзвінка вам. Це найкраща оцінка.", "quality"),
        A(337, 10, 5, "", "people quality"), A(246, 9, 5),
        A(155, 10, 5, "Раджу вас сусідам.", "people"),
        A(64, 10, 5, "", "quality money"),
    )),
    Voice(AGROLAN, 1, RELATION, (
        A(700, 8, 6, "", "quality"), A(609, 8, 6),
        A(518, 7, 5, "Звіти англійською, перекладаю сама.", "quality"),
        A(426, 7, 4, "Звіти досі англійською.", "quality"),
        A(336, 7, 5), A(245, 8, 5, "", "people"),
        A(122, 8, 6, "Обіцяли звіти українською, чекаю.", "people"),
        A(63, 9, 7, "Звіти вже українською. Дякую, що почули.", "quality people"),
    )),
    Voice(AGROLAN, 0, ACT, (A(560, 5, 7), A(375, 5, 7, "Підписав за хвилину."), A(190, 5, 6), A(44, 5, 7))),

    Voice(STEPLOG, 0, START, (A(21, 6, True, "Цели квартала записаны, это хорошее начало."),)),
    Voice(STEPLOG, 1, START, (A(15, 3, True, "Вторая смена всё ещё без доступов, делим одну учётную запись на троих."),)),
    Voice(STEPLOG, 2, START, (A(19, 5, False, "Сама система понятная. К кому идти с вопросами, не знаю."),)),

    Voice(BALTIC, 1, RELATION, (
        A(695, 8, 4, "Interfaces were documented. Rare.", "quality"),
        A(606, 8, 4), A(515, 7, 4, "Releases on harvest days are a bad idea.", "quality"),
        A(423, 8, 4, "", "people"), A(332, 7, 4, "Answers take longer than a year ago.", "speed"),
        A(242, 7, 3, "", "speed"),
        A(150, 6, 3, "Two incidents, one explanation.", "speed quality"),
        A(59, 7, 4, "Better. Waiting to see what the new CFO decides.", "money"),
    )),
    Voice(BALTIC, 1, ACT, (A(505, 4, 5), A(290, 4, 5), A(118, 3, 4, "The papers named the old company."))),

    Voice(DOCKSIDE, 0, RELATION, (
        A(690, 9, 4, "You know retail. It shows.", "people quality"),
        A(604, 9, 4, "", "quality"), A(513, 8, 4, "", "money"),
        A(422, 8, 4, "Fine. More calls, fewer letters, please.", "people"),
        A(331, 8, 4), A(241, 7, 3, "I hear of trouble from my stores before I hear of it from you.", "people"),
        A(148, 7, 3, "", "people"),
        A(58, 5, 2, "Between us: two of my store managers ask me why we do not look around. I would rather not.", "quality people", LEADERSHIP),
    )),
    Voice(DOCKSIDE, 1, RELATION, (
        A(691, 8, 4, "", "quality"), A(603, 8, 4), A(512, 8, 4, "Updates without downtime, thank you.", "quality"),
        A(421, 8, 4), A(330, 7, 4, "The logs do not tell me what happened.", "quality"),
        A(240, 7, 3, "", "quality"), A(147, 7, 3, "Workable."),
        A(57, 7, 3, "", "quality speed"),
    )),
    Voice(DOCKSIDE, 2, RELATION, (
        A(689, 7, 5, "Easy to learn for new staff.", "quality"), A(602, 7, 5), A(511, 6, 4, "Slow on Saturdays.", "speed"),
        A(420, 6, 4, "Slow on Saturdays, still.", "speed"), A(329, 5, 4, "", "speed"),
        A(239, 5, 3, "The till froze with a queue to the door.", "quality speed"),
        A(146, 4, 3, "We keep a cash box for when it freezes.", "quality"),
        A(56, 3, 2, "It froze again, on a Saturday. My people apologise for you.", "quality speed"),
    )),
    Voice(DOCKSIDE, 3, RELATION, (
        A(601, 8, 6), A(419, 7, 5, "", "people"),
        A(238, 6, 4, "Refunds take four screens.", "quality", ROLE),
        A(55, 5, 4, "Refunds take four screens and a manager.", "quality speed", ROLE),
    )),
    Voice(DOCKSIDE, 4, RELATION, (
        A(418, 8, 6, "Nice people on the phone.", "people"), A(237, 7, 5), A(145, 6, 4, "", "quality"),
        A(54, 6, 4, "Small store, small trouble. It freezes here too.", "quality", ROLE),
    )),
    Voice(DOCKSIDE, 1, ACT, (
        A(580, 4, 5), A(400, 4, 5, "Clean handover."), A(220, 4, 5), A(100, 3, 4, "Signed before we had tested it."),
        A(24, 2, 4, "We close stages, and the tills freeze."),
    )),
)  # fmt: skip

HARBOR = (
    Voice(FJORD, 0, RELATION, (
        A(645, 9, 4, "Your report is read in our board.", "quality"),
        A(553, 9, 4), A(462, 10, 5, "", "people quality"), A(371, 9, 5),
        A(280, 10, 5, "You told us what not to buy. I trust you since.", "people"),
        A(189, 10, 5), A(98, 10, 5, "", "quality money"),
        A(41, 10, 5, "Your monthly report is the one I read.", "quality"),
    )),
    Voice(FJORD, 1, RELATION, (
        A(646, 8, 4), A(552, 8, 4, "Data dictionary, please.", "quality"), A(461, 8, 4),
        A(370, 9, 5, "The dictionary is there. Thank you.", "quality speed"),
        A(188, 9, 5),
        A(97, 6, 3, "The July figures came three weeks late, and nobody told us.", "speed"),
        A(40, 9, 5, "On the third working day, as you said.", "speed"),
    )),
)  # fmt: skip

ANSWERS = {"pivnich-soft": NORTH, "harbor-instruments": HARBOR}


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was asked and has not answered yet: a visitor of the demo may do it for them."""

    client: str
    who: int
    survey: str
    days_ago: int


ASKED = {
    "pivnich-soft": (Asked(POLIMER, 0, ACT, 1), Asked(STEPLOG, 1, START, 1), Asked(DOCKSIDE, 1, RELATION, 2)),
    "harbor-instruments": (),
}
