/** Pieces that this store cannot give: another store sends them, or they are parked until somebody decides. */
import { useMemo, useState } from "preact/hooks";
import type { Order, OrderLine, RejectLine } from "../api/shapes";
import * as till from "../api/till";
import { newUid } from "../data/ids";
import { t } from "../i18n";
import { announce } from "../state/announce";
import { useDeed } from "../ui/deed";
import { ReasonDialog } from "../ui/ReasonDialog";
import { Stepper } from "../ui/Stepper";
import { toPick } from "./picked";

interface Props {
  order: Order;
  line: OrderLine;
  onOrder: (order: Order) => void;
  onClose: () => void;
}

export function ElsewhereDialog({ order, line, onOrder, onClose }: Props) {
  const uid = useMemo(newUid, []);
  const [quantity, setQuantity] = useState(1);
  const [isRefused, setRefused] = useState(false);
  const deed = useDeed();
  const notFound = t("Not found on the shelf");
  const damaged = t("Damaged, not for sale");
  const reasonOf = (said: string): Pick<RejectLine, "reason" | "words"> => {
    if (said === notFound) return { reason: "not_found", words: "" };
    if (said === damaged) return { reason: "damaged", words: "" };
    return { reason: "other", words: said };
  };
  const confirm = (said: string) =>
    void deed.run(async () => {
      const after = await till.rejectLine(order.uid, {
        uid,
        line_uid: line.uid,
        quantity,
        ...reasonOf(said),
      });
      onOrder(after);
      announce(t("Noted. Another store sends it, or it is parked; the office shows which."));
      onClose();
    });
  return (
    <ReasonDialog
      id="elsewhere"
      title={t("How many can this store not give?")}
      usual={[notFound, damaged]}
      confirm={t("Have it sent")}
      deed={deed}
      canConfirm={!isRefused}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>{t("%(name)s, ordered %(count)s", { name: line.name, count: line.quantity })}</p>
      <Stepper
        name={line.name}
        value={quantity}
        least={1}
        most={toPick(line)}
        onValue={setQuantity}
        onRefused={setRefused}
      />
      <p class="small soft">
        {t("The order stays as it is. The customer is told by mail when the new day is known.")}
      </p>
    </ReasonDialog>
  );
}
