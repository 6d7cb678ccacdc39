/** Goods that are sold by a tap: pages of keys, on the device, so also without a network. */
import { variantOf } from "../alone/find_here";
import type { Variant } from "../api/shapes";
import type { KeyWithGoods } from "../assortment/store";
import { t } from "../i18n";
import { areKeysOpen, keyHues, keyPages, pageInView, showKeys } from "../state/quick_keys";
import { money } from "../state/session";

export function QuickKeys({ onPick }: { onPick: (variant: Variant) => void }) {
  const pages = keyPages.value;
  const page = pages.find(({ name }) => name === pageInView.value) ?? pages[0];
  if (!page) return null;
  const isOpen = areKeysOpen.value;
  return (
    <section class="quick-keys" aria-label={t("Quick keys")}>
      <div class="quick-head">
        <button
          type="button"
          class="quick-fold"
          aria-expanded={isOpen}
          aria-controls="quick-keys"
          onClick={() => void showKeys(!isOpen)}
        >
          {t("Quick keys")}
        </button>
        {isOpen && pages.length > 1 && (
          <div class="quick-pages" role="group" aria-label={t("Pages of quick keys")}>
            {pages.map(({ name }) => (
              <button
                key={name}
                type="button"
                class="chip"
                aria-pressed={name === page.name}
                onClick={() => {
                  pageInView.value = name;
                }}
              >
                {name}
              </button>
            ))}
          </div>
        )}
      </div>
      <ul
        id="quick-keys"
        class="quick-grid"
        aria-label={t("Keys of the page %(page)s", { page: page.name })}
        hidden={!isOpen}
      >
        {page.keys.map((one) => (
          <li key={one.key.code}>
            <Key one={one} onPick={onPick} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Key({ one: { key, goods }, onPick }: { one: KeyWithGoods; onPick: (variant: Variant) => void }) {
  return (
    <button
      type="button"
      class="quick-key"
      data-hue={keyHues.value.get(goods.category)}
      onClick={() => void variantOf(goods).then(onPick)}
    >
      <span class="quick-name">{key.words || goods.name}</span>
      <span class="small num">{money(goods.priceMinor)}</span>
    </button>
  );
}
