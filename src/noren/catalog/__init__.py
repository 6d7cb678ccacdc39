"""Catalog: products, their sellable variants, categories, prices, pictures, and finding them.

Words: a *product* is a page; a *variant* (SKU) is what is counted and sold; a *GTIN* is its barcode number.
Tables: `catalog_category`, `catalog_product`, `catalog_variant`, `catalog_picture`.
Invariants: SKU and GTIN name one variant; a price is an integer in the minor unit, with or without tax as the
deployment decided; the search vector follows the product's words.
"""
