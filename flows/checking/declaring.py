"""What a newcomer declares so that an office's list is read: YAML to paste into `schemas/senders/<sender>.yml`."""

import re
from collections.abc import Iterator

import yaml

from flows.checking.guesses import guesses, home_kecamatan
from flows.checking.one_file import Checked
from flows.intake.reading import ReadList
from flows.intake.titles import title_segment
from flows.reporting.summary import masked
from schemas.reference import reference
from schemas.senders.sender import SegmentPattern, Sender
from schemas.text import words

_FIELDS = "nik, name, birth_date, sex, address, desa, kecamatan, occupation, position, …"


def bare_sender(folder: str) -> Sender:
    """The sender that a folder's name stands for, with nothing declared but where the name says it: a kecamatan.

    A name with a long number in it is not taken over: it may be a person's.
    """
    name = "-".join(re.findall(r"[a-z0-9]+", words(masked(folder)))) or "kantor-baru"
    code = _kecamatan(name)
    return Sender(
        sender=name, name=name, kind="kecamatan" if code else "opd", kecamatan_code=code, contact="", sends=""
    )


def declaration(checked: Checked) -> str:
    """What to declare for one file: a whole declaration for a new sender, else what to add to the one there is.

    A value that only a person knows is left empty, and refused until it is filled in. Cells are looked at and never
    shown.
    """
    path = f"schemas/senders/{checked.sender.sender}.yml"
    asked = [*_kecamatan_code(checked), *_segments(checked), *_default_segment(checked), *_headings(checked)]
    remarks = [f"# {remark}" for remark in _remarks(checked)]
    if not checked.declared:
        first = f"# {path}: fill in what is empty; _template.yml beside it says what each key means"
        return "\n".join([first, *remarks, *_who(checked.sender), *asked])
    first = f"# {path}: " + (
        "add these, below a key of the same name where there is one" if asked else "nothing to add"
    )
    return "\n".join([first, *remarks, *asked])


def _who(sender: Sender) -> list[str]:
    return [
        f"sender: {sender.sender}",
        "name:     # as it appears in letters and in the report",
        f"kind: {sender.kind}     # kecamatan | opd",
        "contact:     # who mends the list",
        "sends:     # what this office sends, in a sentence",
        *([f'kecamatan_code: "{sender.kecamatan_code}"'] if sender.kecamatan_code else []),
    ]


def _kecamatan_code(checked: Checked) -> list[str]:
    """The kecamatan that the desa speak for, where places are not known because nothing names one."""
    rows = _placeless(checked)
    home = home_kecamatan(checked.reading.cells["desa_text"], checked.sender.regency_code) if rows else None
    return [f'kecamatan_code: "{home}"     # {rows} rows name no kecamatan; this one has their desa'] if home else []


def _segments(checked: Checked) -> list[str]:
    """Words of the sheets' names, titles and the file's name that speak of a segment."""
    spoken = {found[0]: found for read in _silent(checked) if (found := _spoken(checked, read))}
    lines = [
        f"  - {{words: {said}, segment: {segment}}}     # the {where} says so"
        for said, segment, where in spoken.values()
    ]
    return ["segments:", *lines] if lines else []


def _default_segment(checked: Checked) -> list[str]:
    rows = _count(checked, "SEGMENT_UNKNOWN")
    if all(_spoken(checked, read) for read in _silent(checked)) or not (rows or checked.reading.unusable):
        return []
    codes = " | ".join(reference("segments")["segment"].unique(maintain_order=True))
    return [f"default_segment:     # nothing tells the segment of {rows} rows: {codes}"]


def _headings(checked: Checked) -> list[str]:
    """Every heading that means nothing yet: with a field that its spelling or its cells speak for, else `ignored`."""
    guessed = guesses(checked.path, checked.reading)
    lists = (*checked.reading.lists, *checked.reading.unusable)
    unknown = dict.fromkeys([*guessed, *(said for read in lists for said in read.layout.heading.unrecognised)])
    lines = [
        f"  {yaml.safe_dump({said: guessed.get(said, 'ignored')}, allow_unicode=True, width=1000).strip()}     # "
        + ("a guess: look at the column" if said in guessed else f"or {_FIELDS}")
        for said in unknown
        if masked(said) == said  # a long number in a heading may be a person's
    ]
    return ["headings:", *lines] if lines else []


def _remarks(checked: Checked) -> Iterator[str]:
    reading = checked.reading
    unusable = {read.sheet for read in reading.unusable}
    for sheet in reading.passed_over:
        if sheet.sheet in unusable:
            continue
        yield f"sheet {masked(sheet.sheet)!r} is passed over: {sheet.why}"
        if sheet.why == "not declared":
            yield "  to read it, add its name to `sheets`"
        elif sheet.first_nik is not None:
            yield f"  its first NIK is in row {sheet.first_nik + 1}: declare the words above it in `headings`"
    if not (reading.lists or reading.unusable or reading.passed_over):
        yield f"nothing of the file can be read: {reading.code}"
    if _placeless(checked) and not _kecamatan_code(checked):
        yield f"{_placeless(checked)} rows name no kecamatan: if all live in one, declare kecamatan_code"
    if _count(checked, "OCCUPATION_UNKNOWN") and any(_jobless(read) for read in reading.lists):
        yield "the list names no occupation: if all have the same, declare values: { occupation: … }"


def _silent(checked: Checked) -> list[ReadList]:
    """The lists of which neither a column nor a declared word nor a default tells the segment."""
    lists = (*checked.reading.lists, *checked.reading.unusable)
    if checked.sender.default_segment:
        return []
    return [read for read in lists if read.facts.segment is None and "segment" not in read.layout.heading.columns]


def _spoken(checked: Checked, read: ReadList) -> tuple[str, str, str] | None:
    """The words, the segment and where the words stand, if the list speaks of a segment in words of common use."""
    titles, before = read.layout.heading.titles, read.layout.before
    known = [SegmentPattern(words=said, segment=code) for said, code in reference("segment_words").iter_rows()]

    def found(*patterns: SegmentPattern) -> tuple[str, str] | None:
        sender = checked.sender.model_copy(update={"segments": patterns})
        return title_segment(sender, read.sheet, titles, before, checked.path.stem)

    meant = found(*known)
    said = next((pattern.words for pattern in known if meant and found(pattern) == meant), None)
    return (words(said), *meant) if meant and said else None


def _placeless(checked: Checked) -> int:
    """Rows whose place is not known in a file that names no kecamatan."""
    named = all("kecamatan" in read.layout.heading.columns or read.facts.kecamatan for read in checked.reading.lists)
    return 0 if checked.sender.kecamatan_code or named else _count(checked, "PLACE_UNKNOWN")


def _jobless(read: ReadList) -> bool:
    return {"occupation", "position"}.isdisjoint(read.layout.heading.columns) and read.facts.occupation is None


def _count(checked: Checked, code: str) -> int:
    return int((checked.problems["code"] == code).sum())


def _kecamatan(name: str) -> str | None:
    """The code of the kecamatan that a sender is called after: kecamatan-ngunut."""
    regions = reference("regions")
    codes = regions.filter(regions["level"] == "kecamatan").select("name", "code").iter_rows()
    return next((code for said, code in codes if f"kecamatan-{words(said).replace(' ', '')}" == name), None)
