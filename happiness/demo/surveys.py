# ruff: noqa: E501 the three languages of a text stay on one line
"""What the demo organizations ask, in three languages: the relation by role, after an act, and after the first weeks."""

from dataclasses import dataclass, replace
from typing import Any

from feedback.surveys import document
from feedback.surveys.document import Document
from feedback.surveys.models import Purpose

LANGUAGES = ["uk", "ru", "en"]
RELATION, ACT, START = "relation", "act", "start"


@dataclass(frozen=True, slots=True)
class Survey:
    """`versions` is what was published, and how many days ago; `owner` is an e-mail."""

    key: str
    name: str
    purpose: Purpose
    owner: str
    versions: tuple[tuple[int, Document], ...]


def _t(uk: str, ru: str, en: str) -> dict[str, str]:
    return {"uk": uk, "ru": ru, "en": en}


def _document(*questions: dict[str, Any], title: dict[str, str], **more: Any) -> Document:
    return document.read(
        {
            "languages": LANGUAGES,
            "title": title,
            "thanks": _t(
                "Дякуємо! Вашу відповідь прочитає людина, і протягом двох робочих днів ви почуєте, що ми зробимо.",
                "Спасибо! Ваш ответ прочитает человек, и в течение двух рабочих дней вы услышите, что мы сделаем.",
                "Thank you! A person reads your answer, and within two working days you will hear what we do about it.",
            ),
            "questions": list(questions),
            **more,
        }
    )


WORDS = _t("Розкажіть своїми словами", "Расскажите своими словами", "Tell us in your own words")
TO_MEND = _t("Що нам виправити насамперед?", "Что нам исправить в первую очередь?", "What should we put right first?")
TO_TEN = _t(
    "Чого забракло до найвищої оцінки?", "Чего не хватило до высшей оценки?", "What was missing for the best mark?"
)
TO_KEEP = _t("Що спрацювало найкраще?", "Что сработало лучше всего?", "What worked best?")


def _wordings(of: str) -> list[dict[str, Any]]:
    groups = (("low", TO_MEND), ("middle", TO_TEN), ("high", TO_KEEP))
    return [{"of": of, "group": group, "title": title} for group, title in groups]


