r"""The search vector and the search query, as functions of the database.

They live there so that a product's words follow it however it is written: by a verb, by COPY or by a bulk upsert; and
so that goods and queries are folded by one piece of code. No extension is needed; PostgreSQL 15 has all of it.

Folded means: NFKC, lower case, accents dropped, katakana as hiragana (`ｺｰﾋｰ`, `コーヒー` and `こーひー` are one word).
Words of alphabets are kept whole, English ones with their stem beside them. Of what is written without spaces (kanji,
kana, hangul) each pair of neighbours is kept, and the last character of a run alone: so one character is found wherever
it stands, as the beginning of a pair or as a last one.

What stands in name or brand is a lexeme as it is, what stands in the description has `~` before it. So the index alone
tells a title from a text; weights are not in the index, and a word that stands in every second description would have
every second product read from the table.

The functions name nothing but what pg_catalog has: a restore, which runs with an empty search path, fills the column
too. They are one piece each, in plpgsql, because split into SQL functions they took twice the time.
"""

# 々〆〇, kana with ー and iteration marks but without ・, kanji, hangul, kanji beyond the basic plane.
_BETWEEN_RUNS = (
    r"[^\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    r"\U00020000-\U0003ffff]+"
)
_BETWEEN_WORDS = r"[^0-9a-z\u00df-\u00f6\u00f8-\u1fff]+"
_FOLD = r"lower(normalize(regexp_replace(normalize({text}, NFKD), '[\u0300-\u036f]', '', 'g'), NFC))"
_AS_HIRAGANA = "CASE WHEN ascii({one}) BETWEEN ascii('ァ') AND ascii('ヶ') THEN chr(ascii({one}) - 96) ELSE {one} END"
# A gap between two runs becomes one space, which makes no pair.
_CHARACTERS = f"string_to_array(regexp_replace(folded, '{_BETWEEN_RUNS}', ' ', 'g'), NULL)"

# A lexeme has at most 2,046 bytes, and a query a bounded cost.
_LONGEST_WORD = 40
_LONGEST_DESCRIPTION = 2_000
_LONGEST_QUERY = 200
_MOST_TERMS = 24

_MAKE_VECTOR = rf"""
CREATE OR REPLACE FUNCTION catalog_search_vector(name text, brand text, description text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    fields text[] := ARRAY[name, brand, left(description, {_LONGEST_DESCRIPTION})];
    marks text[] := '{{" "," "," ~"}}';
    mark text;
    folded text;
    characters text[];
    lexemes text := '';
    word text;
    stem text;
BEGIN
    FOR place IN 1..3 LOOP
        CONTINUE WHEN fields[place] = '';
        mark := marks[place];
        folded := lower(fields[place]);
        IF folded ~ '[^\u0001-\u007f]' THEN
            folded := {_FOLD.format(text="folded")};
            characters := {_CHARACTERS};
            SELECT lexemes || coalesce(string_agg(mark || here || CASE next WHEN ' ' THEN '' ELSE next END, ''), '')
            INTO lexemes
            FROM (
                SELECT {_AS_HIRAGANA.format(one="one")}, coalesce({_AS_HIRAGANA.format(one="two")}, '')
                FROM unnest(characters, characters[2:]) AS pair (one, two)
            ) AS pair (here, next)
            WHERE here <> ' ';
        END IF;
        FOREACH word IN ARRAY regexp_split_to_array(folded, '{_BETWEEN_WORDS}') LOOP
            CONTINUE WHEN word = '';
            word := left(word, {_LONGEST_WORD});
            lexemes := lexemes || mark || word;
            IF word ~ '^[a-z]{{3,}}$' THEN
                stem := (ts_lexize('english_stem', word))[1];
                IF stem <> word THEN
                    lexemes := lexemes || mark || stem;
                END IF;
            END IF;
        END LOOP;
    END LOOP;
    RETURN lexemes::tsvector;
END $$;
"""  # noqa: S608 - only our own constants are put in

# All words must be found. Words of alphabets match as beginnings or by their stem; English words that say nothing
# ("and") are left out unless there is nothing else. NULL when nothing is left to look for. A term may hold `|`.
_MAKE_QUERY = rf"""
CREATE OR REPLACE FUNCTION catalog_search_query(typed text, in_title boolean) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text := {_FOLD.format(text=f"left(typed, {_LONGEST_QUERY})")};
    characters text[] := {_CHARACTERS};
    terms text[] := '{{}}';
    empty_terms text[] := '{{}}';
    word text;
    stems text[];
    term text;
BEGIN
    SELECT coalesce(array_agg(CASE
        WHEN next <> ' ' THEN here || next
        ELSE here || ':*' END), '{{}}')
    INTO terms
    FROM (
        SELECT {_AS_HIRAGANA.format(one="one")}, coalesce({_AS_HIRAGANA.format(one="two")}, ' '), coalesce(before, ' ')
        FROM unnest(characters, characters[2:], ' '::text || characters) AS pair (one, two, before)
    ) AS pair (here, next, before)
    WHERE here <> ' ' AND (next <> ' ' OR before = ' ');
    FOREACH word IN ARRAY regexp_split_to_array(folded, '{_BETWEEN_WORDS}') LOOP
        CONTINUE WHEN word = '';
        word := left(word, {_LONGEST_WORD});
        stems := CASE WHEN word ~ '^[a-z]{{3,}}$' THEN ts_lexize('english_stem', word) END;
        term := word || CASE char_length(word) WHEN 1 THEN '' ELSE ':*' END;
        IF stems[1] <> word THEN
            term := term || '|' || stems[1];
        END IF;
        IF stems = '{{}}' THEN
            empty_terms := empty_terms || term;
        ELSE
            terms := terms || term;
        END IF;
    END LOOP;
    IF terms = '{{}}' THEN
        terms := empty_terms;
    END IF;
    terms := terms[:{_MOST_TERMS}];
    IF NOT in_title THEN
        terms := ARRAY(SELECT each || '|~' || replace(each, '|', '|~') FROM unnest(terms) AS each);
    END IF;
    RETURN nullif('(' || array_to_string(terms, ')&(') || ')', '()')::tsquery;
END $$;
"""  # noqa: S608

MAKE_FUNCTIONS = _MAKE_VECTOR + _MAKE_QUERY
DROP_FUNCTIONS = """
DROP FUNCTION catalog_search_query(text, boolean);
DROP FUNCTION catalog_search_vector(text, text, text);
"""
