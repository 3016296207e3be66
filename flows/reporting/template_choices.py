"""What a template offers to choose from, and how it names a segment."""

import polars as pl

from schemas.reference import reference
from schemas.senders.sender import Sender
from schemas.text import words


def choices(regency_code: str, kecamatan_code: str | None, segment: str | None = None) -> dict[str, list[str]]:
    """The words to choose from, by field: each is read back as what it says.

    Desa are those of the kecamatan, or all of the regency; posts those of the segment, or of all. Occupations that
    cannot be covered are not offered.
    """
    regions = reference("regions").filter(pl.col("valid_to").is_null(), pl.col("code").str.starts_with(regency_code))
    desa = regions.filter(pl.col("level").is_in(["desa", "kelurahan"]))
    if kecamatan_code:
        desa = desa.filter(pl.col("parent") == kecamatan_code)
    positions = reference("template_positions")
    if segment:
        positions = positions.filter(pl.col("segment") == segment)
    segment_words = reference("segment_words").unique("segment", keep="first", maintain_order=True)
    return {
        "desa": desa["name"].unique().sort().to_list(),
        "kecamatan": regions.filter(pl.col("level") == "kecamatan")["name"].sort().to_list(),
        "occupation": reference("occupations").filter(~pl.col("civil_servant"))["label"].sort().to_list(),
        "position": positions["position"].to_list(),
        "segment": segment_words["words"].str.to_uppercase().to_list(),
    }


def title_words(sender: Sender | None, segment: str) -> str | None:
    """How a title names the segment so that the sender's declaration knows it; null where that has no such words.

    The segment's label, and behind it the declared words where the label does not hold them. A segment that is the
    office's own by default needs no words.
    """
    label: str = reference("segments").filter(pl.col("segment") == segment)["label"].item(0)
    if sender is None:
        return label
    declared = next((pattern.words for pattern in sender.segments if pattern.segment == segment), None)
    if declared is None:
        return label if sender.default_segment == segment else None
    known = f" {words(declared)} " in f" {words(label)} "
    return label if known else f"{label} ({declared})"
