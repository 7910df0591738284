"""How people in three languages, and the exports of other tools, call what stands in a list of talks. Plain Python."""

from accounts.exchange.words import by_word

HEADERS = by_word({
    "talk.happened_at": "date,day,time,when,activity date,call date,meeting date,start,start date,start time,"
    "started,started at,timestamp,created,created at,completed at,date of talk,date and time,"
    "дата,день,час,коли,дата розмови,дата контакту,дата зустрічі,дата дзвінка,дата й час,дата і час,початок,"
    "время,когда,дата разговора,дата контакта,дата встречи,дата звонка,дата и время,начало",
    "talk.channel": "channel,how,type,kind,activity,activity type,type of contact,way,"
    "канал,тип,вид,спосіб,як,тип контакту,вид контакту,тип активності,вид активності,"
    "способ,как,тип контакта,вид контакта,тип активности,вид активности",
    "talk.people": "with whom,people,participants,attendees,contact,contacts,contact name,contact names,contact person,person,"
    "name,full name,з ким,учасники,люди,контакт,контакти,контактна особа,контактні особи,імя,піб,"
    "с кем,участники,контакты,контактное лицо,контактные лица,имя,фио",
    "talk.emails": "email,e mail,emails,mail,email address,contact email,person email,participant emails,attendee emails,"
    "пошта,ел пошта,електронна пошта,електронна адреса,емейл,імейл,"
    "почта,эл почта,электронная почта,электронный адрес,имейл",
    "talk.by": "who of us,employee,colleague,owner,activity owner,assigned to,user,by,author,manager,responsible,logged by,"
    "created by,хто з нас,співробітник,співробітниця,працівник,колега,менеджер,відповідальний,відповідальна,автор,виконавець,"
    "кто из нас,сотрудник,сотрудница,коллега,ответственный,ответственная,исполнитель",
    "talk.mood": "mood,sentiment,feeling,score,rating,настрій,тональність,оцінка,настроение,тональность,оценка",
    "talk.quote": "quote,verbatim,their words,in their words,цитата,їхніми словами,слова клієнта,дослівно,"
    "их словами,слова клиента,дословно",
    "talk.notes": "notes,note,comment,comments,description,summary,details,body,text,content,what was said,"
    "нотатки,нотатка,коментар,коментарі,опис,підсумок,зміст,про що говорили,що сказано,текст,"
    "заметки,заметка,комментарий,комментарии,описание,итог,содержание,о чем говорили,что сказано",
    "talk.topics": "topics,topic,themes,theme,tags,теми,тема,теги,мітки,темы,метки",
    "talk.number": "id,number,activity id,talk id,call id,meeting id,record id,uuid,"
    "номер,код,ід,номер розмови,ид,номер разговора",
    "client.name": "client,client name,company,company name,customer,account,account name,organization,organisation,"
    "клієнт,компанія,назва компанії,назва клієнта,контрагент,замовник,організація,"
    "клиент,компания,название компании,название клиента,заказчик,организация",
    "client.external_id": "client id,client number,company id,account id,customer id,код клієнта,номер клієнта,єдрпоу,"
    "код клиента,номер клиента,инн",
    "client.domain": "domain,website,site,домен,сайт",
})  # fmt: skip
# Beside what the product itself calls them in each language.
CHANNELS = by_word({
    "call": "phone,phone call,telephone,calls,outgoing call,incoming call,outbound call,inbound call,телефон,"
    "телефонна розмова,розмова,вхідний дзвінок,вихідний дзвінок,телефонный звонок,разговор,входящий звонок,исходящий звонок",
    "meeting": "in person,personal meeting,face to face,offline,особиста зустріч,очна зустріч,личная встреча,очная встреча",
    "video": "video,video conference,videoconference,video meeting,online,online meeting,web meeting,zoom,teams,"
    "microsoft teams,meet,google meet,skype,відео,відеозустріч,відеоконференція,онлайн,онлайн зустріч,"
    "видео,видеовстреча,видеоконференция,онлайн встреча",
    "messenger": "messengers,chat,telegram,whatsapp,viber,signal,sms,slack,direct message,чат,листування,телеграм,вайбер,"
    "переписка,вайбер,ватсап",
    "visit": "on site,onsite,site visit,виїзд,виїзд до клієнта,поїздка,выезд,выезд к клиенту,поездка",
    "council": "advisory board,customer council,user group,рада клієнтів,клієнтська рада,совет клиентов,клиентский совет",
    "letter": "email,e mail,mail,ел лист,електронний лист,пошта,имейл,почта,электронное письмо",
})  # fmt: skip
MOODS = by_word({
    "1": "bad,very bad,terrible,awful,angry,negative,very unhappy,погано,дуже погано,жахливо,зле,негативно,негативний,"
    "плохо,очень плохо,ужасно,негативно,негативный,негативное",
    "2": "unhappy,dissatisfied,worried,poor,не дуже,незадоволені,тривожно,не очень,недовольны,тревожно",
    "3": "ok,okay,so so,normal,average,нейтрально,рівно,ровно,нормально,так собі,посередньо,так себе,средне",
    "4": "good,positive,satisfied,happy,fine,well,добре,позитивно,позитивний,задоволені,"
    "хорошо,позитивно,позитивный,позитивное,довольны",
    "5": "very good,great,excellent,very happy,perfect,дуже добре,чудово,відмінно,прекрасно,очень хорошо,отлично,прекрасно",
})  # fmt: skip
