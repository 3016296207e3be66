-- The work in Spark's SQL, a query a view; names in braces are rules' bits and constants of `declared.py`.

-- judged
WITH sent AS (
    SELECT file, received_rank, hash_rank, CAST(number AS INT) + 1 AS source_row, {filled} AS completeness, {cells},
           CASE WHEN nik_text RLIKE '^[0-9]{{16}}$' THEN nik_text
                ELSE regexp_replace(regexp_replace(nik_text, '^NIK: ', ''), '[\\s\'.,-]', '') END AS digits
    FROM sent_cells JOIN files USING (path) WHERE number <> 'JUMLAH'
),
keyed AS (
    SELECT *, CASE WHEN length(digits) = 16 THEN CAST(digits AS BIGINT) END AS nik_key,
           nik_key DIV 100000000 % 100 AS day_code, nik_key DIV 10000 % 100 AS short_year,
           make_date(IF(short_year < {newest}, 2000, 1900) + short_year, nik_key DIV 1000000 % 100,
                     IF(day_code > 40, day_code - 40, day_code)) AS key_date,
           split(birth_date_text, '[-/ ]') AS parts
    FROM sent
),
formed AS (
    SELECT /*+ BROADCAST(months) */ *,
           CASE WHEN nik_text IS NULL OR nik_text = 'belum ada' THEN {NIK_MISSING}
                WHEN contains(nik_text, 'E+') THEN {NIK_SCIENTIFIC}
                WHEN nik_key IS NULL THEN {NIK_FORMAT}
                WHEN nik_key < 1000000000000000 THEN {NIK_TEMPORARY}
                WHEN nik_key DIV 100000000000000 NOT IN ({provinces}) THEN {NIK_PROVINCE_UNKNOWN}
                WHEN key_date IS NULL THEN {NIK_DATE_IMPOSSIBLE}
                WHEN nik_key % 10000 = 0 THEN {NIK_SERIAL_ZERO} ELSE 0 END AS nik_form,
           IF(nik_form = 0, key_date, NULL) AS nik_birth_date,
           IF(nik_form = 0, IF(day_code > 40, 'P', 'L'), NULL) AS nik_sex,
           CASE WHEN length(parts[0]) = 4
                THEN make_date(CAST(parts[0] AS INT), CAST(parts[1] AS INT), CAST(parts[2] AS INT))
                ELSE make_date(
                    CAST(parts[2] AS INT) + CASE WHEN length(parts[2]) = 4 THEN 0
                                                 WHEN CAST(parts[2] AS INT) < {newest} THEN 2000 ELSE 1900 END,
                    coalesce(months.month, CAST(parts[1] AS INT)), CAST(parts[0] AS INT)) END AS stated_date
    FROM keyed LEFT JOIN months ON months.words = lower(parts[1])
),
dated AS (
    SELECT *, coalesce(stated_date <> nik_birth_date AND day(stated_date) = month(nik_birth_date)
                  AND month(stated_date) = day(nik_birth_date) AND year(stated_date) = year(nik_birth_date),
                    false) AS swapped,
           IF(swapped OR birth_date_text IS NULL, nik_birth_date, stated_date) AS birth_date,
           regexp_replace(name_text, '\\s+', ' ') AS name,
           regexp_replace(lower(regexp_replace(kecamatan_text, '^KEC\\. ', '')), '[^a-z]+', '') AS kecamatan_key,
           regexp_replace(lower(desa_text), '[^a-z]+', '') AS desa_key,
           coalesce(NOT endswith(regency_text, 'Tulungagung'), false) AS outside
    FROM formed
),
said AS (
    SELECT /*+ BROADCAST(segments), BROADCAST(sexes), BROADCAST(occupations) */ dated.*,
           coalesce(segments.segment, 'pekerja_rentan') AS segment, sexes.sex AS stated_sex, occupation, civil_servant
    FROM dated
    LEFT JOIN segments ON segments.words = trim(regexp_replace(lower(segment_text), '[\\W_]+', ' '))
    LEFT JOIN sexes ON sexes.words = trim(regexp_replace(lower(sex_text), '[\\W_]+', ' '))
    LEFT JOIN occupations ON occupations.words = trim(regexp_replace(lower(occupation_text), '[\\W_]+', ' '))
)
SELECT /*+ BROADCAST(terms) */ file, source_row, received_rank, hash_rank, completeness,
       IF(nik_form = 0, nik_key, NULL) AS nik_key, name, coalesce(stated_sex, nik_sex) AS sex, birth_date, occupation,
       segment, precedence, outside, kecamatan_key, desa_key, residence_required, nik_form
       + IF(name IS NULL, {NAME_MISSING}, 0)
       + IF(name RLIKE '(?i)(^|[\\s(,.])(alm|almh|almarhum|almarhumah)([\\s).,]|$)', {DECEASED}, 0)
       + IF(birth_date_text IS NOT NULL AND stated_date IS NULL, {BIRTH_DATE_UNREADABLE}, 0)
       + IF(age_limited AND birth_date <= DATE '1957-09-01', {AGE_OVER_MAXIMUM}, 0)
       + IF(civil_servant, {CIVIL_SERVANT}, 0)
       + IF(stated_date <> nik_birth_date AND NOT swapped, {BIRTH_DATE_DIFFERS_FROM_NIK}, 0)
       + IF(swapped, {BIRTH_DATE_DAY_MONTH_SWAPPED}, 0)
       + IF(birth_date_text IS NULL AND nik_birth_date IS NOT NULL, {BIRTH_DATE_FROM_NIK}, 0)
       + IF(stated_sex <> nik_sex, {SEX_DIFFERS_FROM_NIK}, 0)
       + IF(nik_form = 0 AND nik_key DIV 1000000000000 <> {home}, {NIK_FOREIGN_REGION}, 0)
       + IF(occupation_required AND occupation IS NULL, {OCCUPATION_UNKNOWN}, 0) AS broken
