# ruff: noqa: E501 a row of a table stays a row
"""A small table to begin from, of the people of the sample of clients."""

SAMPLES = {
    "en": [
        ["Date", "Email", "Client", "Role", "NPS", "Comment", "Survey"],
        ["2025-03-14", "jonas@nordwerk.example", "Nordwerk GmbH", "Economic buyer", "9", "Clear invoices, kept promises.", "Client relations"],
        ["2025-03-15 16:20", "lena@nordwerk.example", "Nordwerk GmbH", "Technical buyer", "7", "The interface documents came late.", "Client relations"],
        ["2025-06-12", "ben@nordwerk.example", "Nordwerk GmbH", "End user", "10", "", "Client relations"],
    ],
    "uk": [
        ["Дата", "Ел. пошта", "Клієнт", "Роль", "NPS", "Коментар", "Опитування"],
        ["14.03.2025", "taras@kovyla.example", "ТОВ «Ковила»", "Економічний покупець", "9", "Рахунки зрозумілі, обіцянки виконано.", "Стосунки з клієнтом"],
        ["15.03.2025 16:20", "olena@kovyla.example", "ТОВ «Ковила»", "Технічний покупець", "7", "Документацію отримали запізно.", "Стосунки з клієнтом"],
        ["12.06.2025", "ihor@kovyla.example", "ТОВ «Ковила»", "Користувач", "10", "", "Стосунки з клієнтом"],
    ],
    "ru": [
        ["Дата", "Эл. почта", "Клиент", "Роль", "NPS", "Комментарий", "Опрос"],
        ["14.03.2025", "timur@kovyl.example", "ООО «Ковыль»", "Экономический покупатель", "9", "Счета понятные, обещания выполнены.", "Отношения с клиентом"],
        ["15.03.2025 16:20", "elena@kovyl.example", "ООО «Ковыль»", "Технический покупатель", "7", "Документация пришла поздно.", "Отношения с клиентом"],
        ["12.06.2025", "igor@kovyl.example", "ООО «Ковыль»", "Пользователь", "10", "", "Отношения с клиентом"],
    ],
}  # fmt: skip
