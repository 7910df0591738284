"""How people in three languages call what stands in a list of contracts. Plain Python; words as `fold` leaves them."""

from accounts.exchange.words import by_word

HEADERS = by_word({
    "client.name": "client,client name,company,company name,customer,customer name,account,account name,organization,"
    "клієнт,назва клієнта,компанія,назва компанії,контрагент,замовник,покупець,організація,"
    "клиент,название клиента,компания,название компании,заказчик,покупатель,организация",
    "client.external_id": "client id,client number,client code,customer id,customer number,account id,crm id,external id,"
    "edrpou,number in other systems,ід клієнта,код клієнта,номер клієнта,єдрпоу,код єдрпоу,номер в інших системах,"
    "ид клиента,код клиента,номер клиента,едрпоу,код едрпоу,инн,номер в других системах",
    "client.domain": "website,web site,site,domain,web domain,url,сайт,домен,вебсайт,веб сайт",
    "contract.number": "number,no,contract,contract number,contract no,contract id,agreement,agreement number,reference,ref,"
    "order,order number,po,po number,номер,номер договору,номер контракту,договір,контракт,реквізити,"
    "номер договора,номер контракта,договор,реквизиты",
    "contract.title": "title,name,subject,subject of the contract,description,service,services,product,what it is about,"
    "what for,about,предмет,предмет договору,назва,опис,послуга,послуги,продукт,про що договір,"
    "предмет договора,название,описание,услуга,услуги,о чем договор",
    "contract.amount": "amount,sum,price,value,total,contract value,contract amount,fee,acv,arr,mrr,"
    "сума,сума договору,вартість,ціна,сумма,сумма договора,стоимость,цена",
    "contract.currency": "currency,currency code,валюта,код валюти,код валюты",
    "contract.period": "period,paid,billing,billing period,payment,payment period,frequency,"
    "період,оплата,періодичність,періодичність оплати,оплачується,период,периодичность,периодичность оплаты,"
    "оплачивается",
    "contract.starts_on": "start,starts,starts on,start date,begin,begins,from,since,first day,date,signed,"
    "contract date,date of contract,дата,початок,дата початку,діє з,з,дата договору,перший день,початок дії,"
    "начало,дата начала,действует с,с,дата договора,первый день,начало действия",
    "contract.ends_on": "end,ends,ends on,end date,until,to,expires,expiry,expiry date,last day,"
    "кінець,дата закінчення,закінчення,діє до,до,термін дії,останній день,завершення,дата завершення,"
    "конец,дата окончания,окончание,действует до,срок действия,последний день,завершение,дата завершения",
    "contract.renewal_on": "renewal,renews,renews on,renewal date,renewal on,to be renewed on,next renewal,"
    "поновлення,дата поновлення,продовження,дата продовження,подовження,дата подовження,поновити,поновити до,"
    "продление,дата продления,возобновление,дата возобновления,продлить до,продлить",
    "contract.notice_days": "notice,notice days,days of notice,notice period,notice period days,попередження,"
    "днів попередження,днів на попередження,попередити за днів,строк попередження,уведомление,"
    "дней уведомления,дней на предупреждение,предупредить за дней,срок уведомления",
    "person.name": "signed by,signer,signatory,contact,contact person,підписав,підписала,підписант,хто підписав,хто підписує,"
    "контактна особа,подписал,подписала,подписант,кто подписал,кто подписывает,контактное лицо",
    "person.emails": "email,e mail,signer email,signed by email,contact email,email of signer,e mail of who signed,"
    "пошта,ел пошта,електронна пошта,пошта підписанта,почта,эл почта,электронная почта,почта подписанта",
})  # fmt: skip
PERIODS = by_word({
    "month": "month,monthly,every month,per month,a month,m,mo,mrr,щомісяця,щомісячно,щомісячна,місяць,на місяць,за місяць,"
    "каждый месяц,ежемесячно,ежемесячная,месяц,в месяц,за месяц",
    "quarter": "quarter,quarterly,every quarter,per quarter,q,щокварталу,щоквартально,квартал,на квартал,за квартал,"
    "каждый квартал,ежеквартально,в квартал",
    "year": "year,yearly,annual,annually,every year,per year,a year,y,arr,щороку,щорічно,рік,на рік,за рік,річний,річна,"
    "каждый год,ежегодно,год,в год,за год,годовой,годовая",
    "once": "once,one time,onetime,one off,single,один раз,разово,разовий,разова,одноразово,одноразовий,"
    "единоразово,единовременно,разовый,разовая",
})  # fmt: skip
# Codes of ISO 4217 speak for themselves; a bare "$" is the dollar of the United States.
SIGNS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "₴": "UAH",
    "₸": "KZT",
    "₾": "GEL",
    "₺": "TRY",
    "₹": "INR",
    "zł": "PLN",
    "kč": "CZK",
}
NAMES = by_word({
    "EUR": "euro,euros,євро,евро", "USD": "us dollar,us dollars,dollar,dollars,долар,долари,доларів,долар сша,доларів сша,дол,"
    "доллар,доллары,долларов,доллар сша,долларов сша,долл",
    "UAH": "hryvnia,hryvnias,грн,гривня,гривні,гривень,гривна,гривны,гривен",
    "GBP": "pound,pounds,фунт,фунти,фунтів,фунты,фунтов",
    "PLN": "zloty,zlotys,злотий,злоті,злотих,злотый,злотых", "CHF": "swiss franc,franc,франк,франки,франків,франков",
    "KZT": "tenge,тенге,теньге",
})  # fmt: skip
