/** What the buyer wishes beside the goods, and what staff wrote down about the order for each other. */
import { t } from "../i18n";

interface Props {
  of: { buyer_note: string; is_gift: boolean; gift_message: string };
  /** Notes of staff, which the buyer never sees. */
  notes?: readonly string[];
}

export function Wishes({
  of: { buyer_note: note, is_gift: isGift, gift_message: message },
  notes = [],
}: Props) {
  if (!note && !isGift && notes.length === 0) return null;
  return (
    <div class="notice wishes">
      {isGift && (
        <p>
          <b>{t("To be wrapped as a gift.")}</b>
          {message && ` ${t("On the card:")} ${message}`}
        </p>
      )}
      {note && (
        <p>
          <b>{t("The customer wrote:")}</b> {note}
        </p>
      )}
      {notes.map((text) => (
        <p key={text}>
          <b>{t("Note of staff:")}</b> {text}
        </p>
      ))}
    </div>
  );
}