RECOMMEND = {
    "id": "recommend",
    "type": "nps",
    "title": _t("Чи порадили б ви нас колезі з іншої компанії?", "Посоветовали бы вы нас коллеге из другой компании?", "Would you recommend us to a colleague at another company?"),
    "low": _t("точно ні", "точно нет", "not at all"),
    "high": _t("обов’язково", "обязательно", "certainly"),
    "required": True,
    "decision": "Кому з клієнтів приділити час цього кварталу",
}  # fmt: skip
REASON = {
    "id": "reason",
    "type": "multiple",
    "title": _t("Що вплинуло на оцінку?", "Что повлияло на оценку?", "What decided your mark?"),
    "wordings": _wordings("recommend"),
    "choices": [
        {"id": "papers", "text": _t("Документи й рахунки", "Документы и счета", "Papers and invoices")},
        {"id": "speed", "text": _t("Швидкість відповіді", "Скорость ответа", "Speed of answers")},
        {"id": "quality", "text": _t("Якість роботи", "Качество работы", "Quality of the work")},
        {"id": "people", "text": _t("Люди", "Люди", "The people")},
        {"id": "money", "text": _t("Користь за ці гроші", "Польза за эти деньги", "What the money brings")},
    ],
    "has_other": True,
    "decision": "За що беремося першим",
}
PRICE = {
    "id": "value",
    "type": "csat",
    "title": _t(
        "Наскільки ви задоволені ціною?", "Насколько вы довольны ценой?", "How satisfied are you with the price?"
    ),
    "low": _t("зовсім не задоволені", "совсем не довольны", "not at all"),
    "high": _t("цілком задоволені", "вполне довольны", "entirely"),
    "audience": {"roles": ["economic"]},
    "decision": "Як говорити про поновлення договору",
}
# Whoever was satisfied with the price need not think that the work is worth it: another question, another trend.
VALUE = PRICE | {
    "title": _t(
        "Чи варта наша робота своїх грошей?", "Стоит ли наша работа своих денег?", "Is our work worth its money?"
    ),
    "low": _t("зовсім ні", "совсем нет", "not at all"),
    "high": _t("цілком", "вполне", "entirely"),
}
RELIABLE = {
    "id": "reliable",
    "type": "csat",
    "title": _t(
        "Наскільки надійно все працює?", "Насколько надёжно всё работает?", "How reliably does everything work?"
    ),
    "low": _t("ненадійно", "ненадёжно", "unreliably"),
    "high": _t("цілком надійно", "вполне надёжно", "entirely reliably"),
    "audience": {"roles": ["technical"]},
    "decision": "Куди спрямувати розробку",
}
EASE = {
    "id": "ease",
    "type": "ces",
    "title": _t("Наскільки легко вам працювати із системою?", "Насколько легко вам работать с системой?", "How easy is the system to work with?"),
    "low": _t("дуже важко", "очень трудно", "very hard"),
    "high": _t("дуже легко", "очень легко", "very easy"),
    "audience": {"roles": ["end_user"]},
    "decision": "Що спростити на екранах",
}  # fmt: skip
RELATION_V1 = _document(
    RECOMMEND, REASON, PRICE, RELIABLE, EASE,
    {"id": "words", "type": "long_text", "title": WORDS, "decision": "Що сказати людині у відповідь"},
    title=_t("Як вам із нами?", "Как вам с нами?", "How are we doing?"),
    letter={
        "subject": _t("Одне запитання про нашу роботу", "Один вопрос о нашей работе", "One question about our work"),
        "text": _t("Кілька запитань, менше хвилини. Відповідь читає людина.", "Несколько вопросов, меньше минуты. Ответ читает человек.", "A few questions, less than a minute. A person reads the answer."),
    },
    questions_promised=4,
    seconds_promised=50,
)  # fmt: skip
RELATION_V2 = replace(
    RELATION_V1,
    questions=tuple(
        document.read({"languages": LANGUAGES, "questions": [VALUE]}).questions[0] if one.id == "value" else one
        for one in RELATION_V1.questions
    ),
)
AFTER_ACT = _document(
    {
        "id": "closing",
        "type": "csat",
        "title": _t("Чи задоволені ви тим, як ми закрили етап?", "Довольны ли вы тем, как мы закрыли этап?", "Are you satisfied with how we closed the stage?"),
        "low": _t("зовсім ні", "совсем нет", "not at all"),
        "high": _t("цілком", "вполне", "entirely"),
        "required": True,
        "decision": "Чи дзвонити клієнтові сьогодні",
    },
    {
        "id": "papers",
        "type": "ces",
        "title": _t("Наскільки легко було владнати документи?", "Насколько легко было уладить документы?", "How easy was the paperwork?"),
        "low": _t("дуже важко", "очень трудно", "very hard"),
        "high": _t("дуже легко", "очень легко", "very easy"),
        "decision": "Що змінити в бухгалтерії",
    },
    {"id": "words", "type": "long_text", "title": WORDS, "wordings": _wordings("closing"), "decision": "Що сказати людині у відповідь"},
    title=_t("Етап закрито", "Этап закрыт", "The stage is closed"),
    letter={
        "subject": _t("Ми закрили етап. Усе гаразд?", "Мы закрыли этап. Всё в порядке?", "We have closed the stage. Is all well?"),
        "text": _t("Два запитання, пів хвилини.", "Два вопроса, полминуты.", "Two questions, half a minute."),
    },
    questions_promised=3,
    seconds_promised=35,
)  # fmt: skip
FIRST_WEEKS = _document(
    {
        "id": "start",
        "type": "ces",
        "title": _t("Наскільки легко вам далися перші тижні з нами?", "Насколько легко вам дались первые недели с нами?", "How easy were your first weeks with us?"),
        "low": _t("дуже важко", "очень трудно", "very hard"),
        "high": _t("дуже легко", "очень легко", "very easy"),
        "required": True,
        "decision": "Чи готовий клієнт працювати сам",
    },
    {
        "id": "knows_whom",
        "type": "yes_no",
        "title": _t("Чи знаєте ви, до кого звертатися?", "Знаете ли вы, к кому обращаться?", "Do you know whom to turn to?"),
        "decision": "Чи нагадати про контакти",
    },
    {"id": "words", "type": "long_text", "title": WORDS, "wordings": _wordings("start"), "decision": "Що довести до ладу цього тижня"},
    title=_t("Перші тижні разом", "Первые недели вместе", "The first weeks together"),
    letter={
        "subject": _t("Як минули перші тижні?", "Как прошли первые недели?", "How were the first weeks?"),
        "text": _t("Три короткі запитання, пів хвилини.", "Три коротких вопроса, полминуты.", "Three short questions, half a minute."),
    },
    questions_promised=3,
    seconds_promised=35,
)  # fmt: skip

SURVEYS = {
    "pivnich-soft": (
        Survey(RELATION, "Стосунки з клієнтом", Purpose.RELATION, "maryna@pivnich.example", ((740, RELATION_V1), (300, RELATION_V2))),
        Survey(ACT, "Після акта", Purpose.EVENT, "nataliia@pivnich.example", ((740, AFTER_ACT),)),
        Survey(START, "Перші тижні", Purpose.EVENT, "daniel@pivnich.example", ((740, FIRST_WEEKS),)),
    ),
    "harbor-instruments": (
        Survey(RELATION, "Client relations", Purpose.RELATION, "tom@harbor.example", ((740, RELATION_V2),)),
    ),
}  # fmt: skip
