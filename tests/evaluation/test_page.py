"""An evaluation's page stands alone, is well formed, and shows every name it is given as text."""

import re
from html.parser import HTMLParser

import pytest

from scribe.evaluation.comparison import compared
from scribe.evaluation.figures import Evaluated, Evaluation, Machine, Result, Stage
from scribe.evaluation.measured_process import Cost
from scribe.evaluation.outcome import Outcome, SpokenTurn
from scribe.evaluation.page import page
from scribe.evaluation.references import Reference, Turn
from scribe.evaluation.scores import Errors, Lag, Score, WordTimes
from scribe.evaluation.speech import Speech, speech_of

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\x07'
VOID = frozenset({"meta", "link", "br", "img", "input"})


class Reader(HTMLParser):
    """Collects what a browser would see; fails where elements do not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def result(wrong: int) -> Result:
    errors = Errors(wrong * 10, 500, wrong * 5, wrong * 5, 0, [(wrong, 50)] * 10)
    times = WordTimes(3, [(1.0, 0.05), (2.0, -0.1), (9.0, 3.0)])
    score = Score(errors, errors, errors, errors, errors, 2, times, Lag(0.0, 0.1))
    return Result(score, Cost(10, 20, 100, 200), [Stage(f"{HOSTILE}{n}", 1, 2, 3) for n in range(8)])


def evaluation(name: str, systems: dict[str, Result]) -> Evaluation:
    return Evaluation(
        made_at="2026-11-22T10:00:00+00:00",
        folder=name,
        product={"version": "1", "commit": name},
        machine=Machine(name, 2, 24_000_000_000, name, "3.11"),
        settings={"language": name},
        models={name: "0" * 64},
        libraries={name: {name: "1"}},
        normalisation=1,
        known_before=1,
        systems=list(systems),
        recordings=[
            Evaluated(name, name, "fr", 60.0, 2, systems),
            Evaluated("b", "b", "fr", 60.0, None, dict.fromkeys(systems, Result(failure=name))),
        ],
    )


@pytest.fixture(params=["en_GB.UTF-8", "fr_FR.UTF-8"])
def reader_language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LC_ALL", request.param)
    return str(request.param[:2])


def shown(name: str) -> str:
    now = evaluation(name, {name: result(1), "other": result(3)})
    before = evaluation(name, {name: result(2), "other": result(3)})
    answer = Outcome([], [SpokenTurn(0, 5, "x"), SpokenTurn(6, 8, "y")])
    speech = speech_of(name, 60, Reference(turns=[Turn(0, 4, name)]), {name: answer}, "reference")
    return page(now, [speech], compared(before, now))


def test_names_are_text_whatever_they_hold(reader_language: str) -> None:
    text = shown(HOSTILE)
    read = Reader()
    read.feed(text)
    assert not read.open
    assert {tag for tag, _ in read.tags}.isdisjoint({"script", "img", "link", "iframe"})
    assert read.text.count("<script>alert(1)</script>") > 10, "they are shown as they are written"
    assert "\x07" not in text
    names = [name for _, attributes in read.tags for name in attributes]
    assert not [name for name in names if name.startswith("on")]


def test_it_asks_for_nothing_beside_itself(reader_language: str) -> None:
    text = shown("board")
    read = Reader()
    read.feed(text)
    assert not [
        name for _, attributes in read.tags for name in attributes if name in ("src", "href", "style", "xlink:href")
    ]
    assert not re.search(r"https?:|url\(|@import", text)
    assert "default-src 'none'" in text


def test_it_can_be_read_by_ear_and_in_the_readers_language(reader_language: str) -> None:
    read = Reader()
    read.feed(shown("board"))
    [language] = [attributes["lang"] for tag, attributes in read.tags if tag == "html"]
    assert language == reader_language
    drawings = [attributes for tag, attributes in read.tags if tag == "svg"]
    assert len(drawings) > 6
    figures = [attributes for tag, attributes in read.tags if tag == "figure"]
    assert figures
    assert all(figure.get("tabindex") == "0" for figure in figures), "what scrolls is reached by keyboard"
    plots = [drawing for drawing in drawings if drawing.get("role") == "img"]
    speech = [attributes for tag, attributes in read.tags if tag == "details"]
    assert len(plots) <= len(figures) + len(speech), "every plot scrolls in a box of its own"
    assert all(drawing.get("aria-label") or drawing.get("aria-hidden") for drawing in drawings)
    assert [tag for tag, _ in read.tags].count("h1") == 1
    headings = [attributes["id"] for tag, attributes in read.tags if tag == "h2"]
    labelled = [attributes["aria-labelledby"] for tag, attributes in read.tags if tag == "section"]
    assert headings == labelled
    assert len(set(headings)) == len(headings)
    assert ("1 mesure sur 4 était connue" if reader_language == "fr" else "1 of 4 runs was known") in read.text
    assert ("Ce qui a changé" if reader_language == "fr" else "What changed") in read.text


def test_every_figure_drawn_stands_in_a_table_too() -> None:
    text = shown("board")
    assert "Chance alone" in text
    assert "Since 2026-11-22 10:00 UTC (commit board)" in text
    assert "−2.0 ±0.0 *" in text, "a change that chance would hardly make is marked"


def test_each_systems_parts_bear_its_own_names(reader_language: str) -> None:
    def of(*parts: str) -> Result:
        return Result(Score(), Cost(10, 20, 100, 200), [Stage(part, 1, 2, 3) for part in parts])

    systems = {
        "ours": of("start", "transcription", "diarization"),
        "peer": of("start", "words", "speakers"),
        "ours_fast": of("start", "transcription", "diarization"),
        "theirs": of("their part"),
        "silent": of(),
    }
    text = page(evaluation("board", systems), [], None)
    legends = [
        re.findall(r"</span>([^<]*)</li>", found) for found in re.findall(r'class="legend parts">(.*?)</ol>', text)
    ]
    captions = re.findall(r"<figcaption>([^<]* ?: [^<]*)</figcaption>", text)
    french = reader_language == "fr"
    assert legends == (
        [
            ["démarrage", "transcription", "distinction des locuteurs", "le reste"],
            ["démarrage", "paroles et mots", "paroles et locuteurs", "le reste"],
            ["their part", "le reste"],
            ["le reste"],
        ]
        if french
        else [
            ["starting", "writing the words", "telling speakers apart", "the rest"],
            ["starting", "speech and words", "speech and speakers", "the rest"],
            ["their part", "the rest"],
            ["the rest"],
        ]
    )
    named = [caption.split(" :" if french else ":")[0] for caption in captions]
    assert named == ["ours, ours_fast", "peer", "theirs", "silent"]
    assert "<code>--fresh</code>" in text


def test_an_evaluation_without_figures_has_a_page_too() -> None:
    failed = evaluation("board", {"ours": Result(failure="no sound")})
    text = page(failed, [], None)
    assert "no sound" in text
    assert "<tbody></tbody>" not in text
    assert 'role="img"' not in text, "no plot of nothing"
    text = page(failed, [Speech("board", 0, [])], compared(evaluation("board", {"other": result(1)}), failed))
    assert "No system came to an end with the same recording in both." in text
    assert "<details>" not in text


def test_a_star_and_a_line_are_explained_only_where_there_is_one() -> None:
    same = evaluation("board", {"ours": result(1)})
    text = page(same, [], compared(same, same))
    assert "A line through a point" in text
    assert "Chance alone" not in text
    little = Result(Score(words=Errors(1, 10, 0, 0, 1)), Cost(10, 20, 100, 200))
    assert "A line through a point" not in page(evaluation("board", {"ours": little}), [], None)


def test_the_same_voice_has_the_same_place() -> None:
    truth = Reference(turns=[Turn(0, 4, "anna"), Turn(5, 9, "bruno"), Turn(10, 11, "chloé")])
    answer = Outcome([], [SpokenTurn(5, 9, 0), SpokenTurn(0, 4, 1), SpokenTurn(20, 21, 2)])
    _, strip = speech_of("r", 30, truth, {"ours": answer}, "reference").strips
    assert strip.spans == [[(0, 4)], [(5, 9)], (), [(20, 21)]]
