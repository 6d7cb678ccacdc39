/** A code that nothing has may be a coupon's: scanned from a phone, it comes into the scan field like any other. */
import { t } from "../i18n";
import type { OpenSale } from "../state/open_sale";

/** For `forUnknown` of the scan bar. */
export function asCouponOf(sale: OpenSale) {
  return (code: string, done: () => void) => (
    <button
      type="button"
      class="button"
      onClick={() => {
        sale.addCoupon(code);
        done();
      }}
    >
      {t("Use “%(code)s” as a coupon code", { code })}
    </button>
  );
}
