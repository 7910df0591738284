"""How people in three languages, and the exports of other tools, call what stands in a list of answers. Plain Python."""

from accounts.exchange.words import by_word

HEADERS = by_word({
    "answer.given_at": "date,day,time,timestamp,submitted,submitted at,submit date,submission date,created,created at,"
    "created on,response date,response time,responded at,response created at,answered,answered at,answered on,"
    "completed at,end date,recorded date,date of answer,survey responded at,"
    "дата,день,час,дата відповіді,коли,відповів,відповіла,дата й час,дата і час,"
    "время,дата ответа,когда,дата и время,отметка времени,позначка часу",
    "answer.nps": "nps,nps score,score,rating,recommend,likelihood to recommend,net promoter score,how likely,"
    "оцінка,оцінка nps,бал,бали,рекомендація,порадили б,оценка,оценка nps,балл,баллы,рекомендация,посоветовали бы",
    "answer.csat": "csat,csat score,satisfaction,customer satisfaction,задоволеність,задоволення,оцінка csat,"
    "удовлетворенность,оценка csat",
    "answer.ces": "ces,ces score,effort,customer effort,customer effort score,ease,зусилля,легкість,оцінка ces,"
    "усилия,легкость,оценка ces",
    "answer.comment": "comment,comments,feedback,verbatim,text,answer,reason,why,remark,open text,"
    "коментар,коментарі,відгук,відгуки,відповідь,текст,чому,слова,комментарий,комментарии,отзыв,отзывы,ответ,почему",
    "answer.survey": "survey,survey name,survey title,questionnaire,form,campaign,"
    "опитування,назва опитування,анкета,опрос,название опроса",
    "answer.number": "response id,answer id,id of answer,submission id,response number,id,uuid,"
    "номер відповіді,ід відповіді,код відповіді,номер ответа,ид ответа,код ответа",
    "answer.role": "role,buyer role,buying role,роль,роль покупця,роль покупателя",
    "answer.stage": "stage,lifecycle stage,етап,стадія,этап,стадия",
    "answer.language": "language,lang,locale,мова,язык",
    "answer.readers": "confidentiality,confidential,privacy,visibility,who may read,who may read it,readers,конфіденційність,"
    "хто читає,хто може читати,конфиденциальность,кто читает,кто может читать",
    "client.name": "client,client name,company,company name,customer,account,account name,organization,organisation,"
    "клієнт,компанія,назва компанії,назва клієнта,контрагент,замовник,організація,"
    "клиент,компания,название компании,название клиента,заказчик,организация,person properties company,properties company",
    "client.external_id": "client id,client number,company id,account id,customer id,код клієнта,номер клієнта,єдрпоу,"
    "код клиента,номер клиента,инн",
    "client.domain": "domain,website,site,домен,сайт",
    "person.name": "name,person,person name,full name,contact,contact name,respondent,recipient,імя,піб,прізвище та імя,"
    "контакт,контактна особа,людина,хто відповів,имя,фио,контактное лицо,человек,кто ответил",
    "person.first_name": "first name,given name,имя без фамилии",
    "person.last_name": "last name,surname,family name,прізвище,фамилия",
    "person.emails": "email,e mail,mail,email address,person email,recipient email,respondent email,contact email,"
    "пошта,ел пошта,електронна пошта,електронна адреса,емейл,імейл,"
    "почта,эл почта,электронная почта,электронный адрес,имейл",
    "person.external_id": "person id,contact id,user id,respondent id,recipient id,ід особи,номер особи,ид человека",
})  # fmt: skip
# Beside what the product itself calls them in each language.
STAGES = by_word({
    "preboarding": "preboarding,pre boarding,sales,продаж,продажа",
    "onboarding": "onboarding,start,запуск,впровадження,внедрение",
    "long_term": "long term,longterm,growth,customer,live",
    "reboarding": "reboarding,renewal,повернення,возврат",
})  # fmt: skip
READERS = by_word({
    "named": "everybody,everyone,all,public,with name,усі,всі,з іменем,все,с именем",
    "role": "role,role only,my role only,anonymous,without a name,лише роль,тільки роль,анонімно,без імені,"
    "только роль,анонимно,без имени",
    "leadership": "leadership,leadership only,management,management only,top management,confidential,лише керівництво,"
    "тільки керівництво,керівництво,вище керівництво,конфіденційно,только руководство,руководство,высшее руководство,"
    "конфиденциально",
})  # fmt: skip
