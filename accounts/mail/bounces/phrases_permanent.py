"""What servers say when a mailbox or a domain is no more. One row: reason, language or origin, pattern.

Patterns are written as wording.py says and meet text without links, addresses (an "@" each) and host names (evidence.py).
Whatever any row of phrases_temporary.py finds in the same text wins, so a row here may be plain.
"""

from accounts.mail.bounces.report import Reason

UNKNOWN = Reason.MAILBOX_UNKNOWN
DOMAIN = Reason.DOMAIN_UNKNOWN
DISABLED = Reason.DISABLED

BOX = r"(?:user(?:name)?|mailbox|recipient|account|address(?:ee)?|alias|login|local-part)\b"
BOX_UK = r"(?:користувач|адрес|скриньк|одержувач|отримувач|запис)[^ ]*"
BOX_RU = r"(?:пользовател|адрес|ящик|получател|запис|аккаунт)[^ ]*"

ROWS: tuple[tuple[Reason, str, str], ...] = (
    # --- mailbox unknown ---
    (UNKNOWN, "postfix", r"user unknown|unknown user|recipient unknown|unknown recipient|addressee unknown"),
    (UNKNOWN, "en", r"no such (?:local )?(?:user|mailbox|recipient|account|address|person|e-?mail|id\b|name\b)"),
    (UNKNOWN, "en", rf"{BOX} … (?:does not|doesn'?t|do not|did not) exist"),
    (UNKNOWN, "en", rf"{BOX} … not (?:be )?(?:found|known|recogni[sz]ed)|{BOX} … [a-z]+n't (?:be )?(?:found|known)"),
    (UNKNOWN, "en", rf"{BOX} … (?:unknown|non-?existent|non existent|invalid\b|not valid|not on file)|@ is unknown"),
    (UNKNOWN, "en", r"(?:is not|isn't|not) a (?:valid|known|local) (?:mailbox|user|recipient|address|account)"),
    (UNKNOWN, "en", r"(?:unknown|invalid|illegal|non-?exist(?:ent|ing)|non existent) (?:local )?(?:mailbox|account|user)"),
    (UNKNOWN, "en", r"(?:unknown|invalid|illegal|non-?exist(?:ent|ing)) (?:recipient|alias|local-part)"),
    (UNKNOWN, "en", r"no (?:valid |matching )?(?:user|recipient|mailbox|account)s? (?:exists?|found|here|with that|by that)"),
    (UNKNOWN, "en", r"there is no (?:such |one )?(?:user|mailbox|account|address|here|at this)"),
    (UNKNOWN, "en", r"(?:does not|doesn'?t) have an? (?:[^ ]+ )?account"),
    (UNKNOWN, "qmail", r"no (?:mailbox|one|user) (?:here )?by that name|can't find (?:that )?user"),
    (UNKNOWN, "exchange", r"recip(?:ient)?notfound|exrecipnotfound|not found by smtp address lookup|wasn't found at"),
    (UNKNOWN, "exchange", r"recipient name is not recogni[sz]ed|address (?:you entered )?(?:couldn't|could not) be found"),
    (UNKNOWN, "exim", r"unrouteable address|unroutable address"),
    (UNKNOWN, "domino", r"not listed in (?:domino directory|public name|the domino)"),
    (UNKNOWN, "ironport", r"#5\.1\.0 address rejected"),
    (UNKNOWN, "oracle", r"unknown or illegal alias"),
    (UNKNOWN, "rfc 3463", r"bad destination mailbox address"),
    (UNKNOWN, "gmail", r"\baddress not found|адрес не найден|адресу не знайдено"),
    (UNKNOWN, "ru", r"(?:нет|не существует) так(?:ого|ой) (?:пользовател|адрес|ящик|получател|учетн|почтов)"),
    (UNKNOWN, "ru", rf"так(?:ого|ой) (?:почтовой |учетной )?{BOX_RU} … (?:не существует|нет\b)"),
    (UNKNOWN, "ru", rf"{BOX_RU} … не (?:найден|существует|обнаружен|зарегистрирован)"),
    (UNKNOWN, "ru", r"(?:неизвестный|несуществующий) (?:пользовател|получател|адрес)|пользователь неизвестен"),
    (UNKNOWN, "uk", r"(?:немає|не існує) так(?:ого|ої) (?:користувач|адрес|скриньк|одержувач|поштов)"),
    (UNKNOWN, "uk", rf"так(?:ого|ої) (?:поштової )?{BOX_UK} … (?:не існує|немає)"),
    (UNKNOWN, "uk", rf"{BOX_UK} … не (?:знайден|існує|зареєстрован|виявлен)"),
    (UNKNOWN, "uk", r"невідомий (?:користувач|одержувач|отримувач|адрес)|користувач невідомий"),
    (UNKNOWN, "be", r"(?:карыстальнік|адрас|скрын)[^ ]* … не (?:знойдзен|існуе)"),
    (UNKNOWN, "bg", r"няма такъв (?:потребител|адрес)|потребителят не съществува"),
    (UNKNOWN, "de", r"(?:empf(?:a|ae)nger|benutzer|postfach|konto|adresse)[^ ]* … (?:unbekannt|existiert nicht)"),
    (UNKNOWN, "de", r"(?:empf(?:a|ae)nger|benutzer|postfach|konto|adresse)[^ ]* … nicht (?:gefunden|vorhanden|bekannt)"),
    (UNKNOWN, "de", r"unbekannter (?:benutzer|empf(?:a|ae)nger)|kein(?:e|en)? (?:solche[nrs]? )?(?:benutzer|postfach)"),
    (UNKNOWN, "pl", r"nie ma takiego (?:konta|uzytkownika|adresu|odbiorcy)|nieznany (?:uzytkownik|adresat|odbiorca)"),
    (UNKNOWN, "pl", r"(?:konto|uzytkownik|adresat|odbiorca|skrzynka) … (?:nieznan|nie istnieje|nie zostal[ao]? znalezion)"),
    (UNKNOWN, "pl exchange", r"nie mozna znalezc … adresu"),
    (UNKNOWN, "fr", r"(?:utilisateur|destinataire|adresse|boite|compte) … (?:inconnue?|inexistante?|introuvable)"),
    (UNKNOWN, "fr", r"(?:utilisateur|destinataire|adresse|boite|compte) … n[' ]existe pas"),
    (UNKNOWN, "es", r"(?:usuario|destinatario|cuenta|buzon|direccion) … (?:no existe|desconocid|inexistente|no encontrad)"),
    (UNKNOWN, "it", r"(?:utente|destinatario|indirizzo|casella) … (?:sconosciut|inesistente|non trovat|non esiste)"),
    (UNKNOWN, "pt", r"(?:usuario|utilizador|conta|endereco) … (?:desconhecid|nao encontrad|inexistente|nao existe)"),
    (UNKNOWN, "cs sk", r"(?:uzivatel|adresat|schranka|konto) … (?:neexistuje|nenalezen|neznam)"),
    (UNKNOWN, "nl", r"(?:gebruiker|ontvanger|mailbox) … (?:onbekend|bestaat niet|niet gevonden)"),
    (UNKNOWN, "tr", r"(?:kullanici|alici) … (?:bulunamadi|yok\b)"),
    (UNKNOWN, "sv da no", r"(?:anvandare|bruger|bruker|mottagare)[^ ]* … (?:finns inte|findes ikke|finnes ikke|okand)"),
    (UNKNOWN, "fi", r"(?:kayttaja|vastaanottaja)[^ ]* … (?:ei ole|ei loydy|tuntematon)"),
    (UNKNOWN, "ro hu", r"utilizator (?:necunoscut|inexistent)|(?:felhasznalo|cimzett) (?:nem letezik|ismeretlen)"),
    (UNKNOWN, "zh ja", r"用户不存在|收件人不存在|邮箱不存在|用户未找到|宛先不明|ユーザー?が存在しません|リストにありません"),
    # --- domain unknown ---
    (DOMAIN, "postfix", r"host or domain name not found|does not accept mail \(nullmx\)|host not found\b"),
    (DOMAIN, "sendmail", r"host unknown|unknown host\b"),
    (DOMAIN, "gmail", r"\bnxdomain\b|domain name not found|weren't able to find the recipient domain"),
    (DOMAIN, "gmail", r"domain … (?:couldn't|could not) be found"),
    (DOMAIN, "exchange", r"infodomainnonexistent"),
    (DOMAIN, "exim", r"point to non-?existent hosts|mx or srv record indicated no smtp service|unroute?able mail domain"),
    (DOMAIN, "qmail", r"couldn't find any host (?:by that name|named)"),
    (DOMAIN, "oracle", r"illegal host/domain name found"),
    (DOMAIN, "yahoo", r"no mx record found for domain"),
    (DOMAIN, "rfc 7505", r"null mx\b|recipient domain has a null"),
    (DOMAIN, "rfc 3463", r"bad destination (?:system|domain|host)"),
    (DOMAIN, "en", r"domain … (?:does not|doesn'?t|do not) exist|(?:no such|non-?existent|unknown) domain"),
    (DOMAIN, "uk ru", r"домен[^ ]* … не (?:існує|знайден|существует|найден)"),
    (DOMAIN, "de pl", r"domain … (?:existiert nicht|nicht gefunden|unbekannt)|domena … nie istnieje"),
    # --- a mailbox that was ---
    (DISABLED, "en", rf"{BOX} … (?:disabled|inactive|not active|deactivated|closed|terminated|deleted|discontinued)"),
    (DISABLED, "en", r"(?:disabled|inactive|deactivated|deleted|discontinued) (?:user|mailbox|account|recipient)"),
    (DISABLED, "icloud", r"recipient no longer on server"),
    (DISABLED, "en", rf"{BOX} … no longer (?:active|valid|available|in use|in service|exists?|accepts? (?:e-?)?mail)"),
    (DISABLED, "en", r"no longer (?:works|employed) (?:here|with us|at|for)"),
    (DISABLED, "uk", rf"(?:{BOX_UK}|акаунт) … (?:вимкнен|деактивован|видален|неактивн|закрит)"),
    (DISABLED, "ru", rf"{BOX_RU} … (?:отключен|деактивирован|удален|неактивн|закрыт)"),
    (DISABLED, "de", r"(?:postfach|konto|benutzer) … (?:deaktiviert|geloscht|geschlossen|inaktiv)"),
    (DISABLED, "pl", r"(?:konto|skrzynka) … (?:nieaktywn|usuniet|wylaczon)"),
    (DISABLED, "fr es", r"(?:compte|boite|cuenta|buzon) … (?:desactiv|supprim|eliminad)"),
)  # fmt: skip

# Texts so definite that the enhanced code beside them does not count.
DEFINITE: tuple[tuple[Reason, str, str], ...] = (
    (UNKNOWN, "yandex", r"550 5\.7\.1 no such user!"),
    (UNKNOWN, "exchange online, edge blocking", r"5\.4\.1 recipient address rejected: access denied\. as\(201806281\)"),
)
