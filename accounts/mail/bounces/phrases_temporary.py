"""What servers say when it is not the mailbox's end. One row: reason, language or origin, pattern (wording.py).

The first row that fits names the reason; any row at all makes a failure soft. A row too wide costs a second letter to a dead
address; a row too narrow may silence a living client. So these are wide.
"""

from accounts.mail.bounces.report import Reason

FULL = Reason.MAILBOX_FULL
SIZE = Reason.SIZE
GREY = Reason.GREYLISTED
SPAM = Reason.SPAM
RELAY = Reason.RELAY_DENIED
POLICY = Reason.POLICY
TIMEOUT = Reason.TIMEOUT
OTHER = Reason.OTHER

# Also looked for outside the server's own words, because nothing in a notice's frame says these by chance.
DECISIVE: tuple[tuple[Reason, str, str], ...] = (
    (FULL, "en", r"(?:over|exceed(?:s|ed|ing)?) … quota"),
    (FULL, "en", r"quota (?:was |is |has been )?exceed|quotaexceeded"),
    (FULL, "en", r"(?:mail ?box|inbox|account|mailfolder|mail folder|maildrop) … (?:is )?(?:full\b|over)"),
    (FULL, "en", r"(?:mailbox|inbox) full"),
    (FULL, "en", r"full mail ?box|mailbox size limit|mail ?box (?:has )?exceed"),
    (FULL, "en", r"exceeded (?:the |its |their )?(?:storage|mailbox|disk)"),
    (FULL, "postfix", r"error writing message: (?:file too large|disk quota|no space)|disk full|no space left on device"),
    (FULL, "domino", r"exceeded its size quota|database (?:is )?full"),
    (FULL, "en", r"quota\b"),
    (FULL, "ru", r"переполнен|ящик … заполнен|превышен[аы]? (?:квот|лимит|размер)[^ ]* … ящик"),
    (FULL, "ru", r"квот[аыу]\b|нет свободного места"),
    (FULL, "uk", r"переповнен|скриньк[^ ]* … заповнен"),
    (FULL, "uk", r"перевищено (?:квот|ліміт|розмір)[^ ]* … скриньк|немає вільного місця"),
    (FULL, "de", r"(?:postfach|mailbox) … (?:voll|uberfullt)|speicherplatz"),
    (FULL, "pl", r"skrzynka … (?:pelna|przepelniona)|przepelnion"),
    (FULL, "fr", r"boite … (?:pleine|saturee)|espace de stockage"),
    (FULL, "es it pt", r"buzon … lleno|casella … piena|caixa … cheia"),
    (FULL, "es it pt", r"cuota"),
    (FULL, "cs nl tr", r"schranka … plna|mailbox … vol\b|kotasi"),
    (GREY, "en", r"gr[ae]y ?-?list"),
    (TIMEOUT, "exim", r"has not (?:yet )?been delivered|delivery attempts will continue|retry timeout exceeded"),
    (TIMEOUT, "postfix", r"this is a warning only|still being retried|could not be delivered for"),
    (TIMEOUT, "en", r"non-?fatal delivery|delayed (?:for )?\d+ hours|will be retried until"),
    (TIMEOUT, "en", r"delivery (?:has been|is) delayed"),
    (TIMEOUT, "ru", r"попытки доставки будут|доставк[^ ]* … (?:отложен|задерживает)|доставка не завершена"),
    (TIMEOUT, "ru", r"повторн[^ ]+ попыт"),
    (TIMEOUT, "uk", r"спроби (?:доставки|надсилання) (?:[^ ]+ )?(?:будуть|триват)"),
    (TIMEOUT, "uk", r"(?:доставк|доставлення)[^ ]* … (?:відкладен|затрим)"),
)  # fmt: skip

