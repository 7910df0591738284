# ruff: noqa: E501 one person stays one line
"""Who works in the two demo organizations, and for what."""

from dataclasses import dataclass, field

from accounts.organizations.roles import Role


@dataclass(frozen=True, slots=True)
class Person:
    """`email` is also the sign-in; without a role the person does not sign in."""

    name: str
    email: str
    job_title: str
    department: str
    role: Role | None = None
    language: str = "uk"
    time_zone: str = "Europe/Kyiv"


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    slug: str
    language: str
    time_zone: str
    people: list[Person]
    leads: dict[str, str]  # department: e-mail of its lead
    touchpoints: dict[str, list[tuple[str, str | None]]] = field(
        default_factory=dict
    )  # department: (name, owner's e-mail)


NORTH = Company(
    name="Північ Софт",
    slug="pivnich-soft",
    language="uk",
    time_zone="Europe/Kyiv",
    people=[
        Person("Ірина Савчук", "iryna@pivnich.example", "Генеральна директорка", "Керівництво", Role.OWNER),
        Person(
            "Марина Коваль", "maryna@pivnich.example", "Менеджерка щастя", "Офіс щастя клієнтів", Role.HAPPINESS_MANAGER
        ),
        Person("Андрій Литвин", "andrii@pivnich.example", "Системний адміністратор", "Розробка", Role.ADMINISTRATOR),
        Person("Олег Бондар", "oleh@pivnich.example", "Комерційний директор", "Керівництво", Role.EXECUTIVE, "ru"),
        Person(
            "Наталія Гнатюк", "nataliia@pivnich.example", "Головна бухгалтерка", "Бухгалтерія", Role.DEPARTMENT_LEAD
        ),
        Person("Ігор Шевченко", "ihor@pivnich.example", "Провідний розробник", "Розробка", Role.SPECIALIST),
        Person(
            "Daniel Reyes",
            "daniel@pivnich.example",
            "Delivery manager",
            "Розробка",
            Role.SPECIALIST,
            "en",
            "Europe/Lisbon",
        ),
        Person("Софія Мороз", "sofiia@pivnich.example", "Інженерка підтримки", "Підтримка"),
        Person(
            "Karin Vogel",
            "karin@audit.example",
            "Зовнішня аудиторка",
            "Керівництво",
            Role.AUDITOR,
            "en",
            "Europe/Berlin",
        ),
    ],
    leads={
        "Керівництво": "iryna@pivnich.example",
        "Офіс щастя клієнтів": "maryna@pivnich.example",
        "Бухгалтерія": "nataliia@pivnich.example",
        "Розробка": "ihor@pivnich.example",
    },
    touchpoints={
        "Офіс щастя клієнтів": [
            ("Перша зустріч", "maryna@pivnich.example"),
            ("Квартальна розмова", "maryna@pivnich.example"),
        ],
        "Розробка": [("Демонстрація результату", "ihor@pivnich.example"), ("Запуск", "daniel@pivnich.example")],
        "Бухгалтерія": [("Акти й рахунки", "nataliia@pivnich.example")],
        "Підтримка": [("Звернення до підтримки", None)],
    },
)

HARBOR = Company(
    name="Harbor Instruments",
    slug="harbor-instruments",
    language="en",
    time_zone="Europe/London",
    people=[
        Person(
            "Grace Lindqvist",
            "grace@harbor.example",
            "Managing partner",
            "Leadership",
            Role.OWNER,
            "en",
            "Europe/London",
        ),
        Person(
            "Tom Okafor",
            "tom@harbor.example",
            "Client lead",
            "Client office",
            Role.HAPPINESS_MANAGER,
            "en",
            "Europe/London",
        ),
        Person("Hanna Schulz", "hanna@harbor.example", "Client lead", "Client office", Role.HAPPINESS_MANAGER, "en", "Europe/Berlin"),
        Person("Лариса Ткач", "larysa@harbor.example", "Менеджерка клієнтів", "Client office", Role.HAPPINESS_MANAGER, "uk"),
        Person("Тимур Ахметов", "timur@harbor.example", "Менеджер клиентов", "Client office", Role.HAPPINESS_MANAGER, "ru", "Asia/Almaty"),
        Person("Вера Зайцева", "vera@harbor.example", "Аналитик", "Client office", Role.VIEWER, "ru", "Europe/Riga"),
        Person("Paul Whitaker", "paul@harbor.example", "Head of service", "Service", Role.DEPARTMENT_LEAD, "en", "Europe/London"),
        Person("Moira Flint", "moira@harbor.example", "Head of logistics", "Logistics", Role.DEPARTMENT_LEAD, "en", "Europe/London"),
        Person("Simon Achebe", "simon@harbor.example", "Finance director", "Finance", Role.DEPARTMENT_LEAD, "en", "Europe/London"),
        # One person in both organizations: the switcher has something to switch.
        Person("Марина Коваль", "maryna@pivnich.example", "Advisor", "Client office", Role.SPECIALIST),
    ],
    leads={
        "Leadership": "grace@harbor.example",
        "Client office": "tom@harbor.example",
        "Service": "paul@harbor.example",
        "Logistics": "moira@harbor.example",
        "Finance": "simon@harbor.example",
    },
    touchpoints={
        "Client office": [("Kick-off", "tom@harbor.example"), ("Monthly report", "vera@harbor.example")],
        "Leadership": [("Contract talk", "grace@harbor.example")],
        "Service": [("Service call", "paul@harbor.example"), ("Maintenance visit", "paul@harbor.example")],
        "Logistics": [("Delivery", "moira@harbor.example")],
        "Finance": [("Invoices", "simon@harbor.example")],
    },
)  # fmt: skip

COMPANIES = [NORTH, HARBOR]
