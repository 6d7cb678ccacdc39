/** Opens the cash drawer without a sale, for a reason that the bridge keeps. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { session } from "../state/session";
import { useDeed } from "../ui/deed";
import { ReasonDialog } from "../ui/ReasonDialog";
import { openDrawer } from "./print";

export function OpenDrawer() {
  const [isAsking, setAsking] = useState(false);
  const deed = useDeed();
  const close = () => setAsking(false);
  const open = (reason: string) =>
    void deed.run(async () => {
      await openDrawer(`${session.peek()?.staff.name ?? ""}: ${reason}`);
      close();
    });
  return (
    <>
      <button type="button" class="button" onClick={() => setAsking(true)}>
        {t("Open the drawer")}
      </button>
      {isAsking && (
        <ReasonDialog
          id="open-drawer"
          title={t("Open the drawer without a sale?")}
          usual={[t("Count the cash"), t("Change for a customer"), t("Look for something")]}
          confirm={t("Open the drawer")}
          deed={deed}
          onConfirm={open}
          onClose={close}
        />
      )}
    </>
  );
}
