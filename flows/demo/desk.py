"""The desk where sheets are laid out: what is asked for gets a column order, headings and a hand."""

from dataclasses import dataclass, field
from random import Random

from flows.demo.layouts import ORDERS, columns, uniform_columns
from flows.demo.places import Place
from flows.demo.rosters import Sheet
from flows.demo.styles import Styles


@dataclass(frozen=True, slots=True)
class Request:
    """What a sheet must hold; how it looks is left to the desk."""

    name: str
    segment: str | None
    titles: tuple[str, ...]
    places: tuple[Place, ...]
    people: int = 0
    order: str = ""
    csv: bool = False
    kind: str = ""
    occupations: tuple[str, ...] = ()


@dataclass(slots=True)
class Desk:
    """What everyone who plans a file needs: chance, the year for titles, and the next style."""

    rng: Random
    year: int
    styles: Styles = field(default_factory=Styles)
    taken: dict[str, int] = field(default_factory=dict)

    def sheet(self, request: Request) -> Sheet:
        """A sheet with the next style and, unless `order` names one, the next column order of its segment."""
        order = request.order or request.segment or "unknown"
        orders = ORDERS[order]
        turn = self.taken.get(order, 0)
        self.taken[order] = turn + 1
        chosen = orders[turn % len(orders)]
        return Sheet(
            name=request.name,
            segment=request.segment,
            titles=(*request.titles, f"TAHUN {self.year}")[: 1 + self.rng.randint(1, 3)],
            columns=uniform_columns(self.rng) if order == "uniforms" else columns(chosen, self.rng),
            style=self.styles.next(csv=request.csv, ttl="ttl" in chosen.split()),
            places=request.places,
            people=request.people,
            kind=request.kind or str(request.segment),
            occupations=request.occupations,
        )
