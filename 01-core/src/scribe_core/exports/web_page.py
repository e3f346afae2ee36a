"""HTML: one file that holds everything, for a browser and for paper. No script is in it, and none is let in."""

from collections.abc import Iterator
from html import escape

from scribe_core.exports.clock import clock
from scribe_core.exports.edition import Edition, Paragraph, facts, labels, paragraphs, participants, title

STYLE = """
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.6 Georgia, "Times New Roman", serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, table, .name, .time { font-family: system-ui, sans-serif; }
h1 { font-size: 1.75rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { font-size: 1.125rem; margin-top: 2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { text-align: start; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8886; overflow-wrap: anywhere; }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.said { margin: .5rem 0; overflow-wrap: anywhere; }
.name { font-weight: 600; font-size: .9375rem; margin: 1.25rem 0 0; break-after: avoid; overflow-wrap: anywhere; }
.time { color: inherit; opacity: .7; font-size: .8125rem; font-variant-numeric: tabular-nums; text-decoration: none; }
:target { background: #fd06; }
mark { background: none; color: inherit; text-decoration: underline dotted 2px #b45309; text-underline-offset: .2em; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } .said { orphans: 2; widows: 2; } @page { margin: 2cm; } }
""".strip()

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "sd", "ur", "yi"})


def html(edition: Edition) -> Iterator[str]:
    """The document. Times are anchors: `#t75` is what is said at 00:01:15."""
    say, language = labels(edition), escape(edition.transcript.language)
    direction = ' dir="rtl"' if edition.transcript.language in RIGHT_TO_LEFT else ""
    yield f'<!doctype html>\n<html lang="{language}"{direction}>\n<head>\n<meta charset="utf-8">\n'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escape(title(edition))}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n"
    yield f"<header>\n<h1>{escape(title(edition))}</h1>\n<dl>"
    yield "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts(edition))
    yield "</dl>\n</header>\n<main>\n"
    if there := participants(edition):
        yield f'<h2>{say.participants}</h2>\n<table>\n<tr><th scope="col">{say.name}</th>'
        yield f'<th scope="col" class="number">{say.talk_time}</th><th scope="col" class="number">{say.utterances}</th></tr>\n'
        for one in there:
            yield f'<tr><td dir="auto">{escape(one.name)}</td><td class="number">{say.length(one.seconds)}</td>'
            yield f'<td class="number">{one.turns}</td></tr>\n'
        yield "</table>\n"
    yield f"<h2>{say.transcript}</h2>\n"
    if edition.shown.doubts:
        yield f"<p><mark>{escape(say.doubts)}</mark></p>\n"
    taken: set[str] = set()
    for paragraph in paragraphs(edition):
        yield _written(paragraph, edition, taken)
    if not taken:
        yield f"<p>{say.nobody}</p>\n"
    yield "</main>\n</body>\n</html>\n"


def _written(paragraph: Paragraph, edition: Edition, taken: set[str]) -> str:
    """The paragraph; the first of a second has that second's anchor."""
    place = f"t{int(paragraph.start)}"
    anchor = f' id="{place}"' if place not in taken else ""
    taken.add(place)
    name = f'<p class="name" dir="auto">{escape(paragraph.speaker)}</p>\n' if paragraph.speaker else ""
    time = f'<a class="time" href="#{place}">{clock(paragraph.start)}</a> ' if edition.shown.times else ""
    said = "".join(
        f"<mark>{escape(span.text)}</mark>" if span.doubtful else escape(span.text) for span in paragraph.spans
    )
    other = paragraph.language != edition.transcript.language
    language = f' lang="{escape(paragraph.language)}"' if other else ""
    return f'{name}<p class="said" dir="auto"{anchor}{language}>{time}{said}</p>\n'
