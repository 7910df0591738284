"""Whom the demo organizations serve: their clients, the people there, and what was said so far."""

from dataclasses import dataclass

from accounts.clients.enums import BuyerRole, Stage
from accounts.contracts.models import OutcomeKind, Reason
from feedback.interactions.models import Channel

E, T, U = BuyerRole.ECONOMIC, BuyerRole.TECHNICAL, BuyerRole.END_USER
CALL, MEETING, VIDEO, VISIT, MESSENGER = Channel.CALL, Channel.MEETING, Channel.VIDEO, Channel.VISIT, Channel.MESSENGER


@dataclass(frozen=True, slots=True)
class Contact:
    """`mailbox` is the part of the e-mail address before the client's domain."""

    name: str
    mailbox: str
    job_title: str
    roles: tuple[BuyerRole, ...] = ()
    salutation: str = ""
    talk_card: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """`who` counts the client's people from 0; `promise` is (what, in how many days after the talk)."""

    days_ago: int
    channel: Channel
    who: tuple[int, ...]
    mood: int | None = None
    notes: str = ""
    quote: str = ""
    need: str = ""
    promise: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class End:
    """How a renewal came out so many days ago; `to` is the new amount of one that grew or shrank."""

    days_ago: int
    kind: OutcomeKind
    to: int | None = None
    reason: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    """`stages` is where the client came to stand, and how many days ago; `manager` is an e-mail."""

    name: str
    domain: str
    segment: str
    country: str
    language: str
    time_zone: str
    manager: str
    stages: tuple[tuple[Stage, int], ...]
    people: tuple[Contact, ...]
    talks: tuple[Talk, ...] = ()
    tags: tuple[str, ...] = ()
    deal: tuple[str, int, int] | None = None  # what about, euros a year at first, days until the next renewal
    ends: tuple[End, ...] = ()  # the oldest first
    is_archived: bool = False


PRE, ON, LONG, RE = Stage.PREBOARDING, Stage.ONBOARDING, Stage.LONG_TERM, Stage.REBOARDING
MARYNA, DANIEL, TOM = "maryna@pivnich.example", "daniel@pivnich.example", "tom@harbor.example"
KYIV, BERLIN, WARSAW, ALMATY = "Europe/Kyiv", "Europe/Berlin", "Europe/Warsaw", "Asia/Almaty"
LONDON = "Europe/London"
RENEWED, GREW, SHRANK = OutcomeKind.RENEWED, OutcomeKind.GREW, OutcomeKind.SHRANK