FROM said JOIN terms USING (segment);

-- places
WITH named AS (SELECT DISTINCT kecamatan_key, desa_key FROM judged),
found AS (
    SELECT named.kecamatan_key, named.desa_key, kecamatan_code, desa_code, named.desa_key <> desa.desa_key AS guessed,
           min(named.desa_key <> desa.desa_key) OVER near AS surely, count(*) OVER near AS many
    FROM named JOIN desa ON named.kecamatan_key = desa.kecamatan_key AND (named.desa_key = desa.desa_key
        OR (length(named.desa_key) >= 5 AND levenshtein(named.desa_key, desa.desa_key) <= 1))
    WINDOW near AS (PARTITION BY named.kecamatan_key, named.desa_key)
)
SELECT kecamatan_key, desa_key, kecamatan_code, desa_code, guessed FROM found
WHERE guessed = surely AND (many = 1 OR NOT guessed);

-- roster
SELECT /*+ BROADCAST(places) */ file, source_row, received_rank, hash_rank, completeness, nik_key, name, sex,
       birth_date, occupation, segment, precedence,
       IF(outside, NULL, kecamatan_code) AS kecamatan_code, IF(outside, NULL, desa_code) AS desa_code,
       broken + IF(outside AND residence_required, {OUTSIDE_REGENCY}, 0)
              + IF(NOT outside AND desa_code IS NULL AND residence_required, {PLACE_UNKNOWN}, 0)
              + IF(NOT outside AND guessed, {PLACE_GUESSED}, 0) AS broken
FROM judged LEFT JOIN places USING (kecamatan_key, desa_key);

-- lost
WITH accepted AS (
    SELECT nik_key, file, source_row, segment, precedence, received_rank, completeness, hash_rank
    FROM roster WHERE broken & {refused} = 0
),
ranked AS (
    SELECT *, first_value(file) OVER best AS winner_file, first_value(source_row) OVER best AS winner_row,
           first_value(segment) OVER best AS winner_segment
    FROM accepted LEFT SEMI JOIN (SELECT nik_key FROM accepted GROUP BY nik_key HAVING count(*) > 1) AS shared
        USING (nik_key)
    WINDOW best AS (PARTITION BY nik_key ORDER BY precedence, received_rank, completeness DESC, hash_rank, source_row)
)
SELECT file, source_row, winner_file, winner_row, segment <> winner_segment AS other_segment FROM ranked
WHERE file <> winner_file OR source_row <> winner_row;

-- covered
SELECT /*+ BROADCAST(terms), BROADCAST(files) */ CAST(nik_key AS STRING) AS nik, name, sex, birth_date, occupation,
       segment, funding_source, kecamatan_code, desa_code, jkk_rp, jkm_rp, contribution_rp, source_file, source_row
FROM roster LEFT ANTI JOIN lost USING (file, source_row) JOIN terms USING (segment) JOIN files USING (file)
WHERE broken & {refused} = 0;

-- totals
SELECT segment, funding_source, kecamatan_code, count(*) AS workers, sum(jkk_rp) AS jkk_rp, sum(jkm_rp) AS jkm_rp,
       sum(contribution_rp) AS contribution_rp
FROM covered GROUP BY ALL;

-- reasons
SELECT /*+ BROADCAST(rules), BROADCAST(files) */ source_file, source_row, code
FROM (SELECT * FROM roster WHERE broken <> 0) JOIN rules ON broken & bit <> 0 JOIN files USING (file);

-- duplicates
SELECT files.source_file, lost.source_row, winners.source_file AS winner_source_file,
       winner_row AS winner_source_row,
       CASE WHEN other_segment THEN 'across_segments' WHEN files.sender <> winners.sender THEN 'across_senders'
            ELSE 'within_sender' END AS kind
FROM lost JOIN files USING (file) JOIN files AS winners ON winners.file = winner_file
