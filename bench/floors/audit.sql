-- Each ledger once, summed by what it belongs to.
SELECT count(*), sum(on_hand) FROM (SELECT level_id, sum(on_hand_change) AS on_hand, sum(allocated_change) AS allocated, sum(held_change) AS held, sum(short_change) AS short FROM stock_movement GROUP BY level_id) AS s;
SELECT count(*), sum(total) FROM (SELECT order_id, sum(total_minor) AS total, sum(discount_minor) AS discount FROM orders_orderline GROUP BY order_id) AS s;
SELECT count(*), sum(total_minor), sum(tax_minor) FROM orders_order;
SELECT count(*), sum(points) FROM (SELECT account_id, sum(points) AS points FROM loyalty_pointsentry GROUP BY account_id) AS s;
SELECT count(*), sum(amount) FROM (SELECT payment_id, sum(amount_minor) AS amount FROM payments_entry GROUP BY payment_id) AS s;
SELECT count(*), sum(used) FROM (SELECT coupon_id, count(*) AS used FROM coupons_redemption GROUP BY coupon_id) AS s;
SELECT count(*), sum(told) FROM (SELECT subject_uid, count(*) AS told FROM timeline_event GROUP BY subject_uid) AS s;
