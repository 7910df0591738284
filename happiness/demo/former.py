# ruff: noqa: E501 one talk stays one line
"""More clients of the demo: those who have left, and those who stayed though nobody was sure. Their outcomes test the index."""

from accounts.contracts.models import OutcomeKind, Reason
from happiness.demo import clients
from happiness.demo.clients import (
    BERLIN,
    CALL,
    DANIEL,
    KYIV,
    LONG,
    MARYNA,
    MEETING,
    ON,
    VIDEO,
    VISIT,
    Client,
    Contact,
    E,
    End,
    T,
    Talk,
    U,
)

RENEWED, GREW, LOST = OutcomeKind.RENEWED, OutcomeKind.GREW, OutcomeKind.LOST

NORTH = (
    Client(
        "Чорномор Порт", "chornomor-port.example", "Логістика", "UA", "uk", KYIV, MARYNA,
        ((ON, 730), (LONG, 690)),
        (
            Contact("Андрій Собко", "sobko", "Комерційний директор", (E,), "Шановний Андрію"),
            Contact("Лілія Гнатюк", "hnatiuk", "Начальниця диспетчерської", (U,), "Шановна Ліліє"),
        ),
        (
            Talk(640, VISIT, (0, 1), 72, "Черга на вагах зникла."),
            Talk(605, CALL, (0,), 72),
            Talk(430, CALL, (1,), 47, "Система стоїть щоп’ятниці після обіду."),
            Talk(370, CALL, (1,), 20, "Знову простій, чергу розводили вручну.", "Ми повернулися до паперу. Назавжди чи ні, вирішуйте ви."),
            Talk(345, MEETING, (0,), 20, "Порахував простій у грошах.", "Кожна п’ятниця коштує нам дорожче за ваш договір."),
            Talk(325, CALL, (0, 1), 20, "Обіцяну заміну вузла не зробили."),
        ),
        deal=("Облік черги вантажівок", 46000, 0),
        ends=(
            End(505, RENEWED),
            End(230, LOST, reason=Reason.RESULTS, text="Пішли після третього простою за місяць."),
        ),
        is_archived=True,
    ),
    Client(
        "Завод «Зоря»", "zorya-zavod.example", "Виробництво", "UA", "uk", KYIV, MARYNA,
        ((ON, 752), (LONG, 700)),
        (
            Contact("Павло Мороз", "moroz", "Фінансовий директор", (E,), "Шановний Павле"),
            Contact("Ігор Кузь", "kuz", "Головний енергетик", (T,), "Шановний Ігорю"),
        ),
        (
            Talk(520, MEETING, (0, 1), 72, "Задоволені звітами про енергію."),
            Talk(480, CALL, (1,), 60),
            Talk(300, CALL, (0,), 47, "Питає, за що платить: рахунок виріс, а пояснення немає."),
            Talk(270, VIDEO, (1,), 47, "Відповіді чекав тиждень."),
            Talk(250, CALL, (0,), 20, "Рахунок знову без розшифрування.", "Я вдруге прошу розписати суму. Вдруге тиша."),
            Talk(244, CALL, (1,), 20, "Просить іншого інженера."),
        ),
        deal=("Облік енергії", 39000, 0),
        ends=(
            End(385, RENEWED),
            End(150, LOST, reason=Reason.TRUST, text="Перейшли до сусідів: там рахунок пояснюють."),
        ),
        is_archived=True,
    ),
    Client(
        "Bergmann Logistik", "bergmann-logistik.example", "Логістика", "DE", "en", BERLIN, DANIEL,
        ((ON, 700), (LONG, 640)),
        (
            Contact("Klaus Bergmann", "bergmann", "Owner", (E,), "Dear Mr Bergmann"),
            Contact("Ines Roth", "roth", "IT lead", (T,), "Dear Ines"),
        ),
        (
            Talk(470, VIDEO, (0, 1), 72, "Rollout in Kassel is done."),
            Talk(440, CALL, (1,), 72),
            Talk(260, VIDEO, (1,), 47, "Interfaces break with every release."),
            Talk(215, CALL, (0,), 47, "Hears of outages from his drivers."),
            Talk(196, VIDEO, (1,), 20, "Third hotfix in a week.", "I stopped planning releases. I plan for your releases."),
            Talk(189, CALL, (0,), 20, "Asked for the terms of notice."),
        ),
        deal=("Fleet planning", 58000, 0),
        ends=(
            End(335, RENEWED),
            End(95, LOST, reason=Reason.RESULTS, text="Left after three unplanned outages."),
        ),
        is_archived=True,
    ),
    Client(
        "Söder Papier", "soeder-papier.example", "Виробництво", "DE", "en", BERLIN, DANIEL,
        ((ON, 755), (LONG, 720)),
        (
            Contact("Petra Söder", "soeder", "Managing director", (E,), "Dear Ms Söder"),
            Contact("Jonas Keil", "keil", "Production lead", (U,), "Dear Jonas"),
        ),
        (
            Talk(660, VIDEO, (0, 1), 72, "Good start."),
            Talk(625, CALL, (1,), 90, "The shift likes the new screens."),
            Talk(450, VIDEO, (0,), 72, "Happy with the year."),
            Talk(415, CALL, (1,), 90),
        ),
        deal=("Production screens", 41000, 0),
        ends=(
            End(520, RENEWED),
            End(310, LOST, reason=Reason.PLANS, text="The plant is being closed by the group."),
        ),
        is_archived=True,
    ),
    Client(
        "Північна Пекарня", "pivnichna-pekarnia.example", "Послуги", "UA", "uk", KYIV, MARYNA,
        ((ON, 650), (LONG, 560)),
        (
            Contact("Оксана Рудь", "rud", "Власниця", (E,), "Шановна Оксано"),
            Contact("Юрко Ґава", "gava", "Начальник зміни", (U,), "Шановний Юрку"),
        ),
        (
            Talk(460, VISIT, (0, 1), 72, "Замовлення з магазинів приходять самі."),
            Talk(420, CALL, (0,), 60),
            Talk(270, CALL, (1,), 47, "Планшет у цеху гасне від борошна."),
            Talk(245, CALL, (0,), 20, "Загубили святкове замовлення.", "Двісті тортів, і всі не на той день."),
            Talk(233, MEETING, (0, 1), 47, "Вибачилися, замінили планшети, лишили чергового на свята."),
            Talk(80, VISIT, (0, 1), 72, "Свята минули спокійно."),
            Talk(25, CALL, (0,), 90, "", "Ви помилилися один раз і виправили так, що я всім розповідаю."),
        ),
        deal=("Замовлення й цех", 27000, 230),
        ends=(
            End(325, RENEWED),
            End(140, RENEWED, text="Лишилися після того, як ми визнали помилку."),
        ),
    ),
    Client(
        "Готель «Ратуша»", "ratusha-hotel.example", "Послуги", "UA", "uk", KYIV, DANIEL,
        ((ON, 690), (LONG, 620)),
        (
            Contact("Марта Вишняк", "vyshniak", "Директорка", (E,), "Шановна Марто"),
            Contact("Денис Лис", "lys", "Адміністратор", (T, U), "Шановний Денисе"),
        ),
        (
            Talk(560, VISIT, (0,), 90, "Показала нам кухню."),
            Talk(500, CALL, (1,), 72),
            Talk(310, VIDEO, (0, 1), 90, "Гості помітили швидке заселення."),
            Talk(180, CALL, (0,), 90),
            Talk(40, VISIT, (0, 1), 90, "Хоче те саме в другому готелі.", "З вами спокійно. Це рідкість."),
        ),
        deal=("Заселення без черги", 24000, 190),
        ends=(End(405, RENEWED), End(200, GREW, to=31000, reason=Reason.RESULTS, text="Додали другий корпус.")),
    ),
    # Onboarded since the path was drawn anew.
    Client(
        "Пекарня «Зерно»", "zerno-pekarnia.example", "Послуги", "UA", "uk", KYIV, MARYNA,
        ((ON, 175), (LONG, 138)),
        (Contact("Наталя Кушнір", "kushnir", "Власниця", (E, U), "Шановна Наталю"),),
        (
            Talk(165, VIDEO, (0,), 72, "Зі старту знає, до кого звертатися."),
            Talk(60, CALL, (0,), 90, "Замовлення на завтра видно до обіду."),
        ),
    ),
    Client(
        "Kaunas Textile", "kaunas-textile.example", "Виробництво", "LT", "en", BERLIN, DANIEL,
        ((ON, 148), (LONG, 112)),
        (Contact("Jonas Balčiūnas", "balciunas", "Plant manager", (T,), "Dear Jonas"),),
        (Talk(130, VIDEO, (0,), 90, "Everything was ready on the promised day."), Talk(50, CALL, (0,), 72)),
    ),
    Client(
        "Сервіс Плюс", "servis-plus.example", "Послуги", "UA", "uk", KYIV, MARYNA,
        ((ON, 118), (LONG, 74)),
        (Contact("Юрій Гай", "hai", "Директор", (E,), "Шановний Юрію"),),
        (Talk(105, VISIT, (0,), 60, "Навчання сподобалося, бракує інструкції."), Talk(30, CALL, (0,), 72)),
    ),
)  # fmt: skip

CLIENTS = {"pivnich-soft": (*clients.NORTH, *NORTH), "harbor-instruments": clients.HARBOR}
