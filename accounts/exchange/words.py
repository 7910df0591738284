"""How people in three languages call the columns of their tables, and what stands in them. Plain Python.

Every word is written as `fold` leaves it: lower case, ё as е, no apostrophes, no marks.
"""

import re

APOSTROPHES = re.compile(r"['’ʼ`´ʹ]")
MARKS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return the words of a text in lower case, without apostrophes and marks: what two spellings have in common."""
    text = APOSTROPHES.sub("", text.casefold()).replace("ё", "е")
    return " ".join(MARKS.sub(" ", text).split())


def by_word(lists: dict[str, str]) -> dict[str, str]:
    """Return every word of the lists, parted by commas, with the name of its list."""
    return {fold(word): name for name, words in lists.items() for word in words.split(",")}


ROLES = by_word({
    "economic": "economic,economic buyer,decision maker,decisionmaker,decision,economic decision maker,budget,budget owner,"
    "budget holder,payer,eb,dm,економічний,економічний покупець,економ покупець,особа що приймає рішення,"
    "приймає рішення,опр,лпр,власник бюджету,платник,экономический,экономический покупатель,"
    "лицо принимающее решение,лицо принимающее решения,принимает решение,принимает решения,приймає рішення лпр,"
    "владелец бюджета,распорядитель бюджета,розпорядник бюджету,плательщик",
    "technical": "technical,technical buyer,tech,tech buyer,technical expert,evaluator,expert,tb,технічний,"
    "технічний покупець,технік,експерт,технічний експерт,технический,технический покупатель,техник,эксперт,"
    "технический эксперт,технічна особа,техническое лицо",
    "end_user": "end user,enduser,user,users,end,eu,key user,користувач,користувачка,кінцевий користувач,"
    "ключовий користувач,юзер,пользователь,пользовательница,конечный пользователь,ключевой пользователь",
})  # fmt: skip
LANGUAGES = by_word(
    {
        "uk": "uk,ua,ukr,ukrainian,українська,українська мова,укр,украинский,украинский язык,uk ua",
        "ru": "ru,rus,russian,російська,російська мова,рос,русский,русский язык,рус,ru ru,ru ua",
        "en": "en,eng,english,англійська,англійська мова,англ,английский,английский язык,en us,en gb",
    }
)
COUNTRIES = {word: code.upper() for word, code in by_word({
    "us": "usa,u s a,united states of america,сша,америка", "gb": "uk,england,великобританія,великобритания,англія,англия",
    "ua": "ukr,україна,украина", "de": "deutschland,фрн,германия,німеччина", "cz": "чехія,чехия,czech republic",
    "ae": "uae,оае,оаэ", "nl": "holland,голландія,голландия", "pl": "polska,польща,польша", "by": "білорусь,белоруссия",
}).items()}  # fmt: skip
YES = frozenset(["yes", "y", "true", "1", "так", "т", "да", "д", "є", "есть", "+", "x", "х", "✓", "✔"])
NO = frozenset(["no", "n", "false", "0", "ні", "н", "нет", "немає", "-", "–", "—"])
LOW_MEDIUM_HIGH = {word: int(level) for word, level in by_word({
    "1": "1,low,низький,низький вплив,малий,низкое,низкий,малое", "2": "2,medium,middle,середній,среднее,средний",
    "3": "3,high,високий,великий,высокое,высокий,большое",
}).items()}  # fmt: skip
# The first three letters tell the month apart in all three languages, in whatever case the word stands.
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan,січ,янв", "feb,лют,фев", "mar,бер,мар", "apr,кві,апр", "may,тра,май,мая", "jun,чер,июн", "jul,лип,июл",
            "aug,сер,авг", "sep,вер,сен", "oct,жов,окт", "nov,лис,ноя", "dec,гру,дек",
        ),
        start=1,
    )
    for word in words.split(",")
}  # fmt: skip

# --- Headers ---

CLIENT, PERSON = "client", "person"
# Words that say whose column it is; alone they name it.
OWNERS = by_word({
    CLIENT: "client,clients,client name,company,company name,account,account name,customer,customer name,organization,"
    "organisation,firm,business,клієнт,клієнта,клієнти,компанія,компанії,компанию,контрагент,контрагента,організація,"
    "організації,підприємство,фірма,фірми,замовник,замовника,назва,назва клієнта,назва компанії,клиент,клиента,клиенты,"
    "компания,компании,организация,организации,предприятие,фирма,фирмы,заказчик,заказчика,название,наименование,"
    "найменування,юрлицо,юрособа,название компании,название клиента",
    PERSON: "contact,contacts,contact person,contact name,person,person name,full name,fullname,contacts name,"
    "контакт,контакту,контакти,контактна особа,контактної особи,людина,людини,особа,особи,піб,пiб,прізвище та імя,"
    "прізвище імя,імя та прізвище,імя прізвище,імя контакту,контактное лицо,контактного лица,контакта,контакты,человек,"
    "человека,лицо,фио,фамилия имя,имя фамилия,имя и фамилия,фамилия и имя,имя контакта,представник,представитель",
})  # fmt: skip
# What a column holds, of whichever of the two.
ATTRIBUTES = by_word({
    "name": "name,title,імя,имя,names",
    "first_name": "first name,firstname,given name,forename,особисте імя,first",
    "last_name": "last name,lastname,surname,family name,прізвище,фамилия,last",
    "domain": "domain,website,web site,web,site,url,homepage,www,домен,сайт,вебсайт,веб сайт,веб сторінка,web domain",
    "external_id": "id,external id,number,client id,client number,customer id,account id,code,crm id,ref,reference,edrpou,"
    "код,номер,єдрпоу,едрпоу,код єдрпоу,код едрпоу,ід,ид,ідентифікатор,идентификатор,зовнішній код,внешний код,"
    "номер клієнта,номер клиента,number in other systems",
    "segment": "segment,group,category,tier,сегмент,група,категорія,группа,категория,тип",
    "country": "country,країна,страна,land",
    "language": "language,lang,locale,мова,язык,мова спілкування,язык общения",
    "time_zone": "time zone,timezone,tz,часовий пояс,часовой пояс,час пояс",
    "manager": "manager,owner,account manager,happiness manager,account owner,responsible,csm,менеджер,відповідальний,"
    "відповідальна,відповідальна особа,менеджер клієнта,ответственный,ответственная,ответственное лицо,менеджер клиента,"
    "менеджер щастя,менеджер счастья,customer success manager",
    "sponsor": "sponsor,executive sponsor,спонсор,куратор",
    "tags": "tags,tag,labels,label,теги,тег,мітки,мітка,метки,метка,позначки",
    "emails": "email,e mail,emails,mail,email address,e mail address,mails,пошта,ел пошта,електронна пошта,електронна адреса,"
    "емейл,емайл,імейл,имейл,почта,эл почта,электронная почта,электронный адрес,email адреса,email адрес,адреса пошти",
    "phone": "phone,telephone,mobile,cell,tel,phone number,mobile phone,телефон,тел,мобільний,мобільний телефон,моб,"
    "номер телефону,мобильный,мобильный телефон,номер телефона,телефони,телефоны",
    "job_title": "job title,jobtitle,position,job,function,посада,должность,посада особи,titel",
    "roles": "role,roles,buyer role,buyer roles,buying role,роль,ролі,роль покупця,роль у закупівлі,роли,роль покупателя,"
    "роль в закупке,тип покупця,тип покупателя",
    "influence": "influence,power,вплив,влияние",
    "salutation": "salutation,greeting,звертання,звернення,обращение,how letters address them",
    "birthday": "birthday,birth date,date of birth,birthdate,dob,день народження,дата народження,др,дн,день рождения,"
    "дата рождения",
    "interests": "interests,hobbies,hobby,інтереси,захоплення,интересы,увлечения,хобі,хобби",
    "notes": "notes,note,comment,comments,remarks,нотатки,примітки,примітка,коментар,коментарі,заметки,примечание,"
    "примечания,комментарий,комментарии",
    "consent": "consent,gdpr,opt in,згода,згода на опитування,согласие,согласие на опрос",
})  # fmt: skip
