-- The rows of one return of a whole order of three lines by a member with a coupon: what any product would have to write.
\set order random(1, 5000)
\set store random(1, 20)
BEGIN;
INSERT INTO kernel_idempotencyrecord (scope, key, fingerprint, answer, created_at) VALUES ('floor', gen_random_uuid()::text, md5(random()::text), '', now()) RETURNING id AS key_id \gset
SELECT uid AS order_uid, customer_id, gen_random_uuid() AS return_uid FROM orders_order WHERE id = :order FOR NO KEY UPDATE \gset
SELECT id, variant_id, quantity, total_minor, tax_rate_bp FROM orders_orderline WHERE order_id = :order;
SELECT id, on_hand, allocated, held, safety FROM stock_level WHERE store_id = :store AND variant_id IN (SELECT variant_id FROM orders_orderline WHERE order_id = :order) ORDER BY id FOR NO KEY UPDATE;
UPDATE stock_level SET on_hand = on_hand + 1 WHERE store_id = :store AND variant_id IN (SELECT variant_id FROM orders_orderline WHERE order_id = :order);
INSERT INTO stock_movement (level_id, kind, on_hand_change, allocated_change, held_change, safety_change, short_change, reason, cause_kind, cause_uid, at) SELECT id, 'returned', 1, 0, 0, 0, 0, '', 'return', :return_uid::uuid, now() FROM stock_level WHERE store_id = :store AND variant_id IN (SELECT variant_id FROM orders_orderline WHERE order_id = :order);
INSERT INTO orders_return (uid, number, order_id, store_id, register_id, customer_id, channel, reason, goods_minor, discount_minor, tax_minor, total_minor, taxes, points, coupons, is_full, returned_at, business_date) VALUES (:return_uid::uuid, substr(md5(random()::text), 1, 16), :order, :store, :store, :customer_id, 'api', 'サイズが合わない', 900, 90, 60, 810, '[{"rate_bp": 800, "net_minor": 750, "tax_minor": 60, "gross_minor": 810}]', 7, '[]', true, now(), current_date) RETURNING id AS return_id \gset
INSERT INTO orders_returnline (goods_return_id, position, order_line_id, variant_id, name, quantity, condition, note, unit_price_minor, total_minor, tax_rate_bp) SELECT :return_id, position, id, variant_id, name, 1, 'resalable', '', 300, 270, 800 FROM orders_orderline WHERE order_id = :order;
UPDATE orders_orderline SET returned_quantity = 1 WHERE order_id = :order;
UPDATE orders_order SET returned_minor = 810 WHERE id = :order;
UPDATE payments_payment SET refunded_minor = 810, status = 'refunded' WHERE order_uid = :order_uid::uuid RETURNING id AS payment_id \gset
INSERT INTO payments_entry (uid, payment_id, kind, amount_minor, return_uid, register_id, at) VALUES (gen_random_uuid(), :payment_id, 'refund', 810, :return_uid::uuid, :store, now());
UPDATE loyalty_pointsaccount SET balance = balance - 7 WHERE customer_id = :customer_id RETURNING id AS account_id \gset
UPDATE loyalty_pointslot SET remaining = 0 WHERE account_id = :account_id AND cause_kind = 'order' AND cause_uid = :order_uid::uuid RETURNING id AS lot_id \gset
INSERT INTO loyalty_pointsentry (account_id, lot_id, kind, points, at, reason, cause_kind, cause_uid) VALUES (:account_id, :lot_id, 'take_back', -7, now(), '', 'return', :return_uid::uuid);
INSERT INTO orders_receipt (uid, token, number, order_id, goods_return_id, kind, register_id, issued_at, document, printed_count) VALUES (gen_random_uuid(), substr(md5(random()::text), 1, 24), substr(md5(random()::text), 1, 16), :order, :return_id, 'return', :store, now(), '{"order_number": "1234567890", "total_minor": 810, "lines": [1, 2, 3], "taxes": [{"rate_bp": 800, "net_minor": 750, "tax_minor": 60, "gross_minor": 810}]}', 0);
UPDATE coupons_redemption SET withdrawn_at = now(), is_use_returned = true WHERE order_uid = :order_uid::uuid;
INSERT INTO timeline_event (name, channel, store_id, customer_id, anonymous_id, subject_uid, occurred_at, received_at, properties, context, source) SELECT name, 'api', :store, :customer_id, '', :order_uid::uuid, now(), now(), '{"number": "1234567890", "total_minor": 810, "lines": [1, 2, 3]}', '{}', 'live' FROM unnest(ARRAY['Order Refunded', 'Points Taken Back', 'Coupon Withdrawn']) AS name;
UPDATE kernel_idempotencyrecord SET status = 201, answer = '{"uid": "0198f0a4-6c1e-7b7c-9d3e-2f6a1b0c4d5e", "number": "1234567890", "total_minor": 810}' WHERE id = :key_id;
COMMIT;
