"""`./manage.sh people`: people whose voices may be known, from the command line, with the product running or not.

What is the API's or the pipeline's is imported where it is asked for: their libraries took half of what a list takes.
"""

import asyncio
import shutil
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from scribe.interruption import INTERRUPTED, Interruptible
from scribe.parts import Parts, make_folders, open_parts, read_settings
from scribe.terminal import ProgressLine, day, language, megabytes, midnight, percent
from scribe.transcribe import check
from scribe.wording import say
from scribe_core.database import audit, consents, persons, runs, users, voiceprints
from scribe_core.database.consents import Consent
from scribe_core.database.persons import Person
from scribe_core.database.runs import ACTIVE
from scribe_core.database.users import User
from scribe_core.domain.folding import plain
from scribe_core.domain.people import LARGEST_SAMPLE, Enrolment, Voiceprint
from scribe_core.domain.recording_name import shown_name
from scribe_core.domain.run import RunKind
from scribe_core.errors import ScribeError, noted_sentence
from scribe_core.settings import Settings

T = TypeVar("T")
Action = Callable[[Parts, User, Namespace], Awaitable[T]]


def command(options: Namespace) -> int:
    """Do what is asked about the people of an account: `--account`, else the first administrator."""
    settings = read_settings()
    if options.action == "enrol":
        check(options.file, None)
        if options.file.stat().st_size > LARGEST_SAMPLE:
            raise ScribeError("sample_too_large", limit=megabytes(LARGEST_SAMPLE))
    make_folders(settings)
    return _enrol(settings, options) if options.action == "enrol" else _done(settings, _action(options.action), options)


def _action(name: str) -> Action[int]:
    if found := ACTIONS.get(name):
        return found
    from scribe import people_in_meetings

    return people_in_meetings.ACTIONS[name]


def _done(settings: Settings, action: Action[T], options: Namespace) -> T:
    """What an action gives, with the database open and the account found. Raises `user_not_found`, `account_missing`."""

    async def do() -> T:
        async with open_parts(settings) as parts:
            await parts.database.migrate()
            async with parts.database.reading() as session:
                account = (
                    await users.by_email(session, options.account)
                    if options.account
                    else await users.first_administrator(session)
                )
            if account is None:
                raise ScribeError("user_not_found" if options.account else "account_missing")
            return await action(parts, account, options)

    return asyncio.run(do())


async def _list(parts: Parts, account: User, _options: Namespace) -> int:
    async with parts.database.reading() as session:
        everyone = await persons.everyone(session, account.id)
        agreed = await consents.current(session, account.id)
        counts = await voiceprints.counts(session, account.id)
    if not everyone:
        print(say("people_none"))
    for person in everyone:
        count = counts.get(person.id, 0)
        print(
            say(
                "people_row",
                name=person.name,
                note=_aside(person.note),
                consent=_consent(agreed.get(person.id)),
                count=count,
                id=person.id,
            )
        )
    return 0


def _aside(text: str | None) -> str:
    return f" ({text})" if text else ""


def _consent(consent: Consent | None) -> str:
    if consent is None:
        return say("consent_none")
    if consent.revoked_at is not None:
        return say("consent_revoked", date=day(consent.revoked_at))
    return say("consent_stands", date=day(consent.given_at), how=consent.how)


async def _add(parts: Parts, account: User, options: Namespace) -> int:
    async with parts.database.session() as session:
        note = options.note or ""
        person = await persons.add(session, account.id, options.name, note, another=options.another)
        if options.consent is not None:
            from scribe_api.persons import service

            given_at = options.on and midnight(options.on)
            await service.consent(session, person, how=options.consent, given_at=given_at, recorded_by=account.id)
    print(say("people_added", name=person.name, id=person.id))
    return 0


async def _change(parts: Parts, account: User, options: Namespace) -> int:
    if options.new_name is None and options.note is None:
        print(say("people_nothing_changed"))
        return 1
    async with parts.database.session() as session:
        person = await persons.named(session, account.id, options.name)
        person = await persons.change(
            session, person, name=options.new_name, note=options.note, another=options.another
        )
    print(say("people_changed", name=person.name, note=_aside(person.note)))
    return 0


async def _give_consent(parts: Parts, account: User, options: Namespace) -> int:
    from scribe_api.persons import service

    async with parts.database.session() as session:
        person = await persons.named(session, account.id, options.name)
        given_at = options.on and midnight(options.on)
        await service.consent(session, person, how=options.how, given_at=given_at, recorded_by=account.id)
    print(say("people_consented", name=person.name))
    return 0


async def _consents(parts: Parts, account: User, options: Namespace) -> int:
    """Every consent that was ever recorded, oldest first."""
    async with parts.database.reading() as session:
        person = await persons.named(session, account.id, options.name)
        rows = await consents.of_person(session, person.id)
        names = {user.id: user.name for user in await users.everyone(session)}
    for row in rows:
        by = names.get(row.recorded_by or "", say("account_gone"))
        print(say("consent_row", date=day(row.given_at), how=row.how, recorded=day(row.recorded_at), by=by, id=row.id))
        if row.revoked_at is not None:
            by = names.get(row.revoked_by or "", say("account_gone"))
            print(say("consent_row_revoked", date=day(row.revoked_at), how=_aside(row.revoked_how), by=by))
    if not rows:
        print(say("consent_never"))
    return 0


