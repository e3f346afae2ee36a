"""`./manage.sh people`, as far as meetings are concerned: whose voices their speakers have, and learning a voice from one."""

from argparse import Namespace
from collections.abc import Awaitable, Callable

from scribe.parts import Parts
from scribe.terminal import percent
from scribe.wording import say
from scribe_api.suggestions import service
from scribe_api.transcripts.service import read_sheet
from scribe_api.voiceprints.service import from_speaker
from scribe_core.database import meetings, persons, runs
from scribe_core.database.users import User
from scribe_core.domain.folding import called
from scribe_core.domain.transcript import Speaker
from scribe_core.errors import ScribeError


async def _learn(parts: Parts, account: User, options: Namespace) -> int:
    """Have a worker learn the voice of a meeting's speaker."""
    speaker = (await _speakers(parts, account, options))[0]
    async with parts.database.reading() as session:
        person = await persons.named(session, account.id, options.name)
    run = await from_speaker(parts.database, account.id, person.id, options.meeting, speaker.id)
    await parts.ring(run.id)
    print(say("people_to_be_learnt", name=person.name))
    return 0


async def _suggestions(parts: Parts, account: User, options: Namespace) -> int:
    found = await service.suggestions(parts, account.id, options.meeting)
    options.speaker = None
    number = {speaker.id: speaker.number for speaker in await _speakers(parts, account, options)}
    for one in found:
        sentence = "people_named" if one.named else "people_suggested"
        print(say(sentence, number=number[one.speaker_id], name=one.name, score=percent(one.score)))
    async with parts.database.reading() as session:
        looking = await runs.identifying(session, options.meeting)
    if looking:
        print(say("people_looking"))
    elif not found:
        print(say("people_nothing_suggested"))
    return 0


async def _identify(parts: Parts, account: User, options: Namespace) -> int:
    await service.identify_again(parts, account.id, options.meeting)
    print(say("people_to_be_identified"))
    return 0


async def _accept(parts: Parts, account: User, options: Namespace) -> int:
    speaker = (await _speakers(parts, account, options))[0]
    sheet = await service.accept(parts, account.id, options.meeting, speaker.id, teach=options.teach)
    name = next(one.name for one in sheet.transcript.speakers if one.id == speaker.id)
    print(say("people_accepted", number=speaker.number, name=name))
    return 0


async def _refuse(parts: Parts, account: User, options: Namespace) -> int:
    speaker = (await _speakers(parts, account, options))[0]
    await service.refuse(parts, account.id, options.meeting, speaker.id)
    print(say("people_refused", number=speaker.number))
    return 0


async def _speakers(parts: Parts, account: User, options: Namespace) -> list[Speaker]:
    """The meeting's speakers, or the one wanted, by number or name.

    Raises `meeting_not_found`, `speaker_not_found`, `speaker_ambiguous`.
    """
    async with parts.database.reading() as session:
        sheet = await read_sheet(session, await meetings.owned(session, account.id, options.meeting))
    everyone = list(sheet.transcript.speakers)
    if options.speaker is None:
        return everyone
    found = [one for one in everyone if options.speaker == str(one.number)]
    found = found or called(options.speaker, [one for one in everyone if one.name], lambda one: one.name or "")
    if not found:
        raise ScribeError("speaker_not_found")
    if len(found) > 1:
        numbers = ", ".join(str(one.number) for one in found)
        raise ScribeError("speaker_ambiguous", name=options.speaker, numbers=numbers)
    return found


ACTIONS: dict[str, Callable[[Parts, User, Namespace], Awaitable[int]]] = {
    "learn": _learn,
    "suggestions": _suggestions,
    "identify": _identify,
    "accept": _accept,
    "refuse": _refuse,
}
