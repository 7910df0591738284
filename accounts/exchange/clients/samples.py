# ruff: noqa: E501 a row of a table stays a row
"""A small table to begin from, as somebody would write it in that language; the page may speak another one."""

SAMPLES = {
    "en": [
        ["Company", "Website", "Segment", "Country", "Account manager", "Name", "Email", "Job title", "Role", "Phone"],
        ["Nordwerk GmbH", "nordwerk.example", "Key", "Germany", "", "Jonas Weber", "jonas@nordwerk.example", "CFO", "Economic buyer", "+49 30 1234567"],
        ["Nordwerk GmbH", "nordwerk.example", "Key", "Germany", "", "Lena Koch", "lena@nordwerk.example", "Head of IT", "Technical buyer", ""],
        ["Nordwerk GmbH", "nordwerk.example", "Key", "Germany", "", "Ben Lang", "ben@nordwerk.example", "Dispatcher", "End user", ""],
        ["Brightlane Ltd", "brightlane.example", "Standard", "United Kingdom", "", "Amy Clarke", "amy@brightlane.example", "Managing director", "Economic buyer, End user", ""],
    ],
    "uk": [
        ["Клієнт", "Сайт", "Сегмент", "Країна", "Відповідальний", "Ім’я", "Ел. пошта", "Посада", "Роль", "Телефон"],
        ["ТОВ «Ковила»", "kovyla.example", "Ключові", "Україна", "", "Тарас Гнатюк", "taras@kovyla.example", "Фінансовий директор", "Економічний покупець", "+380 44 123 45 67"],
        ["ТОВ «Ковила»", "kovyla.example", "Ключові", "Україна", "", "Олена Ґудзь", "olena@kovyla.example", "Керівниця ІТ", "Технічний покупець", ""],
        ["ТОВ «Ковила»", "kovyla.example", "Ключові", "Україна", "", "Ігор Яценко", "ihor@kovyla.example", "Диспетчер", "Користувач", ""],
        ["Млин «Їжак»", "yizhak.example", "Звичайні", "Україна", "", "Марія Єременко", "maria@yizhak.example", "Директорка", "Економічний покупець, користувач", ""],
    ],
    "ru": [
        ["Клиент", "Сайт", "Сегмент", "Страна", "Ответственный", "Имя", "Эл. почта", "Должность", "Роль", "Телефон"],
        ["ООО «Ковыль»", "kovyl.example", "Ключевые", "Казахстан", "", "Тимур Ахметов", "timur@kovyl.example", "Финансовый директор", "Экономический покупатель", "+7 727 123 45 67"],
        ["ООО «Ковыль»", "kovyl.example", "Ключевые", "Казахстан", "", "Елена Ким", "elena@kovyl.example", "Руководитель ИТ", "Технический покупатель", ""],
        ["ООО «Ковыль»", "kovyl.example", "Ключевые", "Казахстан", "", "Игорь Щукин", "igor@kovyl.example", "Диспетчер", "Пользователь", ""],
        ["Мельница «Ёж»", "ezh.example", "Обычные", "Казахстан", "", "Мария Ли", "maria@ezh.example", "Директор", "Экономический покупатель, пользователь", ""],
    ],
}  # fmt: skip
