# ruff: noqa: E501 one table stays one table
"""What the other clients are called, where they are, and what they buy."""

from dataclasses import dataclass

from happiness.demo.clients import ALMATY, BERLIN, KYIV, LONDON, WARSAW

VILNIUS, STOCKHOLM, AMSTERDAM, TBILISI, TASHKENT = (
    *("Europe/Vilnius", "Europe/Stockholm", "Europe/Amsterdam", "Asia/Tbilisi", "Asia/Tashkent"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where some clients are: the country, its language for letters, the zone, and the sort of names people have there."""

    country: str
    language: str
    time_zone: str
    names: str


GB = Place("GB", "en", LONDON, "british")
DE = Place("DE", "en", BERLIN, "german")
NL = Place("NL", "en", AMSTERDAM, "dutch")
PL = Place("PL", "en", WARSAW, "polish")
LT = Place("LT", "en", VILNIUS, "baltic")
SE = Place("SE", "en", STOCKHOLM, "nordic")
UA = Place("UA", "uk", KYIV, "ukrainian")
KZ = Place("KZ", "ru", ALMATY, "kazakh")
GE = Place("GE", "ru", TBILISI, "georgian")
UZ = Place("UZ", "ru", TASHKENT, "uzbek")

# By place: "name|segment's first letter" in the order of the lists below; what stands in brackets is the domain's word.
HARBOR: dict[Place, str] = {
    GB: """Ashby Mills|F, Coldharbour Dairy|F, Penrose Bakeries|F, Tamar Seafood|F, Whitby Smokehouse|F, Larkfield Farms|F,
        Northgate Pharmacy|H, Merrow Diagnostics|H, St Hilda Hospitals|H, Calder Post|L, Bridgewater Freight|L, Aldgate Parcels|L,
        Severn Recycling|I, Halden Steel|I, Kestrel Fasteners|I, Morley Paints|I, Thorne Building Society|B, Wessex Savers|B, Fenwick Seeds|F, Hartwell Cheese|F, Ouse Bearings|I, Pennine Vets|H""",
    DE: """Hofmann Mühlen (hofmann-muehlen)|F, Brauhaus Kessel|F, Käserei Allgäu Nord (kaeserei-nord)|F, Weidner Fleischwaren|F, Apotheke am Markt Gruppe (apotheke-markt)|H,
        Labor Steinbach|H, Rheinkurier|L, Spedition Vollmer|L, Schraubenwerk Lenz|I, Gießerei Tannhof (giesserei-tannhof)|I, Farben Ostermann|I, Sparbank Lauenburg|B""",
    NL: "Polderzuivel|F, Van Dalen Bloemzaden|F, Zeeland Mosselen|F, Medisend|H, Haven Expeditie|L, Kanaal Metaal|I",
    PL: """Młyny Warty (mlyny-warty)|F, Cukiernia Sowa i Syn (sowa-syn)|F, Mazur Mięso (mazur-mieso)|F, Apteka Zielona|H, Szpital Wschodni|H, Kurier Bałtyk (kurier-baltyk)|L,
        Magazyny Łódź (magazyny-lodz)|L, Stalmet Radom|I, Lakiery Górskie (lakiery-gorskie)|I""",
    LT: "Dzūkijos Pienas (dzukijos-pienas)|F, Vilniaus Duona Plius (duona-plius)|F, Nemuno Žuvis (nemuno-zuvis)|F, Baltic Vaistinė (baltic-vaistine)|H, Siuntos Greitai|L, Kauno Varžtai (kauno-varztai)|I",
    SE: "Norrlands Mejeri|F, Skagen Fisk|F, Karlsro Apotek|H, Götapost (gotapost)|L, Bergslagen Skruv|I, Sparbanken Dalarö (dalaro)|B",
    UA: """Млини Полісся (mlyny-polissia)|F, Сирна комора (syrna-komora)|F, Галицький хліб (halytskyi-khlib)|F, М’ясокомбінат «Деснянський» (desnianskyi)|F, Риба Приазов’я (ryba-pryazovia)|F,
        Цукрова спілка (tsukrova-spilka)|F, Молочна Буковина (molochna-bukovyna)|F, Насіння Черкас (nasinnia-cherkas)|F, Аптеки «Ромен» (romen)|H, Лабораторія «Доказ» (lab-dokaz)|H,
        Лікарня святого Луки (sv-luky)|H, Медсклад Захід (medsklad)|H, Посилка за день (posylka)|L, Склади Бровари (sklady-brovary)|L, Карпатський експрес (karpat-express)|L, Портовий елеватор (port-elevator)|L,
        Завод кріплень «Болт» (bolt-zavod)|I, Дніпровські фарби (dnipro-farby)|I, Ливарня Запорізька (lyvarnia)|I, Папір Жидачева (papir)|I, Кабель Одеси (kabel-odesy)|I,
        Кредитна спілка «Громада» (hromada-ks)|B, Банк «Ощадний дім» (oshchadnyi-dim)|B, Каси Поділля (kasy-podillia)|B, Вершкова гора (vershkova-hora)|F, Горіхова долина (horikhova)|F,
        Консерви Херсона (konservy)|F, Ветаптека «Лапа» (lapa-vet)|H, Пошта хуторів (poshta-khutoriv)|L, Скло Львова (sklo-lviv)|I, Цегла Волині (tsehla-volyn)|I, Хутір Пасічний (pasichnyi)|F""",
    KZ: """Алматы Нан (almaty-nan)|F, Степное молоко (stepnoe-moloko)|F, Мельница Костанай (melnica)|F, Рыба Балхаша (ryba-balkhash)|F, Аптечный дом «Шипа» (shipa)|H,
        Клиника Сункар (sunkar)|H, Быстрый курьер (bystryi-kurier)|L, Склады Астаны (sklady-astana)|L, Метизы Темиртау (metizy)|I, Краски Алатау (kraski-alatau)|I, Касса Единство (kassa-edinstvo)|B, Элеватор Кокше (elevator-kokshe)|F""",
    GE: "Сыры Кахети (syry-kakheti)|F, Чай Гурии (chai-gurii)|F, Боржом Фарм (borjom-farm)|H, Посылка Тбилиси (posylka-tbilisi)|L, Руставский метиз (rustavi-metiz)|I, Батумский банк мер (batumi-bank)|B",
    UZ: "Самаркандский сад (samarkand-sad)|F, Ташкент Нон (tashkent-non)|F, Дорихона Плюс (dorixona)|H, Шёлковый склад (shelk-sklad)|L, Навоийский крепёж (navoi-krepezh)|I, Орех Ферганы (orekh-fergany)|F, Хлопок Бухары (khlopok)|I",
}  # fmt: skip

NORTH: dict[Place, str] = {
    UA: "Львівські сади (lvivski-sady)|A, Тепло міста (teplo-mista)|П, Київ Лінзи (kyiv-linzy)|П, Авторемонт Схід (avtoremont)|Л, Видавництво «Абрикос» (abrykos)|П",
    KZ: "Каспий Терминал (kaspii-terminal)|Л, Школа «Апорт» (aport-school)|П, Мельком (melkom)|В",
    GE: "Тифлис Отели (tiflis-hotels)|П",
    DE: "Kramer Werkzeuge|В, Lindau Optik|В",
    PL: "Sad Polski|A, Transport Wisła (transport-wisla)|Л",
    GB: "Pembroke Lettings|П",
}  # fmt: skip

SEGMENTS = {
    "harbor-instruments": {"F": "Food", "H": "Health", "L": "Parcels and stores", "I": "Industry", "B": "Finance"},
    "pivnich-soft": {"A": "Агро", "П": "Послуги", "Л": "Логістика", "В": "Виробництво"},
}
# What a client of the segment buys, and between how many and how many thousand euros a year it pays.
DEALS = {
    "Food": (("Packing line scales", 18, 95), ("Checkweighers and service", 24, 140), ("Portioning machines", 30, 160)),
    "Health": (("Tablet counters", 12, 60), ("Laboratory balances and calibration", 15, 85)),
    "Parcels and stores": (("Parcel sorters", 60, 240), ("Floor scales and service", 14, 70)),
    "Industry": (("Counting scales", 12, 55), ("Dosing stations", 35, 150)),
    "Finance": (("Cash counters of the branches", 16, 90), ("Coin sorters and service", 12, 45)),
    "Агро": (("Облік урожаю", 14, 42),),
    "Послуги": (("Сайт і запис клієнтів", 9, 26), ("Кабінет клієнта", 12, 38)),
    "Логістика": (("Планування рейсів", 22, 60),),
    "Виробництво": (("Супровід виробничої системи", 24, 78),),
}
LISTS = {"harbor-instruments": HARBOR, "pivnich-soft": NORTH}


@dataclass(frozen=True, slots=True)
class Firm:
    name: str
    domain: str
    segment: str
    place: Place


def firms(slug: str) -> list[Firm]:
    """Return the other clients of a demo company."""
    found = []
    for place, table in LISTS[slug].items():
        for one in table.split(","):
            told, _, letter = one.strip().partition("|")
            name, _, word = told.removesuffix(")").partition(" (")
            domain = word or name.lower().replace(" ", "-")
            found.append(Firm(name, f"{domain}.example", SEGMENTS[slug][letter], place))
    return found
