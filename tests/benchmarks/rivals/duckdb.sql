-- The work in DuckDB's SQL: names in braces are rules' bits, constants and columns of `declared.py`.

CREATE TEMP TABLE judged AS
WITH sent AS (
    SELECT file, received_rank, hash_rank, CAST(number AS INTEGER) + 1 AS source_row, {filled} AS completeness, {cells},
           CASE WHEN regexp_full_match(nik_text, '[0-9]{{16}}') THEN nik_text
                ELSE regexp_replace(regexp_replace(nik_text, '^NIK: ', ''), '[\s''.,-]', '', 'g') END AS digits,
           split_part(birth_date_text, ' ', 2) AS month_words
    FROM (SELECT {columns}, filename AS path FROM {source}) JOIN files USING (path)
    WHERE number <> 'JUMLAH'
),
keyed AS (
    SELECT *, CASE WHEN length(digits) = 16 THEN TRY_CAST(digits AS BIGINT) END AS nik_key,
           nik_key // 100000000 % 100 AS day_code, nik_key // 10000 % 100 AS short_year,
           TRY(make_date(CASE WHEN short_year < {newest} THEN 2000 ELSE 1900 END + short_year, nik_key // 1000000 % 100,
                         CASE WHEN day_code > 40 THEN day_code - 40 ELSE day_code END)) AS key_date
    FROM sent
),
formed AS (
    SELECT *,
           CASE WHEN nik_text IS NULL OR nik_text = 'belum ada' THEN {NIK_MISSING}
                WHEN nik_text LIKE '%E+%' THEN {NIK_SCIENTIFIC}
                WHEN nik_key IS NULL THEN {NIK_FORMAT}
                WHEN nik_key < 1000000000000000 THEN {NIK_TEMPORARY}
                WHEN nik_key // 100000000000000 NOT IN ({provinces}) THEN {NIK_PROVINCE_UNKNOWN}
                WHEN key_date IS NULL THEN {NIK_DATE_IMPOSSIBLE}
                WHEN nik_key % 10000 = 0 THEN {NIK_SERIAL_ZERO} ELSE 0 END AS nik_form,
           CASE WHEN nik_form = 0 THEN key_date END AS nik_birth_date,
           CASE WHEN nik_form = 0 THEN CASE WHEN day_code > 40 THEN 'P' ELSE 'L' END END AS nik_sex,
           CAST(CASE
               WHEN birth_date_text[5] = '-' THEN try_strptime(birth_date_text, '%Y-%m-%d')
               WHEN birth_date_text[3] = '/' THEN try_strptime(birth_date_text, '%d/%m/%Y')
               WHEN birth_date_text[3] = '-' AND length(birth_date_text) = 10
                   THEN try_strptime(birth_date_text, '%d-%m-%Y')
               WHEN birth_date_text[3] = '-' THEN try_strptime(birth_date_text[:6]
                   || CASE WHEN CAST(birth_date_text[7:] AS INTEGER) < {newest} THEN '20' ELSE '19' END
                   || birth_date_text[7:], '%d-%m-%Y')
               ELSE try_strptime(split_part(birth_date_text, ' ', 1) || '-' || months.month || '-'
                   || split_part(birth_date_text, ' ', 3), '%d-%m-%Y') END AS DATE) AS stated_date
    FROM keyed LEFT JOIN months ON months.words = lower(month_words)
),
dated AS (
    SELECT *, stated_date <> nik_birth_date AND day(stated_date) = month(nik_birth_date)
                  AND month(stated_date) = day(nik_birth_date) AND year(stated_date) = year(nik_birth_date) AS swapped,
           CASE WHEN swapped THEN nik_birth_date ELSE coalesce(stated_date, CASE WHEN birth_date_text IS NULL
                THEN nik_birth_date END) END AS birth_date,
           regexp_replace(name_text, '\s+', ' ', 'g') AS name,
           regexp_replace(lower(regexp_replace(kecamatan_text, '^KEC\. ', '')), '[^a-z]+', '', 'g') AS kecamatan_key,
           regexp_replace(lower(desa_text), '[^a-z]+', '', 'g') AS desa_key,
           regency_text NOT LIKE '%Tulungagung' AS outside
    FROM formed
),
placed AS (
    SELECT dated.*, coalesce(segments.segment, 'pekerja_rentan') AS segment, sexes.sex AS stated_sex,
           occupations.occupation, occupations.civil_servant
    FROM dated
    LEFT JOIN segments ON segments.words = trim(regexp_replace(lower(segment_text), '[\W_]+', ' ', 'g'))
    LEFT JOIN sexes ON sexes.words = trim(regexp_replace(lower(sex_text), '[\W_]+', ' ', 'g'))
    LEFT JOIN occupations ON occupations.words = trim(regexp_replace(lower(occupation_text), '[\W_]+', ' ', 'g'))
)
SELECT file, source_row, received_rank, hash_rank, completeness, CASE WHEN nik_form = 0 THEN nik_key END AS nik_key,
       name, coalesce(stated_sex, nik_sex) AS sex, birth_date, occupation, segment, precedence, outside,
       kecamatan_key, desa_key, residence_required, nik_form
       + CASE WHEN name IS NULL THEN {NAME_MISSING} ELSE 0 END
       + CASE WHEN regexp_matches(name, '(?i)(^|[\s(,.])(alm|almh|almarhum|almarhumah)([\s).,]|$)')
              THEN {DECEASED} ELSE 0 END
       + CASE WHEN birth_date_text IS NOT NULL AND stated_date IS NULL THEN {BIRTH_DATE_UNREADABLE} ELSE 0 END
       + CASE WHEN age_limited AND birth_date <= DATE '1957-09-01' THEN {AGE_OVER_MAXIMUM} ELSE 0 END
       + CASE WHEN civil_servant THEN {CIVIL_SERVANT} ELSE 0 END
       + CASE WHEN stated_date <> nik_birth_date AND NOT swapped THEN {BIRTH_DATE_DIFFERS_FROM_NIK} ELSE 0 END
       + CASE WHEN swapped THEN {BIRTH_DATE_DAY_MONTH_SWAPPED} ELSE 0 END
       + CASE WHEN birth_date_text IS NULL AND nik_birth_date IS NOT NULL THEN {BIRTH_DATE_FROM_NIK} ELSE 0 END
       + CASE WHEN stated_sex <> nik_sex THEN {SEX_DIFFERS_FROM_NIK} ELSE 0 END
       + CASE WHEN nik_form = 0 AND nik_key // 1000000000000 <> {home} THEN {NIK_FOREIGN_REGION} ELSE 0 END
       + CASE WHEN occupation_required AND occupation IS NULL THEN {OCCUPATION_UNKNOWN} ELSE 0 END AS broken
