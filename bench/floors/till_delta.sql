COPY (
    SELECT v.sku, v.gtin, p.name, v.name, p.code, c.code, v.price_minor, p.tax_class, v.is_active AND p.is_active
    FROM catalog_variant v
    JOIN catalog_product p ON p.id = v.product_id JOIN catalog_category c ON c.id = p.category_id
    WHERE v.id IN (
        SELECT id FROM catalog_variant WHERE changed >= ':since'
        UNION SELECT v.id FROM catalog_product p JOIN catalog_variant v ON v.product_id = p.id
        WHERE p.changed >= ':since'
    )
    ORDER BY v.id LIMIT 5000
) TO STDOUT
