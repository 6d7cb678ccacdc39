-- A number that changes when any store can promise more or less of one SKU, in one query.
\set number random(0, :variants - 1)
SELECT bit_xor(hashtextextended(l.store_id || ':' || least(6, greatest(0, l.on_hand - l.allocated - l.held - l.safety - l.aside)), 0)) FROM catalog_variant v JOIN stock_level l ON l.variant_id = v.id WHERE v.sku = 'SKU' || lpad((:number)::text, 4, '0');
