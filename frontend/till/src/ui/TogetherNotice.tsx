/** Says that another till has the order of this screen open too, and who did something with it. */
import type { Colleague, LastStep } from "../api/shapes";
import { t } from "../i18n";
import type { OpenTogether } from "../state/together";

export function TogetherNotice({ together: { others, step } }: { together: OpenTogether }) {
  return (
    <>
      <div role="alert" class="beside">
        {step && <p class="notice notice--hot">{wordsOfStep(step)}</p>}
      </div>
      <div role="status" class="beside">
        {others.map((other) => (
          <p key={`${other.store_name} ${other.register_name}`} class="notice">
            {wordsOfOther(other)}
            {other.doing === "return" && ` ${t("Ask there before you take the same goods back.")}`}
          </p>
        ))}
      </div>
    </>
  );
}

function wordsOfOther({ staff_name: name, register_name, store_name, doing }: Colleague): string {
  const register = `${store_name} ${register_name}`.trim();
  switch (doing) {
    case "pickup":
      return t("%(name)s at %(register)s has this pickup open too, to pick it.", { name, register });
    case "hand_over":
      return t("%(name)s at %(register)s has this pickup open too, to hand it over.", { name, register });
    case "change":
      return t("%(name)s at %(register)s has this order open too, to change it.", { name, register });
    case "return":
      return t("%(name)s at %(register)s has this sale open too, to take goods back.", { name, register });
  }
}

function wordsOfStep({ what, staff_name: name, register_name }: LastStep): string {
  const register = register_name || t("the office's pages");
  switch (what) {
    case "ready":
      return t("%(name)s at %(register)s marked this pickup ready.", { name, register });
    case "handed_over":
      return t("%(name)s at %(register)s handed this pickup over.", { name, register });
    case "rejected":
      return t("%(name)s at %(register)s rejected this pickup.", { name, register });
    case "canceled":
      return t("%(name)s at %(register)s cancelled this order.", { name, register });
    case "changed":
      return t("%(name)s at %(register)s changed this order.", { name, register });
    case "short":
      return t("%(name)s at %(register)s noted that goods of this order are short.", { name, register });
    case "sourced":
      return t("%(name)s at %(register)s noted that goods of this order are not here yet.", {
        name,
        register,
      });
    case "returned":
      return t("%(name)s at %(register)s took goods of this sale back.", { name, register });
    case "voided":
      return t("%(name)s at %(register)s voided this sale.", { name, register });
  }
}
