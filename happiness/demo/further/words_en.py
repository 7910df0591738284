# ruff: noqa: E501 one phrase stays one line
"""What is said in English at the other clients."""

from happiness.demo.clients import E, T, U
from happiness.demo.further.telling import Trouble, Words

MAKER = Words(
    comments={
        E: {
            "high": (
                "{The downtime report|The yearly review|The calibration plan} {convinced our board|saved us an audit day|is clear at a glance}.",
                "We {give away less product|waste less|close the month two days earlier} since {the new line|your last visit|the upgrade}.",
                "{Fair price|Clear invoices|No surprises}, and {somebody who picks up the phone|people who know our plant|parts within two days}.",
                "{Paid for itself|Worth its money} {within the first year|sooner than you had promised}.",
                "I {recommended you to|showed your report to} {our sister plant|our auditors|two colleagues at the trade fair}.",
                "{Renewing was easy|The new terms are fair}: {one page, one talk|you explained every line|nobody pushed us}.",
            ),
            "middle": (
                "Good machines; {the spare parts|the service hours|the extra sensors} {cost more than planned|are hard to budget}.",
                "{I would like|We still miss} {a price for three years|a forecast of costs|one invoice instead of four}.",
                "{Solid work|All right}, but {others call me every month|I only hear of you when something breaks|the contract is hard to read}.",
                "Ask me again {after the audit|when the second line runs|in half a year}.",
            ),
            "low": (
                "{Two|Three} price rises in a year, {and no word why|and the service is what it was}.",
                "{I pay for an answer within a day|The contract says one day} and we wait {three|most of a week}.",
                "{My people|The shift leads} {no longer report faults, because nothing happens|keep a second scale just in case}.",
            ),
        },
        T: {
            "high": (
                "{Calibration|The firmware update|The change of recipes} {took an hour instead of a shift|went without a stop|was done before the shift began}.",
                "{Your technician|The hotline|Remote support} {found the fault in ten minutes|explained it so that we could do it ourselves|stayed until it ran}.",
                "{The drift is gone|More accurate than the data sheet|Not one false reject} since {the new load cells|the retrofit|you were here}.",
                "{Interfaces|Manuals|Drawings} that are {correct|up to date|written by somebody who has stood at a line}.",
            ),
            "middle": (
                "Runs well; {the event log|the export to our ERP|the user rights} could be {clearer|simpler}.",
                "{Firmware|Spare part lists|Certificates} {without release notes|a week after I ask|as scans}: that could be better.",
                "{Accurate|Sturdy}, but {cleaning takes too long|the display hides the tare|only one person here knows how to set it}.",
            ),
            "low": (
                "{The second head|The feeder|The label check} {fails every other week|drifts by noon}; {I reset it by hand|we weigh twice}.",
                "{The ticket has been open for a month|Third visit, same fault}. {Nobody owns it|Everybody starts from the beginning}.",
            ),
        },
        U: {
            "high": (
                "{Easy to clean|Quick to learn|The big digits help}, {even on the night shift|even with gloves on|for temps too}.",
                "{It never jams now|No more double counting|The belt runs quieter}. {Thank you|The whole shift noticed|We notice it every day}.",
                "{The lady who trained us|Whoever set it up|Your trainer} {showed everybody, twice|listened to us first|left a guide on one page}.",
            ),
            "middle": (
                "Fine by day. {At night nobody answers|On Sundays we wait until Monday}.",
                "{The screen|The menu|The printer} {takes too many taps|is slow after a restart|freezes when the hall is cold}.",
                "{A good scale|Works well}, {but the alarm is loud|but awkward to wash|but the cable is in the way}.",
            ),
            "low": (
                "It {stops|jams|loses count} {twice a shift|whenever the belt is full|after every cleaning}, and {we carry boxes by hand|we get the blame}.",
            ),
        },
    },
    talks={
        "high": (
            "{Quarterly call|Visit to the hall}: {all lines run|no open points|figures better than last year}. {Wants to see the new model|Asked for a second quote|Would speak at our user day}.",
            "{Walked the hall with the shift lead|Went through the monthly report together}; {nothing to mend|two small wishes noted|proud of the new line}.",
            "{Short call|Talk after the audit}: {the numbers hold|the auditor was content|they plan a second hall}.",
            "{The plant manager|The shift lead|Purchasing} {praised the quick visit|showed us the new hall|asked for the next quarter’s plan}.",
            "{Season begins|Inventory next week|Audit in a month}: {everything is ready|all scales are calibrated|spare parts are in the house}.",
        ),
        "middle": (
            "{Asked for|Needs} {a forecast of costs|a training for the night shift|faster certificates|a price for three years}.",
            "Calm call, {few words|nothing new|busy with their own audit}.",
            "{Compares us with others|Looks at the running costs}; {wants figures by Friday|no hurry|will decide in the new year}.",
            "{Two small faults|A loose cable|A slow printer}, {noted and handed to service|no harm done}.",
            "{Operations are content|The hall is content}, {purchasing is not quite|finance would like one invoice}.",
            "{New shift lead|New quality manager}, {still finding out who does what|wants the training again}.",
        ),
        "low": (
            "{Tense call|Angry, but fair}: {the fault is back|waited four days for a part|feels left alone}. {A date promised by tomorrow|Went straight to the service lead}.",
            "{Asked who is responsible|Asked for somebody above us} {twice|before I could say anything}.",
        ),
    },
    troubles=(
        Trouble("Spare parts take weeks", "Ten days for a load cell. Until then we run on one line.", "Five weeks, three promises, no part. We weigh by hand.", "Wear parts lie in a store an hour away now and leave the same day.", "The part came the next morning. Keep it so.", "Service call", "Spare parts are late"),
        Trouble("Invoices do not match the visits", "The invoice names four visits. There were two.", "Third wrong invoice this year. I pay when it is right.", "One invoice a month, checked against the visits before it leaves.", "Two invoices in a row without a mistake.", "Invoices", "Invoices are not checked"),
        Trouble("A new technician every time", "Every technician begins by asking what we make.", "Fourth technician, same fault, same questions.", "One named technician for this plant, and one deputy.", "He knows our line by now. That is all we wanted.", "Maintenance visit", "No named technician"),
        Trouble("The update stopped the line", "The update ran in the middle of a shift.", "Six hours of standstill for an update that nobody had announced.", "Updates run in agreed windows only, with a way back.", "The last update ran on a Sunday night, and nobody noticed.", "Service call", "Updates are not announced"),
        Trouble("Certificates arrive after the audit", "The calibration certificates came a week after the audit.", "We failed a point of the audit because your certificate was in the post.", "Certificates are online an hour after calibration.", "The auditor found the certificates by himself.", "Maintenance visit", "Certificates are late"),
        Trouble("Nobody answers at night", "The night shift waits until seven for an answer.", "We stood still for a whole night, and the hotline rang out.", "A technician is on call from six to six and answers within half an hour.", "Called at two in the morning, running at three.", "Service call", "Nobody is on call at night"),
        Trouble("The delivery came in pieces", "Half of the order is here, the rest is on its way, they say.", "The old line is gone, and your frame stands in another country.", "One person follows each delivery and writes every Friday.", "The last delivery was complete, and a day early.", "Delivery", "Deliveries are split"),
        Trouble("Training that never took place", "The training was moved twice.", "Half of the shift learned the machine by breaking it.", "Training is part of the handover now; without it nobody signs.", "Everybody has been trained. Even the rejects went down.", "Kick-off", "Training is put off"),
        Trouble("The quote changed after the handshake", "The final quote is a fifth higher than the one we shook hands on.", "I told my board one price and you invoiced another one.", "What is quoted holds for ninety days; changes need both signatures.", "The last quote and the invoice agreed to the cent.", "Contract talk", "Quotes do not hold"),
    ),
    reasons={
        "renewed": ("Nothing else on the market fits our hall.", "Content, and no time to look elsewhere.", "You mended what we had asked for.", "Still not happy, but changing the line would cost more."),
        "grew": ("The second hall gets the same machines.", "Our sister plant joins.", "One more line before the season."),
        "lost": ("Bought from a competitor who lives next door.", "The group decided for one supplier.", "Left after the third standstill.", "Content to the end; the plant was sold."),
    },
)  # fmt: skip
HOUSE = Words(
    comments={
        one: {
            "high": ("{You answer before I have finished asking|Clear plan, no surprises|Every release comes with notes we understand}.", "{The new screens|The reports} {saved us a whole day a week|are what we show to visitors}."),
            "middle": ("{Good people|Good work}, {long queue|slow estimates}.", "I would like {fewer meetings and more letters|a plan for the whole year|one person to call}."),
            "low": ("{The same bug came back twice|Two deadlines have passed} {and nobody told me|and I found out by myself}.",),
        }
        for one in (E, T, U)
    },
    talks={
        "high": ("{Demo went well|Quarterly call}: {they plan the next module|no open points|asked us to stay until spring}.",),
        "middle": ("{Wants a plan for the year|Asks for one contact for everything|Estimate took too long}.",),
        "low": ("{Short and cold call|Asked for the contract}: {the release slipped again|the bug is back}.",),
    },
    troubles=(
        Trouble("Releases slip without a word", "The release moved by a week; I read it in the tracker.", "Third release moved, and again I was the last to know.", "Whoever sees a delay calls the client the same day.", "The last release moved, and you called before I noticed.", "Демонстрація результату", "Про затримки не попереджають"),
        Trouble("Support answers only in tickets", "Two days of tickets for a question of one minute.", "The till was down, and the ticket system told me to wait.", "A phone number with a name behind it, on working days from eight to six.", "One call, ten minutes, solved.", "Звернення до підтримки", "Підтримка відповідає лише листами"),
    ),
    reasons={"renewed": ("Happy with the pace.", "You told us the truth about the delay."), "grew": ("A second team for the new portal.",), "lost": ("We build it ourselves now. It was a good time.",)},
)  # fmt: skip