async def _revoke(parts: Parts, account: User, options: Namespace) -> int:
    from scribe_api.persons import service

    async with parts.database.session() as session:
        person = await persons.named(session, account.id, options.name)
        stood = await service.revoke(session, person, account.id, options.how)
    print(say("people_revoked" if stood else "people_nothing_revoked", name=person.name))
    return 0


async def _erase(parts: Parts, account: User, options: Namespace) -> int:
    from scribe_api.persons import service

    async with parts.database.reading() as session:
        person = await persons.named(session, account.id, options.name)
    if not options.yes and not sys.stdin.isatty():
        print(say("people_erase_unasked"))
        return 1
    if not options.yes and not _confirmed(person):
        print(say("clean_kept"))
        return 1
    async with parts.database.session() as session:
        await service.erase(session, await persons.owned(session, account.id, person.id), account.id)
    print(say("people_erased", name=person.name))
    return 0


def _confirmed(person: Person) -> bool:
    typed = input(say("people_ask_erase", name=person.name))
    return plain(typed) == plain(person.name)


async def _export(parts: Parts, account: User, options: Namespace) -> int:
    from scribe import private_run
    from scribe_api.persons import service

    async with parts.database.reading() as session:
        person = await persons.named(session, account.id, options.name)
    exported = await service.exported(parts.database, account.id, person.id)
    private_run.put([f"{exported.model_dump_json(indent=1)}\n".encode()], options.output)
    if options.output:
        sys.stderr.write(say("written", path=options.output) + "\n")
    return 0


def _enrol(settings: Settings, options: Namespace) -> int:
    """Learn a voice here and now: no worker is needed. Nothing of the file is kept, whatever becomes of it."""
    from scribe import models, private_run

    person_id, consent_id = _done(settings, _agreed, options)
    line = ProgressLine(sys.stderr)
    models.prepare(settings, lambda part, note: line.show(f"… {say('step_models')}", part, note))
    with private_run.store_for(settings, options.file) as store:

        def work(check: Callable[[], None]) -> Voiceprint:
            shown = private_run.Shown(line, check, RunKind.ENROLMENT)
            return private_run.voiceprint(settings, options.file, store, shown.report)

        try:
            voiceprint = Interruptible(work).result()
        finally:
            line.clear()
            shutil.rmtree(store, ignore_errors=True)
    if voiceprint is None:
        return INTERRUPTED
    name = _done(settings, partial(_keep, voiceprint, person_id, consent_id), options)
    seconds, quality = f"{voiceprint.seconds:.0f}", percent(voiceprint.quality)
    print(say("people_enrolled", name=name, seconds=seconds, quality=quality))
    return 0


async def _agreed(parts: Parts, account: User, options: Namespace) -> tuple[str, str]:
    """Ids of the person who is meant and of the consent that stands. Raises `consent_missing`."""
    async with parts.database.reading() as session:
        person = await persons.named(session, account.id, options.name)
        consent = await consents.standing(session, person.id)
    if consent is None:
        raise ScribeError("consent_missing")
    return person.id, consent.id


async def _keep(
    voiceprint: Voiceprint, person_id: str, consent_id: str, parts: Parts, account: User, options: Namespace
) -> str:
    """Keep the voiceprint, unless the consent under which it was begun was taken back meanwhile."""
    async with parts.database.session() as session:
        person = await persons.owned(session, account.id, person_id, lock=True)
        if not await consents.stands(session, consent_id):
            raise ScribeError("consent_missing")
        made_from = Enrolment(person.id, file_name=shown_name(options.file.name))
        row = await voiceprints.add(session, made_from, None, voiceprint)
        await audit.record(
            session, "voiceprint_made", actor_id=account.id, subject_id=person.id, voiceprint=row.id, meeting=None
        )
    return person.name


async def _voiceprints(parts: Parts, account: User, options: Namespace) -> int:
    async with parts.database.reading() as session:
        person = await persons.named(session, account.id, options.name)
        rows = await voiceprints.of_person(session, person.id)
        asked = await runs.of_person(session, person.id)
    for row in rows:
        origin = row.file_name or say("people_meeting", meeting=row.meeting_id)
        made = {"date": day(row.created_at), "seconds": f"{row.seconds:.0f}", "quality": percent(row.quality)}
        print(say("people_voiceprint", origin=origin, id=row.id, **made))
    if asked and asked[0].status in ACTIVE:
        print(say("people_learning"))
    elif asked and asked[0].error_code:
        print(noted_sentence(asked[0].error_code, language(), asked[0].error_details))
    elif not rows:
        print(say("people_no_voiceprint"))
    return 0


async def _forget(parts: Parts, account: User, options: Namespace) -> int:
    from scribe_api.voiceprints.service import forget

    async with parts.database.session() as session:
        person = await persons.named(session, account.id, options.name)
        await forget(session, person, options.voiceprint, account.id)
    print(say("people_forgotten", name=person.name))
    return 0


ACTIONS: dict[str, Action[int]] = {
    "list": _list,
    "add": _add,
    "change": _change,
    "consent": _give_consent,
    "consents": _consents,
    "voiceprints": _voiceprints,
    "forget": _forget,
    "revoke": _revoke,
    "erase": _erase,
    "export": _export,
}
