-- The rows of one order of one line with a coupon, all of one variant in one store, in 15 statements: what any product would have to write.
\set store 1
\set first 1
\set customer random(1, 5000)
BEGIN;
INSERT INTO kernel_idempotencyrecord (scope, key, fingerprint, answer, created_at) VALUES ('floor', gen_random_uuid()::text, md5(random()::text), '', now()) RETURNING id AS key_id \gset
SELECT v.id, v.price_minor, p.tax_class FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id WHERE v.id = :first;
SELECT id, rule FROM coupons_coupon WHERE code = 'BENCH10';
SELECT id, on_hand, allocated, held, safety FROM stock_level WHERE store_id = :store AND variant_id = :first ORDER BY id FOR NO KEY UPDATE;
UPDATE stock_level SET allocated = allocated + 1 WHERE store_id = :store AND variant_id = :first;
INSERT INTO stock_movement (level_id, kind, on_hand_change, allocated_change, held_change, safety_change, short_change, reason, cause_kind, cause_uid, at) SELECT id, 'allocated', 0, 1, 0, 0, 0, '', 'order', gen_random_uuid(), now() FROM stock_level WHERE store_id = :store AND variant_id = :first;
INSERT INTO orders_order (uid, number, status, source, channel, completed_channel, store_id, customer_id, contact_name, contact_email, contact_phone, language, goods_minor, discount_minor, tax_minor, total_minor, points, taxes, prices_include_tax, placed_at, business_date, ended_reason) VALUES (gen_random_uuid(), substr(md5(random()::text), 1, 16), 'placed', 'live', 'api', '', :store, :customer, '佐藤', 'member@example.jp', '', 'ja', 1000, 100, 66, 900, 8, '[{"rate_bp": 800, "net_minor": 834, "tax_minor": 66, "gross_minor": 900}]', true, now(), current_date, '') RETURNING id AS order_id, uid AS order_uid \gset
INSERT INTO orders_orderline (uid, order_id, position, variant_id, name, ordered_quantity, quantity, unit_price_minor, discount_minor, total_minor, tax_rate_bp, discounts, is_extra) SELECT gen_random_uuid(), :order_id, 1, v, '深煎りコーヒー豆', 1, 1, 300, 30, 270, 800, '[["BENCH10", 30]]', false FROM unnest(ARRAY[:first]::bigint[]) AS v;
INSERT INTO orders_fulfillment (uid, order_id, store_id, kind, status, pickup_code, due_at, kept_until, changed_at) VALUES (gen_random_uuid(), :order_id, :store, 'pickup', 'open', substr(md5(random()::text), 1, 12), now(), now(), now());
INSERT INTO payments_payment (uid, order_uid, provider, status, amount_minor, captured_minor, refunded_minor, made_at) VALUES (gen_random_uuid(), :order_uid::uuid, 'at_store', 'due', 900, 0, 0, now());
INSERT INTO coupons_redemption (uid, coupon_id, customer_id, order_uid, discount_minor, rule, channel, store_id, redeemed_at, is_use_returned, source) VALUES (gen_random_uuid(), 1, :customer, :order_uid::uuid, 100, '{"v": 1}', 'api', :store, now(), false, 'live');
INSERT INTO timeline_event (name, channel, store_id, customer_id, anonymous_id, subject_uid, occurred_at, received_at, properties, context, source) SELECT name, 'api', :store, :customer, '', :order_uid::uuid, now(), now(), '{"number": "1234567890", "total_minor": 900, "lines": [1, 2, 3]}', '{}', 'live' FROM unnest(ARRAY['Order Completed', 'Coupon Redeemed']) AS name;
UPDATE kernel_idempotencyrecord SET status = 201, answer = '{"uid": "0198f0a4-6c1e-7b7c-9d3e-2f6a1b0c4d5e", "number": "1234567890", "total_minor": 900}' WHERE id = :key_id;
COMMIT;
