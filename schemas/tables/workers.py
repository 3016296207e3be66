"""The covered workers with what identifies them and the row they came from."""

import pandera.polars as pa

from schemas.tables.table import Table

WORKERS = Table(
    name="workers",
    zone="steward",
    description="The covered workers with what identifies them and the row they came from.",
    columns=("month", "worker_id", "segment", "membership", "occupation", "sex", "age_band", "kecamatan_code", "kecamatan_name", "desa_code", "desa_name", "sender", "funding_source", "wage_base_rp", "jkk_rp", "jkm_rp", "contribution_rp", "months_in_a_row", "advice", "nik", "nkk", "name", "birth_date", "address", "phone", "source_file", "sheet", "source_row"),
    grain=("month", "worker_id"),
    order=("month", "kecamatan_code", "desa_code", "worker_id"),
    required=("segment", "membership", "sex", "age_band", "sender", "funding_source", "wage_base_rp", "jkk_rp", "jkm_rp", "contribution_rp", "months_in_a_row", "advice", "nik", "name", "birth_date", "source_file", "sheet", "source_row"),
    partitioned=True,
    checks={"nik": [pa.Check.str_matches(r"^[0-9]{16}$")]},
)