NORTH = (
    Client(
        "Полімер-Захід", "polimer-zahid.example", "Виробництво", "UA", "uk", KYIV, MARYNA,
        ((PRE, 745), (ON, 715), (LONG, 600)),
        (
            Contact("Олена Рибчук", "olena", "Фінансова директорка", (E,), "Шановна Олено", "На «ви». Дзвінки до 17:00."),
            Contact("Тарас Мельник", "taras", "Головний інженер", (T,), "Шановний Тарасе", "Не любить листів, краще телефон."),
            Contact("Степан Гайда", "stepan", "Майстер зміни", (U,), "Шановний Степане"),
        ),
        (
            Talk(300, MEETING, (0, 1), 72, "Запуск лінії пройшов за планом."),
            Talk(160, CALL, (2,), 60, "Зручно, але довго відповідають уночі.", "Уночі чекаємо відповіді по дві години."),
            Talk(95, CALL, (1,), 47, "Вдруге питає про акт."),
            Talk(18, CALL, (0,), 90, "Задоволена новою лінією у Стрию.", need="Кошторис на другу лінію"),
            Talk(
                10, VIDEO, (1,), 47, "Скаржиться на акти з бухгалтерії.", "Друга затримка акта за осінь.",
                promise=("Надіслати акт № 45", 7),
            ),
            Talk(1, CALL, (1,), 20, "", "Втретє чекаємо акт два тижні. Лінія працює, а закрити етап у себе я не можу."),
        ),
        ("ключовий",),
        deal=("Супровід виробничої системи", 56000, 20),
        ends=(End(525, RENEWED), End(345, GREW, to=64000, reason=Reason.RESULTS), End(165, RENEWED)),
    ),
    Client(
        "Nordwerk GmbH", "nordwerk.example", "Виробництво", "DE", "en", BERLIN, DANIEL,
        ((ON, 200), (LONG, 120)),
        (
            Contact("Jürgen Behrens", "behrens", "Head of Procurement", (E,), "Dear Mr Behrens", "Agenda a day ahead."),
            Contact("Anke Vogt", "vogt", "Plant engineer", (T, U), "Dear Anke"),
        ),
        (
            Talk(110, VIDEO, (0, 1), 60, "Handover to regular service."),
            Talk(35, VIDEO, (1,), 72, "Likes the new alarm view.", "Finally an alarm list I can read at night."),
        ),
        deal=("Plant monitoring", 120000, 200),
        ends=(End(20, RENEWED),),
    ),
    Client(
        "Агролан", "agrolan.example", "Агро", "UA", "uk", KYIV, MARYNA,
        ((LONG, 750),),
        (
            Contact("Віктор Коломієць", "viktor", "Власник", (E,), "Шановний Вікторе", "Цінує короткі відповіді."),
            Contact("Галина Сич", "halyna", "Агрономка", (U,), "Шановна Галино"),
        ),
        (
            Talk(210, VISIT, (0,), 90, "Показав поля, запросив на жнива."),
            Talk(130, CALL, (1,), 72, "Просить звіти українською.", need="Звіти українською"),
        ),
        ("сезонний",),
        deal=("Облік полів", 30000, 75),
        ends=(End(470, RENEWED), End(290, GREW, to=38000, reason=Reason.TRUST), End(105, RENEWED)),
    ),
    Client(
        "Степь Логистик", "steplog.example", "Логістика", "KZ", "ru", ALMATY, DANIEL,
        ((PRE, 115), (ON, 80)),
        (
            Contact("Айдар Сеитов", "seitov", "Директор по развитию", (E,), "Уважаемый Айдар"),
            Contact("Марат Ким", "kim", "Руководитель ИТ", (T,), "Уважаемый Марат", "Пишет в Telegram вечером."),
            Contact("Ольга Дрозд", "drozd", "Диспетчер", (U,), "Уважаемая Ольга"),
        ),
        (
            Talk(38, VIDEO, (0, 1), 72, "Стартовая встреча, цели на квартал записаны."),
            Talk(12, MESSENGER, (1,), 47, "Просит доступы для второй смены.", promise=("Выдать доступы второй смене", 10)),
        ),
        deal=("Диспетчерская система", 52000, 310),
    ),
    Client(
        "Baltic Grain", "balticgrain.example", "Агро", "LT", "en", WARSAW, MARYNA,
        ((LONG, 745), (RE, 15)),
        (
            Contact("Rūta Kazlauskienė", "ruta", "CFO, new since November", (E,), "Dear Ms Kazlauskienė"),
            Contact("Mantas Petrauskas", "mantas", "IT manager", (T,), "Dear Mantas"),
        ),
        (Talk(9, VIDEO, (0,), 60, "First meeting with the new CFO. Wants to see what the money brings."),),
        ("ключовий",),
        deal=("Grain trading platform", 104000, 45),
        ends=(End(500, RENEWED), End(320, RENEWED), End(135, SHRANK, to=90000, reason=Reason.BUDGET)),
    ),
    Client(
        "Меблі Карпат", "meblikarpat.example", "Виробництво", "UA", "uk", KYIV, "",
        ((ON, 195), (LONG, 150)),
        (Contact("Роман Дзюба", "dziuba", "Директор", (E,), "Шановний Романе"),),
        deal=("Супровід сайту", 14000, 30),
    ),
    Client(
        "Клініка Віта", "vita-klinika.example", "Послуги", "UA", "uk", KYIV, MARYNA,
        ((PRE, 20),),
        (
            Contact("Ірина Левченко", "levchenko", "Головна лікарка", (E,), "Шановна Ірино"),
            Contact("Петро Савка", "savka", "Адміністратор", (), "Шановний Петре"),
        ),
        (Talk(6, MEETING, (0,), 72, "Хоче запис пацієнтів без дзвінків.", need="Запис пацієнтів онлайн"),),
    ),
    Client(
        "Dockside Retail", "dockside.example", "Послуги", "GB", "en", LONDON, DANIEL,
        ((LONG, 740),),
        (
            Contact("Harriet Cole", "harriet", "Operations director", (E,), "Dear Harriet", "Transparency: more calls."),
            Contact("Sam Whitfield", "sam", "Store systems lead", (T,), "Hi Sam"),
            Contact("Priya Nair", "priya", "Store manager, Cardiff", (U,), "Hi Priya"),
            Contact("Owen Price", "owen", "Store manager, Leeds", (U,), "Hi Owen"),
            Contact("Chloe Barnes", "chloe", "Store manager, York", (U,), "Hi Chloe"),
        ),
        (
            Talk(70, VIDEO, (1,), 60, "Quiet quarter."),
            Talk(28, CALL, (2,), 20, "Tills froze on Saturday.", "Twenty people in the queue and a frozen till. Twice."),
            Talk(5, VIDEO, (0,), 47, "Asks for a root cause by Friday.", promise=("Send the root cause of the freeze", 4)),
        ),
        deal=("Tills of 40 stores", 150000, 60),
        ends=(
            End(490, GREW, to=180000, reason=Reason.RESULTS),
            End(305, RENEWED),
            End(20, SHRANK, to=150000, reason=Reason.RESULTS, text="Six stores went back to their old tills."),
        ),
    ),
)  # fmt: skip

HARBOR = (
    Client(
        "Fjord Foods", "fjordfoods.example", "Food", "NO", "en", BERLIN, TOM,
        ((LONG, 700),),
        (
            Contact("Ingrid Dahl", "ingrid", "Operations director", (E,), "Dear Ingrid"),
            Contact("Lars Moen", "lars", "Data engineer", (T,), "Dear Lars"),
        ),
        (Talk(45, VIDEO, (0,), 90, "Renewal talk went well.", "Your monthly report is the one I read."),),
        deal=("Packing line scales and monthly figures", 70000, 120),
        ends=(End(430, RENEWED), End(245, GREW, to=80000, reason=Reason.RESULTS), End(65, RENEWED)),
    ),
    Client(
        "Oakline Bank", "oakline.example", "Finance", "GB", "en", LONDON, "",
        ((ON, 30),),
        (Contact("Beth Marlow", "beth", "Head of branches", (E, U), "Dear Beth"),),
        deal=("Cash counters of 60 branches", 45000, 335),
    ),
)  # fmt: skip
