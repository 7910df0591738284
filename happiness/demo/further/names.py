# ruff: noqa: E501 one table stays one table
"""What people at the other clients are called, how letters address them, and what they do."""

import unicodedata
from dataclasses import dataclass
from random import Random

from accounts.clients.enums import BuyerRole
from happiness.demo.clients import Contact, E, T, U


@dataclass(frozen=True, slots=True)
class Names:
    """`women` and `men` are first names, with what a letter calls them behind a colon where the name changes; `last` the same
    with what a woman is called behind it; `greeting` is for a woman and for a man."""

    women: str
    men: str
    last: str
    greeting: tuple[str, str]
    is_formal: bool = False  # letters say the last name


DEAR, UVAZH, SHAN = ("Dear", "Dear"), ("Уважаемая", "Уважаемый"), ("Шановна", "Шановний")
NAMES = {
    "british": Names(
        "Alice Bridget Carol Diane Eleanor Fiona Gemma Hazel Imogen Joan Kirsty Lorna Maeve Nicola Rhona Tess",
        "Adam Barry Colin Dev Edwin Frank Gareth Hugh Ian Jasper Keith Lewis Martin Neil Ravi Stuart",
        "Archer Bexley Corbett Dalton Everley Fenn Garside Holloway Ingham Jessop Kerr Lomax Marsden Naylor Ormond Patel Quigley Redfern Sutcliffe Tranter Usher Voss Whittle Yates",
        DEAR,
    ),
    "german": Names(
        "Anja Birgit Claudia Dagmar Elke Frauke Gisela Heike Ilka Jutta Katrin Lena Meike Nadine Silke Ute",
        "Arne Bernd Carsten Dirk Erik Florian Gerd Holger Ingo Jens Kai Lars Matthias Norbert Sven Uwe",
        "Ahlers Baumann Conrad Drechsler Engel Fuchs Gehrke Hartmann Ihde Jansen Kessler Lorenz Menzel Neumann Otto Petersen Reimer Schuster Thiele Ullrich Vogel Wendt Zander",
        ("Dear Ms", "Dear Mr"), is_formal=True,
    ),
    "dutch": Names("Anouk Els Femke Ilse Jantine Lotte Marieke Sanne", "Bas Daan Gijs Joost Koen Maarten Pieter Ruben", "Bakker Dekker Hoekstra Kuiper Mulder Postma Smit Terpstra Veenstra Wagenaar", DEAR),
    "polish": Names(
        "Agata Beata Dorota Ewa Iwona Joanna Kinga Magda Renata Wanda",
        "Adrian Bartosz Dariusz Grzegorz Jacek Kamil Marek Paweł Rafał Tomasz",
        "Baran Cichy Dudek Gajda Kania Lis Mazur Nowicki:Nowicka Pawlak Sikora Wrona Zawadzki:Zawadzka", DEAR,
    ),
    "baltic": Names("Aistė Daiva Eglė Ieva Jūratė Lina Rasa Vilma", "Andrius Darius Gintaras Kęstutis Linas Marius Tomas Vytautas", "Adomaitis:Adomaitienė Butkus:Butkienė Jankus:Jankienė Kairys:Kairienė Norkus:Norkienė Petraitis:Petraitienė Stankus:Stankienė Urbonas:Urbonienė", DEAR),
    "nordic": Names("Astrid Britta Ebba Frida Ingrid Karin Maja Sigrid", "Anders Björn Erik Gustav Henrik Nils Oskar Sten", "Ahlgren Bergström Dahlin Ekman Forsberg Hallberg Lindgren Nyström Sandell Wallin", DEAR),
    "ukrainian": Names(
        "Алла:Алло Богдана:Богдано Валентина:Валентино Ганна:Ганно Дарія:Даріє Жанна:Жанно Зоряна:Зоряно Інна:Інно Катерина:Катерино Лариса:Ларисо Мирослава:Мирославо Надія:Надіє Олеся:Олесю Поліна:Поліно Раїса:Раїсо Світлана:Світлано Тамара:Тамаро Уляна:Уляно Христина:Христино Юлія:Юліє",
        "Антон:Антоне Богдан:Богдане Валерій:Валерію Григорій:Григорію Дмитро:Дмитре Євген:Євгене Захар:Захаре Ігор:Ігоре Кирило:Кириле Леонід:Леоніде Максим:Максиме Назар:Назаре Олексій:Олексію Павло:Павле Ростислав:Ростиславе Сергій:Сергію Тимофій:Тимофію Устим:Устиме Федір:Федоре Ярослав:Ярославе",
        "Бабич Бойко Ващенко Гнатів Дорошенко Заєць Іваненко Кравець Левицький:Левицька Марченко Нестеренко Олійник Панчук Романюк Савицький:Савицька Тимчук Федоренко Харчук Цимбал Чорний:Чорна Шульга Яремчук",
        SHAN,
    ),
    "kazakh": Names("Айгуль Асель Дина Жанар Камила Лариса Мадина Наталья Сауле Татьяна", "Арман Болат Данияр Ерлан Игорь Канат Нурлан Олег Руслан Тимур", "Абдрахманов:Абдрахманова Беков:Бекова Григорьев:Григорьева Досанов:Досанова Жумабаев:Жумабаева Ким Лебедев:Лебедева Оспанов:Оспанова Сеитов:Сеитова Тулегенов:Тулегенова", UVAZH),
    "georgian": Names("Ана Кетеван Лия Манана Нино Русудан Софико Тамта", "Вахтанг Георгий Давид Зураб Леван Мераб Отар Темур", "Абашидзе Беридзе Гелашвили Кипиани Ломидзе Маисурадзе Цагарели Чхеидзе", UVAZH),
    "uzbek": Names("Азиза Гульнора Дилфуза Лола Мунира Нигора Севара Феруза", "Алишер Бахтиёр Дильшод Жасур Мурод Рустам Улугбек Шерзод", "Азимов:Азимова Каримов:Каримова Набиев:Набиева Рахимов:Рахимова Салимов:Салимова Турсунов:Турсунова Юлдашев:Юлдашева Якубов:Якубова", UVAZH),
}  # fmt: skip

