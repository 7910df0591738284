"""How servers without a standard say "this is a bounce". One row: language or origin, pattern (wording.py)."""

import re

from accounts.mail.bounces.wording import pattern

# Local parts of machines that write nothing but notices.
DAEMONS = re.compile(r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|maildaemon|mail[-_.]?delivery\b.*|bounces?)$")
# These also write letters.
OFFICES = re.compile(r"^(?:postmaster|post[-_.]?office|mail[-_.]?admin|microsoftexchange\w*)$")
SENDERS: tuple[tuple[str, str], ...] = (
    ("en", r"mail delivery (?:sub)?system|mail delivery service|mailer.daemon|internet mail delivery|mail system"),
    ("en", r"mail administrator|system administrator"),
    ("ru", r"системный администратор|служба доставки|система доставки|почтовая система"),
    ("uk", r"системний адміністратор|служба доставки|система доставки|поштова система"),
    ("de pl fr", r"systemadministrator|administrator systemu|administrateur systeme"),
)

SUBJECTS: tuple[tuple[str, str], ...] = (
    ("postfix", r"undelivered mail returned to sender|delayed mail \(still being retried\)"),
    ("postfix", r"postfix smtp server: errors from"),
    ("exim", r"mail delivery failed|mail delivery deferred|warning: message \S+ delayed|mail failure"),
    ("sendmail", r"returned mail\b|postmaster notify|warning: could not send message|mail delivery (?:subsystem|problem)"),
    ("qmail yahoo", r"^failure notice|^failure delivery"),
    ("exchange", r"^undeliverable\b|^undelivered\b|^delayed:|^delivery delayed|system undeliverable"),
    ("gmail", r"delivery status notification"),
    ("domino", r"^delivery failure"),
    ("mdaemon", r"mdaemon (?:warning|notification)|permanent delivery failure|delivery failure\b"),
    ("courier", r"notice: mail delivery status"),
    ("communigate", r"undeliverable mail|undeliverable message"),
    ("mailenable hmailserver", r"message (?:delivery failure|undeliverable)|message status - undeliverable"),
    ("james", r"^\[bounce\]"),
    ("oracle", r"delivery notification: delivery has"),
    ("en", r"delivery (?:has )?failed|delivery failure|delivery error|could ?n[o']t be delivered"),
    ("en", r"mail (?:not |un)?deliver(?:ed|able)|non-?delivery"),
    ("en", r"delivery (?:status|report)|failed delivery|returned to sender|unable to deliver|message (?:not|undeliver)"),
    ("en", r"bounced? (?:mail|message)"),
    ("ru", r"недоставлен|не доставлен|не удается доставить|не удалось доставить|ошибка доставки|сбой доставки"),
    ("ru", r"доставк[^ ]* .*(?:задерж|отлож)|невозможно доставить"),
    ("uk", r"не ?доставлен|не вдалося доставити|не вдалось доставити|помилка доставки|доставк[^ ]* .*(?:затрим|відклад)"),
    ("uk", r"неможливо доставити"),
    ("de", r"unzustellbar|zustellung fehlgeschlagen|nicht zugestellt|fehler bei der zustellung"),
    ("pl", r"niedostarczaln|nie dostarczono|nie mozna dostarczyc|zwrot wiadomosci|blad dostar"),
    ("fr", r"non remis|non distribu|echec de la remise|echec de (?:la )?distribution|message non delivr"),
    ("es pt", r"no se puede entregar|no entregado|nao entregue|falha na entrega|fallo en la entrega|devuelto"),
    ("it", r"mancato recapito|impossibile recapitare|non recapitat|consegna fallita"),
    ("cs sk nl tr hu", r"nedoruciteln|nedorucen|onbestelbaar|niet afgeleverd|teslim edileme|kezbesithetetlen"),
    ("sv da no fi", r"kan inte levereras|olevererbart|kan ikke leveres|uleveret|ei voida toimittaa"),
    ("ja zh", r"配信不能|配信できません|送信できません|退信|无法投递"),
)  # fmt: skip

OPENINGS: tuple[tuple[str, str], ...] = (
    ("postfix", r"this is the (?:mail system|postfix program) at host"),
    ("exim", r"this message was created automatically by mail delivery software"),
    ("qmail", r"this is the qmail-send program"),
    ("sendmail", r"the original message was received at|transcript of session follows"),
    ("exchange", r"did not reach the following recipient|did not reach some or all"),
    ("exchange", r"delivery to the following recipients failed"),
    ("exchange", r"delivery has failed to these recipients"),
    ("exchange", r"this is an automatically generated delivery status notification"),
    ("courier", r"this is a delivery status notification"),
    ("communigate", r"failed to deliver to '"),
    ("domino", r"was not delivered to:"),
    ("mdaemon", r"delivery failure report|the attached message had permanent|the following recipients are affected"),
    ("mailenable", r"mailenable: message could not be delivered"),
    ("james opensmtpd", r"this is the james mail server|this is the mailer-daemon"),
    ("dragonfly", r"this is the dragonfly mail agent|there was an error delivering your mail"),
    ("gmail", r"delivery to the following recipients? (?:failed|has been delayed)|your message wasn't delivered to"),
    ("en", r"(?:could not|couldn't|cannot|can't|unable to|wasn't able to|not able to|failed to) (?:be )?deliver"),
    ("en", r"(?:following|attached) .{0,60}undeliverable|could not be reached|has encountered delivery problems"),
    ("en", r"was undeliverable"),
    ("ru", r"письмо создано автоматически сервером|не (?:может|могло|было) (?:быть )?доставлен"),
    ("ru", r"не удалось (?:выполнить доставку|доставить)|не доставлено"),
    ("uk", r"не вдалося доставити|не вдалось доставити|не (?:може|могло|було) (?:бути )?доставлен|не доставлен|не досягло"),
    ("de pl fr es it", r"konnte nicht zugestellt|nie mozna dostarczy|n'a pas pu etre|no se pudo entregar"),
    ("de pl fr es it", r"non e stato possibile"),
)  # fmt: skip

# A copy of the original letter begins; nothing below is the server's word.
COPY = re.compile(
    r"""^(?:[-=_*\ >]*(?:
        below\ (?:this\ line\ )?is\ a\ copy|this\ is\ a\ copy\ of|copy\ of\ (?:the|your)\ message|included\ message
        |original\ message|the\ original\ message\ (?:follows|is\ )|the\ header\ of\ the\ original|original\ headers
        |returned\ message|unsent\ message\ follows|message\ headers?\ follows?|the\ header\ and\ top
        |begin\ (?:of\ )?(?:message\ )?header|исходное\ сообщение|оригінальне\ повідомлення)
    |(?:received|return-path|dkim-signature|mime-version|message-id|delivered-to|x-mailer|x-received):)""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)

SENDER = pattern(SENDERS)
SUBJECT = pattern(SUBJECTS)
OPENING = pattern(OPENINGS)