FROM placed JOIN terms USING (segment);

CREATE TEMP TABLE places AS
WITH said AS (SELECT DISTINCT kecamatan_key, desa_key FROM judged),
found AS (
    SELECT said.kecamatan_key, said.desa_key, desa.kecamatan_code, desa.desa_code,
           said.desa_key <> desa.desa_key AS guessed,
           min(guessed) OVER near AS surely, count(*) OVER near AS many
    FROM said JOIN desa ON said.kecamatan_key = desa.kecamatan_key AND (said.desa_key = desa.desa_key
        OR (length(said.desa_key) >= 5 AND damerau_levenshtein(said.desa_key, desa.desa_key) <= 1))
    WINDOW near AS (PARTITION BY said.kecamatan_key, said.desa_key)
)
SELECT kecamatan_key, desa_key, kecamatan_code, desa_code, guessed FROM found
WHERE guessed = surely AND (many = 1 OR NOT guessed);

CREATE TEMP TABLE roster AS
SELECT judged.* EXCLUDE (broken), NOT coalesce(outside, false) AS here,
       CASE WHEN here THEN kecamatan_code END AS kecamatan_code, CASE WHEN here THEN desa_code END AS desa_code,
       broken + CASE WHEN outside AND residence_required THEN {OUTSIDE_REGENCY} ELSE 0 END
              + CASE WHEN here AND places.desa_code IS NULL AND residence_required THEN {PLACE_UNKNOWN} ELSE 0 END
              + CASE WHEN here AND guessed THEN {PLACE_GUESSED} ELSE 0 END AS broken
FROM judged LEFT JOIN places USING (kecamatan_key, desa_key);

CREATE TEMP TABLE lost AS
WITH accepted AS (
    SELECT nik_key, file, source_row, segment, precedence, received_rank, completeness, hash_rank
    FROM roster WHERE broken & {refused} = 0
),
shared AS (SELECT nik_key FROM accepted GROUP BY nik_key HAVING count(*) > 1),
ranked AS (
    SELECT *, first_value(file) OVER best AS winner_file, first_value(source_row) OVER best AS winner_row,
           first_value(segment) OVER best AS winner_segment
    FROM accepted SEMI JOIN shared USING (nik_key)
    WINDOW best AS (PARTITION BY nik_key ORDER BY precedence, received_rank, completeness DESC, hash_rank, source_row)
)
SELECT file, source_row, winner_file, winner_row, segment <> winner_segment AS other_segment FROM ranked
WHERE (file, source_row) <> (winner_file, winner_row);

COPY (
    SELECT CAST(nik_key AS VARCHAR) AS nik, name, sex, birth_date, occupation, segment, funding_source,
           kecamatan_code, desa_code, jkk_rp, jkm_rp, contribution_rp, source_file, source_row
    FROM roster ANTI JOIN lost USING (file, source_row) JOIN terms USING (segment) JOIN files USING (file)
    WHERE broken & {refused} = 0
) TO '{out}/covered.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (
    SELECT segment, funding_source, kecamatan_code, count(*) AS workers, CAST(sum(jkk_rp) AS BIGINT) AS jkk_rp,
           CAST(sum(jkm_rp) AS BIGINT) AS jkm_rp, CAST(sum(contribution_rp) AS BIGINT) AS contribution_rp
    FROM read_parquet('{out}/covered.parquet') GROUP BY ALL
) TO '{out}/totals.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (
    SELECT source_file, source_row, code FROM roster JOIN rules ON broken & bit <> 0 JOIN files USING (file)
    WHERE broken <> 0
) TO '{out}/reasons.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (
    SELECT files.source_file, lost.source_row, winners.source_file AS winner_source_file,
           winner_row AS winner_source_row,
           CASE WHEN other_segment THEN 'across_segments' WHEN files.sender <> winners.sender THEN 'across_senders'
                ELSE 'within_sender' END AS kind
    FROM lost JOIN files USING (file) JOIN files AS winners ON winners.file = winner_file
) TO '{out}/duplicates.parquet' (FORMAT parquet, COMPRESSION zstd);
