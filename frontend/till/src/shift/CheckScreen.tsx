/** A look at a shift while it goes on (X report): counted or not, it resets nothing. */
import { useState } from "preact/hooks";
import type { Shift, ShiftCheckWish, ShiftDesk } from "../api/shapes";
import * as till from "../api/till";
import { newUid } from "../data/ids";
import { t } from "../i18n";
import { sheetDocument } from "../printer/document";
import { printOut } from "../printer/print";
import { hashOf } from "../state/route";
import { may, money, tenderKinds } from "../state/session";
import { isDrawerAlone, shiftDesk, takeShift } from "../state/shift";
import { useDeed } from "../ui/deed";
import { Failure } from "../ui/Failure";
import { Heading } from "../ui/Heading";
import { heldUpWords, needsNetworkWords } from "./AloneDrawer";
import { CountFields } from "./CountFields";
import { countsOf, sumOf } from "./counting";
import { ReportSlip } from "./ReportSlip";
import { reportBlocks } from "./report_blocks";
import { TenderFields, type TypedTenders, tenderCounts } from "./TenderFields";
import { useCount, useOnceReady } from "./use_count";
import { useShiftDesk } from "./use_desk";

export function CheckScreen() {
  const [checked, setChecked] = useState<Shift | null>(null);
  const reading = useShiftDesk();
  const desk = shiftDesk.value;
  const isReady = Boolean(desk?.shift) && !isDrawerAlone.value && may("check_shift");
  const isShown = useOnceReady(isReady);
  return (
    <main class="page receipt-page">
      <Heading title={t("Check the drawer")} />
      <Failure failure={reading.failure} />
      {checked ? (
        <Checked shift={checked} />
      ) : (
        desk?.shift &&
        isShown && (
          <CheckForm
            key={desk.shift.uid}
            desk={desk}
            shift={desk.shift}
            isHeldUp={!isReady}
            onDone={setChecked}
          />
        )
      )}
      {isDrawerAlone.value && <p class="notice">{needsNetworkWords()}</p>}
      {desk && !desk.shift && !isDrawerAlone.value && <p class="notice">{t("No shift is open.")}</p>}
    </main>
  );
}

function Checked({ shift }: { shift: Shift }) {
  const check = shift.checks.at(-1);
  const deed = useDeed();
  if (!check) return null;
  return (
    <>
      <ReportSlip shift={shift} check={check} />
      <div class="actions">
        <a class="button" href={hashOf({ screen: "drawer" })}>
          {t("Back to the drawer")}
        </a>
        <button
          type="button"
          class="button button--main"
          onClick={() => void deed.run(() => printOut(sheetDocument(reportBlocks(shift, check))))}
          aria-busy={deed.isBusy}
        >
          {t("Print")}
        </button>
      </div>
    </>
  );
}

interface FormProps {
  desk: ShiftDesk;
  shift: Shift;
  /** Whether it cannot be done now; what was counted stays. */
  isHeldUp: boolean;
  onDone: (shift: Shift) => void;
}

function CheckForm({ desk, shift, isHeldUp, onDone }: FormProps) {
  const [uid] = useState(newUid);
  const [typedTenders, setTypedTenders] = useState<TypedTenders>({});
  const count = useCount();
  const deed = useDeed();
  const kinds = tenderKinds.value.filter((kind) => kind.is_counted);
  const tenders = tenderCounts(kinds, typedTenders);
  const counted = sumOf(count.pieces);
  // Who types what the terminal says, and no coin, looks beside cash alone: the drawer was not found empty.
  const isBesideCash = counted === 0 && Boolean(tenders?.length);
  const check = (wanted: Pick<ShiftCheckWish, "counts" | "tenders">) =>
    void deed.run(async () => {
      const told = await till.checkShift(shift.uid, { uid, ...wanted });
      takeShift(told);
      onDone(told);
    });
  const submit = (event: Event) => {
    event.preventDefault();
    if (isHeldUp || count.isWrong || !tenders) return;
    check({ counts: isBesideCash ? null : countsOf(count.pieces, desk.denominations), tenders });
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <p class="soft">{t("This changes nothing: the shift goes on.")}</p>
      <CountFields
        denominations={desk.denominations}
        pieces={count.pieces}
        onPieces={count.setPieces}
        onRefused={count.note}
      />
      <TenderFields
        kinds={kinds}
        typed={typedTenders}
        onTyped={setTypedTenders}
        held={shift.report?.held ?? null}
      />
      {isHeldUp && <p class="soft">{heldUpWords()}</p>}
      <Failure failure={deed.failure} />
      <div class="actions">
        <a class="button" href={hashOf({ screen: "drawer" })}>
          {t("Back")}
        </a>
        <button
          type="button"
          class="button"
          onClick={() => check({ counts: null, tenders: [] })}
          disabled={isHeldUp}
          aria-busy={deed.isBusy}
        >
          {t("Look without counting")}
        </button>
        <button
          type="submit"
          class="button button--pay"
          disabled={isHeldUp || count.isWrong || !tenders}
          aria-busy={deed.isBusy}
        >
          {isBesideCash
            ? t("Check beside cash alone")
            : t("Check with %(amount)s", { amount: money(counted) })}
        </button>
      </div>
    </form>
  );
}