ROWS: tuple[tuple[Reason, str, str], ...] = (
    *DECISIVE,
    # --- time and connections ---
    (TIMEOUT, "en", r"tim(?:ed|e) ?-?out|connection (?:was )?(?:refused|reset|died|dropped|closed|was closed|lost|failed)"),
    (TIMEOUT, "en", r"lost connection|no route"),
    (TIMEOUT, "en", r"\bexpired\b|in the queue|queue too long|unreachable"),
    (TIMEOUT, "en", r"(?:could not|cannot|unable to|failed to|can't) connect|too many retries"),
    (TIMEOUT, "en", r"(?:establish|make|open) an? (?:smtp )?connection|requests to connect|network (?:error|problem)"),
    (TIMEOUT, "en", r"broken pipe|i/o error"),
    (TIMEOUT, "ru uk", r"врем[^ ]+ ожидания|истек(?:ло|ла)?\b|час[^ ]* очікування|минув"),
    (TIMEOUT, "ru uk", r"не удалось (?:соединиться|подключиться)|не вдалося з'єднатися"),
    # --- size ---
    (SIZE, "en", r"(?:message|mail|data) … too (?:large|big|long)|message size"),
    (SIZE, "en", r"exceeds? (?:the )?(?:maximum|max|size|fixed)"),
    (SIZE, "en", r"size limit|maximum (?:fixed )?(?:message )?size|recipsizelimit|message length exceeds|too large"),
    (SIZE, "ru uk de", r"слишком (?:большое|велико)|занадто (?:велике|великий)|zu gross"),
    # --- spam and lists ---
    (SPAM, "en", r"spam|unsolicited|black ?-?list|block ?-?list|\brbl\b|dnsbl|blocked using|junk ?mail|\bbulk\b|mass mail"),
    (SPAM, "en", r"(?<!not )\blisted (?:in|at|on|by)\b|reputation|content (?:filter|reject|scan)|abus(?:e|ive)|complaint"),
    (SPAM, "en", r"looks like"),
    (SPAM, "ru uk", r"спам|черн[^ ]+ спис|чорн[^ ]+ спис|заблоковано як|нежелательн|небажан"),
    # --- relaying ---
    (RELAY, "en", r"relay(?:ing|ed)? (?:access |not |is |was )?(?:denied|permitted|prohibited|allowed|not)"),
    (RELAY, "en", r"(?:unable|permitted|do not|not) (?:to )?relay"),
    (RELAY, "qmail", r"allowed rcpthosts|we do not relay|relaying|open relay"),
    # --- the sender, not the recipient, is what the server dislikes ---
    (POLICY, "en", r"\bsender\b|\bmail from\b|\bfrom address|envelope.from|return path"),
    (POLICY, "en", r"\bhelo\b|\behlo\b|reverse (?:dns|hostname|lookup|mapping)|\brdns\b|\bptr\b|\bclient\b|your host"),
    (POLICY, "en", r"in dns\b|\bips?\b|\byour (?:account|address|e-?mail address|domain|network|server|mail server|mailbox)\b"),
    # --- policy ---
    (POLICY, "en", r"polic(?:y|ies)|\bspf\b|\bdkim\b|\bdmarc\b|authori[sz]|authenticat|prohibit|not allowed|not permitted"),
    (POLICY, "en", r"permission"),
    (POLICY, "en", r"\bdenied\b|\bdeny\b|blocked|banned|\bbans?\b|restrict|forbidden|administrat|security|throttl"),
    (POLICY, "en", r"unauthenticated"),
    (POLICY, "en", r"virus|infected|malware|phish|trojan|rate ?limit|too many|too much mail|too quickly|at a rate"),
    (POLICY, "en", r"message rate|unusual rate"),
    (POLICY, "en", r"\brejected (?:by|due|because|for|under|as)\b|message (?:was |has been )?(?:rejected|refused)"),
    (POLICY, "en", r"command rejected|\btls\b|encryption|starttls"),
    (POLICY, "en", r"not accept(?:ed|ing)? … (?:messages?|mail) from|will not accept"),
    (POLICY, "en", r"refus(?:ed|es) (?:to|by|your|mail|due|because)|preference"),
    (POLICY, "ru", r"политик|запрещ|заблокирован|отказано в доступе|доступ закрыт"),
    (POLICY, "uk", r"політик|заборонен|заблокован|відмовлено"),
    (POLICY, "de fr pl es", r"abgelehnt|verweigert|refusee?\b|bloque|odrzucon|rechazad|bloquead"),
    # --- the rest ---
    (OTHER, "en", r"temporar|tempfail|\btry again|try later|later\b|deferred|\bbusy\b|overload|\bload\b|insufficient"),
    (OTHER, "en", r"resources"),
    (OTHER, "en", r"\bloop|too many hops|hop count"),
    (OTHER, "en", r"(?:config|configuration|internal|local|protocol|mailer|system|server) error|misconfigur"),
    (OTHER, "en", r"service unavailable|service is unavailable|not available|may not exist|ambiguous"),
    (OTHER, "en", r"verification in progress|unverified|suspended"),
    (OTHER, "en", r"look-?up (?:failed|failure|error)|no data\b.{0,20}answer|answer with no data|storedrv|in maintenance"),
    (OTHER, "en", r"shut ?down|frozen"),
    (OTHER, "ru uk", r"временн|тимчасов|попробуйте (?:еще раз|позже)|спробуйте (?:ще раз|пізніше)|приостановлен"),
    (OTHER, "ru uk", r"призупинен"),
    (OTHER, "de fr pl es", r"vorubergehend|spater|temporairement|tymczasow|temporalmente"),
)  # fmt: skip
