"""What the gate saw, written for people."""

import re
from collections.abc import Iterable

from flows.reporting.report.words import Language
from flows.settings import declared_senders
from schemas.reference import reference


def observed(language: Language, lines: Iterable[str]) -> list[str]:
    """The gate's `segment=bpd covered_share_of_before=0.85` as `Anggota BPD: terlindungi dibanding sebelumnya 85,0%`.

    A line that is not made of names and values is told as it is.
    """
    return [_line(language, line) for line in lines]


def _line(language: Language, line: str) -> str:
    pairs = re.findall(r"(\w+)=(\S+)", line)
    about = [_called(name, value) for name, value in pairs if name in {"segment", "sender"}]
    seen = [_seen(language, name, value) for name, value in pairs if name not in {"segment", "sender"}]
    return ": ".join(filter(None, (", ".join(about), ", ".join(seen)))) or line


def _called(name: str, value: str) -> str:
    if name == "sender":
        declared = declared_senders().get(value)
        return declared.name if declared else value
    labels = dict(reference("segments").select("segment", "label").iter_rows())
    return str(labels.get(value, value))


def _seen(language: Language, name: str, value: str) -> str:
    words, _ = language.said(f"profile.{name}", name.replace("_", " "))
    if value in {"True", "False"}:
        return f"{words} {language.say(value.lower())}"
    try:
        number = float(value)
    except ValueError:
        return f"{words} {value}"
    if "_share" in name:
        return f"{words} {language.share(number)}"
    return f"{words} {language.number(number, 0 if number.is_integer() else 1)}"
