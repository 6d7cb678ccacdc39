/** Goods that are sold by a tap: pages of keys, on the device, so also without a network. */
import { variantOf } from "../alone/find_here";
import type { Variant } from "../api/shapes";
import type { KeyWithGoods } from "../assortment/store";
import { t } from "../i18n";
import { areKeysOpen, hueOf, keyPages, pageInView } from "../state/quick_keys";
import { money } from "../state/session";

export function QuickKeys({ onPick }: { onPick: (variant: Variant) => void }) {
  const pages = keyPages.value;
  const page = pages.find(({ name }) => name === pageInView.value) ?? pages[0];
  if (!page) return null;
  return (
    <details
      class="quick-keys"
      open={areKeysOpen.value}
      onToggle={(event) => {
        areKeysOpen.value = event.currentTarget.open;
      }}
    >
      <summary>{t("Quick keys")}</summary>
      {pages.length > 1 && (
        <div class="chips" role="group" aria-label={t("Pages of quick keys")}>
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
      <ul class="quick-grid" aria-label={t("Keys of the page %(page)s", { page: page.name })}>
        {page.keys.map((one) => (
          <li key={one.key.code}>
            <Key one={one} onPick={onPick} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Key({ one: { key, goods }, onPick }: { one: KeyWithGoods; onPick: (variant: Variant) => void }) {
  return (
    <button
      type="button"
      class="quick-key"
      data-hue={hueOf(goods.category)}
      onClick={() => void variantOf(goods).then(onPick)}
    >
      <span>{key.words || goods.name}</span>
      <span class="small num">{money(goods.priceMinor)}</span>
    </button>
  );
}
