"""Who is covered in which month, at what contribution. One row a worker and month."""

import pandera.polars as pa

from schemas.tables.table import Table, one_of

COVERED_WORKERS = Table(
    name="covered_workers",
    zone="analyst",
    description="Who is covered in which month, at what contribution. One row a worker and month.",
    columns=(
        "month",
        "worker_id",
        "segment",
        "membership",
        "occupation",
        "sex",
        "age_band",
        "kecamatan_code",
        "kecamatan_name",
        "desa_code",
        "desa_name",
        "sender",
        "funding_source",
        "wage_base_rp",
        "jkk_rp",
        "jkm_rp",
        "contribution_rp",
        "months_in_a_row",
        "advice",
        "full_death_benefit",
        "regency_code",
    ),
    grain=("month", "worker_id"),
    order=("month", "kecamatan_code", "desa_code", "worker_id"),
    nullable=("occupation", "kecamatan_code", "kecamatan_name", "desa_code", "desa_name"),
    partitioned=True,
    checks={
        "segment": [one_of("perangkat_desa", "rt_rw", "bpd", "non_asn", "pekerja_rentan")],
        "membership": [one_of("PU", "BPU")],
        "sex": [one_of("L", "P")],
        "worker_id": [pa.Check.str_matches(r"^w1_[a-z2-7]{26}$")],
        "jkk_rp": [pa.Check.gt(0)],
        "jkm_rp": [pa.Check.gt(0)],
        "months_in_a_row": [pa.Check.ge(1)],
    },
)
