"""What two rows can have in common, how much each finding weighs, and how it is told to a steward.

Weights are bits: a finding of `w` bits is 2^w times likelier between two rows of one person than between two people who
merely came upon each other. They are added up (Fellegi and Sunter, 1969). How rare a name or a birth date is, the night
itself says; the bits here are added to that.
"""

from dataclasses import dataclass

Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about a pair: its `bits`, and the `words` of it in the steward's sentence (none: not told)."""

    code: str
    bits: float
    words: str = ""


NAME = (
    Finding("same", 0, "nama sama"),
    Finding("sounds_same", -1, "nama sama dengan ejaan atau urutan lain"),  # one office in two writes otherwise
    Finding("slip", -4, "nama hampir sama (satu huruf berbeda)"),  # one name in twenty is mistyped
    Finding("shorter", -3, "nama yang satu lebih pendek"),
)
BIRTH = (
    Finding("same", 0, "tanggal lahir sama"),
    Finding("same_in_nik", -4, "tanggal lahir sama menurut NIK"),  # the cell of one contradicts its own NIK
    # One date in 25 is mistyped: a stranger's is the exchange of ours once in 30,000 times, a digit off once in 500.
    Finding("swapped", 10, "hari dan bulan lahir tertukar"),
    Finding("slip", 4.5, "tanggal lahir berbeda satu angka"),
)
"""The bits of the first two are beside the rarity of the date, those of the others are all there is."""
NIK = (
    Finding("one_digit", 4, "NIK berbeda satu angka (angka ke-{})"),
    # The kecamatan, or the last digit: real serials are small, so strangers born on one day often differ by no more.
    Finding("outer_digit", 1, "NIK berbeda satu angka (angka ke-{})"),
    Finding("exchanged", 5, "NIK berbeda karena dua angka tertukar (angka ke-{} dan sesudahnya)"),
    # Whoever was registered next: a twin, or one's own second number. It speaks for neither.
    Finding("neighbours", 0, "NIK berurutan"),
    Finding("unrelated", -1, "NIK tidak mirip"),
)
PLACE = (
    Finding("same_desa", 7, "desa sama"),  # one of 271, less for who moved
    Finding("same_kecamatan", 2, "kecamatan sama"),
    Finding("elsewhere", -3, "kecamatan berbeda"),
    Finding("unknown", 0),
)
OTHERS = (
    Finding("same_card", 5, "nomor KK sama"),
    Finding("same_phone", 4, "nomor telepon sama"),  # families share one
    Finding("other_sex", -4, "jenis kelamin berbeda"),
)


def bits(findings: tuple[Finding, ...]) -> dict[str, float]:
    """The bits of each code."""
    return {finding.code: float(finding.bits) for finding in findings}


def words(findings: tuple[Finding, ...]) -> Words:
    """The words of each code."""
    return {finding.code: finding.words for finding in findings}
