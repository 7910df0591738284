"""Making the other clients: who works there, what was said with whom and what was answered, from one seed for each house."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from random import Random
from types import MappingProxyType

from accounts.clients.enums import BuyerRole
from happiness.demo import clients as data
from happiness.demo.answers import Answer, Voice
from happiness.demo.clients import CALL, MEETING, MESSENGER, VIDEO, VISIT, Contact, E, T, Talk, U
from happiness.demo.further import words_en, words_ru, words_uk
from happiness.demo.further.companies import GB, Firm, firms
from happiness.demo.further.courses import MIX, OLD, Course, Fate, fate_of
from happiness.demo.further.names import Register
from happiness.demo.further.telling import Decks, Words
from happiness.demo.surveys import RELATION

WORDS = MappingProxyType({
    "harbor-instruments": {"en": words_en.MAKER, "uk": words_uk.MAKER, "ru": words_ru.MAKER},
    "pivnich-soft": {"en": words_en.HOUSE, "uk": words_uk.HOUSE, "ru": words_ru.HOUSE},
})  # fmt: skip
MANAGERS = {
    "harbor-instruments": {"en": "hanna@harbor.example", "uk": "larysa@harbor.example", "ru": "timur@harbor.example"},
    "pivnich-soft": {"en": data.DANIEL, "uk": data.MARYNA, "ru": data.DANIEL},
}
CHANNELS = (CALL, CALL, VIDEO, VIDEO, MEETING, VISIT, MESSENGER)
OF_ROLE = {E: 3, T: 0, U: -4}  # who decides hears less of the noise
HIGH, LOW = 70, 50
QUARTER, MOON = 91, 62  # days between two answers, and between two talks
ANSWERS, COMMENTS, NOTES = 0.74, 0.3, 0.62  # how many of those who are asked answer; how often they, and we, write more
SILENT = 160  # days since the one who fell silent was heard
CALM = 30  # days at least between two answers of one person


@dataclass(frozen=True, slots=True)
class Told:
    """One of the other clients, with the course of its story and what was answered."""

    client: data.Client
    voices: tuple[Voice, ...]
    fate: Fate
    signed: int  # how many days ago the first contract began: mostly long before the house wrote anything down


def further(slug: str) -> list[Told]:
    """Return the other clients of a demo company: always the same."""
    dice = Random(f"happiness {slug}")  # noqa: S311 no secret: a story  # nosec B311
    maker = _Maker(slug, dice)
    found = firms(slug)
    courses = [MIX[number * len(MIX) // len(found)] for number in range(len(found))]
    dice.shuffle(courses)
    return [maker.make(firm, course) for firm, course in zip(found, courses, strict=True)]


class _Maker:
    def __init__(self, slug: str, dice: Random) -> None:
        self.slug, self.dice = slug, dice
        self.register, self.decks = Register(dice), Decks(dice)
        self.troubles = {
            language: cycle(dice.sample(words.troubles, k=len(words.troubles)))
            for language, words in WORDS[slug].items()
        }

    def make(self, firm: Firm, course: Course) -> Told:
        language = firm.place.language
        words = WORDS[self.slug][language]
        fate = fate_of(course, firm.segment, words, self.troubles[language], self.dice)
        people = tuple(self.register.person(firm.place.names, language, roles) for roles in self._roles())
        manager = MANAGERS[self.slug][language]
        client = data.Client(
            firm.name, firm.domain, firm.segment, firm.place.country, language, firm.place.time_zone,
            data.TOM if firm.place == GB and self.slug != "pivnich-soft" else manager,
            fate.stages, people, tuple(self._talks(people, fate, words)), deal=fate.deal, ends=fate.ends,
            is_archived=bool(fate.left),
        )  # fmt: skip
        voices = [
            Voice(firm.domain, who, RELATION, tuple(self._answers(one, fate, words))) for who, one in enumerate(people)
        ]
        came = max(days for _stage, days in fate.stages)
        signed = self.dice.randrange(came, came * 4) if came == OLD else came
        return Told(client, tuple(one for one in voices if one.answers), fate, signed)

    def _roles(self) -> tuple[tuple[BuyerRole, ...], ...]:
        chance = self.dice.random()
        if chance < 0.7:  # noqa: PLR2004 most are complete
            return ((E,), (T,), (U,))
        return ((E,), (T, U)) if chance < 0.9 else ((E,), (T,))  # noqa: PLR2004

    # --- What was answered ---

    def _answers(self, person: Contact, fate: Fate, words: Words) -> Iterator[Answer]:
        role = person.roles[0]
        until = fate.left + 15 if fate.left else SILENT if fate.course == Course.QUIET and role == T else 1
        nature = self.dice.randrange(-5, 6)
        story = self._story(fate) if T in person.roles else {}  # one person speaks of it
        usual = range(fate.came - self.dice.randrange(4, QUARTER), until, -QUARTER)
        days = [day + self.dice.randrange(-6, 7) for day in usual if self.dice.random() < ANSWERS]
        days = [day for day in days if all(abs(day - told) > CALM for told in story)]
        for day in sorted({*days, *story}, reverse=True):
            if until < day < fate.came:
                mood = min(98, max(8, fate.level(day) + OF_ROLE[role] + nature + self.dice.randrange(-7, 8)))
                said = self.decks.draw(words.comments[role][_band(mood)]) if self.dice.random() < COMMENTS else ""
                yield self._answer(day, role, mood, story.get(day, said))

    def _answer(self, day: int, role: BuyerRole, mood: float, words: str) -> Answer:
        second = round(1 + mood * 6 / 100) if role == U else round(1 + mood * 4 / 100)
        known = {"high": "people quality", "middle": "speed money", "low": "speed quality"}[_band(mood)].split()
        reasons = self.dice.choice(known) if self.dice.random() < 0.6 else ""  # noqa: PLR2004
        return Answer(day, round(mood / 10), second, words, reasons)

    def _story(self, fate: Fate) -> dict[int, str]:
        """Return what is said about the trouble, by since how many days ago: at first, at worst, and after it was mended."""
        if not fate.trouble:
            return {}
        told = {fate.worst + 60: fate.trouble.first, fate.worst: fate.trouble.worst}
        return told | ({fate.worst - 50: fate.trouble.after} if fate.course == Course.RESCUED else {})

    # --- What was talked about ---

    def _talks(self, people: tuple[Contact, ...], fate: Fate, words: Words) -> Iterator[Talk]:
        until, told = fate.left + 3 if fate.left else 2, set[str]()
        for days in range(fate.came - self.dice.randrange(2, MOON), until, -MOON):
            day = max(until, days + self.dice.randrange(-9, 10))
            mood = min(95, max(10, fate.level(day) + self.dice.randrange(-8, 9)))
            write = self.dice.random() < NOTES
            notes = self.decks.draw(words.talks[_band(mood)], times=3, told=told) if write else ""
            told.add(notes)
            who = tuple(sorted(self.dice.sample(range(len(people)), k=self.dice.choice((1, 1, 2)))))
            if day < fate.came:
                yield Talk(day, self.dice.choice(CHANNELS), who, round(mood), notes)


def _band(mood: float) -> str:
    return "high" if mood >= HIGH else "low" if mood < LOW else "middle"
