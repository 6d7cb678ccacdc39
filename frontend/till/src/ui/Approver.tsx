/** A second person: their code and password, where the one at the till may not do a deed alone. */
import { useState } from "preact/hooks";
import * as till from "../api/till";
import { t } from "../i18n";
import { may } from "../state/session";
import type { Deed } from "./deed";
import { Field } from "./Field";

export const APPROVER_FIELDS = ["staff_code", "password"] as const;

type Approved = "void_sale";

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
  /** Asks for the approval of a deed to one thing; null where none is needed. Throws `Problem` or `NotConnected`. */
  ask: (subjectUid: string) => Promise<string | null>;
}

export function useApprover(deed: Approved): ApproverState {
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const [isComplaining, setComplaining] = useState(false);
  const isNeeded = !may(deed);
  const ask = async (subjectUid: string) => {
    if (!isNeeded) return null;
    const approval = await till.approve({ deed, subject_uid: subjectUid, staff_code: code, password });
    return approval.uid;
  };
  const isComplete = !isNeeded || (code.trim() !== "" && password !== "");
  const complain = () => setComplaining(true);
  return { isNeeded, isComplete, code, password, setCode, setPassword, isComplaining, complain, ask };
}

export function Approver({ approver, deed }: { approver: ApproverState; deed: Deed }) {
  if (!approver.isNeeded) return null;
  const missing = (typed: string) =>
    approver.isComplaining && !typed ? t("A second person must type this.") : undefined;
  return (
    <fieldset class="approver">
      <legend class="field__label">{t("A second person must approve this")}</legend>
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
