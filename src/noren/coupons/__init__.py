"""Coupons: rights to a discount, who was given one, and each use.

Words: a *coupon* is the definition; a *code coupon* is for whoever has the code, a *public* one is shown to everybody
in the shop; a *member coupon* is for whom it was *granted*; a *redemption* is one use on one order; *withdrawing* it
gives the use back.
Tables: `coupons_coupon`, `coupons_couponproduct`, `coupons_grant`, `coupons_redemption`, `coupons_customeruse`.
Invariants: the redeemed count is the number of live redemptions and never above the limit, in all and per customer;
at most one live redemption per coupon and order. Counters exist only where there is a limit. A use that a till took
without a network when none was left is marked, and stands in no counter.
"""
