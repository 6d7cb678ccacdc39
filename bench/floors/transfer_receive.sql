-- The rows of one count of a transfer of 500 lines, one statement a table: what any product would have to write.
\set transfer random(65, 128)
BEGIN;
INSERT INTO kernel_idempotencyrecord (scope, key, fingerprint, answer, created_at) VALUES ('floor', gen_random_uuid()::text, md5(random()::text), '', now()) RETURNING id AS key_id \gset
SELECT id, uid AS transfer_uid, to_store_id FROM stock_transfer WHERE id = :transfer FOR NO KEY UPDATE \gset
SELECT id, variant_id, sent, received, lost, returned FROM stock_transferline WHERE transfer_id = :transfer ORDER BY position;
SELECT l.id, l.on_hand, l.allocated, l.held, l.safety, l.aside, l.short FROM stock_level l JOIN stock_transferline t ON t.variant_id = l.variant_id WHERE t.transfer_id = :transfer AND l.store_id = :to_store_id ORDER BY l.id FOR NO KEY UPDATE OF l;
UPDATE stock_level l SET on_hand = l.on_hand + t.sent, aside = l.aside + CASE WHEN t.position % 50 = 1 THEN 1 ELSE 0 END FROM stock_transferline t WHERE t.transfer_id = :transfer AND t.variant_id = l.variant_id AND l.store_id = :to_store_id;
INSERT INTO stock_movement (level_id, kind, on_hand_change, allocated_change, held_change, safety_change, aside_change, aside_state, short_change, reason, cause_kind, cause_uid, at) SELECT l.id, m.kind, CASE WHEN m.kind = 'transferred' THEN t.sent ELSE 0 END, 0, 0, 0, CASE WHEN m.kind = 'transferred' THEN 0 ELSE 1 END, CASE WHEN m.kind = 'transferred' THEN '' ELSE 'damaged' END, 0, '', 'floor', :transfer_uid::uuid, now() FROM stock_transferline t JOIN stock_level l ON l.variant_id = t.variant_id AND l.store_id = :to_store_id CROSS JOIN (VALUES ('transferred'), ('set_aside')) AS m (kind) WHERE t.transfer_id = :transfer AND (m.kind = 'transferred' OR t.position % 50 = 1);
UPDATE stock_transferline SET received = sent, damaged = CASE WHEN position % 50 = 1 THEN 1 ELSE 0 END WHERE transfer_id = :transfer;
INSERT INTO stock_transferarrival (uid, transfer_id, counted_as, pieces, damaged, is_closing, at) VALUES (gen_random_uuid(), :transfer, md5(random()::text) || md5(random()::text), 3000, 10, true, now());
UPDATE stock_transfer SET status = 'received', received_at = now() WHERE id = :transfer;
INSERT INTO timeline_event (name, channel, store_id, anonymous_id, subject_uid, occurred_at, received_at, properties, context, source) VALUES ('Transfer Received', 'api', :to_store_id, '', :transfer_uid::uuid, now(), now(), '{"number": "12345678", "pieces": 3000, "damaged": 10}', '{}', 'live');
UPDATE kernel_idempotencyrecord SET status = 200, answer = repeat('{"sku": "SKU0001", "name": "深煎りコーヒー豆 1", "wanted": 6, "sent": 6, "received": 6, "on_the_way": 0},', 500) WHERE id = :key_id;
COMMIT;
