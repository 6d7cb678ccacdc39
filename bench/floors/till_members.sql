COPY (
    SELECT c.uid, c.member_number, c.family_name, p.balance, (
        SELECT array_agg(k.code) FROM coupons_grant g JOIN coupons_coupon k ON k.id = g.coupon_id
        LEFT JOIN coupons_customeruse u ON u.coupon_id = k.id AND u.customer_id = c.id
        WHERE g.customer_id = c.id AND coalesce(u.redeemed_count, 0) < k.customer_limit)
    FROM orders_regular r JOIN people_customer c ON c.id = r.customer_id
    JOIN loyalty_pointsaccount p ON p.customer_id = c.id
    WHERE r.is_kept AND r.store_id = (SELECT min(id) FROM stores_store)
      AND p.changed >= ':since'
    ORDER BY r.id LIMIT 5000
) TO STDOUT
