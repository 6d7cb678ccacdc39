"""Search: title and text are told apart by their lexemes, so that the index alone answers for titles."""

from django.db import migrations

from noren.catalog.search_sql import MAKE_FUNCTIONS

_FILL_ANEW = """
DROP FUNCTION IF EXISTS catalog_search_query(text, text);
ALTER TABLE catalog_product DROP COLUMN search;
ALTER TABLE catalog_product ADD COLUMN search tsvector
    GENERATED ALWAYS AS (catalog_search_vector(name::text, brand::text, description)) STORED;
CREATE INDEX catalog_product_search ON catalog_product USING gin (search);
ALTER TABLE catalog_category DROP COLUMN search;
ALTER TABLE catalog_category ADD COLUMN search tsvector
    GENERATED ALWAYS AS (catalog_search_vector(name::text, ''::text, ''::text)) STORED;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_search")]

    operations = [migrations.RunSQL(MAKE_FUNCTIONS + _FILL_ANEW, migrations.RunSQL.noop)]
