# ruff: noqa: E501 a row of a table stays a row
"""A small table to begin from, of the people of the sample of clients."""

SAMPLES = {
    "en": [
        ["Date", "How", "Client", "With whom", "Mood", "In their words", "Notes", "Topics"],
        ["2025-03-14 10:30", "Call", "Nordwerk GmbH", "jonas@nordwerk.example", "good", "Clear invoices, kept promises.", "Went through the acts of February.", "acts, invoices"],
        ["2025-04-02", "Meeting", "Nordwerk GmbH", "jonas@nordwerk.example, lena@nordwerk.example", "60", "", "Agreed on the plan for the interfaces.", "interfaces"],
        ["2025-05-20 16:00", "Telegram", "Nordwerk GmbH", "", "bad", "The dispatchers waited for two hours.", "", "support"],
    ],
    "uk": [
        ["Дата", "Канал", "Клієнт", "З ким", "Настрій", "Цитата", "Нотатки", "Теми"],
        ["14.03.2025 10:30", "Дзвінок", "ТОВ «Ковила»", "taras@kovyla.example", "добре", "Рахунки зрозумілі, обіцянки виконано.", "Пройшлися по актах за лютий.", "акти, рахунки"],
        ["02.04.2025", "Зустріч", "ТОВ «Ковила»", "taras@kovyla.example, olena@kovyla.example", "60", "", "Узгодили план щодо інтеграції.", "інтеграція"],
        ["20.05.2025 16:00", "Telegram", "ТОВ «Ковила»", "", "погано", "Диспетчери чекали дві години.", "", "підтримка"],
    ],
    "ru": [
        ["Дата", "Канал", "Клиент", "С кем", "Настроение", "Цитата", "Заметки", "Темы"],
        ["14.03.2025 10:30", "Звонок", "ООО «Ковыль»", "timur@kovyl.example", "хорошо", "Счета понятные, обещания выполнены.", "Прошлись по актам за февраль.", "акты, счета"],
        ["02.04.2025", "Встреча", "ООО «Ковыль»", "timur@kovyl.example, elena@kovyl.example", "60", "", "Согласовали план по интеграции.", "интеграция"],
        ["20.05.2025 16:00", "Telegram", "ООО «Ковыль»", "", "плохо", "Диспетчеры ждали два часа.", "", "поддержка"],
    ],
}  # fmt: skip
