COPY (
    SELECT v.sku, v.gtin, p.name, v.name, p.code, c.code, v.price_minor, p.tax_class, v.is_active AND p.is_active
    FROM catalog_variant v
    JOIN catalog_product p ON p.id = v.product_id JOIN catalog_category c ON c.id = p.category_id
    WHERE v.is_active AND p.is_active
) TO STDOUT