# By language and role: what a man is, and behind a colon what a woman is where that differs.
JOBS: dict[str, dict[BuyerRole, tuple[str, ...]]] = {
    "en": {
        E: ("Managing director", "Finance director", "Operations director", "Head of purchasing", "Owner"),
        T: ("Plant engineer", "Quality manager", "Maintenance lead", "IT manager", "Technical director"),
        U: ("Shift lead", "Packing line operator", "Warehouse supervisor", "Laboratory assistant", "Dispatcher"),
    },
    "uk": {
        E: ("Фінансовий директор:Фінансова директорка", "Власник:Власниця", "Комерційний директор:Комерційна директорка", "Керівник закупівель:Керівниця закупівель"),
        T: ("Головний інженер:Головна інженерка", "Технолог:Технологиня", "Керівник ІТ:Керівниця ІТ", "Інженер з якості:Інженерка з якості"),
        U: ("Майстер зміни:Майстриня зміни", "Оператор лінії:Операторка лінії", "Старший комірник:Старша комірниця", "Диспетчер:Диспетчерка"),
    },
    "ru": {
        E: ("Финансовый директор", "Генеральный директор", "Руководитель закупок", "Коммерческий директор"),
        T: ("Главный инженер", "Технолог", "Руководитель ИТ", "Инженер по качеству"),
        U: ("Мастер смены", "Оператор линии", "Старший кладовщик", "Диспетчер"),
    },
}  # fmt: skip


LATIN = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёыэъ’łøæß",
        [
            "a",
            "b",
            "v",
            "h",
            "g",
            "d",
            "e",
            "ie",
            "zh",
            "z",
            "y",
            "i",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "iu",
            "ia",
            "e",
            "y",
            "e",
            "",
            "",
            "l",
            "o",
            "ae",
            "ss",
        ],
        strict=True,
    )
)


class Register:
    """Names people so that nobody at one client, and hardly anybody in the house, is called like somebody else."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.taken: set[str] = set()

    def person(self, culture: str, language: str, roles: tuple[BuyerRole, ...]) -> Contact:
        """Return somebody new who stands in these roles."""
        names = NAMES[culture]
        while True:
            is_woman = self.dice.random() < 0.5  # noqa: PLR2004 half of them
            first, _, called = self.dice.choice((names.women if is_woman else names.men).split()).partition(":")
            last, _, of_a_woman = self.dice.choice(names.last.split()).partition(":")
            last = of_a_woman or last if is_woman else last
            if (name := f"{first} {last}") not in self.taken:
                break
        self.taken.add(name)
        job, _, of_a_woman = self.dice.choice(JOBS[language][roles[0]]).partition(":")
        job = of_a_woman or job if is_woman else job
        greeting = f"{names.greeting[0 if is_woman else 1]} {last if names.is_formal else called or first}"
        return Contact(name, _mailbox(name), job, roles, greeting)


def _mailbox(name: str) -> str:
    """Return the name in Latin letters, as addresses have it."""
    plain = unicodedata.normalize("NFKD", "".join(LATIN.get(letter, letter) for letter in name.lower()))
    return "".join(letter for letter in plain if (letter.isascii() and not letter.isspace()) or letter == " ").replace(
        " ", "."
    )
