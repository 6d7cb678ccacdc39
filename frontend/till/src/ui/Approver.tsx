/** A second person: their code and password, where the one at the till may not do a deed alone. */
import { useState } from "preact/hooks";
import type { ApprovalWish } from "../api/shapes";
import * as till from "../api/till";
import { t } from "../i18n";
import type { Deed } from "./deed";
import { Field } from "./Field";

export const APPROVER_FIELDS = ["staff_code", "password"] as const;

export interface ApproverState {
  isNeeded: boolean;
  /** Whether all is typed that is needed. */
  isComplete: boolean;
  code: string;
  password: string;
  setCode: (code: string) => void;
  setPassword: (password: string) => void;
  /** Whether empty fields say that they are. */
  isComplaining: boolean;
  complain: () => void;
  /** Asks for the approval of exactly this request; null where none is needed. Throws `Problem` or `NotConnected`. */
  ask: (request: ApprovalWish["request"]) => Promise<string | null>;
}

export function useApprover(isNeeded: boolean): ApproverState {
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const [isComplaining, setComplaining] = useState(false);
  const ask = async (request: ApprovalWish["request"]) => {
    if (!isNeeded) return null;
    const approval = await till.approve({ request, staff_code: code, password });
    return approval.uid;
  };
  const isComplete = !isNeeded || (code.trim() !== "" && password !== "");
  const complain = () => setComplaining(true);
  return { isNeeded, isComplete, code, password, setCode, setPassword, isComplaining, complain, ask };
}

interface Props {
  approver: ApproverState;
  deed: Deed;
  /** What of it needs the second person, by the names of deeds; said where it is not plain from the screen. */
  why?: readonly string[] | undefined;
}

export function Approver({ approver, deed, why = [] }: Props) {
  if (!approver.isNeeded) return null;
  const missing = (typed: string) =>
    approver.isComplaining && !typed ? t("A second person must type this.") : undefined;
  return (
    <fieldset class="approver">
      <legend class="field__label">{t("A second person must approve this")}</legend>
      {why.map((name) => (
        <p key={name} class="small soft">
          {whyWords(name)}
        </p>
      ))}
      <Field
        id="approver-code"
        label={t("Staff code")}
        value={approver.code}
        onValue={approver.setCode}
        error={missing(approver.code.trim()) ?? deed.at("staff_code")}
        inputMode="numeric"
        autocomplete="off"
        maxLength={16}
      />
      <Field
        id="approver-password"
        label={t("Password")}
        type="password"
        value={approver.password}
        onValue={approver.setPassword}
        error={missing(approver.password) ?? deed.at("password")}
        autocomplete="off"
      />
    </fieldset>
  );
}

/** Why somebody else has to look at it. */
function whyWords(deed: string): string {
  const words: Record<string, string> = {
    void_sale: t("The whole sale is undone on the day it was made."),
    return_late: t("The days for returns are over."),
    return_without_sale: t("Nobody found the sale."),
    cash_out_large: t("Much cash is taken out of the drawer."),
    refund_large: t("Much money is given back for this sale."),
  };
  return words[deed] ?? deed;
}
